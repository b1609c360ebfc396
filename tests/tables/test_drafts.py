"""From rows to records: what each column becomes, what goes into the note, what cannot be read."""

from __future__ import annotations

from datetime import date, time

import pytest

from civcheck.model.table.drafts import Drafter
from civcheck.model.table.head import find_head
from civcheck.model.table.headings import Names
from civcheck.model.table.rows import rows_below
from civcheck.model.table.sheet import Cell, Sort
from tests.ledgers import hubei
from tests.tables.books import a_sheet

TERMS = hubei().terms


def draft(heads, row, kind="志愿服务", merged=(), more=(), **book):
    sheet = a_sheet([heads, row, *more], merged=merged, **book)
    head = find_head(sheet, Names(TERMS, [kind] if kind else TERMS.kinds))
    drafter = Drafter(sheet, head, TERMS, 2017, kind, {"讲堂": "道德法治讲堂"})
    return drafter.draft(rows_below(sheet, head).records[0])


def test_a_record_is_written_in_the_order_of_the_format():
    found = draft(
        ["备注", "照片", "志愿服务队", "对象", "活动名称", "时间", "档号"],
        ["雨", "图片/", "本禹队", "群众\n学生", "清扫\n街道", date(2017, 3, 5), "J-1"],
    )
    assert list(found.finished().items()) == [
        ("类型", "志愿服务"),
        ("标题", "清扫 街道"),
        ("日期", "2017-03-05"),
        ("对象", "群众、学生"),
        ("志愿服务队", "本禹队"),
        ("归档", {"档号": "J-1"}),
        ("备注", "雨"),
    ]
    assert found.material["图片"][1:] == ("照片", "图片/")


def test_what_has_no_place_goes_into_the_note_with_its_heading():
    found = draft(["标题", "日期", "备注", "经费", "形式"], ["清扫", "3月5日", "雨", 500, "座谈"])
    assert found.finished()["备注"] == "雨；经费：500；形式：座谈"


def test_the_note_keeps_lines_apart_where_a_text_has_several():
    found = draft(["标题", "日期", "情况", "经费"], ["清扫", "3月5日", "甲\n乙", 500])
    assert found.finished()["备注"] == "情况：甲\n乙\n经费：500"


def test_a_field_of_another_kind_is_told_apart_from_a_column_that_means_nothing():
    found = draft(
        ["类型", "标题", "日期", "形式", "经费"], ["志愿服务", "清扫", "3月5日", "座谈", 1], kind=""
    )
    assert [(each.heading, each.why) for each in found.asides] == [
        ("形式", "other-kind"),
        ("经费", "unplaced"),
    ]


def test_the_kind_may_be_called_otherwise_in_the_table():
    assert draft(["类型", "标题", "日期"], ["讲堂", "甲", "3月5日"], kind="").kind == "道德法治讲堂"
    assert draft(["类型", "标题", "日期"], ["“志愿服务”", "甲", "3月5日"], kind="").kind == "志愿服务"


def test_columns_of_the_first_and_the_last_day_are_a_span():
    heads = ["标题", "开始时间", "结束时间"]
    assert draft(heads, ["甲", "3月5日", date(2017, 3, 7)]).raw["日期"] == "2017-03-05/2017-03-07"
    assert draft(heads, ["甲", "3月5日", "3月5日"]).raw["日期"] == "2017-03-05"
    assert draft(heads, ["甲", "3月5日", None]).raw["日期"] == "2017-03-05"


def test_ends_beside_a_day_go_into_the_note():
    found = draft(["标题", "日期", "开始时间"], ["甲", "3月5日", "3月4日"])
    assert (found.raw["日期"], found.finished()["备注"]) == ("2017-03-05", "日期起：2017-03-04")


def test_a_time_of_day_goes_into_the_note():
    found = draft(["标题", "日期"], ["甲", "3月5日上午9:30"])
    assert (found.raw["日期"], found.finished()["备注"]) == ("2017-03-05", "日期：3月5日上午9:30")


@pytest.mark.parametrize("nothing", ["/", "-", "—", " "])
def test_what_says_nothing_is_left_out(nothing):
    assert "地点" not in draft(["标题", "日期", "地点"], ["甲", "3月5日", nothing]).raw


def test_none_is_an_answer_to_a_text_and_none_to_a_number():
    found = draft(["标题", "日期", "参加人数", "备注", "方案"], ["甲", "3月5日", "无", "无", "无"])
    assert found.finished() == {"类型": "志愿服务", "标题": "甲", "日期": "2017-03-05", "备注": "无"}
    assert found.material == {}


def test_the_unit_of_the_heading_goes_with_the_number():
    assert draft(["标题", "日期", "时长（分钟）"], ["甲", "3月5日", 90]).raw["时长"] == "90分钟"
    assert draft(["标题", "日期", "时长"], ["甲", "3月5日", time(1, 30)]).raw["时长"] == "1.5"


def test_a_cell_that_cannot_be_read_is_a_flaw_with_its_place():
    found = draft(["标题", "日期", "地点"], ["甲", "3月5日", Cell(Sort.ERROR, "#REF!")])
    assert [(tuple(each.spot), each.code, each.shown) for each in found.flaws] == [((2, 2), "error", "#REF!")]


def test_lists_and_texts_of_merged_rows_go_together_and_numbers_do_not():
    heads = ["标题", "日期", "对象", "备注", "参加人数"]
    found = draft(
        heads,
        ["甲", "3月5日", "群众", "一", 3],
        merged=["A2:A3", "B2:B3"],
        more=[[None, None, "学生", "二", 4]],
    )
    assert (found.raw["对象"], found.raw["备注"]) == ("群众、学生", "一\n二")
    assert [each.code for each in found.flaws] == ["several"]


def test_a_cell_without_a_heading_is_kept_under_its_letter():
    assert draft(["标题", "日期"], ["甲", "3月5日", None, "散"]).finished()["备注"] == "D：散"


def test_extra_keeps_the_heading():
    found = draft(["标题", "日期", "其他：经费"], ["甲", "3月5日", 500])
    assert found.raw["其他"] == {"经费": "500"}
