"""Who is tied to whom: by 关联, or by fields that share a value on both sides."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import product
from typing import Any

from civcheck.language.fieldvalues import texts_of
from civcheck.language.grounds import Grounds
from civcheck.model.alike import Alike
from civcheck.model.record import Record
from civcheck.model.texts import number_form

Forms = frozenset[Any]
"""The values of a field in the form in which they are compared; of 日期 every day in the form of a field."""


def form_reader(name: str, grounds: Grounds) -> Callable[[Record], Forms]:
    """Make the function that gives what a record has in a field; nothing where it is blank."""
    if name == "日期":
        return lambda record: frozenset(map(str, record.days.listed()))
    get = grounds.getter(name)
    return lambda record: frozenset(map(number_form, texts_of(get(record))))


class ByFields:
    """Finds records that share a value in every field; one is met whole where it has all that the first one names."""

    def __init__(
        self, own: Sequence[str], others: Sequence[str], records: Iterable[Record], grounds: Grounds
    ):
        self._own = [form_reader(name, grounds) for name in own]
        self._theirs = [form_reader(name, grounds) for name in others]
        self._days = [name == "日期" for name in own]
        self._keyed: dict[tuple[Any, ...], list[Record]] = {}
        for record in records:
            for key in product(*(read(record) for read in self._theirs)):
                self._keyed.setdefault(key, []).append(record)

    def tied(self, record: Record) -> list[Record]:
        """List the records that share a value with this one in every field."""
        keys = product(*(sorted(read(record)) for read in self._own))
        return list({other.key: other for key in keys for other in self._keyed.get(key, ())}.values())

    def whole(self, record: Record, other: Record) -> bool:
        """Tell whether the other one has every value that this one names; of days one is enough."""
        sides = zip(self._own, self._theirs, self._days, strict=True)
        return all(is_day or own(record) <= theirs(other) for own, theirs, is_day in sides)

    @staticmethod
    def unclear(_record: Record, _other: Record) -> str:
        """Say that what ties the two is not unclear."""
        return ""


class NamedAlike:
    """Finds records that may have a value of a field, by a name longer or shorter, or one that may be anybody.

    Days, and two names that the pack lists, are what they are.
    """

    def __init__(self, own: str, theirs: str, records: Sequence[Record], grounds: Grounds) -> None:
        self._own, self._theirs = _texts_reader(own, grounds), _texts_reader(theirs, grounds)
        self._records = () if "日期" in (own, theirs) else records
        self._listed = {number_form(text) for name in (own, theirs) for text in grounds.terms.listed(name)}

    @cached_property
    def _having(self) -> dict[str, list[Record]]:
        having: dict[str, list[Record]] = {}
        for record in self._records:
            for form in self._theirs(record):
                having.setdefault(form, []).append(record)
        return having

    @cached_property
    def _alike(self) -> Alike:
        return Alike(
            (text for record in self._records for text in self._theirs(record).values()), number_form
        )

    def _to(self, form: str, text: str) -> Iterator[str]:
        if not self._records:
            return iter(())
        is_listed = form in self._listed
        return (name for name in self._alike.to(text) if not (is_listed and name in self._listed))

    def of(self, record: Record) -> list[Record]:
        """List the records that may name one of its values otherwise."""
        own = self._own(record).items() if self._records else ()
        return [other for form, text in own for name in self._to(form, text) for other in self._having[name]]

    def meets(self, record: Record, other: Record) -> bool:
        """Tell whether one of the values of two records may be the same."""
        if not self._records:
            return False
        theirs = self._theirs(other)
        return any(
            name in theirs for form, text in self._own(record).items() for name in self._to(form, text)
        )

    def meant(self, record: Record, other: Record) -> Iterator[tuple[str, str]]:
        """List the names of another record, each with that of this one which it may be meant for."""
        spelled = self._theirs(other)
        for form, text in sorted(self._own(record).items()):
            yield from ((spelled[name], text) for name in self._to(form, text) if name in spelled)


def _texts_reader(name: str, grounds: Grounds) -> Callable[[Record], dict[str, str]]:
    """Make the function that gives the texts of a record's field by their form."""
    get = grounds.getter(name)
    return lambda record: {number_form(text): text for text in texts_of(get(record))}


class ByReference:
    """Finds records by 关联, whichever of the two names the other."""

    def __init__(self, records: Iterable[Record], shared: Collection[str]) -> None:
        self._shared = shared
        self._by_id: dict[str, list[Record]] = {}
        self._back: dict[str, list[Record]] = {}
        for other in records:
            if other.id:
                self._by_id.setdefault(number_form(other.id), []).append(other)
            for ref in other.refs:
                self._back.setdefault(number_form(ref), []).append(other)

    def tied(self, record: Record) -> list[Record]:
        """List the records that this one names, and those that name it."""
        found = [other for ref in record.refs for other in self._by_id.get(number_form(ref), ())]
        found += self._back.get(number_form(record.id), ()) if record.id else ()
        return list({other.key: other for other in found}.values())

    def unclear(self, record: Record, other: Record) -> str:
        """Give the number that ties the two where another record has it too, so that nobody knows which is meant."""
        if not self._shared:
            return ""
        named = [*_named(record, other), *_named(other, record)]
        return "" if any(number_form(each) not in self._shared for each in named) else named[0]

    @staticmethod
    def whole(_record: Record, _other: Record) -> bool:
        """Tell that one that is named is meant as a whole."""
        return True


def _named(record: Record, other: Record) -> list[str]:
    """Give the number of another record if this one names it."""
    named = other.id is not None and number_form(other.id) in map(number_form, record.refs)
    return [other.id] if named and other.id else []
