"""A baseline in the formats: what is known fails nobody, what is new is told first, and each gap says which it is."""

from __future__ import annotations

import csv
import io
import json
from functools import cache

import pytest
from docx import Document
from lxml import etree
from openpyxl import load_workbook

from civcheck.model.comparison import GapItems
from civcheck.report import Options
from civcheck.report.markdown import render_summary
from civcheck.verdict.baseline import baseline_of, hold_against
from tests.report.reports import a_report, rendered
from tests.report.test_github import read
from tests.report.test_junit import SCHEMA
from tests.report.test_sarif import TOOL
from tests.report.validators import library, validator

NEW, PARTLY = "2.7", "6.3"
"""The gap that the baseline does not know, and the one of which it knows another record."""


@cache
def report():
    """Hold the sample's nine gaps against a baseline that knows eight of them, one of these only in part."""
    sample = a_report("sample", None)
    baseline = baseline_of(sample)
    items = baseline.known[PARTLY]
    known = {rule: each for rule, each in baseline.known.items() if rule != NEW}
    known[PARTLY] = GapItems(items.lacking, frozenset({"另一条记录：报道"}))
    found = hold_against(sample, baseline._replace(known=known))
    both = found.baseline._replace(known={**found.baseline.known, PARTLY: ("另一条记录：报道",)})
    return found._replace(baseline=both)


def gaps():
    return {each.rule for each in report().findings if each.outcome.value == "gap"}


def test_known_gaps_are_skipped_tests_and_only_what_is_new_fails():
    root = etree.fromstring(rendered("junit", report()))
    SCHEMA.assertValid(root)
    failed = {each.getparent().get("name").split(" ")[0] for each in root.iter("failure")}
    skipped = [each for each in root.iter("skipped") if each.get("type") == "known"]
    assert failed == {NEW, PARTLY} and root.get("failures") == "2"
    assert {each.getparent().get("name").split(" ")[0] for each in skipped} == gaps() - failed
    assert all(each.get("message").startswith("缺口（已知）：") and "怎么补" in each.text for each in skipped)
    assert "已知 8 项，新增 2 项" in root[0].findtext("testcase/system-out")


def test_sarif_says_it_in_its_own_field():
    (run,) = json.loads(rendered("sarif", report()))["runs"]
    states = {each["ruleId"]: each.get("baselineState") for each in run["results"]}
    assert states[NEW] == "new" and states[PARTLY] == "updated"
    assert {states[rule] for rule in gaps() - {NEW, PARTLY}} == {"unchanged"}
    assert {state for rule, state in states.items() if rule not in gaps()} <= {None}


@pytest.mark.heavy
def test_sarif_keeps_its_schema_with_a_baseline():
    schema = json.loads(validator(TOOL + "sarif-2.1.0.json").read_text("utf-8-sig"))
    found = library("jsonschema_rs").validator_for(schema, validate_formats=True)
    assert found.is_valid(json.loads(rendered("sarif", report())))


def test_annotations_of_what_is_known_are_notices_behind_what_is_new():
    told = [read(line) for line in rendered("github", report()).decode().splitlines()]
    names = [each.name for each in told]
    assert names == sorted(names, key=("error", "warning", "notice").index)
    loud = {each.properties["title"].split(" ")[0] for each in told if each.name != "notice"}
    quiet = [each.properties["title"] for each in told if each.name == "notice"][:-1]
    assert loud == {NEW, PARTLY}
    assert {title.split(" ")[0] for title in quiet} == gaps() - loud
    assert all(title.endswith("，已知）") for title in quiet)
    assert "对照基线：已知 8 项" in told[-1].text


def test_of_a_hundred_known_gaps_nine_are_listed_and_the_rest_is_counted():
    one = report()
    (gap,) = (each for each in one.findings if each.rule == "4.1")
    many = tuple(gap._replace(rule=f"4.1x{number}") for number in range(100))
    use = one.baseline._replace(known={each.rule: ("",) for each in many}, new={})
    told = rendered("github", one._replace(findings=many, problems=(), baseline=use)).decode().splitlines()
    assert len(told) == 10 and all(line.startswith("::notice ") for line in told)
    assert "另有 91 处没有逐一列出" in told[-1]


def test_the_table_of_a_summary_marks_every_gap_and_has_the_new_ones_first():
    rows = [
        line
        for line in render_summary(report(), Options()).decode().splitlines()
        if line.split(" ")[1:2] and line.split(" ")[1] in gaps()
    ]
    marks = ["已知）" in row for row in rows]
    assert len(rows) == 9 and marks == [False] * 2 + [True] * 7


def test_csv_xlsx_and_docx_mark_every_gap():
    text = rendered("csv", report()).decode("utf-8-sig")
    assert "概况,,,,,对照基线：已知 8 项，新增 " in text
    rows = {row["规则"].split(" ")[0]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert rows[NEW]["对照基线"] == "新增" and rows[PARTLY]["对照基线"].startswith("部分新增：")
    assert {rows[rule]["对照基线"] for rule in gaps() - {NEW, PARTLY}} == {"已知"}
    book = load_workbook(io.BytesIO(rendered("xlsx", report())))
    head, *body = list(book["整改清单"].values)[1:]
    at = head.index("对照基线")
    assert {row[1]: row[at] for row in body if row[1] in gaps()}[NEW] == "新增"
    assert sum(row[at] == "已知" for row in body) == 7
    paper = "\n".join(each.text for each in Document(io.BytesIO(rendered("docx", report()))).paragraphs)
    assert paper.count("对照基线：已知。") == 7 and paper.count("对照基线：新增。") == 1


def test_without_a_baseline_no_format_speaks_of_one():
    sample = a_report("sample", None)
    for fmt in ("junit", "sarif", "github", "csv", "markdown", "terminal"):
        assert "基线" not in rendered(fmt, sample).decode() and b"baselineState" not in rendered(fmt, sample)


def test_what_is_counted_is_said():
    assert "一项是一条规则，或其中一个成员、一条记录差的一样" in rendered("markdown", report()).decode()
