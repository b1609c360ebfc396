"""What all tests stand on."""

from __future__ import annotations

import gc
import signal


def pytest_configure() -> None:
    """Take back that Ctrl-C is ignored, as in a shell's background: runs that tests interrupt would inherit it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection() -> None:
    """Collect no garbage among thousands of tests that only grow more."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Keep what has been collected out of every search for garbage, and search seldom: a fifth of the run's time."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
