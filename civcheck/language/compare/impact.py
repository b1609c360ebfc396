"""What another pack does to the outcomes of units: which flip, and why; and what cannot be said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from civcheck.language.compare.change import Change
from civcheck.language.compare.packs import PackName
from civcheck.messages import Message
from civcheck.model.outcome import Outcome

_ASKS_NOTHING = (Outcome.SATISFIED, Outcome.NOT_APPLICABLE)


class Effect(StrEnum):
    """What happens to one rule of one unit: five, and only one of them says that all is as before."""

    SAME = "same"
    FLIPPED = "flipped"
    NEW = "new"
    GONE = "gone"
    UNKNOWN = "unknown"


class RuleImpact(NamedTuple):
    """One rule for one unit: its outcome before and after, None where there is none or it is not known.

    ``because`` says what it comes from, or of an unknown one why it cannot be said; ``said`` is what the finding says
    by the new pack.
    """

    old: str | None
    new: str | None
    title: str
    effect: Effect
    before: Outcome | None = None
    after: Outcome | None = None
    because: tuple[Message, ...] = ()
    changes: tuple[Change, ...] = ()
    said: Message | None = None

    @property
    def name(self) -> str:
        """The id it has now, or had."""
        return self.new or self.old or ""

    @property
    def flips(self) -> bool:
        """Tell whether the unit sees a change: a rule that comes or goes counts where it is open."""
        match self.effect:
            case Effect.FLIPPED:
                return True
            case Effect.NEW:
                return self.after not in _ASKS_NOTHING
            case Effect.GONE:
                return self.before not in _ASKS_NOTHING
            case Effect.SAME | Effect.UNKNOWN:
                return False


class UnitImpact(NamedTuple):
    """One result, a ledger or a stored report; ``stop`` says why nothing of it could be compared."""

    source: str
    is_ledger: bool
    unit: str = ""
    year: int = 0
    as_of: date | None = None
    old: PackName | None = None
    rules: tuple[RuleImpact, ...] = ()
    notes: tuple[Message, ...] = ()
    stop: Message | None = None

    @property
    def flips(self) -> list[RuleImpact]:
        """List the rules that flip."""
        return [rule for rule in self.rules if rule.flips]

    @property
    def unknown(self) -> list[RuleImpact]:
        """List the rules of which nothing can be said."""
        return [rule for rule in self.rules if rule.effect is Effect.UNKNOWN]


class Impact(NamedTuple):
    """Every result; a unit may have several, of several days."""

    new: PackName
    results: tuple[UnitImpact, ...]

    @property
    def compared(self) -> list[UnitImpact]:
        """List the results of which something is known."""
        return [each for each in self.results if each.stop is None]

    @property
    def units(self) -> list[tuple[str, int]]:
        """Name every unit and year once."""
        return _units(self.compared)

    @property
    def flipping(self) -> list[tuple[str, int]]:
        """Name the units of which a rule flips."""
        return _units(each for each in self.compared if each.flips)

    @property
    def unsure(self) -> list[tuple[str, int]]:
        """Name the units of which something cannot be said."""
        return _units(each for each in self.compared if each.unknown)

    @property
    def is_complete(self) -> bool:
        """Tell whether everything could be compared."""
        return not any(each.stop is not None or each.unknown for each in self.results)


def _units(results: Iterable[UnitImpact]) -> list[tuple[str, int]]:
    return list(dict.fromkeys((each.unit, each.year) for each in results))
