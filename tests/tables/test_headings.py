"""Where a table begins and what its columns are, whatever stands above, beside and below."""

from __future__ import annotations

import pytest

from civcheck.model.table.head import find_head, head_at
from civcheck.model.table.headings import Names, Surety, unit_in
from civcheck.model.table.rows import NoRecord, rows_below
from tests.ledgers import hubei
from tests.tables.books import a_sheet

HEAD = ("序号", "活动时间", "活动名称", "参加人数", "备注")


def names(*kinds, told=None):
    return Names(hubei().terms, kinds or ("志愿服务",), told or {})


def targets(sheet, *kinds):
    head = find_head(sheet, names(*kinds))
    return None if head is None else (head.first, head.last, [each.match.target for each in head.columns])


KNOWN = ["-", "日期", "标题", "参加人数", "备注"]


def test_the_heading_stands_below_titles():
    sheet = a_sheet(
        [["某局志愿服务台账"], ["填报单位：某局", None, "2017年"], HEAD, [1, "3月5日", "清扫", 12]]
    )
    assert targets(sheet) == (3, 3, KNOWN)


def test_two_rows_head_a_table_with_merged_groups():
    sheet = a_sheet(
        [
            ["某局台账"],
            ["序号", "活动情况", None, "参加情况", None, "归档", None],
            [None, "时间", "名称", "人数", "对象", "档号", "日期"],
            [1, "3月5日", "清扫", 12, "群众"],
        ],
        merged=["A1:G1", "A2:A3", "B2:C2", "D2:E2", "F2:G2"],
    )
    assert targets(sheet) == (2, 3, ["-", "日期", "标题", "参加人数", "对象", "归档.档号", "归档.日期"])


def test_two_rows_head_a_table_that_lost_its_merged_cells():
    sheet = a_sheet(
        [["序号", "活动情况", None, "备注"], [None, "时间", "名称"], [1, "3月5日", "清扫", "雨"]],
    )
    assert targets(sheet) == (1, 2, ["-", "日期", "标题", "备注"])


def test_one_row_heads_a_table_whose_first_record_is_all_text():
    sheet = a_sheet([["日期", "标题", "地点"], ["3月5日", "清扫街道", "望湖路"], ["3月6日", "植树", "东山"]])
    assert targets(sheet) == (1, 1, ["日期", "标题", "地点"])


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["姓名", "电话"], ["甲", "1"]], id="another table"),
        pytest.param([["标题"], ["清扫"]], id="one column"),
        pytest.param([["地点", "参加人数"], ["东山", 3]], id="neither title nor day"),
        pytest.param([[]], id="nothing"),
        pytest.param([["甲"], *[[None]] * 30, ["日期", "标题"]], id="too far down"),
    ],
)
def test_what_is_no_table_of_records_has_no_heading(rows):
    assert find_head(a_sheet(rows), names()) is None


@pytest.mark.parametrize(
    ("heading", "target", "surety"),
    [
        ("标题", "标题", Surety.OWN),
        ("title", "标题", Surety.OWN),
        ("活 动 时 间", "日期", Surety.USUAL),
        ("参加人数（人）", "参加人数", Surety.OWN),
        ("*日期：", "日期", Surety.OWN),
        ("照片", "附件.图片", Surety.USUAL),
        ("方案", "附件.方案", Surety.OWN),
        ("附件：方案", "附件.方案", Surety.OWN),
        ("归档：档号", "归档.档号", Surety.OWN),
        ("其他：经费", "其他.经费", Surety.OWN),
        ("人时", "人时", Surety.OWN),
        ("慰问对象", "对象", Surety.NEAR),
        ("发布日期", "日期", Surety.NEAR),
        ("活动负责", "负责人", Surety.NEAR),
        ("开始时间", "日期.起", Surety.USUAL),
        ("序号", "-", Surety.USUAL),
        ("civcheck:记录", "-", Surety.OWN),
        ("经费", "", Surety.NONE),
        ("", "", Surety.NONE),
    ],
)
def test_a_heading_is_matched(heading, target, surety):
    found = names().match(heading)
    assert (found.target, found.surety) == (target, surety)


def test_a_field_is_known_by_its_name_only_where_the_kind_has_it():
    assert names("帮扶慰问").match("慰问对象").target == "慰问对象"
    assert names("主题教育活动").match("名称").target == "名称"
    assert names("志愿服务").match("名称").target == "标题"


def test_what_a_person_says_comes_before_everything():
    told = names(told={"标题": "地点", "怪名": "标题", "序号": "备注"})
    assert [told.match(each).target for each in ("标题", "怪名")] == ["地点", "标题"]
    assert told.match("序号").target == "", "it goes into the note with its heading"


def test_of_several_columns_for_one_target_the_surest_keeps_it():
    sheet = a_sheet([["活动内容", "活动名称", "日期", "活动时间"], ["甲", "乙", "3月5日", "上午"]])
    assert targets(sheet) == (1, 1, ["", "标题", "日期", ""])


def test_a_heading_that_is_named_is_taken_whatever_it_looks_like():
    head = head_at(a_sheet([["甲", "乙"], ["日期", "标题"]]), 1, 1, names())
    assert [each.heading for each in head.columns] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("时长（分钟）", "分钟"), ("经费(单位：元)", "元"), ("参加人数", ""), ("时长（约）", "")],
)
def test_the_unit_of_a_heading_is_found(heading, unit):
    assert unit_in(heading) == unit


# --- rows


def sorted_rows(rows, merged=()):
    sheet = a_sheet([HEAD, *rows], merged=merged)
    found = rows_below(sheet, find_head(sheet, names()))
    return [each.number for each in found.records], [(number, why) for number, why in found.left]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        pytest.param(["合计", None, None, 12], NoRecord.TOTAL, id="a total"),
        pytest.param(["小 计", None, None, 12], NoRecord.TOTAL, id="with a blank"),
        pytest.param([None, "合计", None, 12], NoRecord.TOTAL, id="below the days"),
        pytest.param([None, None, "本年度累计", 12], NoRecord.TOTAL, id="below the titles"),
        pytest.param(["一季度小计", None, None, 12], NoRecord.TOTAL, id="of a quarter"),
        pytest.param(["2017年上半年合计", None, None, 12], NoRecord.TOTAL, id="of half a year"),
        pytest.param(["十二月份合计（人）", None, None, 12], NoRecord.TOTAL, id="of a month in Chinese"),
        pytest.param(["以上合计：12人"], NoRecord.TOTAL, id="in one cell"),
        pytest.param(HEAD, NoRecord.HEAD_AGAIN, id="the heading of the next page"),
        pytest.param(["填表人：甲", None, "审核人：乙"], NoRecord.ASIDE, id="signatures"),
        pytest.param(["注：本表一式两份"], NoRecord.ASIDE, id="a remark"),
        pytest.param([None, None, "说明：以上为上半年"], NoRecord.ASIDE, id="a remark below the titles"),
        pytest.param([7], NoRecord.ASIDE, id="a number alone"),
    ],
)
def test_rows_that_are_no_records_are_told(row, why):
    record = [1, "3月5日", "清扫", 12]
    assert sorted_rows([record, row]) == ([2], [(3, why)])


@pytest.mark.parametrize(
    "row",
    [
        pytest.param([2, "3月6日", "合计统计工作培训", 12], id="a title that begins like a total"),
        pytest.param([None, None, "只有标题"], id="a title alone: its day is missing"),
        pytest.param([None, "3月6日"], id="a day alone: its title is missing"),
    ],
)
def test_rows_that_may_be_records_are_records(row):
    assert sorted_rows([[1, "3月5日", "清扫", 12], row]) == ([2, 3], [])


def test_blank_rows_are_nothing():
    assert sorted_rows([[1, "3月5日", "清扫"], [], [" ", "\u3000"], [2, "3月6日", "植树"]]) == ([2, 5], [])


def test_a_line_across_the_table_is_no_record():
    assert sorted_rows([["一、春季"], [1, "3月5日", "清扫"]], merged=["A2:E2"]) == (
        [3],
        [(2, NoRecord.ASIDE)],
    )


def test_a_merged_cell_speaks_for_all_its_rows():
    sheet = a_sheet([HEAD, [1, "3月5日", "清扫"], [2, None, "植树"]], merged=["B2:B3"])
    rows = rows_below(sheet, find_head(sheet, names())).records
    assert [[cell.value for _, cell in row.cells[1]] for row in rows] == [["3月5日"], ["3月5日"]]
    assert [row.cells[1][0][0] for row in rows] == [2, 2], "the place is where it stands"


def test_rows_of_one_title_and_one_day_are_one_record():
    sheet = a_sheet(
        [HEAD, [1, "3月5日", "清扫", 12, "甲"], [None, None, None, None, "乙"], [2, "3月6日", "植树"]],
        merged=["B2:B3", "C2:C3"],
    )
    rows = rows_below(sheet, find_head(sheet, names())).records
    assert [row.number for row in rows] == [2, 4]
    assert [(at, cell.value) for at, cell in rows[0].cells[4]] == [(2, "甲"), (3, "乙")]


def test_three_rows_head_a_table():
    sheet = a_sheet(
        [
            ["某局台账"],
            ["序号", "活动情况", None, None, "人数", "备注"],
            [None, "时间安排", None, "名称", None, None],
            [None, "开始", "结束", None, "（人）", None],
            [1, "3月5日", "3月7日", "清扫", 12, "雨"],
        ],
        merged=["A1:F1", "A2:A4", "B2:D2", "B3:C3", "D3:D4", "E2:E3", "F2:F4"],
    )
    assert targets(sheet) == (2, 4, ["-", "日期.起", "日期.止", "标题", "参加人数", "备注"])
    head = find_head(sheet, names())
    assert [each.heading for each in head.columns][1:4] == ["时间安排/开始", "时间安排/结束", "活动情况/名称"]
