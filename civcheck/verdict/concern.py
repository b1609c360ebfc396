"""What concerns a unit of some type: the points of a pack that ask something of it, the facts that decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from civcheck.language.condition import Condition
from civcheck.language.grounds import Grounds
from civcheck.language.pack import Point, RulePack
from civcheck.language.quantity import Ref
from civcheck.language.rule import Rule
from civcheck.language.undetermined import NotConcerned, Undetermined
from civcheck.language.walking import parts_in
from civcheck.model.ledger import Ledger
from civcheck.model.parts import Part
from civcheck.model.unit import Unit
from civcheck.verdict.run import case_of

FACTS_OF_ALL = ("文明单位级别", "职能", "组织", "在职人数")
"""What unit.yaml has a key of its own for; the other facts stand below 其他事实."""


def grounds_of(unit: Unit, pack: RulePack) -> Grounds:
    """Give what rules may look at of a unit that has no record yet."""
    return case_of(Ledger(name="", unit=unit, records=()), pack).grounds(date(unit.year, 12, 31))


def concerning(unit: Unit, pack: RulePack) -> tuple[Rule, ...]:
    """List the rules that may ask something of a unit: all but those that are known not to."""
    grounds = grounds_of(unit, pack)
    return tuple(rule for rule in pack.rules if not rule.is_heading and _may_concern(rule, grounds))


def points_concerning(unit: Unit, pack: RulePack) -> tuple[Point, ...]:
    """List the points with a rule that may ask something of a unit."""
    rules = {rule.id for rule in concerning(unit, pack)}
    return tuple(point for point in pack.points if any(rule.id in rules for rule in point.rules))


def facts_asked(unit: Unit, pack: RulePack) -> tuple[str, ...]:
    """Name the facts that rules ask of such a unit, in the order of unit.yaml."""
    grounds = grounds_of(unit, pack)
    found = {fact for rule in concerning(unit, pack) for fact in _facts_in(rule, "record", grounds)}
    return tuple(fact for fact in (*FACTS_OF_ALL, *pack.terms.facts) if fact in found)


def _may_concern(part: Any, grounds: Grounds) -> bool:
    applies = getattr(part, "applies_to", None)
    if not isinstance(applies, Condition):
        return True
    try:
        return applies.about_unit(grounds).truth is not False
    except (Undetermined, NotConcerned):
        return True


def _facts_in(part: Part, about: str, grounds: Grounds) -> Iterator[str]:
    if not _may_concern(part, grounds):
        return
    if isinstance(part, Condition) and about == "unit":
        yield from part.tests
    if isinstance(part, Ref) and part.fact:
        yield part.fact
    if getattr(part, "per_head", False):
        yield "在职人数"
    for name in part.names():
        for each in parts_in(getattr(part, name)):
            yield from _facts_in(each, part.speaks_of(name) or about, grounds)
