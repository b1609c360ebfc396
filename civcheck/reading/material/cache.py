"""What was found in files before: facts by digest, and digests by what the file system says of a file.

It lies outside every ledger and holds no path and no personal number. A file whose size, times or identity have
changed is read again; so is one that was changed so shortly before it was read that the clock of the disk may not
tell. A cache that cannot be opened, or is not as it should be, is done without.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from civcheck.model.filesorts import ENDINGS, ending_of
from civcheck.model.material import FileFacts
from civcheck.model.texts import MARKER
from civcheck.reading.cachebase import cache_file, open_base
from civcheck.reading.filestate import State
from civcheck.reading.material.factsjson import facts_json, facts_of_json

_TABLES = """
CREATE TABLE IF NOT EXISTS seen (place BLOB PRIMARY KEY, state TEXT NOT NULL, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (digest TEXT PRIMARY KEY, facts TEXT NOT NULL) WITHOUT ROWID;
"""
_AT_ONCE = 500


class FactsCache:
    """Facts of files by place and state; a context manager, which stores what was added when it is left.

    ``opened_with`` says what opens files: what another found is not known.
    """

    def __init__(self, file: Path | None, opened_with: str = "") -> None:
        self._base = None if file is None else open_base(file, _TABLES)
        self._opened_with = hashlib.sha256(opened_with.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._added: list[tuple[bytes, str, str, FileFacts]] = []

    def known(self, places: Mapping[str, State]) -> dict[str, FileFacts]:
        """Give the facts of those files that are as they were, by the path that they are asked by."""
        if self._base is None:
            return {}
        try:
            return self._known(self._base, places)
        except (sqlite3.Error, ValueError):  # of another form, or damaged: read anew
            return {}

    def _known(self, base: sqlite3.Connection, places: Mapping[str, State]) -> dict[str, FileFacts]:
        paths = {_place(path): path for path in places}
        digests: dict[str, str] = {}
        for some in _parts(list(paths)):
            marks = ",".join("?" * len(some))
            asked = f"SELECT place, state, digest FROM seen WHERE place IN ({marks})"  # noqa: S608 - marks alone
            for place, state, digest in base.execute(asked, some):
                if self._text(places[paths[place]]) == state:
                    digests[paths[place]] = digest
        facts: dict[str, FileFacts] = {}
        for some in _parts(sorted(set(digests.values()))):
            marks = ",".join("?" * len(some))
            asked = f"SELECT digest, facts FROM facts WHERE digest IN ({marks})"  # noqa: S608 - marks alone
            facts.update((digest, facts_of_json(text)) for digest, text in base.execute(asked, some))
        return {path: facts[digest] for path, digest in digests.items() if digest in facts}

    def add(self, path: str, state: State, facts: FileFacts, read_at: int) -> None:
        """Keep facts of a file that was read at a time (ns), if its times can be trusted."""
        if self._base is not None and state.is_settled(read_at) and facts.sha256:
            kept = facts._replace(thumbnail=b"")  # no cache holds pictures
            self._added.append((_place(path), self._text(state), f"{facts.sha256}.{_said_by(path)}", kept))

    def _text(self, state: State) -> str:
        return f"{state.text} {self._opened_with}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._base is None:
            return
        try:
            with self._base:
                self._base.executemany(
                    "INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", [each[:3] for each in self._added]
                )
                self._base.executemany(
                    "INSERT OR REPLACE INTO facts VALUES (?, ?)",
                    [(digest, facts_json(facts)) for _, _, digest, facts in self._added],
                )
        except sqlite3.Error:
            pass
        self._base.close()


def facts_file() -> Path:
    """Give the place of this cache."""
    return cache_file("material")


def _place(path: str) -> bytes:
    """Give the key of a file: a path may hold a name or a number, so it is not kept."""
    return hashlib.sha256(os.fsencode(path)).digest()


def _said_by(path: str) -> str:
    """Give what facts of the same bytes depend on in a name: an ending that is known, the scaffold marker.

    Nothing else of the name is kept: what stands behind its last dot may be a number of somebody.
    """
    ending = ending_of(path)
    name = path.rpartition("/")[2]
    return (ending if ending in ENDINGS else "") + ("!" if MARKER in name else "")


def _parts(keys: list[bytes] | list[str]) -> Iterable[list[bytes] | list[str]]:
    return (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE))
