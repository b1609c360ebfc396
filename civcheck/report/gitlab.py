"""``gitlab``: Code Quality entries for the merge request widget of GitLab."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.problem import Place, Weight
from civcheck.model.report import Finding, Report
from civcheck.model.texts import sanitize
from civcheck.report import sentences
from civcheck.report.options import Options
from civcheck.report.pointing import OPEN, Fingerprints, path_of, places_of
from civcheck.report.words import Words

Json = dict[str, Any]
_OF_GAP = {Obligation.MANDATORY: "critical", Obligation.EXPECTED: "major", Obligation.ENCOURAGED: "minor"}
_OF_PROBLEM = {Weight.UNREAD: "blocker", Weight.VALUE: "minor"}


def render_gitlab(report: Report, options: Options) -> bytes:
    """Render an entry for every record that falls short, every other open finding, and every problem with a cost."""
    words, fingerprints = Words(options.lang), Fingerprints(report)
    entries = [
        entry
        for finding in report.findings
        if finding.outcome in OPEN
        for entry in _finding(finding, report, words, fingerprints, options)
    ]
    for problem in report.problems:
        if problem.weight is not Weight.NOTE:
            name = f"problem/{problem.code}"
            text = words.joined("titles", map(words.say, (problem.what, problem.cure)))
            known = fingerprints(name, problem.place.file)
            entries.append(_entry(name, text, known, _OF_PROBLEM[problem.weight], problem.place, options))
    return (json.dumps(entries, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _finding(
    finding: Finding, report: Report, words: Words, fingerprints: Fingerprints, options: Options
) -> Iterator[Json]:
    """Give an entry a record, for the widget shows each at its line; one where it is not a matter of records."""
    outcome = words("said.in-brackets", said=words.outcome(finding.outcome))
    named = f"{finding.rule} {sanitize(finding.title)}{outcome}"
    level = _severity(finding)
    for short in finding.shortfalls:
        text = words.of(named, sentences.of_record(sanitize(short.title), words.lacks(short), words))
        known = fingerprints(finding.rule, short.record)
        yield _entry(finding.rule, text, known, level, short.place, options)
    if not finding.shortfalls:
        text = words.of(named, sentences.lacks(finding, words))
        known = fingerprints(finding.rule)
        yield _entry(finding.rule, text, known, level, places_of(finding, report)[0], options)


def _severity(finding: Finding) -> str:
    match finding.outcome:
        case Outcome.GAP:
            return _OF_GAP[Obligation(finding.obligation)]
        case Outcome.UNDETERMINED:
            return "major"
        case (
            Outcome.PENDING
            | Outcome.NEEDS_REVIEW
            | Outcome.SATISFIED
            | Outcome.NOT_APPLICABLE
            | Outcome.WAIVED
        ):
            return "info"


def _entry(name: str, text: str, fingerprint: str, severity: str, place: Place, options: Options) -> Json:
    return {
        "description": text,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path_of(place, options), "lines": {"begin": max(place.line, 1)}},
    }
