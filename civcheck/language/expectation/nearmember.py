"""Near misses of a set: records that would show a member that is missing but for one thing."""

from __future__ import annotations

from collections.abc import Collection

from civcheck.language.condition import Failure
from civcheck.language.condition.records import near_value
from civcheck.language.expectation.members import Wanted
from civcheck.language.fieldvalues import texts_of
from civcheck.language.grounds import Grounds
from civcheck.language.select import Near, Scope, Selection
from civcheck.messages import msg
from civcheck.model.record import Record
from civcheck.model.texts import near, normal


def near_members(
    scope: Scope,
    chosen: Selection,
    wanted: list[Wanted],
    lacking: tuple[str, ...],
    counting: dict[str, Record],
) -> list[Near]:
    """List records that would show a missing member but for one thing."""
    missing = [each for each in wanted if each.name in lacking]
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
    names = _parts(missing)
    shown = {normal(name) for name in _parts(wanted)}
    for record in chosen.records:
        failure = _unnamed(record, fields, names, shown, scope.grounds, record.key in counting)
        if failure is not None:
            found.append(Near(record, failure))
    return found


def _parts(members: list[Wanted]) -> list[str]:
    return [part for each in members for part in each.name.split("·")]


def _unnamed(
    record: Record,
    fields: tuple[str, ...],
    names: list[str],
    members: Collection[str],
    grounds: Grounds,
    counts: bool,
) -> Failure | None:
    """Say why a selected record shows none of the missing members: nothing written, or a near value.

    What names another of the ``members`` (in their normal form) is no slip: 一班 is not meant to be 四班.
    """
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
        for text in written:
            meant = near(text, names, cutoff=0.5)
            if (
                meant is not None
                and normal(text) not in members
                and not _is_listed(text, name, record, grounds)
            ):
                return near_value(name, (text,), meant, names)
    return None


def _is_listed(text: str, field: str, record: Record, grounds: Grounds) -> bool:
    term = grounds.terms.fields_of(str(record.kind)).get(field) or grounds.terms.fields.get(field)
    return term is not None and normal(text) in term.spellings
