"""The top of the page: head, counters, what to do first, and every point by outcome as bar and heat map."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.report import Finding, Report
from civcheck.model.texts import sanitize
from civcheck.report import closing, sentences
from civcheck.report.html_parts.cards import due
from civcheck.report.html_parts.marks import BAR, Mark, counted, mark
from civcheck.report.words import Words, layers, only, units_beside

FIRST_SHOWN = 12
"""So many gaps of one force are named at the top."""
SOON_SHOWN = 6
"""So many rules that run out soonest are named at the top."""


class Counter(NamedTuple):
    """One of the seven counts."""

    mark: Mark
    number: int


class Head(NamedTuple):
    """Whose report this is, of what, and how it ended; ``rows`` are label and text."""

    unit: str
    year: str
    title: str
    rows: tuple[tuple[str, str], ...]
    incomplete: str
    ending: str
    counters: tuple[Counter, ...]


class Step(NamedTuple):
    """A finding that is to be taken up: which, until when, by whom."""

    rule: str
    title: str
    due: str
    duty: str


class Steps(NamedTuple):
    """Findings of one force, or those that run out soonest; ``more`` are not listed."""

    title: str
    force: int
    steps: tuple[Step, ...]
    more: int


class Segment(NamedTuple):
    """A piece of a bar, in hundredths of its length."""

    code: str
    start: float
    length: float


class Cell(NamedTuple):
    """A count in the heat map; ``heat`` is 0 to 4."""

    code: str
    number: int
    heat: int


class PointRow(NamedTuple):
    """A point: its bar and its counts."""

    number: int
    title: str
    total: int
    segments: tuple[Segment, ...]
    cells: tuple[Cell, ...]
    said: str


def head(report: Report, words: Words) -> Head:
    """Say whose report this is, what it rests on, and whether the audit was complete."""
    from_ = report.provenance
    rows = [
        (words("html.as-of"), from_.as_of.isoformat()),
        (words("html.unit-type"), sanitize(report.unit.type)),
        (words("html.document"), sanitize(from_.pack_title)),
        (
            words("html.pack"),
            words("html.pack-line", pack=from_.pack, version=from_.pack_version, rules=str(from_.rules)),
        ),
        (
            words("html.judged"),
            words("head.judged" if report.judged else "head.not-judged", count=str(report.judged)),
        ),
    ]
    if below := layers(from_, words):
        rows.append((words("html.layers"), below))
    if from_.earlier:
        years = tuple(str(each.year) for each in from_.earlier)
        rows.append((words("html.earlier"), words("head.earlier", years=years)))
    if from_.beside:
        rows.append((words("html.beside"), words("head.beside", units=units_beside(from_))))
    if from_.only:
        rows.append((words("html.only"), only(from_, words)))
    if report.baseline is not None:
        rows.append((words("html.baseline"), sentences.baseline(report.baseline, words)))
    return Head(
        sanitize(report.unit.name),
        words("head.year", year=str(report.unit.year)),
        sanitize(from_.pack_title),
        tuple(rows),
        words.say(closing.not_complete(report)) if not report.complete else "",
        _ending(report, words),
        tuple(Counter(mark(outcome, words), count) for outcome, count in report.counters.items()),
    )


def _ending(report: Report, words: Words) -> str:
    """Say in a sentence or two what was found, and what is not known."""
    unknown = report.counters[Outcome.UNDETERMINED]
    return _gaps(report, words) + (words("html.not-known", count=str(unknown)) if unknown else "")


def _gaps(report: Report, words: Words) -> str:
    gaps = [finding.obligation for finding in report.findings if finding.outcome is Outcome.GAP]
    if not gaps:
        return words("html.no-gaps")
    by_force = tuple(
        words("html.force-count", force=words(f"obligation.{force.code}"), count=str(gaps.count(force)))
        for force in sorted(Obligation, reverse=True)
        if force in gaps
    )
    return words("html.gaps", count=str(len(gaps)), forces=by_force)


def first_steps(report: Report, words: Words) -> tuple[Steps, ...]:
    """List gaps by force, strongest first, then what runs out soonest."""
    gaps = [finding for finding in report.findings if finding.outcome is Outcome.GAP]
    found = [
        _steps(
            words("html.first-force", force=words(f"obligation.{force.code}"), count=str(len(named))),
            int(force),
            named,
            FIRST_SHOWN,
            words,
        )
        for force in sorted(Obligation, reverse=True)
        if (named := [gap for gap in gaps if gap.obligation is force])
    ]
    waiting = [(each.due, each) for each in report.findings if _is_waiting(each) and each.due is not None]
    if waiting:
        soonest = [each for _, each in sorted(waiting, key=_by_day)]
        title = words("html.first-pending", count=str(len(soonest)))
        found.append(_steps(title, 0, soonest, SOON_SHOWN, words))
    return tuple(found)


def _is_waiting(finding: Finding) -> bool:
    return finding.outcome is Outcome.PENDING


def _by_day(waiting: tuple[date, Finding]) -> date:
    return waiting[0]


def _steps(title: str, force: int, findings: list[Finding], shown: int, words: Words) -> Steps:
    steps = tuple(
        Step(each.rule, sanitize(each.title), due(each, words), sanitize(each.duty or ""))
        for each in findings[:shown]
    )
    return Steps(title, force, steps, max(len(findings) - shown, 0))


def point_rows(report: Report, words: Words) -> tuple[PointRow, ...]:
    """Count the outcomes of every point that has findings; the heat is in quarters of an outcome's highest count."""
    by_point: dict[int, list[Outcome]] = {}
    for finding in report.findings:
        by_point.setdefault(finding.point, []).append(finding.outcome)
    counts = {number: counted(outcomes) for number, outcomes in by_point.items()}
    most = {outcome: max((row[outcome] for row in counts.values()), default=0) for outcome in Outcome}
    return tuple(
        _point_row(point.number, point.title, counts[point.number], most, words)
        for point in report.points
        if point.number in counts
    )


def _point_row(
    number: int, title: str, counts: dict[Outcome, int], most: dict[Outcome, int], words: Words
) -> PointRow:
    cells = tuple(
        Cell(mark(outcome, words).code, count, -(-4 * count // most[outcome]) if count else 0)
        for outcome, count in counts.items()
    )
    total = sum(counts.values())
    said = words.listed(
        words("html.counted", outcome=words.outcome(each), count=str(count))
        for each, count in counts.items()
        if count
    )
    return PointRow(number, sanitize(title), total, _segments(counts, words), cells, said)


def _segments(counts: dict[Outcome, int], words: Words) -> tuple[Segment, ...]:
    total, start = sum(counts.values()), 0
    found: list[Segment] = []
    for outcome in BAR:
        if counts[outcome]:
            left, right = 100 * start / total, 100 * (start + counts[outcome]) / total
            found.append(Segment(mark(outcome, words).code, round(left, 2), round(right - left, 2)))
            start += counts[outcome]
    return tuple(found)
