"""Names that may be meant for one another: one has the other in it and is more, as 张三同志 has 张三.

What looks like several names may be meant for each of them, and 张三等2人 for anybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from civcheck.model.several import several_in
from civcheck.model.texts import normal

_SHORTEST = 2
"""A name of one character is in too much to be meant by it."""

_FEW = 32
"""So many names are tried one by one."""

_ANOTHER = re.compile(
    r"[0-9A-Za-z][-./_]?\0[-./_]?[0-9A-Za-z]|[一二三四五六七八九十百千]\0[十百千]|[十百千]\0[一二三四五六七八九]|[不未非无]\0."
)
"""What stands on both sides of where a name begins or ends that is another: K1|2, 十|一号, 不|合格."""


class Alike:
    """Names, and which of them a text may be meant for without being one.

    They are given as they are written; ``names`` has them in the ``form`` in which they are compared.
    """

    def __init__(self, names: Iterable[str], form: Callable[[str], str] = normal) -> None:
        self._form, written = form, {form(name): name for name in names}
        self.names = frozenset(written)
        self._longer = [name for name in self.names if len(name) >= _SHORTEST]
        self._index = _Index(self._longer) if len(self._longer) > _FEW else None
        self._of_anybody = frozenset(each for each, name in written.items() if several_in(name).anybody)
        self._with = self._pieces_of(written)
        self._known: dict[str, tuple[str, ...]] = {}

    def _pieces_of(self, written: dict[str, str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for each, name in written.items():
            for piece in several_in(name).pieces:
                found.setdefault(self._form(piece), []).append(each)
        return found

    def may_mean(self, text: str) -> bool:
        """Tell whether a text is none of the names and may be meant for one."""
        return self._form(text) not in self.names and bool(self.to(text))

    def to(self, text: str) -> tuple[str, ...]:
        """List the names that a text has in it and is more, and those that have the text in them.

        So may a text that names anybody be each of them, and every text one of these.
        """
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = tuple(sorted(self._found(text)))
        return known

    def _found(self, text: str) -> Iterable[str]:
        form, several = self._form(text), several_in(text)
        if several.anybody:
            return self.names - {form}
        found = {name for piece in several.pieces for name in self._with.get(self._form(piece), ())}
        if len(form) >= _SHORTEST:
            near = self._longer if self._index is None else self._index.near(form)
            found.update(name for name in near if is_more_than(form, name) or is_more_than(name, form))
        return (found | self._of_anybody) - {form}


class _Index:
    """Finds among many names those that are in a text, or have it in them."""

    def __init__(self, names: list[str]) -> None:
        self._names, self._lengths = set(names), sorted(set(map(len, names)))
        self._having: dict[str, list[str]] = {}
        for name in names:
            for pair in set(_pairs(name)):
                self._having.setdefault(pair, []).append(name)

    def near(self, text: str) -> set[str]:
        """List them; a text that is longer than all of them is looked through for each."""
        lengths = [length for length in self._lengths if length < len(text)]
        if len(lengths) * len(text) > len(self._names):
            inside = {name for name in self._names if name in text}
        else:
            parts = (text[at : at + length] for length in lengths for at in range(len(text) - length + 1))
            inside = {part for part in parts if part in self._names}
        around = min((self._having.get(pair, []) for pair in _pairs(text)), key=len, default=[])
        return inside.union(name for name in around if text in name)


def _pairs(text: str) -> Iterator[str]:
    """List every two characters that follow each other."""
    return map("".join, pairwise(text))


def is_more_than(text: str, name: str) -> bool:
    """Tell whether a text has a name in it and is more: 张三同志 is, of 张三; K12 is no K1, 不合格 no 合格."""
    if len(name) >= len(text) or name not in text:
        return False
    return any(not _is_another(text, at, at + len(name)) for at in _places(text, name))


def _places(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)


def _is_another(text: str, first: int, end: int) -> bool:
    """Tell whether what stands around a name makes it part of another word or number."""
    return any(
        at and at < len(text) and _ANOTHER.search(f"{text[max(at - 2, 0) : at]}\0{text[at : at + 2]}")
        for at in (first, end)
    )
