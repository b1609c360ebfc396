"""Laying out text in terminal cells: wrapping Chinese and Latin, with a hanging indent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len

_NO_START = frozenset("，。、；：？！）〕】》”’%…·,.;:?!)]}")
_NO_END = frozenset("（〔【《“‘([{")
_NEVER_IN_PATH = r"\s，。；：、！？“”《》（）"
_PATH = re.compile(rf"[^{_NEVER_IN_PATH}/]*/[^{_NEVER_IN_PATH}]*")
_PIECE = re.compile(r"[A-Za-z0-9_./:\\#@+=%&~-][A-Za-z0-9_./:\\#@+=%&~*-]*|\s+|.", re.DOTALL)
"""What stays whole: words, and numbers whose middle is masked; blanks; any other sign by itself."""


@lru_cache(maxsize=16_384)
def width_of(text: str) -> int:
    """Count the terminal cells of a text."""
    return cell_len(text)


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most ``width`` cells; paths and Latin words stay whole where they fit a line.

    No line begins with closing punctuation or ends with an opening bracket.
    """
    if width_of(text) <= width:
        return [text.rstrip()]
    lines: list[str] = []
    line: list[str] = []
    used = 0
    for piece in _pieces(text, width):
        size = width_of(piece)
        if used + size > width and "".join(line).strip():
            carried = _carried(line, piece)
            lines.append("".join(line).rstrip())
            line = carried if carried or not piece.isspace() else []
            used = sum(map(width_of, line))
            if piece.isspace() and not line:
                continue
        line.append(piece)
        used += size
    if "".join(line).strip() or not lines:
        lines.append("".join(line).rstrip())
    return lines


def _carried(line: list[str], piece: str) -> list[str]:
    """Take from the end of a full line what the next piece needs before it: an opening bracket, the word of a comma."""
    carried: list[str] = []
    while line[1:] and (
        line[-1][-1] in _NO_END
        or (not carried and piece[0] in _NO_START)
        or (carried and carried[0][0] in _NO_START)
    ):
        carried.insert(0, line.pop())
        if len(carried) > 4:
            break
    return carried


def _pieces(text: str, width: int) -> Iterator[str]:
    """Cut a text into what must not be broken: paths, so that they can be copied, Latin words, single signs."""
    start = 0
    for path in _PATH.finditer(text) if "/" in text else ():
        if width_of(path[0]) <= width:
            yield from _words(text[start : path.start()], width)
            yield path[0]
            start = path.end()
    yield from _words(text[start:], width)


def _words(text: str, width: int) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        if width_of(piece) <= width:
            yield piece
        else:
            yield from (piece[start : start + width] for start in range(0, len(piece), width))


def hang(label: str, text: str, width: int, indent: int) -> list[str]:
    """Set a label in a column of ``indent`` cells, or wider where it needs that, and the text beside it."""
    indent = max(indent, width_of(label) + 1)
    lines = wrap(text, max(width - indent, 20))
    head = label + " " * (indent - width_of(label))
    return [head + lines[0], *(" " * indent + line for line in lines[1:])]
