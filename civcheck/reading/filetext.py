"""A text file with the form it has on disk: encoding, byte order mark and line ends, so that an edit changes none."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from typing import NamedTuple

from civcheck.reading.text import Known, decode

_MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
_CODECS = {None: ("utf-8",), "GB18030": ("gb18030",), "UTF-16": ("utf-16-le", "utf-16-be")}
_END = re.compile("\r\n?|\n")


class FileText(NamedTuple):
    """A file's text with LF line ends, and what it takes to write it as it was.

    ``ends`` are the line ends as they stand in the file, in order; ``mark`` is the byte order mark, mostly empty.
    """

    text: str
    codec: str
    mark: bytes
    ends: tuple[str, ...]

    @property
    def encoding(self) -> str:
        """Give the encoding by the name that people know."""
        return {"utf-8": "UTF-8", "gb18030": "GB18030"}.get(self.codec, "UTF-16")

    @property
    def usual_end(self) -> str:
        """Give the line end that most lines have; the system's own has no say."""
        return max(("\n", "\r\n", "\r"), key=self.ends.count)

    def bytes_of(self, text: str) -> bytes:
        """Give the bytes of the file with another text: lines before and behind what changed keep their ends."""
        new, old, ends = text.split("\n"), self.text.split("\n"), list(self.ends)
        most, had = len(new) - 1, len(ends)
        head = min(_alike(old, new), most, had)
        behind = max(_alike(old[::-1], new[::-1]) - 1, 0)  # behind the last line there is no end
        tail = min(behind, most - head, had - head)
        ends = [*ends[:head], *[self.usual_end] * (most - head - tail), *ends[had - tail :]]
        joined = "".join(line + end for line, end in zip(new, (*ends, ""), strict=True))
        return self.mark + joined.encode(self.codec)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the lines that two texts have in common at their beginning."""
    most = min(len(one), len(other))
    return next((at for at in range(most) if one[at] != other[at]), most)


def file_text(raw: bytes, known: Known) -> FileText | None:
    """Read a text file, as ``decode`` does; None where it is no text or could not be written again as it was."""
    decoded = decode(raw, known)
    if decoded.text is None:
        return None
    for codec in _CODECS[decoded.encoding]:
        mark = _MARKS.get(codec, b"")
        mark = mark if mark and raw.startswith(mark) else b""
        try:
            text = raw[len(mark) :].decode(codec)
        except UnicodeDecodeError:
            continue
        if text.encode(codec) == raw[len(mark) :] and _END.sub("\n", text) == decoded.text:
            return FileText(decoded.text, codec, mark, tuple(_END.findall(text)))
    return None
