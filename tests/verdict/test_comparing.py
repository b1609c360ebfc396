"""Two reports of one unit: what became of every rule; and the baseline, which only gets shorter."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from civcheck.app.audit import audit
from civcheck.messages import msg, say
from civcheck.model.comparison import Change, GapItems
from civcheck.model.days import Days
from civcheck.model.outcome import Outcome
from civcheck.model.problem import Place
from civcheck.model.report import EarlierLedger, Shortfall
from civcheck.verdict.baseline import baseline_of, hold_against, ratcheted
from civcheck.verdict.comparing import compare_reports, items_beyond, items_of
from tests.builders import judge_rule, lectures
from tests.report.ledgers import SAMPLE


@cache
def sample():
    return audit(SAMPLE, as_of=date(2018, 6, 30))


def with_rule(rule="2.7", **changes):
    """Give the sample's report with one finding changed."""
    findings = [each._replace(**changes) if each.rule == rule else each for each in sample().findings]
    return sample()._replace(findings=tuple(findings))


def shorts(*records, of=None, roles=("方案",)):
    lacks = tuple(msg("lacks.role", role=role) for role in roles)
    found = tuple(Shortfall(name, Place(name, 1, 1), name, lacks) for name in records)
    return {"shortfalls": found, "shortfall_count": of or len(records)}


def says(text):
    return {"lacking": None, "summary": msg("plain", text=text)}


def became(old, new, rule="2.7"):
    return next(each for each in compare_reports(old, new).changes if each.rule == rule)


G, S, P, U, R, N, W = (
    Outcome.GAP,
    Outcome.SATISFIED,
    Outcome.PENDING,
    Outcome.UNDETERMINED,
    Outcome.NEEDS_REVIEW,
    Outcome.NOT_APPLICABLE,
    Outcome.WAIVED,
)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (S, G, Change.NEW),
        (P, G, Change.NEW),
        (U, G, Change.NEW),
        (W, G, Change.NEW),
        (G, S, Change.CURED),
        (G, W, Change.EXCUSED),
        (G, N, Change.EXCUSED),
        (G, U, Change.INCOMPARABLE),
        (G, R, Change.EXCUSED),
        (G, P, Change.EXCUSED),
        (S, U, Change.WORSE),
        (P, U, Change.WORSE),
        (S, R, Change.WORSE),
        (U, S, Change.BETTER),
        (R, S, Change.BETTER),
        (P, S, Change.BETTER),
        (P, R, Change.OTHER),
        (S, P, Change.OTHER),
        (S, S, Change.UNCHANGED),
        (U, U, Change.UNCHANGED),
    ],
)
def test_a_gap_is_cured_by_being_satisfied_and_by_nothing_else(before, after, change):
    assert became(with_rule(outcome=before), with_rule(outcome=after)).change is change


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ({"missing": ("甲", "乙")}, {"missing": ("乙", "甲")}, Change.UNCHANGED),
        ({"missing": ("甲", "乙")}, {"missing": ("甲",)}, Change.BETTER),
        ({"missing": ("甲",)}, {"missing": ("甲", "乙")}, Change.WORSE),
        ({"missing": ("甲", "乙")}, {"missing": ("丙",)}, Change.WORSE),
        ({"lacking": "1"}, {"lacking": "1"}, Change.UNCHANGED),
        ({"lacking": "1"}, {"lacking": "2"}, Change.WORSE),
        ({"lacking": "2"}, {"lacking": "1"}, Change.BETTER),
        ({"lacking": "3"}, {"lacking": "4"}, Change.WORSE),
        (shorts("a"), shorts("b"), Change.WORSE),
        (shorts("a", of=300), shorts("a", of=300), Change.UNCHANGED),
        (shorts("a", of=300), shorts("b", of=300), Change.WORSE),
        (shorts("a", of=300), shorts("b", of=299), Change.WORSE),
        (shorts("a", of=300), shorts("a", "b"), Change.WORSE),
        (shorts("a"), shorts("a", roles=("方案", "图片")), Change.WORSE),
        (shorts("a", roles=("方案", "图片")), shorts("a", roles=("图片",)), Change.BETTER),
        (shorts("a"), shorts("a", roles=("图片",)), Change.WORSE),
        ({"lacking": "1/4"}, {"lacking": "1/2"}, Change.WORSE),
        (says("甲"), says("甲"), Change.UNCHANGED),
        (says("甲"), says("乙"), Change.WORSE),
        (shorts("a", "b"), shorts("a", of=300), Change.WORSE),
    ],
)  # fmt: skip
def test_a_gap_that_stays_is_held_against_itself_member_by_member(before, after, change):
    assert became(with_rule(outcome=G, **before), with_rule(outcome=G, **after)).change is change


def at(report, day):
    return report._replace(provenance=report.provenance._replace(as_of=day))


def test_nothing_is_cured_or_better_as_of_an_earlier_day():
    gap = with_rule(outcome=G, missing=("甲", "乙"))
    for now, change in (
        (with_rule(outcome=S), Change.EXCUSED),
        (with_rule(outcome=G, missing=("甲",)), Change.OTHER),
    ):
        found = became(gap, at(now, date(2017, 3, 1)))
        assert found.change is change and not found.went
    assert became(gap, with_rule(outcome=S)).change is Change.CURED


def test_what_makes_an_outcome_doubtful_is_among_the_reasons():
    doubt = with_rule(
        outcome=U, summary=msg("plain", text="甲"), notes=(msg("note.unread-could-change", count=1),)
    )
    assert "没有读入" in say(became(with_rule(outcome=S), doubt).now) or "无法读取" in say(
        became(with_rule(outcome=S), doubt).now
    )
    assert "甲；" in say(became(with_rule(outcome=G), doubt).why)


def test_other_ledgers_of_earlier_years_and_a_param_of_one_side_are_noted():
    from_ = sample().provenance
    name = next(iter(from_.params))
    less = {key: each for key, each in from_.params.items() if key != name}
    earlier = (EarlierLedger(2016, "2016", "0" * 64),)
    other = sample()._replace(provenance=from_._replace(params=less, earlier=earlier))
    notes = [say(each) for each in compare_reports(sample(), other).notes]
    assert any("→ 没有设，" in each for each in notes)
    assert "连同核查的往年台账不同：没有 → 2016，跨年度规则的结论可能因此变化" in notes


def test_what_came_and_what_went_is_named():
    found = became(with_rule(outcome=G, missing=("甲", "乙")), with_rule(outcome=G, missing=("乙", "丙")))
    assert (found.came, found.went) == (("丙",), ("甲",))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda one: one._replace(unit=one.unit._replace(name="别的局")), "compare.other-unit"),
        (lambda one: one._replace(provenance=one.provenance._replace(year=2018)), "compare.other-year"),
        (
            lambda one: one._replace(provenance=one.provenance._replace(pack="city-2017")),
            "compare.other-pack",
        ),
        (
            lambda one: one._replace(provenance=one.provenance._replace(pack_digest="0" * 64)),
            "compare.other-pack",
        ),
    ],
)
def test_reports_of_different_things_are_not_comparable_and_nothing_counts_as_unchanged(change, why):
    found = compare_reports(sample(), change(sample()))
    assert {each.change for each in found.changes} == {Change.INCOMPARABLE}
    assert {each.why.id for each in found.changes} == {why}


def test_a_rule_that_only_one_report_has_is_not_comparable():
    some = sample()._replace(findings=sample().findings[:5])
    assert became(some, sample()).why.id == "compare.only-new"
    assert became(sample(), some).why.id == "compare.only-old"
    assert became(some, sample(), sample().findings[0].rule).change is Change.UNCHANGED


def test_what_else_differs_is_noted():
    provenance = sample().provenance
    setting = provenance.params["材料期限"]._replace(value="30")
    other = sample()._replace(
        incomplete=True,
        unit=sample().unit._replace(type="监狱"),
        provenance=provenance._replace(
            as_of=date(2018, 1, 1),
            civcheck="9",
            judgements="none",
            opened=3,
            params={**provenance.params, "材料期限": setting},
        ),
    )
    notes = [note.id.rpartition(".")[2] for note in compare_reports(sample(), other).notes]
    assert notes == ["backwards", "civcheck", "param", "judgements", "opened", "facts", "incomplete"]
    assert compare_reports(sample(), sample()).notes == ()


# --- several demands of one rule

BOTH = """
select: {类型: 讲堂}
expect: EXPECT
window: {from: 2017-01-01, to: 2017-12-31}
remedy: 补
"""
DEMANDS = (
    "{cover: {field: 形式, members: [甲, 乙]}, count: {at_least: 4}}",
    "{all_of: [{expect: {cover: {field: 形式, members: [甲, 乙]}}}, {expect: {count: {at_least: 4}}}]}",
)
MONTHS = [f"2017-0{month}-01" for month in range(1, 5)]


@pytest.mark.parametrize("expect", DEMANDS)
@pytest.mark.parametrize(("count", "beside"), [(4, 0), (3, 1), (1, 3)])
def test_what_is_short_beside_a_member_is_counted_too(expect, count, beside):
    seen = judge_rule(BOTH.replace("EXPECT", expect), lectures(*MONTHS[:count], 形式="甲"), "2018-01-01")
    assert (seen.outcome, seen.missing, seen.nameless) == (G, ("乙",), (0, beside))


def test_a_demand_that_falls_short_beside_a_known_member_is_worse_and_new():
    old, one, two = (with_rule(outcome=G, missing=("乙",), nameless=each) for each in ((), ("1",), ("2",)))
    assert became(old, one).change is became(one, two).change is Change.WORSE
    assert became(two, one).change is Change.BETTER and became(two, two).change is Change.UNCHANGED
    use = hold_against(one, baseline_of(old)).baseline
    assert (use.known["2.7"], use.new["2.7"]) == (("乙",), ("",)) and not use.covers("2.7")
    assert ratcheted(baseline_of(two), one).known == baseline_of(one).known


TWO_COUNTS = "{all_of: [{count: {at_least: 3}}, {select: {类型: 志愿服务}, expect: {count: {at_least: 2}}}]}"


def test_less_of_one_demand_makes_good_for_no_more_of_another():
    rule = BOTH.replace("EXPECT", TWO_COUNTS)
    seen = judge_rule(rule, lectures(*MONTHS[:1]), "2018-01-01")
    assert (seen.outcome, seen.missing, seen.nameless) == (G, (), (2, 2))
    old, swapped, fewer = (
        with_rule(outcome=G, missing=(), lacking=None, nameless=each)
        for each in (("30", "0"), ("0", "1"), ("29", "0"))
    )
    assert became(old, swapped).change is Change.WORSE and became(old, fewer).change is Change.BETTER
    use = hold_against(swapped, baseline_of(old)).baseline
    assert use.new["2.7"] == ("",) and not use.covers("2.7")


def test_a_demand_that_has_neither_names_nor_a_number_is_one_thing_that_is_short():
    rule = BOTH.replace("EXPECT", "{cover: {field: 形式, members: [甲]}, each: {roles: [图片]}}")
    nothing = judge_rule(rule, (), "2018-01-01")
    assert (nothing.outcome, nothing.missing, nothing.nameless) == (G, ("甲",), (0, 1))


def test_what_has_no_names_stays_known_when_the_names_beside_it_are_cured():
    old = with_rule(outcome=G, missing=("乙",), nameless=("0", "1"))
    new = with_rule(outcome=G, missing=(), lacking=None, nameless=("0", "1"))
    assert became(old, new).change is Change.BETTER and became(old, new).went == ("乙",)
    assert became(new, old).change is Change.WORSE and became(new, old).came == ("乙",)
    use = hold_against(new, baseline_of(old)).baseline
    assert use.covers("2.7") and use.cured["2.7"] == ("乙",)
    assert ratcheted(baseline_of(old), new).known == baseline_of(new).known


# --- what nobody can tell is no cure


def of_month(*records):
    """Give a report with these records in one file, in this order, all of them short: title, day, 编号."""
    keys = [f"三月.yaml#{at}" for at in range(1, len(records) + 1)]
    catalogue = tuple(
        each._replace(key=key, title=title, days=Days(day, day), id=number)
        for each, key, (title, day, number) in zip(sample().catalogue, keys, records, strict=False)
    )
    return with_rule(outcome=G, missing=(), lacking=None, **shorts(*keys))._replace(catalogue=catalogue)


TREES = ("植树", date(2017, 3, 12), None)
LEI_FENG = ("学雷锋", date(2017, 3, 5), None)
CAMPUS = ("进校园", date(2017, 3, 8), "A-7")


def test_a_record_is_known_again_when_others_are_written_before_it():
    known = hold_against(of_month(LEI_FENG, CAMPUS, TREES), baseline_of(of_month(TREES, CAMPUS))).baseline
    assert known.new == {"2.7": ("三月.yaml#学雷锋 2017-03-05：方案",)} and not known.cured
    assert became(of_month(TREES, CAMPUS), of_month(CAMPUS, TREES)).change is Change.UNCHANGED


def test_another_record_in_the_place_of_a_known_one_is_new():
    change = became(of_month(TREES, CAMPUS), of_month(LEI_FENG, CAMPUS))
    assert change.change is Change.WORSE and change.came == ("三月.yaml#学雷锋 2017-03-05：方案",)


def test_records_that_say_the_same_are_counted():
    change = became(of_month(TREES, CAMPUS), of_month(TREES, TREES, CAMPUS))
    assert change.came == ("三月.yaml#植树 2017-03-12 (2)：方案",)


def test_what_was_not_read_is_not_cured():
    old, new = with_rule(outcome=G, **shorts("甲", "乙")), with_rule(outcome=G, **shorts("乙"))
    unread = new._replace(incomplete=True)
    assert became(old, new).change is Change.BETTER and became(old, unread).change is Change.OTHER
    assert not became(old, unread).went
    known = baseline_of(old)
    assert hold_against(new, known).baseline.cured and not hold_against(unread, known).baseline.cured
    assert ratcheted(known, unread) == known != ratcheted(known, new)
    shown = with_rule(outcome=S)._replace(incomplete=True)
    assert became(old, shown).change is Change.EXCUSED and not hold_against(shown, known).baseline.cured


def test_a_gap_that_has_lost_its_records_is_worse_and_nothing_of_it_is_cured():
    old, new = (
        with_rule(outcome=G, missing=(), **shorts("甲")),
        with_rule(outcome=G, missing=(), **says("没有")),
    )
    assert became(old, new).change is Change.WORSE and not became(old, new).went
    use = hold_against(new, baseline_of(old)).baseline
    assert "2.7" in use.new and "2.7" not in use.known and not use.cured


# --- the baseline


def test_every_gap_of_the_report_it_was_taken_of_is_known():
    use = hold_against(sample(), baseline_of(sample())).baseline
    gaps = {each.rule for each in sample().findings if each.outcome is G}
    assert set(use.known) == gaps and gaps
    assert not use.new and not use.cured


def test_a_new_member_of_a_known_gap_is_new():
    known = baseline_of(with_rule(outcome=G, missing=("甲", "乙")))
    use = hold_against(with_rule(outcome=G, missing=("乙", "丙")), known).baseline
    assert (use.known["2.7"], use.new["2.7"], use.cured["2.7"]) == (("乙",), ("丙",), ("甲",))


def test_more_of_what_has_no_name_is_new_and_less_is_known():
    known = baseline_of(with_rule(outcome=G, lacking="2"))
    grown = hold_against(with_rule(outcome=G, lacking="3"), known).baseline
    assert grown.new == {"2.7": ("",)} and grown.known["2.7"] == ("",) and not grown.covers("2.7")
    assert "2.7" in hold_against(with_rule(outcome=G, lacking="1"), known).baseline.known


@pytest.mark.parametrize("outcome", [P, U, R])
def test_what_is_open_is_neither_cured_nor_taken_out(outcome):
    known, now = baseline_of(with_rule(outcome=G)), with_rule(outcome=outcome)
    assert "2.7" not in hold_against(now, known).baseline.cured
    assert "2.7" in ratcheted(known, now).known


@pytest.mark.parametrize("outcome", [S, W, N])
def test_what_is_closed_is_taken_out_and_new_when_it_comes_back(outcome):
    known, now = baseline_of(with_rule(outcome=G)), with_rule(outcome=outcome)
    assert ("2.7" in hold_against(now, known).baseline.cured) is (outcome is S)
    less = ratcheted(known, now)
    assert "2.7" not in less.known
    assert "2.7" in hold_against(with_rule(outcome=G), less).baseline.new


def test_rules_that_were_not_asked_for_stay_as_they_are():
    known = baseline_of(sample())
    some = sample()._replace(findings=tuple(each for each in sample().findings if each.point == 1))
    assert ratcheted(known, some).known == known.known
    assert not hold_against(some, known).baseline.cured


MEMBERS = st.frozensets(st.sampled_from("甲乙丙丁"))
ITEMS = st.one_of(
    MEMBERS.filter(bool).map(lambda names: GapItems(Fraction(len(names)), names)),
    st.integers(1, 5).map(lambda count: GapItems(Fraction(count))),
    st.builds(
        lambda names, beside: GapItems(len(names) + sum(beside), names, beside=beside),
        MEMBERS,
        st.tuples(*[st.integers(0, 3).map(Fraction)] * 2).filter(any),
    ),
)


def finding_of(items):
    said = {"outcome": G, "missing": tuple(items.members), "nameless": tuple(map(str, items.beside))}
    return said if items.members or items.beside else said | {"lacking": str(items.lacking)}


NAMED = GapItems(Fraction(2), frozenset("乙丙"))


@example(NAMED, GapItems(Fraction(1)), GapItems(Fraction(1), frozenset("甲")))
@given(ITEMS, ITEMS, ITEMS)
def test_a_baseline_only_gets_shorter_and_never_lets_more_through(known, now, later):
    first = baseline_of(with_rule(**finding_of(known)))
    less = ratcheted(first, with_rule(**finding_of(now)))
    assert ratcheted(less, with_rule(**finding_of(now))) == less
    kept = less.known.get("2.7")
    if kept is not None:
        assert kept.lacking <= known.lacking
        assert not known.members or kept.members <= known.members or kept == now
    probe = with_rule(**finding_of(later))
    before = hold_against(probe, first).baseline.new.get("2.7", ())
    after = hold_against(probe, less).baseline.new.get("2.7", ())
    assert after or not before


@given(ITEMS)
def test_nothing_is_beyond_itself(items):
    assert items_beyond(items, items) == frozenset()
    assert items_of(sample().findings[0]._replace(**finding_of(items))) == items
