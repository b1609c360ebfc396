"""A sheet of a workbook as it was read: rows of cells with their places, what is merged, hidden, or not to be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from civcheck.model.problem import NOTHING


class Sort(StrEnum):
    """What a cell holds. ``ERROR`` is #REF! and its like, ``UNRECKONED`` a formula that has no result yet."""

    TEXT = "s"
    NUMBER = "n"
    PERCENT = "p"
    YES_NO = "b"
    DAY = "d"
    MOMENT = "m"
    TIME = "t"
    SPAN = "u"
    ERROR = "e"
    UNRECKONED = "f"


Value = str | int | float | bool | date | datetime | time | timedelta


class Cell(NamedTuple):
    """A cell that is not empty: what sort it is, and its value in the type of that sort."""

    sort: Sort
    value: Value


Row = Mapping[int, Cell]
"""The cells of a row that are not empty, by column from 0."""


class Block(NamedTuple):
    """Merged cells: first and last row (from 1), first and last column (from 0), all inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_wide(self) -> bool:
        """Tell whether it spans several columns."""
        return self.right > self.left


class Sheet(NamedTuple):
    """A sheet: row number (from 1) → its cells, rows that hold something only, in order.

    ``hidden_rows`` are those of them that are not shown; ``epoch_1904``: its days count from 1904; ``lying`` is what
    lies on cells (``struck``, ``comment``, ``link``, ``picture``), with row and column; of a part of a sheet,
    ``titles`` are those that stand above all of its parts.
    """

    name: str
    rows: Mapping[int, Row]
    merged: tuple[Block, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False
    epoch_1904: bool = False
    lying: tuple[tuple[str, int, int], ...] = ()
    titles: tuple[str, ...] = ()

    def row(self, number: int) -> Row:
        """Give a row; one that holds nothing is empty."""
        return self.rows.get(number, NOTHING)


class Book(NamedTuple):
    """A file of tables: its name, its sheets in order, and how its text was encoded where that is worth saying.

    ``sort`` is what it is by its bytes: ``xlsx``, ``xls``, ``csv``, ``html``.
    """

    name: str
    sort: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    is_open_elsewhere: bool = False


def letters(column: int) -> str:
    """Name a column as Excel does: 0 is A, 26 is AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def address(row: int, column: int) -> str:
    """Name a cell as Excel does: row 5 and column 2 are C5."""
    return f"{letters(column)}{row}"
