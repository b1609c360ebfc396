"""What is known of a hygiene check (台账体检) beside its code: title, words it reads, numbers that may be tuned."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple


class Tunable(NamedTuple):
    """A number of a check: its value, unit, which way is stricter, and between what it may lie."""

    value: Fraction
    unit: str
    stricter: Literal["lower", "higher"]
    least: Fraction
    most: Fraction

    def takes(self, value: Fraction) -> bool:
        """Tell whether it may be set to a value at all."""
        return self.least <= value <= self.most

    def is_stricter(self, value: Fraction, than: Fraction) -> bool:
        """Tell whether a value notices more than another, or the same."""
        return value <= than if self.stricter == "lower" else value >= than


class CheckTerms(NamedTuple):
    """A check by its id: its title, its numbers, and the names of roles and fields that it looks for."""

    title: str
    numbers: Mapping[str, Tunable]
    words: Mapping[str, tuple[str, ...]]


class HygieneLine(NamedTuple):
    """What civcheck.toml says of a hygiene check, and where: one of its numbers; without one, the check itself."""

    check: str
    number: str | None
    value: str
    line: int
