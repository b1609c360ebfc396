"""Covering: the fewest choices that meet every need, exactly, by branch and bound.

A choice meets some needs, each once; a need may have to be met several times, and a choice may be taken several times.
Parts that share nothing are solved by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

MOST_NODES = 50_000
"""After so many nodes of one part the best that was found is taken, and is not called shortest."""


class Cover(NamedTuple):
    """The choices taken, by place, with repetitions; ``proven`` where no fewer could do; ``least`` is a lower bound."""

    taken: tuple[int, ...]
    proven: bool
    least: int


def fewest(
    choices: Sequence[frozenset[int]], times: Mapping[int, int], most_nodes: int = MOST_NODES
) -> Cover:
    """Take the fewest choices so that each need is met so many ``times``.

    Raises:
        ValueError: a need is met by no choice.
    """
    met = frozenset().union(*choices)
    if any(need not in met for need, count in times.items() if count > 0):
        raise ValueError
    wanted = frozenset(need for need, count in times.items() if count > 0)
    useful = _undominated([each & wanted for each in choices])
    taken: list[int] = []
    proven, least = True, 0
    for part in _parts(useful, wanted):
        solved = _Solver(
            [(at, each) for at, each in useful.items() if each <= part], times, most_nodes
        ).solve()
        taken += solved.taken
        proven, least = proven and solved.proven, least + solved.least
    return Cover(tuple(sorted(taken)), proven, least)


def _undominated(choices: Sequence[frozenset[int]]) -> dict[int, frozenset[int]]:
    """Leave out every choice that meets nothing but what one other choice meets too; the first of equals stays."""
    kept: dict[int, frozenset[int]] = {}
    for at in sorted(range(len(choices)), key=lambda at: -len(choices[at])):
        if choices[at] and not any(choices[at] <= other for other in kept.values()):
            kept[at] = choices[at]
    return dict(sorted(kept.items()))


def _parts(choices: Mapping[int, frozenset[int]], wanted: frozenset[int]) -> list[frozenset[int]]:
    """Part the needs so that no choice meets needs of two parts."""
    parts: list[frozenset[int]] = [frozenset((need,)) for need in sorted(wanted)]
    for each in choices.values():
        touched = [part for part in parts if part & each]
        parts = [part for part in parts if not part & each] + [frozenset().union(*touched)]
    return parts


class _Solver:
    """Branch and bound over one part: on the need that fewest choices meet."""

    def __init__(
        self, choices: list[tuple[int, frozenset[int]]], times: Mapping[int, int], most_nodes: int
    ) -> None:
        self.choices = choices
        self.needs = frozenset().union(*(each for _, each in choices)) if choices else frozenset()
        self.start = {need: times[need] for need in sorted(self.needs)}
        self.by_need = {
            need: [at for at, (_, each) in enumerate(choices) if need in each] for need in self.start
        }
        self.best: list[int] = self._greedy()
        self.nodes, self.most_nodes = 0, most_nodes

    def solve(self) -> Cover:
        least = self._bound(self.start, frozenset())
        if least < len(self.best):
            self._search(dict(self.start), [], frozenset())
        proven = self.nodes <= self.most_nodes
        taken = tuple(self.choices[at][0] for at in self.best)
        return Cover(taken, proven or least == len(taken), len(taken) if proven else least)

    def _greedy(self) -> list[int]:
        left, taken = dict(self.start), list[int]()
        while left:
            at = max(range(len(self.choices)), key=lambda at: (len(self.choices[at][1] & left.keys()), -at))
            taken.append(at)
            left = self._less(left, at)
        return taken

    def _less(self, left: Mapping[int, int], at: int) -> dict[int, int]:
        """Give what is left to meet once a choice is taken."""
        met = self.choices[at][1]
        return {need: count - (need in met) for need, count in left.items() if count > (need in met)}

    def _bound(self, left: Mapping[int, int], shut: frozenset[int]) -> int:
        """Give a number of choices that no cover of what is left can do without.

        Needs no two of which one choice meets each ask for choices of their own; and no choice meets more than so many.
        """
        apart, used = 0, set[int]()
        for need in sorted(left, key=lambda need: (len(self.by_need[need]), -left[need])):
            ways = [at for at in self.by_need[need] if at not in shut]
            if used.isdisjoint(ways):
                apart += left[need]
                used.update(ways)
        most = max(
            (len(met & left.keys()) for at, (_, met) in enumerate(self.choices) if at not in shut), default=1
        )
        return max(apart, -(-sum(left.values()) // max(most, 1)))

    def _search(self, left: Mapping[int, int], taken: list[int], shut: frozenset[int]) -> None:
        if not left:
            self.best = list(taken) if len(taken) < len(self.best) else self.best
            return
        self.nodes += 1
        if self.nodes > self.most_nodes or len(taken) + self._bound(left, shut) >= len(self.best):
            return
        need = min(left, key=lambda need: (sum(at not in shut for at in self.by_need[need]), need))
        ways = [at for at in self.by_need[need] if at not in shut]
        for at in sorted(ways, key=lambda at: -len(self.choices[at][1] & left.keys())):
            self._search(self._less(left, at), [*taken, at], shut)
            shut |= {at}  # what takes it was looked at
