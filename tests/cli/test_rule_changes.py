"""``civcheck rules diff`` and ``rules impact``: what they print, as it was read and approved, and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from civcheck.report.layout import width_of
from tests.app.test_impact import BOARDS, LECTURES, NINE, UNIT
from tests.packs.edits import EDITS, FIRST, SECOND, Edit, edited_files
from tests.packs.good import write as write_pack
from tests.report.ledgers import HOSTILE, MOBILE, write
from tests.report.wording import latin_sentences

SNAPSHOTS = Path(__file__).parent / "snapshots"
AS_OF = ("--as-of", "2018-06-30")
SEVERAL = (
    EDITS[0],
    EDITS[4],
    EDITS[15],
    NINE,
    Edit("pack.yaml", "value: 15", "value: 10"),
    Edit("pack.yaml", "because: 没有可查的动作", "because: 只是宣示"),
    Edit("terms.yaml", "主题: {values: [爱国, 敬业]}", "主题: {values: [爱国, 敬业, 友善]}"),
    Edit(SECOND, "quote: 内容要充实", "quote: 要充实"),
    Edit(
        FIRST,
        "  remedy: 补办讲堂\n",
        "  remedy: 确有举办而没有登记的，逐场登记为“讲堂”，附当时形成的方案；没有举办的，照实空着。\n",
    ),
)
GONE = (
    '- id: "2.2"\n  title: 台账\n  quote: 建好台账\n  obligation: 应办\n'
    "  expect: {ledger: {readable: 是, unique: [编号]}}\n"
)
CAME = (
    '- id: "2.11"\n  title: 好台账\n  quote: 建好台账\n  obligation: 强制\n'
    "  select: {类型: [讲堂, 榜单]}\n  expect: {count: {at_least: 20}}\n"
)


@pytest.fixture
def old(tmp_path) -> Path:
    return write_pack(tmp_path / "旧", edited_files(()))


@pytest.fixture
def new(tmp_path) -> Path:
    return write_pack(tmp_path / "新", edited_files((*SEVERAL, Edit(SECOND, GONE, CAME))))


@pytest.fixture
def ledger(tmp_path) -> Path:
    return write(
        tmp_path / "台账",
        {"unit.yaml": UNIT, "讲堂/记录.yaml": LECTURES, "讲堂/方案.docx": b"x", "榜单/记录.yaml": BOARDS},
    )


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Stand in the folder of the test, so that paths are short and the same everywhere."""
    monkeypatch.chdir(tmp_path)


def stored(civcheck, *chosen: str, to: str = "报告.json") -> Path:
    run = civcheck("audit", "台账", "--rules", "./旧", *AS_OF, *chosen, "--output", f"json={to}")
    assert run.code in (0, 1, 3), run.err
    return Path(to)


def approved(name: str, text: str) -> None:
    """Hold an output against the one that was read; a missing one is written, and the test fails once."""
    file = SNAPSHOTS / name
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        pytest.fail(f"read {name}")
    assert text == file.read_text()


# --- diff


def test_the_whole_difference_of_two_packs_is_told(civcheck, old, new):
    run = civcheck("rules", "diff", "./旧", "./新")
    assert run.code == 1
    approved("diff.txt", run.out)


def test_a_pack_does_not_differ_from_itself(civcheck, old):
    run = civcheck("rules", "diff", "./旧", "./旧")
    assert (run.code, run.out.splitlines()[-1]) == (0, "两个规则包完全相同。")
    assert json.loads(civcheck("rules", "diff", "hubei-2017", "hubei-2017", "--format", "json").out)["equal"]


def test_what_is_only_written_otherwise_is_no_difference(civcheck, old, tmp_path):
    files = edited_files(())
    write_pack(tmp_path / "新", {**files, SECOND: "# 说明\n" + files[SECOND]})
    run = civcheck("rules", "diff", "./旧", "./新")
    assert (run.code, run.out.splitlines()[-1]) == (0, "内容相同，只是文件的写法（注释、次序、空白）不同。")


def test_the_difference_as_json_has_every_change_with_both_texts(civcheck, old, new):
    run = civcheck("rules", "diff", "./旧", "./新", "--format", "json")
    assert run.code == 1
    found = json.loads(run.out)
    (rule,) = (each for each in found["rules"] if each["new"] == "2.4")
    (change,) = rule["changes"]
    assert (change["path"][-1], change["old"], change["new"], change["lean"]) == (
        "at_least",
        "1",
        "9",
        "stricter",
    )
    assert {each["state"] for each in found["rules"]} == {"added", "removed", "renamed", "changed"}


def test_a_pack_with_mistakes_is_not_compared(civcheck, old, new):
    write_pack(new, {SECOND: edited_files(())[SECOND].replace("expect:", "expct:", 1)})
    run = civcheck("rules", "diff", "./旧", "./新")
    assert (run.code, run.out) == (2, "") and "规则包“新”有" in run.err


def test_hostile_text_in_a_pack_is_made_fit_to_be_shown(civcheck, old, tmp_path):
    quoted = (
        '"' + HOSTILE.replace("\x1b", "\\e").replace("\u202e", "\\u202e").replace("\u2066", "\\u2066") + '"'
    )
    write_pack(tmp_path / "新", edited_files((Edit(SECOND, "title: 红黑榜", f"title: {quoted}"),)))
    for fmt in ("terminal", "json"):
        out = civcheck("rules", "diff", "./旧", "./新", "--format", fmt).out
        assert "\x1b" not in out and "\u202e" not in out and MOBILE not in out


# --- impact


def test_the_whole_impact_on_a_ledger_and_its_report_is_told(civcheck, old, new, ledger):
    stored(civcheck)
    run = civcheck("rules", "impact", "./新", "台账", "报告.json", "--old", "./旧", *AS_OF)
    assert run.code == 3  # the report leaves some rules open
    approved("impact.txt", run.out)


@pytest.mark.parametrize(
    "command", [("diff", "./旧", "./新"), ("impact", "./新", "台账", "报告.json", "--old", "./旧")], ids=str
)
def test_every_line_fits_80_columns_and_is_chinese(civcheck, old, new, ledger, command):
    stored(civcheck)
    run = civcheck("rules", *command)
    assert max(map(width_of, run.out.splitlines())) <= 80
    assert not latin_sentences(run.out)


def test_the_exit_code_says_whether_a_unit_flips_and_whether_all_could_be_compared(
    civcheck, old, new, ledger, tmp_path
):
    stored(civcheck)
    write_pack(tmp_path / "九", edited_files((NINE,)))
    asked = ("--old", "./旧", *AS_OF)
    assert civcheck("rules", "impact", "./旧", "台账", "报告.json", *asked).code == 0
    assert civcheck("rules", "impact", "./九", "台账", "报告.json", *asked).code == 1
    assert civcheck("rules", "impact", "./新", "报告.json", *asked).code == 3
    assert civcheck("rules", "impact", "./九", "报告.json", *AS_OF).code == 3
    assert civcheck("rules", "impact", "./九", "没有.json").code == 2
    assert civcheck("rules", "impact", "./九").code == 2


def test_the_impact_as_json_counts_units_and_rules(civcheck, old, ledger, tmp_path):
    stored(civcheck)
    write_pack(tmp_path / "九", edited_files((NINE,)))
    run = civcheck(
        "rules", "impact", "./九", "台账", "报告.json", "--old", "./旧", *AS_OF, "--format", "json"
    )
    found = json.loads(run.out)
    assert found["summary"] == {
        "units": 1, "results": 2, "units_flipping": 1, "units_unsure": 0, "rules_flipping": ["2.4"], "stopped": 0,
        "complete": True,
    }  # fmt: skip
    by_ledger, by_report = ({each["new"]: each for each in result["rules"]} for result in found["results"])
    assert by_ledger["2.4"]["after"] == by_report["2.4"]["after"] == "gap"
    assert by_report["2.4"]["changes"][0]["new"] == "9"


def test_a_folder_of_reports_is_all_of_them_and_what_is_none_is_told(civcheck, old, ledger, tmp_path):
    (tmp_path / "报告").mkdir()
    stored(civcheck, to="报告/甲.json")
    stored(civcheck, "--rule", "2.4", to="报告/乙.json")
    (tmp_path / "报告" / "丙.json").write_text("[" * 50_000)
    run = civcheck("rules", "impact", "./旧", "报告")
    assert run.code == 3
    assert "1 个单位（2 份结果）" in run.out and "没能比较：报告/丙.json" in run.out
    assert "报告只核查了一部分（规则 2.4）" in run.out and "Traceback" not in run.err


def test_a_folder_without_unit_yaml_is_told_as_in_an_audit(civcheck, old, tmp_path):
    (tmp_path / "空").mkdir()
    run = civcheck("rules", "impact", "./旧", "空")
    assert (run.code, run.out) == (2, "") and "里没有 unit.yaml" in run.err


def test_hostile_text_in_a_report_is_made_fit_to_be_shown(civcheck, old, ledger, tmp_path):
    report = stored(civcheck)
    found = json.loads(report.read_text())
    found["unit"]["name"] = HOSTILE
    found["provenance"]["only"] = [HOSTILE]
    for each in found["findings"]:
        each["title"] = HOSTILE
    report.write_text(json.dumps(found))
    write_pack(tmp_path / "九", edited_files((NINE,)))
    for old_pack in (("--old", "./旧"), ()):
        for fmt in ("terminal", "json"):
            out = civcheck("rules", "impact", "./九", "报告.json", *old_pack, "--format", fmt).out
            assert "红" in out
            assert "\x1b" not in out and "\u202e" not in out and MOBILE not in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("diff", "hubei-2017"), "缺少 新规则包"),
        (("diff", "hubei-2017", "x"), "没有规则包“x”"),
        (("diff", "hubei-2017", "hubei-2017", "--format", "lines"), "没有“lines”这种格式"),
        (("impact", "hubei-2017"), "缺少 台账或报告"),
        (("impact", "x", "y"), "没有规则包“x”"),
        (("impact", "hubei-2017", "y"), "没有这个台账或报告：y"),
        (("impact", "hubei-2017", ".", "--old", "x"), "没有规则包“x”"),
        (("impact", "hubei-2017", ".", "--as-of", "x"), "不是日期"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_command_line_is_told_in_chinese(civcheck, arguments, says):
    run = civcheck("rules", *arguments)
    assert (run.code, run.out) == (2, "")
    assert says in run.err and not latin_sentences(run.err)


@pytest.mark.parametrize("command", ["diff", "impact"])
def test_help_is_in_chinese_and_fits_80_columns(civcheck, command):
    run = civcheck("rules", command, "--help")
    assert run.code == 0 and run.out.startswith("用法：civcheck")
    assert max(width_of(line) for line in run.out.splitlines()) <= 80
