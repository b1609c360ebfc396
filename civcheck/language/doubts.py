"""What could still take points away from what was seen: records that nobody has read, and what others leave blank."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from civcheck.model.outcome import Outcome
from civcheck.model.record import Record


class Tally(NamedTuple):
    """What points are counted by: so much was found of what was asked for, so much is lacking (or too much).

    ``met`` names the members of a set, or the branches, that are shown, ``could`` those that still may be (None where
    things have no names); ``open`` says that nobody knows how much was asked for; so many ``more`` of what is there
    may yet be found; ``items`` has what is shown of each value of a field by which members are told apart; ``idle``
    says that there was nothing to do, ``unproven`` that what would have to be there to earn anything is not;
    ``awaited`` has how much of what is lacking may yet be shown, where that is not counted in records.
    """

    found: Fraction | None = None
    asked: Fraction | None = None
    lacking: Fraction = Fraction(0)
    met: tuple[str, ...] = ()
    open: bool = False
    could: tuple[str, ...] | None = None
    more: Fraction | None = None
    items: tuple[tuple[str, ...], ...] = ()
    idle: bool = False
    unproven: bool = False
    awaited: Fraction | None = None


class Instead(NamedTuple):
    """What a rule would come to if a doubt went another way."""

    outcome: Outcome
    tally: Tally


def worse(tally: Tally) -> Instead:
    """Say that it would be a gap, with these numbers."""
    return Instead(Outcome.GAP, tally)


class Doubts(NamedTuple):
    """What could make what was seen worse than it stands.

    So many records are ``unread``, so many leave something ``blank``, so many are ``tied``, so that nobody knows which
    is the latest; ``records`` names those that are known. ``instead`` has what it would come to then, and accounts for
    so many (``told``) of the blank ones. ``only`` says that nothing else keeps the rule from being satisfied.
    """

    unread: int = 0
    blank: int = 0
    tied: int = 0
    records: tuple[Record, ...] = ()
    instead: tuple[Instead, ...] = ()
    told: int = 0
    only: bool = False

    @property
    def are_told(self) -> bool:
        """Tell whether ``instead`` has all that they may come to."""
        return not self.unread and self.told >= self.blank

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.unread or self.blank or self.tied)


NO_DOUBTS = Doubts()
