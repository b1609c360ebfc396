"""What an expectation may look at: unit, records by kind, the as-of date, params; nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

from civcheck.language.fieldvalues import base_getter, field_getter
from civcheck.language.quantity import Comparison, Limits, Ref
from civcheck.messages import Message, msg, number
from civcheck.model.ledger import UnreadRecord
from civcheck.model.numbers import Estimate, is_about, number_text
from civcheck.model.problem import NOTHING
from civcheck.model.record import Record
from civcheck.model.terms import BASE_FIELDS, Terms
from civcheck.model.texts import normal
from civcheck.model.unit import Unit


class Undetermined(Exception):  # noqa: N818 - control flow inside the language, not an error of the user's
    """Something needed for a verdict is not known: a fact (``asks``) or a table (``why``)."""

    def __init__(self, why: Message, asks: Iterable[str] = ()) -> None:
        super().__init__(why.id)
        self.why = why
        self.asks = tuple(asks)


class NotConcerned(Exception):  # noqa: N818 - control flow inside the language, not an error of the user's
    """What a rule asks depends on the unit, and it asks nothing of this one."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.id)
        self.why = why


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


class RecordIndex:
    """Records by kind, each list sorted by first day and key; ``missing`` are years whose ledger was not given."""

    missing: tuple[int, ...] = ()

    def __init__(self, records: Iterable[Record], terms: Terms, unread: Iterable[UnreadRecord] = ()) -> None:
        self.records = sorted(records, key=lambda record: (record.days.first, record.key))
        self.by_kind: dict[str, list[Record]] = {}
        for record in self.records:
            self.by_kind.setdefault(record.kind, []).append(record)
        self.unread = tuple(unread)
        self.terms = terms
        self.flawed = [record for record in self.records if record.flaws]
        self._by_id: dict[str, Record] | None = None
        self._of: dict[frozenset[str], list[Record]] = {}
        self._odd: dict[tuple[str, str], list[Record]] = {}

    def of(self, kinds: Iterable[str]) -> list[Record]:
        """List the records of these kinds."""
        wanted = frozenset(kinds)
        known = self._of.get(wanted)
        if known is None:
            present = [kind for kind in self.by_kind if kind in wanted]
            if len(present) == 1:
                known = self.by_kind[present[0]]
            else:
                known = [record for record in self.records if record.kind in wanted]
            self._of[wanted] = known
        return known

    def all(self) -> list[Record]:
        """List every record."""
        return self.records

    def unread_of(self, kinds: Iterable[str]) -> int:
        """Count the unread records that could be of these kinds; an illegible 类型 could be any.

        A ledger that was not given is as good as an unread record of any kind.
        """
        wanted = set(kinds)
        return sum(each.kind is None or each.kind in wanted for each in self.unread) + len(self.missing)

    def odd(self, kinds: frozenset[str], fields: Iterable[str]) -> list[Record]:
        """List the records of these kinds that have, in one of these fields, a value outside a closed list."""
        pairs = [(kind, name) for kind in self.by_kind if kind in kinds for name in sorted(fields)]
        return [record for kind, name in pairs for record in self._odd_in(kind, name)]

    def _odd_in(self, kind: str, name: str) -> list[Record]:
        known = self._odd.get((kind, name))
        if known is None:
            known = self._odd[kind, name] = list(self._find_odd(kind, name))
        return known

    def _find_odd(self, kind: str, name: str) -> Iterator[Record]:
        shared = self.terms.fields.get(name) if name in BASE_FIELDS else None
        term = self.terms.fields_of(kind).get(name) or shared
        if term is None or term.open or not term.values:
            return
        read = base_getter(name) if name in BASE_FIELDS else None
        listed: dict[Any, bool] = {None: True}
        for record in self.by_kind[kind]:
            value = record.fields.get(name) if read is None else read(record)
            if value not in listed:
                listed[value] = all(normal(text) in term.spellings for text in texts_of(value))
            if not listed[value]:
                yield record

    def by_id(self) -> Mapping[str, Record]:
        """Give records by 编号, the first one where a number was used twice."""
        if self._by_id is None:
            self._by_id = {}
            for record in self.all():
                if record.id:
                    self._by_id.setdefault(normal(record.id), record)
        return self._by_id


class YearLedger(NamedTuple):
    """What the ledger of an earlier year shows: the unit as it declared itself then, and its records."""

    unit: Unit
    records: tuple[Record, ...]
    unread: tuple[UnreadRecord, ...] = ()


class Earlier:
    """The ledgers of earlier years that were given too, by year."""

    def __init__(self, ledgers: Mapping[int, YearLedger] = NOTHING) -> None:
        self.ledgers = ledgers
        self._indexes: dict[tuple[int, int, bool], RecordIndex] = {}

    def missing(self, first: int, last: int) -> tuple[int, ...]:
        """Name the years from ``first`` to ``last``, both inclusive, of which no ledger was given."""
        return tuple(year for year in range(first, last + 1) if year not in self.ledgers)

    def index(self, first: int, last: int, own: RecordIndex | None, terms: Terms) -> RecordIndex:
        """Give the records of these years, and of ``own``; what stands in two ledgers counts in the later one."""
        key = (first, last, own is not None)  # last year alone, or last year and this one
        known = self._indexes.get(key)
        if known is None:
            given = [self.ledgers[year] for year in range(first, last + 1) if year in self.ledgers]
            records = [record for each in given for record in each.records] + (own.records if own else [])
            unread = [each for ledger in given for each in ledger.unread] + [*(own.unread if own else ())]
            by_content = {same_record(record): record for record in records}
            known = self._indexes[key] = RecordIndex(by_content.values(), terms, unread)
            known.missing = self.missing(first, last)
        return known


def same_record(record: Record) -> tuple[Any, ...]:
    """Give what two ledgers agree in where they tell of the same thing."""
    return record.kind, normal(record.title), record.days


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
            raise Undetermined(Message("undetermined.no-ledger", {"years": (str(year),)}))
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
            return value.scaled(Fraction(len(known)))
        if isinstance(known, int | Fraction):
            return value.scaled(known if isinstance(known, Fraction) else Fraction(known))
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

    # --- fields of records

    def getter(self, key: str) -> Callable[[Record], Any]:
        """Give the function that reads a field of a record by its key; None means blank.

        Days after the as-of date (报送日期, 归档, days of the pack's fields that are not set in advance) read as not
        yet there.
        """
        return field_getter(key, self.clock, self.terms)

    def written(self, key: str) -> Callable[[Record], Any]:
        """Give the function that reads what others are compared with: a day of the pack's as it is written."""
        if key in self.terms.day_fields:
            return lambda record: record.fields.get(key)
        return self.getter(key)

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


def texts_of(value: Any) -> tuple[str, ...]:
    """Give the texts of a field's value: one, several, or none."""
    if value is None:
        return ()
    if isinstance(value, tuple):
        return value
    match value:
        case str():
            return (value,)
        case bool():
            return ("是" if value else "否",)
        case Estimate():
            return (number_text(value),)  # type: ignore[arg-type] # an estimate is a number
        case Fraction():
            return (number(value),)
        case _:
            return (str(value),)
