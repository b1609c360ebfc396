"""The first day of a ledger: what lies there without a record, by the point it seems to belong to, and how to go on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from civcheck.language.pack import RulePack
from civcheck.model.ledger import Ledger
from civcheck.model.namedays import days_in
from civcheck.model.report import FolderGuess
from civcheck.model.shell import shell_word
from civcheck.model.texts import normal
from civcheck.verdict.belonging import Belonging, Belongings, belongings_of

_INSIDE = re.compile(r"(?:活动|现场|原始)?(?:照片|图片|相片|影像|截图|材料|资料|附件|原图)\d*")
"""Folders within the folder of one activity, by their whole names; roles of the pack are too."""
_NAMED, _MOST_NAMED = 2, 3
"""So many loose files are named in a row, and so many at most in a command."""


class Pile(NamedTuple):
    """Files that seem to go together: a folder with what lies in it, or loose files of the ledger's top (``""``)."""

    folder: str
    files: tuple[str, ...]
    belonging: Belonging


def guess_folders(ledger: Ledger, pack: RulePack) -> tuple[FolderGuess, ...]:
    """List what lies in a ledger without records: where each folder seems to belong, and a command to go on with."""
    unread = dict.fromkeys(each.key.rpartition("#")[0] or each.key for each in ledger.unread)
    paths = (*ledger.unreferenced, *(each for each in unread if "/" in each))
    return tuple(
        _guess(each, pack, begun=any(file in unread for file in each.files))
        for each in piles(ledger.folders, paths, pack, ledger.unit.year)
    )


def guesses_of(
    folders: Iterable[str], paths: Iterable[str], pack: RulePack, year: int
) -> tuple[FolderGuess, ...]:
    """List the same of a folder that is no ledger yet, by its top folders and the paths of its files."""
    return tuple(_guess(each, pack) for each in piles(folders, paths, pack, year))


def piles(
    tops: Iterable[str],
    paths: Iterable[str],
    pack: RulePack,
    year: int,
) -> list[Pile]:
    """Put files together that seem to be of one activity: a folder each, its 照片 and 材料 within; in order of path.

    ``tops`` are the top folders: one in which nothing lies is listed too.
    Loose files go together that seem to belong to one kind and name one day.
    """
    belongings = belongings_of(pack)
    roles = frozenset(map(normal, pack.terms.roles))
    by_folder: dict[str, list[str]] = {}
    for path in sorted(paths):
        by_folder.setdefault(home_of(path, roles), []).append(path)
    found = [
        Pile(folder, tuple(files), _of_other_year(belongings.of_path(folder, map(_name, files)), year))
        for folder, files in by_folder.items()
        if folder
    ]
    held = {folder.partition("/")[0] for folder in by_folder}
    found += [Pile(top, (), _of_other_year(belongings.of_path(top), year)) for top in tops if top not in held]
    found.sort(key=lambda pile: pile.folder)
    return [*found, *_loose(by_folder.get("", []), belongings, year)]


def home_of(path: str, roles: frozenset[str], outermost: str = "") -> str:
    """Give the folder of the activity that a file seems to be of: that above its 照片; ``roles`` in compared form."""
    folder = path.rpartition("/")[0]
    while "/" in folder and folder != outermost:
        name = normal(_name(folder))
        if name not in roles and _INSIDE.fullmatch(name) is None:
            break
        folder = folder.rpartition("/")[0]
    return folder


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _of_other_year(belonging: Belonging, year: int) -> Belonging:
    """Keep the year of a name only where it is not that of the ledger."""
    return belonging._replace(year=None) if belonging.year == year else belonging


def _loose(files: Sequence[str], belongings: Belongings, year: int) -> list[Pile]:
    groups: dict[tuple[object, ...], list[tuple[str, Belonging]]] = {}
    for file in files:
        said = _of_other_year(belongings.of_file(file), year)
        days = tuple(each.day for each in days_in(file, year))
        key = (said.point or 1_000, said.point is None or days, said.year, said.kind if not days else "")
        groups.setdefault(key, []).append((file, said))
    found = []
    for group in groups.values():
        kinds = {said.kind for _, said in group if said.kind is not None}
        sure = all(said.sure for _, said in group)
        whole = group[0][1]._replace(kind=kinds.pop() if len(kinds) == 1 else None, sure=sure)
        found.append(Pile("", tuple(file for file, _ in group), whole))
    return sorted(found, key=lambda pile: (pile.belonging.point or 1_000, pile.files))


def _guess(pile: Pile, pack: RulePack, begun: bool = False) -> FolderGuess:
    """Say where a pile seems to belong; ``begun``: it has a record already that is not read yet."""
    said = pile.belonging
    label = pile.folder or "、".join(pile.files[:_NAMED]) + ("…" if len(pile.files) > _NAMED else "")
    return FolderGuess(
        label,
        said.point,
        len(pile.files),
        _explaining(said.point, pack) if begun else _command(pile),
        said.kind,
        said.sure,
        said.year,
    )


def _explaining(number: int | None, pack: RulePack) -> str:
    """Give the command that shows what belongs to a point."""
    rules = (rule for point in pack.points if point.number == number for rule in point.rules)
    rule = next((rule for rule in rules if not rule.is_heading), None)
    return "civcheck rules list" if rule is None else f"civcheck explain {rule.id}"


def _command(pile: Pile) -> str:
    """Give the command that begins a record of a pile; of an empty folder that says nothing, the list of all rules."""
    said = pile.belonging
    if not pile.files and said.point is None:
        return "civcheck rules list"
    words = ["civcheck new"]
    if said.kind is not None:
        words.append(shell_word(said.kind))
    elif said.point is not None:
        words.append(f"--point {said.point}")
    named = [pile.folder] if pile.folder else list(pile.files) if len(pile.files) <= _MOST_NAMED else []
    words += [f"--adopt {shell_word(each)}" for each in (named if pile.files else [])]
    return " ".join(words)
