"""Draw pictures as a ledger has them, from numbers alone: scenes that look like photographs, scanned pages, forms.

The same seed gives the same picture. Unrelated pictures are made to be near: rows of people in one room under one
banner, taken from one place; sheets of one form that are filled in otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
PHOTO = (1600, 1200)
PAGE = (1240, 1754)
ROOMS, FORMS = 6, 6
SKIN = ((226, 184, 150), (205, 160, 125), (188, 142, 108), (236, 200, 172))
CLOTHES = (
    (38, 60, 110),
    (30, 34, 46),
    (140, 40, 44),
    (70, 110, 80),
    (200, 200, 206),
    (90, 70, 120),
    (190, 30, 30),
)


class Drawn(NamedTuple):
    """A picture, what sort of scene it is, and the family of those that are near to it and yet others."""

    sort: str
    family: str
    picture: Image.Image


def shade(rng: Random, low: int = 20, high: int = 235) -> Colour:
    """Pick a muted colour."""
    grey = rng.randint(low, high)
    red, green, blue = (min(255, max(0, grey + rng.randint(-40, 40))) for _ in range(3))
    return red, green, blue


def noise(rng: Random, size: tuple[int, int], cells: int) -> Image.Image:
    """Draw smooth grey noise with so many cells along the longer side."""
    wide = max(2, cells * size[0] // max(size))
    high = max(2, cells * size[1] // max(size))
    return Image.frombytes("L", (wide, high), rng.randbytes(wide * high)).resize(
        size, Image.Resampling.BICUBIC
    )


def textured(picture: Image.Image, rng: Random, amount: float = 0.1) -> Image.Image:
    """Add light and shadow, the texture of things and the grain of a sensor."""
    octaves = [(5, amount), (24, amount / 2), (120, amount / 2), (500, amount / 3)]
    for cells, share in octaves:
        layer = Image.merge("RGB", [noise(rng, picture.size, cells)] * 3)
        picture = Image.blend(picture, ImageChops.overlay(picture, layer), share * 2)
    return picture


def gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    """Draw a gradient from top to bottom."""
    mask = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), mask)


def person(
    draw: ImageDraw.ImageDraw, rng: Random, x: float, y: float, head: float, colour: Colour | None = None
) -> None:
    """Draw someone standing: hair, face, shoulders, arms."""
    coat = colour or rng.choice(CLOTHES)
    wide = head * rng.uniform(1.0, 1.35)
    draw.rounded_rectangle((x - wide, y + head * 0.9, x + wide, y + head * 6), head * 0.6, coat)
    draw.rectangle((x - wide, y + head * 5, x + wide, y + head * 9), shade(rng, 10, 70))
    draw.ellipse((x - head * 0.75, y - head, x + head * 0.75, y + head), rng.choice(SKIN))
    draw.pieslice(
        (x - head * 0.8, y - head * 1.15, x + head * 0.8, y + head * 0.7), 180, 360, shade(rng, 10, 40)
    )
    for side in (-1, 1):
        draw.ellipse((x + side * head * 0.35 - 2, y, x + side * head * 0.35 + 2, y + 4), (20, 20, 20))
        if rng.random() < 0.4:
            hand = x + side * wide * rng.uniform(1.1, 1.7), y + head * rng.uniform(1, 4)
            draw.line((x + side * wide * 0.9, y + head * 1.6, *hand), coat, int(head * 0.5))


def rows(
    draw: ImageDraw.ImageDraw, rng: Random, size: tuple[int, int], floor: float, colour: Colour | None = None
) -> None:
    """Draw one to three rows of people."""
    wide, high = size
    for row in range(rng.randint(1, 3)):
        head = high * rng.uniform(0.026, 0.036) * (1 + 0.25 * row)
        count = rng.randint(5, 14)
        left, right = wide * rng.uniform(0.05, 0.25), wide * rng.uniform(0.75, 0.95)
        for at in range(count):
            x = left + (right - left) * (at + rng.uniform(0.2, 0.8)) / count
            person(draw, rng, x, floor + row * high * 0.13 + rng.uniform(-0.02, 0.02) * high, head, colour)


def characters(
    draw: ImageDraw.ImageDraw,
    rng: Random,
    box: tuple[float, float, float, float],
    size: float,
    ink: Colour | int,
) -> None:
    """Write signs that look like Chinese characters from left to right until the box is full."""
    left, top, right, bottom = box
    y = top
    while y + size <= bottom:
        x = left
        while x + size <= right:
            if rng.random() > 0.06:
                sign(draw, rng, x, y, size * 0.86, ink)
            x += size
        y += size * 1.6


def sign(
    draw: ImageDraw.ImageDraw, rng: Random, x: float, y: float, size: float, ink: Colour | int, pen: int = 0
) -> None:
    """Draw one character: some strokes across, some down, one or two aslant."""
    pen = pen or max(1, round(size / 12))
    for _ in range(rng.randint(2, 5)):
        at, start, end = rng.random(), rng.random() * 0.4, 0.6 + rng.random() * 0.4
        draw.line((x + start * size, y + at * size, x + end * size, y + at * size), ink, pen)
    for _ in range(rng.randint(1, 4)):
        at, start, end = rng.random(), rng.random() * 0.4, 0.6 + rng.random() * 0.4
        draw.line((x + at * size, y + start * size, x + at * size, y + end * size), ink, pen)
    for _ in range(rng.randint(0, 2)):
        draw.line([(x + rng.random() * size, y + rng.random() * size) for _ in range(2)], ink, pen)


def room(rng: Random, which: int) -> Image.Image:
    """Draw an event in a room: room, banner and camera are those of ``which``; people, screen and light its own."""
    same = Random(f"room {which}")
    wide, high = PHOTO
    picture = gradient(PHOTO, shade(same, 150, 220), shade(same, 90, 170))
    draw = ImageDraw.Draw(picture)
    for at in range(same.randint(2, 4)):
        x = wide * (0.04 + 0.24 * at)
        draw.rectangle(
            (x, high * 0.28, x + wide * 0.14, high * 0.55), (225, 235, 240), shade(same, 60, 110), 8
        )
    draw.polygon([(0, high), (0, high * 0.72), (wide, high * 0.72), (wide, high)], shade(same, 80, 150))
    draw.rectangle((wide * 0.1, high * 0.08, wide * 0.9, high * 0.17), (200, 24, 30))
    characters(draw, same, (wide * 0.2, high * 0.1, wide * 0.8, high * 0.16), 60, (250, 240, 120))
    if same.random() < 0.5:
        draw.rectangle((wide * 0.7, high * 0.24, wide * 0.92, high * 0.46), shade(rng, 120, 220))
    rows(draw, rng, PHOTO, high * rng.uniform(0.42, 0.5))
    picture = picture.filter(ImageFilter.GaussianBlur(1))
    if rng.random() < 0.5:
        picture = framed(picture, rng, 0.03)
    return textured(picture, rng, rng.uniform(0.04, 0.12))


def framed(picture: Image.Image, rng: Random, most: float) -> Image.Image:
    """Take the picture from a slightly other place."""
    wide, high = picture.size
    left, top, right, bottom = (rng.uniform(0, most) for _ in range(4))
    box = (left * wide, top * high, wide - right * wide, high - bottom * high)
    return picture.resize(picture.size, Image.Resampling.BILINEAR, box)


def outdoors(rng: Random) -> Image.Image:
    """Draw a street or a village with sky, hills, houses, trees and some people in red vests."""
    wide, high = PHOTO
    picture = gradient(PHOTO, shade(rng, 130, 230), shade(rng, 160, 240))
    draw = ImageDraw.Draw(picture)
    horizon = high * rng.uniform(0.35, 0.6)
    points = [(wide * at / 12, horizon - rng.uniform(0, 0.2) * high) for at in range(13)]
    draw.polygon([(0, high), *points, (wide, high)], shade(rng, 60, 140))
    for _ in range(rng.randint(2, 7)):
        x, w, h = rng.uniform(-0.1, 0.95) * wide, rng.uniform(0.08, 0.3) * wide, rng.uniform(0.15, 0.5) * high
        foot = high * rng.uniform(0.55, 0.75)
        draw.rectangle((x, foot - h, x + w, foot), shade(rng), shade(rng, 20, 80), 3)
        for column in range(int(w // 50)):
            for row in range(int(h // 60)):
                draw.rectangle(
                    (
                        x + 12 + column * 50,
                        foot - h + 14 + row * 60,
                        x + 38 + column * 50,
                        foot - h + 46 + row * 60,
                    ),
                    shade(rng, 40, 120),
                )
    draw.polygon(
        [(0, high), (0, high * 0.74), (wide, high * rng.uniform(0.66, 0.78)), (wide, high)],
        shade(rng, 80, 170),
    )
    for _ in range(rng.randint(0, 8)):
        x, y, r = rng.uniform(0, 1) * wide, rng.uniform(0.3, 0.65) * high, rng.uniform(0.04, 0.12) * high
        draw.rectangle((x - r / 6, y, x + r / 6, y + 3 * r), (90, 64, 44))
        draw.ellipse((x - r, y - 1.3 * r, x + r, y + r), shade(rng, 30, 110))
    rows(draw, rng, PHOTO, high * rng.uniform(0.5, 0.6), (200, 30, 34) if rng.random() < 0.5 else None)
    return textured(picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 1.5))), rng)


def group(rng: Random) -> Image.Image:
    """Draw a group before one and the same gate, under a banner at the same place, with other people each time."""
    same = Random("gate")
    wide, high = PHOTO
    picture = gradient(PHOTO, (168, 190, 214), (200, 200, 196))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((wide * 0.15, high * 0.15, wide * 0.85, high * 0.75), shade(same, 150, 190))
    draw.rectangle((0, high * 0.74, wide, high), shade(same, 110, 150))
    draw.rectangle((wide * 0.08, high * 0.2, wide * 0.92, high * 0.3), (204, 22, 28))
    characters(draw, rng, (wide * 0.14, high * 0.215, wide * 0.86, high * 0.29), 66, (252, 244, 220))
    rows(draw, rng, PHOTO, high * 0.42)
    return textured(picture, rng, 0.08)


def close(rng: Random) -> Image.Image:
    """Draw one or two faces near by, before something out of focus."""
    picture = textured(gradient(PHOTO, shade(rng), shade(rng)), rng, 0.3).filter(ImageFilter.GaussianBlur(12))
    draw = ImageDraw.Draw(picture)
    for _ in range(rng.randint(1, 2)):
        person(
            draw,
            rng,
            rng.uniform(0.25, 0.75) * PHOTO[0],
            rng.uniform(0.25, 0.4) * PHOTO[1],
            rng.uniform(0.12, 0.2) * PHOTO[1],
        )
    return textured(picture, rng, 0.08)


def things(rng: Random) -> Image.Image:
    """Draw textures and shapes of all sorts."""
    picture = textured(Image.new("RGB", PHOTO, shade(rng)), rng, 0.4)
    draw = ImageDraw.Draw(picture)
    for _ in range(rng.randint(3, 30)):
        x, y = rng.uniform(0, PHOTO[0]), rng.uniform(0, PHOTO[1])
        w, h = rng.uniform(20, 500), rng.uniform(20, 500)
        shape = rng.choice((draw.ellipse, draw.rectangle))
        shape((x, y, x + w, y + h), shade(rng))
    return textured(picture, rng, 0.1)


def text_page(rng: Random) -> Image.Image:
    """Draw a scanned page of text: a red head or a title, then paragraphs."""
    page = Image.new("RGB", PAGE, (252, 252, 250))
    draw = ImageDraw.Draw(page)
    top = 150.0
    if rng.random() < 0.4:
        characters(draw, Random("head"), (220, 160, 1020, 240), 70, (200, 30, 30))
        draw.line((150, 300, 1090, 300), (200, 30, 30), 4)
        top = 330
    start = 620 - 22 * rng.randint(6, 18)
    characters(draw, rng, (start, top + 20, 1240 - start, top + 70), 44, (20, 20, 20))
    top += 130
    for _ in range(rng.randint(2, 7)):
        lines = rng.randint(2, 9)
        characters(draw, rng, (214, top, 1090, top + 32), 32, (24, 24, 24))
        characters(draw, rng, (150, top + 51, 1090, top + 51 * (lines - 1)), 32, (24, 24, 24))
        top += 51 * lines
        if top > 1500:
            break
    return scanned(page, rng)


def form(rng: Random, which: int) -> Image.Image:
    """Draw a sheet of a form: the form is that of ``which``, what is written into it differs."""
    same = Random(f"form {which}")
    page = Image.new("RGB", PAGE, (253, 253, 252))
    draw = ImageDraw.Draw(page)
    characters(draw, same, (380, 110, 880, 170), 52, (10, 10, 10))
    columns = same.choice(
        (
            [150, 330, 620, 800, 1090],
            [150, 240, 480, 760, 1090],
            [150, 400, 1090],
            [150, 300, 450, 700, 900, 1090],
        )
    )
    height = same.choice((60, 84, 120))
    rows_of, first = (1620 - 240) // height, 240
    for at in range(rows_of + 1):
        draw.line((columns[0], first + at * height, columns[-1], first + at * height), (30, 30, 30), 2)
    for x in columns:
        draw.line((x, first, x, first + rows_of * height), (30, 30, 30), 2)
    filled = (
        rng.uniform(0.25, 0.9) if which % 2 else 1.0
    )  # lists are filled to some row; sheets have a few fields
    fields = set(same.sample(range(rows_of), min(4, rows_of)))
    for row in range(rows_of):
        for column, (left, right) in enumerate(pairwise(columns)):
            y = first + row * height + height / 2 - 15
            if row == 0 or (column == 0 and which % 2 == 0):
                characters(draw, same, (left + 12, y, right - 12, y + 30), 28, (16, 16, 16))
            elif (row < filled * rows_of) if which % 2 else (row in fields and column == 1):
                written(draw, rng, left + 14, y, min(right - left - 20, rng.randint(2, 5) * 34))
    return scanned(page, rng)


def written(draw: ImageDraw.ImageDraw, rng: Random, x: float, y: float, wide: float) -> None:
    """Write by hand."""
    ink = rng.choice(((20, 24, 70), (16, 16, 20)))
    at = x
    while at + 28 <= x + wide:
        sign(draw, rng, at, y + rng.uniform(-5, 5), rng.uniform(24, 32), ink, 3)
        at += rng.uniform(28, 36)


def scanned(page: Image.Image, rng: Random) -> Image.Image:
    """Lay a page on a scanner: half of them exactly, as a program would print them; the others a little off."""
    if rng.random() < 0.5:
        return page
    turned = page.rotate(rng.uniform(-0.4, 0.4), Image.Resampling.BICUBIC, fillcolor=(248, 248, 246),
                         translate=(rng.randint(-6, 6), rng.randint(-6, 6)))  # fmt: skip
    grain = Image.merge("RGB", [noise(rng, PAGE, 900)] * 3)
    return Image.blend(turned.filter(ImageFilter.GaussianBlur(0.6)), ImageChops.overlay(turned, grain), 0.1)


def shaded(page: Image.Image, rng: Random) -> Image.Image:
    """Take a page with a telephone: light falls on it from one side."""
    light = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180, 270))).resize(page.size)
    light = light.point(lambda value: 160 + value * 95 // 255)
    return ImageChops.multiply(page, Image.merge("RGB", [light] * 3))


def blank(rng: Random) -> Image.Image:
    """Draw a page with next to nothing on it."""
    page = Image.new("RGB", PAGE, (250, 250, 248))
    if rng.random() < 0.6:
        sign(ImageDraw.Draw(page), rng, rng.uniform(100, 1100), rng.uniform(100, 1600), 30, (60, 60, 60))
    return scanned(page, rng)


SORTS: tuple[tuple[str, int, Callable[[Random, int], tuple[str, Image.Image]]], ...] = (
    ("room", 9, lambda rng, at: (f"room {at % ROOMS}", room(rng, at % ROOMS))),
    ("outdoors", 8, lambda rng, _: ("", outdoors(rng))),
    ("group", 6, lambda rng, _: ("gate", group(rng))),
    ("close", 4, lambda rng, _: ("", close(rng))),
    ("things", 4, lambda rng, _: ("", things(rng))),
    ("text page", 6, lambda rng, _: ("", text_page(rng))),
    ("form", 10, lambda rng, at: (f"form {at % FORMS}", form(rng, at % FORMS))),
    ("shaded form", 2, lambda rng, at: (f"form {at % FORMS}", shaded(form(rng, at % FORMS), rng))),
    ("blank", 1, lambda rng, _: ("", blank(rng))),
)
"""Sorts of pictures, how many of each stand in fifty, and how they are drawn."""
_ROUND = [sort for sort, count, _ in SORTS for _ in range(count)]
_DRAW = {sort: draw for sort, _, draw in SORTS}


def drawn(seed: int, at: int) -> Drawn:
    """Draw the picture of a number."""
    sort = _ROUND[at % len(_ROUND)]
    family, picture = _DRAW[sort](Random(f"{seed} {at}"), at // len(_ROUND) + at)
    return Drawn(sort, family, picture)
