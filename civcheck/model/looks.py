"""What a picture looks like, in numbers: a small grey grid, and whether two of them show one picture.

A photograph is kept as 32 x 32 greys, what may be a scanned page as 64 x 64. Two are laid over each other
(``overlay.py``) in the eight ways in which a picture can be turned and mirrored. Photographs are one only where
nothing differs but a corner, which may hold a mark, so two groups in one room differ by their people; pages only where
they lie straight and nothing differs, so a form differs from one that is filled in otherwise.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import chain, pairwise

from civcheck.model.material import Picture
from civcheck.model.overlay import page_fits, photo_fits

GRID = 64
"""Cells a side of the grid that ``looks_of`` takes."""
HALF = GRID // 2
_CHUNK = 512
"""Bytes in a number of a look: whoever writes it in decimals stays below the 4,300 digits that Python reads."""
_LEAST_SPREAD = 5.0
"""Standard deviation of the greys below which there is nothing to go by."""
_LEAST_INK = 24
"""Cells of a page that must hold ink, of 4,096."""
_INK = 12
"""How much darker than paper a cell with ink is at least."""
_BLOCK = 8
"""Cells a side of the blocks of which each has a paper of its own: light falls on a page from one side."""
_FLAT, _STEP = 8, 12
"""How much a cell of paper differs from its block's at most, and the paper of two blocks side by side."""
_MAY_BE_PAGE, _IS_PAGE = (0.45, 0.62, 0.52), (0.5, 0.68, 0.6)
"""From which on the finer grid is kept, and from which on it decides: the share of cells that are paper, of blocks that
go on smoothly, and how bright the darkest blocks are beside the brightest."""
_MOST_SHAPE = 1.14
"""How much longer one picture may be in proportion than the other: a twentieth cropped off each side, and a bit."""


class Likeness(StrEnum):
    """How two pictures are the same one."""

    STRAIGHT = "straight"
    MIRRORED = "mirrored"
    TURNED = "turned"


_WAYS = (
    Likeness.STRAIGHT, Likeness.MIRRORED, Likeness.MIRRORED, Likeness.TURNED,
    Likeness.TURNED, Likeness.TURNED, Likeness.TURNED, Likeness.TURNED,
)  # fmt: skip
"""By number of the way: 1 is mirrored left to right, 2 top to bottom, 4 about the diagonal; 3 is a half turn."""


def likeness_of(way: int) -> Likeness:
    """Say how two pictures are the same one of which the first, turned in one of eight ways, is the second."""
    return _WAYS[way]


def looks_of(grid: bytes) -> tuple[int, ...]:
    """Give the look of a picture from ``GRID`` rows of ``GRID`` greys, 0 black; empty where there is too little to see.

    The numbers are below 2 ** 4096: two of a photograph, eight of what may be a page.
    """
    greys = _halved(grid)
    if _spread(greys) < _LEAST_SPREAD:
        return ()
    if not _reaches(_signs_of_page(grid), _MAY_BE_PAGE):
        return _numbers(greys)
    paper = sorted(grid)[len(grid) * 9 // 10]
    return _numbers(grid) if sum(each < paper - _INK for each in grid) >= _LEAST_INK else ()


def _halved(grid: bytes) -> bytes:
    """Give a grid of half as many cells a side, each weighed 1 3 3 1 with its neighbours, so that it moves smoothly."""
    rows = [_thinned(grid[at : at + GRID]) for at in range(0, len(grid), GRID)]
    columns = [_thinned(list(column)) for column in zip(*rows, strict=True)]
    return bytes((each + 32) >> 6 for row in zip(*columns, strict=True) for each in row)


def _thinned(cells: Sequence[int]) -> list[int]:
    before, behind = [cells[0], *cells[1:-1:2]], [*cells[2::2], cells[-1]]
    return [
        one + 3 * (here + there) + other
        for one, here, there, other in zip(before, cells[::2], cells[1::2], behind, strict=True)
    ]


def _spread(greys: bytes) -> float:
    mean = sum(greys) / len(greys)
    return math.sqrt(max(sum(each * each for each in greys) / len(greys) - mean * mean, 0.0))


def _signs_of_page(grid: bytes) -> tuple[float, float, float]:
    """Give what tells a page from a photograph (``_IS_PAGE``)."""
    papers: list[int] = []
    flat = 0
    for top in range(0, GRID, _BLOCK):
        rows = [grid[at * GRID : at * GRID + GRID] for at in range(top, top + _BLOCK)]
        for left in range(0, GRID, _BLOCK):
            cells = sorted(b"".join(row[left : left + _BLOCK] for row in rows))
            paper = cells[len(cells) * 3 // 4]
            flat += bisect_right(cells, paper + _FLAT) - bisect_left(cells, paper - _FLAT)
            papers.append(paper)
    count = GRID // _BLOCK
    across = [abs(a - b) <= _STEP for at, (a, b) in enumerate(pairwise(papers), 1) if at % count]
    down = [abs(a - b) <= _STEP for a, b in zip(papers, papers[count:], strict=False)]
    ordered = sorted(papers)
    smooth = (sum(across) + sum(down)) / (len(across) + len(down))
    return flat / len(grid), smooth, ordered[3] / max(ordered[-1], 1)


def _reaches(signs: tuple[float, float, float], least: tuple[float, float, float]) -> bool:
    return all(sign >= each for sign, each in zip(signs, least, strict=True))


def _numbers(packed: bytes) -> tuple[int, ...]:
    return tuple(int.from_bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))


@lru_cache(maxsize=4_096)
def greys_of(looks: tuple[int, ...]) -> bytes:
    """Give ``HALF`` rows of ``HALF`` greys of a look that is not empty."""
    return _halved(fine_of(looks)) if len(looks) > 2 else fine_of(looks)


def fine_of(looks: tuple[int, ...]) -> bytes:
    """Give the greys of a look as they are kept."""
    return b"".join(each.to_bytes(_CHUNK) for each in looks)


@lru_cache(maxsize=4_096)
def is_page(looks: tuple[int, ...]) -> bool:
    """Tell whether a picture is held to be a page."""
    return len(looks) > 2 and _reaches(_signs_of_page(fine_of(looks)), _IS_PAGE)


def turned(grid: bytes, way: int) -> bytes:
    """Turn and mirror a square grid in one of eight ways (``_WAYS``): along the diagonal first."""
    side = HALF if len(grid) == HALF * HALF else GRID
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
    if is_page(one.looks) or is_page(other.looks):
        here, there = fine_of(one.looks), fine_of(other.looks)
        return len(here) == len(there) and page_fits(turned(here, way), there)
    return photo_fits(turned(greys_of(one.looks), way), greys_of(other.looks))


def _of_one_shape(one: Picture, other: Picture, way: int) -> bool:
    """Tell whether the sides of two pictures are nearly in the same proportion."""
    wide, high = (one.height, one.width) if way & 4 else (one.width, one.height)
    here, there = wide * other.height, high * other.width
    return max(here, there) <= _MOST_SHAPE * min(here, there)
