"""What a cell says as text, and as a value of a declared type: Excel's days, times, numbers that are texts.

Nothing is guessed: what cannot be one thing only is left as it stands, and the reader of records says what is wrong.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from civcheck.model.days import FIRST_DAY, Days, read_day, read_days
from civcheck.model.measures import UNITS
from civcheck.model.rawvalue import BadValue, Context
from civcheck.model.table.sheet import Cell, Sort
from civcheck.model.table.spelling import spelled_out
from civcheck.model.texts import with_plain_signs

Written = str | list[str]
"""A value as it is written into a record."""

_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SERIAL, _LAST_SERIAL = (FIRST_DAY - _EPOCH).days, 110_000
"""Days of Excel from the first that a record may have to 2201; a smaller number is a year, or anything else."""
_MOST_EXACT = 10**15
"""Excel keeps fifteen digits: of a longer number the last are lost."""
_EIGHT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)")
_WEEKDAY = re.compile(r"\s*[(\[【]?\s*(?:星期|周|礼拜)([一二三四五六日天])\s*[)\]】]?")
_CLOCK = r"(?:[01]?\d|2[0-4])[:时点](?:[0-5]?\d)?分?(?::[0-5]\d)?"
_TIME_OF_DAY = re.compile(
    rf"\s*(?:(?:上午|下午|中午|晚上|晚|早上|全天)\s*)?(?:{_CLOCK}(?:\s*(?:-|–|—|~|至)+\s*(?:(?:上午|下午|晚上)\s*)?{_CLOCK})?)?\Z"
)
_WEEKDAYS = "一二三四五六日"
_DAY_SIGNS = len("2017-03-15")


class BadCell(ValueError):  # noqa: N818 - told with its place by whoever knows it
    """A cell that cannot be read: ``code`` names the message ``import.cell.CODE``, ``shown`` is what stands there."""

    def __init__(self, code: str, shown: str) -> None:
        super().__init__(code)
        self.code, self.shown = code, shown


def text_of(cell: Cell | None) -> str:
    """Give what a cell says, as people would type it; an empty one says nothing.

    Raises:
        BadCell: it is an error of a formula, a formula without a result, or a number that has lost digits.
    """
    if cell is None:
        return ""
    match cell.value:
        case str() as text:
            if cell.sort is Sort.ERROR:
                raise BadCell("error", text)
            if cell.sort is Sort.UNRECKONED:
                raise BadCell("unreckoned", text)
            return tidy(text)
        case bool() as is_so:
            return "是" if is_so else "否"
        case int() | float() as number:
            return _number_text(number, cell.sort)
        case datetime() as moment:
            return moment.isoformat(" ", "minutes")
        case date() | time() as other:
            return other.isoformat() if isinstance(other, date) else other.isoformat("minutes")
        case timedelta() as span:
            minutes = round(span.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"


def shown(cell: Cell | None) -> str:
    """Give what a cell shows, whatever is wrong with it."""
    try:
        return text_of(cell)
    except BadCell as bad:
        return bad.shown


def tidy(text: str) -> str:
    """Give a text with LF line ends, without blanks around it; a line of Excel may end with CR."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\u3000\xa0")


def _number_text(number: int | float, sort: Sort) -> str:
    if isinstance(number, float) and number != number:  # NaN
        raise BadCell("error", "NaN")
    if sort is Sort.PERCENT:
        return f"{_decimal(number * 100)}%"
    if abs(number) >= _MOST_EXACT:
        raise BadCell("digits-lost", f"{number:.6g}")
    return str(int(number)) if number == int(number) else _decimal(number)


def _decimal(number: int | float) -> str:
    """Write a number with the fifteen digits that Excel keeps, and without a power of ten."""
    text = format(Decimal(f"{number:.15g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


# --- days


def day_of(cell: Cell, year: int, epoch_1904: bool) -> tuple[Written, str]:
    """Give the days of a cell as a record writes them, and what they do not say of it: a time of day; else empty.

    A text that is no day comes back as it is: reading the record tells what is wrong with it.

    Raises:
        BadCell: as ``text_of``; or the weekday that is written is not that of the day.
    """
    match cell.value:
        case bool():
            return text_of(cell), ""
        case datetime() as moment:
            dropped = moment.time() != time()
            return moment.date().isoformat(), text_of(cell) if dropped else ""
        case date() as day:
            return day.isoformat(), ""
        case int() | float() as number:
            return _serial(number, epoch_1904) or _eight_digits(text_of(cell)) or text_of(cell), ""
        case _:
            return _days_of_text(text_of(cell), year)


def _serial(number: int | float, epoch_1904: bool) -> str | None:
    """Read a number as Excel's number of a day."""
    whole = int(number)
    if whole != number or not _FIRST_SERIAL <= whole + (1_462 if epoch_1904 else 0) <= _LAST_SERIAL:
        return None
    return ((_EPOCH_1904 if epoch_1904 else _EPOCH) + timedelta(days=whole)).isoformat()


def _eight_digits(text: str) -> str | None:
    found = _EIGHT.fullmatch(text)
    if found is None:
        return None
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError:
        return None


def _days_of_text(text: str, year: int) -> tuple[Written, str]:
    plain = spelled_out(re.sub(r"\s*\n\s*", "、", text))
    if (found := _read(plain, year)) is not None:
        return found, ""
    bare, weekday = _without_weekday(plain)
    day, rest = bare, ""
    found = _read(bare, year)
    if found is None:
        day, rest = _before_time(bare)
        found = _read(day, year) if rest else None
    if found is None:
        return text, ""
    is_one = isinstance(found, str) and len(found) == _DAY_SIGNS
    if weekday and is_one and _WEEKDAYS[date.fromisoformat(str(found)).weekday()] != weekday:
        raise BadCell("other-weekday", text)
    return found, text if rest else ""


def _read(text: str, year: int) -> Written | None:
    if (eight := _eight_digits(with_plain_signs(text))) is not None:
        return eight
    try:
        return written_days(read_days(text, Context(year)))
    except BadValue:
        return None


def written_days(days: Days) -> Written:
    """Write days as a record does: one, a span with ``/``, or a list of several."""
    if days.sessions:
        return [each.isoformat() for each in days.sessions]
    if days.first == days.last:
        return days.first.isoformat()
    return f"{days.first.isoformat()}/{days.last.isoformat()}"


def _without_weekday(text: str) -> tuple[str, str]:
    """Leave the weekday out of a text that has one, and give it; of several none can be told."""
    plain = with_plain_signs(text)
    found = _WEEKDAY.search(plain)
    if found is None or _WEEKDAY.search(plain, found.end()):
        return text, ""
    return plain[: found.start()] + plain[found.end() :], found[1].replace("天", "日")


def _before_time(text: str) -> tuple[str, str]:
    """Take a time of day off the end of a text: 2017年3月15日上午9:30."""
    plain = with_plain_signs(text)
    day = re.match(r"(?:\d{4}\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?", plain)
    if day is None or not (rest := plain[day.end() :]).strip() or _TIME_OF_DAY.fullmatch(rest) is None:
        return text, ""
    return day[0], rest


def one_day_of(cell: Cell, year: int, epoch_1904: bool) -> tuple[Written, str]:
    """Give one day, as ``day_of``; a span or a list comes back as it stands."""
    found, dropped = day_of(cell, year, epoch_1904)
    try:
        read_day(found, Context(year))
    except BadValue:
        return text_of(cell), ""
    return found, dropped


# --- numbers and the rest


def hours_of(cell: Cell, unit: str) -> Written:
    """Give hours: a time of Excel (2:30) is so many hours; a bare number has the unit of its heading."""
    match cell.value:
        case timedelta() as span:
            return _decimal(round(span.total_seconds() / 3600, 4))
        case time() as clock:
            return _decimal(round(clock.hour + clock.minute / 60 + clock.second / 3600, 4))
        case _:
            return number_of(cell, unit)


def number_of(cell: Cell, unit: str) -> Written:
    """Give a number as text; full-width digits as ASCII ones, with the unit of its heading where it has none."""
    text = text_of(cell)
    plain = with_plain_signs(text)
    if re.fullmatch(r"[0-9.,]+", plain):
        text = plain
        if unit in UNITS and unit not in ("人", "小时"):
            text += unit
    return text


def list_of(cell: Cell) -> Written:
    """Give a text that may name several: a line each is as good as a 、 between them."""
    return re.sub(r"[ \t]*\n\s*", "、", text_of(cell))
