"""Write a realistic ledger of N records, the same bytes for the same seed, to measure civcheck on."""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from random import Random

import words
from attachments import attachment
from records import Made, draft_of, make, pick_days
from scenes import SCENES, Scene
from yaml_text import as_item, block, commented

RECORDS_A_FILE = 40

UNIT_YAML = f"""\
# 单位档案：全部事实已申报
单位名称: {words.UNIT}
单位类型: 县区司法局
年度: 2017
文明单位级别: 省级
职能: [律师, 公证, 法律援助, 基层法律服务, 司法鉴定, 普法, 社区矫正, 人民调解, 失信惩戒]
组织: [团委, 妇委会, 本禹志愿服务队]
在职人数: 86
上级单位: 江城市司法局
规则: hubei-2017
其他事实:
  有下级单位: 是
  有下属文明单位: 是
  有推荐渠道: 是
  有青年干警: 是
  有女干警: 是
  有基层联系点: 是
  在册先进典型: [{", ".join(words.HONOURED)}]
  结对村: [{", ".join(words.VILLAGES)}]
分工:
  "2": 政治部
  "3": 法制宣传科
  "6": 办公室
  "10": 基层科
  "12": 机关党委
"""


class Names:
    """Hand out names, each once: the second of a kind gets -2."""

    def __init__(self) -> None:
        """Start with no name taken."""
        self.taken: Counter[str] = Counter()

    def unique(self, name: str) -> str:
        """Return ``name``, numbered when it was handed out before."""
        self.taken[name] += 1
        return name if self.taken[name] == 1 else f"{name}-{self.taken[name]}"


class LedgerWriter:
    """Write records below a folder: monthly scenes together, the others each in a folder of its own."""

    def __init__(self, root: Path, seed: int) -> None:
        """Start with an empty ledger at ``root``."""
        self.root = root
        self.rng = Random(seed)
        self.names = Names()
        self.monthly: dict[tuple[str, int], list[Made]] = defaultdict(list)

    def add(self, scene: Scene, number: int) -> None:
        """Make a record and write its files; a monthly one's text waits for its month to be complete."""
        rng = self.rng
        days, subject = pick_days(scene, rng), rng.choice(scene.subjects)
        if scene.monthly:
            parent = scene.folder
            month = words.MONTHS[days[0].month - 1]
            folder = self.names.unique(f"{parent}/{month}/{days[0]:%m%d}-{subject}")[len(parent) + 1 :] + "/"
            made = make(draft_of(scene, number, days, subject, folder, rng), rng)
            self.monthly[parent, days[0].month].append(made)
        else:
            parent = self.names.unique(f"{scene.folder}/{days[0]:%Y-%m-%d}-{subject}")
            made = make(draft_of(scene, number, days, subject, "", rng), rng)
            self.write_text(f"{parent}/记录.md", self.single(made))
        self.write_attachments(parent, made)

    def finish(self) -> None:
        """Write the monthly files, and unit.yaml last: a ledger that has it is complete."""
        for (folder, month), made in sorted(self.monthly.items(), key=lambda group: group[0]):
            made.sort(key=lambda record: record.draft.days[0])
            for start in range(0, len(made), RECORDS_A_FILE):
                name = self.names.unique(f"{folder}/{words.MONTHS[month - 1]}")
                self.write_text(f"{name}.yaml", self.several(made[start : start + RECORDS_A_FILE]))
        (self.root / "unit.yaml").write_bytes(UNIT_YAML.encode())

    def yaml_lines(self, made: Made) -> list[str]:
        """Write a record's keys as YAML lines."""
        return commented(block(made.entries, self.rng), words.TALLIES, self.rng)

    def single(self, made: Made) -> list[str]:
        """Write a record as front matter and narrative."""
        narrative = [f"# {made.draft.title}", "", "".join(made.narrative)]
        return ["---", *self.yaml_lines(made), "---", "", *narrative]

    def several(self, made: Iterable[Made]) -> list[str]:
        """Write records as one list or as documents of their own."""
        texts = [self.yaml_lines(record) for record in made]
        if self.rng.random() < 0.5:
            return [line for text in texts for line in as_item(text)]
        return [line for text in texts for line in ("---", *text)]

    def write_text(self, path: str, lines: list[str]) -> None:
        """Write a record file, one in a hundred as GB18030 and one with CRLF."""
        chance = self.rng.random()
        encoding = "gb18030" if chance < 0.01 else "utf-8"
        text = ("\r\n" if 0.01 < chance < 0.02 else "\n").join([*lines, ""])
        self.write_bytes(self.root / path, text.encode(encoding))

    def write_attachments(self, parent: str, made: Made) -> None:
        """Write the files that a record names, every one with bytes of its own."""
        for name in made.files:
            mark = f"{made.draft.id} {PurePosixPath(name).name}"
            paragraphs = [made.draft.title, *made.narrative]
            content = attachment(PurePosixPath(name).suffix, mark, paragraphs)
            self.write_bytes(self.root / parent / name, content)

    def write_bytes(self, path: Path, content: bytes) -> None:
        """Write a file, its folder first where that is new."""
        try:
            path.write_bytes(content)
        except FileNotFoundError:
            path.parent.mkdir(parents=True)
            path.write_bytes(content)


def choose_scenes(count: int, rng: Random) -> list[Scene]:
    """Choose what the records are about: every scene once, then by weight, a third in monthly files."""
    chosen = list(SCENES[:count])
    rest = count - len(chosen)
    monthly = min(rest, max(0, count // 3 - sum(scene.monthly for scene in chosen)))
    further: list[Scene] = []
    for together, wanted in ((True, monthly), (False, rest - monthly)):
        scenes = [scene for scene in SCENES if scene.monthly is together]
        further += rng.choices(scenes, [scene.weight for scene in scenes], k=wanted)
    rng.shuffle(further)
    return chosen + further


def write_ledger(root: Path, count: int, seed: int) -> None:
    """Write a ledger of ``count`` records into an empty folder."""
    root.mkdir(parents=True, exist_ok=True)
    writer = LedgerWriter(root, seed)
    for number, scene in enumerate(choose_scenes(count, Random(seed)), start=1):
        writer.add(scene, number)
    writer.finish()


def main() -> int:
    """Read the command line and write the ledger; exit 2 when the folder holds anything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path, metavar="DIR", help="a new or empty folder")
    parser.add_argument("--records", type=int, default=3000, help="how many records (default: 3000)")
    parser.add_argument("--seed", type=int, default=2017, help="same seed, same bytes (default: 2017)")
    asked = parser.parse_args()
    root: Path = asked.directory
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        print(f'generate.py: "{root}" is not an empty folder; name a new one', file=sys.stderr)
        return 2
    write_ledger(root, asked.records, asked.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
