"""What documents ask for again and again, and how easily it comes out wrong: one table of duties."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from civcheck.model.outcome import Outcome

from ..builders import a_record, a_rule, a_unit, judge_rule, lectures, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED, NOT_APPLICABLE = Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE
END, JUNE = "2017-12-31", "2017-06-30"


def talk(**fields: Any) -> Any:
    return a_record("讲堂", "2017-03-01", **fields)


def rule(expect: str, select: str = "类型: 讲堂", more: str = "on_empty: gap") -> str:
    return f"{{select: {{{select}}}, {more}, expect: {{{expect}}}}}"


PRESENT = rule("each: {where: {面积: {at_least: {field: 人时, times: 2/3, round: up}}}}")
OTHERS = rule("each: {where: {not: {主办: {has_any: {field: 承办}}}}}")
TWO_PEOPLE = rule("each: {where: {负责人: {at_least: 2}}}")
BY_MARCH = rule("each: {roles: [方案], due: {by: 03-31}}")
ANY_BY_MARCH = rule("each: {where: {地点: {filled: true}}, due: {by: 03-31}}")
OF_PAPER = rule("each: {where: {事项: 纪律}}", "类型: 制度")


@pytest.mark.parametrize(
    ("duty", "records", "as_of", "outcome"),
    [
        pytest.param(PRESENT, [talk(面积="14", 人时="20")], END, SATISFIED, id="two thirds were there"),
        pytest.param(PRESENT, [talk(面积="13", 人时="20")], END, GAP, id="one less than two thirds"),
        pytest.param(PRESENT, [talk(面积="13")], END, GAP, id="nobody knows of how many"),
        pytest.param(OTHERS, [talk(主办="甲", 承办="乙")], END, SATISFIED, id="two different people"),
        pytest.param(OTHERS, [talk(主办="甲、乙", 承办="乙")], END, GAP, id="one of them is the same"),
        pytest.param(OTHERS, [talk(主办="甲")], END, GAP, id="a blank name does not show two people"),
        pytest.param(TWO_PEOPLE, [talk(负责人="甲、乙")], END, SATISFIED, id="two names"),
        pytest.param(TWO_PEOPLE, [talk(负责人="甲")], END, GAP, id="one name"),
        pytest.param(BY_MARCH, [talk(附件={"方案": "a.pdf"})], END, SATISFIED, id="before the day"),
        pytest.param(
            BY_MARCH, [a_record("讲堂", "2017-04-01", 附件={"方案": "a.pdf"})], END, GAP, id="a record after the day"
        ),
        pytest.param(ANY_BY_MARCH, [a_record("讲堂", "2017-04-01", 地点="三楼")], END, GAP, id="late, whatever"),
        pytest.param(OF_PAPER, [a_record("制度", "2017-03-01", 事项="纪律", 附件={"方案": "a.pdf"})], END, SATISFIED,
                     id="a paper with its file"),
        pytest.param(OF_PAPER, [a_record("制度", "2017-03-01", 事项="纪律")], END, GAP, id="a paper without a file"),
    ],
)  # fmt: skip
def test_what_each_record_must_show(duty: str, records: list[Any], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(duty, records, as_of) is outcome


def test_what_rests_on_an_estimate_says_so() -> None:
    seen = judge_rule(rule("each: {where: {参加人数: {at_least: 150}}}"), [talk(参加人数="约150人")], END)
    assert (seen.outcome, [note.id for note in seen.notes]) == (SATISFIED, ["note.about"])


GRAVE = "类型: 处分, 性质: 重大"


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        pytest.param("重大", GAP, id="the very word"),
        pytest.param("轻微", SATISFIED, id="a word that is no member of any list"),
    ],
)
def test_none_of_a_sort_that_lists_no_values(value: str, outcome: Outcome) -> None:
    assert outcome_of(rule("none: {}", GRAVE), [a_record("处分", "2017-03-01", 性质=value)], END) is outcome


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        pytest.param("外请报告", GAP, id="the very word"),
        pytest.param("身边人讲身边事", SATISFIED, id="another word of the list"),
        pytest.param("外请", UNDETERMINED, id="a word that the list does not know may be that one"),
    ],
)
def test_none_of_a_sort_that_lists_its_values(value: str, outcome: Outcome) -> None:
    duty = rule("none: {}", "类型: 讲堂, 形式: 外请报告")
    assert outcome_of(duty, [talk(形式=value)], END) is outcome


# --- measures

BUDGET = rule("compare: {measure: {sum: 面积}, at_most: 100}", more="on_empty: satisfied")
SHARE_OF_FACT = rule("ratio: {part: {sum: 面积}, whole: {fact: 上年面积}, at_most: 1}")
FACTS = (
    "{on_empty: gap, expect: {compare: {measure: {fact: 上年面积}, at_least: {fact: 在职人数, times: 4}}}}"
)


@pytest.mark.parametrize(
    ("area", "outcome"),
    [pytest.param("100", SATISFIED, id="at the limit"), pytest.param("101", GAP, id="over it, in June")],
)
def test_what_is_over_a_limit_is_not_waited_for(area: str, outcome: Outcome) -> None:
    assert outcome_of(BUDGET, [talk(面积=area)], JUNE) is outcome
    unit = a_unit(其他事实={"上年面积": "100"})
    assert outcome_of(SHARE_OF_FACT, [talk(面积=area)], JUNE, unit=unit) is outcome


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        pytest.param({"在职人数": "20", "其他事实": {"上年面积": "80"}}, SATISFIED, id="four for each"),
        pytest.param({"在职人数": "21", "其他事实": {"上年面积": "80"}}, GAP, id="less than four for each"),
        pytest.param({"在职人数": "20"}, UNDETERMINED, id="not declared"),
    ],
)
def test_facts_are_compared_without_any_record(facts: dict[str, Any], outcome: Outcome) -> None:
    assert outcome_of(FACTS, [], END, unit=a_unit(**facts)) is outcome


def test_a_share_of_nothing_is_what_on_empty_says() -> None:
    duty = rule(
        "ratio: {part: {count: {形式: 身边人讲身边事, 主题: 文明用语}}, "
        "whole: {count: {形式: 身边人讲身边事}}, at_least: 1/2}",
        more="on_empty: not-applicable",
    )
    assert outcome_of(duty, [talk(形式="外请报告")], END) is NOT_APPLICABLE


def test_a_blank_that_cannot_break_a_limit_is_no_doubt() -> None:
    duty = rule("ratio: {part: {count: {形式: 外请报告}}, whole: {count: all}, at_most: 1/5}")
    records = [talk(形式="外请报告"), talk(), *(talk(形式="身边人讲身边事") for _ in range(8))]
    assert outcome_of(duty, records, END) is SATISFIED
    assert outcome_of(duty, records[:-1], END) is UNDETERMINED


LATEST = "{select: {类型: 讲堂}, on_empty: gap, expect: {compare: {measure: {latest: 面积}, %s: 10}}}"


@pytest.mark.parametrize("limit", ["at_least", "at_most"])
def test_two_values_of_the_last_day_leave_open_which_is_the_latest(limit: str) -> None:
    assert outcome_of(LATEST % limit, [talk(面积="9"), talk(面积="50")], END) is UNDETERMINED
    assert outcome_of(LATEST % limit, [talk(面积="10"), talk(面积="10")], END) is SATISFIED


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        pytest.param("{sum: [人时, 参加人数]}", "110", id="hours times people, added up"),
        pytest.param("{sum: 人时, where: {形式: 外请报告}}", "3", id="of some alone"),
        pytest.param("{count: all, where: {形式: 外请报告}}", "1", id="counted with where"),
        pytest.param("{min: 人时}", "2", id="the least"),
        pytest.param("{max: 人时}", "3", id="the most"),
        pytest.param("{mean: 人时}", "2.5", id="the mean"),
    ],
)
def test_what_is_measured(measure: str, value: str) -> None:
    records = [
        talk(人时="2", 参加人数="40", 形式="身边人讲身边事"),
        talk(人时="3", 参加人数="10", 形式="外请报告"),
    ]
    duty = rule(f"compare: {{measure: {measure}, exactly: {value}}}")
    assert outcome_of(duty, records, END) is SATISFIED


def test_a_bound_of_a_comparison_may_depend_on_the_unit() -> None:
    duty = rule(
        "compare: {measure: {sum: 面积}, at_least: {by: 单位类型, values: {监狱: 200}, otherwise: 100}}"
    )
    assert outcome_of(duty, [talk(面积="100")], END) is SATISFIED
    assert outcome_of(duty, [talk(面积="100")], END, unit=a_unit(单位类型="监狱")) is GAP


# --- so many of several

TWO_OF_THREE = (
    "{expect: {any_of: {at_least: 2, of: ["
    "{title: 讲, select: {类型: 讲堂}, count: {at_least: 1}}, "
    "{title: 慰, select: {类型: 慰问}, count: {at_least: 1}}, "
    "{title: 公示, select: {类型: 公示}, count: {at_least: 1}}]}}}"
)


@pytest.mark.parametrize(
    ("kinds", "as_of", "outcome"),
    [
        pytest.param(["讲堂", "慰问"], JUNE, SATISFIED, id="two of three"),
        pytest.param(["讲堂"], JUNE, PENDING, id="one, and there is time"),
        pytest.param(["讲堂"], END, GAP, id="one, and time is over"),
        pytest.param(["讲堂", "讲堂"], END, GAP, id="twice the same is one"),
    ],
)
def test_so_many_of_several_ways(kinds: list[str], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(TWO_OF_THREE, [a_record(kind, "2017-03-01") for kind in kinds], as_of) is outcome


def test_more_ways_than_there_are_cannot_be_asked_for() -> None:
    with pytest.raises(ValidationError) as raised:
        a_rule(TWO_OF_THREE.replace("at_least: 2, of", "at_least: 4, of"))
    assert raised.value.errors()[0]["type"] == "branches-too-few"


def test_what_is_said_when_ways_are_missing() -> None:
    seen = judge_rule(TWO_OF_THREE, lectures("2017-03-01"), END)
    assert (seen.missing, said(seen)[:13]) == (("慰", "公示"), "要有 2 项，已有 1 项")


OPEN_SET = rule(
    "cover: {field: 主题, members: [文明用语, 文明出行], need: {at_least: 3}, open: true}", more="title: 三种"
)


def test_a_list_that_ends_in_and_so_on_counts_what_else_is_named() -> None:
    two = [talk(主题="文明用语"), talk(主题="文明出行")]
    assert outcome_of(OPEN_SET, two, END) is GAP
    assert outcome_of(OPEN_SET, [*two, talk(主题="文明餐桌")], END) is SATISFIED


# --- days of every year


@pytest.mark.parametrize(
    ("window", "first", "last"),
    [
        pytest.param("{from: 03-01, to: 03-31}", "2017-03-01", "2017-03-31", id="of the ledger's year"),
        pytest.param(
            "{from: 上年12-01, to: 次年01-31}", "2016-12-01", "2018-01-31", id="of the years beside it"
        ),
        pytest.param("{from: 02-01, to: 02-29}", "2017-02-01", "2017-02-28", id="the last day of February"),
    ],
)
def test_a_window_of_every_year(window: str, first: str, last: str) -> None:
    duty = f"{{select: {{类型: 讲堂}}, window: {window}, expect: {{count: {{at_least: 1}}}}}}"
    seen = judge_rule(duty, [], first)
    assert seen.window is not None
    assert [seen.window.first.isoformat(), seen.window.last.isoformat()] == [first, last]
