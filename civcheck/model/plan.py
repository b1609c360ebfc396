"""A plan: what to do so that nothing that an audit would find lacking is lacking; proposals, never evidence."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, NamedTuple

from civcheck.messages import Message

Unplanned = Literal["exceeded", "late", "no-way"]
"""Why nothing is proposed for a rule: there is too much already, its day is over, or no record was found that would."""


class Material(NamedTuple):
    """Material in any of some roles, of whatever role where none is named: how many files, and what each must say."""

    roles: tuple[str, ...]
    limits: Message | str = ""
    says: tuple[Message, ...] = ()


class Action(NamedTuple):
    """So many records (``times``) of one sort, each on a day from ``first`` to ``last``, both inclusive.

    ``kind`` is one that serves, ``kinds`` are all that do. ``values`` are what their fields must have, ``choices`` the
    values of a field of which any one does, ``filled`` the fields in which something must stand, whatever it is.
    ``material`` is what has to be there of it.
    ``rules`` are those that it helps to close. ``over``: these days are over, so that it can only be recorded if it
    was held then.
    """

    kind: str
    values: tuple[tuple[str, Any], ...]
    first: date
    last: date
    rules: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    filled: tuple[str, ...] = ()
    material: tuple[Material, ...] = ()
    times: int = 1
    over: bool = False


class Mending(NamedTuple):
    """What a record that is there lacks: material, or fields to fill in; ``over``: its due day is over."""

    record: str
    rules: tuple[str, ...]
    material: tuple[Material, ...] = ()
    fields: tuple[str, ...] = ()
    due: date | None = None
    over: bool = False


class Correction(NamedTuple):
    """A record that would count for a rule but for one thing: to be looked at, and mended only where it is so."""

    record: str
    rule: str
    lacks: Message


class Left(NamedTuple):
    """A rule that is short and for which nothing is proposed, and why; ``record`` where one of these is short."""

    rule: str
    why: Unplanned
    records: tuple[str, ...] = ()


class Plan(NamedTuple):
    """What to do from the end of ``as_of`` on, so that nothing is lacking at the end of ``until``.

    ``short`` are the rules that would be gaps then if nothing is added, ``closes`` those of them that would not be once
    all of it is done; ``arranged`` are pending rules for which all is arranged already. ``proven``: no list with fewer
    records of the sorts that were looked at closes the same rules; ``least`` is a number that none can do without.
    """

    as_of: date
    until: date
    actions: tuple[Action, ...]
    mendings: tuple[Mending, ...]
    corrections: tuple[Correction, ...]
    left: tuple[Left, ...]
    short: tuple[str, ...]
    closes: tuple[str, ...]
    arranged: tuple[str, ...]
    proven: bool
    least: int
