"""Counting the days of records, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from civcheck.language.measured import Measured
from civcheck.language.select import Scope, sessions
from civcheck.language.window import Interval, merged
from civcheck.messages import msg, number
from civcheck.model.record import Record


def different_days(records: list[Record], scope: Scope) -> Measured:
    """Count the days of records, a day on which several were held once; by themselves they may come to more."""
    spans = {record.key: list(_spans(record, scope)) for record in records}
    together = merged(span for those in spans.values() for span in those)
    different, most = _length(together), sum(map(_length, spans.values()))
    if different == most:
        return Measured(Fraction(different))
    scope.grounds.said.append(msg("note.same-days", count=number(most - different)))
    return Measured(Fraction(different), False, _beside_another(records, spans), Fraction(most))


def _beside_another(records: list[Record], spans: Mapping[str, list[Interval]]) -> list[Record]:
    """List the records that have a day in common with one that begins no later."""
    ordered = sorted((span.first, span.last, record.key) for record in records for span in spans[record.key])
    found, end = set[str](), date.min
    for first, last, key in ordered:
        if first <= end:
            found.add(key)
        end = max(end, last)
    return [record for record in records if record.key in found]


def _length(spans: Iterable[Interval]) -> int:
    return sum((each.last - each.first).days + 1 for each in spans)


def _spans(record: Record, scope: Scope) -> Iterator[Interval]:
    """Give the days of a record that lie in the window and have come."""
    if record.days.sessions:
        yield from (Interval(day, day) for day in sessions(record, scope))
        return
    as_of, clock = scope.grounds.as_of, scope.grounds.clock
    for each in scope.window.intervals:
        first, last = max(each.first, record.days.first), min(each.last, record.days.last)
        if first <= last and not clock.reached(last):
            last = min(last, as_of)
            clock.reached(max(first, as_of + timedelta(days=1)))  # one more day will have come
        if first <= last:
            yield Interval(first, last)
