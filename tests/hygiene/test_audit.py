"""The hygiene checks in an audit: on by default, deciding nothing, saying nothing twice, switched off by one word."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civcheck.app.audit import audit
from civcheck.language.hygiene import Tuned
from civcheck.language.pack import RulePack
from civcheck.messages import msg
from civcheck.model.ledger import Skipped, UnreadRecord
from civcheck.model.record import Record
from civcheck.model.report import Report
from civcheck.reading.rulepack import read_pack
from civcheck.report import Format, Options, renderer
from civcheck.verdict.fingerprint import fingerprint
from civcheck.verdict.run import run_audit

from ..builders import UNIT, a_ledger, a_pack, a_record, a_rule
from ..cli.conftest import civcheck, own_cache, plain_terminal  # noqa: F401 - fixtures
from ..ledgers import write_ledger
from ..packs.good import good_files, write
from ..report.ledgers import SAMPLE

AS_OF = date(2017, 12, 31)
LATE = {"方案": {"文件": "方案.docx", "日期": "2017-03-20"}}
RULES = [a_rule("{select: {类型: 讲堂}, expect: {count: {at_least: 1}}}")]


def codes(report: Report) -> list[str]:
    return [each.code for each in report.notices]


def judge(pack: RulePack, records: list[Any], **options: Any) -> Report:
    return run_audit(a_ledger(pack, records, {**UNIT, "在职人数": "46"}), pack, AS_OF, **options)


def test_it_is_on_by_default_and_decides_nothing() -> None:
    pack, records = a_pack(*RULES), [a_record("讲堂", "2017-03-15", 附件=LATE, 参加人数="120")]
    with_it, without = judge(pack, records), judge(pack, records, hygiene=False)
    assert codes(with_it) == ["above-staff", "plan-after"]
    assert codes(without) == []
    assert with_it._replace(notices=(), provenance=without.provenance) == without


@pytest.mark.parametrize(
    ("lost", "expected"),
    [
        pytest.param({}, ["number-gap"], id="everything was read"),
        pytest.param({"unread": (UnreadRecord("坏.yaml", 1, None),)}, [], id="a record was not"),
        pytest.param(
            {"skipped": (Skipped("_草稿.yaml", msg("skipped.excluded"), True),)},
            [],
            id="a file that hides some",
        ),
        pytest.param(
            {"skipped": (Skipped("README.md", msg("skipped.readme")),)},
            ["number-gap"],
            id="a file that hides none",
        ),
    ],
)
def test_what_was_not_read_may_be_what_is_missing(lost: Any, expected: list[str]) -> None:
    pack = a_pack(*RULES)
    records = [a_record("讲堂", "2017-12-15", 编号=f"LJ-{number}") for number in (1, 2, 3, 5, 6)]
    assert codes(run_audit(replace(a_ledger(pack, records), **lost), pack, AS_OF)) == expected


def test_it_is_on_when_one_rule_is_asked_for() -> None:
    pack = a_pack(*RULES)
    assert codes(judge(pack, [a_record("讲堂", "2017-03-15", 附件=LATE)], only=RULES)) == ["plan-after"]


WINDOW = "window: {from: 2016-12-01, to: 2018-01-31}"
NOT_FOR_US = "applies_to: {单位类型: 监狱}"


@pytest.mark.parametrize(
    ("rule", "day", "expected"),
    [
        pytest.param("select: {类型: 讲堂}", "2016-12-01", ["outside-windows"], id="told by the rules alone"),
        pytest.param(
            f"select: {{类型: 讲堂}}, {WINDOW}", "2016-12-01", [], id="within a window beyond the year"
        ),
        pytest.param(
            f"select: {{类型: 讲堂}}, {WINDOW}", "2016-11-30", ["outside-windows"], id="a day before it"
        ),
        pytest.param("select: {类型: 慰问}", "2016-12-01", ["outside-year"], id="of a kind no rule uses"),
        pytest.param("select: {类型: 慰问}", "2017-01-01", [], id="of such a kind in the year"),
        pytest.param(
            f"select: {{类型: 讲堂}}, {WINDOW}, {NOT_FOR_US}", "2016-12-01", [], id="a rule for other units"
        ),
        pytest.param("select: {类型: 讲堂}, window: standing", "1995-12-01", [], id="standing"),
    ],
)
def test_a_day_outside_the_year_is_told_once(rule: str, day: str, expected: list[str]) -> None:
    pack = a_pack(a_rule(f"{{{rule}, expect: {{count: {{at_least: 1}}}}}}"))
    assert codes(judge(pack, [a_record("讲堂", day)])) == expected


@pytest.mark.parametrize(
    "rule",
    [
        "select: {类型: 慰问}, expect: {link: {to: {类型: 讲堂}, by: [地点]}}, on_empty: gap",
        "select: {类型: 慰问}, on_empty: gap, "
        "expect: {cover: {field: 慰问对象, members: {field: 地点, of: {类型: 讲堂}}}}",
    ],
    ids=["tied to it", "it names members"],
)
def test_what_a_rule_rests_on_beside_its_own_records_may_be_of_any_day(rule: str) -> None:
    assert codes(judge(a_pack(a_rule(f"{{{rule}}}")), [a_record("讲堂", "2016-12-01")])) == []


@pytest.mark.parametrize(
    ("reported", "expected"),
    [("2017-01-20", []), ("2017-02-20", ["outside-windows"])],
    ids=["in the window", "after it"],
)
@pytest.mark.parametrize("held", ["2016-12-20", "2017-12-30"], ids=["before it", "after it was reported"])
def test_a_record_that_counts_by_the_day_it_was_reported_lies_in_the_window_by_it(
    held: str, reported: str, expected: list[str]
) -> None:
    window = "dated_by: 报送日期, window: {from: 01-01, to: 01-31}"
    rule = f"{{select: {{类型: 讲堂}}, {window}, expect: {{count: {{at_least: 1}}}}}}"
    found = codes(judge(a_pack(a_rule(rule)), [a_record("讲堂", held, 报送日期=reported)]))
    assert [each for each in found if each == "outside-windows"] == expected


def test_windows_of_rules_that_are_not_asked_for_count_too() -> None:
    rules = [
        a_rule("{id: '1.1', select: {类型: 慰问}, expect: {count: {at_least: 1}}}"),
        a_rule(f"{{id: '1.2', select: {{类型: 讲堂}}, {WINDOW}, expect: {{count: {{at_least: 1}}}}}}"),
    ]
    assert codes(judge(a_pack(*rules), [a_record("讲堂", "2016-12-01")], only=rules[:1])) == []


@pytest.mark.parametrize(
    ("window", "expected"), [("standing", []), ("{look_back: {years: 1}}", ["outside-windows"])]
)
def test_a_day_that_a_rule_for_other_units_allows_is_not_told(window: str, expected: list[str]) -> None:
    rules = [
        a_rule("{id: '1.1', expect: {count: {at_least: 1}}}"),
        a_rule(
            f"{{id: '1.2', select: {{类型: 讲堂}}, window: {window}, {NOT_FOR_US}, expect: {{count: {{at_least: 1}}}}}}"
        ),
    ]
    assert codes(judge(a_pack(*rules), [a_record("讲堂", "1995-12-01")])) == expected


def test_a_pack_tunes_it_and_the_report_says_so() -> None:
    pack = a_pack(*RULES)
    head = pack.head.changed(
        hygiene={"above-staff": Tuned(off=True), "plan-after": Tuned(numbers={"days": 5})}
    )
    report = judge(pack.changed(head=head), [a_record("讲堂", "2017-03-15", 附件=LATE, 参加人数="120")])
    assert codes(report) == []
    found = json.loads(renderer(Format.JSON)(report, Options()))["provenance"]["hygiene"]
    assert found == {
        "applied": True,
        "off": ["above-staff"],
        "numbers": [
            {"check": "plan-after", "number": "days", "value": "5", "unit": "天", "set_by": "规则包"}
        ],
    }


def test_the_terminal_says_what_was_not_looked_at() -> None:
    pack = a_pack(*RULES)
    off = pack.changed(head=pack.head.changed(hygiene={"above-staff": Tuned(off=True)}))

    def shown(report: Report) -> str:
        return renderer(Format.TERMINAL)(report, Options()).decode()

    assert "台账体检由规则包关掉的：above-staff。" in shown(judge(off, []))
    assert "没有做台账体检（--no-hygiene）。" in shown(judge(off, [], hygiene=False))
    assert "台账体检" not in shown(judge(pack, []))


def test_a_sketch_is_no_content_of_a_record() -> None:
    [record] = a_ledger(a_pack(*RULES), [a_record("讲堂", "2017-03-15", 正文="一句。两句。")]).records
    assert record.sketch != b""
    assert fingerprint([record]) == fingerprint([record._replace(sketch=b"")])


# --- from the command line

TEXT = "志愿者清扫楼道。还发放了资料。居民纷纷称赞。大家都很高兴。活动取得了圆满成功。\n"
FILES = {
    f"{month}月/记录.md": (
        f"---\n类型: 志愿服务\n标题: 清扫{place}\n编号: LJ-{month}\n负责人: 甲\n日期: 2017-0{month}-05\n"
        f"地点: {place}\n---\n"
        f"{month}日在{place}，{TEXT}"
    )
    for month, place in ((3, "菱角湖社区"), (5, "泽北工业园"))
}


def test_narratives_are_compared_though_no_rule_reads_them(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, FILES)
    report = audit(ledger, as_of=AS_OF)
    assert [each.code for each in report.notices if each.code == "alike-text"] == ["alike-text"]
    assert all(record.sketch and not record.body for record in report.catalogue)
    assert not any(record.sketch for record in audit(ledger, as_of=AS_OF, hygiene=False).catalogue)


def test_one_word_switches_it_off(civcheck: Any, tmp_path: Path) -> None:  # noqa: F811
    ledger = write_ledger(tmp_path, FILES)
    asked = ("audit", ledger, "--as-of", "2017-12-31", "--format", "json", "--rule", "6.2")
    on, off = (json.loads(civcheck(*asked, *more).out) for more in ((), ("--no-hygiene",)))
    assert "alike-text" in [each["code"] for each in on["notices"]]
    assert off["notices"] == []
    assert (on["provenance"]["hygiene"]["applied"], off["provenance"]["hygiene"]["applied"]) == (True, False)
    assert on["findings"] == off["findings"]


def test_a_notice_fails_only_when_asked_for(civcheck: Any, tmp_path: Path) -> None:  # noqa: F811
    ledger = write_ledger(tmp_path, FILES)
    asked = ("audit", ledger, "--as-of", "2017-12-31", "--rule", "6.2")
    assert civcheck(*asked).code == 0
    assert civcheck(*asked, "--fail-on", "应办,notice").code == 1
    assert civcheck(*asked, "--fail-on", "应办,notice", "--no-hygiene").code == 0


@pytest.mark.parametrize(
    ("toml", "noticed", "problem"),
    [
        pytest.param("[hygiene.alike-text]\nsentences = 4\n", True, None, id="stricter"),
        pytest.param("[hygiene.alike-text]\nsentences = 30\n", True, "hygiene-looser", id="looser"),
        pytest.param('[hygiene]\nalike-text = "off"\n', True, "hygiene-off", id="off"),
    ],
)
def test_a_ledger_cannot_switch_it_off(tmp_path: Path, toml: str, noticed: bool, problem: str | None) -> None:
    report = audit(write_ledger(tmp_path, {**FILES, "civcheck.toml": toml}), as_of=AS_OF)
    assert ("alike-text" in codes(report)) is noticed
    assert [each.code for each in report.problems if each.code.startswith("hygiene")] == (
        [problem] if problem else []
    )
    assert report.incomplete is False


def test_the_yaml_of_a_pack_tunes_it(tmp_path: Path) -> None:
    files = good_files()
    files["pack.yaml"] += "hygiene:\n  long-silence: {days: 60}\n  alike-text: off\n"
    found = read_pack(str(write(tmp_path, files)), cache=False).head.hygiene
    assert (found["long-silence"].numbers, found["alike-text"].off) == ({"days": 60}, True)


def test_the_rules_tests_are_run_with_those_of_the_pack_or_alone(civcheck: Any) -> None:  # noqa: F811
    alone = civcheck("rules", "test", "ledger-hygiene")
    assert (alone.code, alone.out.count("\n")) == (0, 1)
    assert alone.out.startswith("台账体检：")


def test_the_sample_ledger_is_quiet() -> None:
    assert not {each.code for each in audit(SAMPLE, as_of=date(2018, 6, 30)).notices} & {*codes_of_checks()}


def codes_of_checks() -> list[str]:
    from civcheck.verdict.hygiene import CHECKS

    return [each.id for each in CHECKS]


DAYS = st.dates(date(2016, 12, 1), date(2018, 1, 31)).map(str)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["讲堂", "慰问"]), DAYS, DAYS), max_size=6),
    st.dates(date(2017, 1, 1), date(2018, 6, 30)),
)
def test_nothing_it_notices_changes_an_outcome(ledger: list[Any], as_of: date) -> None:
    pack = a_pack(*RULES, a_rule("{id: '1.2', select: {类型: 慰问}, expect: {none: {}}}"))
    read = a_ledger(pack, [a_record(kind, day, 报送日期=reported) for kind, day, reported in ledger])
    one, other = (run_audit(read, pack, as_of, hygiene=each) for each in (True, False))
    assert (one.findings, one.counters, one.next_change) == (
        other.findings,
        other.counters,
        other.next_change,
    )


def test_a_record_keeps_little_for_it() -> None:
    assert Record._field_defaults["sketch"] == b""
