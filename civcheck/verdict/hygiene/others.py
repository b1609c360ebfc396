"""What the checks that look beyond the ledger share: whose ledger it is, and whether two units hold something together.

Two units hold something together (联办) where the records of both say so. Where one side alone does, it is told, and
that is said: whoever names another unit does not speak for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from civcheck.messages import Message, msg
from civcheck.model.record import Record
from civcheck.model.texts import normal
from civcheck.verdict.hygiene.look import Look, OtherLedger

_LEAST_NAME = 4
"""Signs that a part of a unit's name has at least to be taken for that unit."""


class Tie(Enum):
    """Which of two units' records name the other unit among those that held it."""

    NONE = ""
    OWN = "named-by-own"
    OTHERS = "named-by-other"
    BOTH = "both"


def is_of_own_unit(look: Look, other: OtherLedger) -> bool:
    """Tell whether a ledger is one of the same unit, of another year."""
    return normal(look.unit.name) == normal(other.unit)


def tie(look: Look, mine: Iterable[Record], other: OtherLedger, theirs: Iterable[Record]) -> Tie:
    """Tell which side's records say that both units held it."""
    by_mine = any(_names(record, other.unit) for record in mine)
    by_theirs = any(_names(record, look.unit.name) for record in theirs)
    if by_mine and by_theirs:
        return Tie.BOTH
    return Tie.OWN if by_mine else Tie.OTHERS if by_theirs else Tie.NONE


def _names(record: Record, unit: str) -> bool:
    """Tell whether a record names a unit among those that held it together (联办), be it by a part of its name."""
    name = normal(unit)
    for each in map(normal, (*record.partners, *record.organiser, *record.by)):
        if each == name or (min(len(each), len(name)) >= _LEAST_NAME and (each in name or name in each)):
            return True
    return False


def of_other(look: Look, other: OtherLedger, file: str, title: str, tied: Tie = Tie.NONE) -> Message:
    """Say whose file it is: of another unit its name, and which side alone names the other."""
    told = {"ledger": other.name, "file": file, "title": title}
    if is_of_own_unit(look, other):
        return msg("said.file-of-other", **told)
    one_sided = tied in (Tie.OWN, Tie.OTHERS)
    side = msg("said.in-brackets", said=msg(f"said.{tied.value}")) if one_sided else ""
    return msg("said.file-of-unit", unit=other.unit, side=side, **told)
