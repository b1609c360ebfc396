"""The oracle: what the plan says it closes is no gap once its records stand in the ledger, by the audit itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civcheck.app.years import by_year
from civcheck.model.ledger import Ledger
from civcheck.model.outcome import Outcome
from civcheck.reading.inline import inline_ledger
from civcheck.reading.ledger import read_ledger
from civcheck.reading.packsource import find_pack
from civcheck.reading.packtests import read_pack_tests
from civcheck.reading.rulepack import read_pack
from civcheck.verdict.judging import judge
from civcheck.verdict.planning.planner import Planner
from civcheck.verdict.run import case_of, run_audit
from tests.report.ledgers import SAMPLE
from tests.shares import one_in

DAYS = (date(2017, 3, 1), date(2017, 8, 1), date(2018, 6, 30))
PACKS = ("hubei-2017", "example-city-2017", "example-monthly-2018", "example-score-2018")
HONEST = {"exceeded", "late"}
"""Why a rule may be left: there is what should not be, or its day is over."""


def planner_of(ledger: Ledger, pack, as_of: date, rules=None, earlier=()) -> Planner:
    case = case_of(ledger, pack, ledger.judgements, earlier)
    judgements = tuple(ledger.judgements)
    rules = rules or [rule for rule in pack.rules if not rule.is_heading]
    return Planner([judge(rule, case, judgements, as_of) for rule in rules], case, judgements, as_of)


def gaps(ledger: Ledger, planner: Planner, records, pack, rules=None, earlier=()) -> set[str]:
    """Audit the ledger with these records in place of its own, and name its gaps."""
    there = replace(ledger, records=tuple(records))
    report = run_audit(there, pack, planner.until, rules, ledger.judgements, earlier=earlier, hygiene=False)
    return {each.rule for each in report.findings if each.outcome is Outcome.GAP}


def sample() -> tuple[Ledger, object]:
    pack = read_pack("hubei-2017")
    ((_, root, unit_file),) = by_year([str(SAMPLE)])
    return read_ledger(root, pack, unit_file), pack


UNIT_OF: dict[str, dict] = {}


def empty(kind: str) -> tuple[Ledger, object]:
    """A ledger without a record, of a unit that declares everything, so that every rule of its type concerns it."""
    pack = read_pack("hubei-2017")
    facts = {
        name: {"是否": "是", "列表": ["甲", "乙"]}.get(fact.type, "3")
        for name, fact in pack.terms.facts.items()
    }
    unit = UNIT_OF[kind] = {
        "单位名称": "某单位", "单位类型": kind, "年度": "2017", "文明单位级别": "省级", "在职人数": "50",
        "组织": list(pack.terms.organisations), "职能": list(pack.terms.functions), "其他事实": facts,
    }  # fmt: skip
    return inline_ledger(unit, [], pack), pack


USUAL = ("市州司法局", "监狱")
"""Of which empty ledgers are planned in every run; those of the others by the heavy ones."""
TYPES = [name for name, each in read_pack("hubei-2017").terms.unit_types.items() if each.declarable]


@pytest.mark.parametrize("as_of", DAYS)
def test_the_sample_ledger_has_no_gap_left_that_the_plan_said_it_closes(as_of):
    ledger, pack = sample()
    planner = planner_of(ledger, pack, as_of)
    plan = planner.plan()
    before = gaps(ledger, planner, ledger.records, pack)
    after = gaps(ledger, planner, planner.then.case.index.records, pack)
    assert plan.closes and set(plan.short) == before
    assert after == {each.rule for each in plan.left} == before - set(plan.closes)


@pytest.mark.parametrize("as_of", (date(2017, 3, 1), date(2018, 6, 30)))
@pytest.mark.parametrize(
    "kind", [pytest.param(each, marks=() if each in USUAL else pytest.mark.heavy) for each in TYPES]
)
def test_an_empty_ledger_of_any_unit_is_planned_whole(kind, as_of):
    ledger, pack = empty(kind)
    planner = planner_of(ledger, pack, as_of)
    plan = planner.plan()
    assert len(plan.short) > 70 and plan.closes == plan.short and not plan.left and plan.proven
    assert not gaps(ledger, planner, planner.then.case.index.records, pack)


def as_told(plan) -> list[dict]:
    """Write the records of a plan as somebody would who knows nothing but what it tells, on days that differ."""
    records: list[dict] = []
    for action in plan.actions:
        for _ in range(action.times):
            number = len(records) + 1
            day = action.first + timedelta(days=number % ((action.last - action.first).days + 1))
            filing = {"档号": f"J001-WS·2017-D10-BGS-{number:04d}", "日期": day.isoformat(), "盒号": "1"}
            filled = {field: filing if field == "归档" else "20" for field in action.filled}
            roles = {(each.roles or ("文件",))[0] for each in action.material}
            records.append(
                {"类型": action.kind, "标题": f"第{number}件", "日期": day.isoformat()}
                | {
                    field: list(value) if isinstance(value, tuple) else value
                    for field, value in action.values
                }
                | {field: value[0] for field, value in action.choices}
                | filled
                | {
                    "附件": {
                        role: f"{number}.{'jpg' if role == '图片' else 'docx'}" for role in sorted(roles)
                    }
                }
            )
    return records


def test_records_written_as_the_plan_tells_close_what_it_says():
    ledger, pack = empty("司法所")
    asked = ("1.3", "2.7", "2.8a", "4.4", "6.0", "6.1a", "6.3", "7.1", "10.0", "12.15a")
    rules = [pack.by_id[each] for each in asked]
    planner = planner_of(ledger, pack, date(2017, 12, 31), rules)
    plan = planner.plan()
    written = inline_ledger(UNIT_OF["司法所"], as_told(plan), pack)
    assert set(plan.closes) >= {"1.3", "4.4", "6.0", "10.0"}
    assert not gaps(ledger, planner, written.records, pack, rules) & set(plan.closes)


@pytest.mark.parametrize("as_of", one_in(2, (date(2017, 3, 1), date(2018, 6, 30))))
def test_nothing_can_be_left_out_of_a_plan(as_of):
    ledger, pack = empty("县区司法局")
    planner = planner_of(ledger, pack, as_of)
    plan = planner.plan()
    for left_out in planner.records:
        rest = [each for each in planner.then.case.index.records if each.key != left_out.key]
        assert gaps(ledger, planner, rest, pack) & set(plan.closes), left_out


def cases_of(name: str) -> Iterator[tuple]:
    """Give every case of a pack's own tests that is a gap, or pending, with a planner of that rule alone."""
    pack = read_pack(name)
    for case in read_pack_tests(find_pack(name)).cases:
        rule = pack.by_id.get(case.rule)
        if rule is None or rule.is_heading:
            continue
        unit = case.unit
        earlier = [
            inline_ledger({**unit, **then.unit, "年度": str(year)}, then.records, pack, case.absent).below(
                str(year)
            )
            for year, then in sorted(case.earlier.items())
        ]
        ledger = inline_ledger(unit, case.records, pack, case.absent)
        planner = planner_of(ledger, pack, case.as_of or pack.head.closes, [rule], earlier)
        if planner.short:
            yield rule, ledger, pack, planner, earlier


@pytest.mark.parametrize("name", one_in(2, PACKS))
def test_what_the_plan_of_a_pack_case_closes_is_closed_and_little_is_left(name):
    closed, left = set(), dict[str, str]()
    for rule, ledger, pack, planner, earlier in cases_of(name):
        plan = planner.plan()
        after = gaps(ledger, planner, planner.then.case.index.records, pack, [rule], earlier)
        assert after == {each.rule for each in plan.left}, rule.id
        closed |= set(plan.closes)
        left |= {each.rule: each.why for each in plan.left}
    never = {rule: why for rule, why in left.items() if rule not in closed and why not in HONEST}
    assert len(never) <= 0.05 * len(closed | set(left)), never


@pytest.mark.heavy
@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.sets(st.integers(0, 57)), st.integers(0, 520))
def test_of_any_part_of_the_sample_ledger_on_any_day_the_plan_closes_what_it_says(left_out, days):
    """The law: whatever is missing and whenever it is asked, the audit agrees, and nothing that is fine breaks."""
    ledger, pack = sample()
    ledger = replace(
        ledger, records=tuple(each for at, each in enumerate(ledger.records) if at not in left_out)
    )
    planner = planner_of(ledger, pack, date(2017, 1, 1) + timedelta(days=days))
    plan = planner.plan()
    after = gaps(ledger, planner, planner.then.case.index.records, pack)
    decided = {rule.id for rule in planner.rules if planner.now[rule.id].use is not None}
    assert after - decided == {each.rule for each in plan.left}


def test_a_record_for_one_rule_does_not_serve_another_of_its_claim():
    pack = read_pack("example-score-2018")
    unit = {"单位名称": "某局", "单位类型": "市直机关", "年度": "2018", "在职人数": "10"}
    ledger = inline_ledger(unit, [], pack)
    rules = [pack.by_id[name] for name in ("3.1", "3.2", "3.3")]
    planner = planner_of(ledger, pack, date(2018, 1, 1), rules)
    plan = planner.plan()
    assert plan.closes == ("3.1", "3.2", "3.3") and sum(each.times for each in plan.actions) == 4 + 4 + 2
    assert not gaps(ledger, planner, planner.then.case.index.records, pack, rules)


def test_what_a_plan_makes_up_never_reaches_the_report():
    report = run_audit(*sample(), date(2017, 8, 1), planned=True)
    assert "\0" not in str(report.plan) and all("\0" not in each.key for each in report.catalogue)


def many(count: int) -> tuple[Ledger, object]:
    """An empty ledger of a unit with so many people each of whom is to be visited once."""
    pack = read_pack("hubei-2017")
    names = [f"典型{number}" for number in range(count)]
    unit = {"单位名称": "某单位", "单位类型": "监狱", "年度": "2017", "其他事实": {"在册先进典型": names}}
    return inline_ledger(unit, [], pack), pack


def test_many_members_are_planned():
    ledger, pack = many(60)
    rules = [pack.by_id["1.5"]]
    plan = planner_of(ledger, pack, date(2017, 3, 1), rules).plan()
    assert plan.closes == ("1.5",) and plan.proven
    (action,) = plan.actions
    assert len(dict(action.values)["慰问对象"]) == 60


def test_more_than_can_be_tried_is_left_and_said_to_be(monkeypatch):
    monkeypatch.setattr("civcheck.verdict.planning.needs.MOST_STEPS", 20)
    ledger, pack = many(21)
    plan = planner_of(ledger, pack, date(2017, 3, 1), [pack.by_id["1.5"]]).plan()
    assert [(each.rule, each.why) for each in plan.left] == [("1.5", "no-way")] and not plan.closes
