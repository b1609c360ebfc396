"""Counting on from a day: days, working days and months; and saying so many of them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from civcheck.language.quantity import MOST_DAYS
from civcheck.language.undetermined import Undetermined
from civcheck.messages import Message, msg, number

DAYS_IN: Mapping[str, str] = {"工作日": "asks.working-days", "月": "asks.months", "年": "asks.years"}
"""How so many days are said in other units."""
STRICT: Mapping[str, int] = {"more_than": 1, "less_than": -1}
"""How many days on from the day that a limit comes to the first, or the last, day lies that will do."""


def days_in_words(count: int | str, unit: str) -> Message:
    """Say so many days, working days or months; a field by its name."""
    said = msg("asks.fact", name=count) if isinstance(count, str) else number(count)
    return msg(DAYS_IN.get(unit, "asks.days"), days=said)


def adder(unit: str) -> Callable[[date, int], date]:
    """Give the function that goes so many days, working days, months or years on from a day, or back."""
    match unit:
        case "工作日":
            return add_working_days
        case "月":
            return add_months
        case "年":
            return lambda day, count: add_months(day, 12 * count)
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


def rolled(day: date) -> date:
    """Give the day itself where it is a working day, else the next one."""
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
