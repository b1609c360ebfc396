"""Months by number, and what people call days that are a whole month, quarter, half or year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from civcheck.language.window import Interval
from civcheck.messages import Message, msg, plain, say

_ONE_DAY = timedelta(days=1)


def month_of(day: date) -> int:
    """Number a month: so many after the first of the calendar."""
    return day.year * 12 + day.month - 1


def months_from(at: int, months: int) -> Interval:
    """Give the days of so many months."""
    return Interval(day_in(at, 1), day_in(at + months - 1, 31))


def day_in(month: int, day: int) -> date:
    """Give a day of a month; the last one where it has fewer."""
    first = date(month // 12, month % 12 + 1, 1)
    if day <= 28 or month == month_of(date.max):
        return first.replace(day=day)
    after = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day - 1), after - _ONE_DAY)


# --- names


@lru_cache(maxsize=1024)
def name_of(days: Interval) -> str:
    """Name days as people do, in Chinese, which is what packs write: 2017年3月."""
    return say(words_of(days))


def words_of(days: Interval) -> Message:
    """Say days as people do; by their ends where they are no whole month, quarter, half or year."""
    first, last = days
    if first == last:
        return plain(first.isoformat())
    months = month_of(last) - month_of(first) + 1
    whole = first.day == 1 and (last + _ONE_DAY).day == 1 and (first.month - 1) % months == 0
    match months if whole else 0:
        case 1:
            return msg("period.month", year=str(first.year), month=str(first.month))
        case 3:
            return msg(f"period.quarter-{first.month // 3 + 1}", year=str(first.year))
        case 6:
            return msg(f"period.half-{first.month // 6 + 1}", year=str(first.year))
        case 12:
            return msg("period.year", year=str(first.year))
    if (first.year, first.month) == (last.year, last.month):
        month = {"year": str(first.year), "month": str(first.month)}
        if (first.day, last.day) == (1, 15):
            return msg("period.half-month-1", **month)
        if first.day == 16 and (last + _ONE_DAY).day == 1:
            return msg("period.half-month-2", **month)
    return msg("period.days", first=first, last=last)


def days_of_name(days: Interval) -> str:
    """Name days by the first and the last of them."""
    return f"{days.first.isoformat()}至{days.last.isoformat()}"


_NAMED = re.compile(r"([12]\d{3})年(?:(1[0-2]|[1-9])月(?:([上下])半月)?|第([一二三四])季度|([上下])半年)?")


def spellings(name: str) -> Iterator[str]:
    """List other ways to write what a report names: a period by its ends, the members of one period one by one."""
    period, colon, members = name.partition("：")
    periods = [period]
    if found := _NAMED.fullmatch(period):
        periods.append(days_of_name(_named_days(found)))
    elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", period):
        periods.append(f"{period}至{period}")
    for each in periods:
        yield f"{each}{colon}{members}"
        for member in members.split("、") if colon else ():
            yield f"{each}：{member}"


def _named_days(found: re.Match[str]) -> Interval:
    year, month, part, quarter, half = found.groups()
    if month is not None and part is not None:
        at = int(year) * 12 + int(month) - 1
        return (
            Interval(day_in(at, 1), day_in(at, 15))
            if part == "上"
            else Interval(day_in(at, 16), day_in(at, 31))
        )
    if month is not None:
        first, months = int(month), 1
    elif quarter is not None:
        first, months = "一二三四".index(quarter) * 3 + 1, 3
    else:
        first, months = 7 if half == "下" else 1, 6 if half is not None else 12
    return months_from(int(year) * 12 + first - 1, months)
