"""What a report says in places where it once said too much, too little, or the wrong thing."""

# ruff: noqa: E501

from __future__ import annotations

from datetime import date

import pytest

from civcheck.app.audit import audit
from civcheck.app.packcases import judge_case
from civcheck.messages import msg, say
from civcheck.model.outcome import Outcome
from civcheck.reading.packsource import find_pack
from civcheck.reading.packtests import read_pack_tests
from civcheck.reading.rulepack import read_pack
from civcheck.report.sentences import grounds
from civcheck.report.words import Words
from tests.packs.good import good_files, write
from tests.report import ledgers
from tests.report.reports import a_report, in_words, with_findings

UNIT = "unit: {单位名称: 某县司法局, 单位类型: 县区司法局, 年度: 2017}\ncases:\n"
HEAD = "id: '3.1', title: 甲, quote: 工作是光荣的, obligation: 应办"


def judged(tmp_path, rule: str, records: str, unit: str = "{}"):
    case = f'  - {{rule: "3.1", unit: {unit}, records: [{records}], expect: gap}}\n'
    files = {**good_files(), "03-另.yaml": f"- {{{HEAD}, {rule}}}\n", "tests/03-另.yaml": UNIT + case}
    root = str(write(tmp_path, files))
    (found,) = (each for each in read_pack_tests(find_pack(root)).cases if each.rule == "3.1")
    return judge_case(found, read_pack(root, cache=False), found.records, found.unit)


def test_a_limit_that_is_a_plain_number_is_said_once(tmp_path):
    found = judged(
        tmp_path,
        "select: {类型: 讲堂}, expect: {compare: {measure: {sum: 听众数}, at_least: 90}}",
        "{类型: 讲堂, 日期: 2017-03-01, 听众数: 3}",
    )
    assert say(found.summary).endswith("3（要求 ≥90）")


def test_branches_of_which_the_same_is_said_are_all_named(tmp_path):
    branches = ", ".join(
        f"{{title: {month}月, window: {{from: 2017-0{month}-01, to: 2017-0{month}-28}}, count: {{at_least: 1}}}}"
        for month in (1, 2, 3)
    )
    found = judged(tmp_path, f"select: {{类型: 讲堂}}, expect: {{all_of: [{branches}]}}", "")
    assert say(found.summary).startswith(
        "1月（2017-01-01至2017-01-28）、2月（2017-02-01至2017-02-28）、3月（2017-03-01至2017-03-28）："
    )


@pytest.mark.parametrize(
    ("reported", "says"),
    [(", 报送日期: 2017-09-01", "报送日期不在 2017-03-01 至 2017-04-01 之内"), ("", "没有写报送日期")],
)
def test_a_near_miss_speaks_of_the_day_that_counts(tmp_path, reported: str, says: str):
    found = judged(
        tmp_path,
        "select: {类型: 讲堂}, dated_by: 报送日期, window: {from: 2017-03-01, to: 2017-04-01}, expect: {count: {at_least: 1}}",
        f"{{类型: 讲堂, 日期: 2017-03-05{reported}}}",
    )
    assert [says in say(each.lacks) for each in found.near_misses] == [True]


def test_members_with_a_blank_between_them_are_to_be_told_apart(tmp_path):
    found = judged(
        tmp_path,
        "select: {类型: 慰问}, on_empty: gap, expect: {cover: {field: 慰问对象, members: [东村, 西村]}}",
        "{类型: 慰问, 日期: 2017-03-05, 慰问对象: [东村 西村], 附件: {方案: a.pdf}}",
    )
    assert "用顿号" in say(found.near_misses[0].lacks)


def test_no_staff_is_not_the_same_as_staff_that_is_not_written(tmp_path):
    rule = "select: {类型: 讲堂}, expect: {total: {measure: {sum: 时长}, at_least: 1, per_head: true}}"
    record = "{类型: 讲堂, 日期: 2017-03-05, 时长: 3}"
    assert "写的是 0" in say(judged(tmp_path, rule, record, "{在职人数: 0}").summary)
    assert "没有写，或者写的没能采用：在职人数" in say(judged(tmp_path, rule, record).summary)


def test_a_test_of_one_field_against_another_says_that_they_are_the_same(tmp_path):
    found = judged(
        tmp_path,
        "select: {类型: 讲堂}, on_empty: gap, expect: {each: {where: {not: {主办: {field: 承办}}}}}",
        "{类型: 讲堂, 日期: 2017-03-05, 主办: 甲, 承办: 甲}",
    )
    assert "“主办”和“承办”相同" in say(found.shortfalls[0].lacks[0])


@pytest.mark.parametrize("as_of", [date(2017, 6, 30), date(2018, 6, 30)])
def test_where_nothing_is_there_the_demand_is_inferred_unless_the_pack_says_otherwise(as_of, tmp_path):
    report = audit(ledgers.write(tmp_path, {"unit.yaml": ledgers.DECLARED}), as_of=as_of)
    assert all(finding.basis for finding in report.findings)
    lectures = next(finding for finding in report.findings if finding.rule == "2.2")
    assert Words("zh").basis(lectures) == "推断"


def test_each_sentence_that_is_quoted_has_quotation_marks_of_its_own(tmp_path):
    found = judged(tmp_path, "select: {类型: 讲堂}, expect: {count: {at_least: 1}}", "")
    said = grounds(found._replace(quotes=("甲句", "乙句"), documents=()), Words("zh"))
    assert said.startswith("要点 3“甲句”“乙句”（应办")


def test_the_name_of_another_packs_document_stands_behind_its_quotation(tmp_path):
    found = judged(tmp_path, "select: {类型: 讲堂}, expect: {count: {at_least: 1}}", "")
    both = found._replace(quotes=("甲句", "乙句"), documents=("hubei-2017", ""))
    assert grounds(both, Words("zh")).startswith("要点 3“甲句”〔hubei-2017〕“乙句”（应办")
    assert grounds(both, Words("en")).startswith("point 3 “甲句” [hubei-2017] “乙句” (expected")


def test_a_long_quotation_is_cut_inside_its_marks(tmp_path):
    found = judged(tmp_path, "select: {类型: 讲堂}, expect: {count: {at_least: 1}}", "")
    said = grounds(found._replace(quotes=("甲" * 900,), documents=()), Words("zh"))
    assert "甲…”（应办" in said


def test_a_role_that_one_record_has_not_and_another_wrongly_is_named_once(tmp_path):
    lecture = "类型: 道德法治讲堂\n标题: 甲\n日期: 2017-03-15\n附件:\n  方案: 方案.docx\n  报道: 报道.docx\n"
    files = {
        "unit.yaml": ledgers.DECLARED,
        "一/记录.yaml": lecture,
        "二/记录.yaml": lecture + "  图片: 没有.jpg\n",
    }
    files |= {f"{folder}/{name}.docx": "x" for folder in "一二" for name in ("方案", "报道")}
    report = audit(ledgers.write(tmp_path, files), as_of=date(2018, 6, 30))
    (found,) = (each for each in report.findings if each.rule == "6.3")
    assert say(found.summary) == "2 条记录中有 2 条未见：图片"
    assert "写了，但没能采用" in " ".join(Words("zh").lacks(short) for short in found.shortfalls)


@pytest.mark.parametrize(("fmt", "places"), [("lines", 1), ("junit", 2), ("docx", 3)])
def test_why_it_is_undetermined_stands_wherever_a_rule_looks_satisfied(fmt, places):
    sample = a_report("sample", None)
    satisfied = next(each for each in sample.findings if each.outcome is Outcome.SATISFIED)
    notes = (msg("note.unread-could-change", count="2"),)
    report = with_findings(sample, (satisfied._replace(outcome=Outcome.UNDETERMINED, notes=notes),))
    assert in_words(fmt, report).count("可能改变结论") == places


@pytest.mark.parametrize("fmt", ["csv", "sarif", "oscal-catalog", "docx", "xlsx"])
def test_a_sentence_of_another_document_is_never_told_as_one_of_the_city_s(fmt):
    sample = a_report("sample", None)
    gap = next(each for each in sample.findings if each.outcome is Outcome.GAP)
    for documents in ((), ("hubei-2017",) * len(gap.quotes)):
        said = in_words(fmt, with_findings(sample, (gap._replace(documents=documents),)))
        assert (f"{gap.quotes[0]}”〔hubei-2017〕" in said) is bool(documents)
