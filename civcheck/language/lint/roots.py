"""Telling one slip in terms.yaml once, where it is, and not at every rule that has the name right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from civcheck.language.lint.complaint import Complaint
from civcheck.language.lint.pointfile import PointFile
from civcheck.language.vocabulary import sort_of
from civcheck.model.parts import Part
from civcheck.model.terms import Terms
from civcheck.model.texts import near

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "sort.kind": ("kinds", "sorts"),
    "sort.sort": ("sorts",),
    "sort.role": ("roles",),
    "sort.fact": ("facts",),
    "sort.unit-fact": ("facts",),
    "sort.period": ("periods",),
    "sort.day": ("days",),
}
"""What a name may be of (see ``sort_of``) → where terms.yaml has these names."""
_OFTEN = 2
"""So often nobody writes the same slip: the name that stands there once is the wrong one."""


def told_at_roots(found: Iterable[Complaint], terms: Terms, points: Iterable[PointFile]) -> list[Complaint]:
    """Tell of a name that terms.yaml has wrong there, and leave out what follows from it everywhere else.

    It is wrong where nothing uses it and what is used in several places is nearly it.
    """
    found, points = list(found), tuple(points)
    if any(point.inherited for point in points):  # the names of the pack below are used by its rules
        return found
    return _without_fields(_without_names(found, terms, points))


def _without_names(found: list[Complaint], terms: Terms, points: tuple[PointFile, ...]) -> list[Complaint]:
    wrong: dict[str, list[Complaint]] = {}
    for each in found:
        if each.code == "rule-name-unknown" and sort_of(each.params) in _GROUPS:
            wrong.setdefault(str(each.params["value"]), []).append(each)
    wrong = {value: told for value, told in wrong.items() if len(told) >= _OFTEN}
    if not wrong:
        return found
    used = _used(terms, points)
    for value, told in wrong.items():
        groups = dict.fromkeys(group for each in told for group in _GROUPS[sort_of(each.params)])
        spare = {name: group for group in groups for name in getattr(terms, group) if name not in used}
        # of two characters one may be wrong
        if (slip := near(value, spare, cutoff=0.5 if len(value) < 3 else 0.6)) is not None:
            shown = {"value": slip, "name": value, "count": str(len(told))}
            root = Complaint("terms.yaml", (spare[slip], slip), "name-slip", shown)
            found = [root, *(each for each in found if each not in told)]
            used.add(slip)
    return found


def _used(terms: Terms, points: tuple[PointFile, ...]) -> set[str]:
    """List every text that stands in a rule, or below a name of the vocabulary."""
    used = {text for point in points for _, rule in point.rules for text in _texts(rule)}
    for group in Terms.names():
        value = getattr(terms, group)
        named = value.values() if isinstance(value, Mapping) else value
        used.update(text for each in named for text in _texts(each))
    return used


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Part):
        for name in value.names():
            yield from _texts(getattr(value, name))
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _texts(key)
            yield from _texts(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)


def _without_fields(found: list[Complaint]) -> list[Complaint]:
    """Leave out what rules are told of a field of which terms.yaml is told that its name is a slip."""
    slips = {name for each in found if each.code == "field-undeclared"
             for name in (each.params["value"], each.params["meant"])}  # fmt: skip
    return [
        each for each in found
        if each.file == "terms.yaml" or each.code not in _OF_FIELDS or each.params.get("value") not in slips
    ]  # fmt: skip


_OF_FIELDS = frozenset({"rule-name-unknown", "field-not-number", "field-not-day", "field-of-no-kind"})
"""What is told of a field that has another name, and so another type, than was meant."""
