"""What importing a table comes to: what it would write, what it would leave, and why; nothing is written by this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from civcheck.messages import Message
from civcheck.model.table.head import Head
from civcheck.model.table.rows import NoRecord
from civcheck.model.table.sheet import Sheet, address

Path = tuple[str, ...]


class Spotted(NamedTuple):
    """A place in a workbook: sheet, row from 1, column from 0 or None for the row as a whole."""

    sheet: str
    row: int
    column: int | None = None

    @property
    def shown(self) -> str:
        """Give the place as Excel names it: 三月!C5; of a row 三月!5."""
        place = str(self.row) if self.column is None else address(self.row, self.column)
        return f"{self.sheet}!{place}"


class CellProblem(NamedTuple):
    """A cell, or a row, that could not be taken: what is wrong with it, and the cure.

    ``costs_row``: without it there is no record.
    """

    place: Spotted
    what: Message
    cure: Message
    costs_row: bool


class CellNote(NamedTuple):
    """Something worth saying of cells that were read: the same of several cells is said once."""

    what: Message
    places: tuple[Spotted, ...]


class Difference(NamedTuple):
    """One value that is another in the table and in the ledger: its path, and how each shows it."""

    path: Path
    table: str
    ledger: str


class Conflict(NamedTuple):
    """A row that is not written, for the ledger has it otherwise: ``why`` names the message ``import.conflict.WHY``."""

    place: Spotted
    why: str
    title: str
    key: str = ""
    differences: tuple[Difference, ...] = ()


class NewRecord(NamedTuple):
    """A record to be written: the row it comes from, its raw values, its file, and the digest of its row."""

    place: Spotted
    raw: Mapping[str, Any]
    file: str
    digest: str


class ChangedRecord(NamedTuple):
    """A record of the ledger of which values change: its name and title, and each change with the path as written."""

    place: Spotted
    key: str
    title: str
    file: str
    line: int
    item: int
    values: Mapping[Path, Any]
    differences: tuple[Difference, ...]


class TablePlan(NamedTuple):
    """A sheet that holds records: its heading, the kind of all its rows (empty: a column says), rows that hold none."""

    sheet: Sheet
    head: Head
    kind: str
    rows: int
    left: tuple[tuple[int, NoRecord], ...] = ()
    lacking: tuple[str, ...] = ()
    is_exported: bool = False


@dataclass(slots=True)
class ImportPlan:
    """Everything that importing a file comes to.

    ``skipped`` are sheets that are not read, with the reason (``import.sheet.REASON``); ``same`` counts rows that the
    ledger has as they are; ``gone`` names exported records whose rows are no longer there; ``asides`` are the cells
    that go into notes, by heading, reason, and kind where it is the reason.
    """

    book: str
    tables: list[TablePlan] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    new: list[NewRecord] = field(default_factory=list)
    changed: list[ChangedRecord] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    notes: list[CellNote] = field(default_factory=list)
    asides: dict[tuple[str, str, str], list[Spotted]] = field(default_factory=dict)
    repeated: list[tuple[Spotted, Spotted]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    same: int = 0
    is_partial: bool = False

    @property
    def is_readable(self) -> bool:
        """Tell whether every cell was read, and every table has what records cannot do without."""
        return not self.problems and not any(each.lacking for each in self.tables)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to write."""
        return not self.new and not self.changed


def places_shown(places: Sequence[Spotted], most: int = 5) -> tuple[tuple[str, ...], int]:
    """Name the first few places, and count the others."""
    return tuple(each.shown for each in places[:most]), max(0, len(places) - most)
