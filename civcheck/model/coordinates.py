"""Places on the map that stand in a text as a pair of coordinates, exact to a street or better."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_LATITUDES, _LONGITUDES = (3, 53), (73, 135)
"""The whole degrees, first and last, that a place in China may have."""


class Coordinates(NamedTuple):
    """A pair of coordinates: places in the text, those of the digits that a mask hides, and how it is shown."""

    start: int
    end: int
    hidden: tuple[int, ...]
    shown: str


@cache
def _pair() -> re.Pattern[str]:
    """Make the pattern of 30.5928,114.3055 and of 30°35′34″N 114°18′20″E: four decimals, or seconds."""
    one = (
        r"(?<![\d.])(?:(?P<whole{0}>\d{{1,3}})\.(?P<rest{0}>\d{{4,}}+)"
        r"|(?P<degrees{0}>\d{{1,3}}) ?[°º度] ?(?P<minutes{0}>\d{{1,2}} ?['′’分＇] ?\d{{1,2}}(?:\.\d{{1,10}})?))(?!\d)"
    )
    return re.compile(one.format(1) + r"\D{1,27}?" + one.format(2))


def coordinates_in(text: str) -> Iterator[Coordinates]:
    """Find pairs of which one can be the latitude and the other the longitude of a place in China."""
    for found in _pair().finditer(text):
        degrees = sorted(int(found[f"whole{at}"] or found[f"degrees{at}"]) for at in (1, 2))
        limits = zip(degrees, (_LATITUDES, _LONGITUDES), strict=True)
        if all(least <= value <= most for value, (least, most) in limits):
            names = [f"{name}{at}" for at in (1, 2) for name in ("rest", "minutes")]
            spans = [found.span(name) for name in names if found[name]]
            hidden = tuple(at for start, end in spans for at in range(start, end) if text[at].isdigit())
            yield Coordinates(found.start(), found.end(), hidden, f"{degrees[0]}.****, {degrees[1]}.****")
