"""The json report: its schema, its references, its bytes; and the lines format beside it."""

from __future__ import annotations

import json
import re
from datetime import date

import jsonschema
import pytest

from civcheck.app.audit import audit
from civcheck.app.schemas import report_schema
from civcheck.report import Format, Options, renderer
from tests.report import ledgers
from tests.report.ledgers import SAMPLE

AS_OF = date(2018, 6, 30)


@pytest.fixture(scope="module", params=["sample", "good", "incomplete", "broken", "hostile"])
def report(request, tmp_path_factory):
    root = (
        SAMPLE
        if request.param == "sample"
        else getattr(ledgers, request.param)(tmp_path_factory.mktemp("台账"))
    )
    return audit(root, as_of=AS_OF, digests=request.param == "sample")


@pytest.fixture(scope="module")
def found(report):
    return json.loads(renderer(Format.JSON)(report, Options()))


def test_it_keeps_its_published_schema(found):
    schema = report_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(found)


def test_the_schema_is_closed_at_the_top(found):
    validator = jsonschema.Draft202012Validator(report_schema())
    assert not validator.is_valid({**found, "run_time": 3})
    assert not validator.is_valid({key: value for key, value in found.items() if key != "counters"})


def test_the_keys_stand_in_the_order_that_is_promised(found):
    assert list(found)[:1] == ["schema_version"]
    promised = [
        "schema_version",
        "provenance",
        "unit",
        "counters",
        "findings",
        "problems",
        "notices",
        "catalogue",
    ]
    assert [key for key in found if key in promised] == promised


def test_counters_are_keyed_by_the_seven_codes_and_add_up(found):
    assert list(found["counters"]) == [
        "satisfied", "gap", "pending", "needs-review", "undetermined", "not-applicable", "waived",
    ]  # fmt: skip
    assert sum(found["counters"].values()) == len(found["findings"]) == found["provenance"]["rules"]
    for outcome, count in found["counters"].items():
        assert sum(each["outcome"] == outcome for each in found["findings"]) == count


def test_findings_refer_to_records_of_the_catalogue(found):
    keys = {each["key"] for each in found["catalogue"]}
    assert len(keys) == len(found["catalogue"])
    for finding in found["findings"]:
        named = {*finding["shown_by"], *finding["planned"]}
        named |= {each["record"] for each in (*finding["shortfalls"], *finding["near_misses"])}
        assert named <= keys, finding["rule"]
        assert len(finding["shortfalls"]) <= finding["shortfall_count"]
        assert len(finding["near_misses"]) <= finding["near_miss_count"]


def test_force_and_outcome_are_codes_and_every_pending_has_days_left(found):
    for finding in found["findings"]:
        assert finding["obligation"] in ("mandatory", "expected", "encouraged")
        assert set(finding["basis"].values()) <= {"original", "inferred", "superior"}
        assert finding["quotes"]
        if finding["outcome"] == "pending":
            assert finding["days_left"] >= 1


def test_paths_are_relative_and_use_slashes(found):
    text = json.dumps(found, ensure_ascii=False)
    assert "/tmp/" not in text and "/work" not in text and '"path": "/' not in text


def test_the_same_report_gives_the_same_bytes(report):
    for fmt in Format:
        assert renderer(fmt)(report, Options()) == renderer(fmt)(report, Options())


def test_it_is_utf_8_without_escapes(report):
    raw = renderer(Format.JSON)(report, Options())
    assert raw.endswith(b"}\n") and not re.search(rb"\\u(?!fffd)[0-9a-f]{4}", raw)


def test_a_pending_rule_says_when_it_is_due(tmp_path):
    report = audit(ledgers.good(tmp_path), as_of=date(2017, 12, 1))
    findings = json.loads(renderer(Format.JSON)(report, Options()))["findings"]
    pending = [each for each in findings if each["outcome"] == "pending"]
    assert pending
    assert all(each["days_left"] >= 1 for each in pending)
    assert all(
        (date.fromisoformat(each["due"]) - date(2017, 12, 1)).days == each["days_left"] for each in pending
    )


# --- lines

LINE = re.compile(r"[^\n]+?:[1-9]\d*:[1-9]\d*: [^:\n]+: [^\n]+")


def test_lines_are_for_grep_and_editors(report):
    text = renderer(Format.LINES)(report, Options()).decode()
    assert text == "" or text.endswith("\n")
    for line in text.splitlines():
        assert LINE.fullmatch(line), line


def test_lines_name_every_gap_and_every_problem(report):
    text = renderer(Format.LINES)(report, Options()).decode()
    for finding in report.findings:
        if finding.outcome.value == "gap":
            assert f": {finding.rule}: 缺口：" in text
    for problem in report.problems:
        assert f": {problem.code}: " in text
