"""Days as offices spell them in tables: what is clear is spelled out, what is not stays as it stands."""

from __future__ import annotations

from datetime import date

import pytest

from civcheck.model.table.cells import day_of
from civcheck.model.table.spelling import has_year, spelled_out
from tests.tables.books import a_cell, save


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("二〇一七年三月五日", "2017-03-05", id="in Chinese digits"),
        pytest.param("二○一七年十二月三十一号", "2017-12-31", id="with a circle for a nought"),
        pytest.param("三月二十日", "2017-03-20", id="in Chinese digits without a year"),
        pytest.param("2017.03.05-2017.03.07", "2017-03-05/2017-03-07", id="a dash between whole days"),
        pytest.param("2017-3-5-2017-3-7", "2017-03-05/2017-03-07", id="dashes everywhere"),
        pytest.param("2017年12月30日—2018年1月2日", "2017-12-30/2018-01-02", id="over the end of the year"),
        pytest.param("2017.3.31-4.2", "2017-03-31/2017-04-02", id="an end without its year"),
        pytest.param("2017.3.5~6", "2017-03-05/2017-03-06", id="an end without its month"),
        pytest.param("2017/3/5至7", "2017-03-05/2017-03-07", id="slashes"),
        pytest.param("3月5日、12日", ["2017-03-05", "2017-03-12"], id="sessions without their month"),
        pytest.param("2016年3月5日、4月2日", ["2016-03-05", "2016-04-02"], id="sessions of the year before"),
        pytest.param("2017.3.5，3.12", ["2017-03-05", "2017-03-12"], id="sessions with full stops"),
    ],
)
def test_a_day_that_is_clear_is_read(typed, read):
    assert day_of(a_cell(typed), 2017, epoch_1904=False) == (read, "")


@pytest.mark.parametrize(
    "typed",
    [
        "3.5",
        "3.5-3.7",
        "3.5、3.6",
        "12.30-1.2",
        "2017.13.5-6",
        "2017、3、5",
        "3月5日、12人",
        "2017年3月5日、7-8日",
        "2017-3-5、7-8",
        "2017年3月5日、4.6",
        "2017年3-5、7日",
        "期三月",
    ],
)
def test_a_text_that_may_be_something_else_stays_as_it_stands(typed):
    assert day_of(a_cell(typed), 2017, epoch_1904=False) == (typed, "")


def test_a_weekday_is_no_number():
    assert spelled_out("2017年3月5日（星期日）") == "2017年3月5日（星期日）"
    assert spelled_out("周二日") == "周二日"


@pytest.mark.parametrize(
    ("typed", "has"), [("二〇一七年三月五日", True), ("3月5日", False), ("2017.3.5", True)]
)
def test_whether_a_year_is_named_is_told(typed, has):
    assert has_year(typed) is has


def imported(civcheck, ledger, tmp_path, title, day):
    rows = [[title], ["活动名称", "时间"], ["清扫", day]]
    return civcheck("import", save(tmp_path / "表.xlsx", {"志愿服务": rows}), "--to", ledger)


def test_the_year_of_the_ledger_is_taken_and_told(civcheck, ledger, tmp_path):
    run = imported(civcheck, ledger, tmp_path, "填报日期：2018年1月5日", "3月5日")
    assert run.code == 0
    assert "“时间”没有写年份，按 2017 年记（志愿服务!B3）" in run.out


@pytest.mark.parametrize("title", ["某局2016年志愿服务台账", "2016年3月台账"])
def test_the_year_is_not_taken_where_the_table_is_of_another(civcheck, ledger, tmp_path, title):
    run = imported(civcheck, ledger, tmp_path, title, "3月5日")
    assert run.code == 1
    assert "读不出的单元格 1 处" in run.out
    assert "B3：“3月5日”没有写年份，表上写的又是别的年度" in run.out


def test_a_day_of_another_year_is_told(civcheck, ledger, tmp_path):
    run = imported(civcheck, ledger, tmp_path, "某局台账", date(2016, 4, 5))
    assert run.code == 0
    assert "日期不在 2017 年度（志愿服务!B3）" in run.out


@pytest.mark.parametrize("title", ["某局台账", "某局2016年台账"])
def test_a_day_that_excel_keeps_as_a_number_has_its_year(civcheck, ledger, tmp_path, title):
    run = imported(civcheck, ledger, tmp_path, title, 42799)
    assert run.code == 0 and "没有写年份" not in run.out
    assert "日期: 2017-03-05" in (ledger / "志愿服务" / "2017-03.yaml").read_text("utf-8")
