"""docs/使用手册.md is true: whoever follows it from its first page to its last sees what it shows."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.cli.pages import BLOCK, commands, pattern
from tests.report.ledgers import SAMPLE

PAGE = (Path(__file__).parents[2] / "docs" / "使用手册.md").read_text("utf-8")
STEP = re.compile(rf"^<!-- (\S+?)：(.*?) -->$|{BLOCK.pattern}", re.MULTILINE | re.DOTALL)
MATERIAL = {
    ".docx": "02-道德法治讲堂/2017-03-15-孝老爱亲/方案.docx",
    ".pdf": "02-道德法治讲堂/2017-03-15-孝老爱亲/报道.pdf",
    ".jpg": "02-道德法治讲堂/2017-03-15-孝老爱亲/图片/IMG_001.jpg",
}


def put(note: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do what a note that readers do not see says: the day it is, and what lies in the folder by now."""
    match note:
        case "今天":
            monkeypatch.setattr("civcheck.cli.console.datetime", clock(words))
        case "文件":
            for name in map(Path, words.split("；")):
                name.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(SAMPLE / MATERIAL[name.suffix], name)
        case "样例":
            shutil.copytree(SAMPLE, words)
        case "表格":
            book = openpyxl.Workbook()
            for row in ROWS:
                book.active.append(row)
            book.save(words)
        case _:
            raise ValueError(note)


def clock(day: str) -> type[datetime]:
    class Clock(datetime):
        @classmethod
        def now(cls, tz=UTC):
            return datetime.fromisoformat(f"{day}T09:00:00+08:00").astimezone(tz)

    return Clock


ROWS = [
    ["清浦县司法局志愿服务登记表"],
    ["序号", "时间", "活动名称", "参加人数", "活动类型", "主题", "联系人"],
    [1, "2017.3.5", "清理南湖湖岸", "18人", "志愿服务", "关爱自然", "政工科"],
    [2, "4月22日", "看望苇湾村留守老人", "12余人", "志愿服务", "关爱他人", "政工科"],
    ["合计", None, None, 30],
]


def test_whoever_follows_the_manual_sees_what_it_shows(civcheck, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = set()
    for note, words, sort, file, body in STEP.findall(PAGE):
        if note:
            put(note, words, monkeypatch)
        elif file:
            Path(file).write_text(body, "utf-8")
        else:
            assert sort == "console", sort
            for arguments, code, shown in commands(body):
                run = civcheck(*arguments)
                said = run.out + run.err
                assert re.fullmatch(pattern(shown), said), f"{arguments}\n{said}"
                assert run.code == code, f"{arguments}\n{said}"
                ran.add(arguments[0])
    assert ran >= {
        "init", "new", "audit", "import", "export", "due", "explain", "privacy", "judge", "fmt",
        "plan", "report", "binder", "seal", "verify", "compare",
    }  # fmt: skip


def test_every_block_of_the_manual_is_a_file_or_is_run():
    opened = [line for line in re.findall(r"^```(.*)$", PAGE, re.MULTILINE) if line]
    assert len(opened) == len(BLOCK.findall(PAGE))
    assert all(line == "console" or " file=" in line for line in opened)


def test_every_command_that_civcheck_has_for_clerks_is_named(civcheck):
    listed = re.findall(r"^  ([a-z]+) ", civcheck("--help").out.split("命令：")[1], re.MULTILINE)
    assert len(listed) > 15
    assert [name for name in listed if f"civcheck {name}" not in PAGE] == []
