"""The workbook that a ledger is exported as: every cell is text, and no program makes a day or a formula of it."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

from civcheck.model.shell import COMMAND_CHARACTERS, shell_word
from civcheck.model.table.export import Export, ExportColumn, ExportSheet
from civcheck.model.table.exported import DIGEST_COLUMN, MANIFEST, RECORD_COLUMN, heading_of, settled
from civcheck.model.texts import sanitize
from civcheck.report.layout import width_of
from civcheck.report.options import Options
from civcheck.report.page import Page
from civcheck.report.words import Words

_FONT = {"font_name": "宋体", "font_size": 10, "font_family": 3, "font_scheme": False}
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t")
_IDS = 2
_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']+")
_NARROWEST, _WIDEST = 8, 40
_TALLEST = 409
_ROWS_BELOW = 500
"""Rows below the last that have the form of the table, for new records."""
_PAPER = 160
"""Widths of columns that fit on A4 landscape in a readable size."""
_CHOICES = 255
"""So many characters a list of choices may have in a cell's rule."""
_WRITTEN_TOGETHER = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def render_ledger_book(export: Export, words: Words) -> bytes:
    """Give the file: the tables, how to use them, and a hidden sheet that lists what was exported.

    The same ledger gives the same bytes: times in it are the first day of its year.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, **_WRITTEN_TOGETHER, "default_format_properties": {**_FONT}})
    title = words("export.title", unit=sanitize(export.unit), year=str(export.year))
    book.set_properties({"title": title[:255], "created": datetime(export.year, 1, 1)})
    forms = _Forms(book)
    names: set[str] = {MANIFEST.casefold()}
    for sheet in export.sheets:
        _Page(book, _sheet_name(sheet.name, names), sheet, forms, words).write()
    help_name = _sheet_name(words("export.help.sheet"), names)
    _write_help(book.add_worksheet(help_name), export, forms, words)
    hidden = book.add_worksheet(MANIFEST)
    hidden.hide()
    hidden.write_string(0, 0, MANIFEST, forms.text)
    hidden.write_string(0, 1, help_name, forms.text)
    rows = [row for sheet in export.sheets for row in sheet.rows]
    for number, row in enumerate(rows, 1):
        hidden.write_string(number, 0, row.key, forms.text)
        hidden.write_string(number, 1, row.digest, forms.text)
    book.close()
    return out.getvalue()


def _sheet_name(name: str, taken: set[str]) -> str:
    plain = _NOT_IN_SHEET_NAMES.sub("-", sanitize(name))[:_SHEET_NAME] or "-"
    found, number = plain, 1
    while found.casefold() in taken:
        number += 1
        ending = f"-{number}"
        found = plain[: _SHEET_NAME - len(ending)] + ending
    taken.add(found.casefold())
    return found


class _Forms:
    """How cells look: all are texts, one that begins like a formula is marked as text once more."""

    def __init__(self, book: Any) -> None:
        edges = {
            **_FONT,
            "border": 1,
            "border_color": "#BFBFBF",
            "valign": "top",
            "text_wrap": True,
            "num_format": "@",
        }
        head = {**edges, "bold": True, "align": "center", "valign": "vcenter"}
        self.heading = book.add_format({**head, "bg_color": "#DDEBF7"})
        self.needed = book.add_format({**head, "bg_color": "#FCE4D6"})
        self.text = book.add_format(edges)
        self.quoted = book.add_format({**edges, "quote_prefix": True})
        self.plain = book.add_format({**_FONT, "valign": "top", "text_wrap": True, "num_format": "@"})
        self.title = book.add_format({**_FONT, "bold": True, "font_size": 14})

    def of(self, text: str) -> Any:
        return self.quoted if text.lstrip().startswith(_FORMULA) else self.text


_NEEDED = frozenset({("类型",), ("标题",), ("日期",)})


class _Page:
    """One table."""

    def __init__(self, book: Any, name: str, sheet: ExportSheet, forms: _Forms, words: Words) -> None:
        self._page, self._sheet, self._forms, self._words = book.add_worksheet(name), sheet, forms, words
        self._widths = [self._width(at) for at in range(len(sheet.columns))]

    def write(self) -> None:
        """Write headings, rows, and what makes the table easy to work with."""
        page, sheet, forms = self._page, self._sheet, self._forms
        page.set_column(0, _IDS - 1, 12, forms.text, {"hidden": True})
        for at, heading in enumerate((RECORD_COLUMN, DIGEST_COLUMN)):
            page.write_string(0, at, heading, forms.heading)
        for at, column in enumerate(sheet.columns, _IDS):
            page.set_column(at, at, self._widths[at - _IDS], forms.plain)
            form = forms.needed if column.path in _NEEDED else forms.heading
            page.write_string(0, at, settled(heading_of(column.path)), form)
            self._help_with(at, column)
        for number, row in enumerate(sheet.rows, 1):
            page.set_row(number, self._height(row.texts))
            for at, text in enumerate((row.key, row.digest, *row.texts)):
                if text:
                    page.write_string(number, at, text, forms.of(text))
                else:
                    page.write_blank(number, at, None, forms.text)
        self._set_up(len(sheet.rows))

    def _help_with(self, at: int, column: ExportColumn) -> None:
        """Say at the heading what belongs there, and offer what is listed, where only one of it can be."""
        values = "、".join(column.values)
        said = [sanitize(column.about), self._words("export.listed", values=values) if values else ""]
        said += [self._words("export.several")] if column.is_list else []
        note = "\n".join(filter(None, said))
        if note:
            self._page.write_comment(0, at, note[:1_000], {"x_scale": 2, "y_scale": 1.5})
        if not column.values or column.is_list:
            return
        last = len(self._sheet.rows) + _ROWS_BELOW
        source: Any = list(column.values)
        if len(",".join(column.values)) > _CHOICES:
            return
        self._page.data_validation(
            1, at, last, at, {"validate": "list", "source": source, "error_type": "warning"}
        )

    def _width(self, at: int) -> float:
        heading = heading_of(self._sheet.columns[at].path)
        longest = max(
            (width_of(line) for row in self._sheet.rows[:2_000] for line in row.texts[at][:200].split("\n")),
            default=0,
        )
        return min(_WIDEST, max(_NARROWEST, width_of(heading) + 4, longest + 2))

    def _height(self, texts: Any) -> float:
        """Give a row the height that its longest text needs; not every program reckons it on opening."""
        lines = 1
        for text, width in zip(texts, self._widths, strict=True):
            if text:
                needed = sum(
                    -(-max(1, width_of(line)) // max(1, int(width) - 2)) for line in text[:5_000].split("\n")
                )
                lines = max(lines, needed)
        return min(_TALLEST, 13 * lines + 4)

    def _set_up(self, count: int) -> None:
        page = self._page
        frozen = next(
            (at for at, each in enumerate(self._sheet.columns, _IDS + 1) if each.path == ("标题",)), _IDS
        )
        page.freeze_panes(1, frozen)
        page.autofilter(0, _IDS, max(count, 1), _IDS + len(self._sheet.columns) - 1)
        page.set_row(0, 24)
        page.set_landscape()
        page.set_paper(9)
        page.repeat_rows(0)
        page.fit_to_pages(1, 0)
        page.print_area(0, _IDS, max(count, 1), _IDS + self._printed() - 1)

    def _printed(self) -> int:
        """Count the columns from the left that are readable on one page of paper."""
        total, count = 0.0, 0
        for width in self._widths:
            total += width
            if total > _PAPER and count:
                break
            count += 1
        return count


def _write_help(page: Any, export: Export, forms: _Forms, words: Words) -> None:
    page.set_column(0, 0, 90)
    page.write_string(
        0, 0, words("export.title", unit=sanitize(export.unit), year=str(export.year)), forms.title
    )
    rows = [words(f"export.help.{number}") for number in range(1, 8)]
    if export.broken:
        rows.append(words("export.broken", count=str(len(export.broken))))
        rows += [sanitize(each, 1_000) for each in export.broken[:50]]
    for number, text in enumerate(rows, 2):
        page.set_row(number, 15 * -(-width_of(text) // 86) + 3)
        page.write_string(number, 0, text, forms.plain)


def render_export(export: Export, path: str, options: Options) -> bytes:
    """Say what was exported, and how it comes back."""
    page = Page(Words(options.lang), options.width, options.color)
    words = page.words
    page.text(words("export.done", count=str(export.record_count), path=sanitize(path, 1_000)))
    if export.not_whole:
        names = words.listed([sanitize(each, 1_000) for each in export.not_whole[:5]])
        page.text(words("export.not-whole", count=str(len(export.not_whole)), names=names))
    if export.broken:
        page.text(words("export.broken", count=str(len(export.broken))))
        for each in export.broken[:20]:
            page.text(sanitize(each, 1_000), 2)
        page.more(len(export.broken) - 20)
    command = f"civcheck import {shell_word(path)} --to {options.ledger}"
    page.commanded("export.next", sanitize(command, COMMAND_CHARACTERS))
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")
