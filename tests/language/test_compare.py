"""Comparing packs: which key changed, from what to what, and whether that asks for more or for less."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civcheck.language.compare import Lean, diff_packs
from civcheck.language.compare.deciding import Shift
from civcheck.language.compare.packs import rule_changes
from civcheck.language.compare.plain import flow, plain
from civcheck.language.rule import Rule
from tests.builders import a_pack, a_rule
from tests.packs.edits import EDITS, Edit, pack_with

STRICTER, LOOSER, WORDS, UNKNOWN = Lean.STRICTER, Lean.LOOSER, Lean.WORDS, Lean.UNKNOWN
LECTURES = "select: {类型: 讲堂}\n"
RATIO = "expect: {ratio: {part: {count: {人时: {at_least: N}}}, whole: {count: all}, more_than: 1/2}}\non_empty: gap"
TWO, ONE = "{select: {类型: 讲堂}, count: {at_least: 2}}", "{select: {类型: 慰问}, count: {at_least: 1}}"


def changed(old: str, new: str) -> list[tuple[str, str | None, str | None, Lean]]:
    """List the changes of a rule between two small packs."""
    one, other = a_rule(old), a_rule(new)
    found = rule_changes(one, other, a_pack(one), a_pack(other))
    return [(".".join(each.path), each.old, each.new, each.lean) for each in found]


def count(text: str, select: str = "{类型: 讲堂}", **more: str) -> str:
    keys = "".join(f"{key}: {value}\n" for key, value in more.items())
    return f"select: {select}\nexpect: {{count: {text}}}\n{keys}"


CASES = {
    "so many ways of several": (
        f"expect: {{any_of: {{at_least: 1, of: [{TWO}, {ONE}]}}}}",
        f"expect: {{any_of: {{at_least: 2, of: [{TWO}, {ONE}]}}}}",
        "expect.any_of.at_least",
        STRICTER,
    ),
    "a way for each record, no longer for all": (
        LECTURES + "expect: {any_of: [{each: {filled: [归档]}}]}\non_empty: gap",
        LECTURES + "expect: {any_of: {each: 是, of: [{each: {filled: [归档]}}]}}\non_empty: gap",
        "expect.any_of.each",
        LOOSER,
    ),
    "a tie less": (
        LECTURES + "expect: {link: {to: {类型: 处分}, at_most: 2}}\non_empty: satisfied",
        LECTURES + "expect: {link: {to: {类型: 处分}, at_most: 1}}\non_empty: satisfied",
        "expect.link.at_most",
        STRICTER,
    ),
    "a tie that was asked for and may not be more than once": (
        LECTURES + "expect: {link: {to: {类型: 处分}}}\non_empty: satisfied",
        LECTURES + "expect: {link: {to: {类型: 处分}, at_most: 1}}\non_empty: satisfied",
        "expect.link.at_most",
        UNKNOWN,
    ),
    "a tie that must not be, in fewer days": (
        LECTURES + "expect: {link: {to: {类型: 处分}, within: {days: 9}, at_most: 0}}\non_empty: satisfied",
        LECTURES + "expect: {link: {to: {类型: 处分}, within: {days: 8}, at_most: 0}}\non_empty: satisfied",
        "expect.link.within",
        UNKNOWN,
    ),
    "a higher number": (count("{at_least: 4}"), count("{at_least: 5}"), "expect.count.at_least", STRICTER),
    "a lower ceiling": (count("{at_most: 4}"), count("{at_most: 3}"), "expect.count.at_most", STRICTER),
    "more than instead": (
        count("{more_than: 1}"),
        count("{more_than: 2}"),
        "expect.count.more_than",
        STRICTER,
    ),
    "exactly another number": (count("{exactly: 4}"), count("{exactly: 5}"), "expect.count.exactly", UNKNOWN),
    "a ceiling as well": (
        count("{at_least: 4}"),
        count("{at_least: 4, at_most: 9}"),
        "expect.count.at_most",
        STRICTER,
    ),
    "a number for a param": (
        count("{at_least: 4}"),
        count("{at_least: {param: 场次}}"),
        "expect.count.at_least",
        UNKNOWN,
    ),
    "a number by rank, all higher": (
        count("{at_least: {by: 文明单位级别, values: {县级: 1, 市级: 2}}}"),
        count("{at_least: {by: 文明单位级别, values: {县级: 1, 市级: 3}}}"),
        "expect.count.at_least",
        STRICTER,
    ),
    "a number by rank, one higher and one lower": (
        count("{at_least: {by: 文明单位级别, values: {县级: 1, 市级: 2}}}"),
        count("{at_least: {by: 文明单位级别, values: {县级: 2, 市级: 1}}}"),
        "expect.count.at_least",
        UNKNOWN,
    ),
    "different days asked for": (
        count("{at_least: 4}"),
        count("{at_least: 4, distinct: [日期]}"),
        "expect.count.distinct",
        UNKNOWN,
    ),
    "force": (count("{at_least: 4}"), count("{at_least: 4}", obligation="强制"), "obligation", STRICTER),
    "another title": (count("{at_least: 4}"), count("{at_least: 4}", title="别的"), "title", WORDS),
    "another sentence": (count("{at_least: 4}"), count("{at_least: 4}", quote="别的句子"), "quote", WORDS),
    "the basis": (count("{at_least: 4}"), count("{at_least: 4}", basis="{number: 原文}"), "basis", WORDS),
    "fewer records would do": (
        count("{at_least: 4}"),
        count("{at_least: 4}", "{类型: 讲堂, 形式: 外请报告}"),
        "select",
        STRICTER,
    ),
    "other records would do": (
        count("{at_least: 4}"),
        count("{at_least: 4}", "{类型: 慰问}"),
        "select",
        UNKNOWN,
    ),
    "more values would do": (
        count("{at_least: 4}", "{类型: 讲堂, 主题: [文明用语]}"),
        count("{at_least: 4}", "{类型: 讲堂, 主题: [文明用语, 文明出行]}"),
        "select",
        LOOSER,
    ),
    "what is left out grows": (
        count("{at_least: 4}", "{类型: 讲堂, not: {主题: [文明用语]}}"),
        count("{at_least: 4}", "{类型: 讲堂, not: {主题: [文明用语, 文明出行]}}"),
        "select",
        STRICTER,
    ),
    "an alternative more": (
        count("{at_least: 4}", "{any: [{主题: 文明用语}]}"),
        count("{at_least: 4}", "{any: [{主题: 文明用语}, {主题: 文明出行}]}"),
        "select",
        LOOSER,
    ),
    "the latest of them": (
        count("{at_least: 1}"),
        count("{at_least: 1}", "{类型: 讲堂, pick: latest}"),
        "select",
        UNKNOWN,
    ),
    "fewer records under a ceiling": (
        count("{at_most: 4}"),
        count("{at_most: 4}", "{类型: 讲堂, 形式: 外请报告}"),
        "select",
        UNKNOWN,
    ),
    "fewer records, and none of them is excused": (
        count("{at_least: 1}", on_empty="not-applicable"),
        count("{at_least: 1}", "{类型: 讲堂, 形式: 外请报告}", on_empty="not-applicable"),
        "select",
        UNKNOWN,
    ),
    "fewer records must not be": (
        "select: {类型: 处分}\nexpect: {none: {}}",
        "select: {类型: 处分, 性质: 甲}\nexpect: {none: {}}",
        "select",
        LOOSER,
    ),
    "fewer records are looked at": (
        LECTURES + "expect: {each: {roles: [方案]}}\non_empty: satisfied",
        "select: {类型: 讲堂, 形式: 外请报告}\nexpect: {each: {roles: [方案]}}\non_empty: satisfied",
        "select",
        LOOSER,
    ),
    "fewer records, and none is a gap": (
        LECTURES + "expect: {each: {roles: [方案]}}\non_empty: gap",
        "select: {类型: 讲堂, 形式: 外请报告}\nexpect: {each: {roles: [方案]}}\non_empty: gap",
        "select",
        UNKNOWN,
    ),
    "a shorter window": (
        count("{at_least: 1}", window="{from: 2017-03-01, to: 2017-06-30}"),
        count("{at_least: 1}", window="{from: 2017-03-01, to: 2017-06-29}"),
        "window",
        STRICTER,
    ),
    "a window that moves": (
        count("{at_least: 1}", window="{from: 2017-03-01, to: 2017-06-30}"),
        count("{at_least: 1}", window="{from: 2017-03-02, to: 2017-07-01}"),
        "window",
        UNKNOWN,
    ),
    "days around a moving day": (
        count("{at_least: 1}", window="{day: 清明, from: -10, to: 6}"),
        count("{at_least: 1}", window="{day: 清明, from: -12, to: 6}"),
        "window",
        LOOSER,
    ),
    "days around another day": (
        count("{at_least: 1}", window="{day: 清明, from: -10, to: 6}"),
        count("{at_least: 1}", window="{day: 元旦, from: -10, to: 5}"),
        "window",
        UNKNOWN,
    ),
    "a window cut into periods": (
        count("{at_least: 1, per: 月}", window="{from: 2017-03-01, to: 2017-06-30}"),
        count("{at_least: 1, per: 月}", window="{from: 2017-03-01, to: 2017-07-31}"),
        "window",
        UNKNOWN,
    ),
    "fewer units": (
        count("{at_least: 1}"),
        count("{at_least: 1}", applies_to="{单位类型: 司法所}"),
        "applies_to",
        LOOSER,
    ),
    "units of a lower rank too": (
        count("{at_least: 1}", applies_to="{文明单位级别: {at_least: 市级}}"),
        count("{at_least: 1}", applies_to="{文明单位级别: {at_least: 县级}}"),
        "applies_to",
        STRICTER,
    ),
    "other units": (
        count("{at_least: 1}", applies_to="{单位类型: 司法所}"),
        count("{at_least: 1}", applies_to="{单位类型: 监狱}"),
        "applies_to",
        UNKNOWN,
    ),
    "nothing selected is excused": (
        LECTURES + "expect: {each: {roles: [方案]}}\non_empty: gap",
        LECTURES + "expect: {each: {roles: [方案]}}\non_empty: not-applicable",
        "on_empty",
        LOOSER,
    ),
    "excused in another way": (
        LECTURES + "expect: {each: {roles: [方案]}}\non_empty: satisfied",
        LECTURES + "expect: {each: {roles: [方案]}}\non_empty: not-applicable",
        "on_empty",
        UNKNOWN,
    ),
    "none of so many is excused": (
        count("{at_least: 1}"),
        count("{at_least: 1}", on_empty="not-applicable"),
        "on_empty",
        LOOSER,
    ),
    "a group in which records count once": (
        count("{at_least: 1}"),
        count("{at_least: 1}", claim="甲"),
        "claim",
        STRICTER,
    ),
    "records of the superior count": (
        count("{at_least: 1}"),
        count("{at_least: 1}", may_be_joint="是"),
        "may_be_joint",
        LOOSER,
    ),
    "a construct more": (
        count("{at_least: 1}"),
        LECTURES + "expect: {count: {at_least: 1}, review: {question: 好吗}}",
        "expect.review",
        STRICTER,
    ),
    "a role more": (
        LECTURES + "expect: {each: {roles: [方案]}}\non_empty: gap",
        LECTURES + "expect: {each: {roles: [方案, 纪要]}}\non_empty: gap",
        "expect.each.roles.纪要",
        STRICTER,
    ),
    "more of a role": (
        LECTURES + "expect: {each: {roles: [{role: 图片, at_least: 2}]}}\non_empty: gap",
        LECTURES + "expect: {each: {roles: [{role: 图片, at_least: 3}]}}\non_empty: gap",
        "expect.each.roles.图片.at_least",
        STRICTER,
    ),
    "more days for material": (
        LECTURES + "expect: {each: {roles: [方案], due: {days: 10}}}\non_empty: gap",
        LECTURES + "expect: {each: {roles: [方案], due: {days: 15}}}\non_empty: gap",
        "expect.each.due.days",
        LOOSER,
    ),
    "days for material at all": (
        LECTURES + "expect: {each: {roles: [方案]}}\non_empty: gap",
        LECTURES + "expect: {each: {roles: [方案], due: {days: 15}}}\non_empty: gap",
        "expect.each.due",
        LOOSER,
    ),
    "a field more": (
        LECTURES + "expect: {each: {filled: [归档]}}\non_empty: gap",
        LECTURES + "expect: {each: {filled: [归档, 主题]}}\non_empty: gap",
        "expect.each.filled",
        STRICTER,
    ),
    "fewer days to report": (
        LECTURES + "expect: {lag: {from: 日期, to: 报送日期, at_most: 7}}\non_empty: gap",
        LECTURES + "expect: {lag: {from: 日期, to: 报送日期, at_most: 5}}\non_empty: gap",
        "expect.lag.at_most",
        STRICTER,
    ),
    "working days": (
        LECTURES + "expect: {lag: {from: 日期, to: 报送日期, at_most: 7}}\non_empty: gap",
        LECTURES + "expect: {lag: {from: 日期, to: 报送日期, at_most: 7, unit: 工作日}}\non_empty: gap",
        "expect.lag.unit",
        UNKNOWN,
    ),
    "a member more": (
        LECTURES + "expect: {cover: {field: 主题, members: [文明用语]}}",
        LECTURES + "expect: {cover: {field: 主题, members: [文明用语, 文明出行]}}",
        "expect.cover.members.文明出行",
        STRICTER,
    ),
    "a member more to choose from": (
        LECTURES + "expect: {cover: {field: 主题, members: [文明用语], need: any}}",
        LECTURES + "expect: {cover: {field: 主题, members: [文明用语, 文明出行], need: any}}",
        "expect.cover.members.文明出行",
        UNKNOWN,
    ),
    "all members instead of any": (
        LECTURES + "expect: {cover: {field: 主题, members: [文明用语], need: any}}",
        LECTURES + "expect: {cover: {field: 主题, members: [文明用语]}}",
        "expect.cover.need",
        STRICTER,
    ),
    "a number inside a condition": (
        LECTURES + RATIO.replace("N", "2"),
        LECTURES + RATIO.replace("N", "3"),
        "expect.ratio.part.count",
        UNKNOWN,
    ),
    "inside a branch": (
        f"expect: {{any_of: [{TWO}, {ONE}]}}",
        f"expect: {{any_of: [{TWO.replace('2', '3')}, {ONE}]}}",
        "expect.any_of.1.expect.count.at_least",
        STRICTER,
    ),
    "a branch more": (
        f"expect: {{any_of: [{TWO}]}}",
        f"expect: {{any_of: [{TWO}, {ONE}]}}",
        "expect.any_of",
        UNKNOWN,
    ),
}


@pytest.mark.parametrize(("old", "new", "path", "lean"), CASES.values(), ids=CASES)
def test_a_change_is_told_by_its_key_and_what_it_does(old, new, path, lean):
    assert [(each[0], each[3]) for each in changed(old, new)] == [(path, lean)]
    assert [(each[0], each[3]) for each in changed(new, old)] == [(path, lean.swapped)]


def test_a_change_has_the_old_and_the_new_text_as_they_are_written():
    found = changed(
        count("{at_least: 4}"), count("{at_least: 4}", "{主题: {has_all: [文明用语]}, 类型: [讲堂, 慰问]}")
    )
    assert found == [("select", "{类型: 讲堂}", "{主题: {has_all: [文明用语]}, 类型: [讲堂, 慰问]}", UNKNOWN)]


def test_what_is_written_but_the_default_is_no_change():
    assert (
        changed(count("{at_least: 4}"), count("{at_least: 4}", applies_to="全部单位", dated_by="日期")) == []
    )
    assert changed(count("{at_least: 1/1}"), count("{at_least: 1}")) == []


PARAMS = {
    "its pack says what is tighter": ("次数", "4", "5", "at_least", STRICTER),
    "a floor": ("场次", "4", "5", "at_least", STRICTER),
    "a ceiling": ("场次", "4", "5", "at_most", LOOSER),
    "a floor lowered": ("场次", "4", "3", "at_least", LOOSER),
}


@pytest.mark.parametrize(("name", "old", "new", "key", "lean"), PARAMS.values(), ids=PARAMS)
def test_another_value_of_a_param_is_told_of_the_rules_that_use_it(name, old, new, key, lean):
    rule = a_rule(count(f"{{{key}: {{param: {name}}}}}"))
    one, other = (_with_param(a_pack(rule), name, value) for value in (old, new))
    (found,) = diff_packs(one, other).rules
    assert [(each.path, each.lean) for each in found.changes] == [(("params", name), lean)]
    (entry,) = diff_packs(one, other).params
    assert [(each.path, each.lean) for each in entry.changes] == [(("value",), lean)]


def _with_param(pack, name, value):
    params = dict(pack.head.params)
    params[name] = params[name].changed(value=type(params[name].value)(value))
    return pack.changed(head=pack.head.changed(params=params))


# --- packs


def test_a_rule_is_renamed_only_when_one_names_the_other_and_nothing_else_could_be_it():
    old = a_pack(a_rule("{id: '1.1', expect: {review: {question: 好吗}}}"))
    one = a_rule("{id: '1.2', aliases: ['1.1'], expect: {review: {question: 好吗}}}")
    two = a_rule("{id: '1.3', aliases: ['1.1'], expect: {review: {question: 好吗}}}")
    (renamed,) = diff_packs(old, a_pack(one)).rules
    assert (renamed.old, renamed.new, renamed.is_renamed, renamed.lean) == ("1.1", "1.2", True, WORDS)
    split = diff_packs(old, a_pack(one, two)).rules
    assert [(each.old, each.new) for each in split] == [(None, "1.2"), (None, "1.3"), ("1.1", None)]


def test_several_changes_together_are_mixed_or_in_doubt():
    old = count("{at_least: 4}", obligation="应办")
    both = a_rule(count("{at_least: 5}", obligation="倡导"))
    doubtful = a_rule(count("{at_least: 5, distinct: [日期]}"))
    (mixed,) = diff_packs(a_pack(a_rule(old)), a_pack(both)).rules
    (unknown,) = diff_packs(a_pack(a_rule(old)), a_pack(doubtful)).rules
    assert (mixed.lean, unknown.lean) == (Lean.MIXED, UNKNOWN)


def test_terms_params_and_declared_are_compared_by_name():
    unused = Edit("02-其他.yaml", "in_force: {to: {param: 归档期限}}", "in_force: {to: 2018-06-30}")
    found = diff_packs(
        pack_with(unused),
        pack_with(
            unused,
            Edit("terms.yaml", "  校园讲堂: {is_a", "  乡村讲堂: {is_a: 讲堂}\n  校园讲堂: {is_a"),
            Edit("terms.yaml", "organisations: [团委, 妇委会]", "organisations: [团委, 妇委会, 工会]"),
            Edit("terms.yaml", "报道: {link: 是}", "报道: {link: 否}"),
            Edit("pack.yaml", "because: 没有可查的动作", "because: 别的"),
            Edit("pack.yaml", "归档期限: {value: 2018-06-30, change: locked}", "归档日: {value: 2018-06-30}"),
        ),
    )
    terms = {
        name: [(each.name, each.old, each.new) for each in entries] for name, entries in found.terms.items()
    }
    assert terms == {
        "kinds": [("乡村讲堂", None, "{is_a: 讲堂}")],
        "organisations": [("工会", None, "工会")],
        "roles": [("报道", None, None)],
    }
    assert [each.name for each in found.params] == ["归档日", "归档期限"]
    assert [(each.name, each.changes[0].lean) for each in found.declared] == [("P1", WORDS)]
    assert found.rules == () and found.head == ()


def test_every_edit_of_the_good_pack_is_found_in_its_rules():
    for edit in EDITS:
        found = diff_packs(pack_with(), pack_with(edit))
        named = {name for each in found.rules for name in (each.old, each.new) if name}
        assert named == set(edit.rules), edit
        assert not found.is_empty


def test_what_is_written_of_a_rule_can_be_read_again():
    for rule in pack_with().rules:
        assert plain(Rule.read(plain(rule))) == plain(rule), flow(plain(rule))


# --- what could make a rule that both packs have come to something else

MORE_KINDS = Edit("terms.yaml", "  慰问: {fields", "  乡村讲堂: {is_a: 讲堂}\n  慰问: {fields")
REPORTED = "身边人讲身边事, 身边事教身边人"
TOUCHING = {
    "a key that decides": (EDITS[0], {"1.1": "touched.keys"}),
    "words and force": (EDITS[1], {}),
    "a param": (
        Edit("pack.yaml", "value: 15", "value: 10"),
        {"1.2a": "touched.params", "1.3": "touched.params"},
    ),
    "a moving day": (Edit("terms.yaml", "2017-01-28", "2017-01-29"), {"2.9": "touched.days"}),
    "a period": (Edit("terms.yaml", "to: 2017-07-07", "to: 2017-07-08"), {"2.9": "touched.days"}),
    "the values of a field": (Edit("terms.yaml", REPORTED, f"{REPORTED}, 报告"), {"1.4": "touched.fields"}),
    "the type of a field": (
        Edit("terms.yaml", "听众数: {type: 整数}", "听众数: {type: 小数}"),
        {"1.6": "touched.fields", "2.9": "touched.fields"},
    ),
    "what the terms say about a kind": (Edit("terms.yaml", "about: 一场讲堂", "about: 两场讲堂"), {}),
    "a kind that is of another sort": (
        Edit("terms.yaml", "公示: {fields", "公示: {sort: 活动, fields"),
        # beside what selects it: what selects the sort, the ledger as a whole, and any condition without a kind (1.4)
        dict.fromkeys(("1.3", "1.4", "1.7", "2.2", "2.4", "2.8", "2.9"), "touched.kinds"),
    ),
    "a kind more": (MORE_KINDS, {}),
    "a fact": (
        Edit("terms.yaml", "在册先进典型: {type: 列表", "在册先进典型: {alias: 先进典型, type: 列表"),
        {"2.6": "touched.facts"},
    ),
    "the honours": (
        Edit("terms.yaml", "honours: [无, 县级", "honours: [无, 乡级, 县级"),
        {"1.1": "touched.facts"},
    ),
    "another type of unit": (
        Edit("terms.yaml", "司法所: {superior_answers: 是", "司法所: {superior_answers: 否"),
        {},
    ),
}


@pytest.mark.parametrize(("edit", "touched"), TOUCHING.values(), ids=TOUCHING)
def test_what_decides_an_outcome_touches_the_rules_that_look_at_it_and_no_others(edit, touched):
    new = pack_with(edit)
    shift = Shift(pack_with(), new)
    found = {rule.id: [each.id for each in shift.touches(rule, "县区司法局")] for rule in new.judged()}
    assert {name: codes[0] for name, codes in found.items() if codes} == touched


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Edit("pack.yaml", "to: 2017-12-31}\ncloses", "to: 2017-11-30}\ncloses"), "touched.period"),
        (Edit("terms.yaml", "states: {公证: 是}", "states: {公证: 否}"), "touched.unit-type"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_the_period_and_the_units_own_type_touch_every_rule(edit, code):
    new = pack_with(edit)
    shift = Shift(pack_with(), new)
    assert all(code in [each.id for each in shift.touches(rule, "县区司法局")] for rule in new.judged())


def test_records_that_may_be_read_otherwise_touch_every_rule():
    new = pack_with()
    shift = Shift(new, new)
    assert all(
        [m.id for m in shift.touches(rule, "司法所", True)] == ["touched.rereads"] for rule in new.judged()
    )


RENAMED = Edit("terms.yaml", "慰问: {fields", "慰问: {alias: visit, fields")
REREADS = {
    "nothing changed": ((), ["讲堂"], True, False),
    "a kind more, and all is read": ((MORE_KINDS,), ["讲堂"], False, False),
    "a kind more, and something is not read": ((MORE_KINDS,), ["讲堂"], True, True),
    "a role that takes other files, and something is not read": ((EDITS[-2],), ["讲堂"], True, True),
    "a kind by another name": ((RENAMED,), ["慰问"], False, True),
    "a kind of which there is none": ((RENAMED,), ["讲堂"], False, False),
}


@pytest.mark.parametrize(("edits", "kinds", "has_unread", "rereads"), REREADS.values(), ids=REREADS)
def test_records_may_be_others_where_their_kind_or_what_was_not_read_is(edits, kinds, has_unread, rereads):
    assert Shift(pack_with(), pack_with(*edits)).rereads(kinds, has_unread) is rereads


def test_a_role_touches_the_rules_that_count_by_material():
    new = pack_with(EDITS[-2])
    shift = Shift(pack_with(), new)
    touched = {rule.id for rule in new.judged() if shift.touches(rule, "司法所")}
    assert {"1.2a", "2.6", "2.7"} <= touched and "1.1" not in touched


IN_GROUP = "{id: '1.1', claim: 甲, select: {类型: 讲堂}, expect: {count: {at_least: 1}}}"
OTHER = "{id: '1.2', claim: 甲, obligation: 应办, select: {类型: 慰问}, expect: {count: {at_least: {param: 场次}}}}"


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        (("类型: 慰问", "类型: 榜单"), True),
        (("应办", "强制"), True),
        (("claim: 甲, ob", "ob"), True),
        (("claim", "title: 别的, claim"), False),
    ],
    ids=["what it selects", "its force", "whether it is in it", "its title"],
)
def test_a_rule_of_a_group_is_touched_by_the_others_in_it(change, touched):
    one = a_rule(IN_GROUP)
    old, new = a_pack(one, a_rule(OTHER)), a_pack(one, a_rule(OTHER.replace(*change)))
    assert [each.id for each in Shift(old, new).touches(one, "司法所")] == ["touched.claim"] * touched


def test_a_rule_of_a_group_is_touched_by_a_param_of_the_others():
    packs = [_with_param(a_pack(a_rule(IN_GROUP), a_rule(OTHER)), "场次", number) for number in ("4", "5")]
    assert [each.id for each in Shift(*packs).touches(packs[1].rules[0], "司法所")] == ["touched.claim"]


# --- laws

SOME_EDITS = st.sets(st.sampled_from(EDITS), max_size=4).map(lambda chosen: tuple(sorted(chosen)))


@given(SOME_EDITS)
@settings(max_examples=25, deadline=None)
def test_a_pack_does_not_differ_from_itself(edits):
    pack = pack_with(*edits)
    assert diff_packs(pack, pack).is_empty


@given(SOME_EDITS, SOME_EDITS)
@settings(max_examples=40, deadline=None)
def test_the_other_way_round_the_same_rules_differ_and_stricter_is_looser(one, other):
    there, back = (
        {(each.old, each.new): each for each in diff_packs(*packs).rules}
        for packs in ((pack_with(*one), pack_with(*other)), (pack_with(*other), pack_with(*one)))
    )
    assert {(new, old) for old, new in there} == set(back)
    for (old, new), rule in there.items():
        turned = back[new, old]
        assert turned.lean is rule.lean.swapped
        assert {(each.path, each.new, each.old, each.lean.swapped) for each in rule.changes} == {
            (each.path, each.old, each.new, each.lean) for each in turned.changes
        }


def test_numbers_in_order_are_stricter_step_by_step():
    packs = [a_pack(a_rule(count(f"{{at_least: {number}}}"))) for number in (1, 2, 3, 10)]
    for fewer, more in pairwise(packs):
        assert [each.lean for each in diff_packs(fewer, more).rules] == [STRICTER]
