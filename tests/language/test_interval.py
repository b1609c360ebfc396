"""``interval``: the days between one record and the next."""

# ruff: noqa: E501 - one case a line reads as a table

from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_record, a_rule, a_unit, judge_rule, lectures, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
NOT_APPLICABLE, UNDETERMINED = Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED

RULE = "{select: {类型: 讲堂}, expect: {interval: {%s}}, on_empty: not-applicable}"
AT_MOST_100, AT_LEAST_30 = RULE % "at_most: 100", RULE % "at_least: 30"
EDGES = "{select: {类型: 讲堂}, expect: {interval: {at_most: 100, edges: 是}}, on_empty: gap}"


@pytest.mark.parametrize(
    ("rule", "held", "as_of", "outcome"),
    [
        pytest.param(
            AT_MOST_100, ["2017-01-01", "2017-04-11"], "2017-04-11", PENDING, id="a hundred days apart"
        ),
        pytest.param(AT_MOST_100, ["2017-01-01", "2017-04-12"], "2017-04-12", GAP, id="a hundred and one"),
        pytest.param(AT_MOST_100, ["2017-06-01"], "2017-09-08", PENDING, id="the last one waits, a day left"),
        pytest.param(AT_MOST_100, ["2017-06-01"], "2017-09-09", GAP, id="the last one has waited too long"),
        pytest.param(AT_MOST_100, ["2017-09-22"], "2017-12-30", PENDING, id="to the window's last day"),
        pytest.param(AT_MOST_100, ["2017-09-22"], "2017-12-31", GAP, id="to the window's last day, over"),
        pytest.param(
            AT_MOST_100, ["2017-09-23"], "2017-09-23", SATISFIED, id="the next may lie beyond the window"
        ),
        pytest.param(
            AT_MOST_100, ["2017-09-23"], "2018-06-01", SATISFIED, id="beyond the window is another year's"
        ),
        pytest.param(AT_MOST_100, ["2017-06-01/2017-06-20"], "2017-09-27", PENDING, id="from the last day"),
        pytest.param(AT_MOST_100, ["2017-06-01/2017-06-20"], "2017-09-28", GAP, id="from the last day, over"),
        pytest.param(
            AT_MOST_100, [["2017-01-01", "2017-06-01"]], "2017-06-01", GAP, id="sessions count each"
        ),
        pytest.param(
            AT_MOST_100,
            ["2017-01-01/2017-12-20", "2017-02-01"],
            "2017-12-31",
            SATISFIED,
            id="one that lies inside another does not end it",
        ),
        pytest.param(AT_MOST_100, [], "2017-12-30", PENDING, id="nothing yet"),
        pytest.param(AT_MOST_100, [], "2017-12-31", NOT_APPLICABLE, id="nothing at all"),
        pytest.param(
            AT_LEAST_30, ["2017-03-01", "2017-03-31"], "2017-03-31", SATISFIED, id="thirty days apart"
        ),
        pytest.param(AT_LEAST_30, ["2017-03-01", "2017-03-30"], "2017-03-30", GAP, id="twenty-nine"),
        pytest.param(AT_LEAST_30, ["2017-03-01", "2017-03-01"], "2017-03-01", GAP, id="the same day"),
        pytest.param(
            AT_LEAST_30, ["2017-03-01/2017-03-05", "2017-04-04"], "2017-04-04", SATISFIED, id="span"
        ),
        pytest.param(
            AT_LEAST_30, ["2017-03-01/2017-03-06", "2017-04-04"], "2017-04-04", GAP, id="span, too close"
        ),
        pytest.param(
            AT_LEAST_30, ["2017-03-01"], "2017-12-31", SATISFIED, id="one alone is compared with nothing"
        ),
        pytest.param(
            RULE % "at_least: 3, unit: 月", ["2017-01-31", "2017-04-30"], "2017-12-31", SATISFIED, id="months"
        ),
        pytest.param(
            RULE % "at_least: 3, unit: 月", ["2017-01-31", "2017-04-29"], "2017-12-31", GAP, id="short of it"
        ),
        pytest.param(
            RULE % "at_least: 3, unit: 工作日",
            ["2017-09-29", "2017-10-10"],
            "2017-12-31",
            SATISFIED,
            id="working",
        ),
        pytest.param(
            RULE % "at_least: 3, unit: 工作日",
            ["2017-09-29", "2017-10-09"],
            "2017-12-31",
            GAP,
            id="two of them",
        ),
        pytest.param(
            RULE % "at_least: 5, at_most: 9",
            ["2017-12-20", "2017-12-24"],
            "2017-12-31",
            GAP,
            id="both: too close",
        ),
        pytest.param(
            RULE % "at_least: 5, at_most: 9",
            ["2017-12-14", "2017-12-23"],
            "2017-12-31",
            SATISFIED,
            id="both hold",
        ),
        pytest.param(EDGES, ["2017-04-11"], "2017-04-11", PENDING, id="edges: the first in time"),
        pytest.param(EDGES, ["2017-04-12"], "2017-04-12", GAP, id="edges: the first too late"),
        pytest.param(EDGES, [], "2017-04-10", PENDING, id="edges: the first is awaited"),
        pytest.param(EDGES, [], "2017-04-11", GAP, id="edges: the first has not come"),
        pytest.param(
            RULE % "at_most: 100, edges: 是", [], "2017-04-11", PENDING, id="edges: none may be none"
        ),
    ],
)
def test_the_days_between(rule: str, held: list[Any], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(rule, lectures(*held), as_of) is outcome


PER = "{select: {类型: 讲堂}, expect: {interval: {%s, per: {field: 对象}}}, on_empty: gap}"


@pytest.mark.parametrize(
    ("rule", "records", "outcome"),
    [
        pytest.param(
            PER % "at_least: 30",
            [("2017-03-01", "甲"), ("2017-03-10", "乙"), ("2017-03-31", "甲")],
            SATISFIED,
            id="each by itself",
        ),
        pytest.param(
            PER % "at_least: 30", [("2017-03-01", "甲"), ("2017-03-10", "甲")], GAP, id="the same one"
        ),
        pytest.param(
            PER % "at_least: 30",
            [("2017-03-01", ["甲", "乙"]), ("2017-03-10", "乙")],
            GAP,
            id="one of several",
        ),
        pytest.param(
            PER % "at_least: 30", [("2017-03-01", "甲"), ("2017-03-10", None)], UNDETERMINED, id="blank"
        ),
        pytest.param(
            PER % "at_most: 100", [("2017-11-01", "甲"), ("2017-03-10", "乙")], GAP, id="one waits too long"
        ),
    ],
)
def test_each_value_by_itself(rule: str, records: list[tuple[str, Any]], outcome: Outcome) -> None:
    made = [a_record("讲堂", on, **({"对象": who} if who else {})) for on, who in records]
    assert outcome_of(rule, made, "2017-12-31") is outcome


def test_the_one_of_a_set_that_is_missed_is_named() -> None:
    rule = PER.replace("{field: 对象}", "{field: 对象, members: [甲, 乙]}") % "at_most: 100"
    records = [a_record("讲堂", "2017-11-01", 对象="甲"), a_record("讲堂", "2017-03-10", 对象="乙")]
    seen = judge_rule(rule, records, "2017-12-31")
    assert (seen.outcome, seen.missing, seen.final) == (GAP, ("乙",), True)
    assert said(seen) == "2 次，间隔不合要求：“乙”：2017-03-10 之后未见下一次（100 天内，最迟 2017-06-18）"


DECLARED = "{select: {类型: 慰问}, expect: {interval: {at_most: 100, edges: 是, per: {field: 慰问对象, members: {fact: 在册典型}}}}, on_empty: not-applicable}"


@pytest.mark.parametrize(
    ("members", "as_of", "outcome"),
    [
        pytest.param([], "2017-12-31", NOT_APPLICABLE, id="nobody is declared"),
        pytest.param(["甲"], "2017-04-10", PENDING, id="nobody was visited yet"),
        pytest.param(["甲"], "2017-04-11", GAP, id="nobody was visited in time"),
    ],
)
def test_each_declared_member_is_asked_for_whatever_on_empty_says(
    members: list[str], as_of: str, outcome: Outcome
) -> None:
    assert outcome_of(DECLARED, [], as_of, unit=a_unit(其他事实={"在册典型": members})) is outcome


def test_a_visit_to_nobody_who_is_declared_changes_nothing() -> None:
    visit = a_record("慰问", "2017-03-01", 慰问对象=["路人"])
    assert (
        outcome_of(DECLARED, [visit], "2017-12-31", unit=a_unit(其他事实={"在册典型": []})) is NOT_APPLICABLE
    )


LISTED = (
    "{select: {类型: 讲堂}, expect: {interval: {%s, per: {field: 对象, members: [甲, 乙]}}}, on_empty: %s}"
)
OF_A = [a_record("讲堂", on, 对象="甲") for on in ("2017-02-01", "2017-05-01", "2017-08-01", "2017-11-01")]
NAMED = "{interval: {at_most: 100%s, per: {field: 对象, members: {field: 慰问对象, of: {类型: 慰问, 地点: 病房}}}}}"
VISIT = a_record("慰问", "2017-01-05", 慰问对象="甲", 地点="病房")


def by_visit(on_empty: str, edges: bool) -> str:
    rule = "{select: {类型: 讲堂}, expect: " + NAMED.replace("%s", ", edges: 是" if edges else "")
    return rule + f", on_empty: {on_empty}}}"


@pytest.mark.parametrize(
    ("limit", "on_empty", "as_of", "outcome"),
    [
        pytest.param("at_most: 100", "gap", "2017-12-30", PENDING, id="one has no record yet"),
        pytest.param("at_most: 100", "gap", "2017-12-31", GAP, id="one has no record at all"),
        pytest.param("at_least: 3", "gap", "2017-12-31", GAP, id="one has none where they may not be close"),
        pytest.param("at_most: 100", "satisfied", "2017-12-31", SATISFIED, id="none is fine"),
        pytest.param("at_most: 100", "not-applicable", "2017-12-31", SATISFIED, id="nobody asks of none"),
        pytest.param(
            "at_most: 100, edges: 是", "satisfied", "2017-12-31", GAP, id="edges: its first is asked"
        ),
        pytest.param("at_most: 100, edges: 是", "not-applicable", "2017-04-10", PENDING, id="edges: awaited"),
    ],
)
def test_a_member_without_a_record_is_as_on_empty_says(
    limit: str, on_empty: str, as_of: str, outcome: Outcome
) -> None:
    assert outcome_of(LISTED % (limit, on_empty), OF_A, as_of) is outcome


def test_the_member_without_a_record_is_named() -> None:
    seen = judge_rule(LISTED % ("at_most: 100", "gap"), OF_A, "2017-12-31")
    assert (seen.missing, said(seen)) == (("乙",), "4 次，间隔不合要求：“乙”：台账中未见一次")
    seen = judge_rule(LISTED % ("at_most: 100", "gap"), OF_A, "2017-11-02")
    assert (seen.missing, seen.due) == (("乙",), date(2017, 12, 31))
    assert said(seen) == "4 次，还未到期：“乙”：还没有一次（最迟 2017-12-31）"


@pytest.mark.parametrize("on_empty", [SATISFIED, NOT_APPLICABLE, GAP])
def test_where_no_member_has_a_record_on_empty_speaks_of_all(on_empty: Outcome) -> None:
    rule = LISTED % ("at_most: 100", on_empty.value)
    of_others = [a_record("讲堂", "2017-02-01", 对象="路人")]
    assert outcome_of(rule, [], "2017-12-31") is on_empty
    assert outcome_of(rule, of_others, "2017-12-31") is on_empty


@pytest.mark.parametrize(
    ("edges", "on_empty", "records", "outcome"),
    [
        pytest.param(True, "not-applicable", [VISIT], GAP, id="edges: the member's first is missing"),
        pytest.param(True, "not-applicable", [], NOT_APPLICABLE, id="edges: nobody to ask for"),
        pytest.param(True, "gap", [], GAP, id="edges: there must be somebody"),
        pytest.param(False, "not-applicable", [VISIT], NOT_APPLICABLE, id="none is none"),
        pytest.param(False, "gap", [VISIT], GAP, id="none is missed"),
        pytest.param(False, "satisfied", [VISIT], SATISFIED, id="none is fine"),
        pytest.param(False, "satisfied", [], SATISFIED, id="nobody is fine"),
        pytest.param(
            True,
            "not-applicable",
            [a_record("慰问", "2017-01-05", 慰问对象="甲")],
            UNDETERMINED,
            id="edges: there may be a member",
        ),
        pytest.param(
            False,
            "not-applicable",
            [a_record("慰问", "2017-01-05", 慰问对象="甲")],
            NOT_APPLICABLE,
            id="one more without a record would be fine",
        ),
    ],
)
def test_members_that_other_records_name(
    edges: bool, on_empty: str, records: list[Any], outcome: Outcome
) -> None:
    assert outcome_of(by_visit(on_empty, edges), records, "2017-12-31") is outcome


def test_one_alone_is_compared_with_nothing_and_so_it_is_said() -> None:
    assert (
        said(judge_rule(AT_LEAST_30, lectures("2017-03-01"), "2017-12-31"))
        == "1 次，没有相邻的两次，不用比间隔"
    )
    both = lectures("2017-03-01", "2017-06-01")
    assert said(judge_rule(AT_LEAST_30, both, "2017-12-31")) == "2 次，相邻两次的间隔都合要求"


# --- doubt

CHOSEN = "{select: {类型: 讲堂, 主题: 文明用语}, expect: {interval: {%s}}, on_empty: not-applicable}"


def chosen_on(*days: str, **fields: Any) -> list[Any]:
    return lectures(*days, 主题="文明用语", **fields)


@pytest.mark.parametrize(
    ("limit", "sure", "maybe", "outcome"),
    [
        pytest.param(
            "at_most: 100", ["2017-09-25"], "2017-06-17", SATISFIED, id="as far before as it may be"
        ),
        pytest.param(
            "at_most: 100", ["2017-09-25"], "2017-06-16", UNDETERMINED, id="too far before the first"
        ),
        pytest.param("at_most: 100", ["2017-09-25"], "2017-11-01", SATISFIED, id="after it"),
        pytest.param("at_most: 100", [], "2017-09-22", UNDETERMINED, id="it may be the only one"),
        pytest.param("at_most: 100", [], "2017-09-23", NOT_APPLICABLE, id="the only one, and in order"),
        pytest.param(
            "at_most: 300, edges: 是", ["2017-09-25"], "2017-02-01", SATISFIED, id="from the edge on"
        ),
        pytest.param("at_least: 30", ["2017-03-01"], "2017-03-31", SATISFIED, id="as close as it may be"),
        pytest.param("at_least: 30", ["2017-03-01"], "2017-03-30", UNDETERMINED, id="too close"),
    ],
)
def test_a_blank_that_may_keep_a_record_out_is_doubt_where_it_could_break_it(
    limit: str, sure: list[str], maybe: str, outcome: Outcome
) -> None:
    records = [*chosen_on(*sure), *lectures(maybe)]
    assert outcome_of(CHOSEN % limit, records, "2017-12-31") is outcome


@pytest.mark.parametrize(
    ("limit", "records", "outcome"),
    [
        pytest.param("at_most: 100", [("2017-11-01", "甲"), ("2017-03-01", None)], UNDETERMINED, id="one by itself"),
        pytest.param("at_most: 100", [("2017-11-01", "甲"), ("2017-10-01", None)], SATISFIED, id="late enough"),
        pytest.param("at_least: 30", [("2017-03-01", "甲"), ("2017-03-31", None)], SATISFIED, id="far enough"),
        pytest.param("at_least: 30", [("2017-03-31", None), ("2017-03-30", None)], UNDETERMINED, id="two of one"),
    ],
)  # fmt: skip
def test_a_record_that_names_nobody_is_doubt_where_it_could_break_a_row(
    limit: str, records: list[tuple[str, Any]], outcome: Outcome
) -> None:
    made = [a_record("讲堂", on, **({"对象": who} if who else {})) for on, who in records]
    assert outcome_of(PER % limit, made, "2017-12-31") is outcome


def test_a_record_that_names_nobody_is_doubt_before_the_first_of_the_last_member() -> None:
    rule = LISTED % ("at_most: 200", "not-applicable")
    held = [("2017-01-10", "甲"), ("2017-07-01", "甲"), ("2017-08-01", "乙"), ("2017-12-01", "甲"), ("2017-12-01", "乙")]  # fmt: skip
    made = [a_record("讲堂", on, 对象=who) for on, who in held]
    for day_, outcome in (("2017-01-12", UNDETERMINED), ("2017-01-13", SATISFIED)):
        assert outcome_of(rule, [*made, *lectures(day_)], "2017-12-31") is outcome


def test_the_record_that_leaves_it_open_is_named_with_the_field() -> None:
    seen = judge_rule(
        CHOSEN % "at_most: 100", [*chosen_on("2017-10-25"), *lectures("2017-02-01")], "2017-12-31"
    )
    (near,) = seen.near()
    assert (str(near.record.days.first), say(near.failure.lacks)) == (
        "2017-02-01",
        "没写“主题”，写明才能断定是不是这样：“主题”是“文明用语”",
    )
    nameless = judge_rule(
        PER % "at_most: 100",
        [a_record("讲堂", "2017-11-01", 对象="甲"), *lectures("2017-02-01")],
        "2017-12-31",
    )
    assert [say(each.failure.lacks) for each in nameless.near()] == ["没写“对象”，看不出算不算、算谁的"]


DAYS = st.lists(st.integers(0, 364), max_size=3)


@given(
    DAYS, DAYS, st.sampled_from(["at_most: 60", "at_least: 40", "at_least: 40, at_most: 90"]), st.booleans()
)
def test_doubt_is_there_exactly_where_some_choice_of_the_doubtful_breaks_it(
    sure: list[int], maybe: list[int], limit: str, by_name: bool
) -> None:
    def on(days: Any, **fields: Any) -> list[Any]:
        return lectures(*(str(date(2017, 1, 1) + timedelta(days=each)) for each in days), **fields)

    def end(records: list[Any]) -> Outcome:
        rule = (PER if by_name else CHOSEN) % limit
        return outcome_of(rule.replace("on_empty: gap", "on_empty: satisfied"), records, "2017-12-31")

    known = on(sure, 主题="文明用语", 对象="甲")
    fills = ({"对象": "甲"}, {"对象": "乙"}) if by_name else ({"主题": "文明用语"}, {"主题": "文明出行"})
    filled = [
        end([*known, *(one for each, fill in zip(maybe, some, strict=True) for one in on([each], **fill))])
        for some in product(fills, repeat=len(maybe))
    ]
    seen = end([*known, *on(maybe)])
    if seen is not GAP:
        assert (seen is UNDETERMINED) == (GAP in filled)


def test_an_unread_record_could_lie_too_close_and_too_far_only_before_the_first() -> None:
    held = ["2017-04-11", "2017-06-01", "2017-09-01", "2017-11-01"]
    assert outcome_of(AT_LEAST_30, lectures(*held), "2017-12-31", unread=["讲堂"]) is UNDETERMINED
    assert outcome_of(AT_MOST_100, lectures(*held), "2017-12-31", unread=["讲堂"]) is SATISFIED
    later = lectures("2017-04-12", *held[1:])
    assert outcome_of(AT_MOST_100, later, "2017-12-31", unread=["讲堂"]) is UNDETERMINED


def test_an_unread_record_could_be_of_one_more_that_is_named_in_none() -> None:
    assert (
        outcome_of(LISTED % ("at_most: 100", "satisfied"), OF_A, "2017-12-31", unread=["讲堂"])
        is UNDETERMINED
    )
    both = [*OF_A, *(dict(each, 对象="乙") for each in OF_A)]
    assert outcome_of(LISTED % ("at_most: 100", "gap"), both, "2017-12-31", unread=["讲堂"]) is SATISFIED
    assert outcome_of(PER % "at_most: 100", both, "2017-12-31", unread=["讲堂"]) is UNDETERMINED


@pytest.mark.parametrize(
    ("rule", "held", "as_of", "says", "due"),
    [
        (AT_MOST_100, ["2017-01-01", "2017-06-01"], "2017-06-01", "2017-01-01 到 2017-06-01 相隔 151 天（不超过 100 天）", None),
        (AT_LEAST_30, ["2017-01-01", "2017-01-11"], "2017-06-01", "2017-01-01 到 2017-01-11 只隔 10 天（不少于 30 天）", None),
        (AT_MOST_100, ["2017-06-01"], "2017-06-02", "2017-06-01 之后的下一次还没到（最迟 2017-09-09）", date(2017, 9, 9)),
        (EDGES, ["2017-06-01"], "2017-06-02", "第一次在 2017-06-01，离 2017-01-01 有 151 天（不超过 100 天）", None),
    ],
)  # fmt: skip
def test_what_is_said(rule: str, held: list[str], as_of: str, says: str, due: date | None) -> None:
    seen = judge_rule(rule, lectures(*held), as_of)
    assert (say(seen.shorts[0].lacks[0]), seen.due) == (says, due)
    assert says in said(seen)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=6), st.integers(0, 120), st.integers(0, 364))
def test_at_most_is_what_the_days_say(days: list[int], most: int, passed: int) -> None:
    start = date(2017, 1, 1)
    held = sorted(start + timedelta(days=each) for each in days if each <= passed)
    as_of, last = start + timedelta(days=passed), date(2017, 12, 31)
    if not held:
        return
    apart = [(other - one).days for one, other in pairwise(held)]
    due = held[-1] + timedelta(days=most)
    expected = GAP if any(each > most for each in apart) or due <= min(as_of, last) else PENDING
    if expected is PENDING and due > last:
        expected = SATISFIED
    seen = outcome_of(RULE % f"at_most: {most}", lectures(*map(str, held)), as_of.isoformat())
    assert seen is expected


@given(st.lists(st.integers(0, 360), max_size=6), st.integers(1, 60))
def test_fewer_records_never_come_closer(days: list[int], least: int) -> None:
    held = [str(date(2017, 1, 1) + timedelta(days=each)) for each in days]
    rule = RULE % f"at_least: {least}"
    if held and outcome_of(rule, lectures(*held), "2017-12-31") is SATISFIED:
        assert outcome_of(rule, lectures(*held[1:]), "2017-12-31") in (SATISFIED, NOT_APPLICABLE)


@pytest.mark.parametrize("written", ["edges: 是", "at_least: 3, edges: 是", "at_most: 3, unit: 周"])
def test_what_makes_no_sense_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        a_rule(RULE % written)
