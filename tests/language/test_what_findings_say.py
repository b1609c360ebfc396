"""What a finding says: enough to act on it without asking anybody, in Chinese and in English."""

from typing import Any

import pytest

from civcheck.messages import say
from civcheck.verdict.run import run_audit

from ..builders import a_ledger, a_pack, a_record, a_rule, a_unit, day, judge_rule, lectures

END, OPEN = "2017-12-31", "2017-12-30"
NAMED = "{field: 地点, members: {field: 事项, of: {类型: 制度}}}"


@pytest.mark.parametrize("as_of", [END, OPEN])
@pytest.mark.parametrize(
    "expect",
    [
        f"cover: {NAMED}",
        f"count: {{at_least: 1, per: {NAMED}}}",
        f"total: {{measure: {{sum: 时长}}, at_least: 8, per: {NAMED}}}",
        f"interval: {{at_most: 100, per: {NAMED}}}",
    ],
)
def test_a_set_that_no_record_names_is_told_and_not_what_none_of_it_shows(expect: str, as_of: str) -> None:
    rule = f"{{select: {{类型: 讲堂}}, expect: {{{expect}}}, on_empty: not-applicable}}"
    seen = judge_rule(rule, [], as_of)
    assert say(seen.summary) == "“类型”是“制度”的记录里，没有一条在“事项”里写到一项，没有要看的对象"


@pytest.mark.parametrize(
    ("as_of", "zh", "en"),
    [
        pytest.param(
            END,
            "台账中未见“类型”是“讲堂”的记录",
            "the ledger does not show a record where “类型” is “讲堂”",
            id="closed",
        ),
        pytest.param(
            OPEN,
            "台账中尚未见“类型”是“讲堂”的记录",
            "the ledger does not show a record yet where “类型” is “讲堂”",
            id="open",
        ),
    ],
)
@pytest.mark.parametrize(
    "expect",
    [
        "each: {roles: [方案]}",
        "ratio: {part: {count: {形式: 外请报告}}, whole: {count: all}, at_least: 80%}",
        "total: {measure: {mean: 人时}, at_least: 5}",
        "lag: {from: 日期, to: 讲稿日, at_most: 5}",
    ],
)
def test_what_is_not_there_is_named_by_its_kind(expect: str, as_of: str, zh: str, en: str) -> None:
    seen = judge_rule(f"{{select: {{类型: 讲堂}}, on_empty: gap, expect: {{{expect}}}}}", [], as_of)
    assert (say(seen.summary), say(seen.summary, "en")) == (zh, en)


def test_a_share_of_nothing_says_what_is_nothing() -> None:
    share = "ratio: {part: {sum: 面积}, whole: {sum: 人时}, at_least: 30%}"
    rule = f"{{select: {{类型: 讲堂}}, on_empty: gap, expect: {{{share}}}}}"
    records: list[Any] = [a_record("讲堂", "2017-03-01", 人时="0", 面积="0")]
    seen = judge_rule(rule, records, END)
    assert say(seen.summary) == "“人时”合计是 0，没有可以算比例的"
    assert say(judge_rule(rule, [], END).summary) == "台账中未见“类型”是“讲堂”的记录"


TOWNS = [
    a_record("慰问", f"2017-0{month}-01", 慰问对象=[name])
    for month, name in ((1, "西村"), (2, "西村"), (3, "东村"))
]


@pytest.mark.parametrize(
    ("rule", "records", "zh", "en"),
    [
        pytest.param(
            "select: {类型: 慰问}, "
            "expect: {count: {at_least: 2, per: {field: 慰问对象, members: [西村, 东村, 南村]}}}",
            TOWNS,
            "下列各项不合要求（每项 ≥2 条）：东村（1 条）、南村（0 条）",
            "these are not as asked (each ≥2 records): 东村 (1 record), 南村 (0 records)",
            id="of each member",
        ),
        pytest.param(
            "select: {类型: 讲堂}, expect: {count: {exactly: 1, per: 季度}}",
            lectures("2017-02-01", "2017-02-02", "2017-08-01"),
            "下列时段不合要求（每段 =1 条）："
            "2017年第一季度（2 条）、2017年第二季度（0 条）、2017年第四季度（0 条）",
            "these periods are not as asked (each =1 record): "
            "first quarter of 2017 (2 records), second quarter of 2017 (0 records), fourth quarter of 2017 (0 records)",
            id="too many or too few in a period",
        ),
        pytest.param(
            "select: {类型: 讲堂}, expect: {count: {at_least: 2, per: 季度}}",
            lectures("2017-02-01"),
            "下列时段台账中未见足够记录（每段 ≥2 条）：2017年第一季度（1 条）、2017年第二季度至第四季度",
            "the ledger does not show enough records in these periods (each ≥2 records): "
            "first quarter of 2017 (1 record), second quarter of 2017 to fourth quarter of 2017",
            id="a period with nothing is short anyhow",
        ),
        pytest.param(
            "select: {类型: 讲堂}, expect: {count: {exactly: 2, per: 季度}}",
            lectures("2017-01-01", "2017-01-02", "2017-05-01", "2017-08-01", "2017-11-01"),
            "下列时段不合要求（每段 =2 条）：2017年第二季度至第四季度（各 1 条）",
            "these periods are not as asked (each =2 records): "
            "second quarter of 2017 to fourth quarter of 2017 (1 record each)",
            id="each of a row has as many",
        ),
        pytest.param(
            "select: {类型: 讲堂}, expect: {count: {at_least: 2, distinct: 地点, per: 年}}",
            lectures("2017-02-01", "2017-03-01", 地点="某地"),
            "下列时段台账中未见足够记录（每段 不同的“地点”≥2 项）：2017年（1 项）",
            "the ledger does not show enough records in these periods (each ≥2 different “地点”): 2017 (1)",
            id="different ones",
        ),
        pytest.param(
            "select: {类型: 讲堂}, expect: {count: {at_least: 3, distinct: [形式]}}",
            lectures("2017-02-01", 形式=["身边人讲身边事", "外请报告"]),
            "“类型”是“讲堂”的记录，台账中不同的“形式”有 2 项（1 条记录），应有 3 项，还差 1 项",
            "the ledger shows 2 different “形式” in 1 record where “类型” is “讲堂”; 3 asked, 1 missing",
            id="several different ones in one record",
        ),
        pytest.param(
            "select: {类型: 讲堂}, expect: {total: {measure: {sum: 人时}, at_most: 3, per: 季度}}",
            lectures("2017-02-01", 人时="5"),
            "下列时段不合要求（每段 ≤3）：2017年第一季度（5）",
            "these periods are not as asked (each ≤3): first quarter of 2017 (5)",
            id="a sum",
        ),
    ],
)  # fmt: skip
def test_what_is_short_says_how_many_it_has_and_of_what(
    rule: str, records: list[Any], zh: str, en: str
) -> None:
    seen = judge_rule(f"{{{rule}}}", records, END)
    assert (say(seen.summary), say(seen.summary, "en")) == (zh, en)


ROLE = "{select: {类型: 讲堂}, on_empty: gap, expect: {each: {roles: [{role: 报道, %s}]%s}}}"


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        pytest.param(
            ROLE % ("where: {媒体: {in: [甲报, 乙报]}}", ", quantifier: {at_least: 2}"),
            "符合的有 0 条，应有 2 条；已有记录未见：“媒体”是“甲报”“乙报”之一的“报道”",
            "0 records are as asked, 2 asked; the others do not show: “报道” where “媒体” is one of “甲报”, “乙报”",
            id="none of the material that is asked",
        ),
        pytest.param(
            ROLE % ("filled: [媒体, 版面], at_least: 2", ""),
            "1 条记录中有 1 条不合要求：写了“媒体”，写了“版面”的“报道”有 0 份（要求 ≥2）",
            "of 1 record, 1 is not as asked: 0 of “报道” where “媒体” is filled in and “版面” is filled in (asked: ≥2)",
            id="too little of it",
        ),
        pytest.param(
            "{select: {类型: 讲堂}, on_empty: gap, expect: {each: {roles: [方案], where: {地点: 某地}}}}",
            "1 条记录中有 1 条不合要求：未见方案；“地点”写的是“别处”（要求：“地点”是“某地”）",
            "of 1 record, 1 is not as asked: not seen: 方案; “地点” says “别处” (asked: “地点” is “某地”)",
            id="material and a value",
        ),
    ],
)
def test_what_records_lack_is_one_sentence(rule: str, zh: str, en: str) -> None:
    seen = judge_rule(rule, lectures("2017-03-01", 地点="别处"), END)
    assert (say(seen.summary), say(seen.summary, "en")) == (zh, en)


def test_a_near_miss_of_alternatives_names_each_of_them() -> None:
    rule = """{expect: {any_of: {at_least: 2, of: [
        {select: {类型: 讲堂, 主题: 文明用语}, count: {at_least: 1}},
        {select: {类型: 讲堂, 主题: 文明出行}, count: {at_least: 1}},
        {select: {类型: 讲堂, 地点: 某地}, count: {at_least: 1}}]}}}"""
    seen = judge_rule(rule, lectures("2017-03-01", 主题="文明餐桌", 地点="别处"), END)
    (near,) = seen.near()
    assert say(near.failure.lacks) == (
        "“主题”写的是“文明餐桌”（要求：“主题”是“文明用语”；或者“主题”是“文明出行”）；或者“地点”写的是“别处”（要求：“地点”是“某地”）"
    )


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        pytest.param("cover: {field: 慰问对象, members: {fact: 在册典型}}", "在册典型：无", id="a list"),
        pytest.param(
            "cover: {cross: [{field: 行业, members: {fact: 职能, within: [律师, 公证]}}, "
            "{field: 榜别, members: [红榜, 黑榜]}]}",
            "职能：鉴定",
            id="one side of two",
        ),
        pytest.param(
            "count: {at_least: 1, per: {field: 慰问对象, members: {fact: 在册典型}}}",
            "在册典型：无",
            id="each",
        ),
        pytest.param(
            "cover: {field: 慰问对象, members: [{name: 甲, applies_to: {有下级单位: 是}}]}",
            "有下级单位：否",
            id="listed",
        ),
    ],
)
def test_what_concerns_nobody_says_by_which_fact(expect: str, says: str) -> None:
    facts = {"在册典型": "无", "有下级单位": "否"}
    rule = f"{{select: {{类型: [慰问, 榜单]}}, on_empty: not-applicable, expect: {{{expect}}}}}"
    seen = judge_rule(rule, [], END, a_unit(职能=["鉴定"], 其他事实=facts))
    assert (seen.outcome.value, say(seen.summary)) == ("not-applicable", says)


def test_functions_that_a_type_rules_out_are_named() -> None:
    rule = "{on_empty: not-applicable, expect: {cover: {field: 行业, members: {fact: 职能, within: [律师, 公证]}}}}"
    seen = judge_rule(rule, [], END, a_unit(单位类型="监狱"))
    assert (
        say(seen.summary) == "职能“律师”：否（由单位类型“监狱”推定）、职能“公证”：否（由单位类型“监狱”推定）"
    )


TERM = "select: {类型: 讲堂}, window: {period: 学期}"


@pytest.mark.parametrize(
    ("keys", "window", "notes"),
    [
        pytest.param(
            f"{TERM}, expect: {{count: {{at_least: 2}}}}",
            None,
            ["日期须在 2017-02-13 至 2017-07-07、2017-09-01 至 2018-01-26 之内"],
            id="days between do not count",
        ),
        pytest.param(
            f"{TERM}, expect: {{count: {{at_least: 2, per: {{period: 学期}}}}}}", None, [], id="named already"
        ),
        pytest.param(
            "select: {类型: 讲堂}, window: {from: 2017-01-01, to: 2017-03-31}, "
            "expect: {count: {at_least: 1, per: {months: 1, to_day: 5}}}",
            None,
            [],
            id="some days of each month",
        ),
        pytest.param(
            "select: {类型: 讲堂}, window: {from: 2017-01-01, to: 2017-03-31}, expect: {count: {at_least: 2, per: 月}}",
            (day("2017-01-01"), day("2017-03-31")),
            [],
            id="all of them",
        ),
    ],
)
def test_the_days_that_are_said_are_those_that_count(keys: str, window: Any, notes: list[str]) -> None:
    pack = a_pack(a_rule(f"{{{keys}}}"))
    found = run_audit(a_ledger(pack, lectures("2017-03-10", "2017-08-10"), a_unit()), pack, day("2018-06-30"))
    (finding,) = found.findings
    assert (finding.window, [say(note) for note in finding.notes]) == (window, notes)


def test_a_near_miss_between_the_days_names_them() -> None:
    seen = judge_rule(f"{{{TERM}, expect: {{count: {{at_least: 2}}}}}}", lectures("2017-08-10"), "2018-06-30")
    (near,) = seen.near()
    assert say(near.failure.lacks) == "日期不在 2017-02-13 至 2017-07-07、2017-09-01 至 2018-01-26 之内"


def test_many_days_of_members_are_told_by_rows_with_their_number_first() -> None:
    rule = (
        "{select: {类型: 慰问}, window: {from: 2017-03-01, to: 2017-03-31}, expect: {count: {at_least: 1, "
        "per: [日, {field: 慰问对象, members: [西村, 东村]}]}}}"
    )
    held = [a_record("慰问", f"2017-03-{day:02}", 慰问对象="西村") for day in range(1, 11)]
    seen = judge_rule(rule, held, "2017-12-31")
    assert say(seen.summary) == (
        "下列各项在这些时段不合要求（每段每项 ≥1 条）：62 项次里有 52 项次；"
        "西村：2017-03-11至2017-03-31（各 0 条）；东村：2017-03-01至2017-03-31（各 0 条）"
    )
    assert len(seen.missing) == 31


@pytest.mark.parametrize(
    ("days", "told"),
    [
        pytest.param("2017-03-01/2017-05-31", True, id="into later months"),
        pytest.param("2017-03-01/2017-03-31", False, id="within its month"),
        pytest.param(["2017-03-01", "2017-05-31"], False, id="sessions"),
    ],
)
def test_a_span_that_counts_on_its_first_day_alone_is_told(days: Any, told: bool) -> None:
    seen = judge_rule("{select: {类型: 讲堂}, expect: {count: {at_least: 1, per: 月}}}", lectures(days), END)
    note = "有 1 条记录写的是一段日子，只算在第一天所在的时段里；后面的各天都确有此事的，日期逐天列出"
    assert [say(each) for each in seen.notes] == ([note] if told else [])
