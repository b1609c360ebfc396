"""What may be written, as regular expressions of JSON Schema: days, spans, numbers, words, and what says nothing.

They mean the same to Python and to JavaScript with the flag ``u``. What civcheck brings into form first (full-width
digits, blanks inside of numbers) they let pass unseen: an editor may take too much for right, but never too little.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Collection, Iterable

from civcheck.model.days import FIRST_DAY, LAST_DAY
from civcheck.model.numbers import number_pattern
from civcheck.model.texts import MARKER
from civcheck.model.values import NO, YES

MARKS = "\\s\"'“”‘’《》〈〉「」『』﹁﹂‹›«»\uff01-\uff5e"
"""Signs that comparing texts looks past (model/texts.py), or brings into another form."""
NOT_MARKED = f"^(?![\\s\\S]*{MARKER})"
"""No scaffold marker anywhere."""
SAID = r"^(?!\s*(?:[-/—－／–]|——)?\s*$)"
"""Anything that is not a sign for nothing."""
NOTHING = rf"\s*(?:[-/—－／–]|——)?\s*$|[\s\S]*{MARKER}"
_DASH, _BACK = "[-–—~～]", "(?<=[日号])"
_TO = rf"(?:\s*(?:至|到|~|～|—{{1,2}}|–|/(?=\s*[0-9]{{4}}-))\s*|{_BACK}\s*-\s*)"
_YEAR_END, _MONTH_END, _DAY_END = r"\s*[-/.年]\s*", r"\s*[-/.月]\s*", r"\s*[日号]?"
_WIDE = "[\uff10-\uff19\uff0d-\uff0f]"
_LONG, _SHORT, _FEBRUARY = "(?:0?[13578]|1[02])", "(?:0?[469]|11)", "0?2"
_TO_31, _TO_30, _TO_28 = (
    "(?:0?[1-9]|[12][0-9]|3[01])",
    "(?:0?[1-9]|[12][0-9]|30)",
    "(?:0?[1-9]|1[0-9]|2[0-8])",
)


def literal(text: str) -> str:
    """Give the regular expression of a text itself; unlike ``re.escape`` one that JavaScript takes."""
    return re.sub(r"[\\^$.*+?()\[\]{}|/]", r"\\\g<0>", text)


def one_of(texts: Iterable[str]) -> str:
    """Give the regular expression of any of several texts."""
    return f"(?:{'|'.join(map(literal, texts))})"


def needed_day_pattern() -> str:
    """Give the pattern of a day that has to be there."""
    return rf"^(?:\s*{_day(FIRST_DAY.year, LAST_DAY.year)}\s*$|[\s\S]*{_WIDE})"


def day_pattern(nothing: Iterable[str] = ()) -> str:
    """Give the pattern of a day, or of nothing; ``nothing`` are words for there being none."""
    day = _day(FIRST_DAY.year, LAST_DAY.year)
    words = "".join(rf"|\s*{literal(word)}\s*$" for word in nothing)
    return rf"^(?:\s*{day}\s*$|{NOTHING}{words}|[\s\S]*{_WIDE})"


def days_pattern(last: int) -> str:
    """Give the pattern of the 日期 of a record, up to the end of the year ``last``: a day, a span, several days."""
    day = _day(FIRST_DAY.year, last)
    end = rf"(?:{day}|{_TO_31}[日号])"
    short = rf"(?:[0-9]{{4}}年)?[0-9]{{1,2}}月[0-9]{{1,2}}{_DASH}{_TO_31}[日号]"
    several = rf"{day}(?:\s*[、，,；;]\s*{day})*"
    return rf"^(?:\s*(?:{several}|{day}{_TO}{end}|{short})[\s、，,；;]*$|[\s\S]*{_WIDE})"


def year_pattern(last: int) -> str:
    """Give the pattern of a year that is not after ``last``."""
    return rf"^(?:\s*{_years(range(FIRST_DAY.year, last + 1))}(?:年|年度)?\s*$|[\s\S]*{_WIDE})"


def _day(first: int, last: int) -> str:
    """Give the pattern of a day that there is, in some years; without a year it may be 29 February."""
    year = _years(range(first, last + 1))
    leap = _years(year for year in range(first, last + 1) if isleap(year))

    def months(end: str, february: str) -> str:
        return f"(?:{_LONG}{end}{_TO_31}|{_SHORT}{end}{_TO_30}|{_FEBRUARY}{end}{february})"

    full = rf"{year}{_YEAR_END}{months(_MONTH_END, _TO_28)}{_DAY_END}"
    last_of_february = rf"{leap}{_YEAR_END}{_FEBRUARY}{_MONTH_END}29{_DAY_END}"
    of_no_year = months(r"\s*月\s*", "(?:0?[1-9]|[12][0-9])")
    return rf"(?:{full}|{last_of_february}|{of_no_year}\s*[日号])"


def _years(years: Iterable[int]) -> str:
    decades: dict[int, str] = {}
    for year in years:
        decades[year // 10] = decades.get(year // 10, "") + str(year % 10)
    by_digits: dict[str, list[str]] = {}
    for decade, digits in decades.items():
        by_digits.setdefault(digits, []).append(str(decade))
    groups = (f"(?:{'|'.join(them)})[{digits}]" for digits, them in by_digits.items())
    return f"(?:{'|'.join(groups)})"


def amount_pattern(units: Collection[str], others: Iterable[str] = ()) -> str:
    """Give the pattern of a number with one of some units, or of nothing; ``others`` are other ways to write one."""
    plain = re.sub(r"\?P<\w+>", "?:", number_pattern(units))
    if "%" not in units:
        plain = plain.replace("(?:百分之)?", "")
    either = "|".join((plain, *others))
    # blanks and full-width signs are brought into form before a number is read
    loose = (
        r"(?=[\s\S]*[0-9\uff10-\uff19零〇一二两三四五六七八九十百千万])[\s\S]*[ \u3000％\uff0e\uff10-\uff19]"
    )
    return rf"^(?:(?:{either})$|{NOTHING}|\s*无\s*$|{loose})"


MIXED_HOURS = "[0-9]{1,4}个?小时[0-9]{1,3}分钟?"
"""1小时30分."""


def word_pattern(words: Iterable[str], needed: bool = False) -> str:
    """Give the pattern of one of some words, of nothing unless it is ``needed``, or of what can only be compared."""
    nothing = "" if needed else f"|{NOTHING}"
    return rf"^(?:{one_of(words)}$|[\s\S]*[{MARKS}]{nothing})"


def names_pattern(names: Iterable[str]) -> str:
    """Give the pattern of several names with separators between; other words may stand before each of them."""
    return rf"^(?:[^、，,；;\n]*{one_of(names)}\s*(?:[、，,；;\n]\s*|$))+$|[{MARKS}]|^(?:{NOTHING})"


def yes_no_pattern() -> str:
    """Give the pattern of yes and no as civcheck reads them."""
    words = "|".join(re.sub("[a-z]", _either_case, word) for word in sorted(YES | NO))
    return rf"^(?:\s*(?:{words})\s*$|{NOTHING}|[\s\S]*[\uff21-\uff5a])"


def _either_case(letter: re.Match[str]) -> str:
    return f"[{letter[0]}{letter[0].upper()}]"
