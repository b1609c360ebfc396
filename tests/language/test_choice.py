"""Numbers, days and periods that depend on the unit: by rank, type, headcount or another fact."""

from fractions import Fraction
from typing import Any

import pytest

from civcheck.language.quantity import rounded
from civcheck.language.rule import Rule
from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_rule, a_unit, judge_rule, lectures, outcome_of

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED, NOT_APPLICABLE = Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE

BY_RANK = "{by: 文明单位级别, values: {省级: 3, 市级: 2}}"
BY_TYPE = "{by: 单位类型, values: {司法局: 3, 县区司法局: 2}, otherwise: 1}"
BY_STAFF = "{by: 在职人数, values: {1: 1, 50: 2, 100: 3}}"
BY_FACT = "{by: 有下级单位, values: {是: 3, 否: 1}}"
BY_LIST = "{by: 在册典型, values: {0: 1, 2: 2}}"


def needed(number: str, unit: dict[str, Any]) -> str:
    """Say how many lectures are needed of 0 to 4, or why nobody knows."""
    rule = f"{{select: {{类型: 讲堂}}, expect: {{count: {{at_least: {number}}}}}}}"
    about = a_unit(**unit)
    for count in range(5):
        days = [f"2017-03-{day:02}" for day in range(1, count + 1)]
        outcome = outcome_of(rule, lectures(*days), "2017-12-31", about)
        if outcome is not GAP:
            return str(count) if outcome is SATISFIED else outcome.value
    return "more"


@pytest.mark.parametrize(
    ("number", "unit", "need"),
    [
        pytest.param(BY_RANK, {"文明单位级别": "省级"}, "3", id="the rank itself"),
        pytest.param(BY_RANK, {"文明单位级别": "市级"}, "2", id="a lower rank"),
        pytest.param(BY_RANK, {"文明单位级别": "县级"}, "not-applicable", id="below every step"),
        pytest.param(BY_RANK.replace("}}", "}, otherwise: 1}"), {"文明单位级别": "无"}, "1", id="otherwise"),
        pytest.param(BY_RANK.replace("省级: 3, ", ""), {"文明单位级别": "省级"}, "2", id="the step below"),
        pytest.param(BY_RANK, {}, "undetermined", id="rank not declared"),
        pytest.param(BY_TYPE, {}, "2", id="the type"),
        pytest.param(
            BY_TYPE.replace("县区司法局: 2", "监狱: 2"), {}, "3", id="the type it is a special case of"
        ),
        pytest.param(BY_TYPE, {"单位类型": "监狱"}, "1", id="another type"),
        pytest.param(BY_STAFF, {"在职人数": "49"}, "1", id="below the second step"),
        pytest.param(BY_STAFF, {"在职人数": "50"}, "2", id="at the second step"),
        pytest.param(BY_STAFF, {"在职人数": "1000"}, "3", id="above the last step"),
        pytest.param(BY_STAFF, {}, "undetermined", id="staff not declared"),
        pytest.param(BY_FACT, {"其他事实": {"有下级单位": "是"}}, "3", id="yes"),
        pytest.param(BY_FACT, {"其他事实": {"有下级单位": "否"}}, "1", id="no"),
        pytest.param(BY_LIST, {"其他事实": {"在册典型": "甲"}}, "1", id="a short list"),
        pytest.param(BY_LIST, {"其他事实": {"在册典型": "甲、乙"}}, "2", id="a list of two"),
        pytest.param(
            "{fact: 在职人数, times: 1/50, round: up}", {"在职人数": "51"}, "2", id="one for fifty, begun"
        ),
        pytest.param("{fact: 在职人数, times: 1/50, round: up}", {"在职人数": "50"}, "1", id="one for fifty"),
        pytest.param(
            "{fact: 在职人数, times: 1/50, round: nearest}", {"在职人数": "74"}, "1", id="less than half"
        ),
        pytest.param(
            "{fact: 在职人数, times: 1/50, round: nearest}", {"在职人数": "75"}, "2", id="half of one more"
        ),
        pytest.param(
            "{fact: 在职人数, times: 1/50, round: down}", {"在职人数": "149"}, "2", id="whole fifties"
        ),
    ],
)
def test_a_number_that_depends_on_the_unit(number: str, unit: dict[str, Any], need: str) -> None:
    assert needed(number, unit) == need


def test_an_honour_that_comes_in_the_year_changes_the_number() -> None:
    rule = f"{{select: {{类型: 讲堂}}, expect: {{count: {{at_least: {BY_RANK}}}}}}}"
    unit = a_unit(文明单位级别=[{"级别": "市级"}, {"级别": "省级", "授予日期": "2017-11-01"}])
    three = lectures("2017-03-01", "2017-03-02", "2017-03-03")
    assert outcome_of(rule, three[:2], "2017-10-31", unit) is SATISFIED
    assert outcome_of(rule, three[:2], "2017-11-01", unit) is PENDING
    assert outcome_of(rule, three, "2017-11-01", unit) is SATISFIED


@pytest.mark.parametrize(
    ("rank", "days", "outcome"),
    [
        pytest.param("省级", ["2017-01-05"], GAP, id="monthly, February is missing"),
        pytest.param("市级", ["2017-01-05", "2017-03-05", "2017-05-05"], PENDING, id="every two months"),
        pytest.param("县级", ["2017-01-05", "2017-04-05"], PENDING, id="quarterly"),
        pytest.param("县级", ["2017-01-05"], GAP, id="quarterly, the second is missing"),
    ],
)
def test_a_period_that_depends_on_the_unit(rank: str, days: list[str], outcome: Outcome) -> None:
    rule = (
        "{select: {类型: 讲堂}, expect: {spread: {at_least: 1, "
        "per: {by: 文明单位级别, values: {省级: 月, 市级: {months: 2}, 县级: 季度}}}}}"
    )
    assert outcome_of(rule, lectures(*days), "2017-06-30", a_unit(文明单位级别=rank)) is outcome


def test_a_day_that_depends_on_the_unit() -> None:
    rule = (
        "{select: {类型: 讲堂}, window: {from: 2017-01-01, "
        "to: {by: 单位类型, values: {监狱: 2017-06-30}, otherwise: 2017-03-31}}, expect: {count: {at_least: 1}}}"
    )
    assert outcome_of(rule, lectures("2017-05-01"), "2017-12-31") is GAP
    assert outcome_of(rule, lectures("2017-05-01"), "2017-12-31", a_unit(单位类型="监狱")) is SATISFIED


def test_a_report_says_by_what_the_number_was_chosen() -> None:
    rule = f"{{select: {{类型: 讲堂}}, expect: {{count: {{at_least: {BY_RANK}}}}}}}"
    seen = judge_rule(rule, [], "2017-12-31", a_unit(文明单位级别="省级"))
    assert [say(note) for note in seen.notes] == ["按文明单位级别（省级）定"]


def test_a_choice_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="one-of"):
        a_rule("{select: {类型: 讲堂}, expect: {count: {at_least: {by: 单位类型, values: {}}}}}")
    assert isinstance(a_rule("{expect: {ledger: {readable: true}}}"), Rule)


@pytest.mark.parametrize(
    ("value", "up", "down", "nearest"),
    [("2.5", 3, 2, 3), ("2.4", 3, 2, 2), ("-2.5", -2, -3, -3), ("-2.4", -2, -3, -2), ("2", 2, 2, 2)],
)
def test_a_number_is_made_whole(value: str, up: int, down: int, nearest: int) -> None:
    number = Fraction(value)
    assert [rounded(number, how) for how in ("up", "down", "nearest")] == [up, down, nearest]


@pytest.mark.parametrize(
    ("staff", "need", "shown"),
    [("不足50人", "1", "近50"), ("50余人", "2", "50余"), ("约50人", "2", "约50"), ("近100人", "2", "近100")],
)
def test_an_estimated_staff_stands_on_the_step_that_it_reaches(staff: str, need: str, shown: str) -> None:
    assert needed(BY_STAFF, {"在职人数": staff}) == need
    rule = f"{{select: {{类型: 讲堂}}, expect: {{count: {{at_least: {BY_STAFF}}}}}}}"
    seen = judge_rule(rule, [], "2017-12-31", a_unit(在职人数=staff))
    assert [say(each) for each in seen.notes] == ["数字是约数", f"按在职人数（{shown}）定"]
