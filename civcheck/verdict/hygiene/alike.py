"""Narratives of different days that are the same sentence by sentence, but for numbers, place, title and people."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from civcheck.model.record import Record
from civcheck.model.report import Notice
from civcheck.model.sketch import MOST_SENTENCES, sentences_in
from civcheck.verdict.hygiene.look import Check, Look, Numbers, notice

MOST_DIFFERENT = 3
_ALL_PAIRS = 12
"""Texts with a part in common of which every two are compared; of more only those that follow each other."""
_Band = tuple[int, int, bytes]
"""How many sentences a text has, which part of it this is, and the part's checksums."""


def find_alike_texts(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice groups of records whose narratives are alike, though they have no day in common."""
    allowed = [min(int(count * numbers["different"]), MOST_DIFFERENT) for count in range(MOST_SENTENCES + 1)]
    least = 2 * math.ceil(numbers["sentences"])  # two bytes a sentence
    records = [record for record in look.records if len(record.sketch) >= least]
    near: dict[str, set[str]] = defaultdict(set)
    for same in _parts_in_common(records, allowed).values():
        for one, other in combinations(same, 2) if len(same) <= _ALL_PAIRS else pairwise(same):
            if _apart(one, other) and _different(one, other) <= allowed[len(one.sketch) // 2]:
                near[one.key].add(other.key)
                near[other.key].add(one.key)
    tied = {record.key: record for record in records if record.key in near}
    told: set[str] = set()
    for key, record in tied.items():
        if key not in told:
            group = _group(key, near)
            told |= group
            members = sorted((tied[each] for each in group), key=lambda each: (each.days.first, each.key))
            yield notice("alike-text", members, {"title": record.title, "count": len(members)})


def _group(key: str, near: Mapping[str, set[str]]) -> set[str]:
    """Collect every record that is tied to one by texts that are alike."""
    found, waiting = {key}, [key]
    while waiting:
        for other in near[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return found


def _parts_in_common(records: list[Record], allowed: Sequence[int]) -> Mapping[_Band, list[Record]]:
    """Group records by parts of their sketches: of n + 1 parts of texts that differ in n sentences one is the same."""
    ends = [
        [2 * (count * part // (parts + 1)) for part in range(parts + 2)]
        for count, parts in enumerate(allowed)
    ]
    first: dict[_Band, Record] = {}
    groups: dict[_Band, list[Record]] = {}
    for record in records:
        sketch = record.sketch
        count = len(sketch) // 2
        for part, (start, end) in enumerate(pairwise(ends[count])):
            band = count, part, sketch[start:end]
            if (other := first.setdefault(band, record)) is not record:
                groups.setdefault(band, [other]).append(record)
    return groups


def _apart(one: Record, other: Record) -> bool:
    """Tell whether two records have no day in common and are not written in one file."""
    return (one.days.last < other.days.first or other.days.last < one.days.first) and one.file != other.file


def _different(one: Record, other: Record) -> int:
    """Count the sentences in which two narratives of as many sentences differ."""
    pairs = zip(sentences_in(one.sketch), sentences_in(other.sketch), strict=True)
    return sum(mine != theirs for mine, theirs in pairs)


CHECKS = (Check("alike-text", find_alike_texts),)
