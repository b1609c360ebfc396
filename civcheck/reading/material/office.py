"""docx, pptx, odt and ofd: their text, how many pages or slides, and the days in their properties."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from civcheck.model.material import Made
from civcheck.reading.material.boundedzip import BoundedZip
from civcheck.reading.material.flawed import FlawedError
from civcheck.reading.material.opened import WHOLE_TEXT, Collected, DocumentOpened, made
from civcheck.reading.material.xmlstream import EnoughError, Watcher, watch

_OTHER_PARTS = (("header", "页眉"), ("footer", "页脚"), ("footnotes", "脚注"), ("endnotes", "尾注"))
"""Parts beside a docx's body that have text, by the beginning of their names, and what people call them."""
_SLIDE = re.compile(r"ppt/slides/slide(\d{1,6})\.xml")
_ALTERNATIVE = "Fallback"
"""The element that says a text box once more, for old programs."""
_TEMPLATE_DAY = "2013-12-23T23:15:00Z"
"""The day of the template that python-docx comes with: every paper of a program that uses it has that one."""
_KEPT_DAYS = ("docx", "xlsx")
"""Sorts whose days have a name in ``Made``."""


class Relations(Watcher):
    """The relations of a part: id and end of the type → target, id → end of the type, and id → what is outside."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}
        self.types: dict[str, str] = {}
        self.by_type: dict[str, str] = {}
        self.outside: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take note of a relation."""
        if name != "Relationship":
            return
        target, own = attributes.get("Target", ""), attributes.get("Id", "")
        if attributes.get("TargetMode") == "External":
            self.outside[own] = target
        else:
            self.targets[own] = target
            self.types[own] = attributes.get("Type", "").rpartition("/")[2]
            self.by_type.setdefault(self.types[own], target)


def relations_of(file: BoundedZip, part: str) -> Relations:
    """Give the relations of a part (the package's own, where empty), targets as paths in the zip."""
    folder, name = posixpath.split(part)
    relations = Relations()
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path in file:
        watch(file.pieces(path), relations, "Relationships")
    for targets in (relations.targets, relations.by_type):
        for key, target in targets.items():
            targets[key] = posixpath.normpath(posixpath.join("/", folder, target))[1:]
    return relations


def main_part(file: BoundedZip, usual: str) -> str:
    """Give the path of the part that holds the document.

    Raises:
        FlawedError: ``broken``: it is not there.
    """
    part = relations_of(file, "").by_type.get("officeDocument", usual)
    part = part if part in file else usual
    if part not in file:
        raise FlawedError("broken")
    return part


class _Words(Watcher):
    """The text of a docx's part or of a slide: a line a paragraph; deleted text and codes of fields are none."""

    def __init__(self, into: Collected, where: str) -> None:
        self._into, self._where = into, where
        self._line: list[str] = []
        self._in_text = False
        self._skipped = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "t":
            self._in_text = not self._skipped
        elif name in ("tab", "br", "cr"):
            self._line.append(" ")
        elif name == _ALTERNATIVE:
            self._skipped += 1

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "p":
            self.close()
        elif name == _ALTERNATIVE:
            self._skipped -= 1

    def text(self, text: str) -> None:
        if self._in_text:
            self._line.append(text)

    def close(self) -> None:
        """End the line."""
        if self._line:
            self._into.add(self._where, "".join(self._line))
            self._line = []
            if self._into.is_full:
                raise EnoughError


def open_docx(file: BoundedZip) -> DocumentOpened:
    """Give the text of body, tables, text boxes, headers, footers and notes.

    Raises:
        FlawedError: it does not open.
    """
    body = main_part(file, "word/document.xml")
    found = Collected()
    watch(file.pieces(body), _Words(found, WHOLE_TEXT), "document")
    folder = posixpath.dirname(body)
    for beginning, where in _OTHER_PARTS:
        for name in sorted(file.names):
            if name.startswith(f"{folder}/{beginning}") and name.endswith(".xml"):
                watch(file.pieces(name), _Words(found, where), "")
    return DocumentOpened(pieces=tuple(found.pieces), made=days_of(file, "docx"))


def open_pptx(file: BoundedZip) -> DocumentOpened:
    """Give the text of the slides, each a page; notes are not read."""
    watch(file.pieces(main_part(file, "ppt/presentation.xml")), Watcher(), "presentation")
    numbers = sorted(int(slide[1]) for slide in map(_SLIDE.fullmatch, file.names) if slide)
    found = Collected()
    for number in numbers:
        watch(file.pieces(f"ppt/slides/slide{number}.xml"), _Words(found, f"第{number}页"), "sld")
    return DocumentOpened(pages=len(numbers), pieces=tuple(found.pieces), made=days_of(file, "pptx"))


class _Properties(Watcher):
    """The days in docProps/core.xml (``dcterms:created``, ``dcterms:modified``)."""

    def __init__(self) -> None:
        self.days: dict[str, str] = {}
        self._now = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._now = name

    def end(self, name: str) -> None:
        self._now = ""

    def text(self, text: str) -> None:
        if self._now in ("created", "modified"):
            self.days.setdefault(self._now, text)


def days_of(file: BoundedZip, sort: str) -> tuple[Made, ...]:
    """Give the days on which a file says it was made and changed; properties that do not open say nothing."""
    properties = _Properties()
    if sort in _KEPT_DAYS and "docProps/core.xml" in file:
        try:
            watch(file.pieces("docProps/core.xml"), properties, "")
        except FlawedError:
            return ()
    written = {which: day for which, day in properties.days.items() if day != _TEMPLATE_DAY}
    return tuple(
        each for which in ("created", "modified") for each in made(f"{sort}-{which}", written.get(which, ""))
    )


class _Paragraphs(Watcher):
    """The text of an odt: every paragraph and heading."""

    def __init__(self, into: Collected) -> None:
        self._into = into
        self._line: list[str] = []

    def end(self, name: str) -> None:
        if name in ("p", "h"):
            self._into.add(WHOLE_TEXT, "".join(self._line))
            self._line = []
            if self._into.is_full:
                raise EnoughError

    def text(self, text: str) -> None:
        self._line.append(text)


def open_odt(file: BoundedZip) -> DocumentOpened:
    """Give the text of an odt; an encrypted one says so in its manifest."""
    manifest = "META-INF/manifest.xml"
    if manifest in file and b"encryption-data" in file.read(manifest):
        raise FlawedError("encrypted")
    found = Collected()
    watch(file.pieces("content.xml"), _Paragraphs(found), "document-content")
    return DocumentOpened(pieces=tuple(found.pieces))


class _Pages(Watcher):
    """How many pages an ofd's document lists, and where it says the document is."""

    def __init__(self) -> None:
        self.count = 0
        self.root = ""
        self._open: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Page" and self._open[-1:] == ["Pages"]:
            self.count += 1
        self._open.append(name)

    def end(self, name: str) -> None:
        self._open.pop()

    def text(self, text: str) -> None:
        if self._open[-1:] == ["DocRoot"] and not self.root:
            self.root = text.strip()


def open_ofd(file: BoundedZip) -> DocumentOpened:
    """Count the pages of an ofd (GB/T 33190); its text is not read."""
    first = _Pages()
    watch(file.pieces("OFD.xml"), first, "OFD")
    document = _Pages()
    watch(file.pieces(first.root.lstrip("/")), document, "Document")
    return DocumentOpened(pages=document.count)
