"""一票否决: what it says of itself, which levels it is about, and what rests on a judgement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from civcheck.language.rule import Rule
from civcheck.messages import say
from civcheck.model.report import Report, Score
from civcheck.report import Format, Options, renderer

from ..builders import a_judgement, a_record, lectures
from .test_score import DAYS, FOUR, NONE, PROVEN_NONE, report, score_of, worth

LEVELS = {"优秀": "90", "合格": "60"}
FOUND = [a_record("处分", DAYS[0])]


def vetoed(keys: str, records: Iterable[Any], score: str = "veto", **more: Any) -> Score:
    return score_of(
        worth("100"), worth(score, keys, "9.1"), records=[*lectures(*DAYS), *records], levels=LEVELS, **more
    )


def shown(found: Report, form: Format = Format.TERMINAL) -> str:
    text = renderer(form)(found, Options("zh", width=500)).decode()
    return text[text.index("总分 ") :]


def said(rules: Iterable[Rule], records: Iterable[Any], **more: Any) -> str:
    return shown(report(list(rules), records, levels=LEVELS, **more)).splitlines()[0]


@pytest.mark.parametrize(
    ("keys", "records", "found", "unshown"),
    [
        pytest.param(NONE, FOUND, ("9.1",), (), id="something was found"),
        pytest.param(PROVEN_NONE, FOUND, ("9.1",), (), id="something was found beside a proof that is lacking"),
        pytest.param(PROVEN_NONE, [], (), ("9.1",), id="nothing shows that there is none"),
        pytest.param(
            "select: {类型: 处分}, expect: {count: {at_most: 0}}", FOUND, ("9.1",), (), id="more than there may be"
        ),
        pytest.param("select: {类型: 慰问}, expect: {count: {at_least: 1}}", [], (), ("9.1",), id="none was shown"),
        pytest.param(
            "expect: {all_of: [{select: {类型: 处分}, none: {}}, {select: {类型: 慰问}, count: {at_least: 1}}]}",
            FOUND, ("9.1",), (), id="in one of several branches",
        ),
    ],
)  # fmt: skip
def test_a_veto_tells_what_was_found_from_what_was_not_shown(
    keys: str, records: list[Any], found: tuple[str, ...], unshown: tuple[str, ...]
) -> None:
    score = vetoed(keys, records)
    assert (score.vetoes, score.unshown_vetoes, score.open_vetoes) == (found, unshown, ())
    assert [mark.reached for mark in score.marks] == [False, False]


def test_a_veto_for_want_of_a_record_accuses_nobody() -> None:
    rules = [worth("100"), worth("veto", PROVEN_NONE, "9.1")]
    assert said(rules, lectures(*DAYS)) == (
        "总分 100（满分 100）；优秀 90 分：未达到（9.1 台账中所见还达不到要求，暂按一票否决计）；"
        "合格 60 分：未达到（9.1 台账中所见还达不到要求，暂按一票否决计）；"
        "台账中所见还达不到要求、暂按一票否决计的（待补）：9.1。"
    )
    assert said(rules, [*lectures(*DAYS), *FOUND]).endswith(
        "合格 60 分：未达到（9.1 一票否决）；一票否决：9.1。"
    )


@pytest.mark.parametrize(
    ("score", "records", "reached"),
    [
        pytest.param("{veto: 优秀}", FOUND, [False, True], id="one level"),
        pytest.param("{veto: [优秀]}", FOUND, [False, True], id="one in a list"),
        pytest.param("{veto: [优秀, 合格]}", FOUND, [False, False], id="both"),
        pytest.param("{veto: 是}", FOUND, [False, False], id="all of them"),
        pytest.param("{veto: 优秀}", [], [True, True], id="it is met"),
    ],
)
def test_a_veto_may_be_about_some_levels_alone(score: str, records: list[Any], reached: list[bool]) -> None:
    found = vetoed(NONE, records, score)
    assert [mark.reached for mark in found.marks] == reached
    assert found.vetoes == (("9.1",) if reached == [False, False] and score == "{veto: 是}" else ())


def test_a_veto_of_some_levels_is_open_for_these_alone() -> None:
    asked = "applies_to: {有下级单位: 是}, select: {类型: 讲堂}, expect: {count: {at_least: 1}}"
    assert [mark.reached for mark in vetoed(asked, [], "{veto: 优秀}").marks] == [None, True]


def test_the_report_says_that_a_veto_was_lifted_by_a_judgement() -> None:
    rules = [worth("100"), worth("veto", NONE, "9.1")]
    waived = [a_judgement("waived", rules=("9.1",))]
    found = report(rules, [*lectures(*DAYS), *FOUND], levels=LEVELS, judgements=waived)
    assert found.score is not None and found.score.lifted_vetoes == ("9.1",)
    assert [mark.reached for mark in found.score.marks] == [True, True]
    for form in (Format.TERMINAL, Format.HTML):
        assert "依认定不按一票否决计：9.1" in shown(found, form)


def test_a_veto_that_a_judgement_left_standing_is_not_lifted() -> None:
    refused = [a_judgement("waived", rules=("9.1",), until=a_judgement("waived").until.replace(year=2016))]
    assert vetoed(NONE, FOUND, judgements=refused).lifted_vetoes == ()


def test_points_that_rest_on_a_judgement_are_named() -> None:
    rules = [worth("60"), worth("40", "select: {类型: 慰问}, expect: {count: {at_least: 1}}", "1.2")]
    judged = [a_judgement("waived", rules=("1.2",))]
    for way, end in (("full", "得分依认定：1.2。"), ("scaled", "依认定不计入：1.2。")):
        line = said(rules, lectures(*DAYS), judgements=judged, not_applicable=way)
        assert line.startswith("总分 100（满分 100）") and line.endswith(end)
    assert "认定" not in said(rules, lectures(*DAYS))


def test_a_veto_says_of_which_levels_it_is() -> None:
    rule = worth("{veto: [优秀, 合格]}", FOUR)
    assert rule.score is not None
    assert say(rule.score.words(None)) == "一票否决：是缺口时，“优秀”“合格”算没有达到"  # type: ignore[arg-type]
