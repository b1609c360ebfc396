"""From the text a clerk typed to a value: days, numbers, yes and no, lists; nothing is guessed.

Every reader takes raw text (or a list of texts) and raises ``BadValue`` whose code is that of a problem.
``Context`` carries what reading needs to know and takes the notes made on the way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from civcheck.model.texts import MARKER, mask

FIRST_DAY = date(1949, 10, 1)
LAST_DAY = date(2199, 12, 31)
MOST_TEXTS = 1_000
MISSING = frozenset({"", "/", "-", "—", "／", "－", "–", "——"})
YES = frozenset({"是", "有", "对", "√", "true", "yes", "✓", "✔"})
NO = frozenset({"否", "无", "×", "false", "no", "✗"})


Note = tuple[str, dict[str, Any]]
"""Something worth saying of a value that was read without doubt: code and params."""


class BadValue(ValueError):  # noqa: N818 - one problem, raised to whoever knows its place
    """A value that cannot be taken as what it should be: a problem code and params."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Context:
    """What reading one value needs to know: the ledger's year; and the notes it leaves."""

    __slots__ = ("notes", "year")

    def __init__(self, year: int) -> None:
        self.year = year
        self.notes: list[Note] = []

    def note(self, code: str, **params: Any) -> None:
        """Remember something that was read without doubt but is worth saying."""
        self.notes.append((code, params))


class AboutInt(int):
    """A whole number that was written as an estimate: 30余名, 近400人."""


class AboutFraction(Fraction):
    """A number that was written as an estimate: 约1.5小时."""


Number = int | Fraction


def is_about(value: object) -> bool:
    """Tell whether a number was written as an estimate (约数)."""
    return isinstance(value, AboutInt | AboutFraction)


def is_missing(raw: object) -> bool:
    """Tell whether a value says nothing: empty, ``/``, ``-``, ``—``, or a scaffold marker anywhere in it.

    A list says nothing when none of its texts does, or when one of them still holds the marker.
    """
    if isinstance(raw, str):
        if len(raw) > 4 and not raw.isspace():
            return MARKER in raw
        return raw.strip() in MISSING or MARKER in raw
    if isinstance(raw, list) and raw:
        texts = [each for each in raw if isinstance(each, str)]
        return any(MARKER in each for each in texts) or (
            len(texts) == len(raw) and all(map(is_missing, texts))
        )
    return not raw


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
    raise BadValue("not-yes-no", value=_brief(raw))


# --- numbers -----------------------------------------------------------------------------------------

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
    raise BadValue("not-a-number", value=_brief(raw))


def read_whole(raw: object, context: Context) -> int:
    """Read a whole number ≥ 0."""
    own = Context(context.year)
    value = read_number(raw, own, _NOT_COUNTED)
    if not isinstance(value, int):
        raise BadValue("not-whole", value=_brief(raw))
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


# --- days --------------------------------------------------------------------------------------------

_DAY = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_SHORT_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_MONTH = re.compile(r"\d{4}\s*(?:[-/.]\s*\d{1,2}|年\s*\d{1,2}\s*月?)|\d{1,2}月")
_WIDE_DIGIT = re.compile("[０-９]")
_SPAN = re.compile(r"\s*(?:至|到|~|～|—|–|/(?=\s*\d{4}-))\s*|(?<=[日号])\s*-\s*")


def read_day(raw: object, context: Context) -> date:
    """Read one day: 2017-03-15, 2017/3/15, 2017.3.15, 2017年3月15日; 3月15日 takes the ledger's year.

    It lies between 1949-10-01 and 2199-12-31.
    """
    day = _any_day(raw, context)
    if not in_far_range(day):
        raise BadValue("day-out-of-range", value=_brief(raw), last=LAST_DAY.isoformat())
    return day


def _any_day(raw: object, context: Context) -> date:
    if not isinstance(raw, str):
        raise BadValue("not-a-day", value=_brief(raw))
    if len(raw) == 10 and raw[4] == "-" == raw[7] and raw.isascii():
        try:
            return date.fromisoformat(raw)
        except ValueError:
            pass
    return _written_day(raw, context)


def _written_day(raw: str, context: Context, year: int | None = None) -> date:
    text = unicodedata.normalize("NFKC", raw).strip()
    if text != raw.strip():
        context.note("full-width-digits", value=raw)
    found = _DAY.fullmatch(text)
    if found is None:
        raise BadValue("month-only" if _MONTH.fullmatch(text) else "not-a-day", value=_brief(raw))
    if found[1] is None:
        if not _SHORT_DAY.fullmatch(text):
            raise BadValue("not-a-day", value=_brief(raw))
        context.note("year-added", value=raw, year=year or context.year)
    try:
        return date(int(found[1] or year or context.year), int(found[2]), int(found[3]))
    except ValueError:
        raise BadValue("impossible-day", value=_brief(raw)) from None


class Days(NamedTuple):
    """When a record was: first and last day, inclusive, and its sessions where it names several days."""

    first: date
    last: date
    sessions: tuple[date, ...] = ()


def read_days(raw: object, context: Context) -> Days:
    """Read the 日期 of a record: a day, a span (``/`` 至 ~ or {起, 止}), or a list of days (场次).

    Days lie between 1949-10-01 and 31 December of the ledger's year + 1.
    """
    days = _days(raw, context)
    if days.first < FIRST_DAY or days.last > date(context.year + 1, 12, 31):
        raise BadValue("day-out-of-range", value=_brief(raw), last=date(context.year + 1, 12, 31).isoformat())
    return days


_ENDS = {"起": "start", "start": "start", "止": "end", "end": "end"}


def _days(raw: object, context: Context) -> Days:
    match raw:
        case str():
            if len(raw) == 10 and raw.isascii():
                day = _any_day(raw, context)
                return Days(day, day)
            return _text_days(raw, context)
        case [str() as only]:
            return _days(only, context)
        case [_, *_]:
            sessions = tuple(sorted({_any_day(each, context) for each in raw}))
            return Days(sessions[0], sessions[-1], sessions)
        case dict() if len(raw) == 2 and {_ENDS.get(each) for each in raw} == {"start", "end"}:
            ends = {_ENDS[each]: _any_day(day, context) for each, day in raw.items()}
            return _span(ends["start"], ends["end"], raw)
        case _:
            raise BadValue("not-a-day", value=_brief(raw))


_SHORT_SPAN = re.compile(r"((?:\d{4}年)?\d{1,2}月\d{1,2})[-–—~～](\d{1,2}[日号])")
"""11月29-30日, as people write it."""


def _text_days(raw: str, context: Context) -> Days:
    parts = [part.strip() for part in re.split("[、，,；;]", raw) if part.strip()]
    if not parts:
        raise BadValue("not-a-day", value=_brief(raw))
    if parts != [raw]:
        return _days(parts, context)
    text = unicodedata.normalize("NFKC", raw).strip().replace("——", "—")
    # looking for blanks around a dash takes quadratic time
    ends = _SPAN.split(text) if len(text) <= 100 else []
    if short := _SHORT_SPAN.fullmatch(text[:100]):
        ends = [f"{short[1]}日", short[2]]
    if len(ends) == 2 and all(ends):
        if _WIDE_DIGIT.search(raw):
            context.note("full-width-digits", value=raw)
        first = _any_day(ends[0], context)
        return _span(first, _closing_day(ends[1], first, context), raw)
    day = _any_day(raw, context)
    return Days(day, day)


def _closing_day(text: str, first: date, context: Context) -> date:
    """Read the end of a span; 4月3日至6日 and 2017年11月29日至12月2日 take year and month from the start."""
    if found := re.fullmatch(r"(\d{1,2})[日号]", text):
        try:
            return first.replace(day=int(found[1]))
        except ValueError:
            raise BadValue("impossible-day", value=_brief(text)) from None
    if _SHORT_DAY.fullmatch(text):
        return _written_day(text, Context(first.year))
    return _any_day(text, context)


def _span(first: date, last: date, raw: object) -> Days:
    if last < first:
        raise BadValue("span-backwards", value=_brief(raw))
    return Days(first, last)


def in_far_range(day: date) -> bool:
    """Tell whether a day that is no record's day (届满日期, 有效期至) is one civcheck reckons with."""
    return FIRST_DAY <= day <= LAST_DAY


def _brief(raw: object) -> str:
    """Shorten a value for a message; personal numbers are masked first, a cut one would pass for none."""
    text = raw if isinstance(raw, str) else "、".join(_texts_in(raw))
    return text if len(text) <= 60 else mask(text[:1_000])[:59] + "…"


def _texts_in(raw: object) -> Iterator[str]:
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, list | dict):
        for each in raw if isinstance(raw, list) else raw.values():
            yield from _texts_in(each)


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
