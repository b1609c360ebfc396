"""Texts that are alike: the sketch of a document, what two texts have in common in order, and large numbers of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civcheck.messages import say
from civcheck.model.material import FileFacts
from civcheck.model.sketch import MOST_SENTENCES, document_sketch, sentences_in
from civcheck.verdict.hygiene.texts import in_order

from .ledgers import UNIT, an_activity, noticed
from .test_notices import document

OURS = {"联办单位": [UNIT["单位名称"]]}
SENTENCE = "老人们听得格外认真也问得格外仔细"


def same(one: str, other: str) -> bool:
    first, second = document_sketch(one), document_sketch(other)
    assert first
    return first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("发放资料120份以后又逐户作了讲解", "发放资料85份以后又逐户作了讲解", id="numbers"),
        pytest.param(
            "三月五日上午大家一起清点了图书", "九月二十日上午大家一起清点了图书", id="days in words"
        ),
        pytest.param(f"{SENTENCE}，由梅甲川主持", f"{SENTENCE}，由柳乙平主持", id="who led it"),
        pytest.param(f"在人民广场，{SENTENCE}", f"在柳林村文化广场，{SENTENCE}", id="a place"),
        pytest.param(f"{SENTENCE}“孝老爱亲”", f"{SENTENCE}“敬业奉献”", id="a title in quotes"),
        pytest.param(f"一、要求\n{SENTENCE}。", f"二、安排\n\n  {SENTENCE}！", id="headings and blanks"),
        pytest.param(f"张三\n李四\n{SENTENCE}", f"王五\n{SENTENCE}", id="names in a table"),
    ],
)
def test_what_changes_from_one_event_to_the_next_does_not_count(one: str, other: str) -> None:
    assert same(one, other)


def test_what_is_said_counts() -> None:
    assert not same("大家一起清点了书架上的图书", "大家一起擦洗了走廊里的窗户")


def test_sentences_are_those_of_eight_characters_and_more() -> None:
    assert document_sketch("甲乙丙丁戊己庚") == b""
    assert len(document_sketch("甲乙丙丁戊己庚辛")) == 2


def test_of_a_long_text_the_last_checksum_is_that_of_the_rest() -> None:
    rows = [f"{SENTENCE}{chr(0x4E00 + number)}" for number in range(200)]
    assert len(sentences_in(document_sketch("。".join(rows)))) == MOST_SENTENCES
    changed = document_sketch("。".join([*rows[:-1], SENTENCE]))
    assert sentences_in(changed)[:-1] == sentences_in(document_sketch("。".join(rows)))[:-1]
    assert changed != document_sketch("。".join(rows))


def naive(one: Sequence[int], other: Sequence[int]) -> int:
    @cache
    def best(left: int, right: int) -> int:
        if left == len(one) or right == len(other):
            return 0
        if one[left] == other[right]:
            return 1 + best(left + 1, right + 1)
        return max(best(left + 1, right), best(left, right + 1))

    return best(0, 0)


FEW = st.lists(st.integers(0, 4), max_size=12)


@given(FEW, FEW)
def test_the_most_in_common_is_found(one: list[int], other: list[int]) -> None:
    assert in_order(one, other) == naive(tuple(one), tuple(other)) == in_order(other, one)


def test_many_copies_are_one_notice() -> None:
    days = [f"2017-{month:02d}-{day:02d}" for month in range(1, 13) for day in (5, 20)]
    records = [an_activity(day, f"活动{day}", 附件={"方案": f"{day}.docx"}) for day in days]
    material = {f"{day}.docx": document(day) for day in days}
    told = [each for each in noticed(records, material=material) if each.code == "alike-document"]
    assert [each.text.params["count"] for each in told] == [24]


def test_what_was_not_opened_is_not_compared() -> None:
    assert FileFacts(1).sketch == b""
    records = [an_activity(f"2017-0{n}-15", 附件={"方案": f"{n}.docx"}) for n in (3, 6)]
    assert noticed(records, material={"3.docx": document("3月")}) == []


def test_what_very_many_units_write_alike_is_found_for_each_of_the_ledger_s_texts() -> None:
    records = [an_activity(f"2017-0{n}-15", 附件={"方案": f"{n}.docx"}) for n in (3, 6, 9)]
    material = {f"{n}.docx": document(f"{n}月") for n in (3, 6, 9)}
    others = [
        {
            "name": f"台账{n}", "unit": {**UNIT, "单位名称": f"第{n}局"}, "material": {"x.docx": document(f"{n}日")},
            "records": [an_activity("2017-05-15", 附件={"方案": "x.docx"})],
        }
        for n in range(30)
    ]  # fmt: skip
    told = [
        each for each in noticed(records, material=material, others=others) if each.code == "alike-document"
    ]
    assert [each.text.params["one"] for each in told if "one" in each.text.params][1:] == [
        "3.docx", "6.docx", "9.docx",
    ]  # fmt: skip
    assert [each.text.params["count"] for each in told] == [3, 30, 30, 30]
    assert say(told[1].text).count("局的台账") == 4


def test_two_units_write_one_event_together_only_where_both_say_so() -> None:
    there, here = {**UNIT, "单位名称": "另一局"}, UNIT["单位名称"]
    for mine, theirs, told in (
        ({}, {}, 1),
        ({"联办单位": ["另一局"]}, {}, 1),
        ({"联办单位": ["另一局"]}, OURS, 0),
    ):
        other = {
            "name": "另一局", "unit": there, "material": {"x.docx": document("3月")},
            "records": [an_activity("2017-03-15", 附件={"方案": "x.docx"}, **theirs)],
        }  # fmt: skip
        records = [an_activity("2017-03-15", 附件={"方案": "a.docx"}, **mine)]
        found = noticed(records, material={"a.docx": document("5月")}, others=[other])
        assert len([each for each in found if each.code == "alike-document"]) == told, (mine, theirs, here)
