"""``count`` with ``at_once``: how many records there are on one and the same day at the most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from civcheck.language.doubts import Tally, worse
from civcheck.language.expectation.grid import Dated, Grid
from civcheck.language.expectation.per_value import PerValue
from civcheck.language.observation import Observation, Short, doubt_blank
from civcheck.language.quantity import Limits
from civcheck.language.select import Scope, Selection, sessions
from civcheck.language.window import Interval
from civcheck.messages import Message, joined, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.record import Record

_ONE_DAY = timedelta(days=1)


class Peak(NamedTuple):
    """The first day on which most records are there at the same time, and which these are."""

    day: date | None
    records: tuple[Record, ...]

    @property
    def many(self) -> Fraction:
        """How many they are."""
        return Fraction(len(self.records))

    def shown(self) -> Message | str:
        """Write it as a number and a day."""
        return number(self.many) if self.day is None else joined("parts", (number(self.many), self.day))


def stretches(record: Record, scope: Scope) -> Iterator[Interval]:
    """List the days of a record that lie in the window: of one with sessions each of these that has come."""
    if record.days.sessions:
        yield from (Interval(day, day) for day in sessions(record, scope))
        return
    for each in scope.window.intervals:
        first, last = max(each.first, record.days.first), min(each.last, record.days.last)
        if first <= last:
            yield Interval(first, last)


def peak_of(records: Iterable[Record], scope: Scope) -> Peak:
    """Find the first day on which most records are there; each is there once, however often it names the day."""
    begins: dict[date, list[Record]] = {}
    ends: dict[date, list[Record]] = {}
    for record in {each.key: each for each in records}.values():
        for days in set(stretches(record, scope)):
            begins.setdefault(days.first, []).append(record)
            if days.last < date.max:
                ends.setdefault(days.last + _ONE_DAY, []).append(record)
    best, there = Peak(None, ()), dict[str, Record]()
    for day in sorted({*begins, *ends}):
        for record in ends.get(day, ()):
            there.pop(record.key, None)
        there |= {record.key: record for record in begins.get(day, ())}
        if len(there) > len(best.records):
            best = Peak(day, tuple(there.values()))
    return best


def observe_at_once(value: PerValue | None, scope: Scope, chosen: Selection, limits: Limits) -> Observation:
    """Judge the most there are at once, of all records or for each value; kept until it is broken, and final then."""
    if value is not None:
        return _per_value(value, scope, chosen, limits)
    peak = peak_of(chosen.records, scope)
    summary = msg("seen.at-once.none", what=scope.what(), limits=limits.words())
    if peak.day is not None:
        shown = {"have": number(peak.many), "day": peak.day, "limits": limits.words()}
        summary = msg("seen.at-once", what=scope.what(), **shown)
    broken = limits.exceeded(peak.many)
    seen = Observation(
        Outcome.GAP if broken else Outcome.SATISFIED,
        summary,
        shown=chosen.records,
        planned=chosen.planned,
        have=peak.many,
        shorts=_shorts(peak, limits),
        parts=frozenset({"number"}),
        window=scope.window,
        tally=Tally(peak.many, None, limits.excess(peak.many)),
        final=broken,
        exceeded=broken,
    )
    could = peak_of([*chosen.records, *chosen.unsure], scope)
    worst = worse(Tally(could.many, None, limits.excess(could.many)))
    return doubt_blank(seen, len(chosen.unsure) if limits.exceeded(could.many) else 0, chosen.unsure, [worst])


def _shorts(peak: Peak, limits: Limits) -> list[Short]:
    """Name the records that are there at once, where these are too many."""
    if not limits.exceeded(peak.many):
        return []
    lacks = msg("lacks.at-once", day=peak.day, have=number(peak.many), limits=limits.words())
    return [Short(record, (lacks,)) for record in peak.records]


def _per_value(value: PerValue, scope: Scope, chosen: Selection, limits: Limits) -> Observation:
    grid = Grid.of(value, scope, chosen)
    if (nobody := grid.nobody(scope, chosen, limits, 0)) is not None:
        return nobody
    own = grid.fill(chosen.records, _whole, scope.grounds)
    could = grid.fill_maybe(chosen, _whole, scope.grounds)
    peaks = [peak_of(records, scope) for records in own]
    outcomes = [Outcome.GAP if limits.exceeded(peak.many) else Outcome.SATISFIED for peak in peaks]
    for place, outcome in enumerate(outcomes):
        beside = [*could[place], *grid.blank]
        if outcome is Outcome.SATISFIED and beside:
            most = peak_of([*own[place], *beside], scope)
            outcomes[place] = Outcome.UNDETERMINED if limits.exceeded(most.many) else outcome
    want = msg("seen.at-once.want", limits=limits.words())
    seen = grid.observe(outcomes, scope, chosen, want, [peak.shown() for peak in peaks])
    seen.shorts = [short for peak in peaks for short in _shorts(peak, limits)]
    seen.exceeded = seen.outcome is Outcome.GAP
    alone = limits.exceeded(peak_of(grid.blank, scope).many)  # they may all name one that no other does
    return doubt_blank(seen, len(grid.blank) if alone and value.members is None else 0)


def _whole(record: Record) -> Iterator[Dated[Record]]:
    yield record.days.first, record.days.last, record
