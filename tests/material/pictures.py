"""Small pictures for tests, drawn from a number; and what happens to them."""

from __future__ import annotations

import io
from random import Random
from typing import Any

from PIL import Image, ImageDraw

from civcheck.model.material import Picture
from civcheck.reading.material.picture import picture_facts


def a_scene(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Draw something with large and small shapes, and light that falls from above."""
    rng = Random(seed)
    light = Image.linear_gradient("L").resize(size)
    most = rng.randint(150, 230)
    picture = Image.merge("RGB", [light.point(lambda value: 240 - value * most // 255)] * 3)
    draw = ImageDraw.Draw(picture)
    for extent in (300, 300, 200, 200, 120, 120, 80, 80, 60, 60, 60, 40, 40, 40):
        x, y = rng.randint(-40, size[0] - 20), rng.randint(-40, size[1] - 20)
        box = (x, y, x + rng.randint(extent // 2, extent), y + rng.randint(extent // 2, extent))
        rng.choice((draw.ellipse, draw.rectangle))(box, tuple(rng.randint(0, 255) for _ in "rgb"))
    return picture


def a_form(seed: int, size: tuple[int, int] = (620, 880)) -> Image.Image:
    """Draw one form; what is written into two of its rows depends on the seed."""
    page = Image.new("RGB", size, (252, 252, 250))
    draw = ImageDraw.Draw(page)
    for y in range(120, 801, 40):
        draw.line((60, y, 560, y), (20, 20, 20), 2)
    for x in (60, 160, 560):
        draw.line((x, 120, x, 800), (20, 20, 20), 2)
    _write(draw, Random("form"), [(70, y) for y in range(128, 780, 40)], 4)
    _write(draw, Random(seed), [(180, 208), (180, 448)], 12)
    return page


def _write(draw: ImageDraw.ImageDraw, rng: Random, starts: list[tuple[int, int]], most: int) -> None:
    for x, y in starts:
        for at in range(rng.randint(most // 2, most)):
            for _ in range(rng.randint(3, 8)):
                ends = [(x + at * 20 + rng.randint(0, 16), y + rng.randint(0, 20)) for _ in range(2)]
                draw.line(ends, (20, 20, 40), 2)


def stored(picture: Image.Image, sort: str = "JPEG", **options: Any) -> bytes:
    """Give the bytes of a file."""
    into = io.BytesIO()
    picture.save(into, sort, **options)
    return into.getvalue()


def seen(picture: Image.Image, **options: Any) -> Picture:
    """Store a picture as JPEG and give what is known of it once it is opened."""
    found = picture_facts(stored(picture, **options), "jpeg").picture
    assert found is not None
    return found
