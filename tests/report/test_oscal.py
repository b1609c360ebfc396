"""The oscal reports: NIST's schemas, IBM's trestle, names that are functions of content, and no doubt that passes."""

from __future__ import annotations

import base64
import json
import subprocess
from urllib.parse import unquote
from uuid import UUID

import pytest
from markdown_it import MarkdownIt

from civcheck.model.outcome import Outcome
from tests.report.reports import NAMES, a_report, many, rendered, with_findings
from tests.report.validators import library, validator

ROOTS = {"oscal": "assessment-results", "oscal-catalog": "catalog"}


@pytest.fixture(scope="module", params=NAMES)
def report(request, tmp_path_factory):
    return a_report(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def sample():
    return a_report("sample", None)


def results(report, **options):
    return json.loads(rendered("oscal", report, **options))["assessment-results"]


def enclosed(found) -> dict:
    (resource,) = found["back-matter"]["resources"]
    assert found["import-ap"]["href"] == f"#{resource['uuid']}"
    return json.loads(base64.b64decode(resource["base64"]["value"]))


def controls(catalog) -> list[dict]:
    return [each for group in catalog.get("groups", ()) for each in group["controls"]]


# --- validators


@pytest.mark.heavy
@pytest.mark.parametrize(("fmt", "root"), ROOTS.items())
def test_it_keeps_nists_schema(report, fmt, root):
    schema = json.loads(validator(f"oscal/oscal_{root}_schema.json").read_text("utf-8"))
    found = library("jsonschema_rs").validator_for(schema, validate_formats=True)
    document = json.loads(rendered(fmt, report))
    assert [each.message for each in found.iter_errors(document)] == []
    document[root]["uuid"] = "1"
    assert not found.is_valid(document)


def trestle(folder, *arguments) -> subprocess.CompletedProcess:
    command = [validator("trestle/bin/trestle"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.heavy
def test_trestle_finds_all_valid_and_would_find_a_mistake(tmp_path):
    assert trestle(tmp_path, "init", "--local").returncode == 0
    for name in NAMES:
        found = a_report(name, tmp_path / "ledgers" / name)
        for fmt, root in ROOTS.items():
            folder = tmp_path / {"catalog": "catalogs"}.get(root, root) / name
            folder.mkdir()
            (folder / f"{root}.json").write_bytes(rendered(fmt, found))
    told = trestle(tmp_path, "validate", "-a")
    assert (told.returncode, told.stdout.count("VALID: ")) == (0, 2 * len(NAMES)), told.stdout + told.stderr
    path = tmp_path / "assessment-results/good/assessment-results.json"
    document = json.loads(path.read_text("utf-8"))
    document["assessment-results"]["results"][0]["title"] = 1
    path.write_text(json.dumps(document), "utf-8")
    assert trestle(tmp_path, "validate", "-a").returncode != 0


# --- what is said


def test_every_rule_is_a_control_with_the_documents_own_sentence(sample):
    catalog = json.loads(rendered("oscal-catalog", sample))["catalog"]
    found = {each["id"]: each for each in controls(catalog)}
    assert list(found) == [f"rule-{each.rule}" for each in sample.findings]
    statement, guidance = found["rule-2.7"]["parts"]
    assert statement["prose"] == "各单位开展“道德法治讲堂”活动全年不得少于4次"
    assert guidance["prose"].startswith("已经举办而没有登记的")


def test_the_results_carry_the_catalog_they_speak_of(report):
    found = results(report)
    assert enclosed(found) == json.loads(rendered("oscal-catalog", report))
    ids = {each["id"] for each in controls(enclosed(found)["catalog"])}
    (result,) = found["results"]
    selected = result["reviewed-controls"]["control-selections"][0].get("include-controls", [])
    assert {each["control-id"] for each in selected} == ids
    assert {each["target"]["target-id"].removesuffix("_smt") for each in result.get("findings", ())} <= ids


REASONS = {
    Outcome.SATISFIED: ("satisfied", "pass"),
    Outcome.GAP: ("not-satisfied", "fail"),
    Outcome.PENDING: ("not-satisfied", "other"),
    Outcome.NEEDS_REVIEW: ("not-satisfied", "other"),
    Outcome.UNDETERMINED: ("not-satisfied", "other"),
    Outcome.WAIVED: ("not-satisfied", "other"),
    Outcome.NOT_APPLICABLE: None,
}


@pytest.mark.parametrize("outcome", Outcome)
def test_only_what_is_shown_is_satisfied(sample, outcome):
    one = with_findings(sample, (sample.findings[0]._replace(outcome=outcome),))
    (result,) = results(one)["results"]
    statuses = [each["target"]["status"] for each in result.get("findings", ())]
    expected = REASONS[outcome]
    assert [(each["state"], each["reason"]) for each in statuses] == ([expected] if expected else [])
    (observation,) = result["observations"]
    assert observation["props"][0]["value"] == outcome.value


def test_evidence_names_the_records_by_their_files(sample):
    (result,) = results(sample, base="台账/")["results"]
    found = {each["title"].split(" ")[0]: each for each in result["observations"]}
    files = {unquote(each["href"]) for each in found["12.0"]["relevant-evidence"]}
    assert "台账/12-志愿服务/三月.yaml" in files
    (short,) = (each for each in found["2.8b"]["relevant-evidence"] if "归档" in each["description"])
    assert short["href"].isascii() and unquote(short["href"]).endswith("2017-11-08-诚实守信/记录.md")


def test_an_incomplete_audit_says_so(report):
    (result,) = results(report)["results"]
    complete = next(each["value"] for each in result["props"] if each["name"] == "complete")
    assert complete == ("no" if report.incomplete else "yes")
    assert result["start"] <= result["end"]


# --- names


def uuids(value) -> list[str]:
    match value:
        case dict():
            own = [value["uuid"]] if "uuid" in value else []
            return own + [each for inner in value.values() for each in uuids(inner)]
        case list():
            return [each for inner in value for each in uuids(inner)]
        case _:
            return []


def test_no_two_names_are_alike_and_none_is_drawn_by_chance(report):
    found = uuids(results(report))
    assert len(set(found)) == len(found)
    assert {UUID(each).version for each in found} == {5}


def test_another_report_is_another_document(sample):
    other = with_findings(sample, sample.findings[1:])
    assert results(other)["uuid"] != results(sample)["uuid"]
    assert results(sample)["uuid"] == results(sample)["uuid"]


def test_three_thousand_findings_take_a_moment(sample):
    assert len(results(many(sample))["results"][0]["observations"]) == 3_000


# --- hostile text


def marked_up(value, key="") -> list[str]:
    """List every text that readers of OSCAL take for Markdown."""
    match value:
        case dict():
            return [each for name, inner in value.items() for each in marked_up(inner, name)]
        case list():
            return [each for inner in value for each in marked_up(inner, key)]
        case str() if key in ("title", "description", "prose", "remarks"):
            return [value]
        case _:
            return []


def test_no_text_of_a_ledger_is_markup(report):
    gfm = MarkdownIt("gfm-like")
    documents = [json.loads(rendered(fmt, report)) for fmt in ROOTS]
    texts = {text for document in documents for text in marked_up(document)}
    tokens = [token for text in texts for token in gfm.parse(text)]
    assert {token.type for token in tokens} <= {"paragraph_open", "paragraph_close", "inline"}
    children = {child.type for token in tokens for child in token.children or ()}
    assert children <= {"text", "strong_open", "strong_close", "softbreak"}
