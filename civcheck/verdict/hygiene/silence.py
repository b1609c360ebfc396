"""Long stretches of the year without a record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from civcheck.model.record import Record
from civcheck.model.report import Notice
from civcheck.verdict.hygiene.look import Check, Look, Numbers, notice

_DAY = timedelta(days=1)
_Stretch = tuple[date, date, Record]


def find_silences(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice stretches between two records of the year, and between the last one and the as-of date."""
    first, last = look.year
    end = min(last, look.as_of)
    busy = [
        each for record in look.records for each in _stretches(record) if first <= each[1] and each[0] <= end
    ]
    if look.unread or len({record.key for _, _, record in busy}) < numbers["records"]:
        return
    busy.sort(key=lambda each: (each[0], each[1], each[2].key))
    _, covered, before = busy[0]
    for start, until, record in busy[1:]:
        if (days := (start - covered).days - 1) >= numbers["days"]:
            params = {"title": before.title, "next": record.title, "count": days, "first": covered + _DAY}
            yield notice("long-silence", [before, record], {**params, "last": start - _DAY})
        if until > covered:
            covered, before = until, record
    if (days := (end - covered).days) >= numbers["days"]:
        params = {"title": before.title, "count": days, "first": covered + _DAY, "last": end}
        yield notice("long-silence", [before], params, says="long-silence-end")


def _stretches(record: Record) -> Iterator[_Stretch]:
    """Give the days a record covers: each session, or all from its first to its last."""
    if record.days.sessions:
        return ((day, day, record) for day in record.days.sessions)
    return iter([(record.days.first, record.days.last, record)])


CHECKS = (Check("long-silence", find_silences),)
