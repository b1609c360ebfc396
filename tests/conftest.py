"""What all tests stand on."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Take back that Ctrl-C is ignored, as in a shell's background: runs that tests interrupt would inherit it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
