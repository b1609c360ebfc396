"""What a new pack does to a unit: by its ledger, and by a stored report never more than the ledger would bear out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from civcheck.app.audit import audit
from civcheck.app.impact import impact
from civcheck.errors import LedgerError, UsageError
from civcheck.language.compare.impact import Effect, UnitImpact
from civcheck.messages import say
from civcheck.model.outcome import Outcome
from civcheck.report import Options
from civcheck.report.json import render_json
from tests.packs.edits import EDITS, FIRST, SECOND, Edit, edited_files
from tests.packs.good import write as write_pack
from tests.report.ledgers import SAMPLE, write

AS_OF = date(2018, 6, 30)
UNIT = (
    "单位名称: 某县司法局\n单位类型: 县区司法局\n年度: 2017\n文明单位级别: 县级\n职能: [律师, 公证]\n"
    "其他事实: {有下级单位: 否, 在册先进典型: [甲]}\n"
)
LECTURES = "".join(
    f"---\n类型: 讲堂\n标题: 第 {number} 期\n日期: 2017-0{number}-15\n听众数: {number}0\n时长: 5\n主题: 爱国\n"
    "形式: 身边人讲身边事\n附件:\n  方案: 方案.docx\n"
    for number in range(3, 7)
)
BOARDS = "".join(
    f"---\n类型: 榜单\n标题: {trade}\n日期: 2017-05-01\n行业: {trade}\n榜别: {board}\n附件: {{报道: 'https://a.cn/{trade}'}}\n"
    for trade, board in (("律师", "红榜"), ("公证", "红榜"))
)


EXTRA = (
    "- {id: '3.1', title: 甲, quote: 工作是光荣的, obligation: 应办, select: {类型: 讲堂}, "
    "expect: {count: {at_least: N}}}\n"
)
NINE = Edit(
    SECOND, "select: {类型: 讲堂}, count: {at_least: 1}", "select: {类型: 讲堂}, count: {at_least: 9}"
)


@pytest.fixture
def ledger(tmp_path) -> Path:
    return write(
        tmp_path / "台账",
        {"unit.yaml": UNIT, "讲堂/记录.yaml": LECTURES, "讲堂/方案.docx": b"x", "榜单/记录.yaml": BOARDS},
    )


@pytest.fixture
def old(tmp_path) -> Path:
    return write_pack(tmp_path / "旧", edited_files(()))


def new_pack(tmp_path: Path, *edits: Edit, **more: str) -> Path:
    return write_pack(tmp_path / "新", {**edited_files(edits), **more})


def stored(ledger: Path, pack: Path | None, file: Path, **chosen: object) -> Path:
    """Audit a ledger and store the report."""
    rules = str(pack) if pack is not None else None
    file.write_bytes(render_json(audit(ledger, as_of=AS_OF, rules=rules, **chosen), Options()))
    return file


def only(new: Path, *results: Path, **asked: object) -> UnitImpact:
    (found,) = impact(str(new), results, as_of=AS_OF, **asked).results
    return found


def effects(found: UnitImpact) -> dict[str, tuple[Effect, Outcome | None, Outcome | None]]:
    return {each.name: (each.effect, each.before, each.after) for each in found.rules}


# --- ledgers


def test_a_ledger_is_audited_by_both_packs_and_what_flips_is_told_with_the_key_that_changed(
    tmp_path, ledger, old
):
    new = new_pack(tmp_path, EDITS[0])
    found = only(new, ledger, old=str(old))
    (flip,) = found.flips
    assert (flip.name, flip.before, flip.after) == ("1.1", Outcome.SATISFIED, Outcome.GAP)
    assert [say(each) for each in flip.because] == ["规则改了 expect"]
    assert [(each.path, each.old, each.new) for each in flip.changes] == [
        (("expect", "count", "at_least"), "4", "5")
    ]
    assert flip.said is not None and "还差 1 条" in say(flip.said)


def test_the_same_pack_flips_nothing(tmp_path, ledger, old):
    found = only(old, ledger, old=str(old))
    assert {each.effect for each in found.rules} == {Effect.SAME} and not found.flips


def test_a_rule_that_comes_or_goes_flips_where_it_is_open(tmp_path, ledger, old):
    declared = Edit(
        "pack.yaml", "declared:\n  - {id: P1, quote: 工作是光荣的, because: 没有可查的动作}\n", ""
    )
    for number, flips in (("4", []), ("9", ["3.1"])):
        new = new_pack(tmp_path, declared, **{"03-另.yaml": EXTRA.replace("N", number)})
        found = only(new, ledger, old=str(old))
        assert [each.name for each in found.flips] == flips
        gone = only(old, ledger, old=str(new))
        assert [each.name for each in gone.flips] == flips
        assert effects(gone)["3.1"][0] is Effect.GONE and effects(found)["3.1"][0] is Effect.NEW


def test_a_renamed_rule_is_the_same_rule(tmp_path, ledger, old):
    found = only(new_pack(tmp_path, EDITS[15]), ledger, old=str(old))
    (renamed,) = (each for each in found.rules if each.old != each.new)
    assert (renamed.old, renamed.new, renamed.effect) == ("2.9", "2.10", Effect.SAME)


def test_a_ledger_of_another_year_than_the_new_packs_cannot_be_compared(tmp_path, ledger, old):
    later = (
        Edit("pack.yaml", "{from: 2017-01-01, to: 2017-12-31}", "{from: 2018-01-01, to: 2018-12-31}"),
        Edit("pack.yaml", "closes: 2018-06-30", "closes: 2019-06-30"),
        Edit(
            FIRST, "window: {from: 2017-02-01, to: 2017-11-30}", "window: {from: 2018-02-01, to: 2018-11-30}"
        ),
    )
    with pytest.raises(UsageError) as stopped:
        only(new_pack(tmp_path, *later), ledger, old=str(old))
    assert say(stopped.value.message).endswith("年度是 2017，新规则包 demo 适用于 2018 年，不能比较")


def test_both_audits_are_of_the_day_that_the_ledgers_own_pack_gives(tmp_path, ledger, old):
    new = new_pack(tmp_path, Edit("pack.yaml", "closes: 2018-06-30", "closes: 2018-03-31"))
    (found,) = impact(str(new), [ledger], old=str(old)).results
    assert found.as_of == date(2018, 6, 30)


# --- stored reports


def test_of_a_rule_whose_definition_did_not_change_a_report_keeps_the_outcome(tmp_path, ledger, old):
    report = stored(ledger, old, tmp_path / "报告.json")
    found = only(new_pack(tmp_path, EDITS[0]), report, old=str(old))
    others = {each[0] for name, each in effects(found).items() if name != "1.1"}
    assert others == {Effect.SAME}


def test_a_changed_rule_that_looks_at_what_the_report_lacks_is_to_be_judged_by_the_ledger(
    tmp_path, ledger, old
):
    report = stored(ledger, old, tmp_path / "报告.json")
    found = only(new_pack(tmp_path, EDITS[0]), report, old=str(old))
    (unknown,) = found.unknown  # it asks for 主题, which no catalogue holds
    assert (unknown.name, unknown.before, unknown.after) == ("1.1", Outcome.SATISFIED, None)
    assert [say(each) for each in unknown.because] == ["规则改了 expect", "报告里没有记录的“主题”"]


def test_a_changed_rule_that_looks_at_kinds_and_days_is_judged_by_the_catalogue(tmp_path, ledger, old):
    report = stored(ledger, old, tmp_path / "报告.json")
    (flip,) = only(new_pack(tmp_path, NINE), report, old=str(old)).flips
    assert (flip.name, flip.before, flip.after) == ("2.4", Outcome.SATISFIED, Outcome.GAP)
    assert flip.said is not None and "台账中有 4 条，应有 9 条" in say(flip.said)


def test_words_and_force_change_no_outcome(tmp_path, ledger, old):
    report = stored(ledger, old, tmp_path / "报告.json")
    new = new_pack(tmp_path, EDITS[1], Edit(SECOND, "title: 红黑榜", "title: 榜"))
    assert {each.effect for each in only(new, report, old=str(old)).rules} == {Effect.SAME}


MORE = (
    Edit(FIRST, "at_least: 20}}", "at_least: 30}}"),
    NINE,
    Edit(SECOND, "any_of:\n      - {title: 讲堂", "all_of:\n      - {title: 讲堂"),
    Edit("terms.yaml", "制度: {fields", "制度: {sort: 活动, fields"),
    Edit("terms.yaml", "妇女委员会: 妇委会", "妇女委员会: 妇委会\n  身边人讲: 身边人讲身边事"),
    Edit("terms.yaml", "  慰问: {fields", "  乡村讲堂: {is_a: 讲堂}\n  慰问: {fields"),
    Edit("terms.yaml", "states: {公证: 是}", "states: {公证: 否}"),
    Edit("terms.yaml", "在册先进典型: {type: 列表", "在册先进典型: {alias: 先进典型, type: 列表"),
    Edit("pack.yaml", "to: 2017-12-31}\ncloses", "to: 2017-05-31}\ncloses"),
)


@pytest.mark.parametrize("edit", (*EDITS, *MORE), ids=lambda edit: f"{edit.file} {edit.new}")
def test_a_report_says_what_the_ledger_bears_out_or_nothing(tmp_path, ledger, old, edit):
    report = stored(ledger, old, tmp_path / "报告.json")
    new = new_pack(tmp_path, edit)
    by_ledger = effects(only(new, ledger, old=str(old)))
    by_report = effects(only(new, report, old=str(old)))
    assert by_report.keys() == by_ledger.keys()
    for name, (effect, before, after) in by_report.items():
        if effect is not Effect.UNKNOWN:
            assert (effect, before, after) == by_ledger[name], name
    assert sum(each[0] is not Effect.UNKNOWN for each in by_report.values()) >= 2


def test_a_report_of_a_part_says_nothing_of_the_rest(tmp_path, ledger, old):
    report = stored(ledger, old, tmp_path / "报告.json", only=["2.4"])
    found = only(new_pack(tmp_path, NINE), report, old=str(old))
    assert [each.name for each in found.flips] == ["2.4"]
    assert {say(each.because[0]) for each in found.unknown} == {"这份报告没有核查这条规则"}
    assert [say(each) for each in found.notes] == ["报告只核查了一部分（规则 2.4）"]


def test_without_the_pack_of_the_report_nothing_can_be_compared_and_the_reason_is_told(tmp_path, ledger, old):
    report = stored(ledger, old, tmp_path / "报告.json")
    new = new_pack(tmp_path, EDITS[0])
    found = only(new, report)
    assert {each.effect for each in found.rules} == {Effect.UNKNOWN} and len(found.rules) == 16
    assert "现有的是" in say(found.rules[0].because[0])
    renamed = Edit("pack.yaml", "id: demo", "id: other")
    other = write_pack(tmp_path / "另", edited_files((renamed, EDITS[1])))
    assert "没有报告所依据的规则包 demo 1.0.0" in say(only(other, report).rules[0].because[0])
    assert "现有的是" in say(only(new, report, old=str(new)).rules[0].because[0])


def test_the_pack_of_a_report_is_found_among_those_installed(tmp_path):
    report = stored(SAMPLE, None, tmp_path / "报告.json")
    found = impact("hubei-2017", [report]).results[0]
    assert found.old is not None and found.old.id == "hubei-2017" and not found.flips


def test_a_rule_that_a_person_decided_is_not_judged_anew_from_a_report(tmp_path, ledger, old):
    judgement = "- {规则: '2.3', 结论: 达标, 理由: 看过, 认定人: 张三, 有效期至: 2019-01-01}\n"
    write(ledger, {"judgements.yaml": judgement})
    report = stored(ledger, old, tmp_path / "报告.json")
    same = only(new_pack(tmp_path, NINE), report, old=str(old))
    assert effects(same)["2.3"] == (Effect.SAME, Outcome.SATISFIED, Outcome.SATISFIED)
    new = new_pack(tmp_path, Edit(SECOND, "question: 内容是否充实？", "question: 内容够不够？"))
    (unknown,) = only(new, report, old=str(old)).unknown
    assert say(unknown.because[-1]) == "有人工认定，报告里没有认定的全文"


def test_a_report_that_its_own_catalogue_contradicts_is_no_ground_to_judge_on(tmp_path, ledger, old):
    report = stored(ledger, old, tmp_path / "报告.json")
    found = json.loads(report.read_text())
    found["catalogue"] = [each for each in found["catalogue"] if each["kind"] != "讲堂"]
    report.write_text(json.dumps(found))
    (unknown,) = only(new_pack(tmp_path, NINE), report, old=str(old)).unknown
    assert say(unknown.because[-1]) == "按报告里的记录重算，旧规则的结论与报告不符，报告不足为凭"


# --- what is no result


BACKWARDS = {"first": "2017-03-02", "last": "2017-03-01"}


def broken(found: dict, **changes: object) -> str:
    return json.dumps({**found, **changes})


def test_a_file_that_is_no_report_is_told_with_the_place_and_the_cure(tmp_path, ledger, old):
    good = json.loads(stored(ledger, old, tmp_path / "报告.json").read_text())
    record = good["catalogue"][0]
    cases = {
        "[": "不是完好的 JSON",
        "[" * 100_000: "不是完好的 JSON",
        '{"schema_version": ' + "9" * 5_000 + "}": "不是完好的 JSON",
        '{"a": NaN}': "不是完好的 JSON",
        "[]": "不是 civcheck 的 json 报告",
        '{"schema_version": "1.0"}': "不是 civcheck 的 json 报告",
        '{"runs": [], "version": "2.1.0"}': "不是 civcheck 的 json 报告",
        broken(good, schema_version="1.99"): "升级 civcheck",
        broken(good, schema_version="2.0"): "升级 civcheck",
        broken(good, schema_version="1.\u001b[31m"): "升级 civcheck",
        broken(good, findings=good["findings"] * 2): "看这里：findings",
        broken(good, catalogue=[record, record]): "看这里：catalogue",
        broken(good, catalogue=[{**record, "days": BACKWARDS}]): "看这里：catalogue",
        broken(good, catalogue=[{**record, "kind": ["讲堂"]}]): "看这里：catalogue.0.kind",
        broken(good, unit={**good["unit"], "year": "2017"}): "看这里：unit.year",
        broken(good, findings=[{**good["findings"][0], "outcome": "fine"}]): "看这里：findings.0.outcome",
        broken(good, findings=[{**good["findings"][0], "rule": "9.9"}]): "对不上",
        broken(good, unit={**good["unit"], "year": 2019}): "年度是 2019，新规则包 demo 适用于 2017 年",
    }  # fmt: skip
    for text, says in cases.items():
        (tmp_path / "坏.json").write_text(text)
        with pytest.raises(UsageError) as stopped:
            impact(str(new_pack(tmp_path, NINE)), [tmp_path / "坏.json"], old=str(old))
        said = say(stopped.value.message)
        assert says in said and "\x1b" not in said, text[:80]
        assert "坏.json" in said


def test_of_several_results_one_that_is_no_report_stops_only_itself(tmp_path, ledger, old):
    folder = tmp_path / "报告"
    folder.mkdir()
    stored(ledger, old, folder / "甲.json")
    (folder / "乙.json").write_text("{}")
    found = impact(str(new_pack(tmp_path, NINE)), [folder], old=str(old))
    assert [each.stop is None for each in found.results] == [False, True]
    assert found.flipping == [("某县司法局", 2017)] and not found.is_complete


def test_two_reports_of_one_unit_are_one_unit(tmp_path, ledger, old):
    reports = [stored(ledger, old, tmp_path / name) for name in ("甲.json", "乙.json")]
    found = impact(str(new_pack(tmp_path, NINE)), [*reports, reports[0]], old=str(old))
    assert (len(found.results), len(found.units), len(found.flipping)) == (2, 1, 1)


def test_a_folder_that_is_neither_a_ledger_nor_has_reports_is_told(tmp_path, old):
    (tmp_path / "空").mkdir()
    with pytest.raises(LedgerError):
        impact(str(old), [tmp_path / "空"])
    with pytest.raises(UsageError, match="no-result"):
        impact(str(old), [tmp_path / "没有"])


SETTINGS = {
    "a tighter value is taken as the new pack allows it": ("材料场次 = 5", Effect.FLIPPED, Outcome.GAP),
    "a value that was refused is not in the report": ("材料场次 = 1", Effect.UNKNOWN, None),
    "what was written there is not known": ("材料场 = 5", Effect.UNKNOWN, None),
    "nothing that concerns params": ("", Effect.SAME, Outcome.SATISFIED),
}


@pytest.mark.parametrize(("line", "effect", "outcome"), SETTINGS.values(), ids=SETTINGS)
def test_what_a_ledger_sets_itself_counts_as_far_as_the_report_has_it(
    tmp_path, ledger, line, effect, outcome
):
    params = "  材料场次: {value: 3, unit: 场, change: may-tighten, tighter: higher}\n  归档期限"
    param = Edit("pack.yaml", "  归档期限", params)
    asks = Edit(
        SECOND, "select: {类型: 讲堂}, count: {at_least: 1}", NINE.new.replace("9", "{param: 材料场次}")
    )
    old = write_pack(tmp_path / "旧", edited_files((param,)))
    write(ledger, {"civcheck.toml": f"[params]\n{line}\n"})
    report = stored(ledger, old, tmp_path / "报告.json")
    new = new_pack(tmp_path, param, asks)
    assert effects(only(new, report, old=str(old)))["2.4"] == (effect, Outcome.SATISFIED, outcome)
    by_ledger = effects(only(new, ledger, old=str(old)))["2.4"]
    assert effect is Effect.UNKNOWN or by_ledger == (effect, Outcome.SATISFIED, outcome)


def test_a_register_may_hold_a_word_about_a_rule_that_is_new(tmp_path, ledger, old):
    judgement = "- {规则: '2.3', 结论: 达标, 理由: 看过, 认定人: 张三, 有效期至: 2019-01-01}\n"
    write(ledger, {"judgements.yaml": judgement})
    report = stored(ledger, old, tmp_path / "报告.json")
    declared = Edit(
        "pack.yaml", "declared:\n  - {id: P1, quote: 工作是光荣的, because: 没有可查的动作}\n", ""
    )
    found = only(
        new_pack(tmp_path, declared, **{"03-另.yaml": EXTRA.replace("N", "1")}), report, old=str(old)
    )
    (unknown,) = found.unknown
    assert unknown.name == "3.1" and say(unknown.because[-1]) == "有人工认定，报告里没有认定的全文"


def test_a_unit_of_a_type_the_new_pack_does_not_know_is_not_judged(tmp_path, ledger, old):
    report = stored(ledger, old, tmp_path / "报告.json")
    found = json.loads(report.read_text())
    found["unit"]["type"] = "司法局"
    report.write_text(json.dumps(found))
    assert {each.effect for each in only(old, report, old=str(old)).rules} == {Effect.UNKNOWN}


def test_what_a_new_pack_does_not_allow_a_ledger_to_set_is_not_guessed(tmp_path, ledger):
    params = "  材料场次: {value: 3, unit: 场, change: may-tighten, tighter: higher}\n  归档期限"
    asks = Edit(SECOND, NINE.old, NINE.new.replace("9", "{param: 材料场次}"))
    param = Edit("pack.yaml", "  归档期限", params)
    locked = Edit("pack.yaml", "  归档期限", params.replace("may-tighten", "locked"))
    old = write_pack(tmp_path / "旧", edited_files((param, asks)))
    write(ledger, {"civcheck.toml": "[params]\n材料场次 = 4\n"})
    report = stored(ledger, old, tmp_path / "报告.json")
    assert [each.name for each in only(new_pack(tmp_path, locked, asks), report, old=str(old)).unknown] == [
        "2.4"
    ]


TOLD = {
    "one that had nothing to change": ("2.4", (NINE,)),
    "one for a rule that was not there": (
        "2.12",
        (NINE, Edit(SECOND, '"2.4"\n', '"2.12"\n  aliases: ["2.4"]\n')),
    ),
}


@pytest.mark.parametrize(("rule", "edits"), TOLD.values(), ids=TOLD)
def test_a_word_of_a_person_that_had_no_effect_may_have_one_now(tmp_path, ledger, old, rule, edits):
    judgement = f"- {{规则: '{rule}', 结论: 豁免, 理由: 看过, 认定人: 张三, 有效期至: 2019-01-01}}\n"
    write(ledger, {"judgements.yaml": judgement})
    report = stored(ledger, old, tmp_path / "报告.json")
    (unknown,) = only(new_pack(tmp_path, *edits), report, old=str(old)).unknown
    assert (unknown.old, say(unknown.because[-1])) == ("2.4", "有人工认定，报告里没有认定的全文")
