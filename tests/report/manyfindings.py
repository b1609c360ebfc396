"""A report of many findings: those of the sample ledger, over and over, under rules of their own."""

from __future__ import annotations

from civcheck.model.outcome import Outcome
from civcheck.model.report import Finding, Report


def many(report: Report, count: int) -> Report:
    """Repeat a report's findings until there are ``count`` of them; rules get numbers of their own."""
    findings = tuple(_nth(report.findings, number) for number in range(count))
    counters = {outcome: sum(each.outcome is outcome for each in findings) for outcome in Outcome}
    ordered = sorted(findings, key=lambda each: each.point)
    return report._replace(findings=tuple(ordered), counters=counters)


def _nth(findings: tuple[Finding, ...], number: int) -> Finding:
    found = findings[number % len(findings)]
    return found._replace(rule=f"{found.rule}-{number // len(findings)}")
