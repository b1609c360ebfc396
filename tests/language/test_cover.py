"""``cover``: every member of a set is shown; what is missing is named."""

from typing import Any

import pytest
from pydantic import ValidationError

from civcheck.model.outcome import Outcome

from ..builders import a_record, a_rule, a_unit, judge_rule, lectures, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED, NOT_APPLICABLE = Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE

THREE = "{select: {类型: 讲堂}, expect: {cover: {field: 主题, members: [文明用语, 文明出行, 文明餐桌], need: %s}}}"


def themed(*themes: str) -> list[Any]:
    return [a_record("讲堂", "2017-03-01", 主题=each) for each in themes]


@pytest.mark.parametrize(
    ("need", "themes", "open_year", "closed_year"),
    [
        pytest.param("all", ["文明用语", "文明出行"], PENDING, GAP, id="all, one missing"),
        pytest.param(
            "all",
            ["文明用语、文明出行", "文明餐桌"],
            SATISFIED,
            SATISFIED,
            id="a record counts for all it names",
        ),
        pytest.param(
            "all",
            ["“文明 用语”", "《文明出行》", "文明餐桌"],
            SATISFIED,
            SATISFIED,
            id="as texts are compared",
        ),
        pytest.param("all", ["文明用语和文明出行", "文明餐桌"], PENDING, GAP, id="as wholes, not as parts"),
        pytest.param("any", ["别的"], PENDING, GAP, id="any, none"),
        pytest.param("any", ["文明餐桌"], SATISFIED, SATISFIED, id="any, one"),
        pytest.param("{at_least: 2}", ["文明餐桌", "文明餐桌"], PENDING, GAP, id="two, the same twice"),
        pytest.param("{at_least: 2}", ["文明餐桌", "文明出行"], SATISFIED, SATISFIED, id="two"),
    ],
)
def test_members_that_are_listed(
    need: str, themes: list[str], open_year: Outcome, closed_year: Outcome
) -> None:
    assert outcome_of(THREE % need, themed(*themes), "2017-12-30") is open_year
    assert outcome_of(THREE % need, themed(*themes), "2017-12-31") is closed_year


def test_a_gap_names_what_is_missing() -> None:
    seen = judge_rule(THREE % "all", themed("文明用语"), "2017-12-31")
    assert said(seen) == "3 项中已见 1 项，台账中未见：文明出行、文明餐桌"
    assert (seen.have, seen.need, seen.missing) == (1, 3, ("文明出行", "文明餐桌"))


def test_a_value_like_a_member_is_a_near_miss() -> None:
    [near] = judge_rule(THREE % "any", themed("文明餐卓"), "2017-12-31").near()
    assert near.failure.lacks.params["want"] == "文明餐桌"


def test_a_record_of_another_member_is_no_near_miss() -> None:
    cover = "{cover: {field: 慰问对象, members: {fact: 在册典型}}}"
    rule = f"{{select: {{类型: 慰问}}, expect: {cover}, on_empty: not-applicable}}"
    visits = [a_record("慰问", "2017-03-01", 慰问对象=[name]) for name in ("王小明", "王小宏")]
    unit = a_unit(其他事实={"在册典型": ["王小明", "王小红"]})
    [near] = judge_rule(rule, visits, "2017-12-31", unit=unit).near()
    assert near.failure.lacks.params["value"] == ("王小宏",)


def test_any_of_several_fields_shows_a_member() -> None:
    rule = "{select: {类型: 讲堂}, expect: {cover: {field: [主题, 对象], members: [文明用语, 学生]}}}"
    assert outcome_of(rule, lectures("2017-03-01", 主题="文明用语", 对象="学生"), "2017-12-31") is SATISFIED


def test_the_pace_of_members_is_told() -> None:
    assert judge_rule(THREE % "all", [], "2017-06-30").behind is True
    assert judge_rule(THREE % "all", [], "2017-01-31").behind is False


# --- members by condition, and members that concern some units


def test_members_by_condition() -> None:
    rule = "{expect: {cover: {members: [{name: 讲, where: {类型: 讲堂}}, {name: 访, where: {类型: 慰问}}]}}}"
    assert outcome_of(rule, [a_record("慰问", "2017-03-01")], "2017-12-31") is GAP
    assert (
        outcome_of(rule, [a_record("慰问", "2017-03-01"), *lectures("2017-03-01")], "2017-12-31") is SATISFIED
    )


SOME = (
    "{select: {类型: 讲堂}, expect: {cover: {field: 主题, members: "
    "[文明用语, {name: 文明出行, applies_to: {有下级单位: 是}}], need: %s}}}"
)


@pytest.mark.parametrize(
    ("need", "themes", "fact", "outcome"),
    [
        pytest.param("all", ["文明用语"], "否", SATISFIED, id="all, the other does not concern it"),
        pytest.param("all", ["文明用语"], "是", GAP, id="all, the other does"),
        pytest.param("all", ["文明用语"], None, UNDETERMINED, id="all, it may"),
        pytest.param("all", ["文明出行"], None, GAP, id="all, a known one is missing anyway"),
        pytest.param("any", ["文明用语"], None, SATISFIED, id="any, one is shown anyway"),
        pytest.param("any", ["文明出行"], None, UNDETERMINED, id="any, only the doubtful one"),
        pytest.param("{at_least: 2}", ["文明用语"], None, UNDETERMINED, id="two, of one or two"),
        pytest.param("{at_least: 1}", ["文明用语"], None, SATISFIED, id="one, of one or two"),
    ],
)
def test_a_member_that_concerns_some_units(
    need: str, themes: list[str], fact: str | None, outcome: Outcome
) -> None:
    unit = a_unit(其他事实={"有下级单位": fact}) if fact else a_unit()
    seen = judge_rule(SOME % need, themed(*themes), "2017-12-31", unit)
    assert seen.outcome is outcome
    assert (seen.asks == ("有下级单位",)) == (fact is None)


def test_no_member_concerns_the_unit() -> None:
    rule = "{expect: {cover: {field: 主题, members: [{name: 文明出行, applies_to: {单位类型: 监狱}}]}}}"
    assert outcome_of(rule, [], "2017-12-31") is NOT_APPLICABLE
    assert "单位类型是县区司法局" in said(judge_rule(rule, [], "2017-12-31"))


# --- members from facts


VISITS = "{select: {类型: 慰问}, expect: {cover: {field: 慰问对象, members: {fact: 在册典型}}}, on_empty: %s}"


@pytest.mark.parametrize(
    ("names", "visited", "outcome"),
    [
        pytest.param(["甲", "乙"], ["甲、乙"], SATISFIED, id="both"),
        pytest.param(["甲", "乙"], ["甲"], GAP, id="one is missing"),
        pytest.param(["甲", "乙"], [], GAP, id="none, and the set is not empty"),
        pytest.param([], [], NOT_APPLICABLE, id="the set is empty"),
        pytest.param(None, ["甲"], UNDETERMINED, id="undeclared"),
    ],
)
def test_members_from_a_fact(names: list[str] | None, visited: list[str], outcome: Outcome) -> None:
    unit = a_unit(其他事实={"在册典型": names or "无"}) if names is not None else a_unit()
    records = [a_record("慰问", "2017-03-01", 慰问对象=each) for each in visited]
    assert outcome_of(VISITS % "not-applicable", records, "2017-12-31", unit) is outcome


LISTS = (
    "{select: {类型: 榜单}, expect: {cover: {cross: [{field: 行业, members: {fact: 职能, within: [律师, 公证, 鉴定]}}, "
    "{field: 榜别, members: [红榜, 黑榜]}]}}, on_empty: not-applicable}"
)
FILE = {"附件": {"方案": "榜.pdf"}}


def test_crossed_sets() -> None:
    unit = a_unit(职能=["律师", "公证", "惩戒"])
    both = a_record("榜单", "2017-03-01", 行业="律师、公证", 榜别="红榜", **FILE)
    black = a_record("榜单", "2017-03-01", 行业="律师", 榜别="黑榜", **FILE)
    seen = judge_rule(LISTS, [both, black], "2017-12-31", unit)
    assert (seen.outcome, seen.missing) == (GAP, ("公证·黑榜",))
    assert outcome_of(LISTS, [both, {**black, "行业": "律师、公证"}], "2017-12-31", unit) is SATISFIED


@pytest.mark.parametrize(
    ("unit", "outcome"),
    [
        pytest.param(a_unit(单位类型="监狱"), NOT_APPLICABLE, id="a prison has none of them, by its type"),
        pytest.param(a_unit(单位类型="监狱", 职能=["律师"]), GAP, id="a declaration overrides"),
        pytest.param(a_unit(单位类型="司法所"), UNDETERMINED, id="the type says nothing of 律师"),
        pytest.param(a_unit(职能=["惩戒"]), NOT_APPLICABLE, id="declared, none of them"),
    ],
)
def test_functions_that_follow_from_the_type(unit: Any, outcome: Outcome) -> None:
    assert outcome_of(LISTS, [], "2017-12-31", unit) is outcome


# --- members from other records

VILLAGES = (
    "{select: {类型: 讲堂}, "
    "expect: {cover: {field: 地点, members: {field: 事项, of: {类型: 制度}}}}, on_empty: not-applicable}"
)
PACT = a_record("制度", "2015-03-01", 事项="甲村、乙村", 附件={"方案": "协议.pdf"})


@pytest.mark.parametrize(
    ("records", "as_of", "outcome"),
    [
        pytest.param([], "2017-12-30", PENDING, id="no member yet"),
        pytest.param([], "2017-12-31", NOT_APPLICABLE, id="no member at all"),
        pytest.param([PACT, *lectures("2017-03-01", 地点="甲村")], "2017-12-31", GAP, id="one is missing"),
        pytest.param([PACT, *lectures("2017-03-01", 地点="甲村、乙村")], "2017-12-31", SATISFIED, id="both"),
        pytest.param(
            [{**PACT, "日期": "2017-11-01"}], "2017-10-31", PENDING, id="the naming record is to come"
        ),
    ],
)
def test_members_from_records(records: list[Any], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(VILLAGES, records, as_of) is outcome


def test_an_unread_record_could_name_one_more_member() -> None:
    records = [PACT, *lectures("2017-03-01", 地点="甲村、乙村")]
    assert outcome_of(VILLAGES, records, "2017-12-31", unread=["制度"]) is UNDETERMINED
    assert outcome_of(VILLAGES, records, "2017-12-31", unread=["讲堂"]) is SATISFIED


# --- every two of them

PAIRS = (
    "{select: {类型: 慰问}, on_empty: not-applicable, "
    "expect: {cover: {pairs: {field: %s, members: {fact: 在册典型}}}}}"
)
BOTH_WAYS, TOGETHER = PAIRS % "[负责人, 慰问对象]", PAIRS % "[慰问对象]"
THREE_NAMES = a_unit(其他事实={"在册典型": ["甲", "乙", "丙"]})


def talks(*pairs: tuple[Any, Any]) -> list[Any]:
    return [a_record("慰问", "2017-03-01", 负责人=one, 慰问对象=other) for one, other in pairs]


@pytest.mark.parametrize(
    ("rule", "records", "missing"),
    [
        pytest.param(BOTH_WAYS, talks(("甲", "乙"), ("丙", "甲"), ("乙", "丙")), (), id="in either order"),
        pytest.param(BOTH_WAYS, talks(("甲", "乙"), ("乙", "甲")), ("甲·丙", "乙·丙"), id="twice is once"),
        pytest.param(BOTH_WAYS, talks(("甲", ["乙", "丙"]), ("乙", "丙")), (), id="one with two at once"),
        pytest.param(BOTH_WAYS, talks(("甲", "乙、丙")), ("乙·丙",), id="two that were talked to did not talk"),
        pytest.param(TOGETHER, talks(("某", ["甲", "乙", "丙"])), (), id="all of them together"),
        pytest.param(TOGETHER, talks(("甲", "乙")), ("甲·乙", "甲·丙", "乙·丙"), id="not in the field"),
    ],
)  # fmt: skip
def test_every_two_members(rule: str, records: list[Any], missing: tuple[str, ...]) -> None:
    seen = judge_rule(rule, records, "2017-12-31", THREE_NAMES)
    assert (seen.outcome, seen.missing) == (GAP if missing else SATISFIED, missing)


@pytest.mark.parametrize(
    ("names", "outcome"),
    [(["甲"], Outcome.NOT_APPLICABLE), ([], Outcome.NOT_APPLICABLE), (["甲", "乙"], GAP)],
)
def test_one_member_alone_makes_no_pair(names: list[str], outcome: Outcome) -> None:
    assert outcome_of(BOTH_WAYS, [], "2017-12-31", a_unit(其他事实={"在册典型": names})) is outcome


@pytest.mark.parametrize(
    "pairs",
    [
        "{field: [地点, 主办, 承办], members: [甲, 乙]}",
        "{field: 主办, members: [{name: 甲, where: {地点: 乙}}]}",
    ],
)
def test_pairs_of_three_fields_or_of_conditions_are_refused(pairs: str) -> None:
    with pytest.raises(ValidationError, match="cover-pairs"):
        a_rule(f"{{select: {{类型: 慰问}}, expect: {{cover: {{pairs: {pairs}}}}}}}")
