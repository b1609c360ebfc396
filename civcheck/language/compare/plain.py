"""Parts as they are written in YAML again: what two packs are compared by, and what is shown of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from civcheck.messages import number
from civcheck.model.outcome import Basis, Obligation
from civcheck.model.parts import PARTS, Part

_GATHERED = frozenset({"tests", "branches", "both"})
"""Fields that gather what stands one level higher in the YAML."""
_REQUIRED = object()


@cache
def defaults_of(sort: str) -> Mapping[str, Any]:
    """Give the default of every field of a sort of part; a field that must be written has one that nothing equals."""
    part = PARTS[sort]
    return {name: getattr(part, name, _REQUIRED) for name in part.names()}


def plain(value: Any) -> Any:
    """Turn a value of a pack into mappings, lists and texts; what has its default is left out, written or not."""
    match value:
        case Part():
            return _part(value)
        case bool():
            return "是" if value else "否"
        case Obligation() | Basis():
            return value.word
        case int() | Fraction():
            return number(Fraction(value))  # 80% and 0.8 are written alike
        case date():
            return value.isoformat()
        case tuple() | list():
            return _constructs(value) if _are_constructs(value) else [plain(each) for each in value]
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
    return value if value is None else str(value)


def _part(part: Part) -> Any:
    sort = type(part).__name__
    written: dict[str, Any] = {}
    gathered: Any = None
    for name, default in defaults_of(sort).items():
        value = getattr(part, name)
        if name == "form" or (default is not _REQUIRED and value == default):
            continue
        if name not in _GATHERED:
            written[part.key_of(name)] = plain(value)
        elif isinstance(value, Mapping):
            written |= plain(value)
        else:
            gathered = plain(value)
    if gathered is None:
        return _short(PARTS[sort], written)
    return {**written, "of": gathered} if written else gathered


def _short(part: type[Part], written: dict[str, Any]) -> Any:
    """Write a part short where it can be: ``{is: x}`` of a test is x, a member that only has a name is that name."""
    for value in written.values() if len(written) == 1 else ():
        try:
            if part._written(value) == written:
                return value
        except ValueError:  # it is no short form, and refused as a wrong one
            continue
    return written


def _are_constructs(values: tuple[Any, ...] | list[Any]) -> bool:
    return bool(values) and all(isinstance(getattr(each, "form", None), str) for each in values)


def _constructs(values: tuple[Any, ...] | list[Any]) -> dict[str, Any]:
    return {each.form: _part(each) for each in values}


def flow(value: Any) -> str:
    """Write plain values in one line, the way packs are written."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(flow, value)) + "]"
    return "" if value is None else str(value)


def text_of(value: Any) -> str | None:
    """Write a value of a pack in one line; None where there is none."""
    return None if value is None else flow(plain(value))
