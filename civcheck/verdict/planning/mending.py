"""Mending: material and fields that records lack that are there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from civcheck.language.rule import Rule
from civcheck.language.select import Near
from civcheck.model.plan import Correction, Material, Mending
from civcheck.model.record import Record
from civcheck.verdict.planning.draft import MADE
from civcheck.verdict.planning.padding import Padding, each_once
from civcheck.verdict.planning.world import World

_MATERIAL = "lacks.material"


class Mended(NamedTuple):
    """The ledger as it would be, what was mended, and the records that stay short all the same, by rule."""

    world: World
    mendings: tuple[Mending, ...]
    stay: dict[str, tuple[str, ...]]


class _Draft(NamedTuple):
    rule: str
    material: tuple[Material, ...]
    fields: tuple[str, ...]
    due: date | None


def mend(rules: Iterable[Rule], world: World, padding: Padding, today: date) -> Mended:
    """Add to the records of each rule what they lack; what is written there already is never changed."""
    rules = list(rules)
    changed: dict[str, Record] = {}
    made: dict[str, list[_Draft]] = {}
    for rule in rules:
        for batch in _batches(rule, world):
            made_now = {
                record.key: _completed(rule, changed.get(record.key, record), padding, due)
                for record, due in batch
            }
            helped = _helped(rule, world, changed, {key: after for key, (after, _) in made_now.items()})
            for key in helped:
                after, draft = made_now[key]
                changed[key] = after
                made.setdefault(key, []).append(draft)
    there = world.plus((), changed)
    stay = {rule.id: _staying(rule, there) for rule in rules}
    told = [each for key, some in made.items() for each in _mendings(key, some, today)]
    return Mended(there, tuple(told), stay)


_Due = tuple[Record, date | None]


def _batches(rule: Rule, world: World) -> Iterator[list[_Due]]:
    """List the records that lack something, all at once; then, one by one, those that would count with a file."""
    seen = world.judged(rule).seen
    if seen.shorts:
        yield [(short.record, short.due) for short in seen.shorts]
        return
    for near in seen.near():
        if near.failure.lacks.id == _MATERIAL:
            yield [(near.record, None)]


def _completed(rule: Rule, record: Record, padding: Padding, due: date | None) -> tuple[Record, _Draft]:
    only = frozenset((rule.id,))
    added = padding.added(record, only, only)
    return added.record, _Draft(rule.id, added.material, tuple(added.values), due)


def _helped(rule: Rule, world: World, changed: dict[str, Record], after: dict[str, Record]) -> list[str]:
    """Name the records that are no longer short once they are as they would be, where that helps the rule at all."""
    then = world.plus((), {**changed, **after})
    before = world.plus((), {key: each for key, each in changed.items() if key not in after})
    if then.lack(rule) >= before.lack(rule):
        return []
    short = {each.record.key for each in then.judged(rule).seen.shorts}
    return [key for key in after if key not in short]


def _mendings(key: str, drafts: list[_Draft], today: date) -> Iterator[Mending]:
    """Tell of one record: what was due already, and what may still come, each by itself."""
    parts: dict[bool, list[_Draft]] = {}
    for each in drafts:
        over = each.due is not None and each.due <= today
        bare = not (each.material or each.fields)  # what was added for another rule serves this one too
        own = over if over in parts or not (bare and parts) else next(iter(parts))
        parts.setdefault(own, []).append(each)
    for over, some in sorted(parts.items()):
        material = [one for each in some for one in each.material]
        named = [one for one in material if one.roles]
        yield Mending(
            key,
            tuple(dict.fromkeys(each.rule for each in some)),
            each_once(named or material),
            tuple(dict.fromkeys(name for each in some for name in each.fields)),
            min((each.due for each in some if each.due is not None), default=None) if not over else None,
            over,
        )


def _staying(rule: Rule, world: World) -> tuple[str, ...]:
    judged = world.judged(rule)
    return tuple(dict.fromkeys(short.record.key for short in judged.seen.shorts))


def corrections(rules: Iterable[Rule], world: World) -> tuple[Correction, ...]:
    """List the records that would count for these rules but for one thing that somebody wrote, or left blank."""
    found: list[Correction] = []
    for rule in rules:
        near: list[Near] = world.judged(rule).seen.near()
        found += [
            Correction(each.record.key, rule.id, each.failure.lacks)
            for each in near[:_MOST]
            if each.failure.lacks.id not in (_MATERIAL, "lacks.window", "lacks.distinct")
            and not each.record.key.startswith(MADE)
        ]
    return tuple(found)


_MOST = 3
"""So many records are named for one rule; the report of the audit names all."""
