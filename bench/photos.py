"""Print how well pictures that are used again are found, what is taken for one that is not, and what it costs."""

import argparse
import hashlib
import io
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from multiprocessing import Pool
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from attacks import ATTACKS, jpeg
from corpus import SORTS, Drawn, drawn
from PIL import Image

from civcheck.model.looks import FINE, SIDE, alike, looks_of
from civcheck.model.looksindex import LookIndex
from civcheck.model.material import Picture
from civcheck.reading.material.picture import picture_facts

SPEED_BAR = 1.8
ASKED_PAIRS = 100_000
ASKED_KINDS = ("photo", "scan")
NOT_TRIED = (("scan", "watermark"), ("scan", "crop 3 %"))
"""What would take two sheets of one form for each other: docs/decisions.md."""
IDENTICAL = "identical"


class Shown(NamedTuple):
    """A picture with what was made of it, by attack; ``IDENTICAL`` is the picture itself."""

    sort: str
    family: str
    made: Mapping[str, Picture]


class Seed(NamedTuple):
    """Which picture to make, or the file of a photograph that is given."""

    seed: int
    at: int
    file: Path | None = None


def look(raw: bytes) -> Picture:
    """Open a picture as an audit does."""
    opened = picture_facts(raw, "jpeg")
    assert opened.picture is not None
    return opened.picture


def shown(seed: Seed) -> Shown:
    """Make a picture and everything that is made of it."""
    picture = given(seed.file) if seed.file is not None else drawn(seed.seed, seed.at)
    raw = jpeg(picture.picture)
    stored = Image.open(io.BytesIO(raw)).convert("RGB")
    made = {IDENTICAL: look(raw)}
    for name, (attack, _) in ATTACKS.items():
        made[name] = look(attack(stored, Random(f"{seed} {name}")))
    return Shown(picture.sort, picture.family, made)


def given(file: Path) -> Drawn:
    """Open a photograph that is given, at most 2,400 pixels a side."""
    with Image.open(file) as image:
        picture = image.convert("RGB")
    picture.thumbnail((2400, 2400))
    return Drawn("given", str(file), picture)


INDEX = LookIndex()
"""All the pictures as they were; the workers that look in it are forked."""


def looked_for(each: Shown) -> dict[str, list[int]]:
    """Look for a picture and for everything that was made of it; give the numbers found, by attack."""
    return {
        name: [number for number, _ in INDEX.find(picture)] if picture.looks else []
        for name, picture in each.made.items()
    }


def kind_of(each: Shown) -> str:
    """Give the kind of a picture: ``photo``, ``scan`` or ``screen``."""
    return SORTS[each.sort].kind if each.sort in SORTS else "photo"


def recall(pictures: list[Shown]) -> dict[tuple[str, str], list[bool]]:
    """Look for every attacked picture among all the pictures; tell which are found, by class and attack."""
    global INDEX  # the workers are forked from here
    INDEX = LookIndex()
    with_looks = [each for each in pictures if each.made[IDENTICAL].looks]
    for each in with_looks:
        INDEX.add(each.made[IDENTICAL])
    with Pool(2) as pool:
        results = pool.map(looked_for, with_looks, 4)
    found: dict[tuple[str, str], list[bool]] = defaultdict(list)
    wrong: Counter[str] = Counter()
    for at, (each, hits) in enumerate(zip(with_looks, results, strict=True)):
        for name, numbers in hits.items():
            found[kind_of(each), name].append(at in numbers)
            wrong.update(
                f"{each.sort} ({name}) for {with_looks[other].sort}" for other in numbers if other != at
            )
    pairs = len(with_looks) * (len(with_looks) - 1) // 2
    near = sum(
        bool(each.family) and each.family == other.family for each, other in combinations(with_looks, 2)
    )
    state = "MISSED" if wrong else "holds" if pairs >= ASKED_PAIRS else f"of fewer than {ASKED_PAIRS:,} pairs"
    print(
        f"false pairs: {wrong.total()} of {pairs:,} unrelated ones, each also with every attack   0 {state}"
    )
    print(f"  of these {near:,} are of one room, gate or form")
    print(
        f"  {len(pictures) - len(with_looks)} pictures have too little to see and are compared by their bytes alone"
    )
    for what, count in wrong.most_common(10):
        print(f"  {count} x {what}")
    return found


def table(found: Mapping[tuple[str, str], list[bool]]) -> None:
    """Print the recall of each attack, for photographs and scans, and whether the bar holds."""
    print(f"\n{'found again':<16}{'photographs':>22}{'scans':>22}{'screens, slides':>22}   bar")
    for name in (IDENTICAL, *ATTACKS):
        bar = 1.0 if name == IDENTICAL else ATTACKS[name][1]
        cells, states = "", []
        for kind in ("photo", "scan", "screen"):
            hits = found.get((kind, name), [])
            cells += f"{sum(hits):>8} of {len(hits):<4}{sum(hits) / max(len(hits), 1):>7.1%}"
            if (kind, name) in NOT_TRIED:
                states.append(f"not tried ({kind}s)")
            elif hits and bar is not None and kind in ASKED_KINDS:
                states.append(f"{'holds' if sum(hits) >= bar * len(hits) else 'MISSED'} ({kind}s)")
        print(f"{name:<16}{cells}   {'' if bar is None else f'{bar:.0%}'} {', '.join(states)}")


def every_pair(pictures: list[Shown]) -> None:
    """Lay every two pictures over each other, without the index, and count those that are held to be one."""
    looks = [each.made[IDENTICAL] for each in pictures if each.made[IDENTICAL].looks]
    with Pool(2) as pool:
        found = pool.starmap(same_as, [(at, looks) for at in range(len(looks))], 8)
    print(
        f"\nlaid over each other one by one: {sum(map(len, found))} of {len(looks) * (len(looks) - 1) // 2:,} pairs"
    )


def same_as(at: int, pictures: list[Picture]) -> list[int]:
    """Give which of the pictures before one are held to be the same."""
    return [other for other in range(at) if alike(pictures[at], pictures[other])]


# --- what it costs


def full_size(at: int) -> bytes:
    """Make a photograph of twelve megapixels as a telephone stores it: with all its noise, three to five megabytes."""
    picture = drawn(12, at * 50 + at).picture.resize((4000, 3000), Image.Resampling.BICUBIC)
    rng = Random(f"grain {at}")
    grain = Image.frombytes("L", picture.size, rng.randbytes(4000 * 3000)).point(lambda value: value // 2)
    return jpeg(Image.merge("RGB", [Image.blend(part, grain, 0.25) for part in picture.split()]), 92)


def floor(path: Path) -> None:
    """Decode a photograph at about 512 pixels with Pillow, and nothing else."""
    with Image.open(path, formats=["JPEG"]) as image:
        image.draft("RGB", (512, 512))
        image.load()


def whole(path: Path) -> None:
    """Do all that is done for a photograph that nobody has seen yet."""
    raw = path.read_bytes()
    hashlib.sha256(raw).hexdigest()
    assert picture_facts(raw, "jpeg").picture is not None


def cost(count: int, rounds: int) -> None:
    """Time the floor and the work by turns on the same files; print the ratio of medians."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{at}.jpg" for at in range(count)]
        for at, file in enumerate(files):
            file.write_bytes(full_size(at))
        size = sum(file.stat().st_size for file in files) / count / 1e6
        times: dict[Callable[[Path], None], list[float]] = {floor: [], whole: []}
        for turn in range(rounds + 1):
            for work, taken in times.items():
                start = time.perf_counter()
                for file in files:
                    work(file)
                if turn:
                    taken.append((time.perf_counter() - start) / count)
    low, high = (statistics.median(times[work]) for work in (floor, whole))
    ratio = high / low
    print(
        f"\nphoto work ÷ draft decoding at 512: {ratio:.2f} ≤ {SPEED_BAR}   "
        f"{'holds' if ratio <= SPEED_BAR else 'MISSED'} ({high * 1e3:.1f} ÷ {low * 1e3:.1f} ms a file of {size:.1f} MB)"
    )


def many(count: int) -> None:
    """Time looking for each of so many smooth random pictures among those before it, and adding it."""
    rng = Random(1)
    index, start = LookIndex(), time.perf_counter()
    for _ in range(count):
        small = Image.frombytes("L", (6, 6), rng.randbytes(36)).resize((FINE, FINE), Image.Resampling.BICUBIC)
        grain = Image.frombytes("L", (FINE, FINE), rng.randbytes(FINE * FINE))
        fine = Image.blend(small, grain, 0.15)
        coarse = fine.resize((SIDE, SIDE), Image.Resampling.BILINEAR)
        picture = Picture(4000, 3000, looks_of(coarse.tobytes(), fine.tobytes()))
        list(index.find(picture))
        index.add(picture)
    taken = time.perf_counter() - start
    print(
        f"\n{count:,} pictures compared with each other in {taken:.0f} s, {taken / count * 1e3:.1f} ms a picture"
    )


def seeds(count: int, seed: int, folder: Path | None) -> Iterator[Seed]:
    """Name the pictures to make."""
    if folder is None:
        yield from (Seed(seed, at) for at in range(count))
    else:
        files = sorted(
            each for each in folder.rglob("*") if each.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp")
        )
        yield from (Seed(seed, at, file) for at, file in enumerate(files[:count]))


def main() -> None:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=500)
    parser.add_argument("--seeds", type=int, nargs="+", default=[2017, 2018, 2019])
    parser.add_argument("--folder", type=Path, help="photographs to take instead of those that are drawn")
    parser.add_argument("--only", choices=("found", "cost", "many"))
    parser.add_argument("--every-pair", action="store_true", help="lay every two over each other; 20 minutes")
    parser.add_argument("--many", type=int, default=20_000)
    asked = parser.parse_args()
    if asked.only in (None, "found"):
        for seed in asked.seeds[: 1 if asked.folder else None]:
            print(f"\nseed {seed}", flush=True)
            with Pool(2) as pool:
                pictures = pool.map(shown, list(seeds(asked.pictures, seed, asked.folder)), 4)
            table(recall(pictures))
            if asked.every_pair:
                every_pair(pictures)
    if asked.only in (None, "cost"):
        cost(6, 9)
    if asked.only == "many":
        many(asked.many)


if __name__ == "__main__":
    main()
