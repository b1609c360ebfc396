"""What a paper says beside its own text: comments, notes of slides, properties; read for personal numbers alone."""

from __future__ import annotations

import re

from civcheck.reading.material.boundedzip import BoundedZip
from civcheck.reading.material.flawed import BROKEN_FILE, FlawedError
from civcheck.reading.material.opened import Collected, Piece
from civcheck.reading.material.xmlstream import EnoughError, Watcher, watch

_PLACES = (
    (re.compile(r"docProps/(?:core|app)\.xml"), "文件属性"),
    (re.compile(r"word/comments\.xml|(?:xl|ppt)/(?:threadedC|c)omments?[^.]*\.xml"), "批注"),
    (re.compile(r"ppt/notesSlides/[^/.]*\.xml"), "备注"),
)
"""Parts of docx, xlsx and pptx, and what people call them."""
_WITHIN_LINES = frozenset(
    ["t", "r", "rPr", "b", "i", "u", "sz", "color", "rFont", "rFonts", "lang", "family", "charset"]
)
"""Elements that end within a line: a number may be written in several runs."""


class _Lines(Watcher):
    def __init__(self, into: Collected, where: str) -> None:
        self._into, self._where = into, where
        self._line: list[str] = []

    def end(self, name: str) -> None:
        if name in _WITHIN_LINES or not self._line:
            return
        self._into.add(self._where, "".join(self._line))
        self._line = []
        if self._into.is_full:
            raise EnoughError

    def text(self, text: str) -> None:
        self._line.append(text)


def beside_of(file: BoundedZip) -> tuple[Piece, ...]:
    """Give that text; a part that does not open has none."""
    found = Collected()
    for pattern, where in _PLACES:
        for name in sorted(filter(pattern.fullmatch, file.names)):
            try:
                watch(file.pieces(name), _Lines(found, where), "")
            except (FlawedError, *BROKEN_FILE):
                continue
    return tuple(found.pieces)
