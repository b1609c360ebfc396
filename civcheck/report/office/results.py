"""The sheets 整改清单, 核查结果 and 说明: what is to be done, every rule with its outcome, what it all rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from civcheck.messages import measured_number
from civcheck.model.outcome import Outcome
from civcheck.model.report import Ask, Finding, Report
from civcheck.report import closing, noticing, sentences
from civcheck.report.office.planned import planned_rows
from civcheck.report.office.saying import NAMED, OfficeWords, clean, duty, point_titles, rests_on
from civcheck.report.office.todo import cure, to_do
from civcheck.report.office.workbook import Cell, Heading, Sheet

_TO_DO = (
    ("number", 5), ("rule", 8), ("title", 20), ("outcome", 9), ("force", 7), ("lacks", 36), ("quote", 24),
    ("basis", 11), ("cure", 34), ("due", 11), ("who", 11), ("state", 9), ("progress", 14),
    ("point", 18), ("days", 9), ("near", 90),
)  # fmt: skip
_TO_DO_PRINTED = 13
_RESULTS = (
    ("rule", 8), ("title", 24), ("outcome", 10), ("force", 7), ("basis", 12), ("seen", 38), ("shown", 40),
    ("missing", 16), ("due", 11), ("who", 11),
    ("point", 18), ("have", 8), ("need", 8), ("count", 8), ("planned", 60), ("days", 9), ("quote", 70),
    ("judged", 80), ("notes", 40),
)  # fmt: skip
_RESULTS_PRINTED = 10
STATES = ("open", "doing", "done", "none")


def to_do_sheet(report: Report, words: OfficeWords) -> Sheet:
    """List what somebody has to do something about; the state is for them to change.

    Of a report with a plan a line is a thing to do, and names all the rules that it closes.
    """
    states = tuple(words(f"state.{name}") for name in STATES)
    headings = tuple(
        Heading(words(f"xlsx.column.{name}"), width, states if name == "state" else ())
        for name, width in _TO_DO
    )
    titles, use = point_titles(report), report.baseline
    rows: Iterable[tuple[Cell, ...]] = (
        _to_do_row(number, each, titles, words) for number, each in enumerate(to_do(report), start=1)
    )
    if report.plan is not None:
        return Sheet(
            words("xlsx.sheet.to-do"), headings, planned_rows(report, report.plan, words), _TO_DO_PRINTED
        )
    if use is not None:
        headings += (Heading(words("xlsx.column.baseline"), 24),)
        marks = (sentences.known(each, use, words) for each in to_do(report))
        rows = ((*row, mark) for row, mark in zip(rows, marks, strict=True))
    return Sheet(words("xlsx.sheet.to-do"), headings, rows, _TO_DO_PRINTED)


def _to_do_row(
    number: int, finding: Finding, titles: Mapping[int, str], words: OfficeWords
) -> tuple[Cell, ...]:
    is_gap = finding.outcome is Outcome.GAP
    due = "" if finding.due is None else words.day(finding.due)
    return (
        number,
        finding.rule,
        clean(finding.title),
        words.outcome(finding.outcome),
        words.force(finding),
        sentences.lacks(finding, words),
        sentences.quotes(finding, words),
        words.basis(finding),
        cure(finding, words),
        sentences.over(finding, words) if is_gap else due,
        duty(finding, words),
        words("state.open") if is_gap else None,
        None,
        _point(finding, titles, words),
        finding.days_left,
        sentences.near(finding, words) if finding.near_misses else None,
    )


def _point(finding: Finding, titles: Mapping[int, str], words: OfficeWords) -> str:
    return words("point.title", point=str(finding.point), title=titles.get(finding.point, ""))


def results_sheet(report: Report, words: OfficeWords) -> Sheet:
    """List every rule in the order of the document, with its outcome and all records that show it."""
    headings = tuple(Heading(words(f"xlsx.column.{name}"), width) for name, width in _RESULTS)
    titles = point_titles(report)
    rows = (_result_row(finding, titles, words) for finding in report.findings)
    return Sheet(words("xlsx.sheet.results"), headings, rows, _RESULTS_PRINTED)


def _result_row(finding: Finding, titles: Mapping[int, str], words: OfficeWords) -> tuple[Cell, ...]:
    use = finding.judgement
    return (
        finding.rule,
        clean(finding.title),
        words.outcome(finding.outcome),
        words.force(finding),
        words.basis(finding),
        words.sentence(words.say(finding.summary)),
        words.records(finding.shown_by, NAMED),
        words.joined("list", map(clean, finding.missing)),
        None if finding.due is None else words.day(finding.due),
        clean(finding.duty),
        _point(finding, titles, words),
        _have(finding, words),
        finding.need,
        len(finding.shown_by),
        words.records(finding.planned, NAMED),
        finding.days_left,
        sentences.quotes(finding, words),
        None if use is None else sentences.judgement(finding, use, words),
        words.run(words.sentence(words.say(note)) for note in finding.notes),
    )


def notes_sheet(report: Report, words: OfficeWords) -> Sheet:
    """Say what the workbook rests on, the counts of all outcomes, and when something changes next."""
    headings = (Heading(words("xlsx.column.label"), 24), Heading(words("xlsx.column.text"), 110))
    return Sheet(words("xlsx.sheet.notes"), headings, _notes(report, words), 2)


def _have(finding: Finding, words: OfficeWords) -> Cell:
    """Say how much there is; what is no decimal is about so much."""
    have = finding.have
    if have is None or "/" not in have:
        return have
    said = measured_number(Fraction(have))
    return said if isinstance(said, str) else words.say(said)


def _asked(ask: Ask, words: OfficeWords) -> str:
    how = "" if ask.how is None else clean(words.say(ask.how))
    return " ".join(filter(None, (clean(words.say(ask.question)), how, clean(ask.line))))


def _notes(report: Report, words: OfficeWords) -> Iterator[tuple[Cell, ...]]:
    for told in closing.incomplete(report):
        yield words("xlsx.incomplete"), words.say(told)
    for outcome, count in report.counters.items():
        yield words.outcome(outcome), count
    if report.baseline is not None:
        yield words("xlsx.column.baseline"), sentences.baseline(report.baseline, words)
    yield from _score(report, words)
    yield from rests_on(report, words)
    for ask in report.asks:
        yield words("xlsx.ask"), _asked(ask, words)
    for problem in report.problems:
        where = sentences.shown(problem.place)
        said = f"{where} {words.run((words.sentence(words.say(problem.what)), words.begun(words.say(problem.why))))}"
        yield words(f"weight.{problem.weight.value}"), said
    for notice in report.notices:
        places = words.joined("list", (sentences.shown(place) for place in notice.places))
        said = noticing.notice_with_line(notice, words)
        yield words("xlsx.notice"), words.run((said, places))
    for skipped in report.skipped:
        yield words("xlsx.skipped"), f"{clean(skipped.path)} {words.say(skipped.reason)}"
    for line in closing.foot(report, words)[1:]:
        yield words("xlsx.note"), line
    yield words("xlsx.next"), closing.next_change(report, words)


def _score(report: Report, words: OfficeWords) -> Iterator[tuple[Cell, ...]]:
    """Say the points: the whole with marks and vetoes, then every group."""
    score = report.score
    if score is None:
        return
    yield words("xlsx.score"), sentences.total(score, words)
    for group in score.groups:
        yield words("xlsx.score"), sentences.score_group(group, words)
    yield words("xlsx.score"), words("score.view")
