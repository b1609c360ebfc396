"""Where findings point: at files that exist, whatever the format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from civcheck.app.audit import audit
from civcheck.model.report import Report
from civcheck.report import Options, renderer
from civcheck.report.pointing import places_of
from tests.report import ledgers
from tests.report.reports import AS_OF, a_report


def text(fmt: str, report: Report) -> str:
    return renderer(fmt)(report, Options()).decode()


@pytest.mark.parametrize("name", ["good", "incomplete", "broken"])
def test_every_line_points_at_a_file_of_the_ledger(name: str, tmp_path: Path) -> None:
    report = a_report(name, tmp_path)
    rows = text("lines", report).splitlines()
    assert {row.split(":")[0] for row in rows} <= {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    }
    assert any(row.startswith("unit.yaml:1:1: 1.0: ") and "在哪：01-道德模范/" in row for row in rows)
    for finding in report.findings:
        assert all((tmp_path / place.file).is_file() for place in places_of(finding, report))


def test_a_unit_file_of_another_name_is_the_one_pointed_at(tmp_path: Path) -> None:
    ledgers.good(tmp_path)
    (tmp_path / "unit.yaml").rename(tmp_path / "单位.yaml")
    report = audit(tmp_path, as_of=AS_OF)
    assert "单位.yaml:1:1: 1.0: " in text("lines", report)
    assert {"单位.yaml"} == {
        entry["location"]["path"]
        for entry in json.loads(text("gitlab", report))
        if entry["check_name"] == "1.0"
    }


def test_a_record_that_was_not_read_is_pointed_at_and_told_once(tmp_path: Path) -> None:
    report = a_report("incomplete", tmp_path)
    said = text("terminal", report).replace("\n          ", "")
    assert "差什么  有 1 条记录无法读取。在哪：讲堂二/记录.yaml:3:1。" in said
    (finding,) = (each for each in report.findings if each.rule == "6.2")
    assert [note.id for note in finding.notes] == []
    (other,) = (each for each in report.findings if each.rule == "2.7")
    assert "note.unread-beside" in [note.id for note in other.notes]
