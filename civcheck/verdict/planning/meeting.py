"""Meeting conditions: which values of which fields would make a record meet a condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice, product
from typing import Any

from civcheck.language.condition import Condition
from civcheck.language.condition.fieldtest import Test
from civcheck.language.fieldvalues import texts_of
from civcheck.language.grounds import Grounds
from civcheck.language.quantity import Ref, parse_number
from civcheck.language.undetermined import NotConcerned, Undetermined
from civcheck.messages import Message
from civcheck.model.parts import day_text, yes_no
from civcheck.model.terms import BASE_FIELDS, NUMBERS, Terms
from civcheck.verdict.planning.draft import both, has_field

ANY_TEXT = "…"
"""Stands for whatever a person writes: a text, or a name, that a rule asks to be there."""
MOST_WAYS = 12
"""So many ways to meet one condition are looked at."""


def ways(condition: Condition | None, kind: str, grounds: Grounds) -> list[dict[str, Any]]:
    """List sets of values with which a record of a kind would meet a condition; what must not be is left blank."""
    if condition is None:
        return [{}]
    if kind not in condition.kinds(grounds.terms):
        return []
    sides = [_of_test(key, test, kind, grounds) for key, test in condition.tests.items() if key != "类型"]
    sides += [ways(each, kind, grounds) for each in condition.all_]
    if condition.any_:
        sides.append([way for each in condition.any_ for way in ways(each, kind, grounds)])
    return list(islice(together(sides), MOST_WAYS))


def together(sides: Iterable[Sequence[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """Give every way to take one of each side that fit together."""
    for choice in product(*sides):
        found: dict[str, Any] | None = {}
        for each in choice:
            found = None if found is None else both(found, each)
        if found is not None:
            yield found


def type_of(kind: str, key: str, terms: Terms) -> str:
    """Give the type of a field of a kind."""
    if key in BASE_FIELDS:
        return BASE_FIELDS[key][1]
    term = terms.fields_of(kind).get(key)
    return (term.type if term is not None else None) or "文本"


def as_written(kind: str, key: str, value: Any, terms: Terms) -> Any:
    """Give a value as a field of a kind keeps it: of a list, a list of one."""
    return (value,) if type_of(kind, key, terms) == "列表" and not isinstance(value, tuple) else value


def anything(kind: str, key: str, grounds: Grounds, number: int = 0) -> Any:
    """Give something for a field that a rule asks to be filled: the first listed value, else what stands for any."""
    terms = grounds.terms
    term = terms.fields_of(kind).get(key)
    match type_of(kind, key, terms):
        case "日期":
            return grounds.year[1]
        case "是否":
            return True
        case name if name in NUMBERS:
            return 1
    listed = term.values if term is not None else ()
    text = listed[number % len(listed)] if listed else f"{ANY_TEXT}{number or ''}"
    return as_written(kind, key, text, terms)


def _of_test(key: str, test: Test, kind: str, grounds: Grounds) -> list[dict[str, Any]]:
    if not has_field(kind, key, grounds.terms):
        return [] if test.wanted or test.filled else [{}]
    if test.blank is True or test.filled is False:
        return [{}]
    sides = [_of_operand(key, name, operand, kind, grounds) for name, operand in test.wanted]
    if test.filled is True or test.blank is False:
        sides.append([{key: anything(kind, key, grounds)}] if not sides else [{}])
    return list(islice(together(sides), MOST_WAYS))


def _of_operand(key: str, name: str, operand: Any, kind: str, grounds: Grounds) -> list[dict[str, Any]]:
    try:
        found = _values(key, name, operand, kind, grounds)
    except (Undetermined, NotConcerned, ValueError):
        return []
    return [{}] if found is None else [{key: as_written(kind, key, each, grounds.terms)} for each in found]


def _values(key: str, name: str, operand: Any, kind: str, grounds: Grounds) -> list[Any] | None:
    """List the values that meet one test; None where nothing has to be written."""
    sort = type_of(kind, key, grounds.terms)
    if isinstance(operand, Ref) and operand.field is not None:
        return [anything(kind, key, grounds)] if name != "has_none" else None
    match name:
        case "has_none":
            return None
        case "before" | "after":
            return [_beside(name, operand, grounds)]
        case "at_least" | "exactly" | "more_than" | "at_most" | "less_than":
            return [_number(name, operand, sort, grounds)]
    known = grounds.refer(operand) if isinstance(operand, Ref) else operand
    if not isinstance(known, str | tuple | bool | int | Fraction):
        known = known.of(grounds)
    if sort == "是否":
        return [known if isinstance(known, bool) else yes_no(known)]
    if sort in NUMBERS:
        return [parse_number(each) if isinstance(each, str) else each for each in _several(known)]
    texts = list(texts_of(known))
    return [tuple(texts)] if name == "has_all" else texts


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _beside(name: str, operand: Any, grounds: Grounds) -> date:
    bound = day_text(operand) if isinstance(operand, str) else grounds.day(operand)
    if not isinstance(bound, date):
        raise Undetermined(Message("undetermined.fact", {"fact": (str(operand),)}))
    return bound + timedelta(days=-1 if name == "before" else 1)


def _number(name: str, operand: Any, sort: str, grounds: Grounds) -> Any:
    bound = parse_number(operand) if isinstance(operand, str) else grounds.quantity(operand)
    value = bound + {"more_than": 1, "less_than": -1}.get(name, 0)
    if sort == "列表":
        return tuple(f"{ANY_TEXT}{at}" for at in range(int(value)))
    return int(value) if value.denominator == 1 else value
