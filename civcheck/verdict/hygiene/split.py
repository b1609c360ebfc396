"""One event that may stand there as several: same kind and organiser, same day, same place, titles that are near."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from civcheck.messages import msg
from civcheck.model.record import Record
from civcheck.model.report import Notice
from civcheck.model.texts import normal
from civcheck.verdict.hygiene.look import Check, Look, Numbers, notice

_ALL_PAIRS = 40
"""Records of one day and place of which every two are compared; of more only those near in order of title."""
_NEIGHBOURS = 10
_NUMBERS = re.compile(r"[0-9〇零一二三四五六七八九十百第场次期上下午()（）,，、:：.·\-—]+")


_Where = tuple[date, str, frozenset[str], frozenset[str]]


class _Titled(NamedTuple):
    """A record with what is compared of its title: pairs of signs that stand side by side."""

    record: Record
    form: str
    pairs: Counter[str]


def find_split_events(look: Look, numbers: Numbers) -> Iterator[Notice]:
    """Notice groups of records that could be one event."""
    seen: set[tuple[str, ...]] = set()
    least = math.ceil(numbers["records"])
    for (day, *_), records in _same_day_and_place(look).items():
        if len(records) < least:
            continue
        for group in _near_titles([_titled(each, look) for each in records], numbers["alike"]):
            keys = tuple(each.key for each in group)
            if len(group) >= least and keys not in seen:
                seen.add(keys)
                named = list(dict.fromkeys(each.title for each in group))[:3]
                titles = tuple(msg("said.titled", title=title) for title in named)
                params = {"day": day, "place": group[0].place, "titles": titles, "count": len(group)}
                yield notice("split-event", group, params)


def _same_day_and_place(look: Look) -> Mapping[_Where, list[Record]]:
    """Group records of single days by day, kind, place and organiser; one of several sessions comes with each."""
    groups: dict[_Where, list[Record]] = defaultdict(list)
    for record in look.records:
        days = record.days
        if record.place and (days.sessions or days.first == days.last):
            where = record.kind, _forms(record.place), _forms(record.organiser)
            for day in days.sessions or (days.first,):
                groups[day, *where].append(record)
    return groups


@lru_cache(maxsize=4_096)
def _forms(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(normal, names))


def _titled(record: Record, look: Look) -> _Titled:
    form = normal(record.title)
    for name in (look.unit.name, *record.organiser):
        form = form.replace(normal(name), "")
    form = _NUMBERS.sub("", form) or form
    pairs = Counter(form[at : at + 2] for at in range(len(form) - 1))
    return _Titled(record, form, pairs or Counter([form]))


def _near_titles(titled: list[_Titled], alike: Fraction) -> Iterator[list[Record]]:
    """Give groups of records in which each title is near to another one's."""
    ordered = sorted(titled, key=lambda each: (each.form, each.record.key))
    group_of = list(range(len(ordered)))
    for at, one in enumerate(ordered):
        for other in _others(at, len(ordered)):
            if _share(one.pairs, ordered[other].pairs) >= alike:
                group_of[_root(group_of, at)] = _root(group_of, other)
    groups: dict[int, list[Record]] = defaultdict(list)
    for at, each in enumerate(ordered):
        groups[_root(group_of, at)].append(each.record)
    for records in groups.values():
        yield sorted(records, key=lambda each: (each.days.first, each.key))


def _root(group_of: list[int], at: int) -> int:
    """Follow a record to the one that stands for its group, and shorten the way for the next."""
    while group_of[at] != at:
        group_of[at] = group_of[group_of[at]]
        at = group_of[at]
    return at


def _others(at: int, count: int) -> Sequence[int]:
    return range(at) if count <= _ALL_PAIRS else range(max(at - _NEIGHBOURS, 0), at)


def _share(one: Counter[str], other: Counter[str]) -> Fraction:
    """Give the share of pairs that two titles have in common (Dice)."""
    return Fraction(2 * (one & other).total(), one.total() + other.total())


CHECKS = (Check("split-event", find_split_events),)
