"""Points as numbers that may depend on the unit: what they are, and between what they lie while that is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from civcheck.language.choice import Choice
from civcheck.language.grounds import Grounds
from civcheck.language.quantity import Ref
from civcheck.language.undetermined import Undetermined
from civcheck.language.worth import ZERO, Span
from civcheck.model.parts import Mistake

if TYPE_CHECKING:
    from civcheck.language.vocabulary import Vocabulary
    from civcheck.language.walking import Path

Amount = Any
"""A number, a reference to one, or one that depends on the unit: a ``Quantity`` of the rule language."""
NO_END = Fraction(10**9)
"""More points than any document gives: those that lint has told have no end."""
Params = Mapping[str, Fraction | date]
Lookup = Callable[[Amount], Span]
"""Gives the least and the most that a number of points may be."""


def figures(amount: Amount) -> tuple[Fraction, ...]:
    """List the numbers that are written in an amount; none where it is taken from something else."""
    if isinstance(amount, Fraction):
        return (amount,)
    if isinstance(amount, Choice):
        return tuple(each for each in (*amount.values.values(), amount.otherwise) if each is not None)
    return ()


def anybody(params: Params) -> Lookup:
    """Look up numbers for a unit of which nothing is known."""

    def look(amount: Amount) -> Span:
        if known := figures(amount):
            return Span(min(known), max(known))
        if amount.param is not None:
            value = params.get(amount.param)
            points = amount.scaled(value) if isinstance(value, Fraction) else ZERO
            return Span(points, points)
        return _ends(amount)

    return look


def unit_of(grounds: Grounds, asks: dict[str, None]) -> Lookup:
    """Look up numbers for one unit; the facts that it does not declare are put into ``asks``.

    The function raises ``NotConcerned`` where there is no number for this unit.
    """
    unknown = anybody(grounds.params)

    def look(amount: Amount) -> Span:
        try:
            points = grounds.quantity(amount)
        except Undetermined as why:
            asks.update(dict.fromkeys(why.asks))
            return unknown(amount)
        return Span(points, points)

    return look


def _ends(ref: Ref) -> Span:
    """Give the ends of a number that is taken from a fact, which is nought at the least."""
    none = ref.scaled(ZERO)
    if _falls(ref):
        return Span(-NO_END if ref.at_least is None else ref.at_least, none)
    return Span(none, NO_END if ref.at_most is None else ref.at_most)


def _falls(ref: Ref) -> bool:
    return ref.times is not None and ref.times < 0


def not_points(path: Path, amount: Amount, known: Vocabulary) -> Iterator[Mistake]:
    """Tell of points that are taken from what is no number, or have no end for a unit that says nothing.

    A field of records is told of as wherever there is no record to take it from.
    """
    if not isinstance(amount, Ref):
        return
    if amount.field is not None:
        return
    yield from known.numbers(path[:-1], {str(path[-1]): amount})
    end = "at_least" if _falls(amount) else "at_most"
    if amount.fact is not None and getattr(amount, end) is None:
        yield path, "score-fact-no-end", {"value": amount.fact, "key": end}
