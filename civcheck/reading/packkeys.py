"""Which keys may stand at a place of a rule pack: for “did you mean” when one is unknown."""

from __future__ import annotations

from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from civcheck.language.condition import Condition
from civcheck.language.expectation.branches import CONSTRUCTS, Branch
from civcheck.language.pack import PackHead
from civcheck.language.rule import Rule
from civcheck.model.terms import Terms

Loc = tuple[str | int, ...]


def keys_at(kind: Any, loc: Loc) -> list[str]:
    """List the keys of the model that a location leads to; the location may hold tags of unions."""
    models = _models(kind)
    for step in loc:
        deeper = [model for each in models for model in _step(each, step)]
        models = deeper or models
    names: dict[str, None] = {}
    for model in models:
        for name, info in model.model_fields.items():
            if name not in ("form", "tests", "branches") and not (
                issubclass(model, Branch) and name == "expect"
            ):
                names[info.alias or name] = None
        if issubclass(model, Branch):
            names |= dict.fromkeys(CONSTRUCTS)
    return list(names)


@cache
def known_keys() -> frozenset[str]:
    """Give every key that stands anywhere in a pack, for telling a mistyped line from prose."""
    found: set[str] = {"rule", "role"} | set(CONSTRUCTS)
    waiting: list[type[BaseModel]] = [PackHead, Terms, Rule]
    seen: set[type[BaseModel]] = set()
    while waiting:
        model = waiting.pop()
        if model not in seen:
            seen.add(model)
            found |= {info.alias or name for name, info in model.model_fields.items()}
            waiting += [each for info in model.model_fields.values() for each in _models(info.annotation)]
    return frozenset(found)


def _step(model: type[BaseModel], step: str | int) -> list[type[BaseModel]]:
    """Follow one step: a field of the model, or a tag that picks among the models of a union."""
    for name, info in model.model_fields.items():
        if step in (name, info.alias):
            return _models(info.annotation)
    form = model.model_fields.get("form")
    if form is not None and step == form.default:
        return [model]
    if issubclass(model, Condition) and "tests" in model.model_fields and isinstance(step, str):
        return []
    return []


def _models(annotation: Any) -> list[type[BaseModel]]:
    """List the models inside an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (Union, UnionType) or get_args(annotation):
        return [model for each in get_args(annotation) for model in _models(each)]
    return []
