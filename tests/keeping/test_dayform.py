"""Days in one form: what a day is stays the same, and no year is made up."""

from __future__ import annotations

import pytest

from civcheck.model.dayform import adds_a_year, day_in_form, days_in_form
from civcheck.model.days import read_days
from civcheck.model.rawvalue import Context


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        ("2017.3.5", "2017-03-05"),
        ("2017/3/5", "2017-03-05"),
        ("2017年3月15日", "2017-03-15"),
        ("２０１７-3-5", "2017-03-05"),
        ("2017-03-05", "2017-03-05"),
        ("2017-3-5至2017-3-7", "2017-03-05/2017-03-07"),
        ("2017年4月3日至6日", "2017-04-03/2017-04-06"),
        ("2017年11月29-30日", "2017-11-29/2017-11-30"),
        ("2017-03-05/2017-03-05", "2017-03-05/2017-03-05"),
        ("2017.3.5、 2017.3.8", "2017-03-05、 2017-03-08"),
        pytest.param("3月5日", None, id="no year"),
        pytest.param("2017.3.5，3月8日", None, id="no year on one of them"),
        pytest.param("11月29-30日", None, id="a span without a year"),
        pytest.param("2017-02-30", None, id="no such day"),
        pytest.param("2017年3月", None, id="a month"),
        pytest.param("长期", None, id="no day"),
        pytest.param("2017-3-7至2017-3-5", None, id="backwards"),
    ],
)
def test_days_of_a_record(raw: str, form: str | None) -> None:
    assert days_in_form(raw, 2017) == form
    if form is not None:
        assert read_days(form, Context(2017)) == read_days(raw, Context(2017))
        assert days_in_form(form, 2017) == form


def test_one_day() -> None:
    assert day_in_form(" 2017.3.5 ", 2017) == "2017-03-05"
    assert day_in_form("2017.3.5至2017.3.6", 2017) is None
    assert day_in_form("3月5日", 2017) is None


def test_whether_the_year_is_the_ledgers() -> None:
    assert adds_a_year("3月5日", 2017, several=True)
    assert adds_a_year("3月5日", 2017, several=False)
    assert not adds_a_year("2017.3.5", 2017, several=False)
    assert not adds_a_year("长期", 2017, several=True)
    assert not adds_a_year("长期", 2017, several=False)
