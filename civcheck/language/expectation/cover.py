"""``cover``: every member of a set is shown by at least one record; what is missing is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from civcheck.language.condition import Condition, Failure, Truth, forms_of
from civcheck.language.grounds import Grounds, texts_of
from civcheck.language.observation import (
    Observation,
    behind_pace,
    by_window,
    doubt_unread,
    nothing_selected,
    when_empty,
)
from civcheck.language.quantity import Ref
from civcheck.language.select import Near, Scope, Select, Selection
from civcheck.language.window import Interval, Resolved
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Mistake, Part, mistake
from civcheck.model.record import Record
from civcheck.model.texts import near, normal

if TYPE_CHECKING:
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path
    from civcheck.language.written import Applies, Members, Need, Quantity
    from civcheck.model.written import Texts, YesNo


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
        return _unknown_members(self.field, self.members, known, path)


class AtLeast(Part):
    """At least so many members."""

    at_least: Quantity


class Wanted(NamedTuple):
    """A member that applies to this unit: its name and the test a record that shows it passes."""

    name: str
    shows: Callable[[Record], Truth]
    fields: tuple[str, ...]
    where: Condition | None = None


class Cover(Part):
    """Ask that every member of a set (or any, or k of them) is shown by a record.

    One record counts for every member it names.
    """

    form: Literal["cover"] = "cover"
    field: Texts = ()
    members: Members | None = None
    cross: tuple[Side, ...] = ()
    need: Need = "all"
    open: YesNo = False

    @property
    def needs_on_empty(self) -> bool:
        """Tell whether the set comes from what the unit declares, and may be empty."""
        return self.from_fact

    def mistakes(self, known: Vocabulary, path: Path) -> Iterator[Mistake]:
        """Tell of fields that no kind has, and of members that no field lists."""
        return _unknown_members(self.field, self.members, known, path)

    def _check(self) -> None:
        if (self.members is None) == (not self.cross):
            raise mistake("one-of", names="members、cross")
        if (
            isinstance(self.members, tuple)
            and not self.field
            and any(each.where is None for each in self.members)
        ):
            raise mistake("cover-field")

    @property
    def from_fact(self) -> bool:
        """Tell whether the set, or a side of it, comes from what the unit declares."""
        sides = (self.members, *(side.members for side in self.cross))
        return any(isinstance(each, Ref | FromRecords) for each in sides)

    def observe(self, scope: Scope) -> Observation:
        """Judge which members are shown."""
        grounds = scope.grounds
        wanted, asks = self.wanted(grounds)
        if not wanted:
            return self._no_members(scope, asks)
        chosen = scope.selection()
        shown_by: dict[str, list[Record]] = {
            each.name: [record for record in chosen.records if each.shows(record)] for each in wanted
        }
        missing = tuple(name for name, records in shown_by.items() if not records)
        have, need = len(wanted) - len(missing), self.needed(len(wanted), grounds)
        outcome = by_window(have >= need, False, scope.closed())
        if asks and not self._certain(outcome, have, grounds):
            outcome = Outcome.UNDETERMINED
        counting = {record.key: record for records in shown_by.values() for record in records}
        seen = Observation(
            outcome,
            self._words(outcome, missing, have, need, len(wanted), scope),
            shown=list(counting.values()),
            planned=[record for record in chosen.planned if any(each.shows(record) for each in wanted)],
            have=Fraction(have),
            need=Fraction(need),
            missing=() if outcome is Outcome.SATISFIED else missing,
            due=scope.window.last if outcome is Outcome.PENDING else None,
            behind=outcome is Outcome.PENDING and behind_pace(Fraction(have), Fraction(need), scope),
            parts=frozenset({"number"}),
            near=lambda: _near(scope, chosen, [each for each in wanted if each.name in missing], counting),
            asks=asks,
            window=scope.window,
        )
        return doubt_unread(seen, self._unread_members(grounds))

    def _certain(self, outcome: Outcome, have: int, grounds: Grounds) -> bool:
        """Tell whether an outcome stands whatever members the undeclared facts would add."""
        match self.need:
            case "all":
                return outcome is Outcome.GAP
            case "any":
                return outcome is Outcome.SATISFIED
            case AtLeast():
                return have >= grounds.quantity(self.need.at_least)

    def _from_records(self) -> list[FromRecords]:
        sides = (self.members, *(side.members for side in self.cross))
        return [each for each in sides if isinstance(each, FromRecords)]

    def _unread_members(self, grounds: Grounds) -> int:
        """Count the unread records that could name one more member."""
        kinds = (each.of.kinds(grounds.terms) for each in self._from_records())
        return grounds.index.unread_of(found) if (found := frozenset().union(*kinds)) else 0

    def wanted(self, grounds: Grounds) -> tuple[list[Wanted], tuple[str, ...]]:
        """List the members that concern this unit, and the facts that are not declared but could add one."""
        if self.cross:
            sides = [_members(side.members, side.field, grounds) for side in self.cross]
            asks = tuple(ask for _, missing in sides for ask in missing)
            return [_crossed(combination) for combination in product(*(each for each, _ in sides))], asks
        assert self.members is not None  # noqa: S101 - the validator saw to it
        return _members(self.members, self.field, grounds)

    def _no_members(self, scope: Scope, asks: tuple[str, ...]) -> Observation:
        if asks:
            return Observation(Outcome.UNDETERMINED, msg("undetermined.fact", fact=asks), asks=asks)
        nobody = Observation(Outcome.NOT_APPLICABLE, self._nobody(scope.grounds), window=scope.window)
        if not self.from_fact:
            return nobody
        on_empty = scope.on_empty or "not-applicable"
        chosen = Selection(scope.window, unread=self._unread_members(scope.grounds))
        if self._from_records():  # a record that names one may still come
            return nothing_selected(replace(scope, on_empty=on_empty), chosen)
        return nobody if on_empty == "not-applicable" else when_empty(on_empty, True, scope.window, list)

    def _nobody(self, grounds: Grounds) -> Message:
        """Say by which facts of the unit no member concerns it."""
        members = self.members if isinstance(self.members, tuple) else ()
        truths = [
            each.applies_to.about_unit(grounds) for each in members if isinstance(each.applies_to, Condition)
        ]
        because: list[Message] = []
        for reason in (reason for truth in truths for reason in truth.because):
            if reason not in because:
                because.append(reason)
        if not because:
            return msg("seen.no-member-applies")
        return msg("seen.not-applicable", because=tuple(because))

    def needed(self, count: int, grounds: Grounds) -> int:
        """Say how many of so many members must be shown."""
        match self.need:
            case "all":
                return count
            case "any":
                return min(1, count)
            case AtLeast():
                return min(int(grounds.quantity(self.need.at_least)), count)

    def _words(
        self, outcome: Outcome, missing: tuple[str, ...], have: int, need: int, count: int, scope: Scope
    ) -> Message:
        if outcome is Outcome.UNDETERMINED:
            return msg("undetermined.fact", fact=self.wanted(scope.grounds)[1])
        what = scope.what()
        params = {
            "have": number(have),
            "need": number(need),
            "count": number(count),
            "missing": missing,
            "what": what,
        }
        if outcome is Outcome.SATISFIED:
            return msg("seen.cover.found", **params)
        return msg("seen.cover.all" if self.need == "all" else "seen.cover.some", **params)


def _unknown_members(
    fields: tuple[str, ...], members: Members | None, known: Vocabulary, path: Path
) -> Iterator[Mistake]:
    yield from known.fields((*path, "field"), *fields)
    for index, member in enumerate(members if isinstance(members, tuple) else ()):
        if member.where is None:
            yield from known.listed((*path, "members", index), fields, (member.name,))


def _members(
    members: tuple[Member, ...] | Ref | FromRecords, fields: tuple[str, ...], grounds: Grounds
) -> tuple[list[Wanted], tuple[str, ...]]:
    if isinstance(members, tuple):
        return _listed_members(members, fields, grounds)
    if isinstance(members, Ref):
        return _fact_members(members, fields, grounds)
    ever, get = Resolved((Interval(date.min, date.max),)), grounds.getter(members.field)
    naming = Scope(grounds, members.of, ever, may_be_joint=True).selection(material=False).records
    return _valued((name for record in naming for name in texts_of(get(record))), fields, grounds), ()


def _fact_members(
    ref: Ref, fields: tuple[str, ...], grounds: Grounds
) -> tuple[list[Wanted], tuple[str, ...]]:
    """Take members from a declared list; where it is undeclared, from what follows from the unit's type."""
    name = ref.fact or ""
    doubtful = (name,) if name in grounds.unit.doubtful else ()
    return _valued(texts_of(grounds.fact(name, ref.within)), fields, grounds), doubtful


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
    return _valued((member.name,), fields, grounds)[0]


def _valued(names: Iterable[str], fields: tuple[str, ...], grounds: Grounds) -> list[Wanted]:
    getters = [grounds.getter(name) for name in fields]
    forms = lru_cache(maxsize=None, typed=True)(
        forms_of
    )  # of values that repeat from record to record, for as long as one rule is judged

    def showing(form: str) -> Callable[[Record], Truth]:
        if len(getters) == 1:
            get = getters[0]
            return lambda record: form in forms(get(record))
        return lambda record: any(form in forms(get(record)) for get in getters)

    return [Wanted(name, showing(normal(name)), fields) for name in dict.fromkeys(names)]


def _crossed(combination: tuple[Wanted, ...]) -> Wanted:
    return Wanted(
        "·".join(each.name for each in combination),
        lambda record: all(each.shows(record) for each in combination),
        tuple(name for each in combination for name in each.fields),
    )


def _near(scope: Scope, chosen: Selection, missing: list[Wanted], counting: dict[str, Record]) -> list[Near]:
    """List records that would show a missing member but for one thing."""
    found = [
        near_miss
        for near_miss in scope.near_misses([record.key for record in (*chosen.records, *chosen.planned)])
        if any(each.shows(near_miss.record) for each in missing)
    ]
    for each in missing:
        for record in chosen.records if each.where is not None and scope.select is not None else ():
            failures = each.where.failures(record, scope.grounds) if each.where is not None else []
            if len(failures) == 1 and failures[0].weight == 1 and record.key not in counting:
                found.append(Near(record, failures[0]))
    fields = tuple(dict.fromkeys(name for each in missing for name in each.fields))
    names = [part for each in missing for part in each.name.split("·")]
    for record in chosen.records:
        failure = _unnamed(record, fields, names, scope.grounds, record.key in counting)
        if failure is not None:
            found.append(Near(record, failure))
    return found


def _unnamed(
    record: Record, fields: tuple[str, ...], names: list[str], grounds: Grounds, counts: bool
) -> Failure | None:
    """Say why a selected record shows none of the missing members: nothing written, or a near value."""
    for name in fields:
        written = texts_of(grounds.getter(name)(record))
        if not written:
            if not counts and grounds.has_field(record, name):
                return Failure(
                    msg(
                        "lacks.flawed" if name in record.flaws else "lacks.member-blank",
                        field=name,
                        want=tuple(names),
                    )
                )
            continue
        listed = {normal(name) for name in names}
        for text in written:
            meant = near(text, names, cutoff=0.5)
            if (
                meant is not None
                and normal(text) not in listed
                and not _is_listed(text, name, record, grounds)
            ):
                return Failure(msg("lacks.near-value", field=name, value=(text,), want=meant))
    return None


def _is_listed(text: str, field: str, record: Record, grounds: Grounds) -> bool:
    term = grounds.terms.fields_of(str(record.kind)).get(field) or grounds.terms.fields.get(field)
    return term is not None and normal(text) in term.spellings
