"""The columns of a table that was exported and comes back, as somebody may have changed them: named, added, moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from civcheck.app.importing.tables import Table
from civcheck.messages import msg
from civcheck.model.shell import shell_word
from civcheck.model.table.cells import shown
from civcheck.model.table.exported import DIGEST_COLUMN, RECORD_COLUMN, Path, Speller, path_of
from civcheck.model.table.head import Column
from civcheck.model.table.headings import FIRST, LAST, LEFT_OUT, Surety
from civcheck.model.table.plan import CellProblem, Spotted
from civcheck.model.table.rows import TableRow
from civcheck.model.texts import sanitize


class Returned(NamedTuple):
    """A row that names a record: by its name and the digest that it had."""

    table: Table
    row: TableRow
    key: str
    digest: str

    @property
    def place(self) -> Spotted:
        """Give the place of the row."""
        return Spotted(self.table.sheet.name, self.row.number)

    @property
    def at(self) -> tuple[str, int]:
        """Tell its table from others: by sheet and heading."""
        return self.table.sheet.name, self.table.head.last


def text_in(row: TableRow, at: int) -> str:
    """Give what a row says in a column."""
    found = row.cells.get(at)
    return shown(found[0][1]) if found else ""


def _path(column: Column, paths: Mapping[str, Path | None]) -> Path | None:
    """Give the path of a column as it was exported, or as it is called now; None where it holds nothing of a record."""
    target, surety = column.match.target, column.match.surety
    if column.heading in (RECORD_COLUMN, DIGEST_COLUMN) or (target == LEFT_OUT and surety > Surety.NEAR):
        return None
    if column.heading in paths and surety is not Surety.TOLD:
        return paths[column.heading]
    if surety in (Surety.TOLD, Surety.USUAL) and target not in (FIRST, LAST):
        head, _, rest = target.partition(".")
        return (head, rest) if rest else (head,)
    return path_of(column.heading)


class Placed(NamedTuple):
    """The columns of a table by their paths, and those that no record can have or that another one stands for."""

    columns: Mapping[Path, int]
    others: Sequence[Column]


def placed_columns(table: Table, paths: Mapping[str, Path | None], speller: Speller) -> Placed:
    """Find the place of each column; what a person says of one comes first, then what it was exported as."""
    placed: dict[Path, int] = {}
    others: list[Column] = []
    surest = sorted(
        table.head.columns, key=lambda each: (each.match.surety is not Surety.TOLD, each.heading not in paths)
    )
    for each in surest:
        path = _path(each, paths)
        if path is None:
            continue
        if path in placed or not speller.knows(path, paths.values()):
            others.append(each)
        else:
            placed[path] = each.at
    return Placed(placed, others)


def columns_without_place(
    returned: Sequence[Returned], placed: Mapping[tuple[str, int], Placed]
) -> Iterator[CellProblem]:
    """Tell once of each column that holds something and has no place."""
    told: set[tuple[str, int]] = set()
    for each in returned:
        for column in placed[each.at].others:
            place = Spotted(*each.at, column.at)
            if (place.sheet, column.at) not in told and text_in(each.row, column.at):
                told.add((place.sheet, column.at))
                heading = sanitize(column.heading)
                what = msg("import.column.unknown", heading=heading)
                cure = msg(
                    "import.column.unknown.cure", heading=heading, command=f"--map {shell_word(heading)}=-"
                )
                yield CellProblem(place, what, cure, False)
