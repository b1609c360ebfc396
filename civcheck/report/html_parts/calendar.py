"""The year calendar: what the ledger shows, point by point, against the days in which rules want it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from civcheck.model.outcome import Outcome
from civcheck.model.record import Record
from civcheck.model.report import Finding, Report
from civcheck.model.texts import sanitize
from civcheck.report.html_parts.evidence import title_of
from civcheck.report.html_parts.marks import Mark, mark
from civcheck.report.words import Words

MONTH = 100
"""The width of a month in the drawing; days are placed within it, whatever their number."""
BESIDE = 2
"""So many months before and after the year are drawn where a window or a mark lies there."""
NARROWEST = 12
"""The width of a mark of one day."""
MARKS_SHOWN = 60
"""More marks than this in a row are drawn as runs of days without titles."""
WINDOWS_SHOWN = 12
"""So many windows are drawn in a row."""


class Bar(NamedTuple):
    """A mark or window: where it begins, how wide it is, what it says."""

    x: float
    width: float
    said: str
    code: str = ""
    lane: int = 0


class Row(NamedTuple):
    """A point: marks of what was held, of what is planned, its windows, and how many activities each month has."""

    number: int
    title: str
    held: tuple[Bar, ...]
    planned: tuple[Bar, ...]
    windows: tuple[Bar, ...]
    height: int
    months: tuple[int, ...]
    total: int


class Month(NamedTuple):
    """A column: the month's number, and whether it belongs to the year."""

    number: int
    inside: bool


class Wanted(NamedTuple):
    """A window for the table: which rule, which days, with what outcome."""

    rule: str
    title: str
    days: str
    mark: Mark


class Calendar(NamedTuple):
    """Rows over months; ``now`` is where the as-of day ends, None where that is outside the drawing."""

    years: tuple[tuple[int, int], ...]
    months: tuple[Month, ...]
    rows: tuple[Row, ...]
    width: int
    now: float | None
    wanted: tuple[Wanted, ...]


class _Axis:
    """Months from ``start``, counted from year 0; a day becomes a place on it."""

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end
        self.first, self.last = _first_day(start), _first_day(end + 1) - timedelta(days=1)

    def at(self, day: date) -> float:
        """Place the beginning of a day."""
        month = _month(day)
        begin = _first_day(month)
        share = (day - begin).days / (_first_day(month + 1) - begin).days
        return round(MONTH * (month - self.start + share), 1)

    def bar(self, first: date, last: date, said: str) -> Bar | None:
        """Draw a span of days; None where it lies outside."""
        if last < self.first or first > self.last:
            return None
        left, right = self.at(max(first, self.first)), self.at(min(last, self.last) + timedelta(days=1))
        return Bar(left, round(max(right - left, NARROWEST), 1), said)


def _month(day: date) -> int:
    return 12 * day.year + day.month - 1


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def calendar(report: Report, words: Words) -> Calendar:
    """Draw the year of the ledger, and the months beside it where something lies there."""
    by_point = _records_of_points(report)
    axis = _axis(report, by_point)
    judged = {finding.point for finding in report.findings}
    rows = tuple(
        _row(point.number, point.title, by_point.get(point.number, ()), axis, report, words)
        for point in report.points
        if point.number in judged
    )
    months = tuple(
        Month(number % 12 + 1, number // 12 == report.unit.year) for number in range(axis.start, axis.end + 1)
    )
    years: dict[int, int] = {}
    for number in range(axis.start, axis.end + 1):
        years[number // 12] = years.get(number // 12, 0) + 1
    as_of = report.provenance.as_of
    return Calendar(
        tuple(years.items()),
        months,
        rows,
        MONTH * len(months),
        axis.at(as_of + timedelta(days=1)) if axis.first <= as_of < axis.last else None,
        tuple(_wanted(report, words)),
    )


def _records_of_points(report: Report) -> dict[int, tuple[Record, ...]]:
    """Give every record to one point: that of the rule which uses the fewest others beside it.

    A rule that it only nearly counts for has it where no other one does.
    """
    records = {record.key: record for record in report.catalogue}
    narrowest: dict[str, tuple[bool, int, int]] = {}
    for finding in report.findings:
        used = [*finding.shown_by, *finding.planned, *(each.record for each in finding.shortfalls)]
        near = [each.record for each in finding.near_misses]
        for only_near, keys in ((False, used), (True, near)):
            found = (only_near, len(used) + len(near), finding.point)
            for key in keys:
                narrowest[key] = min(narrowest.get(key, found), found)
    by_point: dict[int, list[Record]] = {}
    for key, record in records.items():
        if key in narrowest:
            by_point.setdefault(narrowest[key][2], []).append(record)
    return {point: tuple(named) for point, named in by_point.items()}


def _axis(report: Report, by_point: dict[int, tuple[Record, ...]]) -> _Axis:
    start, end = 12 * report.unit.year, 12 * report.unit.year + 11
    days = [day for finding in report.findings for day in finding.window or ()]
    days += [record.first for records in by_point.values() for record in records]
    months = [month for month in map(_month, days) if start - BESIDE <= month <= end + BESIDE]
    return _Axis(min([start, *months]), max([end, *months]))


def _row(
    number: int, title: str, records: tuple[Record, ...], axis: _Axis, report: Report, words: Words
) -> Row:
    as_of = report.provenance.as_of
    windows = tuple(_windows(report, number, axis, words))
    spans = [(first, last, title_of(record)) for record in records for first, last in _spans(record)]
    months = [0] * (axis.end - axis.start + 1)
    for first, _, _ in spans:
        if axis.start <= _month(first) <= axis.end:
            months[_month(first) - axis.start] += 1
    return Row(
        number,
        sanitize(title),
        _bars([span for span in spans if span[0] <= as_of], axis),
        _bars([span for span in spans if span[0] > as_of], axis),
        windows,
        22 + 7 * (1 + max((each.lane for each in windows), default=-1)),
        tuple(months),
        sum(months),
    )


def _spans(record: Record) -> Iterator[tuple[date, date]]:
    if record.days.sessions:
        yield from ((day, day) for day in record.days.sessions)
    else:
        yield record.first, record.last


def _bars(spans: list[tuple[date, date, str]], axis: _Axis) -> tuple[Bar, ...]:
    if len(spans) > MARKS_SHOWN:
        drawn = [axis.bar(first, last, "") for first, last in _runs(spans)]
    else:
        drawn = [
            axis.bar(first, last, f"{first if first == last else f'{first} – {last}'} {title}")
            for first, last, title in sorted(spans)
        ]
    return tuple(bar for bar in drawn if bar is not None)


def _runs(spans: Iterable[tuple[date, date, str]]) -> Iterator[tuple[date, date]]:
    """Join spans that overlap or follow each other, so that a row has no more marks than the year has days."""
    start: date | None = None
    end = date.min
    for first, last, _ in sorted(spans):
        if start is not None and first > end + timedelta(days=1):
            yield start, end
            start = None
        start = first if start is None else start
        end = max(end, last)
    if start is not None:
        yield start, end


def _windows(report: Report, point: int, axis: _Axis, words: Words) -> Iterator[Bar]:
    """Draw the windows of a point below each other; those of the same days and outcome once."""
    ends: list[date] = []
    seen: set[tuple[date, date, Outcome]] = set()
    of_point = [each for each in report.findings if each.point == point and each.window is not None]
    for finding in sorted(of_point, key=_first_of_window):
        first, last = finding.window or (date.min, date.min)
        bar = axis.bar(first, last, _window_said(finding, words))
        if bar is None or (first, last, finding.outcome) in seen or len(seen) == WINDOWS_SHOWN:
            continue
        seen.add((first, last, finding.outcome))
        lane = next((number for number, end in enumerate(ends) if end < first), len(ends))
        ends[lane : lane + 1] = [last]
        yield bar._replace(code=mark(finding.outcome, words).code, lane=lane)


def _first_of_window(finding: Finding) -> date:
    return finding.window[0] if finding.window is not None else date.min


def _window_said(finding: Finding, words: Words) -> str:
    first, last = finding.window or (date.min, date.min)
    return words(
        "html.window-of",
        rule=finding.rule,
        title=finding.title,
        days=words("html.days", first=first, last=last),
        outcome=words.outcome(finding.outcome),
    )


def _wanted(report: Report, words: Words) -> Iterator[Wanted]:
    for finding in report.findings:
        if finding.window is not None:
            first, last = finding.window
            yield Wanted(
                finding.rule,
                sanitize(finding.title),
                words("html.days", first=first, last=last),
                mark(finding.outcome, words),
            )
