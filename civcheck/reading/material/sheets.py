"""xlsx: the cells of its sheets as texts, each with its place and the heads of its column and row."""

from __future__ import annotations

import re
from collections.abc import Mapping

from civcheck.reading.material.boundedzip import BoundedZip
from civcheck.reading.material.flawed import FlawedError
from civcheck.reading.material.office import days_of, main_part, relations_of
from civcheck.reading.material.opened import Collected, DocumentOpened
from civcheck.reading.material.xmlstream import EnoughError, Watcher, watch

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DIGITS = re.compile(r"\d{3}")
_NUMBER = re.compile(r"(\d{1,19})(?:\.(\d{0,40}))?(?:[eE]\+?(\d{1,2}))?", re.ASCII)
_BROKEN_LINES = re.compile(r"\s*[\r\n]\s*")
_LONGEST_HEAD = 30
_SHEET_NAME = 31
_MOST_DIGITS = 19
"""Digits of the longest number that is shown whole; of more than fifteen Excel keeps noughts for the rest."""
_MOST_SHARED = 2_000_000


class _Book(Watcher):
    """The sheets of a workbook in their order: name and the id of the relation that leads to it."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            related = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", "")[:_SHEET_NAME], related))


class _Shared(Watcher):
    """The texts that cells share, in their order; how they are read aloud (``rPh``) is none of it."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._in_text = False
        self._aloud = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "t":
            self._in_text = not self._aloud
        elif name == "rPh":
            self._aloud = True

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._aloud = False
        elif name == "si":
            self.texts.append("".join(self._parts))
            self._parts = []
            if len(self.texts) >= _MOST_SHARED:
                raise EnoughError

    def text(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)


class _Cells(Watcher):
    """The cells of one sheet."""

    def __init__(self, into: Collected, sheet: str, shared: list[str]) -> None:
        self._into, self._sheet, self._shared = into, sheet, shared
        self._above: dict[str, str] = {}
        self._left = ""
        self._place = self._sort = ""
        self._parts: list[str] = []
        self._in_value = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._place, self._sort = attributes.get("r", "")[:10], attributes.get("t", "n")
            self._parts = []
        elif name in ("v", "t"):
            self._in_value = True
        elif name == "row":
            self._left = ""

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._in_value = False
        elif name == "c":
            if text := self._shown("".join(self._parts)):
                self._add(text)
            if self._into.is_full:
                raise EnoughError

    def text(self, text: str) -> None:
        if self._in_value:
            self._parts.append(text)

    def _shown(self, value: str) -> str:
        if self._sort == "s":
            at = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1
            return self._shared[at] if 0 <= at < len(self._shared) else ""
        return shown_number(value) if self._sort == "n" else value

    def _add(self, text: str) -> None:
        found = _CELL.fullmatch(self._place)
        column = found[1] if found else ""
        if _DIGITS.search(text):
            near = " ".join(filter(None, (self._above.get(column, ""), self._left)))
            self._into.add(f"{self._sheet}!{self._place}", text, near)
        else:
            self._into.add(f"{self._sheet}!{self._place}", text)
            if len(text) <= _LONGEST_HEAD:
                self._above[column] = self._left = _BROKEN_LINES.sub("", text)


def shown_number(value: str) -> str:
    """Give a number as a cell shows it that has no format of its own: 1.3812345678E10 is 13812345678."""
    found = _NUMBER.fullmatch(value)
    if found is None:
        return value
    whole, part, power = found[1], (found[2] or "").rstrip("0"), int(found[3] or 0)
    if len(part) > power or len(whole) + power > _MOST_DIGITS:
        return value
    return whole + part.ljust(power, "0")


def open_xlsx(file: BoundedZip) -> DocumentOpened:
    """Give the cells of every sheet; formats of numbers, comments and charts are not read.

    Raises:
        FlawedError: it does not open.
    """
    path = main_part(file, "xl/workbook.xml")
    book = _Book()
    watch(file.pieces(path), book, "workbook")
    relations = relations_of(file, path)
    shared = _Shared()
    if (strings := relations.by_type.get("sharedStrings", "xl/sharedStrings.xml")) in file:
        watch(file.pieces(strings), shared, "sst")
    found = Collected()
    sheets = [
        (name, relations.targets.get(related, ""), relations.types.get(related))
        for name, related in book.sheets
    ]
    if not any(sheet in file for _, sheet, _ in sheets):
        raise FlawedError("broken")
    for name, sheet, sort in sheets:
        if sheet in file and sort == "worksheet" and not found.is_full:
            watch(file.pieces(sheet), _Cells(found, name, shared.texts), "worksheet")
    return DocumentOpened(pieces=tuple(found.pieces), made=days_of(file, "xlsx"))
