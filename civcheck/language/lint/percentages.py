"""Checking percentages: one is held against a field of percentages, and written with its sign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civcheck.language.choice import NumberChoice
from civcheck.language.expectation.compare import Compare
from civcheck.language.expectation.total import Total
from civcheck.language.measure import Measure
from civcheck.language.quantity import Comparison, Ref, parse_number
from civcheck.language.vocabulary import Vocabulary
from civcheck.language.walking import Path
from civcheck.messages import Percent, number
from civcheck.model.parts import Mistake, Part


def sign_mistakes(path: Path, name: str, kind: str, value: Any, known: Vocabulary) -> Iterator[Mistake]:
    """Tell of a percentage held against a field of numbers, and of a bare number held against one of percentages.

    A clerk writes 85 for 85%, which is far above 90% where it is read as a number.
    """
    for each in _numbers(value, known):
        if kind in ("整数", "小数") and isinstance(each, Percent):
            yield path, "percentage-of-number", {"value": number(each), "field": name, "type": kind}
        elif kind == "百分数" and not isinstance(each, Percent) and each >= 1:
            yield path, "percentage-without-sign", {"value": number(each), "field": name}


def measured_mistakes(path: Path, part: Part, known: Vocabulary) -> Iterator[Mistake]:
    """Hold the limits of a total, or the numbers of a comparison, against the type of what is measured."""
    if not isinstance(part, Total | Compare) or (name := _measured(part.measure)) is None:
        return
    kind = known.fact_type(name) if part.measure.fact is not None else known.terms.field_type(name)
    if isinstance(part, Total) and part.per_head:
        return
    for key in Comparison.COMPARISONS:
        limit = getattr(part, key, None)
        limit = limit.number if isinstance(limit, Measure) else limit
        yield from sign_mistakes((*path, key), name, kind, limit, known)


def _measured(measure: Measure) -> str | None:
    """Name the one field or fact that is measured as it stands; None where a number of its own comes of it."""
    if measure.times is not None or measure.per_head or measure.less is not None or len(measure.sum) > 1:
        return None
    named = (
        *measure.sum,
        measure.mean,
        measure.min,
        measure.max,
        measure.latest,
        measure.field,
        measure.fact,
    )
    return next((each for each in named if each is not None), None)


def _numbers(value: Any, known: Vocabulary) -> Iterator[Any]:
    """List the numbers that a limit may be; what is none is told elsewhere."""
    match value:
        case NumberChoice():
            for each in (*value.values.values(), value.otherwise):
                yield from _numbers(each, known)
        case Ref() if value.param is not None and known.type_of(value) == "百分数" and value.times is None:
            yield Percent(1)
        case Ref() | None:
            return
        case _:
            try:
                yield parse_number(value)
            except ValueError:
                return
