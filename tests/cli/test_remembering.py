"""An audit of a ledger in which nothing has changed prints what it printed before; any doubt means auditing anew."""

from __future__ import annotations

import importlib
import re
import shutil
import sqlite3
import sys
import time
from pathlib import Path

import pytest

from civcheck.cli import remembering
from civcheck.reading.filestate import TRUSTED_AFTER
from civcheck.reading.outputcache import MOST_KEPT, outputs_file
from tests.report import ledgers

DAY = ("--as-of", "2018-06-30")


@pytest.fixture(autouse=True)
def settled_clock(monkeypatch, tmp_path):
    """Let even small ledgers be worth it, and the clock be later than every file's last change."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(remembering, "FILES", 1)
    monkeypatch.setattr(remembering, "now", lambda: time.time_ns() + 2 * TRUSTED_AFTER)


@pytest.fixture
def audits(monkeypatch) -> list[object]:
    """Count the audits that are really made."""
    made: list[object] = []
    module = importlib.import_module("civcheck.app.audit")
    real = module.audit

    def counted(*arguments, **named):
        made.append(arguments)
        return real(*arguments, **named)

    monkeypatch.setattr(module, "audit", counted)
    return made


@pytest.fixture
def ledger(tmp_path) -> Path:
    return ledgers.good(tmp_path / "台账")


@pytest.mark.parametrize("fmt", ["terminal", "json", "html", "lines"])
def test_the_second_time_it_prints_the_same_and_audits_nothing(civcheck, audits, ledger, fmt):
    first = civcheck("audit", ledger, *DAY, "--format", fmt)
    assert civcheck("audit", ledger, *DAY, "--format", fmt) == first
    assert len(audits) == 1 and first.code in (0, 1, 3)


@pytest.mark.parametrize("change", ["text", "new file", "gone", "touched", "renamed"])
def test_a_change_in_the_ledger_is_audited(civcheck, audits, ledger, change):
    civcheck("audit", ledger, *DAY)
    file = ledger / "讲堂" / "记录.yaml"
    match change:
        case "text":
            file.write_text(file.read_text("utf-8") + "备注: 改过\n", "utf-8")
        case "new file":
            (ledger / "新.txt").write_text("新", "utf-8")
        case "gone":
            file.unlink()
        case "touched":
            file.touch()
        case _:
            file.rename(file.with_name("另.yaml"))
    civcheck("audit", ledger, *DAY)
    assert len(audits) == 2


def test_a_change_in_a_folder_that_is_not_audited_is_seen_too(civcheck, audits, ledger):
    (ledger / "__pycache__").mkdir()
    before = civcheck("audit", ledger, *DAY).out
    (ledger / "__pycache__" / "记录.yaml").write_text(
        "类型: 志愿服务\n标题: 清扫\n日期: 2017-03-05\n", "utf-8"
    )
    assert civcheck("audit", ledger, *DAY).out != before


@pytest.mark.parametrize(
    "more",
    [
        ("--lang", "en"),
        ("--rule", "2.7"),
        ("--fail-on", "强制"),
        ("--no-hygiene",),
        ("--as-of", "2018-06-29"),
    ],
)
def test_another_question_is_audited(civcheck, audits, ledger, more):
    civcheck("audit", ledger, *DAY)
    civcheck("audit", ledger, *DAY, *more)
    assert len(audits) == 2


def test_without_a_day_the_day_on_the_clock_counts(civcheck, audits, ledger, monkeypatch):
    from datetime import date

    for day in (date(2018, 6, 29), date(2018, 6, 29), date(2018, 6, 30)):
        monkeypatch.setattr("civcheck.cli.auditing.today", lambda day=day: day)
        civcheck("audit", ledger)
    assert len(audits) == 2


def test_what_was_changed_a_moment_ago_is_audited_again(civcheck, audits, ledger, monkeypatch):
    monkeypatch.setattr(remembering, "now", time.time_ns)
    (ledger / "新.txt").write_text("新", "utf-8")
    civcheck("audit", ledger, *DAY)
    civcheck("audit", ledger, *DAY)
    assert len(audits) == 2


def test_nothing_is_remembered_of_what_is_written_to_a_file(civcheck, audits, ledger, tmp_path):
    for _ in range(2):
        civcheck("audit", ledger, *DAY, "--output", f"json={tmp_path / 'r.json'}")
    assert len(audits) == 2 and (tmp_path / "r.json").is_file()


def test_a_pack_by_its_path_is_read_each_time(civcheck, audits, ledger, tmp_path):
    pack = tmp_path / "pack"
    shutil.copytree(ledgers.SAMPLE.parent / "rules" / "hubei-2017", pack)
    for _ in range(2):
        civcheck("audit", ledger, *DAY, "--rules", pack)
    assert len(audits) == 2


def test_another_library_audits_anew(civcheck, audits, ledger, tmp_path, monkeypatch):
    library = tmp_path / "made_up_library.py"
    library.write_text("", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(remembering, "AUDITING", (*remembering.AUDITING, "made_up_library"))
    for _ in range(2):
        civcheck("audit", ledger, *DAY)
    library.write_text("VERSION = 2", "utf-8")
    civcheck("audit", ledger, *DAY)
    assert len(audits) == 2


def test_a_ledger_that_came_into_a_repository_is_audited_anew(civcheck, audits, ledger):
    before = civcheck("audit", ledger, *DAY, "--format", "github").out
    (ledger.parent / ".git").mkdir()
    assert civcheck("audit", ledger, *DAY, "--format", "github").out != before
    assert len(audits) == 2


def test_a_workflow_is_told_everything_each_time(civcheck, audits, ledger, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    lengths = []
    for _ in range(2):
        civcheck("audit", ledger, *DAY)
        lengths.append(summary.stat().st_size)
    assert len(audits) == 2 and lengths[1] == 2 * lengths[0] > 0


def test_attachments_that_could_not_be_opened_this_time_are_opened_the_next(
    civcheck, audits, ledger, monkeypatch
):
    command = ("audit", ledger, *DAY, "--evidence")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", "/there/is/no/python")
        closed = civcheck(*command)
    opened = civcheck(*command)
    assert len(audits) == 2 and opened.out != closed.out
    assert civcheck(*command) == opened and len(audits) == 2


def test_a_cache_that_is_damaged_is_done_without(civcheck, audits, ledger):
    first = civcheck("audit", ledger, *DAY)
    outputs_file().write_bytes(b"x" * 4_000)
    for _ in range(2):
        assert civcheck("audit", ledger, *DAY) == first
    assert len(audits) == 2  # it was begun anew


def test_of_many_outputs_the_oldest_go(civcheck, ledger):
    for day in range(1, 27):
        civcheck("audit", ledger, "--as-of", f"2018-06-{day:02}", "--rule", "2.7")
    with sqlite3.connect(outputs_file()) as base:
        assert base.execute("SELECT count(*) FROM outputs").fetchone() == (MOST_KEPT,)


def test_a_small_ledger_is_audited_anew(civcheck, audits, ledger, monkeypatch):
    monkeypatch.setattr(remembering, "FILES", 1_000)
    for _ in range(2):
        civcheck("audit", ledger, *DAY)
    assert len(audits) == 2 and not outputs_file().exists()


def test_a_change_in_a_ledger_that_is_compared_is_audited(civcheck, audits, ledger, tmp_path):
    other = ledgers.good(tmp_path / "另一个")
    unit = other / "unit.yaml"
    unit.write_text(re.sub("(?m)^单位名称: .*", "单位名称: 另一个单位", unit.read_text("utf-8")), "utf-8")
    asked = ("audit", ledger, *DAY, "--against", other)
    assert civcheck(*asked) == civcheck(*asked)
    assert len(audits) == 1
    (other / "新.txt").write_text("新", "utf-8")
    civcheck(*asked)
    civcheck("audit", ledger, *DAY, "--evidence")
    assert len(audits) == 3
