"""Spelling days out as the ledger format has them: Chinese digits, ends and sessions that leave out year or month.

Only what can be one thing is spelled out; the rest stays as it stands, for the reader of days to say what is wrong.
"""

from __future__ import annotations

import re

from civcheck.model.texts import with_plain_signs

_DIGITS = "〇一二三四五六七八九"
_YEAR_IN_CHINESE = re.compile(f"[{_DIGITS}]{{4}}(?=年)")
_NUMBER_IN_CHINESE = re.compile(
    f"(?<![{_DIGITS}十])([二三]?十[{_DIGITS}]?|[{_DIGITS}])(?=[月日号])(?<!期.)(?<!周.)"
)
_DAY = r"\d{4}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.|年\d{1,2}月)\d{1,2}[日号]?"
_SPAN = re.compile(rf"({_DAY})(?:-+|[–—~至到]+)({_DAY})")
_SHORT_SPAN = re.compile(r"(\d{4})([./])(\d{1,2})\2(\d{1,2})(?:-+|[–—~至到]+)(?:(\d{1,2})\2)?(\d{1,2})")
_SESSION = re.compile(r"(?:(\d{4})([-/.年]))?(?:(\d{1,2})([-/.月]))?(\d{1,2})([日号]?)")
_BETWEEN = re.compile(r"[、,;]")
_CLOCK_BEHIND = re.compile(r"(?<=\d)T(?=\d\d:)")


def spelled_out(text: str) -> str:
    """Spell out the days of a text; one that holds none stays as it is."""
    plain = with_plain_signs(text).replace("○", "〇").replace("零", "〇")
    plain = _YEAR_IN_CHINESE.sub(lambda year: "".join(str(_DIGITS.index(sign)) for sign in year[0]), plain)
    plain = _NUMBER_IN_CHINESE.sub(lambda number: str(_number(number[0])), plain)
    plain = _CLOCK_BEHIND.sub(" ", plain)
    bare = re.sub(r"\s", "", plain)
    if span := _SPAN.fullmatch(bare):
        return f"{span[1]}至{span[2]}"
    if span := _SHORT_SPAN.fullmatch(bare):
        year, sign, month, day, other_month, last = span.groups()
        return f"{year}{sign}{month}{sign}{day}至{year}{sign}{other_month or month}{sign}{last}"
    return _sessions(bare) or (plain if plain != with_plain_signs(text) else text)


def has_year(text: str) -> bool:
    """Tell whether a text of days names a year."""
    return re.search(r"(?:19|20)\d\d", spelled_out(text)) is not None


def _number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    return (10 * (_DIGITS.index(tens) if tens else 1) if ten else 0) + (_DIGITS.index(ones) if ones else 0)


def _is_clear(day: re.Match[str], sign: str) -> bool:
    """Tell whether a session is a day and nothing else: 7-8日 behind others are two days, 3.5 alone is a number.

    ``sign`` stands between year and month of the session before it that has both.
    """
    if not day[3] or day[4] == "月":
        return day[2] in (None, "年")
    return day[2] == day[4] if day[1] else day[4] == sign != "-" and not day[6]


def _sessions(text: str) -> str:
    """Give days of one list the year and the month of those before them: 2017年3月5日、12日、4月2日."""
    parts = _BETWEEN.split(text)
    if len(parts) < 2:
        return ""
    found: list[str] = []
    year = month = sign = ""
    for part in parts:
        day = _SESSION.fullmatch(part)
        if day is None or not (day[3] or (month and day[6])) or (day[1] and not day[3]):
            return ""
        if not _is_clear(day, sign):
            return ""
        year, sign, month = day[1] or year, day[2] or sign, day[3] or month
        found.append(f"{year}年{month}月{day[5]}日" if year else f"{month}月{day[5]}日")
    return "、".join(found)
