"""The papers 目录 and 缺项清单 of a binder, on A4 as the self-check report is."""

from __future__ import annotations

from collections.abc import Sequence

from civcheck.model.binder import Binder
from civcheck.model.outcome import Outcome
from civcheck.model.privacy import Privacy
from civcheck.model.report import Finding, Report
from civcheck.report import closing, sentences
from civcheck.report.binder.contents import (
    Line,
    author,
    column,
    day,
    lacking,
    left_out,
    notes,
    nothing_under,
    numbered,
    parts,
    point_named,
    until,
)
from civcheck.report.office.catalogue import written
from civcheck.report.office.paper import Column, Paper
from civcheck.report.office.saying import PaperWords, clean, point_titles
from civcheck.report.office.todo import cure
from civcheck.report.words import first_line

_CONTENTS = (("number", 11, True), ("author", 24, False), ("name", 38, False), ("day", 20, True), ("pages", 11, True),
             ("copies", 11, True), ("folder", 14, True), ("remark", 27, False))  # fmt: skip
_MISSING = (("rule", 14, True), ("title", 30, False), ("outcome", 18, True), ("lacks", 42, False), ("cure", 34, False),
            ("due", 18, True))  # fmt: skip
_LEFT_OUT = (("number", 12, True), ("source", 62, False), ("why", 82, False))
_LISTED = 300
"""So many files that are not in the binder stand on paper; the workbook has them all."""


def contents_paper(report: Report, binder: Binder, personal: Privacy, lang: str) -> bytes:
    """Give the catalogue: how to read it, then point by point the records, then what is left out."""
    words, paper = PaperWords(lang, report), Paper(lang)
    unit, subject = clean(report.unit.name), words("binder.title", year=str(report.unit.year))
    paper.title((unit, subject))
    paper.text(first_line(report, words))
    for each in notes(report, binder, personal, words):
        paper.text(each)
    for part in parts(report, binder, words):
        paper.heading(1, part.title)
        if not part.lines:
            paper.text(nothing_under(part.point, report, words))
            continue
        _table(paper, _CONTENTS, [_line(each, words) for each in part.lines], part.title, words)
    _add_left_out(paper, report, binder, words)
    return paper.to_bytes(f"{unit} {subject}", report.provenance.as_of)


def _table(
    paper: Paper,
    columns: tuple[tuple[str, int, bool], ...],
    rows: Sequence[tuple[str, ...]],
    title: str,
    words: PaperWords,
) -> None:
    paper.table(
        [Column(column(name, words), width, centred) for name, width, centred in columns], rows, title
    )


def _line(line: Line, words: PaperWords) -> tuple[str, ...]:
    volume, stands = line.volume, line.number is not None
    return (
        str(line.number) if stands else "",
        author(volume, words),
        clean(volume.record.title),
        day(volume),
        written(volume.record, "页数", words),
        str(line.copies) if stands else "",
        numbered(volume) if stands else "",
        line.remark,
    )


def _add_left_out(paper: Paper, report: Report, binder: Binder, words: PaperWords) -> None:
    rows = left_out(report, binder, words)
    paper.heading(1, words("binder.sheet.left-out"))
    if not rows:
        paper.text(words("binder.none-left-out"))
        return
    shown = [(str(number), file, why) for number, (file, why, _) in enumerate(rows[:_LISTED], start=1)]
    _table(paper, _LEFT_OUT, shown, words("binder.sheet.left-out"), words)
    if len(rows) > _LISTED:
        paper.text(words("more", count=str(len(rows) - _LISTED)))


def missing_paper(report: Report, binder: Binder, lang: str) -> bytes:
    """Give the list of what is missing, point by point: what the audit says, and nothing in the place of material."""
    words, paper = PaperWords(lang, report), Paper(lang)
    unit, subject = clean(report.unit.name), words("binder.missing-title", year=str(report.unit.year))
    paper.title((unit, subject))
    paper.text(first_line(report, words))
    paper.text(words("binder.note.missing"))
    for told in closing.incomplete(report):
        paper.text(words("binder.note.incomplete", what=told))
    found, titles = lacking(report), point_titles(report)
    for point in sorted(report.points):
        paper.heading(1, point_named(point.number, titles, words))
        rows = [_missing(each, words) for each in found if each.point == point.number]
        if rows:
            _table(paper, _MISSING, rows, point_named(point.number, titles, words), words)
        else:
            paper.text(_nothing(point.number, report, words))
    return paper.to_bytes(f"{unit} {subject}", report.provenance.as_of)


def _nothing(point: int, report: Report, words: PaperWords) -> str:
    """Say of a point without a line whether its rules are met, or do not concern the unit."""
    outcomes = {each.outcome for each in report.findings if each.point == point}
    is_other = not outcomes - {Outcome.NOT_APPLICABLE}
    return words("binder.not-applicable" if is_other else "binder.nothing-missing")


def _missing(finding: Finding, words: PaperWords) -> tuple[str, ...]:
    return (
        finding.rule,
        clean(finding.title),
        words.outcome(finding.outcome),
        sentences.lacks(finding, words),
        cure(finding, words),
        until(finding, words),
    )
