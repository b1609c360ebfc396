"""``roll`` moves April's last day on to 2 May, a day of May too: what lies there counts once."""

from typing import Any

import pytest

from civcheck.model.outcome import Outcome

from ..builders import a_record, judge_rule, lectures, said

SATISFIED, GAP, PENDING, UNDETERMINED = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING, Outcome.UNDETERMINED

RULE = (
    "{select: {类型: 讲堂}, window: {from: 2017-04-01, to: 2017-%s}, "
    "expect: {count: {%s, per: {months: 1, to_day: 31, roll: 是}}}}"
)


def held(limits: str, *days: str, last: str = "05-31", as_of: str = "2017-06-30") -> Any:
    """Judge so many lectures in each of April and May (or until a later month)."""
    return judge_rule(RULE % (last, limits), lectures(*(f"2017-{each}" for each in days)), as_of)


@pytest.mark.parametrize(
    ("limits", "days", "outcome"),
    [
        pytest.param("at_least: 1", ["05-02"], GAP, id="one for two months"),
        pytest.param("at_least: 1", ["05-01", "05-02"], SATISFIED, id="one for each"),
        pytest.param("at_least: 1", ["04-10", "05-02"], SATISFIED, id="April has its own"),
        pytest.param("at_least: 1", ["05-02", "05-20"], SATISFIED, id="May has its own"),
        pytest.param("at_least: 1", ["05-03", "05-20"], GAP, id="after the day to which it was moved"),
        pytest.param("at_least: 2", ["04-10", "05-02", "05-20"], GAP, id="one too few for both"),
        pytest.param("at_least: 2", ["04-10", "05-01", "05-02", "05-20"], SATISFIED, id="one goes to each"),
        pytest.param("at_least: 2", ["05-02", "05-20"], GAP, id="April would stay short, so it is May's"),
        pytest.param("exactly: 1", ["05-02", "05-20"], SATISFIED, id="not two in May"),
        pytest.param("exactly: 1", ["04-10", "05-02"], SATISFIED, id="not two in April"),
        pytest.param("exactly: 1", ["04-10", "05-02", "05-20"], GAP, id="one too many for either"),
        pytest.param("at_most: 1", ["05-01", "05-02"], UNDETERMINED, id="both of May, or one of each month"),
        pytest.param("at_most: 1", ["04-10", "05-01", "05-02"], GAP, id="too many for either way"),
        pytest.param("at_most: 1", ["04-10", "05-02"], SATISFIED, id="as its own days say"),
        pytest.param("at_least: 1, at_most: 2", ["04-10", "05-02", "05-20", "05-21"], UNDETERMINED,
                     id="April may have two, and need not"),
    ],
)  # fmt: skip
def test_a_record_of_both_months_counts_for_one(limits: str, days: list[str], outcome: Outcome) -> None:
    assert held(limits, *days).outcome is outcome


def test_which_month_of_two_is_short_is_said_with_the_record_that_the_other_took() -> None:
    seen = held("at_least: 1", "05-02")
    assert "2017年5月" in said(seen)
    assert "2017年4月" not in said(seen)
    assert [(each.record.key, each.failure.lacks.id) for each in seen.near()] == [
        ("记录.yaml#1", "lacks.rolled-earlier")
    ]
    assert "note.rolled-earlier" in [each.id for each in seen.notes]


def test_the_records_that_may_be_of_either_month_are_named() -> None:
    seen = held("at_most: 1", "05-02", "05-20")
    assert [(each.record.key, each.failure.lacks.id) for each in seen.near()] == [
        ("记录.yaml#1", "lacks.rolled-either")
    ]


def test_sessions_go_to_one_month_each() -> None:
    both = [a_record("讲堂", ["2017-05-01", "2017-05-02"])]
    assert judge_rule(RULE % ("05-31", "at_least: 1"), both, "2017-06-30").outcome is SATISFIED


@pytest.mark.parametrize(
    ("expect", "hours", "outcome"),
    [
        ("total: {measure: {sum: 参加人数}, at_least: 2", {"05-02": 2}, GAP),
        ("total: {measure: {sum: 参加人数}, at_least: 2", {"05-02": 2, "05-20": 2}, SATISFIED),
        ("total: {measure: {sum: 参加人数}, at_least: 2", {"04-10": 2, "05-02": 2}, SATISFIED),
        ("total: {measure: {sum: 参加人数}, at_most: 3", {"05-02": 2, "05-20": 2}, UNDETERMINED),
        ("total: {measure: {sum: 参加人数}, at_most: 3", {"04-20": 2, "05-02": 2, "05-20": 2}, GAP),
        (
            "ratio: {part: {sum: 参加人数}, whole: {count: all}, at_least: 2",
            {"04-10": 2, "05-10": 2},
            SATISFIED,
        ),
        (
            "ratio: {part: {sum: 参加人数}, whole: {count: all}, at_least: 2",
            {"05-02": 2, "05-10": 2},
            UNDETERMINED,
        ),
    ],
)
def test_what_is_measured_counts_for_one_month(expect: str, hours: dict[str, int], outcome: Outcome) -> None:
    rule = RULE.replace("count: {%s", "%s") % ("05-31", expect)
    rule = rule.replace("expect:", "on_empty: gap, expect:")
    records = [a_record("讲堂", f"2017-{each}", 参加人数=str(many)) for each, many in hours.items()]
    assert judge_rule(rule, records, "2017-06-30").outcome is outcome
