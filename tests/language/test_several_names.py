"""Values that look like several names written as one: what counts them, and what is said of them."""

from __future__ import annotations

import pytest

from civcheck.model.outcome import Outcome
from civcheck.model.several import MANY, as_many_as

from ..builders import a_record, judge_rule, outcome_of, said

SATISFIED, GAP, UNDETERMINED = Outcome.SATISFIED, Outcome.GAP, Outcome.UNDETERMINED
END = "2017-12-31"


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("张三 李四 王五", 3),
        ("张三　李四", 2),
        ("李四和王五", 2),
        ("欧阳修与王安石", 2),
        ("张三/李四", 2),
        ("赵甲等2人", 2),
        ("张三等三人", MANY),
        ("3名", 3),
        ("张三等", MANY),
        ("张三等同志", MANY),
        ("张三", 1),
        ("张 三", 1),
        ("李和平", 1),
        ("王和", 1),
        ("一人", 1),
        ("政策和法规科", 1),
        ("法治与普法科", 1),
        ("中华人民共和国司法部", 1),
        ("江城市司法局 法治科", 1),
        ("张三 局长", 1),
        ("二等", 1),
        ("", 1),
    ],
)
def test_how_many_names_a_text_may_be(text: str, many: int) -> None:
    assert as_many_as(text) == many


@pytest.mark.parametrize(
    ("bound", "value", "under_each", "under_none"),
    [
        pytest.param("at_most: 2", "张三 李四 王五", GAP, UNDETERMINED, id="one, or three of two at most"),
        pytest.param("at_most: 2", "张三等三人", GAP, UNDETERMINED, id="and others"),
        pytest.param("at_most: 2", "张三 李四", SATISFIED, GAP, id="one or two of two"),
        pytest.param("at_most: 2", "张三、李四、王五", GAP, SATISFIED, id="three"),
        pytest.param("exactly: 1", "李四和王五", GAP, UNDETERMINED, id="one or two of one"),
        pytest.param("exactly: 1", "李和平", SATISFIED, GAP, id="a name"),
        pytest.param("less_than: 2", "赵甲等2人", GAP, UNDETERMINED, id="one or two of less than two"),
        pytest.param("at_least: 2", "张三 李四", GAP, UNDETERMINED, id="one or two of two at least"),
        pytest.param("at_least: 3", "张三 李四", GAP, SATISFIED, id="two at the most of three"),
        pytest.param("at_least: 1", "张三 李四", SATISFIED, GAP, id="one at least"),
        pytest.param("more_than: 1", "张三、李四", SATISFIED, GAP, id="two"),
    ],
)
def test_a_list_is_not_counted_where_a_value_may_be_several(
    bound: str, value: str, under_each: Outcome, under_none: Outcome
) -> None:
    records = [a_record("讲堂", "2017-03-01", 负责人=value)]
    each = f"{{select: {{类型: 讲堂}}, expect: {{each: {{where: {{负责人: {{{bound}}}}}}}}}, on_empty: gap}}"
    assert outcome_of(each, records, END) is under_each
    none = f"{{select: {{类型: 讲堂, 负责人: {{{bound}}}}}, expect: {{none: {{}}}}}}"
    assert outcome_of(none, records, END) is under_none


def test_a_listed_value_is_one() -> None:
    rule = "{select: {类型: 检查}, expect: {each: {where: {检查内容: {exactly: 1}}}}, on_empty: gap}"
    assert outcome_of(rule, [a_record("检查", "2017-03-01", 检查内容="防火巡查、检查")], END) is SATISFIED


def test_what_looks_like_several_is_said_to() -> None:
    rule = "{select: {类型: 讲堂}, expect: {each: {where: {负责人: {at_least: 2}}}}, on_empty: gap}"
    seen = judge_rule(rule, [a_record("讲堂", "2017-03-01", 负责人="张三 李四")], END)
    assert "“负责人”写的是“张三 李四”，像是几个，数不准有几个" in said(seen)
    seen = judge_rule(rule, [a_record("讲堂", "2017-03-01", 负责人="张三")], END)
    assert "像是几个" not in said(seen)


@pytest.mark.parametrize(
    ("expect", "values", "outcome"),
    [
        pytest.param("at_most: 2", ("张三", "李四 王五"), UNDETERMINED, id="two, or three of two at most"),
        pytest.param("at_most: 3", ("张三", "李四 王五"), SATISFIED, id="three at the most"),
        pytest.param("at_most: 3", ("张三", "李四 王五 赵六"), UNDETERMINED, id="four at the most"),
        pytest.param("at_most: 2, per: 半年", ("张三", "李四 王五"), UNDETERMINED, id="in every period"),
        pytest.param("at_least: 2", ("张三", "李四 王五"), SATISFIED, id="two at least"),
    ],
)
def test_different_names_are_not_counted_where_one_may_be_several(
    expect: str, values: tuple[str, ...], outcome: Outcome
) -> None:
    rule = f"{{select: {{类型: 讲堂}}, expect: {{count: {{{expect}, distinct: [负责人]}}}}, on_empty: gap}}"
    records = [a_record("讲堂", "2017-03-01", 负责人=each) for each in values]
    assert outcome_of(rule, records, END) is outcome


@pytest.mark.parametrize("value", ["律师和公证", "律师 公证", "律师/公证"])
def test_listed_values_written_as_one_are_told_to_be_set_apart(value: str) -> None:
    rule = (
        "{select: {类型: 榜单}, on_empty: gap, "
        "expect: {each: {where: {行业: {has_any: [律师, 公证], at_least: 2}}}}}"
    )
    seen = judge_rule(rule, [a_record("榜单", "2017-03-01", 行业=value)], END)
    assert seen.outcome is GAP
    assert f"“行业”写的是“{value}”，几项之间要用顿号“、”隔开" in said(seen)
