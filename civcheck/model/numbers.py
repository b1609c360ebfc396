"""Numbers as people type them: 46, 46人, 近400人, 三十人, 90分钟."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from civcheck.model.rawvalue import BadValue, Context, brief


class AboutInt(int):
    """A whole number that was written as an estimate: 30余名, 近400人."""


class AboutFraction(Fraction):
    """A number that was written as an estimate: 约1.5小时."""


Number = int | Fraction


def is_about(value: object) -> bool:
    """Tell whether a number was written as an estimate (约数)."""
    return isinstance(value, AboutInt | AboutFraction)


_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_D = "[一二两三四五六七八九]"
_BELOW_10_000 = re.compile(f"(?:({_D}?)千)?(?:零?({_D}?)百)?(?:零?({_D}?)十)?(?:零?({_D}))?")
_UNITS = (
    "人次|人|名|位|个|件|场次|场|次|份|篇|张|册|本|户|家|元|万元|支|期|条|岁|小时|个小时|学时|课时|分钟|天|%"
)
_PLAIN_UNITS = frozenset("人名位个件场次份篇张册本户家元支期条岁天")
_NUMBER = re.compile(
    r"(?P<before>约|近|大约|将近|接近|超过|逾|共|共计|总计|计)?"
    r"(?P<digits>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千万]+|几?[十百千万]+)"
    r"(?P<ten_thousand>万)?"
    r"(?P<more>余|多|来|几)?"
    rf"(?P<unit>{_UNITS})?"
    r"(?P<after>左右|以上|上下|许)?"
)
_ABOUT_BEFORE = {"约", "近", "大约", "将近", "接近", "超过", "逾"}
_SCALES = {"分钟": Fraction(1, 60), "%": Fraction(1, 100), "万元": Fraction(10_000)}
_NOT_COUNTED = frozenset({"小时", "个小时", "学时", "课时", "分钟", "%"})
_NOT_HOURS = frozenset(_UNITS.split("|")) - {"小时", "个小时", "分钟"}
_MIXED_HOURS = re.compile(r"([0-9]{1,4})个?小时([0-9]{1,3})分钟?")


def read_number(raw: object, context: Context, refused: frozenset[str] = frozenset()) -> Number:
    """Read a number ≥ 0 with or without its unit; an estimate comes back as ``AboutInt``/``AboutFraction``.

    A number with one of the ``refused`` units is none: 2小时 are no people, 3天 no hours.
    """
    if isinstance(raw, str):
        digits = raw[:-1] if raw[-1:] in _PLAIN_UNITS and raw[-1] not in refused else raw
        if digits.isascii() and digits.isdigit() and len(digits) < 16:
            return int(digits)
        value = _people_number(unicodedata.normalize("NFKC", raw[:60]).replace(" ", ""), refused)
        if value is not None and len(raw) <= 60:
            if is_about(value):
                context.note("about", value=raw, number=Fraction(value))
            return value
    raise BadValue("not-a-number", value=brief(raw))


def read_whole(raw: object, context: Context) -> int:
    """Read a whole number ≥ 0."""
    own = Context(context.year)
    value = read_number(raw, own, _NOT_COUNTED)
    if not isinstance(value, int):
        raise BadValue("not-whole", value=brief(raw))
    context.notes += own.notes
    return value


def read_hours(raw: object, context: Context) -> Number:
    """Read a time in hours; 90分钟 is 1.5."""
    if isinstance(raw, str) and "时" in raw[:60]:
        found = _MIXED_HOURS.fullmatch(unicodedata.normalize("NFKC", raw[:60]).replace(" ", ""))
        if found is not None:
            return Fraction(int(found[1])) + Fraction(int(found[2]), 60)
    return read_number(raw, context, _NOT_HOURS)


def _people_number(text: str, refused: frozenset[str]) -> Number | None:
    found = _NUMBER.fullmatch(text)
    if found is None or found["unit"] in refused:
        return None
    digits = found["digits"]
    value = Fraction(digits.replace(",", "")) if digits[0].isdigit() else _chinese(digits.removeprefix("几"))
    if value is None:
        return None
    value *= (10_000 if found["ten_thousand"] else 1) * _SCALES.get(found["unit"] or "", Fraction(1))
    # 三十人 is how people write “some thirty”
    rounded = digits[-1] in "十百千万"
    if found["before"] in _ABOUT_BEFORE or found["more"] or found["after"] or digits[0] == "几" or rounded:
        return AboutInt(value) if value.denominator == 1 else AboutFraction(value)
    return int(value) if value.denominator == 1 else value


def _chinese(text: str) -> Fraction | None:
    """Read 三十, 一百二十, 两千, 百 as a number; None when it is none, or when people differ (三百五, 一二)."""
    above, ten_thousand, below = text.replace("〇", "零").rpartition("万")
    if not ten_thousand:
        return Fraction(0) if below == "零" else _below_10_000(below)
    high = _below_10_000(above) if above else Fraction(1)
    low = _below_10_000(below) if below else Fraction(0)
    if high is None or low is None or below in _DIGITS:
        return None
    return high * 10_000 + low


def _below_10_000(text: str) -> Fraction | None:
    found = _BELOW_10_000.fullmatch(text)
    if found is None or (text[-2:-1] in ("千", "百") and text[-1] in _DIGITS):
        return None
    parts = zip(found.groups(), (1000, 100, 10, 1), strict=True)
    return Fraction(sum(_DIGITS.get(digit, 1) * unit for digit, unit in parts if digit is not None))
