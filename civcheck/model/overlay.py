"""Laying one small grey picture over another: shifted, stretched and lit so that they fit, and what then still differs.

Registration by Lucas and Kanade (1981) with six unknowns: where the picture begins and how far it reaches in both
directions, and the gain and offset of its light. Cells that do not fit at all have no say from one step to the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from math import isqrt
from operator import add, mul, sub
from typing import NamedTuple

_MOST_REACH = 0.085
"""How far an edge may be moved at most, as a share of the side: a twentieth cropped off, and what that stretches."""
_STEPS = 6
_UNLIKE = 0.45
"""Correlation below which pictures are not even tried."""
_NEAR = 0.85
"""Correlation above which two pictures may fit as they lie."""
GAINS = (0.5, 2.0)
"""By how much one picture may have less contrast than the other, and more."""
_FEW_WORSE, _WORST = 6.0, 12.0
"""Greys by which two tiles of a picture of middling contrast may differ beside a mark, and by which none may."""
_FULL, _LEAST_DIM = 170, 0.1
"""Greys of which a colour may be as strong as it can get, and the share of cells, the darkest, that say how light
changed where fewer are darker than that."""
_BRIGHTENED, _LOST = 1.03, 0.35
"""Gain from which on light may be lost in bright cells, and how much of what they are brighter than ``_FULL``."""
_TILES = 4
"""Cells a side of a tile."""
_SLACK = 0.35
"""Share of the difference between neighbouring cells that may be due to where the cells lie."""

_WHITE = 256
"""Brighter than any grey: no cell is left out."""
_LOOSE_SLACK, _LOOSE = 1.0, 2.0
"""What is allowed before a picture is moved: edges may lie a cell and a half beside each other."""


class Fit(NamedTuple):
    """How a picture lies over another one: where its cells are taken from (in cells), and its light."""

    left: float = 0.0
    wide: float = 0.0
    top: float = 0.0
    high: float = 0.0
    gain: float = 1.0
    offset: float = 0.0

    def reach(self) -> float:
        """Give by how many cells an edge is moved at most."""
        return max(abs(self.left) + abs(self.wide), abs(self.top) + abs(self.high))


Cells = Sequence[float]


@cache
def _along(side: int) -> tuple[float, ...]:
    """Give where each cell of a row lies, from -1 at the left edge to 1 at the right one."""
    middle = (side - 1) / 2
    return tuple((at - middle) / middle for at in range(side))


def moved(cells: Cells, side: int, fit: Fit) -> tuple[list[float], list[float]]:
    """Take a picture's cells from where a fit says; beside them 1 for each that lies in the picture, else 0."""
    columns = list(_sources(side, fit.left, fit.wide))
    rows = list(_sources(side, fit.top, fit.high))
    wide: list[list[float]] = []
    for start in range(0, side * side, side):
        row = cells[start : start + side]
        wide.append([row[at] + part * (row[at + 1] - row[at]) for at, part, _ in columns])
    out: list[float] = []
    for at, part, _ in rows:
        one, other = wide[at], wide[at + 1]
        out += [here + part * (there - here) for here, there in zip(one, other, strict=True)]
    inside = [each for _, _, each in columns]
    known: list[float] = []
    for _, _, each in rows:
        known += inside if each else [0.0] * side
    return out, known


def _sources(side: int, shift: float, stretch: float) -> Iterator[tuple[int, float, float]]:
    """Say for each cell of a row between which two it is taken, how far along, and whether that is in the row."""
    for at, place in enumerate(_along(side)):
        source = at + shift + stretch * place
        within = 1.0 if -0.25 <= source <= side - 0.75 else 0.0
        low = min(max(int(source), 0), side - 2)
        yield low, min(max(source - low, 0.0), 1.0), within


def _slopes(cells: Cells, side: int) -> tuple[list[float], list[float]]:
    """Give half the difference of the neighbours to the left and right, and above and below."""
    count = side * side
    across = [0.0, *((b - a) / 2 for a, b in zip(cells, cells[2:], strict=False)), 0.0]
    for edge in range(0, count, side):
        across[edge] = cells[edge + 1] - cells[edge]
        across[edge + side - 1] = cells[edge + side - 1] - cells[edge + side - 2]
    inner = [(b - a) / 2 for a, b in zip(cells, cells[2 * side :], strict=False)]
    down = [
        *map(sub, cells[side : 2 * side], cells[:side]), *inner,
        *map(sub, cells[count - side :], cells[count - 2 * side : count - side]),
    ]  # fmt: skip
    return across, down


def light(one: Cells, other: Cells, known: Cells) -> tuple[float, float, float]:
    """Give gain and offset that bring one picture nearest to the other where they are known, and the correlation."""
    count = sum(known) or 1.0
    seen, there = list(map(mul, one, known)), list(map(mul, other, known))
    mean, mean_there = sum(seen) / count, sum(there) / count
    both = sum(map(mul, seen, there)) / count - mean * mean_there
    spread = sum(map(mul, seen, seen)) / count - mean * mean
    spread_there = sum(map(mul, there, there)) / count - mean_there * mean_there
    if spread <= 1e-9 or spread_there <= 1e-9:
        return 1.0, 0.0, 0.0
    gain = both / spread
    return gain, mean_there - gain * mean, both / (spread * spread_there) ** 0.5


def register(one: Cells, other: Cells, side: int) -> Fit | None:
    """Find how the first picture lies over the second one; None where it would have to be moved too far."""
    fit = Fit()
    across, down = _along(side) * side, [each for each in _along(side) for _ in range(side)]
    for step in range(_STEPS):
        cells, known = moved(one, side, fit)
        gain, offset, _ = light(cells, other, known)
        rest = [there - gain * here - offset for here, there in zip(cells, other, strict=True)]
        weights = _weights(rest, known, step)
        slopes = [list(map(mul, each, weights)) for each in _slopes(cells, side)]
        columns = [
            slopes[0], list(map(mul, slopes[0], across)), slopes[1], list(map(mul, slopes[1], down)),
            list(map(mul, cells, weights)), weights,
        ]  # fmt: skip
        change = solved(columns, rest)
        if change is None or not GAINS[0] <= gain <= GAINS[1]:
            return None
        moves = [min(max(each / gain, -0.8), 0.8) for each in change[:4]]
        left, wide, top, high = map(add, fit[:4], moves)
        fit = Fit(left, wide, top, high, gain, offset)
        if fit.reach() > 1.3 * _MOST_REACH * side:
            return None
        if max(map(abs, moves)) < 0.01:
            break
    if fit.reach() > _MOST_REACH * side:
        return None
    return fit


def _weights(left: Cells, known: Cells, step: int) -> list[float]:
    """Leave out what is not known, and cells that fit far worse than most."""
    if step == 0:
        return list(known)
    sizes = sorted(abs(each) for each, here in zip(left, known, strict=True) if here)
    most = 4 * sizes[len(sizes) * 6 // 10] + 1.0 if sizes else 0.0
    return [here if abs(each) <= most else 0.0 for each, here in zip(left, known, strict=True)]


def solved(columns: Sequence[Cells], wanted: Cells) -> list[float] | None:
    """Solve a least-squares problem by its normal equations; None where they do not say enough."""
    size = len(columns)
    table = [[0.0] * (size + 1) for _ in range(size)]
    for at, column in enumerate(columns):
        for to in range(at, size):
            table[at][to] = table[to][at] = sum(map(mul, column, columns[to]))
        table[at][size] = sum(map(mul, column, wanted))
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(table[row][at]))
        table[at], table[pivot] = table[pivot], table[at]
        if abs(table[at][at]) < 1e-9:
            return None
        for row in range(size):
            if row != at:
                times = table[row][at] / table[at][at]
                table[row] = [a - times * b for a, b in zip(table[row], table[at], strict=True)]
    return [table[at][size] / table[at][at] for at in range(size)]


def photo_fits(one: Cells, other: Cells) -> bool:
    """Tell whether two photographs are one: moved and lit as fits best, no more of them differs than a corner.

    It is the same whichever comes first.
    """
    known = [1.0] * len(one)
    # what is made brighter loses its lights, so the darker one says more
    one, other = sorted((one, other), key=lambda each: (sum(each), each))
    gain, _, near = light(one, other, known)
    if near < _UNLIKE or not GAINS[0] <= gain <= GAINS[1]:
        return False
    side = isqrt(len(one))
    if near > _NEAR and _differ_in_a_corner(one, other, known, side):
        return True
    if not _differ_in_a_corner(one, other, known, side, loose=True):
        return False
    fit = register(one, other, side)
    if fit is None:
        return False
    cells, known = moved(one, side, fit)
    return _differ_in_a_corner(cells, other, known, side)


class Lit(NamedTuple):
    """A picture in the light of another one: its cells, and by how many greys each may be brighter than the other's."""

    cells: list[float]
    beyond: list[float]


def lit(cells: Cells, other: Cells, known: Cells, full: float) -> Lit:
    """Give a picture the light of another one that is no darker: that by which most cells fit.

    What is brightened loses its lights, first of the colours that are strongest: with ``full``, cells brighter than
    that are not asked, and may fall short.
    """
    asked = [here if there < full else 0.0 for there, here in zip(other, known, strict=True)]
    gain, offset = _steady_light(cells, other, asked)
    shades = [min(max(gain * each + offset, 0.0), 255.0) for each in cells]
    share = _LOST if gain > _BRIGHTENED else 0.0
    return Lit(shades, [share * max(each - full, 0.0) for each in shades])


def _steady_light(cells: Cells, other: Cells, known: Cells) -> tuple[float, float]:
    """Give gain and offset by which most cells fit."""
    gain, offset, _ = light(cells, other, known)
    for _ in range(2):
        left = [there - gain * here - offset for here, there in zip(cells, other, strict=True)]
        gain, offset, _ = light(cells, other, _weights(left, known, 1))
    return gain, offset


def _differ_in_a_corner(cells: Cells, other: Cells, known: Cells, side: int, loose: bool = False) -> bool:
    """Tell whether all that differs lies in one corner; ``loose``: or may do so once the pictures are moved."""
    mean = sum(other) / len(other)
    contrast = (sum((each - mean) ** 2 for each in other) / len(other)) ** 0.5 / 50
    scale = min(max(contrast, 0.3), 1.2) * (_LOOSE if loose else 1.0)
    for full in (max(_FULL, sorted(other)[int(_LEAST_DIM * len(other))]), _WHITE):
        found = tiles(
            errors(lit(cells, other, known, full), other, known, side, _LOOSE_SLACK if loose else _SLACK),
            side,
        )
        if any(
            sum(each > _FEW_WORSE * scale for each in rest) <= 2 and max(rest) <= _WORST * scale
            for rest in _without_corners(found, side // _TILES)
        ):
            return True
    return False


def _without_corners(found: Cells, side: int) -> Iterator[list[float]]:
    """Leave out one corner after another, lying and standing."""
    for wide, high in ((side // 2, side // 4), (side // 4, side // 2)):
        for left in (0, side - wide):
            for top in (0, side - high):
                yield [
                    each for at, each in enumerate(found)
                    if not (left <= at % side < left + wide and top <= at // side < top + high)
                ]  # fmt: skip


def errors(mine: Lit, other: Cells, known: Cells, side: int, slack: float) -> list[float]:
    """Give by how much each cell differs, beyond what may be due to where the cells lie; 0 where nothing is known."""
    across, down = _slopes(mine.cells, side)
    return [
        here * max(abs(there - each) - (lost if there < each else 0.0) - slack * (abs(x) + abs(y)), 0.0)
        for here, each, lost, there, x, y in zip(known, *mine, other, across, down, strict=True)
    ]


def tiles(cells: Cells, side: int, tile: int = _TILES) -> list[float]:
    """Average each square tile of so many cells a side, row by row."""
    wide = [
        sum(cells[at : at + tile])
        for start in range(0, side * side, side)
        for at in range(start, start + side, tile)
    ]
    count = side // tile
    return [
        sum(wide[(row * tile + part) * count + column] for part in range(tile)) / tile**2
        for row in range(count)
        for column in range(count)
    ]
