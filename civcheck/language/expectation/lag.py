"""``lag``: days between two dates of a record; the day of the event is day 0."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from civcheck.language.grounds import Grounds, Undetermined
from civcheck.language.observation import Observation, Short, doubt_unread, nothing_selected
from civcheck.language.quantity import span_of
from civcheck.language.select import Scope
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Quantity
    from civcheck.model.written import YesNo


class Lag(Part):
    """Ask that the day in ``to`` is at most (or at least) so many days after the day in ``from``.

    With ``roll`` a last day that is no working day moves to the next one.
    """

    form: Literal["lag"] = "lag"
    from_: str
    to: str
    at_most: Quantity | None = None
    at_least: Quantity | None = None
    unit: Literal["天", "工作日"] = "天"
    roll: YesNo = False

    needs_on_empty: ClassVar[bool] = True

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of names that the pack does not know."""
        yield from known.fields((*path, "from"), self.from_)
        yield from known.fields((*path, "to"), self.to)

    def _check(self) -> None:
        if self.at_most is None and self.at_least is None:
            raise mistake("one-of", names="at_most、at_least")

    def observe(self, scope: Scope) -> Observation:
        """Judge every selected record; before its due day it is waiting."""
        chosen = scope.selection(material=False)
        if not chosen.records:
            return nothing_selected(scope, chosen, material=False)
        shorts = [short for record in chosen.records if (short := self._examine(record, scope)) is not None]
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
        return doubt_unread(seen, chosen.unread)

    def _examine(self, record: Record, scope: Scope) -> Short | None:
        grounds, add = scope.grounds, _adder(self.unit)
        start = _day_of(record, self.from_, grounds, end=True)
        if start is None:
            return _awaited(record, self.from_, scope, scope.window.last)
        end = _day_of(record, self.to, grounds, end=False)
        if self.at_least is not None:
            earliest = add(start, int(grounds.quantity(self.at_least)))
            if end is not None and end < earliest:
                lacks = msg("lacks.too-soon", field=self.to, day=end, earliest=earliest)
                return Short(record, (lacks,), None)
            if end is None and self.at_most is None:
                return _awaited(record, self.to, scope, max(earliest, scope.window.last))
        if self.at_most is None:
            return None
        begin = _day_of(record, self.from_, grounds, end=False) or start
        due = add(start, int(grounds.quantity(self.at_most)))
        if self.roll:
            due = _rolled(due)
        if end is None or (end < begin and self._looks_ahead(grounds)):
            lacks = msg("lacks.filled", field=self.to)
            if end is not None:
                lacks = msg("lacks.too-soon", field=self.to, day=end, earliest=begin)
            return Short(record, (lacks,), due, not grounds.clock.reached(due))
        if end > due:
            return Short(record, (msg("lacks.too-late", field=self.to, day=end, due=due),), due, False)
        return None

    def words(self, known: Glossary) -> Message:
        """Say how many days may lie, or must lie, between the two."""
        asked = [
            msg(
                f"asks.lag.{name}-before" if days < 0 else f"asks.lag.{name}",
                to=self.to,
                start=self.from_,
                days=said,
            )
            for name in ("at_least", "at_most")
            if (value := getattr(self, name)) is not None
            for days, said in [self._days_in_words(value, known)]
        ]
        said = known.both(asked)
        return msg("asks.lag.roll", lag=said) if self.roll else said

    def _days_in_words(self, value: Any, known: Glossary) -> tuple[Fraction, Message]:
        """Give a number of days, where it is written, and say it; days before are said without their sign."""
        working = self.unit == "工作日"
        if isinstance(value, Fraction):
            return value, known.days(abs(value), working)
        return Fraction(0), known.days(value, working)

    def _looks_ahead(self, grounds: Grounds) -> bool:
        """Tell whether the demand is for a day after the event: then one before it shows nothing."""
        return self.at_least is None and self.at_most is not None and grounds.quantity(self.at_most) >= 0


def _day_of(record: Record, field: str, grounds: Grounds, end: bool) -> date | None:
    """Give the day a field holds, None before it has come.

    Of 日期 it is the last day when the lag runs from it, the first when it runs to it.
    """
    if field == "日期":
        return record.days.last if end else record.days.first
    value = grounds.getter(field)(record)
    return value if isinstance(value, date) and grounds.clock.reached(value) else None


def _awaited(record: Record, field: str, scope: Scope, last: date) -> Short:
    """Judge a day that is not there and has no due day of its own: it may come until ``last``.

    A day that is written and lies ahead is still awaited after that.
    """
    clock = scope.grounds.clock
    written = {"报送日期": record.reported_on, "归档": record.filed_on}.get(field) or record.fields.get(field)
    if isinstance(written, date) and not clock.reached(written):
        last = max(last, written)
    return Short(record, (msg("lacks.filled", field=field),), last, not clock.reached(last))


def _adder(unit: str) -> Callable[[date, int], date]:
    if unit == "天":
        return lambda day, count: day + span_of(Fraction(count))
    return add_working_days


def add_working_days(day: date, count: int) -> date:
    """Give the ``count``-th working day after ``day`` (before it when negative); the day itself is day 0.

    Working days are those of the State Council's yearly holiday notices, moved ones included.

    Raises:
        Undetermined: the notices of that year are not known.
    """
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def _rolled(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool:
    """Tell whether a day is a working day in China."""
    from chinese_calendar import is_workday

    try:
        return bool(is_workday(day))
    except NotImplementedError:
        raise Undetermined(msg("undetermined.no-working-days", year=str(day.year))) from None
