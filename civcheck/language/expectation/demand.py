"""What one record must show, and until when: the demands of ``each``."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from civcheck.language.condition import Condition
from civcheck.language.days import adder
from civcheck.language.grounds import Clock, Grounds
from civcheck.language.material import MATERIAL_FIELDS, TimelyTest, shown_in, timely_test_of
from civcheck.language.observation import Short
from civcheck.language.quantity import Comparison, DayInYear, Limits, Ref
from civcheck.language.recorddays import days_for, written_day
from civcheck.language.select import existing_evidence, role_count, shows_role
from civcheck.messages import Message, joined, msg, number
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.saying import Glossary
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import DayOrRef, Quantity
    from civcheck.model.written import Texts, YesNo

_LONGEST_MONTH = 31
_TIMELY = frozenset({"归档", "报送日期"})
"""Fields whose day says when the demand was met."""


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

    def in_words(self, known: Glossary) -> Message:
        """Say which material is asked for, and how much of it."""
        said = msg("asks.any-role", roles=joined("quoted-or", self.any_of))
        if list(self.limits()):
            said = msg("asks.role-number", role=said, limits=known.limits(self))
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


class Due(Part):
    """Until when: so many days or months after the record's last day (or after a day it names), or a day; inclusive.

    ``on_day`` is a day of the month that ``months`` leads to (1: the next one, 0: the same): its last day where it is
    shorter. A day or a number may stand in a field of the record; where that is blank the due day is not known. A day
    of every year is, in a rule over several years, that of the year in which the record begins.
    """

    days: Quantity | None = None
    months: Quantity | None = None
    on_day: int | None = None
    unit: Literal["天", "工作日"] = "天"
    from_: str | None = None
    by: DayOrRef | None = None

    def _check(self) -> None:
        if sum(each is not None for each in (self.days, self.months, self.by)) != 1:
            raise mistake("one-of", names=("days", "months", "by"))
        if self.by is not None and self.from_ is not None:
            raise mistake("one-of", names=("by", "from"))
        if self.on_day is not None and (self.months is None or not 1 <= self.on_day <= _LONGEST_MONTH):
            raise mistake("due-on-day")

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of fields that hold no day or no number."""
        if self.from_ is not None:
            yield from known.day_fields((*path, "from"), self.from_)
        if isinstance(self.by, Ref) and not tuple(self.by.mistakes(known, path)):
            if self.by.field is not None:
                yield from known.day_fields((*path, "by"), self.by.field)
            elif known.type_of(self.by) != "日期":
                yield (*path, "by"), "rule-day", {"value": self.by.param or self.by.fact or ""}
        yield from known.numbers(path, {"days": self.days, "months": self.months})

    @property
    def is_fixed(self) -> bool:
        """Tell whether it is the same day for every record."""
        return self.by is not None and not (isinstance(self.by, Ref) and self.by.field is not None)

    def day_for(self, grounds: Grounds) -> Callable[[Record], date | str]:
        """Make the function that gives the due day of one record, or the field that leaves it open."""
        if self.by is not None:
            return self._written_day(self.by, grounds)
        count_for = days_for(self.days if self.months is None else self.months, grounds)
        add, field = adder(self._unit), None if self.from_ in (None, "日期") else self.from_

        def day(record: Record) -> date | str:
            start = record.days.last if field is None else written_day(record, field)
            if start is None:
                return field or ""
            count = count_for(record)
            return count if isinstance(count, str) else self._in_month(add(start, count))

        return day

    @staticmethod
    def _written_day(by: DayOrRef, grounds: Grounds) -> Callable[[Record], date | str]:
        if isinstance(by, DayInYear) and grounds.spans_years:  # of a record of another year it is that year's
            return lambda record: by.counted_from(record.days.first.year)
        if not isinstance(by, Ref) or by.field is None:
            return lambda _record: grounds.day(by)
        field, later = by.field, timedelta(days=by.days)

        def day(record: Record) -> date | str:
            written = grounds.refer(by, record)
            return written + later if isinstance(written, date) else field

        return day

    def _in_month(self, due: date) -> date:
        if self.on_day is None:
            return due
        return due.replace(day=min(self.on_day, monthrange(due.year, due.month)[1]))

    @property
    def _unit(self) -> str:
        return self.unit if self.months is None else "月"

    def words(self, known: Glossary) -> Message:
        """Say until when."""
        if self.by is not None:
            return msg("asks.due.by", day=known.day(self.by))
        days = known.days(self.days if self.months is None else self.months, self._unit)
        if self.on_day is not None:
            code = "asks.due.on-day" if self.from_ is None else "asks.due.on-day-from"
            return msg(code, months=days, day=str(self.on_day), start=self.from_ or "")
        if self.from_ is None:
            return msg("asks.due.days", days=days)
        return msg("asks.due.from", days=days, start=self.from_)


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

    def shown(self, records: Iterable[Record], grounds: Grounds, by: date) -> tuple[int, int]:
        """Count the different pieces that these records show: those that are as asked, and those that are not."""
        test, pieces = self.test, {}
        for record in records:
            for item in record.evidence:
                if shown_in(record, item, self.roles, grounds, by):
                    pieces[item.folder, item.name] = item
        good = sum(test is None or test(item, by) for item in pieces.values())
        return good, len(pieces) - good

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
        """Say what these records lack together."""
        good, others = self.shown(records, grounds, by)
        if not self.holds(good):
            have = number(good)
            yield msg(
                "lacks.role-asked", roles=self.roles, have=have, limits=self.limits.words(), asked=self.asked
            )
        elif self.every and others:
            yield msg("lacks.role-every", roles=self.roles, count=number(others), asked=self.asked)


def demands_of(roles: Iterable[RoleDemand], grounds: Grounds) -> list[Demand]:
    """Work out the numbers of role demands; without limits one file is enough."""
    found = []
    for each in roles:
        limits = grounds.limits(each)
        plain = not list(each.limits())
        limits = Limits({"at_least": Fraction(1)}) if plain else limits
        found.append(Demand(each.any_of, limits, plain, each.test(grounds), each.every, each.words()))
    return found


class Asked(NamedTuple):
    """What every record is asked to show: a condition, material, filled fields, members of a set, by a day."""

    where: Condition | None
    roles: Iterable[RoleDemand]
    filled: Iterable[str]
    members: Callable[[Record], tuple[str, ...]] | None
    due: Due | None

    def examination(self, grounds: Grounds) -> Callable[[Record], Iterable[Short]]:
        """Make the function that lists what one record lacks, with its due day; without ``due`` it is due at once."""
        demands = demands_of(self.roles, grounds)
        getters = [(name, grounds.getter(name)) for name in self.filled]
        fails, due_day, missing_members = (
            _failing(self.where, grounds, self.due is not None),
            _due_day(self.due, grounds),
            self.members,
        )

        comes_late = self._coming_late(grounds)

        def lacks(record: Record, by: date) -> Iterator[Message]:
            yield from comes_late(record, by)
            yield from fails(record, by)
            for demand in demands:
                yield from demand.lacks_of(record, grounds, by)
            for name, get in getters:
                value = get(record)
                if value is None:
                    yield lacks_field(name, record)
                elif is_late(name, value, record, by, grounds, self.due is not None):
                    yield msg("lacks.too-late", field=name, day=value, due=by)
            if missing_members is not None and (missing := missing_members(record)):
                yield msg("lacks.members", missing=missing)

        def examine(record: Record) -> Iterable[Short]:
            due = due_day(record)
            if isinstance(
                due, str
            ):  # a blank field leaves the due day open, so nothing shows that it was kept
                last, unknown = record.days.last, msg("lacks.due-blank", field=due)
                yield Short(record, (unknown,), last, not grounds.clock.reached(last))
            elif missing := tuple(lacks(record, due)):
                waiting = not grounds.clock.reached(due)
                yield Short(record, missing, due if waiting or self.due is not None else None, waiting)

        return examine

    def _coming_late(self, grounds: Grounds) -> Callable[[Record, date], Iterator[Message]]:
        """Make the function that tells of a record after a fixed day, and of one that counts by material it lacks."""
        terms = grounds.terms
        of_material = () if self.roles else frozenset(filter(terms.shown_by_material, terms.kinds))
        fixed = self.due is not None and self.due.is_fixed

        def lacks(record: Record, by: date) -> Iterator[Message]:
            if fixed and record.days.first > by:
                yield msg("lacks.after-due", day=record.days.first, due=by)
            if record.kind in of_material and not existing_evidence(record, grounds):
                yield msg("lacks.material")

        return lacks


def _due_day(due: Due | None, grounds: Grounds) -> Callable[[Record], date | str]:
    if due is None:
        return lambda record: record.days.last
    return due.day_for(grounds)


def _failing(
    where: Condition | None, grounds: Grounds, has_due: bool
) -> Callable[[Record, date], Iterable[Message]]:
    """Make the function that says how a record fails ``where`` on its due day.

    What a record says is taken as it stands; only days that tell when something was done are read as they
    were on the due day, so that what came later does not mend a missed one.
    """
    if where is None:
        return lambda _record, _by: ()
    meets = where.compile(grounds, None)
    of_pack = grounds.terms.day_fields if has_due else {}
    timely = any(key in _TIMELY or key in of_pack for each in where.nested() for key in each.tests)

    def fails(record: Record, by: date) -> Iterable[Message]:
        then, test = grounds, meets
        if timely and by < grounds.as_of:
            then = replace(grounds, clock=Clock(by))
            test = where.compile(then, None)
        if test(record) is True:
            return ()
        return [failure.lacks for failure in where.failures(record, then, sure=True)]

    return fails


def is_late(name: str, value: object, record: Record, by: date, grounds: Grounds, has_due: bool) -> bool:
    """Tell whether a field that says when a thing was done holds a later day than ``by``.

    Days of the pack's fields are held against a due day that the rule writes; without one they are only asked for.
    """
    timely = name in _TIMELY or (has_due and grounds.terms.says_when(name, str(record.kind)))
    return timely and isinstance(value, date) and value > by


def lacks_field(name: str, record: Record) -> Message:
    """Say that a field is not there, or that its day has not come."""
    written = record.fields.get(name)
    return (
        msg("lacks.filled-ahead", field=name, day=written)
        if isinstance(written, date)
        else msg("lacks.filled", field=name)
    )


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
        return msg("lacks.role", role=roles[0]) if len(roles) == 1 else msg("lacks.any-role", roles=roles)
    return msg("lacks.role-number", roles=roles, have=number(count), limits=demand.limits.words())
