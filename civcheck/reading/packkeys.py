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


def keys_at(kind: type[Part], loc: Loc) -> list[str]:
    """List the keys of the part that a location leads to; the location may hold tags of unions."""
    parts = [kind]
    for step in loc:
        deeper = [part for each in parts for part in _step(each, step)]
        parts = deeper or parts
    names: dict[str, None] = {}
    for part in parts:
        branch = issubclass(part, Branch)
        gathered = _GATHERED | {"expect"} if branch else _GATHERED
        names |= {part.key_of(name): None for name in part.names() if name not in gathered}
        if branch:
            names |= dict.fromkeys(constructs())
        if "tests" in part.names():
            names |= {"字段名": None}
    return list(names)


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
