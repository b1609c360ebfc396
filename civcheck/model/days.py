"""Days as people type them: 2017-03-15, 2017年3月15日, 3月15日, spans and lists of days."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from civcheck.model.rawvalue import BadValue, Context, brief
from civcheck.model.texts import with_plain_signs

FIRST_DAY = date(1949, 10, 1)
LAST_DAY = date(2199, 12, 31)

_DAY = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_SHORT_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_MONTH = re.compile(r"\d{4}\s*(?:[-/.]\s*\d{1,2}|年\s*\d{1,2}\s*月?)|\d{1,2}月")
_WIDE_DIGIT = re.compile("[０-９]")
_SPAN = re.compile(r"\s*(?:至|到|~|～|—|–|/(?=\s*\d{4}-))\s*|(?<=[日号])\s*-\s*")


_OPEN = frozenset(
    ["长期", "永久", "长期有效", "永久有效", "无固定期限", "无期限", "不限", "待定", "未定", "暂定"]
)
"""Words for a day that there is not, or not yet."""


def read_day(raw: object, context: Context) -> date:
    """Read one day: 2017-03-15, 2017/3/15, 2017.3.15, 2017年3月15日; 3月15日 takes the ledger's year.

    It lies between 1949-10-01 and 2199-12-31.
    """
    day = _any_day(raw, context)
    if not in_far_range(day):
        raise BadValue("day-out-of-range", value=brief(raw), last=LAST_DAY.isoformat())
    return day


def _any_day(raw: object, context: Context) -> date:
    if not isinstance(raw, str):
        raise BadValue("not-a-day", value=brief(raw), year=context.year)
    if len(raw) == 10 and raw[4] == "-" == raw[7] and raw.isascii():
        try:
            return date.fromisoformat(raw)
        except ValueError:
            pass
    return _written_day(raw, context)


def _written_day(raw: str, context: Context, year: int | None = None) -> date:
    text = with_plain_signs(raw).strip()
    if text != raw.strip():
        context.note("full-width-digits", value=raw)
    found = _DAY.fullmatch(text)
    if found is None:
        code = "month-only" if _MONTH.fullmatch(text) else "day-open" if text in _OPEN else "not-a-day"
        raise BadValue(code, value=brief(raw), year=context.year)
    if found[1] is None:
        if not _SHORT_DAY.fullmatch(text):
            raise BadValue("not-a-day", value=brief(raw), year=context.year)
        context.note("year-added", value=raw, year=year or context.year)
    try:
        return date(int(found[1] or year or context.year), int(found[2]), int(found[3]))
    except ValueError:
        raise BadValue("impossible-day", value=brief(raw)) from None


class Days(NamedTuple):
    """When a record was: first and last day, inclusive, and its sessions where it names several days."""

    first: date
    last: date
    sessions: tuple[date, ...] = ()

    def listed(self) -> tuple[date, ...]:
        """List its days: the sessions, or every day from the first to the last."""
        if self.sessions:
            return self.sessions
        return tuple(map(date.fromordinal, range(self.first.toordinal(), self.last.toordinal() + 1)))


def read_days(raw: object, context: Context) -> Days:
    """Read the 日期 of a record: a day, a span (``/`` 至 ~ or {起, 止}), or a list of days (场次).

    Days lie between 1949-10-01 and 31 December of the ledger's year + 1.
    """
    days = _days(raw, context)
    if days.first < FIRST_DAY or days.last > date(context.year + 1, 12, 31):
        raise BadValue("day-out-of-range", value=brief(raw), last=date(context.year + 1, 12, 31).isoformat())
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
            raise BadValue("not-a-day", value=brief(raw), year=context.year)


_SHORT_SPAN = re.compile(r"((?:\d{4}年)?\d{1,2}月\d{1,2})[-–—~～](\d{1,2}[日号])")
"""11月29-30日, as people write it."""


def _text_days(raw: str, context: Context) -> Days:
    parts = [part.strip() for part in re.split("[、，,；;]", raw) if part.strip()]
    if not parts:
        raise BadValue("not-a-day", value=brief(raw), year=context.year)
    if parts != [raw]:
        return _days(parts, context)
    text = with_plain_signs(raw).strip().replace("——", "—")
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
            raise BadValue("impossible-day", value=brief(text)) from None
    if _SHORT_DAY.fullmatch(text):
        return _written_day(text, Context(first.year))
    return _any_day(text, context)


def _span(first: date, last: date, raw: object) -> Days:
    if last < first:
        raise BadValue("span-backwards", value=brief(raw))
    return Days(first, last)


def in_far_range(day: date) -> bool:
    """Tell whether a day that is no record's day (届满日期, 有效期至) is one civcheck reckons with."""
    return FIRST_DAY <= day <= LAST_DAY
