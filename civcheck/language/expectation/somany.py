"""``quantifier``: so many of the selected records, or such a share of them, must meet what is asked of one."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from civcheck.language.doubts import Instead, Tally
from civcheck.language.lacking import lacking
from civcheck.language.observation import (
    Observation,
    Short,
    behind_pace,
    by_window,
    doubt_blank,
    doubt_points,
    doubt_unread,
)
from civcheck.language.select import Scope, Selection
from civcheck.messages import Message, Percent, msg, number, percent
from civcheck.model.outcome import Outcome
from civcheck.model.parts import Part
from civcheck.model.record import Record

if TYPE_CHECKING:
    from civcheck.language.choice import NumberChoice
    from civcheck.language.grounds import Grounds
    from civcheck.language.written import Quantity


class AtLeastRecords(Part):
    """So many records that meet all of it; a percentage is a share of those that are selected."""

    at_least: Quantity

    @property
    def is_share(self) -> bool:
        """Tell whether a share is written; what a param or a fact comes to is told by ``share``."""
        choice: NumberChoice | Any = self.at_least
        values = getattr(choice, "values", None)
        return any(isinstance(each, Percent) for each in (values.values() if values else (self.at_least,)))

    def share(self, grounds: Grounds) -> Fraction | None:
        """Give the share of the records that is asked for; None where it is so many."""
        value = grounds.quantity(self.at_least)
        return value if isinstance(value, Percent) else None

    def need(self, count: int, grounds: Grounds) -> Fraction:
        """Give how many of so many records it takes: of a share the begun one too."""
        value = grounds.quantity(self.at_least)
        if isinstance(value, Percent):
            return Fraction(math.ceil(value * count))
        return grounds.at_least(self.at_least)


class Found(NamedTuple):
    """The selected records, what each is short of, and the last day on which another can still come.

    ``open_`` are those that would be short if a blank selected them; ``near`` are worth a look under a number only.
    """

    scope: Scope
    chosen: Selection
    shorts: list[Short]
    last: date
    open_: list[Record]
    summed: Callable[[list[Short]], tuple[Message, ...]]

    @property
    def good(self) -> list[Record]:
        """List the records that are short of nothing."""
        short_keys = {short.record.key for short in self.shorts}
        return [record for record in self.chosen.records if record.key not in short_keys]

    @property
    def still(self) -> int:
        """Count the records that are short of nothing but what may still be shown."""
        missed = {each.record.key for each in self.shorts if not each.waiting}
        return len({short.record.key for short in self.shorts} - missed)


def so_many(asked: AtLeastRecords, found: Found, done: str) -> Observation:
    """Judge how many of the records are as asked; those that still have time leave it open while they may decide.

    ``done`` names the message for a share of them. More records may help until the window closes.
    """
    scope, chosen = found.scope, found.chosen
    share, count = asked.share(scope.grounds), len(chosen.records)
    need, good = asked.need(count, scope.grounds), found.good
    closed = scope.grounds.clock.reached(found.last)
    outcome = by_window(len(good) >= need, False, closed and len(good) + found.still < need)
    dues = [short.due for short in found.shorts if short.waiting and short.due is not None]
    waiting = outcome is Outcome.PENDING
    if share is None:
        summary = _number_said(outcome, found, len(good), need)
    else:
        summary = _share_said(outcome, found, share, done)
    seen = Observation(
        outcome,
        summary,
        shown=good,
        planned=chosen.planned,
        have=Fraction(len(good)),
        need=need,
        shorts=[] if outcome is Outcome.SATISFIED else found.shorts,
        near=lambda: scope.near_misses([each.key for each in (*chosen.records, *chosen.planned)], False),
        due=(max(dues) if closed and dues else found.last) if waiting else None,
        behind=share is None and waiting and behind_pace(Fraction(len(good)), need, scope),
        parts=frozenset({"number"}),
        window=scope.window,
        tally=Tally(
            Fraction(len(good)), need, max(need - len(good), Fraction(0)), more=Fraction(found.still)
        ),
    )
    return seen if share is None else _doubted(seen, asked, found)


def _doubted(seen: Observation, asked: AtLeastRecords, found: Found) -> Observation:
    """Doubt a share that would not be kept if records that are unread, or left open by a blank, were short."""
    grounds, have, count = found.scope.grounds, Fraction(len(found.good)), len(found.chosen.records)
    seen.final = found.scope.is_given()
    seen = doubt_unread(seen, found.chosen.unread, found.chosen.flawed)
    need = asked.need(count + len(found.open_), grounds)
    outcome = seen.outcome if have >= need else Outcome.GAP
    instead = [Instead(outcome, Tally(have, need, max(need - have, Fraction(0))))]
    if have < need:
        return doubt_blank(seen, len(found.open_), found.open_, instead)
    doubt_points(seen, len(found.open_), found.open_, instead)
    return seen


def _number_said(outcome: Outcome, found: Found, have: int, need: Fraction) -> Message:
    counts = {"have": number(have), "need": number(need)}
    if outcome is Outcome.SATISFIED:
        return msg("seen.so-many.found", **counts)
    if not found.chosen.records:
        return msg("seen.count.none", what=found.scope.what(), need=number(need))
    if not (lacks := found.summed(found.shorts)):
        return msg("seen.so-many.few", **counts)
    return lacking("seen.so-many.short", lacks, **counts)


def _share_said(outcome: Outcome, found: Found, share: Fraction, done: str) -> Message:
    have, count = len(found.good), len(found.chosen.records)
    counts = {"count": number(count), "have": number(have)}
    said = msg(done, share=percent(Fraction(have, count)), need=percent(share), **counts)
    if outcome is not Outcome.GAP and found.still:
        said = msg("seen.share.waiting", said=said, waiting=number(found.still))
    lacks = found.summed(found.shorts) if outcome is not Outcome.SATISFIED else ()
    return lacking("seen.share.short", lacks, said=said) if lacks else said
