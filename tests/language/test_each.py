"""``each``: what selected records must show by their due day; each, so many, or together."""

# ruff: noqa: E501 - one case a line reads as a table

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_record, a_rule, a_unit, day, judge_rule, lectures, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED, NOT_APPLICABLE = Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE

IN_15_DAYS = (
    "{select: {类型: 讲堂}, expect: {each: {roles: [方案, 图片], due: {days: {param: 期限}}}}, on_empty: gap}"
)
BY_JUNE = "{select: {类型: 讲堂}, expect: {each: {roles: [方案], due: {by: {param: 截止}}}}, on_empty: gap}"
AT_ONCE = "{select: {类型: 讲堂}, expect: {each: {roles: [方案]}}, on_empty: gap}"
BOTH = {"方案": "方案.docx", "图片": "1.jpg"}


def dated(role: str, file: str, day: str) -> dict[str, Any]:
    return {role: {"文件": file, "日期": day}}


@pytest.mark.parametrize(
    ("rule", "when", "evidence", "as_of", "outcome"),
    [
        pytest.param(IN_15_DAYS, "2017-03-01", BOTH, "2017-03-01", SATISFIED, id="all there"),
        pytest.param(
            IN_15_DAYS, "2017-03-01", {"方案": "方案.docx"}, "2017-03-15", PENDING, id="one day left"
        ),
        pytest.param(
            IN_15_DAYS, "2017-03-01", {"方案": "方案.docx"}, "2017-03-16", GAP, id="the due day is over"
        ),
        pytest.param(
            IN_15_DAYS, "2017-02-20/2017-03-01", {}, "2017-03-15", PENDING, id="runs from the last day"
        ),
        pytest.param(
            IN_15_DAYS, ["2017-02-20", "2017-03-01"], {}, "2017-03-16", GAP, id="from the last session"
        ),
        pytest.param(
            IN_15_DAYS,
            "2017-03-01",
            BOTH | dated("图片", "1.jpg", "2017-03-16"),
            "2017-03-16",
            SATISFIED,
            id="on the due day",
        ),
        pytest.param(
            IN_15_DAYS,
            "2017-03-01",
            BOTH | dated("图片", "1.jpg", "2017-03-17"),
            "2017-12-31",
            GAP,
            id="one day late",
        ),
        pytest.param(
            IN_15_DAYS,
            "2017-03-01",
            BOTH | dated("图片", "1.jpg", "2017-03-10"),
            "2017-03-09",
            PENDING,
            id="dated tomorrow",
        ),
        pytest.param(BY_JUNE, "2017-03-01", {}, "2017-06-29", PENDING, id="by a day, one day left"),
        pytest.param(BY_JUNE, "2017-03-01", {}, "2017-06-30", GAP, id="by a day, over"),
        pytest.param(AT_ONCE, "2017-03-01", {}, "2017-03-01", GAP, id="due at once"),
        pytest.param(
            AT_ONCE, "2017-03-01/2017-03-03", {}, "2017-03-02", PENDING, id="due at once, still going on"
        ),
        pytest.param(
            AT_ONCE,
            "2017-03-01",
            dated("方案", "方案.docx", "2017-02-01"),
            "2017-03-01",
            SATISFIED,
            id="made before",
        ),
        pytest.param(
            AT_ONCE,
            "2017-03-01",
            dated("方案", "方案.docx", "2017-03-02"),
            "2017-12-31",
            GAP,
            id="due at once, made after",
        ),
        pytest.param(IN_15_DAYS, "2017-11-01", {}, "2017-10-31", PENDING, id="planned"),
        pytest.param(IN_15_DAYS, "2018-01-01", {}, "2017-12-31", GAP, id="nothing in the year"),
    ],
)
def test_material_by_the_due_day(rule: str, when: Any, evidence: Any, as_of: str, outcome: Outcome) -> None:
    assert outcome_of(rule, lectures(when, 附件=evidence), as_of) is outcome


def test_some_waiting_is_pending_and_one_missed_is_a_gap() -> None:
    late, waiting = a_record("讲堂", "2017-03-01"), a_record("讲堂", "2017-06-20")
    whole = a_record("讲堂", "2017-05-01", 附件=BOTH)
    assert outcome_of(IN_15_DAYS, [whole, waiting], "2017-06-30") is PENDING
    seen = judge_rule(IN_15_DAYS, [late, waiting, whole], "2017-06-30")
    assert said(seen) == "3 条记录中有 1 条未见：方案、图片"
    assert (seen.outcome, [short.record.key for short in seen.shorts]) == (GAP, ["记录.yaml#1"])


def test_a_late_one_says_that_it_is_late() -> None:
    record = lectures("2017-03-01", 附件=BOTH | dated("图片", "1.jpg", "2017-03-17"))
    assert (
        said(judge_rule(IN_15_DAYS, record, "2017-12-31"))
        == "1 条记录中有 1 条不合要求：图片（期限 2017-03-16 之后才有）"
    )


def test_pending_always_has_a_day_ahead() -> None:
    seen = judge_rule(AT_ONCE, lectures("2017-03-01/2017-03-03"), "2017-03-02")
    assert seen.due is not None
    assert seen.due.isoformat() == "2017-03-03"


@pytest.mark.parametrize(
    ("demand", "evidence", "outcome"),
    [
        pytest.param("{any_of: [纪要, 方案]}", {"方案": "a.docx"}, SATISFIED, id="any role"),
        pytest.param("{any_of: [纪要, 方案]}", {"图片": "a.jpg"}, GAP, id="another role"),
        pytest.param("{role: 图片, at_least: 2}", {"图片": ["a.jpg", "b.jpg"]}, SATISFIED, id="two of two"),
        pytest.param("{role: 图片, at_least: 2}", {"图片": ["a.jpg", "a.jpg"]}, GAP, id="the same twice"),
        pytest.param("{role: 图片, at_most: 1}", {"图片": ["a.jpg", "b.jpg"]}, GAP, id="one too many"),
        pytest.param(
            "{any_of: [图片, 纪要], at_least: 2}",
            {"图片": "a.jpg", "纪要": "b.docx"},
            SATISFIED,
            id="several roles",
        ),
        pytest.param("报道", {"报道": "http://a.cn/1"}, SATISFIED, id="a link where the role allows one"),
    ],
)
def test_demands_on_roles(demand: str, evidence: Any, outcome: Outcome) -> None:
    rule = f"{{select: {{类型: 讲堂}}, expect: {{each: {{roles: [{demand}]}}}}, on_empty: gap}}"
    assert outcome_of(rule, lectures("2017-03-01", 附件=evidence), "2017-12-31") is outcome


FILED = "{select: {类型: 讲堂}, expect: {each: {filled: [归档], due: {by: 2017-06-30}}}, on_empty: gap}"


@pytest.mark.parametrize(
    ("fields", "as_of", "outcome"),
    [
        pytest.param(
            {"归档": {"档号": "A1", "日期": "2017-06-30"}}, "2017-06-30", SATISFIED, id="on the last day"
        ),
        pytest.param({"归档": {"档号": "A1", "日期": "2017-07-01"}}, "2017-12-31", GAP, id="a day late"),
        pytest.param(
            {"归档": {"档号": "A1", "日期": "2017-06-20"}}, "2017-06-19", PENDING, id="dated tomorrow"
        ),
        pytest.param({"归档": {"档号": "A1"}}, "2017-03-02", SATISFIED, id="without 日期, from the last day"),
        pytest.param(
            {"归档": {"档号": "A1"}}, "2017-03-01", PENDING, id="without 日期, the last day is to come"
        ),
        pytest.param({}, "2017-06-30", GAP, id="not filed"),
    ],
)
def test_fields_that_must_be_filled(fields: Any, as_of: str, outcome: Outcome) -> None:
    assert outcome_of(FILED, lectures("2017-03-01/2017-03-02", **fields), as_of) is outcome


REPORTED_SOON = (
    "{select: {类型: 讲堂}, "
    "expect: {each: {where: {报送日期: {before: {field: 日期, days: 5}}}, due: {days: 9}}}, on_empty: gap}"
)


@pytest.mark.parametrize(
    ("reported", "as_of", "outcome"),
    [
        pytest.param("2017-03-05", "2017-03-05", SATISFIED, id="before"),
        pytest.param("2017-03-05", "2017-03-04", PENDING, id="to come"),
        pytest.param("2017-03-06", "2017-03-09", PENDING, id="not before, not yet due"),
        pytest.param("2017-03-06", "2017-03-10", GAP, id="not before, due"),
        pytest.param(None, "2017-03-10", GAP, id="blank"),
    ],
)
def test_a_condition_on_every_record(reported: str | None, as_of: str, outcome: Outcome) -> None:
    record = lectures("2017-03-01", **({"报送日期": reported} if reported else {}))
    assert outcome_of(REPORTED_SOON, record, as_of) is outcome


def test_a_day_that_comes_after_the_due_day_does_not_mend_a_condition() -> None:
    rule = "{select: {类型: 讲堂}, expect: {each: {where: {报送日期: {filled: true}}}}, on_empty: gap}"
    record = lectures("2017-03-01", 报送日期="2017-03-02")
    assert outcome_of(rule, record, "2017-03-01") is GAP
    assert outcome_of(rule, record, "2017-12-31") is GAP


INSIDE = (
    "{select: {类型: 讲堂}, expect: {each: {cover: {field: 主题, members: [文明用语, %s]}}}, on_empty: gap}"
)


def test_a_set_inside_one_record() -> None:
    both = lectures("2017-03-01", 主题="文明用语、文明出行")
    assert outcome_of(INSIDE % "文明出行", both, "2017-12-31") is SATISFIED
    apart = [a_record("讲堂", "2017-03-01", 主题=each) for each in ("文明用语", "文明出行")]
    assert outcome_of(INSIDE % "文明出行", apart, "2017-12-31") is GAP


def test_a_member_inside_one_record_that_may_concern_the_unit() -> None:
    rule = INSIDE % "{name: 文明出行, applies_to: {有下级单位: 是}}"
    one = lectures("2017-03-01", 主题="文明用语")
    assert outcome_of(rule, one, "2017-12-31") is UNDETERMINED
    assert outcome_of(rule, one, "2017-12-31", a_unit(其他事实={"有下级单位": "是"})) is GAP
    assert outcome_of(rule, one, "2017-12-31", a_unit(其他事实={"有下级单位": "否"})) is SATISFIED


# --- so many records


ONE_MEETS = (
    "{select: {类型: 讲堂}, expect: {each: {roles: [方案], due: {days: 15}, quantifier: {at_least: 1}}}%s}"
)


@pytest.mark.parametrize(
    ("records", "as_of", "outcome"),
    [
        pytest.param(
            [*lectures("2017-03-01", 附件=BOTH), *lectures("2017-04-01")],
            "2017-06-30",
            SATISFIED,
            id="one does",
        ),
        pytest.param(lectures("2017-03-01"), "2017-12-30", PENDING, id="another may come"),
        pytest.param(lectures("2017-03-01"), "2017-12-31", GAP, id="none does"),
        pytest.param(
            lectures("2017-12-20"), "2018-01-03", PENDING, id="the window is over, the due day is not"
        ),
        pytest.param(lectures("2017-12-20"), "2018-01-04", GAP, id="the due day is over too"),
        pytest.param([], "2017-12-31", GAP, id="nothing"),
    ],
)
def test_one_record_that_meets_all_of_it(records: list[Any], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(ONE_MEETS % "", records, as_of) is outcome


def test_on_empty_speaks_for_so_many_too() -> None:
    assert outcome_of(ONE_MEETS % ", on_empty: not-applicable", [], "2017-12-31") is NOT_APPLICABLE
    assert outcome_of(ONE_MEETS % ", on_empty: not-applicable", [], "2017-12-30") is PENDING


def test_nothing_can_come_any_more_after_a_fixed_day() -> None:
    rule = "{select: {类型: 讲堂}, expect: {each: {roles: [方案], due: {by: 2017-06-30}, quantifier: {at_least: 1}}}}"
    assert outcome_of(rule, lectures("2017-03-01"), "2017-06-29") is PENDING
    assert outcome_of(rule, lectures("2017-03-01"), "2017-06-30") is GAP


# --- together


TOGETHER = (
    "{select: {类型: 讲堂}, "
    "expect: {each: {roles: [方案, {role: 图片, %s}], quantifier: together}}, on_empty: gap}"
)


@pytest.mark.parametrize(
    ("pictures", "evidence", "as_of", "outcome"),
    [
        pytest.param("at_least: 2", [BOTH, {"图片": "2.jpg"}], "2017-06-30", SATISFIED, id="pooled"),
        pytest.param("at_least: 2", [BOTH, BOTH], "2017-06-30", PENDING, id="the same file is one"),
        pytest.param("at_least: 2", [BOTH, BOTH], "2017-12-31", GAP, id="the window is over"),
        pytest.param("at_most: 1", [BOTH, {"图片": "2.jpg"}], "2017-06-30", GAP, id="exceeded"),
        pytest.param("at_most: 2", [BOTH, {"图片": "2.jpg"}], "2017-06-30", SATISFIED, id="not exceeded"),
        pytest.param("at_most: 2", [], "2017-06-30", PENDING, id="nothing selected yet"),
        pytest.param("at_most: 2", [], "2017-12-31", GAP, id="nothing selected"),
    ],
)
def test_pooled_material(pictures: str, evidence: list[Any], as_of: str, outcome: Outcome) -> None:
    records = [a_record("讲堂", "2017-03-01", 附件=each) for each in evidence]
    assert outcome_of(TOGETHER % pictures, records, as_of) is outcome


@pytest.mark.parametrize(
    ("demand", "as_of", "outcome"),
    [
        pytest.param("filled: [归档]", "2017-12-31", GAP, id="a field that none has"),
        pytest.param("filled: [地点]", "2017-12-31", SATISFIED, id="a field that one has"),
        pytest.param(
            "cover: {field: 主题, members: [文明用语, 文明出行]}",
            "2017-12-31",
            SATISFIED,
            id="a set between them",
        ),
        pytest.param(
            "cover: {field: 主题, members: [文明用语, 文明餐桌]}",
            "2017-12-31",
            GAP,
            id="a member that none shows",
        ),
        pytest.param(
            "roles: [纪要], due: {by: 2017-06-30}", "2017-06-29", PENDING, id="by a day, one day left"
        ),
        pytest.param("roles: [纪要], due: {by: 2017-06-30}", "2017-06-30", GAP, id="by a day, over"),
        pytest.param(
            "roles: [纪要], due: {days: 15}", "2018-01-14", PENDING, id="days after the last record"
        ),
        pytest.param(
            "roles: [纪要], due: {days: 15}", "2018-01-15", GAP, id="days after the last record, over"
        ),
    ],
)
def test_other_pooled_demands(demand: str, as_of: str, outcome: Outcome) -> None:
    rule = f"{{select: {{类型: 讲堂}}, expect: {{each: {{{demand}, quantifier: together}}}}, on_empty: gap}}"
    records = [
        a_record("讲堂", "2017-03-01", 主题="文明用语", 地点="大厅"),
        a_record("讲堂", "2017-12-31", 主题="文明出行"),
    ]
    assert outcome_of(rule, records, as_of) is outcome


def test_a_condition_cannot_be_pooled() -> None:
    with pytest.raises(ValidationError, match="each-together-where"):
        a_rule("{expect: {each: {where: {类型: 讲堂}, quantifier: together}}}")


@pytest.mark.parametrize(
    ("quantifier", "as_of", "words"),
    [
        pytest.param(
            "each", "2017-03-10", "1 条记录中有 1 条还未到期、尚未见：方案、图片 ≥2 份（现有 1 份）",
            id="each",
        ),
        pytest.param(
            "{at_least: 1}", "2017-12-31", "符合的有 0 条，应有 1 条；已有记录未见：方案、图片 ≥2 份（现有 1 份）",
            id="so many",
        ),
        pytest.param("together", "2018-01-01", "各条记录合起来未见：方案、图片 ≥2 份（现有 1 份）", id="together"),
    ],
)  # fmt: skip
def test_what_a_demand_says(quantifier: str, as_of: str, words: str) -> None:
    rule = (
        "{select: {类型: 讲堂}, expect: {each: {roles: [方案, {role: 图片, at_least: 2}], due: {days: 15}, "
        f"quantifier: {quantifier}}}}}, on_empty: gap}}"
    )
    assert said(judge_rule(rule, lectures("2017-03-01", 附件={"图片": "1.jpg"}), as_of)) == words


@pytest.mark.parametrize(
    ("demand", "missing"),
    [
        pytest.param("roles: [方案, 图片]", ("方案",), id="a role"),
        pytest.param("roles: [{any_of: [方案, 纪要]}]", ("方案", "纪要"), id="any of two roles"),
        pytest.param("roles: [{role: 图片, filled: [说明]}]", ("图片",), id="a role and what it must say"),
        pytest.param("filled: [地点, 主题]", ("地点",), id="a field"),
        pytest.param("cover: {field: 主题, members: [文明用语, 文明出行]}", ("文明出行",), id="a member"),
        pytest.param("roles: [图片], filled: [主题]", (), id="nothing"),
    ],
)
def test_records_that_are_pooled_name_what_none_of_them_shows(demand: str, missing: tuple[str, ...]) -> None:
    rule = f"{{select: {{类型: 讲堂}}, expect: {{each: {{{demand}, quantifier: together}}}}, on_empty: gap}}"
    records = lectures("2017-03-01", 主题="文明用语", 附件={"图片": "1.jpg"})
    assert judge_rule(rule, records, "2018-01-01").missing == missing


# --- due days of other units, from another day, from the record itself

DUE = "{select: {类型: 讲堂}, expect: {each: {roles: [方案], due: {%s}}}, on_empty: gap}"


@pytest.mark.parametrize(
    ("due", "held", "fields", "last"),
    [
        pytest.param("days: 3, unit: 工作日", "2017-09-29", {}, "2017-10-10", id="working days, over 国庆"),
        pytest.param("months: 1", "2017-01-31", {}, "2017-02-28", id="a month, to the end of a short one"),
        pytest.param("months: 1, on_day: 5", "2017-01-31", {}, "2017-02-05", id="the fifth of the next month"),
        pytest.param("months: 1, on_day: 5", "2017-12-02", {}, "2018-01-05", id="over New Year"),
        pytest.param("months: 0, on_day: 31", "2017-02-10", {}, "2017-02-28", id="the last of a short month"),
        pytest.param("days: 30, from: 讲稿日", "2017-03-01", {"讲稿日": "2017-04-01"}, "2017-05-01", id="from another day"),
        pytest.param("days: {field: 参加人数}", "2017-03-01", {"参加人数": "5"}, "2017-03-06", id="days of the record"),
        pytest.param("by: {field: 讲稿日}", "2017-03-01", {"讲稿日": "2017-04-01"}, "2017-04-01", id="a day of the record"),
        pytest.param("by: {field: 讲稿日, days: 2}", "2017-03-01", {"讲稿日": "2017-04-01"}, "2017-04-03", id="and so many days"),
        pytest.param("days: 30, from: 讲稿日", "2017-03-01/2017-03-05", {}, "2017-03-05", id="blank: not shown"),
        pytest.param("by: {field: 讲稿日}", "2017-03-01", {}, "2017-03-01", id="blank: not shown, one day"),
        pytest.param("days: {field: 参加人数}", "2017-03-01/2017-03-05", {}, "2017-03-05", id="blank number: not shown"),
    ],
)  # fmt: skip
def test_until_when(due: str, held: str, fields: dict[str, str], last: str) -> None:
    record = lectures(held, **fields)
    before = (day(last) - timedelta(days=1)).isoformat()
    seen = judge_rule(DUE % due, record, before)
    assert seen.outcome is PENDING
    assert outcome_of(DUE % due, record, last) is GAP


@pytest.mark.parametrize("wrong", ["months: 1, on_day: 32", "months: 1, on_day: 0", "days: 1, on_day: 5"])
def test_a_day_of_the_month_needs_months(wrong: str) -> None:
    with pytest.raises(ValidationError):
        a_rule(DUE % wrong)


def test_a_blank_due_day_is_not_shown_whatever_there_is() -> None:
    record = lectures("2017-03-01", 附件={"方案": "a.docx"})
    seen = judge_rule(DUE % "by: {field: 讲稿日}", record, "2017-12-31")
    assert seen.outcome is GAP
    assert [say(each) for each in seen.shorts[0].lacks] == ["没写“讲稿日”，不知道期限"]
    named = lectures("2017-03-01", 讲稿日="2017-04-01", 附件={"方案": "a.docx"})
    assert outcome_of(DUE % "by: {field: 讲稿日}", named, "2017-12-31") is SATISFIED


def test_due_days_of_records_that_are_pooled_or_counted() -> None:
    pooled = DUE.replace("due: {%s}", "due: {by: {field: 讲稿日}}, quantifier: together")
    counted = DUE.replace("due: {%s}", "due: {by: {field: 讲稿日}}, quantifier: {at_least: 1}")
    record = lectures("2017-12-20", 讲稿日="2018-01-10")
    for rule in (pooled, counted):
        assert outcome_of(rule, record, "2018-01-09") is PENDING
        assert outcome_of(rule, record, "2018-01-10") is GAP
    assert outcome_of(pooled, lectures("2017-12-20"), "2017-12-31") is GAP


MAY_BE_PUBLIC = "{select: {类型: 讲堂, 形式: 外请报告}, expect: %s, on_empty: not-applicable}"


@pytest.mark.parametrize(
    "expect",
    [
        "{each: {roles: [方案], due: {days: 3}}}",
        "{lag: {from: 日期, to: 报送日期, at_most: 3}}",
        "{link: {to: {类型: 公示}, by: 主题, within: {days: 3}}}",
    ],
)
def test_a_blank_that_may_keep_a_record_out_is_doubt_where_the_record_would_be_short(expect: str) -> None:
    rule = MAY_BE_PUBLIC % expect
    assert outcome_of(rule, lectures("2017-03-01"), "2017-12-31") is UNDETERMINED
    assert outcome_of(rule, lectures("2017-03-01", 形式=["身边人讲身边事"]), "2017-12-31") is NOT_APPLICABLE
    other = a_record("讲堂", "2017-12-30", 形式=["外请报告"], 主题=["文明用语"])
    assert outcome_of(rule, [*lectures("2017-12-30"), other], "2017-12-31") is PENDING


def test_a_role_is_named_once_however_it_comes_that_it_is_lacking():
    late = [
        lectures("2017-03-01", 附件=BOTH | dated("图片", "1.jpg", when))[0]
        for when in ("2017-05-01", "2017-06-01")
    ]
    other = [
        lectures("2017-04-01", 附件={"方案": "方案.docx"})[0],
        lectures("2017-03-02", 附件=BOTH | dated("图片", "2.jpg", "2017-06-01"))[0],
    ]
    seen = judge_rule(IN_15_DAYS, [*late, *other], as_of="2017-12-31")
    assert said(seen) == "4 条记录中有 4 条未见：图片"
    assert "期限 2017-03-16 之后才有" in say(seen.shorts[0].lacks[0])


@pytest.mark.parametrize(
    ("asked", "fields", "outcome"),
    [
        pytest.param("{field: 面积, times: 2/3}", {"人时": "0", "面积": "0"}, UNDETERMINED, id="0 of 0"),
        pytest.param("{field: 面积, times: 2/3}", {"人时": "1", "面积": "0"}, SATISFIED, id="some of 0"),
        pytest.param("{field: 面积, times: 2/3}", {"人时": "2", "面积": "3"}, SATISFIED, id="2 of 3"),
        pytest.param("{field: 面积, times: 2/3}", {"人时": "0", "面积": "3"}, GAP, id="0 of 3"),
        pytest.param("{field: 面积}", {"人时": "0", "面积": "0"}, SATISFIED, id="no fewer, and no share"),
    ],
)
def test_nothing_is_a_share_of_nothing(asked: str, fields: Any, outcome: Outcome) -> None:
    rule = f"{{select: {{类型: 讲堂}}, on_empty: gap, expect: {{each: {{where: {{人时: {{at_least: {asked}}}}}}}}}}}"
    seen = judge_rule(rule, lectures("2017-03-01", **fields), "2017-12-31")
    assert seen.outcome is outcome
    if outcome is UNDETERMINED:
        assert [say(each.failure.lacks) for each in seen.near()] == [
            "“人时”和“面积”都是 0，看不出占多少，核对是不是漏写了数"
        ]
