"""Make the attachments that the sample ledger names and lacks, the same bytes on every run."""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml
from sample_papers import UNIT, Paper, docx_bytes, pdf_bytes, xlsx_bytes
from sample_scenes import photo, scenes_for, screenshot

HERE = Path(__file__).resolve().parent
LEDGER = HERE.parent / "sample_ledger"
ALIASES = {
    "kind": "类型",
    "title": "标题",
    "id": "编号",
    "date": "日期",
    "place": "地点",
    "organiser": "主办",
    "responsible": "负责人",
    "attendance": "参加人数",
    "audience": "对象",
    "evidence": "附件",
    "file": "文件",
}
CLOSING = (
    "活动结束后一周内完成报道，材料交政工科归档。",
    "参加人员提前十分钟到场，手机静音。",
    "注意安全，有事及时联系负责人。",
    "节俭办活动，不发纪念品。",
    "拍照只为留存资料，不影响现场秩序。",
    "人数如实登记，不估高，不补签。",
)
DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
Tree = Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Name one attachment: where it belongs, which record and role it serves, the day it bears."""

    path: Path
    role: str
    record: Tree
    day: date
    turn: int = 0

    @property
    def number(self) -> str:
        """Give the number of the record, or the name of the file that stands in for a record."""
        return str(self.record["编号"])


def main() -> int:
    """Make what is missing and say how many files that were."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger", nargs="?", type=Path, default=LEDGER)
    ledger = parser.parse_args().ledger.resolve()
    texts = yaml.load((HERE / "sample_texts.yaml").read_text("utf-8"), yaml.BaseLoader)
    made = 0
    for wanted in [*record_attachments(ledger), *judgement_papers(ledger)]:
        if not wanted.path.exists():
            wanted.path.parent.mkdir(parents=True, exist_ok=True)
            own = {"人员": texts["人员"], **texts.get(wanted.number, {})}
            wanted.path.write_bytes(made_for(wanted, own, ledger))
            made += 1
    sys.stdout.write(f"{made} files made\n")
    return 0


def record_attachments(ledger: Path) -> Iterator[Wanted]:
    """List every attachment file of every record, in the order of the record files' names."""
    for path in sorted(ledger.rglob("*")):
        if path.suffix in {".yaml", ".md"} and not path.name.startswith("README"):
            for record in records_of(path):
                for role, value in record.get("附件", {}).items():
                    yield from attachments_of(path.parent, record, role, value)


def judgement_papers(ledger: Path) -> Iterator[Wanted]:
    """List the papers that the judgements rest on."""
    for entry in yaml.load((ledger / "judgements.yaml").read_text("utf-8"), yaml.BaseLoader):
        if "依据" in entry:
            stand_in = {"编号": "judgements", "标题": "", "类型": "认定"}
            yield Wanted(ledger / entry["依据"], "依据", stand_in, days_in(entry["日期"])[0])


def records_of(path: Path) -> list[Tree]:
    """Read the records of a YAML file, or the one in the front matter of a Markdown file."""
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        text = text.split("\n---\n", 1)[0]
    found: list[Tree] = []
    for document in yaml.load_all(text, yaml.BaseLoader):
        found += document if isinstance(document, list) else [document]
    return [record for record in map(in_chinese, found) if "类型" in record]


def in_chinese(mapping: Tree) -> Tree:
    """Give the keys of a mapping their Chinese names."""
    return {ALIASES.get(key, key): value for key, value in mapping.items()}


def attachments_of(folder: Path, record: Tree, role: str, value: Any) -> Iterator[Wanted]:
    """List the files that one role names: a folder stands for two or three pictures."""
    first, *_, last = [*days_in(record["日期"]), *days_in(record["日期"])]
    for turn, entry in enumerate(value if isinstance(value, list) else [value]):
        stated = in_chinese(entry) if isinstance(entry, dict) else {}
        name = stated.get("文件", entry)
        if name == "本文" or "://" in name:
            continue
        if name.endswith("/"):
            yield from folder_of(folder / name, record, role)
        elif role == "图片":
            yield Wanted(folder / name, role, record, picture_day(record, turn), turn)
        else:
            day = days_in(stated["日期"])[0] if "日期" in stated else usual_day(role, first, last)
            yield Wanted(folder / name, role, record, day, turn)


def folder_of(folder: Path, record: Tree, role: str) -> Iterator[Wanted]:
    """List the pictures of a folder, one for each day of a series where there are enough."""
    suffix = "jpg" if role == "图片" else "png"
    for turn in range(max(2 + len(str(folder.parent.name)) % 2, min(len(days_in(record["日期"])), 4))):
        yield Wanted(folder / f"IMG_{turn + 1:03}.{suffix}", role, record, picture_day(record, turn), turn)


def picture_day(record: Tree, turn: int) -> date:
    """Give the day of a series that the picture belongs to."""
    days = days_in(record["日期"])
    return days[turn % len(days)] if isinstance(record["日期"], list) else days[0]


def days_in(value: Any) -> list[date]:
    """Find the days in a text, a list or a mapping, in the order they are written."""
    if isinstance(value, dict):
        value = list(value.values())
    text = " ".join(value) if isinstance(value, list) else value
    return [date(*map(int, parts)) for parts in DAY.findall(text)]


def usual_day(role: str, first: date, last: date) -> date:
    """Guess the day of a paper that states none: plans come before, news on the next working day."""
    if role in {"方案", "通知"}:
        before = first - timedelta(days=6)
        return before - timedelta(days=max(0, before.weekday() - 4))
    if role == "报道":
        after = last + timedelta(days=1)
        return after + timedelta(days=(7 - after.weekday()) % 7 if after.weekday() > 4 else 0)
    return first if role in {"签到", "讲稿", "主持词"} else last


def made_for(wanted: Wanted, texts: Tree, ledger: Path) -> bytes:
    """Make the bytes of one attachment according to its ending."""
    seed = wanted.path.relative_to(ledger).as_posix()
    caption = f"{wanted.day}   {wanted.number}   {wanted.turn + 1}"
    match wanted.path.suffix:
        case ".jpg":
            scenes = scenes_for(wanted.number, wanted.record["类型"])
            return photo(scenes, seed, wanted.day, caption, wanted.turn)
        case ".png":
            return screenshot(seed, caption)
        case ".xlsx":
            return sheet_for(wanted, texts, seed)
        case ".pdf":
            return pdf_bytes(paper_for(wanted, texts, seed))
        case _:
            return docx_bytes(paper_for(wanted, texts, seed))


def sheet_for(wanted: Wanted, texts: Tree, seed: str) -> bytes:
    """Make the table that the texts give, or a sign-in sheet with as many names as the record counts."""
    stem, title = wanted.path.stem, wanted.record["标题"]
    if table := texts.get(stem):
        return xlsx_bytes(Paper(stem, title, (), wanted.day), table["表头"], table["行"])
    many = int(re.sub(r"\D", "", wanted.record["参加人数"]))
    staff, leader = texts["人员"], wanted.record["负责人"]
    names = [leader, *Random(seed).sample([name for name in staff if name != leader], many - 1)]
    rows = [[str(at), name, staff[name], "√"] for at, name in enumerate(names, start=1)]
    return xlsx_bytes(Paper(stem, title, (), wanted.day), ["序号", "姓名", "科室（所）", "签到"], rows)


def paper_for(wanted: Wanted, texts: Tree, seed: str) -> Paper:
    """Choose the text of a paper: its own, the record's plan, or the record's news."""
    stem, record = wanted.path.stem, wanted.record
    if own := texts.get(stem):
        if not re.search(r"[。：；〔]", own[0]):
            return Paper(own[0], "", own[1:], wanted.day)
        return Paper(stem, record["标题"] if record["标题"] != stem else "", own, wanted.day)
    if wanted.role == "方案":
        return Paper("活动方案", record["标题"], plan_paragraphs(wanted, texts, seed), wanted.day)
    ending = [f"（{giver_of(record)}供稿）", written(wanted.day)]
    return Paper(texts["题"], "", [*texts["经过"], *ending], wanted.day)


def plan_paragraphs(wanted: Wanted, texts: Tree, seed: str) -> list[str]:
    """Write a plan from the texts' aim and steps and the record's time, place and people."""
    record = wanted.record
    steps = [f"{at}. {step}" for at, step in enumerate(texts["安排"], start=1)]
    closing = Random(seed).sample(CLOSING, 2)
    when = f"时间：{texts.get('时间') or planned_days(record)}。地点：{listed(record['地点'])}。"
    who = f"由{listed(record['主办'])}组织，{record['负责人']}负责。{taking_part(record)}"
    return [
        *("一、活动目的", texts["目的"]),
        *("二、时间和地点", when),
        *("三、组织和参加人员", who),
        *("四、活动安排", *steps),
        *("五、有关要求", *closing),
        *(UNIT, written(wanted.day)),
    ]


def planned_days(record: Tree) -> str:
    """Write the days of a record as a plan would: one day, from to, or a series."""
    days = days_in(record["日期"])
    if isinstance(record["日期"], list) and len(days) > 1:
        return f"{days[0].year}年{'、'.join(f'{day.month}月{day.day}日' for day in days)}，共{len(days)}次"
    return written(days[0]) + (f"至{days[-1].month}月{days[-1].day}日" if len(days) > 1 else "")


def taking_part(record: Tree) -> str:
    """Say who is expected, and about how many where the record counts heads."""
    people = listed(record.get("对象", "各科室、司法所干部"))
    counted = re.sub(r"\D", "", record["参加人数"])
    if not counted or "次" in record["参加人数"]:
        return f"{people}参加。"
    return f"{people}参加，预计{-(-int(counted) // 5) * 5}人左右。"


def giver_of(record: Tree) -> str:
    """Name the office that hands in the news."""
    return listed(record.get("承办", record["主办"])).removeprefix(UNIT) or "政工科"


def listed(value: Any) -> str:
    """Join a list as Chinese text does."""
    return "、".join(value) if isinstance(value, list) else str(value)


def written(day: date) -> str:
    """Write a day without padding zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


if __name__ == "__main__":
    sys.exit(main())
