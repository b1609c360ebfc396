"""Counting the days of records, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from fractions import Fraction

from civcheck.language.measured import Measured
from civcheck.language.select import Scope, sessions
from civcheck.language.window import Interval, merged
from civcheck.messages import msg, number
from civcheck.model.record import Record


def different_days(records: list[Record], scope: Scope) -> Measured:
    """Count the days of records, a day on which several were held once; say what they come to one by one."""
    spans = [list(_spans(record, scope)) for record in records]
    different = _length(merged(span for those in spans for span in those))
    each = sum(map(_length, spans))
    if different != each:
        scope.grounds.said.append(msg("note.same-days", count=number(different), each=number(each)))
    return Measured(Fraction(different))


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
