"""``civcheck watch``: a ledger is audited again when a file changes, and only what has changed is printed."""

from __future__ import annotations

import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from civcheck.app.audit import audit
from civcheck.cli.watch import _turns
from civcheck.report import Options
from civcheck.report.layout import width_of
from civcheck.report.turn import render_start, render_turn
from civcheck.verdict.comparing import compare_reports
from tests.report import ledgers
from tests.report.ledgers import SAMPLE
from tests.shares import one_in

AS_OF = date(2017, 8, 1)


def turn(before: Path, after: Path, lang: str = "zh") -> str:
    old, new = (audit(each, as_of=AS_OF) for each in (before, after))
    return render_turn(old, new, compare_reports(old, new), "10:00:00", Options(lang)).decode()


@pytest.fixture
def copy(tmp_path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "台账"))


# --- what is told


def test_what_changes_no_outcome_is_one_line(copy):
    (copy / "说明.txt").write_text("新的说明", "utf-8")
    (copy / "unit.yaml").touch()
    assert turn(SAMPLE, copy) == "10:00:00 文件有变动，结论没有变化\n"


def test_a_rule_that_turns_is_told_with_what_is_lacking_and_others_are_not(copy):
    shutil.rmtree(copy / "09-全民阅读")
    said = turn(SAMPLE, copy)
    assert "10:00:00 达标" in said and "达标 → 未到期" in said
    told = [line for line in said.splitlines() if line.startswith(" 其他变化")]
    assert told and all(line.split()[1].startswith("9.") for line in told)


def test_a_problem_that_comes_is_told_and_once_mended_that_it_is_gone(copy):
    (copy / "新.yaml").write_text("坏: [", "utf-8")
    assert " 新出现：新.yaml:1:4：" in turn(SAMPLE, copy)
    assert " 已消除：新.yaml:1:4：" in turn(copy, SAMPLE)


def test_a_problem_that_only_moves_to_another_line_is_none(copy, tmp_path):
    bad = ledgers.LECTURE.replace("2017-03-15", "三月")
    one = ledgers.write(tmp_path / "甲", {"unit.yaml": ledgers.DECLARED, "讲堂/记录.yaml": bad})
    other = ledgers.write(tmp_path / "乙", {"unit.yaml": ledgers.DECLARED, "讲堂/记录.yaml": "# 注\n" + bad})
    assert turn(one, other) == "10:00:00 文件有变动，结论没有变化\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(copy, lang):
    shutil.rmtree(copy / "12-志愿服务")
    said = turn(SAMPLE, copy, lang) + render_start(audit(SAMPLE, as_of=AS_OF), Options(lang)).decode()
    assert said.count("\n") > 10 and all(width_of(line) <= 80 for line in said.splitlines())


# --- as it is used


class Watching:
    """A running watch: what it prints, line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.put(line)

    def until(self, words: str) -> str:
        """Give the first line with these words; fails after a minute."""
        while words not in (line := self.lines.get(timeout=60)):
            continue
        return line


@contextmanager
def watching(folder: Path, *options: str) -> Iterator[Watching]:
    command = [sys.executable, "-m", "civcheck", "watch", str(folder), "--as-of", str(AS_OF), *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            yield Watching(process)
        finally:
            process.kill()


@pytest.mark.parametrize("options", one_in(2, [(), ("--poll",)]))
def test_a_change_is_noticed_a_ledger_that_cannot_be_read_is_waited_for_and_ctrl_c_ends_it(copy, options):
    kept = (copy / "unit.yaml").read_bytes()
    with watching(copy, *options) as run:
        run.until("Ctrl-C")
        (copy / "~$新.yaml").write_text("坏: [", "utf-8")  # what a program writes while it is open
        (copy / "新.yaml").write_text("坏: [", "utf-8")
        assert "新.yaml" in run.until("新出现")
        (copy / "unit.yaml").unlink()
        (copy / "新.yaml").unlink()
        (copy / "unit.yaml").write_bytes(kept)
        assert "新.yaml" in run.until("已消除")
        run.process.send_signal(signal.SIGINT)
        assert run.process.wait(60) == 0
        said = run.process.stderr.read()
        assert (
            said.rstrip().endswith("不再看着。")
            and "Traceback" not in said
            and "KeyboardInterrupt" not in said
        )


def test_a_folder_that_does_not_exist_is_told(civcheck, tmp_path):
    done = civcheck("watch", tmp_path / "没有的")
    assert done.code == 2 and "没有这个文件夹" in done.err


def test_a_folder_that_is_gone_when_it_is_to_be_watched_anew_is_waited_for(tmp_path):
    turns = _turns([tmp_path / "台账"], poll=False)
    assert next(turns) is False
    (tmp_path / "台账").mkdir()
    assert next(turns) is True and next(turns) is False
    turns.close()


@pytest.mark.heavy
def test_a_folder_that_is_taken_away_and_put_back_is_still_watched(tmp_path):
    files = {"unit.yaml": ledgers.DECLARED}
    ledger = ledgers.write(tmp_path / "台账", files)
    with watching(ledger) as run:
        run.until("Ctrl-C")
        shutil.rmtree(ledger)
        ledgers.write(ledger, files)
        run.until("没有变化")
        (ledger / "新.yaml").write_text("坏: [", "utf-8")
        assert "新.yaml" in run.until("新出现")


def test_a_folder_that_is_no_ledger_is_refused(civcheck, tmp_path):
    run = civcheck("watch", tmp_path)
    assert run.code == 2 and "unit.yaml" in run.err and run.out == ""
