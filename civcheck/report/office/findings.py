"""二、三、四 of the self-check report: point by point, the gaps, and the list of what is to be done."""

from __future__ import annotations

from civcheck.model.outcome import Outcome
from civcheck.model.report import Finding, Report
from civcheck.report import sentences
from civcheck.report.office.numerals import chinese
from civcheck.report.office.paper import KEEP, Column, Paper
from civcheck.report.office.saying import PaperWords, clean, duty, point_titles
from civcheck.report.office.situation import by_force
from civcheck.report.office.todo import TO_DO, cure, to_do

SHOWN = 3
"""So many records are named for one rule; the table of the xlsx report has them all."""
_WIDTHS = (("number", 10, True), ("point", 21, False), ("lacks", 33, False), ("cure", 42, False),
           ("due", 19, True), ("who", 14, True), ("state", 17, True))  # fmt: skip


def add_findings(paper: Paper, report: Report, words: PaperWords) -> None:
    """Go through the points in the order of the document."""
    paper.heading(1, words("docx.h1.findings"))
    if report.incomplete:
        paper.text(words("docx.doubtful"))
    titles = point_titles(report)
    order = list(dict.fromkeys(finding.point for finding in report.findings))
    for place, point in enumerate(order, start=1):
        paper.heading(2, numbered(place, _point(place, point, titles.get(point, ""), words), words))
        for finding in report.findings:
            if finding.point == point:
                lead = words(
                    "docx.rule", rule=finding.rule, title=clean(finding.title), force=words.force(finding)
                )
                paper.text(said_of(finding, words), lead=lead)


def _point(place: int, point: int, title: str, words: PaperWords) -> str:
    """Name a point; by its number too where only some points were asked for."""
    return title if place == point and title else words("docx.point", point=str(point), title=title)


def numbered(place: int, text: str, words: PaperWords) -> str:
    """Number a heading of the second level: （一）, or (1) in English."""
    return words("docx.second", number=chinese(place) if words.lang == "zh" else str(place), text=text)


def said_of(finding: Finding, words: PaperWords) -> str:
    """Say the outcome of a rule, what was seen, and the records that show it, with their days."""
    parts = [
        words("docx.outcome", outcome=words.outcome(finding.outcome)),
        words.sentence(_seen(finding, words)),
    ]
    if finding.judgement is not None:
        parts.append(judged(finding, words))
    if finding.outcome is not Outcome.NOT_APPLICABLE:
        parts += [words.sentence(words.say(note)) for note in finding.notes]
        if finding.shown_by:
            parts.append(words("docx.shown", records=words.records(finding.shown_by, SHOWN)))
    if finding.planned:
        parts.append(words("docx.scheduled", records=words.records(finding.planned, SHOWN)))
    if finding.outcome is Outcome.PENDING and finding.due is not None:
        parts.append(words("docx.until", day=finding.due, days=str(finding.days_left)))
    if finding.behind_pace:
        parts.append(words("lacks.behind"))
    return words.run(parts)


def _seen(finding: Finding, words: PaperWords) -> str:
    """Say what was seen; of a count that is reached only the number, for the records are named behind it."""
    summary = finding.summary
    if summary.id == "seen.count.found" and "have" in summary.params and "limits" in summary.params:
        return words("docx.count-found", have=summary.params["have"], limits=summary.params["limits"])
    return words.say(summary)


def judged(finding: Finding, words: PaperWords) -> str:
    """Say who decided what, why and until when; as a paper says it, without the place in a file."""
    use = finding.judgement
    if use is None:
        return ""
    return words(
        "docx.judgement",
        who=words("judgement.superior" if use.superior else "judgement.own"),
        verdict=words(f"verdict.{use.verdict}"),
        by=clean(use.by),
        reason=clean(use.reason).rstrip("。；"),
        until=use.until,
        underlying=words.outcome(finding.underlying or finding.outcome),
    )


# --- gaps


def add_gaps(paper: Paper, report: Report, words: PaperWords) -> None:
    """Tell every gap: what is lacking, the sentence that asks for it, its force and basis."""
    paper.heading(1, words("docx.h1.gaps"))
    gaps = [finding for finding in report.findings if finding.outcome is Outcome.GAP]
    if not gaps:
        paper.text(
            words("docx.no-gaps" if report.complete else "docx.gaps-unknown", day=report.provenance.as_of)
        )
    else:
        forces = by_force([gap.obligation for gap in gaps], words)
        paper.text(words.run((words("docx.gaps", count=str(len(gaps)), forces=forces), words("gaps.over"))))
    if gaps and report.baseline is not None:
        paper.text(sentences.baseline(report.baseline, words))
    for place, gap in enumerate(gaps, start=1):
        title = words("docx.gap", title=clean(gap.title), rule=gap.rule)
        paper.heading(2, numbered(place, title, words))
        paper.text(lacks(gap, words), lead=words("docx.lead.lacks"))
        paper.text(
            words("docx.quoted", point=str(gap.point), quotes=sentences.quotes(gap, words)),
            lead=words("docx.lead.grounds"),
        )
        paper.labelled(
            (
                (words("docx.lead.force"), words("docx.force", force=words.force(gap))),
                (words("docx.lead.basis"), words("docx.basis", basis=words.basis(gap))),
            )
        )
        if gap.near_misses:
            paper.text(near(gap, words), lead=words("docx.lead.near"))
        if known := sentences.known(gap, report.baseline, words):
            paper.text(words.sentence(known), lead=words("docx.lead.baseline"))


def lacks(finding: Finding, words: PaperWords) -> str:
    """Say what is lacking: of which records, and in which days."""
    parts = [words.sentence(words.say(finding.summary))]
    named = [
        words("docx.short", record=words.titled(short.record, short.title), lacks=words.lacks(short))
        for short in finding.shortfalls[: sentences.SHORT_SHOWN]
    ]
    if named:
        parts.append(_listed(named, finding.shortfall_count, words))
    if finding.asked_days is not None:
        parts.append(words("gap.window", first=finding.asked_days[0], last=finding.asked_days[1]))
    parts += [words.sentence(words.say(note)) for note in finding.notes]
    if finding.judgement is not None:
        parts.append(judged(finding, words))
    return words.run(parts)


def near(finding: Finding, words: PaperWords) -> str:
    """Name the records that nearly count, and why they do not."""
    named = [
        words("docx.short", record=words.titled(each.record, each.title), lacks=words.say(each.lacks))
        for each in finding.near_misses[: sentences.NEAR_SHOWN]
    ]
    return _listed(named, finding.near_miss_count, words)


def _listed(named: list[str], count: int, words: PaperWords) -> str:
    return words.joined("clauses", named) + _more(count - len(named), words) + words("said.stop")


def _more(count: int, words: PaperWords) -> str:
    return words("lacks.more", count=str(count)) if count > 0 else ""


# --- what is to be done


def add_to_do(paper: Paper, report: Report, words: PaperWords) -> None:
    """Add the table of what is to be done, by when, and by whom."""
    paper.heading(1, words("docx.h1.to-do"))
    findings = to_do(report)
    if not findings:
        paper.text(words("docx.nothing-to-do"), extra=KEEP)
        return
    paper.text(words("docx.to-do", counts=_counts(findings, words)))
    columns = [Column(words(f"docx.column.{name}"), width, centred) for name, width, centred in _WIDTHS]
    rows = [_row(number, finding, words) for number, finding in enumerate(findings, start=1)]
    paper.table(columns, rows, words("docx.h1.to-do"), with_next=True)  # nobody signs an empty page


def _counts(findings: list[Finding], words: PaperWords) -> list[str]:
    outcomes = [finding.outcome for finding in findings]
    return [
        words("docx.counted", what=words.outcome(outcome), count=str(outcomes.count(outcome)))
        for outcome in TO_DO
        if outcome in outcomes
    ]


def _row(number: int, finding: Finding, words: PaperWords) -> tuple[str, ...]:
    is_gap = finding.outcome is Outcome.GAP
    return (
        str(number),
        words("docx.cell.point", rule=finding.rule, title=clean(finding.title)),
        _of_records(finding, words),
        cure(finding, words),
        due(finding, words),
        duty(finding, words),
        words("state.open") if is_gap else words.outcome(finding.outcome),
    )


def _of_records(finding: Finding, words: PaperWords) -> str:
    """Say what is lacking, and of which records where it is a matter of records."""
    said, shorts = sentences.seen(finding, words), finding.shortfalls
    if not shorts:
        return said
    named = words.joined("list", (words.titled(each.record, each.title) for each in shorts[:SHOWN]))
    if finding.shortfall_count > SHOWN:
        named = words("office.among", shown=named, count=str(finding.shortfall_count))
    return words.run((words.sentence(said), words("docx.cell.records", records=named)))


def due(finding: Finding, words: PaperWords) -> str:
    """Say by when: the day where there still is one."""
    if finding.outcome is Outcome.GAP:
        return sentences.over(finding, words)
    # the year stands above the day, for a whole date is wider than its column
    return "" if finding.due is None else words.day(finding.due).replace("年", "年\n")
