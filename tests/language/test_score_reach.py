"""The upper end of points: records that are still to come never earn more, and some of them earn just as much."""

# ruff: noqa: E501 - one form a line reads as a table

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civcheck.language.pack import RulePack
from civcheck.language.recordindex import RecordIndex
from civcheck.language.rule import Rule
from civcheck.language.score import Points
from civcheck.language.scoretable import ScoreTable
from civcheck.model.report import ScoreLine
from civcheck.reading.inline import inline_ledger
from civcheck.verdict.earning import line_of
from civcheck.verdict.judging import judge
from civcheck.verdict.observe import Case

from ..builders import a_pack, a_record, a_rule, a_unit, day, lectures
from ..shares import one_in

MIDYEAR, OVER = "2017-06-30", "2018-06-30"
PLAN, LATE_PLAN = {"方案": "a.pdf"}, {"方案": {"文件": "a.pdf", "日期": "2017-07-01"}}
Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Form:
    """A rule, records of the first half of the year, and records that may come in the second.

    ``amended`` is what a record that waits may still be given; ``most`` records come at the most. By the ways in
    ``nears`` the upper end is one that is never exceeded, and never reached.
    """

    keys: str
    early: list[Raw]
    late: list[Raw]
    most: int = 3
    amended: Mapping[str, Any] = field(default_factory=dict)
    nears: tuple[str, ...] = ()


def spoken(*pairs: tuple[str, str]) -> list[Raw]:
    return [a_record("讲堂", at, 主题=word) for at, word in pairs]


OF_ALL = ("in proportion",)
"""Once one record is short, a share of all of them comes as near to all as one likes, and never there."""
SHARES = (*OF_ALL, "each", "half of each", "taken off for each")
"""The same of a ratio, where what is found is itself a share."""
BREAKS = ("falling steps", "taken off for each")
"""Where fewer periods that are kept earn more, the upper end does not look at how many may still be broken."""
TALKS = "select: {类型: 讲堂}, "
FORMS = {
    "count": Form(TALKS + "expect: {count: {at_least: 3}}", lectures("2017-02-01", "2017-05-01"), lectures("2017-08-01")),
    "at most": Form(TALKS + "expect: {count: {at_most: 1}}", lectures("2017-02-01", "2017-05-01"), lectures("2017-08-01")),
    "exactly": Form(TALKS + "expect: {count: {exactly: 2}}", lectures("2017-02-01", "2017-03-01", "2017-05-01"), lectures("2017-08-01")),
    "spread": Form(TALKS + "expect: {spread: {per: 季度, at_least: 1}}", lectures("2017-02-01", "2017-05-01"), lectures("2017-08-01", "2017-11-01")),
    "spread of two": Form(TALKS + "expect: {spread: {per: 季度, at_least: 2}}", lectures("2017-02-01", "2017-02-02", "2017-05-01", "2017-05-02"), lectures("2017-08-01", "2017-11-01"), 4),
    "spread at most": Form(TALKS + "expect: {count: {at_most: 1, per: 季度}}", lectures("2017-02-01", "2017-02-02", "2017-05-01", "2017-05-02"), lectures("2017-08-01", "2017-11-01"), 3, {}, BREAKS),
    "days of a month": Form(TALKS + "expect: {count: {at_least: 1, per: {months: 3, to_day: 10}}}", lectures("2017-01-05", "2017-02-20", "2017-04-05"), lectures("2017-07-05", "2017-10-05", "2017-11-20")),
    "each value": Form(TALKS + "on_empty: gap, expect: {count: {at_least: 1, per: {field: 主题, members: [文明用语, 文明出行]}}}", spoken(("2017-02-01", "文明用语")), spoken(("2017-08-01", "文明用语"), ("2017-08-02", "文明出行"))),
    "values in periods": Form(TALKS + "on_empty: gap, expect: {count: {at_least: 1, per: [半年, {field: 主题, members: [文明用语, 文明出行]}]}}", spoken(("2017-02-01", "文明用语"), ("2017-02-01", "文明出行")), spoken(("2017-08-01", "文明用语"), ("2017-08-02", "文明出行"))),
    "cover": Form(TALKS + "expect: {cover: {field: 主题, members: [文明用语, 文明出行, 文明餐桌]}}", spoken(("2017-02-01", "文明用语"), ("2017-05-01", "文明出行")), spoken(("2017-08-01", "文明用语"), ("2017-08-02", "文明出行"), ("2017-08-03", "文明餐桌"))),
    "two of three": Form(TALKS + "expect: {cover: {field: 主题, members: [文明用语, 文明出行, 文明餐桌], need: {at_least: 2}}}", spoken(("2017-02-01", "文明用语"), ("2017-05-01", "文明出行")), spoken(("2017-08-01", "文明用语"), ("2017-08-02", "文明出行"), ("2017-08-03", "文明餐桌"))),
    "a closed cover": Form(TALKS + "window: {from: 2017-01-01, to: 2017-05-31}, expect: {cover: {field: 主题, members: [文明用语, 文明出行, 文明餐桌]}}", spoken(("2017-02-01", "文明用语"), ("2017-05-01", "文明出行")), spoken(("2017-08-03", "文明餐桌"))),
    "branches": Form(
        "expect: {all_of: [{title: 文明用语, select: {类型: 讲堂}, window: {from: 2017-01-01, to: 2017-03-31}, count: {at_least: 1}}, "
        "{title: 文明出行, select: {类型: 讲堂}, window: {from: 2017-04-01, to: 2017-12-31}, count: {at_least: 2}}, {title: 文明餐桌, select: {类型: 慰问}, count: {at_least: 1}}]}",
        [*lectures("2017-02-01", "2017-05-01"), a_record("慰问", "2017-05-01")], [*lectures("2017-08-01"), a_record("慰问", "2017-08-01")],
    ),
    "alternatives": Form(
        "expect: {any_of: [{title: 文明用语, select: {类型: 讲堂}, window: {from: 2017-01-01, to: 2017-03-31}, count: {at_least: 1}}, "
        "{title: 文明出行, select: {类型: 讲堂}, window: {from: 2017-04-01, to: 2017-12-31}, count: {at_least: 2}}, {title: 文明餐桌, select: {类型: 慰问}, count: {at_least: 1}}]}",
        [*lectures("2017-02-01", "2017-05-01"), a_record("慰问", "2017-05-01")], [*lectures("2017-08-01"), a_record("慰问", "2017-08-01")],
    ),
    "two of the alternatives": Form(
        "expect: {any_of: {at_least: 2, of: [{title: 文明用语, select: {类型: 讲堂}, window: {from: 2017-01-01, to: 2017-03-31}, count: {at_least: 1}}, "
        "{title: 文明出行, select: {类型: 讲堂}, window: {from: 2017-01-01, to: 2017-05-31}, count: {at_least: 2}}, {title: 文明餐桌, select: {类型: 慰问}, count: {at_least: 1}}]}}",
        [*lectures("2017-02-01", "2017-05-01"), a_record("慰问", "2017-05-01")], [a_record("慰问", "2017-08-01")],
    ),
    "each": Form(
        TALKS + "on_empty: gap, expect: {each: {roles: [方案], due: {days: 30}}}",
        [*lectures("2017-02-01", 附件=PLAN), *lectures("2017-02-02", "2017-06-20")], [*lectures("2017-08-01", 附件=PLAN), *lectures("2017-08-02")], 3, {"附件": LATE_PLAN}, OF_ALL,
    ),
    "so many": Form(
        TALKS + "expect: {each: {roles: [方案], due: {days: 30}, quantifier: {at_least: 2}}}",
        [*lectures("2017-02-01", 附件=PLAN), *lectures("2017-02-02", "2017-06-20")], [*lectures("2017-08-01", 附件=PLAN), *lectures("2017-08-02")], 3, {"附件": LATE_PLAN},
    ),
    "so many in a closed window": Form(
        TALKS + "window: {from: 2017-01-01, to: 2017-06-30}, expect: {each: {roles: [方案], due: {days: 30}, quantifier: {at_least: 2}}}",
        [*lectures("2017-02-01", 附件=PLAN), *lectures("2017-02-02", "2017-06-20", "2017-06-21")], lectures("2017-08-01", 附件=PLAN), 1, {"附件": LATE_PLAN},
    ),
    "each in a closed window": Form(
        TALKS + "window: {from: 2017-01-01, to: 2017-06-30}, on_empty: gap, expect: {each: {roles: [方案], due: {days: 30}}}",
        [*lectures("2017-02-01", 附件=PLAN), *lectures("2017-02-02", "2017-06-20")], lectures("2017-08-01", 附件=PLAN), 1, {"附件": LATE_PLAN},
    ),
    "due on a day that is over": Form(
        TALKS + "expect: {each: {roles: [方案], due: {by: 2017-06-30}, quantifier: {at_least: 2}}}",
        [*lectures("2017-02-01", 附件=PLAN), *lectures("2017-02-02")], lectures("2017-08-01", 附件=PLAN), 2,
    ),
    "lag": Form(
        TALKS + "on_empty: gap, expect: {lag: {from: 日期, to: 报送日期, at_most: 20}}",
        [*lectures("2017-02-01", 报送日期="2017-02-02"), *lectures("2017-02-02", "2017-06-20")], [*lectures("2017-08-01", 报送日期="2017-08-02"), *lectures("2017-08-02")], 3, {"报送日期": "2017-07-01"}, OF_ALL,
    ),
    "none": Form("select: {类型: 处分}, expect: {none: {}}", [a_record("处分", "2017-02-01"), a_record("处分", "2017-05-01")], [a_record("处分", "2017-08-01")]),
    "none with a proof": Form("select: {类型: 处分}, expect: {none: {needs: {类型: 慰问}}}", [a_record("处分", "2017-02-01"), a_record("慰问", "2017-05-01")], [a_record("处分", "2017-08-01"), a_record("慰问", "2017-08-01")]),
    "ratio": Form(TALKS + "on_empty: gap, expect: {ratio: {part: {count: {主题: 文明用语}}, whole: {count: all}, at_least: 50%}}", spoken(("2017-02-01", "文明用语"), ("2017-05-01", "文明出行")), spoken(("2017-08-01", "文明用语"), ("2017-08-02", "文明出行")), 3, {}, SHARES),
    "ratio of all": Form(TALKS + "on_empty: gap, expect: {ratio: {part: {count: {主题: 文明用语}}, whole: {count: all}, at_least: 100%}}", spoken(("2017-02-01", "文明用语"), ("2017-05-01", "文明出行")), spoken(("2017-08-01", "文明用语"), ("2017-08-02", "文明出行")), 3, {}, SHARES),
    "total": Form(TALKS + "expect: {total: {measure: {sum: 人时}, at_least: 3}}", lectures("2017-02-01", 人时="1"), lectures("2017-08-01", 人时="1")),
    "total in a period": Form(TALKS + "expect: {total: {measure: {sum: 人时}, at_least: 2, per: 季度}}", [*lectures("2017-02-01", 人时="2"), *lectures("2017-05-01", 人时="1")], lectures("2017-08-01", "2017-11-01", 人时="2")),
    "at the year's end": Form(TALKS + "window: {from: 2017-01-01, to: 2017-06-30}, expect: {count: {at_least: 3}}", lectures("2017-02-01", "2017-05-01"), lectures("2017-08-01")),
}  # fmt: skip

WAYS: dict[str, dict[str, Any]] = {
    "satisfied": {"satisfied": "3"},
    "gap": {"satisfied": "3", "gap": "-2"},
    "lost": {"gap": "-2"},
    "lacking": {"satisfied": "3", "lacking": "1"},
    "lacking below nought": {"satisfied": "3", "lacking": "2", "at_least": "-5"},
    "nothing to earn": {"lacking": "2", "at_least": "-5"},
    "each": {"each": "1", "at_most": "3"},
    "half of each": {"each": "1/2", "at_most": "1"},
    "taken off for each": {"each": "-1", "at_least": "-3"},
    "steps": {"steps": {"1": "1", "2": "2", "3": "5"}},
    "falling steps": {"steps": {"0": "5", "1": "3", "2": "1"}},
    "shares": {"shares": {"1/3": "1", "100%": "4"}},
    "in proportion": {"in_proportion": "6"},
}
MEMBERS: dict[str, dict[str, Any]] = {
    "members": {"members": {"文明用语": "2", "文明出行": "1", "文明餐桌": "3"}},
    "best member": {"members": {"文明用语": "2", "文明出行": "1", "文明餐桌": "3"}, "best": "true"},
    "a member that takes off": {"members": {"文明用语": "2", "文明出行": "-1", "文明餐桌": "3"}},
}
NAMED = ("cover", "two of three", "a closed cover", "branches", "alternatives", "two of the alternatives")
SHARED = {
    "ratio": {**WAYS, "lacking": {"satisfied": "3", "lacking": "1", "unit": "25%"},
              "lacking below nought": {"satisfied": "3", "lacking": "2", "unit": "25%", "at_least": "-5"},
              "nothing to earn": {"lacking": "2", "unit": "25%", "at_least": "-5"}, "steps": {"steps": {"50%": "1", "60%": "2", "100%": "5"}}},
}  # fmt: skip


def scored(form: Form, way: dict[str, Any]) -> tuple[Rule, RulePack]:
    rule = a_rule(f"{{{form.keys}}}").changed(score=Points.read(way))
    pack = a_pack(rule)
    table = ScoreTable.read({"full": "100", "not_applicable": "zero"})
    return rule, pack.changed(head=pack.head.changed(score=table))


def points(rule: Rule, pack: RulePack, records: list[Raw], as_of: str) -> ScoreLine:
    ledger = inline_ledger(a_unit(), records, pack)
    params = {name: param.value for name, param in pack.head.params.items()}
    case = Case(pack, ledger.unit, RecordIndex(ledger.records, pack.terms, ledger.unread), params)
    line = line_of(judge(rule, case, (), day(as_of)), case, day(as_of))
    assert line is not None
    return line


def completions(form: Form, early: list[Raw]) -> Iterator[list[Raw]]:
    """List every ledger that an early one may grow into, as far as so few records go."""
    amended = [
        {**record, **form.amended} if form.amended.keys().isdisjoint(record) else record for record in early
    ]
    for count in range(form.most + 1):
        for added in combinations_with_replacement(form.late, count):
            yield [*early, *added]
            if amended != early:
                yield [*amended, *added]


def ways_of(name: str) -> dict[str, dict[str, Any]]:
    known = SHARED["ratio"] if name.startswith("ratio") else WAYS
    return {**known, **MEMBERS} if name in NAMED else known


REFUSED = {
    ("none", "shares"),
    ("none", "in proportion"),
    ("at most", "shares"),
    ("at most", "in proportion"),
    ("none with a proof", "shares"),
    ("none with a proof", "in proportion"),
}
"""Lint refuses a share of what nobody asks for."""
CASES = [
    pytest.param(name, way, id=f"{name}: {way}")
    for name in FORMS for way in ways_of(name) if (name, way) not in REFUSED
]  # fmt: skip


@pytest.mark.parametrize(("name", "way"), one_in(4, CASES))
def test_the_upper_end_is_what_the_best_of_all_that_may_come_earns(name: str, way: str) -> None:
    form = FORMS[name]
    rule, pack = scored(form, ways_of(name)[way])
    for taken in range(2 ** len(form.early)):
        early = [record for place, record in enumerate(form.early) if taken >> place & 1]
        upper = points(rule, pack, early, MIDYEAR).possible
        final = [points(rule, pack, records, OVER) for records in completions(form, early)]
        assert all(line.sure == line.possible for line in final)
        best = max(line.sure for line in final)
        assert best <= upper
        assert best == upper or way in form.nears, early


@st.composite
def written(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a way to earn points, with any numbers."""
    low, high = sorted(draw(st.lists(st.integers(0, 4), min_size=2, max_size=2)))
    return draw(
        st.sampled_from(
            [
                {"satisfied": str(high - 2), "gap": str(low - 2)},
                {"satisfied": str(high + 1), "lacking": "1/2", "at_least": str(-low)},
                {"each": draw(st.sampled_from(["1/2", "1", "3"])), "at_most": str(low + 1)},
                {"steps": {"1": str(low), "2": str(high)}},
                {"shares": {"1/4": str(low), "1/2": str(high), "100%": str(high + 2)}},
                {"steps": {"1": str(low), "2": str(high)}, "at_most": str(low + 1)},
            ]
        )
    )


STEADY = [name for name in FORMS if not name.startswith(("ratio", "none", "at most"))]


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(STEADY), written(), st.data())
def test_no_numbers_make_the_upper_end_too_high_or_too_low(
    name: str, way: dict[str, Any], data: st.DataObject
) -> None:
    form = FORMS[name]
    rule, pack = scored(form, way)
    early = data.draw(st.lists(st.sampled_from(form.early), unique_by=str, max_size=len(form.early)))
    final = [points(rule, pack, records, OVER).sure for records in completions(form, early)]
    enough = "each" not in way or Fraction(way["each"]) * form.most >= Fraction(way["at_most"])
    upper = points(rule, pack, early, MIDYEAR).possible
    assert max(final) == upper or (not enough and max(final) < upper)
