"""The csv report: its bytes, its rows, and that no cell is a formula."""

from __future__ import annotations

import csv
import io

import pytest

from civcheck.model.outcome import Outcome
from civcheck.model.texts import sanitize
from tests.report.reports import NAMES, a_report, rendered, with_findings

COLUMNS = (
    "类别 要点 规则 结论 约束力 所见（差什么） 在哪 依据（原句） "
    "规则依据 怎么补 何时前 剩余天数 谁 差一点 人工认定"
)


@pytest.fixture(scope="module", params=NAMES)
def report(request, tmp_path_factory):
    return a_report(request.param, tmp_path_factory.mktemp(request.param))


def rows(report) -> list[dict[str, str]]:
    text = rendered("csv", report).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def findings(report) -> list[dict[str, str]]:
    return [row for row in rows(report) if row["类别"] == "检查结论"]


def test_it_is_what_excel_opens_without_being_asked(report):
    raw = rendered("csv", report)
    assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n") == len(rows(report)) + 1


def test_every_row_has_every_column(report):
    reader = csv.reader(io.StringIO(rendered("csv", report).decode("utf-8-sig"), newline=""))
    assert next(reader) == COLUMNS.split()
    assert {len(row) for row in reader} <= {len(COLUMNS.split())}


def test_every_finding_and_every_problem_has_a_row(report):
    found = rows(report)
    counted = [each["结论"] for each in found if each["类别"] == "检查结论"]
    names = ("达标", "缺口", "未到期", "待人工认定", "无法判定", "不适用", "已豁免")
    assert [counted.count(name) for name in names] == [report.counters[each] for each in Outcome]
    assert sum(each["类别"] == "录入问题" for each in found) == len(report.problems)
    assert any(each["类别"] == "核查不完整" for each in found) is report.incomplete


def test_it_begins_with_whose_report_it_is_as_of_when_and_all_seven_counters(report):
    first, pack, counters = (row["所见（差什么）"] for row in rows(report) if row["类别"] == "概况")
    assert first.startswith(f"基准日 {report.provenance.as_of} · {sanitize(report.unit.name)}")
    assert f"（规则包 {report.provenance.pack} " in pack
    assert (
        counters.startswith(f"达标 {report.counters[Outcome.SATISFIED]} · 缺口 ") and counters.count("·") == 6
    )


def test_every_notice_has_a_row_with_its_places(report):
    told = [row for row in rows(report) if row["类别"] == "疑点提示"]
    assert len(told) == len(report.notices)
    assert all(row["所见（差什么）"] for row in told)


def test_no_cell_is_a_formula(report):
    for row in rows(report):
        for text in row.values():
            assert not text.lstrip(" \u3000").startswith(tuple("=+-@＝＋－＠\t\r")), text


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r@", " =", "\u3000＝", "\u200b="]
)
def test_what_begins_like_a_formula_is_only_text(start):
    sample = a_report("sample", None)
    (gap,) = (each for each in sample.findings if each.rule == "2.7")
    (row,) = findings(with_findings(sample, (gap._replace(duty=f"{start}HYPERLINK(1)"),)))
    assert row["谁"].startswith("'") and row["谁"].endswith("HYPERLINK(1)")


def test_what_ends_a_cell_or_row_stays_inside():
    sample = a_report("sample", None)
    (gap,) = (each for each in sample.findings if each.rule == "2.7")
    hostile = '甲","乙\r\n=1\n"丙",'
    (row,) = findings(with_findings(sample, (gap._replace(duty=hostile),)))
    assert row["谁"] == '甲","乙 =1 "丙",'
    assert row["人工认定"] == ""


def test_a_gap_says_what_is_to_be_done_in_cells_of_their_own():
    (row,) = (each for each in rows(a_report("sample", None)) if each["规则"].startswith("2.8b "))
    assert row["在哪"] == "02-道德法治讲堂/2017-11-08-诚实守信/记录.md:2:1"
    assert row["怎么补"].startswith("资料交档案室归档后") and "谁：" not in row["怎么补"]
    assert (row["何时前"], row["谁"], row["约束力"]) == ("期限已过", "政工科", "强制")
    assert row["规则依据"] == "时间：推断，材料：原文"


def test_what_is_pending_says_by_when(tmp_path):
    pending = [each for each in rows(a_report("early", tmp_path)) if each["结论"] == "未到期"]
    assert pending
    assert all(each["何时前"] and int(each["剩余天数"]) >= 1 for each in pending)


def test_a_judgement_has_its_own_cell():
    (row,) = (each for each in rows(a_report("sample", None)) if each["规则"].startswith("9.5 "))
    assert row["结论"] == "已豁免" and row["人工认定"].startswith("本单位认定：不适用")


def test_no_rule_is_taken_for_a_number():
    assert not [
        each["规则"] for each in rows(a_report("sample", None)) if each["规则"].replace(".", "").isdecimal()
    ]
