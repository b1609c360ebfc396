"""A ledger as it stood in git on some day, laid out in a temporary folder: what an inspector would have found then.

Taken is the last commit on the first-parent line of HEAD whose committer's day, in China, is not after the day asked
for. Bytes are taken as they are stored (``cat-file``), so no attribute, filter or line ending changes them. What is no
plain file is left out and named.
"""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import IO, NamedTuple

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import sanitize
from civcheck.reading import limits, pointers
from civcheck.reading.repository import Entry, Repository, day_of, open_repository, temporary_folder

_LINK, _SUBMODULE = b"120000", b"160000"
_PIECE = 1 << 20


class Standing(NamedTuple):
    """A ledger as it stood: the folder it was laid out in, the commit and its day, and what is not as it was.

    ``links``, ``submodules`` and ``unwritable`` (paths that no folder here can have) are left out; ``pointers`` are
    files of Git LFS that hold a reference in place of their content. All are paths in the ledger. ``is_out_of_order``:
    an older commit has a later day than the one asked for, so days on that line were set or clocks were wrong.
    """

    root: Path
    commit: str
    day: date
    links: tuple[str, ...] = ()
    submodules: tuple[str, ...] = ()
    pointers: tuple[str, ...] = ()
    unwritable: tuple[str, ...] = ()
    is_out_of_order: bool = False


@contextmanager
def tree_at(root: Path, day: date) -> Iterator[Standing]:
    """Lay out a ledger as it was committed at the end of ``day`` in China; the folder is gone afterwards.

    Raises:
        UsageError: there is no repository, no commit so early, or none that has the ledger; there is no room.
    """
    with ExitStack() as stack:
        repository = stack.enter_context(open_repository(root))
        chosen = _last_by(repository, day, root)
        above = stack.enter_context(temporary_folder(root))
        folder = above / (root.resolve().name or "ledger")
        folder.mkdir()
        standing = chosen._replace(root=folder)
        entries = list(repository.entries(standing.commit, sized=True))
        if not entries:
            raise UsageError(msg("error.known-at-absent", path=sanitize(str(root)), day=standing.day))
        _check_room(sum(each.size for each in entries), folder)
        yield _lay_out(repository, entries, standing)


def _last_by(repository: Repository, day: date, root: Path) -> Standing:
    """Find the commit, walking back from HEAD along first parents."""
    shown = {"path": sanitize(str(root)), "day": day}
    if not repository.head:
        raise UsageError(msg("error.known-at-early", **shown))
    found: Standing | None = None
    listed = repository.parts("log", "--first-parent", "-z", "--format=tformat:%H %ct", repository.head, "--")
    for row in listed:
        commit, _, second = row.partition(b" ")
        made = day_of(second)
        if found is None and made is not None and made <= day:
            found = Standing(root, commit.decode(), made)
        elif found is not None and (made is None or made > day):
            found = found._replace(is_out_of_order=True)
    if found is None:
        raise UsageError(msg("error.known-at-cut" if repository.cut else "error.known-at-early", **shown))
    return found


def _check_room(size: int, folder: Path) -> None:
    most = min(limits.KNOWN_AT_BYTES, shutil.disk_usage(folder).free // 2)
    if size > most:
        raise UsageError(msg("error.known-at-room", size=str(size >> 20), most=str(most >> 20)))


def _lay_out(repository: Repository, entries: list[Entry], standing: Standing) -> Standing:
    """Write the plain files of a commit below a folder; give what was left out."""
    left: dict[str, list[str]] = defaultdict(list)
    with repository.running(["cat-file", "--batch"]) as (asking, answer):
        for entry in entries:
            sort = _sort_of(entry) or _written(entry, standing.root, asking, answer)
            if sort:
                left[sort].append(unicodedata.normalize("NFC", os.fsdecode(entry.path)))
    links, submodules, unfetched, unwritable = (
        tuple(sorted(left[sort])) for sort in ("links", "submodules", "pointers", "unwritable")
    )
    return standing._replace(links=links, submodules=submodules, pointers=unfetched, unwritable=unwritable)


def _sort_of(entry: Entry) -> str:
    """Name what an entry is left out as; empty for a plain file that can be written."""
    if entry.mode == _LINK:
        return "links"
    if entry.mode == _SUBMODULE:
        return "submodules"
    return "" if all(map(_is_plain, entry.path.split(b"/"))) else "unwritable"


def _is_plain(name: bytes) -> bool:
    """Tell whether a part of a path names something in its folder and nothing else, on any system."""
    return name not in (b"", b".", b"..") and name.lower() != b".git" and not (set(name) & set(b"\\:\0"))


def _written(entry: Entry, folder: Path, asking: IO[bytes], answer: IO[bytes]) -> str:
    """Write one file and say what is not as it should be; the answer is read to its end whatever comes of that."""
    asking.write(entry.name + b"\n")
    asking.flush()
    facts = answer.readline().split()
    if len(facts) != 3:
        raise UsageError(msg("error.git-failed", reason=sanitize(os.fsdecode(entry.path))))
    left = int(facts[2])
    target = folder / os.fsdecode(entry.path)
    sort = ""
    with ExitStack() as stack:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            stream: IO[bytes] | None = stack.enter_context(target.open("xb"))
        except (OSError, ValueError):
            stream, sort = None, "unwritable"
        head = answer.read(min(_PIECE, left))
        if left == len(head) and pointers.is_pointer(head):
            sort = sort or "pointers"
        piece = head
        while piece:
            left -= len(piece)
            if stream is not None:
                _write(stream, piece)
            piece = answer.read(min(_PIECE, left))
    answer.read(1)
    return sort


def _write(stream: IO[bytes], piece: bytes) -> None:
    try:
        stream.write(piece)
    except OSError:
        raise UsageError(msg("error.temporary")) from None
