"""Long stretches of the year without a record."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta

from civcheck.model.report import Notice
from civcheck.verdict.hygiene.look import Check, Look, Numbers, notice

_DAY = timedelta(days=1)
_Stretch = tuple[date, date, int]
"""The first and last of days with a record, and which record of the list it is."""


def find_silences(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice stretches between two records of the year, and between the last one and the as-of date."""
    first, last = look.year
    end, least = min(last, look.as_of), math.ceil(numbers["days"])
    busy = _busy(look, first, end)
    if look.incomplete or len({at for _, _, at in busy}) < numbers["records"]:
        return
    _, covered, before = busy[0]
    for start, until, at in busy[1:]:
        if start > covered and (days := (start - covered).days - 1) >= least:
            beside = [look.records[before], look.records[at]]
            params = {"first": covered + _DAY, "last": start - _DAY, "count": days}
            titles = {"title": beside[0].title, "next": beside[1].title}
            yield notice("long-silence", beside, {**params, **titles})
        if until > covered:
            before, covered = at, until
    if (days := (end - covered).days) >= least:
        params = {"first": covered + _DAY, "last": end, "count": days}
        record = look.records[before]
        yield notice("long-silence", [record], {**params, "title": record.title}, says="long-silence-end")


def _busy(look: Look, first: date, end: date) -> list[_Stretch]:
    """List what the records cover between two days, in order: each session, or all from the first day to the last."""
    found: list[_Stretch] = []
    for at, record in enumerate(look.records):
        days = record.days
        if days.sessions:
            found += [(day, day, at) for day in days.sessions if first <= day <= end]
        elif days.last >= first and days.first <= end:
            found.append((days.first, days.last, at))
    found.sort()
    return found


CHECKS = (Check("long-silence", find_silences),)
