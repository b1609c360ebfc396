"""Several tables below each other in one sheet: each is read by its own heading, and none is lost."""

from __future__ import annotations

import pytest

from civcheck.model.table.below import MOST_TABLES, tables_below
from civcheck.model.table.headings import Names
from tests.ledgers import hubei
from tests.tables.books import a_sheet, save

FIRST = [["序号", "时间", "活动名称"], [1, "3月5日", "孝老爱亲"]]
SECOND = [["序号", "活动名称", "地点", "活动时间"], [1, "清扫街道", "解放路", "5月5日"]]


def parts(*rows, merged=()):
    terms = hubei().terms
    found = tables_below(a_sheet(rows, merged=merged), Names(terms, terms.kinds))
    return [list(each.rows) for each in found]


def test_another_heading_begins_another_table_with_its_title():
    assert parts(*FIRST, [], ["二、志愿服务"], *SECOND) == [[1, 2], [4, 5, 6]]


def test_the_groups_of_a_heading_belong_to_its_table():
    groups = [["序号", "活动情况", None], [None, "时间", "名称"], [1, "3月5日", "清扫"]]
    assert parts(*SECOND, *groups, merged=["B3:C3"]) == [[1, 2], [3, 4, 5]]


def test_a_heading_that_is_repeated_on_every_page_begins_no_table():
    assert parts(*FIRST, *FIRST) == [[1, 2, 3, 4]]


def test_a_heading_of_two_rows_that_is_repeated_begins_no_table():
    head = [["活动名称", "活动时间", "备注"], ["名称", "日期", "说明"]]
    assert parts(*head, ["清扫", "3月5日", "无"], *head) == [[1, 2, 3, 4, 5]]


def test_a_record_that_speaks_of_its_columns_is_no_heading():
    assert parts(*FIRST, ["2", "3月6日", "内容"], ["活动内容", "见附件", "时间另定"]) == [[1, 2, 3, 4]]


def test_both_tables_of_a_sheet_are_imported_each_as_its_title_says(civcheck, ledger, tmp_path):
    rows = [["一、道德法治讲堂"], *FIRST, [], ["二、志愿服务"], *SECOND]
    run = civcheck("import", save(tmp_path / "表.xlsx", {"Sheet1": rows}), "--to", ledger)
    assert run.code == 0
    assert "标题: 孝老爱亲" in (ledger / "道德法治讲堂" / "2017-03.yaml").read_text("utf-8")
    assert "地点: 解放路" in (ledger / "志愿服务" / "2017-05.yaml").read_text("utf-8")
    assert "表头上面，没有读：第 5 行" in run.out


def test_a_table_far_below_is_read_as_one_near_the_top(civcheck, ledger, tmp_path):
    many = [[number, f"4月{number % 28 + 1}日", f"第{number}讲"] for number in range(2, 60)]
    rows = [["一、道德法治讲堂"], *FIRST, *many, [], ["二、志愿服务"], *SECOND]
    run = civcheck("import", save(tmp_path / "表.xlsx", {"Sheet1": rows}), "--to", ledger)
    assert run.code == 0
    assert "地点: 解放路" in (ledger / "志愿服务" / "2017-05.yaml").read_text("utf-8")


@pytest.mark.parametrize("head", [["序号", "活动名称", "去向"], ["活动名称", "主讲人", "去向"]])
def test_rows_under_a_heading_of_which_too_little_is_known_are_not_passed_over(
    civcheck, ledger, tmp_path, head
):
    rows = [["一、道德法治讲堂"], *FIRST, [], ["二、志愿服务"], head, ["1", "清扫街道", "解放路"]]
    run = civcheck("import", save(tmp_path / "表.xlsx", {"Sheet1": rows}), "--to", ledger)
    assert run.code == 1 and "Sheet1!B7" in run.out


def test_the_heading_of_three_rows_begins_its_table():
    head = [["序号", "活动情况"], [None, "时间安排", None, "名称"], [None, "开始", "结束"]]
    found = parts(*SECOND, *head, [1, "3月5日", "3月6日", "清扫"], merged=["B3:D3", "B4:C4", "D4:D5"])
    assert found == [[1, 2], [3, 4, 5, 6]]


def test_the_year_of_a_title_is_that_of_every_table_of_its_sheet(civcheck, ledger, tmp_path):
    rows = [["某局2016年台账"], ["一、道德法治讲堂"], *FIRST, [], ["二、志愿服务"], *SECOND]
    run = civcheck("import", save(tmp_path / "表.xlsx", {"Sheet1": rows}), "--to", ledger)
    assert run.code == 1
    assert "Sheet1!B4：“3月5日”没有写年份" in run.out and "Sheet1!D8：“5月5日”没有写年份" in run.out


def test_of_very_many_tables_no_row_is_passed_over():
    found = parts(*[row for _ in range(MOST_TABLES) for row in (*FIRST, *SECOND)])
    assert len(found) == MOST_TABLES
    assert [row for each in found for row in each] == list(range(1, 4 * MOST_TABLES + 1))


def test_rows_above_the_first_table_are_told_however_many(civcheck, ledger, tmp_path):
    rows = [["序号", "活动名称", "去向"], *[[number, "清扫", "东"] for number in range(2, 50)], [], *SECOND]
    file = save(tmp_path / "表.xlsx", {"志愿服务": rows})
    run = civcheck("import", file, "--to", ledger, "--dry-run")
    assert "表头在第 51 行" in run.out and "表头上面，没有读：第 1、2、3" in run.out
    assert "标题: 清扫街道" in run.out
