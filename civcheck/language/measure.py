"""Measures: a number taken from records, from the unit, or written down; held against something by a construct."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from civcheck.language.choice import NumberChoice
from civcheck.language.condition import Condition, bare
from civcheck.language.counted import different_ones
from civcheck.language.dayscount import different_days
from civcheck.language.grounds import Grounds
from civcheck.language.measured import Measured, added, leaning_together, lessened
from civcheck.language.perhead import per_head
from civcheck.language.quantity import Ref, Rounding, rounded
from civcheck.language.select import Scope, Selection, last_come, sessions
from civcheck.language.undetermined import Undetermined
from civcheck.language.window import Interval, Resolved
from civcheck.messages import Message, joined, msg, number, quoted, times
from civcheck.model.numbers import is_about, lean_of, leaning, product
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record
from civcheck.model.terms import NUMBERS

if TYPE_CHECKING:
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import CountOf, EarlierYear, NumberValue, Quantity
    from civcheck.model.written import Texts, YesNo


class Measure(Part):
    """Exactly one way to get a number, ``times`` to multiply it, and ``round`` to make it whole.

    ``count`` with ``distinct`` counts different names in these fields, and not records.
    ``where`` takes it from those records alone that meet a condition; several fields under ``sum`` are multiplied,
    and ``add`` adds several measures, each of which only grows with more records, or stands; ``less`` takes such a one
    away, down to 0.
    ``year`` takes it from the ledger of an earlier year: −1 is last year, in the same days of that year; ``per_head``
    divides it by the 在职人数 of that very year.
    """

    count: CountOf | None = None
    distinct: Texts = ()
    sum: Texts = ()
    mean: str | None = None
    min: str | None = None
    max: str | None = None
    latest: str | None = None
    field: str | None = None
    fact: str | None = None
    param: str | None = None
    duration: Literal["日期"] | None = None
    number: NumberValue | None = None
    add: tuple[Measure, ...] = ()
    less: Measure | None = None
    where: Condition | None = None
    year: EarlierYear | None = None
    per_head: YesNo = False
    times: Quantity | None = None
    round: Rounding | None = None

    @classmethod
    def _written(cls, raw: Any) -> Any:
        alone = isinstance(raw, str | int | float) or (isinstance(raw, dict) and "by" in raw)
        return {"number": raw} if alone else raw

    def _check(self) -> None:
        if sum(getattr(self, name) not in (None, ()) for name in self.WAYS) != 1:
            raise mistake("one-of", names=tuple(self.WAYS))
        if self.where is not None and not self.of_records:
            raise mistake("where-of-nothing")
        if self.distinct and self.count is None:
            raise mistake("distinct-without-count")
        if self.add:
            self._check_added()
        if self.less is not None:
            self._check_less(self.less)

    def _check_added(self) -> None:
        if len(self.add) == 1:
            raise mistake("add-one")
        for each in self.add:
            if each.of_records and not each.adds_up:
                raise mistake("add-of-what")
            if isinstance(each.times, Fraction) and each.times < 0:
                raise mistake("add-negative", value=number(each.times))

    def _check_less(self, less: Measure) -> None:
        """Refuse to take from, or away, what is no number that grows with its records."""
        if any(moving for moving in (self.mean, self.min, self.max, self.latest, self.field)):
            raise mistake("less-of-what")
        if less.of_records and not less.adds_up:
            raise mistake("less-of-what")
        if isinstance(less.times, Fraction) and less.times < 0:
            raise mistake("less-negative", value=number(less.times))

    WAYS: ClassVar[tuple[str, ...]] = (
        "count", "sum", "mean", "min", "max", "latest", "field", "fact", "param", "duration", "number", "add",
    )  # fmt: skip

    @property
    def _parts(self) -> tuple[Measure, ...]:
        """Give what is added, and what is taken away, each by itself; none where it is one measure alone."""
        if self.less is None:
            return self.add
        return (self.changed(less=None), self.less)

    @property
    def of_records(self) -> bool:
        """Tell whether it is taken from records; the others stand without any."""
        if parts := self._parts:
            return any(each.of_records for each in parts)
        return self.fact is None and self.param is None and self.number is None

    @property
    def is_fixed(self) -> bool:
        """Tell whether no record to come can move it."""
        fixed = bool(self._parts) and all(each.is_fixed for each in self._parts)
        return not self.of_records or self.year is not None or fixed

    @property
    def years_back(self) -> int:
        """Give how many years before the ledger's own lies the earliest that it is taken from: 0, -1, …."""
        return (self.year or 0) + min(
            (each.years_back for each in (*self.add, *((self.less,) if self.less else ()))), default=0
        )

    @property
    def lies_by(self) -> frozenset[str]:
        """Name the days by which a record lies in a period: the sessions that are counted, its span, its first day."""
        if parts := self._parts:
            return frozenset().union(*(each.lies_by for each in parts))
        if not self.of_records:
            return frozenset()
        return frozenset({"span" if self.duration else "first" if self.count is None else "sessions"})

    @property
    def only_grows(self) -> bool:
        """Tell whether records to come can only add to it."""
        return self.adds_up and self.year is None

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of names that the pack does not know, and of fields that are no numbers."""
        named = [(key, getattr(self, key)) for key in ("mean", "min", "max", "latest", "field")]
        for key, name in (*(("sum", each) for each in self.sum), *named):
            if name is None:
                continue
            yield from known.fields((*path, key), name)
            if name in known.record_fields and known.terms.field_type(name) not in NUMBERS:
                yield (*path, key), "field-not-number", {"value": name}
        yield from known.fields((*path, "distinct"), *self.distinct)
        if (alike := self._alike(known)) is not None:
            yield (*path, "sum"), "product-of-alike", {"names": alike}
        if self.fact is not None:
            yield from known.facts((*path, "fact"), self.fact)
        if self.param is not None:
            yield from known.params((*path, "param"), self.param)

    def _alike(self, known: Vocabulary) -> tuple[str, ...] | None:
        """Name factors of one unit, or type where none is said: people times people are no people."""
        types = [known.terms.field_type(name) for name in self.sum]
        if len(types) < 2 or not NUMBERS.issuperset(types):  # what is no number is told elsewhere
            return None
        sorts = {known.terms.unit_of(name) or of for name, of in zip(self.sum, types, strict=True)}
        return self.sum if len(sorts) < len(types) else None

    def of(self, records: list[Record], scope: Scope, least: bool = False) -> Measured:
        """Take the measure; ``value`` is None when there is nothing to take it from.

        Where records of an earlier year were not read, ``least`` takes what it is at the least, if that can be told.

        Raises:
            Undetermined: it needs a fact that is not declared, a ledger that was not given, or a record that was
                not read.
        """
        open_ended, unsure, doubted = False, list[Record](), list[Record]()
        if self.year is not None:
            scope = _years_back(scope, self.year)
            chosen = scope.selection(unsure="beside") if self.of_records else Selection(scope.window)
            if chosen.unread and not (least and self.adds_up):
                raise unread_then(scope.grounds)
            records, unsure, open_ended = chosen.records, chosen.unsure, bool(chosen.unread)
        if self.where is not None:
            maybe = self.where.compile(scope.grounds, None, misspelt="any")
            kept = self.kept(records, scope)
            keys = {record.key for record in kept}
            doubted = [record for record in kept if maybe(record) is None]
            unsure = [
                each for each in (*records, *unsure) if each.key not in keys and maybe(each) is not False
            ]
            records = kept
        times = None if self.times is None else scope.grounds.quantity(self.times)
        if open_ended and times is not None and times < 0:  # then more would come to less
            raise unread_then(scope.grounds)
        taken = self._of(records, scope, least)
        open_ended = open_ended or taken.open_ended
        if not self.add:
            taken.of_nothing = self.of_records and (
                not records or (self.count is not None and self.less is None and not taken.value)
            )
        if unsure or doubted:
            taken = self._beside(taken, records, unsure, doubted, scope)
        if self.year is not None and self.of_records and not (records or taken.blank or open_ended):
            taken.none_in = scope.grounds.unit.year
        taken = self._finished(taken, times, scope)
        taken.open_ended = open_ended
        return taken

    def _finished(self, taken: Measured, times: Fraction | None, scope: Scope) -> Measured:
        """Divide it among the staff, multiply it and make it whole, as is written."""
        if self.per_head:
            taken = per_head(taken, scope.grounds, self.year is not None)
        if times is not None:
            taken = taken.changed(lambda value: product(value, times))
        return taken if self.round is None else taken.changed(partial(rounded, how=self.round))

    @property
    def is_plain(self) -> bool:
        """Tell whether it is what this ledger's records come to, neither multiplied nor made whole."""
        changed = self.times is not None or self.round is not None or self.less is not None
        return not changed and self.year is None and not self.per_head

    def kept(self, records: list[Record], scope: Scope) -> list[Record]:
        """List the records that it is taken from."""
        meets = None if self.where is None else self.where.compile(scope.grounds)
        return records if meets is None else [record for record in records if meets(record)]

    @property
    def adds_up(self) -> bool:
        """Tell whether one more record can only add to it."""
        ways = (self.count is not None, self.sum, self.duration is not None, self.add)
        return self.less is None and any(ways)

    def _beside(
        self,
        taken: Measured,
        records: list[Record],
        unsure: list[Record],
        doubted: list[Record],
        scope: Scope,
    ) -> Measured:
        """Say of a measure that a blank leaves it open whether ``unsure`` records belong to it, and ``doubted`` do."""
        more = self._of([*records, *unsure], scope)
        blank = {record.key: record for record in (*taken.blank, *unsure, *doubted)}
        most, least = None, taken.least
        keys = {record.key for record in doubted}
        without = self._of([each for each in records if each.key not in keys], scope) if doubted else taken
        if self.adds_up:
            most, least = more.judged if not more.blank else more.most, without.least
        elif self.max is not None:  # one more can only raise it
            most, least = None if more.blank else more.judged, without.judged or Fraction(0)
        elif self.min is not None:
            most, least = without.judged, more.least
        beside = Measured(taken.value, taken.about, blank.values(), most, taken.other, taken.lean, least)
        beside.of_nothing = taken.of_nothing
        return beside

    def _of(self, records: list[Record], scope: Scope, least: bool = True) -> Measured:
        if self.less is not None:
            return self._lessened(self.less, records, scope, least)
        return self._of_one(records, scope, least)

    def _of_one(self, records: list[Record], scope: Scope, least: bool) -> Measured:
        grounds = scope.grounds
        if self.add:
            return self._added(records, scope, least)
        if self.number is not None or self.fact is not None:
            known = grounds.quantity(self.number if self.number is not None else Ref(fact=self.fact))
            return Measured(known, lean=lean_of(known))
        if self.param is not None:
            return Measured(grounds.quantity(Ref(param=self.param)))
        if self.count is not None:
            if self.count == "all":
                if self.distinct:
                    return different_ones(records, [], [], self.distinct, scope)
                return Measured(_count(records, scope))
            meets = self.count.compile(grounds)
            maybe = self.count.compile(grounds, None, misspelt="any")
            counted = [record for record in records if meets(record)]
            keys = {record.key for record in counted}
            open_ = [each for each in records if each.key not in keys and maybe(each) is None]
            doubted = [each for each in counted if maybe(each) is None]
            if self.distinct:
                return different_ones(counted, open_, doubted, self.distinct, scope)
            have, more = _count(counted, scope), _count(open_, scope)
            return Measured(have, False, [*open_, *doubted], have + more, least=have - _count(doubted, scope))
        if self.duration is not None:
            return different_days(records, scope)
        return self._of_field(records, grounds)

    def _added(self, records: list[Record], scope: Scope, least: bool) -> Measured:
        """Add the measures; of nothing where all are that are taken from records."""
        taken = [each.of(records, scope, least) for each in self.add]
        found = added(taken)
        of_records = [each.of_nothing for each, of in zip(taken, self.add, strict=True) if of.of_records]
        found.of_nothing = bool(of_records) and all(of_records)
        return found

    def _lessened(self, less: Measure, records: list[Record], scope: Scope, least: bool) -> Measured:
        """Take one measure from another."""
        left = self._of_one(records, scope, least)
        away = less.of(records, scope, least)
        if away.open_ended:  # more than is known would be taken away
            raise unread_then(scope.grounds.in_year(scope.grounds.unit.year + less.years_back))
        if away.none_in is not None:
            raise none_then(away.none_in)
        return lessened(left, away)

    def _of_field(self, records: list[Record], grounds: Grounds) -> Measured:
        if self.sum:
            return _summed(records, self.sum, grounds)
        name = self.mean or self.min or self.max or self.latest or self.field or ""
        get = grounds.getter(name)
        with_field = [record for record in records if grounds.has_field(record, name)]
        known = [(record, value) for record in with_field if _is_number(value := get(record))]
        blank = [record for record in with_field if not _is_number(get(record))]
        about = any(is_about(value) for _, value in known)
        values = [Fraction(value) for _, value in known]
        if not values:
            return Measured(None, False, blank)
        if self.mean is not None:
            mean = sum(values, Fraction(0)) / len(values)
            return Measured(mean, about, blank, lean=leaning_together(value for _, value in known))
        if self.min is not None or self.max is not None:
            choose = min if self.min is not None else max
            value, lean = choose((Fraction(value), lean_of(value)) for _, value in known)
            if self.min is not None and blank:  # these can but lower it, to 0 at the least
                return Measured(value, about, blank, leaning(value, lean), lean=lean, least=Fraction(0))
            return Measured(value, about, blank, lean=lean)
        # of several on the last day nobody knows which came last
        day = max(last_come(record, grounds.clock) for record, _ in known)
        tied = sorted(
            (value for record, value in known if last_come(record, grounds.clock) == day), key=Fraction
        )
        unclear = [record for record in blank if last_come(record, grounds.clock) >= day]
        lean, highest = (
            leaning_together(value for value in tied if value == end) for end in (tied[0], tied[-1])
        )
        other = leaning(Fraction(tied[-1]), highest) if tied[-1] != tied[0] else None
        return Measured(Fraction(tied[0]), any(map(is_about, tied)), unclear, other=other, lean=lean)

    @property
    def rises(self) -> bool:
        """Tell whether one more record can but raise it, or leave it where it is."""
        back = isinstance(self.times, Fraction) and self.times < 0
        return not back and (self.adds_up or self.max is not None)

    @property
    def as_it_stands(self) -> bool:
        """Tell whether one more record could move it either way; a count or sum can only grow."""
        ways = (self.mean, self.min, self.max, self.latest, self.field)
        moving = any(each is not None for each in ways) or bool(self.year)
        taken_away = self.less is not None and self.less.of_records
        return moving or taken_away or any(each.as_it_stands for each in self.add)

    @property
    def words(self) -> Message:
        """Say what is measured."""
        plain = self._plain_words()
        if self.where is not None:
            plain = msg("measure.where", what=bare(self.where.words()), measure=plain)
        if self.per_head:
            plain = msg("measure.per-head", measure=plain)
        if self.year is not None:
            plain = msg("measure.year", measure=plain, years=str(-self.year))
        match self.times:
            case None:
                return plain
            case Fraction():
                return msg("measure.times", measure=plain, times=times(self.times))
            case Ref():
                named = self.times.param or self.times.fact or self.times.field or ""
                return msg("measure.times-of", measure=plain, times=msg("words.ref", name=named))
            case choice:
                return msg("measure.times-of", measure=plain, times=choice.words())

    def _plain_words(self) -> Message:
        if self.less is None:
            return self._own_words()
        return msg("measure.less", measure=self._own_words(), less=self.less.words)

    def _own_words(self) -> Message:
        if self.add:
            return msg("measure.added", parts=joined("added", (each.words for each in self.add)))
        if self.sum:
            return msg("measure.sum", name="”×“".join(self.sum))
        for name in ("mean", "min", "max", "latest", "field", "fact", "param"):
            value = getattr(self, name)
            if value is not None:
                return msg(f"measure.{name}", name=value)
        if isinstance(self.number, Fraction):
            return msg("measure.number", number=self.number)
        if isinstance(self.number, NumberChoice):
            return self.number.words()
        if self.count is not None and self.count != "all":
            what = self.count.words()
            if self.distinct:
                return msg("measure.count-different", what=bare(what), fields=quoted(self.distinct))
            return msg("measure.count", what=what)
        if self.distinct:
            return msg("measure.count-all-different", fields=quoted(self.distinct))
        return msg("measure.duration" if self.duration else "measure.count-all")


def _years_back(scope: Scope, years: int) -> Scope:
    """Give the same scope on the ledger of an earlier year, its window so many years back."""
    grounds = scope.grounds.in_year(scope.grounds.unit.year + years)
    moved = tuple(
        Interval(_in_other_year(each.first, years), _in_other_year(each.last, years))
        for each in scope.window.intervals
    )
    return replace(scope, grounds=grounds, window=Resolved(moved, scope.window.standing))


def unread_then(grounds: Grounds) -> Undetermined:
    """Say that records of a year could not be read that may be among those a measure is taken from."""
    return Undetermined(msg("undetermined.unread-ledger", years=(str(grounds.unit.year),)))


def none_then(year: int) -> Undetermined:
    """Say that the ledger of a year has nothing to take a measure from: that is not known to be 0."""
    return Undetermined(msg("undetermined.none-then", year=str(year)))


def _in_other_year(day: date, years: int) -> date:
    if day.year + years < 1:  # since ever
        return day
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # there is no 29 February
        return day.replace(year=day.year + years, day=28)


def _summed(records: list[Record], fields: tuple[str, ...], grounds: Grounds) -> Measured:
    """Add a field, or the product of several: hours times people."""
    getters = [grounds.getter(name) for name in fields]
    total, about, blank, leaning = Fraction(0), False, [], list[Any]()
    for record in records:
        values = [get(record) for get in getters]
        if not all(map(_is_number, values)):
            blank.append(record)
            continue
        product = Fraction(1)
        for value in values:
            product *= Fraction(value)
        total += product
        leaning += values if product else ()
        about = about or any(map(is_about, values))
    return Measured(total, about, blank, lean=leaning_together(leaning))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def _count(records: list[Record], scope: Scope) -> Fraction:
    """Count records, each session of a record once."""
    return Fraction(sum(len(sessions(record, scope)) for record in records))
