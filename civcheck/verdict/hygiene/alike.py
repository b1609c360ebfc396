"""Narratives of different days that are the same sentence by sentence, but for numbers, place, title and people."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from civcheck.model.record import Record
from civcheck.model.report import Notice
from civcheck.model.sketch import MOST_SENTENCES, sentences_in
from civcheck.verdict.hygiene.groups import ALL_PAIRS, apart, tied_groups
from civcheck.verdict.hygiene.look import Check, Look, Numbers, notice

MOST_DIFFERENT = 3
_Band = tuple[int, int, bytes]
"""How many sentences a text has, which part of it this is, and the part's checksums."""


def find_alike_texts(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice groups of records whose narratives are alike, though they have no day in common."""
    allowed = [min(int(count * numbers["different"]), MOST_DIFFERENT) for count in range(MOST_SENTENCES + 1)]
    least = 2 * math.ceil(numbers["sentences"])  # two bytes a sentence
    records = [record for record in look.records if len(record.sketch) >= least]
    near: dict[str, set[str]] = defaultdict(set)
    for same in _parts_in_common(records, allowed).values():
        for one, other in combinations(same, 2) if len(same) <= ALL_PAIRS else pairwise(same):
            if (
                apart(one, other)
                and one.file != other.file
                and _different(one, other) <= allowed[len(one.sketch) // 2]
            ):
                near[one.key].add(other.key)
                near[other.key].add(one.key)
    tied = {record.key: record for record in records if record.key in near}
    for key, group in tied_groups(near, tied):
        members = sorted((tied[each] for each in group), key=lambda each: (each.days.first, each.key))
        yield notice("alike-text", members, {"title": tied[key].title, "count": len(members)})


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


def _different(one: Record, other: Record) -> int:
    """Count the sentences in which two narratives of as many sentences differ."""
    pairs = zip(sentences_in(one.sketch), sentences_in(other.sketch), strict=True)
    return sum(mine != theirs for mine, theirs in pairs)


CHECKS = (Check("alike-text", find_alike_texts),)
