"""``link`` with ``pick``: of the tied records that keep to the days the latest, or earliest, alone is asked."""

# ruff: noqa: E501 - one case a line reads as a table

from typing import Any

import pytest
from pydantic import ValidationError

from civcheck.language.saying import Glossary
from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_pack, a_record, a_rule, judge_rule, outcome_of, said

SATISFIED, GAP, PENDING, UNDETERMINED = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING, Outcome.UNDETERMINED

RULE = "{select: {类型: 讲堂}, on_empty: not-applicable, expect: {link: {to: {类型: 检查}, by: [负责人], within: {%s}, pick: %s, where: {等级: 一般}}}}"
BEFORE = "at_least: 0, direction: before"
LATEST, EARLIEST = RULE % (BEFORE, "latest"), RULE % (BEFORE, "earliest")
USE = a_record("讲堂", "2017-05-10", 负责人="甲")


def good(day: Any, who: str | None = "甲", **fields: Any) -> Any:
    return a_record("检查", day, 等级="一般", **({"负责人": who} if who else {}), **fields)


def bad(day: Any, who: str | None = "甲") -> Any:
    return a_record("检查", day, 等级="重大", **({"负责人": who} if who else {}))


def silent(day: Any) -> Any:
    return a_record("检查", day, 负责人="甲")


@pytest.mark.parametrize(
    ("others", "latest", "earliest"),
    [
        pytest.param([good("2017-05-02")], SATISFIED, SATISFIED, id="one that does"),
        pytest.param([bad("2017-05-02")], GAP, GAP, id="one that does not"),
        pytest.param([], GAP, GAP, id="none"),
        pytest.param([good("2017-05-02"), bad("2017-05-05")], GAP, SATISFIED, id="an older good one hides no later one"),
        pytest.param([bad("2017-05-02"), good("2017-05-05")], SATISFIED, GAP, id="a later good one mends it"),
        pytest.param([good("2017-05-02"), bad("2017-05-11")], SATISFIED, SATISFIED, id="what comes after it is not asked"),
        pytest.param([good("2017-05-02"), bad("2017-05-10")], GAP, SATISFIED, id="on the very day"),
        pytest.param([good("2017-05-02"), bad("2017-05-05", "乙")], SATISFIED, SATISFIED, id="of another"),
        pytest.param([good("2017-05-05"), bad("2017-05-05")], UNDETERMINED, UNDETERMINED, id="two of one day that differ"),
        pytest.param([good("2017-05-05"), good("2017-05-05")], SATISFIED, SATISFIED, id="two of one day that do"),
        pytest.param([bad("2017-05-05"), bad("2017-05-05")], GAP, GAP, id="two of one day that do not"),
        pytest.param([good("2017-05-02"), silent("2017-05-05")], GAP, SATISFIED, id="the latest says nothing"),
        pytest.param([good("2017-05-05"), bad("2017-05-02"), bad("2017-05-02")], SATISFIED, GAP, id="two of another day"),
        pytest.param([good("2017-05-02"), bad("2017-05-05", None)], UNDETERMINED, SATISFIED, id="a later one of nobody knows whom"),
        pytest.param([good("2017-05-05"), bad("2017-05-02", None)], SATISFIED, UNDETERMINED, id="an earlier one of nobody knows whom"),
        pytest.param([good("2017-05-05"), bad("2017-05-05", None)], UNDETERMINED, UNDETERMINED, id="one of that day of nobody knows whom"),
        pytest.param([good("2017-05-02"), good("2017-05-05", None)], SATISFIED, SATISFIED, id="a later one does whosever it is"),
        pytest.param([good("2017-05-02"), bad("2017-05-11", None)], SATISFIED, SATISFIED, id="one of nobody knows whom, after it"),
        pytest.param([bad("2017-05-05", None)], GAP, GAP, id="one of nobody knows whom shows nothing"),
        pytest.param([good("2017-04-01/2017-05-09"), bad("2017-05-05")], SATISFIED, GAP, id="a span by its last day"),
        pytest.param([good("2017-05-06"), bad(["2017-05-04", "2017-05-20"])], SATISFIED, GAP, id="sessions by those that keep to the days"),
        pytest.param([good("2017-05-03"), bad(["2017-05-04", "2017-05-20"])], GAP, SATISFIED, id="sessions that keep to the days, and are later"),
    ],
)  # fmt: skip
def test_one_alone_is_asked(others: list[Any], latest: Outcome, earliest: Outcome) -> None:
    assert outcome_of(LATEST, [USE, *others], "2017-12-31") is latest
    assert outcome_of(EARLIEST, [USE, *others], "2017-12-31") is earliest


def test_an_unread_one_may_be_the_latest() -> None:
    assert outcome_of(LATEST, [USE, good("2017-05-02")], "2017-12-31", unread=["检查"]) is UNDETERMINED
    assert outcome_of(LATEST, [USE, bad("2017-05-02")], "2017-12-31", unread=["检查"]) is GAP


@pytest.mark.parametrize(
    ("others", "as_of", "outcome"),
    [
        pytest.param([bad("2017-05-12")], "2017-05-19", PENDING, id="another may come until then"),
        pytest.param([bad("2017-05-12")], "2017-05-20", GAP, id="none has come"),
        pytest.param([bad("2017-05-12"), good("2017-05-20")], "2017-05-20", SATISFIED, id="it has come"),
        pytest.param([good("2017-05-12"), bad("2017-05-14")], "2017-05-13", SATISFIED, id="as it stands"),
        pytest.param([good("2017-05-12"), bad("2017-05-14")], "2017-05-14", PENDING, id="a later one came"),
        pytest.param(
            [good("2017-05-12"), bad("2017-05-21")], "2017-12-31", SATISFIED, id="too late to be picked"
        ),
    ],
)
def test_after_it_the_last_in_time_is_asked(others: list[Any], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(RULE % ("days: 10, direction: after", "latest"), [USE, *others], as_of) is outcome


def test_every_use_looks_back_from_its_own_day() -> None:
    others = [good("2017-05-02"), bad("2017-05-05"), good("2017-05-08")]
    days = [a_record("讲堂", f"2017-05-{day:02}", 负责人="甲") for day in (3, 6, 9)]
    seen = judge_rule(LATEST, [*days, *others], "2017-12-31")
    assert (seen.outcome, [str(each.record.days.first) for each in seen.shorts]) == (GAP, ["2017-05-06"])
    assert (
        said(seen)
        == "3 条记录中有 1 条对应的记录不合要求：2017-05-05 的“检查”：“等级”写的是“重大”（要求：“等级”是“一般”）"
    )


def test_the_picked_one_alone_must_show_material() -> None:
    rule = "{select: {类型: 讲堂}, on_empty: gap, expect: {link: {to: {类型: 公示}, by: [负责人], pick: latest}}}"
    paper = {"附件": {"方案": "公示.pdf"}, "负责人": "甲"}
    older, newer = a_record("公示", "2017-03-01", **paper), a_record("公示", "2017-04-01", 负责人="甲")
    assert outcome_of(rule, [USE, older], "2017-12-31") is SATISFIED
    assert outcome_of(rule, [USE, older, newer], "2017-12-31") is GAP


def test_a_chain_goes_on_from_the_picked_one() -> None:
    rule = (
        "{select: {类型: 讲堂}, on_empty: gap, expect: {link: ["
        "{to: {类型: 检查}, by: [负责人], pick: latest}, {to: {类型: 慰问}, by: [地点]}]}}"
    )
    records = [USE, good("2017-05-02", 地点="礼堂"), good("2017-05-05", 地点="操场")]
    assert outcome_of(rule, [*records, a_record("慰问", "2017-06-01", 地点="礼堂")], "2017-12-31") is GAP
    assert (
        outcome_of(rule, [*records, a_record("慰问", "2017-06-01", 地点="操场")], "2017-12-31") is SATISFIED
    )


def test_it_is_said_which_one_is_asked() -> None:
    (link,) = a_rule(LATEST).expect
    assert say(link.words(Glossary.of(a_pack()))) == (
        "每一条记录都有对应的记录：“类型”是“检查”（“负责人”相同，其中日期最晚的那一条，“等级”是“一般”），不晚于它（同一天也可以），这条记录是一段日子的，"
        "从开始那天往前算"
    )


@pytest.mark.parametrize(
    "beside", ["at_least: 2", "at_most: 0", "every: 是", "sum: {field: 件数, at_least: 3}"]
)
def test_what_counts_several_does_not_go_with_it(beside: str) -> None:
    with pytest.raises(ValidationError, match="link-pick-alone"):
        a_rule(LATEST.replace("pick:", f"{beside}, pick:"))
