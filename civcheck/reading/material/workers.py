"""Opening many files in child processes, so that one that kills a library is a flaw of that file and nothing more.

The children are programs of our own that talk JSON over pipes, not those of ``multiprocessing``: docs/decisions.md.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from civcheck.model.material import FileFacts
from civcheck.reading import limits
from civcheck.reading.material import alarm
from civcheck.reading.material.child import LEAVING, READY
from civcheck.reading.material.factsjson import facts_of_json
from civcheck.reading.material.opening import EVERYTHING, LookFor

_ROOT = str(Path(__file__).parents[3])
"""The folder, or zip, that this civcheck is imported from."""
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from civcheck.reading.material.child import main; main()"
)
_AT_ONCE = 16
"""Tasks that are given to a child before it has answered the first."""
_ASKED_BYTES, _SIGN_BYTES = 32 * 1024, 12
"""What tasks may take that are given at once, and a sign of a path in JSON: a pipe that is full would never empty."""
_FILES_A_CHILD, _BYTES_A_CHILD = 256, 8 * 1024 * 1024
"""So much work is worth the start of one more child."""
_WAIT = 6 if alarm.HAS_TIMER else 2
"""How many times the processor time that a file may take is waited for its answer: the machine may be busy."""
_TICK = 0.25
_STARTS = 2
_LAST_WORDS = 2.0
"""Seconds that a child which says no more has to end by itself, so that its exit code tells why."""


class ToOpen(NamedTuple):
    """A file to open: its path in the ledger, the path to open it by, its size in bytes."""

    path: str
    real: str
    size: int


class _Task(NamedTuple):
    """A file that is asked for; ``flaw`` is what a first attempt came to: then only digest and sort are asked for."""

    number: int
    file: ToOpen
    flaw: str = ""


def usable_cores() -> int:
    """Give the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def open_all(
    files: Sequence[ToOpen],
    jobs: int = 0,
    progress: Callable[[int], None] | None = None,
    look_for: LookFor = EVERYTHING,
) -> Iterator[tuple[str, FileFacts]]:
    """Give path and facts of every file, in the order of ``files``.

    ``jobs`` is the number of child processes at most, 0 for one a core; little work gets fewer. ``progress`` is told
    how many files are done. A file over a limit of time or memory, or that ends its child, has a flaw
    (``too-slow``, ``too-large``, ``broken``); where no child can be started at all, ``unopened``. Whoever stops
    taking results, or interrupts, leaves no child behind.
    """
    if not files:
        return
    crew = _Crew(files, _count(files, jobs or usable_cores()), look_for)
    try:
        yield from crew.answers(progress)
    finally:
        crew.dismiss()


def _count(files: Sequence[ToOpen], jobs: int) -> int:
    """Work out how many children are worth their start."""
    much = sum(min(file.size, limits.ATTACHMENT_HASHED) for file in files) // _BYTES_A_CHILD
    return max(1, min(jobs, len(files), max(len(files) // _FILES_A_CHILD, much)))


class _Crew:
    """The children at work on one list of files."""

    def __init__(self, files: Sequence[ToOpen], count: int, look_for: LookFor) -> None:
        self.files, self.look_for = files, look_for
        self.answered: queue.SimpleQueue[tuple[int, FileFacts]] = queue.SimpleQueue()
        self._tasks = deque(_Task(number, file) for number, file in enumerate(files))
        self._lock = threading.Lock()
        self.is_over = False
        self._keepers = [_Keeper(self) for _ in range(count)]
        for keeper in self._keepers:
            keeper.start()

    def take(self) -> list[_Task]:
        """Give the next few tasks, fewer where little is left, so that every child has its share."""
        with self._lock:
            share = min(len(self._tasks) // (2 * len(self._keepers)) + 1, _AT_ONCE)
            taken: list[_Task] = []
            room = _ASKED_BYTES
            while self._tasks and len(taken) < share and room > 0:
                taken.append(self._tasks.popleft())
                room -= _SIGN_BYTES * len(taken[-1].file.real)
            return taken

    def give_back(self, tasks: Sequence[_Task]) -> None:
        """Take back tasks that a child did not come to."""
        with self._lock:
            self._tasks.extendleft(reversed(tasks))

    def answers(self, progress: Callable[[int], None] | None) -> Iterator[tuple[str, FileFacts]]:
        """Give the answers in the order of the files."""
        early: dict[int, FileFacts] = {}
        done = 0
        for number, file in enumerate(self.files):
            while number not in early:
                arrived, facts = self._next()
                early[arrived] = facts
                done += 1
                if progress is not None:
                    progress(done)
            yield file.path, early.pop(number)

    def _next(self) -> tuple[int, FileFacts]:
        """Wait for the next answer, and meanwhile end children that take too long."""
        while True:
            try:
                return self.answered.get(timeout=_TICK)
            except queue.Empty:
                for keeper in self._keepers:
                    keeper.end_if_stuck()

    def dismiss(self) -> None:
        """End every child and wait until it is gone."""
        self.is_over = True
        for keeper in self._keepers:
            keeper.end()
        for keeper in self._keepers:
            keeper.join()


class _Child:
    """One child process."""

    def __init__(self) -> None:
        utf8 = ["-X", "utf8"] if sys.flags.utf8_mode else []
        # -P: nothing is imported from the folder that civcheck was called in, which may be the ledger
        self.program = subprocess.Popen(  # noqa: S603 - this very Python, with a program that stands above
            [sys.executable, "-P", *utf8, "-c", _PROGRAM, _ROOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self.program.stdin is not None and self.program.stdout is not None  # noqa: S101 - pipes, as asked for
        self.tasks: IO[bytes] = self.program.stdin
        self.results: IO[bytes] = self.program.stdout

    def is_ready(self) -> bool:
        """Wait until it has started, or is gone."""
        return self.results.readline() == READY

    def ask(self, tasks: Sequence[_Task], look_for: LookFor) -> None:
        """Hand over tasks; a child that is gone is noticed when it does not answer."""
        lines = []
        for task in tasks:
            file = task.file
            wanted = LookFor(inside=False) if task.flaw else look_for
            lines.append(json.dumps([file.real, file.path.rpartition("/")[2], file.size, *wanted]) + "\n")
        try:
            self.tasks.write("".join(lines).encode())
            self.tasks.flush()
        except OSError:
            pass

    def end(self, patience: float = 0) -> int:
        """End it whatever it is doing, unless it ends by itself within ``patience`` seconds, and give its exit code."""
        try:
            self.program.wait(patience)
        except subprocess.TimeoutExpired:
            self.program.kill()
        for pipe in (self.tasks, self.results):
            try:
                pipe.close()
            except OSError:
                continue
        return self.program.wait()


class _Keeper(threading.Thread):
    """Gives tasks to one child, takes its answers, and gets another one when it ends."""

    def __init__(self, crew: _Crew) -> None:
        super().__init__(daemon=True)
        self._crew = crew
        self._child: _Child | None = None
        self._lock = threading.Lock()
        self._since = 0.0
        self._was_stuck = False

    def run(self) -> None:
        """Work until there are no tasks."""
        while not self._crew.is_over and (tasks := self._crew.take()):
            child = self._child or self._start()
            if self._crew.is_over:
                break
            if child is None:
                for task in tasks:
                    self._answer(task, FileFacts(task.file.size, flaw="unopened"))
            else:
                child.ask(tasks, self._crew.look_for)
                self._listen(child, deque(tasks))
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.end()

    def _start(self) -> _Child | None:
        """Start a child; None where that cannot be done."""
        for _ in range(_STARTS):
            try:
                with self._lock:
                    self._child, self._was_stuck = None if self._crew.is_over else _Child(), False
            except OSError:
                continue
            if (child := self._child) is None:
                return None
            self._since = time.monotonic()
            ready = child.is_ready()
            self._since = 0.0
            if ready:
                return child
            self._end()
        return None

    def _listen(self, child: _Child, waiting: deque[_Task]) -> None:
        """Take the answers to tasks; of a child that ends the first of them is the reason."""
        while waiting:
            self._since = time.monotonic()
            line = child.results.readline()
            self._since = 0.0
            if line == LEAVING:
                self._end()
                break
            try:
                facts = facts_of_json(line)
            except ValueError:
                self._blame(waiting.popleft(), patience=0 if line else _LAST_WORDS)
                break
            task = waiting.popleft()
            self._answer(task, facts._replace(flaw=task.flaw) if task.flaw else facts)
        self._crew.give_back(waiting)

    def _blame(self, task: _Task, patience: float) -> None:
        """Say of a file that it ended the child; its digest and sort are asked for once more."""
        flaw = _flaw_of(self._end(patience), self._was_stuck)
        if self._crew.is_over:
            return
        if task.flaw:
            self._answer(task, FileFacts(task.file.size, flaw=task.flaw))
        else:
            self._crew.give_back([task._replace(flaw=flaw)])

    def _answer(self, task: _Task, facts: FileFacts) -> None:
        self._crew.answered.put((task.number, facts))

    def _end(self, patience: float = 0) -> int:
        with self._lock:
            child, self._child = self._child, None
        return child.end(patience) if child is not None else 0

    def end_if_stuck(self) -> None:
        """End a child that has not answered for too long."""
        if self._since and time.monotonic() - self._since > _WAIT * limits.ATTACHMENT_SECONDS:
            self._was_stuck = True
            self.end()

    def end(self) -> None:
        """End the child from outside; whoever listens to it hears no more."""
        with self._lock:
            if self._child is not None:
                self._child.program.kill()


def _flaw_of(code: int, was_stuck: bool) -> str:
    """Say why a child has ended: its time was over, the system took its memory back, or the file broke it."""
    if was_stuck or (alarm.HAS_TIMER and code == -signal.SIGPROF):
        return "too-slow"
    return "too-large" if alarm.HAS_TIMER and code == -signal.SIGKILL else "broken"
