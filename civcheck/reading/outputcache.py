"""What commands printed before, by a key that says everything it depended on; outside every ledger."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from civcheck.reading.cachebase import cache_file, open_base

MOST_BYTES = 32 * 1024 * 1024
"""More than that is not kept."""
MOST_KEPT = 20
"""So many outputs are kept; the oldest goes first."""
_TABLE = """
CREATE TABLE IF NOT EXISTS outputs (
  number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, code INTEGER NOT NULL, raw BLOB NOT NULL
)
"""


class Output(NamedTuple):
    """What a command printed, as bytes of UTF-8, and its exit code."""

    code: int
    raw: bytes


def recall(file: Path, key: str) -> Output | None:
    """Give the output of a key; None where there is none, or the cache is not as it should be."""
    try:
        if not file.is_file():
            return None
        with closing(sqlite3.connect(file, timeout=5)) as base:
            found = base.execute("SELECT code, raw FROM outputs WHERE key = ?", (key,)).fetchone()
        return None if found is None else Output(int(found[0]), zlib.decompress(found[1]))
    except (sqlite3.Error, OSError, ValueError, TypeError, zlib.error):
        return None


def keep(file: Path, key: str, output: Output) -> None:
    """Keep an output; a cache that cannot be written is done without."""
    if len(output.raw) > MOST_BYTES:
        return
    if (base := open_base(file, _TABLE)) is None:
        return
    try:
        with closing(base), base:
            base.execute(
                "INSERT OR REPLACE INTO outputs (key, code, raw) VALUES (?, ?, ?)",
                (key, output.code, zlib.compress(output.raw, 1)),
            )
            base.execute(
                "DELETE FROM outputs WHERE number <= (SELECT max(number) FROM outputs) - ?", (MOST_KEPT,)
            )
    except sqlite3.Error:
        pass


def outputs_file() -> Path:
    """Give the place of this cache."""
    return cache_file("outputs")
