"""One name that stands for several people: who is named beside is not known, so it may be anybody."""

from __future__ import annotations

from typing import Any

import pytest

from civcheck.messages import say
from civcheck.model.alike import Alike
from civcheck.model.outcome import Outcome

from ..builders import a_record, a_unit, judge_rule, lectures, outcome_of

SATISFIED, GAP, UNDETERMINED = Outcome.SATISFIED, Outcome.GAP, Outcome.UNDETERMINED
END = "2017-12-31"
KNOWN = a_unit(其他事实={"在册典型": ["李四", "王五"]})

PER = "{select: {类型: 讲堂}, on_empty: not-applicable, expect: {%s}}"
ONE_EACH = PER % "count: {at_most: 1, per: {field: 负责人}}"
OF_FACT = PER % "count: {at_most: 1, per: {field: 负责人, members: {fact: 在册典型}}}"
APART = PER % "interval: {at_least: 30, per: {field: 负责人}}"
NO_TIE = PER % "link: {to: {类型: 慰问}, by: {负责人: 慰问对象}, at_most: 0}"
NOT_HIM = "{select: {类型: 讲堂, 负责人: 李四}, expect: {none: {}}}"
NOT_THEM = "{select: {类型: 讲堂, 负责人: {in: {fact: 在册典型}}}, expect: {none: {}}}"
NOT_BOTH = PER % "each: {where: {对象: {has_none: {field: 负责人}}}}"


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        pytest.param(ONE_EACH, lectures("2017-02-01", 负责人="李四"), id="so many of each"),
        pytest.param(OF_FACT, lectures("2017-02-01", 负责人="李四"), id="so many of each member"),
        pytest.param(APART, lectures("2017-02-25", 负责人="李四"), id="days between"),
        pytest.param(NO_TIE, [a_record("慰问", "2017-02-01", 慰问对象="李四")], id="a tie"),
        pytest.param(NOT_HIM, [], id="none of a name"),
        pytest.param(NOT_THEM, [], id="none of those in a fact"),
    ],
)
@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("张三等2人", UNDETERMINED),
        ("张三等", UNDETERMINED),
        ("张三 李四", UNDETERMINED),
        ("张三和李四", UNDETERMINED),
        ("3名", UNDETERMINED),
        ("张三", SATISFIED),
        ("张三等1人", SATISFIED),
        ("张三 赵六", SATISFIED),
    ],
)
def test_who_may_be_meant_by_several_leaves_a_demand_open_that_they_would_break(
    rule: str, other: list[Any], name: str, outcome: Outcome
) -> None:
    assert outcome_of(rule, [*lectures("2017-03-01", 负责人=name), *other], END, KNOWN) is outcome


@pytest.mark.parametrize(
    ("name", "asked", "outcome"),
    [
        ("张三等2人", "李四", UNDETERMINED),
        ("李四", "张三等2人", UNDETERMINED),
        ("张三 李四", "李四 王五", UNDETERMINED),
        ("张三 李四", "王五 赵六", SATISFIED),
        ("张三", "李四", SATISFIED),
    ],
)
def test_so_it_is_on_both_sides_of_a_comparison(name: str, asked: str, outcome: Outcome) -> None:
    assert outcome_of(NOT_BOTH, lectures("2017-03-01", 对象=name, 负责人=asked), END) is outcome


def test_what_names_several_may_have_somebody_in_common() -> None:
    both = [*lectures("2017-02-01", 负责人="张三 李四"), *lectures("2017-03-01", 负责人="李四 王五")]
    assert outcome_of(ONE_EACH, both, END) is UNDETERMINED
    others = [*lectures("2017-02-01", 负责人="张三等2人"), *lectures("2017-03-01", 负责人="王五等3人")]
    assert outcome_of(ONE_EACH, others, END) is UNDETERMINED


def test_two_people_are_not_one_because_a_third_value_may_be_either() -> None:
    rule = PER % "count: {at_most: 2, per: {field: 负责人}}"
    names = ("张三等2人", "李四", "王五")
    assert outcome_of(
        rule, [each for name in names for each in lectures("2017-03-01", 负责人=name)], END
    ) is (SATISFIED)


def test_what_is_asked_for_at_the_least_it_does_not_show() -> None:
    rule = PER % "count: {at_least: 1, per: {field: 负责人, members: {fact: 在册典型}}}"
    names = [*lectures("2017-03-01", 负责人="李四"), *lectures("2017-03-01", 负责人="张三等2人")]
    assert outcome_of(rule, names, END, KNOWN) is GAP


@pytest.mark.parametrize(
    ("rule", "record", "said"),
    [
        (
            ONE_EACH,
            lectures("2017-02-01", 负责人="李四"),
            "“负责人”写的是“张三等2人”，没有逐个写名字，写明其中有没有“李四”",
        ),
        (
            NO_TIE,
            [a_record("慰问", "2017-02-01", 慰问对象="李四")],
            "“慰问对象”写的是“李四”，要对照的“张三等2人”没有逐个写名字，写明其中有没有“李四”",
        ),
    ],
)
def test_the_record_is_named_with_what_is_to_be_written(rule: str, record: list[Any], said: str) -> None:
    seen = judge_rule(rule, [*lectures("2017-03-01", 负责人="张三等2人"), *record], END)
    assert [say(each.failure.lacks) for each in seen.near()] == [said]


MEMBERS = "{field: 负责人, members: {field: 慰问对象, of: {类型: 慰问}}}"
STAYING = "{field: 负责人, members: {field: 慰问对象, of: {类型: 慰问}, from: 日期, to: 完成日}}"


@pytest.mark.parametrize(
    "expect",
    [
        pytest.param(f"count: {{at_least: 1, per: {MEMBERS}}}", id="count"),
        pytest.param(f"count: {{at_least: 1, per: [年, {STAYING}]}}", id="count in every period"),
        pytest.param(f"cover: {MEMBERS}", id="cover"),
        pytest.param(f"total: {{measure: {{count: all}}, at_least: 1, per: {MEMBERS}}}", id="total"),
        pytest.param(f"interval: {{at_most: 220, edges: 是, per: {MEMBERS}}}", id="interval"),
    ],
)
@pytest.mark.parametrize(
    ("named", "shown", "outcome"),
    [
        ("赵甲等3人", ("赵甲等3人",), UNDETERMINED),
        ("赵甲等3人", ("赵甲", "李四", "王五"), UNDETERMINED),
        ("张三 李四", ("张三",), UNDETERMINED),
        ("张三 李四", ("张三", "李四"), UNDETERMINED),
        ("张三 李四", ("张三 李四",), SATISFIED),
        ("张三、赵甲等3人", ("李四",), GAP),
        ("张三", ("张三",), SATISFIED),
    ],
)
def test_several_that_a_record_names_as_one_are_no_one_member(
    expect: str, named: str, shown: tuple[str, ...], outcome: Outcome
) -> None:
    records = [a_record("慰问", "2017-01-01", 慰问对象=named)]
    records += [each for name in shown for each in lectures("2017-06-01", 负责人=name)]
    on_empty = "gap" if "interval" in expect else "not-applicable"
    rule = f"{{select: {{类型: 讲堂}}, on_empty: {on_empty}, expect: {{{expect}}}}}"
    assert outcome_of(rule, records, END) is outcome


def test_who_names_them_is_told_to_write_all() -> None:
    rule = PER % f"count: {{at_least: 1, per: {MEMBERS}}}"
    records = [
        a_record("慰问", "2017-01-01", 慰问对象="赵甲等3人"),
        *lectures("2017-06-01", 负责人="赵甲等3人"),
    ]
    seen = judge_rule(rule, records, END)
    assert [(each.record.kind, say(each.failure.lacks)) for each in seen.near()] == [
        (
            "慰问",
            "“慰问对象”写的是“赵甲等3人”，没有逐个写名字，看不出是哪几个；几个都写出来，用顿号“、”隔开",
        )
    ]


def test_names_find_those_they_may_stand_for() -> None:
    names = Alike(["张三等2人", "李四", "赵六 王五"])
    assert names.to("李四") == ("张三等2人",)
    assert names.to("王五和钱乙") == ("张三等2人", "赵六王五")
    assert names.to("钱乙等3个单位") == ("张三等2人", "李四", "赵六王五")
