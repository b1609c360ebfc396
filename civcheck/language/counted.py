"""What is counted: each session of a record, or each different combination of what its fields hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import product
from math import prod
from operator import add

from civcheck.language.claim import Item, items_of
from civcheck.language.condition.comparing import may_be_more
from civcheck.language.fieldvalues import texts_of
from civcheck.language.measured import Measured
from civcheck.language.sameones import SameOnes
from civcheck.language.select import Scope, sessions
from civcheck.model.record import Record
from civcheck.model.texts import number_form

Shown = tuple[tuple[object, ...], date, Record]
"""What is counted once, the day, and the record that shows it."""


class Counted:
    """What records show in a scope, by the fields that tell different ones apart; 日期 tells days apart."""

    def __init__(self, distinct: tuple[str, ...], scope: Scope) -> None:
        self._scope, self._by_day, self._any = scope, "日期" in distinct, bool(distinct)
        self._getters = [None if name == "日期" else scope.grounds.getter(name) for name in distinct]
        self._listed = [scope.grounds.terms.listed_forms(name) for name in distinct]
        self.same = SameOnes(distinct, scope.grounds)

    def dated(self, record: Record) -> Iterator[Shown]:
        """List what each session of a record shows, with its day."""
        for day in sessions(record, self._scope):
            if not self._getters:
                yield (record.key, day), day, record
                continue
            sides = [(day,) if get is None else _forms(get(record)) for get in self._getters]
            for key in product(*sides):
                yield key, day, record

    def all_dated(self, records: Iterable[Record]) -> Iterator[Shown]:
        """List the same of several records."""
        return (shown for record in records for shown in self.dated(record))

    def combinations(self, records: Iterable[Record]) -> dict[tuple[object, ...], Record]:
        """Give what is counted, each with the first record that shows it."""
        found: dict[tuple[object, ...], Record] = {}
        for key, _, record in self.all_dated(records):
            found.setdefault(key, record)
        return found

    # --- blanks, and several written as one

    def more_in(self, record: Record) -> int:
        """Count the combinations that a record may show beside those it names: of 张三 李四 there may be two."""
        more = [
            0 if get is None else may_be_more(get(record), listed)
            for get, listed in zip(self._getters, self._listed, strict=True)
        ]
        if not any(more):
            return 0
        shown = [1 if get is None else len(_forms(get(record))) for get in self._getters]
        could: int = prod(map(add, shown, more))
        return could - prod(shown)

    def is_open(self, record: Record) -> bool:
        """Tell whether a record may show more combinations than it names."""
        return self.is_blank(record) or self.more_in(record) > 0

    def is_blank(self, record: Record) -> bool:
        """Tell whether a record leaves blank what different ones are told by: it may be one more of them."""
        return any(get is not None and not _forms(get(record)) for get in self._getters)

    def unnamed(self, records: Iterable[Record]) -> int:
        """Count the combinations that blanks may stand for."""
        return sum(count for each in records for _, count in self.unnamed_of(each))

    def unnamed_of(self, record: Record) -> Iterator[tuple[date, int]]:
        """Say on which days a record may show how many combinations more."""
        count = 1 if self.is_blank(record) else self.more_in(record)
        if count:
            yield from ((day, count) for day in self.days_once(record))

    def least(self, records: Iterable[Record]) -> Fraction:
        """Count the different ones that are there whatever blanks stand for: they may stand for known ones."""
        records = list(records)
        known = self.combinations(records)
        blank = [each for each in records if self.is_blank(each)]
        if not self._by_day:
            return Fraction(len(known) or bool(blank))
        days = {day for _, day, _ in self.all_dated(records)}
        return Fraction(len(known) + len({day for each in blank for day in self.days_once(each)} - days))

    def days_once(self, record: Record) -> list[date]:
        """List the days on which a record may show one more combination: one, unless days are told apart."""
        days = sessions(record, self._scope)
        return days if self._by_day else days[:1]


def different_ones(
    counted: list[Record], maybe: list[Record], doubted: list[Record], told_by: tuple[str, ...], scope: Scope
) -> Measured:
    """Count the different ones of records of which some are ``doubted``, and that ``maybe`` more belong to."""
    ways, out = Counted(told_by, scope), {record.key for record in doubted}
    have = Fraction(len(ways.combinations(counted)))
    least = min(have, ways.least(record for record in counted if record.key not in out))
    every = [*counted, *maybe]
    most = Fraction(len(ways.combinations(every)) + ways.unnamed(every))
    open_ = {record.key: record for record in (*maybe, *doubted, *filter(ways.is_open, counted))}
    return Measured(have, False, open_.values(), most, least=least)


def different(shown: Iterable[Shown]) -> Fraction:
    """Count the different ones."""
    return Fraction(len({key for key, _, _ in shown}))


def choices_of(dated: Iterable[Shown]) -> dict[tuple[object, ...], list[Item]]:
    """Gather what shows each different thing that is counted: a session, or the record where it has none."""
    found: dict[tuple[object, ...], list[Item]] = {}
    for key, day, record in dated:
        own = [(record.key, day)] if day in record.days.sessions else items_of(record)
        found.setdefault(key, []).extend(own)
    return found


def _forms(value: object) -> tuple[object, ...]:
    """Give what a field shows in the form in which it is compared: none when it is blank."""
    return (value,) if isinstance(value, date) else tuple(map(number_form, texts_of(value)))
