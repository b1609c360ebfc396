"""The lower end of points: what is blank, unread or undecided never makes them fewer than it says."""

# ruff: noqa: E501 - one form a line reads as a table

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from civcheck.messages import say

from ..builders import a_record
from .test_score import END, report, span, worth

Raw = Mapping[str, Any]
BLANK = "?"
"""Stands for a field that is blank, and is filled in every way."""
DEDUCT = ("{satisfied: 6, lacking: 2, at_least: -9}", "{lacking: 1, at_least: -50}")
STEPS = ("{steps: {0: 4, 1: 2, 2: 1, 3: 0}}",)
SHARES = (
    "{steps: {80%: 4, 60%: 3, 40%: 1}}",
    "{satisfied: 5, lacking: 1, unit: 10%}",
    "{satisfied: 5, gap: 1}",
)
OF_EACH = (
    "{satisfied: 6, lacking: 2, at_least: -9}",
    "{in_proportion: 6}",
    "{shares: {100%: 4, 50%: 2}}",
    "{each: 1, at_most: 9}",
)
GRAVE = "select: {类型: 检查, 等级: 重大}, "
CHECKS = "select: {类型: 检查}, "
GRADES = {"等级": ("一般", "重大")}


def checks(*fields: Raw) -> list[dict[str, Any]]:
    return [{**a_record("检查", f"2017-0{month}-01"), **each} for month, each in enumerate(fields, 1)]


SURE, UNSURE, FINE = {"等级": "重大"}, {"等级": BLANK}, {"等级": "一般"}
FORMS: dict[str, tuple[str, tuple[str, ...], list[dict[str, Any]], Mapping[str, tuple[str, ...]]]] = {
    "none": (GRAVE + "expect: {none: {}}", (*DEDUCT, *STEPS), checks(SURE, UNSURE, UNSURE), GRADES),
    "none of none": (GRAVE + "expect: {none: {}}", DEDUCT, checks(UNSURE, FINE), GRADES),
    "none without its proof": (GRAVE + "expect: {none: {needs: {类型: 慰问}}}", DEDUCT, checks(UNSURE), GRADES),
    "at most": (GRAVE + "expect: {count: {at_most: 1}}", (*DEDUCT, *STEPS), checks(SURE, SURE, UNSURE), GRADES),
    "at most, kept": (GRAVE + "expect: {count: {at_most: 2}}", (*DEDUCT, *STEPS), checks(SURE, UNSURE, FINE), GRADES),
    "at most, with a blank alone": (GRAVE + "expect: {count: {at_most: 0}}", DEDUCT, checks(UNSURE), GRADES),
    "different ones": (
        CHECKS + "expect: {count: {at_most: 0, distinct: [检查内容]}}", (*DEDUCT, *STEPS),
        checks({"检查内容": "值班"}, {"检查内容": BLANK}), {"检查内容": ("值班", "巡查")},
    ),
    "different ones, none of them named": (
        CHECKS + "expect: {count: {at_most: 0, distinct: [检查内容]}}", DEDUCT,
        checks({"检查内容": BLANK}, {"检查内容": BLANK}), {"检查内容": ("值班", "巡查")},
    ),
    "different days": (
        CHECKS + "expect: {count: {at_most: 0, distinct: [检查内容, 日期]}}", DEDUCT,
        checks({"检查内容": "值班"}, {"检查内容": BLANK}), {"检查内容": ("值班", "巡查")},
    ),
    "different ones in a month": (
        CHECKS + "expect: {count: {at_most: 0, distinct: [检查内容], per: 月}}", DEDUCT,
        checks({"检查内容": "值班"}, {"检查内容": BLANK}), {"检查内容": ("值班", "巡查")},
    ),
    "in a month": (GRAVE + "expect: {count: {at_most: 0, per: 月}}", DEDUCT, checks(SURE, UNSURE, FINE), GRADES),
    "at once": (
        "select: {类型: 检查, 等级: 重大}, expect: {count: {at_most: 1, at_once: true}}", DEDUCT,
        [{**a_record("检查", "2017-01-01"), **each} for each in (SURE, SURE, UNSURE)], GRADES,
    ),
    "a sum": (
        CHECKS + "on_empty: gap, expect: {total: {measure: {sum: 件数}, at_most: 1}}", (*DEDUCT, *STEPS),
        checks({"件数": "2"}, {"件数": BLANK}), {"件数": ("0", "3")},
    ),
    "a sum of some": (
        GRAVE + "on_empty: satisfied, expect: {total: {measure: {sum: 件数}, at_most: 1}}", DEDUCT,
        checks({"件数": "2", **SURE}, {"件数": "3", **UNSURE}), GRADES,
    ),
    "a mean of some": (
        GRAVE + "on_empty: gap, expect: {total: {measure: {mean: 覆盖率}, at_least: 60%}}", SHARES,
        checks({"覆盖率": "90%", **SURE}, {"覆盖率": "10%", **UNSURE}), GRADES,
    ),
    "a share": (
        GRAVE + "on_empty: gap, expect: {ratio: {part: {count: {检查内容: 值班}}, whole: {count: all}, at_least: 80%}}", SHARES,
        checks({**SURE, "检查内容": "值班"}, {**SURE, "检查内容": "巡查"}, {**UNSURE, "检查内容": "巡查"}), GRADES,
    ),
    "a share of a sum": (
        CHECKS + "on_empty: gap, expect: {ratio: {part: {sum: 件数}, whole: {sum: 用时}, at_least: 90%}}", SHARES,
        checks({"件数": "4", "用时": "5"}, {"件数": "1", "用时": BLANK}), {"用时": ("1", "9")},
    ),
    "a part of a share": (
        CHECKS + "on_empty: gap, expect: {ratio: {part: {sum: 件数}, whole: {sum: 用时}, at_least: 90%}}", SHARES,
        checks({"件数": "4", "用时": "5"}, {"件数": BLANK, "用时": "1"}), {"件数": ("0", "1", "9")},
    ),
    "a part of a share that is not to be much": (
        CHECKS + "on_empty: gap, expect: {ratio: {part: {sum: 件数}, whole: {sum: 用时}, at_most: 90%}}",
        ("{satisfied: 5, lacking: 1, unit: 10%}",),
        checks({"件数": "4", "用时": "5"}, {"件数": BLANK, "用时": "1"}), {"件数": ("0", "1", "9")},
    ),
    "each": (
        GRAVE + "on_empty: satisfied, expect: {each: {filled: [完成日]}}", OF_EACH,
        checks({**SURE, "完成日": "2017-05-01"}, SURE, UNSURE), GRADES,
    ),
    "lag": (
        GRAVE + "on_empty: satisfied, expect: {lag: {from: 日期, to: 完成日, at_most: 20}}", OF_EACH,
        checks({**SURE, "完成日": "2017-01-05"}, SURE, UNSURE), GRADES,
    ),
    "each but some": (
        "select: {类型: 检查, not: {等级: 重大}}, on_empty: gap, expect: {each: {filled: [完成日]}}", OF_EACH,
        checks({**FINE, "完成日": "2017-05-01"}, FINE, {**UNSURE, "完成日": "2017-05-01"}, UNSURE), GRADES,
    ),
    "lag but of some": (
        "select: {类型: 检查, not: {等级: 重大}}, on_empty: gap, expect: {lag: {from: 日期, to: 完成日, at_most: 20}}", OF_EACH,
        checks(FINE, {**UNSURE, "完成日": "2017-02-05"}), GRADES,
    ),
    "alternatives but of some": (
        "select: {类型: 检查, not: {等级: 重大}}, on_empty: gap, expect: {any_of: {each: true, of: [{each: {filled: [完成日]}}, {each: {filled: [件数]}}]}}", OF_EACH,
        checks(FINE, {**UNSURE, "完成日": "2017-02-05"}), GRADES,
    ),
    "alternatives": (
        GRAVE + "on_empty: satisfied, expect: {any_of: {each: true, of: [{each: {filled: [完成日]}}, {each: {filled: [件数]}}]}}", OF_EACH[:3],
        checks({**SURE, "完成日": "2017-05-01"}, SURE, UNSURE), GRADES,
    ),
}  # fmt: skip


def filled(
    records: list[dict[str, Any]], values: Mapping[str, tuple[str, ...]]
) -> Iterator[list[dict[str, Any]]]:
    """List the records with every blank filled in every way."""
    places = [
        (at, key) for at, record in enumerate(records) for key, value in record.items() if value == BLANK
    ]
    for chosen in product(*(values[key] for _, key in places)):
        made = [dict(record) for record in records]
        for (at, key), value in zip(places, chosen, strict=True):
            made[at][key] = value
        yield made


def as_written(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in record.items() if value != BLANK} for record in records]


@pytest.mark.parametrize(
    ("keys", "score", "records", "values"),
    [
        pytest.param(keys, score, records, values, id=f"{name}: {score}")
        for name, (keys, ways, records, values) in FORMS.items()
        for score in ways
    ],
)
def test_whatever_a_blank_stands_for_costs_no_more_than_the_lower_end(
    keys: str, score: str, records: list[dict[str, Any]], values: Mapping[str, tuple[str, ...]]
) -> None:
    rule = worth(score, keys=keys)
    sure, _ = span(rule, records=as_written(records), as_of=END)
    ends = [span(rule, records=each, as_of=END) for each in filled(records, values)]
    assert all(low == high for low, high in ends)
    assert sure <= min(low for low, _ in ends)


TIGHT = [
    ("none", DEDUCT[0], (0, 4)), ("none", DEDUCT[1], (-3, -1)), ("none of none", DEDUCT[1], (-1, 0)),
    ("at most", DEDUCT[0], (2, 4)), ("at most, with a blank alone", DEDUCT[1], (-1, 0)),
    ("different ones", DEDUCT[1], (-2, -1)), ("different ones, none of them named", DEDUCT[1], (-2, -1)),
    ("different days", DEDUCT[1], (-2, -2)), ("in a month", DEDUCT[1], (-2, -1)), ("at once", DEDUCT[1], (-2, -1)),
    ("a sum", DEDUCT[1], (-50, -1)), ("a sum of some", DEDUCT[1], (-4, -1)), ("each", OF_EACH[0], (2, 4)),
    ("each", OF_EACH[1], (2, 3)), ("lag", OF_EACH[0], (2, 4)), ("a share", SHARES[0], (0, 1)),
    ("a part of a share", SHARES[0], (3, 3)), ("a part of a share", SHARES[1], (2, 2)),
    ("a part of a share that is not to be much", SHARES[1], (0, 5)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "score", "expected"), [pytest.param(*each, id=f"{each[0]}: {each[1]}") for each in TIGHT]
)
def test_the_lower_end_is_what_the_blank_ones_may_cost(
    form: str, score: str, expected: tuple[int, int]
) -> None:
    keys, _, records, _ = FORMS[form]
    assert span(worth(score, keys=keys), records=as_written(records), as_of=END) == tuple(
        map(Fraction, expected)
    )


UNREAD = a_record("检查", "去年")
"""A day that is none: the record cannot be read."""


@pytest.mark.parametrize(
    ("score", "keys", "records", "expected"),
    [
        pytest.param("{lacking: 5, at_least: -20}", GRAVE + "expect: {none: {}}", checks(SURE), (-20, -5), id="none"),
        pytest.param("{gap: -1}", GRAVE + "expect: {none: {}}", checks(SURE), (-1, -1), id="by the outcome alone"),
        pytest.param("{lacking: 5, at_least: -20}", GRAVE + "expect: {count: {at_most: 0}}", checks(SURE), (-20, -5), id="at most"),
        pytest.param(
            "{lacking: 1, at_least: -9}", CHECKS + "on_empty: gap, expect: {total: {measure: {sum: 件数}, at_most: 1}}",
            checks({"件数": "3"}), (-9, -2), id="a sum",
        ),
        pytest.param(
            "{satisfied: 3, lacking: 1}", CHECKS + "on_empty: gap, expect: {each: {filled: [完成日]}}", checks(SURE), (0, 2),
            id="each that is short",
        ),
        pytest.param(
            "{each: 1, at_most: 3}", CHECKS + "on_empty: gap, expect: {each: {filled: [完成日]}}",
            checks({"完成日": "2017-05-01"}, SURE), (1, 3), id="each that shows it",
        ),
        pytest.param(
            "{satisfied: 3, lacking: 1}", CHECKS + "expect: {count: {at_least: 2}}", checks(SURE), (2, 3), id="at least",
        ),
    ],
)  # fmt: skip
def test_an_unread_record_moves_that_end_which_it_could_move(
    score: str, keys: str, records: list[dict[str, Any]], expected: tuple[int, int]
) -> None:
    exact = span(worth(score, keys=keys), records=records, as_of=END)
    assert exact[0] == exact[1]
    found = span(worth(score, keys=keys), records=[*records, UNREAD], as_of=END)
    assert found == tuple(map(Fraction, expected))


LATEST = "select: {类型: 检查, pick: latest}, on_empty: gap, expect: {total: {measure: {field: 覆盖率}, at_least: 85%}}"


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        pytest.param([a_record("检查", "2017-05-01", 覆盖率=each) for each in ("82%", "70%")], (0, 3), id="of one day"),
        pytest.param([a_record("检查", "2017-05-01", 覆盖率=each) for each in ("70%", "82%")], (0, 3), id="the other way"),
        pytest.param(
            [a_record("检查", "2017-05-01", 覆盖率="70%"), a_record("检查", "2017-05-02", 覆盖率="82%")], (3, 3),
            id="of two days",
        ),
    ],
)  # fmt: skip
def test_of_several_that_are_the_latest_any_may_count(records: list[Raw], expected: tuple[int, int]) -> None:
    assert span(worth("{steps: {85%: 6, 80%: 3}}", keys=LATEST), records=records) == expected


def test_the_finding_names_what_could_cost_points() -> None:
    sure, unsure = checks(SURE, {})
    named = {**unsure, "标题": "查岗"}
    found = report([worth(DEDUCT[0], keys=GRAVE + "expect: {none: {}}")], [sure, named]).findings[0]
    said = [say(note) for note in found.notes]
    assert said == ["有 1 条记录没写全，写的不在词表里，或者名称多写少写了（查岗），结论不变，得分可能更少"]
    assert not report([worth("3", keys=GRAVE + "expect: {none: {}}")], [sure, named]).findings[0].notes


SESSIONS = [{**a_record("检查", ["2017-01-01", "2017-01-02", "2017-01-03"]), **SURE}]


@pytest.mark.parametrize("expect", ["none: {}", "count: {at_most: 0}"])
def test_each_session_of_what_should_not_be_is_deducted(expect: str) -> None:
    rule = worth("{satisfied: 4, lacking: 2, at_least: -6}", keys=GRAVE + f"expect: {{{expect}}}")
    assert span(rule, records=SESSIONS) == (-2, -2)


EMPTY = "on_empty: satisfied, "


@pytest.mark.parametrize(
    "score",
    [
        "4",
        "{steps: {100%: 4, 95%: 2}}",
        "{in_proportion: 4}",
        "{shares: {100%: 4}}",
        "{satisfied: 4, lacking: 1, unit: 1%}",
    ],
)
@pytest.mark.parametrize(
    "keys",
    [
        CHECKS + EMPTY + "expect: {ratio: {part: {count: {等级: 一般}}, whole: {count: all}, at_least: 100%}}",
        CHECKS + EMPTY + "expect: {each: {filled: [完成日]}}",
        CHECKS + EMPTY + "expect: {lag: {from: 日期, to: 完成日, at_most: 20}}",
    ],
)  # fmt: skip
def test_where_there_was_nothing_to_do_nothing_is_lost(score: str, keys: str) -> None:
    assert span(worth(score, keys=keys), records=[]) == (4, 4)
    assert span(worth(score, keys=keys), records=[UNREAD]) == (0, 4)


def test_nothing_found_earns_nothing_by_number() -> None:
    rule = worth("{each: 1, at_most: 4}", keys=CHECKS + EMPTY + "expect: {each: {filled: [完成日]}}")
    assert span(rule, records=[]) == (0, 0)


MADE_BY = (
    "select: {类型: 讲堂}, window: {from: 2017-01-01, to: 2017-04-30}, expect: {cover: {members: "
    "[{name: 三月底前, where: {日期: {before: 2017-04-01}}}, {name: 四月底前, where: {日期: {before: 2017-05-01}}}], need: any}}"
)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2017-03-30", (0, 3)), ("2017-03-31", (0, 1)), ("2017-04-15", (0, 1)), ("2017-04-30", (0, 0))],
)
def test_a_member_that_asks_for_a_day_before_those_to_come_earns_no_more(
    as_of: str, expected: tuple[int, int]
) -> None:
    rule = worth("{members: {三月底前: 3, 四月底前: 1}, best: true}", keys=MADE_BY)
    assert span(rule, records=[], as_of=as_of) == expected


@pytest.mark.parametrize(
    ("score", "counts", "expected"),
    [
        ("{steps: {90: 5, 80: 3}}", ("不足90",), (3, 3)),
        ("{steps: {90: 5, 80: 3}}", ("不到80",), (0, 0)),
        ("{steps: {90: 5, 80: 3}}", ("90余",), (5, 5)),
        ("{shares: {100%: 5, 80%: 3}}", ("不足90",), (3, 3)),
        ("{in_proportion: 5}", ("不足90",), (Fraction("4.99"), 5)),
        ("{in_proportion: 5}", ("45", "不足36"), (Fraction("4.49"), Fraction("4.5"))),
        ("{each: 0.1, at_most: 9}", ("不足50",), (Fraction("4.99"), 5)),
        ("{each: 0.1, at_most: 4}", ("不足50",), (4, 4)),
        ("{satisfied: 5, lacking: 0.5}", ("89",), (4.5, 4.5)),
        ("{satisfied: 5, lacking: 0.5}", ("近90",), (4.5, 5)),
        ("{satisfied: 5, lacking: 0.5}", ("近89",), (4, 4.5)),
        ("{satisfied: 5, lacking: 0.5}", ("80余",), (0, 0.5)),
        ("{satisfied: 5, lacking: 0.5}", ("约80",), (0, 0)),
        ("{satisfied: 4, lacking: 1, unit: 10}", ("近90",), (3, 3)),
        ("{satisfied: 4, lacking: 1, unit: 10}", ("80余",), (3, 3)),
        ("{satisfied: 4, lacking: 4}", ("近90",), (0, 4)),
    ],
)  # fmt: skip
def test_points_go_by_an_estimate_as_the_outcome_does(
    score: str, counts: tuple[str, ...], expected: tuple[Any, Any]
) -> None:
    keys = f"{CHECKS}expect: {{total: {{measure: {{sum: 件数}}, at_least: 90}}}}"
    assert span(worth(score, keys), records=checks(*({"件数": each} for each in counts))) == expected


@pytest.mark.parametrize(
    ("limits", "count", "of", "points"),
    [
        ("at_least: 85%", "84", "100", 4), ("at_least: 85%", "近85", "100", 4), ("at_least: 85%", "近84", "100", 3),
        ("at_least: 85%", "80余", "100", 0), ("at_least: 85%", "约84", "100", 4), ("at_least: 85%", "85", "100余", 4),
        ("at_most: 10%", "11", "100", 4), ("at_most: 10%", "10余", "100", 4), ("at_most: 10%", "11余", "100", 3),
        ("at_most: 10%", "近11", "100", 4), ("at_most: 10%", "10", "近100", 4),
        ("more_than: 85%", "85", "100", 4), ("more_than: 85%", "近85", "100", 4), ("less_than: 10%", "10", "100", 4),
        ("less_than: 10%", "11", "100", 3), ("exactly: 85%", "86", "100", 4), ("exactly: 85%", "85余", "100", 4),
        ("{at_least: 80%, at_most: 90%}", "91", "100", 4),
    ],
)  # fmt: skip
def test_an_estimate_costs_the_units_of_a_share_that_it_has_begun(
    limits: str, count: str, of: str, points: int
) -> None:
    share = f"ratio: {{part: {{sum: 件数}}, whole: {{sum: 参加人数}}, {limits.strip('{}')}}}"
    rule = worth("{satisfied: 5, lacking: 1, unit: 1%}", keys=f"{CHECKS}on_empty: gap, expect: {{{share}}}")
    assert span(rule, records=checks({"件数": count, "参加人数": of})) == (points, points)


@pytest.mark.parametrize(("score", "worst"), [(DEDUCT[0], -2), ("{satisfied: 5, lacking: 1}", 0)])
def test_a_worse_ledger_never_earns_more_where_nothing_proves_the_absence(score: str, worst: int) -> None:
    keys = GRAVE + "expect: {none: {needs: {类型: 慰问}}}"
    register = a_record("慰问", "2017-01-02")
    proven = [span(worth(score, keys), records=[register, *checks(*[SURE] * bad)]) for bad in range(4)]
    unproven = [span(worth(score, keys), records=checks(*[SURE] * bad)) for bad in range(4)]
    assert proven == sorted(proven, reverse=True)
    assert unproven == sorted(unproven, reverse=True)
    assert all(bare <= kept for bare, kept in zip(unproven, proven, strict=True))
    assert unproven[0] == (0, 0)
    assert unproven[1] == (worst, worst)
