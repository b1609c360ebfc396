"""Laying one page over another, as it lies: lit alike, and compared tile by tile on a fine grid.

Nothing is moved. A page that is moved differs from itself by as much as two sheets of one form do from each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import isqrt
from operator import sub
from typing import NamedTuple

from civcheck.model.overlay import GAINS, Cells, light, tiles

_TILES, _SLACK = 2, 0.1
"""Cells a side of a tile, and what share of the slope may be due to where edges lie."""
_WORST, _WORST_UNEVEN = 4.2, 7.0
"""Greys by which a tile may differ on a page that is lit evenly, and on another one or a screen.

Of one page sent again, scaled or brightened no tile differed by more than 3.3, in shade 6; of two notices whose day
differs by a digit most do by 5 and more. 6 and 8, which are a short stroke apart, are beyond this grid.
"""
_GROSS = 45.0
"""Greys from which on no way to light a page can bring it nearer; most sheets of one form differ by more."""
_AROUND = 3
"""Cells around a tile on each side that say how the light there is: most of them are paper, whatever is written."""
_LEAST_PAPER = 64
"""Greys from which on something may be paper."""
_BAND, _LEAST_IN_BAND = 8, 16
"""Greys of a page that are lit alike, and cells of them that there must be to go by."""
_CONTRAST_OF_INK = 120
"""Greys from paper to the darkest cell, below which less is allowed."""
_NEAR = 0.9
"""Correlation of the coarser grids below which pages are not compared."""


def page_fits(one: bytes, other: bytes, fine: bytes, fine_other: bytes, is_even: bool) -> bool:
    """Tell whether two pages are one, by their coarser and finer grids: they lie straight, and nothing differs.

    ``is_even``: both are lit evenly, so hardly any light can be lost. It is the same whichever comes first.
    """
    if (sum(one), one) > (sum(other), other):
        one, other, fine, fine_other = other, one, fine_other, fine
    gain, offset, near = light(one, other, [1.0] * len(one))
    if near < _NEAR or not GAINS[0] <= gain <= GAINS[1]:
        return False
    steady = bytes(min(max(round(gain * shade + offset), 0), 255) for shade in range(256))
    apart = map(abs, map(sub, fine.translate(steady), fine_other))
    if max(tiles(list(apart), isqrt(len(fine)), _TILES)) > _GROSS:
        return False
    most = (_WORST if is_even else _WORST_UNEVEN) * min(
        1.0, (max(fine_other) - min(fine_other)) / _CONTRAST_OF_INK
    )
    return _nothing_differs(fine, fine.translate(tones(fine, fine_other)), fine_other, most)


def _nothing_differs(stored: bytes, mine: bytes, other: bytes, most: float) -> bool:
    """Tell whether no tile differs by more greys than that; ``mine`` is what was stored in the light of the other."""
    side = isqrt(len(mine))
    count = side // _TILES
    apart = list(map(abs, map(sub, mine, other)))
    for tile, size in enumerate(tiles(apart, side, _TILES)):
        if size <= most:
            continue
        around = _around(side, *divmod(tile, count))
        as_it_is = [mine[at] for at in around.cells]
        sizes = (
            _size(mine, as_it_is, other, around), _off(mine, other, around), _dimmer(stored, other, around)
        )  # fmt: skip
        if min(sizes) > most:
            return False
    return True


class _Around(NamedTuple):
    """The cells of a tile, and those around it and in it, by rows from where to where."""

    side: int
    cells: tuple[int, ...]
    rows: tuple[slice, ...]

    def of(self, grid: bytes) -> bytes:
        """Give the cells around and in the tile."""
        return b"".join(grid[row] for row in self.rows)


@lru_cache(maxsize=4_096)
def _around(side: int, row: int, column: int) -> _Around:
    top, left = row * _TILES, column * _TILES
    low, high = max(left - _AROUND, 0), min(left + _TILES + _AROUND, side)
    rows = range(max(top - _AROUND, 0), min(top + _TILES + _AROUND, side))
    within = range(_TILES)
    return _Around(
        side,
        tuple((top + down) * side + left + across for down in within for across in within),
        tuple(slice(at * side + low, at * side + high) for at in rows),
    )


def _off(mine: bytes, other: bytes, around: _Around) -> float:
    """Give by how much a tile differs beyond what most cells around it do."""
    left = sorted(map(sub, around.of(other), around.of(mine)))
    more = left[len(left) // 2]
    return _size(mine, [mine[at] + more for at in around.cells], other, around)


def _dimmer(stored: bytes, other: bytes, around: _Around) -> float:
    """Give by how much a tile differs once the paper around it is as bright: in shade only some of it was clipped."""
    here, there = (sorted(around.of(grid)) for grid in (stored, other))
    paper = here[len(here) * 3 // 4]
    share = there[len(there) * 3 // 4] / paper if paper >= _LEAST_PAPER else 1.0
    return _size(stored, [stored[at] * share for at in around.cells], other, around)


def _size(mine: bytes, lit: Cells, other: bytes, around: _Around) -> float:
    """Average what differs in a tile beyond what may be due to where edges lie."""
    left = [
        max(abs(other[at] - shade) - _SLACK * _slope(mine, at, around.side), 0.0)
        for at, shade in zip(around.cells, lit, strict=True)
    ]
    return sum(left) / len(left)


def _slope(cells: bytes, at: int, side: int) -> float:
    """Give how much the greys change at a cell from one to the next, across and down together."""
    row, column = divmod(at, side)
    left, right = max(column - 1, 0), min(column + 1, side - 1)
    top, bottom = max(row - 1, 0), min(row + 1, side - 1)
    across = abs(cells[row * side + right] - cells[row * side + left]) / (right - left)
    return across + abs(cells[bottom * side + column] - cells[top * side + column]) / (bottom - top)


def tones(one: bytes, other: bytes) -> bytes:
    """Give for each of 256 greys of a page that of another one in its place: the middle of what lies where it does.

    A line through the middles of bands of greys: what was brightened ends in white, and no gain and offset fit it.
    """
    bands: list[list[tuple[int, int]]] = [[] for _ in range(256 // _BAND)]
    for both in zip(one, other, strict=True):
        bands[both[0] // _BAND].append(both)
    knots: list[tuple[float, float]] = []
    for band in bands:
        if len(band) >= _LEAST_IN_BAND:
            there = sorted(each for _, each in band)
            knots.append((sum(each for each, _ in band) / len(band), there[len(there) // 2]))
    return bytes(round(each) for each in _line(knots))


def _line(knots: Sequence[tuple[float, float]]) -> Iterator[float]:
    """Draw a line through points, before the first and after the last as steep as between these, for each of 256 greys.

    All of it is from 0 to 255.
    """
    (first, here), (last, there) = knots[0], knots[-1]
    slope = (there - here) / (last - first) if last > first else 1.0
    at = 0
    for shade in range(256):
        while at < len(knots) and knots[at][0] <= shade:
            at += 1
        if at in (0, len(knots)):
            (low, base), steep = knots[max(at - 1, 0)], slope
        else:
            (low, base), (high, beyond) = knots[at - 1 : at + 1]
            steep = (beyond - base) / (high - low)
        yield min(max(base + steep * (shade - low), 0.0), 255.0)
