"""To which side a share leans whose part and whole have records in common: 近3 of 近10, for there are 7 others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from civcheck.language.measure import Measure
from civcheck.language.select import Scope
from civcheck.model.numbers import lean_of, together
from civcheck.model.record import Record


def lean_of_share(
    part: Measure, whole: Measure, parts: list[Record], wholes: list[Record], scope: Scope
) -> int | None:
    """Tell to which side the share of one sum of a field in another leans; None where these are other measures.

    More of what both have in common makes more of the share while it is below 1, more of the rest makes less.
    """
    if not part.sum or part.sum != whole.sum or not (part.is_plain and whole.is_plain):
        return None
    mine = {each.key: each for each in part.kept(parts, scope)}
    those = {each.key: each for each in whole.kept(wholes, scope)}
    both = [each for key, each in mine.items() if key in those]
    beside = [each for key, each in mine.items() if key not in those]
    rest = [each for key, each in those.items() if key not in mine]
    own, other = part.of(beside, scope).value or 0, whole.of(rest, scope).value or 0
    side = (other > own) - (other < own)
    return together(
        sign * lean
        for sign, records in ((side, both), (1, beside), (-1, rest))
        for lean in _leans(records, part.sum, scope)
    )


def _leans(records: Iterable[Record], fields: tuple[str, ...], scope: Scope) -> Iterator[int]:
    getters = [scope.grounds.getter(name) for name in fields]
    for record in records:
        yield from (lean_of(get(record)) for get in getters)
