"""Estimates, percentages and values outside a closed list: what a comparison comes to, and what a report says."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from civcheck.language.lint.percentages import sign_mistakes
from civcheck.language.vocabulary import Vocabulary
from civcheck.messages import number, say
from civcheck.model.outcome import Outcome
from civcheck.reading.packcache import compiled, decompiled
from civcheck.reading.reportparts import params_of
from civcheck.report.jsonmessages import params_json

from ..builders import a_pack, a_record, a_rule, a_unit, judge_rule, outcome_of, said, small_terms

SATISFIED, GAP, UNDETERMINED, NOT_APPLICABLE = (
    Outcome.SATISFIED, Outcome.GAP, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE,
)  # fmt: skip
END = "2017-12-31"


def a_check(**fields: Any) -> Any:
    """Make an inspection."""
    return a_record("检查", "2017-03-01", **fields)


def rule(expect: str, select: str = "类型: 检查") -> str:
    """Make a rule on inspections."""
    return f"{{select: {{{select}}}, expect: {{{expect}}}, on_empty: not-applicable}}"


@pytest.mark.parametrize(
    ("bound", "met"),
    [
        pytest.param("at_least: 50", ("50余", "约50", "50以上"), id="at least: not of what is less"),
        pytest.param("more_than: 50", ("50余",), id="more than: of what is more"),
        pytest.param("at_most: 50", ("近50", "约50", "50以上"), id="at most: not of what is more"),
        pytest.param("less_than: 50", ("近50",), id="less than: of what is less"),
        pytest.param("exactly: 50", ("约50", "50以上"), id="exactly: of neither"),
    ],
)
def test_an_estimate_is_its_number_and_keeps_to_what_it_says(bound: str, met: tuple[str, ...]) -> None:
    asked = rule(f"each: {{where: {{件数: {{{bound}}}}}}}")
    found = [
        each
        for each in ("近50", "约50", "50余", "50以上")
        if outcome_of(asked, [a_check(件数=each)], END) is SATISFIED
    ]
    assert sorted(found) == sorted(met)


@pytest.mark.parametrize(
    ("expect", "counts", "outcome"),
    [
        pytest.param("total: {measure: {sum: 件数}, at_most: 100}", ("50余", "50"), GAP, id="a sum is more"),
        pytest.param(
            "total: {measure: {sum: 件数}, more_than: 100}", ("50余", "50"), SATISFIED, id="more than"
        ),
        pytest.param("total: {measure: {sum: 件数}, at_least: 100}", ("近50", "50"), GAP, id="a sum is less"),
        pytest.param(
            "total: {measure: {sum: 件数}, at_least: 100}", ("近50", "50余"), SATISFIED, id="either"
        ),
        pytest.param("total: {measure: {sum: 件数}, at_least: 100}", ("约50", "50"), SATISFIED, id="about"),
        pytest.param(
            "total: {measure: {mean: 件数}, at_least: 50}", ("近50", "50"), GAP, id="a mean is less"
        ),
        pytest.param("total: {measure: {max: 件数}, at_most: 50}", ("近50", "50余"), GAP, id="the highest"),
        pytest.param("total: {measure: {min: 件数}, at_least: 50}", ("近50", "50余"), GAP, id="the lowest"),
        pytest.param("total: {measure: {latest: 件数}, at_least: 50}", ("近50",), GAP, id="the latest"),
        pytest.param("total: {measure: {sum: 件数, times: 2}, at_most: 100}", ("50余",), GAP, id="times"),
        pytest.param(
            "total: {measure: {sum: 件数, round: down}, at_most: 50}", ("50余",), SATISFIED, id="rounded"
        ),
        pytest.param("compare: {measure: {sum: 件数}, at_most: 100}", ("50余", "50"), GAP, id="compared"),
        pytest.param(
            "compare: {measure: {number: 100}, at_least: {sum: 件数}}",
            ("50余", "50"),
            GAP,
            id="compared with it",
        ),
        pytest.param(
            "ratio: {part: {min: 件数}, whole: {sum: 件数}, at_least: 1/2}", ("50", "50余"), GAP, id="a whole"
        ),
    ],
)
def test_what_estimates_come_to_leans_as_they_do(
    expect: str, counts: tuple[str, ...], outcome: Outcome
) -> None:
    assert outcome_of(rule(expect), [a_check(件数=each) for each in counts], END) is outcome


@pytest.mark.parametrize(
    ("staff", "expect", "outcome"),
    [
        ("近50人", "compare: {measure: {fact: 在职人数}, at_least: 50}", GAP),
        ("约50人", "compare: {measure: {fact: 在职人数}, at_least: 50}", SATISFIED),
        ("100余人", "ratio: {part: {sum: 件数}, whole: {fact: 在职人数}, at_least: 50%}", GAP),
        ("近100人", "ratio: {part: {sum: 件数}, whole: {fact: 在职人数}, at_least: 50%}", SATISFIED),
        ("50余人", "total: {measure: {sum: 件数}, at_least: {fact: 在职人数}}", GAP),
        ("近50人", "total: {measure: {sum: 件数}, at_least: {fact: 在职人数}}", SATISFIED),
        ("50余人", "total: {measure: {sum: 件数}, at_least: {fact: 在职人数, round: down}}", SATISFIED),
        ("50余人", "total: {measure: {sum: 件数}, at_most: {fact: 在职人数, times: -1, plus: 99}}", GAP),
        ("50余人", "each: {where: {件数: {at_least: {fact: 在职人数}}}}", GAP),
    ],
)
def test_what_an_estimated_fact_decides_leans_as_it_does(staff: str, expect: str, outcome: Outcome) -> None:
    assert outcome_of(rule(expect), [a_check(件数="50")], END, a_unit(在职人数=staff)) is outcome


def test_a_limit_that_stands_in_a_field_may_be_an_estimate() -> None:
    asked = rule("each: {where: {面积: {at_least: {field: 人时}}}}", "类型: 讲堂")
    seen = {
        hours: judge_rule(asked, [a_record("讲堂", "2017-03-01", 面积="50", 人时=hours)], END)
        for hours in ("50余", "约50", "近50")
    }
    assert [each.outcome for each in seen.values()] == [GAP, SATISFIED, SATISFIED]
    assert [[note.id for note in each.notes] for each in seen.values()] == [["note.about"]] * 3


def test_an_estimated_limit_is_said_as_one() -> None:
    asked = rule("total: {measure: {sum: 件数}, at_least: {fact: 在职人数}}")
    seen = judge_rule(asked, [a_check(件数="50")], END, a_unit(在职人数="60余人"))
    assert said(seen) == "“件数”合计：50（要求 ≥60余）"


@pytest.mark.parametrize(
    ("staff", "outcome"), [("100余人", GAP), ("约100人", NOT_APPLICABLE), ("近100人", NOT_APPLICABLE)]
)
def test_an_estimated_head_count_decides_whom_a_rule_concerns(staff: str, outcome: Outcome) -> None:
    asked = "{applies_to: {在职人数: {more_than: 100}}, select: {类型: 检查}, expect: {count: {at_least: 1}}}"
    seen = judge_rule(asked, [], END, a_unit(在职人数=staff))
    assert (seen.outcome, [note.id for note in seen.notes]) == (outcome, ["note.about"])


@pytest.mark.parametrize(
    ("expect", "select", "notes"),
    [
        pytest.param("count: {at_least: 1}", "类型: 检查, 件数: {at_least: 5}", ["note.about"], id="select"),
        pytest.param("count: {at_least: 1}", "类型: 检查", [], id="nobody asks for it"),
        pytest.param("each: {where: {件数: {at_least: 5}}}", "类型: 检查", ["note.about"], id="each"),
        pytest.param("total: {measure: {sum: 件数}, at_least: 5}", "类型: 检查", ["note.about"], id="total"),
    ],
)
def test_what_rests_on_an_estimate_says_so(expect: str, select: str, notes: list[str]) -> None:
    seen = judge_rule(rule(expect, select), [a_check(件数="50余")], END)
    assert (seen.outcome, [note.id for note in seen.notes]) == (SATISFIED, notes)


def test_an_estimate_is_shown_as_one() -> None:
    total = judge_rule(rule("total: {measure: {sum: 件数}, at_least: 60}"), [a_check(件数="50余")], END)
    assert said(total) == "“件数”合计：50余（要求 ≥60）"
    each = judge_rule(rule("each: {where: {件数: {at_most: 50}}}"), [a_check(件数="50余")], END)
    assert say(each.shorts[0].lacks[0]) == "“件数”写的是“50余”（要求：“件数”不高于50）"


def test_a_percentage_is_held_against_one_and_shown_as_one() -> None:
    asked = rule("each: {where: {覆盖率: {at_least: 90%}}}")
    assert outcome_of(asked, [a_check(覆盖率="90")], END) is SATISFIED
    seen = judge_rule(asked, [a_check(覆盖率="85")], END)
    assert say(seen.shorts[0].lacks[0]) == "“覆盖率”写的是“85%”（要求：“覆盖率”不低于90%）"
    latest = judge_rule(
        rule("total: {measure: {latest: 覆盖率}, at_least: 90%}"), [a_check(覆盖率="85%")], END
    )
    assert (latest.outcome, said(latest)) == (GAP, "最近一次的“覆盖率”：85%（要求 ≥90%）")


def test_a_share_is_shown_as_the_rule_writes_it() -> None:
    part = "ratio: {part: {count: {等级: 一般}}, whole: {count: all}"
    records = [a_check(等级="一般"), a_check(等级="重大")]
    assert said(judge_rule(rule(f"{part}, at_least: 80%}}"), records, END)).endswith(
        "：1/2（50%）（要求 ≥80%）"
    )
    assert said(judge_rule(rule(f"{part}, at_least: 0.8}}"), records, END)).endswith("：1/2（要求 ≥0.8）")


GRAVE = "类型: 检查, 等级: 重大"


@pytest.mark.parametrize(
    "expect",
    [
        "none: {}",
        "count: {at_most: 0}",
        "count: {at_most: 1, at_least: 0}",
        "total: {measure: {count: all}, at_most: 0}",
        "total: {measure: {count: {等级: 重大}}, at_most: 0}",
    ],
)
def test_any_value_outside_a_closed_list_is_doubt_where_more_could_break_it(expect: str) -> None:
    select = "类型: 检查" if "等级" in expect else GRAVE
    asked = f"{{select: {{{select}}}, expect: {{{expect}}}}}"
    assert outcome_of(asked, [a_check(等级="三级")] * 2, END) is UNDETERMINED
    assert outcome_of(asked, [a_check(等级="一般")] * 2, END) is SATISFIED


def test_a_value_outside_an_open_list_is_what_it_is() -> None:
    assert (
        outcome_of(
            rule("none: {}", "类型: 慰问, 慰问对象: 甲"), [a_record("慰问", "2017-03-01", 慰问对象="乙")], END
        )
        is SATISFIED
    )


def test_a_blank_is_no_doubt_where_the_field_must_be_filled() -> None:
    paid = rule("none: {}", "类型: 检查, 件数: {filled: true, more_than: 0}")
    assert outcome_of(paid, [a_check()], END) is SATISFIED
    assert outcome_of(paid, [a_check(件数="0")], END) is SATISFIED
    assert outcome_of(paid, [a_check(件数="若干")], END) is UNDETERMINED
    assert outcome_of(rule("none: {}", "类型: 检查, 件数: {more_than: 0}"), [a_check()], END) is UNDETERMINED


def test_a_fact_is_said_with_what_the_unit_declares() -> None:
    unit = a_unit(其他事实={"在册典型": ["甲", "乙"]})
    led = "{select: {类型: 检查}, expect: {each: {where: {负责人: {in: {fact: 在册典型}}}}}, on_empty: gap}"
    seen = judge_rule(led, [a_check(负责人="在册典型")], END, unit)
    assert say(seen.shorts[0].lacks[0]) == (
        "“负责人”写的是“在册典型”（要求：“负责人”是单位档案“在册典型”所写（甲、乙）之一）"
    )


def test_every_alternative_that_is_as_near_is_named() -> None:
    either = rule("each: {where: {any: [{负责人: 甲}, {负责人: 乙, 等级: {filled: true}}]}}")
    seen = judge_rule(either, [a_check(负责人="乙")], END)
    assert say(seen.shorts[0].lacks[0]) == (
        "“负责人”写的是“乙”（要求：“负责人”是“甲”）；或者没写“等级”（要求：写了“等级”）"
    )


@pytest.mark.parametrize(
    ("kind", "limit", "codes"),
    [
        ("百分数", "90%", []), ("百分数", "0.9", []), ("百分数", "90", ["percentage-without-sign"]),
        ("百分数", "1", ["percentage-without-sign"]), ("小数", "0.9", []), ("小数", "90", []),
        ("小数", "90%", ["percentage-of-number"]), ("整数", "5%", ["percentage-of-number"]),
    ],
)  # fmt: skip
def test_a_limit_is_written_as_its_field_is(kind: str, limit: str, codes: list[str]) -> None:
    known = Vocabulary(a_pack().head, small_terms())
    assert [code for _, code, _ in sign_mistakes((), "覆盖率", kind, limit, known)] == codes


def test_a_percentage_stays_one_through_compiling_and_a_stored_report() -> None:
    asked = a_rule(
        "{select: {类型: 检查}, expect: {total: {measure: {mean: 覆盖率}, at_least: 87.5%}}, on_empty: gap}"
    )
    [total] = decompiled(compiled(a_pack(asked))).points[0].rules[0].expect
    assert number(total.at_least) == "87.5%"
    shown = params_of(params_json({"limit": total.at_least, "half": Fraction(1, 2)}))
    assert (number(shown["limit"]), number(shown["half"])) == ("87.5%", "0.5")
