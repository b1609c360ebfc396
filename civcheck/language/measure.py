"""Measures: a number taken from records, from the unit, or written down; held against something by a construct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from civcheck.language.grounds import Grounds
from civcheck.language.quantity import Ref, rounded
from civcheck.language.select import Scope, sessions
from civcheck.language.window import Interval, Resolved
from civcheck.messages import Message, msg
from civcheck.model.numbers import is_about
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import CountOf, EarlierYear, ExactNumber, Quantity


class Measured:
    """A number, whether it rests on an estimate, and the records whose blank field could make it another."""

    __slots__ = ("about", "blank", "value")

    def __init__(self, value: Fraction | None, about: bool = False, blank: Iterable[Record] = ()) -> None:
        self.value = value
        self.about = about
        self.blank = tuple(blank)


class Measure(Part):
    """Exactly one way to get a number, ``times`` to multiply it, and ``round`` to make it whole.

    ``year`` takes it from the ledger of an earlier year: −1 is last year, in the same days of that year.
    """

    count: CountOf | None = None
    sum: str | None = None
    mean: str | None = None
    latest: str | None = None
    field: str | None = None
    fact: str | None = None
    param: str | None = None
    duration: Literal["日期"] | None = None
    number: ExactNumber | None = None
    year: EarlierYear | None = None
    times: Quantity | None = None
    round: Literal["up", "down"] | None = None

    @classmethod
    def _written(cls, raw: Any) -> Any:
        return {"number": raw} if isinstance(raw, str | int | float) else raw

    def _check(self) -> None:
        ways = ("count", "sum", "mean", "latest", "field", "fact", "param", "duration", "number")
        if sum(getattr(self, name) is not None for name in ways) != 1:
            raise mistake("one-of", names="、".join(ways))

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of names that the pack does not know, and of fields that are no numbers."""
        for key in ("sum", "mean", "latest", "field"):
            name = getattr(self, key)
            if name is None:
                continue
            yield from known.fields((*path, key), name)
            if name in known.record_fields and known.terms.field_type(name) not in ("整数", "小数"):
                yield (*path, key), "field-not-number", {"value": name}
        if self.fact is not None:
            yield from known.facts((*path, "fact"), self.fact)
        if self.param is not None:
            yield from known.params((*path, "param"), self.param)

    def of(self, records: list[Record], scope: Scope) -> Measured:
        """Take the measure; ``value`` is None when there is nothing to take it from.

        Raises:
            Undetermined: it needs a fact that is not declared, or a ledger that was not given.
        """
        if self.year is not None:
            scope = _years_back(scope, self.year)
            records = scope.selection().records
        measured = self._of(records, scope)
        if self.times is not None and measured.value is not None:
            measured.value *= scope.grounds.quantity(self.times)
        if measured.value is not None:
            measured.value = rounded(measured.value, self.round)
        return measured

    def _of(self, records: list[Record], scope: Scope) -> Measured:
        grounds = scope.grounds
        if self.number is not None:
            return Measured(self.number)
        if self.fact is not None:
            return Measured(grounds.quantity(Ref(fact=self.fact)))
        if self.param is not None:
            return Measured(grounds.quantity(Ref(param=self.param)))
        if self.count is not None:
            if self.count == "all":
                return Measured(_count(records, scope))
            meets = self.count.compile(grounds)
            maybe = self.count.compile(grounds, None)
            counted = [record for record in records if meets(record)]
            keys = {record.key for record in counted}
            open_ = [each for each in records if each.key not in keys and maybe(each) is None]
            return Measured(_count(counted, scope), False, open_)
        if self.duration is not None:
            return Measured(Fraction(sum(_length(record, scope) for record in records)))
        return self._of_field(records, grounds)

    def _of_field(self, records: list[Record], grounds: Grounds) -> Measured:
        name = self.sum or self.mean or self.latest or self.field or ""
        get = grounds.getter(name)
        known = [(record, value) for record in records if _is_number(value := get(record))]
        blank = [record for record in records if not _is_number(get(record))]
        values = [Fraction(value) for _, value in known]
        about = any(is_about(value) for _, value in known)
        if self.sum is not None:
            return Measured(sum(values, Fraction(0)), about, blank)
        if not known:
            return Measured(None, False, blank)
        if self.mean is not None:
            return Measured(sum(values, Fraction(0)) / len(values), about, blank)
        # of several on the last day nobody knows which came last: take the least, and doubt it
        day = max(record.days.last for record, _ in known)
        tied = [(record, value) for record, value in known if record.days.last == day]
        last = min(tied, key=lambda pair: Fraction(pair[1]))[1]
        unclear = [record for record in blank if record.days.last >= day]
        unclear += [record for record, value in tied if value != last]
        return Measured(Fraction(last), is_about(last), unclear)

    @property
    def as_it_stands(self) -> bool:
        """Tell whether one more record could move it either way; a count or sum can only grow."""
        return self.mean is not None or self.latest is not None or self.field is not None

    @property
    def words(self) -> Message:
        """Say what is measured."""
        plain = self._plain_words()
        if self.year is not None:
            plain = msg("measure.year", measure=plain, years=str(-self.year))
        if isinstance(self.times, Fraction):
            return msg("measure.times", measure=plain, times=str(self.times))
        return plain

    def _plain_words(self) -> Message:
        for name in ("sum", "mean", "latest", "field", "fact", "param"):
            value = getattr(self, name)
            if value is not None:
                return msg(f"measure.{name}", name=value)
        if self.number is not None:
            return msg("measure.number", number=self.number)
        if self.count is not None and self.count != "all":
            return msg("measure.count", what=self.count.words())
        return msg("measure.duration" if self.duration else "measure.count-all")


def _years_back(scope: Scope, years: int) -> Scope:
    """Give the same scope on the ledger of an earlier year, its window so many years back."""
    grounds = scope.grounds.in_year(scope.grounds.unit.year + years)
    moved = tuple(
        Interval(_in_other_year(each.first, years), _in_other_year(each.last, years))
        for each in scope.window.intervals
    )
    return replace(scope, grounds=grounds, window=Resolved(moved, scope.window.standing))


def _in_other_year(day: date, years: int) -> date:
    if day.year + years < 1:  # since ever
        return day
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # there is no 29 February
        return day.replace(year=day.year + years, day=28)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def _count(records: list[Record], scope: Scope) -> Fraction:
    """Count records, each session of a record once."""
    return Fraction(sum(len(sessions(record, scope)) for record in records))


def _length(record: Record, scope: Scope) -> int:
    """Count the days of a record that lie in the window and have come."""
    if record.days.sessions:
        return len(sessions(record, scope))
    as_of, clock = scope.grounds.as_of, scope.grounds.clock
    total = 0
    for each in scope.window.intervals:
        first, last = max(each.first, record.days.first), min(each.last, record.days.last)
        if first <= last and not clock.reached(last):
            last = min(last, as_of)
            clock.reached(max(first, as_of + timedelta(days=1)))  # one more day will have come
        total += max((last - first).days + 1, 0)
    return total
