"""``count`` with ``apart``: so many that lie far enough from each other; one more in between does no harm."""

# ruff: noqa: E501 - one case a line reads as a table

from typing import Any

import pytest

from civcheck.language.saying import Glossary
from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_pack, a_record, a_rule, judge_rule, lectures, outcome_of, said

SATISFIED, GAP, PENDING, UNDETERMINED = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING, Outcome.UNDETERMINED
END = "2017-12-31"
TWICE = "{select: {类型: 讲堂}, expect: {count: {at_least: 2, apart: {at_least: 1, unit: 月}}}}"
THRICE = TWICE.replace("at_least: 2", "at_least: 3")


@pytest.mark.parametrize(
    ("rule", "days", "outcome"),
    [
        pytest.param(TWICE, ["2017-03-05", "2017-04-05"], SATISFIED, id="a month apart"),
        pytest.param(TWICE, ["2017-03-05", "2017-04-04"], GAP, id="a day less"),
        pytest.param(TWICE, ["2017-03-05", "2017-03-20", "2017-04-05"], SATISFIED, id="one in between does no harm"),
        pytest.param(TWICE, ["2017-03-05", "2017-04-04", "2017-04-06"], SATISFIED, id="the third is far enough"),
        pytest.param(TWICE, ["2017-01-31", "2017-02-28"], SATISFIED, id="the last day of a shorter month"),
        pytest.param(TWICE, ["2017-03-05"], GAP, id="one alone"),
        pytest.param(TWICE, [["2017-03-05", "2017-04-05"]], SATISFIED, id="sessions of one record"),
        pytest.param(TWICE, ["2017-03-05/2017-03-20", "2017-04-19"], GAP, id="from the end of a span"),
        pytest.param(TWICE, ["2017-03-05/2017-03-20", "2017-04-20"], SATISFIED, id="a month after its end"),
        pytest.param(TWICE, ["2017-03-01/2017-06-30", "2017-03-02", "2017-04-02"], SATISFIED, id="a long span beside two"),
        pytest.param(TWICE, ["2017-03-05", "2017-03-05"], GAP, id="two on one day"),
        pytest.param(THRICE, ["2017-03-05", "2017-04-05", "2017-05-04", "2017-05-05"], SATISFIED, id="three"),
        pytest.param(THRICE, ["2017-03-05", "2017-04-05", "2017-05-04"], GAP, id="the third too soon"),
    ],
)  # fmt: skip
def test_as_many_are_counted_as_lie_far_enough_apart(rule: str, days: list[Any], outcome: Outcome) -> None:
    assert outcome_of(rule, lectures(*days), END) is outcome


def test_what_lies_too_close_is_a_near_miss() -> None:
    seen = judge_rule(TWICE, lectures("2017-03-05", "2017-03-20"), END)
    assert said(seen).startswith("“类型”是“讲堂”的记录，台账中有 1 条")
    assert [(each.record.key, say(each.failure.lacks)) for each in seen.near()] == [
        ("记录.yaml#2", "离另一次不足 1 个月，不另算")
    ]


def test_until_the_window_closes_the_next_may_come() -> None:
    assert outcome_of(TWICE, lectures("2017-03-05", "2017-03-20"), "2017-12-30") is PENDING


@pytest.mark.parametrize(
    ("second", "outcome"), [("2017-04-05", SATISFIED), ("2017-04-04", GAP)], ids=["a month", "a day less"]
)
def test_each_value_is_looked_at_by_itself(second: str, outcome: Outcome) -> None:
    rule = TWICE.replace("讲堂", "慰问").replace(
        "unit: 月}", "unit: 月}, per: {field: 慰问对象, members: [甲, 乙]}"
    )
    visits = [
        ("2017-01-01", "甲"),
        ("2017-02-01", "甲"),
        ("2017-03-05", "乙"),
        (second, "乙"),
        ("2017-03-20", "甲"),
    ]
    seen = judge_rule(rule, [a_record("慰问", day, 慰问对象=[who]) for day, who in visits], END)
    assert (seen.outcome, seen.missing) == (outcome, () if outcome is SATISFIED else ("乙",))


def test_it_is_said() -> None:
    (count,) = a_rule(TWICE).expect
    assert say(count.words(Glossary.of(a_pack()))) == (
        "至少 2 条记录，前一次的最后一天到后一次的第一天相隔不少于 1 个月（隔得不够的不另算）"
    )
