"""Values the pack does not list: doubt wherever more records could break a rule, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_record, a_unit, judge_rule, outcome_of

SATISFIED, GAP, UNDETERMINED = Outcome.SATISFIED, Outcome.GAP, Outcome.UNDETERMINED
END = "2017-12-31"
GRAVE = "类型: 检查, 等级: 重大"

CAPPED = [
    pytest.param(
        "类型: 检查", "total: {measure: {sum: 件数, where: {等级: 重大}}, at_most: 2}", id="sum where"
    ),
    pytest.param(
        "类型: 检查", "total: {measure: {max: 件数, where: {等级: 重大}}, at_most: 2}", id="max where"
    ),
    pytest.param(
        "类型: 检查",
        "ratio: {part: {sum: 件数, where: {等级: 重大}}, whole: {sum: 件数}, at_most: 50%}",
        id="a share of sums",
    ),
    pytest.param(
        GRAVE, "ratio: {part: {sum: 件数}, whole: {number: 10}, at_most: 30%}", id="a share selected"
    ),
    pytest.param(
        "类型: 检查",
        "link: {to: {类型: 检查, 等级: 重大}, by: [日期], at_most: 0}",
        id="a tie that must not be",
    ),
    pytest.param(
        "类型: 检查",
        "link: {to: {类型: 检查}, by: [日期], where: {等级: 重大}, at_most: 0}",
        id="a tie that must not be, by where",
    ),
    pytest.param(
        GRAVE, "link: {to: {类型: 检查, 等级: 一般}, by: [日期], at_most: 0}", id="who may have no such tie"
    ),
    pytest.param(
        "类型: 检查",
        "compare: {measure: {sum: 件数}, at_least: {sum: 件数, where: {等级: 重大}, times: 2}}",
        id="what is to be reached",
    ),
    pytest.param(GRAVE, "compare: {measure: {sum: 件数}, at_most: {number: 2}}", id="compared, selected"),
    pytest.param(GRAVE, "total: {measure: {sum: 件数}, at_most: 2}", id="sum selected"),
    pytest.param(
        "类型: 检查",
        "total: {measure: {count: {等级: 重大}}, at_most: 1}",
        id="a count of what meets a condition",
    ),
    pytest.param(GRAVE, "count: {at_most: 1}", id="count selected"),
    pytest.param(GRAVE, "none: {}", id="none at all"),
]


def checks(last: Any, grave: bool = True) -> list[Any]:
    """Make two inspections of one day, of which the last has a degree that is asked about."""
    first = a_record("检查", "2017-03-01", 件数="1", 等级="重大" if grave else "一般")
    second = a_record("检查", "2017-03-01", 件数="3", **({} if last is None else {"等级": last}))
    return [first, second]


def of(select: str, expect: str) -> str:
    """Make a rule."""
    return f"{{select: {{{select}}}, expect: {{{expect}}}, on_empty: satisfied}}"


@pytest.mark.parametrize(("select", "expect"), CAPPED)
def test_what_is_not_listed_is_as_doubtful_as_a_blank_where_more_could_break_it(
    select: str, expect: str
) -> None:
    grave = "link" not in expect and "none" not in expect
    found = [outcome_of(of(select, expect), checks(each, grave), END) for each in (None, "三级")]
    assert found == [UNDETERMINED, UNDETERMINED]


DEGREE = st.sampled_from([None, "三级", "一般", "重大"])


@settings(max_examples=60, deadline=None)
@given(
    degrees=st.lists(DEGREE, min_size=1, max_size=3),
    counts=st.lists(st.integers(1, 4), min_size=4, max_size=4),
    asked=st.sampled_from([each.values for each in CAPPED]),
)
def test_a_blank_that_becomes_an_unlisted_value_never_turns_doubt_into_green(
    degrees: list[str | None], counts: list[int], asked: tuple[str, str]
) -> None:
    def ledger(blank: str | None) -> list[Any]:
        all_ = [None, *degrees]
        told = [blank if index == 0 else each for index, each in enumerate(all_)]
        return [
            a_record("检查", "2017-03-01", 件数=str(count), **({} if each is None else {"等级": each}))
            for each, count in zip(told, counts, strict=False)
        ]

    if outcome_of(of(*asked), ledger(None), END) is UNDETERMINED:
        assert outcome_of(of(*asked), ledger("三级"), END) is not SATISFIED


@pytest.mark.parametrize(
    "measure",
    [
        pytest.param("{sum: 件数, where: {等级: 重大}}, at_least: 1", id="a sum"),
        pytest.param("{max: 件数, where: {等级: 重大}}, at_least: 1", id="the highest"),
        pytest.param("{count: {等级: 重大}}, at_least: 1", id="a count"),
        pytest.param("{min: 件数, where: {等级: 重大}}, at_most: 1", id="the lowest, which can only fall"),
    ],
)
def test_what_is_not_listed_is_no_doubt_where_more_can_only_help(measure: str) -> None:
    asked = of("类型: 检查", f"total: {{measure: {measure}}}")
    assert outcome_of(asked, checks("三级"), END) is SATISFIED


# --- what has a name in it that is asked for

OPEN = "类型: 处分, 性质: {has_any: [记过, 撤职]}"


def a_penalty(nature: str) -> Any:
    """Make a penalty; what they may be called is not listed."""
    return a_record("处分", "2017-03-01", 性质=nature)


@pytest.mark.parametrize("expect", ["none: {}", "count: {at_most: 0}"])
@pytest.mark.parametrize(
    ("nature", "outcome"),
    [
        pytest.param("记过", GAP, id="the name itself"),
        pytest.param("警告、记过处分", UNDETERMINED, id="a name and more"),
        pytest.param("过", SATISFIED, id="part of a name"),
        pytest.param("警告", SATISFIED, id="another name"),
    ],
)
def test_what_has_a_forbidden_name_in_it_leaves_a_ban_open(
    expect: str, nature: str, outcome: Outcome
) -> None:
    assert outcome_of(of(OPEN, expect), [a_penalty(nature)], END) is outcome


def test_the_record_is_named_with_what_it_wrote() -> None:
    seen = judge_rule(of(OPEN, "none: {}"), [a_penalty("记过处分")], END)
    assert [say(each) for short in seen.shorts for each in short.lacks] == [
        "“性质”写的是“记过处分”，写明是不是“记过”"
    ]


def test_a_blank_that_may_be_the_only_one_too_many_is_doubt_whatever_nothing_would_be() -> None:
    blank = [a_record("处分", "2017-03-01")]
    found = [outcome_of(of(OPEN, f"count: {{at_most: {most}}}"), blank, END) for most in (0, 1)]
    assert found == [UNDETERMINED, SATISFIED]


def test_a_name_of_one_character_is_in_too_much_to_be_doubted() -> None:
    asked = of("类型: 处分, 性质: {has_any: [过]}", "none: {}")
    assert outcome_of(asked, [a_penalty("记过")], END) is SATISFIED


@pytest.mark.parametrize("expect", ["count: {at_least: 1}", "cover: {field: 性质, members: [记过]}"])
def test_what_has_a_name_in_it_shows_nothing_under_a_lower_limit(expect: str) -> None:
    asked = of(OPEN, expect).replace("satisfied}", "gap}")
    assert outcome_of(asked, [a_penalty("记过处分")], END) is GAP
    assert outcome_of(asked, [a_penalty("记过"), a_penalty("撤职处分")], END) is SATISFIED


# --- wherever the name comes from, and whichever of the two is longer

MODEL = a_unit(其他事实={"在册典型": "张三、李四（局长）"})
NAMED = [
    pytest.param("慰问对象: [张三, 李四（局长）]", id="written"),
    pytest.param("慰问对象: {fact: 在册典型}", id="a fact"),
    pytest.param("慰问对象: {has_any: {fact: 在册典型}}", id="any of a fact"),
    pytest.param("慰问对象: {in: {field: 承办}}", id="a field"),
    pytest.param("承办: {has_any: {field: 慰问对象}}", id="a field that every record has"),
    pytest.param("not: {慰问对象: {has_none: {fact: 在册典型}}}", id="not none of a fact"),
]


def a_visit(whom: str) -> Any:
    """Make a visit, held by two people."""
    return a_record("慰问", "2017-03-01", 慰问对象=whom, 承办="张三、李四（局长）")


@pytest.mark.parametrize("expect", ["none: {}", "count: {at_most: 0}"])
@pytest.mark.parametrize("asked", NAMED)
@pytest.mark.parametrize(
    ("whom", "outcome"),
    [
        ("张三", GAP),
        ("张三同志", UNDETERMINED),
        ("李四", UNDETERMINED),
        ("王五", SATISFIED),
        ("三", SATISFIED),
    ],
)
def test_what_may_be_a_forbidden_name_leaves_a_ban_open_wherever_the_name_stands(
    expect: str, asked: str, whom: str, outcome: Outcome
) -> None:
    assert outcome_of(of(f"类型: 慰问, {asked}", expect), [a_visit(whom)], END, MODEL) is outcome


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("慰问对象: {fact: 在册典型}", "“慰问对象”写的是“李四”，写明是不是“李四（局长）”"),
        ("慰问对象: {in: {field: 承办}}", "“慰问对象”写的是“李四”，写明是不是“李四（局长）”"),
    ],
)
def test_the_record_is_named_with_whom_it_may_mean(asked: str, said: str) -> None:
    seen = judge_rule(of(f"类型: 慰问, {asked}", "none: {}"), [a_visit("李四")], END, MODEL)
    assert [say(each) for short in seen.shorts for each in short.lacks] == [said]


def test_of_names_that_are_declared_one_spelled_nearly_alike_is_another() -> None:
    unit = a_unit(其他事实={"在册典型": "王小明"})
    asked = of("类型: 慰问, 慰问对象: {fact: 在册典型}", "count: {at_least: 1}").replace("satisfied}", "gap}")
    seen = judge_rule(asked, [a_visit("王小红")], END, unit)
    assert [near.failure.lacks.id for near in seen.near()] == ["lacks.value"]


# --- who is asked at all

ASKED = [
    pytest.param("each: {filled: [整改期限]}", id="each"),
    pytest.param("lag: {from: 日期, to: 完成日, at_most: 3}", id="a lag"),
    pytest.param("link: {to: {类型: 公示}, by: [日期]}", id="a tie"),
    pytest.param("any_of: {each: 是, of: [{each: {filled: [整改期限]}}]}", id="one of several ways"),
    pytest.param("interval: {at_least: 30}", id="an interval"),
    pytest.param("total: {measure: {mean: 件数}, at_least: 2}", id="a mean"),
    pytest.param(
        "ratio: {part: {count: {件数: {more_than: 0}}}, whole: {count: all}, at_least: 60%}", id="a share"
    ),
]


@pytest.mark.parametrize("empty", ["not-applicable", "satisfied"])
@pytest.mark.parametrize("expect", ASKED)
def test_what_is_not_listed_may_be_one_of_those_that_are_asked(expect: str, empty: str) -> None:
    asked = of(GRAVE, expect).replace("satisfied}", f"{empty}}}")

    def found(degree: str) -> Outcome:
        kept = [
            a_record("检查", "2017-03-01", 等级="重大", 件数="3", 整改期限="2017-04-01", 完成日="2017-03-01")
        ]
        sure = [*kept, a_record("公示", "2017-03-01", 附件={"方案": "a.docx"})]
        return outcome_of(asked, [*sure, a_record("检查", "2017-03-09", 等级=degree, 件数="0")], END)

    assert [found(each) for each in ("一般", "三级", "特别重大")] == [SATISFIED, UNDETERMINED, UNDETERMINED]


def test_a_rule_that_concerns_nobody_but_one_that_is_not_listed_names_that_one() -> None:
    asked = of(GRAVE, "each: {filled: [整改期限]}").replace("satisfied}", "not-applicable}")
    seen = judge_rule(asked, [a_record("检查", "2017-03-01", 等级=each) for each in ("一般", "三级")], END)
    assert (seen.outcome, [say(near.failure.lacks) for near in seen.near()]) == (
        UNDETERMINED,
        ["“等级”写的是“三级”，写明才能断定是不是这样：“等级”是“重大”"],
    )


def test_one_that_is_not_listed_and_short_of_nothing_is_no_doubt() -> None:
    kept = a_record("检查", "2017-03-01", 等级="三级", 整改期限="2017-04-01")
    assert outcome_of(of(GRAVE, "each: {filled: [整改期限]}"), [kept], END) is SATISFIED


def test_what_is_not_listed_may_be_what_makes_a_period_asked() -> None:
    asked = of("类型: 讲堂", "count: {at_least: 1, per: 月, where: {类型: 检查, 等级: 重大}}")
    held = [a_record("讲堂", "2017-02-01")]
    found = [
        outcome_of(asked, [*held, a_record("检查", "2017-03-01", 等级=degree)], END)
        for degree in ("一般", "三级")
    ]
    assert found == [SATISFIED, UNDETERMINED]


MEMBERS = "{field: 对象, members: {field: 承办, of: {类型: 检查, 等级: 重大}}}"


@pytest.mark.parametrize("expect", [f"cover: {MEMBERS}", f"count: {{at_least: 1, per: {MEMBERS}}}"])
def test_what_is_not_listed_may_name_one_more_member(expect: str) -> None:
    named = a_record("检查", "2017-01-05", 等级="重大", 承办="乙")
    shown = a_record("讲堂", "2017-03-01", 对象="乙")

    def seen(degree: str) -> Any:
        other = a_record("检查", "2017-01-06", 等级=degree, 承办="甲")
        return judge_rule(of("类型: 讲堂", expect), [named, other, shown], END)

    assert [seen(each).outcome for each in ("一般", "二级")] == [SATISFIED, UNDETERMINED]
    assert [(str(near.record.days.first), say(near.failure.lacks)) for near in seen("二级").near()] == [
        ("2017-01-06", "“等级”写的是“二级”，写明才能断定是不是这样：“等级”是“重大”")
    ]


# --- who is tied

LATEST = (
    "link: {to: {类型: 检查}, by: {对象: 承办}, within: {at_least: 0, direction: before}, pick: latest, "
    "where: {等级: 一般}}"
)
FORBIDDEN = "link: {to: {类型: 检查, 等级: 重大}, by: {对象: 承办}, at_most: 0}"


def tied(expect: str, whom: str, other: str | None) -> Any:
    """Judge a lecture on someone whom an earlier inspection names, and a later grave one that names another."""
    records = [
        a_record("讲堂", "2017-06-01", 对象=whom),
        a_record("检查", "2017-04-01", 等级="一般", 承办=whom),
        a_record("检查", "2017-05-01", 等级="重大", **({} if other is None else {"承办": other})),
    ]
    return judge_rule(of("类型: 讲堂", expect), records, END)


@pytest.mark.parametrize("expect", [LATEST, FORBIDDEN])
@pytest.mark.parametrize(
    ("whom", "other", "outcome"),
    [
        ("一号锅炉", "一号锅炉", GAP),
        ("一号锅炉", "一号锅炉（新）", UNDETERMINED),
        ("一号锅炉（新）", "一号锅炉", UNDETERMINED),
        ("一号锅炉", None, UNDETERMINED),
        ("一号锅炉", "二号锅炉", SATISFIED),
        ("一号锅炉", "十一号锅炉", SATISFIED),
        ("K1", "K12", SATISFIED),
    ],
)
def test_a_name_that_is_longer_on_one_side_of_a_tie_may_be_the_same(
    expect: str, whom: str, other: str | None, outcome: Outcome
) -> None:
    assert tied(expect, whom, other).outcome is outcome


@pytest.mark.parametrize("expect", [LATEST, FORBIDDEN])
def test_the_record_that_may_be_tied_is_named(expect: str) -> None:
    found = [
        [
            (str(near.record.days.first), say(near.failure.lacks))
            for near in tied(expect, "炉一", other).near()
        ]
        for other in ("炉一（新）", None)
    ]
    assert found == [
        [("2017-05-01", "“承办”写的是“炉一（新）”，写明是不是“炉一”")],
        [("2017-05-01", "没写“承办”，看不出算不算、算谁的")],
    ]


def test_names_that_the_pack_lists_are_no_others_on_either_side_of_a_tie() -> None:
    asked = of("类型: 检查, 等级: 重大", "link: {to: {类型: 检查, 等级: 一般}, by: [检查内容], at_most: 0}")
    records = [
        a_record("检查", "2017-06-01", 等级="重大", 检查内容="巡查"),
        a_record("检查", "2017-06-02", 等级="一般", 检查内容="防火巡查、检查"),
    ]
    assert outcome_of(asked, records, END) is SATISFIED


@pytest.mark.parametrize(
    ("by", "outcome"),
    [("王五", SATISFIED), ("张三", GAP), ("张三同志", UNDETERMINED), ("张三丰", UNDETERMINED)],
)
def test_a_tied_record_that_may_name_whom_it_must_not_is_doubted(by: str, outcome: Outcome) -> None:
    asked = of(
        "类型: 讲堂", "link: {to: {类型: 检查}, by: [日期], where: {承办: {has_none: {field: 对象}}}}"
    ).replace("satisfied}", "gap}")
    records = [a_record("讲堂", "2017-06-01", 对象="张三"), a_record("检查", "2017-06-01", 承办=by)]
    assert outcome_of(asked, records, END) is outcome


# --- whose record it is

PER = [
    "{field: 慰问对象}",
    "{field: 慰问对象, members: {fact: 在册典型}}",
    "{field: 慰问对象, members: [张三, 李四]}",
]
TOO_MUCH = [
    pytest.param("count: {at_most: 1, per: %s}", id="a count"),
    pytest.param("count: {at_most: 1, at_once: 是, per: %s}", id="at once"),
    pytest.param("total: {measure: {sum: 时长}, at_most: 5, per: %s}", id="a sum"),
    pytest.param("total: {measure: {mean: 时长}, at_least: 3, per: %s}", id="a mean"),
    pytest.param(
        "ratio: {part: {count: {时长: {at_least: 3}}}, whole: {count: all}, at_least: 60%%, per: %s}",
        id="a share",
    ),
    pytest.param("interval: {at_least: 30, per: %s}", id="an interval"),
]


def visits(second: str, per: str) -> tuple[Outcome, list[str]]:
    """Judge two visits on one day, of which the second one names someone."""
    records = [
        a_record("慰问", "2017-03-01", 慰问对象="张三、李四", 时长="3"),
        a_record("慰问", "2017-03-01", 慰问对象=second, 时长="2.9"),
    ]
    seen = judge_rule(of("类型: 慰问", per), records, END, a_unit(其他事实={"在册典型": "张三、李四"}))
    return seen.outcome, [say(near.failure.lacks) for near in seen.near()]


@pytest.mark.parametrize("per", PER)
@pytest.mark.parametrize("expect", TOO_MUCH)
def test_a_name_longer_or_shorter_may_be_one_more_of_the_same(expect: str, per: str) -> None:
    if "members" not in per and ("mean" in expect or "ratio" in expect):
        return  # the other name is short by itself
    assert visits("张三同志", expect % per)[0] is UNDETERMINED
    assert visits("张三", expect % per)[0] is GAP
    assert visits("王五", expect % "{field: 慰问对象, members: [张三, 李四]}")[0] is SATISFIED


@pytest.mark.parametrize("expect", [str(each.values[0]) for each in (TOO_MUCH[0], TOO_MUCH[2], TOO_MUCH[5])])
def test_who_may_be_meant_is_said_of_the_record(expect: str) -> None:
    found = visits("张三同志", expect % PER[1])
    assert found == (UNDETERMINED, ["“慰问对象”写的是“张三同志”，写明是不是“张三”"])


def test_one_of_the_members_means_no_other_member() -> None:
    unit = a_unit(其他事实={"在册典型": "张三、张三丰"})
    records = [a_record("慰问", "2017-03-01", 慰问对象=each) for each in ("张三", "张三丰")]
    asked = of("类型: 慰问", "count: {at_most: 1, per: %s}")
    found = [outcome_of(asked % per, records, END, unit) for per in PER[:2]]
    assert found == [UNDETERMINED, SATISFIED]


# --- what each record must not name

RULED_OUT = [
    pytest.param("承办: {has_none: [张三, 李四]}", id="written"),
    pytest.param("承办: {has_none: {fact: 在册典型}}", id="a fact"),
    pytest.param("承办: {has_none: {field: 慰问对象}}", id="a field"),
    pytest.param("not: {承办: {has_any: {field: 慰问对象}}}", id="not any"),
]


def recused(where: str, by: str, expect: str = "each: {where: {%s}}") -> Any:
    """Judge a visit to someone that must not be held by them."""
    visit = a_record("慰问", "2017-03-01", 慰问对象="张三", 承办=by)
    asked = of("类型: 慰问", expect % where).replace("satisfied}", "gap}")
    return judge_rule(asked, [visit], END, a_unit(其他事实={"在册典型": "张三"}))


@pytest.mark.parametrize("where", RULED_OUT)
@pytest.mark.parametrize(
    "expect",
    [
        "each: {where: {%s}}",
        "each: {where: {%s}, quantifier: {at_least: 1}}",
        "each: {where: {%s}, quantifier: {at_least: 90%%}}",
        "any_of: {each: 是, of: [{each: {where: {%s}}}]}",
    ],
)
def test_who_may_be_the_one_that_must_not_be_leaves_it_open(where: str, expect: str) -> None:
    found = [recused(where, by, expect).outcome for by in ("王五", "张三同志、王五", "张三、王五")]
    assert found == [SATISFIED, UNDETERMINED, GAP]


def test_the_record_that_may_name_whom_it_must_not_is_named() -> None:
    near = recused("承办: {has_none: {field: 慰问对象}}", "王五、张三同志").near()
    assert [say(each.failure.lacks) for each in near] == ["“承办”写的是“张三同志”，写明是不是“张三”"]


def test_a_value_off_the_list_may_be_what_each_must_not_have() -> None:
    asked = of("类型: 检查", "each: {where: {等级: {has_none: [重大]}}}")
    seen = [judge_rule(asked, [a_record("检查", "2017-03-01", 等级=each)], END) for each in ("一般", "三级")]
    assert [each.outcome for each in seen] == [SATISFIED, UNDETERMINED]
    assert [say(each.failure.lacks) for each in seen[1].near()] == [
        "“等级”写的是“三级”，写明才能断定是不是这样：“等级”不含“重大”"
    ]


def test_what_is_asked_for_is_no_doubt_where_it_is_shown() -> None:
    assert recused("承办: {has_any: [王五]}", "王五、张三同志").outcome is SATISFIED
    assert recused("承办: {has_any: [张三]}", "张三同志").outcome is GAP


@pytest.mark.parametrize(
    "expect",
    [
        "total: {measure: {mean: 时长}, at_least: 3, per: {field: 慰问对象}}",
        "ratio: {part: {count: {时长: {at_least: 3}}}, whole: {count: all}, at_least: 50%, per: {field: 慰问对象}}",
        "interval: {at_most: 31, per: {field: 慰问对象, members: [张三]}}",
    ],
)
def test_all_of_one_name_goes_together_whomever_it_means(expect: str) -> None:
    days = {"张三": ("2017-03-01", "2017-04-01"), "张三同志": ("2017-01-29", "2017-02-15")}
    records = [
        a_record("慰问", on, 慰问对象=whom, 时长=hours)
        for whom, those in days.items()
        for on, hours in zip(those, ("1", "6"), strict=True)
    ]
    asked = of("类型: 慰问", expect).replace(
        "on_empty", "window: {from: 2017-01-01, to: 2017-04-30}, on_empty"
    )
    assert outcome_of(asked, records, END) is SATISFIED
