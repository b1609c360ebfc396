"""Copying a file of a ledger: piece by piece, never through a link, told when it changes meanwhile."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import sanitize
from civcheck.reading.hashing import PIECE, Stamp
from civcheck.reading.links import is_behind_link

_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class UnreadableError(Exception):
    """A file of a ledger that cannot be read."""


class Source:
    """A file of a ledger that is open: its size, and its bytes piece by piece."""

    def __init__(self, handle: int, path: str) -> None:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableError
        self._handle, self._path, self._stamp = handle, path, Stamp.of(found)

    @property
    def stamp(self) -> Stamp:
        """Give its size in bytes and the time of its last change, as it was opened."""
        return self._stamp

    def pieces(self) -> Iterator[bytes]:
        """Give its bytes.

        Raises:
            UsageError: it is not read to its end as it was when it was opened.
        """
        count = 0
        try:
            while piece := os.read(self._handle, min(PIECE, self._stamp.size - count + 1)):
                count += len(piece)
                if count > self._stamp.size:
                    break
                yield piece
            is_same = count == self._stamp.size and Stamp.of(os.fstat(self._handle)) == self._stamp
        except OSError:
            is_same = False
        if not is_same:
            raise UsageError(msg("error.binder-changing", path=sanitize(self._path)))


@contextmanager
def opened(root: Path, path: str, spelled: str) -> Iterator[Source]:
    """Open a file of a ledger.

    Args:
        root: The ledger's folder.
        path: The file's path in it, as it is named.
        spelled: The same as it is spelled on disk.

    Raises:
        UnreadableError: it is gone, a link or behind one, no file, or cannot be read.
    """
    try:
        if is_behind_link(root, spelled):
            raise UnreadableError
        handle = os.open(root / spelled, _OPEN)
    except (OSError, ValueError):
        raise UnreadableError from None
    try:
        yield Source(handle, path)
    finally:
        os.close(handle)
