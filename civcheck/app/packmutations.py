"""Mutations of a pack's tests: what is taken away, or put in, must change the outcome, or nobody looks at it."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from civcheck.app.packcases import Failure, judge_case, points_of_case
from civcheck.errors import LedgerError
from civcheck.language.choice import Choice
from civcheck.language.condition import Condition
from civcheck.language.expectation.absence import Absence
from civcheck.language.expectation.interval import Spacing
from civcheck.language.expectation.ratio import Ratio
from civcheck.language.expectation.roledemand import RoleDemand
from civcheck.language.expectation.somany import AtLeastRecords
from civcheck.language.measure import Measure
from civcheck.language.pack import RulePack
from civcheck.language.quantity import Ref
from civcheck.language.rule import Rule
from civcheck.language.score import BestOf
from civcheck.language.walking import Placed, parts
from civcheck.messages import Message, msg
from civcheck.model.outcome import Outcome
from civcheck.reading.inline import inline_ledger
from civcheck.reading.packtests import Expected, place_of

Records = list[Mapping[str, Any]]


class Mutant(NamedTuple):
    """A case with a piece taken away or put in, and the words for what is said if nothing changes.

    One of several ``ways`` to change it is enough.
    """

    code: str
    piece: Message | str
    ways: tuple[Records, ...]
    unit: Mapping[str, Any]


def take_apart(case: Expected, cases: Iterable[Expected], pack: RulePack) -> tuple[int, list[Failure]]:
    """Take each piece of a minimal case away in turn; the outcome must change every time.

    A rule that forbids is given what its gap cases have; a case without records loses what its unit declares.
    """
    rule = pack.by_id[case.rule]
    mutants: list[Mutant] = []
    if not _forbids(rule) or _proves(rule):
        mutants += _without_pieces(case, rule)
    if _forbids(rule):
        mutants += _with_gaps(case, cases, pack)
    if not case.records:
        mutants += [
            Mutant("packtest.survived", name, (list(case.records),), unit)
            for name, unit in _without_facts(case.unit, facts_named(rule))
        ]
    survived = []
    for mutant in mutants:
        same = all(_outcome(case, pack, way, mutant.unit) is case.expect for way in mutant.ways)
        if same and case.expect is not None:
            said = msg(mutant.code, piece=mutant.piece, outcome=_word(case.expect))
            survived.append(Failure(place_of(case), rule.id, said))
    if not mutants and rule.expect and not _forbids(rule):
        code = "packtest.only-earlier" if case.earlier and not case.records else "packtest.nothing-to-remove"
        survived.append(Failure(place_of(case), rule.id, msg(code)))
    return len(mutants), survived


def _word(outcome: Outcome) -> Message:
    return msg(f"outcome.{outcome.value}")


def _outcome(
    case: Expected, pack: RulePack, records: Records, unit: Mapping[str, Any] | None = None
) -> Outcome | None:
    """Judge a case with other records or another unit; None where the unit is none any more."""
    try:
        return judge_case(case, pack, records, case.unit if unit is None else unit).outcome
    except LedgerError:
        return None


def _forbids(rule: Rule) -> bool:
    """Tell whether more records can break the rule."""
    return any(map(_can_be_broken, rule.expect))


def _can_be_broken(each: Any) -> bool:
    if isinstance(each, Spacing):  # more records lie between two that are far apart
        return each.at_most is None
    if _of_some(each):  # the others may fail
        return False
    return isinstance(each, Absence) or any(
        getattr(each, name, None) is not None for name in ("at_most", "less_than")
    )


def _of_some(each: Any) -> bool:
    return isinstance(getattr(each, "quantifier", None), AtLeastRecords)


def _proves(rule: Rule) -> bool:
    """Tell whether a rule that forbids asks for something too, so that its minimal case has what proves it."""
    proving = ("needs", "at_least", "more_than")
    return any(getattr(each, name, None) for each in rule.expect for name in proving)


def _with_gaps(case: Expected, cases: Iterable[Expected], pack: RulePack) -> Iterator[Mutant]:
    """Put in what the gap cases of the same unit have; those that only lack something show nothing."""
    expect = pack.by_id[case.rule].expect
    absence = any(isinstance(each, Absence) for each in expect)
    if any(isinstance(each, Ratio) for each in expect):  # more records can lower a share as well as raise it
        return
    for bad in cases:
        added = _there([each for each in bad.records if each not in case.records], case, pack)
        if bad.rule != case.rule or bad.expect is not Outcome.GAP or not added or bad.unit != case.unit:
            continue
        if absence and not judge_case(bad, pack, bad.records, bad.unit).shortfalls:
            continue
        added = numbered_apart(added, case.records)
        yield Mutant("packtest.survived-added", bad.case, ([*case.records, *added],), case.unit)


def numbered_apart(added: Records, records: Iterable[Mapping[str, Any]]) -> Records:
    """Give numbers of their own to those that have one which stands in the case already, and to what names them."""
    taken = {str(each["编号"]) for each in records if each.get("编号")}
    others = {str(each["编号"]) for each in added if each.get("编号")}
    renamed = {number: f"{number}-2" for number in others & taken}

    def other(value: Any) -> Any:
        return [other(each) for each in value] if isinstance(value, list) else renamed.get(str(value), value)

    keys = ("编号", "关联")
    return [{key: other(value) if key in keys else value for key, value in each.items()} for each in added]


def _there(records: Records, case: Expected, pack: RulePack) -> Records:
    """Leave out what is dated after the day of a case: it is not there yet, so nobody could look at it."""
    day = case.as_of or pack.head.closes
    later = set[int]()
    for at, each in enumerate(records):
        read = inline_ledger(case.unit, [each], pack).records
        if read and all(record.days.first > day for record in read):
            later.add(at)
    return [each for at, each in enumerate(records) if at not in later]


def _without_pieces(case: Expected, rule: Rule) -> Iterator[Mutant]:
    """Take away one record after the other, and one piece of each after the other."""
    records, code = case.records, "packtest.survived"
    removals = [[each for other, each in enumerate(records) if other != at] for at in range(len(records))]
    if removals and any(isinstance(each, Spacing) for each in rule.expect):
        # the first of several is only where the days begin to count
        yield Mutant(code, msg("packtest.any-record"), tuple(removals), case.unit)
        return
    fields = _fields_demanded(rule) if _does_without(rule) else ()
    for index, record in enumerate(records):
        label, ways = msg("packtest.record", number=str(index + 1)), [removals[index]]
        pieces = list(_pieces(records, index))
        if fields:
            ways += [smaller for _, smaller in pieces]
            ways += [_with(records, index, _blank([record], name)[0]) for name in fields if name in record]
        yield Mutant(code, label, tuple(ways), case.unit)
        for piece, smaller in pieces:
            yield Mutant(code, msg("packtest.piece", record=label, piece=piece), (smaller,), case.unit)


def _does_without(rule: Rule) -> bool:
    """Tell whether a record may be missing altogether: nothing at all is fine, or the others are as large a share."""
    return rule.on_empty == "satisfied" or any(
        isinstance(each, Ratio) or _of_some(each) for each in rule.expect
    )


def _pieces(records: tuple[Mapping[str, Any], ...], index: int) -> Iterator[tuple[str, Records]]:
    """List the pieces of one record, each with the records that are left without it."""
    record = records[index]
    evidence = record.get("附件")
    for role in evidence if isinstance(evidence, dict) else ():
        smaller = copy.deepcopy(dict(record))
        del smaller["附件"][role]
        yield role, _with(records, index, smaller)
    if "归档" in record:
        yield "归档", _with(records, index, _blank([record], "归档")[0])


def _with(records: tuple[Mapping[str, Any], ...], index: int, record: Mapping[str, Any]) -> Records:
    return [record if other == index else each for other, each in enumerate(records)]


def _without_facts(unit: Mapping[str, Any], names: Iterable[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Take away, one by one, what a unit declares and a rule asks about."""
    facts = unit.get("其他事实")
    for name in names:
        if name in unit and name != "单位类型":
            yield name, {key: value for key, value in unit.items() if key != name}
        elif isinstance(facts, Mapping) and name in facts:
            yield name, {**unit, "其他事实": {key: each for key, each in facts.items() if key != name}}


# --- fields that nobody looks at


def dead_fields(cases: list[Expected], packs: Mapping[str, RulePack]) -> tuple[int, list[Failure]]:
    """Tell of fields that a rule names and that decide none of its cases, or of those that tell apart what earns once.

    A field is blanked in all records of a case at once, in every case that has it: one outcome must change. Less would
    be unjust: a condition with ``not``, an alternative, or an upper limit changes the outcome of some cases only.
    """
    judged = [case for case in cases if case.expect is not None and case.no_case is None]
    if not judged or not any(case.minimal for case in judged):
        return 0, []
    rule = packs[judged[0].layer].by_id[judged[0].rule]
    named = [(name, _blank, _other_outcome, "packtest.dead-field") for name in fields_named(rule)]
    named += [(name, _apart, _other_points, "packtest.dead-points-field") for name in fields_of_points(rule)]
    count, dead = 0, []
    for name, change, differs, code in named:
        having = [case for case in judged if any(name in record for record in case.records)]
        alive = False
        for case in having:
            count += 1
            if alive := differs(case, packs[case.layer], change(case.records, name)):
                break
        if having and not alive:
            minimal = next(case for case in judged if case.minimal)
            dead.append(Failure(place_of(minimal), minimal.rule, msg(code, field=name)))
    return count, dead


def _blank(records: Iterable[Mapping[str, Any]], name: str) -> Records:
    return [{key: each for key, each in record.items() if key != name} for record in records]


def _apart(records: Iterable[Mapping[str, Any]], name: str) -> Records:
    """Give every record a value of its own in a field by which things are told apart."""
    return [{**record, name: str(at)} if name in record else record for at, record in enumerate(records)]


def _other_outcome(case: Expected, pack: RulePack, records: Records) -> bool:
    return _outcome(case, pack, records) is not case.expect


def _other_points(case: Expected, pack: RulePack, records: Records) -> bool:
    try:
        was, is_ = (points_of_case(case, pack, each) for each in (case.records, records))
    except LedgerError:
        return False
    return was is not None and is_ is not None and (was.sure, was.possible) != (is_.sure, is_.possible)


_NAMES_FIELDS = ("filled", "field", "distinct", "by", "from_", "to", "sum", "mean", "min", "max", "latest")
_NEVER_DECIDE = frozenset({"near", "notices", "inferred_for", "score"})


def _deciding(rule: Rule) -> Iterator[Placed]:
    for placed in parts(rule):
        if placed.path[:1] and placed.path[0] in _NEVER_DECIDE:
            continue
        yield placed


def fields_named(rule: Rule, beside: str = "") -> tuple[str, ...]:
    """List the fields of records that a rule names; 类型 and 日期 are left out, without them there is no record.

    What stands under the key ``beside`` of the rule is left out too.
    """
    found: list[str] = []
    for path, part, about in _deciding(rule):
        if path[:1] == (beside,):
            continue
        if about != "record" or isinstance(part, RoleDemand | Choice):
            continue
        if isinstance(part, Condition):
            found += part.tests
        for name in _NAMES_FIELDS if part is not rule else ():
            value = getattr(part, name, None)
            named = value if isinstance(value, tuple) else (value,)
            found += [each for each in named if isinstance(each, str)]
    return tuple(name for name in dict.fromkeys(found) if name not in ("类型", "日期"))


def _fields_demanded(rule: Rule) -> tuple[str, ...]:
    """List the fields by which a record shows what is asked of it, and not that it is one of those that are asked."""
    return fields_named(rule, beside="select")


def fields_of_points(rule: Rule) -> tuple[str, ...]:
    """List the fields of records that decide the points of a rule, and no outcome."""
    best = rule.score.best if rule.score is not None else None
    return (best.field,) if isinstance(best, BestOf) else ()


def facts_named(rule: Rule) -> tuple[str, ...]:
    """List what a rule asks about its unit."""
    found: list[str] = []
    for _, part, about in _deciding(rule):
        if isinstance(part, Condition) and about == "unit":
            found += part.tests
        if isinstance(part, Ref | Measure) and part.fact is not None:
            found.append(part.fact)
        if isinstance(part, Choice):
            found.append(part.by)
        if getattr(part, "per_head", False):
            found.append("在职人数")
    return tuple(dict.fromkeys(found))
