"""Running a rule pack's own tests, and the mutations that show that every rule can fail."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from civcheck.errors import CivcheckError
from civcheck.language.expectation.absence import Absence
from civcheck.language.pack import RulePack
from civcheck.language.periodname import spellings
from civcheck.messages import Message, msg
from civcheck.model.ledger import Ledger
from civcheck.model.outcome import Outcome
from civcheck.model.problem import Place, Problem
from civcheck.model.report import Finding
from civcheck.reading.inline import inline_ledger, wrong_values
from civcheck.reading.packsource import Root
from civcheck.reading.packtests import Expected, place_of, read_pack_tests
from civcheck.reading.rulepack import packs_below
from civcheck.verdict.run import run_audit

CASES = (Outcome.SATISFIED, Outcome.GAP, Outcome.NOT_APPLICABLE, Outcome.PENDING)
"""What every rule must show a case of, or the reason why there cannot be one."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A test of a pack that did not come out: where it stands and what happened instead."""

    place: Place
    rule: str
    text: Message


@dataclass(frozen=True, slots=True)
class TestRun:
    """What running a pack's tests came to."""

    cases: int
    reasons: int
    mutations: int
    failures: tuple[Failure, ...]
    problems: tuple[Problem, ...]


def run_pack_tests(root: Root, pack: RulePack, mutate: bool = False) -> TestRun:
    """Run every case of a pack's tests; with ``mutate`` also take the minimal cases apart."""
    cases, problems = read_pack_tests(root)
    # a case of a pack below holds for the params that it was written for
    packs = {name: pack.changed(head=pack.head.changed(params=below.head.params, closes=below.head.closes))
             for name, below in packs_below(root).items()} | {"": pack}  # fmt: skip
    failures = [failure for case in cases for failure in _check(case, packs[case.layer])]
    failures += _missing_cases(cases, pack)
    mutations = 0
    if mutate:
        for case in cases:
            if case.minimal and case.rule in pack.by_id:
                count, survived = _mutate(case, cases, packs[case.layer])
                mutations += count
                failures += survived
    reasons = sum(case.no_case is not None for case in cases)
    return TestRun(len(cases) - reasons, reasons, mutations, tuple(failures), tuple(problems))


def judge_case(
    case: Expected, pack: RulePack, records: Iterable[Mapping[str, Any]], unit: Mapping[str, Any]
) -> Finding:
    """Judge the rule of a case over records.

    Raises:
        LedgerError: the unit of the case cannot be used.
    """
    ledger = inline_ledger(unit, records, pack, case.absent)
    rule = pack.by_id[case.rule]
    day = case.as_of or pack.head.closes
    return run_audit(ledger, pack, day, [rule], earlier=_earlier(case, pack, unit)).findings[0]


def _earlier(case: Expected, pack: RulePack, unit: Mapping[str, Any]) -> list[Ledger]:
    return [
        inline_ledger({**unit, "年度": str(year)}, records, pack, case.absent).below(str(year))
        for year, records in sorted(case.earlier.items())
    ]


def _check(case: Expected, pack: RulePack) -> Iterator[Failure]:
    def failure(id: str, **params: Any) -> Failure:
        return Failure(place_of(case), case.rule, msg(id, case=case.case, **params))

    if case.rule not in pack.by_id:
        yield failure("packtest.no-rule", rule=case.rule)
        return
    if case.no_case is not None:
        if not case.because:
            yield failure("packtest.no-reason")
        return
    if case.expect is None:
        yield failure("packtest.no-expect")
        return
    try:
        ledger = inline_ledger(case.unit, case.records, pack, case.absent)
        finding = judge_case(case, pack, case.records, case.unit)
    except CivcheckError as error:
        yield failure("packtest.unit", what=error.message)
        return
    if case.minimal:
        yield from (failure("packtest.value", what=problem.what) for problem in wrong_values(ledger))
    if finding.outcome is not case.expect:
        want, got = msg(f"outcome.{case.expect.value}"), msg(f"outcome.{finding.outcome.value}")
        yield failure("packtest.outcome", want=want, got=got, said=finding.summary)
        return
    yield from _check_details(case, finding, ledger, failure)


def _check_details(case: Expected, finding: Finding, ledger: Any, failure: Any) -> Iterator[Failure]:
    if case.have is not None and case.have != finding.have:
        yield failure("packtest.have", want=case.have, got=finding.have or "")
    if case.missing is not None:
        got = named_missing(finding)
        known = got.union(*map(spellings, finding.missing))
        if not known.issuperset(case.missing) or (not case.missing and got):
            yield failure("packtest.missing", want=case.missing, got=tuple(sorted(got)))
    if case.shows is not None:
        ids = {record.key: record.id for record in ledger.records}
        shown = {ids[key] for key in finding.shown_by}
        if shown != set(case.shows):
            yield failure("packtest.shows", want=case.shows, got=tuple(sorted(str(each) for each in shown)))


def named_missing(finding: Finding) -> set[str]:
    """Collect every name a finding says is missing: members, roles, fields."""
    named = set(finding.missing)
    for short in finding.shortfalls:
        for lack in short.lacks:
            for value in lack.params.values():
                named |= (
                    {value}
                    if isinstance(value, str)
                    else {each for each in value if isinstance(each, str)}
                    if isinstance(value, tuple)
                    else set()
                )
    return named


def _missing_cases(cases: list[Expected], pack: RulePack) -> Iterator[Failure]:
    shown: dict[str, set[Outcome]] = {}
    for case in cases:
        outcome = case.no_case or case.expect
        if outcome is not None and case.rule in pack.by_id:
            shown.setdefault(pack.by_id[case.rule].id, set()).add(outcome)
    for rule in pack.judged():
        for outcome in CASES:
            if outcome not in shown.get(rule.id, set()):
                place = Place(f"tests/{pack.point_of[rule.id].file}")
                yield Failure(
                    place, rule.id, msg("packtest.no-case", outcome=msg(f"outcome.{outcome.value}"))
                )
    minimal = {pack.by_id[case.rule].id for case in cases if case.minimal and case.rule in pack.by_id}
    for rule in pack.judged():
        if rule.id not in minimal:
            yield Failure(Place(f"tests/{pack.point_of[rule.id].file}"), rule.id, msg("packtest.no-minimal"))


# --- mutations


def _mutate(case: Expected, cases: list[Expected], pack: RulePack) -> tuple[int, list[Failure]]:
    """Take each piece of evidence of a minimal case away in turn; the outcome must change every time."""
    rule = pack.by_id[case.rule]
    mutants = list(_without_pieces(case.records))
    if any(isinstance(each, Absence) or getattr(each, "at_most", None) is not None for each in rule.expect):
        mutants = [
            ("", [*case.records, *bad.records])
            for bad in cases
            if bad.rule == case.rule and bad.expect is Outcome.GAP
        ]
    survived = []
    for piece, records in mutants:
        try:
            outcome = judge_case(case, pack, records, case.unit).outcome
        except CivcheckError:
            continue
        if outcome is case.expect:
            survived.append(
                Failure(
                    place_of(case),
                    rule.id,
                    msg("packtest.survived", piece=piece, outcome=msg(f"outcome.{outcome.value}")),
                )
            )
    if not mutants and rule.expect:
        survived.append(Failure(place_of(case), rule.id, msg("packtest.nothing-to-remove")))
    return len(mutants), survived


def _without_pieces(records: tuple[Mapping[str, Any], ...]) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    for index, record in enumerate(records):
        label = f"第 {index + 1} 条"
        yield label, [each for other, each in enumerate(records) if other != index]
        evidence = record.get("附件")
        for role in evidence if isinstance(evidence, dict) else ():
            smaller = copy.deepcopy(dict(record))
            del smaller["附件"][role]
            yield (
                f"{label}·{role}",
                [smaller if other == index else each for other, each in enumerate(records)],
            )
        if "归档" in record:
            smaller = {key: value for key, value in record.items() if key != "归档"}
            yield f"{label}·归档", [smaller if other == index else each for other, each in enumerate(records)]


def example_of(root: Root, rule_id: str) -> Expected | None:
    """Give the minimal passing case of a rule: the example that ``explain`` prints."""
    return examples_of(root).get(rule_id)


def examples_of(root: Root) -> dict[str, Expected]:
    """Give the minimal passing case of every rule that has one: the first, where there are several."""
    cases, _ = read_pack_tests(root)
    found: dict[str, Expected] = {}
    for case in cases:
        if case.minimal and case.expect is Outcome.SATISFIED:
            found.setdefault(case.rule, case)
    return found
