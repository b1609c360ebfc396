"""When the files of a ledger first appeared in the history of its git repository.

The day is that of the committer, in China: the author's can be any, for it is kept when a commit is made again. The
committer's can be set by whoever commits, too, so a day here is what the history says and no proof. Of a file it is
the earliest day on which its path was added, or a path that it was renamed from (git's own similarity, ``-M``), or the
same bytes stood anywhere in the repository: where there is a choice, the one that speaks for whoever keeps the ledger.
"""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.reading import limits
from civcheck.reading.repository import Repository, day_of, open_repository

_FILES = (b"100644", b"100755", b"100664")


class Change(NamedTuple):
    """A file that a commit added, renamed or wrote anew: by which commit and when, its object, its path before."""

    commit: bytes
    second: bytes
    status: bytes
    name: bytes
    path: bytes
    before: bytes


class History(NamedTuple):
    """What the history says of a ledger as it stands in ``commit`` (empty where nothing was committed yet).

    ``days``: path in the ledger (NFC, with ``/``) → the day it first appeared. Not in it are files that are not in the
    commit, those that may be older than a history that is cut off (``cut`` counts them) and those of which the
    history names a day that has not come yet (``ahead`` counts them).
    """

    commit: str
    days: Mapping[str, date]
    cut: int = 0
    ahead: int = 0


def first_seen(root: Path, today: date | None = None) -> Mapping[str, date]:
    """Give the day on which each path of a ledger first appeared in the history of its repository.

    Raises:
        UsageError: there is no repository, or git fails.
    """
    return read_history(root, today).days


def read_history(root: Path, today: date | None = None, commit: str | None = None) -> History:
    """Read the history of a ledger's files up to a commit; of HEAD, where none is named.

    Args:
        root: The ledger's folder, somewhere in a work tree.
        today: Days after this one are not believed.
        commit: The id of the commit to begin at.

    Raises:
        UsageError: there is no repository, or git fails, takes too long or says too much.
    """
    with open_repository(root) as repository:
        start = commit or repository.head
        if not start:
            return History("", {})
        present = {each.path: each.name for each in repository.entries(start) if each.mode in _FILES}
        seen = _Seen(present, repository)
        try:
            seen.follow(_changes(repository, start, "-M"))
        except UsageError as error:  # contents that a partial clone lacks cannot be compared
            if error.message.id != "error.git-failed":
                raise
            seen = _Seen(present, repository)
            seen.follow(_changes(repository, start, "--no-renames"))
        return _told(start, seen, today)


def _told(commit: str, seen: _Seen, today: date | None) -> History:
    days: dict[str, date] = {}
    ahead = 0
    for path, second in seen.first.items():
        day = day_of(b"%d" % second)
        if path in seen.cut:
            continue
        if day is None or (today is not None and day > today):
            ahead += 1
        else:
            days[unicodedata.normalize("NFC", os.fsdecode(path))] = day
    return History(commit, dict(sorted(days.items())), len(seen.cut), ahead)


class _Seen:
    """What is known so far while changes are followed from the newest to the oldest.

    ``paths``: a path in the repository → the files of today that have it or were renamed from it; ``objects``: an
    object → the files of today that have it. So what is kept does not grow with the history.
    """

    def __init__(self, present: Mapping[bytes, bytes], repository: Repository) -> None:
        self.first: dict[bytes, int] = {}
        self.cut: set[bytes] = set()
        self.ends = repository.cut
        self.paths: dict[bytes, list[bytes]] = {repository.prefix + path: [path] for path in present}
        self.objects: dict[bytes, list[bytes]] = defaultdict(list)
        for path, name in present.items():
            self.objects[name].append(path)

    def follow(self, changes: Iterable[Change]) -> None:
        """Take in changes; of a commit at the end of a history that is cut off nothing is known but that it is late."""
        for change in changes:
            same = self.objects.get(change.name, ())
            named = self.paths.get(change.path, ()) if change.status != b"M" else ()
            if change.before and named:
                older = self.paths.setdefault(change.before, [])
                older += [each for each in named if each not in older]
            if change.commit in self.ends:
                self.cut.update(same, named)
                continue
            with suppress(ValueError):
                second = int(change.second)
                for path in (*same, *named):
                    self.first[path] = min(second, self.first.get(path, second))


def _changes(repository: Repository, commit: str, renames: str) -> Iterator[Change]:
    """List the changes of a commit and all before it, children before parents; of a merge against each parent."""
    parts = repository.parts(
        "log", "--topo-order", "-m", renames, "-l400", "--raw", "-z", "--no-abbrev", "--diff-filter=AMR",
        "--no-ext-diff", "--no-textconv", "--format=tformat:%H %ct", commit, "--",
    )  # fmt: skip
    made, second, left = b"", b"", limits.HISTORY_ENTRIES
    for part in parts:
        part = part.lstrip(b"\n")
        if not part.startswith(b":"):
            made, _, second = part.partition(b" ")
            continue
        left -= 1
        if left < 0:
            raise UsageError(msg("error.git-large"))
        _, _, _, name, status = part.split(b" ")
        before = next(parts) if status.startswith(b"R") else b""
        yield Change(made, second, status[:1], name, next(parts), before)
