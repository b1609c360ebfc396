"""What follows each other in time: the records of one value in order of their days, and what is wrong between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from civcheck.language.days import adder, days_in_words
from civcheck.language.select import Scope, sessions
from civcheck.messages import Message, msg, number
from civcheck.model.record import Record


class Event(NamedTuple):
    """One session of a record, or its days."""

    first: date
    last: date
    record: Record | None


class Found(NamedTuple):
    """Two that are too far apart or too close, or one that is not there; ``waits``: until when it may come."""

    said: Message
    name: str
    record: Record | None
    waits: date | None
    code: str
    first: date
    last: date

    @property
    def between(self) -> bool:
        """Tell whether it is about two that are there."""
        return self.code in ("far", "close")

    def final(self, lost: Iterable[int]) -> bool:
        """Tell whether no ledger of a year that was not given could fill what is too far apart."""
        return self.code == "close" or not any(self.first.year <= year <= self.last.year for year in lost)


class Row(NamedTuple):
    """The records of one value (or all of them), in order of their days.

    Those whom one means that looks like ``several`` may be there by their own names.
    """

    name: str
    events: list[Event]
    several: bool = False

    def beside(self, more: Iterable[Event]) -> Row:
        """Give the row with more in it."""
        return self._replace(events=in_order([*self.events, *more]))

    def wrong(self, code: str, until: date, event: Event, limit: Message) -> Found:
        """Say that a day and the next event are too far apart, or too close."""
        days = number(max((event.first - until).days, 0))
        said = msg(f"lacks.interval-{code}", start=until, end=event.first, days=days, limit=limit)
        return Found(self._of(said), self.name, event.record, None, code, until, event.first)

    def awaited(self, until: date, due: date, before: Event | None, over: bool, limit: Message) -> Found:
        """Say that the next one is not there, or not yet."""
        code = ("next" if before else "first") if over else ("waits" if before else "waits-first")
        said = msg(f"lacks.interval-{code}", start=until, due=due, limit=limit)
        record = before.record if before is not None else None
        return Found(self._of(said), self.name, record, None if over else due, code, until, due)

    def never(self, first: date, last: date, over: bool) -> Found:
        """Say that there is none at all, or not yet."""
        code = "never" if over else "waits-any"
        said = self._of(msg(f"lacks.interval-{code}", due=last))
        return Found(said, self.name, None, None if over else last, code, first, last)

    def _of(self, said: Message) -> Message:
        return msg("lacks.interval-of", name=self.name, said=said) if self.name else said


class Spaces(NamedTuple):
    """How far apart what follows each other may lie; ``asked``: one that has no record at all is asked for.

    With ``edges`` it is asked for so soon after the window's first day, without until the window closes.
    """

    most: int | None
    least: int | None
    unit: str
    edges: bool
    asked: bool
    scope: Scope

    def examine(self, row: Row) -> Iterator[Found]:
        """Say what is wrong in a row, or still awaited."""
        most, least, add = self.most, self.least, adder(self.unit)
        window, clock = self.scope.window, self.scope.grounds.clock
        until, before = window.first, None
        measured = self.edges and until > date.min
        if not row.events and not (measured and self.asked):
            if self.asked:
                yield row.never(window.first, window.last, self.scope.closed())
            return
        for event in row.events:
            if most is not None and measured and event.first > add(until, most):
                yield row.wrong("far" if before else "first-late", until, event, self._said(most))
            if least is not None and before is not None and event.first < add(until, least):
                yield row.wrong("close", until, event, self._said(least))
            until = event.last if before is None else max(until, event.last)
            before, measured = event, True
        if most is not None and measured and (due := add(until, most)) <= window.last:
            # what may still lie beyond the window is no matter of this one
            yield row.awaited(until, due, before, clock.reached(due), self._said(most))

    def broken(self, row: Row) -> bool:
        """Tell whether anything is wrong in a row, and not merely awaited."""
        return any(found.waits is None for found in self.examine(row))

    def close(self, row: Row) -> bool:
        """Tell whether any two lie too close to each other."""
        return self.least is not None and any(found.code == "close" for found in self.examine(row))

    def _said(self, count: int) -> Message:
        return days_in_words(count, self.unit)


def in_order(events: Iterable[Event]) -> list[Event]:
    """Sort by days."""
    return sorted(events, key=lambda each: (each.first, each.last, each.record.key if each.record else ""))


def events_of(scope: Scope) -> Callable[[Record], list[Event]]:
    """Make the function that lists what a record is in a row: its sessions, or all its days as one."""

    def listed(record: Record) -> list[Event]:
        if record.days.sessions or scope.dated_by == "报送日期":
            return [Event(day, day, record) for day in sessions(record, scope)]
        return [Event(record.days.first, record.days.last, record)]

    return listed
