"""日期 as a value among others: every day that is written is seen, of sessions and of spans, not the first alone."""

# ruff: noqa: E501 - one case a line reads as a table

from typing import Any

import pytest

from civcheck.model.outcome import Outcome

from ..builders import a_record, judge_rule, outcome_of

SATISFIED, GAP, PENDING, UNDETERMINED = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING, Outcome.UNDETERMINED
END = "2017-12-31"


def each(where: str) -> str:
    return f"{{select: {{类型: 讲堂}}, on_empty: not-applicable, expect: {{each: {{where: {where}}}}}}}"


@pytest.mark.parametrize("days", [["2017-05-01", "2017-05-05"], "2017-05-01/2017-05-09"])
@pytest.mark.parametrize(
    ("where", "day", "outcome"),
    [
        pytest.param("{讲稿日: {has_none: {field: 日期}}}", "2017-05-05", GAP, id="the second one is ruled out"),
        pytest.param("{讲稿日: {has_none: {field: 日期}}}", "2017-05-10", SATISFIED, id="no day of it"),
        pytest.param("{讲稿日: {in: {field: 日期}}}", "2017-05-05", SATISFIED, id="among its days"),
        pytest.param("{讲稿日: {in: {field: 日期}}}", "2017-05-10", GAP, id="not among them"),
        pytest.param("{日期: {has_none: {field: 讲稿日}}}", "2017-05-05", GAP, id="the other way round"),
        pytest.param("{日期: {is: {field: 讲稿日}}}", "2017-05-05", SATISFIED, id="one of its days is that"),
        pytest.param("{讲稿日: {after: {field: 日期}}}", "2017-05-02", SATISFIED, id="earlier and later go by the first"),
    ],
)  # fmt: skip
def test_a_condition_sees_every_day(days: Any, where: str, day: str, outcome: Outcome) -> None:
    assert outcome_of(each(where), [a_record("讲堂", days, 讲稿日=day)], END) is outcome


@pytest.mark.parametrize(("day", "outcome"), [("2017-05-05", GAP), ("2017-05-06", SATISFIED)])
def test_so_does_a_condition_on_a_written_day(day: str, outcome: Outcome) -> None:
    held = [a_record("讲堂", ["2017-05-01", "2017-05-05"])]
    assert outcome_of(each(f"{{日期: {{has_none: [{day}]}}}}"), held, END) is outcome


def test_a_session_that_has_not_come_is_no_value_yet() -> None:
    rule = each("{讲稿日: {has_none: {field: 日期}}}").replace("讲稿日", "整改期限").replace("讲堂", "检查")
    held = [a_record("检查", ["2017-05-01", "2017-05-05"], 整改期限="2017-05-05")]
    assert outcome_of(rule, held, "2017-05-04") is SATISFIED
    assert outcome_of(rule, held, "2017-05-05") is GAP


def test_of_a_selected_record_every_day_is_compared() -> None:
    rule = "{select: {类型: 讲堂}, on_empty: gap, expect: {link: {to: {类型: 检查}, by: [地点], where: {完成日: {is: {field: 日期}}}}}}"
    held = a_record("讲堂", ["2017-05-01", "2017-05-05"], 地点="礼堂")
    assert (
        outcome_of(rule, [held, a_record("检查", "2017-06-01", 地点="礼堂", 完成日="2017-05-05")], END)
        is SATISFIED
    )
    assert (
        outcome_of(rule, [held, a_record("检查", "2017-06-01", 地点="礼堂", 完成日="2017-05-04")], END) is GAP
    )


# --- members

NAMED = "{select: {类型: 检查}, on_empty: gap, expect: {cover: {field: 完成日, members: {field: 日期, of: {类型: 讲堂}}}}}"


def test_every_session_is_a_member() -> None:
    held = a_record("讲堂", ["2017-05-01", "2017-05-05"])
    done = [a_record("检查", "2017-06-01", 完成日=day) for day in ("2017-05-01", "2017-05-05")]
    seen = judge_rule(NAMED, [held, done[0]], END)
    assert (seen.outcome, seen.missing) == (GAP, ("2017-05-05",))
    assert outcome_of(NAMED, [held, *done], END) is SATISFIED


def test_a_session_that_has_not_come_is_no_member_yet() -> None:
    held = a_record("讲堂", ["2017-05-01", "2017-07-05"])
    done = a_record("检查", "2017-06-01", 完成日="2017-05-01")
    assert outcome_of(NAMED, [held, done], "2017-07-04") is SATISFIED
    assert outcome_of(NAMED, [held, done], "2017-07-05") is PENDING


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        pytest.param([["2017-05-01", "2017-05-03"], "2017-05-02"], SATISFIED, id="sessions"),
        pytest.param(["2017-04-28/2017-05-03"], SATISFIED, id="a span"),
        pytest.param([["2017-05-01", "2017-05-03"]], GAP, id="a day between"),
    ],
)
def test_a_record_shows_each_of_its_days(days: list[Any], outcome: Outcome) -> None:
    members = "[2017-05-01, 2017-05-02, 2017-05-03]"
    rule = f"{{select: {{类型: 讲堂}}, expect: {{cover: {{field: 日期, members: {members}}}}}}}"
    assert outcome_of(rule, [a_record("讲堂", each) for each in days], END) is outcome
