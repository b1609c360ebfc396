"""``civcheck audit``: its options, its first line, where it writes, and what it answers the shell."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.packs.good import good_files
from tests.packs.good import write as write_pack
from tests.report import ledgers
from tests.report.ledgers import SAMPLE, UNIT
from tests.report.wording import latin_sentences
from tests.shares import one_in

AS_OF = ("--as-of", "2018-06-30")
FORMATS = ("terminal", "json", "lines", "sarif", "junit", "github", "gitlab", "markdown", "csv", "oscal")


def sample(civcheck, *arguments):
    return civcheck("audit", SAMPLE, *AS_OF, *arguments)


# --- what is asked for


def test_the_first_line_says_as_of_unit_year_and_judgements(civcheck):
    first = sample(civcheck, "--rule", "2.2", "--point", 5).out.split("\n\n")[0].replace("\n", "")
    assert first.startswith("基准日 2018-06-30 · 江城市云梦泽区司法局 · 2017 年度 · 其中 1 条由人工认定决定")
    assert "只核查了要点 5、规则 2.2" in first


def test_without_judgements_the_first_line_says_so(civcheck):
    assert (
        "没有规则由人工认定决定" in sample(civcheck, "--rule", "5.3", "--no-judgements").out.splitlines()[0]
    )


def test_points_and_rules_narrow_the_audit(civcheck):
    found = json.loads(sample(civcheck, "--point", 2, "--rule", "6.2", "--format", "json").out)
    assert {each["rule"] for each in found["findings"]} == {
        "2.2", "2.3", "2.4", "2.5", "2.7", "2.8a", "2.8b", "6.2",
    }  # fmt: skip
    assert found["provenance"]["only"] == ["要点 2", "规则 6.2"]


def test_a_span_stands_for_all_its_rules_and_a_heading_for_those_that_answer_it(civcheck):
    def rules(name: str) -> set[str]:
        found = json.loads(sample(civcheck, "--rule", name, "--format", "json").out)
        return {each["rule"] for each in found["findings"]}

    assert rules("2.8") == {"2.8a", "2.8b"}
    assert rules("2.0") >= {"2.2", "2.7"}


def test_the_as_of_date_is_never_later_than_the_packs_last_day(civcheck, monkeypatch):
    from datetime import date

    monkeypatch.setattr("civcheck.cli.auditing.today", lambda: date(2030, 1, 1))
    assert civcheck("audit", SAMPLE, "--rule", "2.7").out.startswith("基准日 2018-06-30")
    monkeypatch.setattr("civcheck.cli.auditing.today", lambda: date(2017, 4, 1))
    assert civcheck("audit", SAMPLE, "--rule", "2.7").out.startswith("基准日 2017-04-01")


def test_rules_may_be_named_by_id_or_by_path(civcheck, tmp_path):
    pack = write_pack(tmp_path / "demo", good_files())
    assert "hubei-2017" in sample(civcheck, "--rules", "hubei-2017", "--rule", "2.2").out
    assert "规则包 demo" in sample(civcheck, "--rules", pack).out


def test_a_register_of_the_superior_is_applied_on_top(civcheck, tmp_path):
    register = tmp_path / "认定.yaml"
    register.write_text("- {规则: '2.7', 结论: 豁免, 理由: 合并举办, 认定人: 市局, 有效期至: 2018-12-31}\n")
    run = sample(civcheck, "--rule", "2.7", "--judgements", register)
    assert run.code == 0
    assert "上级认定：豁免（市局" in run.out


def test_digests_are_taken_only_when_asked_for(civcheck):
    plain = sample(civcheck, "--rule", "2.7", "--format", "json").out
    digested = json.loads(sample(civcheck, "--rule", "2.7", "--format", "json", "--hash").out)
    assert "sha256" not in plain
    files = [each for record in digested["catalogue"] for each in record["attachments"] if not each["link"]]
    assert files and all(len(each["sha256"]) == 64 for each in files)


def test_english_may_be_asked_for(civcheck):
    found = json.loads(sample(civcheck, "--rule", "2.2", "--format", "json", "--lang", "en").out)
    assert found["provenance"]["language"] == "en"


# --- exit codes

CODES = [
    pytest.param(("--rule", "2.2"), 0, id="satisfied"),
    pytest.param(("--rule", "2.7"), 1, id="mandatory gap"),
    pytest.param(("--rule", "2.7", "--exit-zero"), 0, id="gap with --exit-zero"),
    pytest.param(("--rule", "2.7", "--fail-on", "强制"), 1, id="mandatory, 强制"),
    pytest.param(("--rule", "3.4b", "--fail-on", "强制"), 0, id="expected, 强制"),
    pytest.param(("--rule", "3.4b", "--fail-on", "mandatory"), 0, id="expected, mandatory"),
    pytest.param(("--rule", "3.4b", "--fail-on", "应办"), 1, id="expected, 应办"),
    pytest.param(("--rule", "3.4b", "--fail-on", "expected"), 1, id="expected, expected"),
    pytest.param(("--rule", "5.3", "--no-judgements"), 1, id="a gap that a judgement excuses"),
    pytest.param(("--rule", "5.3"), 0, id="waived"),
    pytest.param(("--rule", "9.5", "--no-judgements", "--fail-on", "应办"), 0, id="encouraged, 应办"),
    pytest.param(("--rule", "9.5", "--no-judgements", "--fail-on", "倡导"), 1, id="encouraged, 倡导"),
    pytest.param(("--rule", "9.5", "--no-judgements", "--fail-on", "encouraged"), 1, id="encouraged, encouraged"),
    pytest.param(("--rule", "9.5", "--no-judgements", "--fail-on", "倡导", "--exit-zero"), 0, id="encouraged, zero"),
    pytest.param(("--rule", "2.2", "--fail-on", "应办,notice"), 1, id="notice"),
    pytest.param(("--rule", "2.2", "--fail-on", "应办，notice"), 1, id="notice after a full-width comma"),
    pytest.param(("--rule", "2.2", "--fail-on", "notice"), 1, id="notice alone"),
    pytest.param(("--rule", "11.0",), 0, id="not applicable"),
]  # fmt: skip


@pytest.mark.parametrize("fmt", one_in(3, FORMATS))
@pytest.mark.parametrize(("arguments", "code"), CODES)
def test_the_exit_code_is_the_same_in_every_format(civcheck, fmt, arguments, code):
    assert sample(civcheck, *arguments, "--format", fmt).code == code


@pytest.mark.parametrize(
    ("word", "code"), [("应办", 0), ("应办,pending", 1), ("pending", 1), ("强制,pending,notice", 1)]
)
def test_pending_fails_only_when_asked_for(civcheck, tmp_path, word, code):
    ledger = ledgers.good(tmp_path)
    assert civcheck("audit", ledger, "--as-of", "2017-04-01", "--rule", "2.7", "--fail-on", word).code == code


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_unread_record_is_worse_than_a_gap(civcheck, tmp_path, fmt):
    run = civcheck("audit", ledgers.incomplete(tmp_path), *AS_OF, "--rule", "2.7", "--format", fmt)
    assert run.code == 3
    assert civcheck("audit", tmp_path, *AS_OF, "--rule", "2.7", "--exit-zero", "--format", fmt).code == 3


def test_an_undetermined_rule_counts_from_the_threshold_on(civcheck, tmp_path):
    ledger = ledgers.write(ledgers.good(tmp_path), {"unit.yaml": ledgers.UNIT})
    rule = ("--rule", "5.1")
    assert civcheck("audit", ledger, *AS_OF, *rule).code == 3
    assert civcheck("audit", ledger, *AS_OF, *rule, "--fail-on", "强制").code == 0


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_ledger_without_records_is_incomplete(civcheck, tmp_path, fmt):
    ledger = ledgers.write(tmp_path, {"unit.yaml": ledgers.DECLARED, "志愿服务/图.jpg": b"x"})
    run = civcheck("audit", ledger, *AS_OF, "--format", fmt)
    assert run.code == 3
    assert run.out


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_output_that_fails_is_worse_than_an_incomplete_audit(civcheck, tmp_path, fmt):
    ledger = ledgers.incomplete(tmp_path / "台账")
    target = tmp_path / "没有" / "报告.json"
    run = civcheck("audit", ledger, *AS_OF, "--format", fmt, "--output", f"json={target}")
    assert (run.code, run.out) == (2, "")


WRONG = [
    pytest.param(("--as-of", "昨天"), "不是日期", id="day"),
    pytest.param(("--as-of", "2017-02-30"), "不是日期", id="impossible day"),
    pytest.param(("--format", "html5"), "没有“html5”这种格式", id="format"),
    pytest.param(("--output", "report.json"), "格式=路径", id="output without a format"),
    pytest.param(("--output", "json="), "格式=路径", id="output without a path"),
    pytest.param(("--output", "word=a.doc"), "没有“word”这种格式", id="output format"),
    pytest.param(("--fail-on", "全部"), "--fail-on 不认识“全部”", id="force"),
    pytest.param(("--fail-on", ""), "--fail-on 不认识", id="no force"),
    pytest.param(("--fail-on", "pending,强制"), "--fail-on 不认识“强制”", id="force in the second place"),
    pytest.param(("--rule", "2.9"), "没有规则“2.9”", id="rule"),
    pytest.param(("--point", "13"), "没有要点 13", id="point"),
    pytest.param(("--point", "二"), "--point 的值不对", id="point that is no number"),
    pytest.param(("--rules", "hubei-2071"), "是不是“hubei-2017”", id="pack"),
    pytest.param(("--rules", "/nowhere"), "没有规则包", id="pack folder"),
    pytest.param(("--judgements", "没有.yaml"), "没有这个认定文件", id="register"),
    pytest.param(("--lang", "fr"), "没有语言“fr”", id="language"),
    pytest.param(("--asof", "2017-01-01"), "没有选项 --asof", id="option"),
    pytest.param(("--as-of",), "--as-of", id="option without a value"),
    pytest.param(("多余",), "没有这个文件夹：多余", id="a second ledger that is none"),
    pytest.param(("--hash=1",), "--hash", id="flag with a value"),
]


@pytest.mark.parametrize(("arguments", "says"), WRONG)
def test_a_wrong_command_line_is_told_in_chinese(civcheck, arguments, says):
    run = civcheck("audit", SAMPLE, *arguments)
    assert (run.code, run.out) == (2, "")
    assert says in run.err
    assert not latin_sentences(run.err)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        pytest.param({}, "没有 unit.yaml", id="no unit"),
        pytest.param({"unit.yaml": "单位名称: 甲\n"}, "unit.yaml", id="no year"),
        pytest.param(
            {"unit.yaml": UNIT.replace("2017", "2019")}, "hubei-2017 适用于 2017 年", id="other year"
        ),
        pytest.param(
            {"unit.yaml": UNIT.replace("县区司法局\n", "某局\n")}, "没有“某局”这种单位类型", id="type"
        ),
        pytest.param({"unit.yaml": UNIT + "规则: hunan-2018\n"}, "没有规则包“hunan-2018”", id="pack"),
        pytest.param(
            {"unit.yaml": UNIT + "规则: {包: hubei-2017, 版本: 9.9}\n"}, "规则包版本是 9.9", id="pin"
        ),
        pytest.param(
            {"unit.yaml": UNIT + "规则: {包: hubei-2017, 版本: 1.0.}\n"},
            "规则包版本是 1.0.",
            id="pin cut short",
        ),
        pytest.param({"unit.yaml": "单位名称：甲\n"}, "unit.yaml", id="full-width colon"),
        pytest.param({"unit.yaml": b"\xff\xfe\x00"}, "unit.yaml", id="no text"),
    ],
)
def test_a_ledger_that_cannot_be_audited_is_told(civcheck, tmp_path, files, says):
    run = civcheck("audit", ledgers.write(tmp_path, files))
    assert (run.code, run.out) == (2, "")
    assert says in run.err
    assert "Traceback" not in run.err and not latin_sentences(run.err)


def test_a_folder_that_is_not_there_is_told(civcheck, tmp_path):
    run = civcheck("audit", tmp_path / "没有")
    assert run.code == 2
    assert "没有这个文件夹" in run.err


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_broken_pack_stops_the_audit_and_every_mistake_is_printed(civcheck, tmp_path, fmt):
    files = good_files()
    files["01-讲堂.yaml"] = files["01-讲堂.yaml"].replace("remedy:", "remedi:")
    files["02-其他.yaml"] = files["02-其他.yaml"].replace("per: 季度", "per: 季")
    pack = write_pack(tmp_path / "demo", files)
    run = civcheck("audit", SAMPLE, "--rules", pack, "--format", fmt)
    assert (run.code, run.out) == (2, "")
    assert "规则包“demo”有 2 处错误" in run.err
    assert "01-讲堂.yaml:15:3: 不认识“remedi”" in run.err
    assert "改法：改正键名。是不是“remedy”？" in run.err
    assert "02-其他.yaml:59:26: 没有“季”这种周期" in run.err
    assert not latin_sentences(run.err.replace("、", "，"))


# --- outputs


def test_several_outputs_are_written_in_one_run(civcheck, tmp_path):
    json_file, lines, text = (tmp_path / name for name in ("a.json", "b.txt", "c.txt"))
    outputs = ("--output", f"json={json_file}", "--output", f"lines={lines}", "--output", f"terminal={text}")
    run = sample(civcheck, "--rule", "2.7", *outputs)
    assert run.code == 1
    assert json.loads(json_file.read_text("utf-8"))["counters"]["gap"] == 1
    assert lines.read_text("utf-8").startswith("unit.yaml:1:1: 2.7: 缺口")
    assert text.read_text("utf-8") == run.out
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.json", "b.txt", "c.txt"]


def test_an_output_replaces_an_older_one_and_keeps_the_umask(civcheck, tmp_path):
    target = tmp_path / "a.json"
    target.write_text("旧")
    assert sample(civcheck, "--rule", "2.2", "--output", f"json={target}").code == 0
    assert json.loads(target.read_text("utf-8"))
    assert target.stat().st_mode & 0o777 == 0o644


REFUSED = [
    pytest.param("台账/报告.json", "不能把报告写进台账", id="inside"),
    pytest.param("台账/讲堂/../报告.json", "不能把报告写进台账", id="inside, spelt around"),
    pytest.param("别名/报告.json", "不能把报告写进台账", id="inside through a linked folder"),
    pytest.param("链接.json", "是链接，不写入", id="link"),
    pytest.param("没有/报告.json", "写不进去", id="no folder"),
    pytest.param("外面", "写不进去", id="a folder"),
]


@pytest.mark.parametrize(("target", "says"), REFUSED)
def test_an_output_is_refused(civcheck, tmp_path, target, says):
    ledger = ledgers.good(tmp_path / "台账")
    (tmp_path / "外面").mkdir()
    (tmp_path / "别名").symlink_to(ledger)
    (tmp_path / "链接.json").symlink_to(tmp_path / "外面" / "真.json")
    before = sorted(tmp_path.rglob("*"))
    run = civcheck("audit", ledger, *AS_OF, "--output", f"json={tmp_path / target}")
    assert (run.code, run.out) == (2, "")
    assert says in run.err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_disk_that_is_full_leaves_nothing_behind(civcheck, tmp_path, monkeypatch):
    import errno

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("civcheck.cli.console.os.fdopen", full)
    run = sample(civcheck, "--rule", "2.2", "--output", f"json={tmp_path / 'a.json'}")
    assert (run.code, run.out) == (2, "")
    assert list(tmp_path.iterdir()) == []
    assert not latin_sentences(run.err)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(civcheck, tmp_path):
    closed = tmp_path / "关"
    closed.mkdir(mode=0o500)
    assert sample(civcheck, "--rule", "2.2", "--output", f"json={closed / 'a.json'}").code == 2


def test_an_audit_writes_nothing_into_the_ledger(civcheck, tmp_path):
    ledger = ledgers.incomplete(tmp_path)
    before = {path: path.read_bytes() for path in Path(ledger).rglob("*") if path.is_file()}
    civcheck("audit", ledger, *AS_OF, "--hash")
    assert {path: path.read_bytes() for path in Path(ledger).rglob("*") if path.is_file()} == before


# --- bugs and interruptions


def test_a_bug_ends_with_4_and_a_short_message(civcheck, monkeypatch):
    def clock() -> None:
        raise ZeroDivisionError(f"{ledgers.MOBILE} division by zero")

    monkeypatch.setattr("civcheck.cli.auditing.today", clock)
    run = civcheck("audit", SAMPLE)
    assert (run.code, run.out) == (4, "")
    assert "内部错误（ZeroDivisionError）" in run.err and "--debug" in run.err
    assert "Traceback" not in run.err and "division" not in run.err
    debugged = civcheck("audit", SAMPLE, "--debug")
    assert debugged.code == 4
    assert "Traceback" in debugged.err
    assert ledgers.MOBILE not in debugged.err and "138****5678" in debugged.err


def test_an_interruption_ends_with_130_and_writes_nothing(civcheck, monkeypatch, tmp_path):
    def clock() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("civcheck.cli.auditing.today", clock)
    run = civcheck("audit", SAMPLE, "--output", f"json={tmp_path / 'a.json'}")
    assert (run.code, run.out) == (130, "")
    assert "已中断" in run.err
    assert list(tmp_path.iterdir()) == []


def test_a_report_is_never_written_over_a_device_or_a_pipe(civcheck, tmp_path):
    pipe = tmp_path / "管道"
    os.mkfifo(pipe)
    run = sample(civcheck, "--rule", "2.2", "--output", f"json={pipe}")
    assert run.code == 2
    assert "不是普通文件" in run.err
    assert pipe.is_fifo()


def test_two_reports_need_two_files(civcheck, tmp_path):
    both = ("--output", f"json={tmp_path / 'a'}", "--output", f"lines={tmp_path / '.' / 'a'}")
    run = sample(civcheck, "--rule", "2.2", *both)
    assert run.code == 2
    assert "写了两次" in run.err
    assert not (tmp_path / "a").exists()


def test_one_slip_in_a_list_of_records_costs_one_record(civcheck, tmp_path):
    (tmp_path / "unit.yaml").write_text("单位名称: 某局\n单位类型: 县区司法局\n年度: 2017\n", "utf-8")
    rows = [f"- {{类型: 志愿服务, 标题: 第{number}次, 日期: 2017-03-0{number}}}\n" for number in range(1, 6)]
    rows[2] = "- {类型: 志愿服务, 标题: [第3次, 日期: 2017-03-03}\n"
    (tmp_path / "a.yaml").write_text("".join(rows), "utf-8")
    run = civcheck("audit", str(tmp_path), "--format", "json")
    report = json.loads(run.out)
    assert len(report["catalogue"]) == 4
    assert [each["place"]["line"] for each in report["problems"] if each["weight"] == "unread"] == [3]


def test_the_hint_names_the_pack_that_the_audit_was_run_with(civcheck, tmp_path):
    (tmp_path / "unit.yaml").write_text("单位名称: 某局\n单位类型: 县区司法局\n年度: 2017\n", "utf-8")
    out = civcheck("audit", str(tmp_path), "--rules", "hubei-2017").out.replace("\n", "").replace(" ", "")
    assert "--ruleshubei-2017" in out
    assert "--rules" not in civcheck("audit", str(tmp_path)).out


# --- several years in one repository


@pytest.mark.parametrize("fmt", ["github", "gitlab", "sarif"])
def test_files_of_an_earlier_year_are_pointed_at_where_they_lie_in_the_repository(civcheck, tmp_path, fmt):
    (tmp_path / ".git").mkdir()
    for year, folder in ((2016, "往年/2016"), (2017, "单位/2017")):
        unit = UNIT.replace("2017", str(year))
        lecture = ledgers.LECTURE + "编号: J1\n"
        files = {"unit.yaml": unit, "a.yaml": lecture, "b.yaml": lecture, "方案.docx": b"x"}
        ledgers.write(tmp_path / folder, files)
    old, new = tmp_path / "往年/2016", tmp_path / "单位/2017"
    stored = tmp_path / "r.json"
    said = civcheck("audit", old, new, *AS_OF, "--format", fmt, "--output", f"json={stored}").out
    named = unquote(said)
    assert "往年/2016/b.yaml" in named
    assert "单位/2017/b.yaml" in named
    assert "单位/2017/2016/" not in named
    assert "单位/2016/b.yaml" in unquote(
        civcheck("report", stored, "--format", fmt, "--base", "单位/2017").out
    )
