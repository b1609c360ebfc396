"""``link``: every selected record is tied to another one."""

from typing import Any

import pytest
from pydantic import ValidationError

from civcheck.model.outcome import Outcome

from ..builders import a_record, a_rule, judge_rule, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING

BY_ID = "{select: {类型: 榜单}, expect: {link: {to: {类型: 公示}}}, on_empty: not-applicable}"
IN_TIME = (
    "{select: {类型: 榜单}, "
    "expect: {link: {to: {类型: 公示}, within: {days: 7, direction: %s}}}, on_empty: not-applicable}"
)
FILE = {"附件": {"方案": "公示.pdf"}}


def a_list(**fields: Any) -> Any:
    return a_record("榜单", "2017-03-10", 编号="B1", **fields)


def a_notice(when: str = "2017-03-10", **fields: Any) -> Any:
    return a_record("公示", when, 编号="G1", **{**FILE, **fields})


@pytest.mark.parametrize(
    ("records", "open_year", "closed_year"),
    [
        pytest.param([a_list(关联="G1"), a_notice()], SATISFIED, SATISFIED, id="to it"),
        pytest.param([a_list(), a_notice(关联="B1")], SATISFIED, SATISFIED, id="from it"),
        pytest.param([a_list(), a_notice()], PENDING, GAP, id="not tied"),
        pytest.param(
            [a_list(关联="G1"), a_notice("2018-03-01")], PENDING, GAP, id="the other one is to come"
        ),
        pytest.param([a_list(关联="G1"), a_notice(附件={})], PENDING, GAP, id="the other one shows nothing"),
        pytest.param([a_list(关联="G1")], PENDING, GAP, id="there is no other one"),
        pytest.param([], PENDING, Outcome.NOT_APPLICABLE, id="nothing selected"),
    ],
)
def test_tied_by_number(records: list[Any], open_year: Outcome, closed_year: Outcome) -> None:
    assert outcome_of(BY_ID, records, "2017-12-30") is open_year
    assert outcome_of(BY_ID, records, "2017-12-31") is closed_year


@pytest.mark.parametrize(
    ("direction", "when", "outcome"),
    [
        pytest.param("after", "2017-03-17", SATISFIED, id="seven days after"),
        pytest.param("after", "2017-03-18", GAP, id="eight days after"),
        pytest.param("after", "2017-03-09", GAP, id="a day before, asked after"),
        pytest.param("before", "2017-03-03", SATISFIED, id="seven days before"),
        pytest.param("before", "2017-03-02", GAP, id="eight days before"),
        pytest.param("before", "2017-03-11", GAP, id="a day after, asked before"),
        pytest.param("either", "2017-03-17", SATISFIED, id="either way, after"),
        pytest.param("either", "2017-03-03", SATISFIED, id="either way, before"),
    ],
)
def test_in_time(direction: str, when: str, outcome: Outcome) -> None:
    assert outcome_of(IN_TIME % direction, [a_list(关联="G1"), a_notice(when)], "2017-12-31") is outcome


@pytest.mark.parametrize(
    ("matter", "outcome"),
    [
        pytest.param("律师", SATISFIED, id="the same"),
        pytest.param("“律师”", SATISFIED, id="the same as texts are compared"),
        pytest.param("公证", GAP, id="another"),
        pytest.param(None, GAP, id="blank is not equal to blank"),
    ],
)
def test_tied_by_equal_fields(matter: str | None, outcome: Outcome) -> None:
    rule = "{select: {类型: 制度}, expect: {link: {to: {类型: 公示}, by: [事项]}}, on_empty: gap}"
    matters = {"事项": matter} if matter else {}
    records = [a_record("制度", "2017-03-01", **({"事项": "律师"} if matter else {})), a_notice(**matters)]
    assert outcome_of(rule, records, "2017-12-31") is outcome


def test_what_a_gap_says() -> None:
    assert (
        said(judge_rule(BY_ID, [a_list()], "2017-12-31"))
        == "1 条记录中有 1 条未见对应的记录（“类型”是“公示”）"
    )


def test_numbers_and_equal_fields_do_not_mix() -> None:
    with pytest.raises(ValidationError, match="one"):
        a_rule("{expect: {link: {to: {类型: 公示}, by: [关联, 事项]}}}")


# --- chains

CHAIN = (
    "{select: {类型: 榜单}, on_empty: not-applicable, expect: {link: ["
    "{to: {类型: 公示}}, {to: {类型: 制度}, by: [事项]}, {to: {类型: 慰问}, within: {days: 7, direction: after}}]}}"
)
RULE_PAPER = {"事项": "评选", "附件": {"方案": "办法.pdf"}}


def a_chain(until: int) -> list[Any]:
    return [
        a_list(关联="G1"),
        a_notice(事项="评选"),
        a_record("制度", "2017-03-11", 编号="Z1", **RULE_PAPER),
        a_record("慰问", "2017-03-15", 关联="Z1", 附件={"图片": "1.jpg"}),
    ][:until]


@pytest.mark.parametrize(
    ("links", "lacks"),
    [(1, "公示"), (2, "制度"), (3, "慰问")],
)
def test_a_chain_names_the_first_link_that_is_not_there(links: int, lacks: str) -> None:
    seen = judge_rule(CHAIN, a_chain(links), "2017-12-31")
    assert seen.outcome is GAP
    assert f"“类型”是“{lacks}”" in said(seen)


def test_a_whole_chain_is_enough_by_any_way() -> None:
    assert outcome_of(CHAIN, a_chain(4), "2017-12-31") is SATISFIED
    blind = a_record("公示", "2017-03-10", 编号="G2", 关联="B1", 事项="别的", **FILE)
    blind_way = [blind, *a_chain(4)]
    assert outcome_of(CHAIN, blind_way, "2017-12-31") is SATISFIED


def test_each_link_of_a_chain_keeps_its_own_time() -> None:
    late = a_record("慰问", "2017-03-19", 关联="Z1", 附件={"图片": "1.jpg"})
    assert outcome_of(CHAIN, [*a_chain(3), late], "2017-12-31") is GAP
