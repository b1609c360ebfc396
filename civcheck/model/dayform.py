"""Days in one form: 2017-03-05, whatever way they were written; what a day is stays the same."""

from __future__ import annotations

import re

from civcheck.model.days import Days, read_day, read_days
from civcheck.model.rawvalue import BadValue, Context

_PARTED = re.compile("([、，,；;])")
_IN_FORM = re.compile(r"\d{4}-\d\d-\d\d(?:/\d{4}-\d\d-\d\d)?")


def day_in_form(raw: str, year: int) -> str | None:
    """Write a day as 2017-03-05; None where it is no day, or does not name its year: that is not to be made up.

    ``year`` is the ledger's.
    """
    context = Context(year)
    try:
        day = read_day(raw, context)
    except BadValue:
        return None
    return None if _adds_year(context) else day.isoformat()


def days_in_form(raw: str, year: int) -> str | None:
    """Write the days of a record in form: a day, a span 2017-03-05/2017-03-07, or several with their separators.

    None as ``day_in_form``; what is written in form stays as it is.
    """
    days, adds = _read(raw, year)
    if days is None or adds:
        return None
    if _IN_FORM.fullmatch(raw):
        return raw
    if days.sessions or _PARTED.search(raw):
        parts = _PARTED.split(raw)
        shown = [
            _kept_blanks(part, days_in_form(part.strip(), year)) if part.strip() else part
            for part in parts[::2]
        ]
        if None in shown:
            return None
        new = "".join(f"{part}{sign}" for part, sign in zip(shown, [*parts[1::2], ""], strict=True))
    else:
        new = days.first.isoformat() + (f"/{days.last.isoformat()}" if days.last != days.first else "")
    return new if _read(new, year)[0] == days else None


def adds_a_year(raw: str, year: int, several: bool) -> bool:
    """Tell whether days are understood only with the ledger's year: 3月5日."""
    if several:
        return _read(raw, year)[1]
    context = Context(year)
    try:
        read_day(raw, context)
    except BadValue:
        return False
    return _adds_year(context)


def _read(raw: str, year: int) -> tuple[Days | None, bool]:
    context = Context(year)
    try:
        return read_days(raw, context), _adds_year(context)
    except BadValue:
        return None, False


def _adds_year(context: Context) -> bool:
    return any(code == "year-added" for code, _ in context.notes)


def _kept_blanks(part: str, shown: str | None) -> str | None:
    """Give a part in form with the blanks that were around it."""
    return None if shown is None else part.replace(part.strip(), shown, 1)
