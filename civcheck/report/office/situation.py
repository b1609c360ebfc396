"""一、基本情况: what the unit declares of itself, what the ledger holds, and how many rules came to which outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.record import Record
from civcheck.model.report import EarlierLedger, Report
from civcheck.report import closing, sentences
from civcheck.report.office.paper import Paper
from civcheck.report.office.saying import PaperWords, clean, counted
from civcheck.report.words import asked, layers

KINDS_SHOWN = 6


def add_lead(paper: Paper, report: Report, words: PaperWords) -> None:
    """Say what was held against what, as at which day, and how much of it persons decided."""
    from_ = report.provenance
    said = [words("docx.lead", title=clean(from_.pack_title), day=from_.as_of)]
    if below := layers(from_, words):
        said.append(words.sentence(below))
    said.append(words("docx.judged" if report.judged else "docx.not-judged", count=str(report.judged)))
    if from_.earlier:
        said.append(words("docx.earlier", years=tuple(str(each.year) for each in from_.earlier)))
    if from_.only:
        said.append(words("docx.only", what=[asked(each, words) for each in from_.only]))
    paper.text(words.run(said))


def add_situation(paper: Paper, report: Report, words: PaperWords) -> None:
    """Add the section."""
    paper.heading(1, words("docx.h1.situation"))
    paper.heading(2, words("docx.h2.unit"))
    _unit(paper, report, words)
    paper.heading(2, words("docx.h2.ledger"))
    _ledger(paper, report, words)
    paper.heading(2, words("docx.h2.outcomes"))
    _outcomes(paper, report, words)
    if report.score is not None:
        paper.heading(2, words("docx.h2.score"))
        paper.text(sentences.total(report.score, words))
        for group in report.score.groups:
            paper.text(sentences.score_group(group, words))
        paper.text(words("score.view"))


def _unit(paper: Paper, report: Report, words: PaperWords) -> None:
    unit = report.unit
    paper.text(
        words(
            "docx.unit",
            name=clean(unit.name),
            type=unit.type,
            year=str(unit.year),
            honour=words.value(unit.honour),
        )
    )
    paper.text(words("docx.functions", listed=words.value(unit.functions)))
    paper.text(words("docx.organisations", listed=words.value(unit.organisations)))
    if unit.facts:
        paper.text(words("docx.facts", listed=_declared(unit.facts, words)))
    if unit.stated:
        paper.text(words("docx.stated", type=unit.type, listed=_declared(unit.stated, words)))


def _declared(facts: Mapping[str, Any], words: PaperWords) -> str:
    said = (words.of(clean(name), words.value(value)) for name, value in facts.items())
    return words.joined("clauses", said)


def _ledger(paper: Paper, report: Report, words: PaperWords) -> None:
    as_of, year = report.provenance.as_of, str(report.provenance.year)
    own = [record for record in report.catalogue if _earlier(record, report) is None]
    there = [record for record in own if record.first <= as_of]
    if there:
        kinds = counted(record.kind for record in there)
        named = [words("docx.kind", kind=kind, count=str(count)) for kind, count in kinds[:KINDS_SHOWN]]
        material = {each.path: each.is_link for record in there for each in record.evidence_by(as_of)}
        links = sum(material.values())
        paper.text(
            words(
                "docx.ledger",
                day=as_of,
                year=year,
                count=str(len(there)),
                times=str(sum(len(record.days.sessions) or 1 for record in there)),
                kinds=str(len(kinds)),
                named=named,
                first=min(record.first for record in there),
                last=max(min(record.last, as_of) for record in there),
                days=str(days_covered(there)),
                files=str(len(material) - links),
                links=str(links),
            )
        )
    else:
        paper.text(words("docx.no-records", day=as_of, year=year))
    if later := len(own) - len(there):
        paper.text(words("docx.planned", count=str(later)))
    if report.provenance.earlier:
        paper.text(words("docx.earlier-apart", ledgers=_earlier_ledgers(report, words)))


def _earlier(record: Record, report: Report) -> EarlierLedger | None:
    """Give the ledger of an earlier year that a record is of: its files stand below the name of its folder."""
    of = (each for each in report.provenance.earlier if record.key.startswith(f"{each.folder}/"))
    return next(of, None)


def _earlier_ledgers(report: Report, words: PaperWords) -> list[str]:
    """Say how many records each of the ledgers of earlier years has."""
    counts = Counter(_earlier(record, report) for record in report.catalogue)
    return [
        words("docx.earlier-ledger", year=str(each.year), count=str(counts[each]))
        for each in report.provenance.earlier
    ]


def days_covered(records: list[Record]) -> int:
    """Count the days on which something was recorded; a day that several records have counts once."""
    spans = [(day, day) for record in records for day in record.days.sessions]
    spans += [(record.first, record.last) for record in records if not record.days.sessions]
    count, reached = 0, 0
    for first, last in sorted((one.toordinal(), other.toordinal()) for one, other in spans):
        count += max(0, last - max(first - 1, reached))
        reached = max(reached, last)
    return count


def _outcomes(paper: Paper, report: Report, words: PaperWords) -> None:
    for told in closing.incomplete(report):
        paper.text(words.say(told), lead=words("docx.incomplete"))
    counts = [
        words("docx.counted", what=words.outcome(outcome), count=str(count))
        for outcome, count in report.counters.items()
    ]
    paper.text(words("docx.outcomes", rules=str(report.provenance.rules), counts=counts))
    gaps = [finding.obligation for finding in report.findings if finding.outcome is Outcome.GAP]
    if gaps:
        paper.text(words("docx.forces", count=str(len(gaps)), forces=by_force(gaps, words)))


def by_force(forces: list[Obligation], words: PaperWords) -> list[str]:
    """Say how many there are of each force, strongest first."""
    return [
        words("docx.counted", what=words(f"obligation.{force.code}"), count=str(forces.count(force)))
        for force in sorted(Obligation, reverse=True)
    ]
