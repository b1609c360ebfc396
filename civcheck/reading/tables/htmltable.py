"""Web pages that systems hand out as .xls: their tables as sheets, with what is merged in them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from civcheck.model.table.sheet import Block, Cell, Row, Sheet, Sort
from civcheck.reading import limits
from civcheck.reading.material.flawed import FlawedError
from civcheck.reading.material.sorts import is_chinese
from civcheck.reading.text import decode

_WIDEST, _TALLEST = 1_000, 100_000
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def sheets_of_html(raw: bytes) -> tuple[list[Sheet], str]:
    """Give a sheet for each outermost table that has rows, and the encoding where it is not UTF-8.

    Raises:
        FlawedError: ``too-large``, ``not-text``, or ``no-table``: there is none.
    """
    if len(raw) > limits.TABLE_HTML_BYTES:
        raise FlawedError("too-large")
    decoded = decode(raw, is_chinese)
    if decoded.text is None:
        raise FlawedError("not-text")
    reader = _Tables()
    reader.feed(decoded.text)
    reader.close()
    if not reader.sheets:
        raise FlawedError("no-table")
    return reader.sheets, decoded.encoding or ""


class _Tables(HTMLParser):
    """Gathers tables; a table inside of a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[Sheet] = []
        self._depth = 0
        self._rows: dict[int, Row] = {}
        self._merged: list[Block] = []
        self._row = 0
        self._cells: dict[int, Cell] = {}
        self._taken: dict[int, int] = {}
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._left = limits.TABLE_CELLS

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._rows, self._merged, self._row, self._taken = {}, [], 0, {}
        elif self._depth == 1 and tag == "tr":
            self._end_row()
            self._row += 1
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            given = dict(attrs)
            self._span = _many(given.get("colspan"), _WIDEST), _many(given.get("rowspan"), _TALLEST)
            self._text = []
        elif tag in ("br", "p", "div") and self._text:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End what has begun."""
        if self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
        elif self._depth == 1 and tag == "tr":
            self._end_row()
        elif tag == "table" and self._depth:
            self._depth -= 1
            if self._depth == 0:
                self._end_row()
                if self._rows:
                    self.sheets.append(Sheet(f"表{len(self.sheets) + 1}", self._rows, tuple(self._merged)))

    def handle_data(self, data: str) -> None:
        """Take text of a cell; line breaks of the page are none of it."""
        if self._text is not None:
            self._text.append(_BLANKS.sub(" ", data))

    def close(self) -> None:
        """End a table that the page does not end."""
        super().close()
        if self._depth:
            self._depth = 1
            self.handle_endtag("table")

    def _end_cell(self) -> None:
        if self._text is None:
            return
        text = "\n".join(line.strip() for line in "".join(self._text).split("\n")).strip("\n \xa0")
        self._text = None
        wide, tall = self._span
        at = 0
        while self._taken.get(at, 0) >= self._row or at in self._cells:
            at += 1
        for column in range(at, at + wide):
            self._taken[column] = self._row + tall - 1
        if wide > 1 or tall > 1:
            self._merged.append(Block(self._row, at, self._row + tall - 1, at + wide - 1))
        if text:
            self._cells[at] = Cell(Sort.TEXT, text)
            self._left -= 1
            if self._left < 0:
                raise FlawedError("too-large")

    def _end_row(self) -> None:
        self._end_cell()
        if self._cells:
            self._rows[self._row] = self._cells
        self._cells = {}


def _many(text: str | None, most: int) -> int:
    return (
        min(int(text), most)
        if text and text.isascii() and text.isdigit() and len(text) < 8 and int(text)
        else 1
    )
