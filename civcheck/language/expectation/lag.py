"""``lag``: days between two dates of a record; the day of the event is day 0."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from civcheck.language.days import STRICT, adder, rolled
from civcheck.language.expectation.somany import AtLeastRecords, Found, so_many
from civcheck.language.grounds import Grounds
from civcheck.language.observation import (
    Observation,
    Short,
    doubt_blank,
    doubt_good,
    doubt_unread,
    nothing_selected,
    so_many_short,
)
from civcheck.language.recorddays import days_of, written_day
from civcheck.language.select import Scope, Selection
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import CountedIn, QuantifierOfOne, Quantity
    from civcheck.model.written import YesNo


_LOWER, _UPPER = ("at_least", "more_than"), ("at_most", "less_than")
_LIMITS = (*_LOWER, *_UPPER)


class Lag(Part):
    """Ask that the day in ``to`` is at most (less than, at least, more than) so many days after the day in ``from``.

    Less than is what at least refuses, more than what at most does: the very day that so many days come to is neither.
    The number may stand in a field of the record. With ``roll`` a last day that is no working day moves to the next
    one. An upper limit of 0 or less asks for a day not later than another: any earlier one will do. With more days it
    asks for something that comes after the event, so that a day before it shows nothing, unless ``early`` says
    otherwise. From 日期 days are counted on from its last day, and back (a number below 0) from its first. With
    ``inclusive`` the day of the event is the first one that is counted: two months from 10 January end on 9 March.
    """

    goes_by_record: ClassVar[bool] = True
    form: Literal["lag"] = "lag"
    from_: str
    to: str
    at_most: Quantity | None = None
    at_least: Quantity | None = None
    more_than: Quantity | None = None
    less_than: Quantity | None = None
    unit: CountedIn = "天"
    roll: YesNo = False
    early: YesNo = False
    inclusive: YesNo = False
    quantifier: QuantifierOfOne = "each"

    @property
    def by_record(self) -> bool:
        """Tell whether it is decided for every record by itself."""
        return self.quantifier == "each"

    @property
    def needs_on_empty(self) -> bool:
        """Tell whether nothing selected leaves it open what holds: so many records are a number that is missed."""
        return isinstance(self.quantifier, str) or self.quantifier.is_share

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of names that the pack does not know, of fields that are no days, and of numbers that are none."""
        yield from known.day_fields((*path, "from"), self.from_)
        yield from known.day_fields((*path, "to"), self.to)
        yield from known.numbers(path, self._limits(*_LIMITS))

    def _limits(self, *names: str) -> dict[str, Any]:
        """Give those of these limits that are written."""
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    def _check(self) -> None:
        if not self._limits(*_LIMITS):
            raise mistake("one-of", names=_LIMITS)
        if self.early and (not self._limits(*_UPPER) or self._limits(*_LOWER)):
            raise mistake("lag-early")
        numbers = [each for each in self._limits(*_LIMITS).values() if isinstance(each, Fraction)]
        if self.inclusive and min(numbers, default=Fraction(1)) < 1:
            raise mistake("lag-inclusive")

    def observe(self, scope: Scope) -> Observation:
        """Judge every selected record, or so many of them; before its due day one is waiting."""
        some = self.quantifier if isinstance(self.quantifier, AtLeastRecords) else None
        share = some is not None and some.share(scope.grounds) is not None
        chosen = scope.selection(material=False, unsure="beside" if share or some is None else "no")
        open_ = [record for record in chosen.unsure if self._is_missed(record, scope)]
        spoken_for = share or some is None or (scope.on_empty and scope.closed())
        if not chosen.records and spoken_for:
            return nothing_selected(scope, chosen, material=False, blank=len(open_))
        shorts = [short for record in chosen.records if (short := self._examine(record, scope)) is not None]
        if some is not None:
            found = Found(scope, chosen, shorts, scope.window.last, open_, lambda _: ())
            return so_many(some, found, "seen.share.in-time")
        return self._every(scope, chosen, shorts, open_)

    def _every(
        self, scope: Scope, chosen: Selection, shorts: list[Short], open_: list[Record]
    ) -> Observation:
        missed = [short for short in shorts if not short.waiting]
        outcome = Outcome.GAP if missed else Outcome.PENDING if shorts else Outcome.SATISFIED
        lacking = {short.record.key for short in shorts}
        seen = Observation(
            outcome,
            msg(
                f"seen.lag.{outcome.value}",
                short=number(len(missed or shorts)),
                count=number(len(chosen.records)),
            ),
            shown=[record for record in chosen.records if record.key not in lacking],
            planned=chosen.planned,
            have=Fraction(len(chosen.records) - len(lacking)),
            need=Fraction(len(chosen.records)),
            shorts=missed or shorts,
            due=min((short.due for short in shorts if short.due), default=None) if not missed else None,
            final=bool(missed),
            parts=frozenset({"number"}),
            window=scope.window,
        )
        several = sum(len(record.days.sessions) > 1 for record in chosen.records)
        if several and self._runs_on_from_own_days:
            seen.notes = (*seen.notes, msg("note.lag-last-session", count=number(several)))
        reversed_ = [each for each in chosen.records if self._is_reversed(each)]
        if reversed_:
            titles = tuple(each.title or "" for each in reversed_[:3])
            about = {"count": number(len(reversed_)), "field": self.to, "titles": titles}
            seen.notes = (*seen.notes, msg("note.days-reversed", **about))
        seen = doubt_unread(seen, chosen.unread, chosen.flawed)
        doubt_good(seen, scope.may_drop_out(seen.shown), len(open_))
        return doubt_blank(seen, len(open_), open_, so_many_short(seen, len(open_)))

    def examining(self, scope: Scope) -> Callable[[Record], Iterable[Short]]:
        """Make the function that says what one record is short of."""
        return lambda record: () if (short := self._examine(record, scope)) is None else (short,)

    def _is_reversed(self, record: Record) -> bool:
        """Tell whether it ends before the record itself, and begins to count after it: 整改 before what is 整改 of."""
        if "日期" in (self.from_, self.to) or self.early:
            return False
        start, end = written_day(record, self.from_), written_day(record, self.to)
        return start is not None and end is not None and end < record.days.first < start

    def _is_missed(self, record: Record, scope: Scope) -> bool:
        short = self._examine(record, scope)
        return short is not None and not short.waiting

    def _examine(self, record: Record, scope: Scope) -> Short | None:
        grounds = scope.grounds
        start = _day_of(record, self.from_, grounds, end=True)
        end = _day_of(record, self.to, grounds, end=False)
        if start is None and end is not None and self._before_will_do(record, grounds):
            start = written_day(record, self.from_)  # a time limit that is still to come, and was kept
        if start is None:
            if end is not None and self._is_blank(record, grounds):  # what is over is not mended by waiting
                lack = msg("lacks.from-blank", field=self.to, day=end, start=self.from_)
                return Short(record, (lack,), end)
            return self._never(record, end, scope) or _awaited(record, self.from_, scope, scope.window.last)
        for value in self._limits(*_LIMITS).values():
            if isinstance(days := days_of(value, record, grounds), str):
                return _awaited(record, days, scope, scope.window.last)
        return self._too_soon(record, start, end, scope) or self._too_late(record, start, end, scope)

    def _never(self, record: Record, end: date | None, scope: Scope) -> Short | None:
        """Tell of what came too soon for a start that is written and lies ahead: nothing is left to wait for."""
        start = written_day(record, self.from_)
        if start is None or end is None:
            return None
        if any(
            isinstance(days_of(each, record, scope.grounds), str) for each in self._limits(*_LOWER).values()
        ):
            return None
        return self._too_soon(record, start, end, scope)

    def _before_will_do(self, record: Record, grounds: Grounds) -> bool:
        """Tell whether a day before the event does as well as one after it."""
        upper = self._limits(*_UPPER).values()
        if self.early or not upper or self._limits(*_LOWER):
            return self.early or bool(upper)
        days = [days_of(each, record, grounds) for each in upper]
        return any(isinstance(each, int) and each <= 0 for each in days)

    def _is_blank(self, record: Record, grounds: Grounds) -> bool:
        return written_day(record, self.from_) is None and self.from_ not in record.flaws

    def _counted_from(self, record: Record, start: date, days: int) -> date:
        """Give the day that is day 0: of an event that lasts the first one where days before it are counted."""
        return record.days.first if self.from_ == "日期" and days < 0 else start

    def _day_after(self, start: date, count: int) -> date:
        """Give the day so many days, working days or months on; with ``inclusive`` the start is the first of them."""
        add, a_day = adder(self.unit), timedelta(days=1)
        if not self.inclusive:
            return add(start, count)
        return add(start, count) - a_day if self.unit in ("月", "年") else add(start - a_day, count)

    def _ends(self, names: tuple[str, ...], record: Record, start: date, grounds: Grounds) -> list[date]:
        """List the first (or last) days that will do, by each limit that is written."""
        found = []
        for name, value in self._limits(*names).items():
            days = _count(value, record, grounds)
            end = self._day_after(self._counted_from(record, start, days), days)
            found.append(end + timedelta(days=STRICT.get(name, 0)))
        return found

    def _needs_no_calendar(self, record: Record, start: date, end: date, grounds: Grounds) -> bool:
        """Tell whether a day is in time whichever days are working days: so many of these are as many days at least."""
        if self.unit != "工作日":
            return False
        limits = [(name, _count(each, record, grounds)) for name, each in self._limits(*_UPPER).items()]
        return all(
            days >= 0 and end <= start + timedelta(days=days - self.inclusive + STRICT.get(name, 0))
            for name, days in limits
        )

    def _too_soon(self, record: Record, start: date, end: date | None, scope: Scope) -> Short | None:
        """Hold ``to`` against the first day it may be; one that is written and lies ahead is awaited."""
        firsts = self._ends(_LOWER, record, start, scope.grounds)
        if not firsts:
            return None
        earliest = max(firsts)
        day = end or written_day(record, self.to)
        soon = msg("lacks.too-soon", field=self.to, day=day, earliest=earliest)
        if end is not None:
            return Short(record, (soon,), None) if end < earliest else None
        if day is not None and day < earliest and not scope.grounds.clock.reached(day):
            return Short(record, (soon,), day, True)
        if not self._limits(*_UPPER):
            last = self._must_be_written(record, max(earliest, scope.window.last), scope)
            return _awaited(record, self.to, scope, last)
        return None

    def _must_be_written(self, record: Record, day: date, scope: Scope) -> date:
        """Give the day until which ``to`` is awaited: one that is set in advance no longer than the window is open."""
        blank = written_day(record, self.to) is None and self.to not in record.flaws
        if not blank or record.kind not in scope.grounds.terms.day_fields.get(self.to, ()):
            return day
        return min(day, max(scope.window.last, record.days.last))

    def _too_late(self, record: Record, start: date, end: date | None, scope: Scope) -> Short | None:
        grounds = scope.grounds
        # while a span lasts there may be something to tell; of sessions nobody can tell before the last
        begin = start if record.days.sessions else _day_of(record, self.from_, grounds, end=False) or start
        if end is not None and begin <= end and self._needs_no_calendar(record, start, end, grounds):
            return None
        lasts = self._ends(_UPPER, record, start, grounds)
        if not lasts:
            return None
        due = rolled(min(lasts)) if self.roll else min(lasts)
        due = self._must_be_written(record, due, scope)
        if end is None or (end < begin and not self._before_will_do(record, grounds)):
            # a demand for a day after the event: one before it shows nothing
            lacks = _not_there(record, self.to)
            if end is not None:
                lacks = msg("lacks.too-soon", field=self.to, day=end, earliest=begin)
            # of a day that is set in advance there is no later one to wait for
            ahead = end is not None and record.kind in grounds.terms.day_fields.get(self.to, ())
            return Short(record, (lacks,), due, not ahead and not grounds.clock.reached(due))
        if end > due:
            return Short(record, (msg("lacks.too-late", field=self.to, day=end, due=due),), due, False)
        return None

    def words(self, known: Glossary) -> Message:
        """Say how many days may lie, or must lie, between the two."""
        if isinstance(self.quantifier, AtLeastRecords):
            return known.so_many(self.quantifier.at_least, msg("asks.lag.own", lag=self.words_of_one(known)))
        return msg("asks.lag", lag=self.words_of_one(known))

    def words_of_one(self, known: Glossary) -> Message:
        """Say it of one record."""
        asked = [
            msg(
                self._asking(name, value, days),
                to=self.to,
                start=self.from_,
                days=said,
            )
            for name, value in self._limits(*_LIMITS).items()
            for days, said in [self._days_in_words(value, known)]
        ]
        said = known.both(asked)
        if self._runs_on_from_own_days:
            said = msg("asks.lag.from-end", lag=said)
        if self.early:
            said = msg("asks.lag.early", lag=said, start=self.from_)
        return msg("asks.lag.roll", lag=said) if self.roll else said

    @property
    def _runs_on_from_own_days(self) -> bool:
        """Tell whether it counts on from 日期, of which a record may have several days."""
        numbers = self._limits(*_LIMITS).values()
        return self.from_ == "日期" and any(not isinstance(each, Fraction) or each > 0 for each in numbers)

    def _asking(self, name: str, value: Any, days: Fraction) -> str:
        """Give the message that says a limit: so many days after or before, or the very day."""
        own = "-own" if self.from_ == "日期" else ""
        if isinstance(value, Fraction) and not value:
            return f"asks.lag.{name}-same{own}"
        if self.inclusive:
            return f"asks.lag.{name}-inclusive"
        return f"asks.lag.{name}-before{own}" if days < 0 else f"asks.lag.{name}"

    def _days_in_words(self, value: Any, known: Glossary) -> tuple[Fraction, Message]:
        """Give a number of days, where it is written, and say it; days before are said without their sign."""
        if isinstance(value, Fraction):
            return value, known.days(abs(value), self.unit)
        return Fraction(0), known.days(value, self.unit)


# --- the days of a record


def _day_of(record: Record, field: str, grounds: Grounds, end: bool) -> date | None:
    """Give the day a field holds, None before it has come where it is not set in advance.

    Of 日期 it is the last day when the lag runs on from it, the first when it runs to it.
    """
    if field == "日期":
        return record.days.last if end else record.days.first
    value = grounds.getter(field)(record)
    return value if isinstance(value, date) else None


def _awaited(record: Record, field: str, scope: Scope, last: date) -> Short:
    """Judge what is not there and has no due day of its own: it may come until ``last``.

    A day that is written and lies ahead is still awaited after that.
    """
    clock, written = scope.grounds.clock, written_day(record, field)
    if written is not None and not clock.reached(written):
        last = max(last, written)
    return Short(record, (_not_there(record, field),), last, not clock.reached(last))


def _not_there(record: Record, field: str) -> Message:
    return msg("lacks.filled-flawed" if field in record.flaws else "lacks.filled", field=field)


def _count(value: Any, record: Record, grounds: Grounds) -> int:
    days = days_of(value, record, grounds)
    assert isinstance(days, int)  # noqa: S101 - a blank field was told before
    return days
