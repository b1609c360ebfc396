"""Finding the rows that head a table, one to three of them, below whatever titles stand above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from civcheck.model.table.cells import shown
from civcheck.model.table.headings import DAYS, FIRST, LEFT_OUT, NOTE, TITLE, Match, Names, Surety
from civcheck.model.table.sheet import Cell, Sheet, Sort

MOST_ROWS_ABOVE = 30
"""So many rows, from the first that holds something, the heading of a table is looked for in."""
MOST_ROWS = 3
"""So many rows a heading has at most."""
_LEAST = 2
_LONGEST = 40
_UNIT = re.compile(r"\s*[(（].*[)）]\s*")
"""What may stand below a heading that heads no group: （人）."""


class Column(NamedTuple):
    """A column of a table: its place from 0, its heading as people read it, and what it was matched to."""

    at: int
    heading: str
    match: Match


class Head(NamedTuple):
    """The heading of a table: first and last of its rows (from 1), and its columns from the left."""

    first: int
    last: int
    columns: tuple[Column, ...]

    def is_enough(self, least: Surety) -> bool:
        """Tell whether it heads a table of records: a title or a day, and one more, that are at least so sure."""
        known = {each.match.target for each in self.columns if each.match.surety >= least}
        known -= {LEFT_OUT, NOTE}
        return len(known) >= _LEAST and not known.isdisjoint({TITLE, DAYS, FIRST})


def find_head(sheet: Sheet, names: Names) -> Head | None:
    """Find the heading of a table; None where nothing looks like one."""
    for least, may_be_near in ((Surety.USUAL, False), (Surety.NEAR, True)):
        heads = (
            head for number in _candidates(sheet) for head in _heads_at(sheet, number, names, may_be_near)
        )
        if enough := [head for head in heads if head.is_enough(least)]:
            best = max(enough, key=_worth)
            return head_at(sheet, best.first, best.last, names)
    return None


def head_at(sheet: Sheet, first: int, last: int, names: Names, may_be_near: bool = True) -> Head:
    """Take these rows for the heading, as ``--header-row`` says."""
    return Head(first, last, _columns(_texts(sheet, first, last), names, may_be_near))


def _candidates(sheet: Sheet) -> Iterator[int]:
    first = min(sheet.rows, default=1)
    yield from (number for number in sheet.rows if number < first + MOST_ROWS_ABOVE)


def _worth(head: Head) -> float:
    """Reckon how much a heading explains: a column that is known counts one, one that is near much less."""
    counted = (each.match for each in head.columns)
    return sum(
        1.0 if each.surety > Surety.NEAR else 0.3 if each.target else 0.0 for each in counted
    ) - 0.2 * (head.last - head.first)


def _heads_at(sheet: Sheet, number: int, names: Names, may_be_near: bool) -> Iterator[Head]:
    """Give the heading that begins in a row, taken for one row, and for as many more as it has groups."""
    yield head_at(sheet, number, number, names, may_be_near)
    for last in range(number, number + MOST_ROWS - 1):
        if not may_have_two(sheet, last):
            return
        yield head_at(sheet, number, last + 1, names, may_be_near)


def may_have_two(sheet: Sheet, number: int) -> bool:
    """Tell whether a row heads groups of columns: the next row has texts alone, and none beside the groups."""
    below = sheet.row(number + 1)
    if not below or any(
        cell.sort is not Sort.TEXT or len(str(cell.value)) > _LONGEST for cell in below.values()
    ):
        return False
    groups = _grouped(sheet, number)
    tall = {
        column
        for block in sheet.merged
        if block.top == number and block.bottom > number and not block.is_wide
        for column in (block.left,)
    }
    beside = {column for column, cell in below.items() if not _UNIT.fullmatch(str(cell.value))} - groups
    return bool(groups) and not beside and tall.isdisjoint(below)


def _grouped(sheet: Sheet, number: int) -> set[int]:
    """Give the columns below the groups of a row: those of wide merged cells, or with blanks to the right."""
    row = sheet.row(number)
    merged = [block for block in sheet.merged if block.top == number == block.bottom and block.is_wide]
    if merged:
        return {column for block in merged for column in range(block.left, block.right + 1)}
    last = max(sheet.row(number + 1), default=-1)
    grouped: set[int] = set()
    for column in sorted(row):
        end = column + 1
        while end not in row and end <= last:
            end += 1
        if end > column + 1:
            grouped |= set(range(column, end))
    return grouped


def _texts(sheet: Sheet, first: int, last: int) -> Mapping[int, tuple[str, str]]:
    """Give of each column the text of its group, empty where there is none, and its own."""
    texts = {column: ("", shown(cell)) for column, cell in sheet.row(first).items()}
    for number in range(first + 1, last + 1):
        texts = _with_row(sheet, texts, first, number)
    return texts


def _with_row(
    sheet: Sheet, texts: Mapping[int, tuple[str, str]], first: int, number: int
) -> dict[int, tuple[str, str]]:
    """Put the next row of a heading below those above it: what they say of a column is its group now."""
    above = {column: own for column, (_, own) in texts.items()}
    below = {column: shown(cell) for column, cell in sheet.row(number).items()}
    for block in sheet.merged:
        if first <= block.top < number and block.left in above:
            above |= dict.fromkeys(range(block.left, block.right + 1), above[block.left])
    group = ""
    found: dict[int, tuple[str, str]] = {}
    for column in range(max((*above, *below)) + 1):
        group = above.get(column, group if column in below else "")
        if column in below:
            found[column] = (group, below[column])
        elif group:
            found[column] = texts.get(column, ("", group))
    return found


def _columns(texts: Mapping[int, tuple[str, str]], names: Names, may_be_near: bool) -> tuple[Column, ...]:
    """Match columns; of several for one target the surest keeps it."""
    found = [
        Column(at, _heading(group, own), _match(group, own, names, may_be_near))
        for at, (group, own) in sorted(texts.items())
    ]
    holders: dict[str, Column] = {}
    for each in found:
        other = holders.get(each.match.target)
        if other is None or _before(each.match, other.match):
            holders[each.match.target] = each
    return tuple(
        each
        if each.match.target in ("", LEFT_OUT) or holders[each.match.target] is each
        else each._replace(match=Match())
        for each in found
    )


def _before(one: Match, other: Match) -> bool:
    return (one.surety, -one.rank) > (other.surety, -other.rank)


def _heading(group: str, own: str) -> str:
    one_line = " ".join(own.split())
    return f"{' '.join(group.split())}/{one_line}" if group and group != own else one_line


def _match(group: str, own: str, names: Names, may_be_near: bool) -> Match:
    """Match a heading of two rows by both texts together (归档/日期), else by its own."""
    own_match = names.match(own, may_be_near)
    if not group:
        return own_match
    both = names.match(group + own, may_be_near=False)
    return both if both.surety > Surety.NEAR else own_match


def is_head_again(row: Mapping[int, Cell], head: Head, sheet: Sheet) -> bool:
    """Tell whether a row repeats the heading, as on every printed page."""
    return any(
        row.keys() == again.keys() and all(shown(row[at]) == shown(again[at]) for at in row)
        for again in (sheet.row(number) for number in range(head.first, head.last + 1))
        if again
    )
