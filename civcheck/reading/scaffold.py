"""Looking into a file for the scaffold marker: in the first bytes of a text, in the body of a docx."""

from __future__ import annotations

import re
import struct
import zlib

from civcheck.model.texts import MARKER
from civcheck.reading import limits
from civcheck.reading.files import read_head

TEXT_ENDINGS = frozenset(["txt", "md", "html", "htm", "csv", "rtf"])
LOOKED_INTO = TEXT_ENDINGS | {"docx"}
"""Endings of the files that may hold the marker; no other is opened."""
_MARK = MARKER.encode()
_TAG = re.compile(rb"<[^<>]*>")


def flaw_inside(path: str, ending: str, size: int) -> str:
    """Name the problem that a look into a file finds: it is a scaffold, or cannot be read; empty when there is none."""
    raw = read_head(path, limits.MARKER_BYTES if ending != "docx" else limits.ATTACHMENT_PARSED + 1, size)
    if raw is None:
        return "file-unreadable"
    return "scaffold" if holds_marker(raw, is_docx=ending == "docx") else ""


def holds_marker(raw: bytes, is_docx: bool) -> bool:
    """Tell whether the marker stands in the body of a docx, or in the first ``limits.MARKER_BYTES`` of a text."""
    if is_docx:
        return len(raw) <= limits.ATTACHMENT_PARSED and _MARK in docx_body(raw)
    head = raw[: limits.MARKER_BYTES]
    return any(MARKER.encode(encoding) in head for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"))


_END = struct.Struct("<10xH4xI")  # of the zip's directory: how many entries, where the first one begins
_ENTRY = struct.Struct(
    "<4s6xH8xI4xHHH8xI"
)  # of one entry: mark, method, packed size, three lengths, where it lies
_MEMBER = struct.Struct("<26xHH")  # what stands before a member: the lengths of its name and extra field
_BODY_NAME = b"word/document.xml"


def docx_body(raw: bytes) -> bytes:
    """Give the text bytes of a docx's body without markup, if it may hold a marker; empty when it cannot.

    Read straight from the zip's directory: no member but ``word/document.xml`` is ever inflated.
    """
    end = raw.rfind(b"PK\x05\x06", max(0, len(raw) - 65_557))
    if raw[:2] != b"PK" or end < 0:
        return b""
    try:
        count, at = _END.unpack_from(raw, end)
        for _ in range(min(count, limits.ZIP_ENTRIES)):
            mark, method, packed, named, extra, comment, start = _ENTRY.unpack_from(raw, at)
            if mark != b"PK\x01\x02":
                return b""
            if named == len(_BODY_NAME) and raw.startswith(_BODY_NAME, at + _ENTRY.size):
                body = _inflate(raw, start, packed, method)
                return _TAG.sub(b"", body) if _MARK[:3] in body else b""
            at += _ENTRY.size + named + extra + comment
    except (struct.error, zlib.error):
        pass
    return b""


def _inflate(raw: bytes, start: int, packed: int, method: int) -> bytes:
    """Give a member of a zip that begins at ``start``, at most ``limits.ZIP_PART_BYTES`` of it."""
    if not raw.startswith(b"PK\x03\x04", start):
        return b""
    named, extra = _MEMBER.unpack_from(raw, start)
    start += 30 + named + extra
    body = raw[start : start + packed]
    return body if method == 0 else zlib.decompressobj(-15).decompress(body, limits.ZIP_PART_BYTES)
