"""What the bytes of a file are, whatever its name says; whether it says so is told by ``model/filesorts.py``.

A table of our own: see docs/decisions.md for what the libraries answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from civcheck.model.filesorts import sort_named
from civcheck.reading.material.ole import OLE, Stream, ole_streams
from civcheck.reading.material.xlslock import asks_for_password
from civcheck.reading.material.zipnames import zip_names
from civcheck.reading.text import decode

TEXT_SORTS = frozenset(["text", "html", "xml", "rtf", "mht"])
"""What is read as a text as it stands."""
_MARKS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_LOCKED = (b"E-SafeNet", b"%TSD-Header-###%")
"""What the document protection that many offices use writes into the first bytes of each file."""
_LOCKED_WITHIN = 512
_BRANDS: Mapping[bytes, str] = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), "heic"),
    b"avif": "avif",
}
_FOLDERS = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"))
_STREAMS = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
_WORD_LOCKED = 0x0100
"""The bit of a doc's flags (at byte 10) that says that it is encrypted."""
_TEXT_HEAD = 1024 * 1024
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]|\x1a(?!\x1a*\\Z)")
"""What no text has; old editors write one or more 1A behind the last line."""
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_CHINESE = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u203b\u2190-\u22ff\u2460-\u2717·°×]")
"""Chinese, its punctuation, and what forms are drawn with: □ √ ■ ① ┌ →."""
_LINES_OF_PAIRS = re.compile(rb"(?:..)*(?:\n\0|\0\n)", re.DOTALL)
_SEARCHED = 64 * 1024
_PDF = re.compile(rb"(?:\A|[\r\n]|\xef\xbb\xbf)%PDF-")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_MAIL = re.compile(r"(?:MIME-Version:|From:|Content-Type:)", re.IGNORECASE)


class Seen(NamedTuple):
    """What a file is by its bytes, and the flaw that is seen without opening it: ``encrypted`` or ``broken``."""

    sort: str
    flaw: str = ""


def see(raw: bytes, name: str) -> Seen:
    """Tell what a file is by its bytes; of a large file ``raw`` is the beginning.

    The name is asked only where the bytes hide it: in an encrypted docx, xlsx or pptx, whose container does not tell.
    """
    if _is_locked(raw):
        return Seen(sort_named(name), "encrypted")
    if raw.startswith(OLE):
        return _see_ole(raw, name)
    return Seen(sort_of(raw))


def _is_locked(raw: bytes) -> bool:
    """Tell whether a file lies under a document protection; a text that speaks of one does not."""
    return any(mark in raw[:_LOCKED_WITHIN] for mark in _LOCKED) and readable(_first_lines(raw)) is None


def sort_of(raw: bytes) -> str:
    """Name what bytes are: ``jpeg``, ``docx``, ``text`` …; ``ole`` for a container of old Office; empty if unknown."""
    for mark, sort in _MARKS:
        if raw.startswith(mark):
            return sort
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "webp"
    if raw[:2] == b"BM" and raw[6:10] == b"\0\0\0\0" and len(raw) >= 26:
        return "bmp"
    if raw[4:8] == b"ftyp":
        return _BRANDS.get(raw[8:12], "mp4")
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sort_of_zip(raw)
    if raw.startswith(OLE):
        return _see_ole(raw, "").sort
    if _PDF.search(raw[:1024]):
        return "pdf"
    sort = _sort_of_text(raw)
    return "pdf" if not sort and b"%PDF-" in raw[:1024] else sort


def _sort_of_zip(raw: bytes) -> str:
    if raw[30:38] == b"mimetype":
        kind = raw[38:128]
        for ending, sort in ((b"text", "odt"), (b"spreadsheet", "ods"), (b"presentation", "odp")):
            if kind.startswith(b"application/vnd.oasis.opendocument." + ending):
                return sort
    names = zip_names(raw)
    if b"OFD.xml" in names:
        return "ofd"
    if b"[Content_Types].xml" in names or b"_rels/.rels" in names:
        for folder, sort in _FOLDERS:
            if any(name.startswith(folder) for name in names):
                return sort
    return "zip"


def _see_ole(raw: bytes, name: str) -> Seen:
    streams = ole_streams(raw)
    if "EncryptedPackage" in streams:
        return Seen(sort_named(name) or "ole", "encrypted")
    for stream, sort in _STREAMS:
        if found := streams.get(stream):
            return Seen(sort, _flaw_of_stream(sort, found))
    return Seen("ole", "" if streams else "broken")


def _flaw_of_stream(sort: str, stream: Stream) -> str:
    head = stream.head
    if sort == "doc" and len(head) >= 12 and int.from_bytes(head[10:12], "little") & _WORD_LOCKED:
        return "encrypted"
    if sort == "xls" and asks_for_password(head):
        return "encrypted"
    return "" if stream.is_whole else "broken"


def _sort_of_text(raw: bytes) -> str:
    text = readable(_first_lines(raw))
    if text is None:
        return ""
    head = text.lstrip()[:2048]
    if _HTML.search(head) is not None and head.startswith("<"):
        return "html"
    if head.startswith("<?xml"):
        return "xml"
    if _MAIL.match(head) and "multipart/related" in head:
        return "mht"
    return "text"


def _first_lines(raw: bytes) -> bytes:
    """Give the beginning of a long text, cut where a line ends, so that no sign is torn."""
    if len(raw) <= _TEXT_HEAD:
        return raw
    return raw[: line_end(raw, _TEXT_HEAD)]


def line_end(raw: bytes, most: int) -> int:
    """Give where the last line within so many bytes ends; the length of a text without lines.

    In UTF-16 a byte of many signs is that of a line feed: there it is looked for by pairs of bytes.
    """
    if b"\0" not in raw[:_SEARCHED]:
        return raw.rfind(b"\n", 0, most) + 1 or len(raw)
    found = _LINES_OF_PAIRS.match(raw, max(0, most - _SEARCHED) & ~1, most)
    return found.end() if found is not None else len(raw)


def readable(raw: bytes) -> str | None:
    """Give the text of bytes that people can read, whatever its encoding; None where they are no text."""
    text = decode(raw, is_chinese).text
    if text is None or not text.strip() or _CONTROL.search(text):
        return None
    return text.rstrip("\x1a")


def is_chinese(text: str) -> bool:
    """Tell whether bytes that were taken for text of an encoding gave what people write: nine of ten signs Chinese."""
    beyond = sum(map(len, _BEYOND_ASCII.findall(text)))
    return beyond > 0 and not _CONTROL.search(text) and len(_CHINESE.findall(text)) >= 0.9 * beyond
