"""Builds complete ledgers: small helpers that make records as a clerk would write them, and write them to a folder.

A ledger is plain data: ``unit.yaml`` as a mapping and a mapping of record per path. The attachments are a few bytes
each; nothing looks into them, only their names and endings matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Raw = dict[str, Any]

FILES = {
    "方案": "方案.docx",
    "图片": "图片.jpg",
    "报道": "报道.pdf",
    "纪要": "纪要.doc",
    "文件": "文件.ofd",
    "截图": "截图.png",
    "名册": "名册.xlsx",
    "总结": "总结.docx",
    "推荐表": "推荐表.doc",
    "协议": "协议.pdf",
    "公告": "公告.html",
    "统计": "统计.csv",
    "制度": "制度.wps",
    "报告": "报告.pptx",
    "通知": "通知.txt",
}
"""The file each role is shown by; every ending fits its role."""

ACTIVITY_ROLES = ("方案", "图片", "报道")
"""What 6.3 asks of every activity."""


@dataclass(frozen=True)
class Entry:
    """One record: where it lies, what the clerk wrote, and which rules it answers (6.3 goes without saying)."""

    path: str
    raw: Raw
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """A complete ledger as plain data."""

    unit: Raw
    records: Mapping[str, Raw]
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def entry(
    kind: str, day: str | list[str], roles: Iterable[str], answers: str, filed: str = "", **fields: Any
) -> Entry:
    """Make a record of a kind with material in ``roles``; ``answers`` names the rules, blanks between.

    The first day and the kind name the folder; a second record of the same kind on the same day needs ``名``.
    """
    first = day if isinstance(day, str) else day[0]
    point = answers.partition(".")[0].zfill(2)
    folder = f"{point}/{first[:10]}-{kind}{fields.pop('名', '')}"
    raw: Raw = {"类型": kind, "标题": f"{kind}记录", "日期": day, **fields}
    if filed:
        raw["归档"] = {"日期": filed}
    if roles:
        raw["附件"] = {role: FILES[role] for role in roles}
    return Entry(f"{folder}/记录.yaml", raw, tuple(answers.split()))


def activity(kind: str, day: str | list[str], answers: str, **fields: Any) -> Entry:
    """Make an activity with the three materials that 6.3 asks for."""
    return entry(kind, day, ACTIVITY_ROLES, answers, **fields)


def visit(kind: str, day: str, answers: str, **fields: Any) -> Entry:
    """Make an activity of somebody else that the unit took part in: 6.3 asks no material for it."""
    return entry(kind, day, (), answers, 身份="参加", **fields)


def paper(kind: str, day: str, role: str, answers: str, **fields: Any) -> Entry:
    """Make a record that is shown by one piece of paper and is no activity."""
    return entry(kind, day, (role,), answers, **fields)


def draft(unit: Raw, entries: Iterable[Entry]) -> Draft:
    """Put entries into a ledger, numbered in their order."""
    records: dict[str, Raw] = {}
    answers: dict[str, tuple[str, ...]] = {}
    for number, each in enumerate(entries, start=1):
        if each.path in records:
            raise ValueError(f"two records at {each.path}")
        records[each.path] = {**each.raw, "编号": f"2017-{number:03}"}
        answers[each.path] = each.answers
    return Draft(unit, records, answers)


def write(ledger: Draft, root: Path) -> Path:
    """Write a ledger as YAML with its attachment files; the same data gives the same bytes."""
    root.mkdir(parents=True)
    _dump(root / "unit.yaml", ledger.unit)
    for path, raw in ledger.records.items():
        target = root / path
        target.parent.mkdir(parents=True)
        _dump(target, raw)
        for role, name in raw.get("附件", {}).items():
            if not name.startswith("http"):
                (target.parent / name).write_bytes(f"{path} {role}\n".encode())
    return root


def _dump(path: Path, value: Raw) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "utf-8")
