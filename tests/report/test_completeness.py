"""Whether an audit is complete: every format says the same as the exit code."""

from __future__ import annotations

import json

import pytest

from civcheck.app.audit import audit
from civcheck.cli.exits import INCOMPLETE, FailOn, exit_code
from civcheck.model.outcome import Obligation, Outcome
from civcheck.model.problem import Weight
from civcheck.report import Options, renderer
from tests.report.ledgers import BROKEN, DECLARED, LECTURE, write
from tests.report.reports import a_report, with_findings


def undecided(force: Obligation):
    """Give the sample's report with one rule of this force that could not be judged, and no gap."""
    sample = a_report("sample", None)
    named = next(each for each in sample.findings if each.obligation is force)
    return named.rule, with_findings(
        sample,
        tuple(
            each._replace(outcome=Outcome.UNDETERMINED if each is named else Outcome.SATISFIED)
            for each in sample.findings
        ),
    )


def text(fmt: str, report) -> str:
    return renderer(fmt)(report, Options()).decode()


@pytest.mark.parametrize("fmt", ["terminal", "markdown", "html", "junit", "github"])
def test_a_rule_that_could_not_be_judged_is_why_the_exit_code_is_3(fmt: str) -> None:
    rule, report = undecided(Obligation.EXPECTED)
    assert exit_code(report, FailOn()) == INCOMPLETE
    said = text(fmt, report)
    assert "核查做完了，但应办以上有 1 条无法判定：结论不完整（退出码 3）" in said
    assert "核查完整：" not in said
    if fmt != "github":
        assert f"应办以上无法判定的规则：{rule}" in said


@pytest.mark.parametrize("fmt", ["terminal", "markdown", "html", "junit", "github", "csv"])
def test_one_below_the_threshold_does_not_make_it_incomplete(fmt: str) -> None:
    _, report = undecided(Obligation.ENCOURAGED)
    assert exit_code(report, FailOn()) == 0
    assert "结论不完整" not in text(fmt, report)
    assert "无法判定的规则" not in text(fmt, report)


def test_machines_are_told_the_same() -> None:
    for force, complete in ((Obligation.EXPECTED, False), (Obligation.ENCOURAGED, True)):
        _, report = undecided(force)
        found = json.loads(text("json", report))
        assert (found["complete"], found["everything_read"]) == (complete, True)
        (run,) = json.loads(text("sarif", report))["runs"]
        assert run["invocations"][0]["executionSuccessful"] is complete
        (result,) = json.loads(text("oscal", report))["assessment-results"]["results"]
        props = {each["name"]: each["value"] for each in result["props"]}
        assert props["complete"] == ("yes" if complete else "no")


def test_what_was_not_read_is_told_where_the_audit_is_said_to_be_incomplete(tmp_path) -> None:
    report = a_report("broken", tmp_path)
    values = sum(problem.weight is Weight.VALUE for problem in report.problems)
    heading = f"录入问题 {values} 处：这些值没有采用"
    for fmt in ("terminal", "markdown", "html"):
        assert heading in text(fmt, report)
    above, below = text("markdown", report).split(f"## {heading}")
    assert "［未读入］" in above
    assert "［未读入］" not in below
    assert below.count("［值未采用］") == values
    assert "：。" not in above + below


def test_an_earlier_ledger_without_a_record_is_what_makes_it_incomplete(tmp_path) -> None:
    write(tmp_path / "2016", {"unit.yaml": DECLARED.replace("2017", "2016")})
    write(tmp_path / "2017", {"unit.yaml": DECLARED, "讲堂/记录.yaml": LECTURE, "讲堂/方案.docx": b"x"})
    said = text("markdown", audit(tmp_path / "2017", tmp_path / "2016"))
    assert "一同给出的往年台账（2016年）有一条记录也没有的" in said
    assert "有 0 处没有读入" not in said


def test_a_ledger_whose_only_record_was_not_read_is_not_said_to_have_none(tmp_path) -> None:
    write(tmp_path, {"unit.yaml": DECLARED, "a/r.yaml": BROKEN})
    said = text("terminal", audit(tmp_path))
    assert "台账里没有一条记录" not in said
    assert "有 1 条记录没有读入" in said
    assert "a（1 个文件）" in said


def test_what_was_not_read_and_is_no_record_is_counted_beside_the_records(tmp_path) -> None:
    files = {"unit.yaml": DECLARED, "a/r.yaml": f"{BROKEN}\n---\n{BROKEN}", "a/好.yaml": LECTURE}
    files |= {"a/方案.docx": b"x", "judgements.yaml": "- 规则: '2.7'\n"}
    report = audit(write(tmp_path, files))
    said, lost = text("markdown", report), [each for each in report.problems if each.weight is Weight.UNREAD]
    assert "有 2 条记录没有读入" in said
    assert f"另有 {len(lost) - 2} 处没有读入，不是记录" in said
    (tmp_path / "judgements.yaml").unlink()
    assert "不是记录" not in text("markdown", audit(tmp_path))
