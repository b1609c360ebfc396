"""Near misses that are worth a look: what one could mend first and all of it, of another category a few."""

from __future__ import annotations

from datetime import date
from typing import Any

from civcheck.messages import say
from civcheck.model.report import Finding
from civcheck.reading.inline import inline_ledger
from civcheck.reading.packparse import parse_pack
from civcheck.reading.packsource import pack_digest
from civcheck.verdict.nearness import OTHERS_SHOWN
from civcheck.verdict.run import run_audit
from tests.packs.good import good_files

UNIT = {"单位名称": "某县司法局", "单位类型": "县区司法局", "年度": "2017"}
PICK = "select: {类型: 榜单, 榜别: 红榜}\n  expect: {count: {at_least: 9}}\n"


def board(day: int, side: str | None, **more: Any) -> dict[str, Any]:
    said = {} if side is None else {"榜别": side}
    return {
        "类型": "榜单",
        "标题": f"第{day}期",
        "日期": f"2017-03-{day:02}",
        "附件": {"方案": f"{day}.docx"},
        **said,
        **more,
    }


def judged(records: list[dict[str, Any]]) -> Finding:
    files = dict(good_files())
    text = files["02-其他.yaml"]
    start, end = text.index("  select: {类型: 榜单}"), text.index('- id: "2.8"')
    files["02-其他.yaml"] = f"{text[:start]}  {PICK}{text[end:]}"
    files["terms.yaml"] = files["terms.yaml"].replace("values: [红榜, 黑榜]", "values: [红榜, 红黑榜, 黑榜]")
    contents = {name: each.encode() for name, each in files.items() if "/" not in name}
    pack, problems = parse_pack(contents, pack_digest(contents))
    assert pack is not None, problems
    ledger = inline_ledger(UNIT, records, pack)
    return run_audit(ledger, pack, date(2017, 12, 31), [pack.by_id["2.7"]]).findings[0]


def titles(finding: Finding) -> list[str]:
    return [each.title for each in finding.near_misses]


def test_of_another_category_a_few_are_named_and_all_are_counted() -> None:
    finding = judged([board(day, "黑榜") for day in range(1, 21)])
    assert titles(finding) == [f"第{day}期" for day in range(1, OTHERS_SHOWN + 1)]
    assert finding.near_miss_count == 20


def test_one_more_than_a_few_is_counted() -> None:
    finding = judged([board(day, "黑榜") for day in range(1, OTHERS_SHOWN + 2)])
    assert (len(finding.near_misses), finding.near_miss_count) == (OTHERS_SHOWN, OTHERS_SHOWN + 1)


def test_the_nearest_value_comes_first() -> None:
    finding = judged([*(board(day, "黑榜") for day in range(1, 9)), board(28, "红黑榜")])
    assert titles(finding) == ["第28期", "第1期", "第2期", "第3期", "第4期"]


def test_a_blank_a_slip_and_what_lacks_something_else_are_never_left_out() -> None:
    others = [board(day, "黑榜") for day in range(1, 16)]
    slips = [board(day, "红傍") for day in range(16, 22)]
    blanks = [board(day, None) for day in range(22, 28)]
    strange = [board(28, "蓝榜"), board(29, "绿色的")]
    bare = [board(30, "红榜", 附件={})]
    finding = judged([*others, *slips, *blanks, *strange, *bare])
    assert titles(finding)[: 6 + 6 + 3] == [f"第{day}期" for day in range(16, 31)]
    assert [say(each.lacks) for each in finding.near_misses[15:]] == [
        "“榜别”写的是“黑榜”（要求：“榜别”是“红榜”）"
    ] * OTHERS_SHOWN
    assert finding.near_miss_count == 30
