"""The names in a zip, read from its directory alone, or from what stands before each member where that is cut off."""

from __future__ import annotations

import re
import struct

from civcheck.reading import limits

_LONGEST_END = 65_557
_END = struct.Struct("<10xH4xI")  # of the directory: how many entries, where the first one begins
_ENTRY = struct.Struct("<4s24xHHH12x")  # of one entry: mark, lengths of name, extra field and comment
_MEMBER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_SEARCHED = 1024 * 1024


def zip_names(raw: bytes) -> frozenset[bytes]:
    """Give the names of a zip's members, at most ``limits.ZIP_ENTRIES`` of them; ``raw`` may be its beginning only."""
    end = raw.rfind(b"PK\x05\x06", max(0, len(raw) - _LONGEST_END))
    found: list[bytes] = []
    try:
        if end >= 0:
            count, at = _END.unpack_from(raw, end)
            for _ in range(min(count, limits.ZIP_ENTRIES)):
                mark, named, extra, comment = _ENTRY.unpack_from(raw, at)
                if mark != b"PK\x01\x02":
                    break
                at += _ENTRY.size
                found.append(raw[at : at + named])
                at += named + extra + comment
    except struct.error:
        pass
    return frozenset(found or _before_members(raw[:_SEARCHED]))


def _before_members(raw: bytes) -> list[bytes]:
    """List the names that stand before each member: all there is of a zip that was cut off."""
    found = []
    for member in _MEMBER.finditer(raw):
        found.append(raw[member.end() : member.end() + int.from_bytes(member[1], "little")])
        if len(found) >= limits.ZIP_ENTRIES:
            break
    return found
