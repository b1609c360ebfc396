"""Records by kind, and the ledgers of other years that were given beside the one that is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from civcheck.language.copies import Copy, once
from civcheck.language.fieldvalues import base_getter, texts_of
from civcheck.model.ledger import UnreadRecord
from civcheck.model.problem import NOTHING
from civcheck.model.record import Record
from civcheck.model.terms import BASE_FIELDS, Terms
from civcheck.model.texts import normal, number_form
from civcheck.model.unit import Unit


class RecordIndex:
    """Records by kind, each list sorted by first day and key.

    ``missing`` are years whose ledger was not given, ``shared`` the numbers that two records of one ledger have.
    ``maybe_copies`` look alike in two ledgers and write something else, so that nobody knows whether they are two.
    """

    missing: tuple[int, ...] = ()
    maybe_copies: Sequence[Copy] = ()

    def __init__(self, records: Iterable[Record], terms: Terms, unread: Iterable[UnreadRecord] = ()) -> None:
        self.records = sorted(records, key=lambda record: (record.days.first, record.key))
        self.by_kind: dict[str, list[Record]] = {}
        for record in self.records:
            self.by_kind.setdefault(record.kind, []).append(record)
        self.unread = tuple(unread)
        self.terms = terms
        self.flawed = [record for record in self.records if record.flaws]
        self._by_id: dict[str, Record] | None = None
        self._shared: frozenset[str] | None = None
        self._with_named: RecordIndex | None = None
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

    def named(self, keys: Collection[str]) -> list[Record]:
        """List the records with these keys."""
        return [record for record in self.records if record.key in keys] if keys else []

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

    def with_named(self, earlier: Earlier) -> RecordIndex:
        """Give it with what 关联 names in ledgers of earlier years; a number that is used here is the one here."""
        if self._with_named is None:
            numbers = earlier.numbers()
            known = {number_form(each.id) for each in self.records if each.id} if numbers else set[str]()
            found = list(self.records) if numbers else []
            for record in found:  # what is found may name more
                for form in map(number_form, record.refs):
                    if form in numbers and form not in known:
                        known.add(form)
                        found.append(numbers[form])
            more = len(found) > len(self.records)
            self._with_named = RecordIndex(found, self.terms, self.unread) if more else self
            self._with_named.missing = self.missing
            twice = frozenset().union(*(_twice(each.records) for each in earlier.ledgers.values()))
            here = {number_form(each.id) for each in self.records if each.id}
            self._with_named._shared = self.shared | (twice - here)
        return self._with_named

    @property
    def shared(self) -> frozenset[str]:
        """The numbers, as they are compared, that two records of one ledger have: nobody knows which is named."""
        if self._shared is None:
            self._shared = _twice(self.records)
        return self._shared

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

    def numbers(self) -> Mapping[str, Record]:
        """Give the records that have a 编号 by it, where several years use one that of the last."""
        by_year = (self.ledgers[year].records for year in sorted(self.ledgers))
        return {number_form(each.id): each for records in by_year for each in records if each.id}

    def index(self, first: int, last: int, own: RecordIndex | None, terms: Terms) -> RecordIndex:
        """Give the records of these years, and of ``own``; what stands in two ledgers counts in the later one."""
        key = (first, last, own is not None)  # last year alone, or last year and this one
        known = self._indexes.get(key)
        if known is None:
            given = [self.ledgers[year] for year in range(first, last + 1) if year in self.ledgers]
            found = once([*(each.records for each in given), *([own.records] if own else [])])
            unread = [each for ledger in given for each in ledger.unread] + [*(own.unread if own else ())]
            known = self._indexes[key] = RecordIndex(found.records, terms, unread)
            known.maybe_copies = found.maybe
            known.missing = self.missing(first, last)
            known._shared = frozenset().union(
                *(_twice(each.records) for each in given), own.shared if own else ()
            )
        return known


def _twice(records: Iterable[Record]) -> frozenset[str]:
    """Give the numbers, as they are compared, that more than one record has."""
    count = Counter(number_form(record.id) for record in records if record.id)
    return frozenset(form for form, many in count.items() if many > 1)
