"""``ratio``, ``total`` and ``compare``: measures held against a number or against each other."""

from typing import Any

import pytest

from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_record, a_unit, judge_rule, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED = Outcome.UNDETERMINED

MOST = (
    "{select: {类型: 讲堂}, "
    "expect: {ratio: {part: {count: {形式: 身边人讲身边事}}, whole: {count: all}, %s}}, on_empty: gap}"
)
OWN, GUEST = {"形式": "身边人讲身边事"}, {"形式": "外请报告"}


def talks(*fields: dict[str, Any]) -> list[Any]:
    return [a_record("讲堂", "2017-03-01", **each) for each in fields]


@pytest.mark.parametrize(
    ("limit", "records", "open_year", "closed_year"),
    [
        pytest.param("more_than: 1/2", talks(OWN, GUEST), PENDING, GAP, id="half is not most"),
        pytest.param("at_least: 1/2", talks(OWN, GUEST), SATISFIED, SATISFIED, id="half is at least half"),
        pytest.param("more_than: 1/2", talks(OWN, OWN, GUEST), SATISFIED, SATISFIED, id="two of three"),
        pytest.param("at_least: 33.34%", talks(OWN, GUEST, GUEST), PENDING, GAP, id="a third is exact"),
        pytest.param("at_least: 1/3", talks(OWN, GUEST, GUEST), SATISFIED, SATISFIED, id="a third"),
        pytest.param("more_than: 1/2", talks(OWN, {}), PENDING, GAP, id="a blank one is none of them"),
        pytest.param(
            "at_most: 1/2", talks(OWN, {}), UNDETERMINED, UNDETERMINED, id="a blank one could exceed"
        ),
        pytest.param("at_most: 1/2", talks(OWN, GUEST), SATISFIED, SATISFIED, id="not exceeded"),
        pytest.param("more_than: 1/2", [], PENDING, GAP, id="nothing selected"),
    ],
)
def test_a_share(limit: str, records: list[Any], open_year: Outcome, closed_year: Outcome) -> None:
    assert outcome_of(MOST % limit, records, "2017-12-30") is open_year
    assert outcome_of(MOST % limit, records, "2017-12-31") is closed_year


def test_what_a_share_says() -> None:
    assert said(judge_rule(MOST % "more_than: 1/2", talks(OWN, GUEST), "2017-12-31")) == (
        "其中“形式”是“身边人讲身边事”的记录数占记录数：1/2（要求 >0.5）"
    )


def test_a_blank_whole_could_make_the_share_smaller() -> None:
    rule = (
        "{select: {类型: 讲堂}, "
        "expect: {ratio: {part: {sum: 人时}, whole: {sum: 面积}, at_least: 1}}, on_empty: gap}"
    )
    known = {"人时": "90", "面积": "100"}
    assert outcome_of(rule, talks(known, {"人时": "50"}), "2017-12-31") is UNDETERMINED
    assert outcome_of(rule, talks(known, {"面积": "50"}), "2017-12-31") is GAP
    assert outcome_of(rule, talks({"人时": "50"}), "2017-12-31") is GAP


TOTAL = "{select: {类型: 讲堂}, expect: {total: {measure: {sum: 人时}, %s}}}"


@pytest.mark.parametrize(
    ("limit", "hours", "open_year", "closed_year"),
    [
        pytest.param("at_least: 25", ["12.5", "12.5"], SATISFIED, SATISFIED, id="reached exactly"),
        pytest.param("at_least: 25", ["12.5", "12.4"], PENDING, GAP, id="a tenth short"),
        pytest.param("at_least: 25", ["25", None], SATISFIED, SATISFIED, id="a blank one can only add"),
        pytest.param("at_most: 25", ["25"], SATISFIED, SATISFIED, id="not exceeded"),
        pytest.param("at_most: 25", ["25", "0.1"], GAP, GAP, id="exceeded"),
        pytest.param("at_most: 25", ["25", None], UNDETERMINED, UNDETERMINED, id="a blank one could exceed"),
        pytest.param(
            "at_least: 5, at_most: 25", ["25", None], UNDETERMINED, UNDETERMINED, id="between, a blank one"
        ),
        pytest.param("exactly: 25", ["25"], PENDING, SATISFIED, id="exactly, there"),
        pytest.param("exactly: 25", ["20"], PENDING, GAP, id="exactly, short"),
        pytest.param("exactly: 25", ["26"], GAP, GAP, id="exactly, exceeded"),
        pytest.param("at_most: 0", ["0"], SATISFIED, SATISFIED, id="nought is a value"),
        pytest.param("at_least: 1", [], PENDING, GAP, id="nothing selected"),
    ],
)
def test_a_sum(limit: str, hours: list[str | None], open_year: Outcome, closed_year: Outcome) -> None:
    records = talks(*({"人时": each} if each else {} for each in hours))
    assert outcome_of(TOTAL % limit, records, "2017-12-30") is open_year
    assert outcome_of(TOTAL % limit, records, "2017-12-31") is closed_year


@pytest.mark.parametrize(
    ("staff", "outcome"),
    [
        pytest.param("2", SATISFIED, id="25 for each of two"),
        pytest.param("3", GAP, id="less for each of three"),
        pytest.param(None, UNDETERMINED, id="nobody knows how many"),
        pytest.param("0", UNDETERMINED, id="none to divide by"),
    ],
)
def test_a_sum_per_head(staff: str | None, outcome: Outcome) -> None:
    unit = a_unit(在职人数=staff) if staff else a_unit()
    assert (
        outcome_of(TOTAL % "at_least: 25, per_head: 是", talks({"人时": "50"}), "2017-12-31", unit) is outcome
    )


def test_an_estimate_is_noted() -> None:
    seen = judge_rule(TOTAL % "at_least: 25", talks({"人时": "约30"}), "2017-12-31")
    assert [note.id for note in seen.notes] == ["note.about"]


@pytest.mark.parametrize(
    ("days", "as_of", "outcome"),
    [
        pytest.param(["2017-02-01", "2017-08-01"], "2017-08-01", SATISFIED, id="both halves"),
        pytest.param(["2017-02-01"], "2017-12-30", PENDING, id="the second half is open"),
        pytest.param(["2017-08-01"], "2017-06-30", GAP, id="the first half is over"),
    ],
)
def test_a_sum_in_every_period(days: list[str], as_of: str, outcome: Outcome) -> None:
    records = [a_record("讲堂", day, 人时="10") for day in days]
    assert outcome_of(TOTAL % "at_least: 10, per: 半年", records, as_of) is outcome


MEAN = "{select: {类型: 讲堂}, expect: {total: {measure: {mean: 参加人数}, %s}}, on_empty: gap}"


@pytest.mark.parametrize(
    ("limit", "heads", "open_year", "closed_year"),
    [
        pytest.param("at_least: 20", ["10", "30"], SATISFIED, SATISFIED, id="reached"),
        pytest.param("at_least: 20", ["10", "29"], PENDING, GAP, id="short"),
        pytest.param("at_most: 20", ["10", "31"], PENDING, GAP, id="too high, may sink"),
        pytest.param(
            "at_least: 20", ["30", None], UNDETERMINED, UNDETERMINED, id="a blank one could pull it down"
        ),
        pytest.param("at_least: 20", [None], PENDING, GAP, id="nothing to take it from"),
        pytest.param("at_least: 20", [], PENDING, GAP, id="nothing selected"),
        pytest.param("at_most: 20", ["0"], SATISFIED, SATISFIED, id="nobody came"),
    ],
)
def test_a_mean(limit: str, heads: list[str | None], open_year: Outcome, closed_year: Outcome) -> None:
    records = talks(*({"参加人数": each} if each else {} for each in heads))
    assert outcome_of(MEAN % limit, records, "2017-12-30") is open_year
    assert outcome_of(MEAN % limit, records, "2017-12-31") is closed_year


COMPARE = "{select: {类型: 讲堂}, expect: {compare: {measure: {latest: 面积}, at_least: {fact: 上年面积}}}}"


@pytest.mark.parametrize(
    ("areas", "last_year", "open_year", "closed_year"),
    [
        pytest.param(["90", "100"], "100", SATISFIED, SATISFIED, id="the latest is as much"),
        pytest.param(["100", "99.9"], "100", PENDING, GAP, id="the latest is less"),
        pytest.param(["100", None], "100", UNDETERMINED, UNDETERMINED, id="the latest is blank"),
        pytest.param([None, "100"], "100", SATISFIED, SATISFIED, id="an earlier one is blank"),
        pytest.param([], "100", PENDING, GAP, id="nothing to compare"),
        pytest.param(["100"], None, UNDETERMINED, UNDETERMINED, id="last year is undeclared"),
    ],
)
def test_the_latest_against_a_fact(
    areas: list[str | None], last_year: str | None, open_year: Outcome, closed_year: Outcome
) -> None:
    unit = a_unit(其他事实={"上年面积": last_year}) if last_year else a_unit()
    records = [
        a_record("讲堂", f"2017-03-{number:02}", **({"面积": area} if area else {}))
        for number, area in enumerate(areas, start=1)
    ]
    assert outcome_of(COMPARE, records, "2017-12-30", unit) is open_year
    assert outcome_of(COMPARE, records, "2017-12-31", unit) is closed_year


@pytest.mark.parametrize(
    ("expect", "outcome"),
    [
        pytest.param(
            "compare: {measure: {sum: 人时}, more_than: {sum: 面积, times: 2}}", GAP, id="21 > 2 × 11"
        ),
        pytest.param(
            "compare: {measure: {sum: 人时}, less_than: {sum: 面积, times: 2}}", SATISFIED, id="21 < 2 × 11"
        ),
        pytest.param(
            "compare: {measure: {count: all}, exactly: {count: {形式: 外请报告}, times: 2}}",
            SATISFIED,
            id="half",
        ),
        pytest.param("compare: {measure: {duration: 日期}, exactly: 3}", SATISFIED, id="both ends count"),
        pytest.param("compare: {measure: {param: 次数}, at_most: 4}", SATISFIED, id="a param"),
    ],
)
def test_other_measures(expect: str, outcome: Outcome) -> None:
    records = [
        a_record("讲堂", "2017-03-01/2017-03-02", 人时="10", 面积="5", 形式="外请报告"),
        a_record("讲堂", "2017-04-01", 人时="11", 面积="6", 形式="身边人讲身边事"),
    ]
    assert outcome_of(f"{{select: {{类型: 讲堂}}, expect: {{{expect}}}}}", records, "2017-12-31") is outcome


def test_a_field_of_the_picked_record() -> None:
    rule = "{select: {类型: 讲堂, pick: %s}, expect: {compare: {measure: {field: 人时}, at_least: 10}}}"
    records = [a_record("讲堂", "2017-03-01", 人时="5"), a_record("讲堂", "2017-04-01", 人时="10")]
    assert outcome_of(rule % "latest", records, "2017-12-31") is SATISFIED
    assert outcome_of(rule % "earliest", records, "2017-12-31") is GAP


@pytest.mark.parametrize(
    ("expect", "words"),
    [
        pytest.param("total: {measure: {sum: 人时}, at_least: 25}", "“人时”合计：10.5（要求 ≥25）", id="total"),
        pytest.param("total: {measure: {mean: 人时}, more_than: 25}", "“人时”平均：10.5（要求 >25）", id="mean"),
        pytest.param(
            "compare: {measure: {latest: 人时}, at_least: {latest: 面积}}",
            "最近一次的“人时”：10.5（要求 ≥11，即最近一次的“面积”）",
            id="compare",
        ),
        pytest.param(
            "compare: {measure: {latest: 参加人数}, at_least: 1}",
            "台账中未见可以相比的数：最近一次的“参加人数”、1",
            id="nothing to compare",
        ),
        pytest.param("total: {measure: {sum: 人时}, at_least: 1, per: 半年}",
                     "下列时段台账中未见足够记录（每段 ≥1）：2017年下半年", id="a sum in every period"),
    ],
)  # fmt: skip
def test_what_measures_say(expect: str, words: str) -> None:
    records = talks({"人时": "10.5", "面积": "11"})
    seen = judge_rule(f"{{select: {{类型: 讲堂}}, expect: {{{expect}}}}}", records, "2017-12-31")
    assert (seen.outcome, said(seen)) == (GAP, words)


# --- records that are held several times, or last several days

SEVERAL = ["2017-03-01", "2017-06-01", "2017-09-01", "2017-12-01"]


@pytest.mark.parametrize(
    "expect",
    [
        "count: {at_least: 4}",
        "total: {measure: {count: all}, at_least: 4}",
        "compare: {measure: {count: all}, at_least: {number: 4}}",
        "total: {measure: {duration: 日期}, at_least: 4}",
        "spread: {per: 季度, at_least: 1}",
        "total: {measure: {count: all}, per: 季度, at_least: 1}",
        "total: {measure: {duration: 日期}, per: 季度, at_least: 1}",
    ],
)
def test_each_session_counts_in_every_measure(expect: str) -> None:
    rule = f"{{select: {{类型: 讲堂}}, expect: {{{expect}}}}}"
    assert outcome_of(rule, [a_record("讲堂", SEVERAL)], "2017-12-31") is SATISFIED
    assert outcome_of(rule, [a_record("讲堂", SEVERAL)], "2017-11-30") is PENDING
    assert outcome_of(rule, [a_record("讲堂", SEVERAL[:3])], "2017-12-31") is GAP


def test_a_share_is_one_of_sessions() -> None:
    often = a_record("讲堂", SEVERAL, 形式="外请报告")
    twice = [a_record("讲堂", day, **OWN) for day in ("2017-03-02", "2017-03-03", "2017-03-04")]
    assert outcome_of(MOST % "more_than: 1/2", [often, *twice], "2017-12-31") is GAP
    assert outcome_of(MOST % "more_than: 1/2", [often, *twice], "2017-11-30") is PENDING
    assert outcome_of(MOST % "more_than: 1/2", [often, *twice], "2017-08-31") is SATISFIED


@pytest.mark.parametrize(
    ("days", "as_of", "outcome"),
    [
        pytest.param("2017-05-22/2017-05-31", "2017-05-31", SATISFIED, id="ten days that have come"),
        pytest.param("2017-05-22/2017-06-10", "2017-05-30", PENDING, id="nine of them have come"),
        pytest.param("2016-12-25/2017-01-09", "2017-12-31", GAP, id="nine of them lie in the year"),
        pytest.param("2016-12-25/2017-01-10", "2017-12-31", SATISFIED, id="ten of them lie in the year"),
    ],
)
def test_days_count_when_they_have_come_and_lie_in_the_window(
    days: str, as_of: str, outcome: Outcome
) -> None:
    rule = "{select: {类型: 讲堂}, expect: {total: {measure: {duration: 日期}, at_least: 10}}}"
    assert outcome_of(rule, [a_record("讲堂", days)], as_of) is outcome


@pytest.mark.parametrize(
    ("days", "limit", "outcome"),
    [
        pytest.param(["2017-03-01/2017-03-06"] * 2, "at_least: 12", GAP, id="the same days twice are six"),
        pytest.param(
            ["2017-03-01/2017-03-06", "2017-03-07/2017-03-12"], "at_least: 12", SATISFIED, id="others"
        ),
        pytest.param([["2017-03-01", "2017-03-03"], "2017-03-03"], "at_least: 3", GAP, id="a session on one"),
        pytest.param(["2017-03-01/2017-03-06"] * 2, "at_most: 12", SATISFIED, id="few enough either way"),
        pytest.param(
            ["2017-03-01/2017-03-06"] * 2,
            "at_most: 6",
            SATISFIED,
            id="a day is a day, however many were held",
        ),
        pytest.param(["2017-03-01/2017-03-06"] * 2, "at_most: 5", GAP, id="too many either way"),
    ],
)
def test_a_day_that_several_records_share_counts_once(days: list[Any], limit: str, outcome: Outcome) -> None:
    rule = f"{{select: {{类型: 讲堂}}, on_empty: gap, expect: {{total: {{measure: {{duration: 日期}}, {limit}}}}}}}"
    seen = judge_rule(rule, [a_record("讲堂", each) for each in days], "2017-12-31")
    assert seen.outcome is outcome
    shared = len({str(each) for each in days}) < len(days) or "2017-03-03" in days
    assert shared is any(note.id == "note.same-days" for note in seen.notes)


def test_days_that_are_added_up_are_another_measure() -> None:
    rule = "{select: {类型: 讲堂}, on_empty: gap, expect: {total: {measure: {sum: 日期.天数}, at_most: 11}}}"
    twice = [a_record("讲堂", "2017-03-01/2017-03-06")] * 2
    assert outcome_of(rule, twice, "2017-12-31") is GAP
    assert outcome_of(rule.replace("11", "12"), twice, "2017-12-31") is SATISFIED


# --- the latest of several on one day

LATEST = (
    "{select: {类型: 讲堂, pick: latest}, "
    "expect: {ratio: {part: {field: 人时}, whole: {field: 面积}, at_least: 1}}, on_empty: gap}"
)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("last", "outcome"),
    [
        pytest.param(
            [{"人时": "9", "面积": "9"}, {"人时": "5", "面积": "9"}], UNDETERMINED, id="they differ"
        ),
        pytest.param([{"人时": "9", "面积": "9"}, {"人时": "7", "面积": "7"}], SATISFIED, id="both good"),
        pytest.param([{"人时": "1", "面积": "9"}, {"人时": "5", "面积": "9"}], GAP, id="both short"),
    ],
)
def test_of_two_on_the_last_day_nobody_knows_which_is_the_latest(
    last: list[dict[str, str]], outcome: Outcome, turned: bool
) -> None:
    records = [a_record("讲堂", "2017-03-01", 人时="1", 面积="9")]
    records += [a_record("讲堂", "2017-06-01", **each) for each in (last[::-1] if turned else last)]
    assert outcome_of(LATEST, records, "2017-12-31") is outcome


@pytest.mark.parametrize(("rooms", "outcome"), [("2", GAP), ("3", SATISFIED)])
def test_a_measure_is_made_whole_after_it_is_multiplied(rooms: str, outcome: Outcome) -> None:
    rule = (
        "{select: {类型: 讲堂, pick: latest}, expect: {compare: {measure: {field: 人时}, "
        "at_least: {fact: 在职人数, times: 1/50, round: up}}}}"
    )
    seen = judge_rule(
        rule, [a_record("讲堂", "2017-03-01", 人时=rooms)], "2017-12-31", a_unit(在职人数="101")
    )
    assert seen.outcome is outcome
    assert said(seen) == f"“人时”：{rooms}（要求 ≥3，即“在职人数”的 1/50）"


def test_what_comes_to_each_head_is_said_with_what_it_is_a_share_of() -> None:
    unit = a_unit(在职人数="46")
    seen = judge_rule(TOTAL % "at_least: 8, per_head: 是", talks({"人时": "222"}), "2017-12-31", unit)
    assert said(seen) == "人均（按在职人数）约 4.83：“人时”合计 222 ÷ 46 人（要求 ≥8）"


@pytest.mark.parametrize(
    ("hours", "limit", "words"),
    [
        pytest.param(
            ["24", "24", "25"], "at_least: 25", "约 24.33（要求 ≥25）", id="no decimal says a third"
        ),
        pytest.param(["24", "24.5"], "at_least: 25", "24.25（要求 ≥25）", id="a decimal says all of it"),
        pytest.param(
            ["8", "8", "7.999"], "at_least: 8", "约 7.9997（要求 ≥8）", id="never rounded to a limit"
        ),
        pytest.param(["1"], "at_least: 4/3", "1（要求 ≥4/3）", id="a limit stays as it is written"),
    ],
)
def test_a_mean_is_no_fraction(hours: list[str], limit: str, words: str) -> None:
    rule = (
        f"{{select: {{类型: 讲堂}}, on_empty: gap, expect: {{total: {{measure: {{mean: 人时}}, {limit}}}}}}}"
    )
    seen = judge_rule(rule, talks(*({"人时": each} for each in hours)), "2017-12-31")
    assert said(seen) == f"“人时”平均：{words}"


def test_what_is_compared_is_no_fraction_either() -> None:
    rule = (
        "{select: {类型: 讲堂}, on_empty: gap, "
        "expect: {compare: {measure: {mean: 人时}, at_least: {mean: 面积}}}}"
    )
    known = ({"人时": "1", "面积": "3"}, {"人时": "1", "面积": "3"}, {"人时": "2", "面积": "4"})
    assert said(judge_rule(rule, talks(*known), "2017-12-31")) == (
        "“人时”平均：约 1.33（要求 ≥约 3.33，即“面积”平均）"
    )


NEW = (
    "{select: {类型: 讲堂}, expect: {compare: "
    "{measure: {count: {形式: 外请报告}}, at_least: {count: {形式: 身边人讲身边事}}}}}"
)


def test_what_neither_side_of_a_comparison_has_shows_nothing() -> None:
    neither = judge_rule(NEW, [a_record("讲堂", "2017-03-01")], "2017-12-31")
    assert (neither.outcome, said(neither)) == (
        GAP,
        "其中“形式”是“外请报告”的记录数、其中“形式”是“身边人讲身边事”的记录数：台账中都未见，没有可以相比的",
    )
    one = judge_rule(NEW, [a_record("讲堂", "2017-03-01", 形式="外请报告")], "2017-12-31")
    assert one.outcome is SATISFIED


# --- measures that are added

ADDED = (
    "{select: {类型: 讲堂}, on_empty: gap, "
    "expect: {%s: {%s: {add: [{sum: 人时}, {sum: 面积, times: 1/2}]}, %s}}}"
)
LESSONS = {"人时": "10", "面积": "20"}


@pytest.mark.parametrize(
    ("construct", "limit", "records", "outcome"),
    [
        pytest.param(("total", "measure"), "at_least: 20", [LESSONS], SATISFIED, id="both together"),
        pytest.param(("total", "measure"), "at_least: 20.1", [LESSONS], GAP, id="a tenth short"),
        pytest.param(("total", "measure"), "at_most: 20", [LESSONS], SATISFIED, id="not exceeded"),
        pytest.param(("total", "measure"), "at_most: 19.9", [LESSONS], GAP, id="exceeded together"),
        pytest.param(("total", "measure"), "at_least: 10", [{"人时": "10"}], SATISFIED, id="one is enough"),
        pytest.param(("total", "measure"), "at_least: 11", [{"人时": "10"}], GAP, id="a blank one adds nothing"),
        pytest.param(
            ("total", "measure"), "at_most: 11", [{"人时": "10"}], UNDETERMINED, id="a blank one may be too much"
        ),
        pytest.param(
            ("total", "measure"), "more_than: 20", [{"人时": "10余", "面积": "20"}], SATISFIED, id="some more"
        ),
        pytest.param(
            ("total", "measure"), "at_least: 20", [{"人时": "近10", "面积": "20"}], GAP, id="somewhat less"
        ),
        pytest.param(
            ("total", "measure"), "at_most: 20", [{"人时": "10余", "面积": "20"}], GAP, id="more than the limit"
        ),
        pytest.param(("ratio", "part"), "whole: {sum: 面积}, at_least: 1", [LESSONS], SATISFIED, id="a share"),
        pytest.param(("ratio", "whole"), "part: {sum: 人时}, more_than: 1/2", [LESSONS], GAP, id="of a sum"),
        pytest.param(("compare", "measure"), "at_least: {sum: 面积}", [LESSONS], SATISFIED, id="compared"),
        pytest.param(("compare", "at_least"), "measure: {sum: 面积}", [LESSONS], SATISFIED, id="compared with"),
        pytest.param(
            ("compare", "at_least"), "measure: {sum: 面积}", [{"面积": "20"}], UNDETERMINED, id="with a blank one"
        ),
        pytest.param(("compare", "at_least"), "measure: {sum: 面积}", [], GAP, id="nothing on either side"),
    ],
)  # fmt: skip
def test_a_sum_of_measures(
    construct: tuple[str, str], limit: str, records: list[dict[str, str]], outcome: Outcome
) -> None:
    assert outcome_of(ADDED % (*construct, limit), talks(*records), "2017-12-31") is outcome


def test_a_sum_of_measures_is_judged_before_the_window_closes() -> None:
    assert outcome_of(ADDED % ("total", "measure", "at_least: 20"), talks(LESSONS), "2017-06-30") is SATISFIED
    assert outcome_of(ADDED % ("total", "measure", "at_most: 19"), talks(LESSONS), "2017-06-30") is GAP
    assert outcome_of(ADDED % ("total", "measure", "at_least: 21"), talks(LESSONS), "2017-06-30") is PENDING


def test_a_sum_of_measures_is_said() -> None:
    seen = judge_rule(ADDED % ("total", "measure", "at_least: 21"), talks(LESSONS), "2017-12-31")
    assert said(seen) == "（“人时”合计加“面积”合计的 1/2）：20（要求 ≥21）"


def test_a_fact_is_added_and_one_that_is_not_declared_leaves_the_sum_open() -> None:
    rule = "{select: {类型: 讲堂}, expect: {total: {measure: {add: [{sum: 人时}, {fact: 上年面积}]}, at_least: 15}}}"
    records = talks({"人时": "10"})
    assert outcome_of(rule, records, "2017-12-31", unit=a_unit(其他事实={"上年面积": "5"})) is SATISFIED
    assert outcome_of(rule, records, "2017-12-31") is UNDETERMINED


def test_a_sum_of_measures_in_every_period_and_for_each_value() -> None:
    rule = ADDED % ("total", "measure", "at_least: 20, per: %s")
    first = a_record("讲堂", "2017-03-01", 负责人="甲", **LESSONS)
    second = a_record("讲堂", "2017-09-01", 负责人="乙", 人时="20")
    late = a_record("讲堂", "2017-09-01", 负责人="乙", 人时="19")
    for per in ("半年", "{field: 负责人}"):
        assert outcome_of(rule % per, [first, second], "2017-12-31") is SATISFIED
        assert outcome_of(rule % per, [first, late], "2017-12-31") is GAP


@pytest.mark.parametrize(
    ("area", "notes"),
    [(None, []), ("很大", ["有 1 条记录写了值但没有采用，见录入问题"])],
    ids=["blank", "not a number"],
)
def test_a_number_that_no_record_says_is_named_once_and_what_was_not_taken_is_said(
    area: str | None, notes: list[str]
) -> None:
    rule = "{select: {类型: 讲堂}, expect: {total: {measure: {latest: 面积}, at_least: 3}}}"
    seen = judge_rule(rule, talks({"面积": area} if area else {}), "2017-12-31")
    assert said(seen) == "台账中未见写明这个数的记录：最近一次的“面积”"
    assert [say(each) for each in seen.notes] == notes
