"""``link``: every selected record is tied to another one."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from civcheck.language.days import add_months
from civcheck.language.saying import Glossary
from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_pack, a_record, a_rule, judge_rule, outcome_of, said

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
        == "1 条记录中有 1 条未见对应的记录：“类型”是“公示”（两条之间写了“关联”）"
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


# --- the day on which a missing one is due

TIED = "{select: {类型: 榜单}, expect: {link: {to: {类型: 公示}, %s}}, on_empty: not-applicable}"
AFTER_10 = TIED % "within: {days: 10, direction: after}"
BEFORE_10 = TIED % "within: {days: 10, direction: before}"
EITHER_10 = TIED % "within: {days: 10}"
TEN_WORKING = TIED % "within: {at_most: 3, unit: 工作日, direction: after}"
A_MONTH = TIED % "within: {at_most: 1, unit: 月, direction: after}"


@pytest.mark.parametrize(
    ("rule", "listed", "as_of", "outcome"),
    [
        pytest.param(AFTER_10, "2017-03-10", "2017-03-19", PENDING, id="after: a day is left"),
        pytest.param(AFTER_10, "2017-03-10", "2017-03-20", GAP, id="after: over, the window is open"),
        pytest.param(
            AFTER_10, "2017-12-28", "2017-12-31", PENDING, id="after: the window is over, it is not"
        ),
        pytest.param(AFTER_10, "2017-12-28", "2018-01-06", PENDING, id="after: the last day but one"),
        pytest.param(AFTER_10, "2017-12-28", "2018-01-07", GAP, id="after: the end of the last day"),
        pytest.param(AFTER_10, "2017-03-01/2017-03-10", "2017-03-19", PENDING, id="after: from the last day"),
        pytest.param(
            AFTER_10,
            ["2017-03-01", "2017-03-10"],
            "2017-03-10",
            PENDING,
            id="after: the first session, a day left",
        ),
        pytest.param(
            AFTER_10, ["2017-03-01", "2017-03-10"], "2017-03-11", GAP, id="after: the first session"
        ),
        pytest.param(BEFORE_10, "2017-03-10", "2017-03-10", GAP, id="before: nothing can mend it"),
        pytest.param(EITHER_10, "2017-03-10", "2017-03-19", PENDING, id="either: a day is left"),
        pytest.param(EITHER_10, "2017-03-10", "2017-03-20", GAP, id="either: over"),
        pytest.param(BY_ID, "2017-03-10", "2017-12-30", PENDING, id="no days: until the window closes"),
        pytest.param(BY_ID, "2017-03-10", "2017-12-31", GAP, id="no days: the window is over"),
        pytest.param(
            TEN_WORKING, "2017-09-29", "2017-10-09", PENDING, id="working days: over 国庆, a day left"
        ),
        pytest.param(TEN_WORKING, "2017-09-29", "2017-10-10", GAP, id="working days: over 国庆, over"),
        pytest.param(
            A_MONTH, "2017-01-31", "2017-02-27", PENDING, id="a month: to the end of a short one, a day left"
        ),
        pytest.param(A_MONTH, "2017-01-31", "2017-02-28", GAP, id="a month: the end of a short one"),
        pytest.param(A_MONTH, "2017-02-28", "2017-03-27", PENDING, id="a month: the same day, a day left"),
        pytest.param(A_MONTH, "2017-02-28", "2017-03-28", GAP, id="a month: the same day"),
    ],
)
def test_a_tied_record_has_a_due_day_of_its_own(rule: str, listed: Any, as_of: str, outcome: Outcome) -> None:
    assert outcome_of(rule, [a_record("榜单", listed, 编号="B1")], as_of) is outcome


def test_the_due_day_is_told_and_what_is_missed_is_final() -> None:
    record = [a_record("榜单", "2017-12-28", 编号="B1")]
    waiting, missed = (judge_rule(AFTER_10, record, as_of) for as_of in ("2018-01-06", "2018-01-07"))
    assert (waiting.due, waiting.final, waiting.shorts[0].waiting) == (date(2018, 1, 7), False, True)
    assert (missed.due, missed.final, missed.shorts[0].waiting) == (None, True, False)
    assert missed.shorts[0].due == date(2018, 1, 7)


@given(st.integers(0, 40), st.integers(0, 80), st.integers(-60, 60))
def test_whoever_is_missing_is_pending_exactly_until_the_due_day(days: int, passed: int, came: int) -> None:
    rule = TIED % f"within: {{days: {days}, direction: after}}"
    held = date(2017, 3, 10)
    as_of, came_on = held + timedelta(days=passed), held + timedelta(days=came)
    there = 0 <= came <= days and came <= passed
    expected = SATISFIED if there else PENDING if passed < days else GAP
    records = [a_list(关联="G1"), a_notice(came_on.isoformat())]
    assert outcome_of(rule, records, as_of.isoformat()) is expected


@pytest.mark.parametrize(
    ("links", "as_of", "outcome"),
    [
        pytest.param(3, "2017-03-17", PENDING, id="the third link waits from the second record"),
        pytest.param(3, "2017-03-18", GAP, id="the third link is over"),
        pytest.param(2, "2017-12-30", PENDING, id="the second link has no days of its own"),
    ],
)
def test_each_step_of_a_chain_counts_from_the_one_before(links: int, as_of: str, outcome: Outcome) -> None:
    assert outcome_of(CHAIN, a_chain(links), as_of) is outcome


def test_a_chain_is_not_lost_for_good_while_another_first_link_may_come() -> None:
    chain = TIED % "within: {days: 30, direction: after}"
    chain = chain.replace("{link: {to", "{link: [{to").replace(
        "}}, on_empty", "}, {to: {类型: 慰问}, within: {days: 3, direction: after}}]}, on_empty"
    )
    records = [a_list(关联="G1"), a_notice("2017-03-11")]
    seen = judge_rule(chain, records, "2017-03-14")
    assert (seen.outcome, seen.final) == (GAP, False)
    assert judge_rule(chain, records, "2017-04-09").final is True


# --- which day is measured


@pytest.mark.parametrize(
    ("direction", "when", "outcome"),
    [
        pytest.param("before", "2017-03-01/2017-03-10", SATISFIED, id="before: it ends on the day"),
        pytest.param("before", "2017-03-01/2017-03-11", GAP, id="before: it still runs"),
        pytest.param(
            "before", "2017-01-01/2017-03-03", SATISFIED, id="before: begun long ago, ended in time"
        ),
        pytest.param("before", "2017-01-01/2017-03-02", GAP, id="before: ended too long ago"),
        pytest.param("after", "2017-03-10/2017-06-01", SATISFIED, id="after: it begins on the day"),
        pytest.param("after", "2017-03-17/2017-06-01", SATISFIED, id="after: it begins in time and runs on"),
        pytest.param("after", "2017-03-09/2017-03-12", GAP, id="after: begun the day before"),
        pytest.param("either", "2017-02-01/2017-03-03", SATISFIED, id="either: ended seven days before"),
        pytest.param("either", "2017-02-01/2017-03-02", GAP, id="either: ended eight days before"),
        pytest.param("either", "2017-02-01/2017-06-01", SATISFIED, id="either: around it"),
    ],
)
def test_the_end_that_lies_towards_the_record_is_measured(
    direction: str, when: str, outcome: Outcome
) -> None:
    assert outcome_of(IN_TIME % direction, [a_list(关联="G1"), a_notice(when)], "2017-12-31") is outcome


@pytest.mark.parametrize(
    ("within", "when", "outcome"),
    [
        pytest.param("at_least: 3, direction: before", "2017-03-07", SATISFIED, id="three days ahead"),
        pytest.param("at_least: 3, direction: before", "2017-03-08", GAP, id="two days ahead"),
        pytest.param("at_least: 3, direction: before", "2016-03-07", SATISFIED, id="no upper bound"),
        pytest.param("at_least: 3, at_most: 30, direction: after", "2017-03-12", GAP, id="between: too soon"),
        pytest.param(
            "at_least: 3, at_most: 30, direction: after", "2017-03-13", SATISFIED, id="between: from"
        ),
        pytest.param("at_least: 3, at_most: 30, direction: after", "2017-04-09", SATISFIED, id="between: to"),
        pytest.param("at_least: 3, at_most: 30, direction: after", "2017-04-10", GAP, id="between: too late"),
        pytest.param("at_least: 3, direction: either", "2017-03-12", GAP, id="either: two days apart"),
        pytest.param(
            "at_least: 3, direction: either", "2017-03-13", SATISFIED, id="either: three days after"
        ),
        pytest.param(
            "at_least: 3, direction: either", "2017-03-07", SATISFIED, id="either: three days before"
        ),
        pytest.param("at_most: 1, unit: 月, direction: before", "2017-02-10", SATISFIED, id="a month before"),
        pytest.param(
            "at_most: 1, unit: 月, direction: before", "2017-02-09", GAP, id="a month and a day before"
        ),
        pytest.param(
            "at_least: 3, unit: 工作日, direction: before", "2017-03-07", SATISFIED, id="working days"
        ),
        pytest.param(
            "at_least: 3, unit: 工作日, direction: before", "2017-03-08", GAP, id="two working days"
        ),
        pytest.param(
            "at_most: {field: 参加人数}, direction: after", "2017-03-15", SATISFIED, id="days of the record"
        ),
        pytest.param(
            "at_most: {field: 参加人数}, direction: after", "2017-03-16", GAP, id="days of the record, over"
        ),
        pytest.param(
            "at_most: {field: 时长}, direction: after", "2017-03-10", GAP, id="days of the record, blank"
        ),
        pytest.param("less_than: 7, direction: after", "2017-03-16", SATISFIED, id="six days after"),
        pytest.param("less_than: 7, direction: after", "2017-03-17", GAP, id="seven are not less than seven"),
        pytest.param("more_than: 7, direction: after", "2017-03-17", GAP, id="nor more than seven"),
        pytest.param("more_than: 7, direction: after", "2017-03-18", SATISFIED, id="eight days after"),
        pytest.param(
            "less_than: 1, unit: 年, direction: before", "2016-03-11", SATISFIED, id="a year less a day"
        ),
        pytest.param(
            "less_than: 1, unit: 年, direction: before", "2016-03-10", GAP, id="a year before to the day"
        ),
        pytest.param("at_most: 1, unit: 年, direction: before", "2016-03-10", SATISFIED, id="a year at most"),
        pytest.param(
            "more_than: 1, unit: 年, direction: before", "2016-03-10", GAP, id="not more than a year"
        ),
        pytest.param(
            "more_than: 1, unit: 年, direction: before", "2016-03-09", SATISFIED, id="a year and a day"
        ),
        pytest.param("more_than: 3", "2017-03-13", GAP, id="either: three days apart"),
        pytest.param("more_than: 3", "2017-03-14", SATISFIED, id="either: four days apart"),
        pytest.param("more_than: 3", "2017-03-07", GAP, id="either: three days apart, before"),
        pytest.param("more_than: 0", "2017-03-10", GAP, id="either: the same day"),
        pytest.param("more_than: 0", "2017-03-09", SATISFIED, id="either: the day before"),
        pytest.param("less_than: 3", "2017-03-12", SATISFIED, id="either: two days apart"),
        pytest.param("less_than: 3", "2017-03-13", GAP, id="either: three are not less than three"),
        pytest.param("less_than: 3", "2017-03-07", GAP, id="either: nor are three before"),
    ],
)
def test_bounds_and_units(within: str, when: str, outcome: Outcome) -> None:
    records = [a_list(关联="G1", 参加人数="5"), a_notice(when)]
    assert outcome_of(TIED % f"within: {{{within}}}", records, "2017-12-31") is outcome


@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)), st.integers(0, 60))
def test_months_on_is_never_more_than_the_days_they_have(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


# --- by other names, every value, so many, and what the other one must be

OTHER_NAMES = TIED % "by: {负责人: 对象}"


@pytest.mark.parametrize(
    ("within", "words"),
    [
        (
            "more_than: 1, unit: 年, direction: before",
            "在它之前超过 1 年，这条记录是一段日子的，从开始那天往前算",
        ),
        ("less_than: 7, direction: after", "在它之后不到 7 天，这条记录是一段日子的，从结束那天起算"),
        (
            "at_least: 2, less_than: 7, unit: 工作日",
            "相距至少 2 个工作日，不到 7 个工作日，这条记录是一段日子的，往后从结束那天、往前从开始那天起算",
        ),
    ],
)
def test_strict_bounds_in_words(within: str, words: str) -> None:
    (link,) = a_rule(TIED % f"within: {{{within}}}").expect
    said_of_it = say(link.words(Glossary.of(a_pack())))
    assert said_of_it == f"每一条记录都有对应的记录：“类型”是“公示”（两条之间写了“关联”），{words}"


EVERY = TIED % "by: {对象: 负责人}, every: 是, within: {days: 7, direction: after}"


@pytest.mark.parametrize(
    ("other", "outcome"),
    [
        pytest.param({"对象": "甲"}, SATISFIED, id="the other side has the other name"),
        pytest.param({"负责人": "甲"}, GAP, id="the same name does not do"),
        pytest.param({}, GAP, id="blank"),
    ],
)
def test_by_fields_of_other_names(other: dict[str, Any], outcome: Outcome) -> None:
    assert outcome_of(OTHER_NAMES, [a_list(负责人="甲"), a_notice(**other)], "2017-12-31") is outcome


@pytest.mark.parametrize(
    ("made_up", "outcome", "missing"),
    [
        pytest.param([("2017-03-11", ["甲", "乙"])], SATISFIED, "", id="both at once"),
        pytest.param(
            [("2017-03-11", ["甲"]), ("2017-03-12", ["乙"])], SATISFIED, "", id="one after the other"
        ),
        pytest.param([("2017-03-11", ["甲"])], GAP, "乙", id="one is not there"),
        pytest.param([("2017-03-11", ["甲"]), ("2017-03-18", ["乙"])], GAP, "乙", id="one is too late"),
        pytest.param([("2017-03-11", ["甲", "丙"])], GAP, "乙", id="another one does not help"),
        pytest.param([], GAP, "甲、乙", id="nobody"),
    ],
)
def test_every_value_of_a_list_is_met(
    made_up: list[tuple[str, list[str]]], outcome: Outcome, missing: str
) -> None:
    records = [a_list(对象=["甲", "乙"]), *(a_record("公示", on, 负责人=who, **FILE) for on, who in made_up)]
    seen = judge_rule(EVERY, records, "2017-04-30")
    assert seen.outcome is outcome
    if missing:
        assert say(seen.shorts[0].lacks[0]).startswith(f"“对象”里的{missing}未见对应的记录")


@pytest.mark.parametrize(("offers", "outcome"), [(2, GAP), (3, SATISFIED)])
def test_so_many_others(offers: int, outcome: Outcome) -> None:
    others = [a_record("公示", "2017-03-09", 标题=f"报价{each}", 关联="B1", **FILE) for each in range(offers)]
    assert outcome_of(TIED % "at_least: 3", [a_list(), *others], "2017-12-31") is outcome


PAID = TIED % "where: {参加人数: {at_most: {field: 参加人数}}}"
ANOTHER_PERSON = TIED % "where: {负责人: {has_none: {field: 承办}}}"
NOT_THE_SAME = TIED % "where: {not: {负责人: {has_any: {field: 承办}}}}"


@pytest.mark.parametrize(
    ("rule", "own", "others", "outcome"),
    [
        pytest.param(PAID, {"参加人数": "10"}, {"参加人数": "10"}, SATISFIED, id="as much"),
        pytest.param(PAID, {"参加人数": "10"}, {"参加人数": "11"}, GAP, id="more"),
        pytest.param(PAID, {}, {"参加人数": "1"}, GAP, id="blank here"),
        pytest.param(PAID, {"参加人数": "10"}, {}, GAP, id="blank there"),
        pytest.param(ANOTHER_PERSON, {"承办": "甲"}, {"负责人": "乙"}, SATISFIED, id="another person"),
        pytest.param(ANOTHER_PERSON, {"承办": "甲"}, {"负责人": ["乙", "甲"]}, GAP, id="the same person too"),
        pytest.param(ANOTHER_PERSON, {"承办": "甲"}, {}, GAP, id="nobody there"),
        pytest.param(ANOTHER_PERSON, {}, {"负责人": "乙"}, GAP, id="nobody here"),
        pytest.param(NOT_THE_SAME, {"承办": "甲"}, {"负责人": "乙"}, SATISFIED, id="not: another"),
        pytest.param(NOT_THE_SAME, {"承办": "甲"}, {}, GAP, id="not: blank there"),
        pytest.param(NOT_THE_SAME, {}, {"负责人": "乙"}, GAP, id="not: blank here"),
    ],
)
def test_what_the_other_one_must_be(
    rule: str, own: dict[str, Any], others: dict[str, Any], outcome: Outcome
) -> None:
    records = [a_list(关联="G1", **own), a_notice(**others)]
    assert outcome_of(rule, records, "2017-12-31") is outcome


@pytest.mark.parametrize(
    "written", ["司〔2017〕3号", "司[2017]3号", "司【2017】3号", "司(2017)3号", "司（2017）3 号"]
)
@pytest.mark.parametrize("rule", [TIED % "by: [事项]", BY_ID])
def test_the_brackets_around_a_year_are_one(rule: str, written: str) -> None:
    paper = a_record("榜单", "2017-03-10", 编号="B1", 事项="司〔2017〕3号", 关联="司〔2017〕3号")
    rule = rule.replace("{类型: 榜单}", "{类型: 制度}")
    paper = {**paper, "类型": "制度"}
    notice = a_record("公示", "2017-03-10", 编号=written, 事项=written, **FILE)
    assert outcome_of(rule, [paper, notice], "2017-12-31") is SATISFIED
    assert (
        outcome_of(rule, [paper, {**notice, "编号": "司〔2018〕3号", "事项": "司〔2018〕3号"}], "2017-12-31")
        is GAP
    )


# --- what is said

LATE = TIED % "within: {days: 7, direction: after}"


@pytest.mark.parametrize(
    ("rule", "records", "says"),
    [
        pytest.param(
            LATE,
            [a_list()],
            ["对应的记录：“类型”是“公示”（两条之间写了“关联”），在它之后 7 天内（最迟 2017-03-17）"],
            id="missing",
        ),
        pytest.param(
            LATE,
            [a_list(), a_notice("2017-03-24", 关联="B1")],
            ["2017-03-24 的“公示”晚了 7 天（最迟 2017-03-17）"],
            id="late",
        ),
        pytest.param(
            LATE,
            [a_list(), a_notice("2017-03-08", 关联="B1")],
            ["2017-03-08 的“公示”早了 2 天（最早 2017-03-10）"],
            id="early",
        ),
        pytest.param(
            LATE,
            [a_list(), a_notice("2017-03-24", 关联="B1"), a_notice("2017-03-19", 关联="B1", 标题="另一次")],
            ["2017-03-19 的“公示”晚了 2 天（最迟 2017-03-17）"],
            id="the nearer one",
        ),
        pytest.param(
            PAID,
            [a_list(关联="G1", 参加人数="10"), a_notice(参加人数="11")],
            ["2017-03-10 的“公示”：“参加人数”写的是“11”（要求：“参加人数”不高于“所选记录”的“参加人数”）"],
            id="not as asked",
        ),
        pytest.param(
            PAID,
            [a_list(关联="G1"), a_notice(参加人数="11")],
            ["2017-03-10 的“公示”：这一条没写“参加人数”，无从比较"],
            id="blank here",
        ),
        pytest.param(
            OTHER_NAMES,
            [a_list()],
            ["没写“负责人”，找不到对应的记录：“类型”是“公示”（这一条的“负责人”就是那一条的“对象”）"],
            id="no field to tie by",
        ),
        pytest.param(
            TIED % "within: {at_most: {field: 时长}, direction: after}",
            [a_list()],
            ["没写“时长”，不知道期限"],
            id="no days",
        ),
        pytest.param(
            LATE,
            [a_list(关联="G1"), a_notice(附件={})],
            ["2017-03-10 的“公示”：没有指明任何材料"],
            id="no material",
        ),
        pytest.param(
            TIED % "within: {at_least: 3}",
            [a_list(关联="G1"), a_notice("2017-03-12")],
            ["2017-03-12 的“公示”隔得太近"],
            id="too close",
        ),
        pytest.param(
            TIED % "at_least: 2",
            [a_list(关联="G1"), a_notice()],
            ["对应的记录只见 1 条：“类型”是“公示”（两条之间写了“关联”），至少 2 条（最迟 2017-12-31）"],
            id="too few",
        ),
    ],
)
def test_what_a_record_lacks(rule: str, records: list[Any], says: list[str]) -> None:
    (short,) = judge_rule(rule, records, "2017-12-31").shorts
    assert [say(each) for each in short.lacks] == says


@pytest.mark.parametrize(
    ("records", "as_of", "says"),
    [
        (
            [a_list(), a_notice("2017-03-24", 关联="B1")],
            "2017-12-31",
            "1 条记录中有 1 条对应的记录不合要求：2017-03-24 的“公示”晚了 7 天（最迟 2017-03-17）",
        ),
        (
            [a_list()],
            "2017-03-16",
            "1 条记录中有 1 条还未到期、尚未见对应的记录：“类型”是“公示”（两条之间写了“关联”），在它之后 7 天内",
        ),
        ([a_list(), a_notice("2017-03-17", 关联="B1")], "2017-12-31", "1 条记录都有对应的记录"),
    ],
)
def test_what_is_said_of_all(records: list[Any], as_of: str, says: str) -> None:
    assert said(judge_rule(LATE, records, as_of)) == says


@pytest.mark.parametrize(
    "written",
    [
        "by: [关联, 事项]",
        "by: {关联: 事项}",
        "by: [事项, 对象], every: 是",
        "every: 是",
        "at_least: 0",
        "at_least: 1.5",
        "within: {direction: after}",
        "within: {days: 3, at_most: 4}",
        "within: {days: 3, less_than: 4}",
        "within: {at_least: 3, more_than: 4}",
    ],
)
def test_what_makes_no_sense_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        a_rule(TIED % written)


@pytest.mark.parametrize(
    ("days", "told", "outcome"),
    [
        pytest.param("2017-03-01/2017-03-20", "2017-03-08", SATISFIED, id="seven days after it began"),
        pytest.param("2017-03-01/2017-03-20", "2017-03-09", GAP, id="eight days after"),
        pytest.param("2017-03-01/2017-03-20", "2017-02-28", GAP, id="before it began"),
    ],
)
def test_from_the_first_day_of_a_span(days: str, told: str, outcome: Outcome) -> None:
    rule = (
        "{select: {类型: 讲堂}, on_empty: gap, expect: {link: {to: {类型: 检查}, by: [地点], "
        "within: {days: 7, from: 日期.首日, direction: after}}}}"
    )
    records = [a_record("讲堂", days, 地点="礼堂"), a_record("检查", told, 地点="礼堂")]
    assert outcome_of(rule, records, "2017-12-31") is outcome
