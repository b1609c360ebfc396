"""What records leave blank: doubt where it could turn what is kept into what is not, and only there."""

from typing import Any

import pytest

from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_record, a_unit, judge_rule, outcome_of, said
from .test_over import outcome as outcome_over_years

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED, NOT_APPLICABLE = Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE
END, OPEN = "2017-12-31", "2017-12-30"


def talk(form: str | None = None, hours: str | None = None, day: Any = "2017-03-01") -> Any:
    """Make a lecture that says its form and hours, or leaves them blank."""
    said = {"形式": form, "人时": hours}
    return a_record("讲堂", day, **{key: value for key, value in said.items() if value is not None})


OWN, ASKED = "身边人讲身边事", "外请报告"
UPPER = "select: {类型: 讲堂, 形式: 外请报告}, on_empty: satisfied, expect: {%s}"
ONE_OF_FOUR = "ratio: {part: {count: all}, whole: {fact: 在职人数}, at_most: 25%}"
TEN_HOURS = "{measure: {sum: 人时}, at_most: 10}"


@pytest.mark.parametrize(
    ("expect", "records", "outcome"),
    [
        pytest.param(f"compare: {TEN_HOURS}", [talk(ASKED, "9"), talk(None, "2")], UNDETERMINED, id="compare"),
        pytest.param(
            f"compare: {TEN_HOURS}", [talk(ASKED, "9"), talk(None, "1")], SATISFIED, id="compare, room enough"
        ),
        pytest.param(
            f"compare: {TEN_HOURS}", [talk(ASKED, "9"), talk(OWN, "2")], SATISFIED, id="of another form"
        ),
        pytest.param(f"total: {TEN_HOURS}", [talk(ASKED, "9"), talk(None, "2")], UNDETERMINED, id="total"),
        pytest.param(
            f"total: {TEN_HOURS}", [talk(ASKED, "9"), talk(None, "1")], SATISFIED, id="total, room enough"
        ),
        pytest.param(f"total: {TEN_HOURS}", [talk(None, "11")], UNDETERMINED, id="total, that one alone"),
        pytest.param(f"total: {TEN_HOURS}", [talk(None, "9")], SATISFIED, id="total, that one would do"),
        pytest.param(f"compare: {TEN_HOURS}", [talk(None, "11")], UNDETERMINED, id="compare, that one alone"),
        pytest.param(ONE_OF_FOUR, [talk(ASKED), talk()], UNDETERMINED, id="a share"),
        pytest.param(ONE_OF_FOUR, [talk(ASKED), talk(OWN)], SATISFIED, id="a share, of another form"),
        pytest.param(ONE_OF_FOUR, [talk(), talk()], UNDETERMINED, id="a share, those alone"),
        pytest.param(ONE_OF_FOUR, [talk(ASKED), talk(ASKED)], GAP, id="a share that is broken anyway"),
        pytest.param(
            "total: {measure: {count: all}, at_most: 1, per: 月}", [talk(ASKED), talk()], UNDETERMINED,
            id="in a month",
        ),
        pytest.param(
            "total: {measure: {count: all}, at_most: 1, per: 月}", [talk(ASKED), talk(day="2017-04-01")],
            SATISFIED, id="in another month",
        ),
        pytest.param(
            "total: {measure: {mean: 人时}, at_least: 5}", [talk(ASKED, "5"), talk(None, "4")], UNDETERMINED,
            id="a mean that it could lower",
        ),
        pytest.param(
            "total: {measure: {mean: 人时}, at_least: 5}", [talk(ASKED, "6"), talk(None, "4")], SATISFIED,
            id="a mean that it could not lower enough",
        ),
        pytest.param(
            "total: {measure: {mean: 人时}, at_least: 5}",
            [talk(ASKED, "6"), talk(None, "3"), talk(None, "9")], UNDETERMINED,
            id="a mean that one of them could lower",
        ),
        pytest.param(
            "total: {measure: {sum: 人时}, at_least: 5}", [talk(ASKED, "5"), talk(None, "1")], SATISFIED,
            id="a sum that it can only raise",
        ),
    ],
)  # fmt: skip
def test_what_selects_a_record_is_blank(expect: str, records: list[Any], outcome: Outcome) -> None:
    rule = f"{{{UPPER % expect}}}"
    assert outcome_of(rule, records, END, a_unit(在职人数="4")) is outcome


NOT_OWN = "{not: {形式: 身边人讲身边事}}"


@pytest.mark.parametrize(
    ("expect", "blank_is"),
    [
        pytest.param(
            f"ratio: {{part: {{count: {NOT_OWN}}}, whole: {{count: all}}, at_least: 100%}}",
            UNDETERMINED,
            id="share",
        ),
        pytest.param(f"total: {{measure: {{count: {NOT_OWN}}}, at_least: 2}}", UNDETERMINED, id="total"),
        pytest.param(
            f"total: {{measure: {{count: {NOT_OWN}}}, at_least: 1}}", SATISFIED, id="total, one is enough"
        ),
        pytest.param(
            f"total: {{measure: {{count: all, where: {NOT_OWN}}}, at_least: 2}}", UNDETERMINED, id="where"
        ),
        pytest.param(
            f"total: {{measure: {{sum: 人时, where: {NOT_OWN}}}, at_least: 4}}", UNDETERMINED, id="sum"
        ),
        pytest.param(f"compare: {{measure: {{count: {NOT_OWN}}}, at_least: 2}}", UNDETERMINED, id="compare"),
    ],
)
def test_a_blank_is_not_what_it_is_not_known_to_be(expect: str, blank_is: Outcome) -> None:
    rule = f"{{select: {{类型: 讲堂}}, on_empty: gap, expect: {{{expect}}}}}"
    known, blank, own = talk(ASKED, "2"), talk(None, "2"), talk(OWN, "2")
    assert outcome_of(rule, [known, known], END) is SATISFIED
    assert outcome_of(rule, [known, blank], END) is blank_is
    assert outcome_of(rule, [known, own], END) is (SATISFIED if blank_is is SATISFIED else GAP)


@pytest.mark.parametrize(
    "expect",
    [
        "each: {where: {讲稿日: {blank: true}}}",
        "each: {where: {not: {讲稿日: {filled: true}}}}",
        "total: {measure: {count: {讲稿日: {blank: true}}}, at_least: 1}",
    ],
)
def test_what_was_written_and_not_taken_is_not_blank(expect: str) -> None:
    rule = f"{{select: {{类型: 讲堂}}, on_empty: gap, expect: {{{expect}}}}}"
    assert outcome_of(rule, [talk(ASKED)], END) is SATISFIED
    odd = {**talk(ASKED), "讲稿日": "开讲前"}
    assert outcome_of(rule, [odd], END) is not SATISFIED


STANDING = "类型: 制度}, window: standing"
REPORTED = "类型: 讲堂}, window: {from: 01-01, to: 03-31}, dated_by: 报送日期"
WITH = "类型: 讲堂, with: [纪要]}"
RULE = a_record("制度", "2016-05-01", 标题="规定", 附件={"方案": "a.docx"}, 报送日期="2016-05-02")
TALK = a_record("讲堂", "2017-01-10", 标题="一场")
HIDDEN = [
    pytest.param(STANDING, {**RULE, "有效期至": "2018年5月"}, id="until when it is valid"),
    pytest.param(REPORTED, {**TALK, "报送日期": "2017年2月"}, id="when it was reported"),
    pytest.param(WITH, {**TALK, "附件": {"纪要": "https://a.cn/b"}}, id="the file of a role"),
    pytest.param(
        WITH, {**TALK, "附件": {"纪要": {"文件": "a.docx", "日期": "五月"}}}, id="the day of a file"
    ),
    pytest.param(WITH, {**TALK, "附件": {"会议纪要": "a.docx"}}, id="the role of a file"),
    pytest.param(WITH, {**TALK, "附件": "a.docx"}, id="material without a role"),
]


@pytest.mark.parametrize(("select", "record"), HIDDEN)
@pytest.mark.parametrize(
    ("expect", "outcome"),
    [
        pytest.param("each: {filled: [归档]}", UNDETERMINED, id="each"),
        pytest.param("lag: {from: 日期, to: 归档, at_most: 3}", UNDETERMINED, id="lag"),
        pytest.param("count: {at_least: 1}", GAP, id="a lower limit"),
    ],
)
def test_a_value_not_taken_never_makes_its_record_disappear(
    select: str, record: Any, expect: str, outcome: Outcome
) -> None:
    empty = "gap" if outcome is GAP else "not-applicable"
    rule = f"{{select: {{{select}, on_empty: {empty}, expect: {{{expect}}}}}"
    assert outcome_of(rule, [record], END) is outcome
    near = judge_rule(rule, [record], END).near()
    assert ["没能采用" in say(each.failure.lacks) for each in near] == [True]


def test_a_file_that_was_not_taken_is_told_where_some_material_is_asked_for() -> None:
    notice = a_record("公示", "2017-01-10", 标题="公示", 附件={"方案": "https://a.cn/b"})
    near = judge_rule("{select: {类型: 公示}, expect: {count: {at_least: 1}}}", [notice], END).near()
    assert [say(each.failure.lacks) for each in near] == ["方案（写了，但没能采用，见录入问题）"]


@pytest.mark.parametrize(("select", "record"), HIDDEN)
@pytest.mark.parametrize(
    "expect",
    [
        "none: {}",
        "count: {at_most: 0}",
        "total: {measure: {count: all}, at_most: 0}",
        "compare: {measure: {count: all}, at_most: 0}",
    ],
)
def test_nor_one_that_should_not_be(select: str, record: Any, expect: str) -> None:
    rule = f"{{select: {{{select}, on_empty: satisfied, expect: {{{expect}}}}}"
    assert outcome_of(rule, [], END) is SATISFIED
    assert outcome_of(rule, [record], END) is UNDETERMINED


@pytest.mark.parametrize(
    ("select", "record"),
    [
        pytest.param(STANDING, {**RULE, "有效期至": "2017-05-01", "报送日期": "五月"}, id="expired for sure"),
        pytest.param(REPORTED, {**TALK, "报送日期": "2017-05-01", "讲稿日": "五月"}, id="reported later"),
        pytest.param(WITH, {**TALK, "附件": {"方案": "https://a.cn/b"}}, id="a file of another role"),
        pytest.param(
            WITH, {**TALK, "日期": "2016-01-10", "附件": {"纪要": "https://a.cn/b"}}, id="of another year"
        ),
        pytest.param(
            "类型: 讲堂, 形式: 外请报告, with: [纪要]}",
            {**TALK, "形式": OWN, "附件": {"纪要": "https://a.cn/b"}},
            id="of another sort",
        ),
    ],
)
def test_what_is_out_whatever_was_not_taken_stays_out(select: str, record: Any) -> None:
    assert outcome_of(f"{{select: {{{select}, expect: {{none: {{}}}}}}", [record], END) is SATISFIED


FILLED = "ratio: {part: {count: {报送日期: {filled: true}}}, whole: {count: all}, at_least: 100%%%s}"


@pytest.mark.parametrize("per", ["", ", per: 年"])
@pytest.mark.parametrize(
    ("blank", "outcome"),
    [
        pytest.param([], SATISFIED, id="none"),
        pytest.param([talk()], UNDETERMINED, id="one that would lower it"),
        pytest.param([{**talk(), "报送日期": "2017-05-01"}], SATISFIED, id="one that would not"),
    ],
)
def test_a_share_of_all_with_a_record_that_may_be_one_of_them(
    per: str, blank: list[Any], outcome: Outcome
) -> None:
    filed = {**talk(ASKED), "报送日期": "2017-05-01"}
    assert outcome_of(f"{{{UPPER % (FILLED % per)}}}", [filed, *blank], END) is outcome


@pytest.mark.parametrize(
    ("measure", "records", "outcome"),
    [
        pytest.param("sum: 人时", [talk(ASKED, "9"), talk(None, "2")], UNDETERMINED, id="a sum"),
        pytest.param("sum: 人时", [talk(ASKED, "9"), talk(None, "1")], SATISFIED, id="a sum, room enough"),
        pytest.param("sum: 人时", [talk(ASKED, "9"), talk(None)], UNDETERMINED, id="a sum, and nobody knows"),
        pytest.param("max: 人时", [talk(ASKED, "9"), talk(None, "12")], UNDETERMINED, id="the most"),
        pytest.param("count: all", [talk(ASKED)] * 10 + [talk()], UNDETERMINED, id="a count"),
        pytest.param("count: all", [talk(ASKED)] * 9 + [talk()], SATISFIED, id="a count, room enough"),
    ],
)
def test_what_a_measure_is_taken_from_is_blank(measure: str, records: list[Any], outcome: Outcome) -> None:
    total = f"{{measure: {{{measure}, where: {{形式: 外请报告}}}}, at_most: 10}}"
    rule = f"{{select: {{类型: 讲堂}}, on_empty: gap, expect: {{total: {total}}}}}"
    assert outcome_of(rule, records, END) is outcome


LESS = "select: {类型: 讲堂%s}, on_empty: gap, expect: {compare: {measure: {%s}, at_most: {%s, year: -1, times: 95%%}}}"
HOURS, COUNTED = (
    LESS % ("", "sum: 人时", "sum: 人时"),
    LESS % (", 形式: 外请报告", "count: all", "count: all"),
)
LAST = "2016-03-01"


@pytest.mark.parametrize(
    ("keys", "records", "last", "outcome"),
    [
        pytest.param(HOURS, [talk(OWN, "95")], [talk(OWN, "100", LAST)], SATISFIED, id="just enough less"),
        pytest.param(HOURS, [talk(OWN, "96")], [talk(OWN, "100", LAST)], GAP, id="one too many"),
        pytest.param(HOURS, [talk(OWN, "96")], [talk(OWN, None, LAST)], UNDETERMINED, id="last year's is blank"),
        pytest.param(
            HOURS, [talk(OWN, "95")], [talk(OWN, "100", LAST), talk(OWN, None, LAST)], SATISFIED,
            id="more last year would do as well",
        ),
        pytest.param(HOURS, [talk(OWN)], [talk(OWN, "100", LAST)], UNDETERMINED, id="this year's is blank"),
        pytest.param(
            COUNTED, [talk(ASKED)], [talk(ASKED, None, LAST), talk(None, None, LAST)], UNDETERMINED,
            id="whether it was one last year",
        ),
        pytest.param(
            COUNTED, [talk(ASKED)] * 2, [talk(ASKED, None, LAST), talk(None, None, LAST)], GAP,
            id="one more last year would not do",
        ),
    ],
)  # fmt: skip
def test_less_than_last_year(keys: str, records: list[Any], last: list[Any], outcome: Outcome) -> None:
    assert outcome_over_years(keys, records, {2016: last}) is outcome


SHARE_OF_LAST = (
    "select: {类型: 讲堂}, on_empty: gap, "
    "expect: {ratio: {part: {sum: 人时}, whole: {sum: 人时, year: -1}, %s: 95%%}}"
)


@pytest.mark.parametrize(
    ("limit", "outcome"), [("at_most", UNDETERMINED), ("at_least", GAP)], ids=["at most", "at least"]
)
def test_a_share_of_what_last_year_leaves_blank(limit: str, outcome: Outcome) -> None:
    last = [talk(OWN, None, LAST)]
    assert outcome_over_years(SHARE_OF_LAST % limit, [talk(OWN, "9")], {2016: last}) is outcome


def visit(day: Any, whom: str | None = None) -> Any:
    """Make a visit to somebody, or to nobody knows whom."""
    return a_record("慰问", day, **({"慰问对象": whom} if whom is not None else {}))


@pytest.mark.parametrize(
    ("limits", "records", "outcome"),
    [
        pytest.param(
            "at_most: 1", [visit("2017-03-01", "甲"), visit("2017-03-02", "甲")], SATISFIED, id="one"
        ),
        pytest.param(
            "at_most: 1", [visit("2017-03-01", "甲"), visit("2017-03-02")], UNDETERMINED, id="maybe two"
        ),
        pytest.param(
            "at_most: 2", [visit("2017-03-01", "甲"), visit("2017-03-02")], SATISFIED, id="two at most"
        ),
        pytest.param("at_most: 1", [visit("2017-03-01"), visit("2017-03-02")], UNDETERMINED, id="both blank"),
        pytest.param(
            "exactly: 1", [visit("2017-03-01", "甲"), visit("2017-03-02")], UNDETERMINED, id="exactly"
        ),
        pytest.param(
            "at_least: 1", [visit("2017-03-01", "甲"), visit("2017-03-02")], SATISFIED, id="at least"
        ),
        pytest.param(
            "at_least: 2", [visit("2017-03-01", "甲"), visit("2017-03-02")], GAP, id="a blank is none"
        ),
        pytest.param(
            "at_most: 1, per: 月",
            [visit("2017-03-01", "甲"), visit("2017-03-02")],
            UNDETERMINED,
            id="in a month",
        ),
        pytest.param(
            "at_most: 1, per: 月",
            [visit("2017-03-01", "甲"), visit("2017-04-02")],
            SATISFIED,
            id="in two months",
        ),
    ],
)
def test_different_ones_of_which_one_is_blank(limits: str, records: list[Any], outcome: Outcome) -> None:
    rule = f"{{select: {{类型: 慰问}}, expect: {{count: {{{limits}, distinct: [慰问对象]}}}}}}"
    assert outcome_of(rule, records, END) is outcome


MONTHLY = "{select: {类型: 讲堂}, expect: {count: {at_least: 1, per: 月, where: {类型: 处分, 性质: 重}}}}"


@pytest.mark.parametrize(
    ("records", "as_of", "outcome"),
    [
        pytest.param([a_record("处分", "2017-03-01")], END, UNDETERMINED, id="and nothing there"),
        pytest.param([a_record("处分", "2017-03-01")], OPEN, PENDING, id="and there is still time"),
        pytest.param(
            [a_record("处分", "2017-03-01"), *map(talk, ["外请报告"])], END, NOT_APPLICABLE, id="and it is there"
        ),
        pytest.param([a_record("处分", "2017-03-01", 性质="轻")], END, NOT_APPLICABLE, id="it says it is not"),
        pytest.param([a_record("处分", "2017-03-01", 性质="重")], END, GAP, id="it says it is"),
        pytest.param(
            [a_record("处分", "2017-03-01", 性质="重"), talk(day="2017-03-09"), a_record("处分", "2017-05-01")],
            END, UNDETERMINED, id="in another month than the one that is asked",
        ),
    ],
)  # fmt: skip
def test_a_blank_may_make_a_month_one_that_is_asked(records: list[Any], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(MONTHLY, records, as_of) is outcome


@pytest.mark.parametrize(
    ("days", "talks", "outcome"),
    [
        pytest.param(["2017-03-04", "2017-03-05"], ["2017-03-04"], GAP, id="the second session"),
        pytest.param(
            ["2017-03-04", "2017-03-05"], ["2017-03-04", "2017-03-05"], SATISFIED, id="both sessions"
        ),
        pytest.param("2017-03-04/2017-03-05", ["2017-03-04"], SATISFIED, id="a span is in its first day's"),
    ],
)
def test_every_day_that_had_a_session(days: Any, talks: list[str], outcome: Outcome) -> None:
    daily = "{select: {类型: 讲堂}, expect: {count: {at_least: 1, per: 日, where: {类型: 处分}}}}"
    records = [a_record("处分", days), *(talk(day=day) for day in talks)]
    assert outcome_of(daily, records, END) is outcome


NAMED = "members: {field: 慰问对象, of: {类型: 慰问, 主题: 文明出行}}"
COVER = f"cover: {{field: 主办, {NAMED}}}"
EACH_ONE = f"count: {{at_least: 1, per: {{field: 主办, {NAMED}}}}}"
IN_ALL = f"total: {{measure: {{count: all}}, at_least: 1, per: {{field: 主办, {NAMED}}}}}"


@pytest.mark.parametrize("expect", [COVER, EACH_ONE, IN_ALL])
@pytest.mark.parametrize(
    ("visits", "as_of", "outcome"),
    [
        pytest.param([("甲", "文明出行")], END, SATISFIED, id="the one that is named"),
        pytest.param([("乙", "文明出行")], END, GAP, id="the one that is missing"),
        pytest.param([("甲", "文明出行"), ("乙", None)], END, UNDETERMINED, id="one that may be named"),
        pytest.param([("甲", "文明出行"), ("乙", None)], OPEN, SATISFIED, id="and there is still time"),
        pytest.param([("甲", "文明出行"), ("乙", "文明餐桌")], END, SATISFIED, id="one that is not named"),
        pytest.param([("甲", "文明出行"), ("甲", None)], END, SATISFIED, id="one that is shown anyway"),
        pytest.param([("甲", "文明出行"), (None, "文明出行")], END, UNDETERMINED, id="nobody knows who"),
        pytest.param([("乙", None)], END, UNDETERMINED, id="that one alone"),
        pytest.param([("甲", None)], END, NOT_APPLICABLE, id="that one alone, shown anyway"),
    ],
)
def test_members_that_a_record_may_name(
    expect: str, visits: list[tuple[str | None, str | None]], as_of: str, outcome: Outcome
) -> None:
    rule = f"{{select: {{类型: 讲堂}}, expect: {{{expect}}}, on_empty: not-applicable}}"
    said = [{"慰问对象": whom, "主题": theme} for whom, theme in visits]
    records = [
        a_record("慰问", "2017-03-01", **{key: value for key, value in each.items() if value is not None})
        for each in said
    ]
    assert outcome_of(rule, [a_record("讲堂", "2017-03-01", 主办="甲"), *records], as_of) is outcome


SHARE = (
    f"ratio: {{part: {{count: all}}, whole: {{count: all}}, at_least: 1/2, per: {{field: 主办, {NAMED}}}}}"
)


@pytest.mark.parametrize("expect", [COVER, EACH_ONE, IN_ALL, SHARE])
def test_members_that_a_record_may_name_which_was_not_read(expect: str) -> None:
    rule = f"{{select: {{类型: 讲堂}}, expect: {{{expect}}}, on_empty: not-applicable}}"
    named = a_record("慰问", "2017-03-01", 慰问对象="甲", 主题="文明出行")
    kept, missed = a_record("讲堂", "2017-03-01", 主办="甲"), a_record("讲堂", "2017-03-01", 主办="乙")
    assert outcome_of(rule, [kept, named], END, unread=["慰问"]) is UNDETERMINED
    assert outcome_of(rule, [kept], END, unread=["慰问"]) is UNDETERMINED
    if expect != SHARE:  # of nobody's records there is no share
        assert outcome_of(rule, [missed, named], END, unread=["慰问"]) is GAP


def test_what_is_not_known_is_said_with_the_field_that_is_blank() -> None:
    tied = "{select: {类型: 处分, 性质: 重, 地点: 某地}, expect: {link: {to: {类型: 公示}}}, on_empty: not-applicable}"
    seen = judge_rule(tied, [a_record("处分", "2017-03-01", 地点="某地")], END)
    assert (
        said(seen)
        == "有 1 条记录没写全（没写“性质”），不能断定算不算“类型”是“处分”，“性质”是“重”，“地点”是“某地”的记录"
    )
    named = f"{{select: {{类型: 讲堂}}, expect: {{{COVER}}}, on_empty: not-applicable}}"
    seen = judge_rule(named, [a_record("慰问", "2017-03-01", 慰问对象="乙")], END)
    assert said(seen) == "有 1 条别的记录没写全，或者写的没能采用，不能断定要不要求有“类型”是“讲堂”的记录"


def test_what_may_never_happen_is_not_said_to_be_due() -> None:
    tied = "{select: {类型: 处分}, expect: {link: {to: {类型: 公示}}}, on_empty: not-applicable}"
    assert said(judge_rule(tied, [], OPEN)) == "台账中尚未见“类型”是“处分”的记录；没有这样的事，本条就不适用"


def test_a_list_without_a_name_is_said_to_be_empty() -> None:
    rule = (
        "{select: {类型: 慰问}, expect: {cover: {field: 慰问对象, members: {fact: 在册典型}}}, on_empty: gap}"
    )
    seen = judge_rule(rule, [], END, a_unit(其他事实={"在册典型": []}))
    assert (seen.outcome, said(seen)) == (GAP, "unit.yaml 里的名单没有列出一项")


ENDS = ("at_least: 5", "more_than: 5", "at_most: 5", "less_than: 5", "exactly: 5", "at_least: 3, at_most: 5")
END_FORMS = (
    "total: {{measure: {{{0}: 人时}}, {1}}}",
    "total: {{measure: {{{0}: 人时}}, {1}, per: 年}}",
    "total: {{measure: {{{0}: 人时, where: {{not: {{主题: 文明出行}}}}}}, {1}}}",
    "compare: {{measure: {{{0}: 人时}}, {1}}}",
    "compare: {{measure: {{number: 5, times: 1}}, at_least: {{{0}: 人时}}}}",
)


@pytest.mark.parametrize("form", END_FORMS, ids=["total", "per", "where", "compare", "side"])
@pytest.mark.parametrize("limits", ENDS)
@pytest.mark.parametrize("end", ["max", "min"])
def test_a_blank_leaves_the_highest_and_the_lowest_open_only_where_it_could_matter(
    end: str, limits: str, form: str
) -> None:
    keys = f"{{select: {{类型: 讲堂}}, on_empty: gap, expect: {{{form.format(end, limits)}}}}}"

    def judged(*hours: str | None) -> Outcome:
        return outcome_of(keys, [talk(OWN, each) for each in hours], END)

    for known in ("3", "5", "7"):
        could = {judged(known, str(each)) for each in range(10)}
        found = judged(known, None)
        if found is SATISFIED or could == {SATISFIED}:
            # a theme that is blank may take the known one out of the measure
            assert found is SATISFIED or "where" in form, known
            assert could == {SATISFIED}, known
