"""``link``: fields that are lists, days in common, and limits that stand in a field or are of a sum."""

# ruff: noqa: E501 - one case a line reads as a table

from typing import Any

import pytest

from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_record, judge_rule, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED = Outcome.UNDETERMINED
END = "2017-12-31"


def rule(link: str, select: str = "榜单") -> str:
    return f"{{select: {{类型: {select}}}, on_empty: not-applicable, expect: {{link: {{{link}}}}}}}"


def prize(who: Any, **fields: Any) -> Any:
    return a_record("榜单", "2017-06-01", 对象=who, **fields)


def fine(who: Any, day: Any = "2017-03-01", **fields: Any) -> Any:
    return a_record("处分", day, 负责人=who, **fields)


NONE = rule("to: {类型: 处分}, by: {对象: 负责人}, at_most: 0")
ONE = rule("to: {类型: 处分}, by: {对象: 负责人}")
EVERY = rule("to: {类型: 处分}, by: {对象: 负责人}, every: true")


@pytest.mark.parametrize(
    ("who", "others", "none", "one", "every"),
    [
        pytest.param("甲", ["甲、乙"], GAP, SATISFIED, SATISFIED, id="one of those that it names"),
        pytest.param("甲、乙", ["甲"], GAP, GAP, GAP, id="another is not named"),
        pytest.param("甲、乙", ["甲", "乙"], GAP, GAP, SATISFIED, id="each by itself"),
        pytest.param("甲、乙", ["乙、丙、甲"], GAP, SATISFIED, SATISFIED, id="all and more"),
        pytest.param("甲、乙", ["丙"], SATISFIED, GAP, GAP, id="neither"),
    ],
)
def test_lists_tie_by_a_value_and_are_enough_with_all(
    who: str, others: list[str], none: Outcome, one: Outcome, every: Outcome
) -> None:
    records = [prize(who), *map(fine, others)]
    assert [outcome_of(each, records, END) for each in (NONE, ONE, EVERY)] == [none, one, every]


def test_what_a_list_is_short_of_is_said() -> None:
    seen = judge_rule(ONE, [prize("甲、乙"), fine("甲")], END)
    assert say(seen.shorts[0].lacks[0]) == "2017-03-01 的“处分”：“负责人”里没有乙"


BY_DAY = rule("to: {类型: 检查}, by: [日期]", "讲堂")


@pytest.mark.parametrize(
    ("held", "checked", "outcome"),
    [
        pytest.param("2017-03-01", "2017-03-01", SATISFIED, id="the same day"),
        pytest.param("2017-03-01", "2017-03-02", GAP, id="the next day"),
        pytest.param("2017-03-01/2017-03-05", "2017-03-05", SATISFIED, id="the last day of a span"),
        pytest.param(["2017-03-01", "2017-03-05"], "2017-03-05", SATISFIED, id="a session"),
        pytest.param(["2017-03-01", "2017-03-05"], "2017-03-03", GAP, id="between sessions"),
        pytest.param(["2017-03-01", "2017-03-05"], ["2017-03-01", "2017-03-05"], SATISFIED, id="sessions"),
    ],
)
def test_records_are_tied_by_a_day_in_common(held: Any, checked: Any, outcome: Outcome) -> None:
    assert outcome_of(BY_DAY, [a_record("讲堂", held), a_record("检查", checked)], END) is outcome


@pytest.mark.parametrize(
    ("by", "held", "checked", "tied"),
    [
        pytest.param("{讲稿日: 日期}", {"讲稿日": "2017-03-05"}, "2017-03-05", True, id="a field against a day"),
        pytest.param("{讲稿日: 日期}", {"讲稿日": "2017-03-05"}, "2017-03-04/2017-03-06", True, id="against a span"),
        pytest.param("{讲稿日: 日期}", {"讲稿日": "2017-03-05"}, ["2017-03-01", "2017-03-05"], True, id="against sessions"),
        pytest.param("{讲稿日: 日期}", {"讲稿日": "2017-03-05"}, ["2017-03-04", "2017-03-06"], False, id="between sessions"),
        pytest.param("{日期: 完成日}", {}, ("2017-06-01", "2017-03-01"), True, id="a day against a field"),
        pytest.param("{日期: 完成日}", {}, ("2017-06-01", "2017-03-02"), False, id="another day"),
        pytest.param("{日期: 日期.末日}", {}, "2017-02-20/2017-03-01", True, id="a day against a last day"),
        pytest.param("{日期: 日期.末日}", {}, "2017-03-01/2017-03-02", False, id="no last day"),
        pytest.param("{讲稿日: 完成日}", {"讲稿日": "2017-03-05"}, ("2017-06-01", "2017-03-05"), True, id="two fields"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("limit", ["", ", at_most: 0"])
def test_days_and_fields_of_days_are_tied(
    by: str, held: dict[str, str], checked: Any, tied: bool, limit: str
) -> None:
    day, done = checked if isinstance(checked, tuple) else (checked, None)
    there = a_record("检查", day, **({"完成日": done} if done else {}))
    asked = rule(f"to: {{类型: 检查}}, by: {by}{limit}", "讲堂")
    seen = outcome_of(asked, [a_record("讲堂", "2017-03-01", **held), there], END)
    assert seen is (SATISFIED if tied is not bool(limit) else GAP)


EVERY_DAY = rule("to: {类型: 检查}, by: [日期], every: true", "讲堂")


@pytest.mark.parametrize(
    ("held", "checked", "outcome"),
    [
        pytest.param("2017-03-01", ["2017-03-01"], SATISFIED, id="the same day"),
        pytest.param("2017-03-01/2017-03-03", ["2017-03-01", "2017-03-02", "2017-03-03"], SATISFIED, id="by three records"),
        pytest.param("2017-03-01/2017-03-03", ["2017-02-20/2017-03-10"], SATISFIED, id="within a span"),
        pytest.param("2017-03-01/2017-03-03", ["2017-03-01", "2017-03-03"], GAP, id="one day left out"),
        pytest.param(["2017-03-01", "2017-03-05"], ["2017-03-01/2017-03-04"], GAP, id="a session left out"),
        pytest.param("2017-12-31/2018-01-01", ["2017-12-31"], SATISFIED, id="a day beyond the window"),
    ],
)  # fmt: skip
def test_every_day_of_a_record_is_tied(held: Any, checked: list[str], outcome: Outcome) -> None:
    records = [a_record("讲堂", held), *(a_record("检查", each) for each in checked)]
    assert outcome_of(EVERY_DAY, records, "2018-06-30") is outcome


def test_a_day_that_no_record_has_is_named() -> None:
    seen = judge_rule(
        EVERY_DAY, [a_record("讲堂", "2017-03-01/2017-03-02"), a_record("检查", "2017-03-01")], END
    )
    assert "2017-03-02" in say(seen.shorts[0].lacks[0])
    assert "2017-03-01" not in say(seen.shorts[0].lacks[0])


def test_of_each_day_there_may_be_so_many() -> None:
    none = EVERY_DAY.replace("every: true", "every: true, at_most: 1")
    checks = [a_record("检查", "2017-03-01"), a_record("检查", "2017-03-02")]
    held = a_record("讲堂", "2017-03-01/2017-03-02")
    assert outcome_of(none, [held, *checks], END) is SATISFIED
    assert outcome_of(none, [held, *checks, a_record("检查", "2017-03-02/2017-03-04")], END) is GAP


HALF = rule("to: {类型: 检查}, by: [地点], at_most: {field: 人时, times: 1/2}", "讲堂")


def talk(**fields: Any) -> Any:
    return a_record("讲堂", "2017-03-01", 地点="礼堂", **fields)


def check(day: str = "2017-04-01", where: str | None = "礼堂", **fields: Any) -> Any:
    return a_record("检查", day, **({"地点": where} if where else {}), **fields)


@pytest.mark.parametrize(
    ("hours", "checks", "outcome"),
    [
        pytest.param("4", [check(), check()], SATISFIED, id="half of it"),
        pytest.param("4", [check(), check(), check()], GAP, id="more than half"),
        pytest.param("3", [check(), check()], GAP, id="half of an odd number"),
        pytest.param("4余", [check(), check()], SATISFIED, id="half of more than it says"),
        pytest.param("近4", [check(), check()], GAP, id="half of less than it says"),
        pytest.param("4", [check(), check(), check(where=None)], UNDETERMINED, id="one more may be its"),
        pytest.param(None, [check()], UNDETERMINED, id="nobody knows how many"),
        pytest.param(None, [check(where="操场")], SATISFIED, id="none that could be too many"),
    ],
)
def test_so_many_as_the_record_says(hours: str | None, checks: list[Any], outcome: Outcome) -> None:
    records = [talk(**({"人时": hours} if hours else {})), *checks]
    assert outcome_of(HALF, records, END) is outcome


def test_a_number_that_the_record_does_not_say_is_not_reached() -> None:
    asked = rule("to: {类型: 检查}, by: [地点], at_least: {field: 人时}", "讲堂")
    assert outcome_of(asked, [talk(人时="2"), check(), check()], END) is SATISFIED
    assert outcome_of(asked, [talk(人时="2"), check()], END) is GAP
    seen = judge_rule(asked, [talk(), check()], END)
    assert (seen.outcome, say(seen.shorts[0].lacks[0])) == (GAP, "没写“人时”，不知道要多少")


def test_limits_of_a_field_are_said_by_its_name() -> None:
    assert said(judge_rule(HALF, [talk(人时="4")], END)) == "1 条记录对应的记录条数都合要求（≤“人时”的 1/2）"


AWAY = rule(
    "to: {类型: 检查}, by: [地点], sum: {field: 件数, at_most: 30}, within: {days: 60, direction: after}",
    "讲堂",
)


@pytest.mark.parametrize(
    ("checks", "unread", "outcome"),
    [
        pytest.param([], [], SATISFIED, id="none"),
        pytest.param([check(件数="20"), check(件数="10")], [], SATISFIED, id="just so much"),
        pytest.param([check(件数="20"), check(件数="11")], [], GAP, id="too much"),
        pytest.param([check(件数="20"), check("2017-05-01", 件数="11")], [], SATISFIED, id="too late to count"),
        pytest.param([check(件数="20"), check()], [], UNDETERMINED, id="one leaves it blank"),
        pytest.param([check(件数="31"), check()], [], GAP, id="too much whatever a blank is"),
        pytest.param([check(件数="20"), check(where=None, 件数="11")], [], UNDETERMINED, id="one may be its"),
        pytest.param([check(件数="20"), check(where=None, 件数="10")], [], SATISFIED, id="it may, and does no harm"),
        pytest.param([check(件数="20")], ["检查"], UNDETERMINED, id="one is unread"),
        pytest.param([check(件数="20余"), check(件数="10")], [], GAP, id="more than it says"),
        pytest.param(
            [a_record("检查", ["2017-04-01", "2017-05-10"], 地点="礼堂", 件数="40")], [], UNDETERMINED,
            id="of one session, and nobody knows how much that was",
        ),
    ],
)  # fmt: skip
def test_tied_records_may_come_to_too_much(checks: list[Any], unread: list[str], outcome: Outcome) -> None:
    assert outcome_of(AWAY, [talk(), *checks], END, unread=unread) is outcome


def test_what_is_too_much_is_said() -> None:
    seen = judge_rule(AWAY, [talk(), check(件数="20"), check("2017-04-03", 件数="11")], "2017-04-30")
    assert say(seen.shorts[0].lacks[0]) == (
        "对应的记录“件数”合起来是 31（要求 ≤30）：2017-04-01 的“检查”、2017-04-03 的“检查”"
    )


def test_of_sessions_that_count_in_part_nobody_knows_how_much_they_come_to() -> None:
    asked = rule(
        "to: {类型: 检查}, by: [地点], sum: {field: 件数, at_least: 8}, within: {days: 30, direction: after}",
        "讲堂",
    )
    both = a_record("检查", ["2017-03-10", "2017-04-10"], 地点="礼堂", 件数="8")
    assert outcome_of(asked, [talk(), both], END) is UNDETERMINED
    assert outcome_of(asked, [talk(), both, check("2017-03-11", 件数="8")], END) is SATISFIED
    assert (
        outcome_of(asked, [talk(), a_record("检查", "2017-03-10", 地点="礼堂", 件数="8")], END) is SATISFIED
    )
