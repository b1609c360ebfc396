"""``lag``: days between two dates; the event is day 0."""

# ruff: noqa: E501 - one case a line reads as a table

from datetime import date, timedelta
from typing import Any

import pytest

from civcheck.language.days import add_working_days
from civcheck.language.saying import Glossary
from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import UNIT, a_pack, a_record, a_rule, day, judge_rule, lectures, outcome_of, said

SATISFIED, GAP, PENDING, UNDETERMINED = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING, Outcome.UNDETERMINED

LAG = "{select: {类型: 讲堂}, expect: {lag: {from: 日期, to: 报送日期, %s}}, on_empty: not-applicable}"
SEVEN_DAYS, THREE_WORKING = LAG % "at_most: 7", LAG % "at_most: 3, unit: 工作日"


@pytest.mark.parametrize(
    ("rule", "held", "reported", "as_of", "outcome"),
    [
        pytest.param(SEVEN_DAYS, "2017-03-01", "2017-03-08", "2017-04-01", SATISFIED, id="on the last day"),
        pytest.param(SEVEN_DAYS, "2017-03-01", "2017-03-09", "2017-04-01", GAP, id="one day late"),
        pytest.param(SEVEN_DAYS, "2017-03-01", None, "2017-03-07", PENDING, id="one day left"),
        pytest.param(SEVEN_DAYS, "2017-03-01", None, "2017-03-08", GAP, id="the last day is over"),
        pytest.param(
            SEVEN_DAYS, "2017-03-01", "2017-03-06", "2017-03-05", PENDING, id="reported later than as-of"
        ),
        pytest.param(SEVEN_DAYS, "2017-03-01", "2017-03-09", "2017-03-07", PENDING, id="will be late"),
        pytest.param(
            SEVEN_DAYS, "2017-02-20/2017-03-01", "2017-03-08", "2017-04-01", SATISFIED, id="from the last day"
        ),
        pytest.param(
            SEVEN_DAYS, ["2017-02-20", "2017-03-01"], "2017-03-09", "2017-04-01", GAP, id="the last session"
        ),
        pytest.param(SEVEN_DAYS, "2017-03-01", "2016-03-02", "2017-04-01", GAP, id="before the event"),
        pytest.param(
            SEVEN_DAYS, "2017-03-01", "2016-03-02", "2017-03-07", PENDING, id="before it, not due yet"
        ),
        pytest.param(
            SEVEN_DAYS, "2017-02-20/2017-03-01", "2017-02-21", "2017-04-01", SATISFIED, id="during it"
        ),
        pytest.param(THREE_WORKING, "2017-03-01", "2017-03-06", "2017-04-01", SATISFIED, id="over a weekend"),
        pytest.param(THREE_WORKING, "2017-03-01", "2017-03-07", "2017-04-01", GAP, id="over a weekend, late"),
        pytest.param(THREE_WORKING, "2017-09-29", "2017-10-10", "2017-12-31", SATISFIED, id="over 国庆 2017"),
        pytest.param(THREE_WORKING, "2017-09-29", "2017-10-11", "2017-12-31", GAP, id="over 国庆 2017, late"),
        pytest.param(
            THREE_WORKING, "2017-09-29", None, "2017-10-09", PENDING, id="over 国庆 2017, one day left"
        ),
        pytest.param(THREE_WORKING, "2017-09-29", None, "2017-10-10", GAP, id="over 国庆 2017, over"),
        pytest.param(
            LAG % "at_most: 5, roll: 是",
            "2017-10-01",
            None,
            "2017-10-08",
            PENDING,
            id="rolled over the holiday",
        ),
        pytest.param(LAG % "at_most: 5, roll: 是", "2017-10-01", None, "2017-10-09", GAP, id="rolled, over"),
        pytest.param(
            LAG % "at_least: 7", "2017-03-01", "2017-03-08", "2017-04-01", SATISFIED, id="late enough"
        ),
        pytest.param(LAG % "at_least: 7", "2017-03-01", "2017-03-07", "2017-04-01", GAP, id="too soon"),
        pytest.param(
            LAG % "at_least: 7", "2017-03-01", None, "2017-04-01", PENDING, id="no last day, may still come"
        ),
        pytest.param(
            LAG % "at_least: 7", "2017-03-01", None, "2017-12-31", GAP, id="no last day, the window is over"
        ),
        pytest.param(
            LAG % "at_least: 7", "2017-12-30", None, "2018-01-05", PENDING, id="cannot have come yet"
        ),
        pytest.param(
            LAG % "at_least: 7", "2017-12-30", "2018-02-01", "2018-01-31", PENDING, id="written, lies ahead"
        ),
        pytest.param(
            LAG % "at_least: 2, at_most: 7",
            "2017-03-01",
            "2017-03-02",
            "2017-04-01",
            GAP,
            id="between, too soon",
        ),
        pytest.param(
            LAG % "at_least: 2, at_most: 7", "2017-03-01", "2017-03-03", "2017-04-01", SATISFIED, id="between"
        ),
    ],
)
def test_reported_in_time(rule: str, held: Any, reported: str | None, as_of: str, outcome: Outcome) -> None:
    record = lectures(held, **({"报送日期": reported} if reported else {}))
    assert outcome_of(rule, record, as_of) is outcome


BEFORE = "{select: {类型: 讲堂}, expect: {lag: {from: 申报日, to: 日期, at_least: 3}}, on_empty: gap}"


@pytest.mark.parametrize(
    ("applied", "as_of", "outcome"),
    [
        pytest.param("2017-03-07", "2017-03-10", SATISFIED, id="three days before the first day"),
        pytest.param("2017-03-08", "2017-03-10", GAP, id="two days before"),
        pytest.param(None, "2017-03-10", GAP, id="not written, and the event has come"),
        pytest.param(None, "2017-03-09", PENDING, id="not written, the event lies ahead"),
    ],
)
def test_applied_before_the_event(applied: str | None, as_of: str, outcome: Outcome) -> None:
    record = lectures("2017-03-10/2017-03-20", **({"申报日": applied} if applied else {}))
    assert outcome_of(BEFORE, record, as_of) is outcome


def test_a_start_that_is_not_written_is_said_once_the_end_has_come() -> None:
    seen = judge_rule(BEFORE, lectures("2017-03-10"), "2017-03-10")
    (short,) = seen.shorts
    assert (say(short.lacks[0]), short.due) == ("“日期”是 2017-03-10，可是没写“申报日”", date(2017, 3, 10))
    assert (
        outcome_of(BEFORE, lectures("2017-03-10", 申报日="五一前"), "2017-12-30") is PENDING
    )  # not taken: told elsewhere


ANNOUNCED = "{select: {类型: 讲堂}, expect: {lag: {from: 日期, to: 讲稿日, %s}}, on_empty: gap}"
SET = "{select: {类型: 检查}, expect: {lag: {from: 日期, to: 整改期限, %s}}, on_empty: gap}"


@pytest.mark.parametrize(
    ("limits", "written", "ahead", "set_ahead"),
    [
        pytest.param("at_least: 20", "2017-03-20", PENDING, GAP, id="nineteen days"),
        pytest.param("at_least: 20", "2017-03-21", PENDING, SATISFIED, id="twenty days"),
        pytest.param("at_least: 20", None, PENDING, PENDING, id="nothing"),
        pytest.param("at_least: 20, at_most: 30", "2017-03-20", PENDING, GAP, id="too soon"),
        pytest.param("at_least: 20, at_most: 30", "2017-03-21", PENDING, SATISFIED, id="between"),
    ],
)
def test_a_day_that_lies_ahead_is_awaited_unless_it_is_set_in_advance(
    limits: str, written: str | None, ahead: Outcome, set_ahead: Outcome
) -> None:
    for rule, kind, name, outcome in (
        (ANNOUNCED, "讲堂", "讲稿日", ahead),
        (SET, "检查", "整改期限", set_ahead),
    ):
        record = a_record(kind, "2017-03-01", **({name: written} if written else {}))
        assert outcome_of(rule % limits, [record], "2017-03-05") is outcome
    late = [a_record("讲堂", "2017-03-01", 讲稿日="2017-03-20")]
    assert outcome_of(ANNOUNCED % "at_least: 20", late, "2017-03-20") is GAP  # when it has come
    assert (
        outcome_of(LAG % "at_least: 20", lectures("2017-03-01", 报送日期="2017-03-20"), "2017-03-05")
        is PENDING
    )


OF_AGE = "{select: {类型: 讲堂}, expect: {lag: {from: 申报日, to: 日期, %s, unit: 年}}, on_empty: gap}"


@pytest.mark.parametrize(
    ("limits", "born", "outcome"),
    [
        pytest.param("at_least: 18", "1999-03-01", SATISFIED, id="old enough"),
        pytest.param(
            "at_least: 18", "2032-01-01", GAP, id="a day to come, though what it comes before is over"
        ),
        pytest.param("more_than: 18", "2032-01-01", GAP, id="the same, more than"),
        pytest.param("at_most: 18", "2032-01-01", PENDING, id="an upper limit may still be kept"),
    ],
)
def test_what_came_too_soon_for_a_start_that_lies_ahead_is_not_waited_for(
    limits: str, born: str, outcome: Outcome
) -> None:
    assert outcome_of(OF_AGE % limits, lectures("2017-03-01", 申报日=born), "2017-12-31") is outcome


@pytest.mark.parametrize(
    ("kind", "to", "outcome"),
    [("检查", "整改期限", GAP), ("讲堂", "报送日期", PENDING)],
    ids=["set", "not set"],
)
def test_a_day_set_in_advance_before_its_start_is_short_at_once(kind: str, to: str, outcome: Outcome) -> None:
    rule = (
        f"{{select: {{类型: {kind}}}, expect: {{lag: {{from: 日期, to: {to}, at_most: 30}}}}, on_empty: gap}}"
    )
    seen = judge_rule(rule, [a_record(kind, "2017-03-10", **{to: "2017-03-01"})], "2017-03-12")
    assert seen.outcome is outcome
    assert say(seen.shorts[0].lacks[0]) == f"“{to}”是 2017-03-01，最早应为 2017-03-10"


A_MONTH, AS_PROMISED = LAG % "at_most: 1, unit: 月", LAG % "at_most: {field: 参加人数}"


@pytest.mark.parametrize(
    ("rule", "held", "fields", "as_of", "outcome"),
    [
        pytest.param(A_MONTH, "2017-03-15", {"报送日期": "2017-04-15"}, "2017-06-01", SATISFIED, id="a month on"),
        pytest.param(A_MONTH, "2017-03-15", {"报送日期": "2017-04-16"}, "2017-06-01", GAP, id="a day over"),
        pytest.param(A_MONTH, "2017-01-31", {}, "2017-02-27", PENDING, id="to the end of February, a day left"),
        pytest.param(A_MONTH, "2017-01-31", {}, "2017-02-28", GAP, id="to the end of February"),
        pytest.param(A_MONTH, "2016-12-31", {}, "2017-01-31", PENDING, id="of another year: not looked at"),
        pytest.param(AS_PROMISED, "2017-03-01", {"参加人数": "5", "报送日期": "2017-03-06"}, "2017-06-01", SATISFIED, id="as promised"),
        pytest.param(AS_PROMISED, "2017-03-01", {"参加人数": "5", "报送日期": "2017-03-07"}, "2017-06-01", GAP, id="a day late"),
        pytest.param(AS_PROMISED, "2017-03-01", {"参加人数": "5"}, "2017-03-05", PENDING, id="a day left"),
        pytest.param(AS_PROMISED, "2017-03-01", {"报送日期": "2017-03-02"}, "2017-12-30", PENDING, id="nothing promised"),
        pytest.param(AS_PROMISED, "2017-03-01", {"报送日期": "2017-03-02"}, "2017-12-31", GAP, id="nothing promised, over"),
    ],
)  # fmt: skip
def test_months_and_days_of_the_record(
    rule: str, held: str, fields: dict[str, str], as_of: str, outcome: Outcome
) -> None:
    assert outcome_of(rule, lectures(held, **fields), as_of) is outcome


def test_a_day_of_the_pack_that_lies_ahead_is_not_there_yet() -> None:
    rule = "{select: {类型: 讲堂}, expect: {lag: {from: 日期, to: 讲稿日, at_most: 30}}, on_empty: gap}"
    record = lectures("2017-03-01", 讲稿日="2017-03-20")
    assert outcome_of(rule, record, "2017-03-19") is PENDING
    assert outcome_of(rule, record, "2017-03-20") is SATISFIED


def test_the_start_lies_ahead_so_nothing_is_due() -> None:
    rule = "{select: {类型: 讲堂}, expect: {lag: {from: 报送日期, to: 归档, at_most: 5}}, on_empty: gap}"
    record = lectures("2017-03-01", 报送日期="2017-03-10", 归档={"档号": "1", "日期": "2017-03-15"})
    assert [outcome_of(rule, record, as_of) for as_of in ("2017-03-09", "2017-03-10", "2017-03-15")] == [
        PENDING,
        PENDING,
        SATISFIED,
    ]


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        pytest.param("2017-09-29", 1, "2017-09-30", id="a Saturday that is worked"),
        pytest.param("2017-09-30", 1, "2017-10-09", id="the eight days of 国庆 and 中秋"),
        pytest.param("2017-10-05", 1, "2017-10-09", id="an event on a holiday"),
        pytest.param("2017-10-05", 0, "2017-10-05", id="no day at all"),
        pytest.param("2017-10-09", -1, "2017-09-30", id="backwards"),
    ],
)
def test_working_days(start: str, count: int, end: str) -> None:
    assert add_working_days(day(start), count) == day(end)


def test_a_year_without_a_holiday_notice_is_not_known() -> None:
    unit = {"单位名称": "某局", "单位类型": "县区司法局", "年度": "2017"}
    rule = (
        "{select: {类型: 讲堂}, window: standing, "
        "expect: {lag: {from: 日期, to: 报送日期, at_most: 3, unit: 工作日}}, on_empty: gap}"
    )
    seen = judge_rule(rule, lectures("2001-03-01"), "2017-12-31", unit)
    assert (seen.outcome, said(seen)) == (UNDETERMINED, "2001 年的工作日安排不在已知的节假日表里")


def test_what_a_gap_says() -> None:
    seen = judge_rule(SEVEN_DAYS, lectures("2017-03-01", "2017-03-02", 报送日期="2017-03-09"), "2017-04-01")
    assert said(seen) == "2 条记录中有 1 条未见期限内的日期"
    [short] = seen.shorts
    assert (short.due, short.lacks[0].id) == (date(2017, 3, 8), "lacks.too-late")


@pytest.mark.parametrize("expect", ["lag: {from: 日期, to: 申报日, at_most: 3}", "each: {filled: [申报日]}"])
@pytest.mark.parametrize(
    ("written", "says"),
    [("2017年3月", "“申报日”写的没能采用（见录入问题）"), (None, "“申报日”")],
    ids=["not taken", "blank"],
)
def test_a_day_that_was_not_taken_is_not_said_to_be_missing(
    expect: str, written: str | None, says: str
) -> None:
    record = a_record("讲堂", "2017-03-01", **({"申报日": written} if written else {}))
    rule = f"{{select: {{类型: 讲堂}}, expect: {{{expect}}}, on_empty: not-applicable}}"
    [short] = judge_rule(rule, [record], "2017-12-31").shorts
    assert [say(each) for each in short.lacks] == [says]


def test_nothing_selected_is_as_on_empty_says() -> None:
    assert outcome_of(SEVEN_DAYS, [], "2017-12-30") is PENDING
    assert outcome_of(SEVEN_DAYS, [], "2017-12-31") is Outcome.NOT_APPLICABLE


# --- before the event, and what is blank

EARLY = LAG % "at_most: 7, early: 是"
SAME, TWO_BEFORE = LAG % "at_most: 0", LAG % "at_most: -2"
LIMIT = LAG.replace("from: 日期, to: 报送日期", "from: 申报日, to: 报送日期")


@pytest.mark.parametrize(
    ("rule", "held", "reported", "as_of", "outcome"),
    [
        pytest.param(
            SAME, "2017-03-01", "2017-02-01", "2017-04-01", SATISFIED, id="not later: a month before"
        ),
        pytest.param(
            SAME, "2017-03-01", "2017-03-01", "2017-04-01", SATISFIED, id="not later: the day itself"
        ),
        pytest.param(SAME, "2017-03-01", "2017-03-02", "2017-04-01", GAP, id="not later: a day later"),
        pytest.param(SAME, "2017-03-01", None, "2017-03-01", GAP, id="not later: the day is over"),
        pytest.param(
            TWO_BEFORE, "2017-03-03", "2017-02-01", "2017-04-01", SATISFIED, id="two days before or more"
        ),
        pytest.param(
            TWO_BEFORE, "2017-03-03", "2017-03-02", "2017-04-01", GAP, id="a day before is too late"
        ),
        pytest.param(
            EARLY, "2017-03-01", "2017-02-01", "2017-04-01", SATISFIED, id="early: before the event"
        ),
        pytest.param(EARLY, "2017-03-01", "2017-03-08", "2017-04-01", SATISFIED, id="early: on the last day"),
        pytest.param(EARLY, "2017-03-01", "2017-03-09", "2017-04-01", GAP, id="early: a day late"),
        pytest.param(
            SEVEN_DAYS,
            ["2017-02-20", "2017-03-01"],
            "2017-02-21",
            "2017-04-01",
            GAP,
            id="between two sessions",
        ),
        pytest.param(
            SEVEN_DAYS,
            ["2017-02-20", "2017-03-01"],
            "2017-03-01",
            "2017-04-01",
            SATISFIED,
            id="on the last session",
        ),
    ],
)
def test_a_day_before_the_event(
    rule: str, held: Any, reported: str | None, as_of: str, outcome: Outcome
) -> None:
    assert (
        outcome_of(rule, lectures(held, 报送日期=reported) if reported else lectures(held), as_of) is outcome
    )


SPAN, SESSIONS = "2017-05-10/2017-05-20", ["2017-05-10", "2017-05-20"]


@pytest.mark.parametrize(
    ("limit", "held", "reported", "outcome"),
    [
        pytest.param("at_most: -3", SPAN, "2017-05-07", SATISFIED, id="three days before the first day"),
        pytest.param("at_most: -3", SPAN, "2017-05-08", GAP, id="two days before the first day"),
        pytest.param("at_most: -3", SPAN, "2017-05-17", GAP, id="three days before the last day"),
        pytest.param("at_most: -3", SESSIONS, "2017-05-07", SATISFIED, id="before the first session"),
        pytest.param("at_most: -3", SESSIONS, "2017-05-08", GAP, id="two days before the first session"),
        pytest.param("at_most: -3, unit: 工作日", SPAN, "2017-05-05", SATISFIED, id="over a weekend"),
        pytest.param("at_most: -3, unit: 工作日", SPAN, "2017-05-06", GAP, id="over a weekend, late"),
        pytest.param("at_least: -7, at_most: -3", SPAN, "2017-05-03", SATISFIED, id="not too early"),
        pytest.param("at_least: -7, at_most: -3", SPAN, "2017-05-02", GAP, id="eight days before the first"),
        pytest.param("at_least: -7, at_most: 7", SPAN, "2017-05-27", SATISFIED, id="after it, from the last"),
        pytest.param("at_least: -7, at_most: 7", SPAN, "2017-05-28", GAP, id="eight days after the last"),
        pytest.param("at_most: 0", SPAN, "2017-05-20", SATISFIED, id="not later than its last day"),
        pytest.param("at_most: 0", SPAN, "2017-05-21", GAP, id="a day after the last"),
        pytest.param("at_most: {field: 人时, otherwise: -3}", SPAN, "2017-05-08", GAP, id="as a field says"),
    ],
)
def test_days_before_an_event_are_counted_back_from_its_first(
    limit: str, held: Any, reported: str, outcome: Outcome
) -> None:
    assert outcome_of(LAG % limit, lectures(held, 报送日期=reported), "2017-06-30") is outcome


def test_the_day_that_was_missed_lies_before_the_first_one() -> None:
    seen = judge_rule(LAG % "at_most: -3", lectures(SPAN, 报送日期="2017-05-10"), "2017-06-30")
    assert say(seen.shorts[0].lacks[0]) == "“报送日期”是 2017-05-10，期限是 2017-05-07"


@pytest.mark.parametrize(
    ("limit", "reported", "outcome"),
    [
        pytest.param("at_most: 0", "2017-03-20", SATISFIED, id="kept before the limit has come"),
        pytest.param("at_most: -20", "2017-03-20", SATISFIED, id="long enough before it"),
        pytest.param("at_most: -22", "2017-03-20", GAP, id="not long enough before it"),
        pytest.param("at_least: -365, at_most: 0", "2017-03-20", SATISFIED, id="not too early either"),
        pytest.param("at_least: -20, at_most: 0", "2017-03-20", GAP, id="too early"),
        pytest.param("at_most: 5, early: 是", "2017-03-20", SATISFIED, id="early"),
        pytest.param("at_most: 5", "2017-03-20", PENDING, id="after the limit, which has not come"),
        pytest.param("at_most: 0", None, PENDING, id="not yet"),
    ],
)
def test_a_time_limit_that_is_still_to_come(limit: str, reported: str | None, outcome: Outcome) -> None:
    days = {"申报日": "2017-04-10", **({"报送日期": reported} if reported else {})}
    assert outcome_of(LIMIT % limit, lectures("2017-03-10", **days), "2017-03-31") is outcome


@pytest.mark.parametrize("limits", ["at_least: 3, early: 是", "at_least: 0, at_most: 3, early: 是"])
def test_early_says_nothing_beside_the_first_day(limits: str) -> None:
    with pytest.raises(ValueError, match="lag-early"):
        a_rule(LAG % limits)


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ("at_most: 0", "每一条记录的“报送日期”不迟于“日期”那一天（有几天的，最后一天）"),
        ("at_least: 0", "每一条记录的“报送日期”不早于“日期”那一天（有几天的，最后一天）"),
        (
            "at_least: -7, at_most: -3",
            "每一条记录的“报送日期”最早在“日期”（有几天的，按第一天）之前 7 天（那一天不算），"
            "“报送日期”最迟在“日期”（有几天的，按第一天）之前 3 天（那一天不算）",
        ),
        (
            "at_most: 7, early: 是",
            "每一条记录的“报送日期”最迟在“日期”之后 7 天（“日期”当天不算）；“日期”有几天的，从结束那天起算；早于“日期”也可以",
        ),
    ],
)
def test_the_day_itself_is_said_as_people_say_it(limit: str, words: str) -> None:
    glossary = Glossary.of(a_pack())
    assert say(a_rule(LAG % limit).expect[0].words(glossary)) == words


def test_a_day_that_is_no_span_is_said_plainly() -> None:
    glossary = Glossary.of(a_pack())
    said_of_limit = say(a_rule(LIMIT % "at_most: -2").expect[0].words(glossary))
    assert said_of_limit == "每一条记录的“报送日期”最迟在“申报日”之前 2 天（“申报日”当天不算）"


MAY_ADD = "at_most: {field: 人时, plus: 7, otherwise: 0}"


@pytest.mark.parametrize(
    ("extra", "reported", "outcome"),
    [
        pytest.param({}, "2017-03-08", SATISFIED, id="blank counts as none, on the last day"),
        pytest.param({}, "2017-03-09", GAP, id="blank counts as none, a day late"),
        pytest.param({"人时": "2"}, "2017-03-10", SATISFIED, id="two more, on the last day"),
        pytest.param({"人时": "2"}, "2017-03-11", GAP, id="two more, a day late"),
        pytest.param({"人时": "两三"}, "2017-03-08", GAP, id="a value that was not taken is not blank"),
    ],
)
def test_what_a_blank_number_of_days_counts_as(
    extra: dict[str, str], reported: str, outcome: Outcome
) -> None:
    assert (
        outcome_of(LAG % MAY_ADD, lectures("2017-03-01", 报送日期=reported, **extra), "2017-12-31") is outcome
    )


@pytest.mark.parametrize(
    ("limits", "last", "day_before", "day_after"),
    [
        pytest.param("at_most: 2, unit: 月", "2017-03-09", SATISFIED, GAP, id="two months at most"),
        pytest.param("at_least: 2, unit: 月", "2017-03-09", GAP, SATISFIED, id="two months at least"),
        pytest.param("at_most: 30", "2017-02-08", SATISFIED, GAP, id="thirty days"),
        pytest.param("at_most: 3, unit: 工作日", "2017-01-12", SATISFIED, GAP, id="three working days"),
    ],
)
def test_the_day_of_the_event_may_be_the_first_one(
    limits: str, last: str, day_before: Outcome, day_after: Outcome
) -> None:
    lag = f"lag: {{from: 日期, to: 讲稿日, {limits}, inclusive: true}}"
    rule = f"{{select: {{类型: 讲堂}}, expect: {{{lag}}}, on_empty: gap}}"
    days = [str(date.fromisoformat(last) + timedelta(days=by)) for by in (-1, 0, 1)]
    outcomes = [outcome_of(rule, lectures("2017-01-10", 讲稿日=each), "2017-12-31") for each in days]
    assert outcomes == [day_before, SATISFIED, day_after]


@pytest.mark.parametrize(
    ("fields", "noted"),
    [
        pytest.param({"整改期限": "2017-03-20", "完成日": "2017-03-01"}, True, id="done before it was found"),
        pytest.param({"整改期限": "2017-03-20", "完成日": "2017-03-10"}, False, id="done on the day"),
        pytest.param({"整改期限": "2017-03-10", "完成日": "2017-03-01"}, False, id="the term is no later"),
    ],
)
def test_an_end_before_the_record_itself_is_noted_and_changes_nothing(
    fields: dict[str, str], noted: bool
) -> None:
    rule = "{select: {类型: 检查}, expect: {lag: {from: 整改期限, to: 完成日, at_most: 0}}, on_empty: gap}"
    seen = judge_rule(rule, [a_record("检查", "2017-03-10", **fields)], "2017-12-31")
    assert seen.outcome is Outcome.SATISFIED
    assert [each.id for each in seen.notes] == (["note.days-reversed"] if noted else [])


# --- more than, less than

SINCE = "{select: {类型: 检查}, expect: {lag: {from: 完成日, to: 整改期限, %s}}, on_empty: gap}"


@pytest.mark.parametrize(
    ("limits", "start", "neither", "day_before", "day_after"),
    [
        pytest.param("more_than: 8, unit: 年", "2009-03-15", "2017-03-15", GAP, SATISFIED, id="more than eight years"),
        pytest.param("less_than: 8, unit: 年", "2009-03-15", "2017-03-15", SATISFIED, GAP, id="less than eight years"),
        pytest.param("more_than: 1, unit: 年", "2016-02-29", "2017-02-28", GAP, SATISFIED, id="a year from a leap day"),
        pytest.param("more_than: 2, unit: 月", "2016-12-31", "2017-02-28", GAP, SATISFIED, id="two months"),
        pytest.param("less_than: 2, unit: 月", "2016-12-31", "2017-02-28", SATISFIED, GAP, id="less than two months"),
        pytest.param("more_than: 3", "2017-03-01", "2017-03-04", GAP, SATISFIED, id="three days"),
        pytest.param("less_than: 3", "2017-03-01", "2017-03-04", SATISFIED, GAP, id="less than three days"),
        pytest.param("more_than: 3, unit: 工作日", "2017-09-29", "2017-10-10", GAP, SATISFIED, id="three working days"),
        pytest.param("less_than: 3, unit: 工作日", "2017-09-29", "2017-10-10", SATISFIED, GAP, id="less than three working days"),
        pytest.param("more_than: 0", "2017-03-01", "2017-03-01", GAP, SATISFIED, id="after it"),
        pytest.param("less_than: 0", "2017-03-01", "2017-03-01", SATISFIED, GAP, id="before it"),
        pytest.param("more_than: -3", "2017-03-04", "2017-03-01", GAP, SATISFIED, id="less than three days before"),
        pytest.param("less_than: -3", "2017-03-04", "2017-03-01", SATISFIED, GAP, id="more than three days before"),
        pytest.param("more_than: 2, unit: 月, inclusive: true", "2017-01-10", "2017-03-09", GAP, SATISFIED, id="the day itself the first"),
        pytest.param("less_than: 2, unit: 年, inclusive: true", "2015-03-10", "2017-03-09", SATISFIED, GAP, id="years, the day itself the first"),
        pytest.param("less_than: 30, more_than: 2", "2017-03-01", "2017-03-03", GAP, SATISFIED, id="between, the first end"),
        pytest.param("less_than: 30, more_than: 2", "2017-03-01", "2017-03-31", SATISFIED, GAP, id="between, the last end"),
        pytest.param("at_least: 1, more_than: 2", "2017-03-01", "2017-03-03", GAP, SATISFIED, id="the higher of two"),
        pytest.param("at_most: 9, less_than: 2", "2017-03-01", "2017-03-03", SATISFIED, GAP, id="the lower of two"),
        pytest.param("more_than: {field: 件数}", "2017-03-01", "2017-03-04", GAP, SATISFIED, id="as the record says"),
    ],
)  # fmt: skip
def test_the_very_day_is_neither_more_nor_less(
    limits: str, start: str, neither: str, day_before: Outcome, day_after: Outcome
) -> None:
    def on(end: date) -> Outcome:
        days = {"完成日": start, "整改期限": str(end), "件数": "3"}
        return outcome_of(SINCE % limits, [a_record("检查", "2017-01-05", **days)], "2017-12-31")

    end, a_day = date.fromisoformat(neither), timedelta(days=1)
    assert [on(end - a_day), on(end), on(end + a_day)] == [day_before, GAP, day_after]


@pytest.mark.parametrize("unit", ["天", "工作日", "月", "年"])
@pytest.mark.parametrize("count", [-2, -1, 0, 1, 2])
def test_more_than_is_what_at_most_refuses_and_less_than_what_at_least_refuses(unit: str, count: int) -> None:
    def of(limit: str, end: date) -> Outcome:
        days = {"完成日": "2017-02-28", "整改期限": str(end)}
        rule = (
            SINCE
            % f"{limit}: {count}, unit: {unit}{'' if limit in ('at_least', 'more_than') else ', early: 是'}"
        )
        return outcome_of(rule, [a_record("检查", "2017-01-05", **days)], "2017-12-31")

    days_on = {33 * by for by in range(-24, 24)} | set(range(-6, 7)) | {-61, -59, 28, 31, 61, 364, 365, 730}
    for end in (date(2017, 2, 28) + timedelta(days=by) for by in sorted(days_on)):
        assert {of("more_than", end), of("at_most", end)} == {SATISFIED, GAP}
        assert {of("less_than", end), of("at_least", end)} == {SATISFIED, GAP}


@pytest.mark.parametrize(
    ("limits", "reported", "as_of", "outcome"),
    [
        pytest.param("less_than: 7", None, "2017-03-06", PENDING, id="one day left"),
        pytest.param("less_than: 7", None, "2017-03-07", GAP, id="the last day is over"),
        pytest.param("less_than: 7", "2016-03-02", "2017-04-01", GAP, id="before the event shows nothing"),
        pytest.param("less_than: 7, early: 是", "2016-03-02", "2017-04-01", SATISFIED, id="unless early will do"),
        pytest.param("less_than: 1, unit: 月", "2017-02-28", "2017-05-01", GAP, id="a month on, not before"),
        pytest.param("less_than: 0", "2016-03-02", "2017-04-01", SATISFIED, id="any day before it"),
        pytest.param("less_than: 5, roll: 是", "2017-03-06", "2017-04-01", SATISFIED, id="the last day was a Sunday"),
        pytest.param("less_than: 3, roll: 是", "2017-03-06", "2017-04-01", GAP, id="the last day was a working day"),
        pytest.param("more_than: 7", "2017-03-08", "2017-03-07", PENDING, id="too soon, and lies ahead"),
        pytest.param("more_than: 7", "2017-03-08", "2017-03-08", GAP, id="too soon"),
        pytest.param("more_than: 7", None, "2017-12-30", PENDING, id="may still come"),
        pytest.param("more_than: 7", None, "2017-12-31", GAP, id="the window is over"),
        pytest.param("more_than: {field: 人时}", "2017-03-09", "2017-06-30", PENDING, id="nothing promised"),
        pytest.param("more_than: {field: 人时}", "2017-03-09", "2017-12-31", GAP, id="nothing promised, over"),
    ],
)  # fmt: skip
def test_strict_limits_wait_and_close_as_others_do(
    limits: str, reported: str | None, as_of: str, outcome: Outcome
) -> None:
    record = lectures("2017-03-01", **({"报送日期": reported} if reported else {}))
    assert outcome_of(LAG % limits, record, as_of) is outcome


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ("more_than: 8, unit: 年", "晚于“申报日”之后 8 年的那一天（“申报日”当天不算；正好那一天不够）"),
        ("less_than: 8, unit: 年", "早于“申报日”之后 8 年的那一天（“申报日”当天不算；正好那一天就超了）"),
        ("more_than: 0", "晚于“申报日”那一天"),
        ("less_than: -3", "早于“申报日”之前 3 天的那一天（“申报日”当天不算）"),
    ],
)
def test_strict_limits_in_words(limit: str, words: str) -> None:
    assert (
        say(a_rule(LIMIT % limit).expect[0].words(Glossary.of(a_pack()))) == f"每一条记录的“报送日期”{words}"
    )


def test_the_days_that_are_named_are_those_that_would_do() -> None:
    late = judge_rule(LAG % "less_than: 7", lectures("2017-03-01", 报送日期="2017-03-08"), "2017-04-01")
    assert say(late.shorts[0].lacks[0]) == "“报送日期”是 2017-03-08，期限是 2017-03-07"
    soon = judge_rule(LAG % "more_than: 7", lectures("2017-03-01", 报送日期="2017-03-08"), "2017-04-01")
    assert say(soon.shorts[0].lacks[0]) == "“报送日期”是 2017-03-08，最早应为 2017-03-09"


@pytest.mark.parametrize("limits", ["more_than: 3, less_than: 9, early: 是", "more_than: 3, early: 是"])
def test_early_says_nothing_beside_what_is_more_than(limits: str) -> None:
    with pytest.raises(ValueError, match="lag-early"):
        a_rule(LAG % limits)


# --- which of several days it is counted from


@pytest.mark.parametrize(
    ("start", "days", "outcome"),
    [
        pytest.param("日期", "2017-03-01/2017-03-10", SATISFIED, id="from its end"),
        pytest.param("日期.末日", "2017-03-01/2017-03-10", SATISFIED, id="from its last day"),
        pytest.param("日期.首日", "2017-03-01/2017-03-10", GAP, id="from its beginning"),
        pytest.param("日期.首日", "2017-03-10/2017-03-12", SATISFIED, id="on the day after it began"),
        pytest.param("日期.首日", ["2017-03-01", "2017-03-10"], GAP, id="from the first session"),
    ],
)
def test_a_lag_runs_on_from_the_end_or_from_the_first_day(start: str, days: Any, outcome: Outcome) -> None:
    rule = (LAG % "at_most: 1").replace("from: 日期", f"from: {start}")
    assert outcome_of(rule, [a_record("讲堂", days, 报送日期="2017-03-11")], "2017-06-30") is outcome


@pytest.mark.parametrize(
    ("days", "limit", "noted"),
    [
        (["2017-03-01", "2017-03-10"], "at_most: 1", True),
        (["2017-03-10"], "at_most: 1", False),
        ("2017-03-01/2017-03-10", "at_most: 1", False),
        (["2017-03-01", "2017-03-10"], "at_most: 0", False),
    ],
)
def test_that_only_the_last_of_several_sessions_is_looked_at_is_said(
    days: Any, limit: str, noted: bool
) -> None:
    seen = judge_rule(LAG % limit, [a_record("讲堂", days, 报送日期="2017-03-10")], "2017-06-30")
    assert seen.outcome is SATISFIED
    assert ("note.lag-last-session" in [each.id for each in seen.notes]) is noted


# --- a day that is set in advance, and was not

TERM = "{select: {类型: 检查}, expect: {lag: {from: 日期, to: 整改期限, %s, unit: 年}}, on_empty: not-applicable}"


@pytest.mark.parametrize("limits", ["at_most: 3", "at_least: 1, at_most: 3", "at_least: 1", "more_than: 1"])
@pytest.mark.parametrize(
    ("held", "set_to", "as_of", "outcome"),
    [
        pytest.param("2017-05-05", None, "2017-12-30", PENDING, id="a day left to write it"),
        pytest.param("2017-05-05", None, "2017-12-31", GAP, id="the window has closed"),
        pytest.param("2017-12-20/2018-01-10", None, "2018-01-09", PENDING, id="the event lasts beyond it"),
        pytest.param("2017-12-20/2018-01-10", None, "2018-01-10", GAP, id="the event is over"),
        pytest.param("2017-05-05", "2019-05-05", "2017-06-30", SATISFIED, id="written, far ahead"),
    ],
)
def test_a_day_set_in_advance_is_awaited_while_the_window_is_open(
    limits: str, held: str, set_to: str | None, as_of: str, outcome: Outcome
) -> None:
    written = {"整改期限": set_to} if set_to else {}
    assert outcome_of(TERM % limits, [a_record("检查", held, **written)], as_of) is outcome


def test_days_that_end_sooner_are_awaited_no_longer() -> None:
    soon = (TERM % "at_most: 3").replace("unit: 年", "unit: 天")
    assert outcome_of(soon, [a_record("检查", "2017-05-05")], "2017-05-07") is PENDING
    assert outcome_of(soon, [a_record("检查", "2017-05-05")], "2017-05-08") is GAP


@pytest.mark.parametrize(
    ("limit", "reported", "outcome"),
    [
        pytest.param("at_most: 3", "2040-03-01", SATISFIED, id="the same day"),
        pytest.param("at_most: 3", "2040-03-04", SATISFIED, id="as many days later"),
        pytest.param("at_most: 3", "2040-03-05", UNDETERMINED, id="one day more may be a working day"),
        pytest.param("less_than: 3", "2040-03-03", SATISFIED, id="one day less than so many"),
        pytest.param("less_than: 3", "2040-03-04", UNDETERMINED, id="so many days later are not less"),
        pytest.param("at_most: 3, inclusive: 是", "2040-03-03", SATISFIED, id="the day itself is the first"),
        pytest.param("at_most: 3, inclusive: 是", "2040-03-04", UNDETERMINED, id="it may be the fourth"),
        pytest.param("at_most: 3", None, UNDETERMINED, id="how long it is awaited nobody knows"),
    ],
)
def test_working_days_of_a_year_without_a_calendar(
    limit: str, reported: str | None, outcome: Outcome
) -> None:
    held = a_record("讲堂", "2040-03-01", **({"报送日期": reported} if reported else {}))
    window = "{select: {类型: 讲堂}, window: {from: 2040-01-01, to: 2040-12-31}"
    rule = (LAG % f"{limit}, unit: 工作日").replace("{select: {类型: 讲堂}", window)
    unit = {**UNIT, "年度": "2040"}
    assert outcome_of(rule, [held], "2040-03-20", unit) is outcome
