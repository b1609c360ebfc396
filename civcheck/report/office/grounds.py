"""附：判定依据: what the report rests on, what persons decided or still have to, what civcheck cannot see."""

from __future__ import annotations

from civcheck.model.outcome import Basis, Outcome
from civcheck.model.problem import Weight
from civcheck.model.report import Report
from civcheck.report import closing, noticing, sentences
from civcheck.report.commands import guess_said
from civcheck.report.office.findings import judged, numbered
from civcheck.report.office.paper import Column, Paper
from civcheck.report.office.saying import PaperWords, clean, rests_on

NOTICES_SHOWN = 30
PROBLEMS_SHOWN = 30
GUESSES_SHOWN = 60


def add_grounds(paper: Paper, report: Report, words: PaperWords) -> None:
    """Add the appendix, on a page of its own."""
    paper.heading(1, words("docx.h1.grounds"), new_page=True)
    parts = (_rests_on, _params, _judgements, _open, _seen, _limits)
    for place, part in enumerate(parts, start=1):
        name = ("rests-on", "params", "judgements", "open", "seen", "limits")[place - 1]
        paper.heading(2, numbered(place, words(f"docx.h2.{name}"), words))
        part(paper, report, words)


def _rests_on(paper: Paper, report: Report, words: PaperWords) -> None:
    columns = [Column(words("docx.column.name"), 34), Column(words("docx.column.value"), 122)]
    paper.table(columns, rests_on(report, words), words("docx.h2.rests-on"))


def _params(paper: Paper, report: Report, words: PaperWords) -> None:
    inferred = {
        name: each for name, each in report.provenance.params.items() if each.basis is not Basis.ORIGINAL
    }
    if not inferred:
        paper.text(words("docx.no-params"))
        return
    paper.text(words("docx.params"))
    columns = [
        Column(words(f"docx.column.{name}"), width, width < 50)
        for name, width in (("name", 58), ("value", 40), ("basis", 28), ("set-by", 30))
    ]
    rows = [
        (
            clean(name),
            words.measured(words("plain", text=clean(each.value)), clean(each.unit)),
            words(f"basis.{each.basis.value}"),
            clean(words.set_by(each.set_by)),
        )
        for name, each in inferred.items()
    ]
    paper.table(columns, rows, words("docx.h2.params"))


def _judgements(paper: Paper, report: Report, words: PaperWords) -> None:
    decided = [finding for finding in report.findings if finding.judgement is not None]
    if not decided:
        paper.text(words("docx.nobody-decided"))
    for finding in decided:
        lead = words("docx.rule", rule=finding.rule, title=clean(finding.title), force=words.force(finding))
        paper.text(judged(finding, words), lead=lead)


def _open(paper: Paper, report: Report, words: PaperWords) -> None:
    """Say what a person must still judge, declare or read."""
    # what waits for a fact of the unit stands with that fact
    waiting = [
        each
        for each in report.findings
        if each.outcome is Outcome.NEEDS_REVIEW or (each.outcome is Outcome.UNDETERMINED and not each.asks)
    ]
    if not (waiting or report.asks or report.unread):
        paper.text(words("docx.nothing-open"))
    for finding in waiting:
        lead = words("docx.rule", rule=finding.rule, title=clean(finding.title), force=words.force(finding))
        outcome = words("docx.outcome", outcome=words.outcome(finding.outcome))
        paper.text(words.run((outcome, words.sentence(sentences.seen(finding, words)))), lead=lead)
    for ask in report.asks:
        paper.text(
            words("docx.ask", fact=clean(ask.fact), question=clean(words.say(ask.question)), rules=ask.rules)
        )
    for unread in report.unread:
        paper.text(words("docx.unread", record=clean(unread.key)))
    titles = {point.number: clean(point.title) for point in report.points}
    for guess in report.guesses[:GUESSES_SHOWN]:
        quoted = guess._replace(folder=f"“{guess.folder}”")  # what is quoted keeps its blanks
        said = guess_said(quoted, titles.get(guess.point or -1, ""))
        paper.text(words("docx.no-record", said=words.say(said)))
    if (more := len(report.guesses) - GUESSES_SHOWN) > 0:
        paper.text(words("more", count=str(more)))


def _seen(paper: Paper, report: Report, words: PaperWords) -> None:
    """Say what was seen besides: input problems that cost a record or a value, and notices."""
    weights = [problem.weight for problem in report.problems]
    paper.text(
        words(
            "docx.problems",
            unread=str(weights.count(Weight.UNREAD)),
            value=str(weights.count(Weight.VALUE)),
            note=str(weights.count(Weight.NOTE)),
            skipped=str(len(report.skipped)),
            loose=str(len(report.unreferenced)),
        )
    )
    costly = [problem for problem in report.problems if problem.weight is not Weight.NOTE]
    for problem in costly[:PROBLEMS_SHOWN]:
        said = words.sentence(words.say(problem.what))
        paper.text(words("docx.problem", file=clean(problem.place.file), what=said))
    if (more := len(costly) - PROBLEMS_SHOWN) > 0:
        paper.text(words("more", count=str(more)))
    paper.text(words("docx.notices", count=str(len(report.notices))))
    for notice in report.notices[:NOTICES_SHOWN]:
        paper.text(noticing.noticed(notice, words))
    if (more := len(report.notices) - NOTICES_SHOWN) > 0:
        paper.text(words("more", count=str(more)))


def _limits(paper: Paper, report: Report, words: PaperWords) -> None:
    hygiene = report.provenance.hygiene
    paper.text(closing.limits(report, words))
    if report.shared:
        paper.text(words("foot.shared", count=str(len(report.shared))))
    if not hygiene.applied:
        paper.text(words("foot.no-hygiene"))
    elif hygiene.off:
        paper.text(words("foot.hygiene-off", names=hygiene.off))
    for row in closing.beside(report, words):
        paper.text(row)
    paper.text(words("docx.not-a-document"))
    paper.text(words.sentence(closing.next_change(report, words)))
