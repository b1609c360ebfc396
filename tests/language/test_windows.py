"""Windows: fixed, moving, standing; rules in force; whose records count; what could not be read."""

from typing import Any

import pytest

from civcheck.messages import say
from civcheck.model.outcome import Outcome

from ..builders import a_record, a_unit, judge_rule, lectures, outcome_of, said

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED, NOT_APPLICABLE = Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE

ONE = "{select: {类型: 讲堂}, window: %s, expect: {count: {at_least: 1}}}"


@pytest.mark.parametrize(
    ("window", "first", "last"),
    [
        pytest.param("{from: 2016-12-01, to: 2018-01-31}", "2016-12-01", "2018-01-31", id="beyond the year"),
        pytest.param("{from: 2017-03-01, to: {param: 截止}}", "2017-03-01", "2017-06-30", id="to a param"),
        pytest.param("{day: 清明, from: -10, to: +6}", "2017-03-25", "2017-04-10", id="around a moving day"),
        pytest.param("{day: 清明, from: 0, to: {param: 期限}}", "2017-04-04", "2017-04-19", id="by a param"),
        pytest.param("{week: 清明}", "2017-04-03", "2017-04-09", id="its week"),
        pytest.param("{day: 元旦, from: 0, to: 0}", "2017-01-01", "2017-01-01", id="a day of every year"),
        pytest.param("{period: 学期}", "2017-02-13", "2018-01-26", id="a named period"),
        pytest.param(
            "{look_back: {years: 2}}", "2016-01-01", "2017-12-31", id="two years back from the year's end"
        ),
        pytest.param(
            "{look_back: {months: 6}, to: 2017-08-31}",
            "2017-03-01",
            "2017-08-31",
            id="months back from a day",
        ),
    ],
)
def test_the_first_and_last_day_of_a_window_count(window: str, first: str, last: str) -> None:
    for held in (first, last):
        assert outcome_of(ONE % window, lectures(held), "2018-06-30") is SATISFIED
    window_days = judge_rule(ONE % window, [], "2016-01-01").window
    assert window_days is not None
    assert (str(window_days.first), str(window_days.last)) == (first, last)
    before, after = window_days.first.toordinal() - 1, window_days.last.toordinal() + 1
    for outside in (before, after):
        assert (
            outcome_of(
                ONE % window, lectures(type(window_days.first).fromordinal(outside).isoformat()), "2018-06-30"
            )
            is GAP
        )


@pytest.mark.parametrize(
    ("as_of", "outcome"),
    [("2017-04-09", PENDING), ("2017-04-10", GAP)],
    ids=["one day left", "the last day is over"],
)
def test_a_moving_window_closes_at_the_end_of_its_last_day(as_of: str, outcome: Outcome) -> None:
    assert outcome_of(ONE % "{day: 清明, from: -10, to: 6}", [], as_of) is outcome


def test_the_days_between_two_terms_are_not_in_the_window() -> None:
    assert outcome_of(ONE % "{period: 学期}", lectures("2017-08-01"), "2018-06-30") is GAP


def test_a_moving_day_that_the_table_lacks_names_the_table() -> None:
    seen = judge_rule(ONE % "{day: 清明, from: -10, to: 6}", [], "2018-04-01", a_unit(年度="2018"))
    assert (seen.outcome, said(seen)) == (UNDETERMINED, "规则包 terms.yaml 的 days 表里没有 2018 年的“清明”")


STANDING = "{select: {类型: 制度}, window: standing, expect: {count: {at_least: 1}}}"


@pytest.mark.parametrize(
    ("when", "until", "as_of", "outcome"),
    [
        pytest.param("2015-05-01", None, "2017-01-01", SATISFIED, id="of an earlier year"),
        pytest.param("2017-12-31", None, "2017-12-31", SATISFIED, id="of the last day"),
        pytest.param("2018-01-01", None, "2018-06-30", GAP, id="of the next year"),
        pytest.param("2015-05-01", "2017-06-30", "2017-06-30", SATISFIED, id="on its last day"),
        pytest.param("2015-05-01", "2017-06-30", "2017-07-01", PENDING, id="expired"),
        pytest.param("2015-05-01", "2017-06-30", "2017-12-31", GAP, id="expired, the year is over"),
        pytest.param("2015-05-01", "2018-01-15", "2018-06-30", SATISFIED, id="expired after the year"),
        pytest.param("2015-05-01", "长期", "2017-12-31", SATISFIED, id="for good"),
        pytest.param("2015-05-01", "无固定期限", "2017-12-31", SATISFIED, id="without a last day"),
        pytest.param("2015-05-01", "两年", "2017-06-30", PENDING, id="nobody can read until when"),
    ],
)
def test_what_stands(when: str, until: str | None, as_of: str, outcome: Outcome) -> None:
    fields = {"有效期至": until} if until else {}
    record = a_record("制度", when, 附件={"方案": "制度.pdf"}, **fields)
    assert outcome_of(STANDING, [record], as_of) is outcome


IN_FORCE = (
    "{in_force: {from: 2017-05-05, to: 2017-09-30}, select: {类型: 讲堂}, expect: {count: {at_least: 1}}}"
)


@pytest.mark.parametrize(
    ("records", "as_of", "outcome"),
    [
        pytest.param(lectures("2017-03-01"), "2017-05-04", NOT_APPLICABLE, id="not yet in force"),
        pytest.param(lectures("2017-03-01"), "2017-05-05", PENDING, id="held before it was in force"),
        pytest.param(lectures("2017-05-05"), "2017-05-05", SATISFIED, id="on its first day"),
        pytest.param(lectures("2017-10-01"), "2017-10-01", GAP, id="after its last day"),
    ],
)
def test_a_rule_in_force(records: list[Any], as_of: str, outcome: Outcome) -> None:
    assert outcome_of(IN_FORCE, records, as_of) is outcome


def test_in_force_from_a_day_nobody_declared() -> None:
    rule = "{in_force: {from: {fact: 挂牌日}}, select: {类型: 讲堂}, expect: {count: {at_least: 1}}}"
    seen = judge_rule(rule, [], "2017-12-31")
    assert (seen.outcome, seen.asks) == (UNDETERMINED, ("挂牌日",))


# --- select: with, pick


@pytest.mark.parametrize(
    ("evidence", "outcome"),
    [
        pytest.param({"纪要": "纪要.docx"}, SATISFIED, id="shows the role"),
        pytest.param({"方案": "方案.docx"}, GAP, id="shows another role"),
        pytest.param({"纪要": {"文件": "纪要.docx", "日期": "2018-01-01"}}, GAP, id="dated after as-of"),
    ],
)
def test_records_with_a_role(evidence: Any, outcome: Outcome) -> None:
    rule = "{select: {类型: 讲堂, with: [纪要]}, expect: {count: {at_least: 1}}}"
    assert outcome_of(rule, lectures("2017-03-01", 附件=evidence), "2017-12-31") is outcome


def test_the_latest_of_those_that_exist_is_picked() -> None:
    rule = "{select: {类型: 讲堂, pick: latest}, expect: {each: {roles: [方案]}}, on_empty: gap}"
    records = [*lectures("2017-03-01"), *lectures("2017-06-01", 附件={"方案": "a.docx"})]
    assert outcome_of(rule, records, "2017-05-31") is GAP
    assert outcome_of(rule, records, "2017-06-01") is SATISFIED


# --- joint answers

OFFICE = a_unit(单位名称="东湖司法所", 单位类型="司法所", 上级单位="江城市司法局")
JOINT = "{select: {类型: 讲堂}, may_be_joint: %s, expect: {count: {at_least: 1}}}"


@pytest.mark.parametrize(
    ("joint", "fields", "unit", "outcome"),
    [
        pytest.param(
            "是",
            {"主办": "江城市司法局", "本单位参加": "是"},
            OFFICE,
            SATISFIED,
            id="the superior's, took part",
        ),
        pytest.param(
            "是", {"主办": "江城市司法局", "本单位参加": "否"}, OFFICE, GAP, id="the superior's, took no part"
        ),
        pytest.param("是", {"主办": "江城市司法局"}, OFFICE, GAP, id="the superior's, nobody says"),
        pytest.param(
            "否", {"主办": "江城市司法局", "本单位参加": "是"}, OFFICE, GAP, id="no joint answer is allowed"
        ),
        pytest.param("否", {"主办": "江城市司法局、东湖司法所"}, OFFICE, SATISFIED, id="held by both"),
        pytest.param("否", {}, OFFICE, SATISFIED, id="its own"),
        pytest.param(
            "否",
            {"主办": "江城市司法局"},
            a_unit(上级单位="江城市司法局"),
            SATISFIED,
            id="a bureau answers for itself",
        ),
    ],
)
def test_whose_record_it_is(joint: str, fields: Any, unit: Any, outcome: Outcome) -> None:
    assert outcome_of(JOINT % joint, lectures("2017-03-01", **fields), "2017-12-31", unit) is outcome


@pytest.mark.parametrize(
    ("organiser", "at_least", "none"),
    [
        pytest.param("江城市司法局普法科", GAP, UNDETERMINED, id="longer than the superior's name"),
        pytest.param("市司法局", GAP, UNDETERMINED, id="shorter"),
        pytest.param("东湖街道、市司法局", GAP, UNDETERMINED, id="beside another"),
        pytest.param("江城市司法局", GAP, SATISFIED, id="the superior"),
        pytest.param("东湖司法所", SATISFIED, GAP, id="the unit"),
        pytest.param("江城市司法局东湖司法所", SATISFIED, GAP, id="the unit's name is in it"),
        pytest.param("东湖司法所、市司法局", SATISFIED, GAP, id="the unit beside it"),
        pytest.param("东湖街道", SATISFIED, GAP, id="another"),
    ],
)
def test_an_organiser_may_be_meant_for_the_superior(organiser: str, at_least: Outcome, none: Outcome) -> None:
    records = lectures("2017-03-01", 主办=organiser)
    assert outcome_of(JOINT % "否", records, "2017-12-31", OFFICE) is at_least
    assert outcome_of("{select: {类型: 讲堂}, expect: {none: {}}}", records, "2017-12-31", OFFICE) is none


def test_what_may_be_the_superiors_counts_as_a_joint_answer_as_its_own_does() -> None:
    records = lectures("2017-03-01", 主办="市司法局", 本单位参加="是")
    assert outcome_of(JOINT % "是", records, "2017-12-31", OFFICE) is SATISFIED
    seen = judge_rule(JOINT % "否", records, "2017-12-31", OFFICE)
    assert [say(each.failure.lacks) for each in seen.near()] == [
        "“主办”写的是“市司法局”，写明是不是上级单位“江城市司法局”（上级单位主办的不算本单位自己的）"
    ]


# --- records that could not be read

FILE = {"附件": {"方案": "a.docx"}}
DONE = [
    a_record(
        "讲堂",
        "2017-03-01",
        报送日期="2017-03-02",
        编号="A1",
        形式="身边人讲身边事",
        人时="10",
        面积="1",
        **FILE,
    )
]


@pytest.mark.parametrize(
    ("expect", "outcome"),
    [
        pytest.param("count: {at_least: 1}", SATISFIED, id="count at least stays"),
        pytest.param("count: {at_least: 1, per: 年}", SATISFIED, id="a period stays"),
        pytest.param("spread: {at_least: 1, per: 年}", SATISFIED, id="spread stays"),
        pytest.param("cover: {field: 形式, members: [身边人讲身边事]}", SATISFIED, id="cover stays"),
        pytest.param(
            "total: {measure: {sum: 人时}, at_least: 10}", SATISFIED, id="a sum that is reached stays"
        ),
        pytest.param(
            "each: {roles: [方案], quantifier: {at_least: 1}}", SATISFIED, id="one record that meets it stays"
        ),
        pytest.param("count: {at_most: 1}", UNDETERMINED, id="at most"),
        pytest.param("count: {at_least: 1, at_most: 1}", UNDETERMINED, id="between"),
        pytest.param("count: {exactly: 1}", UNDETERMINED, id="exactly"),
        pytest.param("count: {exactly: 1, per: 年}", UNDETERMINED, id="exactly, in a period"),
        pytest.param("each: {roles: [方案]}", UNDETERMINED, id="each"),
        pytest.param("each: {roles: [方案], quantifier: together}", UNDETERMINED, id="together"),
        pytest.param("lag: {from: 日期, to: 报送日期, at_most: 3}", UNDETERMINED, id="lag"),
        pytest.param(
            "ratio: {part: {count: {形式: 身边人讲身边事}}, whole: {count: all}, at_least: 1/2}",
            UNDETERMINED,
            id="ratio",
        ),
        pytest.param("total: {measure: {sum: 人时}, at_most: 10}", UNDETERMINED, id="a sum at most"),
        pytest.param("total: {measure: {mean: 人时}, at_least: 10}", UNDETERMINED, id="a mean"),
        pytest.param("total: {measure: {latest: 人时}, at_least: 10}", UNDETERMINED, id="the latest"),
        pytest.param("compare: {measure: {sum: 人时}, at_least: {sum: 面积}}", UNDETERMINED, id="compare"),
        pytest.param("link: {to: {类型: 讲堂}, by: [形式]}", GAP, id="a gap stays"),
        pytest.param("ledger: {unique: [编号]}", GAP, id="the ledger: the unread one is the finding"),
    ],
)
def test_an_unread_record_of_the_kind_or_of_any(expect: str, outcome: Outcome) -> None:
    rule = f"{{select: {{类型: 讲堂}}, expect: {{{expect}}}, on_empty: gap}}"
    for unread in ("讲堂", "校园讲堂", None):
        assert outcome_of(rule, DONE, "2017-12-31", unread=[unread]) is outcome
    without = outcome_of(rule, DONE, "2017-12-31", unread=["慰问"])
    assert without in (SATISFIED, GAP)
    assert (without is outcome) or outcome is UNDETERMINED or "ledger" in expect


def test_an_unread_record_says_that_it_could_change_the_verdict() -> None:
    seen = judge_rule("{select: {类型: 处分}, expect: {none: {}}}", [], "2017-12-31", unread=["处分", None])
    assert (seen.outcome, [(note.id, note.params["count"]) for note in seen.notes]) == (
        UNDETERMINED,
        [("note.unread-could-change", 2)],
    )


@pytest.mark.parametrize(
    ("on_empty", "outcome"), [("gap", GAP), ("not-applicable", UNDETERMINED), ("satisfied", UNDETERMINED)]
)
def test_an_unread_record_could_be_the_one_that_is_not_there(on_empty: str, outcome: Outcome) -> None:
    rule = (
        f"{{select: {{类型: 讲堂}}, "
        f"expect: {{lag: {{from: 日期, to: 报送日期, at_most: 3}}}}, on_empty: {on_empty}}}"
    )
    assert outcome_of(rule, [], "2017-12-31", unread=["讲堂"]) is outcome
    assert outcome_of(rule, [], "2017-12-30", unread=["讲堂"]) is PENDING
