"""What tied records come to together in a field, and whether that is too little or too much."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from civcheck.language.condition.comparing import is_number
from civcheck.language.days import is_working_day
from civcheck.language.expectation.within import spans
from civcheck.language.grounds import Grounds
from civcheck.language.measured import leaning_together
from civcheck.language.quantity import Limits
from civcheck.model.numbers import leaning
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.expectation.step import Together

Weighed = tuple[Record, int]
"""A tied record, and how many of its sessions count."""


class Amount(NamedTuple):
    """What tied records come to: for sure, and at the most; nobody knows the most where one leaves it blank."""

    least: Fraction
    most: Fraction | None

    def may_be_reached(self, limits: Limits) -> bool:
        """Tell whether it would be enough if all of every record counted; a blank one shows nothing."""
        return self.most is not None and limits.reached(self.most)

    def may_exceed(self, limits: Limits) -> bool:
        """Tell whether it would be too much if all of every record counted, or a blank one were there."""
        return self.most is None or limits.exceeded(self.most)


_DAYS: Mapping[str, Callable[[date], bool]] = {
    "日期.天数": lambda _: True,
    "日期.工作日数": is_working_day,
}
"""The fields that are numbers of days, and which days they count."""


class TiedSum:
    """Adds up a field of tied records.

    Of a record of which some sessions count and others do not nobody knows how much of it counts, but how many days.
    """

    def __init__(self, wanted: Together, grounds: Grounds) -> None:
        self.wanted, self._grounds = wanted, grounds
        self._get = grounds.getter(wanted.field)
        self._fixed = None if wanted.by_field else grounds.limits(wanted)

    def limits(self, record: Record) -> Limits | str:
        """Give the limits for one record, or the name of a field that leaves them open."""
        return self._fixed if self._fixed is not None else self._grounds.limits_for(self.wanted, record)

    def of(self, tied: list[Weighed]) -> Amount:
        """Add up the field of these records; days are counted, each once however many records have it."""
        if (counts := _DAYS.get(self.wanted.field)) is not None:
            return self._days_of(tied, counts)
        least, more, leans, blank = Fraction(0), Fraction(0), list[object](), False
        for other, weight in tied:
            value = self._get(other)
            if not is_number(value):
                blank = True
            elif weight == len(spans(other, self._grounds.clock)):
                least += Fraction(value)
                leans.append(value)
            elif self.wanted.field == "日期.天数":  # each session is a day
                least += weight
            else:
                more += Fraction(value)
        least = leaning(least, leaning_together(leans))
        return Amount(least, None if blank else least + more if more else least)

    def _days_of(self, tied: list[Weighed], counts: Callable[[date], bool]) -> Amount:
        """Count the different days that have come; of a record that counts in part, so many as sessions count."""
        reached = self._grounds.clock.reached
        known, parted = set[date](), list[tuple[set[date], int]]()
        for other, weight in tied:
            days = set(filter(reached, other.days.listed()))
            if weight < len(spans(other, self._grounds.clock)):
                parted.append((days, weight))
            else:
                known |= set(filter(counts, days))
        least = more = 0
        seen = set(known)
        for days, weight in parted:
            # the sessions that count are not known apart: where one may be a day of another record, or does not
            # count at all, nobody knows how many days they add
            apart = seen.isdisjoint(days) and all(map(counts, days))
            least, more = (least + weight, more) if apart else (least, more + weight)
            seen |= days
        return Amount(Fraction(len(known) + least), Fraction(len(known) + least + more))
