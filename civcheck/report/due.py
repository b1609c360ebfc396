"""What ``civcheck due`` prints: what falls due, by the person whose it is, for reading or as JSON."""

from __future__ import annotations

import json
from datetime import date

from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.report import FallsDue, Finding, Report
from civcheck.model.texts import sanitize
from civcheck.report import sentences
from civcheck.report.commands import explain_command
from civcheck.report.json import finding_json
from civcheck.report.options import Options
from civcheck.report.page import Page
from civcheck.report.words import Words, first_line

SOON = 7
"""So many days before a day it is shown as urgent."""


def render_due(report: Report, last: date, options: Options) -> bytes:
    """Say what falls due up to ``last`` (inclusive), what is behind pace, and what is a gap already."""
    words = Words(options.lang)
    page = Page(words, options.width, options.color)
    as_of = report.provenance.as_of
    page.text(first_line(report, words), code="1")
    page.text(
        words("due.range", days=str((last - as_of).days), last=last, count=str(len(report.falling_due)))
    )
    if not report.complete:
        page.text(words("due.incomplete"), code="1;31")
    for duty, those in by_duty(report).items():
        name = sanitize(duty) if duty else words("due.nobody")
        page.section(words("due.section", name=name, count=str(len(those))))
        for each in those:
            _add(each, as_of, page, words)
    _add_rest(report, page, words)
    if report.falling_due:
        page.rows.append("")
        page.commanded("due.hint", explain_command(report.falling_due[0].finding.rule, options), 0)
        page.text(words("due.note"))
    return ("\n".join(page.rows) + "\n").encode("utf-8", "replace")


def _add(falls: FallsDue, as_of: date, page: Page, words: Words) -> None:
    finding, left = falls.finding, (falls.day - as_of).days
    force = words(f"obligation.{Obligation(finding.obligation).code}")
    title = words("said.force-of", title=f"{finding.rule} {finding.title}", force=force)
    head = words("due.line", day=falls.day, days=str(left), title=title)
    page.text(f" {head}", code="31" if left <= SOON else "33")
    page.labelled(words("label.lacks"), sentences.lacks(finding, words))
    page.labelled(words("label.cure"), words.remedy(finding))


def _add_rest(report: Report, page: Page, words: Words) -> None:
    """Add what has no day in the range: what is behind pace, what is a gap already, what only a person decides."""
    if late := behind(report):
        page.section(words("due.behind", count=str(len(late))))
        for finding in late:
            page.text(_lagging(finding, words), 1)
    for outcome in (Outcome.GAP, Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW):
        rules = tuple(each.rule for each in report.findings if each.outcome is outcome)
        if rules:
            page.section(words("section.outcome", outcome=words.outcome(outcome), count=str(len(rules))), "2")
            page.text(words.joined("numbers", rules), 1)


def _lagging(finding: Finding, words: Words) -> str:
    return words(
        "due.behind-whose" if finding.duty else "due.behind-line",
        rule=finding.rule,
        title=finding.title,
        duty=finding.duty,
        have=finding.have or "0",
        need=finding.need or "",
        due=finding.due or "",
    )


def by_duty(report: Report) -> dict[str | None, list[FallsDue]]:
    """Give what falls due by the person or office whose it is (分工), in order of days; None where it is nobody's."""
    found: dict[str | None, list[FallsDue]] = {}
    for each in report.falling_due:
        found.setdefault(each.finding.duty, []).append(each)
    return found


def behind(report: Report) -> list[Finding]:
    """List what is behind pace and falls due later."""
    soon = {each.finding.rule for each in report.falling_due}
    return [each for each in report.findings if each.behind_pace and each.rule not in soon]


def render_due_json(report: Report, last: date, options: Options) -> bytes:
    """Say the same for machines; a finding is what it is in the json report, as of the day on which it falls due."""
    words, as_of = Words(options.lang), report.provenance.as_of
    said = {
        "unit": sanitize(report.unit.name),
        "year": report.unit.year,
        "as_of": as_of.isoformat(),
        "until": last.isoformat(),
        "complete": report.complete,
        "falls_due": [
            {
                "day": each.day.isoformat(),
                "days_left": (each.day - as_of).days,
                "finding": finding_json(each.finding, words),
            }
            for each in report.falling_due
        ],
        "behind_pace": [each.rule for each in behind(report)],
        **{
            outcome.value.replace("-", "_"): [
                each.rule for each in report.findings if each.outcome is outcome
            ]
            for outcome in (Outcome.GAP, Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW)
        },
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
