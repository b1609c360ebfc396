"""What lies on the cells of a sheet beside what they say, and how to find it in an xlsx: comments, links, pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from civcheck.reading.material.boundedzip import BoundedZip
from civcheck.reading.material.flawed import FlawedError
from civcheck.reading.material.office import Relations, relations_of
from civcheck.reading.material.xmlstream import Watcher, watch

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Lying(NamedTuple):
    """What lies on a cell: which of ``struck``, ``comment``, ``link``, ``picture``, and where a link leads."""

    sort: str
    row: int
    column: int
    target: str = ""


class _Comments(Watcher):
    def __init__(self) -> None:
        self.found: list[Lying] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "comment" and (place := place_of(attributes.get("ref", ""))) is not None:
            self.found.append(Lying("comment", *place))


class _Pictures(Watcher):
    """The pictures of a drawing, each at the cell that its upper left corner stands in."""

    def __init__(self) -> None:
        self.found: list[Lying] = []
        self._name = ""
        self._corner = {"row": 0, "col": 0}
        self._is_from = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._name = name
        self._is_from = name == "from" or (self._is_from and name != "to")
        if name == "pic":
            self.found.append(Lying("picture", self._corner["row"] + 1, self._corner["col"]))

    def text(self, text: str) -> None:
        if self._is_from and self._name in self._corner and text.isascii() and text.isdigit():
            self._corner[self._name] = int(text[:7])

    def end(self, name: str) -> None:
        self._name = ""


def place_of(reference: str) -> tuple[int, int] | None:
    """Give row (from 1) and column (from 0) of a reference; of a range those of its first cell."""
    found = _REFERENCE.fullmatch(reference.partition(":")[0])
    if found is None:
        return None
    column = 0
    for sign in found[1]:
        column = column * 26 + ord(sign) - ord("A") + 1
    return int(found[2]), column - 1


def lying_on(file: BoundedZip, part: str, links: Mapping[str, str]) -> list[Lying]:
    """List what lies on a sheet; ``links`` are the ids of relations by reference. What is broken is passed over."""
    found: list[Lying] = []
    try:
        relations = relations_of(file, part)
        found += _links(links, relations)
        comments, pictures = _Comments(), _Pictures()
        for sort, watcher in (("comments", comments), ("drawing", pictures)):
            if (path := relations.by_type.get(sort, "")) in file:
                watch(file.pieces(path), watcher, "")
        found += comments.found + pictures.found
    except FlawedError:
        pass
    return found


def _links(links: Mapping[str, str], relations: Relations) -> list[Lying]:
    places = ((place_of(reference), related) for reference, related in links.items())
    return [
        Lying("link", *place, relations.outside.get(related, ""))
        for place, related in places
        if place is not None
    ]
