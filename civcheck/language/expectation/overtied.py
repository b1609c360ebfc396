"""Which records could be tied to one by a blank, or by what may be another name: they doubt a tie that must not be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from civcheck.language.condition import Truth
from civcheck.language.condition.fieldtest import meant_open
from civcheck.language.expectation.tying import Forms, NamedAlike, form_reader
from civcheck.language.expectation.within import Frame
from civcheck.language.grounds import Grounds
from civcheck.messages import Message, msg
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.expectation.step import Step

_REFS = "关联"


class Possible:
    """Finds the records beside those that are known to be tied that may be: by a blank, a value not taken, or a name.

    ``others`` are all that may be on the other side, ``referred`` finds those that are tied by what is written.
    """

    def __init__(
        self,
        step: Step,
        grounds: Grounds,
        others: Iterable[Record],
        referred: Callable[[Record], list[Record]],
        truth: Callable[[Record, Record], Truth],
    ) -> None:
        self._others, self._referred, self._truth = tuple(others), referred, truth
        self._names = step.others
        self._own = [form_reader(name, grounds) for name in step.own]
        self._theirs = [form_reader(name, grounds) for name in step.others]
        self._open = [other for other in self._others if self._is_open(other, self._theirs)]
        self._named = [
            NamedAlike(own, other, self._others, grounds)
            for own, other in zip(step.own, step.others, strict=True)
        ]

    def beside(self, record: Record, good: Iterable[Record], frame: Frame | str | None) -> list[Record]:
        """List them for one record; the name of a field for a ``frame`` says that its days are not known."""
        known = {record.key, *(other.key for other in good)}
        all_: Iterable[Record] = self._others
        if not self._is_open(record, self._own):
            alike = (other for each in self._named for other in each.of(record))
            all_ = (*self._referred(record), *self._open, *alike)
        found = {
            other.key: other
            for other in all_
            if other.key not in known
            and (not isinstance(frame, Frame) or frame.holds(other))
            and self._may_equal(record, other)
            and self._truth(record, other) is not False
        }
        return list(found.values())

    def left_open(self, record: Record, other: Record) -> Message | None:
        """Say what another record leaves open: it is blank, or may be meant for what this one names."""
        sides = zip(self._names, self._own, self._theirs, self._named, strict=True)
        for name, own, theirs, named in sides:
            if not (another := theirs(other)):
                return msg("lacks.blank-asked", fields=(f"“{name}”",))
            if own(record).isdisjoint(another):
                for text, want in named.meant(record, other):
                    return meant_open(name, text, want)
        return None

    def _is_open(self, record: Record, readers: list[Callable[[Record], Forms]]) -> bool:
        """Tell whether what ties a record is blank; without 关联 it is tied to nothing, unless that was not taken."""
        if not readers:
            return _REFS in record.flaws
        return not all(read(record) for read in readers)

    def _may_equal(self, record: Record, other: Record) -> bool:
        """Tell whether every field shares a value, may do so, or is blank on one side."""
        for own, theirs, named in zip(self._own, self._theirs, self._named, strict=True):
            one, another = own(record), theirs(other)
            if one and another and one.isdisjoint(another) and not named.meets(record, other):
                return False
        return True
