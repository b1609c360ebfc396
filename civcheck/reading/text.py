"""From bytes to text: BOM, then UTF-8, then GB18030 or UTF-16 when known keys appear."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import NamedTuple

Known = Callable[[str], bool]

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Decoded(NamedTuple):
    """A file's text with LF line ends; ``encoding`` is named when it is not UTF-8; None when it is no text."""

    text: str | None
    encoding: str | None = None


def decode(raw: bytes, known: Known) -> Decoded:
    """Decode a text file; ``known`` tells whether a text has keys of the format in it."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _with(raw[len(mark) :], encoding, None if encoding == "utf-8" else "UTF-16")
    text = _with(raw, "utf-8", None)
    if text.text is not None and "\0" not in text.text:
        return text
    for encoding, name in (("gb18030", "GB18030"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16")):
        decoded = _with(raw, encoding, name)
        if decoded.text is not None and known(decoded.text):
            return decoded
    return text


def _with(raw: bytes, encoding: str, name: str | None) -> Decoded:
    try:
        return Decoded(_lf(raw.decode(encoding)), name)
    except UnicodeDecodeError:
        return Decoded(None)


def _lf(text: str) -> str:
    return re.sub("\r\n?", "\n", text) if "\r" in text else text
