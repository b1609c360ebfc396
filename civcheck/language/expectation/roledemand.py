"""Material that a record must have: in which roles, how much of it, and what it must say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from civcheck.language.condition.condition import Condition
from civcheck.language.condition.fieldtest import Truth
from civcheck.language.grounds import Grounds
from civcheck.language.material import (
    COUNTED_INSIDE,
    MATERIAL_FIELDS,
    Piece,
    TimelyTest,
    fields_named,
    shown_in,
    timely_test_of,
)
from civcheck.language.quantity import Comparison, Limits
from civcheck.language.select import role_count, shows_role
from civcheck.language.undetermined import Undetermined
from civcheck.messages import Message, joined, msg, number
from civcheck.model.parts import Mistake, mistake
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.model.written import Texts, YesNo


class RoleDemand(Comparison):
    """Material in one role, or in any of several, in a number (default: at least one).

    Only pieces that meet ``where`` and have every field of ``filled`` count; with ``every`` no piece may fail them.
    ``scope: rule`` counts what all selected records show together.
    """

    any_of: Texts = ()
    where: Condition | None = None
    filled: Texts = ()
    every: YesNo = False
    scope: Literal["record", "rule"] = "record"

    _about: ClassVar[Mapping[str, str]] = {"where": "material"}

    @classmethod
    def _written(cls, raw: Any) -> Any:
        if isinstance(raw, str):
            return {"any_of": [raw]}
        if isinstance(raw, dict) and "role" in raw:
            return {"any_of": [raw["role"]], **{key: value for key, value in raw.items() if key != "role"}}
        return raw

    def _check(self) -> None:
        if not self.any_of:
            raise mistake("one-of", names=("role", "any_of"))
        if self.every and self.where is None and not self.filled:
            raise mistake("one-of", names=("where", "filled"))

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of roles that the pack does not know, and of fields that their material does not have."""
        yield from known.roles(path, *self.any_of)
        roles = [known.terms.roles[name] for name in self.any_of if name in known.terms.roles]
        fields = (*MATERIAL_FIELDS, *(name for role in roles for name in role.own_types))
        yield from known.names((*path, "filled"), msg("sort.file-field"), self.filled, fields)
        for each in self.where.nested() if self.where is not None else ():
            yield from known.names((*path, "where"), msg("sort.file-field"), each.tests, fields)

    def test(self, grounds: Grounds) -> TimelyTest | None:
        """Make the function that tells whether a piece of material is as it is asked; None where anything is."""
        if self.where is None and not self.filled:
            return None
        return timely_test_of(self.where, self.filled, grounds)

    @property
    def looks_inside(self) -> bool:
        """Tell whether it asks for something that only a look into the files tells."""
        return not fields_named(self.where, self.filled).isdisjoint(COUNTED_INSIDE)

    def in_words(self, known: Glossary) -> Message:
        """Say which material is asked for, and how much of it."""
        said = msg("asks.any-role", roles=joined("quoted-or", self.any_of))
        if list(self.limits()):
            exact = all(known.is_figure(value) for _, value in self.limits())
            code = "asks.role-number" if exact else "asks.role-number-of"
            said = msg(code, role=said, limits=known.limits(self))
        if asked := self.words():
            code = "asks.role-every" if self.every else "asks.role-asked"
            said = msg(code, role=said, asked=asked)
        return msg("asks.role-together", role=said) if self.scope == "rule" else said

    @property
    def is_plain(self) -> bool:
        """Tell whether one piece in one role is enough, whatever it says."""
        return len(self.any_of) == 1 and not (list(self.limits()) or self.words()) and self.scope == "record"

    def words(self) -> tuple[Message, ...]:
        """Say what is asked of each piece."""
        asked = [self.where.words()] if self.where is not None else []
        return (*asked, *(msg("words.filled", field=name) for name in self.filled))


class Pieces(NamedTuple):
    """How many pieces are as asked, how many are not, and of how many nobody knows."""

    good: int
    others: int
    unknown: int


class Demand(NamedTuple):
    """A role demand with its numbers known."""

    roles: tuple[str, ...]
    limits: Limits
    plain: bool
    test: TimelyTest | None = None
    every: bool = False
    asked: tuple[Message, ...] = ()

    def holds(self, count: int) -> bool:
        """Tell whether so many files are what is asked."""
        return count > 0 if self.plain else self.limits.holds(Fraction(count))

    def shown(self, records: Iterable[Record], grounds: Grounds, by: date) -> Pieces:
        """Count the different pieces that these records show."""
        test, pieces = self.test, dict[tuple[str | None, str], Truth]()
        for record in records:
            for item in record.evidence:
                if shown_in(record, item, self.roles, grounds, by):
                    truth = True if test is None else test(Piece(item, record), by)
                    before = pieces.get((item.folder, item.name), truth)
                    # named by two records it is as good as it is in the better of them
                    pieces[item.folder, item.name] = before if truth is False else before or truth
        met = list(pieces.values())
        return Pieces(met.count(True), met.count(False), met.count(None))

    def lacks_of(self, record: Record, grounds: Grounds, by: date) -> Iterator[Message]:
        """Say what one record lacks, and whether it came after its due day."""
        if self.test is not None:
            yield from self.lacks_among([record], grounds, by)
            return
        if self.plain:
            if not shows_role(record, self.roles, grounds, by):
                yield role_lack(self, 0, record, shows_role(record, self.roles, grounds), by)
        elif not self.holds(count := role_count(record, self.roles, grounds, by)):
            yield role_lack(self, count, record, False, by)

    def lacks_among(self, records: Iterable[Record], grounds: Grounds, by: date) -> Iterator[Message]:
        """Say what these records lack together.

        Raises:
            Undetermined: it depends on files whose text could not be counted.
        """
        good, others, unknown = self.shown(records, grounds, by)
        enough = self.holds(good)
        if unknown and (enough != self.holds(good + unknown) or (enough and self.every and not others)):
            roles = joined("quoted-or", self.roles)
            raise Undetermined(msg("undetermined.not-counted", roles=roles, count=number(unknown)))
        if not enough:
            yield self._lacks_asked(good)
        elif self.every and others:
            yield msg("lacks.role-every", roles=self.roles, count=number(others), asked=self.asked)

    def _lacks_asked(self, have: int) -> Message:
        """Say that there is no such material where one piece would do, else how much of it there is."""
        asked = reduce(lambda one, other: msg("words.all", one=one, other=other), self.asked)
        named = {"roles": joined("quoted-or", self.roles), "asked": asked}
        if not have and self.limits.need == 1:
            return msg("lacks.role-none", **named)
        return msg("lacks.role-asked", have=number(have), limits=self.limits.words(), **named)


def demands_of(roles: Iterable[RoleDemand], grounds: Grounds) -> list[Demand]:
    """Work out the numbers of role demands; without limits one file is enough."""
    found = []
    for each in roles:
        limits = grounds.limits(each)
        plain = not list(each.limits())
        limits = Limits({"at_least": Fraction(1)}) if plain else limits
        found.append(Demand(each.any_of, limits, plain, each.test(grounds), each.every, each.words()))
    return found


def role_lack(
    demand: Demand, count: int, record: Record | None = None, later: bool = False, due: date | None = None
) -> Message:
    """Say which material is lacking; ``later`` where it came after the due day."""
    roles = demand.roles
    if record is not None and not count and (flawed := [role for role in roles if role in record.flaws]):
        return msg("lacks.role-flawed", role=tuple(flawed))
    if demand.plain:
        if later:
            return msg("lacks.role-late", role=roles, due=due)
        return _lack_of(roles)
    return msg("lacks.role-number", roles=roles, have=number(count), limits=demand.limits.words())


_OF_ROLES = {
    "lacks.role": "role",
    "lacks.any-role": "roles",
    "lacks.role-flawed": "role",
    "lacks.role-late": "role",
}
"""Lacks of material in some role, and the param that has the roles."""


def as_one(one: Message, other: Message) -> Message | None:
    """Say two lacks of different records as one where both are of the same roles, so that no role is named twice.

    How it comes that it is lacking then stands with the records.
    """
    if one == other:
        return one
    first, second = _roles_of(one), _roles_of(other)
    flawed = "lacks.role-flawed"
    if not first or not second:
        return None
    if set(first) == set(second) or (one.id == flawed and set(first) < set(second)):
        return _lack_of(second)
    return _lack_of(first) if other.id == flawed and set(second) < set(first) else None


def _roles_of(lack: Message) -> tuple[str, ...]:
    named = lack.params[_OF_ROLES[lack.id]] if lack.id in _OF_ROLES else ()
    return (named,) if isinstance(named, str) else tuple(named)


def _lack_of(roles: tuple[str, ...]) -> Message:
    return msg("lacks.role", role=roles[0]) if len(roles) == 1 else msg("lacks.any-role", roles=roles)
