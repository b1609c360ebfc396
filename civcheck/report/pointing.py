"""Where a finding points in the ledger, how much it weighs for a machine, and by what it is known again later."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from enum import IntEnum

from civcheck.model.lasting import lasting_names
from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.problem import Place, Problem, Weight
from civcheck.model.report import Finding, Report
from civcheck.model.texts import sanitize
from civcheck.report.options import Options

OPEN = (Outcome.GAP, Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW, Outcome.PENDING)
"""The outcomes that ask something of someone, the most pressing first."""


class Level(IntEnum):
    """How loudly a machine says something; the worst is the highest."""

    NOTE = 1
    WARNING = 2
    ERROR = 3


def level_of(finding: Finding, outcome: Outcome) -> Level:
    """Give the level of a finding under this outcome: of a gap by its force, of anything else a note."""
    if outcome is not Outcome.GAP:
        return Level.NOTE
    match Obligation(finding.obligation):
        case Obligation.MANDATORY:
            return Level.ERROR
        case Obligation.EXPECTED:
            return Level.WARNING
        case Obligation.ENCOURAGED:
            return Level.NOTE


def level_of_problem(problem: Problem) -> Level:
    """Give the level of an input problem: what is unread could hide anything."""
    match problem.weight:
        case Weight.UNREAD:
            return Level.ERROR
        case Weight.VALUE:
            return Level.WARNING
        case Weight.NOTE:
            return Level.NOTE


def unit_file(report: Report) -> Place:
    """Give the place of what is not there: every ledger has this file, and a folder has no lines."""
    return Place(report.unit.file, 1, 1)


def places_of(finding: Finding, report: Report) -> tuple[Place, ...]:
    """Give the places a finding points at, at least one: the records that fall short, or the file, or unit.yaml."""
    short = tuple(dict.fromkeys(each.place for each in finding.shortfalls))
    if short:
        return short
    where = finding.where
    return (unit_file(report),) if where is None or where.file.endswith("/") else (where,)


def path_of(place: Place, options: Options) -> str:
    """Give the path of a place as the reader's repository has it, fit to be shown."""
    folder, sign, below = place.file.partition("/")
    path = (
        options.earlier[folder] + below if sign and folder in options.earlier else options.base + place.file
    )
    return sanitize(path, 1_000)


def can_be_pointed_at(place: Place, report: Report, options: Options) -> bool:
    """Tell whether a place lies in the reader's repository: a ledger of another unit mostly lies outside."""
    folder = place.file.partition("/")[0]
    return folder in options.earlier or all(each.name != folder for each in report.provenance.beside)


class Fingerprints:
    """Gives fingerprints that stay the same from report to report, whatever lines and records move, and no two alike.

    What they digest is what a report shows, so that a stored report gives the same ones.
    """

    def __init__(self, report: Report) -> None:
        self._of = (report.unit.name, report.provenance.pack)
        self._names = lasting_names(report.catalogue)
        self._given: Counter[tuple[str, ...]] = Counter()

    def __call__(self, rule: str, member: str = "") -> str:
        """Digest unit, pack, rule and member (a record, a file, nothing); 32 hex digits of SHA-256."""
        named = tuple(sanitize(each, 1_000) for each in (*self._of, rule, self._names.get(member, member)))
        self._given[named] += 1
        text = json.dumps([*named, self._given[named]], ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
