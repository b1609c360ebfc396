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
    """Find the point by what the name says, else by the number it begins with."""
    words = re.sub(r"^[\d\s.、_-]+", "", folder)
    for point in pack.points:
        kinds = {
            name for rule in point.rules if rule.select is not None for name in rule.select.kinds(pack.terms)
        }
        names = {point.title, *(kinds if len(kinds) < len(pack.terms.kinds) else ())}
        if any(
            normal(name) in normal(words) or (len(words) > 1 and normal(words) in normal(name))
            for name in names
        ):
            return point
    numbered = re.match(r"\d+", folder)
    if numbered is not None:
        return next((point for point in pack.points if point.number == int(numbered[0])), None)
    title = near(words, [point.title for point in pack.points])
    return next((point for point in pack.points if point.title == title), None)
