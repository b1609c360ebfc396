"""Sheets as plain JSON, between the child process that reads a workbook and its parent; what comes back is checked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from civcheck.model.table.sheet import Block, Cell, Row, Sheet, Sort, Value

_SORTS = {each.value: each for each in Sort}


def plain_cell(value: Any) -> list[Any] | None:
    """Give the value of a cell as sort and plain value; None where it is empty."""
    match value:
        case None | "":
            return None
        case str():
            return [Sort.TEXT.value, value]
        case bool():
            return [Sort.YES_NO.value, value]
        case int() | float():
            return [Sort.NUMBER.value, value]
        case datetime():
            return [Sort.MOMENT.value, value.isoformat()]
        case date():
            return [Sort.DAY.value, value.isoformat()]
        case time():
            return [Sort.TIME.value, value.isoformat()]
        case timedelta():
            return [Sort.SPAN.value, value.total_seconds()]
        case _:
            return [Sort.TEXT.value, str(value)]


def sheet_from(plain: dict[str, Any]) -> Sheet:
    """Make a sheet of its plain form.

    Raises:
        ValueError: it is none.
    """
    try:
        return Sheet(
            str(plain["name"]),
            {int(number): _row(cells) for number, cells in plain["rows"]},
            tuple(Block(*map(int, block)) for block in plain["merged"]),
            frozenset(map(int, plain["hidden_rows"])),
            bool(plain["is_hidden"]),
            bool(plain["epoch_1904"]),
            tuple((str(sort), int(row), int(column)) for sort, row, column in plain.get("lying", ())),
        )
    except (LookupError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError from error


def _row(cells: Iterable[Any]) -> Row:
    return {int(column): Cell(_SORTS[sort], _value(sort, value)) for column, sort, value in cells}


def _value(sort: str, value: Any) -> Value:
    match sort:
        case Sort.TEXT | Sort.ERROR | Sort.UNRECKONED:
            return str(value)
        case Sort.NUMBER | Sort.PERCENT:
            return value if isinstance(value, int | float) else float(value)
        case Sort.YES_NO:
            return bool(value)
        case Sort.DAY:
            return date.fromisoformat(value)
        case Sort.MOMENT:
            return datetime.fromisoformat(value)
        case Sort.TIME:
            return time.fromisoformat(value)
        case _:
            return timedelta(seconds=float(value))
