"""Folders of a ledger: the point each seems to belong to, and where what is missing belongs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from civcheck.language.pack import Point, RulePack
from civcheck.model.ledger import Ledger
from civcheck.model.record import Record
from civcheck.model.report import FolderGuess
from civcheck.model.texts import near, normal


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


def guess_folders(ledger: Ledger, pack: RulePack) -> tuple[FolderGuess, ...]:
    """List the top folders: the point each seems to belong to, how many files lie there, a command to go on with."""
    counts: dict[str, int] = dict.fromkeys(ledger.folders, 0)
    for path in (*ledger.unreferenced, *dict.fromkeys(each.key for each in ledger.unread)):
        top = path.partition("/")[0]
        if top in counts:
            counts[top] += 1
    return tuple(_guess(folder, files, pack) for folder, files in counts.items())


def _guess(folder: str, files: int, pack: RulePack) -> FolderGuess:
    point = _point_of(folder, pack)
    rule = next((rule for rule in point.rules if not rule.is_heading), None) if point is not None else None
    command = f"civcheck explain {rule.id}" if rule is not None else "civcheck rules list"
    return FolderGuess(folder, point.number if point is not None else None, files, command)


def _point_of(folder: str, pack: RulePack) -> Point | None:
    """Find the point by its title in the name, else by the number it begins with, else by a kind the name speaks of."""
    titled, number = _titled(folder, pack), _number(folder)
    if titled or number is not None:
        by_number = (point for point in pack.points if point.number == number)
        return titled[0] if titled else next(by_number, None)
    words = _words(folder)
    for point in pack.points:
        if any(normal(kind) in words for kind in _kinds(point, pack)):
            return point
    title = near(words, [point.title for point in pack.points])
    return next((point for point in pack.points if point.title == title), None)


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


def _kinds(point: Point, pack: RulePack) -> set[str]:
    """List the kinds that only a few rules of a point select by name: any 活动 says nothing of the point."""
    selected = (rule.select.kinds(pack.terms) for rule in point.rules if rule.select is not None)
    return {kind for kinds in selected if len(kinds) <= 3 for kind in kinds}
