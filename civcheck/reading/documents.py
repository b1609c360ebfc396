"""Documents: a YAML file is split at lines that begin with ``---``, a Markdown file into front matter and narrative."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SEPARATOR = re.compile(r"^(---+)(?=[ \t\n]|\Z)([^\n]*)\n?", re.MULTILINE)
_BLANK = r"[ \t\u3000\xa0]*+"
_FRONT = re.compile(rf"(?:{_BLANK}\n)*+{_BLANK}---+{_BLANK}(?:#[^\n]*)?\n")
_FRONT_END = re.compile(rf"^(?:---+|\.\.\.){_BLANK}(?:#.*)?$", re.MULTILINE)
_FRONT_BELOW = re.compile(
    rf"^{_BLANK}---+{_BLANK}(?:#[^\n]*)?\n(?=((?:[^\n]*\n){{0,60}}?)(?:---+|\.\.\.){_BLANK}(?:\n|\Z))",
    re.MULTILINE,
)
_CONTENT = re.compile(r"^[ \t]*+[^ \t\n#]", re.MULTILINE)


class Document(NamedTuple):
    """One YAML document of a file: its text, and the line of the file on which it begins (from 1)."""

    text: str
    line: int


def split_yaml(text: str) -> list[Document]:
    """Split a YAML file before parsing, so that a broken document costs only itself; empty ones are left out."""
    if "\n---" not in text and not text.startswith("---"):
        return [Document(text, 1)] if not _is_empty(text) else []
    found: list[Document] = []
    start, line, above = 0, 1, ""
    for mark in _SEPARATOR.finditer(text):
        found.append(Document(above + text[start : mark.start()], line))
        line += above.count("\n") + text.count("\n", start, mark.start())
        # what stands behind the dashes on their line belongs to the document, in its column
        rest = mark[2]
        kept = bool(rest.strip()) and not rest.lstrip().startswith("#")
        above = " " * len(mark[1]) + mark.group()[len(mark[1]) :] if kept else ""
        start = mark.end()
        line += 0 if kept else mark.group().count("\n")
    found.append(Document(above + text[start:], line))
    return [each for each in found if not _is_empty(each.text)]


def _is_empty(text: str) -> bool:
    return not text.strip() or _CONTENT.search(text) is None


class Markdown(NamedTuple):
    """A Markdown file: its front matter, or None, and the narrative after it."""

    front: Document | None
    narrative: str
    unclosed: bool = False


def split_markdown(text: str) -> Markdown:
    """Split a Markdown file; one that begins with ``---`` but never closes it is ``unclosed``."""
    opening = _FRONT.match(text)
    if opening is None:
        return Markdown(None, text)
    line = opening.group().count("\n") + 1
    closing = _closing(text, opening.end())
    if closing is None:
        return Markdown(Document(text[opening.end() :], line), "", unclosed=True)
    return Markdown(Document(text[opening.end() : closing.start()], line), text[closing.end() :])


def _closing(text: str, start: int) -> re.Match[str] | None:
    """Find the line that closes front matter; most often the first line that begins with three dashes."""
    first = text.find("\n---", start - 1)
    dots = text.find("\n...", start - 1, first if first >= 0 else len(text))
    at = first if dots < 0 else dots
    return _FRONT_END.search(text, at + 1) if at >= 0 else None


def fronts_below(narrative: str) -> Iterator[Document]:
    """List what looks like front matter inside a narrative: lines between two lines of dashes; lines from 1."""
    for found in _FRONT_BELOW.finditer(narrative) if "\n---" in narrative else ():
        yield Document(found[1], narrative.count("\n", 0, found.end()) + 1)


class Region(NamedTuple):
    """One YAML document where it stands in its file.

    ``text`` has blanks in the place of ``head``, the dashes that stand before it on its line, so that its columns are
    those of the file; ``line`` is the one on which it begins (from 1).
    """

    text: str
    line: int
    head: str = ""


def regions_of(text: str, is_markdown: bool) -> list[str | Region]:
    """Take a file apart into its YAML documents and what stands between them; put together it is the file again.

    A Markdown file without front matter that is closed has none.
    """
    if is_markdown:
        opening = _FRONT.match(text)
        closing = _closing(text, opening.end()) if opening is not None else None
        if opening is None or closing is None:
            return [text]
        front = Region(text[opening.end() : closing.start()], opening.group().count("\n") + 1)
        return [text[: opening.end()], front, text[closing.start() :]]
    found: list[str | Region] = []
    start, head = 0, ""
    for mark in _SEPARATOR.finditer(text):
        found.append(_region(text, start, mark.start(), head))
        rest = mark[2].strip()
        head = mark[1] if rest and not rest.startswith("#") else ""
        start = mark.start() if head else mark.end()
        if not head:
            found.append(mark.group())
    found.append(_region(text, start, len(text), head))
    return [each for each in found if not isinstance(each, Region) or each.text]


def _region(text: str, start: int, end: int, head: str) -> Region:
    shown = " " * len(head) + text[start + len(head) : end]
    return Region(shown, text.count("\n", 0, start) + 1, head)
