"""Print how long ``civcheck audit`` takes as ratios to floors that are measured in the same run."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from measure import AUDIT_CODES, ROOT, Command, CrashedError, Timing, interleave
from one_rule_pack import cut_pack

BENCH = Path(__file__).resolve().parent
FLOORS = ("walk", "read", "parse")
AS_OF = "2018-06-30"
PASS = Command("pass", (sys.executable, "-c", "pass"))

PARSE_BARS = {300: 3.5, 3_000: 0.8, 30_000: 0.6}  # audit ÷ parsing, by records
MEMORY_BARS = {30_000: 120.0}  # MB, by records
VERSION_BAR, SAMPLE_BAR, PACK_BAR = 2.0, 35.0, 3.0  # all × pass
SMALL_ROUNDS = 3  # small commands are cheap and noisy: that many times the rounds


@dataclass(frozen=True)
class Bar:
    """Hold a figure against its limit; ``figure`` is missing where it could not be measured."""

    name: str
    limit: float
    figure: float | None = None
    why_not: str = ""

    def __str__(self) -> str:
        """Return the bar as one line of the closing table."""
        if self.figure is None:
            return f"  {'not measured':<13}{self.name:<52}{'':>9} ≤ {self.limit:g}   {self.why_not}"
        verdict = "holds" if self.figure <= self.limit else "MISSED"
        return f"  {verdict:<13}{self.name:<52}{self.figure:>9.2f} ≤ {self.limit:g}"


def python(script: Path, *arguments: str) -> tuple[str, ...]:
    """Return the command line that runs a script with this Python."""
    return (sys.executable, str(script), *arguments)


def audit(name: str, ledger: Path, *arguments: str) -> Command:
    """Return the command that audits a ledger, as a whole process."""
    argv = (sys.executable, "-m", "civcheck", "audit", str(ledger), "--as-of", AS_OF, *arguments)
    return Command(name, argv, AUDIT_CODES)


def ledger_of(records: int, folder: Path) -> Path:
    """Return a generated ledger below ``folder``, made now unless a complete one is there."""
    ledger = folder / f"ledger-{records}"
    if not (ledger / "unit.yaml").exists():
        start = time.perf_counter()
        subprocess.run(python(BENCH / "generate.py", str(ledger), "--records", str(records)), check=True)
        print(f"generated {records:,} records in {time.perf_counter() - start:.1f} s", file=sys.stderr)
    return ledger


def measure_size(records: int, folder: Path, repeat: int) -> list[Bar]:
    """Measure an audit of ``records`` records against every floor, print the table, return its bars."""
    ledger = ledger_of(records, folder)
    floors = [Command(name, python(BENCH / "floors" / f"{name}.py", str(ledger))) for name in FLOORS]
    timings = interleave([audit("audit", ledger), *floors, PASS], repeat)
    print(f"\n{records:,} records, medians of {repeat} rounds")
    print_table(timings, "audit")
    bars = []
    if records in PARSE_BARS:
        ratio = timings["audit"].median / timings["parse"].median
        bars.append(Bar(f"audit ÷ parse, {records:,} records", PARSE_BARS[records], ratio))
    if records in MEMORY_BARS:
        name = f"peak memory of audit in MB, {records:,} records"
        bars.append(Bar(name, MEMORY_BARS[records], timings["audit"].peak, "no os.wait4 here"))
    return bars


def print_table(timings: Mapping[str, Timing], measured: str) -> None:
    """Print seconds of every command, and how often each goes into the measured one."""
    print(
        f"  {'command':<14}{'seconds':>9}{f'{measured} ÷ it':>16}   {'of each round':<16}{'peak MB':>9}  exit"
    )
    for name, timing in timings.items():
        ratio = spread = ""
        if name != measured:
            rounds = timings[measured].rounds_over(timing)
            ratio = f"{timings[measured].median / timing.median:.2f}"
            spread = f"{rounds[0]:.2f}–{rounds[-1]:.2f}"
        peak = "" if timing.peak is None else f"{timing.peak:.0f}"
        codes = ",".join(map(str, sorted(timing.codes)))
        print(f"  {name:<14}{timing.median:>9.3f}{ratio:>16}   {spread:<16}{peak:>9}  {codes}")


def measure_version(repeat: int) -> list[Bar]:
    """Measure ``civcheck --version`` against an empty Python."""
    version = Command("version", (sys.executable, "-m", "civcheck", "--version"))
    return [against_pass("civcheck --version ÷ pass", VERSION_BAR, version, repeat)]


def measure_sample(sample: Path, repeat: int) -> list[Bar]:
    """Measure an audit of the sample ledger against an empty Python."""
    name = "audit of the sample ledger ÷ pass"
    if not sample.is_dir():
        return [Bar(name, SAMPLE_BAR, why_not=f"no folder {sample.name}")]
    return [against_pass(name, SAMPLE_BAR, audit("sample", sample), repeat)]


def against_pass(name: str, limit: float, command: Command, repeat: int) -> Bar:
    """Measure one small command against an empty Python and print both."""
    timings = interleave([command, PASS], repeat)
    print(f"\n{name}, medians of {repeat} rounds")
    print_table(timings, command.name)
    return Bar(name, limit, timings[command.name].median / timings["pass"].median)


def measure_pack(pack: Path, folder: Path, repeat: int) -> list[Bar]:
    """Measure what a whole pack costs over a pack of one rule, with a ledger of one record."""
    name = "(audit with whole pack − with one rule) ÷ pass"
    ledger = ledger_of(1, folder)
    with tempfile.TemporaryDirectory(prefix="civcheck-pack-") as spare:
        try:
            one_rule = cut_pack(pack, Path(spare) / pack.name)
        except (LookupError, OSError) as reason:
            return [Bar(name, PACK_BAR, why_not=str(reason))]
        whole = audit("whole pack", ledger, "--rules", str(pack))
        timings = interleave([whole, audit("one rule", ledger, "--rules", str(one_rule)), PASS], repeat)
    print(f"\n{name}, medians of {repeat} rounds")
    print_table(timings, "whole pack")
    extra = timings["whole pack"].median - timings["one rule"].median
    return [Bar(name, PACK_BAR, extra / timings["pass"].median)]


def measure_all(asked: argparse.Namespace, folder: Path) -> tuple[list[Bar], list[str]]:
    """Measure everything; return the bars, and what crashed instead of being measured."""
    small = asked.repeat * SMALL_ROUNDS
    steps: list[Callable[[], list[Bar]]] = [
        *(partial(measure_size, size, folder, asked.repeat) for size in asked.records),
        partial(measure_version, small),
        partial(measure_sample, asked.sample.resolve(), small),
        partial(measure_pack, asked.pack.resolve(), folder, small),
    ]
    bars: list[Bar] = []
    crashes: list[str] = []
    for step in steps:
        try:
            bars += step()
        except (CrashedError, subprocess.CalledProcessError) as crash:
            crashes.append(str(crash))
            print(f"\ncrashed: {crash}", file=sys.stderr)
    return bars, crashes


@contextmanager
def ledgers(keep: Path | None) -> Iterator[Path]:
    """Yield the folder for generated ledgers: the one to keep, or one that is removed afterwards."""
    if keep:
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="civcheck-bench-") as folder:
        yield Path(folder)


def asked_for(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--records", type=int, nargs="+", default=list(PARSE_BARS), metavar="N", help="ledger sizes")
    add("--repeat", type=int, default=5, metavar="N", help="rounds after one to warm up (default: 5)")
    add("--pin", metavar="CPUS", help="run everything on these processors: 0, or 0,1")
    add("--keep", type=Path, metavar="DIR", help="keep generated ledgers here and use them again")
    add("--sample", type=Path, default=ROOT / "sample_ledger", metavar="DIR", help="the sample ledger")
    add("--pack", type=Path, default=ROOT / "rules" / "hubei-2017", metavar="DIR", help="the rule pack")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Measure and print; exit 1 only when a command crashed, for this is no timed test."""
    asked = asked_for(arguments)
    if asked.pin and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {int(cpu) for cpu in asked.pin.split(",")})  # children inherit it
    with ledgers(asked.keep) as folder:
        bars, crashes = measure_all(asked, folder)
    print("\nBars")
    for bar in bars:
        print(bar)
    for crash in crashes:
        print(f"  crashed      {crash}")
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
