"""Writing files of a ledger: all are whole on disk before the first takes its place, none is overwritten unseen."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import sanitize
from civcheck.reading.files import read_head
from civcheck.reading.links import is_behind_link

_SHOWN = 1_000
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


class Change(NamedTuple):
    """A file as it was read (None: there was none) and as it is to be."""

    before: bytes | None
    after: bytes


def store(root: str, changes: Mapping[str, Change]) -> None:
    """Write files of a ledger, by their path in it.

    Each is written beside its place first; then they take their places, and one that is new never that of another.
    One that was there keeps its mode, and its owner where the system allows that. Whoever is interrupted meanwhile has
    whole files, old or new, and can run the same again.

    Raises:
        UsageError: one is no longer what it was, a link stands in the way, or it cannot be written.
    """
    written: dict[str, Path] = {}
    folders: list[Path] = []
    try:
        for path, change in changes.items():
            _check(root, path, change)
        for path, change in changes.items():
            folders += _make_folders(Path(root), Path(path).parent)
            written[path] = _beside(Path(root) / path, change)
        for path, change in changes.items():
            _check(root, path, change)
            _put(written[path], Path(root) / path, change)
            del written[path]
    except OSError as error:
        raise not_stored(str(error.filename or root), error) from None
    finally:
        for temporary in written.values():
            temporary.unlink(missing_ok=True)
        for folder in reversed(folders):
            try:
                folder.rmdir()  # one that holds something stays
            except OSError:
                continue


def not_stored(path: str, error: OSError) -> UsageError:
    """Say that a file or folder could not be written, and why."""
    reason = msg("error.disk-full" if error.errno in _NO_SPACE else "error.disk-closed")
    return UsageError(msg("error.store", path=sanitize(path, _SHOWN), reason=reason))


def _check(root: str, path: str, change: Change) -> None:
    """Hold a file against what was read of it.

    Raises:
        UsageError: it is another now, or a link is on the way to it.
    """
    place = Path(root) / path
    if is_behind_link(Path(root), path):
        raise UsageError(msg("error.store-link", path=sanitize(path, _SHOWN)))
    there = (
        read_head(str(place), len(change.before or b"") + 1, len(change.before or b""))
        if _exists(place)
        else None
    )
    if there != change.before:
        raise UsageError(msg("error.store-changed", path=sanitize(path, _SHOWN)))


def _exists(place: Path) -> bool:
    return place.exists() or place.is_symlink()


def _make_folders(root: Path, folder: Path) -> list[Path]:
    """Make the folders that are not there, and list them from the outside in."""
    made: list[Path] = []
    place = root
    for step in folder.parts:
        place /= step
        if not place.is_dir():
            place.mkdir()
            made.append(place)
    return made


def _beside(place: Path, change: Change) -> Path:
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".civcheck-", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(change.after)
            stream.flush()
            os.fsync(stream.fileno())
        _dress(temporary, place, change)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _dress(temporary: Path, place: Path, change: Change) -> None:
    """Give a file the mode and the owner of the one that it replaces, or the mode that new files have."""
    if change.before is None:
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        return
    was = place.stat()
    if hasattr(os, "chown"):
        own = temporary.stat()
        if (own.st_uid, own.st_gid) != (was.st_uid, was.st_gid):
            with suppress(OSError):  # only the system's administrator may give files away
                os.chown(temporary, was.st_uid, was.st_gid)
    temporary.chmod(stat.S_IMODE(was.st_mode))


def _put(temporary: Path, place: Path, change: Change) -> None:
    if change.before is None and hasattr(os, "link"):
        try:
            os.link(temporary, place)  # never takes the place of a file
        except FileExistsError:
            temporary.unlink(missing_ok=True)
            raise
        except OSError:  # a disk that knows no links
            temporary.replace(place)
        else:
            temporary.unlink()
        return
    temporary.replace(place)
