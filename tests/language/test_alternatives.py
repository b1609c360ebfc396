"""``any_of`` with ``each``: alternatives that are decided record by record."""

from typing import Any

import pytest
from pydantic import ValidationError

from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import UNIT, a_judgement, a_record, a_rule, a_unit, judge_rule, judged, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED, NOT_APPLICABLE = Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE


def ways(*branches: str, more: str = "", rule: str = "") -> str:
    """Write a rule that asks one of these ways of every list."""
    return (
        f"{{select: {{类型: 榜单}}, on_empty: not-applicable, {rule}"
        f"expect: {{any_of: {{each: 是, {more}of: [{', '.join(branches)}]}}}}}}"
    )


FILED = "{title: 存档, each: {filled: [归档], due: {days: 10}}}"
SHOWN = "{title: 公示, link: {to: {类型: 公示}, within: {days: 20, direction: after}}}"
REPORTED = "{title: 上报, lag: {from: 日期, to: 报送日期, at_most: 5}}"
FILE = {"附件": {"方案": "公示.pdf"}}


def a_list(number: str = "B1", **fields: Any) -> Any:
    return a_record("榜单", "2017-03-10", 编号=number, 附件={"方案": "榜单.pdf"}, **fields)


def a_notice(of: str = "B1", when: str = "2017-03-15") -> Any:
    return a_record("公示", when, 关联=of, **FILE)


def test_a_fact_that_only_a_way_not_needed_asks_for_is_not_asked() -> None:
    rule = ways(FILED, "{title: 典型, each: {where: {对象: {has_any: {fact: 在册典型}}}, roles: [方案]}}")
    unit = {name: value for name, value in a_unit().items() if name != "其他事实"}
    assert outcome_of(rule, [a_list(**FILED_IN_TIME)], "2017-12-31", unit) is SATISFIED
    assert outcome_of(rule, [a_list()], "2017-12-31", unit) is UNDETERMINED


FILED_IN_TIME = {"归档": {"日期": "2017-03-20"}}


@pytest.mark.parametrize(
    ("records", "as_of", "outcome"),
    [
        pytest.param([a_list(**FILED_IN_TIME)], "2017-12-31", SATISFIED, id="one way"),
        pytest.param([a_list(), a_notice()], "2017-12-31", SATISFIED, id="the other way"),
        pytest.param(
            [a_list("B1", **FILED_IN_TIME), a_list("B2"), a_notice("B2")],
            "2017-12-31",
            SATISFIED,
            id="each its own way",
        ),
        pytest.param([a_list("B1", **FILED_IN_TIME), a_list("B2")], "2017-12-31", GAP, id="one by none"),
        pytest.param([a_list()], "2017-03-20", PENDING, id="the first way has just closed"),
        pytest.param([a_list()], "2017-03-29", PENDING, id="the day before the last way closes"),
        pytest.param([a_list()], "2017-03-30", GAP, id="the last way has closed"),
        pytest.param([], "2017-12-30", PENDING, id="nothing yet"),
        pytest.param([], "2017-12-31", NOT_APPLICABLE, id="nothing at all"),
    ],
)
def test_every_record_goes_one_of_the_ways(records: list[Any], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(ways(FILED, SHOWN), records, as_of) is outcome


def test_branches_over_all_records_are_another_demand() -> None:
    records = [a_list("B1", **FILED_IN_TIME), a_list("B2"), a_notice("B2")]
    rule = ways(FILED, SHOWN)
    assert outcome_of(rule, records, "2017-12-31") is SATISFIED
    assert outcome_of(rule.replace("each: 是", "each: 否"), records, "2017-12-31") is GAP


def test_a_record_waits_until_the_last_of_its_ways_closes() -> None:
    seen = judge_rule(ways(FILED, SHOWN), [a_list()], "2017-03-15")
    assert (seen.outcome, str(seen.due), str(seen.shorts[0].due)) == (PENDING, "2017-03-30", "2017-03-30")


def test_a_way_of_several_constructs_closes_with_the_first_of_them() -> None:
    both = "{each: {filled: [归档], due: {days: 10}}, lag: {from: 日期, to: 报送日期, at_most: 5}}"
    assert outcome_of(ways(both), [a_list()], "2017-03-14") is PENDING
    assert outcome_of(ways(both), [a_list()], "2017-03-15") is GAP


@pytest.mark.parametrize(
    ("records", "as_of", "outcome"),
    [
        pytest.param(
            [a_list(报送日期="2017-03-12", **FILED_IN_TIME)], "2017-12-31", SATISFIED, id="two ways"
        ),
        pytest.param([a_list(报送日期="2017-03-12")], "2017-12-31", GAP, id="one way"),
        pytest.param([a_list(报送日期="2017-03-12")], "2017-03-29", PENDING, id="one way, another open"),
        pytest.param([a_list()], "2017-03-19", PENDING, id="two ways open"),
        pytest.param([a_list()], "2017-03-20", GAP, id="only one way open"),
        pytest.param([a_list(报送日期="2017-03-12")], "2017-03-30", GAP, id="the second last way has closed"),
    ],
)
def test_so_many_ways_for_each_record(records: list[Any], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(ways(FILED, SHOWN, REPORTED, more="at_least: 2, "), records, as_of) is outcome


def test_so_many_ways_wait_for_the_last_day_of_the_last_that_is_needed() -> None:
    rule = ways(FILED, SHOWN, REPORTED, more="at_least: 2, ")
    seen = judge_rule(rule, [a_list()], "2017-03-14")
    assert (seen.outcome, str(seen.due)) == (PENDING, "2017-03-20")


def test_what_each_way_would_need_is_said_of_every_record() -> None:
    seen = judge_rule(ways(FILED, SHOWN), [a_list("B1"), a_list("B2", **FILED_IN_TIME)], "2017-12-31")
    assert said(seen) == "2 条记录中有 1 条，所列做法未见做到 1 项"
    ((short,),) = ([say(each) for each in one.lacks] for one in seen.shorts)
    assert short == (
        "下列做法还差 1 项：存档：未见“归档”；公示：未见对应的记录：“类型”是“公示”（两条之间写了“关联”），"
        "在它之后 20 天内（最迟 2017-03-30）"
    )
    assert [record.id for record in seen.shown] == ["B2"]
    assert (seen.have, seen.need) == (1, 2)


OF_LAW = "{title: 律师, each: {where: {行业: 律师}}, lag: {from: 日期, to: 报送日期, at_most: 5}}"
OF_DEEDS = "{title: 公证, each: {where: {行业: 公证}, filled: [归档]}}"


@pytest.mark.parametrize(
    ("branches", "fields", "says"),
    [
        pytest.param(
            (OF_LAW, OF_DEEDS),
            {"行业": "律师"},
            "下列做法还差 1 项：律师：未见“报送日期”",
            id="the other is for others",
        ),
        pytest.param(
            (OF_LAW, OF_DEEDS),
            {"行业": "鉴定"},
            "下列做法还差 1 项：律师：未见“报送日期”，“行业”写的是“鉴定”（要求：“行业”是“律师”）；"
            "公证：未见“归档”，“行业”写的是“鉴定”（要求：“行业”是“公证”）",
            id="none is for it, so all are named",
        ),
        pytest.param(
            ("{title: 办结, each: {where: {榜别: 红榜}}}", FILED),
            {"榜别": "黑榜"},
            "下列做法还差 1 项：办结：“榜别”写的是“黑榜”（要求：“榜别”是“红榜”）；存档：未见“归档”",
            id="a condition alone is what is asked",
        ),
    ],
)
def test_a_way_for_other_records_is_left_out_where_another_fits(
    branches: tuple[str, ...], fields: dict[str, str], says: str
) -> None:
    seen = judge_rule(ways(*branches), [a_list(**fields)], "2017-12-31")
    assert [say(each) for each in seen.shorts[0].lacks] == [says]


FOR_PRISONS = "{applies_to: {单位类型: 监狱}, each: {filled: [归档]}}"
FOR_PARENTS = "{applies_to: {有下级单位: 是}, each: {filled: [归档]}}"


@pytest.mark.parametrize(
    ("branches", "records", "unit", "outcome"),
    [
        pytest.param(
            (FOR_PRISONS, SHOWN), [a_list(), a_notice()], UNIT, SATISFIED, id="it goes the other way"
        ),
        pytest.param(
            (FOR_PRISONS, SHOWN), [a_list(**FILED_IN_TIME)], UNIT, GAP, id="that way is not open to it"
        ),
        pytest.param((FOR_PRISONS,), [a_list()], UNIT, NOT_APPLICABLE, id="no way is left"),
        pytest.param((FOR_PARENTS, SHOWN), [a_list()], UNIT, UNDETERMINED, id="it may be"),
        pytest.param((FOR_PARENTS, SHOWN), [a_list(), a_notice()], UNIT, SATISFIED, id="it does not matter"),
        pytest.param(
            (FOR_PARENTS, SHOWN), [a_list()], a_unit(其他事实={"有下级单位": "否"}), GAP, id="it is not"
        ),
    ],
)
def test_a_way_that_does_not_concern_the_unit_drops_out(
    branches: tuple[str, ...], records: list[Any], unit: Any, outcome: Outcome
) -> None:
    assert outcome_of(ways(*branches), records, "2017-12-31", unit) is outcome


def test_the_fact_that_is_not_declared_is_asked_for() -> None:
    seen = judge_rule(ways(FOR_PARENTS, SHOWN), [a_list()], "2017-12-31")
    assert (seen.asks, said(seen)) == (("有下级单位",), "单位档案没有写，或者写的没能采用：有下级单位")


def test_a_record_that_is_short_for_sure_decides_over_one_of_which_nobody_knows() -> None:
    rule = ways("{applies_to: {有下级单位: 是}, each: {where: {行业: 律师}}}", SHOWN)
    of_law = a_list("B1", 行业="律师")
    assert outcome_of(rule, [of_law], "2017-12-31") is UNDETERMINED
    short = "{each: {where: {行业: 律师}}}"
    assert outcome_of(ways(short, SHOWN), [of_law, a_list("B2", 行业="公证")], "2017-12-31") is GAP


@pytest.mark.parametrize(
    ("records", "unread", "outcome"),
    [
        pytest.param([a_list(**FILED_IN_TIME)], ["榜单"], UNDETERMINED, id="an unread list"),
        pytest.param([a_list()], ["榜单"], GAP, id="one is short anyway"),
        pytest.param([a_list(**FILED_IN_TIME)], ["讲堂"], SATISFIED, id="an unread lecture"),
    ],
)
def test_an_unread_record_may_go_no_way(records: list[Any], unread: list[str], outcome: Outcome) -> None:
    assert outcome_of(ways(FILED, SHOWN), records, "2017-12-31", unread=unread) is outcome


@pytest.mark.parametrize(
    ("blank", "outcome"),
    [
        pytest.param(a_list("B2"), UNDETERMINED, id="it would be short"),
        pytest.param(a_list("B2", **FILED_IN_TIME), SATISFIED, id="it would not"),
        pytest.param(a_list("B2", 行业="律师"), SATISFIED, id="it is known to be another"),
    ],
)
def test_a_blank_that_may_keep_a_record_out_is_doubt(blank: Any, outcome: Outcome) -> None:
    rule = ways(FILED, SHOWN).replace("{类型: 榜单}", "{类型: 榜单, 行业: 公证}", 1)
    records = [a_list("B1", 行业="公证", **FILED_IN_TIME), blank]
    assert outcome_of(rule, records, "2017-12-31") is outcome


def test_ways_may_stand_inside_ways() -> None:
    inner = f"{{any_of: {{each: 是, at_least: 2, of: [{FILED}, {REPORTED}]}}}}"
    both = {"报送日期": "2017-03-12", **FILED_IN_TIME}
    assert outcome_of(ways(inner, SHOWN), [a_list(**both)], "2017-12-31") is SATISFIED
    assert outcome_of(ways(inner, SHOWN), [a_list(**FILED_IN_TIME)], "2017-12-31") is GAP
    assert outcome_of(ways(inner, SHOWN), [a_list(**FILED_IN_TIME), a_notice()], "2017-12-31") is SATISFIED


def test_a_person_may_take_out_a_record_where_every_way_allows_it() -> None:
    target = a_judgement("waived", target="B2")
    records = [a_list("B1", 报送日期="2017-03-12"), a_list("B2")]
    assert judged(ways(FILED, REPORTED), records, "2017-12-31").outcome is GAP
    assert judged(ways(FILED, REPORTED), records, "2017-12-31", target).outcome is Outcome.WAIVED


@pytest.mark.parametrize(
    "branch",
    [
        "{select: {类型: 公示}, each: {filled: [归档]}}",
        "{window: standing, each: {filled: [归档]}}",
        "{dated_by: 报送日期, each: {filled: [归档]}}",
        "{on_empty: gap, each: {filled: [归档]}}",
        "{count: {at_least: 1}}",
        "{none: {}}",
        "{each: {filled: [归档], quantifier: together}}",
        "{each: {filled: [归档], quantifier: {at_least: 1}}}",
        "{each: {roles: [{role: 方案, at_least: 2, scope: rule}]}}",
        "{any_of: [{each: {filled: [归档]}}]}",
    ],
)
def test_what_does_not_go_record_by_record_is_refused(branch: str) -> None:
    assert a_rule(ways(branch).replace("each: 是", "each: 否", 1))
    with pytest.raises(ValidationError, match=r"branch-own-records|branch-not-by-record"):
        a_rule(ways(branch))
