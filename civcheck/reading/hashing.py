"""Hashing the files of a ledger, whatever their size: piece by piece, on all cores, told when one changes meanwhile."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import NamedTuple

from civcheck.errors import UsageError
from civcheck.messages import msg
from civcheck.model.seal import CHANGING, UNREADABLE

PIECE = 1 << 20
"""So many bytes are held of a file at a time, by each thread."""
SMALL = 64 << 10
"""A file below that is read at once."""
BATCH, BATCH_BYTES = 256, 8 << 20
"""A thread takes so many files at once, or fewer of so many bytes: handing over one costs as much as hashing it."""
_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class Stamp(NamedTuple):
    """What of a file changes when it is written: its size and the time of the last change.

    Not its number in the file system, which shared folders make up anew from one look to the next.
    """

    size: int
    changed_ns: int

    @classmethod
    def of(cls, found: os.stat_result) -> Stamp:
        """Take it from what the system says."""
        return cls(found.st_size, found.st_mtime_ns)


class Hashed(NamedTuple):
    """The content of a file as a seal has it (see ``Entry``), and the stamp it had before and after."""

    content: str
    stamp: Stamp | None = None


def check_sm3() -> None:
    """Make sure that this Python knows SM3.

    Raises:
        UsageError: its OpenSSL has none.
    """
    try:
        _sm3()
    except ValueError:
        raise UsageError(msg("error.no-sm3")) from None


def _sm3() -> hashlib._Hash:
    return hashlib.new("sm3")


def hash_files(
    files: Sequence[tuple[str, int]], with_sm3: bool, progress: Callable[[int], None] | None = None
) -> Iterator[Hashed]:
    """Hash files one after the other, given by path and size; what cannot be hashed has a reason for its content.

    Args:
        files: The path to open each by, and its size as the walk saw it: by that they are shared out.
        with_sm3: Take SM3 as well.
        progress: Called with the number of files done, now and then.
    """
    workers = os.cpu_count() or 1
    waiting: deque[Future[list[Hashed]]] = deque()
    batches, done = _batches(files), 0
    with ThreadPoolExecutor(workers) as pool:
        try:
            for batch in islice(batches, 4 * workers):
                waiting.append(pool.submit(_hash_batch, batch, with_sm3))
            while waiting:
                found = waiting.popleft().result()
                waiting.extend(pool.submit(_hash_batch, each, with_sm3) for each in islice(batches, 1))
                yield from found
                done += len(found)
                if progress is not None:
                    progress(done)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _batches(files: Iterable[tuple[str, int]]) -> Iterator[list[str]]:
    batch: list[str] = []
    held = 0
    for path, size in files:
        if batch and (len(batch) >= BATCH or held + size > BATCH_BYTES):
            yield batch
            batch, held = [], 0
        batch.append(path)
        held += size
    if batch:
        yield batch


_own = threading.local()


def _hash_batch(paths: list[str], with_sm3: bool) -> list[Hashed]:
    if not hasattr(_own, "buffer"):
        _own.buffer = memoryview(bytearray(PIECE))
    return [_hash_file(path, with_sm3, _own.buffer) for path in paths]


def _hash_file(path: str, with_sm3: bool, buffer: memoryview) -> Hashed:
    try:
        handle = os.open(path, _OPEN)
    except OSError:
        return Hashed(UNREADABLE)
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):  # it was a regular file a moment ago
            return Hashed(CHANGING)
        stamp = Stamp.of(before)
        content, count = _digests(handle, stamp.size, with_sm3, buffer)
        same = count == stamp.size and Stamp.of(os.fstat(handle)) == stamp
    except OSError:
        return Hashed(UNREADABLE)
    finally:
        os.close(handle)
    return Hashed(content, stamp) if same else Hashed(CHANGING)


def _digests(handle: int, size: int, with_sm3: bool, buffer: memoryview) -> tuple[str, int]:
    """Give the digests of what can be read of a file of that size, and how many bytes that were."""
    if size < SMALL:  # most are, and a buffer costs more than it saves
        raw = os.read(handle, size + 1)
        if len(raw) == size:
            sha256 = hashlib.sha256(raw).hexdigest()
            return (f"{sha256}+{hashlib.new('sm3', raw).hexdigest()}" if with_sm3 else sha256), size
        os.lseek(handle, 0, os.SEEK_SET)
    digests = [hashlib.sha256(), *([_sm3()] if with_sm3 else [])]
    count = 0
    with open(handle, "rb", buffering=0, closefd=False) as stream:
        while read := stream.readinto(buffer):
            count += read
            for digest in digests:
                digest.update(buffer[:read])
    return "+".join(each.hexdigest() for each in digests), count
