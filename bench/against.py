"""Measure what it costs to hold a ledger against ledgers of other units, and whether all that is reused is found.

    python bench/against.py [--records 300] [--others 3] [--seed 2017]

Makes a ledger and so many of other units, each record with two pictures, and sends one picture in thirty of the
ledger on into the others, as messengers do. Then audits it in this process, alone and with the others, with nothing
known of any file and once more with all known.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from random import Random

from attacks import jpeg, recompressed
from pictures import gradient, noise, shade
from PIL import Image, ImageDraw

from civcheck import audit
from civcheck.app.material import FileOpener
from civcheck.model.report import Report

SIZE = (640, 480)
SHARED_EVERY = 30
PICTURES = 2


def write_unit(folder: Path, name: str) -> None:
    """Write who keeps a ledger."""
    folder.mkdir(parents=True)
    text = f"单位名称: {name}\n单位类型: 县区司法局\n年度: 2017\n职能: []\n组织: []\n"
    (folder / "unit.yaml").write_text(text, "utf-8")


def write_record(folder: Path, number: int, pictures: list[bytes]) -> None:
    """Write one record with its pictures."""
    names = [f"{number}-{at}.jpg" for at in range(len(pictures))]
    day = f"2017-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
    text = f"类型: 道德法治讲堂\n标题: 第{number}讲\n日期: {day}\n附件:\n  图片: [{', '.join(names)}]\n"
    (folder / f"{number}.yaml").write_text(text, "utf-8")
    for name, raw in zip(names, pictures, strict=True):
        (folder / name).write_bytes(raw)


def scene(rng: Random) -> Image.Image:
    """Draw a scene quickly: light, things of some size, grain; how near others may come is what photos.py measures."""
    picture = gradient(SIZE, shade(rng), shade(rng))
    draw = ImageDraw.Draw(picture)
    for _ in range(25):
        x, y, wide = rng.randrange(SIZE[0]), rng.randrange(SIZE[1]), rng.randrange(30, 220)
        draw.ellipse((x - wide, y - wide, x, y), fill=shade(rng))
    return Image.blend(picture, Image.merge("RGB", [noise(rng, SIZE, 24)] * 3), 0.2)


def make(root: Path, records: int, others: int, seed: int) -> tuple[Path, list[Path], int]:
    """Write the ledgers; give that of the unit, the others', and how many of its pictures they have too."""
    rng = Random(seed)
    folders = [root / f"单位{at}" for at in range(others + 1)]
    for at, folder in enumerate(folders):
        write_unit(folder, f"江城市第{at}局")
    shared: list[Image.Image] = []
    at = 0
    for which, folder in enumerate(folders):
        for number in range(records):
            pictures = []
            for _ in range(PICTURES):
                picture = scene(Random(f"{seed} {at}"))
                at += 1
                if which == 0 and at % SHARED_EVERY == 0:
                    shared.append(picture)
                pictures.append(jpeg(picture))
            write_record(folder, number, pictures)
    for number, picture in enumerate(shared):
        write_record(folders[1 + number % others], records + number, [recompressed(picture, rng)])
    return folders[0], folders[1:], len(shared)


def timed(ledger: Path, against: list[Path]) -> tuple[float, float, Report]:
    """Audit with the cache; give the seconds it took, and those of this process's processor."""
    start, spent = time.perf_counter(), time.process_time()
    report = audit(ledger, evidence=True, open_files=FileOpener(), against=against)
    return time.perf_counter() - start, time.process_time() - spent, report


def main() -> None:
    """Print the measured table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=300)
    parser.add_argument("--others", type=int, default=3)
    parser.add_argument("--seed", type=int, default=2017)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger, others, shared = make(Path(folder), chosen.records, chosen.others, chosen.seed)
        for name, against in (("alone", []), ("with the others", others)):
            os.environ["XDG_CACHE_HOME"] = f"{folder}/cache-{name}"
            cold, _, report = timed(ledger, against)
            time.sleep(2.5)  # until the times of its files can be trusted
            timed(ledger, against)
            warm, spent, again = timed(ledger, against)
            same = "the same" if again == report else "ANOTHER"
            print(
                f"{name:16} cold {cold:6.2f} s, warm {warm:6.2f} s ({spent:.2f} of the processor), {same} report"
            )
        told = [each for each in report.notices if each.code == "reused-photo"]
        beside = [each for each in told if any(place.file.startswith("单位") for place in each.places)]
        print(
            f"{len(beside)} of {shared} pictures found in other ledgers, {len(told) - len(beside)} notices besides"
        )


if __name__ == "__main__":
    main()
