"""Walking a rule pack: every part with the path at which it stands in the YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from civcheck.model.parts import Part

Path = tuple[str | int, ...]
_UNNAMED = frozenset({"tests", "branches", "both"})
"""Fields that gather what stands one level higher in the YAML."""


class Placed(NamedTuple):
    """A part inside a pack: its path, itself, and what conditions here speak of: record, unit or material."""

    path: Path
    part: Part
    about: str


def parts(part: Part, path: Path = (), about: str = "record") -> Iterator[Placed]:
    """List a part and every part inside it, outermost first."""
    yield Placed(path, part, about)
    for name in part.names():
        step: Path = () if name in _UNNAMED else (part.key_of(name),)
        yield from _inside(getattr(part, name), (*path, *step), part.speaks_of(name) or about)


def _inside(value: object, path: Path, about: str) -> Iterator[Placed]:
    if isinstance(value, Part):
        form = getattr(value, "form", None)
        yield from parts(value, (*path, form) if isinstance(form, str) else path, about)
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from _inside(each, (*path, index), about)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _inside(each, (*path, key), about)


def parts_in(value: object) -> Iterator[Part]:
    """Give the parts that a value of a part is, or has in it."""
    if isinstance(value, Part):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from parts_in(each)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from parts_in(each)


def parts_inside(part: Part, but: str = "") -> Iterator[Part]:
    """Give a part and every part inside it likewise, without paths, and without what stands under one key."""
    values: list[object] = [part]
    while values:
        match values.pop():
            case Part() as each:
                yield each
                values += [getattr(each, name) for name in reversed(each.names()) if name != but]
            case tuple() as several:
                values += reversed(several)
            case Mapping() as mapping:
                values += reversed(tuple(mapping.values()))
