"""What a picture looks like: small grids of its greys, and whether two of them show one picture.

Every picture is kept as 32 x 32 greys, what may be a page (a scan, a form, a slide, a screen) as 128 x 128 beside. Two
are laid over each other (``overlay.py``, ``pageoverlay.py``) in the eight ways in which a picture can be turned and
mirrored. Photographs are one only where nothing differs but a corner, which may hold a mark, so two groups in one room
differ by their people; pages only where they lie straight and nothing differs, so a form differs from one that is
filled in otherwise.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from civcheck.model.material import Picture
from civcheck.model.overlay import photo_fits
from civcheck.model.pageoverlay import page_fits

SIDE = 32
"""Cells a side of the grid by which photographs are compared."""
FINE = 128
"""Cells a side of the grid of what may be a page: on A4 a printed digit is two cells wide."""
_LEAST_SPREAD = 5.0
"""Standard deviation of the greys below which there is nothing to go by."""
_LEAST_INK, _INK = 48, 24
"""Fine cells of a page that must hold ink, of 16,384, and how far from paper such a cell is at least."""
_BLOCK = 16
"""Fine cells a side of the blocks of which each has a paper of its own: light falls on a page from one side."""
_FLAT, _STILL, _STEP, _EDGE = 8, 4, 12, 8
"""Greys: by how much paper differs within a block, by how much one shade does, twice by how much the paper of a block
from the middle of those beside it; from which difference of two neighbouring cells on there is an edge."""
_MOST_SHAPE = 1.14
"""How much longer one picture may be in proportion than the other: a twentieth cropped off each side, and a bit."""


class Likeness(StrEnum):
    """How two pictures are the same one."""

    STRAIGHT = "straight"
    MIRRORED = "mirrored"
    TURNED = "turned"


class Signs(NamedTuple):
    """What tells a page from a photograph, each from 0 to 1.

    The share of cells that are the paper of their block, of blocks whose paper is as bright as the middle of those
    beside it, how bright the darkest blocks are beside the brightest; the share of cells in the middle shade of their
    block, and of those at an edge.
    """

    paper: float
    smooth: float
    even: float
    still: float
    edges: float

    def reach(self, paper: float, smooth: float, even: float, still: float, thick: float) -> bool:
        """Tell whether it is lit paper or drawn in few shades, what is on it thin; or has hardly anything on it."""
        if self.edges < _LEAST_EDGES:
            return self.still >= _BARE
        is_lit = self.paper >= paper and self.smooth >= smooth and self.even >= even
        is_drawn = self.still >= still
        most = thick * self.edges
        return (is_lit and 1 - self.paper <= most) or (is_drawn and 1 - self.still <= most)


_LEAST_EDGES, _BARE = 0.04, 0.88
"""Edges below which it is no page, as a sky, and the share of one shade from which on it is one all the same: what has
next to nothing in it, a night too, must be the same in every cell."""
_MAY_BE_PAGE, _IS_PAGE = (0.50, 0.62, 0.35, 0.62, 2.0), (0.57, 0.70, 0.4, 0.68, 1.4)
"""From which signs on the finer grid is kept, and from which on it decides. The last is how many cells for each at an
edge may be no paper: ink is thin, so most of it is at an edge, and what stands in a photograph is not."""
_EVEN = 0.85
"""How bright the darkest blocks of a page are beside the brightest where it was scanned."""
_WAYS = (
    Likeness.STRAIGHT, Likeness.MIRRORED, Likeness.MIRRORED, Likeness.TURNED,
    Likeness.TURNED, Likeness.TURNED, Likeness.TURNED, Likeness.TURNED,
)  # fmt: skip
"""By number of the way: 1 is mirrored left to right, 2 top to bottom, 4 about the diagonal; 3 is a half turn."""


def likeness_of(way: int) -> Likeness:
    """Say how two pictures are the same one of which the first, turned in one of eight ways, is the second."""
    return _WAYS[way]


def looks_of(greys: bytes, fine: bytes) -> bytes:
    """Give the look of a picture from ``SIDE`` rows of ``SIDE`` greys and ``FINE`` of ``FINE``, 0 black.

    It is the first grid, with the second one behind it for what may be a page; empty where there is too little to see.
    """
    signs = _signs(fine)
    if not signs.reach(*_MAY_BE_PAGE):
        return greys if _spread(greys) >= _LEAST_SPREAD else b""
    ordered = sorted(fine)
    paper = ordered[len(ordered) // 2]
    ink = len(ordered) - bisect_right(ordered, paper + _INK) + bisect_left(ordered, paper - _INK)
    return greys + fine if ink >= _LEAST_INK and _spread(fine) >= _LEAST_SPREAD else b""


def _spread(greys: bytes) -> float:
    mean = sum(greys) / len(greys)
    return math.sqrt(max(sum(each * each for each in greys) / len(greys) - mean * mean, 0.0))


@lru_cache(maxsize=1_024)
def _signs(fine: bytes) -> Signs:
    papers: list[int] = []
    flat = still = 0
    for top in range(0, FINE * FINE, FINE * _BLOCK):
        for left in range(top, top + FINE, _BLOCK):
            cells = sorted(b"".join(fine[at : at + _BLOCK] for at in range(left, left + FINE * _BLOCK, FINE)))
            paper, middle = cells[len(cells) * 3 // 4], cells[len(cells) // 2]
            flat += bisect_right(cells, paper + _FLAT) - bisect_left(cells, paper - _FLAT)
            still += bisect_right(cells, middle + _STILL) - bisect_left(cells, middle - _STILL)
            papers.append(paper)
    ordered = sorted(papers)
    return Signs(
        flat / len(fine),
        _smooth(papers),
        ordered[3] / max(ordered[-1], 1),
        still / len(fine),
        _edges(fine) / len(fine),
    )


def _smooth(papers: Sequence[int]) -> float:
    """Give the share of blocks whose paper is as bright as the middle of those beside it, across and down."""
    count = FINE // _BLOCK
    across = [papers[at : at + count] for at in range(0, len(papers), count)]
    lines: Iterable[Sequence[int]] = chain(across, zip(*across, strict=True))
    evenly = [
        abs(a - 2 * b + c) <= _STEP
        for line in lines
        for a, b, c in zip(line, line[1:], line[2:], strict=False)
    ]
    return sum(evenly) / len(evenly)


def _edges(fine: bytes) -> int:
    """Count the cells that differ much from the next one or the one below it."""
    return sum(
        abs(here - following) > _EDGE or abs(here - below) > _EDGE
        for here, following, below in zip(fine, fine[1:], fine[FINE:], strict=False)
    )


def greys_of(looks: bytes) -> bytes:
    """Give ``SIDE`` rows of ``SIDE`` greys of a look that is not empty."""
    return looks[: SIDE * SIDE]


def fine_of(looks: bytes) -> bytes:
    """Give ``FINE`` rows of ``FINE`` greys of the look of what may be a page, nothing of another."""
    return looks[SIDE * SIDE :]


def may_be_page(looks: bytes) -> bool:
    """Tell whether a picture may be a page."""
    return len(looks) > SIDE * SIDE


def is_page(looks: bytes) -> bool:
    """Tell whether a picture is held to be a page."""
    return may_be_page(looks) and _signs(fine_of(looks)).reach(*_IS_PAGE)


def turned(grid: bytes, way: int) -> bytes:
    """Turn and mirror a square grid in one of eight ways (``_WAYS``): along the diagonal first."""
    side = math.isqrt(len(grid))
    if way & 4:
        grid = bytes(chain.from_iterable(grid[at::side] for at in range(side)))
    if way & 1:
        grid = bytes(chain.from_iterable(grid[at : at + side][::-1] for at in range(0, len(grid), side)))
    if way & 2:
        grid = bytes(chain.from_iterable(grid[at : at + side] for at in range(len(grid) - side, -1, -side)))
    return grid


def alike(one: Picture, other: Picture) -> Likeness | None:
    """Tell how two pictures are one and the same; None where they are not, or one of them has no look.

    It is the same whichever comes first.
    """
    first, second = sorted((one, other), key=lambda each: each.looks)
    return next((likeness for way, likeness in enumerate(_WAYS) if alike_by(first, second, way)), None)


def alike_by(one: Picture, other: Picture, way: int) -> bool:
    """Tell whether the first picture, turned in one of eight ways, is the second one."""
    if not one.looks or not other.looks or not _of_one_shape(one, other, way):
        return False
    here, there = turned(greys_of(one.looks), way), greys_of(other.looks)
    if not is_page(one.looks) and not is_page(other.looks):
        return photo_fits(here, there)
    if not may_be_page(one.looks) or not may_be_page(other.looks):
        return False
    is_even = min(_signs(fine_of(each.looks)).even for each in (one, other)) >= _EVEN
    return page_fits(here, there, turned(fine_of(one.looks), way), fine_of(other.looks), is_even)


def _of_one_shape(one: Picture, other: Picture, way: int) -> bool:
    """Tell whether the sides of two pictures are nearly in the same proportion."""
    wide, high = (one.height, one.width) if way & 4 else (one.width, one.height)
    here, there = wide * other.height, high * other.width
    return max(here, there) <= _MOST_SHAPE * min(here, there)
