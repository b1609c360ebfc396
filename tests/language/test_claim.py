"""``claim``: within a group of rules a record counts once, shared out exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from civcheck.language.claim import Claim, allot
from civcheck.language.rule import Rule
from civcheck.messages import say
from civcheck.model.outcome import Outcome
from civcheck.model.report import Report
from civcheck.report import Format, Options, renderer
from civcheck.verdict.run import run_audit

from ..builders import a_judgement, a_ledger, a_pack, a_record, a_rule, a_unit, day, lectures

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED = Outcome.UNDETERMINED
LAST = day("2017-12-31")


def claiming(id: str, keys: str, obligation: str = "应办", **more: Any) -> Rule:
    """Make a rule of the group 活动."""
    return a_rule(f"{{id: '{id}', obligation: {obligation}, claim: 活动, {keys}}}")


def report(
    rules: Sequence[Rule],
    records: Iterable[Any],
    as_of: str = "2017-12-31",
    judgements: Any = (),
    **unit: Any,
) -> Report:
    pack = a_pack(*rules)
    ledger = a_ledger(pack, records, a_unit(**unit))
    return run_audit(ledger, pack, day(as_of), judgements=judgements)


def outcomes(*rules: Rule, records: Iterable[Any], **more: Any) -> list[Outcome]:
    return [finding.outcome for finding in report(rules, records, **more).findings]


TWO = claiming("1.1", "select: {类型: 讲堂}, expect: {count: {at_least: 2}}")
ONE = claiming("1.2", "select: {类型: 讲堂}, expect: {count: {at_least: 1}}")
ABOUT = claiming("1.2", "select: {类型: 讲堂, 主题: 文明用语}, expect: {count: {at_least: 1}}")
DAYS = ("2017-03-01", "2017-04-01", "2017-05-01")


@pytest.mark.parametrize(
    ("rules", "records", "expected"),
    [
        pytest.param([TWO, ONE], lectures(*DAYS), [SATISFIED, SATISFIED], id="enough for both"),
        pytest.param([TWO, ONE], lectures(*DAYS[:2]), [SATISFIED, GAP], id="the first rule comes first"),
        pytest.param([ONE, TWO], lectures(*DAYS[:2]), [SATISFIED, GAP], id="in the order of the document"),
        pytest.param(
            [TWO, claiming("1.2", "select: {类型: 讲堂}, expect: {count: {at_least: 1}}", "强制")],
            lectures(*DAYS[:2]),
            [GAP, SATISFIED],
            id="the stronger duty before the first",
        ),
        pytest.param(
            [
                TWO,
                claiming(
                    "1.2",
                    "select: {类型: 讲堂}, window: {from: 2017-01-01, to: 2017-06-30}, "
                    "expect: {count: {at_least: 1}}",
                ),
            ],
            lectures(*DAYS[:2]),
            [GAP, SATISFIED],
            id="what is due first before the first",
        ),
        pytest.param(
            [TWO, ABOUT],
            [*lectures("2017-03-01", 主题="文明用语"), *lectures(*DAYS[1:])],
            [SATISFIED, SATISFIED],
            id="the one that only the second can use is left to it",
        ),
        pytest.param(
            [TWO, claiming("1.2", "select: {类型: 慰问}, expect: {count: {at_least: 1}}")],
            [*lectures(*DAYS[:2]), a_record("慰问", "2017-03-01")],
            [SATISFIED, SATISFIED],
            id="records of another kind are no matter",
        ),
        pytest.param([TWO, ONE], lectures(list(DAYS)), [SATISFIED, SATISFIED], id="each session counts once"),
        pytest.param(
            [
                claiming("1.1", "select: {类型: 讲堂}, expect: {count: {at_least: 1, per: 季度}}"),
                ONE,
            ],
            lectures("2017-01-09", "2017-04-09", "2017-07-09", "2017-10-09"),
            [SATISFIED, GAP],
            id="periods take one each",
        ),
        pytest.param(
            [
                claiming(
                    "1.1",
                    "select: {类型: 讲堂}, expect: {cover: {field: 主题, members: [文明用语, 文明出行]}}",
                ),
                ONE,
            ],
            [*lectures("2017-03-01", 主题="文明用语、文明出行"), *lectures("2017-04-01", 主题="文明用语")],
            [SATISFIED, GAP],
            id="a record serves one member only",
        ),
        pytest.param(
            [
                claiming(
                    "1.1",
                    "select: {类型: 讲堂}, expect: {each: {roles: [方案], quantifier: {at_least: 1}}}",
                ),
                ONE,
            ],
            [*lectures("2017-03-01", 附件={"方案": "a.pdf"}), *lectures("2017-04-01")],
            [SATISFIED, SATISFIED],
            id="so many that show a plan",
        ),
        pytest.param(
            [
                claiming("1.1", "select: {类型: 讲堂}, expect: {count: {at_least: 2, distinct: [主题]}}"),
                ONE,
            ],
            [*lectures(*DAYS[:2], 主题="文明用语"), *lectures("2017-05-01", 主题="文明出行")],
            [SATISFIED, SATISFIED],
            id="of two that are counted as one the other is free",
        ),
    ],
)
def test_a_record_counts_once_in_its_group(rules: Any, records: Any, expected: list[Outcome]) -> None:
    assert outcomes(*rules, records=records) == expected


def test_a_rule_outside_the_group_still_counts_every_record() -> None:
    free = a_rule("{id: '1.3', select: {类型: 讲堂}, expect: {count: {at_least: 2}}}")
    assert outcomes(TWO, ONE, free, records=lectures(*DAYS[:2])) == [SATISFIED, GAP, SATISFIED]


def test_what_is_short_is_pending_while_the_window_is_open() -> None:
    assert outcomes(TWO, ONE, records=lectures(*DAYS[:2]), as_of="2017-12-30") == [SATISFIED, PENDING]


def test_an_excused_rule_leaves_its_records_to_the_others() -> None:
    excused = a_judgement("waived")
    assert outcomes(TWO, ONE, records=lectures(DAYS[0]), judgements=[excused]) == [
        Outcome.WAIVED,
        SATISFIED,
    ]


def test_a_rule_of_which_it_is_not_known_whether_it_applies_leaves_the_others_in_doubt() -> None:
    maybe = claiming(
        "1.1",
        "applies_to: {有下级单位: 是}, select: {类型: 讲堂}, expect: {count: {at_least: 1}}",
    )
    found = report([maybe, ONE], lectures(DAYS[0]))
    assert [finding.outcome for finding in found.findings] == [UNDETERMINED, UNDETERMINED]
    assert [finding.asks for finding in found.findings] == [("有下级单位",), ("有下级单位",)]
    assert outcomes(maybe, ONE, records=lectures(*DAYS[:2])) == [UNDETERMINED, SATISFIED]
    assert outcomes(maybe, ONE, records=[]) == [UNDETERMINED, GAP]
    assert outcomes(maybe, ONE, records=lectures(DAYS[0]), 其他事实={"有下级单位": "否"}) == [
        Outcome.NOT_APPLICABLE,
        SATISFIED,
    ]


def test_the_report_says_who_claimed_what() -> None:
    found = report(
        [TWO, claiming("1.2", "select: {类型: 讲堂}, expect: {count: {at_least: 2}}")], lectures(*DAYS)
    )
    assert say(found.findings[1].summary) == snapshot(
        "能用的有 3 条，其中 2 条已算给规则 1.1；算给本条 1 条，应有 2 条"
    )
    assert [say(near.lacks) for near in found.findings[1].near_misses] == snapshot(
        ["已算给规则 1.1，同组里一条记录只算一次", "已算给规则 1.1，同组里一条记录只算一次"]
    )
    (group,) = found.claims
    assert {rule: len(items) for rule, items in group.claimed.items()} == {"1.1": 2, "1.2": 1}
    text = renderer(Format.TERMINAL)(found, Options("zh")).decode()
    assert text[text.index("── 不重复计数") :].splitlines()[1:4] == snapshot(
        [" 活动", "  1.1       记录.yaml#1、记录.yaml#2", "  1.2       记录.yaml#3"]
    )


def test_members_that_another_rule_has_the_records_of_are_named() -> None:
    towns = claiming("1.3", "select: {类型: 讲堂}, expect: {cover: {field: 地点, members: [西村, 东村]}}")
    found = report([ONE, towns], lectures("2017-03-01", 地点="西村"))
    assert found.findings[1].missing == ("西村", "东村")
    assert say(found.findings[1].summary) == snapshot(
        "能用的有 1 条，其中 1 条已算给规则 1.2；算给本条 0 条，应有 2 条；还缺：西村、东村"
    )


def test_next_change_looks_at_the_whole_group() -> None:
    found = report([TWO, ONE], lectures("2017-03-01", "2017-04-01", "2017-11-01"), as_of="2017-10-01")
    assert found.next_change is not None
    assert (found.next_change.day, found.next_change.changes["1.2"]) == (
        day("2017-11-01"),
        (PENDING, SATISFIED),
    )


# --- the matching itself

Choices = dict[int, list[tuple[str, date | None]]]


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    items = [(f"r{number}", None) for number in range(draw(st.integers(1, 5)))]
    some = st.lists(st.sampled_from(items), min_size=1, max_size=3, unique=True)
    one = st.builds(
        lambda asked, choices: Claim(asked, dict(enumerate(choices)), LAST),
        st.integers(0, 3),
        st.lists(some, max_size=4),
    )
    return draw(st.lists(one, min_size=1, max_size=4))


def can_be_given(numbers: Sequence[int], asked: Sequence[Claim]) -> bool:
    """Tell by trying everything whether each claim can have so many."""
    places = [index for index, number in enumerate(numbers) for _ in range(number)]
    pairs = [
        [(key, item) for key, items in asked[index].choices.items() for item in items] for index in places
    ]
    for chosen in product(*pairs):
        items = {item for _, item in chosen}
        keys = {(index, key) for index, (key, _) in zip(places, chosen, strict=True)}
        if len(items) == len(keys) == len(places):
            return True
    return False


@settings(deadline=None)
@given(claims())
def test_what_is_given_is_the_best_in_order_of_the_claims(asked: list[Claim]) -> None:
    best = [0] * len(asked)
    for index, claim in enumerate(asked):
        while best[index] < claim.asked and can_be_given(
            [*best[:index], best[index] + 1, *best[index + 1 :]], asked
        ):
            best[index] += 1
    shared = allot(asked)
    every = [item for items in shared for item in items]
    assert len(set(every)) == len(every)
    assert [len(items) for items in shared] == best


def test_long_chains_of_claims_are_no_matter() -> None:
    """Each of 2,000 claims could have two records; only the last record frees them all, one after the other."""
    chain = [
        Claim(1, {0: [(f"r{number:04}", None)], 1: [(f"r{number + 1:04}", None)]}, LAST)
        for number in range(2_000)
    ]
    assert all(allot([*chain, Claim(1, {0: [("r0000", None)]}, LAST)]))


def test_a_group_with_a_fact_that_is_not_declared_and_no_record_is_judged() -> None:
    asks = claiming(
        "1.1",
        "select: {类型: 讲堂}, on_empty: gap, "
        "expect: {each: {where: {面积: {at_least: {fact: 上年面积}}}, quantifier: {at_least: 2}}}",
    )
    assert outcomes(asks, ONE, records=[])[1] is GAP
    assert outcomes(asks, ONE, records=lectures(*DAYS))[0] is UNDETERMINED
