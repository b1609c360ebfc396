"""Where a binder is written: a new or empty folder, or a new zip file; beside its place first, then renamed."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.texts import sanitize

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REASONS = {errno.EACCES: "error.disk-closed", errno.EPERM: "error.disk-closed", errno.EROFS: "error.disk-closed",
            errno.ENAMETOOLONG: "error.disk-name"}  # fmt: skip
_UNIX, _MODE = 3, 0o100644
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_SHOWN = 1_000


class Place(Protocol):
    """A binder that is being written."""

    def add(self, path: str, size: int, pieces: Iterable[bytes], changed_ns: int | None) -> None:
        """Add a file of so many bytes; ``changed_ns`` is the time of its last change, None for no matter."""


def is_zip(target: Path) -> bool:
    """Tell whether a binder is to be a zip file, by its name."""
    return target.suffix.lower() == ".zip"


def check_place(target: Path, ledger: Path) -> None:
    """Make sure that a binder can be written there: new or an empty folder, in a folder that is there, no link.

    Raises:
        UsageError: it cannot; or it would lie in the ledger, or the ledger in it.
    """
    shown = sanitize(str(target), _SHOWN)
    if target.is_symlink():
        raise UsageError(msg("error.output-link", path=shown))
    own, its = target.resolve(), ledger.resolve()
    if own.is_relative_to(its) or its.is_relative_to(own):
        raise UsageError(msg("error.binder-inside", path=shown))
    if not target.name or not own.parent.is_dir():
        raise UsageError(msg("error.binder-no-parent", path=shown))
    if not target.exists():
        return
    if is_zip(target) or not target.is_dir():
        raise UsageError(msg("error.binder-exists", path=shown))
    try:
        is_empty = next(target.iterdir(), None) is None
    except OSError as error:
        raise _failed(target, error) from None
    if not is_empty:
        raise UsageError(msg("error.binder-full", path=shown))


@contextmanager
def placed(target: Path, size: int) -> Iterator[Place]:
    """Write a binder of about so many bytes: it is there when this ends well, and nothing of it is otherwise.

    Raises:
        UsageError: there is no room for it, something came to lie there meanwhile, or it cannot be written.
    """
    parent = target.absolute().parent
    try:
        if shutil.disk_usage(parent).free < size:
            raise OSError(errno.ENOSPC, "")
        with _zip_file(target, parent) if is_zip(target) else _folder(target, parent) as place:
            yield place
    except OSError as error:
        raise _failed(target, error) from None


def _failed(target: Path, error: OSError) -> UsageError:
    id = "error.disk-full" if error.errno in _NO_SPACE else _REASONS.get(error.errno or 0, "error.disk")
    reason = msg(id, number=str(error.errno))
    return UsageError(msg("error.binder-failed", path=sanitize(str(target), _SHOWN), reason=reason))


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def add(self, path: str, size: int, pieces: Iterable[bytes], changed_ns: int | None) -> None:
        place = self._root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as stream:
            for piece in pieces:
                stream.write(piece)
        if changed_ns is not None:
            os.utime(place, ns=(changed_ns, changed_ns))


@contextmanager
def _folder(target: Path, parent: Path) -> Iterator[Place]:
    temporary = Path(tempfile.mkdtemp(dir=parent, prefix=".civcheck-", suffix=".part"))
    try:
        yield _Folder(temporary)
        temporary.chmod(0o777 & ~_umask())
        if target.is_symlink() or target.is_file():
            raise UsageError(msg("error.binder-exists", path=sanitize(str(target), _SHOWN)))
        try:
            temporary.rename(target)  # takes the place of an empty folder, and of nothing else
        except FileExistsError:  # Windows takes none
            target.rmdir()
            temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def add(self, path: str, size: int, pieces: Iterable[bytes], changed_ns: int | None) -> None:
        entry = zipfile.ZipInfo(path, _ZIP_TIME)
        # stored: most of it is compressed already, and so the bytes depend on no version of a library
        entry.compress_type, entry.file_size = zipfile.ZIP_STORED, size
        # called Unix: Info-ZIP misreads UTF-8 names of entries that are called DOS and lie behind 4 GiB
        entry.create_system, entry.external_attr = _UNIX, _MODE << 16
        with self._archive.open(entry, "w") as stream:
            for piece in pieces:
                stream.write(piece)


@contextmanager
def _zip_file(target: Path, parent: Path) -> Iterator[Place]:
    handle, name = tempfile.mkstemp(dir=parent, prefix=".civcheck-", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as stream:
            with zipfile.ZipFile(stream, "w", allowZip64=True) as archive:
                yield _Zip(archive)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~_umask())
        _put(temporary, target)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _put(temporary: Path, target: Path) -> None:
    """Give a file its place, never that of another."""
    if hasattr(os, "link"):
        try:
            os.link(temporary, target)
        except FileExistsError:
            raise UsageError(msg("error.binder-exists", path=sanitize(str(target), _SHOWN))) from None
        except OSError:  # a disk that knows no links
            pass
        else:
            return
    if target.exists() or target.is_symlink():
        raise UsageError(msg("error.binder-exists", path=sanitize(str(target), _SHOWN)))
    temporary.rename(target)


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask
