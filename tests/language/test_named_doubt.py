"""Where a blank leaves an outcome open, the record and the field are named."""

from typing import Any

import pytest

from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_record, judge_rule, lectures

CHOSEN = "{select: {类型: 讲堂, 主题: 文明用语}, on_empty: not-applicable, expect: {%s}}"
SURE = lectures("2017-03-01", 主题="文明用语", 报送日期="2017-03-02", 附件={"方案": "a.docx"})
OPEN = lectures("2017-04-01")
IN_ORDER = lectures("2017-05-01", 报送日期="2017-05-02")


def named(rule: str, records: list[Any]) -> list[tuple[str, str]]:
    seen = judge_rule(rule, records, "2017-12-31")
    assert seen.outcome is Outcome.UNDETERMINED
    return [(str(each.record.days.first), say(each.failure.lacks)) for each in seen.near()]


@pytest.mark.parametrize(
    "expect",
    [
        "each: {roles: [方案]}",
        "lag: {from: 日期, to: 报送日期, at_most: 5}",
        "any_of: {each: 是, of: [{lag: {from: 日期, to: 报送日期, at_most: 5}}]}",
        "count: {at_most: 1}",
    ],
)
def test_a_record_that_may_be_selected_is_named_with_what_it_leaves_blank(expect: str) -> None:
    found = named(CHOSEN % expect, [*SURE, *OPEN])
    assert found == [("2017-04-01", "没写“主题”，写明才能断定是不是这样：“主题”是“文明用语”")]


def test_one_that_would_be_in_order_is_not_named() -> None:
    found = named(CHOSEN % "lag: {from: 日期, to: 报送日期, at_most: 5}", [*SURE, *OPEN, *IN_ORDER])
    assert [on for on, _ in found] == ["2017-04-01"]


def test_several_blanks_of_one_record_are_named_together() -> None:
    rule = CHOSEN.replace("主题: 文明用语", "主题: 文明用语, 形式: 外请报告") % "each: {roles: [方案]}"
    sure = [dict(each, 形式="外请报告") for each in SURE]
    assert named(rule, [*sure, *OPEN]) == [("2017-04-01", "没写“主题”、“形式”，看不出算不算、算谁的")]


def test_a_record_that_may_name_one_more_member_is_named() -> None:
    rule = (
        "{select: {类型: 讲堂}, on_empty: not-applicable, expect: {interval: {at_most: 100, edges: 是, "
        "per: {field: 对象, members: {field: 慰问对象, of: {类型: 慰问, 地点: 病房}}}}}}"
    )
    found = named(rule, [a_record("慰问", "2017-01-05", 慰问对象="甲")])
    assert found == [("2017-01-05", "没写“地点”，看不出算不算、算谁的")]
    one = [a_record("慰问", "2017-01-05", 慰问对象="乙", 地点="病房")]
    held = [
        a_record("讲堂", on, 对象="乙") for on in ("2017-03-01", "2017-06-01", "2017-09-01", "2017-12-01")
    ]
    found = named(rule, [*one, *held, a_record("慰问", "2017-01-05", 慰问对象="甲")])
    assert found == [("2017-01-05", "没写“地点”，看不出算不算、算谁的")]


def test_a_record_is_named_whose_stay_ends_on_a_day_that_was_not_taken() -> None:
    rule = (
        "{select: {类型: 讲堂}, on_empty: not-applicable, expect: {count: {at_least: 1, per: [半年, "
        "{field: 负责人, members: {field: 负责人, of: {类型: 检查}, from: 日期, to: 完成日}}]}}}"
    )
    stay = a_record("检查", "2017-01-01", 负责人="甲", 完成日="待定")
    held = lectures("2017-03-01", "2017-09-01", 负责人="乙")
    assert named(rule, [stay, *held]) == [("2017-01-01", "“完成日”写的没能采用（见录入问题）")]
    seen = judge_rule(rule, [stay, *held], "2017-12-31")
    assert "未见" not in say(seen.summary)
