"""``junit``: test results for Jenkins and GitLab: a suite a point, a test a rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from civcheck.model.comparison import BaselineUse
from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.problem import Weight
from civcheck.model.report import Finding, Report
from civcheck.model.texts import sanitize
from civcheck.report import closing, sentences
from civcheck.report.options import Options
from civcheck.report.pointing import path_of, places_of
from civcheck.report.words import Words, first_line

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EVIDENCE = 5
"""So many records are named that show a rule."""


class _Told(NamedTuple):
    """What becomes of a test: ``failure``, ``error``, ``skipped``, or ``system-out`` where it passes."""

    tag: str
    message: str
    text: str = ""
    type: str = ""


def render_junit(report: Report, options: Options) -> bytes:
    """Render every rule as a test; first of all whether the audit is complete, which no rule can tell."""
    suites = Element("testsuites", name="civcheck")
    made = [_completeness(report, options), *_points(report, options)]
    suites.extend(made)
    for name in ("tests", "failures", "errors"):
        suites.set(name, str(sum(int(suite.get(name, "0")) for suite in made)))
    indent(suites, " ")
    raw: bytes = tostring(suites, encoding="utf-8", xml_declaration=True)
    return raw + b"\n"


# --- suites


def _completeness(report: Report, options: Options) -> Element:
    """Make the suite that fails where something was not read: one test for all, one for every file that has it."""
    words = Words(options.lang)
    told = map(words.say, closing.incomplete(report))
    whole = words("junit.complete")
    error = _Told("error", words.say(closing.not_complete(report)), "\n".join(told), "incomplete")
    head = [first_line(report, words)]
    if report.baseline is not None:
        head.append(sentences.baseline(report.baseline, words))
    whole_case = error if not report.complete else _Told("system-out", "\n".join(head))
    cases = [_case(whole, whole, whole_case)]
    names: Counter[str] = Counter()
    for problem in report.problems:
        if problem.weight is not Weight.UNREAD:
            continue
        what = words.say(problem.what)
        name = f"{path_of(problem.place, options)} {what}"
        names[name] += 1
        name = name if names[name] == 1 else f"{name} ({names[name]})"
        text = "\n".join((sentences.shown(problem.place), words.say(problem.why), *words.lines(problem.cure)))
        cases.append(_case(whole, name, _Told("error", what, text, problem.code)))
    return _suite(whole, cases, _properties(report, words))


def _points(report: Report, options: Options) -> Iterable[Element]:
    """Make a suite for every point that has rules here."""
    words = Words(options.lang)
    titles = {point.number: point.title for point in report.points}
    for number in dict.fromkeys(finding.point for finding in report.findings):
        name = words("point.title", point=str(number), title=titles.get(number, ""))
        findings = [finding for finding in report.findings if finding.point == number]
        yield _suite(name, [_rule(each, report, name, words, options) for each in findings])


def _suite(name: str, cases: list[Element], properties: Iterable[tuple[str, str]] = ()) -> Element:
    suite = Element("testsuite", name=_xml(name), tests=str(len(cases)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(sum(case.find(tag) is not None for case in cases)))
    if properties:
        below = SubElement(suite, "properties")
        for key, value in properties:
            SubElement(below, "property", name=key, value=_xml(value))
    suite.extend(cases)
    return suite


def _properties(report: Report, words: Words) -> Iterable[tuple[str, str]]:
    from_ = report.provenance
    return (
        ("unit", sanitize(report.unit.name)),
        ("as_of", from_.as_of.isoformat()),
        ("civcheck", from_.civcheck),
        ("pack", f"{from_.pack} {from_.pack_version} {from_.pack_digest}"),
        ("ledger_digest", from_.ledger_digest),
        *((outcome.value, str(report.counters[outcome])) for outcome in Outcome),
        *(() if report.score is None else (("score", sentences.total(report.score, words)),)),
    )


# --- tests


def _rule(finding: Finding, report: Report, suite: str, words: Words, options: Options) -> Element:
    case = _case(suite, f"{finding.rule} {sanitize(finding.title)}", _told(finding, report.baseline, words))
    if finding.outcome not in (Outcome.SATISFIED, Outcome.NOT_APPLICABLE):
        place = places_of(finding, report)[0]
        case.set("file", _xml(path_of(place, options)))
        case.set("line", str(max(place.line, 1)))
    return case


def _told(finding: Finding, baseline: BaselineUse | None, words: Words) -> _Told:
    """Say what becomes of a test; a gap that the baseline knows fails nobody's build."""
    summary = sentences.seen(finding, words)
    known = sentences.known(finding, baseline, words)
    mark = words("said.in-brackets", said=known) if known else ""
    message = words.of(words.outcome(finding.outcome) + mark, summary)
    match finding.outcome:
        case Outcome.GAP if sentences.is_known(finding, baseline):
            return _Told("skipped", message, _lines(finding, words), "known")
        case Outcome.GAP:
            return _Told("failure", message, _lines(finding, words), Obligation(finding.obligation).code)
        case Outcome.UNDETERMINED:
            return _Told("error", message, _lines(finding, words), finding.outcome.value)
        case Outcome.PENDING | Outcome.NEEDS_REVIEW:
            return _Told("skipped", message, _lines(finding, words), finding.outcome.value)
        case Outcome.NOT_APPLICABLE:
            return _Told("skipped", message, "", finding.outcome.value)
        case Outcome.WAIVED:
            use = finding.judgement
            said = sentences.judgement(finding, use, words) if use is not None else summary
            return _Told("skipped", words.of(words.outcome(finding.outcome), said), "", finding.outcome.value)
        case Outcome.SATISFIED:
            keys = [sanitize(key, 1_000) for key in finding.shown_by[:_EVIDENCE]]
            more = ["…"] if len(finding.shown_by) > _EVIDENCE else []
            use = finding.judgement
            decided = [] if use is None else [sentences.judgement(finding, use, words)]
            return _Told("system-out", "\n".join([summary, *decided, *keys, *more]))


def _lines(finding: Finding, words: Words) -> str:
    return "\n".join(words.of(label, text) for label, text in sentences.labelled(finding, words))


def _case(suite: str, name: str, told: _Told) -> Element:
    """Make a test; a dot in its class would be taken for the end of a package's name."""
    case = Element("testcase", classname=_xml(f"civcheck.{suite.replace('.', '．')}"), name=_xml(name))
    if told.tag == "system-out":
        SubElement(case, "system-out").text = _xml(told.message)
        return case
    inner = SubElement(case, told.tag, type=told.type, message=_xml(told.message))
    inner.text = _xml(told.text) or None
    return case


def _xml(text: str) -> str:
    """Replace what XML 1.0 cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", text)
