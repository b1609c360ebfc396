"""``per``: periods of every sort at their boundaries, the days inside them, and members in every period."""

# ruff: noqa: E501 - one case a line reads as a table

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civcheck.app.explain import explained
from civcheck.language.period import Every, Finder, every_of
from civcheck.language.periodname import name_of, spellings
from civcheck.language.window import Interval, Resolved
from civcheck.messages import say
from civcheck.model.outcome import Outcome, combine_all
from civcheck.verdict.claims import observe_rule
from civcheck.verdict.observe import scopes

from ..builders import (
    a_case,
    a_pack,
    a_record,
    a_rule,
    a_unit,
    day,
    grounds,
    judge_rule,
    lectures,
    outcome_of,
    read_yaml,
    said,
)

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED, NOT_APPLICABLE = Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE


def per(text: str, first: str = "2017-01-01", last: str = "2017-12-31", more: str = "") -> str:
    """Write a rule that asks for one lecture in every period of a window."""
    window = f"window: {{from: {first}, to: {last}}}, "
    return f"{{select: {{类型: 讲堂}}, {window}expect: {{count: {{at_least: 1, per: {text}{more}}}}}}}"


def cut(text: str, *windows: str, year: str = "2017-12-31") -> list[str]:
    """Cut a window (or several days with holes between) into periods, each written by the days that count."""
    intervals = tuple(Interval(*map(day, each.split("/"))) for each in windows)
    every = every_of(Every.read(read_yaml(f"per: {text}")["per"]), grounds(year))
    return [f"{each.days.first}/{each.days.last}" for each in every.parts(Resolved(intervals), grounds(year))]


# --- where periods begin and end


@pytest.mark.parametrize(
    ("text", "window", "periods"),
    [
        pytest.param("月", "2017-05-05/2017-07-10",
                     ["2017-05-05/2017-05-31", "2017-06-01/2017-06-30", "2017-07-01/2017-07-10"],
                     id="months are those of the calendar"),
        pytest.param("月", "2017-01-31/2017-03-01",
                     ["2017-01-31/2017-01-31", "2017-02-01/2017-02-28", "2017-03-01/2017-03-01"], id="a day of a month"),
        pytest.param("季度", "2017-02-20/2017-08-31",
                     ["2017-02-20/2017-04-30", "2017-05-01/2017-07-31", "2017-08-01/2017-08-31"],
                     id="quarters from the month in which the window begins"),
        pytest.param("自然季度", "2017-02-20/2017-07-01",
                     ["2017-02-20/2017-03-31", "2017-04-01/2017-06-30", "2017-07-01/2017-07-01"],
                     id="quarters of the calendar"),
        pytest.param("自然半年", "2017-06-30/2017-12-31", ["2017-06-30/2017-06-30", "2017-07-01/2017-12-31"],
                     id="halves of the calendar"),
        pytest.param("自然年", "2016-12-31/2018-01-01",
                     ["2016-12-31/2016-12-31", "2017-01-01/2017-12-31", "2018-01-01/2018-01-01"],
                     id="years of the calendar"),
        pytest.param("{months: 2, natural: 是}", "2017-02-01/2017-04-30",
                     ["2017-02-01/2017-02-28", "2017-03-01/2017-04-30"], id="two months of the calendar"),
        pytest.param("周", "2017-03-01/2017-03-20", ["2017-03-06/2017-03-12", "2017-03-13/2017-03-19"],
                     id="whole weeks only"),
        pytest.param("周", "2017-03-06/2017-03-12", ["2017-03-06/2017-03-12"], id="exactly a week"),
        pytest.param("周", "2017-03-07/2017-03-18", [], id="no whole week"),
        pytest.param("双周", "2017-03-01/2017-04-02", ["2017-03-06/2017-03-19", "2017-03-20/2017-04-02"],
                     id="two weeks from the first Monday"),
        pytest.param("{days: 14}", "2017-03-01/2017-03-28", ["2017-03-01/2017-03-14", "2017-03-15/2017-03-28"],
                     id="fourteen days from the first"),
        pytest.param("{days: 14}", "2017-03-01/2017-03-27", ["2017-03-01/2017-03-14"], id="one day short"),
        pytest.param("日", "2017-02-28/2017-03-01", ["2017-02-28/2017-02-28", "2017-03-01/2017-03-01"], id="days"),
        pytest.param("旬", "2017-02-20/2017-03-10", ["2017-02-20/2017-02-20", "2017-02-21/2017-02-28", "2017-03-01/2017-03-10"],
                     id="thirds of a month"),
        pytest.param("{months: 1, except: [7, 8]}", "2017-06-15/2017-09-30",
                     ["2017-06-15/2017-06-30", "2017-09-01/2017-09-30"], id="months left out"),
        pytest.param("{months: 2, sliding: 是}", "2017-05-05/2017-08-31",
                     ["2017-05-05/2017-06-30", "2017-06-01/2017-07-31", "2017-07-01/2017-08-31"],
                     id="every run of two months"),
        pytest.param("{days: 7, sliding: 是}", "2017-05-05/2017-05-13",
                     ["2017-05-05/2017-05-11", "2017-05-06/2017-05-12", "2017-05-07/2017-05-13"],
                     id="every run of seven days"),
        pytest.param("{days: 7, sliding: 是}", "2017-05-05/2017-05-10", [], id="no run of seven days"),
        pytest.param("{weeks: 2, sliding: 是}", "2017-05-05/2017-05-28",
                     ["2017-05-08/2017-05-21", "2017-05-15/2017-05-28"], id="every run of two weeks"),
        pytest.param("{months: 2, sliding: 是}", "2017-05-05/2017-05-31", [], id="no run of two months"),
        pytest.param("{months: 1, to_day: 10}", "2017-05-05/2017-07-06",
                     ["2017-05-05/2017-05-10", "2017-06-01/2017-06-10", "2017-07-01/2017-07-06"], id="up to a day"),
        pytest.param("{months: 1, to_day: 10}", "2017-05-11/2017-06-30", ["2017-06-01/2017-06-10"],
                     id="a month whose days are over is not asked for"),
        pytest.param("{months: 1, from_day: 30}", "2017-01-01/2017-02-28", ["2017-01-30/2017-01-31", "2017-02-28/2017-02-28"],
                     id="a day that a month does not have is its last"),
        pytest.param("{months: 3, to_day: 25, of: last}", "2017-01-01/2017-06-30",
                     ["2017-01-01/2017-03-25", "2017-04-01/2017-06-25"], id="up to a day of the last month"),
        pytest.param("{months: 3, from_day: 1, of: last}", "2017-01-01/2017-06-30",
                     ["2017-03-01/2017-03-31", "2017-06-01/2017-06-30"], id="in the last month"),
        pytest.param("{months: 3, from_day: 5, to_day: 9}", "2017-01-01/2017-03-31", ["2017-01-05/2017-01-09"],
                     id="in the first month"),
        pytest.param("{months: 1, to_day: 5, next: 是}", "2017-11-01/2017-12-31",
                     ["2017-12-01/2017-12-05", "2018-01-01/2018-01-05"], id="in the month after"),
        pytest.param("{months: 3, next: 是}", "2017-10-01/2017-12-31", ["2018-01-01/2018-01-31"],
                     id="the whole month after a quarter"),
        # 2017-07-08/09 is a weekend, 2017-10-01 to 08 is National Day, 2017-09-30 was worked on
        pytest.param("{months: 1, to_day: 8, roll: 是}", "2017-07-01/2017-07-31", ["2017-07-01/2017-07-10"],
                     id="rolled over a weekend"),
        pytest.param("{months: 1, from_day: 5, to_day: 5, roll: 是}", "2017-10-01/2017-10-31", ["2017-10-05/2017-10-09"],
                     id="rolled over a holiday"),
        pytest.param("{months: 1, to_day: 30, roll: 是}", "2017-09-01/2017-09-30", ["2017-09-01/2017-09-30"],
                     id="a Saturday that is worked on is not rolled"),
        pytest.param("{months: 1, to_day: 31, roll: 是}", "2017-12-01/2017-12-31", ["2017-12-01/2018-01-02"],
                     id="rolled beyond the window"),
        pytest.param("{months: 1, to_day: 10, roll: 是}", "2017-07-01/2017-07-08", ["2017-07-01/2017-07-08"],
                     id="the end of the window is not rolled"),
    ],
)  # fmt: skip
def test_how_a_window_is_cut(text: str, window: str, periods: list[str]) -> None:
    assert cut(text, window) == periods


TERMS_OF_2017 = ("2017-02-13/2017-07-07", "2017-09-01/2018-01-26")


@pytest.mark.parametrize(
    ("text", "count", "first", "last"),
    [
        pytest.param("月", 11, "2017-02-13/2017-02-28", "2018-01-01/2018-01-26", id="no month that lies in a hole"),
        pytest.param("周", 40, "2017-02-13/2017-02-19", "2018-01-15/2018-01-21", id="no week that is partly in a hole"),
        pytest.param("{period: 学期}", 2, "2017-02-13/2017-07-07", "2017-09-01/2018-01-26", id="the terms themselves"),
    ],
)  # fmt: skip
def test_a_window_in_parts_has_no_period_outside_them(text: str, count: int, first: str, last: str) -> None:
    found = cut(text, *TERMS_OF_2017)
    assert (len(found), found[0], found[-1]) == (count, first, last)
    assert not any("2017-08" in each for each in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [("日", "day"), ("周", "week"), ("双周", "fortnight"), ("旬", "ten-days"), ("半月", "half-month"), ("自然季度", "calendar-quarter"),
     ("自然半年", "calendar-half"), ("自然年", "calendar-year"), ("双周", "{weeks: 2}")],
)  # fmt: skip
def test_two_words_for_one_period(one: str, other: str) -> None:
    assert cut(one, "2017-01-01/2017-12-31") == cut(other, "2017-01-01/2017-12-31") != []


def test_half_months_are_cut_at_the_fifteenth_and_named() -> None:
    halves = cut("半月", "2017-02-10/2017-03-31")
    assert halves == [
        "2017-02-10/2017-02-15",
        "2017-02-16/2017-02-28",
        "2017-03-01/2017-03-15",
        "2017-03-16/2017-03-31",
    ]
    seen = judge_rule(
        per("半月", "2017-02-01", "2017-03-31"), lectures("2017-02-15", "2017-03-15"), "2017-03-31"
    )
    assert (seen.outcome, seen.missing) == (GAP, ("2017年2月下半月", "2017年3月下半月"))
    assert {"2017-02-16至2017-02-28", "2017-03-01至2017-03-15"} <= {
        each for name in ("2017年2月下半月", "2017年3月上半月") for each in spellings(name)
    }


@pytest.mark.parametrize(
    ("unit", "as_of", "outcome"),
    [
        pytest.param("县区司法局", "2017-01-15", GAP, id="each half: the first is over"),
        pytest.param("监狱", "2017-01-15", PENDING, id="each month: there is still time"),
    ],
)
def test_half_months_may_depend_on_the_unit(unit: str, as_of: str, outcome: Outcome) -> None:
    rule = per("{by: 单位类型, values: {县区司法局: 半月, 监狱: 月}}")
    assert outcome_of(rule, [], as_of, a_unit(单位类型=unit)) is outcome


def test_a_year_whose_working_days_are_not_known_is_undetermined() -> None:
    rule = per("{months: 1, to_day: 5, roll: 是}", "2040-01-01", "2040-12-31")
    assert outcome_of(rule, [], "2040-06-30") is UNDETERMINED


# --- one in every period


@pytest.mark.parametrize(
    ("rule", "days", "as_of", "outcome"),
    [
        pytest.param(per("月", "2017-05-05", "2017-06-30"), ["2017-05-05", "2017-06-30"], "2017-06-30", SATISFIED,
                     id="the first and the last day"),
        pytest.param(per("月", "2017-05-05", "2017-06-30"), ["2017-05-05", "2017-06-04"], "2017-06-30", SATISFIED,
                     id="a month is not counted from the fifth"),
        pytest.param(per("月", "2017-05-05", "2017-06-30"), ["2017-05-30"], "2017-06-29", PENDING, id="one day left"),
        pytest.param(per("月", "2017-05-05", "2017-06-30"), ["2017-06-04"], "2017-05-31", GAP, id="May is over"),
        pytest.param(per("周", "2017-03-06", "2017-03-19"), ["2017-03-12", "2017-03-13"], "2017-03-13", SATISFIED,
                     id="Sunday and Monday are two weeks"),
        pytest.param(per("周", "2017-03-06", "2017-03-19"), ["2017-03-06", "2017-03-12"], "2017-03-18", PENDING,
                     id="two in one week, the other is open"),
        pytest.param(per("周", "2017-03-06", "2017-03-19"), ["2017-03-06", "2017-03-12"], "2017-03-19", GAP,
                     id="two in one week, none in the other"),
        pytest.param(per("日", "2017-03-06", "2017-03-08"), [["2017-03-06", "2017-03-07"]], "2017-03-07", PENDING,
                     id="every day, one to come"),
        pytest.param(per("日", "2017-03-06", "2017-03-08"), [["2017-03-06", "2017-03-08"]], "2017-03-08", GAP,
                     id="every day, one left out"),
        pytest.param(per("{months: 1, except: [7, 8]}", "2017-06-01", "2017-09-30"), ["2017-06-01", "2017-09-30"],
                     "2017-09-30", SATISFIED, id="nothing in the holidays"),
        pytest.param(per("{months: 1, except: [8]}", "2017-06-01", "2017-09-30"), ["2017-06-01", "2017-09-30"],
                     "2017-07-31", GAP, id="July is not left out"),
        pytest.param(per("{months: 2, sliding: 是}"), [f"2017-{month:02}-28" for month in range(2, 13, 2)],
                     "2017-12-31", SATISFIED, id="every other month"),
        pytest.param(per("{months: 2, sliding: 是}"), ["2017-01-01", "2017-04-01"], "2017-03-30", PENDING,
                     id="two months running, one day left"),
        pytest.param(per("{months: 2, sliding: 是}"), ["2017-01-01", "2017-04-01"], "2017-03-31", GAP,
                     id="two months running without any"),
        pytest.param(per("{days: 7, sliding: 是}", "2017-03-01", "2017-03-21"), ["2017-03-07", "2017-03-14"],
                     "2017-03-20", PENDING, id="six days running without any"),
        pytest.param(per("{days: 7, sliding: 是}", "2017-03-01", "2017-03-21"), ["2017-03-07", "2017-03-14"],
                     "2017-03-21", GAP, id="seven days running without any"),
        pytest.param(per("{weeks: 2, sliding: 是}", "2017-03-06", "2017-03-26"), ["2017-03-13"],
                     "2017-03-26", SATISFIED, id="the week in the middle serves both runs of two weeks"),
        pytest.param(per("{weeks: 2}", "2017-03-06", "2017-04-02"), ["2017-03-13"],
                     "2017-04-02", GAP, id="weeks two by two have none in common"),
        pytest.param(per("{months: 1, to_day: 10}", "2017-03-01", "2017-04-30"), ["2017-03-10", "2017-04-10"], "2017-04-10",
                     SATISFIED, id="on the last of the days"),
        pytest.param(per("{months: 1, to_day: 10}", "2017-03-01", "2017-04-30"), ["2017-03-11"], "2017-03-11", GAP,
                     id="a day late"),
        pytest.param(per("{months: 1, to_day: 10}", "2017-03-01", "2017-03-31"), [], "2017-03-09", PENDING, id="a day left"),
        pytest.param(per("{months: 1, from_day: 25}", "2017-02-01", "2017-02-28"), ["2017-02-24"], "2017-02-28", GAP,
                     id="a day early"),
        pytest.param(per("{months: 1, from_day: 25}", "2017-02-01", "2017-02-28"), ["2017-02-25"], "2017-02-25", SATISFIED,
                     id="on the first of the days"),
        pytest.param(per("{months: 1, to_day: 5, next: 是}", "2017-11-01", "2017-12-31"), ["2017-12-05", "2018-01-05"],
                     "2018-01-05", SATISFIED, id="reported in the month after, the last beyond the window"),
        pytest.param(per("{months: 1, to_day: 5, next: 是}", "2017-11-01", "2017-12-31"), ["2017-12-05"], "2018-01-04", PENDING,
                     id="the last report has a day left after the window"),
        pytest.param(per("{months: 1, to_day: 5, next: 是}", "2017-11-01", "2017-12-31"), ["2017-12-05", "2018-01-06"],
                     "2018-01-06", GAP, id="the last report is a day late"),
        pytest.param(per("{months: 1, to_day: 5, next: 是}", "2017-11-01", "2017-12-31"), ["2017-11-05", "2018-01-05"],
                     "2017-12-05", GAP, id="a report before the month is none of it"),
        pytest.param(per("{months: 1, to_day: 31, roll: 是}", "2017-12-01", "2017-12-31"), ["2018-01-02"], "2018-01-02",
                     SATISFIED, id="on the day it was rolled to"),
        pytest.param(per("{months: 1, to_day: 31, roll: 是}", "2017-12-01", "2017-12-31"), [], "2018-01-01", PENDING,
                     id="rolled, a day left"),
        pytest.param(per("{months: 1, to_day: 31, roll: 是}", "2017-12-01", "2017-12-31"), ["2018-01-03"], "2018-01-03",
                     GAP, id="after the day it was rolled to"),
        pytest.param(per("周", "2017-03-07", "2017-03-18"), [], "2017-03-18", NOT_APPLICABLE, id="no whole week"),
    ],
)  # fmt: skip
def test_one_in_every_period(rule: str, days: list[Any], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(rule, lectures(*days), as_of) is outcome


def test_what_lies_on_other_days_of_the_period_is_no_evidence_but_a_near_miss() -> None:
    rule = per("{months: 1, to_day: 10}", "2017-03-01", "2017-04-30")
    seen = judge_rule(rule, lectures("2017-03-10", "2017-03-20", "2017-04-11"), "2017-04-30")
    assert [each.key for each in seen.shown] == ["记录.yaml#1"]
    assert [(each.record.key, each.failure.lacks.id) for each in seen.near()] == [
        ("记录.yaml#3", "lacks.days-of-period")
    ]


def test_reports_are_dated_by_the_day_of_reporting() -> None:
    rule = (
        "{select: {类型: 讲堂}, dated_by: 报送日期, window: {from: 2017-11-01, to: 2017-12-31}, "
        "expect: {count: {at_least: 1, per: {months: 1, to_day: 5, next: 是}}}}"
    )
    reports = [
        a_record("讲堂", "2017-11-30", 报送日期="2017-12-05"),
        a_record("讲堂", "2017-12-31", 报送日期="2018-01-05"),
    ]
    assert outcome_of(rule, reports, "2018-01-05") is SATISFIED
    assert outcome_of(rule, reports, "2018-01-04") is PENDING
    assert outcome_of(rule, [reports[0], a_record("讲堂", "2018-01-01")], "2018-01-05") is GAP


# --- named periods beyond the year

TERMLY = "{select: {类型: 讲堂}, %sexpect: {count: {at_least: 1, per: {period: 学期}}}}"


@pytest.mark.parametrize(
    ("more", "days", "as_of", "outcome"),
    [
        pytest.param("", ["2017-02-13", "2018-01-26"], "2018-01-26", SATISFIED, id="on the last day of the second term"),
        pytest.param("", ["2017-03-01"], "2017-12-31", PENDING, id="the year is over, the term is not"),
        pytest.param("", ["2017-03-01"], "2018-01-25", PENDING, id="a day left"),
        pytest.param("", ["2017-03-01", "2018-01-27"], "2018-01-27", GAP, id="a day after the term"),
        pytest.param("in_force: {from: 2017-05-05}, ", ["2017-05-04", "2017-09-01"], "2018-01-26", GAP,
                     id="before the rule was in force"),
        pytest.param("in_force: {to: 2017-12-31}, ", ["2017-03-01"], "2017-12-31", GAP, id="no longer in force"),
        pytest.param("window: {from: 2017-01-01, to: 2017-12-31}, ", ["2017-03-01"], "2017-12-31", GAP,
                     id="a window of its own cuts it"),
    ],
)  # fmt: skip
def test_terms_of_a_rule_without_a_window(more: str, days: list[str], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(TERMLY % more, lectures(*days), as_of) is outcome


# --- each member in every period

BOTH = "{select: {类型: 慰问}, %sexpect: {count: {%s, per: [月, {field: 慰问对象%s}]%s}}, on_empty: gap}"
SPRING = "window: {from: 2017-03-01, to: 2017-04-30}, "
OF_FACT = BOTH % (SPRING, "at_least: 1", ", members: {fact: 在册典型}", "")
TWO = a_unit(其他事实={"在册典型": ["西村", "东村"]})


def visits(*seen: tuple[str, Any]) -> list[Any]:
    """Make visits: the day, and whom."""
    return [a_record("慰问", when, **({"慰问对象": whom} if whom else {})) for when, whom in seen]


ALL = [("2017-03-01", "西村"), ("2017-03-31", "东村"), ("2017-04-01", "西村"), ("2017-04-30", "东村")]


@pytest.mark.parametrize(
    ("seen", "as_of", "outcome", "missing"),
    [
        pytest.param(ALL, "2017-04-30", SATISFIED, (), id="each in every month"),
        pytest.param(ALL[:3], "2017-04-29", PENDING, ("2017年4月：东村",), id="one day left for one"),
        pytest.param(ALL[:3], "2017-04-30", GAP, ("2017年4月：东村",), id="one is short"),
        pytest.param(ALL[1:], "2017-03-30", PENDING, ("2017年3月：西村、东村", "2017年4月：西村、东村"),
                     id="nothing yet"),
        pytest.param(ALL[1:], "2017-03-31", GAP, ("2017年3月：西村",), id="one closed month is short for one"),
        pytest.param([], "2017-03-31", GAP, ("2017年3月：西村、东村",), id="no record at all"),
        pytest.param([], "2017-04-30", GAP, ("2017年3月：西村、东村", "2017年4月：西村、东村"), id="none, all is over"),
        pytest.param([("2017-03-05", ["西村", "东村"]), ("2017-04-05", ["东村", "西村"])], "2017-04-05", SATISFIED, (),
                     id="a record counts for every member it names"),
        pytest.param([("2017-03-05", "西村"), ("2017-03-06", None), *ALL[2:]], "2017-04-30", GAP, ("2017年3月：东村",),
                     id="who is not named is not there"),
        pytest.param([*ALL[:3], ("2017-04-30", "南村")], "2017-04-30", GAP, ("2017年4月：东村",),
                     id="somebody else does not stand for one"),
    ],
)  # fmt: skip
def test_each_member_in_every_month(
    seen: list[Any], as_of: str, outcome: Outcome, missing: tuple[str, ...]
) -> None:
    found = judge_rule(OF_FACT, visits(*seen), as_of, TWO)
    assert (found.outcome, found.missing) == (outcome, missing)


def test_a_gap_says_which_member_in_which_month_and_counts_the_pairs() -> None:
    seen = judge_rule(OF_FACT, visits(*ALL[:1]), "2017-04-30", TWO)
    assert (
        said(seen)
        == "下列各项在这些时段不合要求（每段每项 ≥1 条）：2017年3月：东村（0 条）；2017年4月：西村（0 条）、东村（0 条）"
    )
    assert seen.tally is not None
    assert (seen.tally.found, seen.tally.asked, seen.tally.lacking) == (1, 4, 3)
    assert seen.tally.met == ("2017年3月：西村",)
    assert [each.key for each in seen.shown] == ["记录.yaml#1"]
    assert (
        said(judge_rule(OF_FACT, visits(*ALL), "2017-04-30", TWO))
        == "2 个时段，每段里的 2 项都合要求（每段每项 ≥1 条）"
    )


@pytest.mark.parametrize(
    ("unit", "on_empty", "outcome"),
    [
        pytest.param(a_unit(), "gap", UNDETERMINED, id="not declared"),
        pytest.param(a_unit(), "not-applicable", UNDETERMINED, id="not declared, otherwise excused"),
        pytest.param(a_unit(其他事实={"在册典型": []}), "gap", GAP, id="declared that there are none"),
        pytest.param(
            a_unit(其他事实={"在册典型": []}), "not-applicable", NOT_APPLICABLE, id="… and that this excuses"
        ),
        pytest.param(a_unit(其他事实={"在册典型": []}), "satisfied", SATISFIED, id="… and that this is good"),
        pytest.param(TWO, "not-applicable", GAP, id="declared, and no record"),
        pytest.param(TWO, "satisfied", GAP, id="declared, no record, and that this is good"),
    ],
)
@pytest.mark.parametrize(
    "expect",
    [
        "count: {at_least: 1, per: {field: 慰问对象, members: {fact: 在册典型}}}",
        "count: {at_least: 1, per: [{field: 慰问对象, members: {fact: 在册典型}}, 季度]}",
        "total: {measure: {count: all}, at_least: 1, per: {field: 慰问对象, members: {fact: 在册典型}}}",
    ],
)
def test_members_that_the_unit_declares(expect: str, unit: Any, on_empty: str, outcome: Outcome) -> None:
    rule = f"{{select: {{类型: 慰问}}, expect: {{{expect}}}, on_empty: {on_empty}}}"
    assert outcome_of(rule, [], "2017-12-31", unit) is outcome


def test_members_without_a_record_are_pending_while_there_is_time() -> None:
    rule = "{select: {类型: 慰问}, expect: {count: {at_least: 2, per: {field: 慰问对象, members: {fact: 在册典型}}}}, on_empty: not-applicable}"
    seen = judge_rule(rule, [], "2017-12-30", TWO)
    assert (seen.outcome, seen.missing) == (PENDING, ("西村", "东村"))
    assert judge_rule(rule, [], "2017-12-31", TWO).missing == ("西村", "东村")


@pytest.mark.parametrize(
    ("on_empty", "outcome"),
    [("gap", GAP), ("not-applicable", NOT_APPLICABLE), ("satisfied", SATISFIED)],
)
def test_to_cover_a_list_that_is_declared_empty(on_empty: str, outcome: Outcome) -> None:
    rule = f"{{select: {{类型: 慰问}}, expect: {{cover: {{field: 慰问对象, members: {{fact: 在册典型}}}}}}, on_empty: {on_empty}}}"
    nobody = a_unit(其他事实={"在册典型": []})
    for records in ([], visits(("2017-03-01", "甲"))):
        assert outcome_of(rule, records, "2017-12-31", nobody) is outcome
    early = PENDING if outcome is GAP else outcome
    assert outcome_of(rule, [], "2017-12-30", nobody) is early


def test_members_left_out_are_the_values_that_the_records_have() -> None:
    rule = BOTH % (SPRING, "at_least: 1", "", "")
    assert outcome_of(rule, visits(*ALL), "2017-04-30") is SATISFIED
    seen = judge_rule(rule, visits(*ALL[:3]), "2017-04-30")
    assert (seen.outcome, seen.missing) == (GAP, ("2017年4月：东村",))
    assert outcome_of(rule, [], "2017-04-30") is GAP
    assert outcome_of(rule, visits(*ALL, ("2017-04-30", None)), "2017-04-30") is UNDETERMINED


def test_where_limits_members_too_to_periods_that_had_something() -> None:
    rule = BOTH % (SPRING, "at_least: 1", ", members: [西村, 东村]", ", where: {类型: 讲堂}")
    assert outcome_of(rule, [*visits(*ALL[:2]), *lectures("2017-03-15")], "2017-04-30") is SATISFIED
    assert outcome_of(rule, [*visits(*ALL[:2]), *lectures("2017-04-15")], "2017-04-30") is GAP
    assert outcome_of(rule, visits(*ALL[:2]), "2017-04-30") is GAP


def test_spread_takes_members_as_well() -> None:
    rule = "{select: {类型: 慰问}, window: {from: 2017-03-01, to: 2017-04-30}, expect: {spread: {at_least: 1, per: [月, {field: 慰问对象, members: [西村, 东村]}]}}}"
    assert outcome_of(rule, visits(*ALL), "2017-04-30") is SATISFIED
    assert outcome_of(rule, visits(*ALL[1:]), "2017-04-30") is GAP


# --- at most, and fields left blank

AT_MOST = "{select: {类型: 慰问}, expect: {count: {at_most: 1, per: %s}}, on_empty: satisfied}"
BY_NAME, BY_MONTH = AT_MOST % "{field: 慰问对象}", AT_MOST % "[月, {field: 慰问对象}]"
OF_TWO = AT_MOST % "{field: 慰问对象, members: [西村, 东村]}"


@pytest.mark.parametrize(
    ("rule", "seen", "outcome"),
    [
        pytest.param(BY_NAME, [("2017-03-01", "西村"), ("2017-03-02", "东村")], SATISFIED, id="one each"),
        pytest.param(BY_NAME, [("2017-03-01", "西村"), ("2017-03-02", None)], UNDETERMINED, id="a blank one could be the second"),
        pytest.param(BY_NAME, [("2017-03-01", None)], SATISFIED, id="one blank one alone is one at most"),
        pytest.param(BY_NAME, [("2017-03-01", None), ("2017-03-02", None)], UNDETERMINED, id="two blank ones could be of one"),
        pytest.param(BY_NAME, [("2017-03-01", "西村"), ("2017-03-02", "西村"), ("2017-03-02", None)], GAP,
                     id="exceeded whoever the blank one is"),
        pytest.param(BY_MONTH, [("2017-03-01", "西村"), ("2017-04-02", None)], SATISFIED, id="a blank one in another month"),
        pytest.param(BY_MONTH, [("2017-03-01", "西村"), ("2017-03-02", None)], UNDETERMINED, id="a blank one in the same month"),
        pytest.param(OF_TWO, [("2017-03-01", None), ("2017-03-02", None)], UNDETERMINED, id="two blank ones could be of a member"),
        pytest.param(OF_TWO, [("2017-03-01", None)], SATISFIED, id="one could not"),
    ],
)  # fmt: skip
def test_a_blank_name_makes_at_most_undetermined_where_it_could_matter(
    rule: str, seen: list[Any], outcome: Outcome
) -> None:
    assert outcome_of(rule, visits(*seen), "2017-12-31") is outcome


def test_two_records_without_a_name_say_so() -> None:
    seen = judge_rule(BY_NAME, visits(("2017-03-01", None), ("2017-03-02", None)), "2017-12-31")
    assert said(seen) == "有 2 条记录没写“慰问对象”，看不出是哪一项的（每项 ≤1 条）"


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        pytest.param([("2017-03-01", "西村"), ("2017-03-02", "西村")], SATISFIED, id="two of one"),
        pytest.param([("2017-03-01", "西村"), ("2017-03-02", "西村"), ("2017-03-02", None)], UNDETERMINED,
                     id="a blank one could be the only one of another"),
        pytest.param([("2017-03-01", "西村"), ("2017-03-02", None)], GAP, id="short as far as is known"),
        pytest.param([("2017-03-01", None)], UNDETERMINED, id="nobody is named"),
    ],
)  # fmt: skip
def test_a_blank_name_among_the_values_that_the_records_have(seen: list[Any], outcome: Outcome) -> None:
    rule = "{select: {类型: 慰问}, expect: {count: {at_least: 2, per: {field: 慰问对象}}}, on_empty: not-applicable}"
    assert outcome_of(rule, visits(*seen), "2017-12-31") is outcome


# --- so much for every member

HOURS = "{select: {类型: 讲堂}, expect: {total: {measure: {sum: 人时}, %s, per: %s}}, on_empty: gap}"
EACH_24 = HOURS % ("at_least: 24", "{field: 负责人, members: [甲, 乙]}")


def talks(*given: tuple[str, Any, Any]) -> list[Any]:
    """Make lectures: the day, by whom, how many hours."""
    return [
        a_record("讲堂", when, **{k: v for k, v in (("负责人", who), ("人时", hours)) if v is not None})
        for when, who, hours in given
    ]


@pytest.mark.parametrize(
    ("given", "as_of", "outcome", "missing"),
    [
        pytest.param([("2017-03-01", "甲", "24"), ("2017-12-31", "乙", "24")], "2017-12-31", SATISFIED, (), id="just enough"),
        pytest.param([("2017-03-01", "甲", "24"), ("2017-12-31", "乙", "23.5")], "2017-12-30", PENDING, ("乙",), id="a day left"),
        pytest.param([("2017-03-01", "甲", "24"), ("2017-12-31", "乙", "23.5")], "2017-12-31", GAP, ("乙",), id="half an hour short"),
        pytest.param([("2017-03-01", "甲", None), ("2017-03-02", "乙", "24")], "2017-12-31", GAP, ("甲",), id="hours left blank"),
        pytest.param([("2017-03-01", "甲", "24"), ("2017-03-02", None, "24")], "2017-12-31", GAP, ("乙",), id="nobody named"),
        pytest.param([], "2017-12-31", GAP, ("甲", "乙"), id="no record"),
    ],
)  # fmt: skip
def test_so_much_for_every_member(
    given: list[Any], as_of: str, outcome: Outcome, missing: tuple[str, ...]
) -> None:
    seen = judge_rule(EACH_24, talks(*given), as_of)
    assert (seen.outcome, seen.missing) == (outcome, missing)


def test_who_is_short_is_named_with_what_there_is() -> None:
    seen = judge_rule(EACH_24, talks(("2017-03-01", "甲", "12"), ("2017-03-02", "甲", "8.5")), "2017-12-31")
    assert said(seen) == "下列各项不合要求（每项 ≥24）：甲（20.5）、乙（0）"


def test_hours_count_in_full_for_every_member_that_a_record_names() -> None:
    rule = "{select: {类型: 慰问}, expect: {total: {measure: {sum: 参加人数}, at_least: 5, per: {field: 慰问对象, members: [甲, 乙]}}}}"
    together = a_record("慰问", "2017-03-01", 慰问对象=["甲", "乙"], 参加人数="5")
    assert outcome_of(rule, [together], "2017-12-31") is SATISFIED


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        pytest.param([("2017-06-30", "甲", "9"), ("2017-07-01", "甲", "9")], SATISFIED, id="in both halves"),
        pytest.param([("2017-06-29", "甲", "9"), ("2017-06-30", "甲", "9")], GAP, id="all in one half"),
    ],
)  # fmt: skip
def test_so_much_for_every_member_in_every_period(given: list[Any], outcome: Outcome) -> None:
    rule = HOURS % ("at_least: 9", "[半年, {field: 负责人, members: [甲]}]")
    seen = judge_rule(rule, talks(*given), "2017-12-31")
    assert (seen.outcome, seen.missing) == (outcome, () if outcome is SATISFIED else ("2017年下半年：甲",))


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        pytest.param([("2017-03-01", "甲", "10")], SATISFIED, id="as much as is allowed"),
        pytest.param([("2017-03-01", "甲", "10"), ("2017-03-02", None, "1")], UNDETERMINED, id="a blank one could be too much"),
        pytest.param([("2017-03-01", "甲", "9"), ("2017-03-02", None, "1")], SATISFIED, id="a blank one could not"),
        pytest.param([("2017-03-01", "甲", "9"), ("2017-03-02", "甲", None)], UNDETERMINED, id="nobody knows how much"),
        pytest.param([("2017-03-01", "甲", "10.5")], GAP, id="too much"),
    ],
)  # fmt: skip
def test_at_most_so_much_for_every_member(given: list[Any], outcome: Outcome) -> None:
    rule = HOURS % ("at_most: 10", "{field: 负责人, members: [甲, 乙]}")
    assert outcome_of(rule, talks(*given), "2017-12-31") is outcome


@pytest.mark.parametrize(
    ("limit", "hours", "outcome"),
    [
        pytest.param("at_least: 4", "3", UNDETERMINED, id="somebody else may have too little"),
        pytest.param("at_least: 4", "4", SATISFIED, id="enough whosever it is"),
        pytest.param("at_most: 10", "2", SATISFIED, id="not too much whosever it is"),
        pytest.param("at_most: 10", "3", UNDETERMINED, id="too much if it is the same one's"),
    ],
)
def test_hours_of_nobody_among_the_values_that_the_records_have(
    limit: str, hours: str, outcome: Outcome
) -> None:
    rule = HOURS % (limit, "{field: 负责人}")
    assert (
        outcome_of(rule, talks(("2017-03-01", "甲", "8"), ("2017-03-02", None, hours)), "2017-12-31")
        is outcome
    )


# --- names


@pytest.mark.parametrize(
    ("days", "name"),
    [
        ("2017-03-01/2017-03-31", "2017年3月"), ("2017-03-02/2017-03-31", "2017-03-02至2017-03-31"),
        ("2016-02-01/2016-02-29", "2016年2月"), ("2016-02-01/2016-02-28", "2016-02-01至2016-02-28"),
        ("2017-01-01/2017-03-31", "2017年第一季度"), ("2017-10-01/2017-12-31", "2017年第四季度"),
        ("2017-02-01/2017-04-30", "2017-02-01至2017-04-30"), ("2017-01-01/2017-06-30", "2017年上半年"),
        ("2017-07-01/2017-12-31", "2017年下半年"), ("2017-04-01/2017-09-30", "2017-04-01至2017-09-30"),
        ("2017-01-01/2017-12-31", "2017年"), ("2017-01-01/2017-02-28", "2017-01-01至2017-02-28"),
        ("2017-03-06/2017-03-12", "2017-03-06至2017-03-12"), ("2017-03-06/2017-03-06", "2017-03-06"),
    ],
)  # fmt: skip
def test_what_a_period_is_called(days: str, name: str) -> None:
    first, last = days.split("/")
    assert name_of(Interval(day(first), day(last))) == name
    assert f"{first}至{last}" in spellings(name)
    assert f"{first}至{last}：西村" in spellings(f"{name}：西村、东村")


# --- runs of days that overlap


RUN = "{select: {类型: 讲堂}, expect: {count: {%s, per: {days: 7, sliding: 是}}}}"


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        pytest.param(["2017-03-01", "2017-03-08"], SATISFIED, id="seven days apart"),
        pytest.param(["2017-03-01", "2017-03-07"], GAP, id="six days apart"),
        pytest.param(["2017-03-05", "2017-03-06"], GAP, id="in two weeks, and in one run of seven days"),
    ],
)
def test_not_more_than_once_in_seven_days_running(days: list[str], outcome: Outcome) -> None:
    assert outcome_of(RUN % "at_most: 1", lectures(*days), "2017-12-31") is outcome


def test_of_runs_that_overlap_only_the_first_is_named() -> None:
    seen = judge_rule(
        RUN % "at_most: 1", lectures("2017-03-05", "2017-03-06", "2017-06-01", "2017-06-01"), "2017-12-31"
    )
    assert seen.missing == ("2017-02-28至2017-03-06", "2017-05-26至2017-06-01")
    assert (
        said(seen)
        == "下列时段不合要求（每段 ≤1 条）：2017-02-28至2017-03-06（2 条）、2017-05-26至2017-06-01（2 条）"
    )


def test_a_long_silence_is_named_run_by_run() -> None:
    held = ["2017-01-01", "2017-01-05", *(f"2017-01-{at:02}" for at in range(21, 32))]
    rule = "{select: {类型: 讲堂}, window: {from: 2017-01-01, to: 2017-01-31}, %s"
    seen = judge_rule(rule % (RUN % "at_least: 1").partition(", ")[2], lectures(*held), "2017-01-31")
    assert seen.missing == ("2017-01-06至2017-01-12", "2017-01-13至2017-01-19")


# --- laws

NAMES = ("西村", "东村", "南村")
DAYS = st.dates(date(2017, 2, 20), date(2017, 5, 10))
VISITS = st.lists(st.tuples(DAYS, st.lists(st.sampled_from(NAMES), max_size=3)), max_size=14)
LAW = settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


@LAW
@given(VISITS, DAYS, st.sampled_from(["at_least: 1", "at_least: 2", "at_most: 1", "exactly: 1"]),
       st.sampled_from(["月", "周", "旬", "{months: 2, sliding: 是}", "{months: 1, to_day: 10}",
                        "{days: 9, sliding: 是}", "{weeks: 2, sliding: 是}"]))  # fmt: skip
def test_each_member_in_every_period_is_a_rule_for_each_member(
    seen: list[tuple[date, list[str]]], as_of: date, limit: str, period: str
) -> None:
    records = visits(*((when.isoformat(), whom) for when, whom in seen if whom))
    window = "window: {from: 2017-03-01, to: 2017-04-30}"
    both = f"{{select: {{类型: 慰问}}, {window}, expect: {{count: {{{limit}, per: [{period}, {{field: 慰问对象, members: [{'、'.join(NAMES).replace('、', ', ')}]}}]}}}}}}"
    alone = [
        outcome_of(
            f"{{select: {{类型: 慰问, 慰问对象: {name}}}, {window}, expect: {{count: {{{limit}, per: {period}}}}}}}",
            records,
            as_of.isoformat(),
        )
        for name in NAMES
    ]
    assert outcome_of(both, records, as_of.isoformat()) is combine_all(alone)


@LAW
@given(DAYS, st.integers(0, 90), st.sampled_from(["月", "季度", "自然季度", "旬", "日", "{months: 2}"]))
def test_periods_of_the_calendar_leave_no_day_of_a_window_out(first: date, days: int, text: str) -> None:
    window = Interval(first, first + timedelta(days=days))
    parts = Every.read(read_yaml(f"per: {text}")["per"]).parts(Resolved((window,)), grounds("2017-12-31"))
    assert sum(each.own.days for each in parts) == window.days
    assert [each.own.first for each in parts] == sorted({each.own.first for each in parts})


@LAW
@given(st.lists(st.tuples(DAYS, st.integers(0, 40)), max_size=8), DAYS)
def test_what_is_found_by_halving_is_what_trying_each_finds(
    spans: list[tuple[date, int]], when: date
) -> None:
    periods = sorted(Interval(first, first + timedelta(days=days)) for first, days in spans)
    assert list(Finder(periods).at(when)) == [at for at, each in enumerate(periods) if each.contains(when)]


# --- where else periods are looked at


def test_the_days_beyond_the_window_are_days_of_the_rule_for_every_other_reader() -> None:
    for text, last in (
        (TERMLY % "", "2018-01-26"),
        (per("{months: 1, to_day: 5, next: 是}"), "2018-01-05"),
        (per("月"), "2017-12-31"),
    ):
        rule = a_rule(text)
        [scope] = scopes(rule, a_case([rule]).grounds(day("2018-06-30")))
        assert scope.window.last.isoformat() == last


def test_records_that_count_once_are_shared_out_by_member_and_period() -> None:
    expect = "expect: {count: {at_least: 1, per: [月, {field: 慰问对象, members: [西村, 东村]}]}}"
    first = a_rule(f"{{claim: 组, obligation: 强制, select: {{类型: 慰问}}, {SPRING}{expect}}}")
    other = a_rule("{id: '1.2', claim: 组, select: {类型: 慰问}, expect: {count: {at_least: 1}}}")
    case = a_case([first, other], visits(*ALL, ("2017-05-01", "西村")))
    found = {each.id: observe_rule(each, case, case.grounds(day("2017-12-31"))) for each in (first, other)}
    assert {name: seen.outcome for name, seen in found.items()} == {"1.1": SATISFIED, "1.2": SATISFIED}
    case = a_case([first, other], visits(("2017-03-01", ["西村", "东村"]), *ALL[2:], ("2017-05-01", "西村")))
    short = observe_rule(first, case, case.grounds(day("2017-12-31")))
    assert (short.outcome, short.missing) == (GAP, ("2017年3月：东村",))


def test_a_rule_by_terms_says_that_they_are_its_window() -> None:
    rule = a_rule(TERMLY % "")
    explanation = explained(a_pack(rule), rule, None)
    assert explanation.window is not None
    assert say(explanation.window) == "“学期”之内：2017-02-13 至 2017-07-07、2017-09-01 至 2018-01-26"


# --- what is said of many


@pytest.mark.parametrize(
    ("rule", "days", "says"),
    [
        pytest.param(per("月"), ["2017-01-01", "2017-02-01"], "（每段 ≥1 条）：2017年3月至12月", id="ten in a row"),
        pytest.param(
            per("月"), [f"2017-{month:02}-01" for month in (1, 4, 5, 6, 10, 11, 12)],
            "（每段 ≥1 条）：2017年2月、2017年3月、2017年7月至9月", id="two are named one by one",
        ),
        pytest.param(
            per("月", "2017-11-01", "2018-02-28"), [], "（每段 ≥1 条）：2017年11月至2018年2月", id="over the year's end"
        ),
        pytest.param(
            per("日", "2017-03-01", "2017-03-04"), ["2017-03-01"], "（每段 ≥1 条）：2017-03-02至2017-03-04", id="days"
        ),
        pytest.param(
            per("周", "2017-03-06", "2017-03-26"), [],
            "（每段 ≥1 条）：2017-03-06至2017-03-12、2017-03-13至2017-03-19、2017-03-20至2017-03-26",
            id="weeks have two ends already",
        ),
        pytest.param(
            per("{months: 1, to_day: 10}", "2017-03-01", "2017-03-31"), [],
            "（每段 ≥1 条；2017年3月只看 2017-03-01至2017-03-10）：2017年3月", id="the days that count",
        ),
    ],
)  # fmt: skip
def test_periods_in_a_row_are_said_as_one(rule: str, days: list[str], says: str) -> None:
    seen = judge_rule(rule, lectures(*days), "2018-02-28")
    assert said(seen) == f"下列时段台账中未见足够记录{says}"
    assert all("至" not in name for name in seen.missing) or "周" in rule  # each is still named by itself
