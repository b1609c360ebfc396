"""Periods inside a window: months, weeks, days, named ones; and the days of each on which a record counts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from civcheck.language.days import rolled
from civcheck.language.grounds import Grounds
from civcheck.language.periodname import day_in, month_of, months_from, name_of, words_of
from civcheck.language.window import Interval, Resolved
from civcheck.messages import Message, msg
from civcheck.model.parts import Mistake, Part, mistake

if TYPE_CHECKING:
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import DayOfMonth, DaysLong, Months, MonthsOfYear, Period, Weeks
    from civcheck.model.written import YesNo

_ONE_DAY = timedelta(days=1)

_WORDS: Mapping[str, Mapping[str, Any]] = {
    "日": {"days": 1}, "day": {"days": 1},
    "周": {"weeks": 1}, "week": {"weeks": 1},
    "双周": {"weeks": 2}, "fortnight": {"weeks": 2},
    "旬": {"ten_days": True}, "ten-days": {"ten_days": True},
    "半月": {"half_months": True}, "half-month": {"half_months": True},
    "月": {"months": 1}, "month": {"months": 1},
    "季度": {"months": 3}, "quarter": {"months": 3},
    "半年": {"months": 6}, "half": {"months": 6},
    "年": {"months": 12}, "year": {"months": 12},
    "自然季度": {"months": 3, "natural": True}, "calendar-quarter": {"months": 3, "natural": True},
    "自然半年": {"months": 6, "natural": True}, "calendar-half": {"months": 6, "natural": True},
    "自然年": {"months": 12, "natural": True}, "calendar-year": {"months": 12, "natural": True},
}  # fmt: skip


class Stretch(NamedTuple):
    """One period: its own days, by which it is named, and those on which a record counts for it."""

    own: Interval
    days: Interval

    @property
    def last(self) -> date:
        """The last day on which a record counts; the period has closed at the end of it."""
        return self.days.last

    @property
    def name(self) -> str:
        """Name it as people do: 2017年3月; by its ends where it is no whole month, quarter, half or year."""
        return name_of(self.own)

    @property
    def words(self) -> Message:
        """The same, to be said in any language."""
        return words_of(self.own)


class Every(Part):
    """A period, in one of six ways, and of months what lies inside them.

    ``months`` are those of the calendar, the first one may have begun before the window; ``weeks`` are from Monday to
    Sunday, ``days`` so many days, ``ten_days`` the thirds of a month, ``half_months`` its halves (to the 15th, and
    from the 16th), ``period`` a named one of the pack. ``natural``
    cuts at the calendar's quarters, halves and years; ``sliding`` takes every run of so many months, weeks or days;
    ``except`` leaves months out. ``from_day`` and ``to_day`` are the days of the period's first month (``of: last``: of
    its last, with ``next`` of the month after it) from and until which a record counts; ``roll`` moves a last day that
    is no working day to the next one that is.
    """

    months: Months | None = None
    weeks: Weeks | None = None
    days: DaysLong | None = None
    ten_days: YesNo = False
    half_months: YesNo = False
    period: str | None = None
    natural: YesNo = False
    sliding: YesNo = False
    except_: MonthsOfYear = ()
    from_day: DayOfMonth | None = None
    to_day: DayOfMonth | None = None
    of_: Literal["first", "last"] | None = None
    next_: YesNo = False
    roll: YesNo = False

    _WAYS: ClassVar[tuple[str, ...]] = ("months", "weeks", "days", "ten_days", "half_months", "period")

    @classmethod
    def _written(cls, raw: Any) -> Any:
        if isinstance(raw, str):
            if raw not in _WORDS:
                raise mistake("period-name", value=raw)
            return dict(_WORDS[raw])
        return raw

    def _check(self) -> None:
        if sum(bool(getattr(self, name)) for name in self._WAYS) != 1:
            raise mistake("one-of", names=tuple(self._WAYS))
        for key, where, fits in self._fitting():
            if getattr(self, key) and not fits:
                raise mistake("period-unfit", key=self.key_of(key), where=where)
        if self.from_day is not None and self.to_day is not None and self.to_day < self.from_day:
            raise mistake("period-days-backwards", value=f"{self.from_day}/{self.to_day}")
        if len(set(self.except_)) == 12:
            raise mistake("period-of-nothing")

    def _fitting(self) -> Iterator[tuple[str, str | tuple[str, ...], bool]]:
        """List keys with the other keys that they stand beside, and whether these are as they should be."""
        months, dated = self.months or 0, bool(self.from_day or self.to_day)
        yield (
            "natural",
            tuple(f"months: {each}" for each in (1, 2, 3, 4, 6, 12)),
            months in (1, 2, 3, 4, 6, 12),
        )
        several = max(months, self.weeks or 0, self.days or 0) > 1
        sliding = tuple(f"{unit}: 2" for unit in ("months", "weeks", "days"))
        yield "sliding", sliding, several and not (self.natural or self.has_days)
        yield "except_", "months: 1", months == 1
        for key in ("from_day", "to_day", "next_"):
            yield key, "months", months > 0
        yield "of_", ("from_day", "to_day"), dated and not self.next_
        yield "roll", ("from_day", "to_day", "next"), dated or self.next_

    @property
    def has_days(self) -> bool:
        """Tell whether a record counts on some days of a period only, or after it."""
        return bool(self.from_day or self.to_day or self.next_)

    @property
    def overlaps(self) -> bool:
        """Tell whether it is cut into so many runs of days that only some of them can be named."""
        return self.sliding and not self.months

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of names that the pack does not know."""
        return known.periods((*path, "period"), *((self.period,) if self.period is not None else ()))

    # --- cutting

    def parts(self, window: Resolved, grounds: Grounds) -> tuple[Stretch, ...]:
        """Cut a window into periods, in order of their days.

        Raises:
            Undetermined: the working days of a year are not known.
        """
        window = window.cut or window
        if self.months is not None:
            return tuple(self._of_months(window, self.months))
        if self.period is not None:
            spans = sorted((each.first, each.last) for each in grounds.terms.periods[self.period])
            whole = [own for span in spans if (own := _inside(Interval(*span), window)) is not None]
        elif self.ten_days:
            whole = list(_in_months(window, ((1, 10), (11, 20), (21, 31))))
        elif self.half_months:
            whole = list(_in_months(window, ((1, 15), (16, 31))))
        else:
            whole = list(_runs(window, self.days or 7 * (self.weeks or 1), bool(self.weeks), self.sliding))
        return tuple(Stretch(own, own) for own in whole)

    def _of_months(self, window: Resolved, months: int) -> Iterator[Stretch]:
        start, end = month_of(window.first), month_of(window.last)
        if self.natural:
            start -= start % months
        if self.sliding:
            end -= months - 1
        for at in range(start, end + 1, 1 if self.sliding else months):
            own = _inside(months_from(at, months), window)
            if own is None or at % 12 + 1 in self.except_:
                continue
            days = self._days_in(at, months, window) if self.has_days else own
            if days is not None:
                yield Stretch(own, days)

    def _days_in(self, at: int, months: int, window: Resolved) -> Interval | None:
        """Give the days of a period on which a record counts; None where none of them lies in the window."""
        whole = months_from(at, months)
        if self.next_:
            whole = months_from(at + months, 1)
        month = month_of(whole.last if self.of_ == "last" else whole.first)
        first = whole.first if self.from_day is None else day_in(month, self.from_day)
        last = whole.last if self.to_day is None else day_in(month, self.to_day)
        found = Interval(first, last) if self.next_ else _inside(Interval(first, last), window)
        if found is None or not self.roll or found.last != last:
            return found
        return Interval(found.first, rolled(last))

    def admitted(self, window: Resolved, grounds: Grounds) -> Resolved:
        """Give the window with every day on which a record counts for one of its periods."""
        if window.cut is not None:
            return window
        if self.period is not None and window.in_force is not None:
            return _spans_of(self.period, window.in_force, grounds) or window
        if not (self.next_ or self.roll):
            return window
        last = max((each.last for each in self.parts(window, grounds)), default=window.last)
        if last <= window.last:
            return window
        *others, end = window.intervals
        return replace(window, intervals=(*others, Interval(end.first, last)), cut=window)


def every_of(per: Period, grounds: Grounds) -> Every:
    """Give the period that is written, or that depends on the unit.

    Raises:
        Undetermined: the fact on which it depends is not declared.
        NotConcerned: it asks nothing of this unit.
    """
    return per if isinstance(per, Every) else per.of(grounds)


_ROW = 3
"""So many periods one after the other are said as from the first to the last."""


def in_a_row(
    some: Sequence[Stretch], of: Sequence[Stretch], amounts: Sequence[Message | str]
) -> tuple[Message, ...]:
    """Name some periods; many that follow each other, and have as much, by the first and the last: 2017年3月至12月."""
    places, rows = {each: at for at, each in enumerate(of)}, list[tuple[list[Stretch], Message | str]]()
    for each, amount in zip(some, amounts, strict=True):
        if rows and places[each] == places[rows[-1][0][-1]] + 1 and amount == rows[-1][1]:
            rows[-1][0].append(each)
        else:
            rows.append(([each], amount))
    return tuple(name for row, amount in rows for name in _with_amount(row, amount))


def _with_amount(row: list[Stretch], amount: Message | str) -> list[Message]:
    """Name a row of periods, and say what each of them has, unless that is nothing."""
    names = _row_named([each.words for each in row])
    if not amount:
        return names
    said = amount if len(names) == len(row) else msg("said.each", said=amount)
    return [msg("said.beside", name=name, said=said) for name in names]


def _row_named(names: list[Message]) -> list[Message]:
    first, last = names[0], names[-1]
    if len(names) < _ROW or "period.days" in (first.id, last.id):  # days that have two ends already
        return names
    sort, year = last.id.removeprefix("period."), last.params.get("year")
    if year is not None and year == first.params.get("year"):  # Chinese does not say it again
        last = msg(f"period.{sort}-same", **last.params)
    return [msg("said.days", first=first, last=last)]


class Finder:
    """Finds the periods that a day lies in: by halving, where both ends of all are in order."""

    def __init__(self, periods: Iterable[Interval]) -> None:
        self._periods = tuple(periods)
        self._firsts = [each.first for each in self._periods]
        self._lasts = [each.last for each in self._periods]
        self._in_order = self._firsts == sorted(self._firsts) and self._lasts == sorted(self._lasts)

    def at(self, day: date) -> Sequence[int]:
        """List the places of the periods that a day lies in."""
        return self.meeting(day, day)

    def meeting(self, first: date, last: date) -> Sequence[int]:
        """List the places of the periods in which any day from ``first`` to ``last`` lies."""
        if self._in_order:
            return range(bisect_left(self._lasts, first), bisect_right(self._firsts, last))
        return [place for place, each in enumerate(self._periods) if each.meets(first, last)]


# --- days


def _inside(days: Interval, window: Resolved) -> Interval | None:
    """Give what lies in a window, from the first such day to the last; None where nothing does."""
    met = [each for each in window.intervals if each.meets(*days)]
    if not met:
        return None
    return Interval(max(days.first, met[0].first), min(days.last, max(each.last for each in met)))


def _spans_of(name: str, in_force: Interval, grounds: Grounds) -> Resolved | None:
    """Give the named spans that begin in the year, whole, while the rule is in force; None where there are none."""
    first, last = grounds.year
    spans = sorted((each.first, each.last) for each in grounds.terms.periods[name])
    kept = [
        Interval(max(span[0], in_force.first), min(span[1], in_force.last))
        for span in spans
        if first <= span[0] <= last and in_force.meets(*span)
    ]
    return Resolved(tuple(kept)) if kept else None


def _runs(window: Resolved, days: int, from_monday: bool, sliding: bool) -> Iterator[Interval]:
    """List runs of so many days that lie in the window as a whole: one after the other, or every one of them."""
    step = days if not sliding else 7 if from_monday else 1
    for each in window.intervals:
        first = each.first
        if from_monday:
            first += timedelta(days=-first.weekday() % 7)
        while (last := first + timedelta(days=days - 1)) <= each.last:
            yield Interval(first, last)
            first += timedelta(days=step)


def _in_months(window: Resolved, pieces: Sequence[tuple[int, int]]) -> Iterator[Interval]:
    """Cut every month that the window meets into the same pieces; 31 is its last day."""
    for at in range(month_of(window.first), month_of(window.last) + 1):
        for first, last in pieces:
            own = _inside(Interval(day_in(at, first), day_in(at, last)), window)
            if own is not None:
                yield own
