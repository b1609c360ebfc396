"""The child process that reads a workbook with python-calamine: its bytes in, a line of JSON out.

Calamine lays a sheet out from its first cell to its last and has no limits: two cells far apart end the process.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from civcheck.model.table.sheet import Sort
from civcheck.reading import limits
from civcheck.reading.material import alarm
from civcheck.reading.material.child import limit_memory
from civcheck.reading.material.flawed import BROKEN_FILE, FlawedError
from civcheck.reading.tables.beyond import Beyond, look_beyond
from civcheck.reading.tables.biff import look_beyond_xls
from civcheck.reading.tables.numberforms import Form
from civcheck.reading.tables.wire import plain_cell

_NOTHING = Beyond()


def main() -> None:
    """Read the workbook that stands on standard input, as the sort that is the first argument behind the program."""
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    limit_memory()
    alarm.switch_on()
    alarm.allow(limits.TABLE_SECONDS)
    answer.write(json.dumps(answer_to(sys.stdin.buffer.read(), sys.argv[2])).encode())
    answer.flush()


def answer_to(raw: bytes, sort: str) -> dict[str, Any]:
    """Give the sheets of a workbook in plain form, or the flaw that it has."""
    try:
        return {"sheets": list(_sheets(raw, sort))}
    except FlawedError as flawed:
        return {"flaw": flawed.flaw}
    except (MemoryError, RecursionError):
        return {"flaw": "too-large"}


def _sheets(raw: bytes, sort: str) -> Iterator[dict[str, Any]]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    beyond, epoch_1904 = look_beyond(raw) if sort == "xlsx" else look_beyond_xls(raw)
    left = limits.TABLE_CELLS
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for each in book.sheets_metadata:
            if each.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(each.name)
            rows = _rows(sheet, beyond.get(each.name, _NOTHING), left)
            left -= sum(len(cells) for _, cells in rows)
            yield {
                "name": each.name,
                "rows": rows,
                "merged": [
                    [top + 1, left_, bottom + 1, right] for (top, left_), (bottom, right) in _merged(sheet)
                ],
                "hidden_rows": sorted(
                    {number for number, _ in rows} & beyond.get(each.name, _NOTHING).hidden_rows
                ),
                "lying": _lying(rows, beyond.get(each.name, _NOTHING)),
                "is_hidden": each.visible != SheetVisibleEnum.Visible,
                "epoch_1904": epoch_1904,
            }
    except PasswordError:
        raise FlawedError("encrypted") from None
    except (CalamineError, *BROKEN_FILE):
        raise FlawedError("broken") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a bug of calamine ends in is no Exception
            raise
        raise FlawedError("broken") from None


def _merged(sheet: Any) -> list[Any]:
    return list(sheet.merged_cell_ranges or ())[: limits.TABLE_CELLS]


def _rows(sheet: Any, beyond: Beyond, left: int) -> list[Any]:
    """List the rows that hold something: number from 1, and column, sort and value of each cell."""
    if sheet.start is None:
        rows: dict[int, list[Any]] = {}
    else:
        rows = dict(_told(sheet, beyond, left))
    for (number, column), code in _silent(beyond).items():
        rows.setdefault(number, []).append([column, *code])
    return [[number, sorted(rows[number], key=lambda cell: cell[0])] for number in sorted(rows)]


def _told(sheet: Any, beyond: Beyond, left: int) -> Iterator[tuple[int, list[Any]]]:
    first = sheet.start[1]
    silent, forms = _silent(beyond), beyond.forms
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = []
        for column, value in enumerate(values, first):
            if (plain := plain_cell(value)) is None or (number, column) in silent:
                continue
            if forms and (form := forms.get((number, column))) is not None:
                plain = _formed(plain, value, form)
            cells.append([column, *plain])
        if cells:
            left -= len(cells)
            if left < 0:
                raise FlawedError("too-large")
            yield number, cells


def _lying(rows: list[Any], beyond: Beyond) -> list[tuple[str, int, int]]:
    """List what lies on cells; a link that leads where its cell says lies on none."""
    linked = {(each.row, each.column): each.target for each in beyond.lying if each.target}
    said = {
        (number, column): value
        for number, cells in (rows if linked else ())
        for column, _, value in cells
        if (number, column) in linked
    }
    return [
        (each.sort, each.row, each.column)
        for each in beyond.lying
        if not each.target
        or str(said.get((each.row, each.column), "")).strip("/ ")
        != each.target.removeprefix("mailto:").strip("/ ")
    ]


def _formed(plain: list[Any], value: Any, form: Form) -> list[Any]:
    """Give a value as it is shown: of 2017年3月 the program keeps the first day, which nobody has written."""
    if form is Form.PERCENT and plain[0] == Sort.NUMBER:
        return [Sort.PERCENT.value, *plain[1:]]
    if form is Form.MONTH and isinstance(value, date) and value.day == 1:
        is_day = not isinstance(value, datetime) or value.time() == time()
        return [Sort.TEXT.value, f"{value.year}年{value.month}月"] if is_day else plain
    return plain


def _silent(beyond: Beyond) -> Mapping[tuple[int, int], tuple[str, str]]:
    """Give the cells of which calamine says nothing, or something that is not so."""
    found = {place: (Sort.ERROR.value, text) for place, text in beyond.errors.items()}
    return found | dict.fromkeys(beyond.unreckoned, (Sort.UNRECKONED.value, "="))
