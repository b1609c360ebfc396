"""Numbers as people type them: 46, 46人, 近400人, 三十人, 90分钟, 85%."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from civcheck.messages import Percent, number
from civcheck.model.measures import UNITS, factor
from civcheck.model.rawvalue import BadValue, Context, brief
from civcheck.model.texts import with_plain_signs


class Estimate:
    """A number that was written as an estimate; ``lean`` is 1 of more than that (30余), -1 of less (近400), else 0."""

    __slots__ = ()
    lean: int


class AboutInt(Estimate, int):
    """A whole number that was written as an estimate: 30余名, 近400人."""

    lean = 0


class AboutFraction(Estimate, Fraction):
    """A number that was written as an estimate: 约1.5小时."""

    lean = 0


class AboutPercent(Estimate, Percent):
    """A percentage that was written as an estimate: 近90%."""

    lean = 0


Number = int | Fraction


def is_about(value: object) -> bool:
    """Tell whether a number was written as an estimate (约数)."""
    return isinstance(value, Estimate)


def lean_of(value: object) -> int:
    """Tell whether a number was written as more than it says (1), as less (-1), or as neither."""
    return value.lean if isinstance(value, Estimate) else 0


def leaning(value: int | Fraction, lean: int) -> Fraction:
    """Give a number as a fraction that is more (1) or less (-1) than it says, or neither (0)."""
    if not lean:
        return value if isinstance(value, Fraction) else Fraction(value)
    found = AboutPercent(value) if isinstance(value, Percent) else AboutFraction(value)
    found.lean = lean
    return found


def together(leans: Iterable[int]) -> int:
    """Give the side to which several numbers lean together: none where one is more and another less than it says."""
    found = set(leans) - {0}
    return found.pop() if len(found) == 1 else 0


def product(one: Fraction, other: Fraction) -> Fraction:
    """Multiply numbers that may lean: what is more than it says makes more, times what is below zero less."""
    return leaning(one * other, together((lean_of(one) * _sign(other), lean_of(other) * _sign(one))))


def quotient(one: Fraction, other: Fraction) -> Fraction:
    """Divide numbers that may lean: by more than it says it comes to less."""
    return product(one, leaning(1 / other, -lean_of(other)))


def difference(one: Fraction, other: Fraction) -> Fraction:
    """Take a number that may lean from another: of what is more than it says less is left."""
    return leaning(one - other, together((lean_of(one), -lean_of(other))))


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def about(value: Fraction, lean: int) -> Number:
    """Make an estimate of a number."""
    found: AboutInt | AboutFraction | AboutPercent
    if isinstance(value, Percent):
        found = AboutPercent(Fraction(value))
    else:
        found = AboutInt(value) if value.denominator == 1 else AboutFraction(value)
    found.lean = lean
    return found


def number_text(value: Number) -> str:
    """Write a number as people do, an estimate as one: 50余, 近400, 约40."""
    text = number(value)
    return {1: f"{text}余", -1: f"近{text}", 0: f"约{text}"}[lean_of(value)] if is_about(value) else text


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
_PLAIN_UNITS = frozenset("人名位个件场次份篇张册本户家元支期条岁天")
_LESS = "近|将近|接近|不足|不到|不满"
_MORE = "超过|逾"
_OR_MORE = "至少|不少于|不低于|满"


def number_pattern(units: Iterable[str] = UNITS) -> str:
    """Give the regular expression of a number as people write it, with none or one of some units behind it."""
    return (
        rf"(?P<before>约|大约|{_LESS}|{_MORE}|{_OR_MORE}|共|共计|总计|计)?(?:¥|人民币)?(?P<share>百分之)?"
        r"(?P<digits>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千万]+|几?[十百千万]+)"
        r"(?P<ten_thousand>万)?"
        r"(?P<more>余|多|来|几)?"
        rf"(?P<unit>{'|'.join(units)})?"
        r"(?P<after>左右|以上|上下|许|多|余|整)?"
    )


_NUMBER = re.compile(number_pattern())
_ABOUT_BEFORE = {"约", "大约", *(word for words in (_LESS, _MORE, _OR_MORE) for word in words.split("|"))}
_SCALES = {"分钟": Fraction(1, 60), "min": Fraction(1, 60), "%": Fraction(1, 100), "万元": Fraction(10_000)}
"""What a number is taken times where its field names no unit."""
_HOURS = frozenset({"小时", "个小时", "h", "分钟", "min"})
_NOT_COUNTED = _HOURS | {"学时", "课时", "%"}
_OF_PEOPLE = _PLAIN_UNITS | {"人次", "场次", "次", "万元"}
_NOT_PEOPLE = frozenset(UNITS) - _OF_PEOPLE
_NOT_HOURS = frozenset(UNITS) - _HOURS
UNITS_OF_PEOPLE, UNITS_OF_HOURS, UNITS_COUNTED = (
    tuple(unit for unit in UNITS if unit not in refused)
    for refused in (_NOT_PEOPLE, _NOT_HOURS, _NOT_COUNTED)
)
"""Which units may stand behind a head count, behind a time, and behind a whole number that is neither."""
_MIXED_HOURS = re.compile(r"([0-9]{1,4})个?小时([0-9]{1,3})分钟?")
_TENTHS = re.compile(f"({_D}|[1-9])成({_D}|[1-9])?")
_TEN_THOUSANDS = re.compile("([0-9]+)万([0-9])千")
_HALF = re.compile(
    f"(?:(?P<many>[0-9]{{1,4}}|{_D})个)?半(?P<unit>个?小时|个?月|年|天|日)"
    f"|(?P<before>[0-9]{{1,4}}|{_D})(?P<of>个?小时|年|天)半"
)
_LONGEST = 60


class Written(NamedTuple):
    """A number as it was written: its digits, its unit, and whether it is an estimate, and of which sort."""

    value: Fraction
    unit: str
    is_about: bool
    lean: int

    def number(self, value: Fraction, context: Context, raw: str) -> Number:
        """Give the number it comes to; an estimate is noted."""
        if not self.is_about:
            return int(value) if value.denominator == 1 and not isinstance(value, Percent) else value
        context.note({1: "about-more", -1: "about-less", 0: "about"}[self.lean], value=raw, number=value)
        return about(value, self.lean)


def read_number(raw: object, context: Context, refused: frozenset[str] = frozenset()) -> Number:
    """Read a number ≥ 0 with or without its unit; an estimate comes back as ``Estimate``.

    A number with one of the ``refused`` units is none: 2小时 are no people, 3天 no hours.
    """
    if isinstance(raw, str):
        if (digits := _plain_digits(raw, refused)) is not None:
            return digits
        found = _written(raw)
        if found is not None and found.unit not in refused:
            return found.number(found.value * _SCALES.get(found.unit, Fraction(1)), context, raw)
    raise BadValue("not-a-number", value=brief(raw), such="46")


def read_whole(raw: object, context: Context, refused: frozenset[str] = _NOT_COUNTED) -> int:
    """Read a whole number ≥ 0."""
    own = Context(context.year)
    value = read_number(raw, own, refused)
    if not isinstance(value, int):
        raise BadValue("not-whole", value=brief(raw))
    context.notes += own.notes
    return value


def read_people(raw: object, context: Context) -> int:
    """Read a head count."""
    return read_whole(raw, context, _NOT_PEOPLE)


def read_hours(raw: object, context: Context) -> Number:
    """Read a time in hours; 90分钟 is 1.5."""
    if (mixed := _mixed_hours(raw)) is not None:
        return mixed
    return read_number(raw, context, _NOT_HOURS)


def read_in(raw: object, context: Context, unit: str, whole: bool = False) -> Number:
    """Read a number of a field that has a unit: written with it, with one that converts into it, or with none."""
    if isinstance(raw, str):
        if raw.isascii() and raw.isdigit() and len(raw) < 16:
            return int(raw)
        hours = _mixed_hours(raw)
        found = _written(raw) if hours is None else Written(hours, "小时", False, 0)
        if found is None and unit in raw[:_LONGEST]:  # a unit that only this field knows
            found = _written(raw.replace(unit, "", 1))
        if found is not None:
            return _converted(found, raw, context, unit, whole)
    raise BadValue("not-a-number", value=brief(raw), such=f"46{unit}")


def _converted(found: Written, raw: str, context: Context, unit: str, whole: bool) -> Number:
    alone = unit[:1] == "万" and not found.unit and "万" in raw  # 15万 of a field in 万元 are 15
    times = factor(unit[1:] if alone else found.unit or unit, unit)
    if times is None:
        raise BadValue("other-unit", value=brief(raw), unit=unit)
    value = found.value * times
    if whole and value.denominator != 1:
        raise BadValue("not-whole", value=brief(raw))
    return found.number(value, context, raw)


def read_percent(raw: object, context: Context) -> Number:
    """Read a percentage as the share it is: 85%, 百分之八十五, 九成, and 85 alone.

    What may be either is refused: 0.85, 1.
    """
    found = _written(_TENTHS.sub(_of_tenths, raw)) if isinstance(raw, str) else None
    if found is None or found.unit not in ("%", ""):
        raise BadValue("not-a-percentage", value=brief(raw))
    if not found.unit and 0 < found.value <= 1:
        raise BadValue("percentage-unclear", value=brief(raw), number=number(found.value))
    return found.number(Percent(found.value / 100), context, str(raw))


def _plain_digits(raw: str, refused: frozenset[str]) -> int | None:
    digits = raw[:-1] if raw[-1:] in _PLAIN_UNITS and raw[-1] not in refused else raw
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None


def _mixed_hours(raw: object) -> Fraction | None:
    if not isinstance(raw, str) or "时" not in raw[:_LONGEST]:
        return None
    found = _MIXED_HOURS.fullmatch(with_plain_signs(raw[:_LONGEST]).replace(" ", ""))
    return None if found is None else Fraction(int(found[1])) + Fraction(int(found[2]), 60)


def _written(raw: str) -> Written | None:
    """Take a number as it is written apart."""
    text = with_plain_signs(raw[:_LONGEST]).replace(" ", "")
    if "半" in text and (half := _HALF.fullmatch(text)) is not None:
        many = half["many"] or half["before"] or "0"
        unit = half["unit"] or half["of"]
        return Written(_digit(many) + Fraction(1, 2), "个月" if unit == "月" else unit, False, 0)
    if "千" in text:
        text = _TEN_THOUSANDS.sub(lambda found: f"{found[1]}{found[2]}000", text)
    found = _NUMBER.fullmatch(text) if len(raw) <= _LONGEST else None
    if found is None or (found["share"] and found["unit"]):
        return None
    digits = found["digits"]
    value = Fraction(digits.replace(",", "")) if digits[0].isdigit() else _chinese(digits.removeprefix("几"))
    if value is None:
        return None
    value *= 10_000 if found["ten_thousand"] else 1
    # 三十人 is how people write “some thirty”; 百分之三十 is thirty
    rounded = digits[-1] in "十百千万" and not found["share"]
    unclear = (
        found["before"] in _ABOUT_BEFORE
        or found["more"]
        or found["after"] not in (None, "整")
        or digits[0] == "几"
        or rounded
    )
    return Written(value, "%" if found["share"] else found["unit"] or "", bool(unclear), _lean(found))


def _digit(text: str) -> Fraction:
    return Fraction(_DIGITS[text] if text in _DIGITS else int(text))


def _of_tenths(found: re.Match[str]) -> str:
    """Write 九成, 九成五 as 90%, 95%."""
    return f"{_digit(found[1])}{_digit(found[2] or '0')}%"


def _lean(found: re.Match[str]) -> int:
    if found["before"] in _LESS.split("|"):
        return -1
    more = found["more"] in ("余", "多", "几") or found["after"] in ("多", "余")
    return 1 if more or found["before"] in _MORE.split("|") or found["digits"][0] == "几" else 0


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
