"""How far a run is: shown on a terminal alone, never in a report, and gone again however the run ends."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from civcheck.cli import progress
from civcheck.reading.filestate import TRUSTED_AFTER
from tests.ledgers import RECORD, write_ledger

HIDDEN, SHOWN = "\x1b[?25l", "\x1b[?25h"


class Terminal(io.StringIO):
    """Standard error that somebody watches."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def watch(monkeypatch):
    """Give a function that puts a stream in the place of standard error: pytest puts its own there before a test."""
    monkeypatch.setattr(progress, "_AT_ONCE", 0.0)
    monkeypatch.setenv("TERM", "xterm")
    for name in ("CI", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def begin(stream):
        monkeypatch.setattr(sys, "stderr", stream)
        return stream

    return begin


def test_a_bar_is_there_while_attachments_are_opened_and_gone_afterwards(watch):
    terminal = watch(Terminal())
    with progress.opening_bar() as show:
        show(0, 3)
        assert terminal.getvalue() == ""
        show(1, 3)
        assert "打开附件" in terminal.getvalue() and "1/3" in terminal.getvalue()
        show(3, 3)
        done = terminal.getvalue()
        assert done.rindex(SHOWN) > done.rindex(HIDDEN)
        show(0, 2)
        show(1, 2)
    assert "1/2" in terminal.getvalue()
    assert terminal.getvalue().rindex(SHOWN) > terminal.getvalue().rindex(HIDDEN)


def test_an_interrupt_leaves_neither_bar_nor_hidden_cursor(watch):
    terminal = watch(Terminal())
    with pytest.raises(KeyboardInterrupt), progress.opening_bar() as show:
        show(1, 3)
        raise KeyboardInterrupt
    assert terminal.getvalue().rindex(SHOWN) > terminal.getvalue().rindex(HIDDEN)


def test_what_is_opened_at_once_needs_no_bar(watch, monkeypatch):
    terminal = watch(Terminal())
    monkeypatch.setattr(progress, "_AT_ONCE", 60.0)
    with progress.opening_bar() as show:
        for done in range(4):
            show(done, 3)
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("where", ["a pipe", "TERM=dumb", "CI=true"])
def test_nothing_is_shown_where_nobody_watches(watch, monkeypatch, where):
    stream = watch(io.StringIO() if where == "a pipe" else Terminal())
    if "=" in where:
        monkeypatch.setenv(*where.split("="))
    with progress.opening_bar() as show:
        assert show is None
    assert progress.progress() is None
    progress.end_progress()
    assert stream.getvalue() == ""


# --- a whole run on a terminal


@pytest.fixture(scope="module")
def photos(tmp_path_factory) -> Path:
    """Give a ledger whose pictures take a while to be opened."""
    files: dict[str, str | bytes] = {}
    for number in range(60):
        small = Image.frombytes("RGB", (32, 24), random.Random(number).randbytes(32 * 24 * 3))
        raw = io.BytesIO()
        small.resize((2400, 1800)).save(raw, "JPEG", progressive=True)  # these are decoded in full
        files[f"{number:02}/图.jpg"] = raw.getvalue()
        files[f"{number:02}/记录.yaml"] = f"{RECORD}附件: {{图片: 图.jpg}}\n"
    ledger = write_ledger(tmp_path_factory.mktemp("图") / "台账", files)
    time.sleep(TRUSTED_AFTER / 1e9)  # what was written just now is not taken from the cache
    return ledger


class Watched:
    """A run whose standard error is a terminal of 80 columns."""

    def __init__(self, *words: object) -> None:
        import fcntl
        import struct
        import termios

        self.own, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        kept = {key: value for key, value in os.environ.items() if key not in ("CI", "NO_COLOR", "COLUMNS")}
        self.run = subprocess.Popen(
            [sys.executable, "-m", "civcheck", *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=theirs,
            env={**kept, "TERM": "xterm"},
            start_new_session=True,
        )
        os.close(theirs)
        self.said = ""

    def wait_for(self, words: str) -> None:
        while words not in self.said and (read := self._read()):
            self.said += read
        assert words in self.said

    def end(self) -> tuple[int, str]:
        """Give the exit code, and what came on standard output."""
        while read := self._read():
            self.said += read
        out, _ = self.run.communicate(timeout=60)
        os.close(self.own)
        return self.run.returncode, out.decode()

    def _read(self) -> str:
        try:
            return os.read(self.own, 65_536).decode("utf-8", "replace")
        except OSError:  # Linux says so where the other side is closed
            return ""


posix_only = pytest.mark.skipif(os.name == "nt", reason="terminals and signals of POSIX")
OPENING = ("--as-of", "2018-06-30", "--evidence", "--format", "lines", "--no-cache")


@pytest.mark.heavy
@posix_only
def test_a_report_is_the_same_whether_somebody_watches_or_not(civcheck, photos):
    watched = Watched("audit", photos, *OPENING)
    watched.wait_for("打开附件")
    code, out = watched.end()
    unwatched = civcheck("audit", photos, *OPENING)
    assert (code, out) == (unwatched.code, unwatched.out)
    assert unwatched.err == "" and "/60" in watched.said
    assert watched.said.rindex(SHOWN) > watched.said.rindex(HIDDEN)


@pytest.mark.heavy
@posix_only
@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_in_the_middle_ends_everything_at_once(photos, times):
    watched = Watched("audit", photos, *OPENING)
    watched.wait_for("打开附件")
    for _ in range(times):
        os.killpg(watched.run.pid, signal.SIGINT)
    code, out = watched.end()
    assert (code, out) == (130, "")
    assert "已中断" in watched.said and "Traceback" not in watched.said
    assert watched.said.rindex(SHOWN) > watched.said.rindex(HIDDEN)
    assert is_gone(watched.run.pid)


def is_gone(group: int) -> bool:
    """Wait a little until no process of a group is left."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.heavy
@posix_only
def test_two_audits_at_once_share_what_they_find(photos):
    words = ("audit", photos, *OPENING[:-1])
    both = [Watched(*words) for _ in range(2)]
    ended = [each.end() for each in both]
    assert ended[0] == ended[1]
    third = Watched(*words)
    assert third.end() == ended[0] and "打开附件" not in third.said
