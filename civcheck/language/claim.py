"""``claim``: within a group of rules a record counts once; what each rule could use, and who gets what."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from civcheck.model.record import Record

Item = tuple[str, date | None]
"""What counts once: a record by its key, and the day of one of its sessions; None where it has none."""


def items_of(record: Record) -> list[Item]:
    """List what a record has to give: itself once, or each of its sessions."""
    return [(record.key, day) for day in record.days.sessions or (None,)]


class Claim(NamedTuple):
    """So many things a rule asks for at once: ``asked`` different ``choices``, each shown by one of its items.

    ``last`` is the day until which more may come; ``name`` is that of the member or period it is asked for.
    """

    asked: int
    choices: Mapping[Any, list[Item]]
    last: date
    name: str = ""


def allot(claims: Sequence[Claim]) -> list[list[Item]]:
    """Give every item to one claim at most, so that as many as possible are given, earlier claims first.

    A maximum matching of what is asked for with items. Where not everything can be given, an earlier claim gets what
    it could have at the cost of a later one: what can be given together is a matroid, so exchanging one for one
    until nothing improves is exact.
    """
    import networkx
    from networkx.algorithms.bipartite import hopcroft_karp_matching

    wants = _Wants(claims)
    graph = networkx.Graph()
    graph.add_nodes_from(wants.asked)
    graph.add_edges_from((place, node) for place, nodes in wants.asked.items() for node in nodes)
    with _deep_enough(len(claims)):
        matched = hopcroft_karp_matching(graph, wants.asked)
    for place in wants.asked:
        if place not in matched:
            wants.take_from_later(place, matched)
    return wants.given(matched)


@contextmanager
def _deep_enough(claims: int) -> Iterator[None]:
    """Let the matching call itself as often as its paths are long: once for each claim at most."""
    known = sys.getrecursionlimit()
    sys.setrecursionlimit(known + 2 * claims)
    try:
        yield
    finally:
        sys.setrecursionlimit(known)


_ALWAYS = -1
"""The rank of a place that hands on an item: it comes before every claim."""


class _Wants:
    """Claims as a graph of numbers, so that equal input gives equal answers: places that ask, nodes that may be given.

    A choice that several items show is a node of its own, so that it is used once. A place of its own hands it one
    of its items, and is matched with the choice itself while nobody asks for it.
    """

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.claims = claims
        self.asked: dict[int, list[int]] = {}
        self.ranks: list[int] = []
        self.handed_by: dict[int, int] = {}
        self._nodes: dict[Item, int] = {}
        self._last_node = 0  # nodes count down, places up
        offered = [self._offered(claim) for claim in claims]
        for rank, (claim, nodes) in enumerate(zip(claims, offered, strict=True)):
            for _ in range(min(claim.asked, len(claim.choices))):
                self._add_place(rank, nodes)

    def _offered(self, claim: Claim) -> list[int]:
        """List the nodes that each of a claim's places may be given."""
        offered: dict[int, None] = {}
        for items in claim.choices.values():
            nodes = [self._node(item) for item in items]
            if len(nodes) > 1 and claim.asked > 1:
                choice = self._new_node()
                self.handed_by[choice] = self._add_place(_ALWAYS, [choice, *nodes])
                nodes = [choice]
            offered |= dict.fromkeys(nodes)
        return list(offered)

    def _add_place(self, rank: int, nodes: list[int]) -> int:
        self.ranks.append(rank)
        self.asked[len(self.asked)] = nodes
        return len(self.asked) - 1

    def _node(self, item: Item) -> int:
        if item not in self._nodes:
            self._nodes[item] = self._new_node()
        return self._nodes[item]

    def _new_node(self) -> int:
        self._last_node -= 1
        return self._last_node

    def take_from_later(self, place: int, matched: dict[int, int]) -> None:
        """Free something for a place that has nothing, at the cost of the last one that is of a later claim."""
        came_from: dict[int, int] = {}
        queue = [place]
        for one in queue:
            for node in self.asked[one]:
                if node not in came_from:
                    came_from[node] = one
                    queue.append(matched[node])  # there is none without: the matching is a maximum one
        last = max(queue)
        if self.ranks[last] == self.ranks[place]:
            return
        free: int | None = matched.pop(last)
        while free is not None:
            one = came_from[free]
            before = matched.get(one)
            matched[one], matched[free] = free, one
            free = before

    def given(self, matched: Mapping[int, int]) -> list[list[Item]]:
        """List the items that each claim is given."""
        items = {node: item for item, node in self._nodes.items()}
        found: list[list[Item]] = [[] for _ in self.claims]
        for place, rank in enumerate(self.ranks):
            if rank != _ALWAYS and place in matched:
                node = matched[place]
                found[rank].append(items[matched[self.handed_by[node]] if node in self.handed_by else node])
        return found
