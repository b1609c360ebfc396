"""Commands that reports and messages print: pasted into a shell they ask for the same audit, and run nothing else."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from civcheck.model.shell import shell_word
from tests.report.ledgers import DECLARED, SAMPLE, write

RULES = Path(SAMPLE).parent / "rules" / "hubei-2017"


def printed(text, sort="explain"):
    """Give the words of the first command of that sort, as a shell takes them; it stands on one row."""
    (row, *_) = (line for line in text.splitlines() if f"civcheck {sort}" in line)
    program, *words = shlex.split(f"civcheck {row.partition('civcheck ')[2]}")
    assert program == "civcheck"
    return words


@pytest.mark.parametrize("name", ["my ledger", "a$(id)b", "it's", "a;b&c", "-x", "~", "台账", "长" * 70])
def test_the_command_of_a_report_names_the_same_ledger_pack_and_day(civcheck, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SAMPLE, tmp_path / name)
    shutil.copytree(RULES, tmp_path / "my pack")
    given = ("--as-of", "2017-06-30", "--rules", "./my pack")
    text = civcheck("audit", *given, "--", name).out
    words = printed(text)
    own = f"./{name}" if name.startswith("-") else name
    assert words[2:] == [own, "--rules", "./my pack", "--as-of", "2017-06-30"]
    again = civcheck(*words)
    assert again.code == 0 and "2017-06-30" in again.out


def test_the_day_of_a_setting_is_repeated_and_that_of_the_clock_is_not(civcheck, monkeypatch):
    assert "--as-of" not in printed(civcheck("audit", SAMPLE).out)
    monkeypatch.setenv("CIVCHECK_AS_OF", "2017-06-30")
    assert printed(civcheck("audit", SAMPLE).out)[-2:] == ["--as-of", "2017-06-30"]


def test_attachments_that_were_opened_are_opened_again(civcheck, tmp_path):
    path = tmp_path / "r.json"
    text = civcheck("audit", SAMPLE, "--rule", "2.7", "--evidence", "--output", f"json={path}").out
    assert printed(text)[-1] == printed(civcheck("report", path).out)[-1] == "--evidence"
    assert civcheck(*printed(text)).code == 0


def test_a_stored_report_prints_its_own_day_and_pack(civcheck, tmp_path):
    path = tmp_path / "r.json"
    ledger = write(tmp_path / "台账", {"unit.yaml": "单位名称: 某局\n单位类型: 市直机关\n年度: 2018\n"})
    wanted = ("--rules", "example-score-2018", "--as-of", "2018-12-31")
    civcheck("audit", ledger, *wanted, "--output", f"json={path}")
    assert printed(civcheck("report", path).out)[2:] == ["台账文件夹", *wanted]


def test_folders_without_records_lead_to_rules_of_the_pack_that_was_chosen(civcheck, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(RULES, tmp_path / "my pack")
    write(tmp_path / "my ledger", {"unit.yaml": DECLARED, "01-道德模范/图.jpg": b"x", "不知道/甲.docx": b"x"})
    (tmp_path / "my ledger" / "空").mkdir()
    for fmt in ("terminal", "html"):
        text = civcheck("audit", "my ledger", "--rules", "./my pack", "--format", fmt).out.replace(
            "&#39;", "'"
        )
        assert "civcheck new --point 1 --adopt 01-道德模范 'my ledger' --rules './my pack'" in text
        assert "civcheck new --adopt 不知道 'my ledger' --rules './my pack'" in text
        assert "civcheck rules list './my pack'" in text
    assert civcheck(*printed(civcheck("audit", "my ledger", "--rules", "./my pack").out, "rules")).code == 0


def test_paths_in_the_commands_of_messages_are_single_words(civcheck, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "my $(id)", {"unit.yaml": DECLARED, "一/图.jpg": b"x"})
    inside = civcheck("audit", "my $(id)/一").err
    assert printed(inside, "audit") == ["audit", "my $(id)/一/.."]
    (tmp_path / "my r.json").write_text("{")
    assert printed(civcheck("report", "my r.json").err, "audit")[-2:] == ["--output", "json=my r.json"]
    (tmp_path / "my r.json").write_text("{}")
    assert printed(civcheck("report", "my r.json").err, "audit")[-2:] == ["--output", "json=my r.json"]
    (tmp_path / "全文.txt").write_text("一、开展活动。\n")
    made = civcheck("rules", "new", "x-2018", "全文.txt", "--year", "2018", "--to", "my new pack")
    assert printed(made.err, "rules") == ["rules", "trace", "./my new pack"]


def test_on_windows_words_stand_in_double_quotation_marks():
    assert shell_word(r"C:\我的 台账", windows=True) == r'"C:\我的 台账"'
    assert shell_word(r"C:\台账", windows=True) == r"C:\台账"
