"""From what a clerk typed to a value: texts, lists, yes and no, and the reader of each declared type.

Every reader takes raw text (or a list of texts) and raises ``BadValue`` whose code is that of a problem;
nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from civcheck.model.days import read_day
from civcheck.model.numbers import read_number, read_whole
from civcheck.model.rawvalue import BadValue, Context, brief, is_missing

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


def read_texts(raw: object) -> tuple[str, ...]:
    """Read a list: one text with 、 ， , ； or ; between, or a list of texts; order kept, repeats dropped."""
    if isinstance(raw, str):
        found = _split(raw)
    elif isinstance(raw, list) and all(isinstance(each, str) for each in raw):
        found = tuple(dict.fromkeys(part for each in raw for part in _split(each)))
    else:
        raise BadValue("not-a-list-of-texts")
    if len(found) > MOST_TEXTS:
        raise BadValue("too-many-items", limit=MOST_TEXTS)
    return found


def _split(text: str) -> tuple[str, ...]:
    # what is remembered is short, so that a hostile ledger cannot fill the memory with it
    return _short_split(text) if len(text) <= 200 else _any_split(text)


def _any_split(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split("[、，,；;\n]", text))
    return tuple(dict.fromkeys(part for part in parts if not is_missing(part)))


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
    "是否": lambda raw, _: read_yes_no(raw),
    "日期": read_day,
}
"""How a value of each declared type is read."""
