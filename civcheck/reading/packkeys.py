"""Which keys may stand at a place of a rule pack: for “did you mean” when one is unknown."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from civcheck.language.expectation.branches import Branch, constructs
from civcheck.model.parts import PARTS, Part
from civcheck.model.written import annotations_of

Loc = tuple[str | int, ...]
_GATHERED = frozenset({"form", "tests", "branches", "both"})
"""Fields that nobody writes: they gather what is written one level higher."""
ANY_FIELD = "字段名"
"""Stands among the keys of a condition for every name of a field."""
_TEXTS = frozenset({"DayInYear"})
"""Parts that are written as a text and never as a mapping: none of their names is a key."""


def keys_at(kind: type[Part], loc: Loc) -> list[str]:
    """List the keys of the part that a location leads to; the location may hold tags of unions."""
    names: dict[str, None] = {}
    for part in _parts_at(kind, loc):
        if part.__name__ in _TEXTS:
            continue
        branch = issubclass(part, Branch)
        gathered = _GATHERED | {"expect"} if branch else _GATHERED
        names |= {part.key_of(name): None for name in part.names() if name not in gathered}
        if branch:
            names |= dict.fromkeys(constructs())
        if "tests" in part.names():
            names |= {ANY_FIELD: None}
    return list(names)


def range_at(kind: type[Part], loc: Loc) -> tuple[int, int] | None:
    """Give the least and the greatest number that may stand at a location; None where any may."""
    names = [index for index, step in enumerate(loc) if isinstance(step, str)]
    for index in reversed(names):
        for part in _parts_at(kind, loc[:index]):
            for name in part.names():
                if loc[index] in (name, part.key_of(name)):
                    return _range_in(annotations_of(part)[name])
    return None


def _range_in(annotation: Any) -> tuple[int, int] | None:
    for each in get_args(annotation):
        bounds = getattr(each, "metadata", ())
        low = next((bound.ge for bound in bounds if hasattr(bound, "ge")), None)
        high = next((bound.le for bound in bounds if hasattr(bound, "le")), None)
        if low is not None and high is not None:
            return low, high
        if (found := _range_in(each)) is not None:
            return found
    return None


def _parts_at(kind: type[Part], loc: Loc) -> list[type[Part]]:
    parts = [kind]
    for step in loc:
        deeper = [part for each in parts for part in _step(each, step)]
        parts = deeper or parts
    return parts


@cache
def known_keys() -> frozenset[str]:
    """Give every key that stands anywhere in a pack, for telling a mistyped line from prose."""
    keys = {part.key_of(name) for part in PARTS.values() for name in part.names()}
    return frozenset(keys | {"rule", "role"} | set(constructs()))


def _step(part: type[Part], step: str | int) -> list[type[Part]]:
    """Follow one step: a field of the part, or a tag that picks among the parts of a union."""
    for name in part.names():
        if step in (name, part.key_of(name)):
            return _parts_in(annotations_of(part)[name])
    return [part] if step == getattr(part, "form", None) else []


def _parts_in(annotation: Any) -> list[type[Part]]:
    """List the parts inside an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return [annotation]
    return [part for each in get_args(annotation) for part in _parts_in(each)]
