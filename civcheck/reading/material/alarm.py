"""The time that a file may take in a child process: counted by the system, which ends the process when it is over.

No check of our own could end a library that goes round in circles. Processor time counts, so that a busy machine
changes nothing. Nothing happens where the system has no such timer, or outside a child.
"""

from __future__ import annotations

import signal
import sys

HAS_TIMER = sys.platform != "win32"
_switch = {"is on": False}


def switch_on() -> None:
    """Let time count from now on; only a child process that may be ended does so."""
    _switch["is on"] = HAS_TIMER


def allow(seconds: float) -> None:
    """Let this process end (by SIGPROF) after so many seconds of processor time from now; 0 lets it go on."""
    if sys.platform != "win32" and _switch["is on"]:
        signal.setitimer(signal.ITIMER_PROF, seconds)
