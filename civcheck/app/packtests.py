"""Running a rule pack's own tests: what each case must come to, and which cases every rule must have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

from civcheck.app.packcases import (
    Failure,
    cases_by_rule,
    judge_case,
    mistakes_of,
    points_of_case,
    unit_failure,
)
from civcheck.app.packmutations import dead_fields, take_apart
from civcheck.errors import LedgerError
from civcheck.language.pack import RulePack
from civcheck.language.periodname import spellings
from civcheck.messages import Message, msg, number, plain
from civcheck.model.outcome import Outcome
from civcheck.model.problem import Place, Problem
from civcheck.model.report import Finding
from civcheck.model.texts import near
from civcheck.reading.inline import inline_ledger
from civcheck.reading.packsource import Root
from civcheck.reading.packtests import Expected, PackTests, place_of, read_pack_tests
from civcheck.reading.rulepack import packs_below

CASES = (Outcome.SATISFIED, Outcome.GAP, Outcome.NOT_APPLICABLE, Outcome.PENDING)
"""What every rule must show a case of, or the reason why there cannot be one."""


@dataclass(frozen=True, slots=True)
class TestRun:
    """What running a pack's tests came to.

    ``problems`` are those of the files, ``failures`` cases that came out otherwise, ``lacks`` rules of which cases are
    missing, ``lacking`` how many are.
    """

    __test__ = False

    cases: int
    reasons: int
    mutations: int
    problems: tuple[Problem, ...]
    failures: tuple[Failure, ...]
    lacks: tuple[Failure, ...]
    lacking: int

    @property
    def good(self) -> bool:
        """Tell whether nothing is wrong."""
        return not (self.problems or self.failures or self.lacks)


def run_pack_tests(root: Root, pack: RulePack, mutate: bool = False) -> TestRun:
    """Run every case of a pack's tests that can be read; with ``mutate`` also take the cases apart."""
    tests = read_pack_tests(root)
    # a case of a pack below holds for the params that it was written for
    packs = {name: pack.changed(head=pack.head.changed(params=below.head.params, closes=below.head.closes))
             for name, below in packs_below(root).items()} | {"": pack}  # fmt: skip
    failures = [failure for case in tests.cases for failure in _check(case, packs[case.layer])]
    lacks = list(_missing_cases(tests, pack))
    mutations = 0
    if mutate:
        for _, cases in cases_by_rule(tests.cases, pack):
            for minimal in (each for each in cases if each.minimal):
                count, survived = take_apart(minimal, cases, packs[minimal.layer])
                mutations += count
                failures += survived
            count, dead = dead_fields(cases, packs)
            mutations += count
            failures += dead
    reasons = sum(case.no_case is not None for case in tests.cases)
    return TestRun(
        len(tests.cases) - reasons, reasons, mutations, tuple(tests.problems), tuple(failures),
        tuple(failure for failure, _ in lacks), sum(count for _, count in lacks),
    )  # fmt: skip


def _check(case: Expected, pack: RulePack) -> Iterator[Failure]:
    def failure(id: str, **params: Any) -> Failure:
        return Failure(place_of(case), case.rule, msg(id, case=case.case, **params))

    if case.rule not in pack.by_id:
        yield failure("packtest.no-rule", rule=case.rule, meant=near(case.rule, pack.by_id) or "")
        return
    if case.no_case is not None:
        if not case.because:
            yield failure("packtest.no-reason")
        return
    if pack.by_id[case.rule].is_heading:
        yield failure("packtest.heading", rule=case.rule)
        return
    if case.expect is None:
        yield failure("packtest.no-expect")
        return
    try:
        ledger = inline_ledger(case.unit, case.records, pack, case.absent)
        finding = judge_case(case, pack, case.records, case.unit)
        yield from mistakes_of(case, ledger, pack)
    except LedgerError as error:
        yield unit_failure(case, error)
        return
    if finding.outcome is not case.expect:
        want, got = msg(f"outcome.{case.expect.value}"), msg(f"outcome.{finding.outcome.value}")
        yield failure("packtest.outcome", want=want, got=got, said=_said(finding))
    else:
        yield from _check_details(case, finding, ledger, failure)
    yield from _check_points(case, pack)


def _said(finding: Finding) -> Message:
    """Give what a report says, with what the first record lacks and what leaves it open."""
    lacks = finding.shortfalls[0].lacks if finding.shortfalls else ()
    lacking = (msg("packtest.lacks", lacks=lacks),) if lacks else ()
    parts = (finding.summary, *lacking, *finding.notes)
    said: Message = reduce(lambda one, other: msg("seen.both", one=one, other=other), parts)
    return said


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


def _check_points(case: Expected, pack: RulePack) -> Iterator[Failure]:
    if case.points is None:
        return
    place = Place(case.file, *case.points_at)
    line = points_of_case(case, pack, case.records)
    if line is None:
        code = "packtest.no-points" if pack.by_id[case.rule].score is None else "packtest.veto-points"
        yield Failure(place, case.rule, msg(code, case=case.case))
        return
    want, got = (case.points.first, case.points.last), (line.sure, line.possible)
    if want != got:
        said = msg("packtest.points", case=case.case, want=_interval(*want), got=_interval(*got))
        yield Failure(place, case.rule, said)


def _interval(sure: Fraction, possible: Fraction) -> Message:
    """Say points exactly: what is no short decimal as a fraction."""
    if sure == possible:
        return plain(number(sure))
    return msg("score.span", sure=number(sure), possible=number(possible))


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


def _missing_cases(tests: PackTests, pack: RulePack) -> Iterator[tuple[Failure, int]]:
    """Tell, rule by rule, which cases are missing and how many; only where all tests of the rule could be read."""
    files = {point.file for point in pack.points}
    if not tests.unread <= files:  # cases of any rule may stand there
        return
    by_rule = dict(cases_by_rule(tests.cases, pack))
    unsure = {pack.by_id[name].id for name in tests.unsure if name in pack.by_id}
    for rule in pack.judged():
        file = pack.point_of[rule.id].file
        if file in tests.unread or rule.id in unsure:
            continue
        cases = by_rule.get(rule.id, [])
        shown = {case.no_case or case.expect for case in cases}
        missing = tuple(msg(f"outcome.{each.value}") for each in CASES if each not in shown)
        minimal = any(case.minimal for case in cases)
        place = Place(f"tests/{file}")
        if missing:
            said = msg("packtest.no-case" if minimal else "packtest.no-case-minimal", outcome=missing)
            yield Failure(place, rule.id, said), len(missing) + (not minimal)
        elif not minimal:
            yield Failure(place, rule.id, msg("packtest.no-minimal")), 1
