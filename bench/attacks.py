"""What happens to a picture before it is used again: sent by WeChat, scaled, marked, cropped, turned."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from random import Random

from pictures import characters
from PIL import Image, ImageDraw, ImageEnhance

Attack = Callable[[Image.Image, Random], bytes]
Turn = Image.Transpose


def jpeg(picture: Image.Image, quality: int = 88) -> bytes:
    """Store a picture as a camera or scanner does."""
    stored = io.BytesIO()
    picture.save(stored, "JPEG", quality=quality)
    return stored.getvalue()


def recompressed(picture: Image.Image, rng: Random) -> bytes:
    """Send it by WeChat: at most 1,280 pixels a side, quality 60 to 75."""
    small = picture.copy()
    small.thumbnail((1280, 1280), Image.Resampling.LANCZOS)
    return jpeg(small, rng.randint(60, 75))


def scaled(picture: Image.Image, rng: Random) -> bytes:
    """Scale it to between two fifths and one and a half."""
    times = rng.choice((0.4, 0.5, 0.75, 1.5))
    size = (round(picture.width * times), round(picture.height * times))
    return jpeg(picture.resize(size, rng.choice((Image.Resampling.BILINEAR, Image.Resampling.LANCZOS))))


def brightened(picture: Image.Image, rng: Random) -> bytes:
    """Make it a fifth brighter or darker."""
    return jpeg(ImageEnhance.Brightness(picture).enhance(rng.choice((0.8, 0.9, 1.1, 1.2))))


def contrasted(picture: Image.Image, rng: Random) -> bytes:
    """Change its contrast by up to a fifth."""
    return jpeg(ImageEnhance.Contrast(picture).enhance(rng.choice((0.8, 1.2))))


def recoloured(picture: Image.Image, rng: Random) -> bytes:
    """Make it a little warmer or colder."""
    red, green, blue = picture.split()
    warm = rng.choice((0.94, 1.06))
    return jpeg(Image.merge("RGB", [red.point(lambda v: v * warm), green, blue.point(lambda v: v / warm)]))


def marked(picture: Image.Image, rng: Random) -> bytes:
    """Put a mark in a corner, as cameras that print time and place do."""
    wide, high = picture.width * rng.uniform(0.2, 0.38), picture.height * rng.uniform(0.06, 0.16)
    edge = picture.width * rng.uniform(0.01, 0.03)
    left = rng.choice((edge, picture.width - edge - wide))
    top = rng.choice((edge, picture.height - edge - high, picture.height - edge - high))
    mark = Image.new("L", picture.size, 0)
    draw = ImageDraw.Draw(mark)
    if rng.random() < 0.5:
        draw.rectangle((left, top, left + wide, top + high), 110)
    characters(draw, rng, (left, top, left + wide, top + high), high / rng.choice((2.0, 3.7)), 255)
    ink = (
        (250, 250, 250)
        if rng.random() < 0.7 and sum(picture.resize((1, 1)).getpixel((0, 0))) < 600
        else (40, 60, 90)
    )
    return jpeg(Image.composite(Image.new("RGB", picture.size, ink), picture, mark))


def cropped(picture: Image.Image, rng: Random, share: float = 0.03) -> bytes:
    """Cut off 3 % on one side, on several, or on all of them."""
    sides = rng.choice(
        ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (1, 1, 0, 0), (1, 1, 1, 1), (0, 1, 1, 1))
    )
    left, top, right, bottom = (each * share for each in sides)
    wide, high = picture.size
    return jpeg(
        picture.crop(
            (round(left * wide), round(top * high), round(wide - right * wide), round(high - bottom * high))
        )
    )


def cropped_more(picture: Image.Image, rng: Random) -> bytes:
    """Cut off 5 %."""
    return cropped(picture, rng, 0.05)


def mirrored(picture: Image.Image, _: Random) -> bytes:
    """Mirror it left to right."""
    return jpeg(picture.transpose(Turn.FLIP_LEFT_RIGHT))


def turned(picture: Image.Image, rng: Random) -> bytes:
    """Turn it by a quarter, either way."""
    return jpeg(picture.transpose(rng.choice((Turn.ROTATE_90, Turn.ROTATE_270))))


def half_turned(picture: Image.Image, _: Random) -> bytes:
    """Put it upside down."""
    return jpeg(picture.transpose(Turn.ROTATE_180))


def together(picture: Image.Image, rng: Random) -> bytes:
    """Crop, mirror and mark it, and send it by WeChat."""
    for change in (cropped, mirrored, marked):
        picture = Image.open(io.BytesIO(change(picture, rng))).convert("RGB")
    return recompressed(picture, rng)


ATTACKS: Mapping[str, tuple[Attack, float | None]] = {
    "recompressed": (recompressed, 1.0),
    "scaled": (scaled, 1.0),
    "brightened": (brightened, 1.0),
    "watermark": (marked, 0.95),
    "crop 3 %": (cropped, 0.95),
    "mirrored": (mirrored, 0.95),
    "quarter turn": (turned, 0.95),
    "half turn": (half_turned, None),
    "contrast": (contrasted, None),
    "colour": (recoloured, None),
    "crop 5 %": (cropped_more, None),
    "all together": (together, None),
}
"""Each attack, and the least share that is to be found again; None where nothing is asked."""
