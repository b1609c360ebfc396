"""Every construct of the rule language, by the examples of its page: no plan says more than the audit does."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from civcheck.reading.inline import inline_ledger
from tests.builders import day, read_yaml
from tests.language.test_examples import EXAMPLES, UNIT, named, pack_of
from tests.planning.test_oracle import gaps, planner_of


def planners(example):
    """Give a planner for every day of an example."""
    pack = pack_of(example)
    ledger = inline_ledger({**UNIT, **example.get("unit", {})}, example["records"], pack)
    for as_of in example["then"]:
        yield planner_of(ledger, pack, day(as_of)), ledger, pack


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_what_the_plan_of_an_example_closes_is_closed(example):
    for planner, ledger, pack in planners(example):
        plan = planner.plan()
        after = gaps(ledger, planner, planner.then.case.index.records, pack)
        assert after == {each.rule for each in plan.left}
        assert set(plan.closes).isdisjoint(after) and set(plan.closes) | after == set(plan.short)


def test_most_examples_that_anything_could_close_are_closed():
    """Those left with no way are few, and no rule that has too much is told to add more."""
    found: Counter[str] = Counter()
    for example in EXAMPLES:
        for planner, *_ in planners(example):
            plan = planner.plan()
            found.update(each.why for each in plan.left)
            found["closed"] += len(plan.closes)
    assert found["closed"] > 3 * found["no-way"] > 0


def test_a_plan_is_the_same_however_often_it_is_made():
    example = next(each for each in EXAMPLES if "cover" in str(each))
    first, again = (next(planners(example))[0].plan() for _ in range(2))
    assert first == again and first.until >= date(2017, 12, 31)


def planned(*rules: str, records=(), as_of: date = date(2017, 3, 1)):
    """Plan a ledger by a few rules, each written in one line."""
    example = {"rules": [read_yaml(each) for each in rules], "records": list(records)}
    pack = pack_of(example)
    ledger = inline_ledger(UNIT, example["records"], pack)
    planner = planner_of(ledger, pack, as_of)
    plan = planner.plan()
    assert gaps(ledger, planner, planner.then.case.index.records, pack) == {each.rule for each in plan.left}
    return plan


def test_what_would_break_another_rule_is_not_proposed():
    plan = planned(
        '{id: "1", select: {类型: 讲堂}, expect: {count: {at_least: 3}}}',
        '{id: "2", select: {类型: 讲堂}, expect: {count: {at_most: 2}}}',
    )
    assert not plan.actions and not plan.closes and not plan.proven
    assert [(each.rule, each.why) for each in plan.left] == [("1", "no-way")]


def test_an_alternative_is_taken_that_another_rule_needs_anyway():
    plan = planned(
        '{id: "1", select: {类型: [讲堂, 慰问]}, expect: {any_of: [{select: {类型: 慰问}, count: {at_least: 1}}, '
        "{select: {类型: 讲堂}, count: {at_least: 1}}]}}",
        '{id: "2", select: {类型: 讲堂}, expect: {count: {at_least: 2}}}',
    )
    assert sum(each.times for each in plan.actions) == 2 and {each.kind for each in plan.actions} == {"讲堂"}
    assert plan.proven and plan.least == 2


def test_a_choice_among_members_is_not_called_shortest():
    plan = planned(
        '{id: "1", select: {类型: 讲堂}, expect: {cover: {field: 主题, members: [文明用语, 文明出行, 文明餐桌], '
        "need: {at_least: 2}}}}"
    )
    assert plan.closes == ("1",) and not plan.proven


def test_two_in_every_month_are_found_though_one_alone_brings_nothing():
    plan = planned(
        '{id: "1", select: {类型: 讲堂}, expect: {count: {at_least: 2, per: 月}}}', as_of=date(2017, 10, 31)
    )
    ahead = [each for each in plan.actions if not each.over]
    assert [(each.times, each.first, each.last.month) for each in ahead] == [
        (2, date(2017, 11, 1), 11),
        (2, date(2017, 12, 1), 12),
    ]
    assert sum(each.times for each in plan.actions if each.over) == 20


def test_single_fields_that_differ_are_two_records_and_lists_are_one():
    single = planned(
        '{id: "1", select: {类型: 讲堂}, expect: {cover: {field: 承诺天数, members: ["1", "2"]}}}'
    )
    lists = planned(
        '{id: "1", select: {类型: 讲堂}, expect: {cover: {field: 主题, members: [文明用语, 文明出行]}}}'
    )
    assert len(lists.actions) == 1 and len(single.actions) in (0, 2)


def test_what_is_reported_in_a_window_is_to_have_its_day_of_report():
    plan = planned(
        '{id: "1", select: {类型: 讲堂}, dated_by: 报送日期, window: {from: 2017-06-01, to: 2017-07-15}, '
        "expect: {count: {at_least: 1}}}"
    )
    (action,) = plan.actions
    assert action.filled == ("报送日期",) and (action.first, action.last) == (
        date(2017, 6, 1),
        date(2017, 7, 15),
    )


@pytest.mark.parametrize("limit", ["at_most: 500", "more_than: 1/2", "at_least: {param: 期限}"])
def test_what_is_asked_of_a_piece_of_material_never_stops_a_plan(limit):
    plan = planned(
        '{id: "1", select: {类型: 讲堂}, on_empty: gap, expect: {each: {roles: [{role: 报道, where: {字数: {'
        + limit
        + "}}}]}}}",
        records=[{"类型": "讲堂", "日期": "2017-02-01", "附件": {"报道": "a.docx"}}],
    )
    assert set(plan.closes) | {each.rule for each in plan.left} == set(plan.short)


def test_a_record_of_any_day_is_not_counted_on_in_one_month():
    plan = planned(
        '{id: "1", select: {类型: 讲堂}, expect: {count: {at_least: 2, per: 月}}}',
        '{id: "2", select: {类型: 讲堂, 备注: {filled: true}}, expect: {count: {at_least: 1}}}',
        as_of=date(2018, 1, 31),
    )
    months = [each for each in plan.actions if each.rules == ("1",)]
    assert sum(each.times for each in months) == 24


def test_what_each_piece_of_material_must_be_is_told():
    plan = planned(
        '{id: "1", select: {类型: 讲堂}, expect: {each: {roles: '
        "[{role: 图片, at_least: 3}, {role: 报道, where: {说明: {filled: true}}}]}}}",
        '{id: "2", select: {类型: 讲堂}, expect: {count: {at_least: 1}}}',
    )
    asked = {each.roles: each for each in plan.actions[0].material}
    assert asked["图片",].limits == "≥3" and [each.id for each in asked["报道",].says] == ["words.filled"]


def test_where_too_few_days_are_left_the_rest_may_have_been_held():
    rule = '{id: "1", select: {类型: 讲堂}, expect: {count: {at_least: 4, distinct: 日期}}}'
    plan = planned(rule, as_of=date(2017, 12, 29))
    assert [(each.over, each.times) for each in plan.actions] == [(False, 2), (True, 2)]
    assert all(each.last <= date(2017, 12, 29) for each in plan.actions if each.over)
