"""What is personal in a ledger, by record and by file, and how it is said; every number masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from civcheck.messages import Message, msg
from civcheck.model.ledger import Spotted
from civcheck.model.personal import SORTS
from civcheck.model.problem import Place
from civcheck.model.record import Record


class Holder(NamedTuple):
    """A record, or a file or folder, in which something personal stands.

    ``record`` is the record itself, or for an attachment one that names it; None where there is none. ``is_file``
    tells the one from the other. ``law`` protects those whom such records are about, where they are sensitive.
    ``found`` is in order of place; minors are told from others.
    """

    file: str
    record: Record | None
    is_file: bool
    law: str
    found: tuple[Spotted, ...]

    def to_tell(self) -> tuple[Spotted, ...]:
        """Give what is told without being asked: what is weak only of sensitive records."""
        return tuple(each for each in self.found if self.law or not each.personal.is_weak)


class Privacy(NamedTuple):
    """What is personal in a ledger; ``opened`` counts attachments that were looked into.

    ``not_looked_at`` names record files and folders that could not be read, or that a setting leaves out.
    """

    unit: str
    year: int
    as_of: date
    holders: tuple[Holder, ...]
    opened: int
    not_looked_at: tuple[str, ...]

    @property
    def total(self) -> int:
        """Count what was found."""
        return sum(len(each.found) for each in self.holders)


def counted(found: Sequence[Spotted]) -> tuple[Message, ...]:
    """Say how many of each sort there are, with the first of each, masked; the sure ones before the weak."""
    said = []
    for weak in (False, True):
        for sort in SORTS:
            of_sort = [
                each.personal
                for each in found
                if each.personal.sort == sort and each.personal.is_weak == weak
            ]
            if of_sort:
                name = msg(f"personal.{sort}")
                name = msg("personal.maybe", sort=name) if weak else name
                said.append(_counted(name, [each.shown for each in of_sort]))
    return tuple(said)


def _counted(name: Message, shown: Sequence[str]) -> Message:
    """Say how many there are, with the first; a photo says nothing of its place but that it has one."""
    if not shown[0]:
        return name
    code = "personal.several" if len(shown) > 1 else "personal.one"
    return msg(code, sort=name, count=len(shown), shown=shown[0])


def articles(found: Iterable[Spotted], law: str) -> tuple[Message | str, ...]:
    """Name the articles that protect what was found, those of sensitive records at the end."""
    sorts = {each.personal.sort for each in found}
    named: list[Message | str] = [msg("personal.law.sensitive" if sorts & _SENSITIVE else "personal.law.any")]
    if "minor" in sorts:
        named.append(msg("personal.law.minor"))
    return (*named, law) if law else tuple(named)


_SENSITIVE = frozenset({"id-number", "minor", "bank-card", "gps"})


def places(found: Iterable[Spotted]) -> tuple[Place, ...]:
    """Give the places once each, in order."""
    return tuple(dict.fromkeys(sorted(each.place for each in found)))


def where_in_file(found: Iterable[Spotted]) -> tuple[Message | str, ...]:
    """Name where in a file it stands, once each; what stands in a name is said in the language of the report."""
    return tuple(place_in_file(name) for name in dict.fromkeys(each.personal.where for each in found) if name)


def place_in_file(name: str) -> Message | str:
    """Say where in a file something stands, as ``Personal.where`` names it: a cell of a sheet as it is named."""
    if (page := _PAGE.fullmatch(name)) is not None:
        return msg("personal.where.page", page=page[1])
    return msg(f"personal.where.{_NAMES[name]}") if name in _NAMES else name


_PAGE = re.compile("第([0-9]+)页")
_NAMES = {
    "文件名": "file-name", "文件夹名": "folder-name", "文本": "text",
    "页眉": "header", "页脚": "footer", "脚注": "footnotes", "尾注": "endnotes",
    "文件属性": "properties", "图片属性": "picture-properties", "批注": "comments", "备注": "notes",
}  # fmt: skip
