"""Which records could be tied to one where a blank leaves it open: they doubt a tie that must not be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from civcheck.language.condition import Truth
from civcheck.language.expectation.within import Frame
from civcheck.language.fieldvalues import texts_of
from civcheck.language.grounds import Grounds
from civcheck.model.record import Record
from civcheck.model.texts import number_form

if TYPE_CHECKING:
    from civcheck.language.expectation.link import Step

_REFS = "关联"


class Possible:
    """Finds the records beside those that are known to be tied that may be: by a blank, or a value not taken.

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
        self._own = [grounds.getter(name) for name in step.own]
        self._theirs = [grounds.getter(name) for name in step.others]
        self._every = step.every
        self._open = [other for other in self._others if self._is_open(other, self._theirs)]

    def beside(self, record: Record, good: Iterable[Record], frame: Frame | str | None) -> list[Record]:
        """List them for one record; the name of a field for a ``frame`` says that its days are not known."""
        known = {record.key, *(other.key for other in good)}
        all_ = self._others if self._is_open(record, self._own) else (*self._referred(record), *self._open)
        found = {
            other.key: other
            for other in all_
            if other.key not in known
            and (not isinstance(frame, Frame) or frame.holds(other))
            and self._may_equal(record, other)
            and self._truth(record, other) is not False
        }
        return list(found.values())

    def _is_open(self, record: Record, getters: list[Callable[[Record], object]]) -> bool:
        """Tell whether what ties a record is blank; without 关联 it is tied to nothing, unless that was not taken."""
        if not getters:
            return _REFS in record.flaws
        return any(not texts_of(get(record)) for get in getters)

    def _may_equal(self, record: Record, other: Record) -> bool:
        """Tell whether every field is equal, or blank on one side."""
        for own, theirs in zip(self._own, self._theirs, strict=True):
            one, another = (
                frozenset(map(number_form, texts_of(get))) for get in (own(record), theirs(other))
            )
            equal = not one.isdisjoint(another) if self._every else one == another
            if one and another and not equal:
                return False
        return True
