"""What the file system says of everything below a folder, as one digest: the same digest, the same files.

It looks at names, sorts, sizes, times and identities, and opens nothing. A change is seen if it changed any of these;
one within the tick of the disk's clock may not have, so ``newest`` says whether what was seen can be relied on.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from pathlib import Path
from stat import S_ISDIR
from typing import NamedTuple

from civcheck.reading import limits
from civcheck.reading.filestate import State


class TreeState(NamedTuple):
    """A digest over every entry; when the newest of them was changed, in ns; how many files there are."""

    digest: str
    newest: int
    files: int


def tree_state(root: str, not_entered: Collection[str] = (".git",)) -> TreeState | None:
    """Take the state of a folder, without folders and files of some names; links are not followed.

    None where it cannot be taken, or there are more entries than an audit takes.
    """
    digest, newest, files, entries = hashlib.sha256(), 0, 0, 0
    waiting = [root]
    try:
        digest.update(repr(State.of(Path(root).stat())).encode())
        while waiting:
            folder = waiting.pop()
            rows, below = [], []
            with os.scandir(folder) as listing:
                for entry in listing:
                    if entry.name in not_entered:
                        continue
                    stat = entry.stat(follow_symlinks=False)
                    changed = stat.st_ctime_ns
                    rows.append(
                        f"{entry.name}\0{stat.st_mode} {stat.st_size} {stat.st_mtime_ns} {changed} {stat.st_ino}"
                    )
                    if changed > newest:
                        newest = changed
                    if S_ISDIR(stat.st_mode):
                        below.append(entry.path)
            entries += len(rows)
            files += len(rows) - len(below)
            if entries > limits.ENTRIES:
                return None
            rows.sort()
            waiting += sorted(below)
            digest.update("\n".join((folder, *rows, "")).encode("utf-8", "surrogatepass"))
    except OSError:
        return None
    return TreeState(digest.hexdigest(), newest, files)
