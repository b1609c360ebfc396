"""Ledgers for the tests of the hygiene checks, in the words of the terms that come with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from civcheck.app.hygienetests import HygieneCase, hygiene_pack, notices_of
from civcheck.language.pack import RulePack
from civcheck.messages import say
from civcheck.model.report import Notice
from civcheck.reading.hygienechecks import hygiene_root
from civcheck.reading.inline import inline_ledger
from civcheck.reading.packfiles import PackReading

UNIT = {"单位名称": "江城市某局", "单位类型": "单位", "年度": "2017", "在职人数": "46"}
Raw = Mapping[str, Any]


@cache
def small_pack() -> RulePack:
    """Give the pack without rules that the checks are tested by."""
    root: Path = hygiene_root()
    return hygiene_pack(PackReading(), root)


def noticed(records: Iterable[Raw], as_of: str = "2017-12-31", **case: Any) -> list[Notice]:
    """Give what all checks notice."""
    made = HygieneCase.read({"check": "plan-after", "case": "", "as_of": as_of, "expect": [], **case})
    return notices_of(made, small_pack(), inline_ledger(UNIT, records, small_pack(), apart=True))


def said(records: Iterable[Raw], as_of: str = "2017-12-31", **case: Any) -> list[str]:
    """Give it in Chinese."""
    return [say(each.text) for each in noticed(records, as_of, **case)]


def an_activity(day: Any, title: str = "清扫街道", **fields: Any) -> Raw:
    """Make a record of an activity as it stands in YAML."""
    return {"类型": "活动", "标题": title, "日期": day, **fields}
