"""``link``: each session by itself, days counted from a field, and what tied records come to together."""

from typing import Any

import pytest
from pydantic import ValidationError

from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_record, a_rule, judge_rule, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
END = "2017-12-31"


def rule(link: str) -> str:
    tie = f"{{to: {{类型: 慰问}}, by: [地点], {link}}}"
    return f"{{select: {{类型: 讲堂}}, on_empty: not-applicable, expect: {{link: {tie}}}}}"


def talk(day: Any, **fields: Any) -> Any:
    return a_record("讲堂", day, 地点="礼堂", **fields)


def visit(day: Any, where: str = "礼堂", **fields: Any) -> Any:
    return a_record("慰问", day, 地点=where, **fields)


SAME_DAY, AFTER_10 = (rule(f"within: {{{each}}}") for each in ("at_most: 0", "days: 10, direction: after"))
TWO = rule("at_least: 2")
THREE_DAYS = ["2017-03-04", "2017-03-05", "2017-03-06"]


@pytest.mark.parametrize(
    ("asked", "held", "visits", "as_of", "outcome"),
    [
        pytest.param(SAME_DAY, THREE_DAYS, [THREE_DAYS], END, SATISFIED, id="each session has its own"),
        pytest.param(SAME_DAY, THREE_DAYS, THREE_DAYS, END, SATISFIED, id="in a record each"),
        pytest.param(SAME_DAY, THREE_DAYS, [THREE_DAYS[::2]], END, GAP, id="one session has none"),
        pytest.param(SAME_DAY, THREE_DAYS, [THREE_DAYS[:2]], "2017-03-05", SATISFIED, id="the third is to come"),
        pytest.param(SAME_DAY, THREE_DAYS, ["2017-03-04/2017-03-06"], END, SATISFIED, id="a span covers all"),
        pytest.param(SAME_DAY, THREE_DAYS[1], [THREE_DAYS[::2]], END, GAP, id="days between sessions are none"),
        pytest.param(
            AFTER_10, ["2017-03-01", "2017-05-01"], ["2017-05-11"], END, GAP, id="the first session has none"
        ),
        pytest.param(
            AFTER_10, ["2017-03-01", "2017-05-01"], ["2017-03-11"], "2017-05-10", PENDING, id="the second waits"
        ),
        pytest.param(
            AFTER_10, ["2017-03-01", "2017-05-01"], ["2017-03-11"], "2017-05-11", GAP, id="… until its last day"
        ),
        pytest.param(AFTER_10, "2017-03-01/2017-05-01", ["2017-05-11"], END, SATISFIED, id="a span is one"),
        pytest.param(TWO, "2017-03-01", [THREE_DAYS[:2]], END, SATISFIED, id="two sessions of one record are two"),
        pytest.param(TWO, "2017-03-01", [THREE_DAYS[:2]], "2017-03-04", PENDING, id="the second is to come"),
        pytest.param(TWO, "2017-03-01", ["2017-03-04/2017-03-05"], END, GAP, id="a span of two days is one"),
        pytest.param(rule("at_most: 1"), "2017-03-01", [THREE_DAYS[:2]], END, GAP, id="two where one may be"),
        pytest.param(
            rule("at_least: 2, within: {days: 3, direction: after}"), "2017-03-01", [THREE_DAYS], END, GAP,
            id="only one of them in time",
        ),
    ],
)  # fmt: skip
def test_sessions_on_either_side(
    asked: str, held: Any, visits: list[Any], as_of: str, outcome: Outcome
) -> None:
    assert outcome_of(asked, [talk(held), *map(visit, visits)], as_of) is outcome


def test_the_session_that_has_none_is_named() -> None:
    seen = judge_rule(SAME_DAY, [talk(THREE_DAYS), visit(THREE_DAYS[0]), visit(THREE_DAYS[2])], END)
    assert said(seen) == (
        "1 条记录中有 1 条对应的记录不合要求：2017-03-05 这一场：2017-03-04 的“慰问”早了 1 天（最早 2017-03-05）"
    )
    assert (seen.have, seen.need, seen.shown) == (0, 1, [])
    assert [short.record.days.sessions for short in seen.shorts] == [seen.shorts[0].record.days.sessions]
    assert len(seen.shorts[0].record.days.sessions) == 3  # of the record as it stands in the ledger


FROM = rule("within: {days: 7, from: 申报日, direction: after}")


@pytest.mark.parametrize(
    ("asked", "ends", "visits", "as_of", "outcome"),
    [
        pytest.param(FROM, "2017-06-01", ["2017-06-08"], END, SATISFIED, id="on the last day"),
        pytest.param(FROM, "2017-06-01", ["2017-06-09"], END, GAP, id="a day late"),
        pytest.param(FROM, "2017-06-01", ["2017-05-31"], END, GAP, id="a day early"),
        pytest.param(FROM, "2017-06-01", [], "2017-06-07", PENDING, id="a day is left"),
        pytest.param(FROM, "2017-06-01", [], "2017-06-08", GAP, id="the last day is over"),
        pytest.param(FROM, "2018-02-01", [], "2018-02-07", PENDING, id="it lies in the next year"),
        pytest.param(FROM, "2018-02-01", [], "2018-02-08", GAP, id="and is over there"),
        pytest.param(FROM, None, ["2017-06-01"], END, GAP, id="the field is blank"),
        pytest.param(FROM, None, ["2017-06-01"], "2017-12-30", PENDING, id="and may be written yet"),
    ],
)
def test_days_counted_from_a_field(
    asked: str, ends: str | None, visits: list[str], as_of: str, outcome: Outcome
) -> None:
    held = talk("2017-03-01", **({"申报日": ends} if ends else {}))
    assert outcome_of(asked, [held, *map(visit, visits)], as_of) is outcome


HOURS = (
    "{select: {类型: 慰问}, on_empty: not-applicable, "
    "expect: {link: {to: {类型: 讲堂}, by: %s, sum: {field: 人时, at_least: 24}%s}}}"
)
TRAINED = HOURS % ("[地点]", ", within: {at_least: 0, direction: before}")
EVERYONE = HOURS % ("{慰问对象: 对象}, every: true", "")


@pytest.mark.parametrize(
    ("hours", "as_of", "outcome"),
    [
        pytest.param([("2017-03-01", "12"), ("2017-03-02", "12")], END, SATISFIED, id="two come to it"),
        pytest.param([("2017-03-01", "12"), ("2017-03-02", "11.5")], END, GAP, id="two come to less"),
        pytest.param([("2017-03-01", "12"), ("2017-06-02", "12")], END, GAP, id="the second is too late"),
        pytest.param([("2017-03-01", "24"), ("2017-03-02", None)], END, SATISFIED, id="a blank adds nothing"),
        pytest.param([("2017-03-01", None)], END, GAP, id="a blank alone"),
        pytest.param([("2017-03-01/2017-03-02", "24")], END, SATISFIED, id="one alone"),
        pytest.param([], END, GAP, id="none at all"),
    ],
)
def test_what_tied_records_come_to_together(
    hours: list[tuple[str, str | None]], as_of: str, outcome: Outcome
) -> None:
    talks = [talk(day, **({"人时": count} if count else {})) for day, count in hours]
    assert outcome_of(TRAINED, [visit("2017-04-01"), *talks], as_of) is outcome


@pytest.mark.parametrize(
    ("field", "limit", "outcome"),
    [
        pytest.param("日期.天数", "at_least: 2", SATISFIED, id="two of the three days"),
        pytest.param("日期.天数", "at_least: 3", GAP, id="the third is too late"),
        pytest.param("日期.天数", "at_most: 1", GAP, id="two are more than one"),
        pytest.param(
            "人时", "at_least: 3", Outcome.UNDETERMINED, id="how many hours of three these are nobody knows"
        ),
    ],
)
def test_of_sessions_that_are_in_time_the_days_are_known(field: str, limit: str, outcome: Outcome) -> None:
    asked = TRAINED.replace("人时, at_least: 24", f"{field}, {limit}")
    held = talk(["2017-03-01", "2017-04-01", "2017-04-02"], 人时="3")
    assert outcome_of(asked, [visit("2017-04-01"), held], END) is outcome


def test_it_is_said_which_sessions_leave_a_sum_open() -> None:
    held = talk(["2017-03-01", "2017-05-01"], 人时="30")
    seen = judge_rule(TRAINED, [{**visit("2017-04-01"), "标题": "慰问甲"}, held], END)
    assert (seen.outcome, seen.notes) == (Outcome.UNDETERMINED, ())
    assert said(seen) == "《慰问甲》对应的记录有几场不在期限之内，看不出期限之内的几场“人时”合多少"


DAYS = TRAINED.replace("人时, at_least: 24", "%s, at_least: 3")
UNDETERMINED = Outcome.UNDETERMINED


@pytest.mark.parametrize(
    ("days", "field", "outcome"),
    [
        pytest.param(["2017-03-01/2017-03-03"], "日期.天数", SATISFIED, id="three days"),
        pytest.param(["2017-03-01/2017-03-02", "2017-03-03"], "日期.天数", SATISFIED, id="two and one"),
        pytest.param(["2017-03-01/2017-03-02"] * 2, "日期.天数", GAP, id="the same two days twice"),
        pytest.param(
            ["2017-03-01/2017-03-02", "2017-03-02/2017-03-03"], "日期.天数", SATISFIED, id="one shared"
        ),
        pytest.param(
            ["2017-03-03/2017-03-06"], "日期.工作日数", GAP, id="Friday to Monday, two working days"
        ),
        pytest.param(["2017-03-03/2017-03-07"] * 2, "日期.工作日数", SATISFIED, id="three working days"),
        pytest.param(
            [["2017-03-01", "2017-03-02", "2017-03-03", "2017-05-01"]],
            "日期.天数",
            SATISFIED,
            id="three of four before",
        ),
        pytest.param(
            [["2017-03-01", "2017-03-02", "2017-05-01"]], "日期.天数", GAP, id="two of three before"
        ),
        pytest.param(
            [["2017-03-01", "2017-03-02", "2017-05-01"], "2017-03-02"],
            "日期.天数",
            UNDETERMINED,
            id="two of three, one of which may be another's",
        ),
    ],
)
def test_days_of_tied_records_count_once(days: list[Any], field: str, outcome: Outcome) -> None:
    asked = DAYS % field
    assert outcome_of(asked, [visit("2017-04-01"), *map(talk, days)], END) is outcome


def test_of_a_list_each_value_must_come_to_it() -> None:
    both, one = {"对象": ["甲", "乙"], "人时": "12"}, {"对象": "甲", "人时": "12"}
    asked = a_record("慰问", "2017-04-01", 慰问对象=["甲", "乙"])
    assert (
        outcome_of(EVERYONE, [asked, talk("2017-03-01", **both), talk("2017-03-02", **both)], END)
        is SATISFIED
    )
    seen = judge_rule(EVERYONE, [asked, talk("2017-03-01", **both), talk("2017-03-02", **one)], END)
    assert seen.outcome is GAP
    assert say(seen.shorts[0].lacks[0]).startswith("对应的记录“人时”合起来，乙的是 12（要求 ≥24）")


def test_a_sum_is_hardly_ever_one_number() -> None:
    with pytest.raises(ValidationError, match="link-sum-exactly"):
        a_rule(rule("sum: {field: 人时, exactly: 3}"))


YEAR_LONG = (
    "{select: {类型: 慰问}, on_empty: not-applicable, "
    "expect: {link: {to: {类型: 讲堂}, by: [地点], within: {%s: 1, unit: 月, direction: before, of: first}}}}"
)


@pytest.mark.parametrize(
    ("limit", "days", "outcome"),
    [
        pytest.param("at_least", "2017-03-01/2017-03-30", SATISFIED, id="began a month before"),
        pytest.param("at_least", "2017-03-02/2017-03-30", GAP, id="began a day too late"),
        pytest.param("at_least", ["2017-03-01", "2017-03-30"], SATISFIED, id="the first of several sessions"),
        pytest.param("at_least", ["2017-03-02", "2017-03-30"], GAP, id="the first of several is too late"),
        pytest.param("at_most", "2017-03-01/2017-03-30", SATISFIED, id="began no more than a month before"),
        pytest.param("at_most", "2017-02-28/2017-03-30", GAP, id="began too early"),
    ],
)
def test_how_long_before_the_other_record_began(limit: str, days: Any, outcome: Outcome) -> None:
    assert outcome_of(YEAR_LONG % limit, [visit("2017-04-01"), talk(days)], END) is outcome


def test_that_the_first_day_is_looked_at_is_said() -> None:
    seen = judge_rule(YEAR_LONG % "at_least", [visit("2017-04-01")], END)
    assert "（看它的第一天）" in said(seen)
