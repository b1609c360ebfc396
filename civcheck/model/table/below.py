"""Several tables below each other in one sheet: each heading that is another than the last begins a table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise, takewhile

from civcheck.model.table.cells import shown
from civcheck.model.table.head import MOST_ROWS, may_have_two
from civcheck.model.table.headings import DAYS, FIRST, TITLE, Names, Surety
from civcheck.model.table.sheet import Row, Sheet, Sort

_LONGEST = 20
"""A longer text heads no column that is known."""
MOST_TABLES = 200
"""So many tables of a sheet are told apart at most; what is below is read with the last one."""
_NO_ROW = 2**31
"""Below all rows of a sheet."""


def tables_below(sheet: Sheet, names: Names) -> list[Sheet]:
    """Part a sheet into its tables, each with the title right above its heading, and told those of the sheet."""
    below = islice(_other_headings(sheet, names), MOST_TABLES - 1)
    cuts = [0, *(_beginning(sheet, number) for number in below), _NO_ROW]
    if len(cuts) == 2:
        return [sheet]
    titles = tuple(shown(*row.values()) for row in takewhile(lambda row: len(row) == 1, sheet.rows.values()))
    return [_part(sheet._replace(titles=titles), first, end) for first, end in pairwise(cuts)]


def _part(sheet: Sheet, first: int, end: int) -> Sheet:
    rows = {number: row for number, row in sheet.rows.items() if first <= number < end}
    lying = tuple(each for each in sheet.lying if first <= each[1] < end)
    return sheet._replace(rows=rows, hidden_rows=sheet.hidden_rows & rows.keys(), lying=lying)


def put_together(upper: Sheet, lower: Sheet) -> Sheet:
    """Take back that two parts of a sheet that follow each other were parted."""
    return upper._replace(
        rows={**upper.rows, **lower.rows},
        hidden_rows=upper.hidden_rows | lower.hidden_rows,
        lying=(*upper.lying, *lower.lying),
    )


def _other_headings(sheet: Sheet, names: Names) -> Iterator[int]:
    """List the rows that head a table below another; a heading that is repeated on every page heads none."""
    seen: set[tuple[str, ...]] = set()
    last = 0
    known: dict[str, str] = {}
    for number, row in sheet.rows.items():
        if not _is_heading(row, names, known):
            continue
        texts = tuple(shown(cell) for cell in row.values())
        if seen and number > last + 1 and texts not in seen:
            seen = set()
            yield number
        seen.add(texts)
        last = number


def _is_heading(row: Row, names: Names, known: dict[str, str]) -> bool:
    """Tell whether most texts of a row are names of columns, a title or a day among them.

    ``known`` keeps what texts were matched to.
    """
    texts = [str(cell.value) for cell in row.values() if cell.sort is Sort.TEXT and cell.value]
    if len(texts) < max(2, len(row)):
        return False
    targets = set()
    for at, text in enumerate(texts):
        if text not in known:
            match = names.match(text, may_be_near=False) if len(text) <= _LONGEST else None
            known[text] = match.target if match is not None and match.surety >= Surety.USUAL else ""
        targets.add(known[text])
        if at >= len(texts) // 2 and targets == {""}:
            return False
    named = len(targets - {""})
    return named >= 2 and 2 * named > len(texts) and not targets.isdisjoint({TITLE, DAYS, FIRST})


def _beginning(sheet: Sheet, number: int) -> int:
    """Give the row that a table begins with whose heading is in a row: that of its groups, or of its title."""
    first = number
    while number - first < MOST_ROWS - 1 and may_have_two(sheet, first - 1):
        first -= 1
    title = sheet.row(first - 1)
    is_title = len(title) == 1 and title.keys() <= {min(sheet.row(first))}
    return first - 1 if is_title else first
