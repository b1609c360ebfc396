"""Tables for tests: sheets as a reader gives them, and workbooks as people make them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from civcheck.language.pack import RulePack
from civcheck.model.table.sheet import Block, Book, Cell, Sheet, Sort
from civcheck.reading.tables.child import answer_to
from civcheck.reading.tables.wire import sheet_from
from tests.ledgers import hubei

_SORTS = {
    str: Sort.TEXT,
    bool: Sort.YES_NO,
    int: Sort.NUMBER,
    float: Sort.NUMBER,
    datetime: Sort.MOMENT,
    date: Sort.DAY,
    time: Sort.TIME,
    timedelta: Sort.SPAN,
}


def a_cell(value: Any) -> Cell:
    """Make a cell of a value, or take one that is made."""
    return value if isinstance(value, Cell) else Cell(_SORTS[type(value)], value)


def a_sheet(
    rows: Iterable[Sequence[Any]], name: str = "表", merged: Sequence[str] = (), **more: Any
) -> Sheet:
    """Make a sheet of rows of values; None is an empty cell, ``merged`` are ranges such as B4:B6."""
    filled = {
        number: {at: a_cell(value) for at, value in enumerate(row) if value is not None}
        for number, row in enumerate(rows, 1)
    }
    return Sheet(
        name, {number: row for number, row in filled.items() if row}, tuple(map(_block, merged)), **more
    )


def _block(text: str) -> Block:
    left, top, right, bottom = openpyxl.utils.range_boundaries(text)
    return Block(top, left - 1, bottom, right - 1)


def a_book(*sheets: Sheet, name: str = "台账.xlsx") -> Book:
    """Make a workbook of sheets."""
    return Book(name, "xlsx", sheets)


def save(path: Path, sheets: Mapping[str, Iterable[Sequence[Any]]], merged: Sequence[str] = ()) -> Path:
    """Write an xlsx file with openpyxl, as other programs would."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
        for each in merged:
            page.merge_cells(each)
    book.save(path)
    return path


def read_here(raw: bytes, sort: str = "xlsx", name: str = "台账.xlsx") -> Book:
    """Read a workbook in this process, as the child does."""
    answer = answer_to(raw, sort)
    return Book(name, sort, tuple(sheet_from(each) for each in answer["sheets"]))


def bytes_of(book: Any) -> bytes:
    """Give the bytes of a workbook of openpyxl."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pack() -> RulePack:
    """Give the pack that tables are read by."""
    return hubei()
