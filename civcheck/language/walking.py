"""Walking a rule pack's models: every part with the path at which it stands in the YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import BaseModel

Path = tuple[str | int, ...]
_UNNAMED = frozenset({"tests", "branches"})
"""Fields that gather what stands one level higher in the YAML."""


class Part(NamedTuple):
    """A model inside a pack: its path, itself, and whether conditions here speak of the unit."""

    path: Path
    model: BaseModel
    of_unit: bool


def parts(model: BaseModel, path: Path = (), of_unit: bool = False) -> Iterator[Part]:
    """List a model and every model inside it, outermost first."""
    yield Part(path, model, of_unit)
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        step: Path = () if name in _UNNAMED else (info.alias or name,)
        yield from _inside(value, (*path, *step), of_unit or name == "applies_to")


def _inside(value: object, path: Path, of_unit: bool) -> Iterator[Part]:
    if isinstance(value, BaseModel):
        form = getattr(value, "form", None)
        yield from parts(value, (*path, form) if isinstance(form, str) else path, of_unit)
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from _inside(each, (*path, index), of_unit)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _inside(each, (*path, key), of_unit)
