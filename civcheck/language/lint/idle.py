"""Telling of demands that nothing can fail, or nothing can meet: empty lists, limits below zero, constants judged."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from civcheck.language.choice import NumberChoice
from civcheck.language.condition import Condition
from civcheck.language.expectation.compare import Compare
from civcheck.language.expectation.count import Spread
from civcheck.language.expectation.cover import AtLeast
from civcheck.language.expectation.due import Due
from civcheck.language.expectation.ratio import Ratio
from civcheck.language.expectation.somany import AtLeastRecords
from civcheck.language.expectation.total import Total
from civcheck.language.expectation.whole_ledger import WholeLedger
from civcheck.language.measure import Measure
from civcheck.language.quantity import Comparison
from civcheck.language.rule import Rule
from civcheck.language.walking import Path, parts
from civcheck.messages import number
from civcheck.model.parts import Mistake, Part


def lint_idle(rule: Rule) -> Iterator[Mistake]:
    """List what a rule writes under ``select`` and ``expect`` that asks for nothing."""
    for path, part, _ in parts(rule):
        if not path or path[0] not in ("select", "expect"):
            continue
        yield from _empty(path, part)
        if isinstance(part, Comparison | Compare):
            yield from _limits(path, part)
        if isinstance(part, AtLeast | AtLeastRecords):
            yield from _at_least_nothing((*path, "at_least"), part.at_least)
        if isinstance(part, Spread) and part.per is None:
            yield path, "rule-key-missing", {"key": "per"}
        if isinstance(part, Due):
            yield from _due(path, part)
        for key in _JUDGED.get(type(part).__name__, ()):
            yield from _constant((*path, key), getattr(part, key))


_JUDGED = {Ratio.__name__: ("part",), Total.__name__: ("measure",), Compare.__name__: ("measure",)}
"""The measures that a construct judges; those that they are held against may be anything."""


def _empty(path: Path, part: Part) -> Iterator[Mistake]:
    """Tell of lists that are written and have nothing in them; conditions and members are told elsewhere."""
    if isinstance(part, Condition):
        return
    for name in part.names():
        if name != "members" and name in part.given() and getattr(part, name) == ():
            yield (*path, part.key_of(name)), "rule-empty", {"key": part.key_of(name)}
    if isinstance(part, WholeLedger) and () in part.unique:
        yield (*path, "unique"), "rule-empty", {"key": "unique"}


def _limits(path: Path, part: Comparison | Compare) -> Iterator[Mistake]:
    """Tell of limits below zero, and of one that everything reaches: nothing that is counted or measured is less."""
    given = {
        name: found
        for name in Comparison.COMPARISONS
        if (value := getattr(part, name)) is not None and (found := _written(value))
    }
    for name, values in given.items():
        low = min(values)
        if low < 0 or (name == "less_than" and low == 0):
            yield (*path, name), "limit-negative", {"key": name, "value": number(low)}
            return
    alone = sum(getattr(part, name) is not None for name in Comparison.COMPARISONS) == 1
    if alone and "at_least" in given:
        yield from _at_least_nothing((*path, "at_least"), part.at_least)


def _at_least_nothing(path: Path, value: Any) -> Iterator[Mistake]:
    values = _written(value)
    if values and max(values) <= 0:
        yield path, "limit-of-nothing", {"value": number(max(values))}


def _due(path: Path, due: Due) -> Iterator[Mistake]:
    for key in ("days", "months"):
        values = _written(getattr(due, key))
        if values and min(values) < 0:
            yield (*path, key), "due-negative", {"key": key, "value": number(min(values))}


def _constant(path: Path, measure: Measure) -> Iterator[Mistake]:
    if _is_constant(measure):
        yield path, "measure-constant", {"key": str(path[-1])}


def _is_constant(measure: Measure) -> bool:
    if measure.less is not None:
        return _is_constant(measure.less) and _is_constant(measure.changed(less=None))
    if measure.add:
        return all(map(_is_constant, measure.add))
    return measure.number is not None or measure.param is not None


def _written(value: Any) -> tuple[Fraction, ...]:
    """List the numbers that are written: one, or one for each sort of unit; none where it is named."""
    if isinstance(value, Measure):
        value = value.number
    if isinstance(value, NumberChoice):
        others = (value.otherwise,) if value.otherwise is not None else ()
        return (*value.values.values(), *others)
    return (value,) if isinstance(value, Fraction) else ()
