"""Windows (时间窗): in which days a record must lie, moving days included."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from civcheck.language.grounds import Chosen, Clock, Grounds
from civcheck.language.quantity import Ref, span_of
from civcheck.language.undetermined import Undetermined
from civcheck.messages import Message, msg
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record
from civcheck.model.terms import COUNTED

if TYPE_CHECKING:
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Bound, Months, Window


class Interval(NamedTuple):
    """Days from ``first`` to ``last``, both inclusive."""

    first: date
    last: date

    def contains(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= day <= self.last

    def meets(self, first: date, last: date) -> bool:
        """Tell whether any day from ``first`` to ``last`` lies in it."""
        return first <= self.last and last >= self.first

    @property
    def days(self) -> int:
        """Count its days."""
        return (self.last - self.first).days + 1


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Put days together that overlap or follow one another, in order."""
    found: list[Interval] = []
    for each in sorted(intervals):
        if found and (found[-1].last == date.max or each.first <= found[-1].last + timedelta(days=1)):
            found[-1] = found[-1]._replace(last=max(found[-1].last, each.last))
        else:
            found.append(each)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A window with its days known: one interval or several, in order.

    ``in_force`` is there where a rule names no window: the days on which it is in force, those after the year
    included. ``cut`` is the window that periods are cut from, where days after it are admitted too.
    """

    intervals: tuple[Interval, ...]
    standing: bool = False
    in_force: Interval | None = None
    cut: Resolved | None = None

    @property
    def first(self) -> date:
        """The first day."""
        return self.intervals[0].first

    @property
    def last(self) -> date:
        """The last day; the window has closed at the end of it."""
        return self.intervals[-1].last

    @property
    def words(self) -> tuple[Message, ...]:
        """Say its days: the first and the last of every interval; one that always was has no first day."""
        firsts = ("" if each.first == date.min else each.first for each in self.intervals)
        return tuple(
            msg("said.to", first=first, last=each.last)
            for first, each in zip(firsts, self.intervals, strict=True)
        )

    def days_until(self, day: date) -> int:
        """Count its days up to and including ``day``."""
        return sum(max((min(each.last, day) - each.first).days + 1, 0) for each in self.intervals)

    def contains(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return any(each.contains(day) for each in self.intervals)

    def has(self, record: Record, dated_by: str, clock: Clock) -> bool:
        """Tell whether a record lies in it: when any of its days does, of a list of days one of those."""
        if dated_by == "报送日期":
            day = record.reported_on
            return day is not None and clock.reached(day) and self.contains(day)
        days = record.days
        if days.sessions:
            return any(self.contains(day) for day in days.sessions)
        if len(self.intervals) == 1:
            only = self.intervals[0]
            return days.first <= only.last and days.last >= only.first
        return any(each.meets(days.first, days.last) for each in self.intervals)

    def membership(self, dated_by: str, clock: Clock) -> Callable[[Record], bool]:
        """Make the function that tells whether a record lies in it; most windows are one interval of days."""
        if dated_by == "报送日期" or len(self.intervals) > 1:
            return lambda record: self.has(record, dated_by, clock)
        start, end = self.first, self.last

        def lies(record: Record) -> bool:
            first, last, sessions = record.days
            if sessions:
                return any(start <= day <= end for day in sessions)
            return first <= end and last >= start

        return lies

    def closed(self, clock: Clock) -> bool:
        """Tell whether its last day is over."""
        return clock.reached(self.last)


EVER = Resolved((Interval(date.min, date.max),))
"""Any day at all."""


class LookBack(Part):
    """So many years or months up to a day, that day included."""

    years: Months | None = None
    months: Months | None = None

    def _check(self) -> None:
        if (self.years is None) == (self.months is None):
            raise mistake("one-of", names=("years", "months"))

    def until(self, last: date) -> Interval:
        """Give the days of it that end on ``last``."""
        months = self.months if self.months is not None else 12 * (self.years or 0)
        return Interval(_add_months(last + timedelta(days=1), -months), last)


class WindowDays(Part):
    """From two days, a moving day with offsets, the week of a day, a named period, or years back from a day."""

    first: Bound | None = None
    last: Bound | None = None
    day: str | None = None
    week: str | None = None
    period: str | None = None
    look_back: LookBack | None = None

    _keys: ClassVar[Mapping[str, str]] = {"first": "from", "last": "to"}

    def _check(self) -> None:
        both = self.first is not None and self.last is not None
        ways = [self.day, self.week, self.period, self.look_back]
        named = sum(each is not None for each in ways)
        if named > 1 or (named == 0 and not both) or (self.day is not None and not both):
            raise mistake("window-form")
        whole = self.week is not None or self.period is not None
        if (self.first is not None and (whole or self.look_back is not None)) or (
            self.last is not None and whole
        ):
            raise mistake("window-form")

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of days and periods the pack does not know, and of a window that ends before it begins."""
        yield from known.days((*path, "day"), *((self.day,) if self.day is not None else ()))
        yield from known.days((*path, "week"), *((self.week,) if self.week is not None else ()))
        yield from known.periods((*path, "period"), *((self.period,) if self.period is not None else ()))
        for key, bound in (("from", self.first), ("to", self.last)):
            yield from not_day((*path, key), bound, known, offset=self.day is not None)
            if isinstance(bound, int) and self.day is None:
                yield (*path, key), "offset-of-no-day", {"key": key, "value": str(bound)}
        for kind in (date, int):
            if isinstance(self.first, kind) and isinstance(self.last, kind) and self.last < self.first:  # type: ignore[operator]
                yield path, "span-backwards", {"value": f"{self.first}/{self.last}"}

    def resolve(self, grounds: Grounds) -> Resolved:
        """Find the days.

        Raises:
            Undetermined: the pack's table of days lacks the year.
        """
        if self.period is not None:
            spans = grounds.terms.periods[self.period]
            return Resolved(tuple(Interval(each.first, each.last) for each in spans))
        if self.week is not None:
            day = _moving_day(self.week, grounds)
            monday = day - timedelta(days=day.weekday())
            return Resolved((Interval(monday, monday + timedelta(days=6)),))
        if self.look_back is not None:
            last = grounds.year[1] if self.last is None else _end(self.last, None, grounds)
            return Resolved((self.look_back.until(last),))
        anchor = _moving_day(self.day, grounds) if self.day is not None else None
        assert self.first is not None and self.last is not None  # noqa: S101 - the validator saw to it
        return Resolved((Interval(_end(self.first, anchor, grounds), _end(self.last, anchor, grounds)),))


def not_day(path: Path, bound: object, known: Vocabulary, offset: bool = False) -> Iterator[Mistake]:
    """Tell of a param or fact that is no day where one must stand; an ``offset`` is a number of days instead."""
    if not isinstance(bound, Ref) or bound.field is not None or tuple(bound.mistakes(known, path)):
        return
    kind, name = known.type_of(bound), bound.param or bound.fact or "as_of"
    if offset and kind not in COUNTED:  # of a list it is the length
        yield path, "rule-number", {"value": name}
    elif not offset and kind != "日期":
        yield path, "rule-day", {"value": name}


def _moving_day(name: str, grounds: Grounds) -> date:
    day = grounds.terms.days[name].in_year(grounds.unit.year)
    if day is None:
        raise Undetermined(msg("undetermined.no-moving-day", day=name, year=str(grounds.unit.year)))
    return day


def _end(bound: int | date | Ref | Chosen, anchor: date | None, grounds: Grounds) -> date:
    if isinstance(bound, Ref):
        if anchor is not None:
            return anchor + span_of(grounds.quantity(bound))
        return grounds.day(bound)
    if isinstance(bound, date):
        return bound
    if not isinstance(bound, int):
        return grounds.day(bound)
    return (anchor or grounds.year[0]) + span_of(Fraction(bound))


def resolve(window: Window | None, grounds: Grounds) -> Resolved:
    """Find the days of a rule's window; None is the ledger's year within the pack's period."""
    if window is None:
        return Resolved((Interval(*grounds.year),))
    if window == "standing":
        return Resolved((Interval(date.min, grounds.year[1]),), standing=True)
    return window.resolve(grounds)


def _add_months(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError("a month has 28 days")
