"""Checking the names in rules while pack.yaml or terms.yaml has mistakes: by what could be read of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from civcheck.language.lint import Complaint, PointFile
from civcheck.language.lint.roots import told_at_roots
from civcheck.language.lint.rules import lint_rule
from civcheck.language.pack import PackHead, Param
from civcheck.language.vocabulary import Vocabulary, sort_of
from civcheck.model.parts import Part
from civcheck.model.terms import Terms

_NAMES: Mapping[str, tuple[str, ...]] = {
    "unit_types": ("sort.unit-type", "单位类型"), "functions": ("sort.function", "职能"), "organisations": ("组织",),
    "honours": ("sort.rank", "文明单位级别"), "facts": ("sort.fact", "sort.unit-fact"),
    "sorts": ("sort.kind", "sort.sort"), "kinds": ("sort.kind",), "roles": ("sort.role",),
    "days": ("sort.day",), "periods": ("sort.period",),
}  # fmt: skip
"""A key of terms.yaml → what the names below it are names of (see ``sort_of``)."""
_FIELD, _PARAM, _VALUE = "sort.field", "sort.param", "sort.value-of"
_STAND_INS: Mapping[str, Any] = {
    "facts": {"type": "文本", "ask": "？"}, "days": {"every": "01-01"}, "periods": [], "aliases": "",
}  # fmt: skip
"""What a name is read as whose own entry is wrong; mostly nothing needs to be said of it."""
_HEAD = {
    "id": "a", "version": "0", "title": "a", "period": {"from": "2000-01-01", "to": "2000-12-31"},
    "closes": "2000-12-31", "source": {"file": "a", "sha256": "0" * 64},
}  # fmt: skip


def names_in_spite(head: Any, terms: Any, points: Iterable[PointFile]) -> list[Complaint]:
    """List the names in rules that nothing defines, as far as that can be told.

    ``head`` and ``terms`` are what is written in pack.yaml and terms.yaml, None where a file cannot be read.
    """
    points = tuple(points)
    read, doubtful = _terms_of(terms)
    params = _params_of(head)
    if params is None:
        doubtful.add(_PARAM)
    known = Vocabulary(PackHead.read(_HEAD).changed(params=params or {}), read)
    found = [
        Complaint(point.file, (index, *path), code, named)
        for point in points if not point.inherited
        for index, rule in point.rules
        for path, code, named in lint_rule(rule, known, ())
        if code == "rule-name-unknown" and _is_sure(sort_of(named), doubtful)
    ]  # fmt: skip
    return found if doubtful - {_FIELD, _PARAM} else told_at_roots(found, read, points)


def _is_sure(what: str, doubtful: set[str]) -> bool:
    return what not in doubtful and not (_FIELD in doubtful and what == _VALUE)


def _params_of(head: Any) -> dict[str, Param] | None:
    """Give the params by name, each as far as it can be read; None where nobody knows which there are."""
    written = head.get("params", {}) if isinstance(head, dict) else None
    if not isinstance(written, dict) or ("params" not in head and not set(head) <= _keys(PackHead)):
        return None
    return {name: _read(Param, each) or Param(value=Fraction(1)) for name, each in written.items()}


def _keys(part: type[Part]) -> set[str]:
    return {part.key_of(name) for name in part.names()}


def _terms_of(written: Any) -> tuple[Terms, set[str]]:
    """Read the vocabulary without what is wrong in it, and say what there may be more names of than were read."""
    if not isinstance(written, dict):
        return Terms(unit_types={}, kinds={}), {what for names in _NAMES.values() for what in names} | {
            _FIELD
        }
    known = _keys(Terms)
    value: dict[str, Any] = {key: each for key, each in written.items() if key in known}
    # a key that is none may be a misspelt one of those that are not there
    lost = {key for key in known if key not in written} if len(value) < len(written) else set()
    for key, inside in _mistakes(value):
        if isinstance(value[key], dict) and inside in value[key]:
            value[key] = {**value[key], inside: _STAND_INS.get(key, {})}
        else:
            lost.add(key)
    value = {
        **{key: {} for key in ("unit_types", "kinds")},
        **{key: each for key, each in value.items() if key not in lost},
    }
    read = _read(Terms, value)
    if read is None:
        return _terms_of(None)
    doubtful = {what for key in lost for what in _NAMES.get(key, ())}
    touched = lost | {key for key in value if value[key] != written.get(key, {})}
    return read, doubtful | ({_FIELD} if touched & {"kinds", "fields", "roles"} else set())


def _mistakes(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """List the keys that have a mistake in them, each with the name below it where it stands."""
    try:
        Terms.read(value)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            key, *inside = each["loc"]
            if key in value:
                yield str(key), inside[0] if inside else None


def _read(part: type[Part], value: Any) -> Any:
    try:
        return part.read(value)
    except ValidationError:
        return None
