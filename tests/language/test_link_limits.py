"""``link`` with upper limits: a tie that must not be, not too often, or exactly so often."""

from typing import Any

import pytest
from pydantic import ValidationError

from civcheck.language.observation import Observation
from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_record, a_rule, judge_rule, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED = Outcome.UNDETERMINED


def rule(link: str, select: str = "{类型: 榜单}") -> str:
    return f"{{select: {select}, on_empty: not-applicable, expect: {{link: {{{link}}}}}}}"


PUNISHED = rule("to: {类型: 处分}, by: {对象: 负责人}, at_most: 0")


def a_prize(who: Any = "张三", day: str = "2017-06-01", **fields: Any) -> Any:
    return a_record("榜单", day, 对象=who, **fields)


def a_fine(who: Any = "张三", day: str = "2017-03-01", **fields: Any) -> Any:
    return a_record("处分", day, 负责人=who, **fields)


BANNED = rule("to: {类型: 处分}, by: {对象: 负责人}, within: {days: 30, direction: %s}, at_most: 0")


@pytest.mark.parametrize(
    ("direction", "day", "outcome"),
    [
        pytest.param("after", "2017-05-01/2017-06-10", GAP, id="it had begun and still goes on"),
        pytest.param("after", "2017-05-01/2017-05-31", SATISFIED, id="it was over"),
        pytest.param("after", "2017-07-01/2017-07-31", GAP, id="it begins on the last day"),
        pytest.param("after", "2017-07-02/2017-07-31", SATISFIED, id="it begins a day later"),
        pytest.param("before", "2017-05-20/2017-06-10", GAP, id="it begins before and goes on"),
        pytest.param("before", "2017-04-01/2017-05-02", GAP, id="it ends on the first day"),
        pytest.param("before", "2017-04-01/2017-05-01", SATISFIED, id="it ends a day earlier"),
    ],
)
def test_what_may_not_be_there_may_not_go_on_either(direction: str, day: str, outcome: Outcome) -> None:
    assert outcome_of(BANNED % direction, [a_prize(), a_fine(day=day)], "2017-12-31") is outcome


@pytest.mark.parametrize(
    ("records", "unread", "outcome"),
    [
        pytest.param([a_prize(), a_fine("李四")], [], SATISFIED, id="another"),
        pytest.param([a_prize(), a_fine()], [], GAP, id="the same"),
        pytest.param([a_prize(), a_fine(day="2018-03-01")], [], SATISFIED, id="to come"),
        pytest.param([a_prize(), a_fine(None)], [], UNDETERMINED, id="it names nobody"),
        pytest.param([a_prize(None), a_fine()], [], UNDETERMINED, id="the prize names nobody"),
        pytest.param([a_prize(None)], [], SATISFIED, id="there is nothing to be tied to"),
        pytest.param([a_prize()], ["处分"], UNDETERMINED, id="one is unread"),
        pytest.param([a_prize()], ["榜单"], UNDETERMINED, id="a prize is unread"),
        pytest.param([a_prize()], ["讲堂"], SATISFIED, id="a lecture is unread"),
        pytest.param([a_prize(), a_fine()], ["处分"], GAP, id="one is enough, whatever is unread"),
        pytest.param(
            [a_prize(), a_prize("李四"), a_fine(), a_fine(None)], [], GAP, id="one breaks it for sure"
        ),
    ],
)
def test_a_tie_that_must_not_be(records: list[Any], unread: list[str], outcome: Outcome) -> None:
    for as_of in ("2017-06-30", "2017-12-31"):  # kept until it is broken, and nothing mends it
        assert outcome_of(PUNISHED, records, as_of, unread=unread) is outcome


def test_what_is_tied_is_named_and_nothing_more_is_said() -> None:
    broken = judge_rule(PUNISHED, [a_prize(), a_prize("李四"), a_fine()], "2017-12-31")
    assert said(broken) == (
        "2 条记录中有 1 条对应的记录不合要求：对应的记录见到 1 条（要求 ≤0）：2017-03-01 的“处分”"
    )
    assert broken.final
    ((short,),) = ([say(each) for each in one.lacks] for one in broken.shorts)
    assert short == "对应的记录见到 1 条（要求 ≤0）：2017-03-01 的“处分”"
    kept = judge_rule(PUNISHED, [a_prize()], "2017-12-31")
    assert said(kept) == "1 条记录都未见这样对应的记录：“类型”是“处分”（这一条的“对象”就是那一条的“负责人”）"
    doubtful = judge_rule(PUNISHED, [a_prize(), a_fine(None)], "2017-12-31")
    assert [say(note) for note in doubtful.notes] == [
        "有 1 条记录没写全，写的不在词表里，或者名称多写少写了，可能改变结论"
    ]


GRAVE = rule("to: {类型: 处分, 性质: 重大}, by: {对象: 负责人}, at_most: 0")
AGE = rule("to: {类型: 处分}, by: {对象: 负责人}, where: {参加人数: {at_least: 2}}, at_most: 0")
AFTER = rule("to: {类型: 处分}, by: {对象: 负责人}, within: {days: 30, direction: after}, at_most: 0")


@pytest.mark.parametrize(
    ("link", "other", "outcome"),
    [
        pytest.param(GRAVE, a_fine(性质="重大"), GAP, id="selected"),
        pytest.param(GRAVE, a_fine(性质="一般"), SATISFIED, id="not selected"),
        pytest.param(GRAVE, a_fine(), UNDETERMINED, id="may be selected"),
        pytest.param(GRAVE, a_fine("李四"), SATISFIED, id="may be selected, and is another's"),
        pytest.param(AGE, a_fine(参加人数="2"), GAP, id="as asked"),
        pytest.param(AGE, a_fine(参加人数="1"), SATISFIED, id="not as asked"),
        pytest.param(AGE, a_fine(), UNDETERMINED, id="may be as asked"),
        pytest.param(AFTER, a_fine(day="2017-07-01"), GAP, id="on the last day"),
        pytest.param(AFTER, a_fine(day="2017-07-02"), SATISFIED, id="a day later"),
        pytest.param(AFTER, a_fine(None, day="2017-07-02"), SATISFIED, id="nobody's, but too late"),
        pytest.param(AFTER, a_fine(None, day="2017-07-01"), UNDETERMINED, id="nobody's, and in time"),
    ],
)
def test_only_what_is_asked_breaks_it(link: str, other: Any, outcome: Outcome) -> None:
    assert outcome_of(link, [a_prize(), other], "2017-12-31") is outcome


def test_a_blank_number_of_days_leaves_it_open() -> None:
    link = rule(
        "to: {类型: 处分}, by: {主办: 负责人}, within: {days: {field: 参加人数}, direction: after}, at_most: 0"
    )
    prize = a_prize(主办="张三")
    assert outcome_of(link, [prize, a_fine(day="2017-06-05")], "2017-12-31") is UNDETERMINED
    assert outcome_of(link, [prize], "2017-12-31") is SATISFIED


def test_without_material_a_record_breaks_it_all_the_same() -> None:
    link = rule("to: {类型: 公示}, by: 关联, at_most: 0")
    records = [a_record("榜单", "2017-03-10", 编号="B1"), a_record("公示", "2017-03-11", 关联="B1")]
    assert outcome_of(link, records, "2017-12-31") is GAP
    assert outcome_of(link, [records[0], a_record("公示", "2017-03-11")], "2017-12-31") is SATISFIED


AGAIN = rule("to: {类型: 榜单}, by: [对象], within: {days: 12, unit: 月, direction: before}, at_most: 0")


@pytest.mark.parametrize(
    ("records", "outcome"),
    [
        pytest.param([a_prize()], SATISFIED, id="once"),
        pytest.param([a_prize(), a_prize("李四", "2017-05-01")], SATISFIED, id="another"),
        pytest.param([a_prize(day="2016-06-01"), a_prize()], GAP, id="a year later to the day"),
        pytest.param([a_prize(day="2016-05-31"), a_prize()], SATISFIED, id="more than a year later"),
    ],
)
def test_nobody_twice_in_a_row(records: list[Any], outcome: Outcome) -> None:
    assert outcome_of(AGAIN, records, "2017-12-31") is outcome


def ties(count: int) -> list[Any]:
    return [
        a_prize(编号="B1"),
        *(a_fine("某人", f"2017-07-0{at + 1}", 关联="B1") for at in range(count)),
    ]


@pytest.mark.parametrize(
    ("limits", "count", "open_", "closed"),
    [
        pytest.param("at_most: 2", 0, SATISFIED, SATISFIED, id="none of two at most"),
        pytest.param("at_most: 2", 2, SATISFIED, SATISFIED, id="two of two at most"),
        pytest.param("at_most: 2", 3, GAP, GAP, id="three of two at most"),
        pytest.param("less_than: 2", 1, SATISFIED, SATISFIED, id="one of less than two"),
        pytest.param("less_than: 2", 2, GAP, GAP, id="two of less than two"),
        pytest.param("at_least: 1, at_most: 2", 0, PENDING, GAP, id="none of one or two"),
        pytest.param("at_least: 1, at_most: 2", 1, SATISFIED, SATISFIED, id="one of one or two"),
        pytest.param("at_least: 1, at_most: 2", 3, GAP, GAP, id="three of one or two"),
        pytest.param("exactly: 2", 1, PENDING, GAP, id="one of exactly two"),
        pytest.param("exactly: 2", 2, PENDING, SATISFIED, id="exactly two: more may come"),
        pytest.param("exactly: 2", 3, GAP, GAP, id="three of exactly two"),
        pytest.param("exactly: 0", 0, PENDING, SATISFIED, id="exactly none"),
        pytest.param("more_than: 1", 1, PENDING, GAP, id="one of more than one"),
        pytest.param("more_than: 1", 2, SATISFIED, SATISFIED, id="two of more than one"),
    ],
)
def test_so_many(limits: str, count: int, open_: Outcome, closed: Outcome) -> None:
    link = rule(f"to: {{类型: 处分}}, {limits}")
    records = [*ties(count), a_fine("旁人", "2017-07-09")]
    assert outcome_of(link, records, "2017-12-30") is open_
    assert outcome_of(link, records, "2017-12-31") is closed


def test_exactly_so_many_are_final_when_their_days_are_over() -> None:
    link = rule("to: {类型: 处分}, within: {days: 30, direction: after}, exactly: 1")
    pending = judge_rule(link, ties(1), "2017-06-30")
    assert (pending.outcome, outcome_of(link, ties(1), "2017-07-01")) == (PENDING, SATISFIED)
    assert said(judge_rule(link, ties(1), "2017-12-31")) == "1 条记录对应的记录条数都合要求（=1）"


def test_each_value_of_a_list_may_be_tied_so_often() -> None:
    link = rule("to: {类型: 处分}, by: {对象: 负责人}, every: 是, at_most: 1")
    prize = a_prize(["张三", "李四"])
    assert outcome_of(link, [prize, a_fine("张三"), a_fine("李四")], "2017-12-31") is SATISFIED
    assert outcome_of(link, [prize, a_fine("张三"), a_fine("张三", "2017-04-01")], "2017-12-31") is GAP


def test_an_alternative_may_be_a_tie_that_is_not_there() -> None:
    ways = (
        "{select: {类型: 榜单}, on_empty: not-applicable, expect: {any_of: {each: 是, of: "
        "[{link: {to: {类型: 处分}, by: {对象: 负责人}, at_most: 0}}, {each: {filled: [归档]}}]}}}"
    )
    filed = {"归档": {"日期": "2017-06-01"}, "附件": {"方案": "榜单.pdf"}}
    assert outcome_of(ways, [a_prize()], "2017-12-31") is SATISFIED
    assert outcome_of(ways, [a_prize(), a_fine()], "2017-12-31") is GAP
    assert outcome_of(ways, [a_prize(**filed), a_fine()], "2017-12-31") is SATISFIED
    assert outcome_of(ways, [a_prize(), a_fine(None)], "2017-12-31") is UNDETERMINED
    assert outcome_of(ways, [a_prize(**filed), a_fine(None)], "2017-12-31") is SATISFIED


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("{to: {类型: 处分}, at_most: 0.5}", "count-not-whole"),
        ("{to: {类型: 处分}, at_least: 0}", "count-not-whole"),
        ("[{to: {类型: 处分}, at_most: 0}, {to: {类型: 公示}}]", "link-limit-in-chain"),
        ("[{to: {类型: 处分}}, {to: {类型: 公示}, exactly: 1}]", "link-limit-in-chain"),
    ],
)
def test_what_makes_no_sense_is_refused(link: str, code: str) -> None:
    with pytest.raises(ValidationError, match=code):
        a_rule(f"{{select: {{类型: 榜单}}, on_empty: not-applicable, expect: {{link: {link}}}}}")


# --- a number that two records have


def _tied(*, reports: list[str], limits: str = "", refs: str = "B1") -> Observation:
    """Judge lectures with these numbers, and one 检查 that names one of them."""
    held = [a_record("讲堂", f"2017-03-0{at}", 编号=each) for at, each in enumerate(reports, start=1)]
    told = a_record("检查", "2017-03-20", 关联=refs)
    asked = f"{{select: {{类型: 讲堂}}, on_empty: not-applicable, expect: {{link: {{to: {{类型: 检查}}{limits}}}}}}}"
    return judge_rule(asked, [*held, told], "2017-12-31")


@pytest.mark.parametrize(
    ("reports", "limits", "outcome"),
    [
        pytest.param(["B1"], "", SATISFIED, id="its own number"),
        pytest.param(["B1", "B1"], "", UNDETERMINED, id="a number of two"),
        pytest.param(["B1", "B2"], "", GAP, id="another number is not named"),
        pytest.param(["B1", "B1"], ", at_most: 0", UNDETERMINED, id="may be neither's fault"),
        pytest.param(["B1"], ", at_most: 0", GAP, id="that must not be"),
        pytest.param(["B1", "B1"], ", at_most: 1", SATISFIED, id="one would do no harm"),
    ],
)
def test_a_number_that_two_records_have_ties_neither_for_sure(
    reports: list[str], limits: str, outcome: Outcome
) -> None:
    assert _tied(reports=reports, limits=limits).outcome is outcome


def test_all_that_may_be_tied_by_such_a_number_are_named() -> None:
    seen = _tied(reports=["B1", "B1"])
    assert said(seen) == "编号B1不止一条记录在用，看不出关联的是哪一条"
    assert {each.record.key for each in seen.near()} == {"记录.yaml#1", "记录.yaml#2", "记录.yaml#3"}
    assert {each.failure.lacks.id for each in seen.near()} == {"lacks.number-twice"}
