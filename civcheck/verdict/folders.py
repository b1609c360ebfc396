"""Folders of a ledger: the point each seems to belong to, and where what is missing belongs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from civcheck.language.pack import Point, RulePack
from civcheck.model.ledger import Ledger
from civcheck.model.record import Record
from civcheck.model.texts import normal


class Folders(NamedTuple):
    """The top folders of a ledger: those named after a point or numbered like it, and where kinds are kept."""

    titled: Mapping[int, str]
    numbered: Mapping[int, str]
    by_kind: Mapping[str, str]

    def home(self, point: Point, kinds: Iterable[str], counting: Iterable[Record]) -> str:
        """Give the folder where a record of a rule belongs.

        That is where most records lie that are ``counting`` for it; else the folder named after its point, the one
        where records of its kinds lie, the one with the point's number; else a name to make one by.
        """
        tops = Counter(map(_top, counting))
        tops.pop("", None)
        if tops:
            return tops.most_common(1)[0][0]
        kept = (self.by_kind[kind] for kind in kinds if kind in self.by_kind)
        return (
            self.titled.get(point.number)
            or next(kept, None)
            or self.numbered.get(point.number)
            or f"{point.number:02d}-{point.title}"
        )


def folders_of(ledger: Ledger, pack: RulePack) -> Folders:
    """Look at a ledger's top folders and at what lies in them."""
    titled: dict[int, str] = {}
    numbered: dict[int, str] = {}
    for folder in ledger.folders:
        for point in _titled(folder, pack):
            titled.setdefault(point.number, folder)
        number = _number(folder)
        if number is not None:
            numbered.setdefault(number, folder)
    tops: dict[str, Counter[str]] = {}
    for record in ledger.records:
        if top := _top(record):
            tops.setdefault(record.kind, Counter())[top] += 1
    return Folders(titled, numbered, {kind: count.most_common(1)[0][0] for kind, count in tops.items()})


def _top(record: Record) -> str:
    top, inside, _ = record.key.partition("/")
    return top if inside else ""


def _titled(folder: str, pack: RulePack) -> list[Point]:
    words = _words(folder)
    return [
        point
        for point in pack.points
        if words and (normal(point.title) in words or words in normal(point.title))
    ]


def _number(folder: str) -> int | None:
    """Read the number that a folder's name begins with; a month's or quarter's is no point's."""
    number = re.match(r"\d{1,3}(?!\d)(?!.*[月季])", folder)
    return int(number[0]) if number is not None else None


def _words(folder: str) -> str:
    return normal(re.sub(r"^[\d\s.、_-]+", "", folder))
