"""What an expectation may look at: unit, records by kind, the as-of date, params; nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Protocol

from civcheck.language.fieldvalues import count_of, days_there, field_getter, written_getter
from civcheck.language.quantity import Comparison, Limits, Ref
from civcheck.language.recordindex import Earlier, RecordIndex
from civcheck.language.undetermined import Undetermined
from civcheck.messages import Message, msg
from civcheck.model.numbers import is_about, lean_of, leaning
from civcheck.model.record import Record
from civcheck.model.terms import BASE_FIELDS, Terms
from civcheck.model.texts import normal
from civcheck.model.unit import Unit

DAYS = "日期"
"""The field of records that may have many days."""


class Chosen(Protocol):
    """What stands for a value that depends on the unit."""

    def of(self, grounds: Grounds) -> Any:
        """Give the value for this unit."""


class Clock:
    """The as-of date, which means the end of that day; remembers the next day it was asked about.

    ``next_day`` is the earliest later day that any comparison looked at: before it nothing can change.
    """

    __slots__ = ("as_of", "next_day")

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.next_day: date | None = None

    def reached(self, day: date) -> bool:
        """Tell whether ``day`` has come: what is dated on it exists, what ends on it has closed."""
        if day <= self.as_of:
            return True
        if self.next_day is None or day < self.next_day:
            self.next_day = day
        return False


@dataclass(slots=True)
class Grounds:
    """Everything a rule is judged on."""

    terms: Terms
    unit: Unit
    index: RecordIndex
    clock: Clock
    params: Mapping[str, Fraction | date]
    year: tuple[date, date]
    left_out: frozenset[str] = frozenset()
    used_params: set[str] = field(default_factory=set)
    said: list[Message] = field(default_factory=list)
    earlier: Earlier = field(default_factory=Earlier)

    def spanning(self, years: int) -> tuple[Grounds, tuple[int, ...]]:
        """Give grounds over so many years up to the ledger's own, and the years of which no ledger was given."""
        own, last = self.unit.year, self.unit.year - 1
        first = own - years + 1
        index = self.earlier.index(first, last, self.index, self.terms)
        year = (date(first, 1, 1), self.year[1])
        return replace(self, index=index, year=year), self.earlier.missing(first, last)

    def in_year(self, year: int) -> Grounds:
        """Give grounds on the ledger of an earlier year alone, with what the unit declared then.

        Raises:
            Undetermined: it was not given.
        """
        ledger = self.earlier.ledgers.get(year)
        if ledger is None:
            raise Undetermined(
                Message("undetermined.no-ledger", {"years": (str(year),), "own": str(self.unit.year)})
            )
        index = self.earlier.index(year, year, None, self.terms)
        return replace(self, unit=ledger.unit, index=index, year=(date(year, 1, 1), date(year, 12, 31)))

    @property
    def spans_years(self) -> bool:
        """Tell whether the records are of several years."""
        return self.year[0].year < self.year[1].year

    @property
    def as_of(self) -> date:
        """The day the ledger is judged at."""
        return self.clock.as_of

    # --- references

    def quantity(self, value: Fraction | Ref | Chosen) -> Fraction:
        """Give the number a quantity stands for.

        Raises:
            Undetermined: it refers to a fact that is not declared.
            NotConcerned: there is no number for this unit.
        """
        if isinstance(value, Fraction):
            return value
        if not isinstance(value, Ref):
            chosen: Fraction = value.of(self)
            return chosen
        known = self.refer(value)
        if isinstance(known, tuple):
            return value.scaled(Fraction(count_of(known)))
        if isinstance(known, int | Fraction):
            return value.scaled(leaning(known, lean_of(known)))
        raise Undetermined(
            Message("undetermined.no-number", {"name": value.fact or value.field or value.param or ""})
        )

    def day(self, value: date | Ref | Chosen, record: Record | None = None) -> date:
        """Give the day that a value stands for."""
        if isinstance(value, date):
            return value
        if not isinstance(value, Ref):
            chosen: date = value.of(self)
            return chosen
        known = self.refer(value, record)
        if isinstance(known, date):
            return known + timedelta(days=value.days)
        raise Undetermined(
            Message("undetermined.no-day", {"name": value.fact or value.field or value.param or ""})
        )

    def refer(self, ref: Ref, record: Record | None = None) -> Any:
        """Look up what a reference names; None for a blank field of a record."""
        if ref.param is not None:
            self.used_params.add(ref.param)
            return self.params[ref.param]
        if ref.as_of is not None:
            return self.as_of + timedelta(days=ref.as_of)
        if ref.fact is not None:
            return self.fact(ref.fact, ref.within)
        return self.reader(ref)(record) if record is not None else None

    def reader(self, ref: Ref) -> Callable[[Record], Any]:
        """Give the function that reads the field a reference names as it is written, or what a blank one counts as.

        A value that was not taken is not blank: nobody knows what it is.
        """
        name, otherwise = ref.field or "", ref.otherwise
        get = self.written(name)
        if otherwise is None:
            return get

        def read(record: Record) -> Any:
            value = get(record)
            return otherwise if value is None and name not in record.flaws else value

        return read

    def fact(self, name: str, within: tuple[str, ...] = ()) -> Any:
        """Give what the unit declares, or what follows from its type.

        Raises:
            Undetermined: it is not declared.
        """
        value = declared(self.unit, name)
        if name == "职能" and value is None and within:
            stated = self.terms.stated_functions(self.unit.type)
            if all(each in stated for each in within):
                value = tuple(each for each in within if stated[each])
        if value is None:
            raise Undetermined(Message("undetermined.fact", {"fact": name}), (name,))
        if is_about(value):
            self.said.append(msg("note.about"))
        if within and isinstance(value, tuple):
            wanted = {normal(each) for each in within}
            return tuple(each for each in value if normal(each) in wanted)
        return value

    def honour(self) -> int:
        """Give the highest 文明单位 rung of the unit in the year, as an index of the ladder.

        Raises:
            Undetermined: it is not declared.
        """
        for day in self.unit.honour_days():
            self.clock.reached(day)
        rung = self.unit.highest_honour(self.terms, self.as_of)
        if rung is None:
            raise Undetermined(Message("undetermined.fact", {"fact": "文明单位级别"}), ("文明单位级别",))
        return rung

    def limits(self, comparison: Comparison) -> Limits:
        """Give a comparison with its numbers known."""
        return Limits({name: self.quantity(value) for name, value in comparison.limits()})

    def limits_for(self, comparison: Comparison, record: Record) -> Limits | str:
        """Give a comparison with its numbers known for one record, or the name of a field that leaves one open."""
        known: dict[str, Fraction] = {}
        for name, value in comparison.limits():
            if not isinstance(value, Ref) or value.field is None:
                known[name] = self.quantity(value)
                continue
            found = self.refer(value, record)
            if not isinstance(found, int | Fraction) or isinstance(found, bool):
                return value.field
            known[name] = value.scaled(leaning(found, lean_of(found)))
        return Limits(known)

    def at_least(self, value: Fraction | Ref | Chosen) -> Fraction:
        """Give the smallest whole number that is not below a quantity: of more than two three."""
        return Limits({"at_least": self.quantity(value)}).need or Fraction(0)

    # --- fields of records

    def getter(self, key: str) -> Callable[[Record], Any]:
        """Give the function that reads a field of a record by its key; None means blank.

        Days after the as-of date (报送日期, 归档, days of the pack's fields that are not set in advance) read as not
        yet there.
        """
        return field_getter(key, self.clock, self.terms)

    def values(self, key: str) -> Callable[[Record], Any]:
        """Give the same where each of several values counts: of 日期 every day that has come, written out."""
        if key != DAYS:
            return self.getter(key)
        return lambda record: tuple(map(str, days_there(record, self.clock)))

    def compared(self, key: str) -> Callable[[Record], Any]:
        """Give the function that reads what the values of a field are compared with: of 日期 every day."""
        return self.values(key) if key == DAYS else self.written(key)

    def written(self, key: str) -> Callable[[Record], Any]:
        """Give the function that reads what others are compared with: a day of the pack's as it is written."""
        return written_getter(key, self.clock, self.terms)

    def has_field(self, record: Record, key: str) -> bool:
        """Tell whether records of that kind have such a field at all."""
        return key in BASE_FIELDS or key in self.terms.fields_of(str(record.kind))


def declared(unit: Unit, name: str) -> Any:
    """Give what a unit declares under a name; None when it does not."""
    match name:
        case "单位类型":
            return unit.type
        case "职能":
            return unit.functions
        case "组织":
            return unit.organisations
        case "在职人数":
            return unit.staff
        case "年度":
            return unit.year
        case _:
            return unit.facts.get(name)
