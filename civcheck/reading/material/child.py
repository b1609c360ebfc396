"""The child process that opens files: one line of JSON a file in, one line with its facts out, in the same order.

It limits itself in memory and time, ends when its input does, and leaves Ctrl-C to its parent.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from civcheck.reading import limits
from civcheck.reading.material import alarm
from civcheck.reading.material.factsjson import facts_json
from civcheck.reading.material.opening import LookFor, facts_of

READY = b"ready\n"
LEAVING = b"leaving\n"
"""What a child says before it ends because it has grown too large."""
_WANTED_BYTES = limits.CHILD_BYTES // 2


def main() -> None:
    """Open what the input names, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # what libraries print of a file is nobody's: it would stand among the answers
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    limit_memory()
    alarm.switch_on()
    work(sys.stdin.buffer, answers)


def work(tasks: BinaryIO, answers: BinaryIO) -> None:
    """Answer tasks until there are none, or this process has grown too large."""
    _say(answers, READY)
    for line in tasks:
        real, name, size, *look_for = json.loads(line)
        alarm.allow(limits.ATTACHMENT_SECONDS)
        facts = facts_of(real, name, size, LookFor(*look_for))
        alarm.allow(0)
        _say(answers, facts_json(facts).encode() + b"\n")
        if _grown():
            _say(answers, LEAVING)
            return


def _say(answers: BinaryIO, line: bytes) -> None:
    answers.write(line)
    answers.flush()


def limit_memory() -> None:
    """Take no more memory than a child may have, and leave no core behind, where the system can be told so."""
    if sys.platform != "win32":
        import resource

        for what, most in ((resource.RLIMIT_AS, limits.CHILD_BYTES), (resource.RLIMIT_CORE, 0)):
            try:
                resource.setrlimit(what, (most, most))
            except (ValueError, OSError):  # a lower limit is set already, or the system has none
                continue


def _grown() -> bool:
    """Tell whether this process holds more memory than is wanted; where nobody says that, whether it ever did.

    Linux counts in ``ru_maxrss`` what the parent held when it started this child: behind a large parent every child
    would seem too large.
    """
    try:
        held = int(Path("/proc/self/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        held = _most_held()
    return held > _WANTED_BYTES


def _most_held() -> int:
    """Give the most bytes that this process has held; 0 where nobody knows."""
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most * (1 if sys.platform == "darwin" else 1024)
