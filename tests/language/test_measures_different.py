"""``count`` with ``distinct`` as a measure: different names, and not records."""

# ruff: noqa: E501 - one form a line reads as a table

from typing import Any

import pytest

from civcheck.model.outcome import Outcome

from ..builders import a_record, outcome_of
from .test_score import END, span, worth

SATISFIED, GAP, UNDETERMINED = Outcome.SATISFIED, Outcome.GAP, Outcome.UNDETERMINED
GOOD, FAIR = "一般", "重大"
PEOPLE = "select: {类型: 检查}, on_empty: gap, expect: {%s}"
THIRD = "ratio: {part: {count: {等级: 一般}, distinct: [负责人]}, whole: {count: all, distinct: [负责人]}, at_most: 1/3}"
NAMES = "total: {measure: {count: {等级: 一般}, distinct: [负责人]}, %s: 2}"
EITHER = "compare: {measure: {count: {等级: 一般}, distinct: [负责人]}, at_most: {count: {等级: 重大}, distinct: [负责人]}}"


def rated(*named: tuple[str | None, str | None]) -> list[Any]:
    """Make one inspection for each name with its grade; None is a blank."""
    fields = [{"负责人": name, "等级": grade} for name, grade in named]
    return [
        a_record("检查", "2017-03-01", **{key: value for key, value in each.items() if value})
        for each in fields
    ]


@pytest.mark.parametrize(
    ("expect", "records", "outcome"),
    [
        pytest.param(THIRD, rated(("甲、乙", GOOD), ("丙", FAIR), ("丁", FAIR)), GAP, id="two of four, in one record"),
        pytest.param(THIRD, rated(("甲", GOOD), ("丙、丁", FAIR)), SATISFIED, id="one of three, in two records"),
        pytest.param(THIRD, rated(("甲", GOOD), ("甲", GOOD), ("丙、丁", FAIR)), SATISFIED, id="one of three, twice"),
        pytest.param(THIRD, rated(("甲", GOOD), ("丙、丁", FAIR), (None, FAIR)), SATISFIED, id="one more of all would do"),
        pytest.param(THIRD, rated(("甲", GOOD), ("丙、丁", FAIR), (None, GOOD)), UNDETERMINED, id="maybe one more"),
        pytest.param(THIRD, rated(("甲", GOOD), ("丙、丁", FAIR), ("丁", None)), UNDETERMINED, id="a grade that is blank"),
        pytest.param(THIRD, rated(("张三 李四", GOOD), ("丙、丁", FAIR)), UNDETERMINED, id="one that looks like two"),
        pytest.param(NAMES % "at_least", rated(("甲、乙", GOOD)), SATISFIED, id="two in one record"),
        pytest.param(NAMES % "at_least", rated(("甲", GOOD), ("甲", GOOD)), GAP, id="one in two records"),
        pytest.param(NAMES % "at_least", rated(("甲", GOOD), (None, GOOD)), GAP, id="a blank shows no other"),
        pytest.param(NAMES % "at_most", rated(("甲、乙", GOOD), ("甲", GOOD)), SATISFIED, id="no more than two"),
        pytest.param(NAMES % "at_most", rated(("甲、乙、丙", GOOD)), GAP, id="three in one record"),
        pytest.param(NAMES % "at_most", rated(("甲、乙", GOOD), (None, GOOD)), UNDETERMINED, id="a blank may be a third"),
        pytest.param(NAMES % "at_most", rated(("甲", GOOD), (None, GOOD)), SATISFIED, id="a blank is a second at the most"),
        pytest.param(EITHER, rated(("甲、乙", GOOD), ("丙", FAIR)), GAP, id="more than the others"),
        pytest.param(EITHER, rated(("甲、乙", GOOD), ("丙、丁", FAIR)), SATISFIED, id="as many as the others"),
    ],
)  # fmt: skip
def test_different_names_are_counted_and_not_records(
    expect: str, records: list[Any], outcome: Outcome
) -> None:
    assert outcome_of(f"{{{PEOPLE % expect}}}", records, END) is outcome


def test_a_share_of_names_that_is_short_may_become_all() -> None:
    share = "{part: {count: {等级: 一般}, distinct: [负责人]}, whole: {count: all, distinct: [负责人]}, at_least: 100%}"
    rule = worth("{in_proportion: 4}", keys=PEOPLE % f"ratio: {share}")
    records = rated(("甲", GOOD), ("乙", FAIR))
    assert span(rule, records=records, as_of="2017-06-30") == (2, 4)
