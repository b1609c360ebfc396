"""The sheet 整改清单 by what is to be done: one line a thing, naming the rules that it closes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from civcheck.model.outcome import Outcome
from civcheck.model.plan import Action, Mending, Plan
from civcheck.model.report import Finding, Report
from civcheck.report import sentences
from civcheck.report.office.saying import OfficeWords, clean, duty, point_titles
from civcheck.report.office.todo import TO_DO, cure
from civcheck.report.office.workbook import Cell
from civcheck.report.planlines import Lines


class _Line(NamedTuple):
    """One line: what is to be done, for which rules, what stands in it, until when; ``over``: that day is over."""

    what: str
    rules: tuple[str, ...]
    asked: str
    due: date | None
    over: bool


def planned_rows(report: Report, plan: Plan, words: OfficeWords) -> Iterator[tuple[Cell, ...]]:
    """List what is to be done by the plan, then every finding of which it says nothing, in the columns of the list."""
    lines = Lines(report, words)
    titles = point_titles(report)
    told = [*_actions(plan, lines), *_mendings(plan, lines)]
    rows = [(each, _findings(each.rules, lines)) for each in told]
    known = {rule for each in told for rule in each.rules}
    rest = (
        finding
        for outcome in TO_DO
        for finding in report.findings
        if finding.outcome is outcome and finding.rule not in known
    )
    for number, (line, findings) in enumerate(rows, start=1):
        yield _row(number, line, findings, plan.as_of, titles, words)
    for number, finding in enumerate(rest, start=len(rows) + 1):
        what = sentences.lacks(finding, words)
        over = finding.outcome is Outcome.GAP
        line = _Line(clean(finding.title), (finding.rule,), what, finding.due, over)
        yield _row(number, line, [finding], plan.as_of, titles, words)


def _actions(plan: Plan, lines: Lines) -> Iterator[_Line]:
    for each in plan.actions:
        yield _Line(lines.what(each), each.rules, _asked(each, lines), each.last, each.over)


def _asked(action: Action, lines: Lines) -> str:
    return lines.words.joined("clauses", (lines.words.of(label, text) for label, text in lines.asked(action)))


def _mendings(plan: Plan, lines: Lines) -> Iterator[_Line]:
    for each in plan.mendings:
        yield _Line(lines.record(each.record), each.rules, _added(each, lines), each.due, each.over)


def _added(mending: Mending, lines: Lines) -> str:
    label, text = lines.mending(mending).lines[0]
    return lines.words.of(label, text)


def _findings(rules: Iterable[str], lines: Lines) -> list[Finding]:
    return [lines.findings[rule] for rule in sorted(rules, key=lambda rule: lines.order[rule])]


def _row(
    number: int,
    line: _Line,
    findings: list[Finding],
    as_of: date,
    titles: Mapping[int, str],
    words: OfficeWords,
) -> tuple[Cell, ...]:
    worst = min(findings, key=lambda each: TO_DO.index(each.outcome) if each.outcome in TO_DO else len(TO_DO))
    due = "" if line.due is None else words.day(line.due)
    points = (
        words("point.title", point=str(each.point), title=titles.get(each.point, "")) for each in findings
    )
    return (
        number,
        words.joined("numbers", (each.rule for each in findings)),
        line.what,
        words.outcome(worst.outcome),
        words.force(max(findings, key=lambda each: each.obligation)),
        line.asked,
        _each(sentences.quotes(each, words) for each in findings),
        _each(words.basis(each) for each in findings),
        _each(cure(each, words) for each in findings),
        words("due.over") if line.over else due,
        _each(duty(each, words) for each in findings),
        words("state.open") if worst.outcome is Outcome.GAP else None,
        None,
        _each(points),
        None if line.over or line.due is None else (line.due - as_of).days,
        _each(sentences.near(each, words) for each in findings if each.near_misses),
    )


def _each(texts: Iterable[str]) -> str:
    """Put texts on lines of their own, each once."""
    return "\n".join(dict.fromkeys(filter(None, texts)))
