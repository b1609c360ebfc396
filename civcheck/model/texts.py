"""Comparing texts as people mean them: without blanks, quotation marks, width and case of form."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from civcheck.messages import Message, msg

MARKER = "【待填】"
_NOT_COMPARED = re.compile("[\\s“”‘’\"'＂＇《》〈〉「」『』﹁﹂‹›«»]+")
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def normal(text: str) -> str:
    """Give the form in which two texts are compared: NFKC, no blanks, quotation or book-title marks."""
    # what is remembered is short, so that a hostile ledger cannot fill the memory with it
    return _short_normal(text) if len(text) <= 200 and not text.isascii() else _any_normal(text)


def _any_normal(text: str) -> str:
    if text.isascii():  # numbers of records and files: NFKC leaves them as they are
        return text if _NOT_COMPARED.search(text) is None else _NOT_COMPARED.sub("", text)
    return _NOT_COMPARED.sub("", unicodedata.normalize("NFKC", text))


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
    shown = text
    if not text.isprintable():
        shown = HIDDEN.sub("\ufffd", re.sub(r"[\r\n\t]+", " ", text))
    if len(shown) > 10:
        shown = mask(shown)
    if "::" in shown or "##[" in shown:  # what runners of workflows take for commands
        shown = _COMMAND.sub(_widened, shown)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


_COMMAND = re.compile(r"::(?=[A-Za-z])|##\[")


def _widened(found: re.Match[str]) -> str:
    return "：：" if found[0] == "::" else "##［"


_D = "[0-9０-９]"
_BEFORE, _BEHIND = f"(?<!{_D})", f"(?!{_D})"
_GAP = r"[ \t\u3000\xa0.·()（）\-‐-―－]{0,3}"
"""What people put between the groups of a number."""
_SOME_DIGITS = re.compile(f"{_D}{{3}}")
_MOBILE = re.compile(
    rf"{_BEFORE}((?:(?:(?:\+|00)?86|0){_GAP})?[1１][3-9３-９]{_D})({_GAP}){_D}{{4}}({_GAP}{_D}{{4}}){_BEHIND}"
)
_RESIDENT = re.compile(
    rf"{_BEFORE}(?:{_D}{{6}}{_GAP}{_D}{{8}}{_GAP}{_D}{{3}}[0-9０-９XxＸｘ]|{_D}{{6}}{_GAP}{_D}{{6}}{_GAP}{_D}{{3}}){_BEHIND}"
)
_BORN = re.compile(
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|[78][1-3])\d{4}"
    r"(?:(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9X]"
    r"|\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})"
)
"""GB 11643: a province, then a day of birth; 18 signs with a check digit, 15 of old. A slip in it hides nobody."""
_HEX = re.compile(r"(?<![0-9a-f])(?=(?:[0-9]*[a-f]){2})[0-9a-f]{16,}(?![0-9a-f])")


def mask(text: str) -> str:
    """Mask personal numbers: 138****1234 of a mobile; of a resident ID (GB 11643) the first two and last three stay.

    Hexadecimal digests stay as they are.
    """
    if not _SOME_DIGITS.search(text):
        return text
    parts, start = [], 0
    for digest in _HEX.finditer(text):
        parts += [_masked(text[start : digest.start()]), digest[0]]
        start = digest.end()
    return "".join((*parts, _masked(text[start:])))


def _masked(text: str) -> str:
    return _RESIDENT.sub(_masked_id, _MOBILE.sub(r"\1\2****\3", text))


def _masked_id(found: re.Match[str]) -> str:
    number = re.sub(r"[^0-9X]", "", unicodedata.normalize("NFKC", found[0]).upper())
    if not _BORN.fullmatch(number):
        return found[0]
    return f"{number[:2]}{'*' * (len(number) - 5)}{number[-3:]}"


_Named = TypeVar("_Named", str, Message)


def some(names: Sequence[_Named], most: int = 6) -> Message | tuple[_Named, ...]:
    """Name the first few of many."""
    return tuple(names) if len(names) <= most else msg("list.cut", names=tuple(names[:most]))
