"""``count`` and ``spread``: so many records, all in all or in every period."""

from typing import Any

import pytest

from civcheck.model.outcome import Outcome

from ..builders import a_record, a_rule, a_unit, judge_rule, lectures, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED, NOT_APPLICABLE = Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE

TWO = a_rule("{select: {类型: 讲堂}, expect: {count: {at_least: 2}}}")
AT_MOST_ONE = a_rule("{select: {类型: 处分}, expect: {count: {at_most: 1}}}")
EXACTLY_ONE = a_rule("{select: {类型: 讲堂}, expect: {count: {exactly: 1}}}")
ONE_OR_TWO = a_rule("{select: {类型: 讲堂}, expect: {count: {at_least: 1, at_most: 2}}}")


@pytest.mark.parametrize(
    ("days", "as_of", "outcome"),
    [
        pytest.param(
            ["2017-03-01", "2017-12-31"], "2017-12-31", SATISFIED, id="the last one on the last day"
        ),
        pytest.param(["2017-03-01", "2017-12-31"], "2017-12-30", PENDING, id="planned for the last day"),
        pytest.param(["2017-03-01"], "2017-12-30", PENDING, id="one day left"),
        pytest.param(["2017-03-01"], "2017-12-31", GAP, id="the last day is over"),
        pytest.param(["2017-03-01", "2018-01-01"], "2018-02-01", GAP, id="one day after the window"),
        pytest.param(["2016-12-31", "2017-01-01"], "2018-02-01", GAP, id="one day before the window"),
        pytest.param(["2017-01-01", "2017-01-01"], "2017-01-01", SATISFIED, id="reached on the first day"),
        pytest.param([], "2017-12-30", PENDING, id="nothing yet"),
        pytest.param([], "2017-12-31", GAP, id="nothing at all"),
        pytest.param(
            [["2017-03-01", "2017-04-01"]], "2017-04-01", SATISFIED, id="two sessions of one record"
        ),
        pytest.param(
            [["2017-03-01", "2017-04-01"]], "2017-03-31", PENDING, id="the second session is to come"
        ),
        pytest.param([["2017-03-01", "2018-01-01"]], "2018-01-01", GAP, id="the second session is too late"),
        pytest.param(
            ["2016-12-30/2017-01-01", "2017-12-31/2018-01-02"],
            "2017-12-31",
            SATISFIED,
            id="spans lie partly in it",
        ),
        pytest.param(["2016-12-30/2016-12-31", "2017-05-01"], "2017-12-31", GAP, id="a span ends before it"),
        pytest.param(["2017-03-01/2017-03-09"], "2017-12-31", GAP, id="a span is one"),
    ],
)
def test_at_least_two_in_the_year(days: list[object], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(TWO, lectures(*days), as_of) is outcome


@pytest.mark.parametrize(
    ("rule", "count", "open_year", "closed_year"),
    [
        pytest.param(AT_MOST_ONE, 0, SATISFIED, SATISFIED, id="at most one, none"),
        pytest.param(AT_MOST_ONE, 1, SATISFIED, SATISFIED, id="at most one, one"),
        pytest.param(AT_MOST_ONE, 2, GAP, GAP, id="at most one, two"),
        pytest.param(EXACTLY_ONE, 0, PENDING, GAP, id="exactly one, none"),
        pytest.param(EXACTLY_ONE, 1, PENDING, SATISFIED, id="exactly one, one"),
        pytest.param(EXACTLY_ONE, 2, GAP, GAP, id="exactly one, two"),
        pytest.param(ONE_OR_TWO, 0, PENDING, GAP, id="one or two, none"),
        pytest.param(ONE_OR_TWO, 1, SATISFIED, SATISFIED, id="one or two, one"),
        pytest.param(ONE_OR_TWO, 2, SATISFIED, SATISFIED, id="one or two, two"),
        pytest.param(ONE_OR_TWO, 3, GAP, GAP, id="one or two, three"),
    ],
)
def test_limits_while_the_window_is_open_and_when_it_has_closed(
    rule: object, count: int, open_year: Outcome, closed_year: Outcome
) -> None:
    kind = "处分" if rule is AT_MOST_ONE else "讲堂"
    records = [a_record(kind, "2017-03-01")] * count
    assert outcome_of(rule, records, "2017-12-30") is open_year
    assert outcome_of(rule, records, "2017-12-31") is closed_year


@pytest.mark.parametrize(
    ("comparison", "count", "outcome"),
    [
        pytest.param("more_than: 1", 1, GAP, id="超过 excludes"),
        pytest.param("more_than: 1", 2, SATISFIED, id="超过 by one"),
        pytest.param("less_than: 2", 1, SATISFIED, id="不满 below"),
        pytest.param("less_than: 2", 2, GAP, id="不满 excludes"),
        pytest.param("at_least: {param: 次数}", 3, GAP, id="a param, one short"),
        pytest.param("at_least: {param: 次数}", 4, SATISFIED, id="a param, reached"),
        pytest.param("at_least: {fact: 在册典型}", 1, UNDETERMINED, id="an undeclared fact"),
    ],
)
def test_comparisons(comparison: str, count: int, outcome: Outcome) -> None:
    rule = f"{{select: {{类型: 讲堂}}, expect: {{count: {{{comparison}}}}}}}"
    assert outcome_of(rule, lectures(*["2017-03-01"] * count), "2017-12-31") is outcome


def test_a_list_that_is_declared_counts_as_its_length() -> None:
    rule = "{select: {类型: 慰问}, expect: {count: {at_least: {fact: 在册典型}}}}"
    unit = {
        "单位名称": "某局",
        "单位类型": "县区司法局",
        "年度": "2017",
        "其他事实": {"在册典型": ["甲", "乙"]},
    }
    visits = [a_record("慰问", "2017-03-01")] * 2
    assert outcome_of(rule, visits, "2017-12-31", unit) is SATISFIED
    assert outcome_of(rule, visits[:1], "2017-12-31", unit) is GAP


# --- different ones


@pytest.mark.parametrize(
    ("records", "have"),
    [
        pytest.param(lectures("2017-03-01", "2017-03-01"), 1, id="twice on one day"),
        pytest.param(
            lectures("2017-03-01", ["2017-03-01", "2017-03-02"]), 2, id="a session on the day of another"
        ),
    ],
)
def test_different_days(records: list[object], have: int) -> None:
    seen = judge_rule(
        "{select: {类型: 讲堂}, expect: {count: {at_least: 4, distinct: [日期]}}}", records, "2017-06-30"
    )
    assert seen.have == have


@pytest.mark.parametrize(
    ("places", "have"),
    [
        pytest.param(["第一社区", "第二社区"], 2, id="two places"),
        pytest.param(
            ["第一社区", "第一 社区", "《第一社区》"], 1, id="blanks and book marks do not make another"
        ),
        pytest.param(["第一社区", None], 1, id="a blank one does not count"),
    ],
)
def test_different_places_as_texts_are_compared(places: list[str | None], have: int) -> None:
    records = [a_record("讲堂", "2017-03-01", **({"地点": place} if place else {})) for place in places]
    rule = "{select: {类型: 讲堂}, expect: {count: {at_least: 4, distinct: [地点]}}}"
    assert judge_rule(rule, records, "2017-06-30").have == have


def test_a_near_miss_lies_in_no_period_that_has_enough() -> None:
    rule = "{select: {类型: 讲堂, 主题: 文明用语}, expect: {count: {at_least: 1, per: 半年}}}"
    told = lectures("2017-02-01", 主题="文明用语")
    others = lectures("2017-03-01", "2017-08-01", "2016-12-01", 主题="文明出行")
    near = judge_rule(rule, [*told, *others], "2017-12-31").near()
    assert [miss.record.key for miss in near] == ["记录.yaml#3"]


def test_a_second_one_on_the_same_day_is_a_near_miss() -> None:
    rule = "{select: {类型: 讲堂}, expect: {count: {at_least: 2, distinct: [日期]}}}"
    [near] = judge_rule(rule, lectures("2017-03-01", "2017-03-01"), "2017-12-31").near()
    assert (near.record.key, near.failure.lacks.id) == ("记录.yaml#2", "lacks.distinct")


# --- which day counts


REPORTED = a_rule(
    "{select: {类型: 讲堂}, dated_by: 报送日期, window: {from: 2017-06-01, to: 2017-06-30}, "
    "expect: {count: {at_least: 1}}}"
)


@pytest.mark.parametrize(
    ("held", "reported", "as_of", "outcome"),
    [
        pytest.param("2017-05-20", "2017-06-01", "2017-06-30", SATISFIED, id="reported on the first day"),
        pytest.param("2017-05-20", "2017-06-30", "2017-06-30", SATISFIED, id="reported on the last day"),
        pytest.param("2017-06-20", "2017-07-01", "2017-07-30", GAP, id="held in it, reported after it"),
        pytest.param("2017-05-20", "2017-06-10", "2017-06-09", PENDING, id="reported later than as-of"),
        pytest.param("2017-06-20", None, "2017-06-30", GAP, id="not reported"),
        pytest.param(
            ["2017-04-01", "2017-05-01"], "2017-06-10", "2017-06-30", SATISFIED, id="sessions before it"
        ),
    ],
)
def test_dated_by_the_day_of_reporting(
    held: object, reported: str | None, as_of: str, outcome: Outcome
) -> None:
    record = a_record("讲堂", held, **({"报送日期": reported} if reported else {}))
    assert outcome_of(REPORTED, [record], as_of) is outcome


# --- what is planned, what is behind


def test_pending_says_what_lacks_until_when_and_what_is_planned() -> None:
    seen = judge_rule(TWO, lectures("2017-03-01", "2017-11-01"), "2017-06-30")
    assert said(seen) == "“类型”是“讲堂”的记录，台账中有 1 条，应有 2 条，还差 1 条"
    assert (seen.have, seen.need, seen.due.isoformat() if seen.due else None) == (1, 2, "2017-12-31")
    assert [record.key for record in seen.planned] == ["记录.yaml#2"]


def test_a_planned_record_is_planned_before_its_material_is_there() -> None:
    seen = judge_rule(
        "{select: {类型: 公示}, expect: {count: {at_least: 1}}}",
        [a_record("公示", "2017-11-01")],
        "2017-06-30",
    )
    assert len(seen.planned) == 1


@pytest.mark.parametrize(
    ("as_of", "behind"),
    [
        pytest.param("2017-07-01", False, id="182 of 365 days: two of four would be 1.99"),
        pytest.param("2017-07-02", True, id="183 of 365 days: two of four are due"),
    ],
)
def test_the_pace_is_behind_when_fewer_than_the_floor_are_there(as_of: str, behind: bool) -> None:
    rule = "{select: {类型: 讲堂}, expect: {count: {at_least: 4}}}"
    assert judge_rule(rule, lectures("2017-02-01"), as_of).behind is behind


def test_the_pace_counts_the_days_of_a_window_in_parts() -> None:
    rule = "{select: {类型: 讲堂}, window: {period: 学期}, expect: {count: {at_least: 2}}}"
    # 145 of 293 days lie in the first term; the holidays between are no days of the window
    assert judge_rule(rule, [], "2017-08-31").behind is False
    assert judge_rule(rule, [], "2017-09-02").behind is True


# --- empty selections and on_empty


@pytest.mark.parametrize("on_empty", ["gap", "not-applicable", "satisfied"])
def test_on_empty_speaks_once_the_window_has_closed(on_empty: str) -> None:
    rule = f"{{select: {{类型: 讲堂}}, expect: {{count: {{at_least: 1}}}}, on_empty: {on_empty}}}"
    assert outcome_of(rule, [], "2017-12-30") is PENDING
    assert outcome_of(rule, [], "2017-12-31") is Outcome(on_empty)


# --- material


@pytest.mark.parametrize(
    ("evidence", "as_of", "outcome"),
    [
        pytest.param({}, "2017-12-31", GAP, id="no file at all"),
        pytest.param({"附件": {"纪要": "纪要.docx"}}, "2017-12-31", SATISFIED, id="a file in any role"),
        pytest.param({"附件": {"报道": "http://a.cn/1"}}, "2017-12-31", SATISFIED, id="an allowed link"),
        pytest.param(
            {"附件": {"纪要": {"文件": "纪要.docx", "日期": "2017-07-01"}}},
            "2017-06-30",
            PENDING,
            id="dated tomorrow",
        ),
        pytest.param(
            {"附件": {"纪要": {"文件": "纪要.docx", "日期": "2017-07-01"}}},
            "2017-07-01",
            SATISFIED,
            id="dated today",
        ),
    ],
)
def test_a_kind_that_is_shown_by_material_counts_with_material_only(
    evidence: dict[str, object], as_of: str, outcome: Outcome
) -> None:
    rule = "{select: {类型: 公示}, expect: {count: {at_least: 1}}}"
    assert outcome_of(rule, [a_record("公示", "2017-03-01", **evidence)], as_of) is outcome


# --- blank fields that could matter

SEVERE = "{select: {类型: 处分, 性质: 重大}, expect: {count: {at_most: 1}}}"


@pytest.mark.parametrize(
    ("natures", "outcome"),
    [
        pytest.param(["重大", None], UNDETERMINED, id="a blank one could exceed"),
        pytest.param([None], SATISFIED, id="a blank one could not exceed"),
        pytest.param([None, None], UNDETERMINED, id="two blank ones could exceed"),
        pytest.param(["重大", "轻微"], SATISFIED, id="another value is none"),
        pytest.param(["重大", "重大", None], GAP, id="exceeded whatever the blank one is"),
    ],
)
def test_a_blank_field_makes_at_most_undetermined_where_it_could_matter(
    natures: list[str | None], outcome: Outcome
) -> None:
    records = [a_record("处分", "2017-03-01", **({"性质": each} if each else {})) for each in natures]
    assert outcome_of(SEVERE, records, "2017-06-30") is outcome


def test_a_blank_field_outside_the_window_does_not_matter() -> None:
    records = [a_record("处分", "2016-03-01"), a_record("处分", "2017-03-01", 性质="重大")]
    assert outcome_of(SEVERE, records, "2017-12-31") is SATISFIED


def test_exactly_is_doubtful_when_a_blank_field_could_make_one_more() -> None:
    rule = "{select: {类型: 处分, 性质: 重大}, expect: {count: {exactly: 1}}}"
    records = [a_record("处分", "2017-03-01", 性质="重大"), a_record("处分", "2017-04-01")]
    assert outcome_of(rule, records, "2017-12-31") is UNDETERMINED


def test_what_a_blank_field_would_exclude_is_no_certain_excess() -> None:
    rule = "{select: {类型: 处分, not: {性质: 轻微}}, expect: {count: {at_most: 0}}}"
    assert outcome_of(rule, [a_record("处分", "2017-03-01")], "2017-12-31") is UNDETERMINED
    assert outcome_of(rule, [a_record("处分", "2017-03-01", 性质="重大")], "2017-12-31") is GAP


# --- periods

QUARTERLY = a_rule("{select: {类型: 讲堂}, expect: {spread: {per: 季度, at_least: 1}}}")
FOUR = ["2017-01-10", "2017-04-01", "2017-09-30", "2017-12-31"]


@pytest.mark.parametrize(
    ("days", "as_of", "outcome"),
    [
        pytest.param(FOUR, "2017-12-31", SATISFIED, id="one in every quarter, on its first or last day"),
        pytest.param(FOUR, "2017-12-30", PENDING, id="the last quarter is open"),
        pytest.param(FOUR[1:], "2017-03-30", PENDING, id="the first quarter has a day left"),
        pytest.param(FOUR[1:], "2017-03-31", GAP, id="the first quarter is over"),
        pytest.param(
            [["2017-01-10", "2017-04-01", "2017-07-01", "2017-10-01"]], "2017-10-01", SATISFIED, id="sessions"
        ),
        pytest.param(
            ["2017-03-31/2017-04-02", *FOUR[2:]],
            "2017-12-31",
            GAP,
            id="a span stands in the period of its first day",
        ),
        pytest.param([], "2017-01-01", PENDING, id="nothing yet"),
    ],
)
def test_one_in_every_quarter(days: list[object], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(QUARTERLY, lectures(*days), as_of) is outcome


def test_a_gap_names_the_periods_that_are_short() -> None:
    seen = judge_rule(QUARTERLY, lectures(FOUR[0], FOUR[2]), "2017-12-30")
    assert said(seen) == "下列时段台账中未见足够记录（每段 ≥1 条）：2017年第二季度"
    assert seen.missing == ("2017年第二季度",)


@pytest.mark.parametrize(
    ("per", "days", "outcome"),
    [
        pytest.param(
            "{months: 2}",
            [f"2017-{month:02}-28" for month in range(2, 13, 2)],
            SATISFIED,
            id="every two months",
        ),
        pytest.param(
            "{months: 2}", [f"2017-{month:02}-28" for month in range(2, 11, 2)], GAP, id="the last two lack"
        ),
        pytest.param("半年", ["2017-06-30", "2017-07-01"], SATISFIED, id="half years"),
        pytest.param("年", ["2017-06-30"], SATISFIED, id="the year"),
        pytest.param(
            "{period: 学期}", ["2017-02-13", "2017-12-31"], SATISFIED, id="terms, cut at the window's end"
        ),
        pytest.param("{period: 学期}", ["2017-02-12", "2017-12-31"], GAP, id="a day before the first term"),
    ],
)
def test_other_periods(per: str, days: list[str], outcome: Outcome) -> None:
    rule = f"{{select: {{类型: 讲堂}}, expect: {{count: {{at_least: 1, per: {per}}}}}}}"
    assert outcome_of(rule, lectures(*days), "2017-12-31") is outcome


def test_different_ones_are_told_apart_within_a_period() -> None:
    rule = "{select: {类型: 讲堂}, expect: {count: {at_least: 2, distinct: [地点], per: 半年}}}"
    records = [
        a_record("讲堂", day, 地点=place)
        for day in ("2017-02-01", "2017-08-01")
        for place in ("甲村", "乙村")
    ]
    assert outcome_of(rule, records, "2017-12-31") is SATISFIED
    assert outcome_of(rule, [*records[:3], records[2]], "2017-12-31") is GAP


WHERE = "{select: {类型: 公示}, expect: {count: {at_least: 1, per: 季度, where: {类型: 慰问}}}}"
NOTICE = {"附件": {"纪要": "公示.docx"}}


@pytest.mark.parametrize(
    ("records", "as_of", "outcome"),
    [
        pytest.param([], "2017-12-30", PENDING, id="no period asks yet"),
        pytest.param([], "2017-12-31", NOT_APPLICABLE, id="no period asked at all"),
        pytest.param([a_record("慰问", "2017-02-01")], "2017-03-30", PENDING, id="asked, a day left"),
        pytest.param([a_record("慰问", "2017-02-01")], "2017-03-31", GAP, id="asked and not there"),
        pytest.param(
            [a_record("慰问", "2017-02-01"), a_record("公示", "2017-03-31", **NOTICE)],
            "2017-12-31",
            SATISFIED,
            id="there",
        ),
    ],
)
def test_where_limits_it_to_periods_that_had_something(
    records: list[object], as_of: str, outcome: Outcome
) -> None:
    assert outcome_of(WHERE, records, as_of) is outcome


def test_at_most_in_every_period() -> None:
    rule = "{select: {类型: 处分}, expect: {count: {at_most: 1, per: 季度}}}"
    spread = [a_record("处分", day) for day in FOUR]
    assert outcome_of(rule, spread, "2017-12-31") is SATISFIED
    assert outcome_of(rule, [*spread, a_record("处分", "2017-12-30")], "2017-12-31") is GAP


# --- per value of a field

EACH_VALUE = (
    "{select: {类型: 榜单}, expect: {count: {at_least: 2, per: {field: 行业%s}}}, on_empty: not-applicable}"
)
OF_A_SET = EACH_VALUE % ", members: [律师, 公证]"
OF_A_FACT = EACH_VALUE % ", members: {fact: 职能, within: [律师, 公证]}"


def boards(*trades: Any) -> list[Any]:
    return [
        a_record("榜单", f"2017-03-{at:02}", 行业=trade, 附件={"方案": f"{at}.pdf"})
        for at, trade in enumerate(trades, start=1)
    ]


@pytest.mark.parametrize(
    ("rule", "records", "open_year", "closed_year", "missing"),
    [
        pytest.param(EACH_VALUE % "", boards("律师", "律师"), SATISFIED, SATISFIED, (), id="of those there are"),
        pytest.param(EACH_VALUE % "", boards("律师", "律师", "公证"), PENDING, GAP, ("公证",), id="one has too few"),
        pytest.param(EACH_VALUE % "", boards(["律师", "公证"], ["公证", "律师"]), SATISFIED, SATISFIED, (),
                     id="a record counts for every value it has"),
        pytest.param(EACH_VALUE % "", [], PENDING, Outcome.NOT_APPLICABLE, (), id="nothing selected"),
        pytest.param(OF_A_SET, boards("律师", "律师"), PENDING, GAP, ("公证",), id="a member that none has"),
        pytest.param(OF_A_SET, boards("律师", "律师", "公证", "公证", "鉴定"), SATISFIED, SATISFIED, (),
                     id="one that is no member is left alone"),
    ],
)  # fmt: skip
def test_a_number_for_each_value(
    rule: str, records: list[Any], open_year: Outcome, closed_year: Outcome, missing: tuple[str, ...]
) -> None:
    assert judge_rule(rule, records, "2017-12-30").outcome is open_year
    seen = judge_rule(rule, records, "2017-12-31")
    assert (seen.outcome, seen.missing) == (closed_year, missing)


@pytest.mark.parametrize(
    ("functions", "outcome"),
    [
        pytest.param(["律师"], SATISFIED, id="declared"),
        pytest.param(["律师", "公证"], GAP, id="one more is declared"),
        pytest.param(["鉴定"], Outcome.NOT_APPLICABLE, id="none of them is"),
        pytest.param(["律师", "公证工作"], Outcome.UNDETERMINED, id="one more may be"),
        pytest.param(None, Outcome.UNDETERMINED, id="not declared"),
    ],
)
def test_a_number_for_each_that_the_unit_declares(functions: list[str] | None, outcome: Outcome) -> None:
    unit = a_unit(职能=functions) if functions is not None else a_unit()
    assert outcome_of(OF_A_FACT, boards("律师", "律师"), "2017-12-31", unit) is outcome


def test_at_most_so_many_for_each_value() -> None:
    rule = "{select: {类型: 榜单}, expect: {count: {at_most: 1, per: {field: 行业}}}}"
    assert outcome_of(rule, boards("律师", "公证"), "2017-03-31") is SATISFIED
    assert outcome_of(rule, boards("律师", "公证", "律师"), "2017-03-31") is GAP
    assert outcome_of(rule, [], "2017-03-31") is SATISFIED


@pytest.mark.parametrize("written", ["司[2017]3号", "司【2017】3号", "司（2017）3号"])
@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(
            "{select: {类型: 榜单}, expect: {count: {at_most: 1, distinct: [编号]}}}", id="distinct"
        ),
        pytest.param(
            "{select: {类型: 榜单}, expect: {count: {at_least: 2, per: {field: 编号}}}}", id="per value"
        ),
        pytest.param(
            "{select: {类型: 榜单}, expect: {count: {at_least: 2, per: {field: 编号, members: [司〔2017〕3号]}}}}",
            id="per member",
        ),
    ],
)
def test_the_brackets_around_a_year_are_one(rule: str, written: str) -> None:
    file = {"附件": {"方案": "a.docx"}}
    pair = [
        a_record("榜单", on, 编号=number, **file)
        for on, number in (("2017-03-01", "司〔2017〕3号"), ("2017-04-01", written))
    ]
    assert outcome_of(rule, pair, "2017-12-31") is SATISFIED
    other = [pair[0], {**pair[1], "编号": "司〔2018〕3号"}]
    assert outcome_of(rule, other, "2017-12-31") is GAP
