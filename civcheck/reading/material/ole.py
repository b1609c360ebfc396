"""The container of old Office and WPS files (MS-CFB): which streams it has, and whether they lie in the file."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SHIFT_AT, _DIRECTORY_AT, _MORE_AT = 30, 48, 68
"""Where the header has the shift of sectors, the directory's first sector, and the rest of the table's list."""
_LIST_AT, _LISTED = 76, 109
_SMALL_TABLE_AT = 60
"""Where it has the first sector of the table of small streams."""
_ENTRY = struct.Struct("<64sHB49xII4x")  # of the directory: name, its length, sort, first sector, size
_LAST = 0xFFFF_FFFA
"""Numbers of sectors are lower."""
_MOST_ENTRIES = 4_096
_SMALL, _PIECE = 4_096, 64
"""A stream of fewer bytes lies among the small ones, which are not read."""


class Stream(NamedTuple):
    """A stream: its size in bytes, its first bytes (none where it is small), whether all of it lies in the file."""

    size: int
    head: bytes
    is_whole: bool


def ole_streams(raw: bytes) -> Mapping[str, Stream]:
    """Give the streams by name, whatever folder of the container they are in; empty where there is no directory."""
    try:
        container = _Container(raw)
        return {
            name: container.stream(first, size)
            for name, first, size in islice(container.entries(), _MOST_ENTRIES)
        }
    except struct.error:
        return {}


def stream_bytes(raw: bytes, names: frozenset[str]) -> bytes:
    """Give all bytes of the first stream with one of these names that lie in the file; none where there is none."""
    try:
        container = _Container(raw)
        for name, first, size in islice(container.entries(), _MOST_ENTRIES):
            if name in names:
                return container.whole(first, size) if size >= _SMALL else container.small(first, size)
    except struct.error:
        pass
    return b""


class _Container:
    """A container with the table that says of each sector which one follows."""

    def __init__(self, raw: bytes) -> None:
        (shift,) = struct.unpack_from("<H", raw, _SHIFT_AT)
        (self._first,) = struct.unpack_from("<I", raw, _DIRECTORY_AT)
        after, count = struct.unpack_from("<II", raw, _MORE_AT)
        if shift not in (9, 12):
            raise struct.error
        self._raw, self._shift = raw, shift
        self._small_table = struct.unpack_from("<I", raw, _SMALL_TABLE_AT)[0]
        self._root = (_LAST, 0)
        self._most = (len(raw) >> shift) + 1
        self._table = list(struct.unpack_from(f"<{_LISTED}I", raw, _LIST_AT))
        each = (1 << shift) // 4
        for _ in range(min(count, self._most)):
            if after >= _LAST:
                break
            *more, after = struct.unpack_from(f"<{each}I", raw, (after + 1) << shift)
            self._table += more

    def entries(self) -> Iterator[tuple[str, int, int]]:
        """List name, first sector and size of each stream."""
        for sector in self._follow(self._first):
            start = (sector + 1) << self._shift
            for at in range(start, start + (1 << self._shift), _ENTRY.size):
                name, length, sort, first, size = _ENTRY.unpack_from(self._raw, at)
                if sort == 5:
                    self._root = first, size
                if sort == 2 and 2 < length <= 64:
                    yield name[: length - 2].decode("utf-16-le", "replace"), first, size

    def stream(self, first: int, size: int) -> Stream:
        if size < _SMALL:
            return Stream(size, b"", is_whole=True)
        start = (first + 1) << self._shift
        wanted = -(-size >> self._shift)
        try:
            sectors = list(islice(self._follow(first), wanted))
        except struct.error:
            return Stream(size, self._raw[start : start + _SMALL], is_whole=False)
        rest = size - ((wanted - 1) << self._shift)
        whole = len(sectors) == wanted and ((sectors[-1] + 1) << self._shift) + rest <= len(self._raw)
        return Stream(size, self._raw[start : start + min(size, 1 << self._shift)], whole)

    def whole(self, first: int, size: int) -> bytes:
        """Give the bytes of a stream."""
        each = 1 << self._shift
        starts = (
            (sector + 1) << self._shift for sector in islice(self._follow(first), -(-size >> self._shift))
        )
        return b"".join(self._raw[start : start + each] for start in starts)[:size]

    def small(self, first: int, size: int) -> bytes:
        """Give the bytes of a stream among the small ones, pieces of 64 bytes in the stream of the root."""
        table = self.whole(self._small_table, len(self._raw))
        pieces = self.whole(*self._root)
        found: list[bytes] = []
        for _ in range(-(-size // _PIECE)):
            if first >= _LAST or first * 4 + 4 > len(table):
                break
            found.append(pieces[first * _PIECE : (first + 1) * _PIECE])
            (first,) = struct.unpack_from("<I", table, first * 4)
        return b"".join(found)[:size]

    def _follow(self, sector: int) -> Iterator[int]:
        """Follow a chain of sectors; one that goes in a circle ends once it is longer than the file."""
        each = self._shift - 2
        for _ in range(self._most):
            if sector >= _LAST:
                return
            yield sector
            listed = sector >> each
            if listed >= len(self._table) or self._table[listed] >= _LAST:
                return
            at = ((self._table[listed] + 1) << self._shift) + (sector & ((1 << each) - 1)) * 4
            (sector,) = struct.unpack_from("<I", self._raw, at)
