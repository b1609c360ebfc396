"""How far two tied records may lie from each other: so many days, working days or months, before or after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from civcheck.language.expectation.lag import adder, days_in_words, days_of, not_numbers
from civcheck.language.grounds import Grounds
from civcheck.messages import Message, msg, number
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Quantity


class Within(Part):
    """How far the other record may lie: at most (``days`` for short) and at least so many days, the same day being 0.

    After: its first day, counted from the record's last. Before: its last day, counted back from the record's first.
    Either way: the spans touch, or so many days lie between them.
    """

    days: Quantity | None = None
    at_most: Quantity | None = None
    at_least: Quantity | None = None
    unit: Literal["天", "工作日", "月"] = "天"
    direction: Literal["before", "after", "either"] = "either"

    def _check(self) -> None:
        if self.days is None and self.at_most is None and self.at_least is None:
            raise mistake("one-of", names=("at_most", "at_least", "days"))
        if self.days is not None and self.at_most is not None:
            raise mistake("one-of", names=("days", "at_most"))

    @property
    def most(self) -> Any:
        """The upper bound, however it is written."""
        return self.days if self.at_most is None else self.at_most

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of days below zero, of bounds that nothing lies between, and of numbers that are none."""
        bounds = {"days": self.days, "at_most": self.at_most, "at_least": self.at_least}
        yield from not_numbers(path, bounds, known)
        yield from below_zero(path, bounds)

    def frame(self, record: Record, grounds: Grounds) -> Frame | str:
        """Give the days that the other record must keep to, or the field of the record that leaves them open."""
        least = 0 if self.at_least is None else days_of(self.at_least, record, grounds)
        most = None if self.most is None else days_of(self.most, record, grounds)
        if isinstance(least, str) or isinstance(most, str):
            return least if isinstance(least, str) else str(most)
        return Frame.of(self, record, least, most)

    def words(self, step: Message, say: Callable[[Any], Message]) -> Message:
        """Say it of a step; ``say`` says so many days."""
        if self.at_least is None:
            return msg(f"asks.link.{self.direction}", step=step, days=say(self.most))
        if self.most is None:
            return msg(f"asks.link.{self.direction}-least", step=step, days=say(self.at_least))
        least, most = say(self.at_least), say(self.most)
        return msg(f"asks.link.{self.direction}-between", step=step, least=least, most=most)

    def known_days(self, record: Record, grounds: Grounds) -> Callable[[Any], Message]:
        """Make the function that says so many days as they are for one record."""
        return lambda value: days_in_words(days_of(value, record, grounds), self.unit)


def below_zero(path: Path, bounds: dict[str, Any]) -> Iterator[Mistake]:
    """Tell of a number of days below zero: which way is counted is said otherwise."""
    for key, value in bounds.items():
        if isinstance(value, Fraction) and value < 0:
            yield (*path, key), "days-negative", {"value": number(value)}


class Frame(NamedTuple):
    """The days that the other record of one record must keep to.

    ``earliest`` and ``latest`` hold of its first day (after), of its last (before), or of both ends (either way), where
    nothing between ``gap`` may be touched.
    """

    direction: str
    earliest: date
    latest: date
    gap: tuple[date, date] | None = None

    @classmethod
    def of(cls, within: Within, record: Record, least: int, most: int | None) -> Frame:
        """Count from the days of a record."""
        add, first, last = adder(within.unit), record.days.first, record.days.last
        match within.direction:
            case "after":
                return cls("after", add(last, least), date.max if most is None else add(last, most))
            case "before":
                return cls("before", date.min if most is None else add(first, -most), add(first, -least))
        gap = (add(first, -least), add(last, least)) if least else None
        if most is None:
            return cls("either", date.min, date.max, gap)
        return cls("either", add(first, -most), add(last, most), gap)

    @property
    def due(self) -> date | None:
        """The last day on which the other record can still begin, or end; None where there is none."""
        return None if self.latest == date.max else self.latest

    def holds(self, other: Record) -> bool:
        """Tell whether the other record keeps to the days."""
        first, last = other.days.first, other.days.last
        if self.direction != "either":
            return self.earliest <= self._measured(other) <= self.latest
        apart = self.gap is None or last <= self.gap[0] or first >= self.gap[1]
        return first <= self.latest and last >= self.earliest and apart

    def off(self, other: Record) -> int:
        """Say by how many days the other record is late, or early (negative); 0 where it is neither."""
        if self.direction == "either":
            late = (other.days.first - self.latest).days
            return late if late > 0 else min((other.days.last - self.earliest).days, 0)
        day = self._measured(other)
        late = (day - self.latest).days
        return late if late > 0 else min((day - self.earliest).days, 0)

    def _measured(self, other: Record) -> date:
        return other.days.last if self.direction == "before" else other.days.first
