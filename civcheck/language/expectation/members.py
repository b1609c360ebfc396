"""The members of a set: written out, from a fact, or from what other records name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from civcheck.language.condition import Condition, Truth
from civcheck.language.fieldvalues import texts_of
from civcheck.language.grounds import Grounds
from civcheck.language.quantity import Ref
from civcheck.language.select import Scope, Select, Selection
from civcheck.language.window import Interval, Resolved
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record
from civcheck.model.texts import number_form

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
    """Members that other records name: the values of a field of the selected ones."""

    field: str
    of: Select

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of a field that no kind has."""
        return known.fields((*path, "field"), self.field)


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
        first, second = (grounds.getter(self.field[place]) for place in (0, -1))

        def paired(one: str, other: str) -> Callable[[Record], Truth]:
            def shows(record: Record) -> Truth:
                here, there = number_forms(first(record)), number_forms(second(record))
                return (one in here and other in there) or (other in here and one in there)

            return shows

        return [
            Wanted(f"{one.name}·{other.name}", paired(*map(number_form, (one.name, other.name))), self.field)
            for one, other in combinations(members, 2)
        ]


class Wanted(NamedTuple):
    """A member that applies to this unit: its name and the test a record that shows it passes."""

    name: str
    shows: Callable[[Record], Truth]
    fields: tuple[str, ...]
    where: Condition | None = None


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
    get, naming = grounds.getter(members.field), _naming(members, grounds).records
    return valued((name for record in naming for name in texts_of(get(record))), fields, grounds), ()


def members_left_open(
    members: Members | None, known: list[Wanted], fields: tuple[str, ...], grounds: Grounds
) -> tuple[list[Wanted], frozenset[str]]:
    """List members beside the ``known`` ones that other records may name, and the keys of the records that may.

    A blank leaves open whether such a record is one of those that name members, or whom it names: then it is a
    member without a name, which no record shows.
    """
    if not isinstance(members, FromRecords):
        return [], frozenset()
    naming = _naming(members, grounds)
    get, forms = grounds.getter(members.field), {number_form(each.name) for each in known}
    names, keys = dict[str, None](), set[str]()
    for record in naming.unsure:
        new = [text for text in texts_of(get(record)) if number_form(text) not in forms]
        names.update(dict.fromkeys(new))
        keys.update([record.key] if new else [])
    found = valued(names, fields, grounds)
    for record in (*naming.records, *naming.unsure):
        if not texts_of(get(record)) and grounds.has_field(record, members.field):
            found.append(Wanted("", lambda _: False, fields))
            keys.add(record.key)
    return found, frozenset(keys)


def unread_naming(members: Members | None, grounds: Grounds) -> int:
    """Count the records that could not be read and could name one more member."""
    if not isinstance(members, FromRecords):
        return 0
    return grounds.index.unread_of(members.of.kinds(grounds.terms))


def _naming(members: FromRecords, grounds: Grounds) -> Selection:
    ever = Resolved((Interval(date.min, date.max),))
    scope = Scope(grounds, members.of, ever, may_be_joint=True)
    return scope.selection(material=False, unsure="beside")


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
    """Make a member of each name: a record shows it when one of the fields has it as a value."""
    getters = [grounds.getter(name) for name in fields]
    forms = lru_cache(maxsize=None, typed=True)(
        number_forms
    )  # of values that repeat from record to record, for as long as one rule is judged

    def showing(form: str) -> Callable[[Record], Truth]:
        if len(getters) == 1:
            get = getters[0]
            return lambda record: form in forms(get(record))
        return lambda record: any(form in forms(get(record)) for get in getters)

    return [Wanted(name, showing(number_form(name)), fields) for name in dict.fromkeys(names)]


def number_forms(value: Any) -> frozenset[str]:
    """Give the forms in which the texts of a value are told apart."""
    return frozenset(map(number_form, texts_of(value)))


def crossed(combination: tuple[Wanted, ...]) -> Wanted:
    """Make one member of several: a record shows it when it shows each of them."""
    return Wanted(
        "·".join(each.name for each in combination),
        lambda record: all(each.shows(record) for each in combination),
        tuple(name for each in combination for name in each.fields),
    )
