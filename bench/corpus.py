"""The pictures of the benchmark, by number: photographs, scanned pages, screens, and what has hardly anything on it.

Unrelated pictures are made to be near: people in one room under one banner on several days, sheets of one form that
differ in a cell, notices that differ in a digit of their day, pages of one app with other numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from pages import blank, form, notice, one_cell, screenshot, shaded, sign_in, slide, text_page
from pictures import close, dark, group, meeting, outdoors, room, sky, things
from PIL import Image

FAMILIES = 6
"""Rooms, forms, rosters, notices: so many of each, with many pictures of each one."""
Draw = Callable[[Random, int], tuple[str, Image.Image]]


class Drawn(NamedTuple):
    """A picture, what sort of scene it is, and the family of those that are near to it and yet others."""

    sort: str
    family: str
    picture: Image.Image


class Sort(NamedTuple):
    """A sort of pictures: its kind, how many of it stand in fifty, and how one is drawn from its number."""

    kind: str
    count: int
    draw: Draw


def _alone(draw: Callable[[Random], Image.Image]) -> Draw:
    return lambda rng, _: ("", draw(rng))


def _of_family(name: str, draw: Callable[[Random, int], Image.Image]) -> Draw:
    return lambda rng, at: (f"{name} {at % FAMILIES}", draw(rng, at % FAMILIES))


SORTS: Mapping[str, Sort] = {
    "room": Sort("photo", 7, _of_family("room", room)),
    "meeting": Sort("photo", 4, _of_family("meeting", meeting)),
    "outdoors": Sort("photo", 6, _alone(outdoors)),
    "group": Sort("photo", 5, lambda rng, _: ("gate", group(rng))),
    "close": Sort("photo", 3, _alone(close)),
    "things": Sort("photo", 2, _alone(things)),
    "sky": Sort("photo", 2, _alone(sky)),
    "dark": Sort("photo", 1, _alone(dark)),
    "text page": Sort("scan", 4, _alone(text_page)),
    "form": Sort("scan", 4, _of_family("form", form)),
    "shaded form": Sort("scan", 1, _of_family("form", lambda rng, at: shaded(form(rng, at), rng))),
    "sign-in sheet": Sort("scan", 3, _of_family("sign-in", sign_in)),
    "one cell": Sort("scan", 2, _of_family("filled", one_cell)),
    "notice": Sort(
        "scan", 2, lambda rng, at: (f"notice {at % FAMILIES}", notice(rng, at % FAMILIES, at // 2))
    ),
    "screenshot": Sort("screen", 2, lambda rng, at: (f"app {at % 4}", screenshot(rng, at, at))),
    "slide": Sort("screen", 1, lambda rng, at: (f"slide {at % 4}", slide(rng, at))),
    "blank": Sort("scan", 1, _alone(blank)),
}
_ROUND = [name for name, sort in SORTS.items() for _ in range(sort.count)]


def drawn(seed: int, at: int) -> Drawn:
    """Draw the picture of a number."""
    name = _ROUND[at % len(_ROUND)]
    family, picture = SORTS[name].draw(Random(f"{seed} {at}"), at // len(_ROUND) + at)
    return Drawn(name, family, picture)
