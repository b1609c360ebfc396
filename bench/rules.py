"""Print what judging and sharing out cost, as ratios to floors that are measured in the same run."""

import argparse
import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from measure import Command, interleave
from run import PASS, Bar, ledger_of

from civcheck.language.claim import Claim, allot
from civcheck.model.ledger import Ledger
from civcheck.reading.ledger import read_ledger
from civcheck.reading.rulepack import read_pack
from civcheck.reading.unitfile import open_unit
from civcheck.verdict.run import run_audit

RECORDS, RULES = 30_000, 60
UNITS, CLAIMS, SHARED = 1_500, 40, 60
JUDGE_BAR, MATCH_BAR = 0.25, 500.0
LAST = date(2018, 6, 30)


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that a piece of work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def judging(folder: Path, repeat: int) -> Bar:
    """Measure judging 60 rules over the records of a large ledger against reading them."""
    root, pack = str(ledger_of(RECORDS, folder)), read_pack("hubei-2017")
    rules = [rule for rule in pack.rules if not rule.is_heading][:RULES]
    read: list[Ledger] = []
    ratios = []
    for _ in range(repeat + 1):
        reading = seconds(lambda: read.append(read_ledger(root, pack, open_unit(root))))
        ledger = read.pop()
        judged = seconds(lambda ledger=ledger: run_audit(ledger, pack, LAST, rules))
        ratios.append(judged / reading)
        print(f"  reading {reading:.2f} s, judging {judged:.2f} s", file=sys.stderr)
    return Bar(f"judging {RULES} rules ÷ reading {RECORDS:,} records", JUDGE_BAR, median(ratios[1:]))


def a_group(seed: int) -> list[Claim]:
    """Make the claims of one unit: 40 rules that ask for up to three of 60 records, more than there are."""
    chance = random.Random(seed)
    records = [(f"r{number}", None) for number in range(SHARED)]
    return [
        Claim(
            chance.randint(1, 3),
            {record: [record] for record in chance.sample(records, chance.randint(2, 12))},
            LAST,
        )
        for _ in range(CLAIMS)
    ]


def matching(repeat: int) -> Bar:
    """Measure sharing records out in many units against an empty Python."""
    groups = [a_group(seed) for seed in range(UNITS)]
    allot(groups[0])  # imports
    taken = [seconds(lambda: [allot(group) for group in groups]) for _ in range(repeat)]
    floor = interleave([PASS, Command("again", PASS.argv)], 3 * repeat)["pass"].median
    name = f"matching {UNITS:,} units × {CLAIMS} rules × {SHARED} records ÷ pass"
    return Bar(name, MATCH_BAR, median(taken) / floor)


def main(arguments: list[str]) -> int:
    """Measure and print; exit 0, for this is no timed test."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="rounds (default: 3)")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep generated ledgers here and use them again"
    )
    asked = parser.parse_args(arguments)
    gc.disable()  # as the command does, see civcheck/__main__.py
    with tempfile.TemporaryDirectory(prefix="civcheck-bench-") as spare:
        bars = [judging(asked.keep or Path(spare), asked.repeat), matching(asked.repeat)]
    print("\nBars")
    for bar in bars:
        print(bar)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
