"""Pointers of Git LFS: small texts that stand where a file's content has not been fetched.

By its specification (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md) a pointer is a text of less than 1,024
bytes; its first line names the version, then come keys in order, ``oid`` and ``size`` among them.
"""

from __future__ import annotations

import re

from civcheck.reading.files import read_head

BYTES = 1024
"""A pointer has fewer."""
_USUAL = range(120, 161)
"""Bytes of a pointer without extensions: only the size that it names is of any length."""
_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\r?\n"
    rb"(?:ext-[^\n]+\n)*oid sha256:[0-9a-f]{64}\r?\nsize [0-9]{1,20}\s*"
)


def is_pointer(raw: bytes) -> bool:
    """Tell whether the whole of a file is a pointer; line ends may be those of Windows."""
    return len(raw) < BYTES and _POINTER.fullmatch(raw) is not None


def may_be_pointer(size: int) -> bool:
    """Tell whether a file of ``size`` bytes may be a pointer as Git LFS writes them; hardly any other file is."""
    return size in _USUAL


def is_pointer_file(path: str, size: int) -> bool:
    """Tell whether a file of ``size`` bytes is a pointer; one that cannot be read is none."""
    return may_be_pointer(size) and is_pointer(read_head(path, BYTES, size) or b"")
