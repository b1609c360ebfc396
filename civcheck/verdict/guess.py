"""The first day: a ledger without one record; its folders by the point they seem to belong to."""

from __future__ import annotations

import re

from civcheck.language.pack import Point, RulePack
from civcheck.model.ledger import Ledger
from civcheck.model.report import FolderGuess
from civcheck.model.texts import near, normal


def guess_folders(ledger: Ledger, pack: RulePack) -> tuple[FolderGuess, ...]:
    """List the top folders: the point each seems to belong to, how many files lie there, a command to go on with."""
    counts: dict[str, int] = dict.fromkeys(ledger.folders, 0)
    for path in ledger.unreferenced:
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
    words = normal(re.sub(r"^[\d\s.、_-]+", "", folder))
    titled = [
        point
        for point in pack.points
        if words and (normal(point.title) in words or words in normal(point.title))
    ]
    numbered = re.match(r"\d+", folder)
    if titled or numbered is not None:
        by_number = (point for point in pack.points if numbered and point.number == int(numbered[0]))
        return titled[0] if titled else next(by_number, None)
    for point in pack.points:
        if any(normal(kind) in words for kind in _kinds(point, pack)):
            return point
    title = near(words, [point.title for point in pack.points])
    return next((point for point in pack.points if point.title == title), None)


def _kinds(point: Point, pack: RulePack) -> set[str]:
    """List the kinds that only a few rules of a point select by name: any 活动 says nothing of the point."""
    selected = (rule.select.kinds(pack.terms) for rule in point.rules if rule.select is not None)
    return {kind for kinds in selected if len(kinds) <= 3 for kind in kinds}
