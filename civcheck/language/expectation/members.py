"""The members of a set: written out, from a fact, or from what other records name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from civcheck.language.condition import Condition, Truth
from civcheck.language.fieldvalues import texts_of
from civcheck.language.grounds import Grounds
from civcheck.language.quantity import Ref
from civcheck.language.recorddays import written_day
from civcheck.language.select import Scope, Select, Selection
from civcheck.language.window import EVER, Interval, merged
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record
from civcheck.model.several import several_in
from civcheck.model.texts import normal, number_form

if TYPE_CHECKING:
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Applies, Members
    from civcheck.model.written import Texts


class Member(Part):
    """One member of a set: shown by a value of the fields, or by a condition; it may concern some units only."""

    name: str
    where: Condition | None = None
    applies_to: Applies | None = None

    _about: ClassVar[Mapping[str, str]] = {"applies_to": "unit"}

    @classmethod
    def _written(cls, raw: Any) -> Any:
        return {"name": raw} if isinstance(raw, str) else raw


class FromRecords(Part):
    """Members that other records name: the values of a field of the selected ones.

    With ``from`` and ``to`` a member stays from one day of the record that names it to another, both inclusive: from
    the record's first day, and for good, where one is blank or not said. Only periods that lie in a stay as a whole
    are asked of it.
    """

    field: str
    of: Select
    from_: str | None = None
    to: str | None = None

    @property
    def stays(self) -> bool:
        """Tell whether members come and go."""
        return self.from_ is not None or self.to is not None

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of a field that no kind has, and of days that are none."""
        yield from known.fields((*path, "field"), self.field)
        for key, name in (("from", self.from_), ("to", self.to)):
            if name is not None:
                yield from known.day_fields((*path, key), name)

    def is_open(self, record: Record) -> bool:
        """Tell whether a record names a member of which nobody knows when it comes or goes.

        A day was not taken, or it goes before it comes.
        """
        stay = self._written_stay(record)
        return stay.last < stay.first or any(name in record.flaws for name in (self.from_, self.to))

    def stay(self, record: Record) -> Interval:
        """Give the days on which a member stays that a record names: where nobody knows, on any."""
        written = self._written_stay(record)
        if written.last < written.first:
            return Interval(date.min, date.max)
        return written._replace(first=date.min) if self.from_ in record.flaws else written

    def _written_stay(self, record: Record) -> Interval:
        first = None if self.from_ in (None, "日期") else written_day(record, self.from_ or "")
        last = None if self.to is None else written_day(record, self.to)
        return Interval(first or record.days.first, last or date.max)


class Side(Part):
    """One side of a crossed set."""

    field: Texts
    members: Members

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of fields that no kind has, and of members that no field lists."""
        return unknown_members(self.field, self.members, known, path)


class Pairs(Part):
    """Every two different members, in either order: one named in the first field, the other in the second.

    With one field both must be named in it.
    """

    field: Texts
    members: Members

    def _check(self) -> None:
        named = not isinstance(self.members, tuple) or all(each.where is None for each in self.members)
        if len(self.field) not in (1, 2) or not named:
            raise mistake("cover-pairs")

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of fields that no kind has, and of members that no field lists."""
        return unknown_members(self.field, self.members, known, path)

    def wanted(self, members: list[Wanted], grounds: Grounds) -> list[Wanted]:
        """Make a member of every two of these."""
        first, second = (grounds.values(self.field[place]) for place in (0, -1))

        def paired(one: str, other: str) -> Callable[[Record], Truth]:
            def shows(record: Record) -> Truth:
                here, there = number_forms(first(record)), number_forms(second(record))
                return (one in here and other in there) or (other in here and one in there)

            return shows

        return [
            Wanted(
                f"{one.name}·{other.name}",
                paired(*map(number_form, (one.name, other.name))),
                self.field,
                several=one.several or other.several,
            )
            for one, other in combinations(members, 2)
        ]


class Wanted(NamedTuple):
    """A member that applies to this unit: its name and the test a record that shows it passes.

    ``stays`` are the days on which it is there; None where it is there all the time. Who are meant by one that looks
    like ``several`` may be shown by their own names, so that it is not short for certain.
    """

    name: str
    shows: Callable[[Record], Truth]
    fields: tuple[str, ...]
    where: Condition | None = None
    stays: tuple[Interval, ...] | None = None
    several: bool = False

    def is_there(self, days: Interval) -> bool:
        """Tell whether it is there on all of these days."""
        return self.stays is None or any(
            each.first <= days.first and days.last <= each.last for each in self.stays
        )


def unknown_members(
    fields: tuple[str, ...], members: Members | None, known: Vocabulary, path: Path
) -> Iterator[Mistake]:
    """Tell of fields that no kind has, and of members that the fields do not list."""
    yield from known.fields((*path, "field"), *fields)
    for index, member in enumerate(members if isinstance(members, tuple) else ()):
        if member.where is None:
            yield from known.listed((*path, "members", index), fields, (member.name,))


def members_of(
    members: tuple[Member, ...] | Ref | FromRecords, fields: tuple[str, ...], grounds: Grounds
) -> tuple[list[Wanted], tuple[str, ...]]:
    """List the members of a set that concern the unit, and the facts that are not declared but could add one."""
    if isinstance(members, tuple):
        return _listed_members(members, fields, grounds)
    if isinstance(members, Ref):
        return _fact_members(members, fields, grounds)
    get, naming = grounds.values(members.field), _naming(members, grounds).records
    names = [(name, record) for record in naming for name in texts_of(get(record))]
    return _staying(members, names, fields, grounds), ()


def named_together(members: FromRecords, record: Record, grounds: Grounds) -> tuple[str, ...]:
    """List what a record writes as one name that looks like several members; what the pack lists is one."""
    texts = texts_of(grounds.values(members.field)(record))
    found = [text for text in texts if several_in(text).many > 1]
    listed = grounds.terms.listed_forms(members.field) if found else ()
    return tuple(text for text in found if normal(text) not in listed)


def naming_together(members: Members | None, grounds: Grounds) -> list[Record]:
    """List the records that name several members as one."""
    if not isinstance(members, FromRecords):
        return []
    naming = _naming(members, grounds)
    return [each for each in (*naming.records, *naming.unsure) if named_together(members, each, grounds)]


def _staying(
    members: FromRecords, names: list[tuple[str, Record]], fields: tuple[str, ...], grounds: Grounds
) -> list[Wanted]:
    """Make a member of each name, with the days on which it stays by the records that name it."""
    found = valued((name for name, _ in names), fields, grounds)
    together = {number_form(text) for _, record in names for text in named_together(members, record, grounds)}
    if together:
        found = [each._replace(several=number_form(each.name) in together) for each in found]
    if not members.stays:
        return found
    stays: dict[str, list[Interval]] = {}
    for name, record in names:
        stays.setdefault(number_form(name), []).append(members.stay(record))
    return [each._replace(stays=merged(stays[number_form(each.name)])) for each in found]


def members_left_open(
    members: Members | None, known: list[Wanted], fields: tuple[str, ...], grounds: Grounds
) -> tuple[list[Wanted], frozenset[str]]:
    """List members beside the ``known`` ones that other records may name, and the keys of the records that may.

    A blank leaves open whether such a record is one of those that name members, or whom it names: then it is a
    member without a name, which no record shows. So is who else is meant by 赵甲等3人.
    """
    if not isinstance(members, FromRecords):
        return [], frozenset()
    naming = _naming(members, grounds)
    get, forms = grounds.values(members.field), {number_form(each.name) for each in known}
    names, keys, found = list[tuple[str, Record]](), set[str](), list[Wanted]()
    for record in (*naming.records, *naming.unsure):
        texts = texts_of(get(record))
        new = [(text, record) for text in texts if number_form(text) not in forms]
        names += new
        hidden = any(several_in(text).anybody for text in named_together(members, record, grounds))
        if hidden or (not texts and grounds.has_field(record, members.field)):
            stays = (members.stay(record),) if members.stays else None
            found.append(Wanted("", lambda _: False, fields, stays=stays))
        elif not new:
            continue
        keys.add(record.key)
    return [*_staying(members, names, fields, grounds), *found], frozenset(keys)


def unread_naming(members: Members | None, grounds: Grounds) -> int:
    """Count the records that could not be read and could name one more member."""
    if not isinstance(members, FromRecords):
        return 0
    return grounds.index.unread_of(members.of.kinds(grounds.terms))


def _naming(members: FromRecords, grounds: Grounds) -> Selection:
    scope = Scope(grounds, members.of, EVER, may_be_joint=True)
    chosen = scope.selection(material=False, unsure="beside")
    if not members.stays:
        return chosen
    open_ = [each for each in chosen.records if members.is_open(each)]
    sure = [each for each in chosen.records if not members.is_open(each)]
    return replace(chosen, records=sure, unsure=[*chosen.unsure, *open_])


def _fact_members(
    ref: Ref, fields: tuple[str, ...], grounds: Grounds
) -> tuple[list[Wanted], tuple[str, ...]]:
    """Take members from a declared list; where it is undeclared, from what follows from the unit's type."""
    name = ref.fact or ""
    doubtful = (name,) if name in grounds.unit.doubtful else ()
    return valued(texts_of(grounds.fact(name, ref.within)), fields, grounds), doubtful


def _listed_members(
    members: tuple[Member, ...], fields: tuple[str, ...], grounds: Grounds
) -> tuple[list[Wanted], tuple[str, ...]]:
    found: list[Wanted] = []
    asks: list[str] = []
    for each in members:
        truth = each.applies_to.about_unit(grounds) if isinstance(each.applies_to, Condition) else None
        if truth is None or truth.truth:
            found.append(_wanted(each, fields, grounds))
        elif truth.truth is None:
            asks += truth.asks
    return found, tuple(dict.fromkeys(asks))


def _wanted(member: Member, fields: tuple[str, ...], grounds: Grounds) -> Wanted:
    if member.where is not None:
        return Wanted(member.name, member.where.compile(grounds), (), member.where)
    return valued((member.name,), fields, grounds)[0]


def valued(names: Iterable[str], fields: tuple[str, ...], grounds: Grounds) -> list[Wanted]:
    """Make a member of each name, however often spelled: a record shows it when one of the fields has it as a value."""
    getters = [grounds.values(name) for name in fields]
    forms = lru_cache(maxsize=None, typed=True)(
        number_forms
    )  # of values that repeat from record to record, for as long as one rule is judged

    def showing(form: str) -> Callable[[Record], Truth]:
        if len(getters) == 1:
            get = getters[0]
            return lambda record: form in forms(get(record))
        return lambda record: any(form in forms(get(record)) for get in getters)

    spelled: dict[str, str] = {}
    for name in names:
        spelled.setdefault(number_form(name), name)
    return [Wanted(name, showing(form), fields) for form, name in spelled.items()]


def number_forms(value: Any) -> frozenset[str]:
    """Give the forms in which the texts of a value are told apart."""
    return frozenset(map(number_form, texts_of(value)))


def crossed(combination: tuple[Wanted, ...]) -> Wanted:
    """Make one member of several: a record shows it when it shows each of them."""
    return Wanted(
        "·".join(each.name for each in combination),
        lambda record: all(each.shows(record) for each in combination),
        tuple(name for each in combination for name in each.fields),
        several=any(each.several for each in combination),
    )
