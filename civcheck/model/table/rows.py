"""The rows of a table below its heading: records, what continues one, and what is none (totals, notes, blanks)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from civcheck.model.table.cells import shown
from civcheck.model.table.head import Head, is_head_again
from civcheck.model.table.headings import DAYS, FIRST, LEFT_OUT, TITLE
from civcheck.model.table.sheet import Cell, Sheet, Sort

_TOTAL = re.compile(
    r"(?:20\d\d年度?)?(?:第?[一二三四1-4]季度|[本全上下]?[年月季]度?|[上下]半年|[\d一二三四五六七八九十]{1,2}月份?|以上|本页)?"
    r"\s*(?:合\s*计|小\s*计|总\s*计|共\s*计|累\s*计)"
)
_SIGNED = re.compile(r"(?:填表|制表|审核|审批|复核|统计|填报|报送|联系|经办|单位|部门)\S{0,6}\s*[:：]")
_REMARK = re.compile(r"(?:注|说明|备注|附注|填表说明|填写说明)\s*\d?\s*[:：]|[*※]")


class NoRecord(StrEnum):
    """Why a row holds no record."""

    ABOVE = "above"
    TOTAL = "total"
    HEAD_AGAIN = "head-again"
    ASIDE = "aside"


class TableRow(NamedTuple):
    """A record's row, with the cells of merged blocks filled in.

    ``cells`` has for each column the cells that speak of this record, each with its own row: several where merged
    cells of title and day span rows.
    """

    number: int
    cells: Mapping[int, Sequence[tuple[int, Cell]]]


class Rows(NamedTuple):
    """What stands below a heading: rows of records, and those that hold none, with the reason."""

    records: tuple[TableRow, ...]
    left: tuple[tuple[int, NoRecord], ...]


def rows_below(sheet: Sheet, head: Head) -> Rows:
    """Sort the rows of a table; rows that hold nothing are not mentioned, nor those of the heading."""
    records: list[TableRow] = []
    left: list[tuple[int, NoRecord]] = []
    filled = _filled(sheet, head)
    identity = _columns_of(head, (TITLE,)), _columns_of(head, (DAYS, FIRST))
    for number, row in sheet.rows.items():
        if number < head.first:
            left.append((number, NoRecord.ABOVE))
        if number <= head.last:
            continue
        own = {column: cell for column, cell in row.items() if _says_something(cell)}
        if not own:
            continue
        above = filled.get(number, {})
        if records and _continues(own, above, identity):
            records[-1] = _with_more(records[-1], number, own)
        elif (reason := _why_none(own, head, sheet, number, identity)) is not None:
            left.append((number, reason))
        else:
            cells = {column: ((at, cell),) for column, (at, cell) in above.items()}
            cells |= {column: ((number, cell),) for column, cell in own.items()}
            records.append(TableRow(number, cells))
    return Rows(tuple(records), tuple(left))


def _says_something(cell: Cell) -> bool:
    return cell.sort is not Sort.TEXT or not str(cell.value).isspace()


def _columns_of(head: Head, targets: Sequence[str]) -> frozenset[int]:
    return frozenset(each.at for each in head.columns if each.match.target in targets)


def _filled(sheet: Sheet, head: Head) -> dict[int, dict[int, tuple[int, Cell]]]:
    """Give for each row the cells that merged blocks lend it from above, with the row they stand in."""
    lent: dict[int, dict[int, tuple[int, Cell]]] = {}
    for block in sheet.merged:
        cell = sheet.row(block.top).get(block.left)
        if cell is None or block.top <= head.last or not shown(cell):
            continue
        for number in _rows_within(sheet, block.top + 1, block.bottom):
            lent.setdefault(number, {})[block.left] = (block.top, cell)
    return lent


def _rows_within(sheet: Sheet, first: int, last: int) -> Iterator[int]:
    """List the rows of a range that hold something; a block may be as tall as a sheet."""
    if last - first < len(sheet.rows):
        return (number for number in range(first, last + 1) if number in sheet.rows)
    return (number for number in sheet.rows if first <= number <= last)


def _continues(
    own: Mapping[int, Cell],
    above: Mapping[int, tuple[int, Cell]],
    identity: tuple[frozenset[int], frozenset[int]],
) -> bool:
    """Tell whether a row says more of the record above: its title and its day are merged with those above."""
    return all(columns and columns <= above.keys() and columns.isdisjoint(own) for columns in identity)


def _with_more(record: TableRow, number: int, own: Mapping[int, Cell]) -> TableRow:
    cells = dict(record.cells)
    for column, cell in own.items():
        cells[column] = (*cells.get(column, ()), (number, cell))
    return record._replace(cells=cells)


def _why_none(
    own: Mapping[int, Cell],
    head: Head,
    sheet: Sheet,
    number: int,
    identity: tuple[frozenset[int], frozenset[int]],
) -> NoRecord | None:
    if is_head_again(sheet.row(number), head, sheet):
        return NoRecord.HEAD_AGAIN
    titles, days = identity
    columns = sorted(own)
    if any(_TOTAL.match(shown(own[column])) for column in columns[:2]) and days.isdisjoint(
        own.keys() - _first_two(own)
    ):
        return NoRecord.TOTAL
    if all(_SIGNED.match(shown(own[column])) for column in columns):
        return NoRecord.ASIDE
    if len(own) == 1:
        (column,) = own
        is_wide = any(
            block.top == number and block.left == column and block.is_wide for block in sheet.merged
        )
        if is_wide or column not in titles | days or _REMARK.match(shown(own[column])):
            return NoRecord.ASIDE
    ignored = _columns_of(head, (LEFT_OUT,))
    return NoRecord.ASIDE if own.keys() <= ignored else None


def _first_two(own: Mapping[int, Cell]) -> set[int]:
    return {column for column in sorted(own)[:2] if _TOTAL.match(shown(own[column]))}
