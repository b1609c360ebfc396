"""What hashing the files of a ledger for a seal costs over hashing them in a bare loop; in one run, by turns."""

from __future__ import annotations

import argparse
import hashlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from civcheck.reading.sealedtree import digested, look

BAR = 1.3
SHAPES = {
    "photos: 300 files of 3 MB": (300, 3_000_000),
    "papers: 3,000 files of 60 KB": (3_000, 60_000),
    "small: 9,000 files of 2 KB": (9_000, 2_000),
}


def write(root: Path, count: int, size: int) -> Path:
    """Write files of one size, 30 a folder."""
    for number in range(count):
        file = root / f"{number // 30:04}" / f"{number:06}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(os.urandom(size))
    return root


def bare(paths: list[str]) -> None:
    """Hash files one after the other, as anybody would."""
    for path in paths:
        with open(path, "rb") as stream:  # noqa: PTH123 - the plainest loop there is
            hashlib.file_digest(stream, "sha256").hexdigest()


def seconds(action: Callable[[], object]) -> float:
    """Measure by the clock on the wall: threads are there to shorten it."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def measure(root: Path, repeat: int) -> list[tuple[float, float]]:
    """Take turns: the bare loop, then the same files for a seal; one round to warm up."""
    snapshot = look(str(root))
    paths = [each.real for each in snapshot.files]
    rounds = [
        (seconds(lambda: bare(paths)), seconds(lambda: digested(snapshot, with_sm3=False)))
        for _ in range(repeat + 1)
    ]
    return rounds[1:]


def main() -> int:
    """Print a row for each shape of ledger; 1 where one misses the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5, help="measured rounds")
    parser.add_argument(
        "--one-core", action="store_true", help="bind to one core: threads shorten nothing there"
    )
    wanted = parser.parse_args()
    if wanted.one_core:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    missed = False
    for name, (count, size) in SHAPES.items():
        with tempfile.TemporaryDirectory() as folder:
            rounds = measure(write(Path(folder), count, size), wanted.repeat)
        loop, own = (statistics.median(side) for side in zip(*rounds, strict=True))
        ratios = [ours / theirs for theirs, ours in rounds]
        missed = missed or own / loop > BAR
        sys.stdout.write(
            f"{name}: loop {loop:.2f} s, seal {own:.2f} s, ratio {own / loop:.2f} "
            f"({min(ratios):.2f}–{max(ratios):.2f}), bar {BAR}\n"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
