"""Numbers that meet a demand and cannot be right: a part that is more than its whole is told, and decides nothing."""

# ruff: noqa: E501 - one case a line reads as a table

from __future__ import annotations

from typing import Any

import pytest

from civcheck.messages import say
from civcheck.model.outcome import Outcome
from civcheck.verdict.run import run_audit

from ..builders import a_ledger, a_pack, a_record, a_rule, day, judge_rule, lectures

END = "2017-12-31"
CHECK = "{select: {类型: 检查}, on_empty: gap, expect: {%s}}"
LECTURE = "{select: {类型: 讲堂}, on_empty: gap, expect: {%s}}"
CONFIRM = "；核对是不是写反、写错了，确实会超过的不用改"
POINT = "；核对是不是漏写了小数点，确实会超过的不用改"
SUMS = "ratio: {part: {sum: 人时}, whole: {sum: 面积}, %s}"


def told(rule: str, records: list[Any], outcome: Outcome = Outcome.SATISFIED) -> list[str]:
    seen = judge_rule(rule, records, END)
    assert seen.outcome is outcome
    return [say(each) for each in seen.notes]


@pytest.mark.parametrize(
    ("limits", "part", "outcome", "notes"),
    [
        pytest.param("at_least: 90%", "90", Outcome.SATISFIED, [f"部分比整体大：“人时”合计是 90，“面积”合计是 10{CONFIRM}"], id="more"),
        pytest.param("at_least: 90%", "10", Outcome.SATISFIED, [], id="all"),
        pytest.param("at_least: 110%", "90", Outcome.SATISFIED, [], id="more than all is asked for"),
        pytest.param("at_most: 90%", "90", Outcome.GAP, [f"部分比整体大：“人时”合计是 90，“面积”合计是 10{CONFIRM}"], id="too much"),
        pytest.param("at_least: 90%, per: 年", "90", Outcome.SATISFIED, [f"部分（“人时”合计）比整体（“面积”合计）大：2017年{CONFIRM}"], id="in a period"),
    ],
)  # fmt: skip
def test_a_sum_that_is_more_than_that_of_which_it_is_a_share_is_told(
    limits: str, part: str, outcome: Outcome, notes: list[str]
) -> None:
    assert told(LECTURE % (SUMS % limits), lectures("2017-03-01", 人时=part, 面积="10"), outcome) == notes


@pytest.mark.parametrize(
    "expect",
    [
        pytest.param("ratio: {part: {sum: 用时}, whole: {sum: 件数}, at_least: 1/2}", id="of another unit"),
        pytest.param("ratio: {part: {sum: 件数}, whole: {number: 10}, at_least: 1/2}", id="of a number"),
        pytest.param("ratio: {part: {sum: 件数, times: 2}, whole: {sum: 件数}, at_least: 1/2}", id="multiplied"),
        pytest.param("each: {where: {件数: {at_least: {field: 用时, times: 1/2}}}}", id="in a record of another unit"),
        pytest.param("each: {where: {件数: {at_least: 1/2}}}", id="no percentage"),
        pytest.param("each: {where: {覆盖率: {at_least: 10%}}}", id="a growth"),
    ],
)  # fmt: skip
def test_what_is_no_share_may_be_more(expect: str) -> None:
    records = [a_record("检查", "2017-03-01", 用时="20", 件数="11", 覆盖率="150%", 标题="一")]
    assert told(CHECK % expect, records) == []


@pytest.mark.parametrize(
    ("expect", "notes"),
    [
        ("each: {where: {覆盖率: {at_least: 95%}}}", [f"有 1 条记录的“覆盖率”超过 100%：《一》950%{POINT}"]),
        ("total: {measure: {latest: 覆盖率}, at_least: 95%}", [f"有 1 条记录的“覆盖率”超过 100%：《一》950%{POINT}"]),
        ("total: {measure: {mean: 覆盖率}, at_least: 50%}", [f"有 1 条记录的“覆盖率”超过 100%：《一》950%{POINT}"]),
    ],
)  # fmt: skip
def test_a_percentage_that_is_to_be_half_of_all_or_more_is_told_above_all(
    expect: str, notes: list[str]
) -> None:
    assert told(CHECK % expect, [a_record("检查", "2017-03-01", 覆盖率="950%", 标题="一")]) == notes
    assert told(CHECK % expect, [a_record("检查", "2017-03-01", 覆盖率="100%", 标题="一")]) == []


@pytest.mark.parametrize(
    ("part", "notes"), [("30", [f"有 1 条记录的“人时”比“面积”大：《一》30 比 24{CONFIRM}"]), ("24", [])]
)
def test_a_record_in_which_more_came_than_there_are_is_told(part: str, notes: list[str]) -> None:
    rule = LECTURE % "each: {where: {人时: {at_least: {field: 面积, times: 2/3}}}}"
    assert told(rule, lectures("2017-03-01", 人时=part, 面积="24", 标题="一")) == notes


def test_where_the_rule_is_satisfied_it_is_a_notice() -> None:
    rule = a_rule(LECTURE % (SUMS % "at_least: 90%"))
    pack = a_pack(rule)
    ledger = a_ledger(pack, lectures("2017-03-01", 人时="90", 面积="10"))
    found = [each for each in run_audit(ledger, pack, day(END)).notices if each.code == "part-beyond"]
    assert [(each.rule, say(each.text)) for each in found] == [
        ("1.1", f"部分比整体大：“人时”合计是 90，“面积”合计是 10{CONFIRM}")
    ]
