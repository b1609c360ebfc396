"""What a clerk typed, before it is a value: what reading it needs, what it leaves to say, and why it may be none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civcheck.model.texts import MARKER, mask

MISSING = frozenset({"", "/", "-", "—", "／", "－", "–", "——"})

Note = tuple[str, dict[str, Any]]
"""Something worth saying of a value that was read without doubt: code and params."""


class BadValue(ValueError):  # noqa: N818 - one problem, raised to whoever knows its place
    """A value that cannot be taken as what it should be: a problem code and params."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Context:
    """What reading one value needs to know: the ledger's year; and the notes it leaves."""

    __slots__ = ("notes", "year")

    def __init__(self, year: int) -> None:
        self.year = year
        self.notes: list[Note] = []

    def note(self, code: str, **params: Any) -> None:
        """Remember something that was read without doubt but is worth saying."""
        self.notes.append((code, params))


def is_missing(raw: object) -> bool:
    """Tell whether a value says nothing: empty, ``/``, ``-``, ``—``, or a scaffold marker anywhere in it.

    A list says nothing when none of its texts does, or when one of them still holds the marker.
    """
    if isinstance(raw, str):
        if len(raw) > 4 and not raw.isspace():
            return MARKER in raw
        return raw.strip() in MISSING or MARKER in raw
    if isinstance(raw, list) and raw:
        texts = [each for each in raw if isinstance(each, str)]
        return any(MARKER in each for each in texts) or (
            len(texts) == len(raw) and all(map(is_missing, texts))
        )
    return not raw


def brief(raw: object) -> str:
    """Shorten a value for a message; personal numbers are masked first, a cut one would pass for none."""
    text = raw if isinstance(raw, str) else "、".join(_texts_in(raw))
    return text if len(text) <= 60 else mask(text[:1_000])[:59] + "…"


def _texts_in(raw: object) -> Iterator[str]:
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, list | dict):
        for each in raw if isinstance(raw, list) else raw.values():
            yield from _texts_in(each)
