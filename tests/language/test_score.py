"""``score``: points beside the outcomes, as an interval while something is open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from civcheck.language.amount import anybody
from civcheck.language.pack import RulePack
from civcheck.language.rule import Rule
from civcheck.language.score import Points
from civcheck.language.scoretable import ScoreTable
from civcheck.language.worth import Worth
from civcheck.model.report import Report, Score
from civcheck.report import Format, Options, renderer
from civcheck.verdict.run import run_audit

from ..builders import a_judgement, a_ledger, a_pack, a_record, a_rule, a_unit, day, lectures, read_yaml

DAYS = ("2017-01-05", "2017-02-05", "2017-03-05", "2017-04-05", "2017-05-05", "2017-06-05")
END, EARLY = "2017-12-31", "2017-06-30"
FOUR = "select: {类型: 讲堂}, expect: {count: {at_least: 4}}"
THREE_WORDS = "select: {类型: 讲堂}, expect: {cover: {field: 主题, members: [文明用语, 文明出行, 文明餐桌]}}"
NONE = "select: {类型: 处分}, expect: {none: {}}"
PROVEN_NONE = "select: {类型: 处分}, expect: {none: {needs: {类型: 慰问}}}"
PLANS = "select: {类型: 讲堂}, on_empty: gap, expect: {each: {roles: [方案]}}"
SHARE = (
    "select: {类型: 讲堂}, on_empty: gap, "
    "expect: {ratio: {part: {count: {主题: 文明用语}}, whole: {count: all}, at_least: 80%}}"
)
ASKED = "applies_to: {有下级单位: 是}, select: {类型: 讲堂}, expect: {count: {at_least: 1}}"
LOOKED_AT = "select: {类型: 讲堂}, expect: {review: {question: 好不好？}}"


def worth(score: str, keys: str = FOUR, id: str = "1.1") -> Rule:
    return a_rule(f"{{id: '{id}', {keys}, score: {score}}}")


def scored_pack(rules: Sequence[Rule], **table: Any) -> RulePack:
    pack = a_pack(*rules)
    made = ScoreTable.read({"full": "100", "not_applicable": "full", **table})
    return pack.changed(head=pack.head.changed(score=made))


def report(
    rules: Sequence[Rule], records: Iterable[Any], as_of: str = END, judgements: Any = (), unit: Any = None,
    **table: Any,
) -> Report:  # fmt: skip
    pack = scored_pack(rules, **table)
    ledger = a_ledger(pack, records, unit or a_unit())
    return run_audit(ledger, pack, day(as_of), judgements=judgements)


def score_of(*rules: Rule, records: Iterable[Any], **more: Any) -> Score:
    found = report(rules, records, **more).score
    assert found is not None
    return found


def span(*rules: Rule, records: Iterable[Any], **more: Any) -> tuple[Fraction, Fraction]:
    score = score_of(*rules, records=records, **more)
    return score.sure, score.possible


def in_numbers(points: Points) -> Worth:
    return points.between(anybody({}))[1]


def themes(*words: str) -> list[Any]:
    return [a_record("讲堂", at, 主题=word) for at, word in zip(DAYS, words, strict=False)]


@pytest.mark.parametrize(
    ("score", "keys", "records", "as_of", "expected"),
    [
        pytest.param("5", FOUR, lectures(*DAYS[:4]), END, (5, 5), id="full points when it is met"),
        pytest.param("5", FOUR, lectures(*DAYS[:3]), END, (0, 0), id="none for a gap"),
        pytest.param("5", FOUR, lectures(*DAYS[:3]), EARLY, (0, 5), id="all is possible while it is pending"),
        pytest.param("{satisfied: 5, gap: -2}", FOUR, [], END, (-2, -2), id="less than none for a gap"),
        pytest.param(
            "{satisfied: 2, lacking: 0.5}", FOUR, lectures(*DAYS[:3]), END, (1.5, 1.5), id="half off for one"
        ),
        pytest.param("{satisfied: 1, lacking: 0.5}", FOUR, [], END, (0, 0), id="no less than none"),
        pytest.param(
            "{satisfied: 1, lacking: 0.5, at_least: -5}", FOUR, [], END, (-1, -1), id="less, where it is written"
        ),
        pytest.param(
            "{satisfied: 2, lacking: 0.5}", FOUR, lectures(*DAYS[:3]), EARLY, (1.5, 2), id="what is there is sure"
        ),
        pytest.param("{each: 1, at_most: 4}", FOUR, lectures(*DAYS[:3]), END, (3, 3), id="one for each"),
        pytest.param("{each: 1, at_most: 4}", FOUR, lectures(*DAYS), END, (4, 4), id="four at the most"),
        pytest.param(
            "{each: 1, at_most: 6}", FOUR, lectures(*DAYS[:4]), EARLY, (4, 6), id="more may come although it is met"
        ),
        pytest.param("{steps: {4: 5, 2: 3}}", FOUR, lectures(*DAYS[:4]), END, (5, 5), id="the highest step"),
        pytest.param("{steps: {4: 5, 2: 3}}", FOUR, lectures(*DAYS[:3]), END, (3, 3), id="the step below"),
        pytest.param("{steps: {4: 5, 2: 3}}", FOUR, lectures(DAYS[0]), END, (0, 0), id="below every step"),
        pytest.param(
            "{shares: {100%: 4, 75%: 2}}", FOUR, lectures(*DAYS[:3]), END, (2, 2), id="three of four are 75 %"
        ),
        pytest.param(
            "{shares: {100%: 4, 76%: 2}}", FOUR, lectures(*DAYS[:3]), END, (0, 0), id="and no more than that"
        ),
        pytest.param(
            "{steps: {80%: 4, 1/2: 2}}", SHARE, themes("文明用语", "文明出行"), END, (2, 2), id="steps of a share"
        ),
        pytest.param(
            "{members: {文明用语: 2, 文明出行: 1, 文明餐桌: 1}}",
            THREE_WORDS, themes("文明用语", "文明餐桌"), END, (3, 3), id="by members",
        ),
        pytest.param(
            "{each: 2, at_most: 6}", THREE_WORDS, themes("文明用语", "文明餐桌"), END, (4, 4), id="for each member"
        ),
        pytest.param("{lacking: 2, at_least: -5}", NONE, [], END, (0, 0), id="nothing to deduct"),
        pytest.param(
            "{lacking: 2, at_least: -5}", NONE, [a_record("处分", DAYS[0])], EARLY, (-2, -2),
            id="deducted for each that should not be",
        ),
        pytest.param(
            "{lacking: 2, at_least: -5}", NONE, [a_record("处分", each) for each in DAYS[:3]], END, (-5, -5),
            id="five at the most",
        ),
        pytest.param(
            "{satisfied: 3, lacking: 1}", PLANS,
            [*lectures(DAYS[0], 附件={"方案": "a.pdf"}), *lectures(*DAYS[1:3])], END, (1, 1),
            id="for each record that is short",
        ),
        pytest.param("{satisfied: 3, lacking: 1}", PLANS, [], END, (0, 0), id="no record, nothing to deduct from"),
        pytest.param("{satisfied: 3, lacking: 1}", PLANS, [], EARLY, (0, 3), id="no record yet"),
        pytest.param("{satisfied: 5, lacking: 1}", PROVEN_NONE, [], END, (0, 0), id="an absence without its proof"),
        pytest.param("{satisfied: 5, lacking: 1}", PROVEN_NONE, [], EARLY, (0, 5), id="a proof that may come"),
        pytest.param(
            "{satisfied: 5, lacking: 2}",
            "select: {类型: 讲堂}, expect: {count: {at_most: 2}}", lectures(*DAYS[:4]), END, (1, 1),
            id="for each one too many",
        ),
        pytest.param("{gap: -2}", FOUR, [], END, (-2, -2), id="nothing to earn, something to lose"),
        pytest.param("{gap: -2}", FOUR, lectures(*DAYS[:4]), END, (0, 0), id="nothing lost"),
        pytest.param("{satisfied: 0, gap: -2}", FOUR, [], END, (-2, -2), id="nought written out"),
        pytest.param("{in_proportion: 8}", FOUR, lectures(*DAYS[:3]), END, (6, 6), id="three of four of eight points"),
        pytest.param("{in_proportion: 8}", FOUR, lectures(*DAYS), END, (8, 8), id="no more than all"),
        pytest.param("{in_proportion: 8}", FOUR, lectures(*DAYS[:3]), EARLY, (6, 8), id="more may come in proportion"),
        pytest.param(
            "{members: {文明用语: 5, 文明出行: 3, 文明餐桌: 1}, best: true}",
            THREE_WORDS, themes("文明出行", "文明餐桌"), END, (3, 3), id="the best member alone",
        ),
        pytest.param(
            "{satisfied: 5, lacking: 0.2, unit: 1%}", SHARE, themes("文明用语", "文明用语", "文明出行"), END,
            (Fraction(11, 5), Fraction(11, 5)), id="for each begun percent that is lacking",
        ),
        pytest.param("5", ASKED, lectures(DAYS[0]), END, (0, 5), id="open while a fact is not declared"),
        pytest.param("5", LOOKED_AT, lectures(DAYS[0]), END, (0, 5), id="open until a person has looked"),
        pytest.param(
            "{each: 1, at_most: 2}",
            "expect: {any_of: [{title: 讲, select: {类型: 讲堂}, count: {at_least: 1}}, "
            "{title: 慰, select: {类型: 慰问}, count: {at_least: 1}}]}",
            [*lectures(DAYS[0]), a_record("慰问", DAYS[1])], END, (2, 2), id="for each branch",
        ),
    ],
)  # fmt: skip
def test_points_of_a_rule(
    score: str, keys: str, records: Any, as_of: str, expected: tuple[float, float]
) -> None:
    assert span(worth(score, keys), records=records, as_of=as_of) == tuple(map(Fraction, expected))


YEARLY = "select: {类型: 讲堂}, over: {years: 2}, expect: {count: {at_least: 2, per: 年}}"


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        pytest.param("{in_proportion: 4}", (0, 4), id="what the missing year has could earn some"),
        pytest.param("{satisfied: 4, gap: 1}", (1, 1), id="what this year decides is worth what a gap is"),
    ],
)
def test_a_ledger_that_is_missing_leaves_points_open_that_it_could_earn(
    score: str, expected: tuple[int, int]
) -> None:
    assert span(worth(score, YEARLY), records=lectures(DAYS[0])) == expected


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        pytest.param("met", (5, 5), id="a person says it is met"),
        pytest.param("not-met", (0, 0), id="a person says it is not"),
        pytest.param("waived", (5, 5), id="excused: like a rule that does not concern the unit"),
        pytest.param("substituted", (5, 5), id="something else takes its place"),
    ],
)
def test_judgements_decide_points(verdict: str, expected: tuple[int, int]) -> None:
    judgement = a_judgement(verdict)
    assert span(worth("5", LOOKED_AT), records=lectures(DAYS[0]), judgements=[judgement]) == expected


NOT_OURS = "applies_to: {单位类型: 监狱}, " + FOUR


@pytest.mark.parametrize(
    ("way", "expected"),
    [("full", 10 + 90), ("zero", 90), ("scaled", 100)],
)
def test_what_does_not_concern_the_unit_is_worth_what_the_table_says(way: str, expected: int) -> None:
    rules = [worth("10", NOT_OURS), worth("90", FOUR, "1.2")]
    assert span(*rules, records=lectures(*DAYS), not_applicable=way) == (expected, expected)


def test_scaling_goes_by_what_is_left() -> None:
    rules = [worth("20", NOT_OURS), worth("60", FOUR, "1.2"), worth("20", NONE, "1.3")]
    records = [*lectures(*DAYS), a_record("处分", DAYS[0])]
    assert span(*rules, records=records, not_applicable="scaled") == (75, 75)


@pytest.mark.parametrize(
    ("way", "group", "mark", "reached"),
    [
        pytest.param("scaled", {"threshold": "24"}, Fraction(24 * 22, 30), True, id="scaled"),
        pytest.param(
            "scaled", {"threshold": "24", "at_most": "22"}, 24, False, id="the cap leaves all of it"
        ),
        pytest.param("zero", {"threshold": "24"}, 24, False, id="worth nothing"),
        pytest.param("full", {"threshold": "24"}, 24, True, id="worth all"),
    ],
)
def test_the_threshold_of_a_group_is_scaled_as_its_points_are(
    way: str, group: dict[str, str], mark: Fraction, reached: bool
) -> None:
    rules = [worth("8", NOT_OURS), worth("22", FOUR, "1.2"), worth("{satisfied: 70, of: 乙}", FOUR, "1.3")]
    score = score_of(*rules, records=lectures(*DAYS), not_applicable=way, groups={"1": group})
    found = next(each.mark for each in score.groups if each.point is not None)
    assert found is not None
    assert (found.points, found.reached) == (mark, reached)


def test_nothing_is_asked_of_a_group_that_does_not_concern_the_unit() -> None:
    rules = [worth("30", NOT_OURS), worth("{satisfied: 70, of: 乙}", FOUR, "1.2")]
    score = score_of(
        *rules, records=lectures(*DAYS), not_applicable="scaled", groups={"1": {"threshold": "24"}}
    )
    assert [each.mark and each.mark.reached for each in score.groups] == [True, None]


def test_groups_cap_and_bonus_comes_on_top() -> None:
    rules = [
        worth("{satisfied: 60, of: 基础}"),
        worth("{satisfied: 60, of: 基础}", FOUR, "1.2"),
        worth("{each: 2, at_most: 12, of: 加分}", FOUR, "1.3"),
    ]
    groups = {"基础": {"at_most": "100"}, "加分": {"bonus": "是", "at_most": "5"}}
    assert span(*rules, records=lectures(*DAYS), groups=groups) == (105, 105)
    assert span(*rules, records=lectures(*DAYS), groups=groups, at_most="100") == (100, 100)


@pytest.mark.parametrize(
    ("records", "as_of", "reached"),
    [
        pytest.param(4, END, True, id="at the mark"),
        pytest.param(3, END, False, id="below it"),
        pytest.param(3, EARLY, None, id="possible yet"),
    ],
)
def test_a_mark_is_reached_or_not_or_open(records: int, as_of: str, reached: bool | None) -> None:
    score = score_of(
        worth("{each: 20, at_most: 100}"), records=lectures(*DAYS[:records]), as_of=as_of, threshold="80"
    )
    assert [mark.reached for mark in score.marks] == [reached]


@pytest.mark.parametrize(
    ("keys", "records", "reached"),
    [
        pytest.param(NONE, [], True, id="no veto"),
        pytest.param(NONE, [a_record("处分", DAYS[0])], False, id="a veto leaves every mark unreached"),
        pytest.param(ASKED, [], None, id="a veto of which it is not known leaves it open"),
    ],
)
def test_a_veto_stands_above_points(keys: str, records: Any, reached: bool | None) -> None:
    score = score_of(
        worth("100"), worth("veto", keys, "9.1"), records=[*lectures(*DAYS), *records], levels={"优秀": "90"}
    )
    assert (score.sure, [mark.reached for mark in score.marks]) == (100, [reached])


@pytest.mark.parametrize(
    ("keys", "score", "expected"),
    [
        pytest.param(
            "expect: {cover: {field: 主题, members: [文明用语, 文明出行]}}",
            "{members: {文明用语: 2, 文明出行: 1}}", 2, id="a member whose record another rule has",
        ),
        pytest.param(
            "expect: {spread: {per: 半年, at_least: 1}}", "{satisfied: 4, lacking: 2}", 2,
            id="a period whose record another rule has",
        ),
    ],
)  # fmt: skip
def test_points_go_by_what_a_group_leaves_to_a_rule(keys: str, score: str, expected: int) -> None:
    first = worth(
        "1",
        "claim: 甲, obligation: 强制, select: {类型: 讲堂, 形式: 外请报告}, expect: {count: {at_least: 1}}",
    )
    other = worth(score, f"claim: 甲, select: {{类型: 讲堂}}, {keys}", "1.2")
    records = [
        a_record("讲堂", DAYS[0], 主题="文明用语"),
        a_record("讲堂", "2017-09-05", 主题="文明出行", 形式="外请报告"),
    ]
    assert span(first, other, records=records) == (1 + expected, 1 + expected)


def test_one_record_that_names_two_members_earns_one_of_them_in_a_group() -> None:
    rules = [
        worth("{members: {文明用语: 2, 文明出行: 2}}", "claim: 甲, select: {类型: 讲堂}, "
              "expect: {cover: {field: 主题, members: [文明用语, 文明出行]}}"),
        a_rule("{id: '1.2', claim: 甲, select: {类型: 慰问}, expect: {count: {at_least: 1}}}"),
    ]  # fmt: skip
    assert span(*rules, records=[a_record("讲堂", DAYS[0], 主题=["文明用语", "文明出行"])]) == (2, 2)


def test_a_group_has_a_mark_of_its_own() -> None:
    rules = [worth("{satisfied: 80, of: 甲}"), worth("{satisfied: 20, of: 乙}", NONE, "1.2")]
    records = [*lectures(*DAYS), a_record("处分", DAYS[0])]
    score = score_of(*rules, records=records, threshold="80", groups={"乙": {"threshold": "12"}})
    assert (score.sure, [mark.reached for mark in score.marks]) == (80, [False])


def test_no_outcome_of_its_own_and_not_counted() -> None:
    found = report([worth("5"), worth("veto", NONE, "1.2")], lectures(*DAYS))
    assert sum(found.counters.values()) == len(found.findings) == 2


def test_part_of_a_pack_has_no_score() -> None:
    pack = scored_pack([worth("5"), worth("5", FOUR, "1.2")])
    assert run_audit(a_ledger(pack, lectures(*DAYS)), pack, day(END), [pack.rules[0]]).score is None


def test_the_report_says_points_and_what_keeps_them_open() -> None:
    rules = [
        worth("{each: 10, at_most: 60}"),
        worth("20", LOOKED_AT, "1.2"),
        worth("20", NOT_OURS, "1.3"),
        worth("veto", NONE, "1.4"),
    ]
    found = report(rules, lectures(*DAYS[:5]), levels={"优秀": "90", "合格": "60"}, not_applicable="scaled")
    text = renderer(Format.TERMINAL)(found, Options("zh", width=80)).decode()
    shown = text[text.index("── 得分") :].splitlines()
    assert shown[1 : shown.index("")] == snapshot(
        [
            " 总分 62.5 至 87.5（满分 100）；不适用的不计入，由 80 分折算；优秀 90 分：未达",
            " 到；合格 60 分：达到。",
            " 1 要点：50 至 70（满分 80）",
            "     1.1 规则：50（满分 60）",
            "     1.2 规则：0 至 20（满分 20）",
            "     1.3 规则：不适用，不计入",
            " 写“几至几”的，前一个是截至基准日已有的分，没写全、读不出来的按最不利的算；后一",
            " 个是以后最多能到的分：未到期、待认定、无法判定的都算上，期限已过的缺口不算。缺",
            " 口的材料本来就有、只是没登记的，补登记后再核查，分数会变。",
        ]
    )


# --- laws


@st.composite
def ways(draw: st.DrawFn) -> Points:
    most = draw(st.integers(1, 8))
    least = draw(st.integers(-8, 0))
    form = draw(
        st.sampled_from(
            [
                {"satisfied": str(most)},
                {"satisfied": str(most), "gap": str(least)},
                {"satisfied": str(most), "lacking": "1", "at_least": str(least)},
                {"lacking": "2", "at_least": str(least)},
                {"each": "1", "at_most": str(most)},
                {"each": "-1", "at_least": str(least)},
                {"steps": {"1": "1", "3": str(most)}},
                {"shares": {"50%": "1", "100%": str(most)}},
            ]
        )
    )
    return Points.read(form)


@given(ways(), st.integers(0, 6), st.sampled_from([EARLY, END]), st.sampled_from([FOUR, PLANS, SHARE, NONE]))
def test_what_comes_later_lies_in_the_interval(way: Points, count: int, as_of: str, keys: str) -> None:
    rule = a_rule(f"{{{keys}}}").changed(score=way)
    early = score_of(rule, records=lectures(*DAYS[:count]), as_of=as_of)
    known = in_numbers(way)
    assert known.least <= early.sure <= early.possible <= max(known.full, early.sure)
    if keys == FOUR:
        late = score_of(rule, records=lectures(*DAYS), as_of=END)
        negative = way.each is not None and way.each < 0
        assert negative or early.sure <= late.sure <= late.possible
        assert as_of == END or negative or late.possible <= early.possible


def test_a_table_reads_numbers_exactly() -> None:
    assert in_numbers(Points.read(read_yaml("{shares: {80%: 1/3}}"))).full == Fraction(1, 3)
