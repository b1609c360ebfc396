"""``any_of`` with ``each``: alternatives that are decided record by record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from functools import reduce
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from civcheck.language.condition import Condition, Truth
from civcheck.language.lacking import told
from civcheck.language.observation import (
    Observation,
    Short,
    doubt_blank,
    doubt_good,
    doubt_unread,
    nothing_selected,
)
from civcheck.language.select import Scope, Selection
from civcheck.language.undetermined import NotConcerned, Undetermined
from civcheck.messages import Message, msg, number
from civcheck.model.outcome import Outcome
from civcheck.model.parts import mistake
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.expectation.branches import Branch

Examine = Callable[[Record], Iterable[Short]]
"""Says what one record is short of."""

_OWN = ("select", "window", "dated_by", "on_empty")
"""What a branch may not say that is held against each of the rule's records."""


def refuse_unfit(branches: tuple[Branch, ...]) -> None:
    """Refuse branches that look at records of their own, and constructs that do not go record by record."""
    for branch in branches:
        for key in _OWN:
            if getattr(branch, key) is not None:
                raise mistake("branch-own-records", key=key)
        for construct in branch.expect:
            if not getattr(construct, "by_record", False):
                raise mistake("branch-not-by-record", key=construct.form)


class Standing(NamedTuple):
    """How a record stands by one way: what it is short of, or why nobody can tell; and whether the way is for it."""

    name: Message | str
    shorts: tuple[Short, ...] = ()
    unknown: Undetermined | None = None
    fits: bool = True

    @property
    def waits_until(self) -> date | None:
        """The last day on which this way is still open; None where it is not."""
        if not self.shorts or not all(short.waiting for short in self.shorts):
            return None
        return min((short.due for short in self.shorts if short.due is not None), default=date.max)


class Way:
    """One branch that concerns the unit, or may concern it."""

    def __init__(self, name: Message | str, branch: Branch, scope: Scope) -> None:
        self.name, self._unknown = name, _unknown_of(branch, scope)
        self._fits: list[Callable[[Record], Truth]] = []
        self._examines: list[Examine] = []
        if self._unknown is None:
            try:
                constructs: Iterable[Any] = branch.expect  # refuse_unfit saw to it that they can
                self._examines = [each.examining(scope) for each in constructs]
                self._fits = [where.compile(scope.grounds, None) for where in _conditions(branch)]
            except Undetermined as unknown:
                self._unknown = unknown

    def standing(self, record: Record) -> Standing:
        """Hold the way against a record.

        Raises:
            NotConcerned: it asks nothing of this unit.
        """
        if self._unknown is not None:
            return Standing(self.name, unknown=self._unknown)
        try:
            shorts = tuple(short for look in self._examines for short in look(record))
            return Standing(self.name, shorts, fits=all(meets(record) is not False for meets in self._fits))
        except Undetermined as unknown:
            return Standing(self.name, unknown=unknown)


def _conditions(branch: Branch) -> Iterator[Condition]:
    """List what says for which records a branch is meant: a condition beside something else that it asks."""
    for construct in branch.expect:
        where = getattr(construct, "where", None) if construct.form == "each" else None
        more = len(branch.expect) > 1 or any(
            getattr(construct, key, ()) for key in ("roles", "filled", "cover")
        )
        if where is not None and more:
            yield where


def _unknown_of(branch: Branch, scope: Scope) -> Undetermined | None:
    """Say why nobody can tell whether a branch concerns the unit; None where it does.

    Raises:
        NotConcerned: it does not.
    """
    if not isinstance(branch.applies_to, Condition):
        return None
    truth = branch.applies_to.about_unit(scope.grounds)
    if truth.truth is False:
        raise NotConcerned(msg("seen.not-applicable", because=truth.because))
    return None if truth.truth else Undetermined(msg("undetermined.fact", fact=truth.asks), truth.asks)


class Alternatives:
    """The ways that concern the unit, so many of which each record must go.

    Raises:
        NotConcerned: none of them does.
    """

    def __init__(self, branches: tuple[Branch, ...], need: int, scope: Scope) -> None:
        self.ways: list[Way] = []
        because: NotConcerned | None = None
        for at, branch in enumerate(branches, 1):
            try:
                self.ways.append(Way(branch.title or msg("said.in-brackets", said=str(at)), branch, scope))
            except NotConcerned as concern:
                because = because or concern
        if not self.ways and because is not None:
            raise because
        self.need = need

    def examine(self, record: Record) -> tuple[Short, ...]:
        """Say what a record is short of: nothing where it goes so many ways.

        Raises:
            Undetermined: whether it does hangs on what is not known.
        """
        standings = list(self._standings(record))
        short = [each for each in standings if each.shorts or each.unknown is not None]
        lacking = min(self.need, len(standings)) - (len(standings) - len(short))
        if lacking <= 0:
            return ()
        unknown = [each.unknown for each in short if each.unknown is not None]
        if len(unknown) >= lacking:
            raise unknown[0]
        dues = sorted((due for each in short if (due := each.waits_until) is not None), reverse=True)
        left = lacking - len(unknown)
        waiting = len(dues) >= left  # so many of them are still open: until the last day of the last of these
        due = dues[left - 1] if waiting else _last_due(short)
        final = all(lack.final for each in short for lack in each.shorts)
        return (Short(record, (_lacks(short, lacking),), due, waiting, final),)

    def _standings(self, record: Record) -> Iterator[Standing]:
        because: NotConcerned | None = None
        concerned = False
        for way in self.ways:
            try:
                standing = way.standing(record)
            except NotConcerned as concern:
                because = concern
            else:
                concerned = True
                yield standing
        if because is not None and not concerned:
            raise because


def _last_due(standings: Iterable[Standing]) -> date | None:
    return max((short.due for each in standings for short in each.shorts if short.due), default=None)


def _lacks(standings: list[Standing], lacking: int) -> Message:
    """Say what each way that a record does not go would need; ways for other records only where too few are left."""
    known = [each for each in standings if each.unknown is None]
    fitting = [each for each in known if each.fits]
    named = [
        msg(
            "lacks.way", way=each.name, lacks=told([*chain(*(short.lacks for short in each.shorts))], "parts")
        )
        for each in (fitting if len(fitting) >= lacking else known)
    ]
    ways = reduce(lambda one, other: msg("asks.also", one=one, other=other), named)
    return msg("lacks.ways", count=number(lacking), ways=ways)


def observe_each(branches: tuple[Branch, ...], need: int, scope: Scope) -> Observation:
    """Judge every selected record by all ways; one is short when too few of them are left to it."""
    chosen = scope.selection(material=False, unsure="beside")
    ways = Alternatives(branches, need, scope)
    blank = [record for record in chosen.unsure if _is_doubtful(record, ways)]
    if not chosen.records:
        return nothing_selected(scope, chosen, material=False, blank=len(blank))
    shorts: list[Short] = []
    unknown: list[Undetermined] = []
    for record in chosen.records:
        try:
            shorts += ways.examine(record)
        except Undetermined as why:
            unknown.append(why)
    seen = _put_together(scope, chosen, shorts, unknown, need)
    if any(_rests_on_estimate(each, seen, scope) for branch in branches for each in branch.expect):
        seen.notes = (*seen.notes, msg("note.about"))
    doubt_good(seen, scope.may_drop_out(seen.shown), len(blank))
    return doubt_blank(doubt_unread(seen, chosen.unread, chosen.flawed), len(blank), blank)


def _is_doubtful(record: Record, ways: Alternatives) -> bool:
    """Tell whether a record that may be selected would be short, or may be."""
    try:
        return any(not short.waiting for short in ways.examine(record))
    except Undetermined:
        return True


def _rests_on_estimate(construct: Any, seen: Observation, scope: Scope) -> bool:
    estimates = getattr(construct, "estimates", None)
    return estimates is not None and estimates(seen.shown, scope.grounds)


def _put_together(
    scope: Scope, chosen: Selection, shorts: list[Short], unknown: list[Undetermined], need: int
) -> Observation:
    missed = [short for short in shorts if not short.waiting]
    named = missed or shorts
    lacking = {short.record.key for short in shorts}
    counts = {"count": number(len(chosen.records)), "short": number(len(named)), "need": number(need)}
    if missed or (shorts and not unknown):
        outcome = Outcome.GAP if missed else Outcome.PENDING
        summary = msg(f"seen.ways.{outcome.value}", **counts)  # what each lacks is told with the record
    elif unknown:
        outcome, summary = Outcome.UNDETERMINED, unknown[0].why
    else:
        outcome, summary = Outcome.SATISFIED, msg("seen.ways.found", **counts)
    have = Fraction(len(chosen.records) - len(lacking) - len(unknown))
    return Observation(
        outcome,
        summary,
        shown=[record for record in chosen.records if record.key not in lacking] if not unknown else [],
        planned=chosen.planned,
        have=have,
        need=Fraction(len(chosen.records)),
        shorts=named,
        due=min((short.due for short in shorts if short.due), default=None) if not missed else None,
        asks=tuple(dict.fromkeys(ask for why in unknown for ask in why.asks)),
        final=any(short.final for short in missed),
        parts=frozenset(
            {"evidence", "number"} | ({"window"} if any(short.due for short in named) else set())
        ),
        window=scope.window,
    )
