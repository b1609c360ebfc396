"""The junit report: the schema of Jenkins, names, counts, and what becomes of each outcome."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from civcheck.model.outcome import Outcome
from civcheck.model.report import Report
from tests.report.reports import NAMES, a_report, rendered, with_findings

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "junit-10.xsd"))
TAGS = {
    Outcome.SATISFIED: "system-out",
    Outcome.GAP: "failure",
    Outcome.UNDETERMINED: "error",
    Outcome.PENDING: "skipped",
    Outcome.NEEDS_REVIEW: "skipped",
    Outcome.NOT_APPLICABLE: "skipped",
    Outcome.WAIVED: "skipped",
}


@pytest.fixture(scope="module", params=NAMES)
def report(request, tmp_path_factory) -> Report:
    return a_report(request.param, tmp_path_factory.mktemp(request.param))


def tree(report):
    return etree.fromstring(rendered("junit", report))


def test_it_keeps_the_schema_of_jenkins(report):
    SCHEMA.assertValid(tree(report))


def test_the_schema_would_see_a_mistake(report):
    broken = tree(report)
    etree.SubElement(broken[0], "finding")
    assert not SCHEMA.validate(broken)


def test_no_two_tests_have_the_same_name(report):
    names = [each.get("name") for each in tree(report).iter("testcase")]
    assert len(names) == len(set(names))


def test_the_counts_of_every_suite_are_those_of_its_tests(report):
    root = tree(report)
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.get("tests")) == len(cases)
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(name)) == sum(case.find(tag) is not None for case in cases)
    for name in ("tests", "failures", "errors"):
        assert int(root.get(name)) == sum(int(suite.get(name)) for suite in root)


def test_every_rule_is_a_test_that_ends_as_its_outcome_says(report):
    rules = tree(report).xpath("testsuite[position()>1]/testcase")
    cases = {each.get("name").split(" ")[0]: each for each in rules}
    assert set(cases) == {each.rule for each in report.findings}
    for finding in report.findings:
        assert [each.tag for each in cases[finding.rule]] == [TAGS[finding.outcome]], finding.rule


def test_every_outcome_is_among_these_reports_or_made_here():
    sample = a_report("sample", None)
    for outcome in Outcome:
        finding = sample.findings[0]._replace(outcome=outcome)
        (case,) = tree(with_findings(sample, (finding,))).iterfind("testsuite[2]/testcase")
        assert [each.tag for each in case] == [TAGS[outcome]]


def test_a_failure_says_all_that_a_gap_says():
    (failure,) = tree(a_report("sample", None)).xpath("//testcase[starts-with(@name, '2.7 ')]/failure")
    assert failure.get("type") == "mandatory"
    assert failure.get("message").startswith("缺口：“类型”是“道德法治讲堂”的记录，台账中有 3 条")
    assert [line.partition("：")[0] for line in failure.text.splitlines()] == [
        "差什么",
        "依据",
        "怎么补",
        "差一点",
    ]


def test_a_waived_rule_is_skipped_and_says_who_decided():
    (skipped,) = tree(a_report("sample", None)).xpath("//testcase[starts-with(@name, '9.5 ')]/skipped")
    assert "本单位认定：不适用" in skipped.get("message")


@pytest.mark.parametrize(("name", "errors"), [("sample", 0), ("good", 0), ("incomplete", 2)])
def test_what_was_not_read_is_an_error_of_its_own(tmp_path, name, errors):
    first = tree(a_report(name, tmp_path))[0]
    assert first.get("name") == "核查是否完整"
    assert int(first.get("errors")) == errors


def test_what_xml_cannot_hold_is_replaced():
    sample = a_report("sample", None)
    finding = sample.findings[0]._replace(title="甲\x00\x0b\ufffe\uffff乙<&>\"'")
    (case,) = tree(with_findings(sample, (finding,))).iterfind("testsuite[2]/testcase")
    assert case.get("name") == f"{finding.rule} 甲\ufffd\ufffd\ufffd\ufffd乙<&>\"'"


def test_no_time_is_stamped(report):
    assert not [each for each in tree(report).iter() if {"time", "timestamp"} & set(each.attrib)]
