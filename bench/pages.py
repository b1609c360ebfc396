"""Draw scanned pages: text, and sheets of one form that differ by what is written into them, some by one cell."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from pictures import characters, noise, sign
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

PAGE = (1240, 1754)
ROSTER = 14
"""Names on a sign-in sheet."""


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


def printed(draw: ImageDraw.ImageDraw, x: float, y: float, text: str, size: int = 32) -> float:
    """Print digits and letters with a real font; give where they end."""
    font = ImageFont.load_default(size)
    draw.text((x, y), text, (20, 20, 20), font)
    return x + draw.textlength(text, font)


def sign_in(rng: Random, which: int) -> Image.Image:
    """Draw a sign-in sheet: template and most who signed are those of ``which``, one to three names differ."""
    same = Random(f"sign-in {which}")
    page = Image.new("RGB", PAGE, (253, 253, 251))
    draw = ImageDraw.Draw(page)
    characters(draw, same, (400, 120, 860, 175), 52, (10, 10, 10))
    columns, top, high = (150, 230, 470, 760, 1090), 260, 84
    for at in range(ROSTER + 2):
        draw.line((columns[0], top + at * high, columns[-1], top + at * high), (30, 30, 30), 2)
    for x in columns:
        draw.line((x, top, x, top + (ROSTER + 1) * high), (30, 30, 30), 2)
    changed = rng.sample(range(ROSTER), rng.choice((1, 1, 2, 3)))
    for row in range(ROSTER + 1):
        y = top + row * high + 27
        for column, (left, right) in enumerate(pairwise(columns)):
            if row == 0:
                characters(draw, same, (left + 12, y, right - 12, y + 30), 28, (16, 16, 16))
            elif column == 0:
                printed(draw, left + 24, y, str(row), 28)
            elif column == 2:
                characters(draw, same, (left + 12, y, left + 12 + 28 * 6, y + 30), 28, (16, 16, 16))
            else:
                hand = rng if row - 1 in changed and column == 1 else same
                written(draw, hand, left + 20, y, hand.choice((2, 3, 3)) * 34)
    return scanned(page, rng)


def one_cell(rng: Random, which: int) -> Image.Image:
    """Draw a form that is filled in the same way each time but for one cell."""
    same = Random(f"filled {which}")
    page = Image.new("RGB", PAGE, (253, 253, 252))
    draw = ImageDraw.Draw(page)
    characters(draw, same, (380, 110, 880, 170), 52, (10, 10, 10))
    columns, top, high, count = (150, 360, 620, 830, 1090), 240, 96, 14
    for at in range(count + 1):
        draw.line((columns[0], top + at * high, columns[-1], top + at * high), (30, 30, 30), 2)
    for x in columns:
        draw.line((x, top, x, top + count * high), (30, 30, 30), 2)
    other = rng.randrange(count), rng.choice((1, 3))
    for row in range(count):
        for column, (left, right) in enumerate(pairwise(columns)):
            y = top + row * high + 32
            if column % 2 == 0:
                characters(draw, same, (left + 12, y, right - 12, y + 30), 28, (16, 16, 16))
            else:
                written(draw, rng if (row, column) == other else same, left + 14, y, same.randint(2, 5) * 34)
    return scanned(page, rng)


def notice(rng: Random, which: int, day: int) -> Image.Image:
    """Draw a printed notice that says the same each time but for its day: one or two digits differ."""
    same = Random(f"notice {which}")
    page = Image.new("RGB", PAGE, (252, 252, 250))
    draw = ImageDraw.Draw(page)
    characters(draw, same, (220, 160, 1020, 240), 70, (200, 30, 30))
    draw.line((150, 300, 1090, 300), (200, 30, 30), 4)
    characters(draw, same, (400, 350, 840, 400), 44, (20, 20, 20))
    for top in (460, 760):
        characters(draw, same, (214, top, 1090, top + 32), 32, (24, 24, 24))
        characters(draw, same, (150, top + 51, 1090, top + 51 * 4), 32, (24, 24, 24))
    for x, y in ((214, 1080), (760, 1200)):
        for number in ("2026", str(day // 28 % 12 + 1), str(day % 28 + 1)):
            x = printed(draw, x, y, number) + 4
            sign(draw, Random("unit"), x, y, 28, (20, 20, 20))
            x += 36
    return scanned(page, rng)


def screenshot(rng: Random, which: int, minute: int) -> Image.Image:
    """Draw a page of one of four apps on a telephone; its rows are those of ``which``, the numbers in them differ."""
    app = Random(f"app {which % 4}")
    is_dark = which % 4 == 3
    paper, ink = ((28, 28, 32), (214, 214, 218)) if is_dark else ((248, 248, 250), (30, 30, 34))
    screen = Image.new("RGB", (1080, 1920), paper)
    draw = ImageDraw.Draw(screen)
    bar = app.choice(((40, 110, 230), (214, 40, 40), (30, 150, 90)))
    draw.rectangle((0, 0, 1080, 210), paper if which % 4 == 1 else bar)
    draw.text((50, 18), f"{minute // 60 % 24:02}:{minute % 60:02}", ink, ImageFont.load_default(38))
    characters(draw, app, (380, 110, 700, 180), 54, ink if which % 4 == 1 else (250, 250, 250))
    for row in range(8):
        y = 260 + row * 200
        draw.ellipse((50, y, 170, y + 120), tuple(app.randint(60, 230) for _ in "rgb"))
        characters(draw, app, (210, y + 4, 560, y + 50), 42, ink)
        characters(draw, app, (210, y + 70, 820, y + 104), 32, (140, 140, 146))
        draw.text((880, y + 20), str(rng.randint(1, 99)), ink, ImageFont.load_default(44))
        draw.line((210, y + 160, 1080, y + 160), tuple((each + 128) // 2 for each in paper), 2)
    return screen


def slide(rng: Random, which: int) -> Image.Image:
    """Draw a slide of one of four templates; its text is its own."""
    same = Random(f"slide {which % 4}")
    size, is_blue = (1600, 900), which % 2 == 1
    top, bottom = ((20, 50, 120), (40, 90, 180)) if is_blue else ((252, 252, 252), (236, 238, 244))
    page = Image.composite(
        Image.new("RGB", size, bottom), Image.new("RGB", size, top), Image.linear_gradient("L").resize(size)
    )
    draw = ImageDraw.Draw(page)
    ink = (246, 246, 240) if is_blue else (30, 30, 36)
    draw.rectangle(
        (0, 0, 1600, 120), (190, 24, 30) if which % 4 > 1 else tuple(same.randint(20, 120) for _ in "rgb")
    )
    characters(draw, rng, (80, 30, 80 + 64 * rng.randint(5, 12), 96), 62, (250, 240, 200))
    for at in range(rng.randint(4, 7)):
        y = 190 + at * 96
        draw.ellipse((90, y + 14, 112, y + 36), (220, 160, 40))
        characters(draw, rng, (140, y, 140 + 48 * rng.randint(8, 26), y + 50), 48, ink)
    draw.rectangle((1420, 840, 1560, 880), tuple(same.randint(60, 200) for _ in "rgb"))
    return page
