"""``sarif``: SARIF 2.1.0 for code scanning and editors."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.problem import Place, Problem
from civcheck.model.report import Finding, JudgementUse, NearMiss, Notice, Report
from civcheck.model.texts import sanitize
from civcheck.report import closing, noticing, sentences
from civcheck.report.options import Options
from civcheck.report.plainmark import escape
from civcheck.report.pointing import (
    OPEN,
    Fingerprints,
    Level,
    can_be_pointed_at,
    level_of,
    level_of_problem,
    path_of,
    places_of,
    unit_file,
)
from civcheck.report.words import Words

Json = dict[str, Any]
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}
_LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
_LONG = 1_000
"""What readers show of a description; more is refused by some."""


def render_sarif(report: Report, options: Options) -> bytes:
    """Render what is open as results, judgements as suppressions, problems and notices under rules of their own."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_Run(report, options).run()]}
    return (json.dumps(log, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


class _Run:
    def __init__(self, report: Report, options: Options) -> None:
        self.report, self.options, self.words = report, options, Words(options.lang)
        self.fingerprints = Fingerprints(report)
        self.rules: dict[str, Json] = {}
        self.indexes: dict[str, int] = {}

    def run(self) -> Json:
        """Give the one run of the log; results first, for they name the rules that problems and notices need."""
        report, words = self.report, self.words
        self.rules = {finding.rule: self.rule(finding) for finding in report.findings}
        self.indexes = {rule: number for number, rule in enumerate(self.rules)}
        results = [self.finding(finding) for finding in report.findings if _said(finding) is not None]
        results += [self.problem(problem) for problem in report.problems]
        results += [self.notice(notice) for notice in report.notices]
        return {
            "tool": {
                "driver": {
                    "name": "civcheck",
                    "semanticVersion": report.provenance.civcheck,
                    "rules": list(self.rules.values()),
                }
            },
            "invocations": [self.invocation()],
            "language": _LANGUAGES.get(words.lang, words.lang),
            "automationDetails": {"id": f"civcheck/{report.provenance.pack}/"},
            "originalUriBaseIds": {_ROOT: {"description": {"text": words("sarif.root")}}},
            "columnKind": "unicodeCodePoints",
            "results": results,
            "properties": self.provenance(),
        }

    # --- rules

    def rule(self, finding: Finding) -> Json:
        words = self.words
        quotes = sentences.quotes(finding, words)
        help_ = [
            (words("label.basis"), sentences.grounds(finding, words)),
            (words("label.cure"), words.stopped(sanitize(finding.remedy, _LONG)) or words("cure.default")),
            *((words("explain.advice"), words.stopped(sanitize(each, _LONG))) for each in finding.advice),
        ]
        return {
            "id": finding.rule,
            "shortDescription": {"text": sanitize(finding.title)},
            "fullDescription": {"text": sanitize(quotes, _LONG)},
            "help": {
                "text": "\n".join(words.of(label, text) for label, text in help_),
                "markdown": "\n".join(f"* {words.of(f'**{label}**', escape(text))}" for label, text in help_),
            },
            "defaultConfiguration": {"level": _LEVELS[level_of(finding, Outcome.GAP)]},
            "properties": {
                "point": finding.point,
                "obligation": Obligation(finding.obligation).code,
                "tags": [words("sarif.tag", point=str(finding.point))],
            },
        }

    def index(self, rule: str, title: str) -> Json:
        """Give the reference to a rule, adding one for the sort of problem or notice that has none yet."""
        if rule not in self.rules:
            self.indexes[rule] = len(self.rules)
            self.rules[rule] = {"id": rule, "shortDescription": {"text": title}}
        return {"ruleId": rule, "ruleIndex": self.indexes[rule]}

    # --- results

    def near(self, near: NearMiss) -> str:
        return sentences.of_record(near.title, self.words.say(near.lacks), self.words)

    def finding(self, finding: Finding) -> Json:
        """Give the result of a finding that is open, or would be but for a judgement."""
        outcome = _said(finding)
        use = finding.judgement if outcome is not finding.outcome else None
        lines = sentences.labelled(finding, self.words)
        text = "\n".join([sanitize(finding.title), *(self.words.of(label, said) for label, said in lines)])
        related = [
            {
                "id": number,
                **self.location(
                    near.place, sentences.of_record(near.title, self.words.say(near.lacks), self.words)
                ),
            }
            for number, near in enumerate(finding.near_misses, start=1)
        ]
        return {
            **self.index(finding.rule, finding.title),
            **_kind(finding, outcome or finding.outcome),
            "message": {"text": _message(text)},
            "locations": [self.location(place) for place in places_of(finding, self.report)],
            **({"relatedLocations": related} if related else {}),
            **self.known_by(finding.rule),
            **self.against_baseline(finding),
            "suppressions": [] if use is None else [self.suppression(finding, use)],
            "properties": _facts(finding),
        }

    def against_baseline(self, finding: Finding) -> Json:
        """Say of a gap whether it is known to the baseline: all of it, part of it, or nothing."""
        use = self.report.baseline
        if use is None or finding.outcome is not Outcome.GAP:
            return {}
        known = "updated" if finding.rule in use.known else "new"
        return {"baselineState": "unchanged" if use.covers(finding.rule) else known}

    def suppression(self, finding: Finding, use: JudgementUse) -> Json:
        """Give the judgement; that of a superior stands in a file outside the ledger and has no location here."""
        return {
            "kind": "external",
            "status": "accepted",
            "justification": sentences.judgement(finding, use, self.words),
            **({} if use.superior else {"location": self.location(use.place)}),
            "properties": {
                "verdict": use.verdict,
                "by": sanitize(use.by),
                "until": use.until.isoformat(),
                "superior": use.superior,
            },
        }

    def problem(self, problem: Problem) -> Json:
        words = self.words
        cure = "\n".join(words.lines(problem.cure))
        text = "\n".join((words.say(problem.what), words.say(problem.why), cure))
        return {
            **self.index(f"problem/{problem.code}", words("sarif.problem", code=problem.code)),
            "kind": "fail",
            "level": _LEVELS[level_of_problem(problem)],
            "message": {"text": _message(text)},
            "locations": [self.location(problem.place)],
            **self.known_by(f"problem/{problem.code}", problem.place.file),
            "suppressions": [],
        }

    def notice(self, notice: Notice) -> Json:
        """Give a notice as something for a person to look at; what lies elsewhere its text alone names."""
        here = [each for each in notice.places if can_be_pointed_at(each, self.report, self.options)]
        first, *more = here or (unit_file(self.report),)
        related = [
            {"id": number, **self.location(place, self.words("sarif.also"))}
            for number, place in enumerate(more, start=1)
        ]
        return {
            **self.index(f"notice/{notice.code}", self.words("sarif.notice", code=notice.code)),
            "kind": "review",
            "level": "none",
            "message": {"text": _message(self.answered(notice))},
            "locations": [self.location(first)],
            **({"relatedLocations": related} if related else {}),
            **self.known_by(f"notice/{notice.code}", first.file),
            "suppressions": [],
        }

    def answered(self, notice: Notice) -> str:
        """Say a notice, with what was answered or the line that answers it."""
        has_more = notice.answer is not None or noticing.answer_to_write(notice)
        return (
            noticing.notice_with_line(notice, self.words)
            if has_more
            else noticing.said_of(notice, self.words)
        )

    def known_by(self, rule: str, member: str = "") -> Json:
        """Give the fingerprint, also by the one name under which GitHub looks for it."""
        print_ = self.fingerprints(rule, member)
        return {"partialFingerprints": {"civcheck/v1": print_, "primaryLocationLineHash": f"{print_}:1"}}

    def location(self, place: Place, text: str = "") -> Json:
        region: Json = {"startLine": max(place.line, 1)}
        if place.line and place.column:
            region["startColumn"] = place.column
        uri = quote(path_of(place, self.options), safe="/")
        said = {"message": {"text": _message(sanitize(text, _LONG))}} if text else {}
        return {
            "physicalLocation": {"artifactLocation": {"uri": uri, "uriBaseId": _ROOT}, "region": region},
            **said,
        }

    # --- the run

    def invocation(self) -> Json:
        """Say whether the audit is complete, and what is not."""
        notifications = [
            {"level": "error", "message": {"text": _message(self.words.say(each))}}
            for each in closing.incomplete(self.report)
        ]
        return {
            "executionSuccessful": self.report.complete,
            **({"toolExecutionNotifications": notifications} if notifications else {}),
        }

    def provenance(self) -> Json:
        from_ = self.report.provenance
        return {
            "unit": sanitize(self.report.unit.name),
            "year": from_.year,
            "asOf": from_.as_of.isoformat(),
            "pack": {"id": from_.pack, "version": from_.pack_version, "digest": from_.pack_digest},
            "sourceDigest": from_.source_digest,
            "ledgerDigest": from_.ledger_digest,
            "only": [sanitize(each) for each in from_.only],
            "judgements": from_.judgements,
            "counters": {outcome.value: self.report.counters[outcome] for outcome in Outcome},
        }


def _said(finding: Finding) -> Outcome | None:
    """Give the open outcome a result speaks of: its own, or the one under a judgement; None where there is none."""
    if finding.outcome in OPEN:
        return finding.outcome
    return finding.underlying if finding.judgement is not None and finding.underlying in OPEN else None


def _kind(finding: Finding, outcome: Outcome) -> Json:
    """Give kind and level: SARIF allows a level only where something fails."""
    if outcome is Outcome.GAP:
        return {"kind": "fail", "level": _LEVELS[level_of(finding, outcome)]}
    kinds = {Outcome.UNDETERMINED: "open", Outcome.NEEDS_REVIEW: "review"}
    return {"kind": kinds.get(outcome, "informational"), "level": "none"}


def _facts(finding: Finding) -> Json:
    return {
        "outcome": finding.outcome.value,
        "underlying": None if finding.underlying is None else finding.underlying.value,
        "obligation": Obligation(finding.obligation).code,
        "basis": {part: basis.value for part, basis in finding.basis.items()},
        "have": finding.have,
        "need": finding.need,
        "missing": [sanitize(each) for each in finding.missing],
        "due": None if finding.due is None else finding.due.isoformat(),
        "daysLeft": finding.days_left,
        "shortfallCount": finding.shortfall_count,
        "nearMissCount": finding.near_miss_count,
    }


_LINK = re.compile(r"\[(?=[^\]]*\]\()")


def _message(text: str) -> str:
    """Escape what SARIF takes for a placeholder or a link in a plain message."""
    return _LINK.sub(r"\\[", text.replace("{", "{{").replace("}", "}}"))
