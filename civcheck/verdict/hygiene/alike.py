"""Narratives of different days that are the same sentence by sentence, but for numbers, place, title and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, pairwise

from civcheck.model.record import Record
from civcheck.model.report import Notice
from civcheck.model.sketch import sentences_in
from civcheck.verdict.hygiene.look import Check, Look, Numbers, notice

MOST_DIFFERENT = 3
_ALL_PAIRS = 12
"""Texts with a part in common of which every two are compared; of more only those that follow each other."""
_Band = tuple[int, int, int, bytes]
"""How many sentences a text has and may have different, which part of it this is, and the part's checksums."""


def find_alike_texts(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice groups of records whose narratives are alike, though they have no day in common."""
    least = 2 * int(numbers["sentences"])  # two bytes a sentence
    long_enough = [record for record in look.records if len(record.sketch) >= least]
    near: dict[str, set[str]] = defaultdict(set)
    for records in _parts_in_common(long_enough, numbers["different"]).values():
        pairs = combinations(records, 2) if len(records) <= _ALL_PAIRS else pairwise(records)
        for one, other in pairs:
            if _apart(one, other) and _alike(one, other, numbers["different"]):
                near[one.key].add(other.key)
                near[other.key].add(one.key)
    order = {record.key: record for record in long_enough if record.key in near}
    told: set[str] = set()
    for key in order:
        if key not in told:
            group = _group(key, near)
            told |= group
            members = sorted((order[each] for each in group), key=lambda each: (each.days.first, each.key))
            yield notice("alike-text", members, {"title": order[key].title, "count": len(members)})


def _group(key: str, near: Mapping[str, set[str]]) -> set[str]:
    """Collect every record that is tied to one by texts that are alike."""
    found, waiting = {key}, [key]
    while waiting:
        for other in near[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return found


def _allowed(sentences: int, different: Fraction) -> int:
    return min(int(sentences * different), MOST_DIFFERENT)


def _parts_in_common(records: list[Record], different: Fraction) -> Mapping[_Band, list[Record]]:
    """Group records by parts of their sketches: of n + 1 parts of texts that differ in n sentences one is the same."""
    groups: dict[_Band, list[Record]] = defaultdict(list)
    for record in records:
        sketch = record.sketch
        count = len(sketch) // 2
        allowed = _allowed(count, different)
        ends = [2 * (count * part // (allowed + 1)) for part in range(allowed + 2)]
        for part in range(allowed + 1):
            groups[count, allowed, part, sketch[ends[part] : ends[part + 1]]].append(record)
    return {band: same for band, same in groups.items() if len(same) > 1}


def _apart(one: Record, other: Record) -> bool:
    """Tell whether two records have no day in common and are not written in one file."""
    return (one.days.last < other.days.first or other.days.last < one.days.first) and one.file != other.file


def _alike(one: Record, other: Record, different: Fraction) -> bool:
    pairs = zip(sentences_in(one.sketch), sentences_in(other.sketch), strict=True)
    return sum(mine != theirs for mine, theirs in pairs) <= _allowed(len(one.sketch) // 2, different)


CHECKS = (Check("alike-text", find_alike_texts),)
