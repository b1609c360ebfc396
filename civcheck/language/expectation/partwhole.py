"""Telling of a part that is more than its whole: that demand is met, and the numbers cannot both be right."""

from __future__ import annotations

from fractions import Fraction

from civcheck.language.expectation.measured import shown_measure
from civcheck.language.measure import Measure
from civcheck.language.measured import Measured
from civcheck.language.quantity import Limits
from civcheck.messages import Message, msg
from civcheck.model.terms import Terms


def is_share(part: Measure, whole: Measure, limits: Limits, terms: Terms) -> bool:
    """Tell whether one measure is a share of the other, so that it cannot be more.

    Both are of one sort and unit, of the same year, and nothing asks for more than all. This year over last year's is
    a growth, and no share.
    """
    bounds = (limits.lower, limits.over, limits.upper, limits.under, limits.exact)
    sort = _sort(part, terms)
    return (
        sort is not None
        and sort == _sort(whole, terms)
        and part.years_back == whole.years_back
        and all(each is None or each <= 1 for each in bounds)
    )


def is_more(part: Measured, whole: Measured) -> bool:
    """Tell whether a part is more than its whole."""
    return part.value is not None and bool(whole.value) and part.value > (whole.value or Fraction(0))


def beyond_whole(part: tuple[Measure, Measured], whole: tuple[Measure, Measured]) -> Message:
    """Say both numbers, and what to do."""
    return msg(
        "note.part-beyond",
        part=part[0].words,
        have=shown_measure(part[1]),
        whole=whole[0].words,
        all=shown_measure(whole[1]),
    )


def _sort(measure: Measure, terms: Terms) -> tuple[str, ...] | None:
    """Name what a measure counts in; None where nothing can be said, or it is no plain number of records."""
    if measure.times is not None or not measure.of_records:
        return None
    if measure.add:
        sorts = {_sort(each, terms) for each in measure.add}
        return sorts.pop() if len(sorts) == 1 else None
    if measure.count is not None:
        return ("count",)
    if measure.duration is not None:
        return ("days",)
    name = measure.latest or measure.field
    names = measure.sum or ((name,) if name else ())
    return ("fields", *(terms.unit_of(each) or "" for each in names)) if names else None
