"""``none``, ``ledger`` and ``review``: nothing of a sort, the ledger itself, a person's eye."""

# ruff: noqa: E501 - one case a line reads as a table

from typing import Any

import pytest

from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_record, judge_rule, lectures, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED, NEEDS_REVIEW = Outcome.UNDETERMINED, Outcome.NEEDS_REVIEW

NONE = "{select: {类型: 处分, 性质: 重大}, expect: {none: {}}}"


@pytest.mark.parametrize(
    ("records", "as_of", "outcome"),
    [
        pytest.param([], "2017-01-01", SATISFIED, id="none so far"),
        pytest.param([], "2017-12-31", SATISFIED, id="none in the year"),
        pytest.param(
            [a_record("处分", "2017-03-01", 性质="重大")], "2017-02-28", SATISFIED, id="dated tomorrow"
        ),
        pytest.param([a_record("处分", "2017-03-01", 性质="重大")], "2017-03-01", GAP, id="there is one"),
        pytest.param(
            [a_record("处分", "2018-01-01", 性质="重大")], "2018-03-01", SATISFIED, id="outside the year"
        ),
        pytest.param(
            [a_record("处分", "2017-03-01", 性质="轻微")], "2017-12-31", SATISFIED, id="of another sort"
        ),
        pytest.param(
            [a_record("处分", "2017-03-01")], "2017-12-31", UNDETERMINED, id="blank, it could be one"
        ),
        pytest.param([a_record("处分", "2018-01-01")], "2018-03-01", SATISFIED, id="blank, outside the year"),
        pytest.param(
            [a_record("处分", "2017-03-01"), a_record("处分", "2017-03-02", 性质="重大")],
            "2017-12-31",
            GAP,
            id="one is certain",
        ),
        pytest.param(
            [a_record("讲堂", "2017-03-01")], "2017-12-31", SATISFIED, id="a kind without such a field"
        ),
    ],
)
def test_no_such_record(records: list[Any], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(NONE, records, as_of) is outcome


def test_what_is_not_certain_is_told_record_by_record() -> None:
    seen = judge_rule(NONE, [a_record("处分", "2017-03-01")], "2017-12-31")
    assert (
        said(seen)
        == "有 1 条记录没写全，写的不在词表里，或者名称多写少写了，不能断定是不是：“类型”是“处分”，“性质”是“重大”"
    )
    assert [short.record.key for short in seen.shorts] == ["记录.yaml#1"]


def test_a_blank_large_event_is_none() -> None:
    rule = "{select: {类型: 讲堂, 大型活动: 是}, expect: {none: {}}}"
    assert outcome_of(rule, lectures("2017-03-01"), "2017-12-31") is SATISFIED
    assert outcome_of(rule, lectures("2017-03-01", 大型活动="大"), "2017-12-31") is UNDETERMINED
    assert outcome_of(rule, lectures("2017-03-01", 大型活动="是"), "2017-12-31") is GAP


# --- ledger

LEDGER = "{expect: {ledger: {readable: true, unique: [编号]}}}"


@pytest.mark.parametrize(
    ("records", "unread", "as_of", "outcome"),
    [
        pytest.param(
            lectures("2017-03-01", 编号="A1"), [], "2017-06-30", SATISFIED, id="as it should be, so far"
        ),
        pytest.param(lectures("2017-03-01", 编号="A1"), [], "2018-06-30", SATISFIED, id="as it should be"),
        pytest.param(
            lectures("2017-03-01", "2017-03-02", 编号="A1"), [], "2017-06-30", GAP, id="a number used twice"
        ),
        pytest.param(
            lectures("2017-03-01", "2017-08-01", 编号="A1"),
            [],
            "2017-06-30",
            SATISFIED,
            id="the second is to come",
        ),
        pytest.param(
            lectures("2017-03-01", "2017-03-02"), [], "2017-06-30", SATISFIED, id="no number at all"
        ),
        pytest.param(lectures("2017-03-01"), [None], "2017-06-30", GAP, id="one is unread"),
        pytest.param([], [], "2017-12-30", PENDING, id="empty"),
        pytest.param([], [], "2017-12-31", GAP, id="empty, the year is over"),
    ],
)
def test_the_ledger_itself(
    records: list[Any], unread: list[str | None], as_of: str, outcome: Outcome
) -> None:
    assert outcome_of(LEDGER, records, as_of, unread=unread) is outcome


def test_what_a_ledger_gap_says() -> None:
    seen = judge_rule(LEDGER, lectures("2017-03-01", "2017-03-02", 编号="A 1"), "2017-06-30", unread=["讲堂"])
    assert said(seen) == "有 1 条记录无法读取；“编号”A 1 用了不止一次（2 条记录）"
    assert seen.missing == ("坏-0.yaml",)


OF_LECTURES = "{select: {类型: 讲堂}, on_empty: satisfied, expect: {ledger: {unique: [%s]}}}"


def a_pair(one: dict[str, Any], other: dict[str, Any], kind: str = "讲堂") -> list[Any]:
    return [a_record("讲堂", "2017-03-01", **one), a_record(kind, "2017-03-02", **other)]


@pytest.mark.parametrize(
    ("unique", "records", "outcome"),
    [
        pytest.param("形式", a_pair({"形式": "甲"}, {"形式": "甲"}), GAP, id="any field"),
        pytest.param("主办", a_pair({"主办": "甲"}, {"主办": "甲"}, "公示"), SATISFIED, id="the other is not selected"),
        pytest.param("编号", a_pair({"编号": "司〔2017〕1号"}, {"编号": "司[2017]1号"}), GAP, id="brackets of a year"),
        pytest.param("[承办, 负责人]", a_pair({"承办": "甲", "负责人": "乙"}, {"承办": "甲", "负责人": "乙"}), GAP, id="both"),
        pytest.param("[承办, 负责人]", a_pair({"承办": "甲", "负责人": "乙"}, {"承办": "甲", "负责人": "丙"}), SATISFIED, id="one"),
        pytest.param("[承办, 负责人]", a_pair({"承办": "甲"}, {"承办": "甲"}), SATISFIED, id="a blank one is no combination"),
        pytest.param("承办, 负责人", a_pair({"承办": "甲", "负责人": "乙"}, {"承办": "甲", "负责人": "丙"}), GAP, id="two fields"),
        pytest.param("承办", [a_record("讲堂", "2017-03-01", 承办=["甲", "甲"])], SATISFIED, id="twice in one record"),
        pytest.param("编号", [a_record("公示", "2017-03-01")], SATISFIED, id="nothing selected, as on_empty says"),
    ],
)  # fmt: skip
def test_values_that_occur_once(unique: str, records: list[Any], outcome: Outcome) -> None:
    assert outcome_of(OF_LECTURES % unique, records, "2017-12-31") is outcome


def test_a_repeated_value_is_named_with_its_field() -> None:
    pair = a_pair({"承办": "甲", "负责人": "乙"}, {"承办": "甲", "负责人": "乙"})
    seen = judge_rule(OF_LECTURES % "[承办, 负责人]", pair, "2017-12-31")
    assert said(seen) == "“承办、负责人”甲、乙 用了不止一次（2 条记录）"
    assert [say(each.lacks[0]) for each in seen.shorts] == 2 * ["“承办、负责人”甲、乙 用了不止一次"]


def test_an_unread_record_that_is_not_selected_is_no_matter_here() -> None:
    one = lectures("2017-03-01", 编号="A1")
    assert outcome_of(OF_LECTURES % "编号", one, "2017-12-31", unread=["公示"]) is SATISFIED
    assert outcome_of(OF_LECTURES % "编号", one, "2017-12-31", unread=["讲堂"]) is GAP
    unique = OF_LECTURES.replace("{unique", "{readable: 否, unique") % "编号"
    assert outcome_of(unique, one, "2017-12-31", unread=["讲堂"]) is UNDETERMINED


# --- review

REVIEW = "{select: {类型: 讲堂}, expect: {review: {question: 内容是否充实？, look_at: 讲稿}}, on_empty: %s}"


@pytest.mark.parametrize(
    ("days", "as_of", "outcome"),
    [
        pytest.param(["2017-03-01"], "2017-03-01", NEEDS_REVIEW, id="something to look at"),
        pytest.param(["2017-03-01"], "2017-12-31", NEEDS_REVIEW, id="also when the year is over"),
        pytest.param(["2017-03-01"], "2017-02-28", PENDING, id="nothing to look at yet"),
        pytest.param([], "2017-12-31", Outcome.NOT_APPLICABLE, id="nothing to look at"),
    ],
)
def test_a_person_judges(days: list[str], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(REVIEW % "not-applicable", lectures(*days), as_of) is outcome


def test_what_a_person_is_asked() -> None:
    seen = judge_rule(REVIEW % "gap", lectures("2017-03-01"), "2017-12-31")
    assert said(seen) == "内容是否充实？（看：讲稿；共 1 条记录）"


# --- what must be there for an absence to mean something

PROVEN = "{select: {类型: 处分}, expect: {none: {needs: %s}}}"
KEPT = "{类型: 制度, 事项: 处分登记}"
BOTH = "[{类型: 制度, 事项: 处分登记}, {类型: 公示, 事项: 自查}]"


def a_paper(kind: str, about: str, **fields: Any) -> Any:
    return a_record(kind, "2017-02-01", 事项=about, 附件={"方案": f"{about}.pdf"}, **fields)


@pytest.mark.parametrize(
    ("needs", "records", "open_year", "closed_year"),
    [
        pytest.param(KEPT, [], PENDING, GAP, id="nothing proves it"),
        pytest.param(KEPT, [a_paper("制度", "处分登记")], SATISFIED, SATISFIED, id="the register is kept"),
        pytest.param(
            KEPT, [a_record("制度", "2017-02-01", 事项="处分登记")], PENDING, GAP, id="it shows nothing"
        ),
        pytest.param(BOTH, [a_paper("制度", "处分登记")], PENDING, GAP, id="one of two is there"),
        pytest.param(
            BOTH, [a_paper("制度", "处分登记"), a_paper("公示", "自查")], SATISFIED, SATISFIED, id="both"
        ),
        pytest.param(
            KEPT, [a_paper("制度", "处分登记"), a_record("处分", "2017-03-01")], GAP, GAP, id="there is one"
        ),
        pytest.param(KEPT, [a_record("处分", "2017-03-01")], GAP, GAP, id="there is one, and nothing kept"),
    ],
)
def test_an_absence_that_must_be_proven(
    needs: str, records: list[Any], open_year: Outcome, closed_year: Outcome
) -> None:
    assert outcome_of(PROVEN % needs, records, "2017-12-30") is open_year
    assert outcome_of(PROVEN % needs, records, "2017-12-31") is closed_year


def test_what_an_unproven_absence_says() -> None:
    assert said(judge_rule(PROVEN % KEPT, [], "2017-12-31")) == (
        "台账中未见“类型”是“处分”的记录，可是也未见“类型”是“制度”，“事项”是“处分登记”的记录，证明不了没有"
    )


def test_an_absence_may_look_back_over_years() -> None:
    rule = "{select: {类型: 处分}, window: {look_back: {years: 2}}, expect: {none: {}}}"
    assert outcome_of(rule, [a_record("处分", "2015-12-31")], "2017-12-31") is SATISFIED
    assert outcome_of(rule, [a_record("处分", "2016-01-01")], "2017-12-31") is GAP


def test_nobody_is_asked_to_write_what_must_not_be() -> None:
    seen = judge_rule(NONE, [a_record("处分", "2017-03-01")], "2017-12-31")
    assert [say(each) for short in seen.shorts for each in short.lacks] == [
        "没写“性质”，写明才能断定是不是这样：“性质”是“重大”"
    ]


MOST = "{select: {类型: 处分, 性质: 重大}, expect: {%s}}"


@pytest.mark.parametrize(
    "limit",
    ["count: {at_most: 0}", "count: {at_most: 0, per: 月}", "total: {measure: {count: all}, at_most: 0}"],
)
def test_what_nearly_is_one_too_many_is_no_near_miss(limit: str) -> None:
    records = [a_record("处分", "2017-03-01", 性质="重大"), a_record("处分", "2017-03-02", 性质="轻微")]
    seen = judge_rule(MOST % limit, records, "2017-12-31")
    assert seen.outcome is GAP
    assert seen.near() == []
