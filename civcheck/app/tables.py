"""Opening what tables come from and go to: a workbook, and a ledger as its records are written."""

from __future__ import annotations

from pathlib import Path

from civcheck.app.audit import opened_folder
from civcheck.language.pack import RulePack
from civcheck.model.table.sheet import Book
from civcheck.reading.tables.opening import open_book
from civcheck.reading.written import WrittenLedger, read_written


def open_ledger(folder: Path, rules: str | None) -> tuple[WrittenLedger, RulePack]:
    """Read the records of a ledger as they are written, by its pack or the one that is named.

    Raises:
        UsageError: there is no such folder or pack.
        LedgerError: there is no usable unit.yaml.
        RulePackError: the pack has mistakes.
    """
    root, unit_file, pack = opened_folder(folder, rules)
    return read_written(root, pack, unit_file), pack


def open_for_import(table: Path, folder: Path, rules: str | None) -> tuple[Book, WrittenLedger]:
    """Open a file of tables, and the ledger that it is to go into; raises as ``open_book`` and ``open_ledger``."""
    book = open_book(table)
    return book, open_ledger(folder, rules)[0]
