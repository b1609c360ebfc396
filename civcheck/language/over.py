"""``over``: a period of several years, from several ledgers of one unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from civcheck.language.observation import Observation
from civcheck.messages import Message, msg
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Part

if TYPE_CHECKING:
    from civcheck.language.grounds import Grounds
    from civcheck.language.written import Years


class Over(Part):
    """So many years up to the ledger's own, that one included: records come from the ledgers of all of them."""

    years: Years


def years_not_given(grounds: Grounds) -> tuple[int, ...]:
    """Name the years a rule is judged over of which no ledger was given."""
    return grounds.earlier.missing(grounds.year[0].year, grounds.unit.year - 1)


def doubt_missing(seen: Observation, years: Iterable[int], own: int) -> Observation:
    """Leave undetermined what a ledger that was not given could change; what the others decide stands."""
    years = tuple(years)
    seen.notes = tuple(_of_records(seen.notes, len(years)))
    decided = seen.outcome is Outcome.GAP and seen.final
    if not years or decided or seen.outcome in (Outcome.SATISFIED, Outcome.NOT_APPLICABLE):
        return seen
    seen.outcome = Outcome.UNDETERMINED
    seen.notes = (*seen.notes, _of_those_given(seen.summary))
    seen.summary = msg("undetermined.no-ledger", years=tuple(map(str, years)), own=str(own))
    seen.due = None
    return seen


def _of_those_given(summary: Message) -> Message:
    """Say of the ledgers that were given what was seen; that nothing was seen lacks nothing where there may be none."""
    return msg("note.absence.given", **summary.params) if summary.id == "seen.absence.none" else summary


def _of_records(notes: Iterable[Message], missing: int) -> Iterator[Message]:
    """Give the notes without the ledgers that were not given among the records that could not be read."""
    for note in notes:
        if note.id != "note.unread-could-change":
            yield note
        elif (unread := int(str(note.params["count"])) - missing) > 0:
            yield msg(note.id, count=unread)
