"""``any_of`` and ``all_of``, several constructs in one rule, and how outcomes combine."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civcheck.model.outcome import Outcome, combine_all, combine_any

from ..builders import a_record, a_unit, judge_rule, lectures, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED, NEEDS_REVIEW = Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW
NOT_APPLICABLE = Outcome.NOT_APPLICABLE

MEMBERS = [GAP, UNDETERMINED, PENDING, NEEDS_REVIEW, SATISFIED, NOT_APPLICABLE]
ALL_ORDER = [GAP, UNDETERMINED, PENDING, NEEDS_REVIEW, SATISFIED]
ANY_ORDER = [SATISFIED, UNDETERMINED, NEEDS_REVIEW, PENDING, GAP]


@pytest.mark.parametrize(("one", "other"), list(product(MEMBERS, MEMBERS)))
def test_two_members_combine_to_the_first_that_occurs(one: Outcome, other: Outcome) -> None:
    both = {one, other}
    assert combine_all([one, other]) is next((each for each in ALL_ORDER if each in both), NOT_APPLICABLE)
    assert combine_any([one, other]) is next((each for each in ANY_ORDER if each in both), NOT_APPLICABLE)


@given(st.lists(st.sampled_from(MEMBERS)), st.randoms())
def test_the_order_of_members_does_not_matter(members: list[Outcome], random: object) -> None:
    shuffled = list(members)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert combine_all(members) is combine_all(shuffled)
    assert combine_any(members) is combine_any(shuffled)


# what each branch comes to when a lecture was held and the year is not over
BRANCH = {
    SATISFIED: "{title: 甲, select: {类型: 讲堂}, count: {at_least: 1}}",
    GAP: "{title: 乙, select: {类型: 讲堂}, none: {}}",
    PENDING: "{title: 丙, select: {类型: 慰问}, count: {at_least: 1}}",
    UNDETERMINED: "{title: 丁, applies_to: {有下级单位: 是}, select: {类型: 慰问}, none: {}}",
    NEEDS_REVIEW: "{title: 戊, select: {类型: 讲堂}, review: {question: 好吗？}}",
    NOT_APPLICABLE: "{title: 己, applies_to: {单位类型: 监狱}, select: {类型: 慰问}, count: {at_least: 1}}",
}


@pytest.mark.parametrize("one", MEMBERS)
@pytest.mark.parametrize("other", MEMBERS)
@pytest.mark.parametrize(("form", "combine"), [("all_of", combine_all), ("any_of", combine_any)])
def test_branches_combine_like_their_outcomes(
    one: Outcome, other: Outcome, form: str, combine: object
) -> None:
    rule = f"{{expect: {{{form}: [{BRANCH[one]}, {BRANCH[other]}]}}}}"
    assert outcome_of(rule, lectures("2017-03-01"), "2017-06-30") is combine([one, other])  # type: ignore[operator]


def test_a_gap_names_only_the_members_that_are_short() -> None:
    rule = f"{{expect: {{all_of: [{BRANCH[SATISFIED]}, {BRANCH[PENDING]}, {BRANCH[GAP]}]}}}}"
    seen = judge_rule(rule, lectures("2017-03-01"), "2017-06-30")
    assert said(seen) == "“类型”是“讲堂”的记录不应有，台账中有 1 条"
    assert seen.missing == ("乙",)


def test_several_constructs_are_independent_and_must_all_hold() -> None:
    rule = "{select: {类型: 讲堂}, expect: {count: {at_least: 2}, each: {roles: [方案]}}, on_empty: gap}"
    whole = {"附件": {"方案": "方案.docx"}}
    assert outcome_of(rule, lectures("2017-03-01", "2017-04-01", **whole), "2017-06-30") is SATISFIED
    assert outcome_of(rule, lectures("2017-03-01", **whole), "2017-06-30") is PENDING
    assert (
        outcome_of(
            rule, [*lectures("2017-03-01", "2017-04-01", **whole), *lectures("2017-05-01")], "2017-06-30"
        )
        is GAP
    )


def test_a_branch_takes_from_the_rule_what_it_does_not_say() -> None:
    rule = (
        "{select: {类型: 讲堂}, window: {from: 2017-03-01, to: 2017-03-31}, on_empty: not-applicable, "
        "expect: {any_of: [{count: {at_least: 2}}, "
        "{window: {from: 2017-05-01, to: 2017-05-31}, count: {at_least: 1}}]}}"
    )
    assert outcome_of(rule, lectures("2017-03-01", "2017-03-31"), "2017-06-30") is SATISFIED
    assert outcome_of(rule, lectures("2017-05-31"), "2017-06-30") is SATISFIED
    assert outcome_of(rule, lectures("2017-04-15"), "2017-06-30") is NOT_APPLICABLE


def test_alternatives_stay_open_until_the_last_of_them_closes() -> None:
    rule = (
        "{select: {类型: 讲堂}, expect: {any_of: [{window: {from: 2017-03-01, to: 2017-03-31}, count: {at_least: 1}}, "
        "{window: {from: 2017-05-01, to: 2017-05-31}, count: {at_least: 1}}]}}"
    )
    seen = judge_rule(rule, [], "2017-02-01")
    assert (seen.outcome, str(seen.due)) == (PENDING, "2017-05-31")
    assert outcome_of(rule, [], "2017-05-30") is PENDING
    assert outcome_of(rule, [], "2017-05-31") is GAP


def test_only_the_alternatives_that_hold_show_it() -> None:
    rule = (
        "{expect: {any_of: [{select: {类型: 讲堂}, count: {at_least: 1}}, "
        "{select: {类型: 慰问}, count: {at_least: 2}}]}}"
    )
    seen = judge_rule(rule, [*lectures("2017-03-01"), a_record("慰问", "2017-03-01")], "2017-06-30")
    assert [record.kind for record in seen.shown] == ["讲堂"]


def test_a_rule_that_does_not_concern_the_unit_prints_the_fact() -> None:
    rule = (
        "{applies_to: {文明单位级别: {at_least: 省级}}, select: {类型: 讲堂}, expect: {count: {at_least: 1}}}"
    )
    seen = judge_rule(rule, [], "2017-06-30", a_unit(文明单位级别="市级"))
    assert (seen.outcome, said(seen)) == (NOT_APPLICABLE, "文明单位级别是市级")


def test_covers_are_told_apart_by_the_titles_of_their_branches() -> None:
    rule = (
        "{select: {类型: 讲堂}, expect: {all_of: ["
        "{title: 主题, cover: {field: 主题, members: [文明用语, 文明出行, 文明餐桌]}}, "
        "{title: 形式, cover: {field: 形式, members: [身边人讲身边事, 外请报告]}}]}}"
    )
    assert said(judge_rule(rule, [], "2017-12-31")) == (
        "主题：3 项中已见 0 项，台账中未见：文明用语、文明出行、文明餐桌；"
        "形式：2 项中已见 0 项，台账中未见：身边人讲身边事、外请报告"
    )
