"""Columns that a clerk adds to an exported table, moves or calls otherwise: each is read, or told once."""

from __future__ import annotations

import openpyxl
import pytest

from tests.ledgers import write_ledger

RECORD = "类型: 志愿服务\n标题: 清扫\n日期: 2017-03-05\n其他:\n  经费: 500\n"


@pytest.fixture
def clerk(civcheck, tmp_path):
    """Export, let a change be made in the first sheet, import with options; give the run and the record."""
    ledger = write_ledger(tmp_path / "某局", {"a.yaml": RECORD, "b.yaml": RECORD.replace("清扫", "植树")})
    civcheck("export", ledger, "--xlsx", tmp_path / "表.xlsx")
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    page = book.worksheets[0]

    def imports(*options):
        book.save(tmp_path / "表.xlsx")
        run = civcheck("import", tmp_path / "表.xlsx", "--to", ledger, *options)
        return run, (ledger / "a.yaml").read_text("utf-8")

    def at(heading):
        return next(cell.column for cell in page[1] if cell.value == heading)

    imports.page, imports.at = page, at
    return imports


def test_a_column_of_row_numbers_is_left_out(clerk):
    clerk.page.insert_cols(3)
    for row, value in enumerate(["序号", 1, 2], 1):
        clerk.page.cell(row, 3).value = value
    run, record = clerk()
    assert (run.code, record) == (0, RECORD)
    assert "没有变 2 行" in run.out


def test_a_title_above_the_table_is_no_heading(clerk):
    clerk.page.insert_rows(1)
    clerk.page.cell(1, 3).value = "某局台账"
    assert clerk()[0].code == 0


def test_a_column_that_is_called_as_offices_call_it_is_still_that_column(clerk):
    clerk.page.cell(1, clerk.at("标题")).value = "活动名称"
    clerk.page.cell(2, clerk.at("活动名称")).value = "清扫街道"
    run, record = clerk()
    assert (run.code, record) == (0, RECORD.replace("清扫", "清扫街道"))


def test_a_column_that_records_cannot_have_is_told_once_and_stops_the_import(clerk):
    at = clerk.page.max_column + 1
    for row, value in enumerate(["车辆", "甲", "乙"], 1):
        clerk.page.cell(row, at).value = value
    clerk.page.cell(2, clerk.at("地点")).value = "三楼"
    run, record = clerk()
    assert (run.code, record) == (1, RECORD)
    assert "读不出的单元格 1 处" in run.out
    assert "“车辆”这一列没有地方记" in run.out
    assert clerk("--map", "车辆=-")[0].code == 0


def test_a_second_column_for_what_has_one_is_not_lost(clerk):
    at = clerk.page.max_column + 1
    clerk.page.cell(1, at).value, clerk.page.cell(2, at).value = "经费", 600
    run, record = clerk("--map", "经费=其他.经费")
    assert (run.code, record) == (1, RECORD)
    assert "没有地方记" in run.out


def test_an_empty_column_that_was_added_is_nothing(clerk):
    clerk.page.cell(1, clerk.page.max_column + 1).value = "待办"
    assert clerk()[0].code == 0


def test_the_command_that_leaves_a_column_out_can_be_pasted(clerk):
    at = clerk.page.max_column + 1
    clerk.page.cell(1, at).value, clerk.page.cell(2, at).value = "用 车", "甲"
    run, _ = clerk()
    assert "--map '用 车'=-" in run.out
    assert clerk("--map", "用 车=-")[0].code == 0


def test_a_kind_that_is_none_is_offered_no_option_that_says_what_new_rows_mean(clerk):
    clerk.page.cell(2, clerk.at("类型")).value = "志愿活动"
    run, record = clerk()
    assert (run.code, record) == (1, RECORD)
    assert "没有“志愿活动”这种类型" in run.out and "--kind" not in run.out
