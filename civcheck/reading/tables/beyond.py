"""What python-calamine does not tell of an xlsx: errors, formulas without results, forms, what is hidden, 1904.

It is also what holds a workbook to the limits before anything lays its cells out in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from civcheck.reading import limits
from civcheck.reading.material.boundedzip import BoundedZip
from civcheck.reading.material.flawed import FlawedError
from civcheck.reading.material.office import main_part, relations_of
from civcheck.reading.material.xmlstream import Watcher, watch
from civcheck.reading.tables.beside import Lying, lying_on
from civcheck.reading.tables.numberforms import BUILT_IN, Form, form_of

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_TRUE = frozenset({"1", "true"})


@dataclass(slots=True)
class Beyond:
    """Of one sheet: errors by row (from 1) and column (from 0), formulas without results, forms, hidden rows."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unreckoned: set[tuple[int, int]] = field(default_factory=set)
    forms: dict[tuple[int, int], Form] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    lying: list[Lying] = field(default_factory=list)


class _Book(Watcher):
    """The sheets of a workbook, name → id of the relation that leads to it, and whether days count from 1904."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.epoch_1904 = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            related = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets[attributes.get("name", "")] = related
        elif name == "workbookPr":
            self.epoch_1904 = attributes.get("date1904") in _TRUE


class _Styles(Watcher):
    """The styles of cells that show a number as something else, or strike it through, by their number."""

    def __init__(self) -> None:
        self.forms: dict[str, Form] = {}
        self.struck: set[str] = set()
        self._struck_fonts: set[int] = set()
        self._fonts = 0
        self._codes: dict[int, Form | None] = dict(BUILT_IN)
        self._count = -1

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            self._codes[_whole(attributes.get("numFmtId"))] = form_of(attributes.get("formatCode", ""))
        elif name == "font":
            self._fonts += 1
        elif name == "strike" and attributes.get("val", "1") in _TRUE:
            self._struck_fonts.add(self._fonts - 1)
        elif name == "cellXfs":
            self._count = 0
        elif name == "xf" and self._count >= 0:
            if (form := self._codes.get(_whole(attributes.get("numFmtId")))) is not None:
                self.forms[str(self._count)] = form
            if _whole(attributes.get("fontId")) in self._struck_fonts:
                self.struck.add(str(self._count))
            self._count += 1

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._count = -1


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 9 else -1


def look_beyond(raw: bytes) -> tuple[Mapping[str, Beyond], bool]:
    """Give what is found by the names of sheets, and whether days count from 1904.

    Raises:
        FlawedError: ``broken``, ``encrypted``, or ``too-large``: over the limits of tables.
    """
    file = BoundedZip(raw, limits.TABLE_PART_BYTES, limits.TABLE_ALL_BYTES)
    path = main_part(file, "xl/workbook.xml")
    book = _Book()
    watch(file.pieces(path), book, "workbook")
    relations = relations_of(file, path)
    styles = _Styles()
    if (part := relations.by_type.get("styles", "xl/styles.xml")) in file:
        watch(file.pieces(part), styles, "styleSheet")
    if (part := relations.by_type.get("sharedStrings", "xl/sharedStrings.xml")) in file:
        for _ in file.pieces(part):  # for its size alone
            pass
    found: dict[str, Beyond] = {}
    cells = 0
    for name, related in book.sheets.items():
        if (part := relations.targets.get(related, "")) in file and "/worksheets/" in f"/{part}":
            watcher = _Cells(styles, limits.TABLE_CELLS - cells)
            watcher.read(file.pieces(part))
            cells += watcher.count
            found[name] = watcher.found
            watcher.found.lying += lying_on(file, part, watcher.links)
    return found, book.epoch_1904


_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"[^<>]*/>')
_EMPTY_ROW = re.compile(rb'<row r="[0-9]{1,7}"[^<>]*(?:/>|>\s*</row>)')
_LONGEST_TAG = 64 * 1024


def _filled(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Leave out cells and rows that have a form and hold nothing: a sheet may have a million of them."""
    rest = b""
    for piece in pieces:
        text = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", rest + piece))
        # a row, or a tag, that has begun may go on in the next piece
        cut = max(text.rfind(b"<row", max(0, len(text) - _LONGEST_TAG)), 0) or text.rfind(b"<")
        cut = cut if cut >= 0 and len(text) - cut < _LONGEST_TAG else len(text)
        yield text[:cut]
        rest = text[cut:]
    yield rest


class _Cells:
    """Watches the cells of a sheet; written for speed, for a sheet has a million of them."""

    def __init__(self, styles: _Styles, left: int) -> None:
        self.found = Beyond()
        self.links: dict[str, str] = {}
        self.count = 0
        self._forms, self._struck, self._left = styles.forms, styles.struck, left
        self._row = self._column = 0
        self._last_row = self._last_column = self._first_row = self._first_column = 0
        self._sort, self._style = "n", ""
        self._is_formula = False
        self._text: list[str] = []
        self._columns: dict[str, int] = {}
        self._depth = 0

    def read(self, pieces: Iterable[bytes]) -> None:
        """Go through a sheet.

        Raises:
            FlawedError: it is not well-formed, has a document type, or is over the limits.
        """
        from xml.parsers import expat

        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        try:
            for piece in _filled(pieces):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError):
            raise FlawedError("broken") from None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if name == "c":
            self._cell(attributes)
        elif name == "row":
            number = _whole(attributes.get("r"))
            self._row = number if number > 0 else self._row + 1
            self._column = -1
            if attributes.get("hidden") in _TRUE:
                self.found.hidden_rows.add(self._row)
        elif name == "v" or name == "is":
            self._value()
        elif name == "f" and not self._is_formula:
            self._is_formula = True
            self._text = []
            self._parser.EndElementHandler = self._end
        elif name == "hyperlink" and len(self.links) < limits.NODES:
            related = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.links[attributes.get("ref", "")] = related

    def _cell(self, attributes: dict[str, str]) -> None:
        get = attributes.get
        reference = get("r")
        if reference is None:
            self._column += 1
        else:
            self._column = self._column_of(reference)
        self._sort, self._style, self._is_formula = get("t", "n"), get("s", ""), False

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            found = _REFERENCE.fullmatch(reference)
            if found is None:
                raise FlawedError("broken")
            column = -1
            for sign in found[1].upper():
                column = (column + 1) * 26 + ord(sign) - ord("A")
            if len(self._columns) < limits.NODES:
                self._columns[letters] = column
        return column

    def _value(self) -> None:
        """Count a cell that holds something, and take note of what calamine would not tell."""
        self.count += 1
        row, column = self._row, self._column
        if self.count == 1:
            self._first_row = self._last_row = row
            self._first_column = self._last_column = column
        self._last_row = max(self._last_row, row)
        self._last_column = max(self._last_column, column)
        self._first_row, self._first_column = min(self._first_row, row), min(self._first_column, column)
        # calamine lays rows out from the first of the sheet on
        area = self._last_row * (self._last_column - self._first_column + 1)
        if self.count > self._left or area > limits.TABLE_AREA:
            raise FlawedError("too-large")
        if self._sort == "e":
            self._text = []
            self._parser.EndElementHandler = self._end
            self._parser.CharacterDataHandler = self._text.append
        elif self._is_formula:
            self._parser.CharacterDataHandler = self._text.append
        if self._sort == "n" and self._style in self._forms:
            self.found.forms[(row, column)] = self._forms[self._style]
        if self._style in self._struck and len(self.found.lying) < limits.NODES:
            self.found.lying.append(Lying("struck", row, column))

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v":
            self._parser.CharacterDataHandler = None
        elif name == "c":
            place = self._row, self._column
            text = "".join(self._text)
            if self._sort == "e":
                self.found.errors[place] = text[:20]
            elif self._is_formula and not text and self._sort != "str":
                self.found.unreckoned.add(place)
            self._is_formula = False
            self._parser.EndElementHandler = None


def _refuse(*_: Any) -> None:
    raise FlawedError("broken")
