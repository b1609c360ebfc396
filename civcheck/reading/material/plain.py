"""Texts as they stand: txt, Markdown, csv, web pages, XML of old Word, and rtf."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping

from civcheck.reading import limits
from civcheck.reading.material.flawed import FlawedError
from civcheck.reading.material.opened import WHOLE_TEXT, Collected, DocumentOpened
from civcheck.reading.material.sorts import line_end, readable

_MOST_READ = 4 * 1024 * 1024
"""Bytes of a text that are looked at; pages and rtf are mostly signs of their own."""
_LINE = 4_000
"""Characters of one piece at most."""


def open_plain(raw: bytes, sort: str) -> DocumentOpened:
    """Give the text of a file, without the signs of its format.

    Raises:
        FlawedError: ``broken``: it is no text in any encoding that is known.
    """
    if sort == "mht":
        return DocumentOpened()
    text = _text_of(_head(raw), sort)
    found = Collected()
    for line in _lines(_READ[sort](text) if sort in _READ else text):
        found.add(WHOLE_TEXT, line)
    return DocumentOpened(pieces=tuple(found.pieces))


def _text_of(raw: bytes, sort: str) -> str:
    """Give the text of a file; an rtf may hold pictures as they are, and ends with a NUL where Windows wrote it."""
    raw = raw.rstrip(b"\0") if sort == "rtf" else raw
    text = readable(raw)
    if text is None and sort == "rtf":
        return raw.decode("gb18030", "replace")
    if text is None:
        raise FlawedError("broken")
    return text


def _head(raw: bytes) -> bytes:
    return raw if len(raw) <= _MOST_READ else raw[: line_end(raw, _MOST_READ)]


def _lines(text: str) -> Iterator[str]:
    """Give pieces that end with a line, so that no number is torn; a very long line is a piece of its own."""
    start = 0
    while start < len(text) and start < limits.TEXT_CHARACTERS * 4:
        end = text.rfind("\n", start, start + _LINE)
        if end < 0:
            end = text.find("\n", start + _LINE)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end + 1


def _closing(*names: str) -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(rf"</(?:\w{{1,30}}:)?{name}\b", re.IGNORECASE) for name in names}


_UNREAD_IN_PAGES = _closing("script", "style", "title")
_UNREAD_IN_XML = _closing(
    "bindata", "binary-data", "documentproperties", "meta", "settings", "styles", "automatic-styles"
)
"""Elements whose text is not shown, and what ends them; those of XML as Word, Excel and LibreOffice write it."""
_BESIDE = frozenset(
    ["b", "i", "u", "a", "em", "strong", "span", "font", "sub", "sup", "small", "big", "mark", "s", "ins"]
)
"""Elements that stand within a line; any other ends it."""
_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9:-]{0,30})")


_EMPTY_LINES = re.compile(r"\n\s+")
"""Between the cells of a table there are many, and a number would stand far from the words that name it."""


def text_of_page(page: str) -> str:
    """Give the text of HTML without its tags; one pass, whatever is left open."""
    return _without_tags(page, _UNREAD_IN_PAGES)


def text_of_xml(text: str) -> str:
    """Give the text of XML without its tags, pictures and properties."""
    return _without_tags(text, _UNREAD_IN_XML)


def _without_tags(page: str, unread: Mapping[str, re.Pattern[str]]) -> str:
    found: list[str] = []
    at = 0
    while (start := page.find("<", at)) >= 0:
        found.append(page[at:start])
        named = _NAME.match(page, start + 1)
        name = named[1].lower().rpartition(":")[2] if named else ""
        if name not in _BESIDE and not page.startswith("<!--", start):
            found.append("\n")
        at = _behind(page, start, unread.get(name) if page[start + 1 : start + 2] != "/" else None)
        if at < 0:
            break
    else:
        found.append(page[at:])
    return _EMPTY_LINES.sub("\n", html.unescape("".join(found)))


def _behind(page: str, start: int, closing: re.Pattern[str] | None) -> int:
    """Give where text goes on behind a comment, a tag, or an element that is not shown; -1 where nothing ends it."""
    if page.startswith("<!--", start):
        end = page.find("-->", start)
        return end + 3 if end >= 0 else -1
    end = page.find(">", start)
    if closing is None or page[end - 1] == "/":
        return end + 1 if end >= 0 else -1
    closed = closing.search(page, start)
    return closed.start() if closed is not None else -1


_RTF = re.compile(
    r"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\(\n|[^a-zA-Z'])|([{}])|([^\\{}\n]+)"
)
_RTF_UNREAD = frozenset(
    [
        *("fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "themedata", "colorschememapping"),
        *("datastore", "listtable", "generator"),
    ]
)
_RTF_LINES = frozenset(["par", "line", "cell", "row", "sect", "page"])


class _Rtf:
    """The text of an rtf: groups that hold no text of the document are left out."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._bytes = bytearray()
        self._groups: list[bool] = []
        self._unread = False
        self._skip = 0

    def read(self, text: str) -> str:
        for found in _RTF.finditer(text):
            byte, word, number, sign, brace, plain = found.groups()
            if byte:
                self._byte(int(byte, 16))
            elif brace:
                self._brace(brace)
            elif word:
                self._word(word.lower(), number)
            elif sign:
                self._sign(sign)
            else:
                self._plain(plain)
        self._flush()
        return "".join(self._out)

    def _byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
        elif not self._unread:
            self._bytes.append(value)

    def _brace(self, brace: str) -> None:
        self._flush()
        self._skip = 0
        if brace == "{":
            self._groups.append(self._unread)
        elif self._groups:
            self._unread = self._groups.pop()

    def _word(self, word: str, number: str | None) -> None:
        if word in _RTF_UNREAD:
            self._unread = True
        elif word == "u" and number and not self._unread:
            self._flush()
            self._out.append(_sign_of(int(number)))
            self._skip = 1
        elif word in _RTF_LINES:
            self._put("\n")

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._unread = True
        elif sign in "\\{}~":
            self._put(" " if sign == "~" else sign)

    def _plain(self, plain: str) -> None:
        kept = plain[self._skip :]
        self._skip = 0
        self._put(kept)

    def _put(self, text: str) -> None:
        if not self._unread:
            self._flush()
            self._out.append(text)

    def _flush(self) -> None:
        """Turn the bytes since the last other sign into text: Chinese rtf writes its signs as two of them."""
        if self._bytes:
            self._out.append(self._bytes.decode("gb18030", "replace"))
            self._bytes.clear()


def _sign_of(number: int) -> str:
    r"""Give the sign of ``\uN``, whose number is signed with 16 bits; half a pair is none."""
    code = number % 65536
    return "" if 0xD800 <= code < 0xE000 else chr(code)


def text_of_rtf(text: str) -> str:
    """Give the text of an rtf without its control words."""
    return _Rtf().read(text)


_READ: dict[str, Callable[[str], str]] = {"html": text_of_page, "xml": text_of_xml, "rtf": text_of_rtf}
