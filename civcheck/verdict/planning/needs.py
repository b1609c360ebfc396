"""Needs: what each rule that is short needs, as records each of which brings it nearer; found by trying."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from civcheck.language.expectation.link import Link
from civcheck.language.rule import Rule
from civcheck.language.window import Interval
from civcheck.model.record import Record
from civcheck.verdict.planning.draft import Draft
from civcheck.verdict.planning.seeds import leaves, seeds
from civcheck.verdict.planning.world import World

MOST_STEPS = 200
"""A rule that needs more records than so many is not planned."""
MOST_TRIALS = 60_000
"""So many times a rule is judged again for one plan; rules that are not closed by then are not planned."""
MOST_AT_ONCE = 6
"""So many records of one sort are tried at once where one alone brings a rule no nearer (two in every month)."""

Make = Callable[[Draft, int], Record]
"""Makes the record of a draft, by its number."""


class Budget:
    """How often a rule may still be judged again."""

    def __init__(self, left: int = MOST_TRIALS) -> None:
        self.left = left


class Need(NamedTuple):
    """So many records are needed (``times``), each of any of these sorts, to bring one rule to what it asks."""

    rule: str
    sorts: tuple[Draft, ...]
    times: int = 1


class Needs(NamedTuple):
    """What one rule needs; ``chosen`` where other records than these could have been taken instead."""

    needs: tuple[Need, ...]
    chosen: bool


def needs_of(rule: Rule, world: World, make: Make, today: date, budget: Budget | None = None) -> Needs | None:
    """Find the fewest records that close a rule, trying one after the other; None where none are found."""
    found = [
        each
        for sorts in seeds(rule, world.case.grounds(world.day), today)
        if (each := _Search(rule, world, make, today, budget or Budget()).run(sorts)) is not None
    ]
    return min(found, key=lambda each: sum(need.times for need in each.needs), default=None)


class _Search:
    """One greedy search: always the record that brings the rule nearest."""

    def __init__(self, rule: Rule, world: World, make: Make, today: date, budget: Budget) -> None:
        self.budget = budget
        self.rule, self.world, self.make, self.today = rule, world.for_rule(rule), make, today
        self.added: list[Record] = []
        self.linked = any("link" in _forms(each) for each in rule.expect)

    def run(self, sorts: Sequence[Draft]) -> Needs | None:
        lack, steps = self.world.lack(self.rule), list[tuple[Draft, ...]]()
        first: dict[Draft, Fraction] = {}
        step: tuple[Draft, ...] | None = None
        likely: list[Draft] = []
        past = self._past(sorts)
        while lack:
            times = 1
            step, left = self._again(step, lack)
            if step is None:
                step, left, tried, times = self._some(self._sorts(likely or sorts), lack)
                if step is None and likely:
                    step, left, tried, times = self._some(self._sorts(sorts), lack)
                first = first or tried
                likely = list(tried)  # what brings it no nearer now seldom does so later
            if step is None and past:  # too few days are left
                sorts, past = [*sorts, *past], []
                continue
            if step is None or len(steps) + times > MOST_STEPS or self.budget.left < 0:
                return None
            lack = left
            for _ in range(times):
                steps.append(step)
                self.added.append(self.make(step[0], len(self.added)))
        counted = {step: steps.count(step) for step in steps}
        taken = {sort for step in steps for sort in step}
        chosen = any(sort not in taken for sort in first) or not all(map(self._were_alike, counted))
        return Needs(tuple(Need(self.rule.id, step, times) for step, times in counted.items()), chosen)

    def _past(self, sorts: Sequence[Draft]) -> list[Draft]:
        """Give the same sorts on days that are over, where there are such days beside those that are left."""
        known = {(each.kind, each.values) for each in sorts if each.days.last > self.today}
        whole = (
            chain.from_iterable(seeds(self.rule, self.world.case.grounds(self.world.day), date.max))
            if known
            else ()
        )
        return [
            each._replace(days=Interval(each.days.first, self.today))
            for each in dict.fromkeys(whole)
            if each.days.first <= self.today < each.days.last and (each.kind, each.values) in known
        ]

    def _were_alike(self, step: tuple[Draft, ...]) -> bool:
        """Tell whether ways to meet one need were so from the start: else two of them might have met two needs."""
        self.added = []
        sort, *others = step
        return not others or len({self._lack(sort, each) for each in step}) == 1

    def _sorts(self, sorts: Sequence[Draft]) -> Sequence[Draft]:
        """Give what to try: of a rule that ties records, those to tie to what has been added too."""
        if not (self.linked and self.added):
            return sorts
        grounds = self.world.plus(self.added).case.grounds(self.world.day)
        return [each for some in seeds(self.rule, grounds, self.today) for each in some]

    def _some(
        self, sorts: Sequence[Draft], lack: Fraction
    ) -> tuple[tuple[Draft, ...] | None, Fraction, dict[Draft, Fraction], int]:
        """Find what brings the rule nearest; where no one record does, so many of one sort at once."""
        step, left, tried = self._best(sorts, lack)
        for times in range(2, MOST_AT_ONCE + 1):
            if step is not None:
                return step, left, tried, times - 1
            step, left, tried = self._best(sorts, lack, times)
        return step, left, tried, MOST_AT_ONCE

    def _again(
        self, step: tuple[Draft, ...] | None, lack: Fraction
    ) -> tuple[tuple[Draft, ...] | None, Fraction]:
        """Take what brought the rule nearer once more, where it does so again."""
        if step is None:
            return None, lack
        left = self._lack(step[0])
        return (step, left) if left < lack else (None, lack)

    def _best(
        self, sorts: Iterable[Draft], lack: Fraction, times: int = 1
    ) -> tuple[tuple[Draft, ...] | None, Fraction, dict[Draft, Fraction]]:
        tried = {sort: left for sort in sorts if (left := self._lack(*[sort] * times)) < lack}
        if not tried:
            return None, lack, tried
        least = min(tried.values())
        best = [sort for sort, left in tried.items() if left == least]
        chosen = max(best, key=lambda each: each.days.last > self.today)
        alike = [each for each in best if each != chosen and each.days == chosen.days]
        if alike:
            some = [chosen] * times
            twice = self._lack(*some, chosen)
            alike = [each for each in alike if self._lack(*some, each) == twice]
        return (chosen, *alike), least, tried

    def _lack(self, *sorts: Draft) -> Fraction:
        self.budget.left -= 1
        more = [self.make(sort, len(self.added) + at) for at, sort in enumerate(sorts)]
        return self.world.plus([*self.added, *more]).lack(self.rule)


def _forms(expectation: object) -> set[str]:
    inner = getattr(expectation, "branches", ())
    found = {form for branch in inner for each in branch.expect for form in _forms(each)}
    return found | ({"link"} if isinstance(expectation, Link) else set())


__all__ = ["Make", "Need", "Needs", "leaves", "needs_of"]
