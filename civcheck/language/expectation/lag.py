"""``lag``: days between two dates of a record; the day of the event is day 0."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from civcheck.language.grounds import Grounds, Undetermined
from civcheck.language.observation import Observation, Short, doubt_blank, doubt_unread, nothing_selected
from civcheck.language.quantity import MOST_DAYS, Ref
from civcheck.language.select import Scope
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record
from civcheck.model.terms import COUNTED, NUMBERS

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Quantity
    from civcheck.model.written import YesNo


class Lag(Part):
    """Ask that the day in ``to`` is at most (or at least) so many days after the day in ``from``.

    The number may stand in a field of the record. With ``roll`` a last day that is no working day moves to the next
    one. ``at_most`` 0 or less asks for a day not later than another: any earlier one will do. With more days it asks
    for something that comes after the event, so that a day before it shows nothing, unless ``early`` says otherwise.
    """

    goes_by_record: ClassVar[bool] = True
    by_record: ClassVar[bool] = True
    form: Literal["lag"] = "lag"
    from_: str
    to: str
    at_most: Quantity | None = None
    at_least: Quantity | None = None
    unit: Literal["天", "工作日", "月"] = "天"
    roll: YesNo = False
    early: YesNo = False

    needs_on_empty: ClassVar[bool] = True

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of names that the pack does not know, of fields that are no days, and of numbers that are none."""
        yield from day_fields((*path, "from"), self.from_, known)
        yield from day_fields((*path, "to"), self.to, known)
        yield from not_numbers(path, {"at_most": self.at_most, "at_least": self.at_least}, known)

    def _check(self) -> None:
        if self.at_most is None and self.at_least is None:
            raise mistake("one-of", names=("at_most", "at_least"))
        if self.early and (self.at_most is None or self.at_least is not None):
            raise mistake("lag-early")

    def observe(self, scope: Scope) -> Observation:
        """Judge every selected record; before its due day it is waiting."""
        chosen = scope.selection(material=False, unsure="beside")
        blank = sum(self._is_missed(record, scope) for record in chosen.unsure)
        if not chosen.records:
            return nothing_selected(scope, chosen, material=False, blank=blank)
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
        return doubt_blank(doubt_unread(seen, chosen.unread), blank)

    def examining(self, scope: Scope) -> Callable[[Record], Iterable[Short]]:
        """Make the function that says what one record is short of."""
        return lambda record: () if (short := self._examine(record, scope)) is None else (short,)

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
            if end is not None and self._is_blank(
                record, grounds
            ):  # what is over cannot be mended by waiting
                return Short(
                    record, (msg("lacks.from-blank", field=self.to, day=end, start=self.from_),), end
                )
            return _awaited(record, self.from_, scope, scope.window.last)
        for name in ("at_least", "at_most"):
            value = getattr(self, name)
            if value is not None and isinstance(days := days_of(value, record, grounds), str):
                return _awaited(record, days, scope, scope.window.last)
        return self._too_soon(record, start, end, scope) or self._too_late(record, start, end, grounds)

    def _before_will_do(self, record: Record, grounds: Grounds) -> bool:
        """Tell whether a day before the event does as well as one after it."""
        if self.early or self.at_most is None or self.at_least is not None:
            return self.early or self.at_most is not None
        days = days_of(self.at_most, record, grounds)
        return isinstance(days, int) and days <= 0

    def _is_blank(self, record: Record, grounds: Grounds) -> bool:
        return written_day(record, self.from_) is None and self.from_ not in record.flaws

    def _too_soon(self, record: Record, start: date, end: date | None, scope: Scope) -> Short | None:
        """Hold ``to`` against the first day it may be; an announced day of the pack is there as soon as written."""
        if self.at_least is None:
            return None
        earliest = adder(self.unit)(start, _count(self.at_least, record, scope.grounds))
        announced = record.fields.get(self.to)
        end = announced if end is None and isinstance(announced, date) else end
        if end is not None and end < earliest:
            return Short(record, (msg("lacks.too-soon", field=self.to, day=end, earliest=earliest),), None)
        if end is None and self.at_most is None:
            return _awaited(record, self.to, scope, max(earliest, scope.window.last))
        return None

    def _too_late(self, record: Record, start: date, end: date | None, grounds: Grounds) -> Short | None:
        if self.at_most is None:
            return None
        # while a span lasts there may be something to tell; of sessions nobody can tell before the last
        begin = start if record.days.sessions else _day_of(record, self.from_, grounds, end=False) or start
        days = _count(self.at_most, record, grounds)
        due = adder(self.unit)(start, days)
        if self.roll:
            due = _rolled(due)
        if end is None or (end < begin and not self._before_will_do(record, grounds)):
            # a demand for a day after the event: one before it shows nothing
            lacks = msg("lacks.filled", field=self.to)
            if end is not None:
                lacks = msg("lacks.too-soon", field=self.to, day=end, earliest=begin)
            return Short(record, (lacks,), due, not grounds.clock.reached(due))
        if end > due:
            return Short(record, (msg("lacks.too-late", field=self.to, day=end, due=due),), due, False)
        return None

    def words(self, known: Glossary) -> Message:
        """Say how many days may lie, or must lie, between the two."""
        return msg("asks.lag", lag=self.words_of_one(known))

    def words_of_one(self, known: Glossary) -> Message:
        """Say it of one record."""
        asked = [
            msg(
                _asking(name, value, days),
                to=self.to,
                start=self.from_,
                days=said,
            )
            for name in ("at_least", "at_most")
            if (value := getattr(self, name)) is not None
            for days, said in [self._days_in_words(value, known)]
        ]
        said = known.both(asked)
        if self.early:
            said = msg("asks.lag.early", lag=said, start=self.from_)
        return msg("asks.lag.roll", lag=said) if self.roll else said

    def _days_in_words(self, value: Any, known: Glossary) -> tuple[Fraction, Message]:
        """Give a number of days, where it is written, and say it; days before are said without their sign."""
        if isinstance(value, Fraction):
            return value, known.days(abs(value), self.unit)
        return Fraction(0), known.days(value, self.unit)


def _asking(name: str, value: Any, days: Fraction) -> str:
    """Give the message that says a limit: so many days after or before, or the very day."""
    if isinstance(value, Fraction) and not value:
        return f"asks.lag.{name}-same"
    return f"asks.lag.{name}-before" if days < 0 else f"asks.lag.{name}"


# --- the days of a record


def _day_of(record: Record, field: str, grounds: Grounds, end: bool) -> date | None:
    """Give the day a field holds, None before it has come where it is not set in advance.

    Of 日期 it is the last day when the lag runs from it, the first when it runs to it.
    """
    if field == "日期":
        return record.days.last if end else record.days.first
    value = grounds.getter(field)(record)
    return value if isinstance(value, date) else None


def written_day(record: Record, field: str) -> date | None:
    """Give the day that is written in a field, whether it has come or not."""
    base = {"日期": record.days.last, "报送日期": record.reported_on, "归档": record.filed_on}
    written = base[field] if field in base else record.fields.get(field)
    return written if isinstance(written, date) else None


def _awaited(record: Record, field: str, scope: Scope, last: date) -> Short:
    """Judge what is not there and has no due day of its own: it may come until ``last``.

    A day that is written and lies ahead is still awaited after that.
    """
    clock, written = scope.grounds.clock, written_day(record, field)
    if written is not None and not clock.reached(written):
        last = max(last, written)
    return Short(record, (msg("lacks.filled", field=field),), last, not clock.reached(last))


def days_of(value: Any, record: Record, grounds: Grounds) -> int | str:
    """Give so many days as a rule or a field of the record says; the field's name where it is blank."""
    if not isinstance(value, Ref) or value.field is None:
        return int(grounds.quantity(value))
    known = grounds.refer(value, record)
    if not isinstance(known, int | Fraction):
        return value.field
    return int(value.scaled(Fraction(known)))


def days_for(value: Any, grounds: Grounds) -> Callable[[Record], int | str]:
    """Make the function that gives ``days_of`` for one record after another; a number for all is looked up once."""
    if isinstance(value, Ref) and value.field is not None:
        return lambda record: days_of(value, record, grounds)
    known: list[int] = []

    def fixed(_record: Record) -> int:
        if not known:
            known.append(int(grounds.quantity(value)))
        return known[0]

    return fixed


def _count(value: Any, record: Record, grounds: Grounds) -> int:
    days = days_of(value, record, grounds)
    assert isinstance(days, int)  # noqa: S101 - a blank field was told before
    return days


DAYS_IN: Mapping[str, str] = {"工作日": "asks.working-days", "月": "asks.months"}
"""How so many days are said in other units."""


def days_in_words(count: int | str, unit: str) -> Message:
    """Say so many days, working days or months; a field by its name."""
    said = msg("asks.fact", name=count) if isinstance(count, str) else number(count)
    return msg(DAYS_IN.get(unit, "asks.days"), days=said)


# --- lint


def day_fields(path: Path, name: str, known: Vocabulary) -> Iterator[Mistake]:
    """Tell of a field that no kind has, or that holds no day."""
    wrong = tuple(known.fields(path, name))
    yield from wrong
    if not wrong and known.terms.field_type(name) != "日期":
        yield path, "field-not-day", {"value": name}


def not_numbers(path: Path, values: dict[str, Any], known: Vocabulary) -> Iterator[Mistake]:
    """Tell of numbers that are taken from a field that holds none."""
    for key, value in values.items():
        if not isinstance(value, Ref) or tuple(value.mistakes(known, path)):
            continue
        kind = known.type_of(value)
        if value.field is not None:
            if kind not in NUMBERS:
                yield (*path, key), "field-not-number", {"value": value.field}
        elif kind not in COUNTED:  # of a list that the unit declares it is the length
            yield (*path, key), "rule-number", {"value": value.param or value.fact or "as_of"}


# --- counting days


def adder(unit: str) -> Callable[[date, int], date]:
    """Give the function that goes so many days, working days or months on from a day, or back."""
    match unit:
        case "工作日":
            return add_working_days
        case "月":
            return add_months
        case _:
            return lambda day, count: day + timedelta(max(-MOST_DAYS, min(count, MOST_DAYS)))


def add_months(day: date, count: int) -> date:
    """Give the same day so many months on (back when negative), or the last one of a month that has no such day."""
    most = MOST_DAYS // 31
    year, month = divmod(day.year * 12 + day.month - 1 + max(-most, min(count, most)), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


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
