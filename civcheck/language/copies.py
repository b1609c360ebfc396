"""What stands in the ledgers of two years: one record that was copied, or two that only look alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import combinations, islice, starmap
from typing import Any, NamedTuple

from civcheck.model.record import Record
from civcheck.model.texts import normal, number_form

_TELLING = (
    "id", "place", "organiser", "by", "partners", "responsible", "attendance", "hours", "themes", "audience",
)  # fmt: skip
"""Attributes that say what a record is of; what is done with it later (报送, 归档, 附件) may grow in a copy."""


_MOST = 20
"""Of more that look alike in another ledger, and write something else, nobody tries which one is the same."""


class Copy(NamedTuple):
    """A record and the same one in the ledger of a later year."""

    earlier: Record
    later: Record


class Once(NamedTuple):
    """The records of several ledgers, each once; those that were copied, and those that may be, written otherwise."""

    records: list[Record]
    copies: list[Copy]
    maybe: list[Copy]


def once(ledgers: Iterable[Iterable[Record]]) -> Once:
    """Give the records of several ledgers, from the earliest on, each once: as the last of them has it.

    Of two that look alike in one ledger both are kept: there they were written twice. Of two in different ledgers that
    write something else both are kept too, but nobody knows whether they are two.
    """
    kept: list[Record] = []
    known: dict[tuple[Any, ...], list[int]] = {}
    copies: list[Copy] = []
    sources = list[set[int]]()
    for number, records in enumerate(ledgers):
        alike: dict[tuple[Any, ...], list[Record]] = {}
        for record in records:
            alike.setdefault((record.kind, normal(record.title), record.days), []).append(record)
        for look, those in alike.items():
            places = known.setdefault(look, [])
            noted = partial(_note, sources, number)
            left = _replace(those, places, kept, copies, noted) if places else those
            places.extend(range(len(kept), len(kept) + len(left)))
            kept += left
            sources += [{number} for _ in left]
    maybe = [
        Copy(kept[one], kept[other])
        for places in known.values()
        for one, other in combinations(places[:_MOST], 2)
        if sources[one].isdisjoint(sources[other])
    ]
    return Once(kept, copies, maybe)


def _replace(
    those: list[Record],
    places: list[int],
    kept: list[Record],
    copies: list[Copy],
    replaced: Callable[[int], None],
) -> list[Record]:
    """Put records in the places of those that they are copies of; give the others."""
    free = dict.fromkeys(places)
    by_content: dict[tuple[Any, ...], list[int]] = {}
    for place in reversed(places):
        by_content.setdefault(_content(kept[place]), []).append(place)
    left: list[Record] = []
    for record in those:
        equal = by_content.get(_content(record), [])
        while equal and equal[-1] not in free:
            equal.pop()
        tried = equal[-1:] or list(islice(free, _MOST))
        found = next((each for each in tried if not contradict(kept[each], record)), None)
        if found is None:
            left.append(record)
            continue
        del free[found]
        copies.append(Copy(kept[found], record))
        kept[found] = record
        replaced(found)
    return left


def _note(sources: list[set[int]], number: int, place: int) -> None:
    sources[place].add(number)


def contradict(one: Record, other: Record) -> bool:
    """Tell whether two records of one sort, title and days write different things in a field that both fill.

    Of two lists one may hold the other.
    """
    pairs: list[tuple[Any, Any]] = [(getattr(one, name), getattr(other, name)) for name in _TELLING]
    pairs += [(value, other.fields[name]) for name, value in one.fields.items() if name in other.fields]
    return any(starmap(_differ, pairs))


def _content(record: Record) -> tuple[Any, ...]:
    return *(getattr(record, name) for name in _TELLING), frozenset(record.fields.items())


def _differ(one: Any, other: Any) -> bool:
    if one == other or one in (None, "", ()) or other in (None, "", ()):
        return False
    if isinstance(one, str | tuple) and isinstance(other, str | tuple):
        here, there = _forms(one), _forms(other)
        return not (here <= there or there <= here)
    return True


def _forms(value: str | Sequence[str]) -> frozenset[str]:
    return frozenset(map(number_form, (value,) if isinstance(value, str) else value))
