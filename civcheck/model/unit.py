"""The unit (单位档案): what it declares of itself, what follows from its type, and what nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from civcheck.model.problem import NOTHING
from civcheck.model.record import FieldValue
from civcheck.model.terms import Terms


class Honour(NamedTuple):
    """A 文明单位 rung held from ``granted`` to ``expires``, both inclusive; None is open."""

    level: str
    granted: date | None = None
    expires: date | None = None

    def held_within(self, first: date, last: date) -> bool:
        """Tell whether it was held on any day from ``first`` to ``last``."""
        return (self.granted is None or self.granted <= last) and (
            self.expires is None or self.expires >= first
        )


class PackPin(NamedTuple):
    """Which rule pack the ledger asks for; version and digest where it pins them."""

    id: str
    version: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and its year. A tuple is a complete list; None means undeclared, never “no”.

    ``doubtful`` names the lists with a value that the pack does not know, which may be another name of one it knows:
    they tell what the unit has, and not what it has not.
    """

    name: str
    type: str
    year: int
    honours: tuple[Honour, ...] | None = None
    functions: tuple[str, ...] | None = None
    organisations: tuple[str, ...] | None = None
    staff: int | None = None
    facts: Mapping[str, FieldValue] = field(default_factory=dict)
    duties: Mapping[str, str] = field(default_factory=dict)
    superior: str | None = None
    pack: PackPin | None = None
    doubtful: frozenset[str] = frozenset()
    file: str = "unit.yaml"
    lines: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def highest_honour(self, terms: Terms, as_of: date) -> int | None:
        """Give the highest rung held on any day of the year up to ``as_of``, as an index; None: undeclared."""
        if self.honours is None:
            return None
        first, last = date(self.year, 1, 1), min(date(self.year, 12, 31), as_of)
        rungs = [terms.honours.index(each.level) for each in self.honours if each.held_within(first, last)]
        return max(rungs, default=0)

    def honour_days(self) -> tuple[date, ...]:
        """List the days on which an honour begins or has just ended."""
        days = [each.granted for each in self.honours or ()] + [each.expires for each in self.honours or ()]
        return tuple(day for day in days if day is not None)

    def duty_for(self, rule_id: str, point: int) -> str | None:
        """Name who answers for a rule: by its id, its span (2.8 for 2.8a), or its point."""
        for key in (rule_id, rule_id.rstrip("abcdefgh"), str(point)):
            if key in self.duties:
                return self.duties[key]
        return None


EXCUSES = ("not-applicable", "waived", "substituted")
"""The verdicts that excuse a rule: 不适用、豁免、替代."""


class Answer(NamedTuple):
    """One entry of judgements.yaml of files: why they may stand at several places; a notice of them is answered.

    ``digests`` are the files' SHA-256 in hexadecimal, or their first 16 signs and more; ``uses`` is at how many places
    they may stand, and ``until`` (inclusive) how long that holds.
    """

    digests: tuple[str, ...]
    uses: int
    reason: str
    by: str
    day: date
    until: date | None = None
    file: str = "judgements.yaml"
    line: int = 0
    superior: bool = False

    def covers(self, digests: Iterable[str]) -> bool:
        """Tell whether all of some files are among those that it speaks of."""
        return all(each.startswith(self.digests) for each in digests)


class Judgement(NamedTuple):
    """One entry of judgements.yaml: what a person decided about rules, until when, and why."""

    rules: tuple[str, ...]
    verdict: str
    reason: str
    by: str
    until: date
    day: date | None = None
    target: str | None = None
    basis: str | None = None
    fingerprint: str | None = None
    params: Mapping[str, Any] = NOTHING
    file: str = "judgements.yaml"
    line: int = 0
    superior: bool = False
