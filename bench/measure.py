"""Run whole processes in turn, and keep the seconds, peak memory and exit code of each."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
PEAK_UNIT = 2**20 if sys.platform == "darwin" else 2**10  # what ru_maxrss counts in, per MB
AUDIT_CODES = frozenset({0, 1, 3})
PYTHON_FAILED = ("Traceback (most recent call last)", ": No module named ")


class CrashedError(Exception):
    """Say that a measured command ended in a way that no measurement may rest on."""


@dataclass(frozen=True)
class Command:
    """Name a command line and the exit codes that are no crash."""

    name: str
    argv: Sequence[str]
    accepted: frozenset[int] = frozenset({0})


@dataclass
class Timing:
    """Hold what was measured of one command, round by round."""

    seconds: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)
    codes: set[int] = field(default_factory=set)

    @property
    def median(self) -> float:
        """Return the median of the rounds, in seconds."""
        return median(self.seconds)

    @property
    def peak(self) -> float | None:
        """Return the highest memory of any round, in MB, where the platform tells it."""
        return max(self.peaks, default=None)

    def rounds_over(self, other: "Timing") -> list[float]:
        """Return the ratio to another command within each round, lowest first."""
        return sorted(mine / theirs for mine, theirs in zip(self.seconds, other.seconds, strict=True))


def interleave(commands: Sequence[Command], repeat: int) -> dict[str, Timing]:
    """Run the commands A B C A B C …, once to warm up and then ``repeat`` times measured.

    They share a cache folder that is new and empty: the first run leaves the compiled rule pack and the bytecode
    there that an installed civcheck has, and nothing of any ledger.

    Raises:
        CrashedError: A command ended with an exit code it may not have.

    """
    timings = {command.name: Timing() for command in commands}
    with tempfile.TemporaryDirectory(prefix="civcheck-cache-") as cache:
        for command in commands:
            run_once(command, Timing(), cache)
        for _ in range(repeat):
            for command in commands:
                run_once(command, timings[command.name], cache)
    return timings


def run_once(command: Command, timing: Timing, cache: str) -> None:
    """Run one command with its caches in the folder ``cache``, and add what was measured to ``timing``."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.argv,
            cwd=ROOT,
            env=_environment(cache),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        peak = _wait(process)
        timing.seconds.append(time.perf_counter() - start)
        timing.codes.add(process.returncode)
        if peak is not None:
            timing.peaks.append(peak)
        said.seek(0)
        _must_have_run(command, process.returncode, said.read().decode(errors="replace"))


def _must_have_run(command: Command, code: int, said: str) -> None:
    """Raise CrashedError unless the exit code is accepted; Python's own failures exit 1, as gaps do."""
    if code in command.accepted and not any(words in said for words in PYTHON_FAILED):
        return
    last = [f"    {line}" for line in said.strip().splitlines()[-3:]]
    raise CrashedError("\n".join([f"{command.name}: exit code {code}", *last]))


def _environment(cache: str) -> dict[str, str]:
    """Return the environment without what would change the format, with caches of its own."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("GITHUB_") and key != "PYTHONDONTWRITEBYTECODE"
    }
    return {**kept, "XDG_CACHE_HOME": cache, "PYTHONPYCACHEPREFIX": f"{cache}/bytecode"}


def _wait(process: subprocess.Popen[bytes]) -> float | None:
    """Wait for a process to end; return its peak memory in MB where the platform tells it.

    On Linux a child's peak starts at what its parent held when it was started: the caller must stay small,
    which is why ledgers are generated in processes of their own.
    """
    if not hasattr(os, "wait4"):
        process.wait()
        return None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss / PEAK_UNIT
