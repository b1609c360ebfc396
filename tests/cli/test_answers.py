"""Pairs that a person answers for: copied from the report, shown with the notice, and never silent."""

from __future__ import annotations

import json
import re

import pytest

from civcheck.report import Format
from tests.app.test_beside import ONE, OTHER, OWN, PLAN, ledger
from tests.app.test_evidence import smaller

LATE = ("--as-of", "2018-06-30", "--rule", "5.3")
AUDIT = ("audit", "a", "--evidence", *LATE)
FILLED = "理由: 同一场地, 认定人: 张三13812345678, 日期: 2018-01-05"


@pytest.fixture
def unit(tmp_path, monkeypatch):
    """Give a unit with one photo at two places."""
    monkeypatch.chdir(tmp_path)
    return ledger(tmp_path / "a", OWN, a=ONE, b=smaller(ONE))


def line_in(text):
    """Give the line to be written that a report prints, filled in as a clerk does."""
    (line,) = re.findall(r"- \{文件: .*\}", text)
    return line.replace("理由: 【待填】, 认定人: 【待填】, 日期: 【待填】", FILLED) + "\n"


def notices(done):
    return [
        each for each in json.loads(done.out)["notices"] if each["code"] in ("reused-photo", "answer-unused")
    ]


def test_the_line_of_a_notice_once_filled_in_answers_it(civcheck, unit):
    line = line_in(civcheck(*AUDIT).out)
    (unit / "judgements.yaml").write_text(line, "utf-8")
    text = civcheck(*AUDIT).out
    assert "本单位已说明：同一场地（张三138****5678，2018-01-05，judgements.yaml:1:1）" in text.replace(
        "\n ", ""
    )
    assert "- {文件" not in text and "13812345678" not in text
    assert "- {文件" in civcheck(*AUDIT, "--no-judgements").out


def test_the_line_stays_whole_in_every_format_that_shows_notices(civcheck, unit):
    digests = notices(civcheck(*AUDIT, "--format", "json"))[0]["digests"]
    wanted = f"- {{文件: [{', '.join(digests)}], 处数: 2, "
    for kind in (Format.TERMINAL, Format.MARKDOWN, Format.HTML, Format.SARIF):
        out = civcheck(*AUDIT, "--format", kind.value).out.replace("{{", "{")
        assert wanted in out, kind


def test_one_answer_outside_the_ledger_is_a_superior_s(civcheck, unit):
    (unit.parent / "上级.yaml").write_text(line_in(civcheck(*AUDIT).out), "utf-8")
    done = civcheck(*AUDIT, "--judgements", "上级.yaml")
    assert "上级已认可：同一场地" in done.out.replace("\n ", "")


def test_what_a_unit_answers_itself_still_counts_for_fail_on_notice(civcheck, unit):
    strict = (*AUDIT, "--fail-on", "强制,notice")
    line = line_in(civcheck(*AUDIT).out)
    assert civcheck(*strict).code == 1
    (unit / "judgements.yaml").write_text(line, "utf-8")
    assert civcheck(*strict).code == 1
    (unit / "judgements.yaml").rename(unit.parent / "上级.yaml")
    left = json.loads(civcheck(*AUDIT, "--format", "json").out)["notices"]
    assert [each["code"] for each in left] == ["reused-photo"]
    assert civcheck(*strict, "--judgements", "上级.yaml").code == 0


def test_a_file_that_was_replaced_is_answered_no_more_and_the_entry_is_told(civcheck, unit):
    (unit / "judgements.yaml").write_text(line_in(civcheck(*AUDIT).out), "utf-8")
    (unit / "b.jpg").write_bytes(smaller(smaller(ONE)))
    found = {each["code"]: each for each in notices(civcheck(*AUDIT, "--format", "json"))}
    assert set(found) == {"reused-photo", "answer-unused"} and "answer" not in found["reused-photo"]
    assert found["answer-unused"]["places"][0]["path"] == "judgements.yaml"


def test_a_third_place_is_told_again(civcheck, unit):
    (unit / "judgements.yaml").write_text(line_in(civcheck(*AUDIT).out), "utf-8")
    (unit / "c.jpg").write_bytes(ONE)
    record = (unit / "a.yaml").read_text("utf-8").replace("a.jpg", "c.jpg").replace("-01-01", "-05-01")
    (unit / "c.yaml").write_text(record, "utf-8")
    found = {each["code"]: each for each in notices(civcheck(*AUDIT, "--format", "json"))}
    assert "answer" not in found["reused-photo"] and "写的是 2 处" in found["answer-unused"]["text"]


def test_without_attachments_opened_nothing_is_said_of_an_entry(civcheck, unit):
    (unit / "judgements.yaml").write_text(line_in(civcheck(*AUDIT).out), "utf-8")
    assert notices(civcheck("audit", "a", *LATE, "--format", "json")) == []


def test_plans_of_two_units_are_answered_alike(civcheck, unit, tmp_path):
    ledger(tmp_path / "x" / "a", OWN, a=PLAN)
    ledger(tmp_path / "x" / "b", OTHER, x=PLAN)
    asked = ("audit", "x/a", "--against", "x/b", *LATE)
    (tmp_path / "x" / "a" / "judgements.yaml").write_text(line_in(civcheck(*asked).out), "utf-8")
    assert "本单位已说明：同一场地" in civcheck(*asked).out.replace("\n ", "")


def test_a_register_in_another_unit_s_ledger_answers_nothing_here(civcheck, unit, tmp_path):
    other = ledger(tmp_path / "x" / "b", OTHER, x=ONE)
    asked = (*AUDIT, "--against", "x/b")
    (other / "judgements.yaml").write_text(line_in(civcheck(*asked).out), "utf-8")
    assert "已说明" not in civcheck(*asked).out


@pytest.mark.parametrize("kind", ["terminal", "markdown", "html", "json", "sarif"])
def test_a_stored_report_says_the_same(civcheck, unit, kind):
    line = line_in(civcheck(*AUDIT).out)
    for text in ("", line):
        (unit / "judgements.yaml").write_text(text, "utf-8")
        civcheck(*AUDIT, "--output", "json=r.json", "--output", f"{kind}=one")
        assert civcheck("report", "r.json", "--output", f"{kind}=other").code == 0
        command = re.compile(rb"civcheck (?:explain|rules) [^<\n]*")
        one, other = ((unit.parent / name).read_bytes() for name in ("one", "other"))
        assert command.sub(b"", one) == command.sub(b"", other)


def test_digests_of_a_stored_report_are_believed_only_where_they_are_some(civcheck, unit):
    civcheck(*AUDIT, "--output", "json=r.json")
    stored = json.loads((unit.parent / "r.json").read_text("utf-8"))
    next(each for each in stored["notices"] if "digests" in each)["digests"][0] = "x], 理由: a}\n- {规则: 2.7"
    (unit.parent / "r.json").write_text(json.dumps(stored), "utf-8")
    assert civcheck("report", "r.json").code == 2
