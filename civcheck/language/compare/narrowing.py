"""Which of two conditions, windows or numbers lets through less: +1 the new one does, -1 the old one, None not told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from civcheck.language.choice import Choice
from civcheck.language.compare.plain import plain
from civcheck.language.condition import Condition
from civcheck.language.fieldvalues import texts_of
from civcheck.language.quantity import parse_number
from civcheck.language.select import Select
from civcheck.language.window import WindowDays
from civcheck.model.parts import Part
from civcheck.model.texts import normal

Sign = int | None
Conjunct = tuple[str, str, Any]


def by_number(old: Any, new: Any) -> Sign:
    """Tell whether the new number (or day) is higher, of a number that depends on the unit for every unit alike."""
    if isinstance(old, Choice) and isinstance(new, Choice):
        return _by_choice(old, new)
    days = isinstance(old, date) and isinstance(new, date)
    numbers = isinstance(old, int | Fraction) and isinstance(new, int | Fraction)
    if not (days or numbers):
        return None
    return int(new > old) - int(new < old)


def _by_choice(old: Choice, new: Choice) -> Sign:
    if (
        old.by != new.by
        or set(old.values) != set(new.values)
        or (old.otherwise is None) != (new.otherwise is None)
    ):
        return None
    pairs = [(old.values[key], new.values[key]) for key in old.values]
    if old.otherwise is not None:
        pairs.append((old.otherwise, new.otherwise))
    signs = {by_number(one, other) for one, other in pairs} - {0}
    return signs.pop() if len(signs) == 1 else None


# --- windows


def by_window(old: Any, new: Any) -> Sign:
    """Tell whether the new window lies inside the old one; both must hang on the same day, or be days themselves."""
    if not (isinstance(old, WindowDays) and isinstance(new, WindowDays)):
        return None
    ends = ("first", "last")
    rest = [
        {name: plain(getattr(each, name)) for name in each.names() if name not in ends} for each in (old, new)
    ]
    if rest[0] != rest[1]:
        return None
    first, last = (
        0
        if plain(getattr(old, end)) == plain(getattr(new, end))
        else by_number(getattr(old, end), getattr(new, end))
        for end in ends
    )
    return None if first is None or last is None else _agreed((first, -last))


def _agreed(signs: Iterable[Sign]) -> Sign:
    """Give the one sign that all have that have one; None where one cannot be told or they differ."""
    found = set(signs) - {0}
    return None if len(found) > 1 else found.pop() if found else 0


# --- conditions


def by_condition(old: Any, new: Any, ladder: tuple[str, ...] = ()) -> Sign:
    """Tell whether the new condition lets through only what the old one does; None of a condition lets through all.

    ``ladder`` are rungs of an ordered list that both packs share.
    """
    if plain(old) == plain(new):
        return 0
    if any(isinstance(each, Select) and each.pick is not None for each in (old, new)):
        return None
    narrower, wider = _within(new, old, ladder), _within(old, new, ladder)
    return None if narrower == wider else 1 if narrower else -1


def _within(one: Any, other: Any, ladder: tuple[str, ...]) -> bool:
    """Tell for certain whether all that meets ``one`` meets ``other``."""
    given = list(_conjuncts(one))
    return all(any(_implies(each, asked, ladder) for each in given) for asked in _conjuncts(other))


def _conjuncts(condition: Any) -> Iterator[Conjunct]:
    """List what must all hold, as (field, test, operand); of anything not known as it is."""
    if condition is None or condition == "全部单位":
        return
    if not isinstance(condition, Condition):
        yield "", "other", condition
        return
    for field, test in condition.tests.items():
        asked = ((name, getattr(test, name)) for name in test.names())
        yield from ((field, name, value) for name, value in asked if value is not None)
    for each in condition.all_:
        yield from _conjuncts(each)
    if condition.any_:
        yield "", "any", condition.any_
    if condition.not_ is not None:
        yield "", "not", condition.not_
    for name in set(condition.names()) - {"all_", "any_", "not_", "tests"}:
        for each in getattr(condition, name) or ():
            yield name, "other", each


_ONE_HOLDS = ("is_", "in_", "has_any")


def _implies(one: Conjunct, other: Conjunct, ladder: tuple[str, ...]) -> bool:
    field, name, value = one
    if field != other[0]:
        return False
    if plain(value) == plain(other[2]) and (name == other[1] or {name, other[1]} <= set(_ONE_HOLDS)):
        return True
    if name == other[1] == "any":
        return all(any(_within(each, wider, ladder) for wider in other[2]) for each in value)
    if name == other[1] == "not":
        return _within(other[2], value, ladder)
    if isinstance(value, Part) or isinstance(other[2], Part):
        return False
    return _test_implies(name, value, other[1], other[2], ladder)


def _test_implies(name: str, value: Any, other: str, wanted: Any, ladder: tuple[str, ...]) -> bool:
    mine, theirs = ({normal(text) for text in texts_of(each)} for each in (value, wanted))
    if (name in _ONE_HOLDS and other in _ONE_HOLDS) or (name == other and name in ("within", "text_has")):
        return mine <= theirs
    if name == other and name in ("has_all", "has_none"):
        return theirs <= mine
    if name == other and name in ("at_least", "more_than", "at_most", "less_than"):
        sign = by_number(_rung(wanted, ladder), _rung(value, ladder))
        return sign is not None and (sign >= 0 if name in ("at_least", "more_than") else sign <= 0)
    return False


def _rung(value: Any, ladder: tuple[str, ...]) -> Any:
    """Read what a test compares with: a rung of the ladder, or a number."""
    if isinstance(value, str) and value in ladder:
        return Fraction(ladder.index(value))
    try:
        return parse_number(value)
    except ValueError:
        return None
