"""What is asked of single pieces of material: a caption, a document number, a role's own fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from civcheck.language.condition import Condition, Truth
from civcheck.language.fieldvalues import come, written_getter
from civcheck.language.grounds import DAYS, Clock, Grounds
from civcheck.model.record import Evidence, Record

COUNTED_INSIDE = ("字数", "页数")
"""What only a look into a file tells: how many characters its text has, blanks apart, and how many pages."""
MATERIAL_FIELDS = ("说明", "文号", "日期", "文件名", "链接", *COUNTED_INSIDE)
"""What may be asked of every file or link, beside its role's own fields."""


class Piece(NamedTuple):
    """A piece of material, with the record that shows it."""

    item: Evidence
    record: Record

    @property
    def flaws(self) -> tuple[str, ...]:
        """The fields of the record whose values were not taken."""
        return self.record.flaws


Test = Callable[[Piece], Truth]
TimelyTest = Callable[[Piece, date], Truth]


class _OfMaterial(Grounds):
    """Grounds on which conditions read the fields of a piece of material, and compare them with those of its record."""

    __slots__ = ()

    def getter(self, key: str) -> Callable[[Any], Any]:
        get = _material_getter(key)
        if key not in self.terms.material_days:
            return lambda piece: get(piece.item)
        ahead = self.terms.material_days[key]
        return lambda piece: come(get(piece.item), self.clock, piece.item.role in ahead)

    def values(self, key: str) -> Callable[[Any], Any]:
        return self.getter(key)

    def compared(self, key: str) -> Callable[[Any], Any]:
        get = Grounds.values(self, key) if key == DAYS else written_getter(key, self.clock, self.terms)
        return lambda piece: get(piece.record)

    def written(self, key: str) -> Callable[[Any], Any]:
        get = written_getter(key, self.clock, self.terms)
        return lambda piece: get(piece.record)


def _material_getter(key: str) -> Callable[[Any], Any]:
    """Give the function that reads a field of a piece of material; None means blank."""
    match key:
        case "说明":
            return lambda item: item.caption
        case "文号":
            return lambda item: item.number
        case "日期":
            return lambda item: item.day
        case "文件名":
            return lambda item: item.name
        case "链接":
            return lambda item: item.is_link
        case "字数":
            return lambda item: item.characters
        case "页数":
            return lambda item: item.pages
    return lambda item: item.fields.get(key)


def test_of(where: Condition | None, filled: Sequence[str], grounds: Grounds) -> Test:
    """Make the function that tells whether a piece of material meets a condition and has these fields.

    What is blank does not; of what could not be counted in a file nobody knows, and the answer is None.
    """
    about = _OfMaterial(**{name: getattr(grounds, name) for name in Grounds.__slots__})
    meets = where.compile(about) if where is not None else None
    getters = [about.getter(name) for name in filled]
    counted = [about.getter(name) for name in COUNTED_INSIDE if name in fields_named(where, filled)]

    def test(piece: Piece) -> Truth:
        met = meets is None or meets(piece) is True  # type: ignore[arg-type]
        if met and all(get(piece) is not None for get in getters):
            return True
        return None if any(get(piece) is None for get in counted) else False

    return test


def timely_test_of(where: Condition | None, filled: Sequence[str], grounds: Grounds) -> TimelyTest:
    """Make the same test for a due day: days that say when a thing was done are read as they were on it."""
    named = fields_named(where, filled)
    now = test_of(where, filled, grounds)
    if named.isdisjoint(grounds.terms.material_days):
        return lambda piece, _by: now(piece)
    then = cache(lambda by: test_of(where, filled, replace(grounds, clock=Clock(by))))
    return lambda piece, by: then(by)(piece) if by < grounds.as_of else now(piece)


def fields_named(where: Condition | None, filled: Sequence[str]) -> set[str]:
    """Name the fields that a demand on pieces of material looks at."""
    return {*filled, *(key for each in (where.nested() if where else ()) for key in each.tests)}


def shown_in(
    record: Record, item: Evidence, roles: tuple[str, ...], grounds: Grounds, by: date | None
) -> bool:
    """Tell whether a piece of material plays one of the roles by the as-of date, or an earlier day.

    Without a day of its own it exists from the first day of its record.
    """
    if item.role not in roles:
        return False
    day = item.day or record.days.first
    return (item.day is None or grounds.clock.reached(day)) and (by is None or day <= by)
