"""The files of a ledger as a seal knows them: which there are, which are left out and why, and their digests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import NamedTuple

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.seal import CHANGING, NO_DIGEST, UNREADABLE, Entry, sealed_name
from civcheck.model.texts import sanitize
from civcheck.reading import limits
from civcheck.reading.hashing import Stamp, hash_files
from civcheck.reading.walk import Tree, walk

SIGNATURES = (".sig", ".minisig")
"""What the signature of a seal is called: the seal's name, and one of these."""
_APART = frozenset({"git", "generated"})


class Present(NamedTuple):
    """A file that is there: its path in the ledger as NFC, the path to open it by, its stamp."""

    path: str
    real: str
    stamp: Stamp


class Snapshot(NamedTuple):
    """The files of a ledger at a moment, in order of path, and what is left out."""

    files: tuple[Present, ...]
    left_out: tuple[Entry, ...]


def look(root: str, own: Iterable[str] = ()) -> Snapshot:
    """List the files of a ledger and how the system knows them; ``own`` are places of the seal itself in it.

    Raises:
        UsageError: there are more than a ledger may have.
    """
    tree = walk(root)
    if tree.truncated:
        raise UsageError(msg("error.seal-entries", path=sanitize(root), limit=str(limits.ENTRIES)))
    left_out = list(_left_out(tree))
    aside = {place + ending for place in own if place for ending in ("", *SIGNATURES)}
    files = []
    for folder, names in tree.folders.items():
        for name in names:
            path = f"{folder}/{name}" if folder else name
            if path in aside:
                continue
            real = tree.real(path)
            try:
                files.append(Present(path, real, Stamp.of(os.lstat(real))))
            except OSError:
                left_out.append(Entry(sealed_name(path), UNREADABLE))
    files.sort()
    return Snapshot(tuple(files), tuple(sorted(left_out)))


def _left_out(tree: Tree) -> list[Entry]:
    """List what the walk saw and did not list as a file."""
    found = [(each.path, each.reason.id.removeprefix("skipped.")) for each in tree.skipped]
    found += [(f"{folder}/" if folder else "./", "unreadable") for folder in tree.unread_folders]
    found += [(path, "twin") for path in tree.twins]
    return [Entry(sealed_name(path), NO_DIGEST + why) for path, why in found]


def is_repository(entry: Entry) -> bool:
    """Tell whether an entry is the folder of git, or of civcheck: what becomes of it says nothing of a ledger."""
    return entry.content.removeprefix(NO_DIGEST) in _APART


def digested(
    snapshot: Snapshot, with_sm3: bool, progress: Callable[[int], None] | None = None
) -> tuple[Entry, ...]:
    """Hash the files of a snapshot, in order of name; one that is not as it was is ``!changing``."""
    # all of them first: work on names in between would make the threads wait for each other
    found = list(hash_files([(each.real, each.stamp.size) for each in snapshot.files], with_sm3, progress))
    return tuple(
        sorted(
            Entry(
                sealed_name(each.path), CHANGING if hashed.stamp not in (None, each.stamp) else hashed.content
            )
            for each, hashed in zip(snapshot.files, found, strict=True)
        )
    )
