"""What the checks of texts share: ties between any two made into groups, and which records have no day in common."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from civcheck.model.record import Record

ALL_PAIRS = 12
"""Texts with a part in common of which every two are compared; of more only those that follow each other."""
T = TypeVar("T", bound=Hashable)


def tied_groups(near: Mapping[T, set[T]], members: Iterable[T]) -> Iterator[tuple[T, set[T]]]:
    """Give each group once, with the first of ``members`` in it: whatever is tied to that, itself or through others."""
    told: set[T] = set()
    for member in members:
        if member not in told:
            group = _group(member, near)
            told |= group
            yield member, group


def _group(member: T, near: Mapping[T, set[T]]) -> set[T]:
    found, waiting = {member}, [member]
    while waiting:
        for other in near[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return found


def apart(one: Record, other: Record) -> bool:
    """Tell whether two records have no day in common."""
    return one.days.last < other.days.first or other.days.last < one.days.first
