"""Long numbers in a text, whatever they are written with, and what each of them may be.

Nothing here looks at words: what a number may be, it may be wherever it stands. Masking hides all of it; finding
(``model/personal.py``) goes by the words near it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from civcheck.model.checkdigits import day_of_birth, has_id_check_digit, has_luhn_digit, is_region
from civcheck.model.digits import FILLED, NOTHING, fold

_GLUED, _SOFT, _GAP = range(3)
"""What lies before a digit: another one; something unseen, an X, a digit of other writing; a blank or mark."""


class Number(NamedTuple):
    """What a number in a text may be.

    ``start`` and ``end`` (exclusive) are places in the text; ``hidden`` those of the digits that a mask hides.
    ``signs`` are its digits in plain form. ``sort`` is that of ``Personal``; ``sure`` says that its check digit, day
    and region hold and that no other digit touches it, ``valid`` only the first.
    """

    start: int
    end: int
    sort: str
    signs: str
    hidden: tuple[int, ...]
    shown: str
    sure: bool = False
    valid: bool = True
    born: date | None = None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Compile what is only needed where a text has a long number at all."""
    unseen = f"[{NOTHING}{FILLED}]*+"
    day = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    province = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|[78][1-3])"
    return {
        name: re.compile(pattern, re.ASCII)
        for name, pattern in {
            "run": rf"[0-9](?:{unseen}(?:(?:[ -]{unseen}){{0,3}}|(?: {unseen}){{4,14}})[0-9X])*",
            "id-18": rf"(?={province}\d{{4}}(?:18|19|20)\d{{2}}{day}\d{{3}}[0-9X])",
            "id-15": rf"(?={province}\d{{6}}{day}\d{{3}})",
            "mobile": r"(?=1[3-9]\d{9})",
            "card": r"(?=(?:62|60|68|955|4|5[1-5]|35)\d{14})",
            "digest": r"(?<![0-9a-f])(?=(?:[0-9]*[a-f]){2})[0-9a-f]{16,}(?![0-9a-f])",
        }.items()
    }


class _Run:
    """Digits that follow each other, with what lies between them."""

    def __init__(self, text: str, folded: str, start: int, end: int) -> None:
        signs: list[str] = []
        self.places: list[int] = []
        self.edges: list[int] = []
        before, seen = start - 1, ""
        for at in range(start, end):
            sign = folded[at]
            if sign not in "0123456789X":
                continue
            between = folded[before + 1 : at].replace(FILLED, "")
            writing = text[at] if not text[at].isascii() else ""
            writing = "" if not writing else "wide" if writing >= "\uff00" else "other"
            if before < start or between.strip(NOTHING):
                edge = _GAP
            else:
                edge = _SOFT if between or writing != seen or "X" in (sign, signs[-1]) else _GLUED
            signs.append(sign)
            self.places.append(at)
            self.edges.append(edge)
            before, seen = at, writing
        self.signs = "".join(signs)

    def __len__(self) -> int:
        return len(self.signs)

    def is_apart(self, start: int, end: int) -> bool:
        """Tell whether no other digit touches the signs from ``start`` to before ``end``."""
        return self.edges[start] != _GLUED and (end == len(self) or self.edges[end] != _GLUED)

    def has_groups(self, start: int, end: int, *layouts: frozenset[int]) -> bool:
        """Tell whether the gaps inside lie where one of the layouts has them, or between all signs."""
        gaps = {at - start for at in range(start + 1, end) if self.edges[at] == _GAP}
        return len(gaps) == end - start - 1 or any(gaps <= layout for layout in layouts)

    def number(self, sort: str, start: int, end: int, kept: tuple[int, int], **said: object) -> Number:
        """Make a number of some signs; of them so many stay at the beginning and at the end."""
        signs = self.signs[start:end]
        hidden = tuple(self.places[start + kept[0] : end - kept[1]])
        shown = signs[: kept[0]] + "*" * len(hidden) + signs[-kept[1] :]
        return Number(self.places[start], self.places[end - 1] + 1, sort, signs, hidden, shown, **said)  # type: ignore[arg-type]


def long_numbers(text: str) -> list[Number]:
    """List all that may be a personal number, in order of place; one may lie over another."""
    folded = fold(text)
    patterns = _patterns()
    found: list[Number] = []
    for run in patterns["run"].finditer(folded):
        if run.end() - run.start() >= 11:
            read = _Run(text, folded, run.start(), run.end())
            if len(read) >= 11:
                found += (*_ids(read), *_old_ids(read), *_mobiles(read), *_cards(read))
    if found and (digests := [each.span() for each in patterns["digest"].finditer(text)]):
        found = [each for each in found if each.sure or not _lies_in(each, digests)]
    return sorted(found, key=lambda each: (each.start, -each.end, not each.sure))


def _lies_in(number: Number, spans: list[tuple[int, int]]) -> bool:
    return any(start < number.end and number.start < end for start, end in spans)


_KEPT_OF_ID, _KEPT_OF_MOBILE, _KEPT_OF_CARD = (2, 3), (3, 4), (4, 4)
_ID_GROUPS, _OLD_ID_GROUPS = frozenset({6, 14}), frozenset({6, 12})
_MOBILE_GROUPS = tuple(map(frozenset, ({3, 7}, {4, 8}, {3, 6}, {5}, {3, 5, 7, 9})))
_CARD_GROUPS = tuple(map(frozenset, ({4, 8, 12, 16}, {6}, {6, 12, 18})))


def _ids(run: _Run) -> Iterator[Number]:
    """Find ID numbers of 18 signs: valid ones in whatever groups and company, others as they are usually written."""
    for at in _patterns()["id-18"].finditer(run.signs):
        start, end = at.start(), at.start() + 18
        signs, apart = run.signs[start:end], run.is_apart(start, end)
        born = day_of_birth(signs[6:14])
        valid = born is not None and is_region(signs[:6]) and has_id_check_digit(signs)
        if valid or (apart and run.has_groups(start, end, _ID_GROUPS)):
            yield run.number(
                "id-number", start, end, _KEPT_OF_ID, sure=valid and apart, valid=valid, born=born if valid else None
            )  # fmt: skip


def _old_ids(run: _Run) -> Iterator[Number]:
    """Find ID numbers of 15 digits, which have no check digit."""
    for at in _patterns()["id-15"].finditer(run.signs):
        start, end = at.start(), at.start() + 15
        if run.is_apart(start, end) and run.has_groups(start, end, _OLD_ID_GROUPS):
            signs = run.signs[start:end]
            born = day_of_birth("19" + signs[6:12])
            valid = born is not None and is_region(signs[:6])
            yield run.number("id-number", start, end, _KEPT_OF_ID, valid=valid, born=born if valid else None)


def _mobiles(run: _Run) -> Iterator[Number]:
    for at in _patterns()["mobile"].finditer(run.signs):
        start, end = at.start(), at.start() + 11
        ends = end == len(run) or run.edges[end] != _GLUED
        if ends and _begins_mobile(run, start) and run.has_groups(start, end, *_MOBILE_GROUPS):
            yield run.number("mobile", start, end, _KEPT_OF_MOBILE)


def _begins_mobile(run: _Run, start: int) -> bool:
    """Tell whether a mobile may begin here: no digit touches it but +86 or 0."""
    if run.edges[start] != _GLUED:
        return True
    return any(
        run.signs[max(0, start - len(code)) : start] == code and run.edges[start - len(code)] != _GLUED
        for code in ("0", "86", "0086")
    )


def _cards(run: _Run) -> Iterator[Number]:
    """Find bank cards: 16 to 19 digits with a known beginning and the digit of the Luhn formula."""
    for at in _patterns()["card"].finditer(run.signs):
        start = at.start()
        for length in (19, 18, 17, 16) if run.signs[start] in "69" else (16,):
            end, signs = start + length, run.signs[start : start + length]
            if (
                len(signs) == length and "X" not in signs
                and run.is_apart(start, end) and run.has_groups(start, end, *_CARD_GROUPS) and has_luhn_digit(signs)
            ):  # fmt: skip
                yield run.number("bank-card", start, end, _KEPT_OF_CARD)
                break


def hide(text: str, places: set[int]) -> str:
    """Put a star for the digit at each place; a character reference counts as one digit."""
    parts, done = [], 0
    folded = fold(text) if "&" in text else text
    for place in sorted(places):
        parts += [text[done:place], "*"]
        done = place + 1
        while text[place] == "&" and done < len(folded) and folded[done] == FILLED:
            done += 1
    return "".join((*parts, text[done:]))
