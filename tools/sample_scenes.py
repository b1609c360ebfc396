"""Draw the small pictures and screenshots of the sample ledger, each from its own seed."""

import io
from collections.abc import Callable
from datetime import date
from random import Random

from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

SIZE = (480, 360)
FLOOR = 334  # the caption bar begins here
Colour = tuple[int, int, int]
Scene = Callable[[ImageDraw.ImageDraw, Random], None]

CLOTHES: tuple[Colour, ...] = (
    (38, 60, 110),
    (30, 34, 46),
    (140, 40, 44),
    (70, 110, 80),
    (190, 190, 196),
    (90, 70, 120),
)
SKIN: Colour = (226, 184, 150)


def shade(rng: Random, low: int, high: int) -> Colour:
    """Pick a muted colour whose parts lie between ``low`` and ``high``."""
    grey, spread = rng.randint(low, high), (high - low) // 4
    red, green, blue = (min(high, max(low, grey + rng.randint(-spread, spread))) for _ in range(3))
    return red, green, blue


def person(draw: ImageDraw.ImageDraw, rng: Random, x: int, foot: int, tall: int) -> None:
    """Draw one standing figure whose feet are at (``x``, ``foot``)."""
    head = tall // 7
    draw.rounded_rectangle(
        (x - tall // 6, foot - tall + 2 * head, x + tall // 6, foot), head, rng.choice(CLOTHES)
    )
    draw.ellipse((x - head, foot - tall, x + head, foot - tall + 2 * head), SKIN)
    draw.pieslice((x - head, foot - tall, x + head, foot - tall + 2 * head), 180, 360, (30, 26, 24))


def crowd(draw: ImageDraw.ImageDraw, rng: Random, foot: int, tall: int, many: int) -> None:
    """Draw ``many`` figures side by side, unevenly, over a part of the width."""
    left = rng.randint(10, 150)
    step = rng.randint(tall // 3, max(tall // 3 + 1, (470 - left) // many))
    for place in range(many):
        person(draw, rng, left + place * step + rng.randint(-4, 4), foot + rng.randint(-8, 8), tall)


def sky(draw: ImageDraw.ImageDraw, rng: Random, horizon: int) -> None:
    """Fill the upper part with a sky that gets lighter or darker, and a sun or clouds."""
    top, low = shade(rng, 90, 235), shade(rng, 150, 250)
    for y in range(0, horizon, 4):
        part = y / horizon
        mixed = tuple(int(a + (b - a) * part) for a, b in zip(top, low, strict=True))
        draw.rectangle((0, y, SIZE[0], y + 4), mixed)
    for _ in range(rng.randint(1, 4)):
        x, y, wide = rng.randint(0, 440), rng.randint(5, max(6, horizon // 2)), rng.randint(40, 150)
        draw.ellipse((x, y, x + wide, y + wide // 3), shade(rng, 215, 255))


def hall(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    """Draw a meeting room: a wall with a banner or a screen, a speaker, rows of listeners."""
    wall = rng.randint(70, 215)
    draw.rectangle((0, 0, 480, 230), (wall, wall - rng.randint(0, 20), wall - rng.randint(0, 40)))
    draw.rectangle((0, 230, 480, 360), shade(rng, 60, 140))
    left, wide = rng.randint(20, 190), rng.randint(140, 270)
    draw.rectangle((left, 20, left + wide, 52), (186, 24, 30))
    screen = rng.randint(10, 300)
    draw.rectangle((screen, 70, screen + rng.randint(100, 170), rng.randint(140, 185)), shade(rng, 20, 250))
    window = rng.choice((0, 380))
    draw.rectangle((window, 62, window + 90, 190), shade(rng, 190, 255))
    speaker = rng.randint(60, 420)
    person(draw, rng, speaker, 226, 96)
    draw.polygon(
        ((speaker - 30, 180), (speaker + 30, 180), (speaker + 24, 240), (speaker - 24, 240)), (112, 68, 36)
    )
    for row in range(rng.randint(2, 3)):
        size = 15 + row * 4
        for place in range(rng.randint(0, 2), 13 - row * 2):
            x, y = 16 + place * (38 + row * 8) + rng.randint(-3, 3), 256 + row * 30
            draw.ellipse((x - size // 2, y - size, x + size // 2, y), (30, 26, 24))
            draw.rounded_rectangle((x - size, y, x + size, y + 34), 8, rng.choice(CLOTHES))


def square(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    """Draw a public square: houses, a tent or tables with leaflets, passers-by."""
    horizon = rng.randint(120, 205)
    sky(draw, rng, horizon)
    draw.rectangle((0, horizon, 480, 360), shade(rng, 120, 205))
    x = rng.randint(-40, 10)
    while x < 480:
        wide, tall = rng.randint(45, 120), rng.randint(25, horizon - 15)
        if rng.random() < 0.7:
            draw.rectangle((x, horizon - tall, x + wide, horizon), shade(rng, 70, 210))
        x += wide + rng.randint(0, 30)
    for _ in range(rng.randint(1, 3)):
        left, top = rng.randint(10, 350), rng.randint(horizon - 10, 230)
        colour = rng.choice(((190, 30, 34), (40, 90, 170), (240, 240, 240), (60, 130, 80)))
        draw.polygon(((left, top), (left + 60, top - 45), (left + 120, top)), colour)
        draw.rectangle((left + 6, top, left + 114, top + 16), colour)
        draw.rectangle((left + 8, top + 52, left + 112, top + 74), (196, 36, 40))
    crowd(draw, rng, 310, rng.randint(80, 120), rng.randint(4, 8))


def lake(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    """Draw a shore: water, young trees, people at work."""
    horizon = rng.randint(90, 170)
    sky(draw, rng, horizon)
    draw.rectangle((0, horizon, 480, 340), (60, rng.randint(90, 140), rng.randint(130, 180)))
    side = rng.choice((-1, 1))
    shore = ((0, 250 - 60 * side), (480, 250 + 60 * side), (480, 360), (0, 360))
    draw.polygon(shore, (rng.randint(80, 130), rng.randint(110, 150), 60))
    for _ in range(rng.randint(3, 7)):
        x, foot, tall = rng.randint(10, 470), rng.randint(220, 320), rng.randint(70, 150)
        draw.line((x, foot, x + rng.randint(-8, 8), foot - tall), (92, 64, 40), 5)
        draw.ellipse(
            (x - tall // 4, foot - tall - 20, x + tall // 4, foot - tall // 3), (50, rng.randint(90, 150), 50)
        )
    crowd(draw, rng, 322, rng.randint(60, 90), rng.randint(3, 6))


def flag(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    """Draw a flag on its pole before a building, and a line of people."""
    horizon = rng.randint(200, 250)
    sky(draw, rng, horizon)
    draw.rectangle((0, horizon, 480, 360), shade(rng, 130, 180))
    left = rng.randint(0, 220)
    draw.rectangle((left, rng.randint(70, 140), left + 250, horizon), shade(rng, 110, 220))
    for window in range(5):
        draw.rectangle((left + 16 + window * 46, 160, left + 44 + window * 46, 190), shade(rng, 40, 110))
    pole, top = rng.randint(60, 400), rng.randint(14, 70)
    draw.line((pole, top, pole, 300), (225, 225, 230), 6)
    fly = rng.choice((-1, 1)) * rng.randint(90, 120)
    draw.polygon(
        ((pole, top), (pole + fly, top + 12), (pole + fly, top + 76), (pole, top + 64)), (214, 22, 28)
    )
    draw.regular_polygon((pole + fly // 4, top + 24, 9), 5, 0, (250, 214, 40))
    crowd(draw, rng, 322, rng.randint(70, 100), rng.randint(6, 10))


def room(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    """Draw a small room: a table, a window, a cupboard, a few people."""
    draw.rectangle((0, 0, 480, 220), shade(rng, 110, 235))
    draw.rectangle((0, 220, 480, 360), shade(rng, 80, 150))
    window, cupboard = (rng.randint(20, 120), rng.randint(290, 380))[:: rng.choice((-1, 1))]
    draw.rectangle((window, 30, window + rng.randint(80, 130), 150), shade(rng, 180, 255))
    draw.line((window + 50, 30, window + 50, 150), (120, 100, 80), 4)
    draw.rectangle((cupboard, 60, cupboard + rng.randint(60, 110), 230), shade(rng, 40, 110))
    crowd(draw, rng, rng.randint(255, 280), rng.randint(110, 150), rng.randint(3, 5))
    left = rng.randint(30, 160)
    draw.polygon(
        ((left, 262), (left + 260, 262), (left + 300, 310), (left - 40, 310)), (rng.randint(110, 170), 90, 50)
    )
    for _ in range(rng.randint(3, 7)):
        x = rng.randint(left, left + 230)
        draw.rectangle((x, 270, x + 34, 288), shade(rng, 190, 255))


def shelves(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    """Draw book shelves over a reading table; nobody is in the picture."""
    draw.rectangle((0, 0, 480, 360), (rng.randint(90, 190), rng.randint(70, 130), rng.randint(40, 90)))
    gap = rng.randint(58, 84)
    for top in range(14, 250, gap):
        x = rng.randint(6, 60)
        while x < 468:
            wide, tall = rng.randint(8, 26), rng.randint(gap // 2, gap - 12)
            if rng.random() < 0.85:
                draw.rectangle((x, top + gap - 10 - tall, x + wide, top + gap - 10), shade(rng, 20, 240))
            x += wide + rng.choice((1, 1, 2, 34))
        draw.rectangle((0, top + gap - 10, 480, top + gap - 3), (70, 44, 24))
    left = rng.randint(0, 200)
    draw.rectangle((left, 268, left + rng.randint(160, 280), 300), shade(rng, 170, 250))


def classroom(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    """Draw a blackboard, a lectern and rows of heads seen from behind."""
    draw.rectangle((0, 0, 480, 360), shade(rng, 180, 240))
    left, wide = rng.randint(20, 130), rng.randint(210, 320)
    draw.rectangle((left, 30, left + wide, 150), (30, rng.randint(60, 90), 56), (120, 80, 40), 6)
    for line in range(rng.randint(2, 4)):
        start = left + rng.randint(16, 60)
        draw.line(
            (start, 56 + line * 26, start + rng.randint(60, wide - 90), 56 + line * 26), (230, 230, 220), 4
        )
    person(draw, rng, rng.choice((left - 4, left + wide + 16)), 212, 110)
    for row in range(3):
        for place in range(rng.randint(7, 10)):
            x, y = 30 + place * rng.randint(46, 52) + row * 9, 214 + row * 40
            draw.rounded_rectangle(
                (x - 18, y + 14, x + 18, y + 46), 6, rng.choice(((230, 236, 240), (190, 40, 50)))
            )
            draw.ellipse((x - 13, y - 10, x + 13, y + 18), (34, 28, 26))


def village(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    """Draw hills, farm houses and a table under a tree."""
    horizon = rng.randint(130, 190)
    sky(draw, rng, horizon)
    for _ in range(3):
        peak, base = rng.randint(0, 480), rng.randint(130, 260)
        hill = (rng.randint(50, 110), rng.randint(100, 140), rng.randint(60, 110))
        draw.polygon(((peak - base, horizon), (peak, rng.randint(50, 110)), (peak + base, horizon)), hill)
    draw.rectangle((0, horizon, 480, 360), (rng.randint(150, 200), rng.randint(150, 180), 90))
    for _ in range(rng.randint(2, 3)):
        x, y = rng.randint(0, 380), rng.randint(horizon, 230)
        draw.rectangle((x, y - 40, x + 90, y + 20), shade(rng, 210, 250))
        draw.polygon(((x - 10, y - 40), (x + 45, y - 78), (x + 100, y - 40)), (rng.randint(60, 130), 50, 44))
    table = rng.randint(90, 260)
    crowd(draw, rng, 306, rng.randint(84, 110), rng.randint(4, 7))
    draw.rectangle((table, 270, table + 130, 312), (190, 34, 38))


def box(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    """Draw a donation box on a table, with a queue beside it."""
    draw.rectangle((0, 0, 480, 230), shade(rng, 150, 235))
    draw.rectangle((0, 230, 480, 360), shade(rng, 90, 160))
    left = rng.randint(40, 280)
    crowd(draw, rng, 280, rng.randint(120, 160), rng.randint(3, 5))
    draw.rectangle((left - 30, 250, left + 160, 330), (120, 80, 50))
    draw.rectangle((left, 150, left + 120, 254), (200, 28, 34))
    draw.rectangle((left + 34, 162, left + 86, 170), (30, 10, 10))
    draw.ellipse((left + 40, 186, left + 80, 226), (250, 214, 60))


INDOOR = (hall, room)
SCENES: dict[str, tuple[Scene, ...]] = {
    "YMZ17-0902": (shelves,),
    "YMZ17-1205": (room, square),
    "帮扶慰问": (room, village),
    "道德模范活动": (square, hall, room),
    "网上祭英烈": (room, shelves),
    "向国旗敬礼": (flag,),
    "普法进校园": (classroom,),
    "巾帼建功活动": (room, hall),
    "文明宣传教育": (square, hall),
    "未成年人法律援助": (room,),
    "调研": (room, village),
    "风采展示": (square, room),
    "全民阅读": (shelves, square),
    "结对共建活动": (village,),
    "联系点指导": (square,),
    "志愿服务宣传": (square,),
    "志愿服务": (lake,),
    "慈善一日捐": (box,),
    "普法宣传": (square, hall),
    "诚信活动": (square, hall),
    "家庭文明活动": (room, classroom),
}


def photo(scenes: tuple[Scene, ...], seed: str, day: date, caption: str, turn: int) -> bytes:
    """Draw one JPEG with a caption bar; ``turn`` walks through ``scenes``."""
    rng = Random(seed)
    image = Image.new("RGB", SIZE)
    scenes[turn % len(scenes)](ImageDraw.Draw(image), rng)
    image = lit(image, rng)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, FLOOR, *SIZE), (24, 28, 36))
    draw.text((10, FLOOR + 4), caption, (240, 240, 240), ImageFont.load_default(15))
    exif = Image.Exif()
    exif[0x0132] = f"{day:%Y:%m:%d} {rng.randint(9, 16):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"
    exif.get_ifd(0x8769)[0x9003] = exif[0x0132]
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=30, optimize=True, exif=exif)
    return packed.getvalue()


def scenes_for(number: str, kind: str) -> tuple[Scene, ...]:
    """Choose the scenes of a record by its number, else by its kind."""
    return SCENES.get(number) or SCENES.get(kind, INDOOR)


def lit(image: Image.Image, rng: Random) -> Image.Image:
    """Let light fall on the picture from one side, and mirror every other one."""
    if rng.random() < 0.5:
        image = ImageOps.mirror(image)
    light = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180, 270))).resize(SIZE)
    return Image.composite(image, ImageEnhance.Brightness(image).enhance(rng.uniform(0.45, 0.8)), light)


def screenshot(seed: str, caption: str) -> bytes:
    """Draw one PNG that looks like a page on a telephone or a web page, without any name on it."""
    rng = Random(seed)
    wide, high = rng.choice(((270, 440), (420, 300)))
    image = Image.new("RGB", (wide, high), shade(rng, 225, 255))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, wide, 40), shade(rng, 30, 170))
    draw.text((12, 10), caption, (255, 255, 255), ImageFont.load_default(15))
    y = 56
    while y < high - 40:
        if rng.random() < 0.25:
            tall = rng.randint(40, 90)
            draw.rectangle(
                (14, y, rng.randint(wide // 2, wide - 14), min(y + tall, high - 30)), shade(rng, 60, 220)
            )
            y += tall + 14
        else:
            draw.rectangle((14, y, rng.randint(wide // 3, wide - 14), y + 9), shade(rng, 90, 180))
            y += rng.randint(18, 30)
    packed = io.BytesIO()
    image.quantize(32).save(packed, "PNG", optimize=True)
    return packed.getvalue()
