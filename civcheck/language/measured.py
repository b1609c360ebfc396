"""What a measure comes to: a number, what it rests on, and what it could be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from civcheck.language.quantity import standing
from civcheck.model.numbers import difference, is_about, lean_of, leaning, quotient, together
from civcheck.model.record import Record


class Measured:
    """A number, whether it rests on an estimate, and the records whose blank field could make it another.

    ``lean`` tells that it is more (1) or less (-1) than it says, for an estimate in it is (50余, 近50). ``most`` is
    what it could come to at the most if those were not blank, None where nobody can tell, ``least`` what at the least
    (a blank may meet what was counted for not meeting it); ``other`` is what it would
    be if of several records on the last day another one came last; ``open_ended`` says that it is that much at least,
    and more by whatever an earlier ledger's unread records would add; ``of_nothing`` that it is taken from records, and
    there are none; ``none_in`` is the earlier year whose ledger was given and has none.
    """

    __slots__ = (
        "about", "blank", "lean", "least", "most", "none_in", "of_nothing", "open_ended", "other", "value",
    )  # fmt: skip

    def __init__(
        self,
        value: Fraction | None,
        about: bool = False,
        blank: Iterable[Record] = (),
        most: Fraction | None = None,
        other: Fraction | None = None,
        lean: int = 0,
        least: Fraction | None = None,
    ) -> None:
        self.value = value
        self.about, self.lean = about, lean
        self.least = self.judged if least is None else least
        self.blank = tuple(blank)
        self.most = self.judged if most is None and not self.blank else most
        self.other = other
        self.open_ended = self.of_nothing = False
        self.none_in: int | None = None

    @property
    def judged(self) -> Fraction | None:
        """The number that limits are held against: more or less than it says where it leans."""
        return None if self.value is None else leaning(self.value, self.lean)

    def changed(self, change: Callable[[Fraction], Fraction]) -> Measured:
        """Give the same with every number changed, on the side that it leans to."""
        value, most, other, least = (
            None if each is None else change(each)
            for each in (self.judged, self.most, self.other, self.least)
        )
        changed = Measured(value, self.about, self.blank, most, other, lean_of(value), least)
        changed.open_ended, changed.of_nothing = self.open_ended, self.of_nothing
        changed.none_in = self.none_in
        return changed

    def per_head(self, staff: int) -> Measured:
        """Give the same per head of a staff, the number of which may be an estimate too."""
        found = self.changed(lambda value: quotient(value, leaning(staff, lean_of(staff))))
        found.about = self.about or is_about(staff)
        return found


def added(taken: Sequence[Measured]) -> Measured:
    """Add what several measures come to; who adds them knows whether that is of nothing."""
    blank = {record.key: record for each in taken for record in each.blank}
    value, most, least = (
        _total(getattr(each, name) for each in taken) for name in ("judged", "most", "least")
    )
    about = any(each.about for each in taken)
    found = Measured(value, about, blank.values(), most, None, lean_of(value), least)
    found.open_ended = any(each.open_ended for each in taken)
    found.none_in = next((each.none_in for each in taken if each.none_in is not None), None)
    return found


def lessened(left: Measured, away: Measured) -> Measured:
    """Take what one measure comes to from another, down to 0; an estimate that is taken away leans the other way."""
    blank = {record.key: record for record in (*left.blank, *away.blank)}
    value, most, least = (
        None if one is None or other is None else max(ZERO, difference(one, other), key=standing)
        for one, other in (
            (left.judged, away.judged), (left.most, away.least), (left.least, away.most),
        )
    )  # fmt: skip
    about = left.about or away.about
    least = ZERO if least is None else least
    return Measured(value, about, blank.values(), most, None, lean_of(value), least)


ZERO = Fraction(0)


def _total(values: Iterable[Fraction | None]) -> Fraction | None:
    """Add numbers that may lean; None where one of them is not known."""
    known = list(values)
    found = [each for each in known if each is not None]
    if len(found) < len(known):
        return None
    return leaning(sum(found, Fraction(0)), leaning_together(each for each in found if each))


def leaning_together(values: Iterable[Any]) -> int:
    """Tell to which side several numbers lean together: to none where one is more and another less than it says."""
    return together(map(lean_of, values))
