"""Draw scenes that look like photographs, from numbers alone: the same seed gives the same picture."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
PHOTO = (1600, 1200)
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


def meeting(rng: Random, which: int) -> Image.Image:
    """Draw people at the table of a room, as on another day: the same on other chairs, one exchanged, other light."""
    same = Random(f"meeting {which}")
    wide, high = PHOTO
    picture = gradient(PHOTO, shade(same, 160, 220), shade(same, 120, 170))
    draw = ImageDraw.Draw(picture)
    draw.rectangle(
        (wide * 0.3, high * 0.06, wide * 0.7, high * 0.34), shade(same, 170, 230), (40, 40, 44), 10
    )
    characters(draw, rng, (wide * 0.34, high * 0.1, wide * 0.66, high * 0.3), 44, (40, 40, 60))
    coats = [same.choice(CLOTHES) for _ in range(10)]
    rng.shuffle(coats)
    coats[rng.randrange(10)] = rng.choice(CLOTHES)
    for at, coat in enumerate(coats):
        row, place = divmod(at, 5)
        x = wide * (0.12 + 0.19 * place) + rng.uniform(-20, 20)
        person(
            draw, rng, x, high * (0.4 + 0.12 * row) + rng.uniform(-12, 12), high * (0.034 + 0.012 * row), coat
        )
    draw.polygon(
        [(0, high), (wide * 0.08, high * 0.7), (wide * 0.92, high * 0.7), (wide, high)], shade(same, 70, 140)
    )
    for at in range(5):
        x = wide * (0.14 + 0.18 * at) + rng.uniform(-30, 30)
        draw.rectangle((x, high * 0.78, x + 90, high * 0.82), (246, 246, 244))
    picture = framed(picture.filter(ImageFilter.GaussianBlur(1)), rng, 0.02)
    return textured(picture, rng, rng.uniform(0.04, 0.1))


def sky(rng: Random) -> Image.Image:
    """Draw sky with a few clouds, and at times a roof at the lower edge."""
    wide, high = PHOTO
    picture = gradient(PHOTO, shade(rng, 110, 170), shade(rng, 190, 230))
    clouds = noise(rng, PHOTO, rng.randint(4, 9)).point(lambda value: max(0, value - 120))
    picture = Image.composite(Image.new("RGB", PHOTO, (240, 242, 246)), picture, clouds)
    if rng.random() < 0.5:
        top = high * rng.uniform(0.85, 0.95)
        ImageDraw.Draw(picture).polygon(
            [(0, high), (0, top), (wide, top - 40), (wide, high)], shade(rng, 40, 90)
        )
    return textured(picture, rng, 0.02)


def dark(rng: Random) -> Image.Image:
    """Draw what a lens cap or a dark hall gives: noise, and at times one lamp far away."""
    picture = Image.new("RGB", PHOTO, (6, 6, 8))
    if rng.random() < 0.5:
        x, y, r = rng.uniform(0.1, 0.9) * PHOTO[0], rng.uniform(0.1, 0.6) * PHOTO[1], rng.uniform(20, 60)
        ImageDraw.Draw(picture).ellipse((x - r, y - r, x + r, y + r), (230, 220, 180))
        picture = picture.filter(ImageFilter.GaussianBlur(20))
    grain = noise(rng, PHOTO, 600).point(lambda value: value // 24)
    return ImageChops.add(picture, Image.merge("RGB", [grain] * 3))
