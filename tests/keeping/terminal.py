"""Running civcheck at a terminal of its own, and answering what it asks."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple


class Run(NamedTuple):
    """How a run ended, and what the terminal showed."""

    code: int
    out: str


def at_a_terminal(arguments: Sequence[object], answers: Sequence[str], columns: int = 80) -> Run:
    """Run a command and type an answer whenever it stops to wait; give the exit code and the screen."""
    own, its = pty.openpty()
    environment = dict(os.environ, NO_COLOR="1", COLUMNS=str(columns), PYTHONIOENCODING="utf-8", TERM="xterm")
    run = subprocess.Popen(
        [sys.executable, "-m", "civcheck", *map(str, arguments)],
        stdin=its, stdout=its, stderr=its, env=environment, close_fds=True,
    )  # fmt: skip
    os.close(its)
    shown, left, ends = b"", list(answers), time.monotonic() + 60
    while time.monotonic() < ends:
        ready, _, _ = select.select([own], [], [], 0.2)
        if ready:
            try:
                piece = os.read(own, 65_536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        if left and re.search(rb"(?:\xef\xbc\x89|\xef\xbc\x9a|\)|:) \Z", shown):
            answer = left.pop(0)
            os.write(own, answer.encode() if answer == "\x04" else f"{answer}\n".encode())
            shown += b"\n"
        elif run.poll() is not None and not ready:
            break
    os.close(own)
    return Run(run.wait(30), shown.decode("utf-8", "replace").replace("\r\n", "\n"))
