"""Days and years in the names of files and folders: 2017-03-15孝老爱亲, 20170315, 3月15日讲堂, 2017年总结."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_PATTERNS = (
    re.compile(rf"(?<!\d){_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*[日号]?(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}([-._/ ])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?(?!\d)"),
    re.compile(r"^(?P<month>\d{1,2})[.．](?P<day>\d{1,2})(?![\d.．%万亿元])"),
)
_ALONE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*年度?|(?:^|(?<=[\s（(【\[]))(?P<bare>(?:19|20)\d\d)(?![\d.])"
)
"""A year by itself stands before 年 or begins a word: IMG_2033 is the number of a picture."""
_ORDER = re.compile(
    r"^[\s（(]*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[)）]?\s*[.、．_\-\s]\s*(?!\d)"
    r"|^\d{1,3}(?=[^\d.．])(?!\s*[月季次场期])"
)
"""The number by which people order folders: 02-, 3、, (四), 5 before a word."""
_EDGES = " \t-_－—.．、，,：:~～+"


class NameDay(NamedTuple):
    """A day in a name; ``has_year``: the name says the year too, else it is that of the ledger."""

    day: date
    has_year: bool


def days_in(name: str, year: int) -> tuple[NameDay, ...]:
    """List the days that a name says, each once, in their order; one without a year is taken to be in ``year``."""
    found: dict[date, NameDay] = {}
    for pattern in _PATTERNS:
        for each in pattern.finditer(name):
            said = each.groupdict().get("year")
            try:
                day = date(int(said or year), int(each["month"]), int(each["day"]))
            except ValueError:
                continue
            found.setdefault(day, NameDay(day, said is not None))
        if found:
            break
    return tuple(found.values())


def year_in(name: str) -> int | None:
    """Give the one year that a name says; None where it says none, or several."""
    years = {int(each["year"]) for pattern in _PATTERNS[:3] for each in pattern.finditer(name)}
    years = years or {int(each["year"] or each["bare"]) for each in _ALONE.finditer(name)}
    return years.pop() if len(years) == 1 else None


def words_of_name(name: str) -> str:
    """Give a name without days, years and the number it is ordered by."""
    for pattern in _PATTERNS:
        name = pattern.sub(" ", name)
    name = _ALONE.sub(" ", name)
    return _ORDER.sub("", name).strip(_EDGES)
