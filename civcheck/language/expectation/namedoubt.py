"""Naming, as near misses, the records whose blanks leave it open whether a demand holds, and what they leave blank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civcheck.language.condition import Failure
from civcheck.language.expectation.members import FromRecords
from civcheck.language.expectation.per_value import value_in
from civcheck.language.observation import Observation
from civcheck.language.select import Near, Scope, Select
from civcheck.language.window import EVER
from civcheck.messages import msg
from civcheck.model.outcome import Outcome
from civcheck.model.record import Record


def name_doubtful(seen: Observation, expectation: Any, scope: Scope) -> Observation:
    """Name the records that a construct says leave it open; where it only counts them, all that may be selected."""
    told = seen.summary.id == "seen.maybe-other" or any(
        note.id == "note.blank-could-change" for note in seen.notes
    )
    if seen.outcome is not Outcome.UNDETERMINED or not told:
        return seen
    known = seen.near

    def near() -> list[Near]:
        found = known()
        keys = {each.record.key for each in found}
        records = seen.doubts.records or scope.selection(material=False, unsure="beside").unsure
        records = records or naming_members(expectation, scope)
        more = ((each, _blank(each, expectation, scope)) for each in records if each.key not in keys)
        return [*found, *(Near(record, failure) for record, failure in more if failure is not None)]

    seen.near = near
    return seen


def naming_members(expectation: Any, scope: Scope) -> list[Record]:
    """List the records that name members, or may."""
    value = value_in(getattr(expectation, "per", None))
    if value is None or not isinstance(value.members, FromRecords):
        return []
    chosen = Scope(scope.grounds, value.members.of, EVER, may_be_joint=True).selection(False, "beside")
    return [*chosen.records, *chosen.unsure]


def _asked(record: Record, expectation: Any, scope: Scope) -> Iterator[str]:
    """List the fields by which a record is selected and told apart, or by which it names a member."""
    value = value_in(getattr(expectation, "per", None))
    if record.kind in scope.kinds():
        yield from _fields(scope.select)
        yield from value.field if value is not None else ()
    elif value is not None and isinstance(value.members, FromRecords):
        yield value.members.field
        yield from _fields(value.members.of)
        # a stay that does not say when it ends is for good
        yield from (name for name in (value.members.from_, value.members.to) if name in record.flaws)


def _fields(select: Select | None) -> Iterator[str]:
    for each in select.nested() if select is not None else ():
        yield from (name for name in each.tests if name != "类型")


def _blank(record: Record, expectation: Any, scope: Scope) -> Failure | None:
    """Say what a record leaves blank, with what is asked for where it is one thing."""
    grounds = scope.grounds
    failures = scope.failures(record, material=False) if record.kind in scope.kinds() else []
    if len(failures) == 1 and failures[0].weight == 1:
        return failures[0]
    asked = dict.fromkeys(_asked(record, expectation, scope))
    if (flawed := next((name for name in asked if name in record.flaws), None)) is not None:
        return Failure(msg("lacks.filled-flawed", field=flawed))
    blank = tuple(
        f"“{name}”"
        for name in asked
        if grounds.has_field(record, name) and grounds.getter(name)(record) is None
    )
    return Failure(msg("lacks.blank-asked", fields=blank)) if blank else None
