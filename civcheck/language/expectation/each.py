"""``each``: what every selected record must show, or so many of them, or all of them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from civcheck.language.condition import Condition
from civcheck.language.expectation.cover import Cover, Wanted
from civcheck.language.grounds import Clock, Grounds
from civcheck.language.observation import (
    Observation,
    Short,
    behind_pace,
    by_window,
    doubt_unread,
    nothing_selected,
)
from civcheck.language.quantity import Comparison, Limits
from civcheck.language.select import Scope, Selection, role_count, role_paths
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Part, mistake
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.written import DayOrRef, Quantifier, Quantity, RoleDemands
    from civcheck.model.written import Texts


class RoleDemand(Comparison):
    """Material in one role, or in any of several, in a number (default: at least one)."""

    any_of: Texts = ()

    @classmethod
    def _written(cls, raw: Any) -> Any:
        if isinstance(raw, str):
            return {"any_of": [raw]}
        if isinstance(raw, dict) and "role" in raw:
            return {"any_of": [raw["role"]], **{key: value for key, value in raw.items() if key != "role"}}
        return raw

    def _check(self) -> None:
        if not self.any_of:
            raise mistake("one-of", names="role、any_of")


class Due(Part):
    """Until when: so many days after the record's last day, or a fixed day; both inclusive."""

    days: Quantity | None = None
    by: DayOrRef | None = None

    def _check(self) -> None:
        if (self.days is None) == (self.by is None):
            raise mistake("one-of", names="days、by")

    def day(self, record: Record, grounds: Grounds) -> date:
        """Give the due day of one record."""
        if self.by is not None:
            return grounds.day(self.by)
        return record.days.last + self.after(grounds)

    def after(self, grounds: Grounds) -> timedelta:
        """Give the time a record has after its last day."""
        assert self.days is not None  # noqa: S101 - the validator saw to it
        return timedelta(days=int(grounds.quantity(self.days)))


class AtLeastRecords(Part):
    """So many records that meet all of it."""

    at_least: Quantity


class _Demand(NamedTuple):
    """A role demand with its numbers known."""

    roles: tuple[str, ...]
    limits: Limits
    plain: bool

    def holds(self, count: int) -> bool:
        """Tell whether so many files are what is asked."""
        return count > 0 if self.plain else self.limits.holds(Fraction(count))


class Each(Part):
    """Conditions, material and fields that the selected records must show by their due day."""

    form: Literal["each"] = "each"
    where: Condition | None = None
    roles: RoleDemands = ()
    filled: Texts = ()
    cover: Cover | None = None
    due: Due | None = None
    quantifier: Quantifier = "each"

    needs_on_empty: ClassVar[bool] = True

    def _check(self) -> None:
        if self.where is None and not self.roles and not self.filled and self.cover is None:
            raise mistake("one-of", names="where、roles、filled、cover")
        if (
            self.quantifier == "together" and self.where is not None
        ):  # one record meets a condition, not a pool
            raise mistake("one-of", names="roles、filled、cover")

    def observe(self, scope: Scope) -> Observation:
        """Judge the demand record by record; a missed due day is never mended by waiting."""
        chosen = scope.selection(material=False)
        spoken_for = isinstance(self.quantifier, str) or (scope.on_empty and scope.closed())
        if not chosen.records and spoken_for:
            return nothing_selected(scope, chosen, material=False)
        members, asks = self.cover.wanted(scope.grounds) if self.cover is not None else ([], ())
        if self.quantifier == "together":
            seen = doubt_unread(self._together(scope, chosen, members), chosen.unread)
        else:
            examine = self._examination(scope.grounds, members)
            shorts = [short for record in chosen.records for short in examine(record)]
            seen = self._counted(scope, chosen, shorts)
        if (
            asks and seen.outcome is not Outcome.GAP
        ):  # a member that may concern the unit has not been asked for
            seen.outcome, seen.asks, seen.summary = (
                Outcome.UNDETERMINED,
                asks,
                msg("undetermined.fact", fact=asks),
            )
        return seen

    def _counted(self, scope: Scope, chosen: Selection, shorts: list[Short]) -> Observation:
        if isinstance(self.quantifier, AtLeastRecords):
            return self._so_many(scope, chosen, shorts, scope.grounds.quantity(self.quantifier.at_least))
        return doubt_unread(self._every(scope, chosen, shorts), chosen.unread)

    @property
    def parts(self) -> frozenset[str]:
        """Name the parts of a rule that a demand rests on."""
        return frozenset({"evidence"} if self.roles or self.filled else {"number"})

    def _every(self, scope: Scope, chosen: Selection, shorts: list[Short]) -> Observation:
        missed = [short for short in shorts if not short.waiting]
        waiting = [short for short in shorts if short.waiting]
        outcome = Outcome.GAP if missed else Outcome.PENDING if waiting else Outcome.SATISFIED
        lacking = {short.record.key for short in shorts}
        count = number(len(chosen.records))
        if outcome is Outcome.SATISFIED:
            summary = msg("seen.each.found", count=count)
        else:
            named = missed or waiting
            summary = msg(
                f"seen.each.{outcome.value}", short=number(len(named)), count=count, lacks=_summed(named)
            )
        return Observation(
            outcome,
            summary,
            shown=[record for record in chosen.records if record.key not in lacking],
            planned=chosen.planned,
            have=Fraction(len(chosen.records) - len(lacking)),
            need=Fraction(len(chosen.records)),
            shorts=missed or waiting,
            due=min((short.due for short in waiting if short.due), default=None) if not missed else None,
            parts=self.parts,
            window=scope.window,
        )

    def _so_many(self, scope: Scope, chosen: Selection, shorts: list[Short], need: Fraction) -> Observation:
        lacking = {short.record.key for short in shorts}
        good = [record for record in chosen.records if record.key not in lacking]
        waiting = [short for short in shorts if short.waiting]
        could = len(good) + len(waiting)
        last = self._last_day(scope)
        closed = scope.grounds.clock.reached(last)
        outcome = by_window(len(good) >= need, False, closed and could < need)
        dues = [short.due for short in waiting if short.due is not None]
        what = scope.select.words() if scope.select is not None else msg("words.any-record")
        if outcome is Outcome.SATISFIED:
            summary = msg("seen.so-many.found", have=number(len(good)), need=number(need))
        elif not chosen.records:
            summary = msg("seen.count.none", what=what, need=number(need))
        else:
            summary = msg(
                "seen.so-many.short",
                have=number(len(good)),
                need=number(need),
                what=what,
                lacks=_summed(shorts),
            )
        return Observation(
            outcome,
            summary,
            shown=good,
            planned=chosen.planned,
            have=Fraction(len(good)),
            need=need,
            shorts=[] if outcome is Outcome.SATISFIED else shorts,
            near=lambda: scope.near_misses(
                [record.key for record in (*chosen.records, *chosen.planned)], False
            ),
            due=(max(dues) if closed and dues else last) if outcome is Outcome.PENDING else None,
            behind=outcome is Outcome.PENDING and behind_pace(Fraction(len(good)), need, scope),
            parts=self.parts | {"number"},
            window=scope.window,
        )

    def _last_day(self, scope: Scope) -> date:
        """Give the last day on which a record can still come that meets the demand."""
        by = scope.grounds.day(self.due.by) if self.due is not None and self.due.by is not None else None
        return scope.window.last if by is None else min(by, scope.window.last)

    def _together(self, scope: Scope, chosen: Selection, members: list[Wanted]) -> Observation:
        """Pool what all selected records show; due when the window and their own due days are over, or ``by``."""
        grounds = scope.grounds
        if self.due is None:
            due = scope.window.last
        elif self.due.by is not None:
            due = grounds.day(self.due.by)
        else:
            due = max(scope.window.last, *(self.due.day(record, grounds) for record in chosen.records))
        demands = [(demand, self._pooled(demand, chosen, grounds, due)) for demand in self._demands(grounds)]
        lacks = [_role_lack(demand, count) for demand, count in demands if not demand.holds(count)]
        lacks += [
            msg("lacks.filled", field=name)
            for name in self.filled
            if all(_not_filled(name, grounds.getter(name)(record), due) for record in chosen.records)
        ]
        if self.cover is not None and (missing := self._missing(members, chosen.records, grounds)):
            lacks.append(msg("lacks.members", missing=missing))
        exceeded = any(demand.limits.exceeded(Fraction(count)) for demand, count in demands)
        outcome = by_window(not lacks, exceeded, grounds.clock.reached(due))
        return Observation(
            outcome,
            msg("seen.together.found") if not lacks else msg("seen.together.short", lacks=tuple(lacks)),
            shown=chosen.records,
            planned=chosen.planned,
            due=due if outcome is Outcome.PENDING else None,
            parts=self.parts,
            window=scope.window,
        )

    def _pooled(self, demand: _Demand, chosen: Selection, grounds: Grounds, due: date) -> int:
        paths = (role_paths(record, demand.roles, grounds, due) for record in chosen.records)
        return len(frozenset().union(*paths))

    def _missing(self, members: list[Wanted], records: list[Record], grounds: Grounds) -> tuple[str, ...]:
        """Name the members that none of these records shows, where too few are shown."""
        assert self.cover is not None  # noqa: S101 - the caller saw to it
        missing = tuple(each.name for each in members if not any(each.shows(record) for record in records))
        enough = len(members) - len(missing) >= self.cover.needed(len(members), grounds)
        return () if enough else missing

    # --- one record

    def _demands(self, grounds: Grounds) -> list[_Demand]:
        found = []
        for each in self.roles:
            limits = grounds.limits(each)
            plain = not list(each.limits())
            found.append(_Demand(each.any_of, Limits({"at_least": Fraction(1)}) if plain else limits, plain))
        return found

    def _examination(self, grounds: Grounds, members: list[Wanted]) -> Callable[[Record], Iterable[Short]]:
        """Make the function that lists what one record lacks, with its due day; without ``due`` it is due at once."""
        demands = self._demands(grounds)
        getters = [(name, grounds.getter(name)) for name in self.filled]
        condition, due_day = self._condition(grounds), self._due_day(grounds)

        def lacks(record: Record, by: date) -> Iterator[Message]:
            yield from condition(record, by)
            for demand in demands:
                count = role_count(record, demand.roles, grounds, by)
                if not demand.holds(count):
                    later = demand.plain and bool(role_paths(record, demand.roles, grounds))
                    yield _role_lack(demand, count, record, later, by)
            for name, get in getters:
                value = get(record)
                if value is None:
                    yield msg("lacks.filled", field=name)
                elif _not_filled(name, value, by):
                    yield msg("lacks.too-late", field=name, day=value, due=by)
            if self.cover is not None and (missing := self._missing(members, [record], grounds)):
                yield msg("lacks.members", missing=missing)

        def examine(record: Record) -> Iterable[Short]:
            due = due_day(record)
            if missing := tuple(lacks(record, due)):
                waiting = not grounds.clock.reached(due)
                yield Short(record, missing, due if waiting or self.due is not None else None, waiting)

        return examine

    def _due_day(self, grounds: Grounds) -> Callable[[Record], date]:
        if self.due is None:
            return lambda record: record.days.last
        if self.due.by is not None:
            by = grounds.day(self.due.by)
            return lambda _: by
        after = self.due.after(grounds)
        return lambda record: record.days.last + after

    def _condition(self, grounds: Grounds) -> Callable[[Record, date], Iterable[Message]]:
        """Make the function that says how a record fails ``where`` on its due day.

        What a record says is taken as it stands; only days that tell when something was done are read as they
        were on the due day, so that what came later does not mend a missed one.
        """
        where = self.where
        if where is None:
            return lambda _record, _by: ()
        meets = where.compile(grounds)
        timely = any(key in _TIMELY for each in where.nested() for key in each.tests)

        def fails(record: Record, by: date) -> Iterable[Message]:
            then, test = grounds, meets
            if timely and by < grounds.as_of:
                then = replace(grounds, clock=Clock(by))
                test = where.compile(then)
            return () if test(record) else [failure.lacks for failure in where.failures(record, then)]

        return fails


def _not_filled(name: str, value: object, by: date) -> bool:
    return value is None or (name in _TIMELY and isinstance(value, date) and value > by)


_TIMELY = frozenset({"归档", "报送日期"})
"""Fields whose day says when the demand was met."""


def _role_lack(
    demand: _Demand, count: int, record: Record | None = None, later: bool = False, due: date | None = None
) -> Message:
    roles = demand.roles
    if record is not None and not count and (flawed := [role for role in roles if role in record.flaws]):
        return msg("lacks.role-flawed", role=tuple(flawed))
    if demand.plain:
        if later:
            return msg("lacks.role-late", role=roles, due=due)
        return msg("lacks.role", role=roles[0]) if len(roles) == 1 else msg("lacks.any-role", roles=roles)
    return msg("lacks.role-number", roles=roles, have=number(count), limits=demand.limits.words())


def _summed(shorts: list[Short]) -> tuple[Message, ...]:
    """List the different things that are lacking, each once, in order of first appearance."""
    found: list[Message] = []
    for short in shorts:
        for lack in short.lacks:
            if lack not in found:
                found.append(lack)
            if len(found) == 6:
                return tuple(found)
    return tuple(found)
