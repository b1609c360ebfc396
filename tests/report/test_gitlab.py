"""The gitlab report: the fields that GitLab documents for Code Quality, fingerprints, and places."""

from __future__ import annotations

import json

import jsonschema
import pytest

from civcheck.model.outcome import Outcome
from civcheck.model.problem import Weight
from civcheck.report.pointing import OPEN
from tests.report.reports import NAMES, a_report, many, rendered, with_findings

LINES = {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}}
TEXT = {"type": "string", "minLength": 1}
DOCUMENTED = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": TEXT,
            "check_name": TEXT,
            "fingerprint": TEXT,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {"path": {"type": "string", "pattern": "^(?!/|\\./)."}, "lines": LINES},
            },
        },
    },
}
"""https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format; the path is relative, without ``./``."""


@pytest.fixture(scope="module", params=NAMES)
def report(request, tmp_path_factory):
    return a_report(request.param, tmp_path_factory.mktemp(request.param))


def entries(report, **options):
    return json.loads(rendered("gitlab", report, **options))


def test_it_has_the_documented_fields(report):
    jsonschema.Draft202012Validator(DOCUMENTED).validate(entries(report))


def test_it_begins_without_a_byte_order_mark(report):
    assert rendered("gitlab", report).startswith(b"[")


def test_no_two_fingerprints_are_alike(report):
    found = entries(report)
    assert len({each["fingerprint"] for each in found}) == len(found)


def test_every_open_rule_and_every_problem_with_a_cost_has_an_entry(report):
    found = entries(report)
    rules = {each["check_name"] for each in found if "/" not in each["check_name"]}
    assert rules == {each.rule for each in report.findings if each.outcome in OPEN}
    costly = [each for each in report.problems if each.weight is not Weight.NOTE]
    assert sum("/" in each["check_name"] for each in found) == len(costly)


def test_every_record_that_falls_short_has_an_entry_at_its_line():
    sample = a_report("sample", None)
    (gap,) = (each for each in sample.findings if each.rule == "6.3")
    short = gap.shortfalls[0]
    both = gap._replace(
        shortfalls=(
            short,
            short._replace(record="另一条", place=short.place._replace(file="甲.yaml", line=7)),
        )
    )
    first, second = entries(with_findings(sample, (both,)))
    assert first["location"] == {"path": "12-志愿服务/三月.yaml", "lines": {"begin": 20}}
    assert second["location"] == {"path": "甲.yaml", "lines": {"begin": 7}}
    assert first["severity"] == "critical" and "未见报道" in first["description"]
    assert first["fingerprint"] == entries(sample._replace(problems=()))[4]["fingerprint"]


def test_fingerprints_stay_when_a_record_is_written_before_others_in_its_file():
    sample = a_report("sample", None)
    (gap,) = (each for each in sample.findings if each.rule == "6.3")
    (short,) = gap.shortfalls
    assert short.record == "12-志愿服务/三月.yaml#2"
    moved = gap._replace(shortfalls=(short._replace(record="12-志愿服务/三月.yaml#3"),))
    catalogue = tuple(
        each._replace(key="12-志愿服务/三月.yaml#3") if each.key == short.record else each
        for each in sample.catalogue
    )
    (alone,) = entries(with_findings(sample, (moved,))._replace(catalogue=catalogue))
    assert alone["fingerprint"] in {each["fingerprint"] for each in entries(sample)}


def test_fingerprints_stay_when_lines_and_other_rules_change():
    sample = a_report("sample", None)
    (gap,) = (each for each in sample.findings if each.rule == "6.3")
    short = gap.shortfalls[0]
    moved = gap._replace(shortfalls=(short._replace(place=short.place._replace(line=99)),))
    (alone,) = entries(with_findings(sample, (moved,)))
    assert alone["location"]["lines"]["begin"] == 99
    assert alone["fingerprint"] in {each["fingerprint"] for each in entries(sample)}


@pytest.mark.parametrize(
    ("outcome", "severity"),
    [(Outcome.UNDETERMINED, "major"), (Outcome.PENDING, "info"), (Outcome.NEEDS_REVIEW, "info")],
)
def test_the_severity_of_what_is_open(outcome, severity):
    sample = a_report("sample", None)
    (gap,) = (each for each in sample.findings if each.rule == "2.7")
    (entry,) = entries(with_findings(sample, (gap._replace(outcome=outcome),)))
    assert entry["severity"] == severity


def test_the_path_is_that_of_the_repository():
    (first, *_) = entries(a_report("sample", None), base="单位/")
    assert first["location"]["path"] == "单位/unit.yaml"


def test_three_thousand_findings_have_an_entry_each_at_least():
    sample = a_report("sample", None)
    gaps = with_findings(sample, tuple(each for each in sample.findings if each.outcome is Outcome.GAP))
    assert len(entries(many(gaps))) >= 3_000
