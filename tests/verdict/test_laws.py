"""Laws that every verdict keeps, whatever the ledger says."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from civcheck.language.rule import Rule
from civcheck.model.outcome import Outcome
from civcheck.verdict.change import next_change
from civcheck.verdict.judging import judge
from civcheck.verdict.observe import Case, observe
from civcheck.verdict.run import run_audit

from ..builders import a_case, a_judgement, a_ledger, a_pack, a_record, a_rule, a_unit, day, lectures

SATISFIED, GAP = Outcome.SATISFIED, Outcome.GAP
RANK = [GAP, Outcome.UNDETERMINED, Outcome.PENDING, Outcome.NEEDS_REVIEW, SATISFIED]

EACH = [
    "each: {roles: [方案, {role: 图片, at_least: 2}], due: {days: 15}}",
    "each: {roles: [方案], due: {by: 2017-06-30}}",
    "each: {roles: [方案]}",
    "each: {filled: [归档, 报送日期], due: {days: 9}}",
    "each: {roles: [方案], due: {months: 1}}",
    "each: {roles: [方案], due: {days: 5, from: 报送日期}}",
    "each: {where: {报送日期: {before: {field: 日期, days: 9}}}, due: {days: 9}}",
]
LAGS = [
    "lag: {from: 日期, to: 报送日期, at_most: 7}",
    "lag: {from: 日期, to: 报送日期, at_most: 3, unit: 工作日}",
    "lag: {from: 日期, to: 报送日期, at_least: 3}",
    "lag: {from: 报送日期, to: 归档, at_least: 1, at_most: 9}",
    "lag: {from: 日期, to: 报送日期, at_most: 1, unit: 月}",
    "lag: {from: 报送日期, to: 日期, at_least: 0}",
]
APART = [
    "link: {to: {类型: 慰问}, by: [主题], within: {days: 9, direction: after}}",
    "link: {to: {类型: 慰问}, by: [主题], within: {days: 9, direction: before}}",
    "link: {to: {类型: [讲堂, 慰问]}, by: 主题, every: 是, within: {at_least: 2, at_most: 20}}",
    "interval: {at_most: 40}",
    "interval: {at_most: 40, edges: 是}",
    "interval: {at_least: 10}",
    "interval: {at_most: 2, unit: 月, per: {field: 主题}}",
]
GROWING = [
    "count: {at_least: 2}",
    "count: {at_least: 2, distinct: [日期, 主题]}",
    "spread: {at_least: 1, per: 半年}",
    "cover: {field: 主题, members: [文明用语, 文明出行]}",
    "cover: {field: 主题, members: [文明用语, 文明出行, 文明餐桌], need: {at_least: 2}}",
    "total: {measure: {sum: 人时}, at_least: 10}",
]
OTHERS = [
    "count: {at_most: 1}",
    "count: {exactly: 2}",
    "count: {at_least: 1, per: 季度, where: {主题: 文明用语}}",
    "ratio: {part: {count: {主题: 文明用语}}, whole: {count: all}, more_than: 1/2}",
    "compare: {measure: {latest: 人时}, at_least: 5}",
    "each: {roles: [方案], due: {days: 15}, quantifier: {at_least: 2}}",
    "each: {roles: [方案], due: {days: 15}, quantifier: {at_least: 60%}}",
    "lag: {from: 日期, to: 报送日期, less_than: 15, quantifier: {at_least: 60%}}",
    "each: {roles: [方案, {role: 图片, at_most: 2}], quantifier: together}",
    "link: {to: {类型: 慰问}, by: [主题]}",
    "review: {question: 好吗？}",
    "any_of: [{select: {日期: {after: {as_of: -30}}}, count: {at_least: 1}}, {window: standing, count: {at_least: 3}}]",
    "none: {}",
]


def rule_of(expect: str, head: str = "select: {类型: [讲堂, 制度]}") -> Rule:
    return a_rule(f"{{{head}, expect: {{{expect}}}, on_empty: gap}}")


DAY = st.dates(date(2016, 12, 20), date(2018, 1, 20))
IN_YEAR = st.dates(date(2017, 1, 1), date(2017, 12, 31))
LATER = st.integers(0, 40)


@st.composite
def records(draw: st.DrawFn) -> Any:
    first = draw(DAY)
    extent = draw(st.sampled_from(["day", "span", "sessions"]))
    last = first + timedelta(days=draw(st.integers(1, 9)))
    when: Any = {"day": str(first), "span": f"{first}/{last}", "sessions": [str(first), str(last)]}[extent]
    fields: dict[str, Any] = {}
    if draw(st.booleans()):
        fields["报送日期"] = str(first + timedelta(days=draw(LATER)))
    if draw(st.booleans()):
        fields["归档"] = {"档号": "1"} | (
            {"日期": str(last + timedelta(days=draw(LATER)))} if draw(st.booleans()) else {}
        )
    if draw(st.booleans()):
        fields["主题"] = draw(st.sampled_from(["文明用语", "文明出行", "文明餐桌", "文明用语、文明出行"]))
    kind = draw(st.sampled_from(["讲堂", "校园讲堂", "制度", "慰问"]))
    if kind in ("讲堂", "校园讲堂") and draw(st.booleans()):
        fields["人时"] = str(draw(st.integers(0, 12)))
    if kind == "制度" and draw(st.booleans()):
        fields["有效期至"] = str(first + timedelta(days=draw(st.integers(0, 400))))
    files = draw(
        st.lists(
            st.tuples(st.sampled_from(["方案", "图片"]), st.integers(1, 3), st.none() | LATER), max_size=3
        )
    )
    evidence: dict[str, list[Any]] = {}
    for role, number, after in files:
        file: Any = f"{number}.{'docx' if role == '方案' else 'jpg'}"
        dated = {"文件": file, "日期": str(first + timedelta(days=after))} if after is not None else file
        evidence.setdefault(role, []).append(dated)
    return a_record(kind, when, **fields, **({"附件": evidence} if evidence else {}))


LEDGERS = st.lists(records(), max_size=5)
law = settings(max_examples=60, deadline=None)


def outcomes(rules: list[Rule], case: Case, as_of: date) -> list[Outcome]:
    return [observe(rule, case.grounds(as_of)).outcome for rule in rules]


@law
@given(LEDGERS, IN_YEAR, st.integers(1, 400))
def test_waiting_never_repairs_a_missed_deadline(ledger: list[Any], as_of: date, days: int) -> None:
    rules = [rule_of(expect) for expect in EACH + LAGS]
    # what needs material may be shown late, and then fill what was too far apart
    rules += [rule_of(expect, "select: {类型: [讲堂, 慰问]}") for expect in APART]
    case = a_case(rules, ledger)
    then = outcomes(rules, case, as_of + timedelta(days=days))
    assert all(
        later is GAP for now, later in zip(outcomes(rules, case, as_of), then, strict=True) if now is GAP
    )


@law
@given(LEDGERS, records(), DAY)
def test_one_more_record_never_makes_it_worse(ledger: list[Any], one_more: Any, as_of: date) -> None:
    rules = [rule_of(expect, "select: {类型: 讲堂}") for expect in GROWING]
    before = outcomes(rules, a_case(rules, ledger), as_of)
    after = outcomes(rules, a_case(rules, [*ledger, one_more]), as_of)
    assert all(RANK.index(now) >= RANK.index(was) for was, now in zip(before, after, strict=True))


@law
@example(
    [{"类型": "讲堂", "日期": "2017-05-01"}, {"类型": "讲堂", "日期": "2017-05-01", "人时": "5"}],
    date(2018, 1, 1),
    Random(1),
)
@given(LEDGERS, DAY, st.randoms())
def test_the_order_of_records_never_matters(ledger: list[Any], as_of: date, random: Any) -> None:
    rules = [rule_of(expect) for expect in EACH + LAGS + APART + GROWING + OTHERS]
    shuffled = list(ledger)
    random.shuffle(shuffled)
    assert outcomes(rules, a_case(rules, ledger), as_of) == outcomes(rules, a_case(rules, shuffled), as_of)


HONOURED = a_unit(
    文明单位级别=[{"级别": "省级", "授予日期": "2017-08-01"}], 单位类型="司法所", 上级单位="某局"
)


@law
@given(LEDGERS, DAY, st.sampled_from(EACH + LAGS + APART + GROWING + OTHERS), st.booleans(), st.booleans())
def test_nothing_changes_before_the_next_change(
    ledger: list[Any], as_of: date, expect: str, honoured: bool, waived: bool
) -> None:
    head = "select: {类型: [讲堂, 制度]}" + (
        ", applies_to: {文明单位级别: {at_least: 省级}}" if honoured else ""
    )
    rule = rule_of(expect, head)
    case = a_case([rule], ledger, HONOURED)
    judgements = (a_judgement("waived", until=day("2017-09-30"), day=day("2017-03-01")),) if waived else ()
    now = judge(rule, case, judgements, as_of)
    change = next_change([now], case, judgements)
    last = change.day if change is not None else date(2019, 1, 1)
    between = [as_of + timedelta(days=number) for number in range(1, (last - as_of).days)]
    for each in between if len(between) < 60 else between[:: len(between) // 60]:
        assert judge(rule, case, judgements, each).outcome is now.outcome, each
    if change is not None:
        assert change.changes == {"1.1": (now.outcome, judge(rule, case, judgements, change.day).outcome)}
        assert change.changes["1.1"][0] is not change.changes["1.1"][1]


@law
@given(LEDGERS, DAY)
def test_the_counters_add_up_and_pending_has_days_left(ledger: list[Any], as_of: date) -> None:
    expects = EACH + LAGS + APART + GROWING + OTHERS
    rules = [
        rule_of(expect).model_copy(update={"id": f"1.{number}"}) for number, expect in enumerate(expects)
    ]
    pack = a_pack(*rules)
    report = run_audit(a_ledger(pack, ledger), pack, as_of)
    assert set(report.counters) == set(Outcome)
    assert report.counters == {
        each: Counter(found.outcome for found in report.findings)[each] for each in Outcome
    }
    assert sum(report.counters.values()) == len(rules) == report.provenance.rules
    for found in report.findings:
        if found.outcome is Outcome.PENDING:
            assert found.days_left is not None
            assert found.days_left >= 1
        if found.outcome is GAP:
            assert found.where is not None


@pytest.mark.parametrize(
    ("as_of", "changed", "becomes"),
    [
        pytest.param("2017-03-01", "2017-03-16", GAP, id="the due day"),
        pytest.param("2017-03-15", "2017-03-16", GAP, id="the day before"),
        pytest.param("2017-03-16", None, None, id="nothing any more"),
    ],
)
def test_the_next_day_on_which_an_outcome_changes(
    as_of: str, changed: str | None, becomes: Outcome | None
) -> None:
    rule = rule_of("each: {roles: [方案], due: {days: 15}}")
    case = a_case([rule], lectures("2017-03-01"))
    found = next_change([judge(rule, case, (), day(as_of))], case, ())
    assert (str(found.day) if found else None) == changed
    assert (found.changes["1.1"][1] if found else None) is becomes


def test_all_rules_that_change_on_that_day_are_named() -> None:
    rules = [rule_of("count: {at_least: 1}").changed(id=each) for each in ("1.1", "1.2")]
    case = a_case(rules, lectures("2018-03-01"))
    found = next_change([judge(each, case, (), day("2017-06-30")) for each in rules], case, ())
    assert found is not None
    assert (str(found.day), list(found.changes)) == ("2017-12-31", ["1.1", "1.2"])


def test_a_fingerprint_that_breaks_when_a_planned_record_comes_is_a_change() -> None:
    rule = a_rule("{applies_to: {有下级单位: 是}, select: {类型: 讲堂}, expect: {none: {}}}")
    case = a_case([rule], lectures("2017-09-01"))
    nothing = "e3b0c44298fc1c14"  # of no record
    bound = (a_judgement("met", fingerprint=nothing),)
    now = judge(rule, case, bound, day("2017-06-30"))
    assert now.outcome is SATISFIED
    found = next_change([now], case, bound)
    assert found is not None
    assert (str(found.day), found.changes["1.1"]) == ("2017-09-01", (SATISFIED, Outcome.UNDETERMINED))
