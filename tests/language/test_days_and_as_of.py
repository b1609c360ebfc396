"""Days of a pack's fields and the as-of date: not there before they have come, unless they are set in advance."""

from __future__ import annotations

from typing import Any

import pytest

from civcheck.messages import say
from civcheck.model.outcome import Outcome
from civcheck.verdict.observe import observe

from ..builders import a_case, a_record, a_rule, day, judge_rule, outcome_of

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
END = "2017-12-31"


def a_check(**fields: Any) -> Any:
    """Make an inspection of 10 January."""
    return a_record("检查", "2017-01-10", **fields)


def rule(expect: str, select: str = "类型: 检查") -> str:
    """Make a rule on inspections."""
    return f"{{select: {{{select}}}, expect: {{{expect}}}, on_empty: not-applicable}}"


DONE_IN_MAY = "each: {filled: [完成日], due: {by: 2017-05-31}}"
BEFORE_JUNE = "each: {where: {完成日: {before: 2017-06-01}}, due: {by: 2017-05-31}}"
ALL_DONE = "ratio: {part: {count: {完成日: {filled: true}}}, whole: {count: all}, at_least: 100%}"
LISTED = "each: {roles: [{role: 清单, filled: [完成日], every: true}], due: {by: 2017-05-31}}"


def with_list(done: str) -> dict[str, Any]:
    """Make the material of an inspection: a list that says when it was done."""
    return {"附件": {"清单": {"文件": "a.doc", "完成日": done}}}


@pytest.mark.parametrize(
    ("expect", "done", "as_of", "outcome"),
    [
        pytest.param(DONE_IN_MAY, "2017-05-31", "2017-05-30", PENDING, id="filled: the day has not come"),
        pytest.param(DONE_IN_MAY, "2017-05-31", "2017-05-31", SATISFIED, id="filled: on the due day"),
        pytest.param(DONE_IN_MAY, "2017-06-01", END, GAP, id="filled: a day too late"),
        pytest.param("each: {filled: [完成日]}", "2017-12-31", END, SATISFIED, id="filled without due: it has come"),
        pytest.param("each: {filled: [完成日]}", "2018-01-01", END, GAP, id="filled without due: it has not come"),
        pytest.param(BEFORE_JUNE, "2017-05-01", "2017-04-30", PENDING, id="where: the day has not come"),
        pytest.param(BEFORE_JUNE, "2017-05-01", "2017-05-01", SATISFIED, id="where: it has come"),
        pytest.param(ALL_DONE, "2018-01-01", END, GAP, id="ratio: not done by the end of the year"),
        pytest.param(ALL_DONE, "2017-12-31", END, SATISFIED, id="ratio: done on its last day"),
        pytest.param("none: {}", "2018-01-01", END, SATISFIED, id="none: not yet there, so it is not selected"),
    ],
)  # fmt: skip
def test_a_day_that_has_not_come_shows_nothing(expect: str, done: str, as_of: str, outcome: Outcome) -> None:
    select = "类型: 检查, 完成日: {filled: true}" if expect == "none: {}" else "类型: 检查"
    assert outcome_of(rule(expect, select), [a_check(完成日=done)], as_of) is outcome


@pytest.mark.parametrize(
    ("done", "as_of", "outcome"),
    [
        pytest.param("2017-05-20", "2017-05-19", PENDING, id="not come"),
        pytest.param("2017-05-20", "2017-05-20", SATISFIED, id="come"),
        pytest.param("2017-06-01", END, GAP, id="after the due day"),
    ],
)
def test_a_day_that_material_says_is_read_in_the_same_way(done: str, as_of: str, outcome: Outcome) -> None:
    assert outcome_of(rule(LISTED), [a_check(**with_list(done))], as_of) is outcome


def test_what_is_undone_is_found_by_a_blank_and_by_a_day_ahead() -> None:
    undone = rule("none: {}", "类型: 检查, 完成日: {blank: true}")
    assert outcome_of(undone, [a_check(完成日="2018-02-01")], END) is GAP
    assert outcome_of(undone, [a_check(完成日="2017-12-31")], END) is SATISFIED


def test_a_day_set_in_advance_is_there_as_it_is_written() -> None:
    assert (
        outcome_of(rule("each: {filled: [整改期限]}"), [a_check(整改期限="2018-03-01")], "2017-02-01")
        is SATISFIED
    )
    listed = rule("each: {roles: [{role: 清单, filled: [期满日]}]}")
    assert (
        outcome_of(listed, [a_check(附件={"清单": {"文件": "a.doc", "期满日": "2019-01-01"}})], END)
        is SATISFIED
    )


def test_a_field_that_says_until_when_a_paper_holds_is_set_in_advance_by_itself() -> None:
    paper = a_record("制度", "2017-01-10", 有效期至="2020-01-01", 附件={"方案": "a.doc"})
    assert outcome_of(rule("each: {filled: [有效期至]}", "类型: 制度"), [paper], END) is SATISFIED


BY_LIMIT = "lag: {from: 整改期限, to: 完成日, at_least: -365, at_most: 0}"


@pytest.mark.parametrize(
    ("done", "as_of", "outcome"),
    [
        pytest.param("2017-03-20", "2017-03-31", SATISFIED, id="done while the limit lies ahead"),
        pytest.param("2017-04-01", "2017-03-31", PENDING, id="neither has come"),
        pytest.param("2017-04-11", "2017-04-11", GAP, id="a day after the limit"),
    ],
)
def test_a_lag_counts_from_a_limit_that_lies_ahead(done: str, as_of: str, outcome: Outcome) -> None:
    record = a_check(整改期限="2017-04-10", 完成日=done)
    assert outcome_of(rule(BY_LIMIT), [record], as_of) is outcome


def test_a_due_day_in_a_field_holds_the_day_itself_to_it() -> None:
    done = rule("each: {filled: [完成日], due: {by: {field: 整改期限}}}")
    assert outcome_of(done, [a_check(整改期限="2017-04-01", 完成日="2017-04-01")], END) is SATISFIED
    late = judge_rule(done, [a_check(整改期限="2017-04-01", 完成日="2017-04-02")], END)
    assert (late.outcome, say(late.shorts[0].lacks[0])) == (GAP, "“完成日”是 2017-04-02，期限是 2017-04-01")


def test_a_reference_takes_a_day_as_it_is_written() -> None:
    before = rule("each: {where: {整改期限: {after: {field: 完成日}}}}")
    assert (
        outcome_of(before, [a_check(整改期限="2017-04-01", 完成日="2017-03-31")], "2017-01-31") is SATISFIED
    )


def test_what_lies_ahead_is_said_with_its_day() -> None:
    seen = judge_rule(rule("each: {filled: [完成日]}"), [a_check(完成日="2018-01-01")], END)
    assert say(seen.summary) == "1 条记录中有 1 条不合要求：“完成日”（写的是 2018-01-01，那天还没到）"


def test_a_day_after_the_due_day_is_said_as_of_that_day() -> None:
    seen = judge_rule(rule(BEFORE_JUNE), [a_check(完成日="2017-06-20")], END)
    assert say(seen.shorts[0].lacks[0]) == (
        "“完成日”写的是 2017-06-20，截至 2017-05-31 还没到这一天（要求：“完成日”早于2017-06-01）"
    )


@pytest.mark.parametrize("expect", [DONE_IN_MAY, BEFORE_JUNE, LISTED])
@pytest.mark.parametrize("done", ["2017-05-31", "2017-06-01"])
def test_waiting_never_mends_what_was_missed(expect: str, done: str) -> None:
    record = a_check(完成日=done, **with_list(done))
    days = ["2017-05-30", "2017-05-31", "2017-06-01", "2017-06-02", END]
    then = SATISFIED if done == "2017-05-31" else GAP
    assert [outcome_of(rule(expect), [record], day) for day in days] == [PENDING, *[then] * 4]


def test_the_next_change_is_the_day_that_comes() -> None:
    about = a_case([a_rule(rule(DONE_IN_MAY))], [a_check(完成日="2017-05-20")]).grounds(day("2017-03-01"))
    observe(a_rule(rule(DONE_IN_MAY)), about)
    assert about.clock.next_day == day("2017-05-20")


@pytest.mark.parametrize(
    ("field", "as_of", "outcome"),
    [
        pytest.param("日期.天数", "2017-03-16", PENDING, id="four of five days"),
        pytest.param("日期.天数", "2017-03-17", SATISFIED, id="five of five"),
        pytest.param("日期.工作日数", "2017-03-16", PENDING, id="four working days"),
        pytest.param("日期.工作日数", "2017-03-17", SATISFIED, id="five of them"),
    ],
)
def test_only_days_that_have_come_are_counted(field: str, as_of: str, outcome: Outcome) -> None:
    shown = rule(f"each: {{where: {{{field}: {{at_least: 5}}}}}}")
    assert outcome_of(shown, [a_record("检查", "2017-03-13/2017-03-17")], as_of) is outcome


@pytest.mark.parametrize(
    ("expect", "before"),
    [
        pytest.param("each: {where: {件数: {at_least: 5}}}", GAP, id="each"),
        pytest.param("total: {measure: {latest: 件数}, at_least: 5}", PENDING, id="latest"),
    ],
)
def test_a_record_is_not_the_latest_for_a_session_that_has_not_come(expect: str, before: Outcome) -> None:
    records = [
        a_record("检查", ["2017-03-01", "2017-06-02"], 件数="5"),
        a_record("检查", "2017-05-01", 件数="1"),
    ]
    latest = rule(expect, "类型: 检查, pick: latest" if expect.startswith("each") else "类型: 检查")
    outcomes = [outcome_of(latest, records, as_of) for as_of in ("2017-06-01", "2017-06-02")]
    assert outcomes == [before, SATISFIED]


@pytest.mark.parametrize(
    ("days", "longest", "shortest"),
    [
        pytest.param("2017-03-01", 1, 1, id="a day"),
        pytest.param("2017-03-01/2017-03-05", 5, 5, id="a span"),
        pytest.param(["2017-03-01", "2017-04-01", "2017-05-01"], 1, 1, id="three days apart"),
        pytest.param(["2017-03-01", "2017-03-02", "2017-03-04"], 2, 1, id="two in a row and one"),
        pytest.param(["2017-02-28", "2017-03-01"], 2, 2, id="over the end of a month"),
        pytest.param(["2017-05-30", "2017-06-01"], 1, 1, id="a day between"),
    ],
)
def test_days_without_a_break_are_one_stay(days: Any, longest: int, shortest: int) -> None:
    held = [a_record("检查", days)]
    for field, number in (("日期.最长连续天数", longest), ("日期.最短连续天数", shortest)):
        for limit, outcome in ((number, SATISFIED), (number + 1, GAP)):
            shown = rule(f"each: {{where: {{{field}: {{at_least: {limit}}}}}}}")
            assert outcome_of(shown, held, END) is outcome


def test_a_stay_that_lasts_has_the_days_that_have_come() -> None:
    shown = rule("each: {where: {日期.最短连续天数: {at_least: 3}}}")
    held = [a_record("检查", "2017-03-01/2017-03-03")]
    assert [outcome_of(shown, held, f"2017-03-0{at}") for at in (2, 3)] == [PENDING, SATISFIED]
