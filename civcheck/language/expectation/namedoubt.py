"""Naming, as near misses, the records whose blanks leave it open whether a demand holds, and what they leave blank."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from civcheck.language.condition import Failure, left_open
from civcheck.language.condition.fieldtest import meant_open
from civcheck.language.expectation.members import FromRecords, named_together
from civcheck.language.expectation.per_value import PerValue, value_in
from civcheck.language.observation import Observation
from civcheck.language.select import Near, Scope, Select
from civcheck.language.window import EVER
from civcheck.messages import msg
from civcheck.model.outcome import Outcome
from civcheck.model.record import Record

_TOLD = ("note.blank-could-change", "note.unread-could-change")


def name_doubtful(seen: Observation, expectation: Any, scope: Scope) -> Observation:
    """Name the records that a construct says leave it open; where it only counts them, all that may be selected."""
    told = seen.summary.id == "seen.maybe-other" or any(note.id in _TOLD for note in seen.notes)
    value = value_in(getattr(expectation, "per", None))
    if seen.outcome is not Outcome.UNDETERMINED or seen.asks or not (told or value is not None):
        return seen
    known = seen.near

    def near() -> list[Near]:
        found = [*known()]
        found += _misnamed(seen, value, scope) if value is not None else []
        if not told:
            return found
        keys = {each.record.key for each in found}
        records = seen.doubts.records or scope.selection(material=False, unsure="beside").unsure
        records = records or naming_members(expectation, scope)
        more = ((each, _blank(each, expectation, scope)) for each in records if each.key not in keys)
        return [*found, *(Near(record, failure) for record, failure in more if failure is not None)]

    seen.near = near
    return seen


def _misnamed(seen: Observation, value: PerValue, scope: Scope) -> list[Near]:
    """Name the records that may mean, by a name longer or shorter, one of those of which it is left open."""
    chosen = scope.selection(material=False, unsure="beside")
    records, doubted = [*chosen.records, *chosen.unsure], {each.key for each in seen.doubts.records}
    groups, _ = value.groups(records, scope.grounds)
    meant = value.meant(groups, scope.grounds)
    return [
        Near(record, Failure(meant_open(name, text, groups[place].name)))
        for record in records
        for name, text, place in islice(meant(record), 1)
        if record.key in doubted or any(groups[place].name in each for each in seen.missing)
    ]


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
    for each in _naming(record, expectation, scope):
        yield each.field
        yield from _fields(each.of)
        # a stay that does not say when it ends is for good
        yield from (name for name in (each.from_, each.to) if name is not None and name in record.flaws)


def _naming(record: Record, expectation: Any, scope: Scope) -> list[FromRecords]:
    """List the sets whose members such a record may name, where it is none that is selected itself."""
    value, cover = value_in(getattr(expectation, "per", None)), getattr(expectation, "cover", expectation)
    sets = [value.members] if value is not None else getattr(cover, "sets", ())
    selected, terms = scope.kinds(), scope.grounds.terms
    naming = (each for each in sets if isinstance(each, FromRecords) and record.kind not in selected)
    return [each for each in naming if record.kind in each.of.kinds(terms)]


def _fields(select: Select | None) -> Iterator[str]:
    for each in select.nested() if select is not None else ():
        yield from (name for name in each.tests if name != "类型")


def _blank(record: Record, expectation: Any, scope: Scope) -> Failure | None:
    """Say what a record leaves blank, with what is asked for where it is one thing."""
    grounds = scope.grounds
    failures = scope.failures(record, material=False) if record.kind in scope.kinds() else []
    if len(failures) == 1 and failures[0].weight == 1:
        return left_open(failures[0])
    asked = dict.fromkeys(_asked(record, expectation, scope))
    if (flawed := next((name for name in asked if name in record.flaws), None)) is not None:
        return Failure(msg("lacks.filled-flawed", field=flawed))
    blank = tuple(
        f"“{name}”"
        for name in asked
        if grounds.has_field(record, name) and grounds.getter(name)(record) is None
    )
    if blank:
        return Failure(msg("lacks.blank-asked", fields=blank))
    for each in _naming(record, expectation, scope):
        if together := named_together(each, record, grounds):
            return Failure(msg("lacks.unnamed-members", field=each.field, value=together))
    written = [
        each for those in _naming(record, expectation, scope) for each in those.of.failures(record, grounds)
    ]
    return left_open(written[0]) if len(written) == 1 else None
