"""Finding what is personal in a text: resident ID numbers, mobiles, bank cards, coordinates.

A number is told by the words near it. An ID number whose check digit, day and region hold is one by itself; of random
numbers of 11 digits 7 % look like a mobile, and of 16 to 19 every tenth has the check digit of a card, so these are
weak (``Personal.is_weak``) where no word says what they are, and none where a word says that they are something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from civcheck.model.checkdigits import is_credit_code
from civcheck.model.coordinates import coordinates_in
from civcheck.model.digits import may_hold
from civcheck.model.longnumbers import Number, hide, long_numbers
from civcheck.model.material import Personal

SORTS = ("id-number", "minor", "mobile", "bank-card", "gps")
"""What may be found, the gravest first but for age."""
_OF_AGE = 18
_BEFORE, _BEHIND, _APART = 40, 12, 60
"""Characters before and behind a number where words may say what it is, and between numbers of one list."""


class Found(NamedTuple):
    """Something personal in a text, from ``start`` to before ``end``."""

    start: int
    end: int
    personal: Personal


def find_personal(text: str, where: str = "") -> tuple[Personal, ...]:
    """Find what is personal in a text, in order of place; ``where`` says where in its file the text stands.

    A minor is told by whoever knows the day (``is_minor``): each ID number that is one keeps the day of birth.
    """
    return tuple(each.personal for each in personal_in(text, where))


def personal_in(text: str, where: str = "") -> tuple[Found, ...]:
    """Find what is personal in a text, and in which place of it."""
    if len(text) < _SHORTEST or not may_hold(text, text.encode("utf-8", "surrogatepass")):
        return ()
    found = [*_told(text, long_numbers(text), where), *_told_places(text, where)]
    return tuple(sorted(found, key=lambda each: each.start))


_SHORTEST = 11


def places_of_numbers(text: str) -> Iterator[int]:
    """Give the places where something begins that may be personal, whatever the words near it say."""
    if may_hold(text, text.encode("utf-8", "surrogatepass")):
        yield from (each.start for each in long_numbers(text))
        yield from (each.start for each in coordinates_in(text))


def masked(text: str) -> str:
    """Hide the digits in the middle of all that may be a personal number, whatever the words near it say.

    Looked at again when something was hidden: what stood beside it may now stand by itself.
    """
    for _ in range(_LOOKS):
        if len(text) < _SHORTEST or not may_hold(text, text.encode("utf-8", "surrogatepass")):
            break
        hidden = {place for number in long_numbers(text) for place in number.hidden}
        hidden |= {place for pair in coordinates_in(text) for place in pair.hidden}
        if not hidden:
            break
        text = hide(text, hidden)
    return text


_LOOKS = 3


def is_minor(born: date, day: date) -> bool:
    """Tell whether someone is under 18 on a day."""
    return (born.year + _OF_AGE, born.month, born.day) > (day.year, day.month, day.day)


# --- what the words near a number say

_WORDS = {
    "code": r"信用代码|机构代码|税号|纳税人",
    "id-number": (
        r"身\s?[份分]\s?[证證証]?\s?明?(?:\s?[号號])?\s?码?|[证證]\s?件\s?[号號]\s?码?|公民[号號]码"
        r"|(?i:\bid[ _-]?(?:card|number|no\b)|\bsfzh?\b)"
    ),
    "mobile": (
        r"手\s?[机機](?!报)(?:\s?[号號])?\s?码?|[电電]\s?[话話](?!会)(?:\s?[号號])?\s?码?|联系(?:方式|人)?|聯[繫絡]"
        r"|致电|拨打|来电|短信|微信号?|热线|[☎📱📞✆]"
        r"|(?i:\btel\b|\b(?:tele)?phone|\bmobile\b|\bcell\b|\bcontact\b)"
    ),
    "bank-card": (
        r"[银銀]行|储蓄|信用卡|借记|卡\s?[号號]\s?码?|[账帐賬]\s?[号户號戶]|开户|打款|汇款|转账|收款|存折"
        r"|(?i:\bbank|\baccount\b)"
    ),
    "gps": r"[经纬]度|坐标|定位|位置|北纬|东经|(?i:\bgps\b|\blat(?:itude)?\b|\bl(?:on|ng)(?:gitude)?\b)",
    "other": (
        r"编号|序号|档号|文号|单号|订单|流水|发票|票据|票号|快递|运单|物流|学号|警号|工号|证号|证书|凭证|合同|案号|卷号|批次|条码"
        r"|二维码|代码|邮编|金额|注册|备案|许可|执业|时间戳|版本|图号|期号|货号|机号|链接|网址"
        r"|(?<![0-9０-９一二三四五六七八九十])[号號](?![召角楼])"
        r"|(?i:\bisbn\b|\bissn\b|\bimei\b|\bs/?n\b|\bserial|\border|\binvoice|https?:)"
    ),
}
"""What a number may be called; where two begin together the one that stands first counts."""
_PREFIX = re.compile(r"(?:[+＋]|00)\s?86[\s)）-]*\Z")


@cache
def _words() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name.replace('-', '_')}>{words})" for name, words in _WORDS.items()))


def _called(text: str, start: int, end: int, from_: int) -> str:
    """Name what the words near a number call it: the nearest before it counts; empty where they say nothing.

    ``from_`` is where the number before it ends: words before that one speak of that one.
    """
    before = text[_first_word(text, start, from_) : start]
    names = [
        found.lastgroup
        for found in _words().finditer(before)
        if found.lastgroup != "other" or _VALUE.search(before, found.end()) is None
    ]
    if not names:
        behind = _words().match(text[end : end + _BEHIND].lstrip(" \t:：（(【[“”\"'*_`为是"))
        names = [behind.lastgroup if behind is not None else ""]
    return (names[-1] or "").replace("_", "-")


_VALUE = re.compile(r"[0-9０-９。；;]")
"""What a number of another sort has of its own: 编号 A2，手机."""
_WORD = re.compile(r"\w")


def _first_word(text: str, start: int, from_: int) -> int:
    """Give where the words that may name a number begin: in its line, where anything stands before it there.

    At the beginning of a line, and in a table, lines above may name it.
    """
    first = max(from_, start - _BEFORE)
    line = max(first, text.rfind("\n", first, start) + 1)
    begun = text[line:start]
    return line if _WORD.search(begun) and "|" not in begun else first


def _told(text: str, numbers: Sequence[Number], where: str) -> list[Found]:
    """Say of numbers what they are; of those that lie over each other the surest is told."""
    found: list[Found] = []
    end, called = 0, ""
    for together in _clusters(numbers):
        start, end_now = together[0].start, max(each.end for each in together)
        said = _called(text, start, end_now, end)
        called = said or (called if end and start - end <= _APART else "")
        end = end_now
        told = [(number, _is_weak(text, number, called)) for number in together]
        found += _surest([(number, weak) for number, weak in told if weak is not None], where)
    return found


def _clusters(numbers: Sequence[Number]) -> Iterator[list[Number]]:
    """Put numbers that lie over each other together."""
    together: list[Number] = []
    end = 0
    for number in numbers:
        if together and number.start >= end:
            yield together
            together = []
        together.append(number)
        end = max(end, number.end) if len(together) > 1 else number.end
    if together:
        yield together


def _is_weak(text: str, number: Number, called: str) -> bool | None:
    """Tell whether what a number may be rests on its looks alone; None where it is not taken for it."""
    match number.sort:
        case "id-number":
            if number.sure:
                return None if called == "code" and is_credit_code(number.signs) else False
            if called == "id-number":
                return False
            return True if number.valid and len(number.signs) == _SIGNS_OF_ID else None
        case "mobile":
            if called == "mobile" or _PREFIX.search(text[max(0, number.start - 8) : number.start]):
                return False
            return None if called in ("other", "code") else True
        case _:
            return (called != "bank-card") if called in ("bank-card", "") else None


_SIGNS_OF_ID = 18


def _surest(told: list[tuple[Number, bool]], where: str) -> Iterator[Found]:
    """Give those that do not lie over each other, the sure ones and the strong ones first."""
    if not told:
        return
    first = min(number.start for number, _ in told)
    taken = bytearray(max(number.end for number, _ in told) - first)
    for number, weak in sorted(told, key=lambda each: (each[1], not each[0].sure, each[0].start)):
        start, end = number.start - first, number.end - first
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            yield Found(
                number.start, number.end, Personal(number.sort, number.shown, where, weak, number.born)
            )


def _told_places(text: str, where: str) -> Iterator[Found]:
    for pair in coordinates_in(text):
        before = text[max(0, pair.start - _BEFORE) : pair.end]
        names = {each.lastgroup for each in _words().finditer(before)}
        weak = "gps" not in names and "°" not in text[pair.start : pair.end]
        yield Found(pair.start, pair.end, Personal("gps", pair.shown, where, weak))
