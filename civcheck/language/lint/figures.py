"""Checking figures that count things or days: params that are below zero, nothing at all, and parts of a thing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from civcheck.language.choice import NumberChoice
from civcheck.language.expectation.branches import AnyOf
from civcheck.language.expectation.compare import Compare
from civcheck.language.expectation.count import Count
from civcheck.language.expectation.cover import AtLeast
from civcheck.language.expectation.due import Due
from civcheck.language.expectation.interval import Spacing
from civcheck.language.expectation.roledemand import RoleDemand
from civcheck.language.expectation.somany import AtLeastRecords
from civcheck.language.expectation.step import Step
from civcheck.language.expectation.within import Within
from civcheck.language.measure import Measure
from civcheck.language.quantity import Comparison, Ref
from civcheck.language.rule import Rule
from civcheck.language.vocabulary import Vocabulary
from civcheck.language.walking import Path, parts
from civcheck.messages import Percent, number
from civcheck.model.parts import Mistake, Part

_OF_THINGS = (AnyOf, AtLeast, AtLeastRecords, Count, RoleDemand, Step)
"""What counts things one by one."""
_OF_DAYS = (Due, Spacing, Within)
"""What counts days or months; ``lag`` alone counts back as well."""
_KEYS = (*Comparison.COMPARISONS, "days", "months")


class Figure(NamedTuple):
    """A number that stands at a key of a rule, and the param that it comes from; None where it is written."""

    path: Path
    part: Part
    value: Fraction
    param: str | None = None


def lint_figures(rule: Rule, known: Vocabulary) -> Iterator[Mistake]:
    """List the figures of a rule that can be none of what they count; written ones below zero are told elsewhere."""
    for figure in _figures(rule, known):
        shown = {"key": str(figure.path[-1]), "value": number(figure.value)}
        share = isinstance(figure.part, AtLeastRecords) and isinstance(figure.value, Percent)
        if figure.value.denominator > 1 and isinstance(figure.part, _OF_THINGS) and not share:
            yield (*figure.path, "="), "figure-not-whole", shown
        elif figure.param is not None and (code := _flaw(figure)):
            yield (*figure.path, "="), code, {**shown, "name": figure.param}


def flawed_params(rule: Rule, known: Vocabulary) -> dict[str, Fraction]:
    """List the params of a rule, with their values, that are no good where it uses them."""
    return {
        each.param: each.value for each in _figures(rule, known) if each.param is not None and _flaw(each)
    }


def _flaw(figure: Figure) -> str:
    """Name the problem of a param: below zero, or asking for nothing; empty where it is good."""
    if figure.value < 0:
        return "param-negative"
    alone = not isinstance(figure.part, Comparison) or len(dict(figure.part.limits())) == 1
    asks = figure.path[-1] == "at_least" and alone and not isinstance(figure.part, _OF_DAYS)
    return "param-of-nothing" if asks and not figure.value else ""


def _figures(rule: Rule, known: Vocabulary) -> Iterator[Figure]:
    for path, part, _ in parts(rule):
        if isinstance(part, (Comparison, Compare, *_OF_THINGS, *_OF_DAYS)):
            for key in _KEYS:
                for value, param in _numbers(getattr(part, key, None), known):
                    yield Figure((*path, key), part, value, param)


def _numbers(value: Any, known: Vocabulary) -> Iterator[tuple[Fraction, str | None]]:
    """List the numbers that a quantity may be, as far as the pack says them."""
    if isinstance(value, Measure):
        value = Ref(param=value.param) if value.param is not None and not value.times else value.number
    if isinstance(value, NumberChoice):
        yield from ((each, None) for each in (*value.values.values(), value.otherwise) if each is not None)
    elif isinstance(value, Fraction):
        yield value, None
    elif isinstance(value, Ref) and (found := known.param_number(value)) is not None:
        yield found, value.param
