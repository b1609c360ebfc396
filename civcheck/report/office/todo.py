"""What somebody has to do something about, and how it is closed."""

from __future__ import annotations

from civcheck.model.outcome import Outcome
from civcheck.model.report import Finding, Report
from civcheck.report.office.saying import OfficeWords, clean

TO_DO = (Outcome.GAP, Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW, Outcome.PENDING)
"""What somebody has to do something about, in the order of the list."""


def to_do(report: Report) -> list[Finding]:
    """List the findings about which somebody has to do something: gaps first, each sort in the document's order."""
    return [finding for outcome in TO_DO for finding in report.findings if finding.outcome is outcome]


def cure(finding: Finding, words: OfficeWords) -> str:
    """Say how a finding is closed; facts that the unit has to declare come first."""
    asks = words("docx.asks", facts=[clean(fact) for fact in finding.asks]) if finding.asks else ""
    if finding.outcome is Outcome.NEEDS_REVIEW:
        return words.run((asks, words("docx.review")))
    return words.run((asks, clean(words.remedy(finding))))
