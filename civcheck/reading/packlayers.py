"""Packs as they are written, one upon the other: mappings and texts, and in which file of which pack each stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from civcheck.model.problem import Place
from civcheck.reading.parsed import Parsed

Loc = tuple[str | int, ...]
INHERITED = ("period", "closes", "params", "score", "hygiene")
"""The keys of pack.yaml that a pack takes from the one it is built on, where it does not write them."""


@dataclass(slots=True)
class Written:
    """A value as it stands in one file of one pack."""

    pack: str
    file: str
    parsed: Parsed
    path: Loc
    value: Any

    def has(self, path: Loc) -> bool:
        """Tell whether this is what is written at a path inside the value: there, or in a value above it."""
        node = self.value
        for step in path:
            if isinstance(node, Mapping):
                if step not in node:
                    return False
                node = node[step]
            elif isinstance(node, list) and isinstance(step, int):
                if step >= len(node):
                    return False
                node = node[step]
            else:
                return True
        return True

    def place(self, path: Loc = ()) -> Place:
        """Give the place of a path inside the value, or of the deepest part of it that is there."""
        return Place(f"{self.pack}/{self.file}", *self.parsed.place((*self.path, *path)))


class Stack(NamedTuple):
    """A value with every layer that says something of it, the lowest first."""

    value: Any
    layers: tuple[Written, ...]

    def patched(self, patch: Written, value: Any) -> Stack:
        """Give the value that it has with one more layer upon it."""
        return Stack(value, (*self.layers, patch))

    def owner(self, path: Loc) -> Written:
        """Find the layer that what stands at a path comes from."""
        return next((each for each in reversed(self.layers) if each.has(path)), self.layers[0])

    def below(self, path: Loc) -> Place:
        """Say where the layers below the top one have what stands at a path."""
        return Stack(self.value, self.layers[:-1]).owner(path).place(path)


@dataclass(slots=True)
class RawPoint:
    """A point as written: its number and title, the file of the pack on top, and its rules by id."""

    number: int
    title: str
    file: str
    rules: dict[str, Stack] = field(default_factory=dict)


@dataclass(slots=True)
class RawPack:
    """A pack as written, with those below it."""

    id: str
    head: Stack
    terms: Stack
    points: dict[int, RawPoint] = field(default_factory=dict)

    def rule(self, name: str) -> tuple[RawPoint, str, Stack] | None:
        """Find a rule by id or former id, with its point."""
        for point in self.points.values():
            for rule_id, stack in point.rules.items():
                aliases = stack.value.get("aliases", ())
                if name == rule_id or name in ([aliases] if isinstance(aliases, str) else aliases):
                    return point, rule_id, stack
        return None


def merged(base: Any, patch: Any) -> Any:
    """Lay one mapping upon another, key by key; anything else takes the place of what was there."""
    if not (isinstance(base, dict) and isinstance(patch, dict)):
        return patch
    return {**base, **{key: merged(base[key], each) if key in base else each for key, each in patch.items()}}


def merged_rule(base: Any, patch: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a patch upon a rule; its quotes come after those of the pack below."""
    own = {key: each for key, each in patch.items() if key != "patch"}
    found: dict[str, Any] = merged(base, own)
    if "quote" in own:
        found["quote"] = [*_texts(base.get("quote")), *_texts(own["quote"])]
    return found


def _texts(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def merged_head(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Take from the head of the pack below what a pack inherits; a param may be written as its value alone."""
    below = {key: base[key] for key in INHERITED if key in base}
    params = own.get("params")
    if isinstance(params, dict):
        known = below.get("params", {})
        short = {name: {"value": each} if name in known and not isinstance(each, dict) else each
                 for name, each in params.items()}  # fmt: skip
        own = {**own, "params": short}
    found: dict[str, Any] = merged(below, dict(own))
    return found


def merged_terms(base: Any, own: Any) -> Any:
    """Add names to the terms of the pack below: mappings by key, lists by what they do not have yet."""
    if isinstance(base, dict) and isinstance(own, dict):
        return {
            **base,
            **{key: merged_terms(base[key], each) if key in base else each for key, each in own.items()},
        }
    if isinstance(base, list) and isinstance(own, list):
        known = [_name(each) for each in base]
        return base + [each for each in own if _name(each) not in known]
    return own


def _name(each: Any) -> Any:
    """Give what tells an entry of a list from the others: its name, or what it is as a whole."""
    return each.get("name", each) if isinstance(each, dict) else each


def changed_terms(base: Any, own: Any, path: Loc = ()) -> Iterator[Loc]:
    """List the paths at which terms change what the pack below says, instead of adding to it."""
    for key, each in own.items() if isinstance(own, dict) else ():
        there = base.get(key) if isinstance(base, dict) else None
        if key not in base:
            if len(path) >= 2 and path[0] != "days" and key not in _HARMLESS:
                yield (*path, key)  # a key of something that is there already
        elif isinstance(there, dict) and isinstance(each, dict):
            yield from changed_terms(there, each, (*path, key))
        elif there != each and key not in _HARMLESS and not _only_adds(key, there, each):
            yield (*path, key)


def _only_adds(key: str, base: Any, own: Any) -> bool:
    if not isinstance(base, list) or not isinstance(own, list) or key in _ORDERED:
        return False
    there = {repr(_name(each)): each for each in base}
    return all(isinstance(each, str) or there.get(repr(_name(each)), each) == each for each in own)


_HARMLESS = frozenset({"about", "ask"})
"""Words; another spelling is none of them, for what is written by it counts."""
_ORDERED = frozenset({"honours"})
