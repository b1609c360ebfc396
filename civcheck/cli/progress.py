"""How far a run is, on standard error where somebody watches; gone again before anything else is said."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from civcheck.cli.speaking import spoken
from civcheck.messages import msg, say

if TYPE_CHECKING:
    from rich.progress import Progress

_AT_ONCE = 0.5
"""Seconds of opening attachments before a bar is worth it."""
_ERASE = "\r\x1b[K"


def is_watched() -> bool:
    """Tell whether somebody watches: a terminal that can erase what it shows, and no machine that keeps a log of it."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")


def progress(what: str = "progress.reading") -> Callable[[int], None] | None:
    """Give a function that shows how far something is, by the message ``what``; None where nobody watches."""
    if not is_watched():
        return None

    def show(done: int) -> None:
        sys.stderr.write(f"\r{say(msg(what, count=str(done)), spoken())}\x1b[K")
        sys.stderr.flush()

    return show


def end_progress() -> None:
    """Erase the line that ``progress`` was shown on."""
    if is_watched():
        sys.stderr.write(_ERASE)
        sys.stderr.flush()


@contextmanager
def opening_bar() -> Iterator[Callable[[int, int], None] | None]:
    """Give a function that shows in a bar how many attachments are open, and of how many; None where nobody watches.

    However it ends, the bar is gone and the cursor is there again.
    """
    if not is_watched():
        yield None
        return
    bar = _Bar()
    try:
        yield bar.show
    finally:
        bar.erase()


class _Bar:
    """A bar that is there while attachments are opened, if that takes a while."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._shown: Progress | None = None

    def show(self, done: int, of: int) -> None:
        """Show that so many are done; with the last one the bar is gone."""
        if done in (0, of):
            self.erase()
            self._since = time.monotonic()
            return
        if self._shown is None and time.monotonic() - self._since > _AT_ONCE:
            self._shown = _rich_bar(done, of)
            self._shown.start()  # known before it is started: an interrupt may come at any moment
        if self._shown is not None:
            self._shown.update(self._shown.task_ids[0], completed=done)

    def erase(self) -> None:
        """Take the bar away."""
        shown, self._shown = self._shown, None
        if shown is not None:
            shown.stop()


def _rich_bar(done: int, of: int) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True, highlight=False)
    bar = Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
    bar.add_task(say(msg("progress.opening"), spoken()), total=of, completed=done)
    return bar
