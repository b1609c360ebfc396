"""``over`` and ``year``: rules over several years, from several ledgers of one unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from civcheck import audit
from civcheck.errors import UsageError
from civcheck.messages import say
from civcheck.model.outcome import Outcome
from civcheck.model.report import Report
from civcheck.verdict.run import run_audit

from ..builders import a_ledger, a_pack, a_record, a_rule, a_unit, day, lectures
from ..shares import one_in

SATISFIED, GAP, PENDING = Outcome.SATISFIED, Outcome.GAP, Outcome.PENDING
UNDETERMINED = Outcome.UNDETERMINED
END = "2017-12-31"
Years = Mapping[int, Sequence[Any]]


def report(keys: str, records: Sequence[Any], earlier: Years, as_of: str = END) -> Report:
    pack = a_pack(a_rule(f"{{{keys}}}"))
    before = [
        a_ledger(pack, those, a_unit(年度=str(year))).below(str(year)) for year, those in earlier.items()
    ]
    return run_audit(a_ledger(pack, records), pack, day(as_of), earlier=before)


def outcome(keys: str, records: Sequence[Any], earlier: Years, as_of: str = END) -> Outcome:
    return report(keys, records, earlier, as_of).findings[0].outcome


SIX = "select: {类型: 讲堂}, over: {years: 2}, expect: {count: {at_least: 6}}"
YEARLY = "select: {类型: 讲堂}, over: {years: 2}, expect: {count: {at_least: 1, per: 年}}"
NONE = "select: {类型: 处分}, over: {years: 2}, expect: {none: {}}"
MOST = "select: {类型: 处分}, over: {years: 2}, expect: {count: {at_most: 1}}"
PLANS = "select: {类型: 讲堂}, over: {years: 2}, on_empty: gap, expect: {each: {roles: [方案]}}"
SHARE = (
    "select: {类型: 讲堂}, over: {years: 2}, on_empty: gap, "
    "expect: {ratio: {part: {count: {主题: 文明用语}}, whole: {count: all}, at_least: 50%}}"
)
TIED = (
    "select: {类型: 榜单}, over: {years: 2}, on_empty: not-applicable, expect: {link: {to: {类型: 公示}%s}}"
)
BEFORE, AFTER = (TIED % f", within: {{days: 30, direction: {each}}}" for each in ("before", "after"))
APART = "select: {类型: 讲堂}, over: {years: 2}, on_empty: gap, expect: {interval: {%s}}"
THIS, LAST = [f"2017-0{month}-01" for month in range(1, 7)], [f"2016-0{month}-01" for month in range(1, 7)]
FOUL, OLD_FOUL = a_record("处分", "2017-03-01"), a_record("处分", "2016-03-01")


FILED = "{roles: [方案], due: {by: %s}}"
IN_YEAR = "select: {类型: 讲堂}, over: {years: 2}, on_empty: gap, expect: {each: " + FILED + "}"


def planned(day: str, on: str) -> Any:
    return a_record("讲堂", day, 附件={"方案": [{"文件": "方案.docx", "日期": on}]})


@pytest.mark.parametrize(
    ("by", "records", "last", "as_of", "expected"),
    [
        pytest.param(
            "03-31", [], [planned("2016-02-01", "2016-03-31")], END, SATISFIED, id="by its own year's day"
        ),
        pytest.param(
            "03-31", [], [planned("2016-02-01", "2016-04-01")], END, GAP, id="by this year's day is late"
        ),
        pytest.param(
            "03-31", [planned("2017-02-01", "2017-03-31")], [], END, SATISFIED, id="a record of this year"
        ),
        pytest.param(
            "次年01-31", [], [planned("2016-12-01", "2017-01-31")], END, SATISFIED, id="by the year after"
        ),
        pytest.param("次年01-31", [], [planned("2016-12-01", "2017-02-01")], END, GAP, id="a day later"),
        pytest.param(
            "次年01-31", lectures("2017-12-01"), [], END, PENDING, id="the year after this one is to come"
        ),
        pytest.param("次年01-31", lectures("2017-12-01"), [], "2018-01-31", GAP, id="and has come"),
        pytest.param(
            "03-31", [], [planned("2016-05-01", "2016-05-01")], END, GAP, id="a record after its year's day"
        ),
    ],
)
def test_a_day_of_every_year_is_that_of_the_records_own(
    by: str, records: Sequence[Any], last: Sequence[Any], as_of: str, expected: Outcome
) -> None:
    assert outcome(IN_YEAR % by, records, {2016: last}, as_of) is expected


@pytest.mark.parametrize(
    ("keys", "records", "earlier", "expected"),
    [
        pytest.param(SIX, lectures(*THIS[:3]), {2016: lectures(*LAST[:3])}, SATISFIED, id="three and three"),
        pytest.param(SIX, lectures(*THIS[:3]), {2016: lectures(*LAST[:2])}, GAP, id="three and two"),
        pytest.param(SIX, lectures(*THIS[:3]), {}, UNDETERMINED, id="a ledger that is missing could have them"),
        pytest.param(SIX, lectures(*THIS), {}, SATISFIED, id="this year has enough by itself"),
        pytest.param(BEFORE, [a_record("榜单", "2017-01-30")], {}, UNDETERMINED, id="a tie into the missing year"),
        pytest.param(BEFORE, [a_record("榜单", "2017-01-30")], {2016: []}, GAP, id="a tie into a year that is there"),
        pytest.param(BEFORE, [a_record("榜单", "2017-01-31")], {}, GAP, id="a tie within this year"),
        pytest.param(AFTER, [a_record("榜单", "2017-01-30")], {}, GAP, id="a tie to what comes after"),
        pytest.param(TIED % "", [a_record("榜单", "2017-01-31")], {}, UNDETERMINED, id="a tie at any time"),
        pytest.param(APART % "at_most: 90", lectures("2017-01-01", "2017-06-01"), {}, GAP, id="too far apart"),
        pytest.param(APART % "at_least: 90", lectures("2017-01-01", "2017-01-02"), {}, GAP, id="too close"),
        pytest.param(APART % "at_least: 90", lectures("2017-03-01"), {}, UNDETERMINED, id="too close to a lost one"),
        pytest.param(
            APART % "at_most: 90, edges: 是", lectures("2017-11-01"), {}, UNDETERMINED, id="too far from the first day"
        ),
        pytest.param(YEARLY, lectures(THIS[0]), {2016: lectures(LAST[0])}, SATISFIED, id="one a year"),
        pytest.param(YEARLY, lectures(*THIS), {2016: []}, GAP, id="none in one of the years"),
        pytest.param(NONE, [], {2016: []}, SATISFIED, id="none in two years"),
        pytest.param(NONE, [], {2016: [OLD_FOUL]}, GAP, id="one in the year before"),
        pytest.param(NONE, [FOUL], {}, GAP, id="one this year decides"),
        pytest.param(NONE, [], {}, UNDETERMINED, id="nobody knows of the year before"),
        pytest.param(MOST, [FOUL], {2016: [OLD_FOUL]}, GAP, id="two where one is the most"),
        pytest.param(MOST, [FOUL], {}, UNDETERMINED, id="one, and the year before may have another"),
        pytest.param(PLANS, lectures(THIS[0]), {}, GAP, id="a record that is short decides"),
        pytest.param(
            PLANS, lectures(THIS[0], 附件={"方案": "a.pdf"}), {}, UNDETERMINED, id="all, of those that are known"
        ),
        pytest.param(SHARE, lectures(THIS[0]), {2016: lectures(LAST[0], 主题="文明用语")}, SATISFIED, id="half"),
        pytest.param(SHARE, lectures(THIS[0]), {}, UNDETERMINED, id="a share of what is not known"),
        pytest.param(
            SIX, lectures(*THIS[:3]), {2015: lectures(*LAST[:3])}, UNDETERMINED, id="the year before that is no help"
        ),
    ],
)  # fmt: skip
def test_over_two_years(keys: str, records: Any, earlier: Any, expected: Outcome) -> None:
    assert outcome(keys, records, earlier) == expected


MONTHS = (
    "select: {类型: 讲堂}, over: {years: 2}, window: {from: 2017-01-01, to: 2017-06-30}, "
    "expect: {count: {at_least: 2}}"
)
YEARLY_BY = (
    "select: {类型: 讲堂}, over: {years: 2}, on_empty: gap, "
    "expect: {count: {at_least: 1, per: [年, {field: 主题}]}}"
)
YEARLY_IF = (
    "select: {类型: 讲堂}, over: {years: 2}, expect: {count: {at_least: 1, per: 年, where: {类型: 处分}}}"
)
YEARLY_MOST = "select: {类型: 处分}, over: {years: 2}, expect: {count: {at_most: 1, per: 年}}"
YEARLY_SUM = (
    "select: {类型: 讲堂}, over: {years: 2}, expect: {total: {measure: {sum: 人时}, at_least: 5, per: 年}}"
)
ONCE = "select: {类型: 讲堂}, over: {years: 2}, on_empty: not-applicable, expect: {ledger: {unique: [主题]}}"
HIGHEST = "select: {类型: 讲堂}, over: {years: 2}, expect: {total: {measure: {max: 人时}, %s: 5}}"
LOWEST = "select: {类型: 讲堂}, over: {years: 2}, expect: {total: {measure: {min: 人时}, %s: 5}}"
BAD = a_record("处分", "2016-02-30")


@pytest.mark.parametrize(
    ("keys", "records", "earlier", "expected"),
    [
        pytest.param(YEARLY, [], {}, GAP, id="this year has none and is over"),
        pytest.param(YEARLY, lectures(THIS[0]), {}, UNDETERMINED, id="this year has one"),
        pytest.param(YEARLY, [], {2016: lectures(LAST[0])}, GAP, id="only last year has one"),
        pytest.param(YEARLY_MOST, [FOUL, a_record("处分", "2017-05-01")], {}, GAP, id="this year has too many"),
        pytest.param(YEARLY_MOST, [FOUL], {}, UNDETERMINED, id="this year has no more than it may"),
        pytest.param(YEARLY_SUM, lectures(THIS[0], 人时="4"), {}, GAP, id="this year comes to too little"),
        pytest.param(YEARLY_SUM, lectures(THIS[0], 人时="5"), {}, UNDETERMINED, id="this year comes to enough"),
        pytest.param(YEARLY_BY, lectures(THIS[0], 主题="文明用语"), {}, UNDETERMINED, id="each subject every year"),
        pytest.param(YEARLY_IF, [*lectures(THIS[0]), FOUL], {}, UNDETERMINED, id="a missing year may be asked for"),
        pytest.param(YEARLY_IF, [*lectures(THIS[0]), FOUL], {2016: []}, SATISFIED, id="a year that is not asked for"),
        pytest.param(MONTHS, lectures(THIS[0]), {}, GAP, id="a window within this year"),
        pytest.param(MONTHS, lectures(*THIS), {}, SATISFIED, id="enough in a window within this year"),
        pytest.param(ONCE, lectures(*THIS[:2], 主题="文明用语"), {}, GAP, id="twice in this year"),
        pytest.param(ONCE, lectures(THIS[0], 主题="文明用语"), {}, UNDETERMINED, id="once in this year"),
        pytest.param(ONCE, [], {}, UNDETERMINED, id="not at all in this year"),
        pytest.param(ONCE, [], {2016: []}, Outcome.NOT_APPLICABLE, id="not at all in either year"),
        pytest.param(HIGHEST % "at_least", lectures(THIS[0], 人时="5"), {}, SATISFIED, id="the highest is enough"),
        pytest.param(HIGHEST % "at_least", lectures(THIS[0], 人时="4"), {}, UNDETERMINED, id="another may be higher"),
        pytest.param(HIGHEST % "at_most", lectures(THIS[0], 人时="6"), {}, GAP, id="the highest is too high"),
        pytest.param(HIGHEST % "at_most", lectures(THIS[0], 人时="5"), {}, UNDETERMINED, id="another may be too high"),
        pytest.param(LOWEST % "at_least", lectures(THIS[0], 人时="4"), {}, GAP, id="the lowest is too low"),
        pytest.param(LOWEST % "at_least", lectures(THIS[0], 人时="5"), {}, UNDETERMINED, id="another may be too low"),
        pytest.param(LOWEST % "at_most", lectures(THIS[0], 人时="5"), {}, SATISFIED, id="the lowest is low enough"),
        pytest.param(LOWEST % "at_most", lectures(THIS[0], 人时="6"), {}, UNDETERMINED, id="another may be lower"),
    ],
)  # fmt: skip
def test_a_missing_ledger_leaves_open_only_what_it_could_change(
    keys: str, records: Any, earlier: Any, expected: Outcome
) -> None:
    assert outcome(keys, records, earlier) == expected


def test_what_this_year_decides_is_told_of_this_year_alone() -> None:
    assert say(report(YEARLY, [], {}).findings[0].summary) == (
        "下列时段台账中未见足够记录（每段 ≥1 条）：2017年"
    )


@pytest.mark.parametrize("keys", [NONE, ONCE])
def test_a_missing_ledger_is_no_record_that_cannot_be_read(keys: str) -> None:
    finding = report(keys, lectures(THIS[0]), {}).findings[0]
    assert not any("无法读取" in say(note) for note in (finding.summary, *finding.notes))


def test_beside_a_missing_ledger_only_records_are_counted_that_cannot_be_read() -> None:
    three = "select: {类型: 处分}, over: {years: 3}, expect: {none: {}}"
    finding = report(three, [], {2016: [BAD]}).findings[0]
    assert finding.outcome is UNDETERMINED
    assert "有 1 条记录无法读取，或有值没有采用，可能改变结论" in [say(note) for note in finding.notes]


IN_THIS = "select: {类型: %s}, over: {years: 2}, window: {from: 01-01, to: 12-31}, on_empty: not-applicable, "
PUBLISHED = IN_THIS % "榜单" + "expect: {link: {to: {类型: 公示}, by: [地点]%s}}"
LISTED = a_record("榜单", "2017-03-01", 附件={"方案": "a.docx"}, 地点="甲")
NOTICE = a_record("公示", "2016-02-01", 附件={"方案": "a.docx"}, 地点="甲")
UNREAD_LIST = {**LISTED, "标题": ["没有", "标题"]}


@pytest.mark.parametrize(
    ("keys", "records", "expected"),
    [
        pytest.param(PUBLISHED % "", [LISTED, NOTICE], SATISFIED, id="every one is tied here"),
        pytest.param(PUBLISHED % "", [LISTED], UNDETERMINED, id="the tie may be there"),
        pytest.param(PUBLISHED % "", [LISTED, NOTICE, UNREAD_LIST], UNDETERMINED, id="one is unread"),
        pytest.param(PUBLISHED % ", at_most: 1", [LISTED, NOTICE], UNDETERMINED, id="there may be too many"),
        pytest.param(
            IN_THIS % "讲堂" + "expect: {each: {roles: [方案]}}", [planned(END, END)], SATISFIED, id="each"
        ),
    ],
)
def test_a_missing_ledger_holds_no_record_of_this_years_window(
    keys: str, records: list[Any], expected: Outcome
) -> None:
    assert outcome(keys, records, {}) is expected
    unread = [say(note) for note in report(keys, records, {}).findings[0].notes if "无法读取" in say(note)]
    assert unread == ["有 1 条记录无法读取，或有值没有采用，可能改变结论"] * (UNREAD_LIST in records)


REFERRED = "select: {类型: 榜单}, on_empty: not-applicable, expect: {link: %s}"
TO_IT = REFERRED % "{to: {类型: 公示}, by: 关联}"
NAMING, G1 = {**LISTED, "关联": "G1"}, {**NOTICE, "编号": "G1"}
OLD, OTHER = {**G1, "日期": "2014-02-01"}, a_record("慰问", "2016-05-01", 编号="G1")


@pytest.mark.parametrize(
    ("keys", "records", "earlier", "expected"),
    [
        pytest.param(TO_IT, [NAMING], {2016: [G1]}, SATISFIED, id="of last year"),
        pytest.param(TO_IT, [NAMING], {2014: [OLD], 2016: []}, SATISFIED, id="of any year given"),
        pytest.param(TO_IT, [NAMING], {2014: [OLD], 2016: [OTHER]}, GAP, id="of the last year that has it"),
        pytest.param(TO_IT, [NAMING, OTHER], {2016: [G1]}, GAP, id="a number of this ledger is of this ledger"),
        pytest.param(TO_IT, [NAMING], {2016: [NOTICE]}, GAP, id="without the number"),
        pytest.param(TO_IT, [LISTED], {2016: [G1]}, GAP, id="nobody names it"),
        pytest.param(TO_IT, [NAMING], {2016: [{**G1, "附件": {}}]}, GAP, id="it shows nothing"),
        pytest.param(
            REFERRED % "{to: {类型: 公示}, by: 关联, within: {days: 90, direction: before}}",
            [NAMING], {2016: [G1]}, GAP, id="too long ago",
        ),
        pytest.param(
            REFERRED % "{to: {类型: 公示}, by: 关联, at_most: 0}", [NAMING], {2016: [G1]}, GAP, id="forbidden",
        ),
        pytest.param(
            REFERRED % "[{to: {类型: 公示}}, {to: {类型: 制度}}]", [NAMING],
            {2015: [{**G1, "类型": "制度", "编号": "Z1"}], 2016: [{**G1, "关联": "Z1"}]}, SATISFIED, id="a chain",
        ),
        pytest.param(REFERRED % "{to: {类型: 公示}, by: [地点]}", [NAMING], {2016: [G1]}, GAP, id="not by a field"),
    ],
)  # fmt: skip
def test_a_reference_may_name_a_record_of_any_ledger_given(
    keys: str, records: list[Any], earlier: Years, expected: Outcome
) -> None:
    assert outcome(keys, records, earlier) is expected


def test_what_is_short_this_year_belongs_into_this_years_ledger() -> None:
    finding = report(YEARLY, [], {2016: lectures(LAST[0])}).findings[0]
    assert finding.where is not None
    assert finding.where.file == "01-要点/"


def test_what_is_pending_and_could_be_elsewhere_is_undetermined() -> None:
    assert outcome(SIX, lectures(*THIS[:3]), {2016: []}, "2017-06-30") == PENDING
    assert outcome(SIX, lectures(*THIS[:3]), {}, "2017-06-30") == UNDETERMINED


def test_a_rule_of_one_year_sees_no_other_ledger() -> None:
    one_year = "select: {类型: 讲堂}, expect: {count: {at_least: 6}}"
    assert outcome(one_year, lectures(*THIS[:3]), {2016: lectures(*LAST[:3], *THIS[3:])}) == GAP


def test_what_stands_in_two_ledgers_counts_once_and_is_told() -> None:
    winter = lectures("2017-01-01", 标题="年终一课")
    found = report(SIX, [*winter, *lectures(*THIS[1:3])], {2016: [*lectures(*LAST[:3]), *winter]})
    assert (found.findings[0].have, [each.code for each in found.notices]) == ("6", ["in-two-ledgers"])
    again = report(SIX, [*winter, *lectures(*THIS[1:3])], {2016: [*lectures(*LAST[:2]), *winter]})
    assert again.findings[0].outcome is GAP


@pytest.mark.parametrize(
    ("one", "other", "have"),
    [
        pytest.param({}, {"参加人数": "30"}, "1", id="written in one of them"),
        pytest.param({"参加人数": "30"}, {"参加人数": "30"}, "1", id="written alike"),
        pytest.param({"参加人数": "30"}, {"参加人数": "31"}, "2", id="another number"),
        pytest.param({"编号": "讲1"}, {"编号": "讲2"}, "2", id="another 编号"),
        pytest.param({"对象": "甲"}, {"对象": "乙"}, "2", id="another 对象"),
        pytest.param({"对象": "甲"}, {"对象": ["乙", "甲"]}, "1", id="one list holds the other"),
        pytest.param({"对象": ["甲", "丙"]}, {"对象": ["乙", "甲"]}, "2", id="neither list holds the other"),
        pytest.param({"人时": "2"}, {"人时": "3"}, "2", id="another value in a field of the kind"),
        pytest.param({"申报日": "2017-01-01"}, {"申报日": "2017-01-02"}, "2", id="another day"),
        pytest.param({"报送日期": "2017-01-03"}, {"报送日期": "2017-01-09"}, "1", id="reported again"),
        pytest.param({"地点": "会议室"}, {"地点": "“会议 室”"}, "1", id="the same text in other signs"),
    ],
)
def test_records_that_contradict_each_other_are_two(
    one: dict[str, Any], other: dict[str, Any], have: str
) -> None:
    before, now = (lectures("2017-01-01", 标题="年终一课", **fields) for fields in (one, other))
    found = report(SIX, now, {2016: before})
    told = [each.code for each in found.notices if each.code == "in-two-ledgers"]
    assert (found.findings[0].have, told) == (have, ["in-two-ledgers"] if have == "1" else [])


def test_two_that_look_alike_in_one_ledger_stay_two_beside_their_copies() -> None:
    twice = lectures("2017-01-01", "2017-01-01", 标题="年终一课")
    assert report(SIX, twice, {2016: twice}).findings[0].have == "2"
    assert report(SIX, twice, {2016: twice[:1]}).findings[0].have == "2"
    assert report(SIX, twice, {2016: []}).findings[0].have == "2"


def test_the_later_ledger_says_what_a_copy_is() -> None:
    before, now = (lectures("2017-01-01", 标题="年终一课", 备注=note) for note in ("旧", "新"))
    keys = "select: {类型: 讲堂, 备注: 新}, over: {years: 2}, expect: {count: {at_least: 1}}"
    assert outcome(keys, now, {2016: before}) is SATISFIED
    assert outcome(keys.replace("新", "旧"), now, {2016: before}) is GAP


def test_the_report_says_which_ledger_is_missing() -> None:
    finding = report(SIX, lectures(*THIS[:3]), {}).findings[0]
    assert say(finding.summary) == snapshot(
        "没有给出 2016 年的台账：在原来的核查命令里，把它的文件夹和 2017 年台账的写在一起"
    )


GROWTH = (
    "select: {类型: 讲堂}, "
    "expect: {compare: {measure: {count: all}, at_least: {count: all, year: -1, times: 1.1}}}"
)
FEWER = "select: {类型: 讲堂}, expect: {compare: {measure: {count: all}, at_most: {count: all, year: -1}}}"
EQUAL = "select: {类型: 讲堂}, expect: {compare: {measure: {count: all}, exactly: {count: all, year: -1}}}"
MEAN = (
    "select: {类型: 讲堂}, expect: {compare: {measure: {count: all}, "
    "at_least: {add: [{count: all, year: -1}, {count: all, year: -2}], times: 1/2}}}"
)
HIGHER = "select: {类型: 讲堂}, expect: {compare: {measure: {max: 人时}, at_least: {max: 人时, year: -1}}}"
PART_LOST = {2016: lectures(*LAST[:5], "2016-02-30", 人时="2")}
SAME_DAYS = (
    "select: {类型: 讲堂}, window: {from: 2017-01-01, to: 2017-03-31}, "
    "expect: {compare: {measure: {sum: 人时}, more_than: {sum: 人时, year: -1}}}"
)
HEADS = "select: {类型: 讲堂}, expect: {compare: {measure: {fact: 在职人数}, at_least: {fact: 在职人数, year: -1}}}"


@pytest.mark.parametrize(
    ("keys", "records", "earlier", "expected"),
    [
        pytest.param(GROWTH, lectures(*THIS[:6]), {2016: lectures(*LAST[:5])}, SATISFIED, id="a tenth more"),
        pytest.param(GROWTH, lectures(*THIS[:5]), {2016: lectures(*LAST[:5])}, GAP, id="no more"),
        pytest.param(GROWTH, lectures(*THIS[:5]), {}, UNDETERMINED, id="nobody knows of last year"),
        pytest.param(
            MEAN,
            lectures(*THIS[:3]),
            {2016: lectures(*LAST[:5]), 2015: lectures("2015-03-01")},
            SATISFIED,
            id="the mean of two years",
        ),
        pytest.param(
            MEAN,
            lectures(*THIS[:2]),
            {2016: lectures(*LAST[:5]), 2015: lectures("2015-03-01")},
            GAP,
            id="less than the mean of two years",
        ),
        pytest.param(
            MEAN, lectures(*THIS[:6]), {2016: []}, UNDETERMINED, id="nobody knows of the year before"
        ),
        pytest.param(GROWTH, lectures(THIS[0]), {2016: []}, UNDETERMINED, id="more than nothing was seen of"),
        pytest.param(
            SAME_DAYS,
            lectures("2017-02-01", 人时="11"),
            {2016: lectures("2016-03-31", 人时="10") + lectures("2016-04-01", 人时="90")},
            SATISFIED,
            id="the same days of last year",
        ),
        pytest.param(HEADS, [], {2016: []}, UNDETERMINED, id="a fact that neither year declares"),
        pytest.param(
            GROWTH,
            lectures(*THIS),
            {2016: [*lectures(*LAST[:5]), BAD]},
            SATISFIED,
            id="something else is unread",
        ),
        pytest.param(
            GROWTH,
            lectures(*THIS),
            {2016: lectures(*LAST[:5], "2016-02-30")},
            UNDETERMINED,
            id="one of these is unread",
        ),
        pytest.param(GROWTH, lectures(THIS[0]), PART_LOST, GAP, id="fewer than those that are read"),
        pytest.param(FEWER, lectures(*THIS[:5]), PART_LOST, SATISFIED, id="no more than those that are read"),
        pytest.param(FEWER, lectures(*THIS), PART_LOST, UNDETERMINED, id="more than those that are read"),
        pytest.param(EQUAL, lectures(*THIS[:4]), PART_LOST, GAP, id="not as many as those that are read"),
        pytest.param(
            EQUAL, lectures(*THIS[:5]), PART_LOST, UNDETERMINED, id="as many as those that are read"
        ),
        pytest.param(
            HIGHER,
            lectures(THIS[0], 人时="1"),
            PART_LOST,
            UNDETERMINED,
            id="a highest of which one is unread",
        ),
    ],
)
def test_this_year_against_last(keys: str, records: Any, earlier: Any, expected: Outcome) -> None:
    assert outcome(keys, records, earlier) == expected


THAT = "{count: all, year: -1}"
WAYS = (
    f"total: {{measure: {THAT}, %s}}",
    f"total: {{measure: {THAT}, per_head: 是, %s}}",
    f"ratio: {{part: {{count: all}}, whole: {THAT}, %s}}",
    f"ratio: {{part: {THAT}, whole: {{count: all}}, %s}}",
    f"ratio: {{part: {{count: all, year: -1, where: {{主题: 文明用语}}}}, whole: {THAT}, %s}}",
    f"compare: {{measure: {THAT}, %s}}",
    f"compare: {{measure: {{count: all}}, at_least: {THAT}, %s}}",
    f"total: {{measure: {{add: [{THAT}, 0]}}, %s}}",
    f"ratio: {{part: {{count: all}}, whole: {{add: [{THAT}, 0]}}, %s}}",
    f"ratio: {{part: {{add: [{THAT}, 0]}}, whole: {{count: all}}, %s}}",
    f"compare: {{measure: {{add: [{THAT}, 0]}}, %s}}",
)
TURNS = (1, 2, 3, 4, 6, 7, 18, 19)
"""Numbers of last year at which one of the limits turns, for 1, 2 or 6 of this year."""
SHARP = [each for each in WAYS if "where" not in each and "at_least" not in each]
"""Where nothing but the number of last year decides, and is decided as soon as it can be."""
LIMITS = (
    "at_least: 3",
    "more_than: 3",
    "at_most: 3",
    "less_than: 3",
    "exactly: 3",
    "at_least: 1, at_most: 3",
)


@pytest.mark.parametrize(
    ("way", "limits"), one_in(5, (pytest.param(way, limits) for way in WAYS for limits in LIMITS))
)
def test_what_last_year_may_have_more_of_decides_nothing_unless_any_number_decides_the_same(
    way: str, limits: str
) -> None:
    keys = f"select: {{类型: 讲堂}}, on_empty: gap, expect: {{{way % limits}}}"
    if limits.startswith("at_least") and "at_least: {count" in way:
        return  # the same key twice
    pack = a_pack(a_rule(f"{{{keys}}}"))
    unit = a_unit(在职人数="1")

    def judged(now: int, last: list[Any]) -> Outcome:
        before = a_ledger(pack, last, a_unit(年度="2016", 在职人数="1")).below("2016")
        ledger = a_ledger(pack, lectures(*THIS[:now]), unit)
        return run_audit(ledger, pack, day(END), earlier=[before]).findings[0].outcome

    decided = set()
    for now in (1, 2, 6):
        for read in range(6):
            last = lectures(*LAST[:read])
            more = (count - read for count in TURNS if count >= read)
            could = {judged(now, last + lectures(*["2016-07-01"] * count)) for count in (0, *more)}
            found = judged(now, last + lectures("2016-02-30"))
            assert found is UNDETERMINED or could == {found}, (now, read)
            if way in SHARP and read:
                assert found is not UNDETERMINED or len(could) > 1, (now, read)
            decided.add(found)
    assert decided > {UNDETERMINED} or way not in SHARP


def test_a_fact_of_last_year_stands_whatever_record_is_unread() -> None:
    pack = a_pack(a_rule(f"{{{HEADS}}}"))
    lost = [BAD, *lectures("2016-02-30")]
    before = a_ledger(pack, lost, a_unit(年度="2016", 在职人数="40")).below("2016")
    found = run_audit(a_ledger(pack, [], a_unit(在职人数="41")), pack, day(END), earlier=[before])
    assert found.findings[0].outcome is SATISFIED


# --- several folders


def ledger(root: Path, year: int, days: Sequence[str], name: str = "江城市司法局") -> Path:
    folder = root / f"台账{year}"
    folder.mkdir(parents=True)
    (folder / "unit.yaml").write_text(
        f"单位名称: {name}\n单位类型: 县区司法局\n年度: {year}\n职能: []\n组织: []\n", "utf-8"
    )
    for number, at in enumerate(days):
        text = f"---\n类型: 道德法治讲堂\n标题: 第 {number} 讲\n日期: {at}\n---\n"
        (folder / f"{number}.md").write_text(text, "utf-8")
    return folder


def test_the_latest_year_is_audited_whatever_the_order(tmp_path: Path) -> None:
    old, new = ledger(tmp_path, 2016, ["2016-03-01"]), ledger(tmp_path, 2017, ["2017-03-01"])
    one, other = (audit(*order, as_of=day(END)) for order in ((old, new), (new, old)))
    assert one == other
    assert one.unit.year == 2017
    assert [(each.year, each.folder) for each in one.provenance.earlier] == [(2016, "台账2016")]
    assert [record.key for record in one.catalogue] == ["台账2016/0.md", "0.md"]


def test_ledgers_of_two_units_are_refused(tmp_path: Path) -> None:
    old = ledger(tmp_path, 2016, [], name="别处司法局")
    with pytest.raises(UsageError, match=r"error\.other-unit"):
        audit(old, ledger(tmp_path, 2017, []), as_of=day(END))


def test_two_ledgers_of_one_year_are_refused(tmp_path: Path) -> None:
    one, other = ledger(tmp_path / "a", 2017, []), ledger(tmp_path / "b", 2017, [])
    with pytest.raises(UsageError, match=r"error\.same-year"):
        audit(one, other, as_of=day(END))


def test_a_bad_record_of_an_earlier_year_makes_the_audit_incomplete(tmp_path: Path) -> None:
    old, new = ledger(tmp_path, 2016, []), ledger(tmp_path, 2017, ["2017-03-01"])
    (old / "坏.yaml").write_text("类型: 道德法治讲堂\n标题: 坏\n日期: 2016-02-30\n", "utf-8")
    found = audit(old, new, as_of=day(END))
    assert found.incomplete
    assert [problem.place.file for problem in found.problems] == ["台账2016/坏.yaml"]


def test_a_rule_over_two_years_and_a_measure_of_last_year_stand_beside_each_other() -> None:
    rules = [a_rule(f"{{id: '1.1', {GROWTH}}}"), a_rule(f"{{id: '1.2', {SIX}}}")]
    for order in (rules, rules[::-1]):
        pack = a_pack(*order)
        before = a_ledger(pack, lectures(*LAST[:2]), a_unit(年度="2016")).below("2016")
        found = run_audit(a_ledger(pack, lectures(*THIS[:4])), pack, day(END), earlier=[before])
        assert {each.rule: each.outcome for each in found.findings} == {"1.1": SATISFIED, "1.2": SATISFIED}


def test_nothing_is_to_be_added_where_a_ledger_that_is_missing_leaves_a_prohibition_open() -> None:
    (finding,) = report(NONE, [], {}).findings
    assert finding.outcome is UNDETERMINED
    assert (
        say(finding.summary)
        == "没有给出 2016 年的台账：在原来的核查命令里，把它的文件夹和 2017 年台账的写在一起"
    )
    assert [say(note) for note in finding.notes] == ["已给出的台账中未见“类型”是“处分”的记录，这一点合要求"]
    assert (finding.forbids, finding.where, finding.asked_days) == (True, None, None)


def test_where_something_is_asked_for_its_place_and_days_are_said() -> None:
    (finding,) = report(SIX, [], {}).findings
    assert not finding.forbids
    assert finding.where is not None


GREW = "select: {类型: 讲堂}, expect: {compare: {measure: {sum: 人时}, at_least: {sum: 人时, year: -1, times: 1.1}}}"


def test_nothing_is_no_growth_over_nothing() -> None:
    found = [outcome(GREW, [], {2016: []}, each) for each in ("2017-06-30", END)]
    assert found == [PENDING, GAP]
    excused = f"{GREW}, on_empty: not-applicable"
    assert outcome(excused, [], {2016: []}) is Outcome.NOT_APPLICABLE


# --- the same, or two that look alike

HOURS = "select: {类型: 讲堂}, over: {years: 2}, on_empty: gap, expect: {total: {measure: {sum: 人时}, %s}}"


def winter(hours: str, **fields: Any) -> Any:
    return a_record("讲堂", "2016-12-28/2017-01-03", 标题="冬训", 人时=hours, **fields)


@pytest.mark.parametrize(
    ("limit", "records", "earlier", "expected"),
    [
        pytest.param("at_least: 40", [winter("20")], [winter("21")], UNDETERMINED, id="enough with both"),
        pytest.param("at_least: 21", [winter("20")], [winter("21")], UNDETERMINED, id="enough with the one"),
        pytest.param("at_least: 20", [winter("20")], [winter("21")], SATISFIED, id="enough with either"),
        pytest.param("at_least: 42", [winter("20")], [winter("21")], GAP, id="too little with both"),
        pytest.param("at_most: 40", [winter("20")], [winter("21")], UNDETERMINED, id="too much with both"),
        pytest.param("at_least: 40", [winter("20")], [winter("20")], GAP, id="the same"),
        pytest.param("at_least: 41", [winter("20"), winter("21")], [], SATISFIED, id="two in one ledger"),
        pytest.param(
            "at_least: 41",
            [winter("20")],
            [winter("20"), winter("21")],
            SATISFIED,
            id="two in the earlier one",
        ),
    ],
)
def test_what_two_ledgers_write_differently_may_be_one(
    limit: str, records: list[Any], earlier: list[Any], expected: Outcome
) -> None:
    found = report(HOURS % limit, records, {2016: earlier}).findings[0]
    assert found.outcome is expected
    assert any(each.id == "note.maybe-copies" for each in found.notes) == (expected is UNDETERMINED)


NOW = [a_record("讲堂", "2017-03-01", 人时="3")]
THEN = [a_record("讲堂", "2016-03-01", 人时="0", 形式="身边人讲身边事")]
SUM, SUM_THEN, OPEN = "{sum: 人时}", "{sum: 人时, year: -1}", UNDETERMINED
OF_SUM = f"compare: {{measure: {SUM}"
PEAK = "compare: {measure: {max: 人时}, at_least: {max: 人时, year: -1}}"
RISE = f"ratio: {{part: {SUM}, whole: {SUM_THEN}, at_least: 110%}}"
FALL = f"ratio: {{part: {SUM_THEN}, whole: {SUM}, at_most: 90%}}"
YEARLY_FALL = f"{FALL[:-1]}, per: 年}}"


@pytest.mark.parametrize(
    ("expect", "then", "expected"),
    [
        pytest.param(f"{OF_SUM}, at_least: {SUM_THEN}}}", [], OPEN, id="at least none"),
        pytest.param(f"{OF_SUM}, at_least: {SUM_THEN}}}", THEN, SATISFIED, id="at least 0"),
        pytest.param(f"{OF_SUM}, at_most: {SUM_THEN}}}", [], OPEN, id="at most none"),
        pytest.param(f"{OF_SUM}, at_most: {SUM_THEN}}}", THEN, GAP, id="at most 0"),
        pytest.param(
            "compare: {measure: {sum: 人时, times: 0}, at_most: {sum: 人时, year: -1}}", [], SATISFIED,
            id="0 is no more than whatever it was",
        ),
        pytest.param(f"compare: {{measure: {SUM_THEN}, at_most: 3}}", [], OPEN, id="of itself"),
        pytest.param(PEAK, [], OPEN, id="the highest"),
        pytest.param(PEAK, THEN, SATISFIED, id="0 at its highest"),
        pytest.param(
            f"{OF_SUM}, at_least: {{add: [{SUM_THEN}, 1]}}}}", [], OPEN, id="added to a number",
        ),
        pytest.param(
            "compare: {measure: {count: all}, at_least: {count: {形式: 外请报告}, year: -1}}", THEN, SATISFIED,
            id="records that are there, none of that form",
        ),
        pytest.param(
            "compare: {measure: {count: all}, at_least: {count: all, year: -1, where: {形式: 外请报告}}}", THEN,
            OPEN, id="no record of that form",
        ),
        pytest.param(RISE, [], OPEN, id="a share of none"),
        pytest.param(RISE, THEN, GAP, id="a share of 0"),
        pytest.param(FALL, [], OPEN, id="none as a share"),
        pytest.param(FALL, THEN, SATISFIED, id="0 as a share"),
        pytest.param(
            YEARLY_FALL, [], OPEN, id="in every period",
        ),
        pytest.param(
            YEARLY_FALL, THEN, SATISFIED, id="0 in every period",
        ),
    ],
)  # fmt: skip
def test_what_is_not_seen_of_last_year_is_not_known_to_have_been_0(
    expect: str, then: list[Any], expected: Outcome
) -> None:
    keys = f"select: {{类型: 讲堂}}, on_empty: gap, expect: {{{expect}}}"
    assert outcome(keys, NOW, {2016: then}) is expected


def test_the_report_says_which_ledger_has_nothing_to_compare_with() -> None:
    assert say(report(GREW, NOW, {2016: []}).findings[0].summary) == snapshot(
        "2016 年的台账中未见可以相比的记录，未见不等于是 0：有的补登记（是 0 的也写明 0），确实没有的由人认定"
    )


HEAD = "{{sum: 人时, per_head: true{0}}}"
GREW_BY_HEAD = f"compare: {{measure: {HEAD.format('')}, at_least: {HEAD.format(', year: -1, times: 105%')}}}"


@pytest.mark.parametrize(
    ("now", "then", "hours", "expected"),
    [
        pytest.param("20", "10", "210", SATISFIED, id="ten and a half for each, and ten"),
        pytest.param("20", "10", "209", GAP, id="less for each, and more in all"),
        pytest.param("20余", "10", "210", GAP, id="less for each of more than twenty"),
        pytest.param(None, "10", "210", UNDETERMINED, id="how many there are"),
        pytest.param("20", None, "210", UNDETERMINED, id="how many there were"),
        pytest.param("20", "0", "210", UNDETERMINED, id="nobody to divide it by"),
    ],
)
def test_what_comes_to_each_is_taken_from_the_staff_of_its_own_year(
    now: str | None, then: str | None, hours: str, expected: Outcome
) -> None:
    pack = a_pack(a_rule(f"{{select: {{类型: 讲堂}}, expect: {{{GREW_BY_HEAD}}}}}"))
    before = a_ledger(pack, [a_record("讲堂", "2016-03-01", 人时="100")], a_unit(年度="2016", 在职人数=then))
    ledger = a_ledger(pack, [a_record("讲堂", "2017-03-01", 人时=hours)], a_unit(在职人数=now))
    (finding,) = run_audit(ledger, pack, day(END), earlier=[before.below("2016")]).findings
    assert finding.outcome is expected
    if then is None:
        assert say(finding.summary).startswith("2016 年的单位档案没有写，或者写的没能采用：在职人数")
    if hours == "209":
        assert say(finding.summary) == snapshot(
            "人均（按在职人数）“人时”合计：10.45（要求 ≥10.5，即往前 1 年的人均（按在职人数）“人时”合计的 1.05 倍）"
        )
