"""What cells say: days, times and numbers as Excel, WPS and people write them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civcheck.model.table.cells import (
    BadCell,
    day_of,
    hours_of,
    list_of,
    number_of,
    one_day_of,
    shown,
    text_of,
)
from civcheck.model.table.sheet import Cell, Sort, address, letters
from tests.tables.books import a_cell


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("2017-03-15", "2017-03-15", id="as the format has it"),
        pytest.param("2017/3/15", "2017-03-15", id="slashes"),
        pytest.param("2017.3.15", "2017-03-15", id="full stops"),
        pytest.param("2017年3月15日", "2017-03-15", id="in Chinese"),
        pytest.param("２０１７．３．１５", "2017-03-15", id="full width"),
        pytest.param("3月15日", "2017-03-15", id="the ledger's year"),
        pytest.param("20170315", "2017-03-15", id="eight digits"),
        pytest.param(20170315, "2017-03-15", id="eight digits as a number"),
        pytest.param(42809, "2017-03-15", id="the number of the day"),
        pytest.param(42809.0, "2017-03-15", id="as calamine gives it"),
        pytest.param(date(2017, 3, 15), "2017-03-15", id="a day"),
        pytest.param(datetime(2017, 3, 15), "2017-03-15", id="a day with midnight"),
        pytest.param("2017-03-15至2017-03-17", "2017-03-15/2017-03-17", id="a span"),
        pytest.param("3月5日-7日", "2017-03-05/2017-03-07", id="a short span"),
        pytest.param("2017.3.5、2017.3.9", ["2017-03-05", "2017-03-09"], id="sessions"),
        pytest.param("2017.3.5\n2017.3.9", ["2017-03-05", "2017-03-09"], id="sessions a line each"),
        pytest.param("2017年3月15日（星期三）", "2017-03-15", id="its weekday"),
        pytest.param("2017年3月15日 周三", "2017-03-15", id="its weekday in short"),
        pytest.param("3月15日（星期三）", "2017-03-15", id="its weekday in the ledger's year"),
    ],
)
def test_a_day_is_read_in_every_spelling(typed, read):
    assert day_of(a_cell(typed), 2017, epoch_1904=False) == (read, "")


@pytest.mark.parametrize(
    "typed", ["2017年3月", "上旬", "2017-02-30", "3", "19991", "17.3.15", "2017-3-15前后", ""]
)
def test_what_is_no_day_stays_as_it_stands(typed):
    assert day_of(a_cell(typed), 2017, epoch_1904=False) == (typed, "")


@pytest.mark.parametrize("number", [46, 60, 110_001, 42809.5, -1, 2017])
def test_a_number_that_is_no_day_stays_a_number(number):
    found, _ = day_of(a_cell(number), 2017, epoch_1904=False)
    assert not str(found).startswith("20") or found == "2017"


def test_days_count_from_1904_where_the_workbook_says_so():
    assert day_of(a_cell(41347), 2017, epoch_1904=True) == ("2017-03-15", "")


@given(st.dates(date(1949, 10, 1), date(2100, 1, 1)))
def test_the_number_of_a_day_is_that_day(day):
    number = (day - date(1899, 12, 30)).days
    assert day_of(a_cell(number), 2017, epoch_1904=False) == (day.isoformat(), "")


@pytest.mark.parametrize(
    "typed",
    [
        "2017年3月15日上午9:30",
        "2017-03-15 09:30",
        "3月15日下午",
        "2017年3月15日9:00-11:30",
        "2017-05-10 08:00:00",
    ],
)
def test_a_time_of_day_is_told_and_not_lost(typed):
    found, dropped = day_of(a_cell(typed), 2017, epoch_1904=False)
    assert (len(found), dropped) == (10, typed)


def test_a_moment_is_a_day_and_its_time_is_told():
    assert day_of(a_cell(datetime(2017, 3, 15, 9, 30)), 2017, False) == ("2017-03-15", "2017-03-15 09:30")


@pytest.mark.parametrize("typed", ["2017年3月15日（星期四）", "2017-3-15 周日", "3月15日（星期四）"])
def test_the_weekday_of_another_day_is_a_mistake(typed):
    with pytest.raises(BadCell) as bad:
        day_of(a_cell(typed), 2017, epoch_1904=False)
    assert bad.value.code == "other-weekday"


def test_one_day_is_not_a_span():
    assert one_day_of(a_cell("2017.3.15"), 2017, False) == ("2017-03-15", "")
    assert one_day_of(a_cell("2017-03-15/2017-03-17"), 2017, False) == ("2017-03-15/2017-03-17", "")


@pytest.mark.parametrize(
    ("typed", "unit", "read"),
    [
        pytest.param(time(2, 30), "", "2.5", id="a time"),
        pytest.param(timedelta(hours=26, minutes=30), "", "26.5", id="more than a day"),
        pytest.param(90, "分钟", "90分钟", id="minutes of the heading"),
        pytest.param("90分钟", "小时", "90分钟", id="its own unit"),
        pytest.param(2, "小时", "2", id="hours"),
        pytest.param("２．５", "", "2.5", id="full width"),
    ],
)
def test_hours_are_read_from_times_and_numbers(typed, unit, read):
    assert hours_of(a_cell(typed), unit) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (46.0, "46"),
        (0.1 + 0.2, "0.3"),
        (1e6, "1000000"),
        (-2, "-2"),
        ("４６人", "４６人"),
        ("４６", "46"),
        ("1,200", "1,200"),
    ],
)
def test_numbers_are_written_as_people_write_them(typed, read):
    assert number_of(a_cell(typed), "人") == read


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell(Sort.PERCENT, 0.855), "85.5%"),
        (Cell(Sort.YES_NO, True), "是"),
        (Cell(Sort.YES_NO, False), "否"),
        (Cell(Sort.TIME, time(9, 5)), "09:05"),
        (Cell(Sort.SPAN, timedelta(hours=30)), "30:00"),
        (Cell(Sort.TEXT, " 甲\r\n乙\u3000"), "甲\n乙"),
        (None, ""),
    ],
)
def test_every_sort_of_cell_is_a_text(cell, text):
    assert text_of(cell) == text


@pytest.mark.parametrize(
    ("cell", "code", "there"),
    [
        (Cell(Sort.ERROR, "#REF!"), "error", "#REF!"),
        (Cell(Sort.UNRECKONED, "="), "unreckoned", "="),
        (Cell(Sort.NUMBER, 4.2e17), "digits-lost", "4.2e+17"),
        (Cell(Sort.NUMBER, float("nan")), "error", "NaN"),
    ],
)
def test_what_cannot_be_read_says_why_and_is_shown_all_the_same(cell, code, there):
    with pytest.raises(BadCell) as bad:
        text_of(cell)
    assert (bad.value.code, shown(cell)) == (code, there)


def test_a_list_may_stand_a_line_each():
    assert list_of(a_cell("关爱他人\n 关爱社会")) == "关爱他人、关爱社会"


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_are_named_as_excel_names_them(column, name):
    assert (letters(column), address(5, column)) == (name, f"{name}5")


@pytest.mark.parametrize("typed", ["20¹", "20²人", "①", "20₁", "1½"])
def test_the_number_of_a_footnote_is_no_digit(typed):
    assert number_of(a_cell(typed), "人") == typed
    assert day_of(a_cell(f"2017-3-{typed}"), 2017, epoch_1904=False) == (f"2017-3-{typed}", "")
