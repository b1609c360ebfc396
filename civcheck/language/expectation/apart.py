"""``count`` with ``apart``: so many, of which each lies so far from the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from civcheck.language.counted import Shown
from civcheck.language.days import adder, days_in_words
from civcheck.language.expectation.within import below_zero
from civcheck.language.grounds import Grounds
from civcheck.language.quantity import whole_days
from civcheck.language.select import Scope
from civcheck.messages import Message
from civcheck.model.parts import Mistake, Part

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import CountedIn, Quantity


class Apart(Part):
    """So many days, at the least, from the last day of one that is counted to the first of the next."""

    at_least: Quantity
    unit: CountedIn = "天"

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of days below zero, and of numbers that are none."""
        bounds = {"at_least": self.at_least}
        yield from known.numbers(path, bounds)
        yield from below_zero(path, bounds)

    def most_of(self, shown: Iterable[Shown], scope: Scope) -> list[Shown]:
        """Choose as many as there can be: of those far enough from the last one always the one that ends first."""
        add, days = adder(self.unit), self._days(scope.grounds)
        chosen, earliest = list[Shown](), date.min
        for last, first, each in sorted(
            ((*_ends(each, scope), each) for each in shown), key=lambda its: (its[0], its[1], its[2][2].key)
        ):
            if first >= earliest:
                chosen.append(each)
                earliest = add(last, days)
        return chosen

    def words(self, known: Glossary) -> Message:
        """Say how far apart they must lie."""
        return known.days(self.at_least, self.unit)

    def said(self, grounds: Grounds) -> Message:
        """The same, as the number is for this unit."""
        return days_in_words(self._days(grounds), self.unit)

    def _days(self, grounds: Grounds) -> int:
        return whole_days(grounds.quantity(self.at_least))


def _ends(shown: Shown, scope: Scope) -> tuple[date, date]:
    """Give the last and the first day of what is counted: a session, the day of a report, or the record as a whole."""
    _, day, record = shown
    if record.days.sessions or scope.dated_by == "报送日期":
        return day, day
    return record.days.last, record.days.first
