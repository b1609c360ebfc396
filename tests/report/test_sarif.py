"""The sarif report: the standard's schema and validator, and what each result says."""

from __future__ import annotations

import json
import re
import subprocess
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from civcheck.app.audit import audit
from civcheck.model.problem import Place
from civcheck.report.pointing import OPEN
from tests.report import ledgers
from tests.report.reports import AS_OF, NAMES, a_report, many, rendered, with_findings
from tests.report.validators import library, validator

TOOL = "node_modules/@microsoft/sarif-multitool-linux/"


@pytest.fixture(scope="module", params=NAMES)
def report(request, tmp_path_factory):
    return a_report(request.param, tmp_path_factory.mktemp(request.param))


def run_of(report, **options):
    (run,) = json.loads(rendered("sarif", report, **options))["runs"]
    return run


@pytest.fixture(scope="module")
def run(report):
    return run_of(report)


@pytest.fixture(scope="module")
def sample():
    return a_report("sample", None)


def results(run, rule):
    return [each for each in run["results"] if each["ruleId"] == rule]


# --- validators


@pytest.mark.heavy
def test_it_keeps_the_schema_of_the_standard(report):
    schema = json.loads(validator(TOOL + "sarif-2.1.0.json").read_text("utf-8-sig"))
    found = library("jsonschema_rs").validator_for(schema, validate_formats=True)
    log = json.loads(rendered("sarif", report))
    assert [each.message for each in found.iter_errors(log)] == []
    log["runs"][0]["columnKind"] = "bytes"
    assert not found.is_valid(log)


def complaints(folder) -> list[str]:
    tool = validator(TOOL + "Sarif.Multitool")
    # its exit code is 0 whatever it finds
    command = [tool, "validate", "*.sarif", "--level", "Error;Warning"]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert "Analysis completed successfully" in said.stdout, said.stdout + said.stderr
    return re.findall(r": (?:error|warning) (\w+)", said.stdout)


@pytest.mark.heavy
def test_microsofts_validator_has_nothing_to_say_but_that_there_is_no_page_about_the_tool(tmp_path):
    for name in NAMES:
        found = a_report(name, tmp_path / "ledgers" / name)
        (tmp_path / f"{name}.sarif").write_bytes(rendered("sarif", found))
    assert complaints(tmp_path) == ["SARIF2005"] * len(NAMES)


@pytest.mark.heavy
def test_microsofts_validator_would_see_an_error(sample, tmp_path):
    log = json.loads(rendered("sarif", sample))
    log["runs"][0]["results"][0]["ruleIndex"] = 999
    (tmp_path / "report.sarif").write_text(json.dumps(log), "utf-8")
    assert set(complaints(tmp_path)) - {"SARIF2005"}


# --- results


def test_every_open_finding_every_problem_and_every_notice_is_a_result(report, run):
    shown = sum(report.counters[each] for each in OPEN)
    judged = sum(each.judgement is not None and each.outcome not in OPEN for each in report.findings)
    own = [each for each in run["results"] if "/" not in each["ruleId"]]
    assert shown <= len(own) <= shown + judged
    assert len(run["results"]) - len(own) == len(report.problems) + len(report.notices)


def test_rules_have_unique_ids_and_are_found_by_their_index(run):
    rules = run["tool"]["driver"]["rules"]
    assert len({each["id"] for each in rules}) == len(rules)
    for each in run["results"]:
        assert rules[each["ruleIndex"]]["id"] == each["ruleId"]


def test_a_rule_brings_its_sentence_and_how_to_close_the_gap(sample):
    (rule,) = (each for each in run_of(sample)["tool"]["driver"]["rules"] if each["id"] == "2.7")
    assert rule["shortDescription"]["text"] == "道德法治讲堂全年不少于 4 次"
    assert rule["fullDescription"]["text"] == "“各单位开展“道德法治讲堂”活动全年不得少于4次”"
    assert "怎么补：已经举办而没有登记的" in rule["help"]["text"]
    assert "* **怎么补**：已经举办而没有登记的" in rule["help"]["markdown"]


@pytest.mark.parametrize(("rule", "level"), [("2.7", "error"), ("3.4b", "warning")])
def test_a_gap_fails_at_the_level_of_its_force(sample, rule, level):
    (found,) = results(run_of(sample), rule)
    assert (found["kind"], found["level"]) == ("fail", level)


def test_an_encouraged_gap_is_a_note_and_an_expected_one_a_warning(sample):
    run = run_of(audit(ledgers.SAMPLE, as_of=AS_OF, own_judgements=False))
    assert [each["level"] for rule in ("9.5", "5.3") for each in results(run, rule)] == ["note", "warning"]


def test_only_what_fails_has_a_level(run):
    kinds = {"undetermined": "open", "needs-review": "review", "pending": "informational"}
    for each in run["results"]:
        assert (each["kind"] == "fail") == (each["level"] != "none")
        outcome = each.get("properties", {}).get("outcome")
        if outcome in kinds:
            assert each["kind"] == kinds[outcome]


def test_what_is_not_there_points_at_the_units_file(sample):
    (found,) = results(run_of(sample), "2.7")
    (location,) = found["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "unit.yaml"
    assert "在哪：02-道德法治讲堂/。" in found["message"]["text"]


def test_a_record_that_falls_short_is_a_location_and_a_near_miss_is_related(sample):
    run = run_of(sample)
    (short,) = results(run, "2.8b")[0]["locations"]
    uri = short["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii() and unquote(uri) == "02-道德法治讲堂/2017-11-08-诚实守信/记录.md"
    assert short["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 1}
    first, second = results(run, "2.7")[0]["relatedLocations"]
    assert (first["id"], second["id"]) == (1, 2)
    assert "日期不在 2017-01-01 至 2017-12-31 之内" in first["message"]["text"]


def test_a_judgement_is_a_suppression_of_what_would_be_without_it(sample):
    run = run_of(sample)
    (found,) = results(run, "5.3")
    (suppression,) = found["suppressions"]
    assert found["kind"] == "fail" and found["properties"]["outcome"] == "waived"
    assert suppression["kind"] == "external" and suppression["status"] == "accepted"
    assert "不肖子孙案例涉及在世家庭成员" in suppression["justification"]
    uri = suppression["location"]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "judgements.yaml"
    others = [each for each in run["results"] if each["ruleId"] not in ("5.3", "9.5")]
    assert all(each["suppressions"] == [] for each in others)


def test_what_was_not_read_makes_the_run_unsuccessful_and_is_told(tmp_path):
    run = run_of(audit(ledgers.incomplete(tmp_path), as_of=AS_OF))
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "有 1 条记录没有读入" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert [each["level"] for each in run["results"] if each["ruleId"].startswith("problem/")].count("error")
    assert run_of(a_report("sample", None))["invocations"] == [{"executionSuccessful": True}]


# --- places and fingerprints


def test_every_uri_is_relative_encoded_and_free_of_personal_numbers(report):
    text = rendered("sarif", report).decode()
    for uri in re.findall(r'"uri": "([^"]*)"', text):
        assert re.fullmatch(r"[A-Za-z0-9_.~%/-]+", uri) and not uri.startswith("/"), uri
        assert ledgers.MOBILE not in unquote(uri) and ledgers.RESIDENT not in unquote(uri)


def test_a_ledger_below_the_repository_is_found_by_its_base(sample):
    (found,) = results(run_of(sample, base="单位/台账/"), "2.7")
    uri = found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == "单位/台账/unit.yaml"


def prints(run):
    return [each["partialFingerprints"]["civcheck/v1"] for each in run["results"]]


def test_no_two_fingerprints_are_alike(run):
    assert len(set(prints(run))) == len(run["results"])


def test_fingerprints_stay_when_lines_move(sample):
    def down(place):
        return Place(place.file, place.line + 7, place.column)

    moved = tuple(
        each._replace(shortfalls=tuple(short._replace(place=down(short.place)) for short in each.shortfalls))
        for each in sample.findings
    )
    other = with_findings(sample, moved)
    assert prints(run_of(other)) == prints(run_of(sample))
    assert rendered("sarif", other) != rendered("sarif", sample)


def test_fingerprints_of_two_units_differ(sample):
    other = sample._replace(unit=sample.unit._replace(name="另一个局"))
    assert not set(prints(run_of(other))) & set(prints(run_of(sample)))


def test_a_record_cannot_write_links_or_placeholders_into_a_message(sample):
    (gap,) = (each for each in sample.findings if each.rule == "2.8b")
    short = gap.shortfalls[0]._replace(title="[看](https://a.example) {0}")
    (found,) = run_of(with_findings(sample, (gap._replace(shortfalls=(short,)),)))["results"][:1]
    assert "\\[看](https://a.example) {{0}}" in found["message"]["text"]


def test_three_thousand_findings_take_a_moment(sample):
    assert len(run_of(many(sample))["tool"]["driver"]["rules"]) >= 3_000


def test_the_help_of_a_rule_has_no_markup_but_its_own(sample):
    (gap,) = (each for each in sample.findings if each.rule == "2.7")
    hostile = gap._replace(remedy="<b>粗</b> [看](https://a.example) @all #12", advice=("`x`",))
    (rule,) = run_of(with_findings(sample, (hostile,))._replace(problems=(), notices=()))["tool"]["driver"][
        "rules"
    ]
    tokens = [token for token in MarkdownIt("gfm-like").parse(rule["help"]["markdown"]) if token.children]
    assert {child.type for token in tokens for child in token.children} <= {
        "text",
        "strong_open",
        "strong_close",
    }
    assert "@all" not in rule["help"]["markdown"] and "[看](https://a.example) @all" in rule["help"]["text"]
