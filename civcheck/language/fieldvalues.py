"""Reading a record's fields by their keys, as they stand on the as-of date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from civcheck.language.days import is_working_day
from civcheck.messages import number
from civcheck.model.numbers import Estimate, number_text
from civcheck.model.record import Record
from civcheck.model.terms import BASE_FIELDS, WEEKDAYS, Terms
from civcheck.model.texts import number_form

if TYPE_CHECKING:
    from civcheck.language.grounds import Clock

Getter = Callable[[Record], Any]


def field_getter(key: str, clock: Clock, terms: Terms) -> Getter:
    """Make the function that reads a field; None means blank.

    Days after the as-of date (报送日期, 归档, days of the pack's fields that are not set in advance) read as not yet
    there.
    """
    if key in _COMPUTED:
        return _COMPUTED[key](clock)
    if key in BASE_FIELDS:
        return base_getter(key)
    if key in terms.day_fields:
        ahead = terms.day_fields[key]
        return lambda record: come(record.fields.get(key), clock, record.kind in ahead)
    return lambda record: record.fields.get(key)


def written_getter(key: str, clock: Clock, terms: Terms) -> Getter:
    """Make the function that reads what others are compared with: a day of the pack's as it is written."""
    if key in terms.day_fields:
        return lambda record: record.fields.get(key)
    return field_getter(key, clock, terms)


def come(value: Any, clock: Clock, ahead: bool = False) -> Any:
    """Give a value, None where it is a day that has not come and is not one that is set in advance."""
    waits = isinstance(value, date) and not ahead and not clock.reached(value)
    return None if waits else value


def base_getter(key: str) -> Getter:
    """Make the function that reads a field that every record has, as it is written."""
    at = Record._fields.index(BASE_FIELDS[key][0])

    def read(record: Record) -> Any:
        value = record[at]
        return value if value or value == 0 else None  # 0 and 否 are values

    return read


def _large_event(_clock: Clock) -> Getter:
    """Missing means 否; a value that could not be taken means nothing."""
    return lambda record: None if "大型活动" in record.flaws else bool(record.large_event)


def _signs(_clock: Clock) -> Getter:
    return lambda record: len("".join(record.body.split())) if record.body else None


def _of_filing(at: int) -> Callable[[Clock], Getter]:
    return lambda _clock: lambda record: record.filing[at] if record.filing is not None else None


# --- worked out from the days of a record


def _days_come(clock: Clock) -> Getter:
    return lambda record: sum(map(clock.reached, record.days.listed()))


def _working_days_come(clock: Clock) -> Getter:
    return lambda record: sum(clock.reached(day) and is_working_day(day) for day in record.days.listed())


def days_there(record: Record, clock: Clock) -> Sequence[date]:
    """List the days of a record that have come; all of one to come."""
    days = record.days.listed()
    return [day for day in days if clock.reached(day)] or days


def _in_a_row(choose: Callable[[Iterable[int]], int]) -> Callable[[Clock], Getter]:
    """Choose among the numbers of days that follow each other without a break, of those that have come."""

    def of(clock: Clock) -> Getter:
        def read(record: Record) -> int:
            rows, before = list[int](), None
            for day in filter(clock.reached, sorted(record.days.listed())):
                if before is not None and (day - before).days <= 1:
                    rows[-1] += day != before
                else:
                    rows.append(1)
                before = day
            return choose(rows or [0])

        return read

    return of


def _weekdays(clock: Clock) -> Getter:
    """Name the days of the week on which a record has days that have come, from Monday on; all of one to come."""

    def read(record: Record) -> tuple[str, ...]:
        found = {day.weekday() for day in days_there(record, clock)}
        return tuple(name for at, name in enumerate(WEEKDAYS) if at in found)

    return read


_COMPUTED: dict[str, Callable[[Clock], Getter]] = {
    "归档": lambda clock: lambda record: come(record.filed_on, clock),
    "报送日期": lambda clock: lambda record: come(record.reported_on, clock),
    "日期": lambda _clock: lambda record: record.days.first,
    "日期.首日": lambda _clock: lambda record: record.days.first,
    "日期.末日": lambda _clock: lambda record: record.days.last,
    "大型活动": _large_event,
    "正文字数": _signs,
    "日期.星期": _weekdays,
    "日期.天数": _days_come,
    "日期.工作日数": _working_days_come,
    "日期.最长连续天数": _in_a_row(max),
    "日期.最短连续天数": _in_a_row(min),
    "归档.档号": _of_filing(0),
    "归档.盒号": _of_filing(2),
}
"""Keys whose value is not simply what stands in the record."""


def count_of(values: Iterable[str]) -> int:
    """Count the values of a list, those that are written alike but for blanks and quotation marks once."""
    return len(set(map(number_form, values)))


def texts_of(value: Any) -> tuple[str, ...]:
    """Give the texts of a field's value: one, several, or none."""
    if value is None:
        return ()
    if isinstance(value, tuple):
        return value
    match value:
        case str():
            return (value,)
        case bool():
            return ("是" if value else "否",)
        case Estimate():
            return (number_text(value),)  # type: ignore[arg-type] # an estimate is a number
        case Fraction():
            return (number(value),)
        case _:
            return (str(value),)
