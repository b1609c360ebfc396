"""``quantifier`` of each and lag: so many of the records, or such a share of them."""

# ruff: noqa: E501 - one case a line reads as a table

from typing import Any

import pytest

from civcheck.language.saying import Glossary
from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_pack, a_record, a_rule, judge_rule, lectures, outcome_of, said

SATISFIED, GAP, PENDING, UNDETERMINED = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING, Outcome.UNDETERMINED
NOTHING = Outcome.NOT_APPLICABLE

LAG = "{select: {类型: 讲堂%s}, expect: {lag: {from: 日期, to: 报送日期, at_most: 7, quantifier: {at_least: %s}}}, on_empty: not-applicable}"
EACH = "{select: {类型: 讲堂%s}, expect: {each: {filled: [报送日期], due: {days: 7}, quantifier: {at_least: %s}}}, on_empty: not-applicable}"
CONSTRUCTS = pytest.mark.parametrize("rule", [pytest.param(LAG, id="lag"), pytest.param(EACH, id="each")])

GOOD, LATE, WAITING = (
    a_record("讲堂", "2017-03-01", 报送日期="2017-03-08"),
    a_record("讲堂", "2017-03-01", 报送日期="2017-03-09"),
    a_record("讲堂", "2017-12-28"),
)


@CONSTRUCTS
@pytest.mark.parametrize(
    ("good", "late", "waiting", "asked", "as_of", "outcome"),
    [
        pytest.param(9, 1, 0, "90%", "2017-12-31", SATISFIED, id="nine of ten"),
        pytest.param(8, 2, 0, "90%", "2017-12-31", GAP, id="eight of ten"),
        pytest.param(8, 1, 0, "90%", "2017-12-31", GAP, id="eight of nine are less than nine tenths"),
        pytest.param(8, 2, 0, "90%", "2017-12-30", PENDING, id="more may come while the window is open"),
        pytest.param(9, 1, 0, "90%", "2017-12-30", SATISFIED, id="as it stands while the window is open"),
        pytest.param(8, 1, 1, "90%", "2017-12-31", PENDING, id="one has time left, and may decide"),
        pytest.param(8, 1, 1, "90%", "2018-01-03", PENDING, id="its last day but one"),
        pytest.param(8, 1, 1, "90%", "2018-01-04", GAP, id="its last day is over"),
        pytest.param(7, 2, 1, "90%", "2017-12-31", GAP, id="one has time left, and cannot decide"),
        pytest.param(9, 0, 1, "90%", "2017-12-31", SATISFIED, id="one has time left, and need not"),
        pytest.param(3, 0, 0, "100%", "2017-12-31", SATISFIED, id="all"),
        pytest.param(3, 1, 0, "100%", "2017-12-31", GAP, id="all but one"),
        pytest.param(0, 3, 0, "0.1%", "2017-12-31", GAP, id="a small share of none"),
        pytest.param(1, 2, 0, "33.3%", "2017-12-31", SATISFIED, id="a third is more than 33.3 percent"),
        pytest.param(1, 2, 0, "33.34%", "2017-12-31", GAP, id="a third is less than 33.34 percent"),
        pytest.param(0, 0, 0, "90%", "2017-12-30", PENDING, id="none yet"),
        pytest.param(0, 0, 0, "90%", "2017-12-31", NOTHING, id="none, as on_empty says"),
        pytest.param(5, 9, 0, "5", "2017-12-31", SATISFIED, id="five"),
        pytest.param(4, 9, 0, "5", "2017-12-31", GAP, id="four are not five"),
        pytest.param(4, 0, 1, "5", "2017-12-31", PENDING, id="a fifth has time left"),
        pytest.param(4, 9, 0, "5", "2017-12-30", PENDING, id="a fifth may come"),
    ],
)  # fmt: skip
def test_so_many_or_a_share(
    rule: str, good: int, late: int, waiting: int, asked: str, as_of: str, outcome: Outcome
) -> None:
    records = [GOOD] * good + [LATE] * late + [WAITING] * waiting
    assert outcome_of(rule % ("", asked), records, as_of) is outcome


@CONSTRUCTS
@pytest.mark.parametrize(
    ("blank", "asked", "unread", "outcome"),
    [
        pytest.param(LATE, "80%", [], UNDETERMINED, id="one that may be selected and is late"),
        pytest.param(GOOD, "80%", [], SATISFIED, id="one that may be selected and is good"),
        pytest.param(LATE, "60%", [], SATISFIED, id="even then it is enough"),
        pytest.param(LATE, "4", [], SATISFIED, id="so many is no share"),
        pytest.param(GOOD, "80%", ["讲堂"], UNDETERMINED, id="one is unread"),
        pytest.param(GOOD, "4", ["讲堂"], SATISFIED, id="one is unread, and so many are there"),
        pytest.param(GOOD, "95%", ["讲堂"], GAP, id="what is short stays so"),
    ],
)
def test_doubts_about_a_share(rule: str, blank: Any, asked: str, unread: list[str], outcome: Outcome) -> None:
    lecture = {"形式": "外请报告"}
    records = [{**each, **lecture} for each in [GOOD] * 4 + [LATE]] + [blank]
    assert outcome_of(rule % (", 形式: 外请报告", asked), records, "2017-12-31", unread=unread) is outcome


@CONSTRUCTS
def test_nothing_but_what_may_be_selected_and_is_late_is_doubted(rule: str) -> None:
    assert outcome_of(rule % (", 形式: 外请报告", "80%"), [LATE], "2017-12-31") is UNDETERMINED
    assert outcome_of(rule % (", 形式: 外请报告", "80%"), [GOOD], "2017-12-31") is NOTHING


def test_a_share_names_those_that_are_late() -> None:
    seen = judge_rule(LAG % ("", "90%"), [GOOD] * 8 + [LATE] * 2, "2017-12-31")
    assert said(seen) == "10 条中有 8 条按期（80%，要求 ≥90%）"
    assert [say(each.lacks[0]) for each in seen.shorts] == ["“报送日期”是 2017-03-09，期限是 2017-03-08"] * 2
    assert (seen.have, seen.need, len(seen.shown)) == (8, 9, 8)


def test_a_share_says_how_many_have_time_left() -> None:
    seen = judge_rule(LAG % ("", "90%"), [GOOD] * 2 + [WAITING], "2017-12-31")
    assert (said(seen), str(seen.due)) == (
        "3 条中有 2 条按期（约 66.67%，要求 ≥90%），还有 1 条未到期",
        "2018-01-04",
    )


def test_a_share_of_each_says_what_is_lacking() -> None:
    rule = (
        "{select: {类型: 讲堂}, expect: {each: {roles: [方案], quantifier: {at_least: 50%}}}, on_empty: gap}"
    )
    seen = judge_rule(rule, lectures("2017-03-01"), "2017-12-31")
    assert said(seen) == "1 条中有 0 条符合（0%，要求 ≥50%）；已有记录未见：方案"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            LAG % ("", "90%"),
            "至少 90% 的记录要：它的“报送日期”最迟在“日期”之后 7 天（“日期”当天不算）；“日期”有几天的，从结束那天起算",
        ),
        (
            LAG % ("", "5"),
            "至少 5 条记录要：它的“报送日期”最迟在“日期”之后 7 天（“日期”当天不算）；“日期”有几天的，从结束那天起算",
        ),
    ],
)
def test_so_many_in_words(rule: str, words: str) -> None:
    assert say(a_rule(rule).expect[0].words(Glossary.of(a_pack()))) == words


def test_a_way_of_each_record_asks_it_of_every_one() -> None:
    with pytest.raises(ValueError, match="branch-not-by-record"):
        a_rule(
            "{select: {类型: 讲堂}, on_empty: gap, expect: {any_of: {each: true, of: [{lag: {from: 日期, to: 报送日期, at_most: 7, quantifier: {at_least: 90%}}}]}}}"
        )
