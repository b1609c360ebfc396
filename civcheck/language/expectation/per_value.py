"""``per``: a demand of every period, of each value of a field by itself, or of each value in every period."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from civcheck.language.expectation.members import (
    FromRecords,
    Wanted,
    members_of,
    number_forms,
    unknown_members,
    valued,
)
from civcheck.language.expectation.nobody import nobody_because
from civcheck.language.fieldvalues import texts_of
from civcheck.language.grounds import Grounds
from civcheck.language.observation import Observation, no_member
from civcheck.language.quantity import Ref
from civcheck.language.select import Scope
from civcheck.model.alike import Alike
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record
from civcheck.model.several import as_many_as
from civcheck.model.texts import number_form

if TYPE_CHECKING:
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Members, Per, Period, PerOne
    from civcheck.model.written import NOT_EMPTY, Texts


class PerValue(Part):
    """Each value of a field by itself: those that the selected records have, or the members of a set."""

    field: Annotated[Texts, NOT_EMPTY]
    members: Members | None = None

    @property
    def from_fact(self) -> bool:
        """Tell whether the set comes from what the unit declares or other records name, and may be empty."""
        return isinstance(self.members, Ref | FromRecords)

    @property
    def is_declared(self) -> bool:
        """Tell whether the set is written out or declared: then each member is asked for, record or none."""
        return self.members is not None and not isinstance(self.members, FromRecords)

    def nobody(self, scope: Scope) -> Observation:
        """Judge a declared set without members: as ``on_empty`` says, by default it concerns nobody."""
        return no_member(scope, nobody_because((self.members,), scope.grounds))

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of fields that no kind has, of members that they do not list, and of the days of a record.

        These are no one value: a span or several sessions would count as their first day.
        """
        yield from unknown_members(self.field, self.members, known, path)
        for name in self.field:
            if name in ("日期", "日期.首日", "日期.末日"):
                yield (*path, "field"), "per-own-days", {"value": name}

    def groups(self, records: list[Record], grounds: Grounds) -> tuple[list[Wanted], tuple[str, ...]]:
        """List the values, each with its test of records, and the facts that could add one."""
        if self.members is not None:
            return members_of(self.members, self.field, grounds)
        getters = [grounds.getter(name) for name in self.field]
        spelled = {
            number_form(text): text for record in records for get in getters for text in texts_of(get(record))
        }
        return valued(spelled.values(), self.field, grounds), ()

    def finder(self, groups: list[Wanted], grounds: Grounds) -> Callable[[Record], Sequence[int]]:
        """Make the function that lists the places of those that a record shows, without trying one by one."""
        getters = [grounds.getter(name) for name in self.field]
        forms = lru_cache(maxsize=None, typed=True)(number_forms)  # for as long as one rule is judged
        tested = [(place, each) for place, each in enumerate(groups) if each.where is not None]
        places: dict[str, list[int]] = {}
        for place, each in enumerate(groups):
            if each.where is None:
                places.setdefault(number_form(each.name), []).append(place)

        def find(record: Record) -> Sequence[int]:
            named = {form for get in getters for form in forms(get(record))}
            found = [place for form in named for place in places.get(form, ())]
            return found + [place for place, each in tested if each.shows(record)]

        return find

    def meant(
        self, groups: list[Wanted], grounds: Grounds
    ) -> Callable[[Record], Iterator[tuple[str, str, int]]]:
        """Make the function that gives what a record writes in which field, and the places that it may mean.

        That is by a name longer or shorter; where members are named elsewhere, one of them means nobody else. What
        looks like several is none of whom nobody else is: who is meant by it has a place of their own.
        """
        places = {number_form(each.name): place for place, each in enumerate(groups) if each.where is None}
        names = [each.name for each in groups if each.where is None]
        alike, several = (
            Alike(names, number_form),
            {number_form(each) for each in names if as_many_as(each) > 1},
        )
        known = set(places) - several if self.members is not None else set[str]()
        listed = {number_form(text) for name in self.field for text in grounds.terms.listed(name)}
        getters = [(name, grounds.getter(name)) for name in self.field]

        def meant(record: Record) -> Iterator[tuple[str, str, int]]:
            named = {
                number_form(text): (name, text) for name, get in getters for text in texts_of(get(record))
            }
            for form, (name, text) in named.items():
                if form in known or form in listed:
                    continue
                for each in alike.to(text):
                    if each not in named and (each not in several or as_many_as(text) > 1):
                        yield name, text, places[each]

        return meant

    def blank(self, records: list[Record], grounds: Grounds) -> list[Record]:
        """List the records that name nothing in any of the fields: each could belong to any of the values."""
        if isinstance(self.members, tuple) and all(each.where is not None for each in self.members):
            return []
        getters = [grounds.getter(name) for name in self.field]
        return [record for record in records if not any(texts_of(get(record)) for get in getters)]


class PerBoth(Part):
    """Each value of a field in every period: a list of one period and one field, in either order."""

    both: tuple[PerOne, ...]

    @classmethod
    def _written(cls, raw: Any) -> Any:
        return {"both": raw} if isinstance(raw, list) else raw

    def _check(self) -> None:
        if len(self.both) != 2 or sum(isinstance(each, PerValue) for each in self.both) != 1:
            raise mistake("per-both")

    @property
    def value(self) -> PerValue:
        """The field, each value of which is looked at by itself."""
        return next(each for each in self.both if isinstance(each, PerValue))

    @property
    def every(self) -> Period:
        """The period."""
        return next(each for each in self.both if not isinstance(each, PerValue))

    @property
    def field(self) -> tuple[str, ...]:
        """The fields whose values are looked at by themselves."""
        return self.value.field


def value_in(per: Per | None) -> PerValue | None:
    """Give the field of a ``per``, if it has one."""
    if isinstance(per, PerBoth):
        return per.value
    return per if isinstance(per, PerValue) else None


def period_in(per: Per | None) -> Period | None:
    """Give the period of a ``per``, if it has one."""
    if isinstance(per, PerBoth):
        return per.every
    return None if isinstance(per, PerValue) else per


def names_members(per: Per | None) -> bool:
    """Tell whether the members are named elsewhere than in the selected records: then each is short without one."""
    value = value_in(per)
    return value is not None and value.members is not None
