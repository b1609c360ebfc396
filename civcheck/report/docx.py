"""``docx``: the self-check report (自查报告) that a unit reads once, signs and hands in."""

from __future__ import annotations

from civcheck.model.report import Report
from civcheck.report.office.findings import add_findings, add_gaps, add_to_do
from civcheck.report.office.grounds import add_grounds
from civcheck.report.office.paper import Paper
from civcheck.report.office.saying import PaperWords, clean
from civcheck.report.office.situation import add_lead, add_situation
from civcheck.report.options import Options


def render_docx(report: Report, options: Options) -> bytes:
    """Render on A4 by GB/T 9704-2012, which it borrows page and type from: no red head, no number, no seal."""
    words, paper = PaperWords(options.lang, report), Paper(options.lang)
    unit, subject = clean(report.unit.name), words("docx.title", year=str(report.unit.year))
    paper.title((unit, subject))
    add_lead(paper, report, words)
    add_situation(paper, report, words)
    add_findings(paper, report, words)
    add_gaps(paper, report, words)
    add_to_do(paper, report, words)
    # the day of the signature is the as-of day: what the paper says, it says as at its end
    paper.signature(
        (
            (words("docx.signed"), 2),
            (unit, 2),
            (words.day(report.provenance.as_of), 4),
        )
    )
    add_grounds(paper, report, words)
    return paper.to_bytes(f"{unit} {subject}", report.provenance.as_of)
