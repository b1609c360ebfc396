"""Ledgers for tests: a folder written from a dict, read by the terms of hubei-2017, every problem said aloud."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from civcheck.language.pack import RulePack
from civcheck.messages import say
from civcheck.model.ledger import Ledger
from civcheck.model.problem import Problem, Weight
from civcheck.model.record import Record
from civcheck.model.texts import sanitize
from civcheck.reading.ledger import read_ledger
from civcheck.reading.rulepack import read_pack
from civcheck.reading.unitfile import open_unit

UNIT = "单位名称: 江城市司法局\n单位类型: 县区司法局\n年度: 2017\n"
RECORD = "类型: 志愿服务\n标题: 清扫街道\n日期: 2017-03-05\n"


@cache
def hubei() -> RulePack:
    """Give the rule pack that tests read by."""
    return read_pack("hubei-2017", cache=False)


def write_ledger(root: Path, files: Mapping[str, str | bytes], unit: str | bytes | None = UNIT) -> Path:
    """Write a ledger: path → content; ``unit`` is its unit.yaml, or None for none."""
    root.mkdir(parents=True, exist_ok=True)
    for path, content in ({} if unit is None else {"unit.yaml": unit} | dict(files)).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def read(root: Path) -> Ledger:
    """Read a ledger folder; every problem found must have a place, a reason and a cure that can be said."""
    ledger = read_ledger(str(root), hubei(), open_unit(str(root)))
    for problem in ledger.problems:
        assert_tells(problem)
    return ledger


def read_files(root: Path, files: Mapping[str, str | bytes], unit: str | bytes = UNIT) -> Ledger:
    """Write a ledger and read it."""
    return read(write_ledger(root, files, unit))


def read_record(root: Path, text: str | bytes, files: Mapping[str, str | bytes] | None = None) -> Ledger:
    """Read a ledger whose one record file ``a.yaml`` is ``text``, beside other files."""
    return read_files(root, {"a.yaml": text} | dict(files or {}))


def only_record(ledger: Ledger) -> Record:
    """Give the one record of a ledger."""
    (record,) = ledger.records
    return record


def told(ledger: Ledger) -> list[str]:
    """List the problems that are no notes, as ``file:line:column code``."""
    return [f"{each.place} {each.code}" for each in ledger.problems if each.weight is not Weight.NOTE]


def noted(ledger: Ledger) -> list[str]:
    """List the codes of the notes."""
    return [each.code for each in ledger.problems if each.weight is Weight.NOTE]


def unread_codes(ledger: Ledger) -> list[str]:
    """List the codes of the problems that made a record unread."""
    return [each.code for each in ledger.problems if each.weight is Weight.UNREAD]


def sentence(problem: Problem) -> str:
    """Say a problem as a whole: what, where, why and the cure."""
    what, why, cure = (say(each) for each in (problem.what, problem.why, problem.cure))
    return f"{problem.place}: {what}\n  原因：{why}\n  改法：{cure}"


def assert_tells(problem: Problem) -> None:
    """Hold a problem to its promise: a file, a place in it, and three texts without a hole in them."""
    assert problem.place.file
    assert problem.place.line >= 0
    assert (problem.place.column > 0) == (problem.place.line > 0)
    quoted = any(sign in str(value) for value in problem.params.values() for sign in "“”")
    for each in (problem.what, problem.why, problem.cure):
        text = say(each)
        assert text
        assert quoted or "“”" not in text, text
        assert not {unicodedata.category(sign) for sign in sanitize(text, 10_000)} & {"Cc", "Cs", "Zl", "Zp"}
