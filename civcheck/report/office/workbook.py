"""A workbook: sheets of texts and numbers, of which nothing is run, followed or taken for something else."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from civcheck.report.layout import width_of
from civcheck.report.office.saying import OfficeWords, xml_text

Cell = str | int | None
"""A text, a number, or nothing."""

MAX_CHARS = 32_767
"""So many UTF-16 units a cell of Excel holds."""
MAX_ROWS = 1_048_576
"""So many rows a sheet of Excel holds."""
_EXACT = 2**53
"""Greater numbers would lose digits."""
_HEAD = 2
"""Rows above the first row of a sheet: what every report begins with, and the headings."""
_A4 = 9
_PATH = re.compile("[!-~]{8}")
_TALLEST = 409
"""So many points a row of Excel may be high."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_FONT = {"font_name": "宋体", "font_size": 10, "font_family": 3, "font_scheme": False}
_TEXT_ONLY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Heading(NamedTuple):
    """The heading of a column: its text, its width in characters, and what may be chosen below it."""

    text: str
    width: int
    choices: tuple[str, ...] = ()


class Sheet(NamedTuple):
    """A sheet: its name, its columns, its rows, and how many of its columns fit on paper; None is an empty cell."""

    name: str
    headings: tuple[Heading, ...]
    rows: Iterable[Sequence[Cell]]
    printed: int


def workbook(sheets: Sequence[Sheet], top: str, day: date, words: OfficeWords) -> bytes:
    """Give the file; ``top`` stands above every sheet, and its times are ``day``, never those of the clock."""
    out = io.BytesIO()
    # XlsxWriter writes into what it is given
    book = Workbook(out, {**_TEXT_ONLY, "default_format_properties": {**_FONT}})
    book.set_properties({"title": xml_text(top)[:255], "created": datetime(day.year, day.month, day.day)})
    formats = _Formats(book)
    for sheet in sheets:
        _fill(book.add_worksheet(sheet.name), sheet, xml_text(top), formats, words)
    book.close()
    return out.getvalue()


class _Formats:
    """How cells look. A text that begins like a formula is marked as text, for whoever edits it in Excel."""

    def __init__(self, book: Workbook) -> None:
        edges = {**_FONT, "border": 1, "border_color": "#BFBFBF", "valign": "top", "text_wrap": True}
        self.top: Format = book.add_format({**_FONT, "bold": True, "font_size": 12})
        self.heading: Format = book.add_format(
            {**edges, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#DDEBF7"}
        )
        self.number: Format = book.add_format({**edges, "align": "center"})
        self.text: Format = book.add_format({**edges, "num_format": 49})
        self.quoted: Format = book.add_format({**edges, "num_format": 49, "quote_prefix": True})

    def of(self, text: str) -> Format:
        return self.quoted if text.lstrip().startswith(_FORMULA) else self.text


def _fill(page: Worksheet, sheet: Sheet, top: str, formats: _Formats, words: OfficeWords) -> None:
    page.write_string(0, 0, fitted(top), formats.top)
    for column, heading in enumerate(sheet.headings):
        page.set_column(column, column, heading.width)
        page.write_string(1, column, heading.text, formats.heading)
    last = _HEAD - 1
    for cells in sheet.rows:
        last += 1
        if last == MAX_ROWS - 1:
            page.write_string(last, 0, words("xlsx.too-many"), formats.text)
            break
        page.set_row(last, _height(cells, sheet.headings))
        for column, cell in enumerate(cells):
            _write(page, last, column, cell, formats)
    _set_up(page, sheet, max(last, _HEAD), words)


def _height(cells: Sequence[Cell], headings: Sequence[Heading]) -> float:
    """Give a row the height in points that its longest text needs; not every program reckons it on opening."""
    lines = [
        _lines(cell, max(1, heading.width - 3))
        for cell, heading in zip(cells, headings, strict=True)
        if isinstance(cell, str)
    ]
    return min(_TALLEST, 13 * max(1, *lines, 1) + 4)


def _lines(text: str, width: int) -> int:
    """Reckon the lines of a text; before a path that does not fit a line ends early, so that it takes one more."""
    lines = -(-width_of(text) // width)
    return lines + (lines > 1 and _PATH.search(text) is not None)


def _write(page: Worksheet, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    match cell:
        case None | "":
            page.write_blank(row, column, None, formats.text)
        case int() if abs(cell) < _EXACT:
            page.write_number(row, column, cell, formats.number)
        case _:
            text = fitted(xml_text(str(cell)))
            page.write_string(row, column, text, formats.of(text))


def fitted(text: str) -> str:
    """Cut a text to what a cell holds; Excel counts UTF-16 units."""
    raw = text.encode("utf-16-le", "replace")
    if len(raw) <= 2 * MAX_CHARS:
        return text
    return raw[: 2 * (MAX_CHARS - 1)].decode("utf-16-le", "ignore") + "…"


def _set_up(page: Worksheet, sheet: Sheet, last: int, words: OfficeWords) -> None:
    """Freeze and filter below the headings, print on A4 landscape with them on every page, and offer choices."""
    page.freeze_panes(_HEAD, 0)
    page.autofilter(1, 0, last, len(sheet.headings) - 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)
    page.print_area(0, 0, last, sheet.printed - 1)
    page.set_footer(f"&C{words('xlsx.page', page='&P', pages='&N')}")
    for column, heading in enumerate(sheet.headings):
        if heading.choices:
            page.data_validation(
                _HEAD,
                column,
                last,
                column,
                {
                    "validate": "list",
                    "source": list(heading.choices),
                    "error_title": words("xlsx.choose-title"),
                    "error_message": words("xlsx.choose", names=heading.choices),
                },
            )
