"""``civcheck due``: what the same audit will say on the days to come, whose it is, and a calendar of it."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from icalendar import Calendar

from civcheck.app.audit import audit
from civcheck.messages import LANGUAGES
from civcheck.model.outcome import Outcome
from tests.packs.good import good_files, write
from tests.report import ledgers
from tests.report.ledgers import SAMPLE
from tests.report.wording import latin_sentences

START = date(2017, 8, 1)


def lecture(day: str, *, held: bool = True) -> str:
    material = "附件: {方案: 方案.docx, 图片: 图.jpg, 报道: 报道.docx}\n" if held else ""
    return f"类型: 道德法治讲堂\n标题: {day} 讲堂\n日期: {day}\n{material}"


def ledger(root, **records: str):
    """Write a ledger with records, each in a folder of its own."""
    files = {"unit.yaml": ledgers.DECLARED + "分工: {'2': 政治部, '2.7': 宣传科 13812345678}\n"}
    for name, text in records.items():
        files |= {f"{name}/记录.yaml": text}
        files |= {f"{name}/{file}": b"x" for file in ("方案.docx", "图.jpg", "报道.docx")}
    return ledgers.write(root, files)


def due(folder, as_of: date, days: int, rules: tuple[str, ...] = ()) -> dict[str, date]:
    report = audit(folder, as_of=as_of, within=days)
    return {
        each.finding.rule: each.day for each in report.falling_due if not rules or each.finding.rule in rules
    }


# --- what falls due


@pytest.mark.heavy
def test_what_falls_due_is_what_audits_of_the_days_to_come_would_say():
    """The oracle: the sample ledger audited on every single day."""
    days, became = 100, {}
    before = {each.rule: each.outcome for each in audit(SAMPLE, as_of=START, hygiene=False).findings}
    still = {rule for rule, outcome in before.items() if outcome is not Outcome.GAP}
    for ahead in range(1, days + 1):
        day = START + timedelta(days=ahead)
        for each in audit(SAMPLE, as_of=day, hygiene=False).findings:
            if each.outcome is Outcome.GAP and each.rule in still:
                became.setdefault(each.rule, day)
    assert became and due(SAMPLE, START, days) == became


@pytest.mark.parametrize(("days", "is_due"), [(29, False), (30, True), (31, True)])
def test_a_window_falls_due_on_its_last_day(tmp_path, days, is_due):
    folder = ledger(tmp_path)
    assert ("2.7" in due(folder, date(2017, 12, 1), days)) == is_due


def test_what_is_planned_counts_once_its_day_has_come_and_then_its_material_falls_due(tmp_path):
    planned = lecture("2017-09-01", held=False)
    folder = ledger(tmp_path, 讲堂=planned)
    found = due(folder, date(2017, 8, 25), 30, ("6.3",))
    assert found == {"6.3": date(2017, 9, 16)}, "15 days after the lecture"


def test_a_gap_falls_due_no_more_and_what_does_not_concern_the_unit_never(tmp_path):
    folder = ledger(tmp_path)
    report = audit(folder, as_of=date(2018, 6, 1), within=90)
    assert {each.rule for each in report.findings if each.outcome is Outcome.GAP}
    named = {each.finding.rule for each in report.falling_due}
    now = {each.rule: each.outcome for each in report.findings}
    assert not any(now[rule] in (Outcome.GAP, Outcome.NOT_APPLICABLE) for rule in named)


def test_an_excuse_that_ends_falls_due_on_the_day_after(tmp_path):
    folder = ledger(tmp_path)
    (folder / "judgements.yaml").write_text(
        "- 规则: '2.7'\n  结论: 豁免\n  理由: 上级批准\n  认定人: 张三\n  日期: 2018-01-05\n  有效期至: 2018-01-20\n",
        "utf-8",
    )
    assert due(folder, date(2018, 1, 10), 30, ("2.7",)) == {"2.7": date(2018, 1, 21)}


# --- what is printed


def test_it_is_told_by_the_office_whose_it_is_with_days_left_lack_and_cure(civcheck, tmp_path):
    run = civcheck("due", ledger(tmp_path), "--as-of", "2017-12-01", "--within", "31d")
    assert run.code == 1 and run.err == ""
    assert "── 宣传科 138****5678：1 条" in run.out and "13812345678" not in run.out
    assert "2017-12-31（剩 30 天）2.7" in run.out and "怎么补" in run.out
    assert "civcheck explain" in run.out and "--as-of 2017-12-01" in run.out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_is_wider_than_the_terminal(civcheck, lang):
    from civcheck.report.layout import width_of

    out = civcheck("due", SAMPLE, "--as-of", START, "--within", "20w", "--lang", lang).out
    assert out.count("\n") > 20
    assert all(width_of(line) <= 80 for line in out.splitlines())
    if lang == "zh":
        assert latin_sentences(out) == []


def test_the_sample_as_it_is_printed(civcheck):
    out = civcheck("due", SAMPLE, "--as-of", START, "--within", "60d").out
    lines = out.splitlines()
    assert lines[1] == "往后 60 天（到 2017-09-30）里到期的 1 条；当天还来得及"
    assert "── 法律援助中心 荷癸岚：1 条" in out and "── 进度滞后 4 条" in out
    assert " 8.4 所管行业都有诚信红榜和黑榜（公证律师管理科）：已有 0，要 10，2017-12-31" in out


def test_json_has_the_same_findings(civcheck, tmp_path):
    raw = json.loads(civcheck("due", SAMPLE, "--as-of", START, "--within", "60d", "--format", "json").out)
    assert (raw["as_of"], raw["until"]) == ("2017-08-01", "2017-09-30")
    (one,) = raw["falls_due"]
    assert (one["day"], one["days_left"], one["finding"]["rule"]) == ("2017-09-30", 60, "12.15a")
    assert raw["gap"] == ["6.3"] and "8.2" in raw["behind_pace"]


def test_nothing_due_is_a_clean_exit(civcheck, tmp_path):
    run = civcheck("due", ledger(tmp_path, 讲堂=lecture("2017-03-01")), "--as-of", "2018-12-01")
    assert run.code == 0 and "到期的 0 条" in run.out


def test_nothing_due_in_a_ledger_that_was_not_read_in_full_is_no_clean_exit(civcheck, tmp_path):
    run = civcheck("due", ledgers.incomplete(tmp_path), "--as-of", "2018-12-01")
    assert run.code == 3 and "没有核查完整" in run.out


@pytest.mark.parametrize("text", ["", "0", "0d", "-3", "30x", "一个月", "1.5w", "99999d"])
def test_what_is_no_length_of_time_is_refused_with_an_example(civcheck, text):
    run = civcheck("due", SAMPLE, "--within", text)
    assert run.code == 2 and "--within 30d" in run.err and run.out == ""


@pytest.mark.parametrize("text", ["7", "7d", "7天", "7 日", "1w", "1周"])
def test_days_and_weeks_are_read(civcheck, text):
    assert "往后 7 天" in civcheck("due", SAMPLE, "--as-of", START, "--within", text).out


# --- the calendar


def test_the_calendar_reads_back_as_one_whole_day_a_rule(civcheck, tmp_path):
    target = tmp_path / "到期.ics"
    folder = ledger(tmp_path / "台账")
    civcheck("due", folder, "--as-of", "2017-12-01", "--within", "31d", "--ics", target)
    calendar = Calendar.from_ical(target.read_bytes())
    events = {str(each["summary"]): each for each in calendar.walk("VEVENT")}
    assert len(events) == len(due(folder, date(2017, 12, 1), 31))
    event = next(each for name, each in events.items() if "2.7 " in name)
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2017, 12, 31), date(2018, 1, 1))
    assert "不得少于4次" in event["description"] and "宣传科 138****5678" in event["description"]
    assert [str(each["action"]) for each in event.walk("VALARM")] == ["DISPLAY"]


def test_the_same_rule_keeps_its_event_so_that_a_calendar_moves_it(civcheck, tmp_path):
    names = []
    for day in ("2017-12-01", "2017-12-05"):
        target = tmp_path / f"{day}.ics"
        civcheck("due", SAMPLE, "--as-of", day, "--within", "31d", "--ics", target)
        names.append({str(each["uid"]) for each in Calendar.from_ical(target.read_bytes()).walk("VEVENT")})
    assert names[0] and names[0] == names[1]


def test_the_same_audit_writes_the_same_bytes(civcheck, tmp_path):
    for name in ("a.ics", "b.ics"):
        civcheck("due", SAMPLE, "--as-of", START, "--within", "60d", "--ics", tmp_path / name)
    assert (tmp_path / "a.ics").read_bytes() == (tmp_path / "b.ics").read_bytes()


def test_nothing_is_written_into_a_ledger(civcheck, tmp_path):
    folder = ledger(tmp_path)
    run = civcheck("due", folder, "--ics", folder / "到期.ics")
    assert run.code == 2 and not (folder / "到期.ics").exists()


def test_it_goes_by_the_pack_that_is_asked_for(civcheck, tmp_path):
    pack = write(tmp_path / "pack", good_files())
    run = civcheck("due", ledger(tmp_path / "台账"), "--rules", pack, "--as-of", "2017-12-01")
    assert run.code == 1 and f"--rules {pack}" in run.out and "2017-12-31（剩 30 天）" in run.out
