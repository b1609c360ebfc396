"""Which values meet a condition: each way that is found makes a record that meets it, by the condition itself."""

from __future__ import annotations

from datetime import date

import pytest

from civcheck.language.condition import Condition
from civcheck.language.select import Select
from civcheck.language.walking import parts
from civcheck.language.window import Interval
from civcheck.reading.inline import inline_ledger
from civcheck.reading.rulepack import read_pack
from civcheck.verdict.planning.draft import Draft, as_record, both, frozen
from civcheck.verdict.planning.meeting import ways
from civcheck.verdict.run import case_of
from tests.language.test_examples import UNIT, pack_of

DAYS = Interval(date(2017, 5, 1), date(2017, 12, 31))


def grounds_of(pack, unit=UNIT):
    return case_of(inline_ledger(unit, [], pack), pack).grounds(date(2018, 6, 30))


GROUNDS = grounds_of(pack_of({"rule": {"select": {"类型": "讲堂"}, "expect": {"count": {"at_least": 1}}}}))


def meets(condition: Condition, kind: str, way, grounds) -> bool:
    record = as_record(Draft(kind, frozen(way), DAYS), 0, grounds.terms)
    return condition.compile(grounds)(record) is True


@pytest.mark.parametrize(
    ("kind", "written", "count"),
    [
        pytest.param("讲堂", {"主题": "文明用语"}, 1, id="one value"),
        pytest.param("讲堂", {"主题": ["文明用语", "文明出行"]}, 2, id="any of two"),
        pytest.param("讲堂", {"主题": {"has_all": ["文明用语", "文明出行"]}}, 1, id="all of two"),
        pytest.param(
            "讲堂", {"主题": {"has_none": ["文明用语"]}}, 1, id="none of them, by one that is not listed"
        ),
        pytest.param("讲堂", {"主题": {"filled": True}}, 1, id="filled"),
        pytest.param("讲堂", {"申报日": {"filled": True}}, 1, id="a day that is filled"),
        pytest.param("讲堂", {"备注": {"blank": True}}, 1, id="blank"),
        pytest.param("讲堂", {"参加人数": {"at_least": "20"}}, 1, id="at least"),
        pytest.param("讲堂", {"参加人数": {"more_than": "20"}}, 1, id="more than"),
        pytest.param("讲堂", {"参加人数": {"less_than": "20"}}, 1, id="less than"),
        pytest.param("讲堂", {"面积": {"exactly": "1.5"}}, 1, id="a fraction"),
        pytest.param("讲堂", {"承诺天数": "3"}, 1, id="a number by name"),
        pytest.param("讲堂", {"主题": {"at_least": "2"}}, 1, id="so many values"),
        pytest.param("讲堂", {"申报日": {"after": "2017-03-01"}}, 1, id="after a day"),
        pytest.param("讲堂", {"申报日": {"before": "2017-03-01"}}, 1, id="before a day"),
        pytest.param("讲堂", {"大型活动": "是"}, 1, id="yes"),
        pytest.param("讲堂", {"标题": {"text_has": ["开放日"]}}, 1, id="a text in the title"),
        pytest.param("讲堂", {"正文字数": {"at_least": "800"}}, 1, id="so many characters"),
        pytest.param("讲堂", {"any": [{"主题": "文明用语"}, {"形式": "外请报告"}]}, 2, id="either"),
        pytest.param("讲堂", {"all": [{"主题": "文明用语"}, {"形式": "外请报告"}]}, 1, id="both"),
        pytest.param("讲堂", {"归档.档号": {"filled": True}}, 1, id="a part of the filing"),
        pytest.param("讲堂", {"归档.盒号": {"filled": True}}, 1, id="another part of it"),
        pytest.param("讲堂", {"归档": {"filled": True}}, 1, id="filed"),
    ],
)
def test_every_way_makes_a_record_that_meets_the_condition(kind, written, count):
    condition = Condition.read(written)
    found = ways(condition, kind, GROUNDS)
    assert len(found) == count
    blank_meets = "has_none" in str(written)
    assert all(meets(condition, kind, way, GROUNDS) or blank_meets for way in found)


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        pytest.param("讲堂", {"类型": "慰问"}, id="another kind"),
        pytest.param("讲堂", {"慰问对象": "甲"}, id="a field that the kind does not have"),
        pytest.param("讲堂", {"all": [{"承诺天数": "3"}, {"承诺天数": "4"}]}, id="one field, two values"),
    ],
)
def test_where_nothing_meets_a_condition_there_is_no_way(kind, written):
    assert ways(Condition.read(written), kind, GROUNDS) == []


def test_what_no_condition_asks_needs_nothing():
    assert ways(None, "讲堂", GROUNDS) == [{}]


@pytest.mark.parametrize("name", ["hubei-2017", "example-monthly-2018", "example-score-2018"])
def test_every_selection_of_a_pack_is_met_by_what_is_found_for_it(name):
    pack = read_pack(name)
    kind_of_unit = next(each for each, term in pack.terms.unit_types.items() if term.declarable)
    unit = {"单位名称": "某局", "单位类型": kind_of_unit, "年度": str(pack.head.period.first.year)}
    grounds, tried = grounds_of(pack, unit), 0
    for rule in pack.rules:
        asked = [part for each in (rule.select, *rule.expect) if each is not None for part in parts(each)]
        for select in (each.part for each in asked if isinstance(each.part, Select)):
            for kind in select.kinds(grounds.terms):
                for way in ways(select, kind, grounds):
                    tried += 1
                    assert meets(select, kind, way, grounds), (rule.id, kind, way)
    assert tried > 20


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ({"主题": ("甲",)}, {"主题": ("乙",)}, {"主题": ("甲", "乙")}),
        ({"主题": ("甲",)}, {"主题": ("甲",)}, {"主题": ("甲",)}),
        ({"榜别": "红榜"}, {"榜别": "黑榜"}, None),
        ({"榜别": "红榜"}, {"行业": "律师"}, {"榜别": "红榜", "行业": "律师"}),
    ],
)
def test_lists_take_the_values_of_both_and_single_fields_cannot(one, other, found):
    assert both(one, other) == found


@pytest.mark.parametrize(
    ("first", "last", "is_one"),
    [("2017-06-30", "2017-06-30", True), ("2017-07-01", "2017-07-31", False)],
)
def test_two_sorts_are_one_record_only_on_a_day_that_both_have(first, last, is_one):
    half = Draft("讲堂", (), Interval(date(2017, 1, 1), date(2017, 6, 30)))
    other = Draft("讲堂", (), Interval(date.fromisoformat(first), date.fromisoformat(last)))
    assert (half.merged(other) is not None) is is_one
