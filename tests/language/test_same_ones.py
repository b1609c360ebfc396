"""Values that are counted as different and may be one and the same."""

from __future__ import annotations

from typing import Any

import pytest

from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_record, judge_rule, lectures, outcome_of

SATISFIED, GAP, UNDETERMINED = Outcome.SATISFIED, Outcome.GAP, Outcome.UNDETERMINED
END = "2017-12-31"


def of_places(*names: str, day: str = "2017-03-01") -> list[Any]:
    return [each for name in names for each in lectures(day, 地点=name)]


def counted(expect: str, on_empty: str = "gap") -> str:
    return f"{{select: {{类型: 讲堂}}, expect: {{count: {{{expect}}}}}, on_empty: {on_empty}}}"


@pytest.mark.parametrize(
    ("expect", "names", "outcome"),
    [
        pytest.param("at_least: 2", ("东村", "西村"), SATISFIED, id="two"),
        pytest.param("at_least: 2", ("东村", "东村村委会"), UNDETERMINED, id="two, or one"),
        pytest.param("at_least: 1", ("东村", "东村村委会"), SATISFIED, id="one is enough"),
        pytest.param("at_least: 3", ("东村", "东村村委会"), GAP, id="two at the most of three"),
        pytest.param("at_least: 2", ("东村", "东村和西村", "西村"), SATISFIED, id="the third may be either"),
        pytest.param("at_least: 3", ("东村", "东村和西村", "西村"), UNDETERMINED, id="is it another"),
        pytest.param("exactly: 2", ("东村", "东村村委会"), UNDETERMINED, id="exactly two, or one"),
        pytest.param("exactly: 1", ("东村", "东村村委会"), UNDETERMINED, id="exactly one, or two"),
        pytest.param("at_most: 1", ("东村", "东村村委会"), UNDETERMINED, id="one at the most, or two"),
        pytest.param("at_most: 1", ("东村", "东村村委会", "西村"), GAP, id="two at the least"),
        pytest.param("at_most: 2", ("东村", "东村村委会"), SATISFIED, id="two at the most"),
        pytest.param("at_least: 2", ("东村", "东村（二）"), SATISFIED, id="one of a series"),
        pytest.param("at_least: 2", ("K1", "K12"), SATISFIED, id="another number"),
        pytest.param("at_least: 2", ("张三等2人", "李四"), SATISFIED, id="somebody else and others"),
        pytest.param("at_least: 2, per: 年", ("东村", "东村村委会"), UNDETERMINED, id="in every period"),
        pytest.param("at_most: 1, per: 年", ("东村", "东村村委会"), UNDETERMINED, id="at the most in each"),
    ],
)
def test_what_may_be_the_same_is_not_counted_as_different_for_certain(
    expect: str, names: tuple[str, ...], outcome: Outcome
) -> None:
    assert outcome_of(counted(f"{expect}, distinct: [地点]"), of_places(*names), END) is outcome


def test_titles_are_no_names_and_listed_values_are_what_they_are() -> None:
    titles = [*lectures("2017-03-01", 标题="普法讲堂"), *lectures("2017-03-02", 标题="普法讲堂进校园")]
    assert outcome_of(counted("at_least: 2, distinct: [标题]"), titles, END) is SATISFIED
    checks = [a_record("检查", "2017-03-01", 检查内容=each) for each in ("巡查", "防火巡查、检查")]
    rule = "{select: {类型: 检查}, expect: {count: {at_least: 2, distinct: [检查内容]}}}"
    assert outcome_of(rule, checks, END) is SATISFIED


def test_of_combinations_all_must_be_the_same_or_may_be() -> None:
    rule = counted("at_least: 2, distinct: [日期, 地点]")
    same_day = of_places("东村", "东村村委会")
    assert outcome_of(rule, same_day, END) is UNDETERMINED
    assert (
        outcome_of(rule, [*of_places("东村"), *of_places("东村村委会", day="2017-03-02")], END) is SATISFIED
    )


def test_the_records_are_named_with_what_they_may_mean() -> None:
    seen = judge_rule(counted("at_least: 2, distinct: [地点]"), of_places("东村", "东村村委会"), END)
    assert [say(each.failure.lacks) for each in seen.near()] == [
        "“地点”写的是“东村”，写明是不是“东村村委会”",
        "“地点”写的是“东村村委会”，写明是不是“东村”",
    ]


@pytest.mark.parametrize(
    ("names", "outcome"),
    [
        (("江罚〔2024〕12号", "江罚〔2024〕12号（重发）"), UNDETERMINED),
        (("江罚〔2024〕12号", "江罚〔2024〕13号"), SATISFIED),
        (("江罚〔2024〕12号", "江罚(2024)12号"), GAP),
    ],
)
def test_a_value_that_may_be_another_leaves_it_open_whether_it_occurs_once(
    names: tuple[str, ...], outcome: Outcome
) -> None:
    rule = "{select: {类型: 讲堂}, expect: {ledger: {unique: [地点]}}}"
    assert outcome_of(rule, of_places(*names), END) is outcome


def test_numbers_of_records_are_what_they_are() -> None:
    records = [a_record("讲堂", "2017-03-01", 编号=each) for each in ("讲1", "讲1附")]
    assert outcome_of("{expect: {ledger: {unique: [编号]}}}", records, END) is SATISFIED


@pytest.mark.parametrize("dot", ["·", "•", "‧", "∙", "⋅", "・", "･"])
def test_a_name_is_the_same_whichever_middle_dot_it_has(dot: str) -> None:
    name = f"艾力{dot}买买提"
    assert outcome_of(counted("at_most: 1, per: {field: 地点}"), of_places("艾力·买买提", name), END) is GAP
    assert (
        outcome_of("{select: {类型: 讲堂, 地点: 艾力·买买提}, expect: {none: {}}}", of_places(name), END)
        is GAP
    )
