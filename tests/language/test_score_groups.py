"""The table of points: groups in groups, deductions that stop, minimums of a level, points by what the unit is."""

# ruff: noqa: E501 - one case a line reads as a table

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from inline_snapshot import snapshot

from civcheck.messages import say
from civcheck.model.report import Report, Score
from civcheck.report import Format, Options, renderer
from civcheck.report.scorepage import score_rows
from civcheck.report.words import Words

from ..builders import a_record, a_unit, lectures
from .test_score import (
    ASKED,
    DAYS,
    EARLY,
    END,
    FOUR,
    NONE,
    NOT_OURS,
    PLANS,
    report,
    score_of,
    scored_pack,
    span,
    worth,
)

Spans = dict[str, tuple[Fraction, Fraction]]


def spans(score: Score) -> Spans:
    return {group.name: (group.sure, group.possible) for group in score.groups}


def whole(number: int) -> tuple[Fraction, Fraction]:
    return Fraction(number), Fraction(number)


TWO_KINDS = [
    worth("{each: 1, at_most: 6, of: 宣传}"),
    worth("{each: 2, at_most: 4, of: 加分}", "select: {类型: 慰问}, expect: {count: {at_least: 1}}", "1.2"),
]
IN_A_BONUS = {"宣传": {"of": "加分", "at_most": "2"}, "加分": {"bonus": "是", "at_most": "5"}}


@pytest.mark.parametrize(
    ("lectures_held", "visits", "expected"),
    [
        pytest.param(1, 1, {"加分": whole(3), "宣传": whole(1)}, id="below both caps"),
        pytest.param(6, 1, {"加分": whole(4), "宣传": whole(2)}, id="the inner cap holds"),
        pytest.param(6, 2, {"加分": whole(5), "宣传": whole(2)}, id="so does the outer one"),
    ],
)
def test_a_group_inside_a_bonus_is_capped_by_itself(lectures_held: int, visits: int, expected: Spans) -> None:
    records = [*lectures(*DAYS[:lectures_held]), *(a_record("慰问", each) for each in DAYS[:visits])]
    score = score_of(*TWO_KINDS, records=records, groups=IN_A_BONUS)
    assert spans(score) == expected
    assert score.sure == expected["加分"][0]
    assert [(each.name, each.depth, each.of, each.bonus) for each in score.groups] == [
        ("加分", 0, None, True), ("宣传", 1, "加分", False),
    ]  # fmt: skip


def test_a_group_inside_a_point_is_part_of_the_point() -> None:
    rules = [worth("6"), worth("{each: 1, at_most: 6, of: 宣传}", FOUR, "1.2")]
    score = score_of(*rules, records=lectures(*DAYS), groups={"宣传": {"of": "1", "at_most": "2"}})
    assert spans(score) == {"要点": whole(8), "宣传": whole(2)}
    assert (score.sure, score.groups[0].full) == (8, 8)


def test_groups_go_as_deep_as_they_are_written() -> None:
    groups = {
        "内": {"of": "中", "at_most": "3"},
        "中": {"of": "外", "at_most": "4"},
        "外": {"at_most": "5"},
    }
    rules = [
        worth("{each: 1, at_most: 6, of: 内}"),
        worth("{satisfied: 2, of: 中}", FOUR, "1.2"),
        worth("{satisfied: 2, of: 外}", FOUR, "1.3"),
    ]
    score = score_of(*rules, records=lectures(*DAYS), groups=groups)
    assert spans(score) == {"外": whole(5), "中": whole(4), "内": whole(3)}


OFF = "{lacking: 3, at_least: -12, of: 安全}"


@pytest.mark.parametrize(
    ("group", "bad", "expected"),
    [
        pytest.param({"base": "10", "at_least": "0"}, 0, 10, id="nothing is taken off"),
        pytest.param({"base": "10", "at_least": "0"}, 1, 4, id="three by each of two rules"),
        pytest.param({"base": "10", "at_least": "0"}, 2, 0, id="until nothing is left"),
        pytest.param({"base": "10", "at_least": "-1"}, 2, -1, id="until a floor"),
        pytest.param({"at_least": "-5"}, 1, -5, id="a floor without a base"),
        pytest.param({}, 1, -6, id="without an end of its own"),
    ],
)
def test_deductions_of_a_group_stop_where_it_says(group: dict[str, str], bad: int, expected: int) -> None:
    rules = [worth(OFF, NONE), worth(OFF, NONE, "1.2")]
    records = [a_record("处分", each) for each in DAYS[:bad]]
    assert span(*rules, records=records, groups={"安全": group}) == whole(expected)


def test_a_base_is_not_there_where_nothing_in_the_group_concerns_the_unit() -> None:
    rules = [worth("{lacking: 3, at_least: -12, of: 安全}", NOT_OURS), worth("50", FOUR, "1.2")]
    groups = {"安全": {"base": "50", "at_least": "0"}}
    score = score_of(*rules, records=lectures(*DAYS), groups=groups, not_applicable="scaled")
    assert (score.sure, score.scaled_from) == (100, 50)


@pytest.mark.parametrize(
    ("way", "mark"),
    [("scaled", Fraction(24 * 22, 30)), ("zero", 24)],
)
def test_the_threshold_of_an_inner_group_is_scaled_by_what_is_left_of_it(way: str, mark: Fraction) -> None:
    rules = [
        worth("{satisfied: 8, of: 内}", NOT_OURS),
        worth("{satisfied: 22, of: 内}", FOUR, "1.2"),
        worth("{satisfied: 70, of: 外}", FOUR, "1.3"),
    ]
    groups = {"内": {"of": "外", "threshold": "24"}}
    inner = score_of(*rules, records=lectures(*DAYS), not_applicable=way, groups=groups).groups[1]
    assert inner.mark is not None
    assert inner.mark.points == mark


# --- levels


CLEAN = [
    worth("{each: 20, at_most: 80, of: 业务}"),
    worth("{satisfied: 20, lacking: 2, of: 廉政}", NONE, "1.2"),
]
LEVELS = {"优秀": {"total": "90", "groups": {"廉政": "18"}}, "合格": "60"}


@pytest.mark.parametrize(
    ("held", "bad", "as_of", "reached"),
    [
        pytest.param(4, 1, END, [True, True], id="at the minimum"),
        pytest.param(4, 2, END, [False, True], id="the whole is enough, the group is not"),
        pytest.param(3, 0, END, [False, True], id="the group is enough, the whole is not"),
        pytest.param(3, 0, EARLY, [None, True], id="possible yet"),
        pytest.param(3, 2, EARLY, [False, True], id="what is lost in the group does not come back"),
    ],
)
def test_a_level_may_ask_for_so_much_of_a_group(
    held: int, bad: int, as_of: str, reached: list[bool | None]
) -> None:
    records = [*lectures(*DAYS[:held]), *(a_record("处分", each) for each in DAYS[:bad])]
    score = score_of(*CLEAN, records=records, as_of=as_of, levels=LEVELS)
    assert [mark.reached for mark in score.marks] == reached


@pytest.mark.parametrize(
    ("held", "bad", "lacking"),
    [(4, 2, ["廉政"]), (3, 0, ["total"]), (3, 2, ["total", "廉政"])],
)
def test_a_level_tells_which_of_them_is_lacking(held: int, bad: int, lacking: list[str]) -> None:
    records = [*lectures(*DAYS[:held]), *(a_record("处分", each) for each in DAYS[:bad])]
    best = score_of(*CLEAN, records=records, levels=LEVELS).marks[0]
    assert [need.name or need.sort for need in best.needs if need.reached is False] == lacking


def test_the_minimum_of_a_level_is_scaled_as_the_points_of_the_group_are() -> None:
    rules = [*CLEAN, worth("{satisfied: 20, of: 廉政}", NOT_OURS, "1.3")]
    levels = {"优秀": {"total": "90", "groups": {"廉政": "36"}}}
    records = [*lectures(*DAYS[:4]), a_record("处分", DAYS[0])]
    for way, mark, reached in (("scaled", 18, True), ("zero", 36, False)):
        best = score_of(*rules, records=records, levels=levels, not_applicable=way).marks[0]
        assert (best.needs[1].points, best.needs[1].reached) == (mark, reached)


def test_a_level_names_a_point_by_its_number() -> None:
    levels = {"优秀": {"total": "50", "groups": {"1": "81"}}}
    best = score_of(worth("{each: 20, at_most: 100}"), records=lectures(*DAYS[:4]), levels=levels).marks[0]
    assert [(need.name, need.reached) for need in best.needs] == [("", True), ("要点", False)]


def shown(found: Report) -> list[str]:
    text = renderer(Format.TERMINAL)(found, Options("zh", width=80)).decode()
    lines = text[text.index("── 得分") :].splitlines()
    return lines[1 : lines.index("")]


def test_the_report_says_what_keeps_a_level_and_shows_groups_in_groups() -> None:
    rules = [*CLEAN, *(each.changed(id=f"2.{at}") for at, each in enumerate(TWO_KINDS))]
    records = [*lectures(*DAYS[:5]), *(a_record("处分", each) for each in DAYS[:2])]
    found = report(rules, records, EARLY, levels=LEVELS, groups=IN_A_BONUS)
    assert shown(found) == snapshot(
        [
            " 总分 98 至 101（满分 100）；优秀 90 分：未达到（“廉政”不到 18 分）；合格 60",
            " 分：达到。",
            " 业务：80（满分 80）",
            " 廉政：16（满分 20）",
            "     1.2 规则：16（满分 20）",
            " 加分：2 至 5（加分项，最多 5）",
            "     2.1 规则：0 至 4（满分 4）",
            "     宣传：2（满分 2）",
            "         2.0 规则：5 至 6（满分 6）",
            " 写“几至几”的，前一个是截至基准日已有的分，没写全、读不出来的按最不利的算；后一",
            " 个是以后最多能到的分：未到期、待认定、无法判定的都算上，期限已过的缺口不算。缺",
            " 口的材料本来就有、只是没登记的，补登记后再核查，分数会变。",
        ]
    )


def test_json_has_everything_that_a_level_asks_for() -> None:
    import json

    records = [*lectures(*DAYS[:4]), *(a_record("处分", each) for each in DAYS[:2])]
    raw = renderer(Format.JSON)(report(CLEAN, records, levels=LEVELS), Options("zh"))
    assert json.loads(raw)["score"]["marks"] == snapshot(
        [
            {
                "name": "优秀",
                "points": "90",
                "verdict": "not-reached",
                "needs": [
                    {"sort": "total", "name": "", "points": "90", "verdict": "reached"},
                    {"sort": "group", "name": "廉政", "points": "18", "verdict": "not-reached"},
                ],
            },
            {
                "name": "合格",
                "points": "60",
                "verdict": "reached",
                "needs": [{"sort": "total", "name": "", "points": "60", "verdict": "reached"}],
            },
        ]
    )


# --- points that depend on the unit


@pytest.mark.parametrize(
    ("score", "unit", "expected"),
    [
        pytest.param("{by: 单位类型, values: {监狱: 3, 司法局: 5}}", {}, (5, 5, 5), id="by the type"),
        pytest.param("{each: {by: 在职人数, values: {1: 2, 50: 1}}, at_most: 6}", {"在职人数": "10"}, (6, 6, 6), id="for each, few people"),
        pytest.param("{each: {by: 在职人数, values: {1: 2, 50: 1}}, at_most: 6}", {"在职人数": "50"}, (4, 4, 6), id="for each, many"),
        pytest.param("{each: 1, at_most: {fact: 在职人数, times: 1/10, at_most: 9}}", {"在职人数": "30"}, (3, 3, 3), id="a cap by heads"),
        pytest.param("{in_proportion: {param: 场次}}", {}, (4, 4, 4), id="a param"),
        pytest.param("{satisfied: {fact: 在册典型, times: 2, at_most: 8}}", {"其他事实": {"在册典型": ["甲", "乙"]}}, (4, 4, 4), id="by the length of a list"),
        pytest.param("{steps: {4: {by: 单位类型, values: {监狱: 3, 司法局: 5}}, 2: 1}}", {}, (5, 5, 5), id="a step"),
        pytest.param("{each: {by: 在职人数, values: {1: 2, 50: 1}}, at_most: 6}", {}, (4, 6, 6), id="nobody knows how many people"),
        pytest.param("{satisfied: {fact: 在职人数, times: 1/10, at_most: 9}}", {}, (0, 9, 9), id="nor how many points"),
    ],
)  # fmt: skip
def test_points_may_depend_on_the_unit(
    score: str, unit: dict[str, Any], expected: tuple[int, int, int]
) -> None:
    found = score_of(worth(score), records=lectures(*DAYS[:4]), unit=a_unit(**unit))
    (line,) = found.groups[0].lines
    assert (line.sure, line.possible, line.full) == expected


def test_a_unit_for_which_there_are_no_points_is_not_concerned() -> None:
    found = score_of(worth("{by: 单位类型, values: {监狱: 3}}"), records=lectures(*DAYS))
    (line,) = found.groups[0].lines
    assert (line.sure, line.possible, line.full, line.counts) == (0, 0, 0, False)


@pytest.mark.parametrize(
    ("people", "expected"),
    [("30", (3, 3)), (None, (2, 5))],
)
def test_a_group_may_be_capped_by_heads(people: str | None, expected: tuple[int, int]) -> None:
    cap = {"by": "在职人数", "values": {"1": "3", "50": "2", "100": "5"}}
    unit = a_unit(在职人数=people) if people else a_unit()
    rules = [worth("{each: 1, at_most: 6, of: 甲}")]
    assert span(*rules, records=lectures(*DAYS), unit=unit, groups={"甲": {"at_most": cap}}) == expected


def test_more_off_for_each_is_less_while_nobody_knows_how_much() -> None:
    rule = worth("{satisfied: 8, lacking: {by: 有下级单位, values: {是: 2, 否: 1}}}", PLANS)
    assert span(rule, records=lectures(DAYS[0], DAYS[1])) == (4, 6)


# --- 就高不重复


AWARDS = (
    "select: {类型: 讲堂}, expect: {cover: {field: 主题, members: [文明用语, 文明出行, 文明餐桌], need: any}}"
)
BEST = "{members: {文明用语: 5, 文明出行: 3, 文明餐桌: 1}, best: {field: 地点}, at_most: 10}"


def award(place: str | None, *themes: str, at: str = DAYS[0]) -> Any:
    return a_record("讲堂", at, 主题=list(themes), **({"地点": place} if place else {}))


@pytest.mark.parametrize(
    ("records", "as_of", "expected"),
    [
        pytest.param([award("甲", "文明出行")], END, (3, 3), id="one"),
        pytest.param([award("甲", "文明出行"), award("甲", "文明用语")], END, (5, 5), id="the same one twice"),
        pytest.param([award("甲", "文明出行"), award("《甲》", "文明餐桌")], END, (3, 3), id="however it is spelled"),
        pytest.param([award("甲", "文明出行"), award("乙", "文明出行")], END, (6, 6), id="two different ones"),
        pytest.param([award("甲", "文明出行", "文明用语")], END, (5, 5), id="two members of one record"),
        pytest.param([award(each, "文明用语") for each in "甲乙丙"], END, (10, 10), id="ten at the most"),
        pytest.param([award(None, "文明用语"), award("甲", "文明餐桌")], END, (1, 1), id="nobody knows which one"),
        pytest.param([award("甲", "文明出行")], EARLY, (3, 10), id="others may come"),
        pytest.param([award("礼堂", "文明用语"), award("大礼堂", "文明出行")], END, (5, 8), id="perhaps the same"),
        pytest.param([award("礼堂", "文明用语"), award("广场", "文明出行")], END, (8, 8), id="surely another"),
        pytest.param(
            [award(each, "文明出行") for each in ("礼堂", "大礼堂", "礼堂（北）", "广场")], END, (6, 10),
            id="three perhaps the same",
        ),
    ],
)  # fmt: skip
def test_of_what_is_the_same_the_best_counts_once(
    records: list[Any], as_of: str, expected: tuple[int, int]
) -> None:
    assert span(worth(BEST, AWARDS), records=records, as_of=as_of) == expected


def test_items_that_may_be_one_are_named() -> None:
    records = [award("礼堂", "文明用语"), award("大礼堂", "文明出行"), award("广场", "文明出行")]
    seen = report([worth(BEST, AWARDS)], records).findings[0]
    assert [say(each) for each in seen.notes] == [
        "“地点”写的“礼堂”“大礼堂”看不出是不是同一个，结论不变，得分按最不利的算；是同一个的，写成一样"
    ]


def test_what_waits_for_a_fact_or_a_name_is_told() -> None:
    rules = [
        worth(BEST, AWARDS),
        worth("{satisfied: {fact: 在职人数, times: 1/10, at_most: 9}}", FOUR, "1.2"),
        worth("3", ASKED, "1.3"),
    ]
    records = [award(None, "文明用语"), award("甲", "文明餐桌"), *lectures(*DAYS[1:3])]
    assert shown(report(rules, records)) == snapshot(
        [
            " 总分 1 至 13（满分 100）。",
            " 1 要点：1 至 13（满分 22）",
            "     1.1 规则：1（满分 10）；有 1 条没有写“地点”，看不出是哪一项，不计分",
            "     1.2 规则：0 至 9（满分 9）；分数要看“在职人数”，单位档案里没有写",
            "     1.3 规则：0 至 3（满分 3）",
            " 写“几至几”的，前一个是截至基准日已有的分，没写全、读不出来的按最不利的算；后一",
            " 个是以后最多能到的分：未到期、待认定、无法判定的都算上，期限已过的缺口不算。缺",
            " 口的材料本来就有、只是没登记的，补登记后再核查，分数会变。",
        ]
    )


@pytest.mark.parametrize("held", [4, 6])
def test_a_group_in_which_records_count_once_pays_for_no_more_than_is_asked(held: int) -> None:
    rules = [
        worth("{each: 1, at_most: 9}", "claim: 甲, " + FOUR),
        worth("1", "claim: 甲, select: {类型: 慰问}, expect: {count: {at_least: 1}}", "1.2"),
    ]
    assert span(*rules, records=lectures(*DAYS[:held])) == (4, 4)


@pytest.mark.parametrize(
    ("bad", "expected"),
    [pytest.param(0, (5, 5), id="none at all"), pytest.param(1, (3, 3), id="one")],
)
def test_a_step_of_what_should_not_be_begins_at_nought(bad: int, expected: tuple[int, int]) -> None:
    records = [a_record("处分", each) for each in DAYS[:bad]]
    assert span(worth("{steps: {0: 5, 1: 3, 2: 0}}", NONE), records=records) == expected


def test_the_page_of_a_pack_says_how_the_whole_is_added_up() -> None:
    groups = {**IN_A_BONUS, "廉政": {"base": "20", "at_least": "0", "threshold": "12"}}
    pack = scored_pack([*CLEAN, worth("veto", NONE, "9.1")], levels=LEVELS, groups=groups, at_most="105")
    assert list(score_rows(pack, Words("zh"))) == snapshot(
        [
            """\

## 怎么算总分
""",
            "* 满分 100 分，加分项另加，连加分项最多 105 分",
            "* 不涉及本单位的、已豁免的规则按满分算",
            "* 优秀：总分 90 分以上，“廉政”不低于 18 分",
            "* 合格：总分 60 分以上",
            "* 一票否决：9.1 有一条是缺口，哪一条分数线都算没有达到",
            "* “宣传”：算在“加分”里面；合计最多 2 分",
            "* “加分”：加分项，不在满分之内；合计最多 5 分",
            "* “廉政”：先有 20 分，各条在这上面加减；合计最少 0 分；低于 12 分的，哪一条分数线都算没有达到",
        ]
    )
