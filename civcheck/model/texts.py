"""Comparing texts as people mean them: without blanks, quotation marks, width and case of form."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from civcheck.messages import Message, msg
from civcheck.model.personal import masked

MARKER = "【待填】"
_NOT_COMPARED = re.compile("[\\s“”‘’\"'＂＇《》〈〉「」『』﹁﹂‹›«»]+")
_DOTS = re.compile("[•‧∙⋅・]")
"""Middle dots that people write between the parts of a name (艾力·买买提), whichever their keyboard gives."""

HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


_RAISED = re.compile(
    "(?<![A-Za-z])[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2079\u2080-\u2089\u2150-\u215f\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]"
)
"""Numbers of footnotes, and what else would be another digit of the number before it: 20¹ is not 201; m² is a unit."""


def with_plain_signs(text: str) -> str:
    """Give a text of numbers with plain signs for full-width ones; one with a raised or circled number as it is."""
    return text if text.isascii() or _RAISED.search(text) else unicodedata.normalize("NFKC", text)


def normal(text: str) -> str:
    """Give the form in which two texts are compared: NFKC, no blanks, quotation or book-title marks, one middle dot."""
    # what is remembered is short, so that a hostile ledger cannot fill the memory with it
    return _short_normal(text) if len(text) <= 200 and not text.isascii() else _any_normal(text)


def _any_normal(text: str) -> str:
    if text.isascii():  # numbers of records and files: NFKC leaves them as they are
        return text if _NOT_COMPARED.search(text) is None else _NOT_COMPARED.sub("", text)
    return _DOTS.sub("·", _NOT_COMPARED.sub("", unicodedata.normalize("NFKC", text)))


_short_normal = lru_cache(maxsize=8_192)(_any_normal)


def all_normal(texts: list[str]) -> list[str]:
    """Give the compared forms of many texts at once, which takes a fraction of the time."""
    forms = _any_normal("\0".join(texts)).split("\0") if texts else []
    return forms if len(forms) == len(texts) else [_any_normal(text) for text in texts]


_BRACKETED_YEAR = re.compile(r"[\[({【〔〖]((?:19|20)\d\d)[\])}】〕〗]")


def number_form(text: str) -> str:
    """Give the form in which the numbers of papers are compared: ``normal``, with a year in any brackets in 〔〕."""
    form = normal(text)
    return _BRACKETED_YEAR.sub(r"〔\1〕", form) if "20" in form or "19" in form else form


def same(one: str, other: str) -> bool:
    """Tell whether two texts are the same as wholes."""
    return normal(one) == normal(other)


def near(text: str, names: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Find the name that was probably meant, or None."""
    wanted = normal(text).casefold()
    forms = {normal(name).casefold(): name for name in names}
    if wanted in forms:
        return forms[wanted]
    close = difflib.get_close_matches(wanted[:60], forms, n=1, cutoff=cutoff)
    if close:
        return forms[close[0]]
    inside = [
        form for form in forms if len(form) > 1 and len(wanted) > 1 and (form in wanted or wanted in form)
    ]
    return forms[max(inside, key=len)] if inside else None


def sanitize(text: str, limit: int = 300) -> str:
    """Make a foreign text fit to be shown: no control or bidi characters, numbers masked, at most ``limit`` long.

    A line break or tab becomes a blank; anything else that cannot be seen becomes U+FFFD.
    """
    shown = mask(text)  # first: what is unseen between digits is told from what was there before
    if not shown.isprintable():
        shown = HIDDEN.sub("\ufffd", re.sub(r"[\r\n\t]+", " ", shown))
    if "::" in shown or "##[" in shown:  # what runners of workflows take for commands
        shown = _COMMAND.sub(_widened, shown)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


_COMMAND = re.compile(r"::(?=[A-Za-z])|##\[")


def _widened(found: re.Match[str]) -> str:
    return "：：" if found[0] == "::" else "##［"


def mask(text: str) -> str:
    """Mask personal numbers: 138****1234 of a mobile; of a resident ID (GB 11643) the first two and last three stay.

    Whatever ``model/personal.py`` finds is masked, and so is what only looks like it: a slip in an ID number hides
    nobody. Hexadecimal digests stay as they are.
    """
    return masked(text)


_Named = TypeVar("_Named", str, Message)


def some(names: Sequence[_Named], most: int = 6) -> Message | tuple[_Named, ...]:
    """Name the first few of many."""
    return tuple(names) if len(names) <= most else msg("list.cut", names=tuple(names[:most]))
