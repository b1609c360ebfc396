"""Judgements: what a person may answer, until when, about what, and whose word stands."""

from typing import Any

import pytest

from civcheck.messages import say
from civcheck.model.outcome import Outcome
from civcheck.model.unit import Judgement
from civcheck.verdict.fingerprint import fingerprint
from civcheck.verdict.run import run_audit

from ..builders import (
    a_case,
    a_judgement,
    a_ledger,
    a_pack,
    a_record,
    a_rule,
    a_unit,
    day,
    judged,
    lectures,
)

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED, NEEDS_REVIEW = Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW
NOT_APPLICABLE, WAIVED = Outcome.NOT_APPLICABLE, Outcome.WAIVED

# what each rule comes to when one lecture was held and the year is not over
RULES = {
    SATISFIED: "{select: {类型: 讲堂}, expect: {count: {at_least: 1}}}",
    GAP: "{select: {类型: 讲堂}, expect: {none: {}}}",
    PENDING: "{select: {类型: 慰问}, expect: {count: {at_least: 1}}}",
    UNDETERMINED: "{applies_to: {有下级单位: 是}, select: {类型: 慰问}, expect: {none: {}}}",
    NEEDS_REVIEW: "{select: {类型: 讲堂}, expect: {review: {question: 好吗？}}}",
    NOT_APPLICABLE: "{applies_to: {单位类型: 监狱}, expect: {count: {at_least: 1}}}",
}
PERSON = {NEEDS_REVIEW, UNDETERMINED}
EXCUSABLE = {GAP, PENDING, NEEDS_REVIEW, UNDETERMINED}
MAY_ANSWER = {
    "met": (PERSON, SATISFIED),
    "not-met": (PERSON, GAP),
    "not-applicable": (EXCUSABLE, WAIVED),
    "waived": (EXCUSABLE, WAIVED),
    "substituted": (EXCUSABLE, WAIVED),
}
AS_OF = "2017-06-30"


def codes(result: Any) -> list[str]:
    return [notice.code for notice in result.notices]


@pytest.mark.parametrize("verdict", MAY_ANSWER)
@pytest.mark.parametrize("outcome", RULES)
def test_what_a_judgement_may_answer(verdict: str, outcome: Outcome) -> None:
    may, becomes = MAY_ANSWER[verdict]
    result = judged(RULES[outcome], lectures("2017-03-01"), AS_OF, a_judgement(verdict))
    assert result.seen.outcome is outcome
    if outcome in may:
        assert (result.outcome, result.underlying, codes(result)) == (becomes, outcome, [])
        assert result.use is not None
        assert (result.use.verdict, result.use.superior) == (verdict, False)
    else:
        nothing_left = outcome in (SATISFIED, NOT_APPLICABLE)
        assert (result.outcome, result.use) == (outcome, None)
        assert codes(result) == ["judgement-nothing" if nothing_left else "judgement-may-not"]


def test_a_judgement_about_another_rule_is_not_applied() -> None:
    other = a_judgement("waived", rules=("1.2",))
    assert judged(RULES[GAP], lectures("2017-03-01"), AS_OF, other).outcome is GAP


@pytest.mark.parametrize(
    ("changes", "outcome", "code"),
    [
        pytest.param({"until": day("2017-06-30")}, WAIVED, None, id="until as-of"),
        pytest.param({"until": day("2017-06-29")}, GAP, "judgement-expired", id="until the day before"),
        pytest.param({"day": day("2017-06-30")}, WAIVED, None, id="of as-of"),
        pytest.param({"day": day("2017-07-01")}, GAP, "judgement-later", id="of the day after"),
        pytest.param({"fingerprint": "0" * 16}, GAP, "judgement-fingerprint", id="of other records"),
    ],
)
def test_days_of_a_judgement_are_inclusive(
    changes: dict[str, Any], outcome: Outcome, code: str | None
) -> None:
    result = judged(RULES[GAP], lectures("2017-03-01"), AS_OF, a_judgement("waived", **changes))
    assert (result.outcome, codes(result)) == (outcome, [code] if code else [])


def test_what_a_refusal_says() -> None:
    expired = a_judgement("waived", until=day("2017-06-29"))
    [notice] = judged(RULES[GAP], lectures("2017-03-01"), AS_OF, expired).notices
    assert say(notice.text) == "规则 1.1 的人工认定已于 2017-06-29 到期，未采用"


# --- the fingerprint


def print_of(*records: Any) -> str:
    return fingerprint(a_case([], records).index.all())


LECTURE = a_record("讲堂", "2017-03-01", 主题="文明用语", 附件={"方案": "方案.docx"})


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({**LECTURE, "主题": "文明出行"}, id="a field"),
        pytest.param({**LECTURE, "日期": "2017-03-02"}, id="a day"),
        pytest.param({**LECTURE, "附件": {"方案": "新.docx"}}, id="a file"),
        pytest.param({**LECTURE, "附件": {"纪要": "方案.docx"}}, id="a role"),
        pytest.param({**LECTURE, "备注": "补"}, id="a note"),
    ],
)
def test_a_changed_record_has_another_fingerprint(changed: Any) -> None:
    assert print_of(LECTURE) == print_of(dict(LECTURE))
    assert print_of(changed) != print_of(LECTURE)


def test_a_fingerprint_binds_to_the_records_the_rule_selects() -> None:
    bound = a_judgement("waived", fingerprint=print_of(LECTURE))
    assert judged(RULES[GAP], [LECTURE], AS_OF, bound).outcome is WAIVED
    assert judged(RULES[GAP], [LECTURE, a_record("慰问", "2017-03-01")], AS_OF, bound).outcome is WAIVED
    assert judged(RULES[GAP], [LECTURE, *lectures("2017-04-01")], AS_OF, bound).outcome is GAP


# --- a record as target

EACH = "{select: {类型: 讲堂}, expect: {each: {roles: [方案]}}, on_empty: gap}"
LAG = "{select: {类型: 讲堂}, expect: {lag: {from: 日期, to: 报送日期, at_most: 3}}, on_empty: gap}"
NONE = "{select: {类型: 讲堂}, expect: {none: {}}}"
BRANCHED = (
    "{select: {类型: 讲堂}, "
    "expect: {all_of: [{each: {roles: [方案]}}, {lag: {from: 日期, to: 报送日期, at_most: 3}}]}, on_empty: gap}"
)
WHOLE = a_record("讲堂", "2017-03-01", 编号="A1", 报送日期="2017-03-02", 附件={"方案": "a.docx"})
BARE = a_record("讲堂", "2017-04-01", 编号="A2")


@pytest.mark.parametrize(
    ("rule", "records", "outcome"),
    [
        pytest.param(EACH, [WHOLE, BARE], WAIVED, id="each"),
        pytest.param(LAG, [WHOLE, BARE], WAIVED, id="lag"),
        pytest.param(NONE, [BARE], WAIVED, id="none"),
        pytest.param(NONE, [WHOLE, BARE], GAP, id="none, another one is left"),
        pytest.param(BRANCHED, [WHOLE, BARE], WAIVED, id="each in a branch"),
        pytest.param(EACH, [BARE], WAIVED, id="nothing is left"),
    ],
)  # fmt: skip
def test_a_target_is_taken_out_and_the_rule_is_excused_where_nothing_else_is_short(
    rule: str, records: list[Any], outcome: Outcome
) -> None:
    result = judged(rule, records, AS_OF, a_judgement("waived", target="A2"))
    assert (result.outcome, result.underlying, codes(result)) == (outcome, GAP, [])


@pytest.mark.parametrize(
    "expect",
    [
        "count: {at_least: 3}",
        "cover: {field: 主题, members: [文明用语]}",
        "count: {at_least: 3}, each: {roles: [方案]}",
        "ratio: {part: {count: {主题: 文明用语}}, whole: {count: all}, at_least: 1/2}",
        "review: {question: 好吗？}",
        "any_of: [{count: {at_least: 3}}, {each: {roles: [方案]}}]",
    ],
)
def test_elsewhere_a_target_is_refused(expect: str) -> None:
    rule = f"{{select: {{类型: 讲堂}}, expect: {{{expect}}}, on_empty: gap}}"
    result = judged(rule, [WHOLE, BARE], AS_OF, a_judgement("waived", target="A2"))
    assert (result.use, codes(result)) == (None, ["judgement-target-refused"])


@pytest.mark.parametrize(
    ("target", "code"),
    [
        pytest.param("A3", "judgement-target", id="no such record"),
        pytest.param("A2", None, id="its number"),
        pytest.param("“Ａ２”", None, id="its number as texts are compared"),
        pytest.param("记录.yaml#2", None, id="its path"),
        pytest.param("记录.yaml", "judgement-target-several", id="the path of a file with two"),
        pytest.param("B1", "judgement-nothing", id="a record the rule does not look at"),
        pytest.param("《》", "judgement-target", id="no name at all"),
    ],
)
def test_which_record_is_meant(target: str, code: str | None) -> None:
    records = [WHOLE, BARE, a_record("慰问", "2017-03-01", 编号="B1")]
    result = judged(EACH, records, AS_OF, a_judgement("waived", target=target))
    assert (result.outcome, codes(result)) == (GAP if code else WAIVED, [code] if code else [])


def test_a_number_used_twice_names_no_record() -> None:
    result = judged(EACH, [WHOLE, BARE, BARE], AS_OF, a_judgement("waived", target="A2"))
    assert codes(result) == ["judgement-target-several"]


def test_two_targets_are_both_taken_out() -> None:
    other = a_record("讲堂", "2017-05-01", 编号="A3")
    out = [a_judgement("waived", target=each) for each in ("A2", "A3")]
    assert judged(EACH, [WHOLE, BARE, other], AS_OF, *out[:1]).outcome is GAP
    assert judged(EACH, [WHOLE, BARE, other], AS_OF, *out).outcome is WAIVED


def test_a_person_says_of_a_doubtful_record_that_it_is_none() -> None:
    rule = "{select: {类型: 处分, 性质: 重大}, expect: {none: {}}}"
    record = a_record("处分", "2017-03-01", 编号="C1")
    assert judged(rule, [record], AS_OF).outcome is UNDETERMINED
    assert judged(rule, [record], AS_OF, a_judgement("not-applicable", target="C1")).outcome is WAIVED


# --- adjusted params

IN_TIME = "{select: {类型: 讲堂}, expect: {each: {roles: [方案], due: {days: {param: 期限}}}}, on_empty: gap}"


@pytest.mark.parametrize(
    ("rule", "params", "outcome", "code"),
    [
        pytest.param(IN_TIME, {"期限": "90"}, SATISFIED, None, id="more days"),
        pytest.param(IN_TIME, {"期限": "5"}, GAP, None, id="fewer days"),
        pytest.param(IN_TIME, {"期限": "很多"}, GAP, "judgement-param", id="no number"),
        pytest.param(IN_TIME, {"没有": "5"}, GAP, "judgement-param", id="no such param"),
        pytest.param(IN_TIME, {"场次": "5"}, GAP, "judgement-param", id="a param of other rules"),
        pytest.param(
            "{select: {类型: 讲堂}, expect: {count: {at_least: {param: 次数}}}}",
            {"次数": "1"}, PENDING, "judgement-param",
            id="may only be tightened",
        ),
        pytest.param(
            "{select: {类型: 讲堂}, window: {from: 2017-01-01, to: {param: 截止}}, expect: {count: {at_least: 2}}}",
            {"截止": "2017-12-31"}, GAP, "judgement-param", id="locked",
        ),
        pytest.param(
            "{select: {类型: 讲堂}, "
            "expect: {count: {at_least: {param: 场次}}}}", {"场次": "1"}, SATISFIED, None, id="fewer"
        ),
    ],
)  # fmt: skip
def test_only_params_that_may_change_are_adjusted(
    rule: str, params: Any, outcome: Outcome, code: str | None
) -> None:
    late = lectures("2017-03-01", 附件={"方案": {"文件": "a.docx", "日期": "2017-04-01"}})
    result = judged(rule, late, AS_OF, a_judgement("adjusted", params=params))
    assert (result.outcome, codes(result)) == (outcome, [code] if code else [])
    assert (result.use is None) == (code is not None)


def test_an_adjusted_param_and_a_target_hold_together() -> None:
    late = {**WHOLE, "附件": {"方案": {"文件": "a.docx", "日期": "2017-04-01"}}}
    both = [a_judgement("waived", target="A2"), a_judgement("adjusted", params={"期限": "90"})]
    for order in (both, both[::-1]):
        assert judged(IN_TIME, [late, BARE], AS_OF, *order).outcome is WAIVED
    assert judged(IN_TIME, [late, BARE], AS_OF, both[0]).outcome is GAP


# --- several, and the superior's word on top

SUPERIOR = {"superior": True, "file": "register.yaml"}


@pytest.mark.parametrize(
    ("judgements", "outcome", "superior"),
    [
        pytest.param([a_judgement("met")], SATISFIED, False, id="its own word"),
        pytest.param(
            [a_judgement("met"), a_judgement("not-met", **SUPERIOR)], GAP, True, id="the superior says no"
        ),
        pytest.param([a_judgement("not-met", **SUPERIOR), a_judgement("met")], GAP, True, id="in any order"),
        pytest.param(
            [a_judgement("not-met"), a_judgement("met", **SUPERIOR)],
            SATISFIED,
            True,
            id="the superior says yes",
        ),
        pytest.param(
            [a_judgement("waived"), a_judgement("not-met", **SUPERIOR)],
            GAP,
            True,
            id="the superior does not excuse",
        ),
        pytest.param(
            [a_judgement("met"), a_judgement("not-met")], GAP, False, id="of its own the last stands"
        ),
        pytest.param(
            [a_judgement("met"), a_judgement("not-met", until=day("2017-01-01"), **SUPERIOR)],
            SATISFIED,
            False,
            id="expired",
        ),
    ],
)
def test_whose_word_stands(judgements: list[Judgement], outcome: Outcome, superior: bool) -> None:
    result = judged(RULES[NEEDS_REVIEW], lectures("2017-03-01"), AS_OF, *judgements)
    assert (result.outcome, result.underlying) == (outcome, NEEDS_REVIEW)
    assert result.use is not None
    assert result.use.superior is superior


def test_a_judgement_cannot_turn_what_the_ledger_shows() -> None:
    result = judged(RULES[GAP], lectures("2017-03-01"), AS_OF, a_judgement("met", **SUPERIOR))
    assert (result.outcome, codes(result)) == (GAP, ["judgement-may-not"])


def test_a_fact_that_was_declared_leaves_nothing_to_answer() -> None:
    unit = a_unit(其他事实={"有下级单位": "否"})
    result = judged(a_rule(RULES[UNDETERMINED]), [], AS_OF, a_judgement("met"), unit=unit)
    assert (result.outcome, codes(result)) == (NOT_APPLICABLE, ["judgement-nothing"])


def test_a_heading_has_nothing_to_answer() -> None:
    heading = a_rule("{id: '1.0', answered_by: ['1.1']}")
    pack = a_pack(heading, a_rule(RULES[GAP]))
    judgement = a_judgement("waived", rules=("1.0",))
    report = run_audit(a_ledger(pack, lectures("2017-03-01")), pack, day(AS_OF), judgements=[judgement])
    assert [(notice.code, notice.rule) for notice in report.notices] == [("judgement-heading", "1.0")]


def test_the_report_says_how_many_rules_were_decided_and_what_binds_to_nothing() -> None:
    pack = a_pack(a_rule(RULES[GAP]))
    ledger = a_ledger(pack, lectures("2017-03-01"))
    report = run_audit(ledger, pack, day(AS_OF), judgements=[a_judgement("waived")])
    assert (report.judged, report.counters[WAIVED], report.counters[GAP]) == (1, 1, 0)
    [found] = report.findings
    assert (found.outcome, found.underlying) == (WAIVED, GAP)
    assert [notice.code for notice in report.notices] == ["judgement-unbound"]
    bound = [a_judgement("waived", fingerprint=found.fingerprint)]
    assert run_audit(ledger, pack, day(AS_OF), judgements=bound).notices == ()


def test_of_two_judgements_about_a_rule_the_later_stands_and_a_notice_says_so() -> None:
    both = [a_judgement("waived"), a_judgement("not-applicable")]
    result = judged(RULES[GAP], [LECTURE], AS_OF, *both)
    assert (result.outcome, codes(result)) == (WAIVED, ["judgement-again"])
    assert result.use is not None
    assert result.use.verdict == "not-applicable"
