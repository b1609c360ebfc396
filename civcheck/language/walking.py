"""Walking a rule pack: every part with the path at which it stands in the YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from civcheck.model.parts import Part

Path = tuple[str | int, ...]
_OF_UNIT = frozenset({"applies_to", "inferred_for"})
_UNNAMED = frozenset({"tests", "branches"})
"""Fields that gather what stands one level higher in the YAML."""


class Placed(NamedTuple):
    """A part inside a pack: its path, itself, and whether conditions here speak of the unit."""

    path: Path
    part: Part
    of_unit: bool


def parts(part: Part, path: Path = (), of_unit: bool = False) -> Iterator[Placed]:
    """List a part and every part inside it, outermost first."""
    yield Placed(path, part, of_unit)
    for name in part.names():
        step: Path = () if name in _UNNAMED else (part.key_of(name),)
        yield from _inside(getattr(part, name), (*path, *step), of_unit or name in _OF_UNIT)


def _inside(value: object, path: Path, of_unit: bool) -> Iterator[Placed]:
    if isinstance(value, Part):
        form = getattr(value, "form", None)
        yield from parts(value, (*path, form) if isinstance(form, str) else path, of_unit)
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from _inside(each, (*path, index), of_unit)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _inside(each, (*path, key), of_unit)
