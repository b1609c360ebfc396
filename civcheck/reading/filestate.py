"""What the file system says of a file: as long as it says the same, the file is taken to hold the same bytes."""

from __future__ import annotations

import os
import time
from typing import NamedTuple

TRUSTED_AFTER = 2_000_000_000
"""Nanoseconds between the last change of a file and its being read from which its times are trusted (FAT has 2 s)."""


class State(NamedTuple):
    """What the file system says of a file; two equal ones are taken for the same bytes."""

    size: int
    modified: int
    changed: int
    inode: int

    @classmethod
    def of(cls, stat: os.stat_result) -> State:
        """Take it from a stat."""
        return cls(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)

    def is_settled(self, now: int) -> bool:
        """Tell whether a file that is read now (ns) would show a later change by its times."""
        return max(self.modified, self.changed) + TRUSTED_AFTER <= now

    @property
    def text(self) -> str:
        """Write it as one text."""
        return " ".join(map(str, self))


def now() -> int:
    """Give the time by which files are told to be settled, in ns; no verdict depends on it."""
    return time.time_ns()
