"""A parsed document: its value as text, and where in the file each part stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from civcheck.reading.keyplaces import find_key
from civcheck.reading.plain_yaml import Cut, NotPlain, parse_plain

Path = tuple[str | int, ...]


class YamlMistake(Exception):  # noqa: N818 - carries one problem up to the reader of the document
    """A document that cannot be taken: a problem code with line and column (both from 1) and params."""

    def __init__(self, code: str, line: int, column: int, **params: Any) -> None:
        super().__init__(code)
        self.code, self.line, self.column, self.params = code, line, column, params


@dataclass(slots=True)
class Parsed:
    """A document's value (dict, list or str), the place of each key and value, and values cut by `` #``.

    ``text`` is what was parsed, where that was kept; ``unplaced`` is the text and its first line where places are found
    only when something asks for one;
    ``item_lines`` are the lines on which the items of a top-level list begin, where they are known all the same.
    """

    value: Any
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    cut: Sequence[Cut] = ()
    unplaced: tuple[str, int] | None = None
    item_lines: Sequence[int] = ()
    text: str = ""
    _lines: list[str] = field(default_factory=list)

    def place(self, path: Path) -> tuple[int, int]:
        """Give line and column of the deepest part of a path that is there; parts that are not are skipped."""
        if self.unplaced is not None:
            self._find_places(*self.unplaced)
        best = self.places.get((), (1, 1))
        known: Path = ()
        for step in path:
            longer = (*known, step)
            if longer in self.places:
                known, best = longer, self.places[longer]
        return best

    def line_of_item(self, index: int) -> int:
        """Give the line on which an item of a top-level list begins."""
        return self.item_lines[index] if self.item_lines else self.place((index,))[0]

    def place_of_key(self, key: str, line: int) -> tuple[int, int] | None:
        """Find a key of the mapping that begins on ``line`` by looking at the text; None where that is not enough."""
        if self.unplaced is None:
            return None
        text, first = self.unplaced
        if not self._lines:
            self._lines = text.split("\n")
        found = find_key(self._lines, line - first, key)
        return (line + found[0], found[1]) if found is not None else None

    def first_line(self) -> int:
        """Give the line on which the value begins; blank lines and comments above it are none of it."""
        if self.unplaced is None:
            return self.place(())[0]
        text, line = self.unplaced
        if text[:1] not in " #\n":
            return line
        for each in text.split("\n", 64)[:64]:
            if each.strip() and not each.lstrip().startswith("#"):
                return line
            line += 1
        return self.unplaced[1]

    def _find_places(self, text: str, first_line: int) -> None:
        from civcheck.reading.strict_yaml import parse_strict

        self.unplaced = None
        try:
            self.places = parse_strict(text, first_line).places
        except YamlMistake:
            self.places = {(): (first_line, 1)}


def parse_yaml(text: str, first_line: int = 1) -> Parsed:
    """Parse one document with the fast reader, or with the strict one where the text is beyond it.

    Raises:
        YamlMistake: the document is broken or uses what is refused.
    """
    try:
        plain = parse_plain(text, first_line)
    except NotPlain:
        from civcheck.reading.strict_yaml import parse_written

        return parse_written(text, first_line)
    return Parsed(plain.value, {}, plain.cut, (text, first_line), plain.item_lines)
