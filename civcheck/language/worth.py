"""What a rule is worth once every number is known: the points of an outcome, and the most that may come of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from civcheck.language.choice import step_of
from civcheck.language.doubts import Tally
from civcheck.language.quantity import is_reached, rounded
from civcheck.model.numbers import lean_of, product, quotient
from civcheck.model.outcome import Outcome
from civcheck.model.problem import NOTHING

ZERO, ALL = Fraction(0), Fraction(1)
_LEAST_POINTS = Fraction(1, 100)
"""What points are written by at the least."""


class Span(NamedTuple):
    """Points that are sure, and points that are possible; equal where nothing is open."""

    sure: Fraction
    possible: Fraction

    def __add__(self, other: object) -> Span:
        """Add two spans, end by end."""
        if not isinstance(other, Span):
            return NotImplemented
        return Span(self.sure + other.sure, self.possible + other.possible)

    def within(self, least: Span | None, most: Span | None) -> Span:
        """Cap each end by the same end of the caps."""
        return Span(
            capped(self.sure, least and least.sure, most and most.sure),
            capped(self.possible, least and least.possible, most and most.possible),
        )

    def times(self, factor: Fraction) -> Span:
        """Scale both ends."""
        return Span(self.sure * factor, self.possible * factor)


NO_POINTS = Span(ZERO, ZERO)


def capped(value: Fraction, least: Fraction | None, most: Fraction | None) -> Fraction:
    """Keep points from the one number to the other."""
    value = value if most is None else min(value, most)
    return value if least is None else max(value, least)


class Prospect(NamedTuple):
    """The most that may yet come of what points are counted by.

    ``best`` has what may be found, what must stay lacking, and which members could still be shown; with ``endless``
    more may be found than that (``found_most`` at the most), with ``sinking`` less too; ``found_below`` and
    ``share_below`` are numbers that what is found, and its share of what is asked for, come as near as one likes and
    never reach; ``met`` says that the rule may be satisfied.
    """

    best: Tally
    endless: bool = False
    sinking: bool = False
    found_most: Fraction | None = None
    found_below: Fraction | None = None
    share_below: Fraction | None = None
    met: bool = False


class Worth(NamedTuple):
    """What a rule is worth in numbers: one way to earn, and the caps.

    ``best`` takes the best member alone, ``per_item`` the best of each item.
    """

    satisfied: Fraction | None = None
    gap: Fraction | None = None
    lacking: Fraction | None = None
    unit: Fraction | None = None
    each: Fraction | None = None
    in_proportion: Fraction | None = None
    steps: Mapping[str, Fraction] = NOTHING
    shares: Mapping[str, Fraction] = NOTHING
    members: Mapping[str, Fraction] = NOTHING
    best: bool = False
    per_item: bool = False
    at_most: Fraction | None = None
    at_least: Fraction | None = None

    @property
    def counts(self) -> bool:
        """Tell whether it goes by what was found, and not by the outcome alone."""
        return (self.satisfied is None and self.gap is None) or self.lacking is not None

    @property
    def full(self) -> Fraction:
        """The most that can be had."""
        values = (*self.steps.values(), *self.shares.values())
        if self.satisfied is not None or self.gap is not None:
            most = max(self.satisfied or ZERO, self.gap or ZERO)
        elif self.in_proportion is not None:
            most = self.in_proportion
        elif self.each is not None:
            most = self.at_most if self.each > 0 and self.at_most is not None else ZERO
        elif self.per_item:
            most = self.at_most if self.at_most is not None and max(self.members.values()) > 0 else ZERO
        elif self.members:
            most = self._of_members(self.members)
        else:
            most = max(values, default=ZERO)
        return capped(most, self.at_least, self.at_most)

    @property
    def least(self) -> Fraction:
        """The least that can come of it."""
        if self.lacking is not None or self.each is not None or self.per_item:
            return self.at_least or ZERO
        if self.satisfied is not None or self.gap is not None:
            return capped(min(self.satisfied or ZERO, self.gap or ZERO), self.at_least, self.at_most)
        values = (*self.steps.values(), *self.shares.values())
        lowest = (
            min((*values, ZERO)) if values else sum((min(each, ZERO) for each in self.members.values()), ZERO)
        )
        return capped(lowest, self.at_least, self.at_most)

    @property
    def may_sink(self) -> bool:
        """Tell whether more of what is good may cost points: its share of all falls, or it earns less."""
        points = [points for _, points in sorted(_known(self.steps))]
        falls = (
            points != sorted(points)
            or (self.each or ZERO) < 0
            or min(self.members.values(), default=ZERO) < 0
        )
        return self.lacking is not None or self.in_proportion is not None or bool(self.shares) or falls

    @property
    def may_grow(self) -> bool:
        """Tell whether more of the same earns more."""
        by_count = (self.each or ZERO) > 0 or self.in_proportion is not None
        return by_count or bool(self.steps or self.shares or self.members)

    def now(self, outcome: Outcome, tally: Tally) -> Fraction:
        """Give the points of what is there as at the as-of date, of an estimate those of its number."""
        return Fraction(self._capped(self._now(outcome, tally)))

    def surely(self, outcome: Outcome, tally: Tally) -> Fraction:
        """Give the points of what is there that are sure: those of a number that is less than it says are less too."""
        points = self._capped(self._now(outcome, tally, surely=True))
        return Fraction(self._capped(_below(points)) if lean_of(points) < 0 else points)

    def most(self, outcome: Outcome, prospect: Prospect) -> Fraction:
        """Give the most that may come of it; points that are only neared are given as if they were reached."""
        if self.lacking is not None:
            outcome = Outcome.SATISFIED if prospect.met else Outcome.GAP
            return self.now(outcome, prospect.best)
        if not self.counts:
            may_be = outcome is Outcome.PENDING and prospect.met
            return self.full if may_be else self.now(outcome, prospect.best)
        return self._capped(self._most(outcome, prospect))

    # --- one end

    def _capped(self, value: Fraction) -> Fraction:
        """Deductions end where nothing is left, unless another end is written."""
        floor = ZERO if self.lacking is not None and self.at_least is None else self.at_least
        return capped(value, floor, self.at_most)

    def _off(self, lacking: Fraction, surely: bool) -> Fraction:
        """Give how many times points are taken off: by an estimate of things a whole one more, and maybe one less."""
        if self.unit is not None:
            return rounded(quotient(lacking, self.unit), "up")
        if lean_of(lacking) > 0:
            return rounded(lacking, "up") if surely else lacking
        return rounded(lacking, "down") if lean_of(lacking) < 0 and not surely else lacking

    def _now(self, outcome: Outcome, tally: Tally, surely: bool = False) -> Fraction:
        if self.lacking is not None and outcome is not Outcome.SATISFIED:
            if not (tally.lacking or lean_of(tally.lacking)):
                return ZERO  # nothing was there to deduct from: no record at all, or no proof
            begun = ZERO if tally.unproven else self.satisfied or ZERO
            return begun - self.lacking * self._off(tally.lacking, surely)
        if self.satisfied is not None or self.lacking is not None or self.gap is not None:
            return (self.satisfied if outcome is Outcome.SATISFIED else self.gap) or ZERO
        if self.each is not None:
            return product(self.each, tally.found or ZERO)
        if self.per_item:
            return sum((self._of_members(names) for names in tally.items), ZERO)
        if self.members:
            return self._of_members(tally.met)
        if tally.idle and outcome is Outcome.SATISFIED:
            return self.full  # there was nothing to do
        if self.steps:
            return _step(self.steps, tally.found)
        share = None if tally.found is None or not tally.asked else quotient(tally.found, tally.asked)
        if self.in_proportion is not None:
            return product(self.in_proportion, min(share or ZERO, ALL))
        return _step(self.shares, share)

    def _of_members(self, names: Iterable[str]) -> Fraction:
        earned = [points for name in names if (points := self.members.get(name)) is not None]
        if self.best or self.per_item:
            return max(earned, default=ZERO)
        return sum(earned, ZERO)

    # --- the other end

    def _most(self, outcome: Outcome, prospect: Prospect) -> Fraction:
        best, endless = prospect.best, prospect.endless
        if self.per_item:
            return self.full if endless else self._now(outcome, best)
        if self.members:
            helping = (name for name in best.could or () if self.members.get(name, ZERO) > 0)
            return self._of_members((*best.met, *helping))
        if self.each is not None:
            return self._most_of_each(self.each, prospect)
        if self.steps:
            return self._highest_step(prospect)
        if not endless:
            return self._now(outcome, best)
        if not best.asked and best.found is not None and not best.open:
            return ZERO  # nothing is asked for of which it could be a share
        below = prospect.share_below
        if self.in_proportion is not None:
            return self.in_proportion * (ALL if below is None else min(below, ALL))
        return max(
            (each for step, each in _known(self.shares) if below is None or step < below), default=ZERO
        )

    def _most_of_each(self, each: Fraction, prospect: Prospect) -> Fraction:
        found = prospect.best.found or ZERO
        if each < 0:
            return ZERO if prospect.sinking else each * found
        if not prospect.endless:
            return each * found
        return self.full if prospect.found_most is None else each * prospect.found_most

    def _highest_step(self, prospect: Prospect) -> Fraction:
        """Give the best step that what is found may come to stand on."""
        found, below, most = prospect.best.found, prospect.found_below, prospect.found_most
        reachable = [
            points
            for step, points in _known(self.steps)
            if (prospect.endless or (found is not None and is_reached(step, found)))
            and (prospect.sinking or found is None or not is_reached(step, found))
            and (below is None or step < below)
            and (most is None or step <= most)
        ]
        return max((*reachable, _step(self.steps, found)))


def _below(points: Fraction) -> Fraction:
    """Give the points next below that can be written."""
    return (math.ceil(points / _LEAST_POINTS) - 1) * _LEAST_POINTS


def _known(steps: Mapping[str, Fraction]) -> list[tuple[Fraction, Fraction]]:
    return [(step, points) for key, points in steps.items() if (step := step_of(key)) is not None]


def _step(steps: Mapping[str, Fraction], value: Fraction | None) -> Fraction:
    """Give the points of the highest step that a number reaches."""
    return max(
        ((step, points) for step, points in _known(steps) if value is not None and is_reached(step, value)),
        default=(ZERO, ZERO),
    )[1]
