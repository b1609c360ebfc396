"""``count`` with ``at_once``: not more than so many at the same time."""

# ruff: noqa: E501 - one case a line reads as a table

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_record, a_rule, a_unit, judge_rule, outcome_of, said

SATISFIED, GAP, UNDETERMINED = Outcome.SATISFIED, Outcome.GAP, Outcome.UNDETERMINED


def rule(more: str = "", limit: str = "at_most: 1", select: str = "{类型: 讲堂}") -> str:
    return f"{{select: {select}, expect: {{count: {{{limit}, at_once: 是{more}}}}}}}"


def project(days: Any, who: Any = "张三", **fields: Any) -> Any:
    return a_record("讲堂", days, 负责人=who, **fields)


@pytest.mark.parametrize(
    ("records", "as_of", "outcome"),
    [
        pytest.param([], "2017-12-31", SATISFIED, id="none"),
        pytest.param(["2017-03-01/2017-05-31", "2017-06-01/2017-08-31"], "2017-12-31", SATISFIED, id="one after the other"),
        pytest.param(["2017-03-01/2017-06-01", "2017-06-01/2017-08-31"], "2017-12-31", GAP, id="both on one day"),
        pytest.param(["2017-03-01/2017-06-01", "2017-06-01/2017-08-31"], "2017-05-31", SATISFIED, id="the day before"),
        pytest.param(["2017-03-01/2017-06-01", "2017-06-01/2017-08-31"], "2017-06-01", GAP, id="from that day on"),
        pytest.param(["2016-03-01/2017-01-01", "2016-05-01/2016-12-31"], "2017-12-31", SATISFIED, id="before the window"),
        pytest.param(["2016-03-01/2017-01-01", "2017-01-01"], "2017-12-31", GAP, id="on the window's first day"),
        pytest.param(["2017-03-01/2018-06-01", "2017-12-31/2018-06-01"], "2017-12-31", GAP, id="on its last day"),
        pytest.param([["2017-03-01", "2017-05-01"], "2017-03-02/2017-04-30"], "2017-12-31", SATISFIED, id="between two sessions"),
        pytest.param([["2017-03-01", "2017-05-01"], "2017-03-02/2017-05-01"], "2017-12-31", GAP, id="on a session"),
        pytest.param(["2017-03-01", "2017-03-01"], "2017-03-01", GAP, id="two of one day"),
    ],
)  # fmt: skip
def test_so_many_on_one_day(records: list[Any], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(rule(), [project(days) for days in records], as_of) is outcome


def test_what_is_there_at_once_is_named() -> None:
    days = ["2017-03-01/2017-06-01", "2017-06-01/2017-08-31", "2017-09-01"]
    seen = judge_rule(rule(), [project(each) for each in days], "2017-12-31")
    assert said(seen) == "“类型”是“讲堂”的记录，同一天最多有 2 条，如 2017-06-01（要求 ≤1）"
    assert [str(short.record.days.first) for short in seen.shorts] == ["2017-03-01", "2017-06-01"]
    assert say(seen.shorts[0].lacks[0]) == "2017-06-01 同时有 2 条（要求 ≤1）"
    assert (seen.tallied.lacking, seen.final) == (1, True)


BY = ", per: {field: 负责人}"


@pytest.mark.parametrize(
    ("records", "unread", "outcome"),
    [
        pytest.param([project("2017-03-01"), project("2017-03-01", "李四")], [], SATISFIED, id="two people"),
        pytest.param([project("2017-03-01"), project("2017-03-01")], [], GAP, id="one person"),
        pytest.param(
            [project("2017-03-01"), project("2017-03-01", ["李四", "张三"])], [], GAP, id="one of two"
        ),
        pytest.param([project("2017-03-01"), project("2017-03-01", None)], [], UNDETERMINED, id="nobody's"),
        pytest.param(
            [project("2017-03-01"), project("2017-03-02", None)], [], SATISFIED, id="nobody's, another day"
        ),
        pytest.param(
            [project("2017-03-01", None), project("2017-03-01", None)], [], UNDETERMINED, id="both nobody's"
        ),
        pytest.param([project("2017-03-01")], ["讲堂"], UNDETERMINED, id="one is unread"),
        pytest.param(
            [project("2017-03-01"), project("2017-03-01")], ["讲堂"], GAP, id="enough, whatever is unread"
        ),
    ],
)
def test_so_many_of_each_value(records: list[Any], unread: list[str], outcome: Outcome) -> None:
    assert outcome_of(rule(BY), records, "2017-12-31", unread=unread) is outcome


def test_who_has_too_many_is_named_with_the_day() -> None:
    seen = judge_rule(
        rule(BY), [project("2017-03-01"), project("2017-03-01"), project("2017-03-01", "李四")], "2017-12-31"
    )
    assert said(seen) == "下列各项不合要求（每项 同一天 ≤1）：张三（2，2017-03-01）"
    assert seen.missing == ("张三",)


def test_a_set_that_is_declared_empty_concerns_nobody() -> None:
    of_all = ", per: {field: 负责人, members: {fact: 在册典型}}"
    unit = a_unit(其他事实={"在册典型": []})
    assert outcome_of(rule(of_all), [project("2017-03-01")], "2017-12-31", unit) is Outcome.NOT_APPLICABLE


def test_a_blank_that_leaves_it_open_whether_a_record_is_selected() -> None:
    only = rule(select="{类型: 讲堂, 形式: 外请报告}")
    sure, open_ = project("2017-03-01/2017-03-05", 形式="外请报告"), project("2017-03-05")
    assert outcome_of(only, [sure, open_], "2017-12-31") is UNDETERMINED
    assert outcome_of(only, [sure, project("2017-03-06")], "2017-12-31") is SATISFIED


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), max_size=8), st.integers(1, 4))
def test_it_is_what_counting_day_by_day_finds(spans: list[tuple[int, int]], most: int) -> None:
    first = date(2017, 3, 1)
    days = [(first + timedelta(at), first + timedelta(at + long)) for at, long in spans]
    records = [project(f"{one}/{other}" if one != other else str(one)) for one, other in days]
    there = max(
        (sum(one <= first + timedelta(at) <= other for one, other in days) for at in range(61)), default=0
    )
    expected = GAP if there > most else SATISFIED
    assert outcome_of(rule(limit=f"at_most: {most}"), records, "2017-12-31") is expected


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("at_least: 1", "at_least"),
        ("at_least: 1, at_most: 2", "at_least"),
        ("exactly: 1", "exactly"),
        ("at_most: 1, distinct: [标题]", "distinct"),
        ("at_most: 1, per: 月", "per"),
        ("at_most: 1, per: [月, {field: 负责人}]", "per"),
    ],
)
def test_only_an_upper_limit_goes_with_it(written: str, key: str) -> None:
    with pytest.raises(ValidationError, match="at-once-with") as told:
        a_rule(f"{{select: {{类型: 讲堂}}, expect: {{count: {{{written}, at_once: 是}}}}}}")
    assert told.value.errors()[0]["ctx"] == {"key": key}
