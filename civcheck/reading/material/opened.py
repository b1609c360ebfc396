"""What a document shows once it is opened: its text by places, pages, days, and what is wrong with it."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from civcheck.model.material import Made
from civcheck.reading import limits

WHOLE_TEXT = "文本"
"""The place of what stands in the text itself."""
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_FIRST_YEAR = 1990
"""What lies before is a clock that was never set."""


class Piece(NamedTuple):
    """A piece of text: where it stands (``文本``, ``第2页``, ``Sheet1!B3``), and the words near it that say what it is.

    ``near`` has the heads of a table's column and row; it is no text of this piece.
    """

    where: str
    text: str
    near: str = ""


class DocumentOpened(NamedTuple):
    """What a document shows; ``pieces`` are None where its text is not read, and empty where it has none.

    ``beside`` is what stands in it and is none of its text: comments, properties.
    """

    flaw: str = ""
    pages: int | None = None
    pieces: tuple[Piece, ...] | None = None
    made: tuple[Made, ...] = ()
    beside: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        """Give the whole text, piece by piece in lines; at most ``limits.TEXT_CHARACTERS`` and the line breaks."""
        return "\n".join(piece.text for piece in self.pieces or ())


class Collected:
    """Pieces of text, at most ``limits.TEXT_CHARACTERS`` characters and ``limits.SHEET_CELLS`` pieces of it."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._left = limits.TEXT_CHARACTERS

    @property
    def is_full(self) -> bool:
        """Tell whether nothing more is taken."""
        return self._left <= 0 or len(self.pieces) >= limits.SHEET_CELLS

    def add(self, where: str, text: str, near: str = "") -> None:
        """Take one more piece, or as much of it as there is room for; a piece without text is none."""
        if not self.is_full and (taken := text[: self._left].strip()):
            self.pieces.append(Piece(where, taken, near))
            self._left -= len(taken)


def made(source: str, written: str) -> tuple[Made, ...]:
    """Read the day a file was made, from ISO 8601 (``2017-03-05T08:00:00Z``) or as pdf has it (``D:20170305…``).

    The day is taken as it is written, whatever zone it names: WPS writes local time and calls it UTC. Of a file
    made between midnight and eight in China, Word writes the day before. Empty where it is no day of our time.
    """
    found = _DAY.search(written[:40])
    if found is None:
        return ()
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return ()
    return (Made(source, day),) if day.year >= _FIRST_YEAR else ()
