"""Judging by a stored report: the same outcome as the ledger gives, or the name of what the report does not hold."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from civcheck.language.compare.deciding import Shift
from civcheck.language.pack import RulePack
from civcheck.language.rule import Rule
from civcheck.messages import say
from civcheck.model.ledger import Ledger
from civcheck.model.numbers import is_about
from civcheck.model.outcome import Outcome
from civcheck.reading.inline import inline_ledger
from civcheck.reading.packtests import read_pack_tests
from civcheck.reading.rulepack import find_pack
from civcheck.reading.storedreport import read_stored
from civcheck.report import Options
from civcheck.report.json import render_json
from civcheck.verdict.catalogue import case_of, judge_stored
from civcheck.verdict.notstored import NotStored, typed
from civcheck.verdict.run import run_audit
from tests.builders import a_ledger, a_pack, a_record, a_rule, a_unit, day, lectures
from tests.ledgers import hubei


def stored_outcome(
    rule: Rule, ledger: Ledger, pack: RulePack, as_of: str, folder: Path, new: RulePack | None = None
) -> tuple[Outcome, Outcome | str]:
    """Audit, store the report, judge the rule by it: the outcome then, and the outcome (or what lacks) now."""
    report = run_audit(ledger, pack, day(as_of), [rule])
    file = folder / "报告.json"
    file.write_bytes(render_json(report, Options()))
    new = new or pack
    case = case_of(read_stored(file), new, Shift(pack, new))
    (finding,) = report.findings
    try:
        return finding.outcome, judge_stored(new.by_id[rule.id], case, day(as_of)).outcome
    except NotStored as lacking:
        return finding.outcome, say(lacking.what)


def test_every_case_of_the_packs_own_tests_comes_out_the_same_or_says_what_is_missing(tmp_path):
    pack, judged, lacking = hubei(), set(), Counter()
    cases = read_pack_tests(find_pack("hubei-2017"))
    for each in cases.cases:
        if each.expect is None:
            continue
        ledger = inline_ledger(each.unit, each.records, pack, each.absent)
        as_of = (each.as_of or pack.head.closes).isoformat()
        was, now = stored_outcome(pack.by_id[each.rule], ledger, pack, as_of, tmp_path)
        if isinstance(now, Outcome):
            assert now is was, f"{each.rule} {each.case}"
            judged.add((each.rule, now))
        else:
            lacking[now] += 1
    assert len(judged) > 200  # so many are told without the ledger
    assert set(lacking) <= {
        "报告里没有记录的“主题”", "报告里没有记录的“对象”", "报告里没有记录的“主办”",
        "报告里没有记录的“大型活动”",
        "报告里没有记录的“归档”", "报告里没有记录的“报送日期”", "报告里没有每件附件的“日期”",
        "报告里没有单位的“上级单位”",
        "记录.yaml 里有录入问题，看不出哪些值没有采用",
    }  # fmt: skip


COUNT = "select: {类型: 讲堂}\nexpect: {count: {at_least: 2}}"
BUREAU, STATION = a_unit(), a_unit(单位类型="司法所")
HELD = lectures("2017-03-01", "2017-04-01")
KNOWN = {
    "days and kinds": (COUNT, HELD, BUREAU, Outcome.SATISFIED),
    "several days of one record": (COUNT, lectures(["2017-03-01", "2017-04-01"]), BUREAU, Outcome.SATISFIED),
    "a day that has not come": (COUNT, lectures("2017-03-01", "2017-12-01"), BUREAU, Outcome.PENDING),
    "a listed field": (
        "select: {类型: 讲堂, 形式: 外请报告}\nexpect: {count: {at_least: 1}}",
        lectures("2017-03-01", 形式="外请报告"), BUREAU, Outcome.SATISFIED,
    ),
    "a number, and an estimate": (
        "select: {类型: 讲堂}\nexpect: {total: {measure: {sum: 人时}, at_least: 41/2}}",
        [*lectures("2017-03-01", 人时="约20"), *lectures("2017-03-02", 人时="0.5")], BUREAU, Outcome.SATISFIED,
    ),
    "a day in a field": (
        "select: {类型: 讲堂, 讲稿日: {before: {field: 日期}}}\nexpect: {count: {at_least: 1}}",
        lectures("2017-03-01", 讲稿日="2017-02-28"), BUREAU, Outcome.SATISFIED,
    ),
    "a declared fact": (
        COUNT + "\napplies_to: {有下级单位: 否}", HELD, a_unit(其他事实={"有下级单位": "是"}), Outcome.NOT_APPLICABLE,
    ),
    "a fact that is not declared": (COUNT + "\napplies_to: {有下级单位: 否}", HELD, BUREAU, Outcome.UNDETERMINED),
    "a rank": (
        COUNT + "\napplies_to: {文明单位级别: {at_least: 市级}}", HELD, a_unit(文明单位级别="县级"),
        Outcome.NOT_APPLICABLE,
    ),
    "functions that follow from the type": (
        COUNT + "\napplies_to: {职能: [惩戒]}", HELD, BUREAU, Outcome.SATISFIED,
    ),
    "no material at all": (
        "select: {类型: 公示}\nexpect: {count: {at_least: 1}}", [a_record("公示", "2017-03-01")], BUREAU,
        Outcome.PENDING,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "records", "unit", "outcome"), KNOWN.values(), ids=KNOWN)
def test_what_the_report_holds_is_judged_as_the_ledger_was(tmp_path, rule, records, unit, outcome):
    made = a_rule(rule)
    pack = a_pack(made)
    assert stored_outcome(made, a_ledger(pack, records, unit), pack, "2017-06-30", tmp_path) == (
        outcome,
        outcome,
    )


LACKING = {
    "a field that every record has": (
        "select: {类型: 讲堂, 主题: 文明用语}\nexpect: {count: {at_least: 1}}",
        lectures("2017-03-01", 主题="文明用语"), BUREAU, "报告里没有记录的“主题”",
    ),
    "the filing": (
        "select: {类型: 讲堂}\nexpect: {each: {filled: [归档]}}\non_empty: gap",
        lectures("2017-03-01", 归档="是"), BUREAU, "报告里没有记录的“归档”",
    ),
    "the day of a file": (
        "select: {类型: 讲堂}\nexpect: {each: {roles: [方案]}}\non_empty: gap",
        lectures("2017-03-01", 附件={"方案": "a.docx"}), BUREAU, "报告里没有每件附件的“日期”",
    ),
    "the narrative": (
        "select: {类型: 讲堂, 正文: {text_has: [雷锋]}}\nexpect: {count: {at_least: 1}}",
        lectures("2017-03-01", 正文="学雷锋"), BUREAU, "报告里没有记录的“正文”",
    ),
    "a title with a masked number": (
        "select: {标题: {text_has: ['138']}}\nexpect: {count: {at_least: 1}}",
        lectures("2017-03-01", 标题="联系 13812345678 报名"), BUREAU, "报告里“标题”的文字遮盖或截短过",
    ),
    "a value that was not taken": (
        "select: {类型: 讲堂, 讲稿日: {filled: 是}}\nexpect: {count: {at_most: 1}}",
        lectures("2017-03-01", 讲稿日="改天"), BUREAU, "记录.yaml 里有录入问题，看不出哪些值没有采用",
    ),
    "the headcount": (
        "select: {类型: 讲堂}\nexpect: {count: {at_least: {fact: 在职人数}}}",
        HELD, a_unit(在职人数="2"), "报告里没有单位的“在职人数”",
    ),
    "the superior that may answer": (COUNT, HELD, STATION, "报告里没有单位的“上级单位”"),
    "a function nobody knows": (
        COUNT + "\napplies_to: {职能: [公证]}", HELD, a_unit(职能="公证事务"),
        "单位档案里有不认识的名称，报告里看不出在哪一项",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "records", "unit", "lacks"), LACKING.values(), ids=LACKING)
def test_what_the_report_does_not_hold_is_named_and_not_guessed(tmp_path, rule, records, unit, lacks):
    made = a_rule(rule)
    pack = a_pack(made)
    assert stored_outcome(made, a_ledger(pack, records, unit), pack, "2017-06-30", tmp_path)[1] == lacks


def test_a_value_that_the_new_terms_read_otherwise_is_not_taken_from_the_report(tmp_path):
    rule = a_rule("select: {类型: 讲堂, 形式: 外请报告}\nexpect: {count: {at_least: 1}}")
    pack = a_pack(rule)
    fields = dict(pack.terms.fields)
    fields["形式"] = fields["形式"].changed(values=("外请报告会",))
    new = pack.changed(terms=pack.terms.changed(fields=fields))
    ledger = a_ledger(pack, lectures("2017-03-01", 形式="外请报告"))
    assert (
        stored_outcome(rule, ledger, pack, "2017-06-30", tmp_path, new)[1] == "“形式”的读法改了，要重新读记录"
    )


def test_a_kind_that_is_gone_leaves_open_which_records_there_are(tmp_path):
    rule = a_rule(COUNT)
    pack = a_pack(rule)
    kinds = {name: kind for name, kind in pack.terms.kinds.items() if name != "慰问"}
    new = pack.changed(terms=pack.terms.changed(kinds=kinds))
    ledger = a_ledger(pack, [*HELD, a_record("慰问", "2017-03-01")])
    assert stored_outcome(rule, ledger, pack, "2017-06-30", tmp_path, new)[1] == "要按新的用语重新读记录"


def test_the_texts_of_a_stored_report_are_those_of_the_catalogue(tmp_path):
    rule = a_rule(COUNT)
    file = tmp_path / "a.json"
    file.write_bytes(
        render_json(run_audit(a_ledger(a_pack(rule), HELD), a_pack(rule), day("2017-06-30")), Options())
    )
    stored = read_stored(file)
    assert [each.key for each in stored.records] == [
        each["key"] for each in json.loads(file.read_text())["catalogue"]
    ]


TERMS_CHANGED = {
    "a role that took no such file": (
        "expect: {count: {at_least: 1}}",
        [a_record("公示", "2017-03-01", 附件={"图片": "a.txt"})],
        BUREAU,
        {"roles": {"图片": {"files": "任意"}}},
        "材料角色改了（图片），附件要重新认",
    ),
    "another name of a value": (
        "select: {类型: 讲堂, 形式: 外请报告}\nexpect: {count: {at_least: 1}}",
        lectures("2017-03-01", 形式="外请"),
        BUREAU,
        {"aliases": {"外请": "外请报告"}},
        "“形式”的读法改了，要重新读记录",
    ),
    "a fact of another type": (
        COUNT + "\napplies_to: {有下级单位: 是}",
        HELD,
        a_unit(其他事实={"有下级单位": "是"}),
        {"facts": {"有下级单位": {"type": "文本"}}},
        "“有下级单位”的写法改了，要重新读单位档案",
    ),
    "other functions": (
        COUNT + "\napplies_to: {职能: [律师]}",
        HELD,
        a_unit(职能="律师"),
        {"functions": ("律师", "公证")},
        "“职能”的写法改了，要重新读单位档案",
    ),
}


@pytest.mark.parametrize(
    ("rule", "records", "unit", "changes", "lacks"), TERMS_CHANGED.values(), ids=TERMS_CHANGED
)
def test_what_other_terms_read_otherwise_is_not_taken_from_the_report(
    tmp_path, rule, records, unit, changes, lacks
):
    made = a_rule(rule)
    pack = a_pack(made)
    terms = pack.terms
    for part, change in changes.items():
        known = getattr(terms, part)
        if part in ("roles", "facts"):
            change = {**known, **{name: known[name].changed(**keys) for name, keys in change.items()}}
        terms = terms.changed(**{part: change})
    new = pack.changed(terms=terms)
    ledger = a_ledger(pack, records, unit)
    assert stored_outcome(made, ledger, pack, "2017-06-30", tmp_path, new)[1] == lacks


@pytest.mark.parametrize(
    ("value", "kind", "read"),
    [
        ("约20", "整数", 20), ("约1.5", "小数", Fraction(3, 2)), ("1/3", "小数", Fraction(1, 3)), (7, "整数", 7),
        (True, "是否", True), (["甲"], "列表", ("甲",)), ("2017-03-01", "日期", day("2017-03-01")),
    ],
)  # fmt: skip
def test_a_value_of_a_report_is_typed_again(value, kind, read):
    found = typed(value, kind, "甲")
    assert found == read and type(found) is not str
    assert is_about(found) == (isinstance(value, str) and value.startswith("约"))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("二十", "整数"), ("1e99999999", "小数"), ("1/0", "小数"), (True, "整数"), ([["甲"]], "列表"),
        ({"a": 1}, "文本"), ("1800-01-01", "日期"), ("9999-12-31", "日期"), ("是", "是否"),
        ("138****5678", "文本"), ("长" * 999 + "…", "文本"),
    ],
)  # fmt: skip
def test_a_value_of_a_report_that_is_none_is_not_used(value, kind):
    with pytest.raises(NotStored):
        typed(value, kind, "甲")
