"""Telling what a record of the plan is: what must be written in it, and what is left to whoever does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from civcheck.model.plan import Action
from civcheck.model.record import Record
from civcheck.verdict.planning.draft import Draft, frozen
from civcheck.verdict.planning.meeting import ANY_TEXT
from civcheck.verdict.planning.needs import Need
from civcheck.verdict.planning.padding import Added


@dataclass(slots=True)
class Made:
    """One record of the plan: its sort, the rules it is for, itself, and which needs it serves by which sort."""

    sort: Draft
    rules: tuple[str, ...]
    record: Record
    added: Added
    needs: tuple[tuple[Need, Draft], ...] = ()


def told(made: Made, as_of: date) -> Action:
    """Say of a record what is asked of it, and nothing that anybody would have to make up."""
    values = {**dict(made.sort.values), **made.added.values}
    choices = {key: value for key, value in _choices(made).items() if len(value) > 1}
    said = {key: value for key, value in values.items() if key not in choices and _is_text(value)}
    filled = tuple(key for key in values if key not in choices and key not in said)
    days = made.sort.days
    return Action(
        made.sort.kind, frozen(said), days.first, days.last, made.rules,
        kinds=_kinds(made), choices=tuple(choices.items()), filled=filled, material=made.added.material,
        over=days.last <= as_of,
    )  # fmt: skip


def _is_text(value: Any) -> bool:
    """Tell whether a value is one that a rule names; numbers, days and made names are somebody's to know."""
    if isinstance(value, bool):
        return True
    if isinstance(value, int | Fraction | date):
        return False
    texts = (value,) if isinstance(value, str) else value
    return not any(text.startswith(ANY_TEXT) for text in texts)


def _choices(made: Made) -> dict[str, tuple[str, ...]]:
    """Give the fields for which any of several values does, where no other need asks for one of them."""
    found: dict[str, tuple[str, ...]] = dict(made.added.choices)
    for need, chosen in made.needs:
        others = [dict(sort.values) for _, sort in made.needs if sort is not chosen]
        for key in dict(chosen.values):
            if not any(key in values for values in others):
                found[key] = _texts(_alike(need.sorts, chosen, key))
    return found


def _alike(sorts: Iterable[Draft], chosen: Draft, key: str) -> Iterable[Any]:
    """List the values of a field in the sorts that are as the chosen one but for it."""
    rest = _without(dict(chosen.values), key)
    for sort in sorts:
        values = dict(sort.values)
        if sort.kind == chosen.kind and key in values and _without(values, key) == rest:
            yield values[key]


def _without(values: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != key}


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    """Give single texts; none where one of the values is something else."""
    found: list[str] = []
    for each in values:
        text = each[0] if isinstance(each, tuple) and len(each) == 1 else each
        if not isinstance(text, str) or text.startswith(ANY_TEXT):
            return ()
        found.append(text)
    return tuple(dict.fromkeys(found))


def _kinds(made: Made) -> tuple[str, ...]:
    """List the kinds a record may be of to serve all its needs; where it serves several, its own alone is sure."""
    if len(made.needs) != 1:
        return (made.sort.kind,)
    need, chosen = made.needs[0]
    alike = (sort.kind for sort in need.sorts if sort.values == chosen.values and sort.days == chosen.days)
    return tuple(dict.fromkeys((made.sort.kind, *alike)))
