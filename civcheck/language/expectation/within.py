"""How far two tied records may lie from each other: so many days, working days or months, before or after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from civcheck.language.days import STRICT, adder, days_in_words
from civcheck.language.grounds import Clock, Grounds
from civcheck.language.recorddays import days_of, written_day
from civcheck.messages import Message, joined, msg, number
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import CountedIn, Quantity


class Within(Part):
    """How far the other record may lie: at most (``days`` for short), less than, at least, more than so many days.

    The same day is 0.

    After: its first day, counted from the record's last. Before: its last day, counted back from the record's first.
    Either way: the spans touch, or so many days lie between them. ``from`` counts from a day that the record names
    instead of its own. Of another record with sessions each is looked at by itself. Before, ``of: first`` looks at the
    first day of the other record as a whole: when it began.
    """

    days: Quantity | None = None
    at_most: Quantity | None = None
    at_least: Quantity | None = None
    more_than: Quantity | None = None
    less_than: Quantity | None = None
    unit: CountedIn = "天"
    direction: Literal["before", "after", "either"] = "either"
    from_: str | None = None
    of: Literal["first"] | None = None

    def _check(self) -> None:
        if self.from_ == "日期":
            raise mistake("within-from-date")
        if self.of is not None and self.direction != "before":
            raise mistake("within-of")
        if self.lower is None and self.upper is None:
            raise mistake("one-of", names=WITHIN_LIMITS)
        for names in (("days", "at_most", "less_than"), ("at_least", "more_than")):
            given = tuple(name for name in names if getattr(self, name) is not None)
            if len(given) > 1:
                raise mistake("one-of", names=given)

    @property
    def upper(self) -> tuple[str, Any] | None:
        """The upper bound, however it is written, and the comparison that it is; None where there is none."""
        if self.less_than is not None:
            return "less_than", self.less_than
        most = self.days if self.at_most is None else self.at_most
        return None if most is None else ("at_most", most)

    @property
    def lower(self) -> tuple[str, Any] | None:
        """The lower bound, and the comparison that it is; None where there is none."""
        if self.more_than is not None:
            return "more_than", self.more_than
        return None if self.at_least is None else ("at_least", self.at_least)

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of days below zero, of bounds that nothing lies between, and of numbers that are none."""
        bounds = {name: getattr(self, name) for name in WITHIN_LIMITS}
        yield from known.numbers(path, bounds)
        yield from below_zero(path, bounds)
        if self.from_ is not None:
            yield from known.day_fields((*path, "from"), self.from_)

    @property
    def of_own_days(self) -> bool:
        """Tell whether it counts from the record's own days, so from each of its sessions."""
        return self.from_ is None

    def frame(self, record: Record, grounds: Grounds) -> Frame | str:
        """Give the days that the other record must keep to, or the field of the record that leaves them open."""
        bounds: list[Bound | None] = []
        for each in (self.lower, self.upper):
            days = None if each is None else days_of(each[1], record, grounds)
            if isinstance(days, str):
                return days
            bounds.append(None if each is None or days is None else Bound(days, abs(STRICT.get(each[0], 0))))
        least, most = bounds[0] or Bound(0), bounds[1]
        if self.of_own_days:
            return Frame.of(self, (record.days.first, record.days.last), least, most, grounds.clock)
        start = written_day(record, self.from_ or "")
        return (
            (self.from_ or "")
            if start is None
            else Frame.of(self, (start, start), least, most, grounds.clock)
        )

    @property
    def own_days_words(self) -> Message | None:
        """Say from which of several days it is counted; None where that does not matter."""
        same = self.upper is not None and self.upper[1] == 0
        return None if self.from_ is not None or same else msg(f"asks.link.own-{self.direction}")

    def words(self, step: Message, say: Callable[[Any], Message]) -> Message:
        """Say it of a step; ``say`` says so many days."""
        said = self._words(step, say)
        said = said if self.of is None else msg("asks.link.of-first", step=said)
        return said if self.of_own_days else msg("asks.link.from", step=said, start=self.from_)

    def _words(self, step: Message, say: Callable[[Any], Message]) -> Message:
        lower, upper = self.lower, self.upper
        if self.more_than is not None or self.less_than is not None:
            bounds = [each for each in (lower, upper) if each is not None]
            said = [msg(f"asks.within.{name}", days=say(value)) for name, value in bounds]
            return msg(f"asks.link.{self.direction}-limits", step=step, limits=joined("parts", said))
        if upper is not None and upper[1] == 0:
            return msg("asks.link.same-day", step=step)
        if self.at_least == 0 and self.direction != "either" and upper is None:
            return msg(f"asks.link.{self.direction}-same", step=step)
        if upper is not None and (self.at_least is None or self.at_least == 0):
            return msg(f"asks.link.{self.direction}", step=step, days=say(upper[1]))
        if upper is None:
            return msg(f"asks.link.{self.direction}-least", step=step, days=say(self.at_least))
        least, most = say(self.at_least), say(upper[1])
        return msg(f"asks.link.{self.direction}-between", step=step, least=least, most=most)

    def known_days(self, record: Record, grounds: Grounds) -> Callable[[Any], Message]:
        """Make the function that says so many days as they are for one record."""
        return lambda value: days_in_words(days_of(value, record, grounds), self.unit)


def below_zero(path: Path, bounds: dict[str, Any]) -> Iterator[Mistake]:
    """Tell of a number of days below zero: which way is counted is said otherwise."""
    for key, value in bounds.items():
        if isinstance(value, Fraction) and value < 0:
            yield (*path, key), "days-negative", {"value": number(value)}


WITHIN_LIMITS = ("days", "at_most", "at_least", "more_than", "less_than")


class Bound(NamedTuple):
    """So many days, and as many more (or less) as a limit that is not met by that very day asks for."""

    days: int
    strict: int = 0


class Frame(NamedTuple):
    """The days that the other record of one record must keep to.

    ``earliest`` and ``latest`` hold of its first day (after), of its last (before), or of both ends (either way), where
    nothing between ``gap`` may be touched. With ``touched`` any of its days counts: it must not go on either.
    """

    direction: str
    earliest: date
    latest: date
    clock: Clock
    gap: tuple[date, date] | None = None
    touched: bool = False
    of_first: bool = False

    @classmethod
    def of(
        cls, within: Within, days: tuple[date, date], least: Bound, most: Bound | None, clock: Clock
    ) -> Frame:
        """Count from the first and the last day of what is tied."""
        add, (first, last) = adder(within.unit), days
        near, far = timedelta(least.strict), timedelta(most.strict if most is not None else 0)
        ends = (date.min, date.max)
        if most is not None:
            ends = add(first, -most.days) + far, add(last, most.days) - far
        gap = add(first, -least.days) - near, add(last, least.days) + near
        match within.direction:
            case "after":
                return cls("after", gap[1], ends[1], clock)
            case "before":
                return cls("before", ends[0], gap[0], clock, of_first=within.of is not None)
        return cls("either", *ends, clock, gap if any(least) else None)

    @property
    def due(self) -> date | None:
        """The last day on which the other record can still begin, or end; None where there is none."""
        return None if self.latest == date.max else self.latest

    def holds(self, other: Record) -> bool:
        """Tell whether the other record, or one of its sessions, keeps to the days."""
        return self.count(other) > 0

    def count(self, other: Record) -> int:
        """Count the sessions of the other record that keep to the days; one without sessions counts once."""
        return len(self.kept(other))

    def kept(self, other: Record) -> list[tuple[date, date]]:
        """List the first and last days of the other record, or of its sessions, that keep to the days."""
        return [(first, last) for first, last in self._spans(other) if self._keeps(first, last)]

    def off(self, other: Record) -> tuple[int, date]:
        """Say by how many days the other record is late, or early (negative), or neither (0), and the day that is."""
        return min(
            (self._off(first, last) for first, last in self._spans(other)),
            key=lambda each: abs(each[0]),
        )

    def _keeps(self, first: date, last: date) -> bool:
        if self.direction != "either" and not self.touched:
            return self.earliest <= self._measured(first, last) <= self.latest
        apart = self.gap is None or last <= self.gap[0] or first >= self.gap[1]
        return first <= self.latest and last >= self.earliest and apart

    def _off(self, first: date, last: date) -> tuple[int, date]:
        day = self._measured(first, last)
        if self.direction == "either":
            late = (first - self.latest).days
            return (late if late > 0 else min((last - self.earliest).days, 0)), day
        late = (day - self.latest).days
        return (late if late > 0 else min((day - self.earliest).days, 0)), day

    def _measured(self, first: date, last: date) -> date:
        return last if self.direction == "before" and not self.of_first else first

    def _spans(self, other: Record) -> list[tuple[date, date]]:
        """List what is looked at of the other record: each session, or the whole where it is asked when it began."""
        return [(other.days.first, other.days.last)] if self.of_first else spans(other, self.clock)


def spans(record: Record, clock: Clock) -> list[tuple[date, date]]:
    """List the first and last day of a record: of sessions each that has come by itself."""
    come = [day for day in record.days.sessions if clock.reached(day)]
    return [(day, day) for day in come] or [(record.days.first, record.days.last)]
