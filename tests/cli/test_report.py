"""``civcheck report``: other formats of a stored report."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.report import ledgers
from tests.report.ledgers import SAMPLE

AS_OF = ("--as-of", "2018-06-30")


@pytest.fixture
def results(civcheck, tmp_path):
    path = tmp_path / "results.json"
    civcheck("audit", str(SAMPLE), *AS_OF, "--output", f"json={path}")
    return path


def test_it_needs_no_ledger_and_says_what_the_audit_said(civcheck, tmp_path):
    ledger, results, lines = tmp_path / "台账", tmp_path / "results.json", tmp_path / "gaps.txt"
    shutil.copytree(SAMPLE, ledger)
    first = civcheck("audit", str(ledger), *AS_OF, "--format", "lines", "--output", f"json={results}")
    shutil.rmtree(ledger)
    again = civcheck("report", str(results), "--format", "lines", "--output", f"lines={lines}")
    assert first.code == 1 and again.code == 0
    assert again.out == first.out == lines.read_text()


def test_it_is_said_in_the_language_of_the_report_unless_asked(civcheck, tmp_path):
    results = tmp_path / "results.json"
    civcheck("audit", str(SAMPLE), *AS_OF, "--lang", "en", "--output", f"json={results}")
    assert '"language": "en"' in civcheck("report", str(results), "--format", "json").out
    assert '"language": "zh"' in civcheck("report", str(results), "--format", "json", "--lang", "zh").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--format", "docs"), "没有“docs”这种格式"),
        (("--lang", "fr"), "没有语言“fr”"),
        (("--output", "results.json"), "格式=路径"),
    ],
)
def test_a_wrong_command_line_is_told(civcheck, results, arguments, says):
    done = civcheck("report", str(results), *arguments)
    assert done.code == 2 and says in done.err and done.out == ""


def test_the_report_it_reads_is_not_written_over(civcheck, results):
    before = results.read_bytes()
    done = civcheck("report", str(results), "--output", f"json={results}")
    assert done.code == 2 and "是这次要读的文件" in done.err
    assert results.read_bytes() == before


def test_what_is_no_report_is_told(civcheck, tmp_path):
    path = tmp_path / "x.json"
    for text in (
        "",
        "[]",
        "{}",
        '{"schema_version": "9.0", "provenance": {}}',
        '{"schema_version": "1.1", "provenance": {}}',
    ):
        path.write_text(text)
        done = civcheck("report", str(path))
        assert done.code == 2 and "x.json" in done.err and "改法" in done.err


def test_a_lower_threshold_makes_it_incomplete(civcheck, tmp_path) -> None:
    root = ledgers.good(tmp_path)
    unit = root / "unit.yaml"
    unit.write_text(unit.read_text("utf-8").replace("职能: 无\n", ""), "utf-8")
    found = {}
    for force in ("强制", "倡导"):
        stored = tmp_path.parent / f"{tmp_path.name}-{force}.json"
        run = civcheck("audit", root, "--fail-on", force, "--output", f"json={stored}")
        found[force] = json.loads(stored.read_text("utf-8"))
        assert (run.code == 3) is not found[force]["complete"]
        again = civcheck("report", stored).out
        assert ("结论不完整" in again) is not found[force]["complete"]
    assert found["强制"]["threshold"] == "mandatory"
    assert not found["倡导"]["complete"]
