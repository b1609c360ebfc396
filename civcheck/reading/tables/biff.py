"""What python-calamine does not tell of an xls (BIFF8): errors, forms, hidden rows, comments, 1904.

A few records of [MS-XLS] are looked at, everything else is passed over.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from civcheck.reading import limits
from civcheck.reading.material.flawed import FlawedError
from civcheck.reading.material.ole import stream_bytes
from civcheck.reading.tables.beside import Lying
from civcheck.reading.tables.beyond import Beyond
from civcheck.reading.tables.numberforms import BUILT_IN, Form, form_of

_STREAMS = frozenset({"Workbook", "Book"})
_BOF, _EOF, _SHEET, _ROW, _BOOL_OR_ERROR, _FORMULA = 0x809, 0x0A, 0x85, 0x208, 0x205, 0x06
_COMMENT = 0x1C
_1904, _FONT, _FORMAT, _STYLE, _NUMBER, _SHORT, _SHORTS = 0x22, 0x31, 0x41E, 0xE0, 0x203, 0x27E, 0xBD
_TEXTS = frozenset({0xFD, 0x204})
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_HIDDEN = 0x20
_STRUCK = 0x08
_NO_FONT = 4
"""No font has this number: those behind the first four are counted from 5 on."""


class _Workbook:
    """What was found in the records of a workbook."""

    def __init__(self) -> None:
        self.epoch_1904 = False
        self.names: list[tuple[int, str]] = []
        self.by_start: dict[int, Beyond] = {}
        self._codes: dict[int, Form | None] = dict(BUILT_IN)
        self._forms: dict[int, Form] = {}
        self._styles = self._fonts = 0
        self._struck_fonts: set[int] = set()
        self._struck: set[int] = set()
        self._last = (0, 0)

    def see(self, sort: int, body: bytes, sheet: Beyond | None) -> None:
        """Take note of a record."""
        if sheet is None:
            self._see_global(sort, body)
            return
        if sort == _ROW and len(body) >= 16:
            number, flags = struct.unpack_from("<H10xB", body)
            if flags & _HIDDEN:
                sheet.hidden_rows.add(number + 1)
        elif sort == _COMMENT:
            row, column = struct.unpack_from("<HH", body)
            sheet.lying.append(Lying("comment", row + 1, column))
        elif sort in (_BOOL_OR_ERROR, _FORMULA, _NUMBER, _SHORT, _SHORTS) or sort in _TEXTS:
            self._see_cell(sort, body, sheet)

    def _see_global(self, sort: int, body: bytes) -> None:
        if sort == _1904:
            self.epoch_1904 = body[:1] == b"\1"
        elif sort == _SHEET and len(body) > 8:
            start, _, _, length, wide = struct.unpack_from("<IBBBB", body)
            self.names.append((start, _text(body[8:], length, wide)))
        elif sort == _FONT:
            self._fonts += self._fonts == _NO_FONT
            if struct.unpack_from("<2xH", body)[0] & _STRUCK:
                self._struck_fonts.add(self._fonts)
            self._fonts += 1
        elif sort == _FORMAT and len(body) > 4:
            number, length, wide = struct.unpack_from("<HHB", body)
            self._codes[number] = form_of(_text(body[5:], length, wide))
        elif sort == _STYLE:
            font, code = struct.unpack_from("<HH", body)
            if (form := self._codes.get(code)) is not None:
                self._forms[self._styles] = form
            if font in self._struck_fonts:
                self._struck.add(self._styles)
            self._styles += 1

    def _see_cell(self, sort: int, body: bytes, sheet: Beyond) -> None:
        row, column, style = struct.unpack_from("<HHH", body)
        place = row + 1, column
        far = (max(self._last[0], row), max(self._last[1], column))
        self._last = far
        if far[0] * (far[1] + 1) > limits.TABLE_AREA:
            raise FlawedError("too-large")
        if style in self._struck and sort != _SHORTS and len(sheet.lying) < limits.NODES:
            sheet.lying.append(Lying("struck", row + 1, column))
        if sort == _BOOL_OR_ERROR and body[7:8] == b"\1":
            sheet.errors[place] = _ERRORS.get(body[6], "#ERR!")
        elif sort == _FORMULA and body[12:14] == b"\xff\xff" and body[6:7] == b"\2":
            sheet.errors[place] = _ERRORS.get(body[8], "#ERR!")
        elif sort == _SHORTS:
            styles = struct.iter_unpack("<H4x", body[4 : 4 + (len(body) - 6) // 6 * 6])
            sheet.forms |= {
                (row + 1, column + at): self._forms[each]
                for at, (each,) in enumerate(styles)
                if each in self._forms
            }
        elif style in self._forms and sort != _BOOL_OR_ERROR:
            sheet.forms[place] = self._forms[style]

    def begin_sheet(self) -> None:
        """Forget how far the last sheet went."""
        self._last = (0, 0)


def _text(raw: bytes, length: int, wide: int) -> str:
    """Read a text of so many signs, of two bytes each or of one."""
    return raw[: 2 * length].decode("utf-16-le", "replace") if wide & 1 else raw[:length].decode("latin-1")


def look_beyond_xls(raw: bytes) -> tuple[Mapping[str, Beyond], bool]:
    """Give what is found by the names of sheets, and whether days count from 1904.

    Raises:
        FlawedError: ``too-large``: over the limits of tables.
    """
    book = _Workbook()
    sheet: Beyond | None = None
    depth = 0
    try:
        for at, sort, body in _records(stream_bytes(raw, _STREAMS)):
            if sort == _BOF:
                depth += 1
                if depth == 1 and at:
                    sheet = book.by_start[at] = Beyond()
                    book.begin_sheet()
            elif sort == _EOF:
                depth -= 1
            elif depth == 1:
                book.see(sort, body, sheet)
    except (struct.error, IndexError):  # calamine says whether it is broken
        pass
    return {
        name: book.by_start[start] for start, name in book.names if start in book.by_start
    }, book.epoch_1904


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """List the records of a stream: place, sort, body."""
    at = 0
    while at + 4 <= len(stream):
        sort, length = struct.unpack_from("<HH", stream, at)
        yield at, sort, stream[at + 4 : at + 4 + length]
        at += 4 + length
