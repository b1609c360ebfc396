"""Reading the bytes of a file that the walk saw."""

from __future__ import annotations

import hashlib
import os
import stat

_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""What has become a link since the walk is not followed, and a pipe not waited for."""


def read_head(path: str, limit: int, size: int) -> bytes | None:
    """Read a file of ``size`` bytes as the walk saw it, at most ``limit``; None when it cannot be read.

    Straight from the system, without a file object: files are many and small.
    """
    try:
        handle = os.open(path, os.O_RDONLY | _BINARY)
    except OSError:
        return None
    try:
        raw = os.read(handle, min(limit, size + 1))
        # more than was there a moment ago, or less at once than asked for: read on until the end
        while len(raw) != size and len(raw) < limit and (more := os.read(handle, limit - len(raw))):
            raw += more
        if len(raw) < min(limit, size) and not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
    except OSError:
        return None
    finally:
        os.close(handle)
    return raw


def digest_of(path: str) -> str | None:
    """Give the SHA-256 of a file in hexadecimal, read piece by piece; None when it cannot be read."""
    digest = hashlib.sha256()
    try:
        handle = os.open(path, os.O_RDONLY | _BINARY)
    except OSError:
        return None
    try:
        while piece := os.read(handle, 1 << 20):
            digest.update(piece)
    except OSError:
        return None
    finally:
        os.close(handle)
    return digest.hexdigest()
