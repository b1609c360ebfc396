"""A ledger laid out as tables, before a workbook is made of it."""

from __future__ import annotations

from typing import NamedTuple

from civcheck.model.table.exported import Path


class ExportColumn(NamedTuple):
    """A column: its path, what it means, the values that are listed for it, and whether it may hold several."""

    path: Path
    about: str
    values: tuple[str, ...]
    is_list: bool


class ExportRow(NamedTuple):
    """A record's row: its name, the digest of what is written, the text of each column."""

    key: str
    digest: str
    texts: tuple[str, ...]


class ExportSheet(NamedTuple):
    """A sheet: its name, the columns, the rows."""

    name: str
    columns: tuple[ExportColumn, ...]
    rows: tuple[ExportRow, ...]


class Export(NamedTuple):
    """A ledger as tables; ``not_whole`` names cells that do not show all, ``broken`` names what is not in them."""

    unit: str
    year: int
    sheets: tuple[ExportSheet, ...]
    not_whole: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def record_count(self) -> int:
        """Count the records."""
        return sum(len(each.rows) for each in self.sheets)
