"""Several ledgers of one unit: what one year refers to may stand in the ledger of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from civcheck import audit
from civcheck.errors import LedgerError
from civcheck.messages import say
from civcheck.model.report import Report

LECTURE = "类型: 道德法治讲堂\n标题: 一讲\n"


def ledger(root: Path, year: int, **records: str) -> Path:
    folder = root / str(year)
    folder.mkdir()
    unit = f"单位名称: 江城市司法局\n单位类型: 县区司法局\n年度: {year}\n职能: []\n组织: []\n"
    (folder / "unit.yaml").write_text(unit, "utf-8")
    for name, keys in records.items():
        (folder / f"{name}.yaml").write_text(f"{LECTURE}日期: {year}-03-01\n{keys}\n", "utf-8")
    return folder


def lost(report: Report) -> list[tuple[str, object]]:
    return [(each.place.file, each.params["value"]) for each in report.problems if each.code == "ref-nowhere"]


def test_a_reference_to_a_record_of_an_earlier_ledger_is_no_problem(tmp_path: Path) -> None:
    old, new = ledger(tmp_path, 2016, a="编号: P1"), ledger(tmp_path, 2017, b="关联: [P1]")
    assert lost(audit(old, new)) == []
    assert lost(audit(new)) == [("b.yaml", "P1")]


def test_a_reference_to_what_no_ledger_has_is_told(tmp_path: Path) -> None:
    old, new = ledger(tmp_path, 2016, a="编号: P1"), ledger(tmp_path, 2017, b="关联: [P1, P2]")
    assert lost(audit(old, new)) == [("b.yaml", "P2")]


def test_an_earlier_record_may_refer_to_a_later_one(tmp_path: Path) -> None:
    old, new = ledger(tmp_path, 2016, a="关联: [P1, P2]"), ledger(tmp_path, 2017, b="编号: P1")
    assert lost(audit(old, new)) == [("2016/a.yaml", "P2")]


def test_what_a_problem_of_an_earlier_ledger_names_lies_in_that_ledger(tmp_path: Path) -> None:
    old = ledger(tmp_path, 2016, a="编号: P1", b="编号: P1", c="附件:\n  图片: 图/")
    (old / "图").mkdir()
    report = audit(old, ledger(tmp_path, 2017))
    said = {problem.code: say(problem.what) for problem in report.problems}
    assert said["repeated-id"] == "编号“P1”与 2016/a.yaml 重复"
    assert "2016/图" in said["folder-empty"]


def test_an_earlier_ledger_is_not_called_like_a_folder_of_the_one_that_is_audited(tmp_path: Path) -> None:
    old, new = ledger(tmp_path, 2016, a="关联: [P2]"), ledger(tmp_path, 2017)
    (new / "2016").mkdir()
    (new / "2016" / "a.yaml").write_text(f"{LECTURE}日期: 2017-03-01\n关联: [P3]\n", "utf-8")
    report = audit(old, new)
    assert sorted(lost(report)) == [("2016-2016/a.yaml", "P2"), ("2016/a.yaml", "P3")]
    assert [each.folder for each in report.provenance.earlier] == ["2016-2016"]


def test_of_several_ledgers_the_one_that_stops_the_audit_is_named(tmp_path: Path) -> None:
    old, new = ledger(tmp_path, 2016), ledger(tmp_path, 2017)
    good = (old / "unit.yaml").read_text("utf-8")
    for wrong in (
        good.replace("县区司法局", "不知道"),
        good.replace("年度: 2016", "年度: 不知道"),
        good + "x: [\n",
    ):
        (old / "unit.yaml").write_text(wrong, "utf-8")
        with pytest.raises(LedgerError) as stopped:
            audit(new, old)
        assert {each.place.file for each in stopped.value.problems} == {f"{old}/unit.yaml"}
        assert f"{old}/unit.yaml" in say(stopped.value.message)
    with pytest.raises(LedgerError) as stopped:
        audit(old)
    assert {each.place.file for each in stopped.value.problems} == {"unit.yaml"}
