"""What records that a blank may select could make of a measure: doubt where one choice of them breaks the demand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from civcheck.language.measure import Measure
from civcheck.language.measured import Measured
from civcheck.language.quantity import Limits
from civcheck.model.record import Record

_MOST = 40
"""Of more records nobody tries which of them would break it."""

Value = Callable[[list[Record]], Fraction | None]


def could_break(unsure: Sequence[Record], value: Value, holds: Callable[[list[Record]], bool]) -> bool:
    """Tell whether a demand that holds without the ``unsure`` records may be broken by some of them.

    ``value`` says what those that are given make of the measure, so that those that make it least, or most, are
    tried together.
    """
    if len(unsure) > _MOST:
        return True
    return any(not holds(some) for some in _choices(unsure, value))


def by_name(*sides: Mapping[str, list[Record]]) -> Iterator[tuple[list[Record], ...]]:
    """List what may belong to a member on each side: all that is under one name, and all of it."""
    names = dict.fromkeys(name for side in sides for name in side)
    for name in names:
        yield tuple(side.get(name, []) for side in sides)
    if len(names) > 1:
        yield tuple([record for records in side.values() for record in records] for side in sides)


def values_of(unsure: Sequence[Record], value: Value) -> list[Fraction | None]:
    """List what some of the ``unsure`` records would make of a measure; None where nobody can tell."""
    if len(unsure) > _MOST:
        return [None]
    return [value(some) for some in _choices(unsure, value)]


def _choices(unsure: Sequence[Record], value: Value) -> Iterator[list[Record]]:
    """List the first so many, and the last so many, in order of what each alone makes of a measure."""
    alone = {record.key: value([record]) for record in unsure}
    order = sorted(unsure, key=lambda record: (alone[record.key] is not None, alone[record.key] or 0))
    for count in range(1, len(order) + 1):
        yield order[:count]
        yield order[-count:]


def blank_in(
    measured: Measured, measure: Measure, more_hurts: bool, holds: Callable[[Fraction], bool]
) -> int:
    """Count the records that could turn a measure against the demand if their field were not blank."""
    if measured.least is not None and measured.least != measured.value and not holds(measured.least):
        return len(measured.blank)
    if not (more_hurts or not measure.rises) or (measured.most is not None and holds(measured.most)):
        return 0
    return len(measured.blank)


def mends(measured: Measured, holds: Callable[[Fraction], bool]) -> bool:
    """Tell whether what is held against would do if what records leave blank were there."""
    return bool(measured.blank) and (measured.most is None or holds(measured.most))


def within(name: str, value: Fraction) -> Callable[[Fraction], bool]:
    """Make the function that tells whether a value does against a side of a comparison."""
    return lambda side: Limits({name: side}).holds(value)
