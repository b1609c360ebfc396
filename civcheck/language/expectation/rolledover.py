"""Days that two periods share, because the last one of the first was moved on: what lies on them counts for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from civcheck.language.condition import Failure
from civcheck.language.expectation.grid import Dated, Grid
from civcheck.language.grounds import Grounds
from civcheck.language.observation import Observation
from civcheck.language.select import Near
from civcheck.messages import msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.record import Record

T = TypeVar("T")
Test = Callable[[int, Sequence[T]], bool]
"""Tells of the demand in a place, and of what there is, whether it will do."""


class Settled(NamedTuple, Generic[T]):
    """What is shown in every cell, each thing in one period alone.

    ``earlier`` are those that went to the period before the one whose own days they lie on, ``either`` those on which
    it depends whether the demands in the places of ``open_`` hold.
    """

    shown: list[list[T]]
    earlier: list[tuple[int, T]]
    either: list[T]
    open_: set[int]


def fill_once(
    grid: Grid,
    records: Iterable[Record],
    things: Callable[[Record], Iterable[Dated[T]]],
    grounds: Grounds,
    tests: tuple[Test[T], Test[T]],
) -> Settled[T]:
    """Put what each record shows into one period: into the earlier one where that lacks it, else into its own.

    ``tests`` tell whether the lower limits are reached, and whether all of them hold.
    """
    if not list(_shared(grid)):
        return Settled(grid.fill(records, things, grounds), [], [], set())
    reached, holds = tests
    cells = grid.fill(records, lambda each: ((its[0], its[1], its) for its in things(each)), grounds)
    found = Settled[T]([], [], [], set())
    width = len(grid.members) if grid.members else 1
    for at, first, last in _shared(grid):
        for row in range(width):
            early, late = at * width + row, (at + 1) * width + row
            both = sorted((its for its in cells[early] if _on(its, first, last)), key=lambda its: its[0])
            if not both:
                continue
            own, rest = ([its for its in cells[each] if not _on(its, first, last)] for each in (early, late))
            ways = [([*own, *both[:count]], [*rest, *both[count:]]) for count in range(len(both) + 1)]
            asked = grid.cells[early].is_asked
            count = next((at for at, (one, _) in enumerate(ways) if reached(early, _plain(one))), 0)
            count = count if asked else 0
            cells[early], cells[late] = ways[count]
            found.earlier.extend((late, thing) for _, _, thing in both[:count])
            if not holds(late, _plain(cells[late])) and any(
                asked and holds(early, _plain(one)) and holds(late, _plain(other))
                for one, other in ways[count + 1 :]
            ):
                found.open_.add(late)
                found.either.extend(_plain(both))
    found.shown.extend(map(_plain, cells))
    return found


def lying_on_both(
    grid: Grid, records: Iterable[Record], things: Callable[[Record], Iterable[Dated[T]]], grounds: Grounds
) -> dict[int, list[Record]]:
    """Give the records that lie on days which two periods share, by the places of both."""
    found = dict[int, list[Record]]()
    width = len(grid.members) if grid.members else 1
    for at, first, last in _shared(grid):
        on = grid.fill(records, partial(_those_on, things, first, last), grounds)
        for place in range(at * width, (at + 2) * width):
            if on[place]:
                found.setdefault(place, []).extend(on[place])
    return found


def tell_rolled(
    seen: Observation,
    grid: Grid,
    outcomes: Sequence[Outcome],
    settled: Settled[T],
    record_of: Callable[[T], Record],
) -> None:
    """Name the records that lie on days of two periods, where that decides or one of them is short."""
    short = (Outcome.GAP, Outcome.PENDING)
    moved = {
        record.key: (record, grid.cells[place].period)
        for place, thing in settled.earlier
        if outcomes[place] in short and (record := record_of(thing))
    }
    either = list({record.key: record for record in map(record_of, settled.either)}.values())
    near, told = seen.near, list[Near]()
    if moved:
        seen.notes = (*seen.notes, msg("note.rolled-earlier", count=number(len(moved))))
        told += [Near(each, Failure(msg("lacks.rolled-earlier"))) for each, _ in moved.values()]
    if either and seen.outcome is Outcome.UNDETERMINED:
        titles = tuple(each.title or "" for each in either)
        seen.notes = (*seen.notes, msg("note.rolled-either", count=number(len(either)), titles=titles))
        told += [Near(each, Failure(msg("lacks.rolled-either"))) for each in either]
    if told:
        seen.near = lambda: [*told, *near()]


def _shared(grid: Grid) -> Iterator[tuple[int, date, date]]:
    """List the days that a period shares with the one after it, by its place."""
    if not grid.rolls or grid.periods is None:
        return
    for at, (one, other) in enumerate(zip(grid.periods, grid.periods[1:], strict=False)):
        if other.days.first <= one.days.last:
            yield at, other.days.first, min(one.days.last, other.days.last)


def _those_on(
    things: Callable[[Record], Iterable[Dated[T]]], first: date, last: date, record: Record
) -> list[Dated[Record]]:
    return [(its[0], its[1], record) for its in things(record) if _on(its, first, last)]


def _on(its: Dated[T], first: date, last: date) -> bool:
    return its[0] == its[1] and first <= its[0] <= last


def _plain(some: Iterable[Dated[T]]) -> list[T]:
    return [thing for _, _, thing in some]
