"""The records of a ledger as they are written: raw values with their places, for tables that go out and come back."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from civcheck.errors import LedgerError
from civcheck.language.pack import RulePack
from civcheck.messages import msg
from civcheck.model.unit import Unit
from civcheck.reading.audited import closed_folders
from civcheck.reading.entries import EntryReader
from civcheck.reading.entry import Entry
from civcheck.reading.evidence import Resolver
from civcheck.reading.ledger import read_files
from civcheck.reading.recordfiles import Item, RecordFiles
from civcheck.reading.settings import read_settings
from civcheck.reading.unit import read_unit
from civcheck.reading.unitfile import UnitFile
from civcheck.reading.walk import Tree, walk

_DIGEST_SIGNS = 16
_SOURCE = re.compile(
    r"^# 导入：(?P<book>[^\n]*) · (?P<sheet>[^\n]*) · 第 (?P<row>\d{1,7}) 行 · (?P<digest>[0-9a-f]{16})[ \t\r]*$",
    re.MULTILINE,
)


class Source(NamedTuple):
    """Where an imported record came from: the workbook, the sheet, the row, and the digest of what stood there."""

    book: str
    sheet: str
    row: int
    digest: str

    def comment(self) -> str:
        """Give the line that stands above an imported record."""
        return f"# 导入：{self.book} · {self.sheet} · 第 {self.row} 行 · {self.digest}"


class WrittenRecord(NamedTuple):
    """A record as it is written: its name, file, line and place in a list (-1: none), kind, raw mapping, and digest.

    ``kind`` is None, and ``title`` empty, where they cannot be read. ``flaws`` are the codes and keys of its troubles.
    """

    key: str
    file: str
    line: int
    item: int
    kind: str | None
    raw: Mapping[str, Any]
    digest: str
    entry: Entry


def digest_of_raw(raw: Any) -> str:
    """Give the digest of a mapping as it is written: 16 hexadecimal digits, the order of keys does not count."""
    plain = json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST_SIGNS]


@dataclass(slots=True)
class WrittenLedger:
    """A ledger with its records as they are written, and everything that reading one more of them needs.

    ``broken`` are files and places where a record could not be read at all.
    """

    root: str
    unit: Unit
    tree: Tree
    entries: EntryReader
    resolver: Resolver
    records: list[WrittenRecord] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    sources: dict[str, list[Source]] = field(default_factory=dict)


class _Keeping(RecordFiles):
    """Reads record files and keeps what is written in them."""

    def __init__(self, tree: Tree, entries: EntryReader) -> None:
        super().__init__(tree, entries)
        self.written: list[WrittenRecord] = []
        self.sources: dict[str, list[Source]] = {}

    def read(self, folder: str, path: str, raw: bytes) -> None:
        """Read a file; the lines that say what was imported are remembered."""
        super().read(folder, path, raw)
        if b" \xc2\xb7 \xe7\xac\xac " not in raw:
            return
        for found in _SOURCE.finditer(raw.decode("utf-8", "replace")):
            source = Source(found["book"], found["sheet"], int(found["row"]), found["digest"])
            self.sources.setdefault(source.digest, []).append(source)

    def _take(self, entry: Entry, item: Item, path: str) -> None:
        super()._take(entry, item, path)
        at = item.path[0] if item.path else -1
        self.written.append(
            WrittenRecord(
                entry.key, path, item.line, at, entry.kind, item.value, digest_of_raw(item.value), entry
            )
        )


def read_written(root: str, pack: RulePack, unit_file: UnitFile) -> WrittenLedger:
    """Read the records of a ledger as they are written.

    Raises:
        LedgerError: unit.yaml cannot be used.
    """
    settings, _ = read_settings(root)
    try:
        unit = read_unit(unit_file, pack.terms)
    except LedgerError as error:
        said = msg("error.unit-for", file=unit_file.file, pack=pack.id)
        raise LedgerError(said, error.problems) from None
    tree = walk(root)
    closed = closed_folders(tree, settings)
    resolver = Resolver(tree, pack.counts_material)
    entries = EntryReader(pack.terms, unit.year, unit.name, resolver)
    files = _Keeping(tree, entries)
    read_files(files, closed, settings, None)
    known = {each.key for each in files.written}
    broken = [f"{each.key}:{each.line}" for each in files.unread if each.key not in known]
    return WrittenLedger(root, unit, tree, entries, resolver, files.written, broken, files.sources)
