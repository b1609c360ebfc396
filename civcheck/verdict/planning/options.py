"""Options: records that would serve several needs at once, as many as one record can."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from civcheck.verdict.planning.draft import Draft
from civcheck.verdict.planning.needs import Need

MOST_OPTIONS = 2_000
"""So many options of one kind are looked at; where there are more, no plan is called shortest."""


MayShare = Callable[[int, Draft, int, Draft], bool]
"""Tells whether one record may serve two needs (by place), each by the sort that is given."""


class Option(NamedTuple):
    """A sort of record and the needs (by place) that one such record serves, each with the sort that it asks for."""

    serves: Mapping[int, Draft]


def options(needs: Sequence[Need], may_share: MayShare) -> tuple[list[Option], bool]:
    """List the options that serve as many needs as one record can, and whether these are all."""
    found: list[Option] = []
    complete = True
    kinds = sorted({sort.kind for need in needs for sort in need.sorts})
    for kind in kinds:
        nodes = [(at, sort) for at, need in enumerate(needs) for sort in need.sorts if sort.kind == kind]
        largest = list(islice(_largest(nodes, may_share), MOST_OPTIONS + 1))
        complete = complete and len(largest) <= MOST_OPTIONS
        found += [
            Option(dict(reversed([nodes[at] for at in sorted(each)]))) for each in largest[:MOST_OPTIONS]
        ]
        found += [Option({at: sort}) for at, sort in nodes] if len(largest) > MOST_OPTIONS else []
    return found, complete


def _largest(nodes: Sequence[tuple[int, Draft]], may_share: MayShare) -> Iterator[frozenset[int]]:
    """List the largest sets of nodes that fit together (Bron and Kerbosch, with a pivot)."""
    fits: dict[int, set[int]] = {at: set() for at in range(len(nodes))}
    for one, (need, sort) in enumerate(nodes):
        for other in range(one):
            there, also = nodes[other]
            if need == there or may_share(need, sort, there, also):
                fits[one].add(other)
                fits[other].add(one)

    def grow(taken: frozenset[int], may: set[int], seen: set[int]) -> Iterator[frozenset[int]]:
        if not may and not seen:
            yield taken
            return
        pivot = max(sorted(may | seen), key=lambda at: len(fits[at] & may))
        for at in sorted(may - fits[pivot]):
            yield from grow(taken | {at}, may & fits[at], seen & fits[at])
            may = may - {at}
            seen = seen | {at}

    yield from grow(frozenset(), set(fits), set())


def merged(sorts: Sequence[Draft]) -> Draft:
    """Give the one sort of record that is all of these; each two of them fit together."""
    found: Draft | None = sorts[0]
    for each in sorts[1:]:
        found = found.merged(each) if found is not None else None
    assert found is not None  # noqa: S101 - each two fit: days are spans of a line, fields agree or are lists
    return found
