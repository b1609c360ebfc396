"""What one record must show by its due day: the demands of ``each``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from civcheck.language.condition import Condition
from civcheck.language.expectation.due import Due, due_day_of
from civcheck.language.expectation.roledemand import RoleDemand, demands_of
from civcheck.language.grounds import Clock, Grounds
from civcheck.language.observation import Short
from civcheck.language.select import existing_evidence
from civcheck.messages import Message, msg
from civcheck.model.record import Record

_TIMELY = frozenset({"归档", "报送日期"})
"""Fields whose day says when the demand was met."""


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
            due_day_of(self.due, grounds),
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
            if isinstance(due, str):
                # a blank field leaves the due day open, so nothing shows that it was kept
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
    """Say that a field is not there, that what it says was not taken, or that its day has not come."""
    if name in record.flaws:
        return msg("lacks.filled-flawed", field=name)
    written = record.fields.get(name)
    return (
        msg("lacks.filled-ahead", field=name, day=written)
        if isinstance(written, date)
        else msg("lacks.filled", field=name)
    )
