"""Masking and finding are one: what is found comes out masked, and no less is masked than ever was."""

from __future__ import annotations

import re
import unicodedata
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from civcheck.model.digits import fold
from civcheck.model.personal import find_personal
from civcheck.model.texts import mask, sanitize

from .numbers import DISGUISES, INNOCENT, a_bad_id, a_card, a_mobile, an_id

LAW = settings(max_examples=300, deadline=None)
RANDOM = st.integers(0, 2**32).map(Random)
GAPS = st.sampled_from([*" \t\u3000\xa0.·()（）-‐—－", "", "、", "\n", "a", "号", "_", "\u200b", "*"])
DIGITS = st.sampled_from([*"0123456789", *"０１３５８９", "一", "X", "x"])
PIECES = st.one_of(
    RANDOM.map(an_id), RANDOM.map(a_bad_id), RANDOM.map(a_mobile), RANDOM.map(a_card),
    st.builds(lambda rng, name: DISGUISES[name](an_id(rng)), RANDOM, st.sampled_from(sorted(DISGUISES))),
    st.builds(lambda rng, name: INNOCENT[name](rng), RANDOM, st.sampled_from(sorted(INNOCENT))),
    st.lists(st.one_of(DIGITS, DIGITS, DIGITS, GAPS), max_size=24).map("".join),
    st.sampled_from(["坐标30.5928,114.3055", "30°35′34″N 114°18′20″E", "手机", "身份证号：", "+86 ", "0", "86"]),
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, GAPS), max_size=5).map("".join)


def plain(text: str) -> str:
    """Give nothing but the digits of a text, and stars for what is masked."""
    return re.sub(
        r"[^0-9X*]", "", re.sub(r"\*(?![*\d])", "*", fold(text.replace("*", "\u2605")).replace("\u2605", "*"))
    )


@LAW
@given(TEXTS)
def test_what_is_found_always_comes_out_masked(text: str) -> None:
    shown = sanitize(text, 10_000)
    left = {each.shown for each in find_personal(shown)}
    assert not left & {each.shown for each in find_personal(text)}


@LAW
@given(RANDOM, st.sampled_from(sorted(DISGUISES)))
@example(Random(1632), "file name")  # 20170315_130603201412261808 reads as a day, a time, a day and a time
def test_no_disguised_number_can_be_read_from_what_is_shown(rng: Random, name: str) -> None:
    number = an_id(rng)
    assert number not in re.sub("[^0-9X]", "", fold(sanitize(DISGUISES[name](number))))
    assert number[2:15] not in re.sub("[^0-9X]", "", fold(sanitize(DISGUISES[name](number))))


@LAW
@given(TEXTS)
def test_no_less_is_masked_than_by_the_two_patterns_of_old(text: str) -> None:
    before, now = _masked_of_old(text), mask(text)
    assert _digits(now) <= _digits(before), (before, now)


def _digits(text: str) -> int:
    return sum(sign.isdigit() and (sign.isascii() or sign in "０１２３４５６７８９") for sign in text)


@LAW
@given(TEXTS)
def test_nothing_but_digits_is_ever_changed(text: str) -> None:
    shown = mask(text)
    if "&" not in text:
        assert len(shown) == len(text)
        changed = [before for before, after in zip(text, shown, strict=True) if before != after]
        assert all(fold(sign).isdigit() for sign in changed)


@pytest.mark.parametrize(
    "text",
    [
        "J001-WS·2017-D10-BGS-0012", "2017-03-15 至 2017-03-18", "云司发〔2017〕12号", "mmexport1489561234567.jpg",
        "IMG_20170315_093012.jpg", "ISBN 978-7-5093-8123-4", "027-87654321-8012", "4008812348",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ],
)  # fmt: skip
def test_what_is_no_personal_number_stays(text: str) -> None:
    assert sanitize(text) == text


def test_a_number_across_a_line_is_masked_before_the_lines_are_joined() -> None:
    assert sanitize("1101\n05\u200b1949\n1231\n002X") == "11** **\ufffd**** **** *02X"


def test_a_character_reference_is_masked_as_one_digit() -> None:
    assert mask("138&#49;234&nbsp;5678") == "138****&nbsp;5678"


def test_much_of_one_digit_takes_no_long_time() -> None:
    for text in ("1" * 200_000, "1 " * 100_000, "13" * 100_000, "110105194912310" * 10_000, "&#49;" * 40_000):
        mask(text)


# --- what masked before there was one way of finding and masking, kept as the measure of it

_D = "[0-9０-９]"
_GAP = r"[ \t\u3000\xa0.·()（）\-‐-―－]{0,3}"
_MOBILE = re.compile(
    rf"(?<!{_D})((?:(?:(?:\+|00)?86|0){_GAP})?[1１][3-9３-９]{_D})({_GAP}){_D}{{4}}({_GAP}{_D}{{4}})(?!{_D})"
)
_RESIDENT = re.compile(
    rf"(?<!{_D})(?:{_D}{{6}}{_GAP}{_D}{{8}}{_GAP}{_D}{{3}}[0-9０-９XxＸｘ]|{_D}{{6}}{_GAP}{_D}{{6}}{_GAP}{_D}{{3}})(?!{_D})"
)
_BORN = re.compile(
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|[78][1-3])\d{4}"
    r"(?:(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9X]"
    r"|\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})"
)
_HEX = re.compile(r"(?<![0-9a-f])(?=(?:[0-9]*[a-f]){2})[0-9a-f]{16,}(?![0-9a-f])")


def _masked_of_old(text: str) -> str:
    parts, start = [], 0
    for digest in _HEX.finditer(text):
        parts += [_piece(text[start : digest.start()]), digest[0]]
        start = digest.end()
    return "".join((*parts, _piece(text[start:])))


def _piece(text: str) -> str:
    return _RESIDENT.sub(_masked_id, _MOBILE.sub(r"\1\2****\3", text))


def _masked_id(found: re.Match[str]) -> str:
    number = re.sub(r"[^0-9X]", "", unicodedata.normalize("NFKC", found[0]).upper())
    if not _BORN.fullmatch(number):
        return found[0]
    return f"{number[:2]}{'*' * (len(number) - 5)}{number[-3:]}"
