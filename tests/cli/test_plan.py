"""``civcheck plan``: what a clerk reads, in every format, and what it never says."""

from __future__ import annotations

import json
from datetime import date

import pytest
from openpyxl import load_workbook

from civcheck.app.audit import audit
from civcheck.messages import LANGUAGES
from civcheck.report.layout import width_of
from tests.packs.good import good_files, write
from tests.report import ledgers
from tests.report.ledgers import SAMPLE
from tests.report.wording import latin_sentences

START = "2017-08-01"


def lecture(
    day: str, more: str = "", material: str = "{方案: 方案.docx, 图片: 图.jpg, 报道: 报道.docx}"
) -> str:
    named = f"附件: {material}\n" if material else ""
    return f"类型: 道德法治讲堂\n标题: {day} 讲堂\n日期: {day}\n{more}{named}"


def ledger(root, **records: str):
    """Write a ledger with records, each in a folder of its own with the same files."""
    files = {"unit.yaml": ledgers.DECLARED + "分工: {'2': 政治部}\n"}
    for name, text in records.items():
        files |= {f"{name}/记录.yaml": text}
        files |= {f"{name}/{file}": b"x" for file in ("方案.docx", "图.jpg", "报道.docx")}
    return ledgers.write(root, files)


def plan_of(folder, as_of: str):
    return audit(folder, as_of=date.fromisoformat(as_of), planned=True).plan


def test_an_audit_that_nobody_asked_for_a_plan_has_none():
    assert audit(SAMPLE, as_of=date(2017, 8, 1)).plan is None


def test_so_many_lectures_are_planned_as_are_lacking_and_those_alike_are_one_line(civcheck, tmp_path):
    none, one = ledger(tmp_path / "a"), ledger(tmp_path / "b", 一=lecture("2017-03-01"))
    planned = [
        sum(each.times for each in plan_of(folder, "2017-05-01").actions if "2.7" in each.rules)
        for folder in (none, one)
    ]
    assert planned == [4, 3]
    assert "道德法治讲堂 3 次" in civcheck("plan", none, "--as-of", "2017-05-01").out


def test_one_activity_closes_several_rules_and_names_them(tmp_path):
    actions = plan_of(ledger(tmp_path), "2017-02-01").actions
    reading = next(each for each in actions if each.kind == "全民阅读")
    assert {"9.0", "9.3", "9.5"} <= set(reading.rules)
    assert dict(reading.values)["主题"] and not reading.over


def test_what_a_person_writes_is_never_proposed(tmp_path):
    for action in plan_of(ledger(tmp_path), "2017-02-01").actions:
        said = [
            text for _, value in action.values for text in (value if isinstance(value, tuple) else (value,))
        ]
        assert not any(isinstance(text, int | date) and not isinstance(text, bool) for text in said)
        assert not any("…" in str(text) for text in said)


@pytest.mark.parametrize(("as_of", "over"), [("2017-10-10", False), ("2017-10-11", True)])
def test_a_window_is_open_until_its_last_day_is_over(tmp_path, as_of, over):
    actions = plan_of(ledger(tmp_path), as_of).actions
    assert [each.over for each in actions if "3.4b" in each.rules] == [over]


def test_of_days_that_are_over_nothing_is_put_together(tmp_path):
    """Nobody is told what a single event of the past should have been."""
    plan = plan_of(ledger(tmp_path), "2018-06-30")
    themes = [dict(each.values).get("主题", ()) for each in plan.actions if each.kind == "全民阅读"]
    assert all(each.over for each in plan.actions) and all(len(each) <= 1 for each in themes)


def test_days_that_are_over_are_only_recorded_if_it_was_held(civcheck, tmp_path):
    out = civcheck("plan", ledger(tmp_path), "--as-of", "2018-06-30").out
    assert "今年还来得及办" not in out
    assert "没有办过的，不补做、不倒" in out


def test_material_that_a_record_lacks_is_asked_for_of_that_record(tmp_path):
    folder = ledger(tmp_path, 一=lecture("2017-03-01", material="{方案: 方案.docx, 图片: 图.jpg}"))
    before, after = plan_of(folder, "2017-03-10"), plan_of(folder, "2017-03-20")
    assert [(each.record, each.over) for each in before.mendings if "2.8a" in each.rules] == [
        ("一/记录.yaml", False)
    ]
    (late,) = (each for each in after.mendings if "6.3" in each.rules)
    assert (
        late.over
        and late.due is None
        and [each.roles for each in late.material] == [("报道",)]
        and not late.fields
    )


def test_what_has_no_due_day_or_a_later_one_is_not_said_to_be_overdue(tmp_path):
    folder = ledger(tmp_path, 一=lecture("2017-03-01", material="{方案: 方案.docx, 图片: 图.jpg}"))
    (open_,) = (each for each in plan_of(folder, "2017-03-20").mendings if not each.over)
    assert open_.fields == ("主题", "归档") and open_.due == date(2018, 6, 30) and not open_.material


def test_a_record_that_counts_but_for_its_theme_is_to_be_looked_at(civcheck, tmp_path):
    reading = "类型: 全民阅读\n标题: 读书月\n日期: 2017-04-23\n附件: {图片: 图.jpg, 方案: 方案.docx, 报道: 报道.docx}\n"
    folder = ledger(tmp_path, 读书=reading)
    plan = plan_of(folder, "2017-05-01")
    assert ("读书/记录.yaml", "9.3") in {(each.record, each.rule) for each in plan.corrections}
    out = civcheck("plan", folder, "--as-of", "2017-05-01").out
    assert "先核对这些记录" in out and "读书月" in out


def test_facts_that_nobody_declared_stand_apart_with_the_lines_to_paste(civcheck, tmp_path):
    folder = ledgers.write(tmp_path, {"unit.yaml": "单位名称: 某局\n单位类型: 县区司法局\n年度: 2017\n"})
    run = civcheck("plan", folder, "--as-of", "2017-05-01")
    assert (
        "只有人能定" in run.out and "关系到" in run.out and "有青年干警: 是|否" in run.out and run.code == 1
    )


def test_too_late_is_said_plainly():
    report = audit(SAMPLE, as_of=date(2018, 6, 30), planned=True)
    assert [(each.rule, each.why) for each in report.plan.left] == [("6.4a", "late")]


@pytest.mark.parametrize("as_of", ["2017-03-01", START, "2018-06-30"])
def test_the_page_keeps_within_eighty_columns(civcheck, monkeypatch, as_of):
    monkeypatch.setenv("COLUMNS", "80")
    rows = civcheck("plan", SAMPLE, "--as-of", as_of).out.splitlines()
    assert rows and all(width_of(row) <= 80 for row in rows if "civcheck explain" not in row)


def test_every_word_of_the_english_page_is_english(civcheck):
    out = civcheck("plan", SAMPLE, "--as-of", START, "--lang", "en").out
    assert latin_sentences(out) and "fewer cannot close the same rules" in " ".join(out.split())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("fmt", ["terminal", "markdown", "json"])
def test_every_format_names_the_rules_and_the_unit(civcheck, fmt, lang):
    run = civcheck("plan", SAMPLE, "--as-of", START, "--format", fmt, "--lang", lang)
    assert run.code == 1 and all(
        text in run.out for text in ("江城市云梦泽区司法局", "2.7", "12.15a", "6.4a")
    )


def test_the_json_has_what_the_plan_has(civcheck):
    said = json.loads(civcheck("plan", SAMPLE, "--as-of", START, "--format", "json").out)
    plan = plan_of(SAMPLE, START)
    assert tuple(said["short"]) == plan.short and said["shortest"] is plan.proven is True
    assert (
        sum(each["times"] for each in said["actions"] if not each["over"]) == said["at_least"] == plan.least
    )


def test_the_sheet_has_a_line_for_each_thing_to_do_and_the_columns_of_the_list(civcheck, tmp_path):
    plain, planned = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    civcheck("audit", SAMPLE, "--as-of", START, "--output", f"xlsx={plain}")
    civcheck("plan", SAMPLE, "--as-of", START, "--xlsx", planned)
    before, after = (list(load_workbook(each).worksheets[0].values) for each in (plain, planned))
    assert after[1] == before[1]
    plan = plan_of(SAMPLE, START)
    told = after[2 : 2 + len(plan.actions) + len(plan.mendings)]
    named = [set(str(row[1]).replace("\u3000", " ").split()) for row in told]
    assert named == [set(each.rules) for each in (*plan.actions, *plan.mendings)]
    listed = {rule for row in after[2:] for rule in str(row[1]).replace("\u3000", " ").split()}
    assert {rule for row in before[2:] for rule in [row[1]]} <= listed


def test_a_pack_of_ones_own_is_named_in_the_command_that_is_printed(civcheck, tmp_path):
    pack = write(tmp_path / "pack", good_files())
    run = civcheck("plan", ledger(tmp_path / "台账"), "--rules", pack, "--as-of", "2017-12-01")
    assert run.code == 1 and f"--rules {pack}" in run.out


def test_a_format_that_there_is_not_is_refused(civcheck):
    run = civcheck("plan", SAMPLE, "--format", "docx")
    assert run.code == 2 and "docx" in run.err
