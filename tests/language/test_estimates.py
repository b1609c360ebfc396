"""Estimates that lean (近50, 50余): what is made whole, chosen or earned by them, and days, keep to their side."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from civcheck.language.quantity import Rounding, rounded
from civcheck.model.numbers import leaning
from civcheck.model.outcome import Outcome

from ..builders import a_record, a_unit, judge_rule, outcome_of, said

SATISFIED, GAP = Outcome.SATISFIED, Outcome.GAP
END = "2017-12-31"


def a_check(**fields: Any) -> Any:
    """Make an inspection of 1 March."""
    return a_record("检查", "2017-03-01", **fields)


def rule(expect: str, select: str = "类型: 检查", more: str = "") -> str:
    """Make a rule on inspections."""
    return f"{{select: {{{select}}}, expect: {{{expect}}}, on_empty: not-applicable{more}}}"


# --- made whole


@pytest.mark.parametrize(
    ("value", "lean", "how", "whole"),
    [
        ("2", 1, "up", 3), ("2", -1, "up", 2), ("2.5", 1, "up", 3), ("2.5", -1, "up", 3), ("2", 0, "up", 2),
        ("10", -1, "down", 9), ("10", 1, "down", 10), ("9.5", -1, "down", 9), ("10", 0, "down", 10),
        ("2.5", -1, "nearest", 2), ("2.5", 1, "nearest", 3), ("2", -1, "nearest", 2), ("2", 1, "nearest", 2),
        ("-2.5", 1, "nearest", -2), ("-2.5", -1, "nearest", -3), ("0", -1, "nearest", 0),
    ],
)  # fmt: skip
def test_a_number_is_made_whole_from_the_side_it_leans_to(
    value: str, lean: int, how: Rounding, whole: int
) -> None:
    assert rounded(leaning(Fraction(value), lean), how) == whole


@pytest.mark.parametrize(
    ("need", "staff", "count"),
    [
        pytest.param("times: 10%, round: up", "20余人", 3, id="begun ones too, of more than 2"),
        pytest.param("times: 10%, round: up", "近20人", 2, id="begun ones too, of less than 2"),
        pytest.param("times: 10%", "20余人", 3, id="more than 2 are 3"),
        pytest.param("times: 10%", "近20人", 2, id="2 are more than what is less than 2"),
        pytest.param("times: 10%, round: down", "近30人", 2, id="whole ones only, of less than 3"),
        pytest.param("times: 10%, at_most: 2", "20余人", 2, id="exact at its upper end"),
        pytest.param("times: 10%, at_least: 2", "近20人", 2, id="exact at its lower end"),
        pytest.param("times: -10%, plus: 5", "20余人", 3, id="less than 3 where more takes away"),
    ],
)
def test_so_many_records_are_asked_for_by_an_estimated_fact(need: str, staff: str, count: int) -> None:
    asked = rule(f"count: {{at_least: {{fact: 在职人数, {need}}}}}")
    found = [
        outcome_of(asked, [a_check()] * have, END, a_unit(在职人数=staff)) for have in range(1, count + 1)
    ]
    assert found == [GAP] * (count - 1) + [SATISFIED]


def test_what_is_lacking_of_more_than_so_many_is_one_at_least() -> None:
    asked = rule("count: {at_least: {fact: 在职人数, times: 10%}}")
    seen = judge_rule(asked, [a_check()] * 2, END, a_unit(在职人数="20余人"))
    assert said(seen) == "“类型”是“检查”的记录，台账中有 2 条，应有 3 条，还差 1 条"


@pytest.mark.parametrize(
    ("expect", "values", "outcome"),
    [
        ("compare: {measure: {sum: 件数, times: 1/3, round: down}, at_least: 10}", ("近20", "10"), GAP),
        ("compare: {measure: {sum: 件数, times: 1/3, round: down}, at_least: 9}", ("近20", "10"), SATISFIED),
        ("total: {measure: {sum: 件数, times: 1/3, round: up}, at_most: 10}", ("20余", "10"), GAP),
        ("total: {measure: {sum: 件数, times: {fact: 在职人数}}, at_least: 600}", ("20", "10"), GAP),
        ("total: {measure: {latest: 件数}, at_most: 20}", ("20余", "10"), Outcome.UNDETERMINED),
    ],
)
def test_a_measure_keeps_its_side_until_it_is_made_whole(
    expect: str, values: tuple[str, ...], outcome: Outcome
) -> None:
    records = [a_check(件数=each) for each in values]
    assert outcome_of(rule(expect), records, END, a_unit(在职人数="近20人")) is outcome


@pytest.mark.parametrize(
    "expect",
    [
        "each: {quantifier: {at_least: {fact: 在职人数}}, filled: [等级]}",
        "cover: {members: [甲, 乙, 丙], field: 负责人, need: {at_least: {fact: 在职人数}}}",
    ],
)
def test_more_than_two_records_or_members_are_three(expect: str) -> None:
    unit = a_unit(在职人数="2余")
    records = [a_check(等级="一般", 负责人=name) for name in "甲乙丙"]
    assert outcome_of(rule(expect), records[:2], END, unit) is GAP
    assert outcome_of(rule(expect), records, END, unit) is SATISFIED


@pytest.mark.parametrize(
    ("count", "limit", "outcome"),
    [
        pytest.param("不足11", "more_than: 10", GAP, id="less than 11 are 10 at the most"),
        pytest.param("不足11", "at_most: 10", SATISFIED, id="so they are not more"),
        pytest.param("不足11", "at_least: 10", SATISFIED, id="and may be 10"),
        pytest.param("不足11", "exactly: 10", GAP, id="or fewer"),
        pytest.param("10余", "at_least: 11", SATISFIED, id="more than 10 are 11 at the least"),
        pytest.param("10余", "less_than: 11", GAP, id="so they are not fewer"),
        pytest.param("约11", "more_than: 10", SATISFIED, id="about 11 are 11"),
    ],
)
def test_a_whole_number_is_held_against_a_bound_as_one(count: str, limit: str, outcome: Outcome) -> None:
    asked = rule(f"each: {{where: {{件数: {{{limit}}}}}}}")
    assert outcome_of(asked, [a_check(件数=count)], END) is outcome
    name, number = limit.split(": ")
    half = rule(f"each: {{where: {{件数: {{{name}: {{field: 参加人数, times: 1/2}}}}}}}}")
    assert outcome_of(half, [a_check(件数=count, 参加人数=str(2 * int(number)))], END) is outcome
    concerned = f"{{applies_to: {{在职人数: {{{limit}}}}}, select: {{类型: 检查}}, expect: {{count: {{at_least: 1}}}}}}"
    applies = outcome_of(concerned, [a_check()], END, a_unit(在职人数=count)) is SATISFIED
    assert applies == (outcome is SATISFIED)


def test_a_number_of_hours_that_is_less_than_eleven_may_be_more_than_ten() -> None:
    asked = rule("each: {where: {用时: {more_than: 10}}}")
    assert outcome_of(asked, [a_check(用时="不足11小时")], END) is SATISFIED


# --- days


LAG = "lag: {from: 日期, to: 完成日, %s}"
DUE = "each: {filled: [完成日], due: {days: %s}}"
LINK = "link: {to: {类型: 讲堂}, by: [地点], within: {%s, direction: after}}"


@pytest.mark.parametrize("number", ["{field: 件数}", "{fact: 在职人数}"])
@pytest.mark.parametrize(
    ("expect", "days", "last", "too_far"),
    [
        pytest.param(LAG % "at_most: {}", "不足30", "2017-03-30", "2017-03-31", id="lag: 29 at the most"),
        pytest.param(LAG % "at_most: {}", "30余", "2017-04-01", "2017-04-02", id="lag: 31"),
        pytest.param(LAG % "at_least: {}", "30余", "2017-04-01", "2017-03-31", id="lag: 31 at the least"),
        pytest.param(LAG % "at_least: {}", "不足30", "2017-03-30", "2017-03-29", id="lag: 29"),
        pytest.param(LAG % "at_most: {}", "约30", "2017-03-31", "2017-04-01", id="lag: about 30 are 30"),
        pytest.param(DUE % "{}", "不足30", "2017-03-30", "2017-03-31", id="due: 29 at the most"),
        pytest.param(LINK % "days: {}", "不足30", "2017-03-30", "2017-03-31", id="link: 29 at the most"),
        pytest.param(LINK % "at_least: {}", "30余", "2017-04-01", "2017-03-31", id="link: 31 at the least"),
    ],
)
def test_a_number_of_days_is_whole_and_keeps_its_side(
    expect: str, days: str, last: str, too_far: str, number: str
) -> None:
    asked = rule(expect.replace("{}", number))

    def seen(day: str) -> Any:
        records = [a_check(完成日=day, 件数=days, 地点="甲"), a_record("讲堂", day, 地点="甲")]
        return judge_rule(asked, records, END, a_unit(在职人数=days))

    assert (seen(last).outcome, seen(too_far).outcome) == (SATISFIED, GAP)
    assert [each.id for each in seen(too_far).notes] == ["note.about"]


def test_a_bound_that_a_field_estimates_is_said_to_be_one() -> None:
    asked = rule("each: {where: {参加人数: {at_most: {field: 件数}}}}")
    seen = judge_rule(asked, [a_check(参加人数="30", 件数="不足30")], END)
    assert (seen.outcome, [each.id for each in seen.notes]) == (GAP, ["note.about"])


@pytest.mark.parametrize(("days", "last", "too_late"), [("不足9", "12", "13"), ("9余", "14", "15")])
def test_a_window_of_so_many_days_ends_with_the_last_whole_one(days: str, last: str, too_late: str) -> None:
    asked = "{select: {类型: 检查}, window: {day: 清明, from: 0, to: {fact: 在职人数}}, expect: {count: {at_least: 1}}}"
    found = [
        outcome_of(asked, [a_record("检查", f"2017-04-{day}")], END, a_unit(在职人数=days))
        for day in (last, too_late)
    ]
    assert found == [SATISFIED, GAP]


# --- divided, and shown


@pytest.mark.parametrize(
    ("staff", "limit", "outcome"),
    [
        ("100余人", "at_least: 2", GAP), ("近100人", "at_least: 2", SATISFIED), ("100人", "at_least: 2", SATISFIED),
        ("近100人", "at_most: 2", GAP), ("100余人", "at_most: 2", SATISFIED), ("约100人", "exactly: 2", SATISFIED),
    ],
)  # fmt: skip
def test_what_is_divided_by_an_estimated_staff_leans_the_other_way(
    staff: str, limit: str, outcome: Outcome
) -> None:
    asked = rule(f"total: {{measure: {{sum: 件数}}, {limit}, per_head: true}}")
    assert outcome_of(asked, [a_check(件数="200")], END, a_unit(在职人数=staff)) is outcome


def test_what_comes_to_each_is_shown_beside_what_it_was_taken_from() -> None:
    asked = rule("total: {measure: {sum: 件数}, at_least: 2, per_head: true}")
    seen = judge_rule(asked, [a_check(件数="近200")], END, a_unit(在职人数="100余人"))
    assert said(seen) == "人均（按在职人数）近2：“件数”合计 近200 ÷ 100余 人（要求 ≥2）"
    assert [each.id for each in seen.notes] == ["note.about"]


@pytest.mark.parametrize(
    ("expect", "counts", "outcome"),
    [
        pytest.param(
            "total: {measure: {sum: 件数, where: {负责人: 甲}}, at_most: 100}", ("50余", "50"),
            Outcome.UNDETERMINED, id="what a blank may add to more than 50",
        ),
        pytest.param(
            "ratio: {part: {sum: 件数}, whole: {number: 100}, at_most: 50%, per: {months: 12}}", ("50余",), GAP,
            id="broken for good in a period",
        ),
    ],
)  # fmt: skip
def test_what_may_still_belong_to_an_estimate_leans_with_it(
    expect: str, counts: tuple[str, ...], outcome: Outcome
) -> None:
    named = a_check(件数=counts[0], 负责人="甲")
    records = [named, *(a_check(件数=each) for each in counts[1:])]
    assert outcome_of(rule(expect), records, "2017-06-30", a_unit()) is outcome


WITHIN = "part: {sum: 件数, where: {等级: 重大}}, whole: {sum: 件数}"
BESIDE = "part: {sum: 件数, where: {负责人: 甲}}, whole: {sum: 件数, where: {等级: 一般}}"


@pytest.mark.parametrize("per", ["", ", per: 年"])
@pytest.mark.parametrize(
    ("measures", "grave", "others", "side"),
    [
        pytest.param(WITHIN, ["近3"], ["7"], -1, id="less of the part is less"),
        pytest.param(WITHIN, ["3余"], ["7"], 1, id="more of the part is more"),
        pytest.param(WITHIN, ["3"], ["近7"], 1, id="less of the rest is more"),
        pytest.param(WITHIN, ["3"], ["7余"], -1, id="more of the rest is less"),
        pytest.param(WITHIN, ["近3"], ["7余"], -1, id="less of the part, more of the rest"),
        pytest.param(WITHIN, ["近3"], ["近7"], 0, id="less of both nobody can tell"),
        pytest.param(WITHIN, ["近2", "1余"], ["7"], 0, id="less and more in the part"),
        pytest.param(WITHIN, ["近2", "1余"], ["7余"], 0, id="less and more, whatever the rest"),
        pytest.param(BESIDE, ["3"], ["近10"], 1, id="a whole that the part is no part of"),
    ],
)
def test_a_share_in_the_whole_leans_as_its_part_does_and_against_the_rest(
    measures: str, grave: list[str], others: list[str], side: int, per: str
) -> None:
    records = [a_check(件数=each, 等级="重大", 负责人="甲") for each in grave]
    records += [a_check(件数=each, 等级="一般", 负责人="乙") for each in others]

    def holds(limit: str) -> bool:
        asked = rule(f"ratio: {{{measures}, {limit}: 30%{per}}}")
        return outcome_of(asked, records, END) is SATISFIED

    found = [holds(limit) for limit in ("at_least", "more_than", "at_most", "less_than")]
    assert found == [side >= 0, side > 0, side <= 0, side < 0]


def test_all_of_it_is_all_however_much_it_is() -> None:
    asked = rule(f"ratio: {{{WITHIN}, at_least: 100%}}")
    assert outcome_of(asked, [a_check(件数="近3", 等级="重大")], END) is SATISFIED


@pytest.mark.parametrize(
    ("expect", "shown"),
    [
        pytest.param(
            "ratio: {part: {sum: 件数}, whole: {number: 100}, at_least: 5%}",
            "“件数”合计占100：近5/100（近5%）（要求 ≥5%）", id="a share",
        ),
        pytest.param(
            "ratio: {part: {sum: 件数}, whole: {number: 100}, at_least: 5%, per: {months: 12}}",
            "2017年（近5/100）", id="a share in a period",
        ),
        pytest.param(
            "total: {measure: {sum: 件数}, at_least: 5, per: {months: 12}}", "2017年（近5）", id="a sum in a period",
        ),
    ],
)  # fmt: skip
def test_what_falls_short_of_a_limit_is_not_shown_as_if_it_reached_it(expect: str, shown: str) -> None:
    seen = judge_rule(rule(expect), [a_check(件数="近5")], END)
    assert (seen.outcome, [each.id for each in seen.notes]) == (GAP, ["note.about"])
    assert shown in said(seen)
