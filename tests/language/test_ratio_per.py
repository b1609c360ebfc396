"""``ratio`` with ``per``: a share of every period, or of each value of a field."""

from typing import Any

import pytest

from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_record, a_rule, a_unit, judge_rule, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED, NOT_APPLICABLE = Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE


def rule(per: str, on_empty: str = "not-applicable", limit: str = "at_least: 1/2") -> str:
    return (
        f"{{select: {{类型: 讲堂}}, on_empty: {on_empty}, expect: {{ratio: "
        f"{{part: {{count: {{形式: 外请报告}}}}, whole: {{count: all}}, {limit}, per: {per}}}}}}}"
    )


def held(*days: str, form: Any = "外请报告", **fields: Any) -> list[Any]:
    return [a_record("讲堂", day, 形式=form, **fields) for day in days]


OTHER = "身边人讲身边事"
FIRST = held("2017-02-01") + held("2017-03-01", form=OTHER)  # 1/2
SECOND = held("2017-05-01", form=OTHER)  # 0/1
REST = held("2017-08-01", "2017-11-01")


@pytest.mark.parametrize(
    ("records", "as_of", "outcome"),
    [
        pytest.param([*FIRST, *held("2017-05-01"), *REST], "2017-12-31", SATISFIED, id="in every quarter"),
        pytest.param([*FIRST, *SECOND], "2017-06-29", PENDING, id="short in one that is open"),
        pytest.param([*FIRST, *SECOND], "2017-06-30", GAP, id="short in one that has closed"),
        pytest.param([*FIRST, *held("2017-05-01")], "2017-06-30", PENDING, id="nothing yet in the next"),
        pytest.param(
            [*held("2017-02-01", "2017-02-02", "2017-02-03"), *SECOND],
            "2017-06-30",
            GAP,
            id="one quarter does not make good another",
        ),
    ],
)
def test_a_share_of_every_quarter(records: list[Any], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(rule("季度"), records, as_of) is outcome


@pytest.mark.parametrize(
    ("on_empty", "records", "as_of", "outcome"),
    [
        pytest.param("gap", FIRST, "2017-06-29", PENDING, id="an empty quarter is still open"),
        pytest.param("gap", FIRST, "2017-06-30", GAP, id="an empty quarter is a gap"),
        pytest.param("not-applicable", FIRST, "2017-12-31", SATISFIED, id="empty quarters drop out"),
        pytest.param("satisfied", FIRST, "2017-12-31", SATISFIED, id="empty quarters are kept"),
        pytest.param("gap", [], "2017-03-30", PENDING, id="nothing yet"),
        pytest.param("gap", [], "2017-03-31", GAP, id="nothing in the first quarter"),
        pytest.param("not-applicable", [], "2017-12-30", PENDING, id="nothing, and time"),
        pytest.param("not-applicable", [], "2017-12-31", NOT_APPLICABLE, id="nothing at all"),
        pytest.param("satisfied", [], "2017-12-31", SATISFIED, id="nothing at all, which is kept"),
    ],
)
def test_a_quarter_with_nothing_to_take_a_share_of(
    on_empty: str, records: list[Any], as_of: str, outcome: Outcome
) -> None:
    assert outcome_of(rule("季度", on_empty), records, as_of) is outcome


def test_what_is_short_is_named_with_its_share() -> None:
    seen = judge_rule(rule("季度"), [*FIRST, *SECOND], "2017-06-30")
    assert said(seen) == (
        "下列各项不合要求（其中“形式”是“外请报告”的记录数占记录数 ≥0.5）：2017年第二季度（0/1）"
    )
    assert (seen.missing, seen.have, seen.need) == (("2017年第二季度",), 1, 4)
    kept = judge_rule(rule("季度"), FIRST, "2017-12-31")
    assert said(kept) == "1 项都合要求（其中“形式”是“外请报告”的记录数占记录数 ≥0.5）"
    assert (kept.have, kept.need) == (1, 1)


def test_a_session_counts_in_its_own_period() -> None:
    both = [*held("2017-05-01"), a_record("讲堂", ["2017-03-31", "2017-04-01"], 形式=OTHER)]
    seen = judge_rule(rule("季度"), both, "2017-06-30")
    assert (seen.outcome, seen.missing) == (GAP, ("2017年第一季度",))


@pytest.mark.parametrize(
    ("records", "unread", "outcome"),
    [
        pytest.param(FIRST, ["讲堂"], UNDETERMINED, id="one is unread"),
        pytest.param([*FIRST, *SECOND], ["讲堂"], GAP, id="one is unread, and a quarter is short"),
        pytest.param([*FIRST, *held("2017-05-01", form=None)], [], GAP, id="a blank does not show it"),
        pytest.param(
            [*FIRST, *held("2017-02-02", form=None), *held("2017-02-05")],
            [],
            SATISFIED,
            id="it may only help",
        ),
    ],
)
def test_doubt(records: list[Any], unread: list[str], outcome: Outcome) -> None:
    assert outcome_of(rule("季度"), records, "2017-12-31", unread=unread) is outcome


def test_a_blank_that_could_break_an_upper_limit_is_doubt() -> None:
    most = rule("季度", limit="at_most: 1/2")
    assert outcome_of(most, [*FIRST, *held("2017-02-02", form=None)], "2017-12-31") is UNDETERMINED
    assert outcome_of(most, [*FIRST, *held("2017-02-02", form=OTHER)], "2017-12-31") is SATISFIED


BY_WHOM = "{field: 负责人}"
OF_ALL = "{field: 负责人, members: {fact: 在册典型}}"


@pytest.mark.parametrize(
    ("per", "records", "outcome"),
    [
        pytest.param(BY_WHOM, held("2017-02-01", 负责人="张三"), SATISFIED, id="who is there"),
        pytest.param(
            BY_WHOM,
            held("2017-02-01", 负责人="张三") + held("2017-02-01", form=OTHER, 负责人="李四"),
            GAP,
            id="one of them is short",
        ),
        pytest.param(
            BY_WHOM, held("2017-02-01", 负责人="张三") + held("2017-02-02"), UNDETERMINED, id="nobody's"
        ),
        pytest.param(
            OF_ALL, held("2017-02-01", 负责人="张三"), SATISFIED, id="nothing of the other drops out"
        ),
        pytest.param(
            f"[季度, {OF_ALL}]",
            held("2017-02-01", 负责人="张三") + held("2017-04-01", form=OTHER, 负责人="李四"),
            GAP,
            id="each in every quarter",
        ),
    ],
)
def test_a_share_of_each_value(per: str, records: list[Any], outcome: Outcome) -> None:
    unit = a_unit(其他事实={"在册典型": ["张三", "李四"]})
    assert outcome_of(rule(per), records, "2017-12-31", unit) is outcome


def test_a_share_of_what_the_unit_declares_may_be_broken_for_good() -> None:
    most = (
        "{select: {类型: 讲堂}, on_empty: gap, expect: {ratio: "
        "{part: {count: all}, whole: {fact: 在职人数}, at_most: 1/2, per: 月}}}"
    )
    unit = a_unit(在职人数="2")
    assert outcome_of(most, held("2017-02-01"), "2017-02-10", unit) is SATISFIED
    assert outcome_of(most, held("2017-02-01", "2017-02-02"), "2017-02-10", unit) is GAP


def test_it_is_said_in_words() -> None:
    from civcheck.language.saying import Glossary
    from tests.builders import a_pack

    demand = a_rule(rule("季度"))
    said_ = say(demand.expect[0].words(Glossary.of(a_pack(demand))))
    assert said_ == "每个季度其中“形式”是“外请报告”的记录数除以记录数，至少 0.5"
