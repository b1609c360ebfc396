"""``less``: what one measure is less another, never below 0."""

# ruff: noqa: E501 - one form a line reads as a table

from fractions import Fraction
from typing import Any

import pytest

from civcheck.model.outcome import Outcome

from ..builders import a_record, a_unit, judge_rule, outcome_of, said
from .test_score import END, span, worth

SATISFIED, GAP, PENDING, UNDETERMINED = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING, Outcome.UNDETERMINED
BLANK = None
KEYS = "select: {类型: 讲堂}, on_empty: gap, expect: {%s}"


def sat(came: str | None, asked: str | None, excused: str | None) -> dict[str, Any]:
    """Make an examination: so many came, were asked, and excused."""
    fields = {"参加人数": came, "人时": asked, "面积": excused}
    return a_record(
        "讲堂", "2017-03-01", **{key: value for key, value in fields.items() if value is not None}
    )


DUE = "{sum: 人时, less: {sum: 面积}}"
SHARE = f"ratio: {{part: {{sum: 参加人数}}, whole: {DUE}, %s}}"
TOTAL = f"total: {{measure: {DUE}, %s}}"


@pytest.mark.parametrize(
    ("expect", "records", "outcome"),
    [
        pytest.param(SHARE % "at_least: 90%", [sat("81", "100", "10")], SATISFIED, id="81 of 90"),
        pytest.param(SHARE % "at_least: 90%", [sat("80", "100", "10")], GAP, id="80 of 90"),
        pytest.param(SHARE % "at_least: 90%", [sat("81", "50", "10"), sat("0", "50", "0")], SATISFIED, id="in two records"),
        pytest.param(SHARE % "at_least: 90%", [sat("81", "100", "近10")], GAP, id="of more than 90"),
        pytest.param(SHARE % "at_least: 90%", [sat("81", "100", "10余")], SATISFIED, id="of less than 90"),
        pytest.param(SHARE % "at_most: 90%", [sat("81", "100", "10余")], GAP, id="more than 90%"),
        pytest.param(SHARE % "at_least: 90%", [sat("81", "100余", "10余")], SATISFIED, id="nobody knows of how many, so 90"),
        pytest.param(SHARE % "at_least: 90%", [sat("90", "100", BLANK)], SATISFIED, id="of 100, or fewer"),
        pytest.param(SHARE % "at_most: 90%", [sat("90", "100", BLANK)], UNDETERMINED, id="of 100, or fewer of whom it is too many"),
        pytest.param(SHARE % "at_least: 90%", [sat("90", BLANK, "10")], GAP, id="nobody, as far as is known"),
        pytest.param(SHARE % "at_least: 90%", [sat("9", "10", "12")], GAP, id="nobody is left"),
        pytest.param(SHARE % "at_least: 90%, per: 年", [sat("81", "100", "10")], SATISFIED, id="in a period"),
        pytest.param(TOTAL % "at_least: 90", [sat("0", "100", "10")], SATISFIED, id="90 are left"),
        pytest.param(TOTAL % "at_least: 90", [sat("0", "100", "11")], GAP, id="89 are left"),
        pytest.param(TOTAL % "at_most: 90", [sat("0", "100", "9")], GAP, id="91 are left"),
        pytest.param(TOTAL % "at_least: 90", [sat("0", "100", BLANK)], UNDETERMINED, id="fewer may be left"),
        pytest.param(TOTAL % "at_most: 100", [sat("0", "100", BLANK)], SATISFIED, id="no more are left"),
        pytest.param(TOTAL % "exactly: 0", [sat("0", "10", "12")], SATISFIED, id="never below 0"),
        pytest.param("total: {measure: {fact: 在职人数, less: {sum: 面积}}, at_least: 15}", [sat("0", "0", "5")], SATISFIED, id="from a fact"),
        pytest.param("total: {measure: {count: all, less: {count: {参加人数: {at_most: 0}}}}, at_least: 1}", [sat("0", "0", "0"), sat("1", "0", "0")], SATISFIED, id="from a count"),
        pytest.param("total: {measure: {add: [{sum: 人时}, {sum: 参加人数}], less: {sum: 面积}, times: 2}, exactly: 20}", [sat("5", "10", "5")], SATISFIED, id="from a sum of two, twice"),
        pytest.param("total: {measure: {sum: 人时, less: {add: [{sum: 面积}, {sum: 参加人数}]}}, exactly: 3}", [sat("2", "10", "5")], SATISFIED, id="a sum of two"),
        pytest.param("total: {measure: {sum: 人时, where: {参加人数: 1}, less: {sum: 面积}}, exactly: 5}", [sat("1", "10", "5"), sat("2", "10", "5")], SATISFIED, id="of some records"),
    ],
)  # fmt: skip
def test_one_measure_less_another(expect: str, records: list[Any], outcome: Outcome) -> None:
    assert outcome_of(f"{{{KEYS % expect}}}", records, END, a_unit(在职人数="20")) is outcome


def test_records_to_come_may_move_a_difference_either_way() -> None:
    rule = f"{{{KEYS % (TOTAL % 'at_most: 90')}}}"
    assert outcome_of(rule, [sat("0", "100", "5")], "2017-06-30") is PENDING


def test_a_difference_is_said_as_one() -> None:
    seen = judge_rule(f"{{{KEYS % (SHARE % 'at_least: 90%')}}}", [sat("88", "110", "近10")], END)
    assert said(seen) == "“参加人数”合计占（“人时”合计减去“面积”合计）：88/100余（近88%）（要求 ≥90%）"


@pytest.mark.parametrize(
    ("excused", "points"), [("10", 3), ("9", 2), ("近10", 2), ("10余", 3), ("11", 3), ("12", 4)]
)
def test_points_go_by_what_is_left(excused: str, points: int) -> None:
    rule = worth("{satisfied: 5, lacking: 1, unit: 1%}", keys=KEYS % (SHARE % "at_least: 90%"))
    assert span(rule, records=[sat("88", "110", excused)]) == (Fraction(points), Fraction(points))
