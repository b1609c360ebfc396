"""``csv``: whose report it is and how it ended, then a row a finding, problem and notice; for Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.problem import Place, Problem
from civcheck.model.report import Finding, Notice, Report
from civcheck.model.texts import sanitize
from civcheck.report import closing, noticing, sentences
from civcheck.report.options import Options
from civcheck.report.pointing import OPEN
from civcheck.report.words import Words, counted, head_lines

_COLUMNS = (
    "sort", "point", "rule", "outcome", "force", "seen", "where", "quote", "basis",
    "cure", "due", "days", "who", "near", "judged",
)  # fmt: skip
_ADDED = ("baseline", "points")
"""Columns that stand at the end where there is a baseline, and where the pack gives points."""
_PLACES = 20
"""So many places stand in one cell."""
_LONGEST = 32_000
"""Excel cuts a cell at 32,767 characters."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What makes a spreadsheet program take a text for a formula; full-width signs are turned into these on input."""


def render_csv(report: Report, options: Options) -> bytes:
    """Render all findings, problems and notices; UTF-8 with a byte order mark and CRLF, as Excel wants it."""
    words = Words(options.lang)
    titles = {point.number: point.title for point in report.points}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    columns = [*_COLUMNS, *_added(report)]
    writer.writerow([words(f"column.{name}") for name in columns])
    head = [*head_lines(report, words), counted(report, words)]
    head += [sentences.baseline(report.baseline, words)] if report.baseline is not None else []
    rows = [{"sort": words("csv.head"), "seen": line} for line in head]
    rows += [
        {"sort": words("csv.incomplete"), "seen": words.say(told)} for told in closing.incomplete(report)
    ]
    if report.score is not None:
        rows.append({"sort": words("csv.score"), "seen": sentences.total(report.score, words)})
    points = sentences.points_by_rule(report.score, words)
    rows += [
        _finding(finding, titles, words)
        | {
            "baseline": sentences.known(finding, report.baseline, words),
            "points": points.get(finding.rule, ""),
        }
        for finding in report.findings
    ]
    rows += [_problem(problem, words) for problem in report.problems]
    rows += [_notice(notice, words) for notice in report.notices]
    writer.writerows([_cell(row.get(name, "")) for name in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _added(report: Report) -> list[str]:
    has = {"baseline": report.baseline is not None, "points": report.score is not None}
    return [name for name in _ADDED if has[name]]


def _finding(finding: Finding, titles: dict[int, str], words: Words) -> dict[str, str]:
    """Give the cells of a finding; number and title stand together, for 12.10 alone becomes 12.1."""
    is_open = finding.outcome in OPEN
    row = {
        "sort": words("csv.finding"),
        "point": words("point.title", point=str(finding.point), title=titles.get(finding.point, "")),
        "rule": f"{finding.rule} {sanitize(finding.title)}",
        "outcome": words.outcome(finding.outcome),
        "force": words(f"obligation.{Obligation(finding.obligation).code}"),
        "seen": sentences.lacks(finding, words) if is_open else words.say(finding.summary),
        "quote": sentences.quotes(finding, words),
        "basis": words.basis(finding),
    }
    if finding.judgement is not None:
        row["judged"] = sentences.judgement(finding, finding.judgement, words)
    return {**row, **_to_do(finding, words)} if is_open else row


def _to_do(finding: Finding, words: Words) -> dict[str, str]:
    """Give the cells that say what to do, where, by when and who."""
    due = "" if finding.due is None else finding.due.isoformat()
    asks = words("cure.asks", facts=finding.asks) if finding.asks else ""
    return {
        "where": _places(finding, words),
        "cure": asks + words.remedy(finding),
        "due": sentences.over(finding, words) if finding.outcome is Outcome.GAP else due,
        "days": "" if finding.days_left is None else str(finding.days_left),
        "who": sanitize(finding.duty or ""),
        "near": sentences.near(finding, words) if finding.near_misses else "",
    }


def _places(finding: Finding, words: Words) -> str:
    places = tuple(dict.fromkeys(short.place for short in finding.shortfalls))
    if not places and finding.where is not None:
        places = (finding.where,)
    return _shown(places, words)


def _shown(places: Sequence[Place], words: Words) -> str:
    shown = words.joined("clauses", map(sentences.shown, places[:_PLACES]))
    return shown + ("…" if len(places) > _PLACES else "")


def _problem(problem: Problem, words: Words) -> dict[str, str]:
    return {
        "sort": words("csv.problem"),
        "outcome": words(f"weight.{problem.weight.value}"),
        "seen": words.joined(
            "sentences", (words.sentence(words.say(problem.what)), words.begun(words.say(problem.why)))
        ),
        "where": sentences.shown(problem.place),
        "cure": words.joined("titles", words.lines(problem.cure)),
    }


def _notice(notice: Notice, words: Words) -> dict[str, str]:
    return {
        "sort": words("xlsx.notice"),
        "seen": noticing.notice_with_line(notice, words),
        "where": _shown(notice.places, words),
    }


def _cell(text: str) -> str:
    """Put a quotation mark before what a spreadsheet program would run."""
    shown = sanitize(text, _LONGEST)
    return f"'{shown}" if shown.lstrip("\ufffd \u3000\xa0").startswith(_FORMULA) else shown
