"""Two reports of one unit held against each other, and a report against its baseline: what became of every gap."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from civcheck.messages import Message
from civcheck.model.outcome import Obligation, Outcome

if TYPE_CHECKING:
    from civcheck.model.report import Score


class Change(StrEnum):
    """What became of one rule; only UNCHANGED says that all is as before.

    ``EXCUSED`` is a gap that is asked for no more (豁免, 不适用), or is not known any more: never a cured one.
    """

    NEW = "new"
    WORSE = "worse"
    CURED = "cured"
    BETTER = "better"
    EXCUSED = "excused"
    OTHER = "other"
    UNCHANGED = "unchanged"
    INCOMPARABLE = "incomparable"


class GapItems(NamedTuple):
    """What a gap consists of: how much is lacking, and each thing that is short, where things have names.

    Of a gap with names ``lacking`` counts these, and what is short beside them; ``beside`` says this of each of
    several demands.
    ``says`` is what is said of a gap that has neither names nor a number; not ``complete`` are names of which a report
    lists only the first.
    """

    lacking: Fraction
    members: frozenset[str] = frozenset()
    says: str = ""
    complete: bool = True
    beside: tuple[Fraction, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Give the names; an empty one stands for what has none."""
        return self.members if self.members and not any(self.nameless) else self.members | {""}

    @property
    def nameless(self) -> tuple[Fraction, ...]:
        """Give how much is lacking beside what has names, of each demand."""
        if self.beside or not self.complete:
            return self.beside
        return (self.lacking - len(self.members),)


class RuleChange(NamedTuple):
    """One rule before and after, None where a report does not have it; ``why`` says what makes it incomparable."""

    rule: str
    point: int
    title: str
    obligation: Obligation
    change: Change
    before: Outcome | None
    after: Outcome | None
    now: Message | None = None
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    why: Message | None = None


class Side(NamedTuple):
    """One of the two reports: what it is of."""

    unit: str
    year: int
    as_of: date
    pack: str
    pack_version: str
    pack_digest: str
    ledger_digest: str


class Comparison(NamedTuple):
    """Two reports, what became of every rule, and what to bear in mind; ``scores`` where points have changed.

    ``incomplete``: the new one has not seen everything.
    """

    old: Side
    new: Side
    changes: tuple[RuleChange, ...]
    notes: tuple[Message, ...] = ()
    scores: tuple[Score | None, Score | None] | None = None
    incomplete: bool = False

    def of(self, change: Change) -> list[RuleChange]:
        """List the rules of one sort."""
        return [each for each in self.changes if each.change is change]


class Baseline(NamedTuple):
    """The gaps of a unit that are known, by rule: those do not fail; the list only gets shorter.

    ``as_of`` is the day whose state it holds; files of old do not say it.
    """

    unit: str
    year: int
    pack: str
    pack_version: str
    pack_digest: str
    known: Mapping[str, GapItems]
    as_of: date | None = None

    def is_later_than(self, day: date) -> bool:
        """Tell whether it holds a later state: what an audit as of an earlier day sees shows no cure."""
        return self.as_of is not None and day < self.as_of


class BaselineUse(NamedTuple):
    """What a baseline says of a report: items by rule that are known, new or cured; one without a name is empty."""

    known: Mapping[str, tuple[str, ...]]
    new: Mapping[str, tuple[str, ...]]
    cured: Mapping[str, tuple[str, ...]]

    def covers(self, rule: str) -> bool:
        """Tell whether all of a gap is known."""
        return rule in self.known and rule not in self.new

    @staticmethod
    def count(items: Mapping[str, tuple[str, ...]]) -> int:
        """Count items."""
        return sum(map(len, items.values()))
