"""From what a clerk typed to a value: texts, lists, yes and no, and the reader of each declared type.

Every reader takes raw text (or a list of texts) and raises ``BadValue`` whose code is that of a problem;
nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from civcheck.model.days import read_day
from civcheck.model.numbers import read_in, read_number, read_percent, read_whole
from civcheck.model.rawvalue import BadValue, Context, brief, is_missing
from civcheck.model.texts import normal

MOST_TEXTS = 1_000
YES = frozenset({"是", "有", "对", "√", "true", "yes", "✓", "✔"})
NO = frozenset({"否", "无", "×", "false", "no", "✗"})


def read_text(raw: object) -> str:
    """Read one text; a list of several is refused."""
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, list) and len(raw) == 1 and isinstance(raw[0], str):
        return raw[0].strip()
    raise BadValue("not-a-text")


class Wholes:
    """Listed values that hold a separator (防火巡查、检查): each is recognised as one value, the longest first."""

    __slots__ = ("_by_first",)

    def __init__(self, values: Iterable[str]) -> None:
        forms = sorted({_forms(_SEPARATORS.split(value)) for value in values}, key=len, reverse=True)
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for form in forms:
            self._by_first.setdefault(form[0], []).append(form)

    @classmethod
    def among(cls, values: Iterable[str]) -> Wholes | None:
        """Take those that hold a separator; None where none does, so that nothing has to be looked for."""
        found = [value for value in values if holds_separator(value)]
        return cls(found) if found else None

    def split(self, text: str) -> list[str]:
        """Take a text apart at its separators, except inside of a listed value."""
        parts = _SEPARATORS.split(text)
        forms = _forms(parts)
        found, at = [], 0
        while at < len(parts):
            length = next(
                (
                    len(form)
                    for form in self._by_first.get(forms[at], ())
                    if forms[at : at + len(form)] == form
                ),
                1,
            )
            found.append("".join(parts[at : at + length]))
            at += length + 1  # what follows is a separator
        return found


_SEPARATORS = re.compile("([、，,；;\n])")


def holds_separator(text: str) -> bool:
    """Tell whether a text would be taken for several values."""
    return _SEPARATORS.search(text) is not None


def _forms(parts: list[str]) -> tuple[str, ...]:
    """Give the compared forms of texts with the separators between them."""
    return tuple(map(normal, parts))


def read_texts(raw: object, wholes: Wholes | None = None) -> tuple[str, ...]:
    """Read a list: one text with 、 ， , ； or ; between, or a list of texts; order kept, repeats dropped.

    What is one of ``wholes`` is not taken apart.
    """
    split = _split if wholes is None else lambda text: _kept(wholes.split(text))
    if isinstance(raw, str):
        found = split(raw)
    elif isinstance(raw, list) and all(isinstance(each, str) for each in raw):
        found = tuple(dict.fromkeys(part for each in raw for part in split(each)))
    else:
        raise BadValue("not-a-list-of-texts")
    if len(found) > MOST_TEXTS:
        raise BadValue("too-many-items", limit=MOST_TEXTS)
    return found


def _split(text: str) -> tuple[str, ...]:
    # what is remembered is short, so that a hostile ledger cannot fill the memory with it
    return _short_split(text) if len(text) <= 200 else _any_split(text)


def _any_split(text: str) -> tuple[str, ...]:
    return _kept(re.split("[、，,；;\n]", text))


def _kept(parts: Iterable[str]) -> tuple[str, ...]:
    """Drop what says nothing, and repeats."""
    stripped = (part.strip() for part in parts)
    return tuple(dict.fromkeys(part for part in stripped if not is_missing(part)))


_short_split = lru_cache(maxsize=4096)(_any_split)


def read_yes_no(raw: object) -> bool:
    """Read 是 有 对 √ true yes, or 否 无 × false no."""
    if isinstance(raw, str):
        word = unicodedata.normalize("NFKC", raw).strip().lower()
        if word in YES:
            return True
        if word in NO:
            return False
    raise BadValue("not-yes-no", value=brief(raw))


Reader = Callable[[object, Context], Any]

READERS: dict[str, Reader] = {
    "文本": lambda raw, _: read_text(raw),
    "列表": lambda raw, _: read_texts(raw),
    "整数": read_whole,
    "小数": read_number,
    "百分数": read_percent,
    "是否": lambda raw, _: read_yes_no(raw),
    "日期": read_day,
}
"""How a value of each declared type is read."""


def reader_of(kind: str, unit: str | None = None, wholes: Wholes | None = None) -> Reader:
    """Give the reader of a declared type: of a number in its ``unit``, of a list that keeps ``wholes`` whole."""
    if unit is not None and kind in ("整数", "小数"):
        return lambda raw, context: read_in(raw, context, unit, kind == "整数")
    if kind == "列表" and wholes is not None:
        return lambda raw, _: read_texts(raw, wholes)
    return READERS[kind]
