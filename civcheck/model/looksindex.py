"""Finding all pictures that are one and the same among many, without laying each over each.

Of a photograph's grey grid, of its middle and of its upper, lower, left and right half (a mark stands in one of two,
and what is cropped on one side moves least at the other) the lowest frequencies are taken (DCT), of a page's some that
are higher. Their signs make a key, and a picture is looked for, in the eight ways in which it may lie, under its keys
and those in which some of its weakest frequencies have the other sign: what is cropped or sent again has hardly any but
weak ones changed. Few remain whose frequencies are compared, then their grids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations
from math import cos, pi
from operator import add, mul
from typing import NamedTuple

from civcheck.model.looks import SIDE, Likeness, alike_by, greys_of, is_page, likeness_of, may_be_page, turned
from civcheck.model.material import Picture

_MOST_IN_KEY = 200
"""Pictures under one key that are compared, the latest first."""
_WAYS = range(8)
Waves = tuple[float, ...]


class _Window(NamedTuple):
    """A part of the grid by its rows and columns, which frequencies of it are taken, the first of them for its key.

    ``weak`` of the weakest may be changed, so many of them at once as ``flipped``; pictures that are one have
    frequencies that correlate by ``near``. Without ``is_fine`` each four cells are taken as one.
    """

    rows: tuple[int, int]
    columns: tuple[int, int]
    frequencies: tuple[tuple[int, int], ...]
    in_key: int
    weak: int
    flipped: int
    near: float
    is_fine: bool = False


_LOW = tuple(sorted(
    ((down, across) for down in range(7) for across in range(7) if 0 < down + across <= 7), key=sum
))  # fmt: skip
_HIGH = tuple(
    sorted(((down, across) for down in range(3, 11) for across in range(3, 11)), key=sum, reverse=True)
)
_ALL, _FIRST, _SECOND, _MIDDLE = (0, SIDE), (0, SIDE // 2), (SIDE // 2, SIDE), (SIDE // 8, SIDE - SIDE // 8)
_PHOTO = tuple(
    _Window(rows, columns, _LOW, 20, 8, 2, 0.9)
    for rows, columns in (
        (_ALL, _ALL), (_MIDDLE, _MIDDLE), (_FIRST, _ALL), (_SECOND, _ALL), (_ALL, _FIRST), (_ALL, _SECOND)
    )
)  # fmt: skip
_PAGE = (_Window(_ALL, _ALL, _HIGH, 32, 9, 9, 0.95, is_fine=True),)


class Match(NamedTuple):
    """Two pictures by their numbers, the lower first, and how they are one and the same."""

    one: int
    other: int
    likeness: Likeness


@cache
def _wave(frequency: int, cells: int) -> tuple[int, ...]:
    """Give the wave of a frequency in whole numbers, which come out the same on every machine."""
    return tuple(round(4096 * cos(pi * frequency * (2 * at + 1) / (2 * cells))) for at in range(cells))


@lru_cache(maxsize=16)  # windows side by side share it, and what was looked for is added next
def _along_rows(
    greys: bytes, columns: tuple[int, int], frequencies: tuple[int, ...], is_fine: bool
) -> Mapping[int, list[int]]:
    """Give by frequency how much of it is in each row of some columns of a grid."""
    left, right = columns
    rows: list[Sequence[int]] = [greys[at + left : at + right] for at in range(0, len(greys), SIDE)]
    if not is_fine:
        both = [list(map(add, one, other)) for one, other in zip(rows[::2], rows[1::2], strict=True)]
        rows = [list(map(add, row[::2], row[1::2])) for row in both]
    return {
        each: [sum(map(mul, row, wave)) for row in rows]
        for each, wave in ((each, _wave(each, len(rows[0]))) for each in frequencies)
    }


def _waves_of(greys: bytes, window: _Window) -> Waves:
    """Give the frequencies of a window of a grid, of length 1."""
    along = tuple(sorted({across for _, across in window.frequencies}))
    columns = _along_rows(greys, window.columns, along, window.is_fine)
    top, bottom = window.rows if window.is_fine else (each // 2 for each in window.rows)
    parts = {across: each[top:bottom] for across, each in columns.items()}
    found = [
        sum(map(mul, parts[across], _wave(down, bottom - top))) >> 12 for down, across in window.frequencies
    ]
    length = sum(map(mul, found, found)) ** 0.5 or 1.0
    return tuple(each / length for each in found)


def _key(waves: Sequence[float], window: _Window) -> int:
    key = 0
    for each in waves[: window.in_key]:
        key = key << 1 | (each > 0)
    return key


def _changes(waves: Waves, window: _Window) -> list[int]:
    """Give what to change in the key of some frequencies: nothing, and a few of the weakest of them."""
    last = window.in_key - 1
    weak = sorted(range(window.in_key), key=lambda at: abs(waves[at]))[: window.weak]
    bits = [1 << (last - at) for at in weak]
    return [sum(some) for count in range(window.flipped + 1) for some in combinations(bits, count)]


@cache
def _signs(window: _Window, way: int) -> tuple[int, ...]:
    """Say which frequencies change sign when a window is mirrored left to right (1), top to bottom (2), or both."""
    return tuple(
        (-1 if way & 1 and across % 2 else 1) * (-1 if way & 2 and down % 2 else 1)
        for down, across in window.frequencies
    )


class _Seen(NamedTuple):
    """What a window shows of a picture that is looked for: its frequencies, their key, and what may differ in that."""

    waves: Waves
    key: int
    changes: list[int]


class _Table:
    """Pictures by the keys of one window."""

    def __init__(self, window: _Window) -> None:
        self._window = window
        self._waves: dict[int, Waves] = {}
        self._by_key: dict[int, list[int]] = defaultdict(list)

    def seen(self, greys: bytes) -> _Seen:
        """Look at a grid through this window."""
        waves = _waves_of(greys, self._window)
        return _Seen(waves, _key(waves, self._window), _changes(waves, self._window))

    def add(self, number: int, greys: bytes) -> None:
        """Add a picture by its grid."""
        self._waves[number] = waves = _waves_of(greys, self._window)
        self._by_key[_key(waves, self._window)].append(number)

    def near(self, seen: _Seen, way: int) -> Iterator[int]:
        """Give the numbers of pictures that have nearly these frequencies here, once they are mirrored."""
        signs = _signs(self._window, way & 3)
        key = seen.key ^ _key(
            [-each for each in signs], self._window
        )  # a frequency that changes sign has the other bit
        mine = tuple(map(mul, seen.waves, signs))
        for change in seen.changes:
            for number in self._by_key.get(key ^ change, ())[-_MOST_IN_KEY:]:
                if sum(map(mul, mine, self._waves[number])) >= self._window.near:
                    yield number


class LookIndex:
    """Pictures that can be looked for by their look."""

    def __init__(self) -> None:
        self._pictures: list[Picture] = []
        self._photos = tuple(map(_Table, _PHOTO))
        self._pages = tuple(map(_Table, _PAGE))

    def _tables(self, picture: Picture) -> tuple[_Table, ...]:
        if is_page(picture.looks):
            return self._pages
        return self._photos + self._pages if may_be_page(picture.looks) else self._photos

    def add(self, picture: Picture) -> None:
        """Add a picture that has a look; its number is how many there were before."""
        for table in self._tables(picture):
            table.add(len(self._pictures), greys_of(picture.looks))
        self._pictures.append(picture)

    def find(self, picture: Picture) -> Iterator[tuple[int, Likeness]]:
        """Give the numbers of the pictures that are the same one, and how, in no order."""
        tables, greys = self._tables(picture), greys_of(picture.looks)
        seen = [{table: table.seen(turned(greys, lying)) for table in tables} for lying in (0, 4)]
        found: set[int] = set()
        for way in _WAYS:
            here = seen[way >> 2]
            near: set[int] = set()
            for table in tables:
                near.update(table.near(here[self._mirrored(table, way)], way))
            for number in near - found:
                if alike_by(picture, self._pictures[number], way):
                    found.add(number)
                    yield number, likeness_of(way)

    def _mirrored(self, table: _Table, way: int) -> _Table:
        """Give the table whose window lies where that of another one does once a picture is mirrored."""
        _, _, top, bottom, left, right = self._photos
        if way & 1:
            table = {left: right, right: left}.get(table, table)
        return {top: bottom, bottom: top}.get(table, table) if way & 2 else table


def alike_pairs(pictures: Iterable[Picture]) -> Iterator[Match]:
    """Give every two of some pictures that are one and the same by their look, by number, in order of the second."""
    index, numbers = LookIndex(), list[int]()
    for number, picture in enumerate(pictures):
        if picture.looks:
            for other, likeness in sorted(index.find(picture)):
                yield Match(numbers[other], number, likeness)
            index.add(picture)
            numbers.append(number)
