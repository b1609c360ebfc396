"""Why no member of a set is to be asked for: the facts that decide it, or records that name none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from civcheck.language.condition import Condition
from civcheck.language.expectation.members import FromRecords
from civcheck.language.grounds import Grounds, declared
from civcheck.language.observation import Observation
from civcheck.language.quantity import Ref
from civcheck.messages import Message, msg

if TYPE_CHECKING:
    from civcheck.language.written import Members


def nobody_because(sets: Iterable[Members | None], grounds: Grounds) -> Message:
    """Say by which facts of the unit no member of these sets concerns it."""
    because: list[Message] = []
    for reason in (reason for members in sets for reason in _reasons(members, grounds)):
        if reason not in because:
            because.append(reason)
    if not because:
        return msg("seen.no-member-applies")
    return msg("seen.not-applicable", because=tuple(because))


def nobody_named(seen: Observation, sets: Iterable[Members | None], grounds: Grounds) -> Observation:
    """Say of a set that other records are to name that none does, and not that no record shows a member of it."""
    named = next((each for each in sets if isinstance(each, FromRecords)), None)
    if named is not None and seen.summary.id.startswith("seen.nothing-"):
        seen.summary = msg("seen.no-member-named", what=named.of.words(grounds.terms), field=named.field)
    return seen


def _reasons(members: Any, grounds: Grounds) -> Iterator[Message]:
    if isinstance(members, Ref):
        yield from _of_list(members, grounds)
    for each in members if isinstance(members, tuple) else ():
        if isinstance(each.applies_to, Condition):
            yield from each.applies_to.about_unit(grounds).because


def _of_list(ref: Ref, grounds: Grounds) -> Iterator[Message]:
    """Say what a declared list has, or what follows from the unit's type, where nothing of it is asked for."""
    name, unit = ref.fact or "", grounds.unit
    if grounds.fact(name, ref.within):
        return
    value = declared(unit, name)
    if value is None:
        yield from (msg("fact.stated", function=each, has=False, type=unit.type) for each in ref.within)
    elif value:
        yield msg("fact.list", fact=name, value=value)
    else:
        yield msg("fact.empty", fact=name)
