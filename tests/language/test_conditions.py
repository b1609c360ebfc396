"""Conditions: every test on records and on the unit, three-valued where a blank could matter."""

from typing import Any

import pytest
from pydantic import ValidationError

from civcheck.language.condition import Condition
from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import UNIT, a_record, a_rule, a_unit, grounds, judge_rule, lectures, outcome_of, read_yaml

SATISFIED, GAP, UNDETERMINED = Outcome.SATISFIED, Outcome.GAP, Outcome.UNDETERMINED
NOT_APPLICABLE = Outcome.NOT_APPLICABLE


def truth_of(condition: str, record: Any, as_of: str = "2017-12-31", unit: Any = UNIT) -> tuple[Any, Any]:
    """Tell whether a record meets a condition: as it stands, and when a blank is not known."""
    about = grounds(as_of, [record], unit)
    [read] = about.index.all()
    parsed = Condition.read(read_yaml(condition))
    return parsed.compile(about)(read), parsed.compile(about, None)(read)


YES, NO, OPEN, OPEN_YES = (True, True), (False, False), (False, None), (True, None)


@pytest.mark.parametrize(
    ("condition", "fields", "truths"),
    [
        pytest.param("{类型: 讲堂}", {}, YES, id="a kind"),
        pytest.param("{类型: 活动}", {}, YES, id="a sort"),
        pytest.param(
            "{正文字数: {at_most: 5}}", {"正文": "一二 三\n四五"}, YES, id="five signs, blanks apart"
        ),
        pytest.param("{正文字数: {at_most: 5}}", {"正文": "一二三四五六"}, NO, id="one sign more"),
        pytest.param("{正文字数: {at_least: 1}}", {}, OPEN, id="no narrative"),
        pytest.param("{类型: 校园讲堂}", {}, NO, id="a special case of it"),
        pytest.param("{类型: [慰问, 讲堂]}", {}, YES, id="one of the kinds"),
        pytest.param("{类型: {has_none: [慰问]}}", {}, YES, id="none of the kinds"),
        pytest.param("{类型: {has_none: [活动]}}", {}, NO, id="none of the sort"),
        pytest.param("{not: {类型: 慰问}}", {}, YES, id="not the kind"),
        pytest.param("{主题: 文明用语}", {"主题": "文明用语、文明出行"}, YES, id="is: one of a list"),
        pytest.param("{主题: 文明用语}", {"主题": "文明餐桌"}, NO, id="is: another"),
        pytest.param("{主题: 文明用语}", {}, OPEN, id="is: blank"),
        pytest.param("{慰问对象: 甲}", {}, NO, id="is: a field of another kind"),
        pytest.param("{主题: [文明用语, 文明餐桌]}", {"主题": "文明餐桌"}, YES, id="in"),
        pytest.param("{主题: {has_any: [文明用语, 文明餐桌]}}", {"主题": "文明餐桌"}, YES, id="has_any"),
        pytest.param("{主题: {has_all: [文明用语, 文明餐桌]}}", {"主题": "文明餐桌"}, NO, id="has_all, one"),
        pytest.param(
            "{主题: {has_all: [文明用语, 文明餐桌]}}", {"主题": "文明餐桌、文明用语"}, YES, id="has_all, both"
        ),
        pytest.param("{主题: {has_none: [文明用语]}}", {"主题": "文明餐桌"}, YES, id="has_none"),
        pytest.param(
            "{主题: {has_none: [文明用语]}}", {"主题": "文明餐桌、文明用语"}, NO, id="has_none, one of them"
        ),
        pytest.param("{主题: {has_none: [文明用语]}}", {}, OPEN, id="has_none, blank"),
        pytest.param("{主题: {within: [文明用语, 文明餐桌]}}", {"主题": "文明餐桌"}, YES, id="within"),
        pytest.param(
            "{主题: {within: [文明用语]}}", {"主题": "文明餐桌、文明用语"}, NO, id="within, one more"
        ),
        pytest.param("{主题: {filled: true}}", {"主题": "文明餐桌"}, YES, id="filled"),
        pytest.param("{主题: {filled: true}}", {}, NO, id="filled, blank: that is known"),
        pytest.param("{主题: {filled: 否}}", {}, YES, id="not filled"),
        pytest.param("{主题: {blank: true}}", {}, YES, id="blank"),
        pytest.param("{主题: {blank: true}}", {"主题": "文明餐桌"}, NO, id="blank, there is a value"),
        pytest.param("{参加人数: {at_least: 20}}", {"参加人数": "20"}, YES, id="at_least"),
        pytest.param("{参加人数: {at_least: 20}}", {"参加人数": "19"}, NO, id="at_least, one less"),
        pytest.param("{参加人数: {at_most: 20}}", {"参加人数": "21"}, NO, id="at_most, one more"),
        pytest.param("{参加人数: {more_than: 20}}", {"参加人数": "20"}, NO, id="more_than excludes"),
        pytest.param("{参加人数: {less_than: 20}}", {"参加人数": "20"}, NO, id="less_than excludes"),
        pytest.param("{参加人数: {exactly: 20}}", {"参加人数": "20人"}, YES, id="exactly"),
        pytest.param("{参加人数: 20}", {"参加人数": "20"}, YES, id="a number is"),
        pytest.param("{参加人数: {at_most: 5}}", {"参加人数": "0"}, YES, id="nought is a value"),
        pytest.param("{参加人数: {at_most: 5}}", {}, OPEN, id="a blank number"),
        pytest.param("{时长: {at_least: 1.5}}", {"时长": "90分钟"}, YES, id="hours"),
        pytest.param(
            "{人时: {at_least: {field: 参加人数}}}",
            {"人时": "20", "参加人数": "20"},
            YES,
            id="against a field",
        ),
        pytest.param(
            "{人时: {at_least: {field: 参加人数}}}", {"人时": "20"}, OPEN, id="against a blank field"
        ),
        pytest.param("{人时: {at_least: {param: 次数}}}", {"人时": "4"}, YES, id="against a param"),
        pytest.param("{对象: {has_all: {field: 主题}}}", {"对象": "学生"}, OPEN, id="all of a blank field"),
        pytest.param("{对象: {has_none: {field: 主题}}}", {"对象": "学生"}, OPEN, id="none of a blank field"),
        pytest.param(
            "{对象: {field: 主题}}", {"对象": "学生", "主题": "学生"}, YES, id="the same as a field"
        ),
        pytest.param("{大型活动: 是}", {"大型活动": "是"}, YES, id="yes"),
        pytest.param("{大型活动: 否}", {"大型活动": "否"}, YES, id="no"),
        pytest.param("{大型活动: 否}", {}, YES, id="a missing 大型活动 is 否"),
        pytest.param("{大型活动: 是}", {}, NO, id="a missing 大型活动 is not 是"),
        pytest.param("{大型活动: 是}", {"大型活动": "大"}, (None, None), id="a 大型活动 that was not taken"),
        pytest.param("{本单位参加: 否}", {"本单位参加": "否"}, YES, id="否 is a value"),
        pytest.param("{本单位参加: {has_none: [是]}}", {"本单位参加": "是"}, NO, id="has_none of 是"),
        pytest.param("{报送日期: {before: 2017-03-05}}", {"报送日期": "2017-03-04"}, YES, id="before"),
        pytest.param(
            "{报送日期: {before: 2017-03-05}}", {"报送日期": "2017-03-05"}, NO, id="before excludes"
        ),
        pytest.param("{报送日期: {after: 2017-03-05}}", {"报送日期": "2017-03-05"}, NO, id="after excludes"),
        pytest.param("{报送日期: {after: 2017-03-05}}", {"报送日期": "2017-03-06"}, YES, id="after"),
        pytest.param(
            "{报送日期: {before: {field: 日期, days: 3}}}",
            {"报送日期": "2017-03-03"},
            YES,
            id="days after a field",
        ),
        pytest.param(
            "{报送日期: {before: {field: 日期, days: 3}}}",
            {"报送日期": "2017-03-04"},
            NO,
            id="days after, excludes",
        ),
        pytest.param(
            "{报送日期: {before: {field: 讲稿日}}}", {"报送日期": "2017-03-04"}, OPEN, id="before a blank day"
        ),
        pytest.param(
            "{报送日期: {after: {param: 截止}}}", {"报送日期": "2017-07-01"}, YES, id="after a param"
        ),
        pytest.param("{报送日期: {is: 2017-03-04}}", {"报送日期": "2017-03-04"}, YES, id="a day is"),
        pytest.param("{标题: {text_has: [扫墓, 祭扫]}}", {"标题": "清明祭扫活动"}, YES, id="text_has"),
        pytest.param(
            "{正文: {text_has: [祭 扫]}}", {"正文": "前往“祭扫”"}, YES, id="text_has, as texts are compared"
        ),
        pytest.param("{标题: {text_has: [扫墓]}}", {"标题": "清明祭扫活动"}, NO, id="text_has, none"),
        pytest.param("{标题: 清明}", {"标题": "清明祭扫活动"}, NO, id="is compares wholes"),
        pytest.param(
            "{地点: 《第一社区》}", {"地点": "第一 社区"}, YES, id="book marks and blanks do not count"
        ),
        pytest.param("{编号: Ａ１}", {"编号": "“A1”"}, YES, id="width and quotation marks do not count"),
        pytest.param(
            "{all: [{主题: 文明用语}, {对象: 学生}]}", {"主题": "文明用语"}, OPEN, id="all, one blank"
        ),
        pytest.param(
            "{all: [{主题: 文明用语}, {对象: 学生}]}", {"主题": "文明餐桌"}, NO, id="all, one false"
        ),
        pytest.param(
            "{any: [{主题: 文明用语}, {对象: 学生}]}", {"主题": "文明用语"}, YES, id="any, one true"
        ),
        pytest.param(
            "{any: [{主题: 文明用语}, {对象: 学生}]}", {"主题": "文明餐桌"}, OPEN, id="any, one blank"
        ),
        pytest.param("{not: {主题: 文明用语}}", {}, OPEN_YES, id="not, blank"),
        pytest.param("{not: {主题: 文明用语}}", {"主题": "文明用语"}, NO, id="not"),
        pytest.param("{标题: {at_least: 1}}", {"标题": "十"}, NO, id="a text is no number"),
        pytest.param("{主题: {at_least: 2}}", {"主题": "文明用语、文明出行"}, YES, id="two values"),
        pytest.param(
            "{主题: {at_least: 2}}", {"主题": "文明用语"}, NO, id="one value where two are asked for"
        ),
        pytest.param(
            "{面积: {at_least: {field: 人时, times: 2/3}}}",
            {"面积": "20", "人时": "30"},
            YES,
            id="two thirds",
        ),
        pytest.param(
            "{面积: {at_least: {field: 人时, times: 2/3}}}",
            {"面积": "19", "人时": "30"},
            NO,
            id="less than two thirds",
        ),
        pytest.param(
            "{面积: {at_least: {field: 人时, times: 2/3, round: up}}}",
            {"面积": "13", "人时": "20"},
            NO,
            id="rounded up",
        ),
        pytest.param(
            "{面积: {at_least: {field: 人时, times: 2/3, round: up}}}",
            {"面积": "14", "人时": "20"},
            YES,
            id="14 of 20",
        ),
        pytest.param(
            "{面积: {at_most: {field: 人时, plus: 1}}}",
            {"面积": "21", "人时": "20"},
            YES,
            id="one more than a field",
        ),
        pytest.param(
            "{面积: {at_least: {field: 人时, times: 10%, at_most: 100}}}",
            {"面积": "100", "人时": "5000"},
            YES,
            id="a tenth, 100 at the most",
        ),
        pytest.param(
            "{面积: {at_least: {by: 单位类型, values: {监狱: 20}, otherwise: 10}}}",
            {"面积": "10"},
            YES,
            id="a bound that depends on the unit",
        ),
        pytest.param(
            "{申报日: {before: 04-01}}", {"申报日": "2017-03-31"}, YES, id="before a day of every year"
        ),
        pytest.param(
            "{申报日: {before: 次年02-01}}", {"申报日": "2017-12-31"}, YES, id="before one of next year"
        ),
        pytest.param(
            "{申报日: {after: 上年12-01}}", {"申报日": "2016-12-01"}, NO, id="after a day of the year before"
        ),
        pytest.param(
            "{日期.末日: {after: 03-15}}", {"日期": "2017-03-15/2017-03-16"}, YES, id="the last day of a span"
        ),
        pytest.param(
            "{申报日: {after: {field: 日期.末日}}}",
            {"日期": "2017-03-15/2017-03-16", "申报日": "2017-03-16"},
            NO,
            id="after the last day",
        ),
        pytest.param(
            "{形式: {at_least: 2}}", {"形式": ["外请报告", "“外请 报告”"]}, NO, id="one value spelled twice"
        ),
        pytest.param(
            "{日期.天数: {at_least: 2}}", {"日期": "2017-03-15/2017-03-16"}, YES, id="days of a span"
        ),
        pytest.param(
            "{日期.工作日数: {at_least: 5}}", {"日期": "2017-03-13/2017-03-17"}, YES, id="Monday to Friday"
        ),
        pytest.param(
            "{日期.工作日数: {at_least: 5}}", {"日期": "2017-03-17/2017-03-22"}, NO, id="Friday to Wednesday"
        ),
        pytest.param("{日期.星期: 星期一}", {"日期": "2017-03-13"}, YES, id="on a Monday"),
        pytest.param("{日期.星期: 星期一}", {"日期": "2017-03-14"}, NO, id="on a Tuesday"),
        pytest.param(
            "{日期.星期: [星期六, 星期日]}", {"日期": "2017-03-17/2017-03-18"}, YES, id="into a weekend"
        ),
        pytest.param(
            "{日期.星期: [星期六, 星期日]}", {"日期": "2017-03-13/2017-03-17"}, NO, id="a working week"
        ),
        pytest.param(
            "{日期.星期: {within: [星期一]}}", {"日期": ["2017-03-06", "2017-03-13"]}, YES, id="on Mondays"
        ),
        pytest.param(
            "{日期.星期: {within: [星期一]}}",
            {"日期": ["2017-03-06", "2017-03-14"]},
            NO,
            id="not on Mondays only",
        ),
        pytest.param(
            "{申报日: {after: 前年12-01}}",
            {"申报日": "2015-12-02"},
            YES,
            id="after a day of two years before",
        ),
        pytest.param("{申报日: {after: 前年12-01}}", {"申报日": "2015-12-01"}, NO, id="on that day"),
        pytest.param(
            "{归档.档号: {filled: true}}", {"归档": {"盒号": "3"}}, NO, id="a box is no archive number"
        ),
        pytest.param("{归档.档号: {filled: true}}", {"归档": {"档号": "A-1"}}, YES, id="an archive number"),
    ],
)
def test_a_record_meets_a_condition(condition: str, fields: dict[str, Any], truths: tuple[Any, Any]) -> None:
    assert truth_of(condition, a_record("讲堂", "2017-03-01", **fields)) == truths


def test_a_special_case_of_a_kind_is_selected_by_it() -> None:
    assert truth_of("{类型: 讲堂}", a_record("校园讲堂", "2017-03-01")) == YES


@pytest.mark.parametrize(
    ("condition", "as_of", "truth"),
    [
        pytest.param("{日期: {after: {as_of: -15}}}", "2017-03-15", True, id="fourteen days old"),
        pytest.param("{日期: {after: {as_of: -15}}}", "2017-03-16", False, id="fifteen days old"),
        pytest.param("{日期: {before: {as_of: -15}}}", "2017-03-16", False, id="not older than fifteen"),
        pytest.param("{日期: {before: {as_of: -15}}}", "2017-03-17", True, id="older than fifteen"),
    ],
)
def test_days_against_as_of(condition: str, as_of: str, truth: bool) -> None:
    assert truth_of(condition, a_record("讲堂", "2017-03-01"), as_of)[0] is truth


@pytest.mark.parametrize(
    ("fields", "truth"),
    [
        pytest.param({"报送日期": "2017-03-10"}, True, id="reported by as-of"),
        pytest.param({"报送日期": "2017-03-11"}, False, id="reported later reads as not there"),
    ],
)
def test_days_after_as_of_are_not_there(fields: dict[str, Any], truth: bool) -> None:
    assert (
        truth_of("{报送日期: {filled: true}}", a_record("讲堂", "2017-03-01", **fields), "2017-03-10")[0]
        is truth
    )


def test_a_value_the_record_almost_has_is_a_near_miss() -> None:
    rule = "{select: {类型: 讲堂, 主题: 文明用语}, expect: {count: {at_least: 1}}}"
    records = [
        *lectures("2017-03-01", 主题="文明用词"),
        *lectures("2017-03-02"),
        *lectures("2017-03-03", 主题="文明餐桌", 地点="a"),
    ]
    near = judge_rule(rule, records, "2017-12-31").near()
    assert [say(each.failure.lacks) for each in near] == [
        "“主题”写的是“文明用词”，应为“文明用语”",
        "没写“主题”（要求：“主题”是“文明用语”）",
        "“主题”写的是“文明餐桌”（要求：“主题”是“文明用语”）",
    ]


@pytest.mark.parametrize(
    ("keys", "has", "lacks"),
    [
        pytest.param("时长: {at_least: 5}", {"时长": "4.5"}, "“时长”写的是“4.5”（要求：“时长”不低于5）", id="decimal"),
        pytest.param("大型活动: 是", {"大型活动": "否"}, "“大型活动”写的是“否”（要求：“大型活动”填“是”）", id="是否"),
    ],
)  # fmt: skip
def test_a_value_is_shown_as_people_write_it(keys: str, has: dict[str, str], lacks: str) -> None:
    rule = f"{{select: {{类型: 讲堂, {keys}}}, expect: {{count: {{at_least: 1}}}}}}"
    near = judge_rule(rule, lectures("2017-03-01", **has), "2017-12-31").near()
    assert [say(each.failure.lacks) for each in near] == [lacks]


# --- the unit

RULE = "{applies_to: %s, select: {类型: 讲堂}, expect: {none: {}}}"
A_FACT = {"有下级单位": "是", "上年面积": "30", "在册典型": "甲、乙", "挂牌日": "2017-03-01"}


@pytest.mark.parametrize(
    ("condition", "unit", "outcome"),
    [
        pytest.param("全部单位", {}, SATISFIED, id="everyone"),
        pytest.param("{单位类型: 县区司法局}", {}, SATISFIED, id="the type"),
        pytest.param("{单位类型: 司法局}", {}, SATISFIED, id="the type it is a special case of"),
        pytest.param("{单位类型: [监狱, 司法所]}", {}, NOT_APPLICABLE, id="other types"),
        pytest.param("{not: {单位类型: 司法局}}", {}, NOT_APPLICABLE, id="not the type"),
        pytest.param("{有下级单位: 是}", {"其他事实": A_FACT}, SATISFIED, id="a fact"),
        pytest.param("{有下级单位: 否}", {"其他事实": A_FACT}, NOT_APPLICABLE, id="the fact is otherwise"),
        pytest.param("{有下级单位: 是}", {}, UNDETERMINED, id="a fact that is not declared"),
        pytest.param("{上年面积: {at_least: 30}}", {"其他事实": A_FACT}, SATISFIED, id="a number"),
        pytest.param(
            "{上年面积: {more_than: 30}}", {"其他事实": A_FACT}, NOT_APPLICABLE, id="a number, excluded"
        ),
        pytest.param(
            "{在册典型: {at_least: 2}}", {"其他事实": A_FACT}, SATISFIED, id="a list, by its length"
        ),
        pytest.param(
            "{在册典型: {filled: true}}", {"其他事实": A_FACT}, SATISFIED, id="a list that is not empty"
        ),
        pytest.param(
            "{在册典型: {filled: true}}", {"其他事实": {"在册典型": "无"}}, NOT_APPLICABLE, id="an empty list"
        ),
        pytest.param(
            "{在册典型: {blank: true}}",
            {"其他事实": {"在册典型": "无"}},
            SATISFIED,
            id="blank: declared as none",
        ),
        pytest.param(
            "{挂牌日: {before: {as_of: 0}}}", {"其他事实": A_FACT}, SATISFIED, id="a day before as-of"
        ),
        pytest.param(
            "{挂牌日: {after: 2017-03-01}}", {"其他事实": A_FACT}, NOT_APPLICABLE, id="a day, excluded"
        ),
        pytest.param("{职能: 律师}", {"职能": ["律师"]}, SATISFIED, id="a function"),
        pytest.param("{职能: 律师}", {"职能": "无"}, NOT_APPLICABLE, id="declared to have none"),
        pytest.param("{职能: 律师}", {}, UNDETERMINED, id="functions not declared"),
        pytest.param("{职能: 惩戒}", {}, SATISFIED, id="a function that follows from the type"),
        pytest.param("{职能: 惩戒}", {"职能": ["律师"]}, NOT_APPLICABLE, id="a declaration overrides"),
        pytest.param("{职能: [律师, 惩戒]}", {}, SATISFIED, id="one of them follows"),
        pytest.param("{职能: {has_all: [律师, 惩戒]}}", {}, UNDETERMINED, id="all of them, one is not known"),
        pytest.param(
            "{职能: {has_all: [律师, 公证]}}",
            {"单位类型": "司法所"},
            NOT_APPLICABLE,
            id="one of all is denied",
        ),
        pytest.param(
            "{职能: {has_none: [公证]}}", {"单位类型": "司法所"}, SATISFIED, id="none, it is denied"
        ),
        pytest.param(
            "{职能: 律师}", {"职能": ["律师", "普法工作"]}, SATISFIED, id="a name nobody knows beside it"
        ),
        pytest.param(
            "{职能: 公证}", {"职能": ["律师", "公证管理"]}, UNDETERMINED, id="it may be the one meant"
        ),
        pytest.param(
            "{职能: {has_all: [律师, 公证]}}", {"职能": ["律师", "甲"]}, UNDETERMINED, id="one of all may be"
        ),
        pytest.param(
            "{职能: {has_none: [律师]}}", {"职能": ["律师", "甲"]}, NOT_APPLICABLE, id="none: it is there"
        ),
        pytest.param(
            "{职能: {has_none: [公证]}}", {"职能": ["律师", "甲"]}, UNDETERMINED, id="none: it may be there"
        ),
        pytest.param(
            "{职能: {filled: true}}", {"职能": ["甲"]}, SATISFIED, id="filled with what nobody knows"
        ),
        pytest.param("{职能: {at_least: 2}}", {"职能": ["律师", "甲"]}, SATISFIED, id="counted all the same"),
        pytest.param("{组织: 团委}", {"组织": "共青团"}, UNDETERMINED, id="an organisation nobody knows"),
        pytest.param("{组织: 团委}", {"组织": "团委"}, SATISFIED, id="an organisation"),
        pytest.param("{组织: 团委}", {}, UNDETERMINED, id="organisations not declared"),
        pytest.param("{在职人数: {at_least: 20}}", {"在职人数": "20"}, SATISFIED, id="staff"),
        pytest.param("{any: [{有下级单位: 是}, {单位类型: 司法局}]}", {}, SATISFIED, id="any: one holds"),
        pytest.param("{any: [{有下级单位: 是}, {单位类型: 监狱}]}", {}, UNDETERMINED, id="any: one may hold"),
        pytest.param("{有下级单位: 是, 单位类型: 监狱}", {}, NOT_APPLICABLE, id="both: one does not"),
        pytest.param("{not: {有下级单位: 是}}", {}, UNDETERMINED, id="not: not known"),
    ],
)
def test_a_condition_on_the_unit(condition: str, unit: dict[str, Any], outcome: Outcome) -> None:
    assert outcome_of(RULE % condition, [], "2017-12-31", a_unit(**unit)) is outcome


def test_the_facts_to_declare_are_asked_for_once() -> None:
    seen = judge_rule(
        RULE % "{all: [{有下级单位: 是}, {not: {有下级单位: 否}}, {组织: 团委}]}", [], "2017-12-31"
    )
    assert seen.asks == ("有下级单位", "组织")
    assert say(seen.summary) == "单位档案没有写，或者写的没能采用：有下级单位、组织"


HELD = [
    {"级别": "市级", "授予日期": "2012-01-01", "届满日期": "2017-03-01"},
    {"级别": "省级", "授予日期": "2017-06-01"},
]


@pytest.mark.parametrize(
    ("condition", "honour", "as_of", "outcome"),
    [
        pytest.param("{at_least: 省级}", "省级", "2017-01-01", SATISFIED, id="the rung"),
        pytest.param("{at_least: 市级}", "省级", "2017-01-01", SATISFIED, id="a higher rung"),
        pytest.param("{more_than: 省级}", "省级", "2017-01-01", NOT_APPLICABLE, id="not a higher one"),
        pytest.param("市级", "省级", "2017-01-01", NOT_APPLICABLE, id="is means exactly"),
        pytest.param("{has_none: [市级]}", "省级", "2017-01-01", SATISFIED, id="not that one"),
        pytest.param("{at_least: 县级}", "无", "2017-01-01", NOT_APPLICABLE, id="none"),
        pytest.param("{at_least: 县级}", None, "2017-01-01", UNDETERMINED, id="not declared"),
        pytest.param("{at_least: 省级}", HELD, "2017-05-31", NOT_APPLICABLE, id="a day before it was given"),
        pytest.param("{at_least: 省级}", HELD, "2017-06-01", SATISFIED, id="on the day it was given"),
        pytest.param("{at_least: 市级}", HELD, "2017-05-31", SATISFIED, id="held earlier in the year"),
        pytest.param(
            "{at_least: 市级}",
            [{**HELD[0], "届满日期": "2017-01-01"}],
            "2017-12-31",
            SATISFIED,
            id="to the first day",
        ),
        pytest.param(
            "{at_least: 市级}",
            [{**HELD[0], "届满日期": "2016-12-31"}],
            "2017-12-31",
            NOT_APPLICABLE,
            id="to the day before",
        ),
        pytest.param(
            "{at_least: 县级}",
            [{**HELD[1], "授予日期": "2018-01-01"}],
            "2018-06-30",
            NOT_APPLICABLE,
            id="next year's",
        ),
    ],
)
def test_the_highest_honour_held_in_the_year(
    condition: str, honour: Any, as_of: str, outcome: Outcome
) -> None:
    unit = a_unit(文明单位级别=honour) if honour else a_unit()
    assert outcome_of(RULE % f"{{文明单位级别: {condition}}}", [], as_of, unit) is outcome


@pytest.mark.parametrize(
    ("expect", "on_empty"),
    [
        ("each: {roles: [方案]}", "not-applicable"),
        ("each: {roles: [方案]}", "satisfied"),
        ("none: {}", "gap"),
    ],
)
def test_a_value_that_was_not_taken_leaves_it_open_whether_a_record_is_meant(
    expect: str, on_empty: str
) -> None:
    rule = f"{{select: {{类型: 讲堂, 大型活动: 是}}, expect: {{{expect}}}, on_empty: {on_empty}}}"
    assert outcome_of(rule, lectures("2017-03-01", 大型活动="大概是"), "2017-12-31") is UNDETERMINED
    assert outcome_of(rule, lectures("2017-03-01", 大型活动="否"), "2017-12-31") is not UNDETERMINED
    assert outcome_of(rule, lectures("2016-03-01", 大型活动="大概是"), "2017-12-31") is not UNDETERMINED


NOT_LESS = "人时: {at_least: {field: 面积, otherwise: 0}}"
BEFORE_JUNE = "讲稿日: {before: {field: 申报日, otherwise: 2017-06-01}}"


@pytest.mark.parametrize(
    ("test", "fields", "met"),
    [
        pytest.param(NOT_LESS, {"人时": "1"}, True, id="a number, blank"),
        pytest.param(
            "人时: {at_least: {field: 面积}}", {"人时": "1"}, False, id="a number, blank, nothing said"
        ),
        pytest.param(
            NOT_LESS,
            {"人时": "1", "面积": "2"},
            False,
            id="a number, written",
        ),
        pytest.param(
            "人时: {at_least: {field: 面积, plus: 2, otherwise: 0}}",
            {"人时": "1"},
            False,
            id="and something on top",
        ),
        pytest.param(
            NOT_LESS,
            {"人时": "1", "面积": "大"},
            False,
            id="a number, not taken",
        ),
        pytest.param(
            BEFORE_JUNE,
            {"讲稿日": "2017-05-31"},
            True,
            id="a day, blank",
        ),
        pytest.param(
            BEFORE_JUNE,
            {"讲稿日": "2017-06-01"},
            False,
            id="that day itself",
        ),
    ],
)
def test_what_a_blank_field_of_the_record_counts_as(test: str, fields: dict[str, str], met: bool) -> None:
    rule = f"{{select: {{类型: 讲堂, {test}}}, expect: {{count: {{at_least: 1}}}}}}"
    assert (
        outcome_of(rule, [a_record("讲堂", "2017-03-01", **fields)], "2017-12-31") is Outcome.SATISFIED
    ) is met


@pytest.mark.parametrize("ref", ["{fact: 上年面积, otherwise: 0}", "{param: 场次, otherwise: 0}"])
def test_only_a_field_of_records_counts_as_something_else(ref: str) -> None:
    with pytest.raises(ValidationError, match="otherwise-of-field"):
        a_rule(f"{{select: {{类型: 讲堂}}, expect: {{count: {{at_least: {ref}}}}}}}")
