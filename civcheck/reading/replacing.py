"""Replacing a file of a ledger: complete or as it was, never through a link, never over a change of somebody else."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import sanitize
from civcheck.reading.files import read_head

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


def replace_file(root: Path, path: str, before: bytes | None, after: bytes) -> None:
    """Write a file of a ledger beside its place and rename it; it keeps its mode, and its owner where that is allowed.

    Args:
        root: The ledger's folder.
        path: The file's path in it, as it is spelled there.
        before: Its bytes as they were when ``after`` was made of them; None where it is not there yet.
        after: What it is to be.

    Raises:
        UsageError: it was changed meanwhile, lies behind a link, or cannot be written; nothing is left behind.
    """
    place = root / path
    if is_behind_link(root, path):
        raise UsageError(msg("error.keep-link", path=sanitize(path)))
    if not _holds(place, before):
        raise UsageError(msg("error.keep-changed", path=sanitize(path)))
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".civcheck-", suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(after)
            stream.flush()
            os.fsync(stream.fileno())
        _dress(Path(temporary), place)
        Path(temporary).replace(place)
    except BaseException as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            reason = msg("error.disk-full" if error.errno in _NO_SPACE else "error.disk-closed")
            raise UsageError(msg("error.output-failed", path=sanitize(path), reason=reason)) from None
        raise


def is_behind_link(root: Path, path: str) -> bool:
    """Tell whether a file of a ledger, or a folder on the way to it, is a link; the ledger's own folder may be one."""
    place = root
    for step in path.split("/"):
        place = place / step
        if place.is_symlink():
            return True
    return False


def _holds(place: Path, before: bytes | None) -> bool:
    """Tell whether a file still is as it was."""
    if before is None:
        return not place.exists()
    return place.is_file() and read_head(str(place), len(before) + 1, len(before)) == before


def _dress(temporary: Path, place: Path) -> None:
    """Give a new file the mode and the owner of the one that it replaces."""
    if not place.exists():
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
