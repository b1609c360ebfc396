"""One case of a rule pack's own tests: judging it, and what is written wrongly in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from civcheck.app.years import with_others
from civcheck.errors import LedgerError
from civcheck.language.pack import RulePack
from civcheck.messages import Message, msg
from civcheck.model.ledger import Ledger
from civcheck.model.outcome import Outcome
from civcheck.model.problem import Place, Problem
from civcheck.model.report import Finding, ScoreLine
from civcheck.reading.inline import inline_ledger, wrong_values
from civcheck.reading.packsource import Root
from civcheck.reading.packtests import Expected, place_of, read_pack_tests
from civcheck.verdict.run import points_of, run_audit


@dataclass(frozen=True, slots=True)
class Failure:
    """A test of a pack that did not come out: where it stands and what happened instead."""

    place: Place
    rule: str
    text: Message


def judge_case(
    case: Expected, pack: RulePack, records: Iterable[Mapping[str, Any]], unit: Mapping[str, Any]
) -> Finding:
    """Judge the rule of a case over records; on the day that the pack closes where the case names none.

    Raises:
        LedgerError: the unit of the case cannot be used.
    """
    ledger = inline_ledger(unit, records, pack, case.absent)
    rule = pack.by_id[case.rule]
    day = case.as_of or pack.head.closes
    return run_audit(ledger, pack, day, [rule], earlier=_earlier(case, pack, unit)).findings[0]


def points_of_case(case: Expected, pack: RulePack, records: Iterable[Mapping[str, Any]]) -> ScoreLine | None:
    """Give what the rule of a case earns over records; None where it is worth nothing by itself.

    Raises:
        LedgerError: the unit of the case cannot be used.
    """
    ledger = inline_ledger(case.unit, records, pack, case.absent)
    day = case.as_of or pack.head.closes
    return points_of(pack.by_id[case.rule], ledger, pack, day, _earlier(case, pack, case.unit))


def _earlier(case: Expected, pack: RulePack, unit: Mapping[str, Any]) -> list[Ledger]:
    return [
        inline_ledger({**unit, **then.unit, "年度": str(year)}, then.records, pack, case.absent).below(
            str(year)
        )
        for year, then in sorted(case.earlier.items())
    ]


def mistakes_of(case: Expected, ledger: Ledger, pack: RulePack) -> list[Failure]:
    """Tell what is written wrongly in a case, unless it says that it is about that; files it says are absent are."""
    given = [ledger, *_earlier(case, pack, case.unit)]
    own, *before = [wrong_values(with_others(each, given)) for each in given]
    earlier = [problem for those in before for problem in those]
    problems = [each for each in own if not _is_absent(each, case)]
    found = [_told(each, case, problems) for each in problems]
    found += [_told(each, case, []) for each in earlier if not _is_absent(each, case)]
    if not case.mistakes_:
        return found
    if found:
        return []
    return [Failure(place_of(case), case.rule, msg("packtest.no-mistakes", case=case.case))]


def _told(problem: Problem, case: Expected, own: list[Problem]) -> Failure:
    in_record = problem in own and problem.place.line and problem.place.file != "unit.yaml"
    place = place_of(case, problem.place.line - 1 if in_record else None)
    text = msg("packtest.value", case=case.case, what=problem.what, cure=problem.cure)
    return Failure(place, case.rule, text)


def _is_absent(problem: Problem, case: Expected) -> bool:
    """Tell whether a file is not found that the case itself says is not there."""
    value = str(problem.params.get("value", ""))
    return problem.code == "file-not-found" and value in {each.strip("/") for each in case.absent}


def unit_failure(case: Expected, error: LedgerError) -> Failure:
    """Say why the unit of a case cannot be used."""
    whys = tuple(msg("packtest.cured", what=each.what, cure=each.cure) for each in error.problems[-1:])
    return Failure(
        place_of(case), case.rule, msg("packtest.unit", case=case.case, what=whys or (error.message,))
    )


def example_of(root: Root, rule_id: str) -> Expected | None:
    """Give the minimal passing case of a rule: the example that ``explain`` prints."""
    return examples_of(root).get(rule_id)


def examples_of(root: Root) -> dict[str, Expected]:
    """Give the minimal passing case of every rule that has one: the first, where there are several."""
    found: dict[str, Expected] = {}
    for case in read_pack_tests(root).cases:
        if case.minimal and case.expect is Outcome.SATISFIED:
            found.setdefault(case.rule, case)
    return found


def cases_by_rule(cases: Iterable[Expected], pack: RulePack) -> Iterator[tuple[str, list[Expected]]]:
    """Gather the cases of every rule of a pack that has some; a heading has no finding, so no case either."""
    found: dict[str, list[Expected]] = {}
    for case in cases:
        if case.rule in pack.by_id and not pack.by_id[case.rule].is_heading:
            found.setdefault(pack.by_id[case.rule].id, []).append(case)
    yield from found.items()
