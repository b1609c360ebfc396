"""Where a key of a record stands, by looking at the text alone: parsing once more would cost too much for a note."""

from __future__ import annotations

from collections.abc import Sequence

from civcheck.model.problem import Place
from civcheck.model.record import Record
from civcheck.reading.text import decode
from civcheck.reading.walk import Tree

_KEYS_LOOKED_THROUGH = 400


def find_key(lines: Sequence[str], at: int, key: str) -> tuple[int, int] | None:
    """Find a key of the block mapping that begins at ``lines[at]``: how many lines below, and its column from 1."""
    indent = len(lines[at]) - len(lines[at].lstrip(" -"))
    for below, row in enumerate(lines[at : at + _KEYS_LOOKED_THROUGH]):
        if below and row[:indent].strip(" "):  # the next item of a list, or what stands outside
            return None
        if row.startswith(key, indent) and row[indent + len(key) :].lstrip().startswith(":"):
            return below, indent + 1
    return None


class LinesOfFiles:
    """Finds the line of a key in a file that was read before; the last file is kept."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.file, self.lines = "", [""]

    def place(self, record: Record, *keys: str) -> Place:
        """Give the place of one of these keys of a record; its first line where the text alone does not tell."""
        if record.file != self.file:
            folder, _, name = record.file.rpartition("/")
            text = decode(self.tree.record_bytes(folder, name) or b"", lambda _: True).text
            self.file, self.lines = record.file, (text or "").split("\n")
        if record.line <= len(self.lines):
            for key in keys:
                if (found := find_key(self.lines, record.line - 1, key)) is not None:
                    return Place(record.file, record.line + found[0], found[1])
        return Place(record.file, record.line, 1)
