"""Print how long an audit takes when nothing has changed since the last one, as a ratio to walking the ledger.

Attachments are opened (``--evidence``). The floor is a Python process of its own that walks the ledger and stats every
file (``floors/walk.py``): whoever wants to know that nothing has changed has to do that much.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import Command, CrashedError, Timing, run_once
from run import BENCH, PASS, Bar, audit, ledger_of, ledgers, print_table, python

BAR = 2.5
SETTLED = 3.0  # seconds after which the times of files are trusted


def measure(records: int, folder: Path, repeat: int) -> Bar:
    """Audit a ledger once, then by turns with the floors; print the table, return the bar.

    Raises:
        CrashedError: a command ended as it may not.
    """
    ledger = ledger_of(records, folder)
    time.sleep(SETTLED)
    again = audit("again", ledger, "--evidence")
    commands = [again, Command("walk", python(BENCH / "floors" / "walk.py", str(ledger))), PASS]
    timings = {command.name: Timing() for command in commands}
    first = Timing()
    with tempfile.TemporaryDirectory(prefix="civcheck-cache-") as cache:
        run_once(again, first, cache)
        for command in commands:
            run_once(command, Timing(), cache)
        for _ in range(repeat):
            for command in commands:
                run_once(command, timings[command.name], cache)
    print(f"\n{records:,} records, medians of {repeat} rounds; the first audit took {first.median:.1f} s")
    print_table(timings, again.name)
    ratio = timings["again"].median / timings["walk"].median
    return Bar(f"unchanged audit with attachments ÷ walk, {records:,}", BAR, ratio)


def main() -> int:
    """Measure and print; exit 1 only when a command crashed, for this is no timed test."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--records", type=int, nargs="+", default=[3_000, 30_000], metavar="N", help="ledger sizes")
    add("--repeat", type=int, default=7, metavar="N", help="measured rounds (default: 7)")
    add("--keep", type=Path, metavar="DIR", help="keep generated ledgers here and use them again")
    asked = parser.parse_args()
    with ledgers(asked.keep) as folder:
        try:
            bars = [measure(records, folder, asked.repeat) for records in asked.records]
        except (CrashedError, subprocess.CalledProcessError) as crash:
            print(f"\ncrashed: {crash}", file=sys.stderr)
            return 1
    print("\nBars")
    for bar in bars:
        print(bar)
    return 0


if __name__ == "__main__":
    sys.exit(main())
