"""``oscal`` and ``oscal-catalog``: assessment results for GRC tools, and the catalog of rules they speak of."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from civcheck.messages import say
from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.problem import Place
from civcheck.model.report import Finding, Report
from civcheck.model.texts import sanitize
from civcheck.report import closing, sentences
from civcheck.report.options import Options
from civcheck.report.plainmark import escape
from civcheck.report.pointing import OPEN, path_of
from civcheck.report.words import Words, first_line

Json = dict[str, Any]
_VERSION = "1.1.2"
_NS = "urn:civcheck:oscal"
_SPACE = uuid5(NAMESPACE_URL, _NS)
_EVIDENCE = 50
"""So many records are named that show a rule."""


def render_oscal(report: Report, options: Options) -> bytes:
    """Render assessment results; the catalog lies in the back matter, so that the file explains itself."""
    return _dumped({"assessment-results": _Results(report, options).results()})


def render_oscal_catalog(report: Report, options: Options) -> bytes:
    """Render the catalog of the rules that were audited: a group a point, a control a rule."""
    return _dumped({"catalog": _catalog(report, Words(options.lang))})


def _dumped(document: Json) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


# --- what both have


def _uuid(*parts: str) -> str:
    """Give the name of something by what it is, so that equal reports have equal names."""
    return str(uuid5(_SPACE, json.dumps(parts, ensure_ascii=False)))


def _named(content: Json) -> Json:
    """Name a document by all that it says."""
    return {"uuid": _uuid("document", json.dumps(content, ensure_ascii=False)), **content}


def _metadata(report: Report, title: str, version: str) -> Json:
    """Give the head of a document; the as-of date stands for the time of change, for there is no other clock."""
    return {
        "title": escape(title),
        "last-modified": _end_of_day(report),
        "version": version,
        "oscal-version": _VERSION,
    }


def _end_of_day(report: Report) -> str:
    return f"{report.provenance.as_of.isoformat()}T23:59:59+08:00"


def _property(name: str, value: str) -> Json:
    return {"name": name, "ns": _NS, "value": sanitize(value, 1_000).strip() or "-"}


def _control_id(finding: Finding) -> str:
    """Give the id of a rule as a token, which begins with a letter."""
    return f"rule-{finding.rule}"


# --- catalog


def _catalog(report: Report, words: Words) -> Json:
    from_, titles = report.provenance, {point.number: point.title for point in report.points}
    groups = []
    for number in dict.fromkeys(finding.point for finding in report.findings):
        title = words("point.title", point=str(number), title=titles.get(number, ""))
        controls = [_control(finding, words) for finding in report.findings if finding.point == number]
        groups.append(
            {"id": f"point-{number}", "class": "point", "title": escape(title), "controls": controls}
        )
    content: Json = {"metadata": _metadata(report, from_.pack_title, from_.pack_version)}
    content["metadata"]["props"] = [
        _property("pack", from_.pack),
        _property("pack-digest", from_.pack_digest),
        _property("source-digest", from_.source_digest),
    ]
    return _named({**content, **({"groups": groups} if groups else {})})


def _sentence(quote: str, pack: str, words: Words) -> str:
    """Give a sentence as it stands; one of another pack's document in quotation marks, with that pack's name."""
    shown = sanitize(quote, 1_000)
    return say(sentences.quoted_of(shown, pack), words.lang) if pack else shown


def _control(finding: Finding, words: Words) -> Json:
    """Give a rule: the document's own sentences as its statement, the remedy and advice as guidance."""
    id_ = _control_id(finding)
    remedy = words.stopped(sanitize(finding.remedy, 1_000)) or words("cure.default")
    guidance = [remedy, *(words.stopped(sanitize(each, 1_000)) for each in finding.advice)]
    return {
        "id": id_,
        "class": "rule",
        "title": escape(sanitize(finding.title)),
        "props": [
            {"name": "label", "value": finding.rule},
            _property("obligation", Obligation(finding.obligation).code),
        ],
        "parts": [
            {
                "id": f"{id_}_smt",
                "name": "statement",
                "prose": "\n\n".join(escape(_sentence(*each, words)) for each in sentences.sources(finding)),
            },
            {"id": f"{id_}_gdn", "name": "guidance", "prose": "\n\n".join(map(escape, guidance))},
        ],
    }


# --- assessment results


class _Results:
    def __init__(self, report: Report, options: Options) -> None:
        self.report, self.options, self.words = report, options, Words(options.lang)
        from_ = report.provenance
        self.files = {record.key: record.file for record in report.catalogue}
        self.of = (sanitize(report.unit.name), from_.pack, from_.as_of.isoformat())

    def results(self) -> Json:
        """Give the document; its plan is the pack's catalog, which it carries."""
        report, words = self.report, self.words
        catalog = json.dumps({"catalog": _catalog(report, words)}, ensure_ascii=False, separators=(",", ":"))
        plan = _uuid(*self.of, "plan")
        title = words("markdown.title", unit=report.unit.name)
        return _named(
            {
                "metadata": _metadata(report, title, report.provenance.as_of.isoformat()),
                "import-ap": {"href": f"#{plan}", "remarks": escape(words("oscal.plan"))},
                "results": [self.result(title)],
                "back-matter": {
                    "resources": [
                        {
                            "uuid": plan,
                            "title": escape(sanitize(report.provenance.pack_title)),
                            "description": escape(words("oscal.plan")),
                            "base64": {
                                "filename": "catalog.json",
                                "media-type": "application/json",
                                "value": base64.b64encode(catalog.encode("utf-8", "replace")).decode(),
                            },
                        }
                    ]
                },
            }
        )

    def result(self, title: str) -> Json:
        report = self.report
        controls = [{"control-id": _control_id(finding)} for finding in report.findings]
        told = [first_line(report, self.words), *map(self.words.say, closing.incomplete(report))]
        observations = [self.observation(finding) for finding in report.findings]
        findings = [
            self.finding(each) for each in report.findings if each.outcome is not Outcome.NOT_APPLICABLE
        ]
        return {
            "uuid": _uuid(*self.of, "result"),
            "title": escape(title),
            "description": "\n\n".join(map(escape, told)),
            "start": f"{report.provenance.as_of.isoformat()}T00:00:00+08:00",
            "end": _end_of_day(report),
            "props": [
                _property("complete", "yes" if report.complete else "no"),
                _property("ledger-digest", report.provenance.ledger_digest),
                _property("civcheck", report.provenance.civcheck),
                *(_property(outcome.value, str(count)) for outcome, count in report.counters.items()),
            ],
            "reviewed-controls": {
                "control-selections": [{"include-controls": controls} if controls else {"include-all": {}}]
            },
            **({"observations": observations} if observations else {}),
            **({"findings": findings} if findings else {}),
        }

    def observation(self, finding: Finding) -> Json:
        """Say what was seen, and in which records."""
        words = self.words
        text = sentences.lacks(finding, words) if finding.outcome in OPEN else words.say(finding.summary)
        evidence = self.evidence(finding)
        return {
            "uuid": _uuid(*self.of, "observation", finding.rule),
            "title": escape(f"{finding.rule} {sanitize(finding.title)}"),
            "description": escape(text),
            "props": [_property("outcome", finding.outcome.value)],
            "methods": ["EXAMINE"],
            **({"relevant-evidence": evidence} if evidence else {}),
            "collected": _end_of_day(self.report),
        }

    def evidence(self, finding: Finding) -> list[Json]:
        """Name the records that show the rule, then those that fall short of it."""
        shown = [
            {"href": self.href(self.files.get(key, key)), "description": escape(sanitize(key, 1_000))}
            for key in finding.shown_by[:_EVIDENCE]
        ]
        short = [
            {
                "href": self.href(each.place.file),
                "description": escape(
                    sentences.of_record(sanitize(each.title), self.words.lacks(each), self.words)
                ),
            }
            for each in finding.shortfalls[:_EVIDENCE]
        ]
        return [*shown, *short]

    def href(self, path: str) -> str:
        return quote(path_of(Place(path), self.options), safe="/")

    def finding(self, finding: Finding) -> Json:
        """Say whether the rule is satisfied: only what is shown is; doubt and time left are told by the reason."""
        words, outcome = self.words, finding.outcome
        is_met = outcome is Outcome.SATISFIED
        reasons = {Outcome.SATISFIED: "pass", Outcome.GAP: "fail"}
        lines = "\n\n".join(
            words.of(f"**{label}**", escape(text)) for label, text in sentences.labelled(finding, words)
        )
        status: Json = {
            "state": "satisfied" if is_met else "not-satisfied",
            "reason": reasons.get(outcome, "other"),
            "remarks": escape(words.outcome(outcome)),
        }
        if finding.judgement is not None:
            status["remarks"] = escape(sentences.judgement(finding, finding.judgement, words))
        return {
            "uuid": _uuid(*self.of, "finding", finding.rule),
            "title": escape(f"{finding.rule} {sanitize(finding.title)}"),
            "description": escape(words.say(finding.summary)) if is_met else lines,
            "props": [
                _property("outcome", outcome.value),
                _property("obligation", Obligation(finding.obligation).code),
                *([] if finding.due is None else [_property("due", finding.due.isoformat())]),
            ],
            "target": {"type": "statement-id", "target-id": f"{_control_id(finding)}_smt", "status": status},
            "related-observations": [
                {"observation-uuid": _uuid(*self.of, "observation", finding.rule)},
            ],
        }
