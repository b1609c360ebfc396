"""A cache in one SQLite file outside every ledger; whatever is wrong with it, an audit does without."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from civcheck.version import __version__

_PATIENCE = 5
"""Seconds to wait for another civcheck that is writing."""


def cache_file(name: str) -> Path:
    """Give the place of a cache of this version of civcheck by its name."""
    from platformdirs import user_cache_path

    return user_cache_path("civcheck") / f"{name}-{__version__}.sqlite"


def open_base(file: Path, tables: str) -> sqlite3.Connection | None:
    """Open a cache and make what it lacks; one that is no database is begun anew. None where that cannot be done."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            return _opened(file, tables)
        except sqlite3.OperationalError:  # in use, or not to be written
            return None
        except sqlite3.DatabaseError:  # damaged
            file.unlink()
            return _opened(file, tables)
    except (sqlite3.Error, OSError):
        return None


def _opened(file: Path, tables: str) -> sqlite3.Connection:
    base = sqlite3.connect(file, timeout=_PATIENCE)
    try:
        base.executescript(tables)
    except sqlite3.Error:
        base.close()
        raise
    return base
