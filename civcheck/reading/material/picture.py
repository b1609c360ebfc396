"""Opening a picture under limits: its look, the day it was taken, whether it says where, and by what it was edited.

Nothing a file holds makes it raise: whatever cannot be opened has a flaw. JPEG is decoded at a fraction of its size,
which takes a small part of the time and memory.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from civcheck.model.looks import FINE, SIDE, looks_of
from civcheck.model.material import Made, Personal, Picture
from civcheck.model.personal import find_personal
from civcheck.reading.limits import EXIF_BYTES, PICTURE_PIXELS, PICTURE_SIDE, THUMBNAIL_BYTES, THUMBNAIL_SIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Exif, Image

_FORMATS: Mapping[str, str] = {
    "jpeg": "JPEG", "png": "PNG", "bmp": "BMP", "gif": "GIF", "tiff": "TIFF", "webp": "WEBP",
}  # fmt: skip
"""What Pillow may take a file for, by its sort."""
_DRAFT = 320
"""Pixels of the shorter side that are decoded at least; a page has to be read more closely than a photograph."""
_LEAST_SIDE = 64
"""Pixels of the shorter side below which a picture has no look."""
_ORIENTATION, _SOFTWARE, _EXIF, _GPS = 0x0112, 0x0131, 0x8769, 0x8825
_TAKEN = 0x9003
"""DateTimeOriginal; DateTimeDigitized (0x9004) says when an old print was scanned, DateTime when a file was changed."""
_LATITUDE, _LONGITUDE = 2, 4
_REMARKS = (0x010E, 0x013B, 0x8298, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F)
"""ImageDescription, Artist, Copyright, and the title, comment, author, keywords and subject that Windows writes."""
_USER_COMMENT = 0x9286
_CODE = 8
"""Bytes before a UserComment that say what its text is written in."""
_REMARK = 10_000
"""Characters of a remark that are looked at."""
_NO_REMARKS = ("exif", "XML:", "Raw profile", "icc", "xmp", "photoshop")
"""What else Pillow gives of a file beside its remarks."""
_PROPERTIES = "图片属性"
_DAY = re.compile(r"((?:19|20)[0-9]{2})[:\-/.]([0-9]{1,2})[:\-/.]([0-9]{1,2})(?![0-9])")
_XMP_BYTES = 256 * 1024
_CREATOR = re.compile(rb"CreatorTool(?:\s*=\s*[\"']|>)\s*([^\"'<]{1,200})")
_EDITORS: tuple[tuple[str, str], ...] = (
    ("photoshop", "Photoshop"), ("lightroom", "Lightroom"), ("meitu", "美图秀秀"), ("美图", "美图秀秀"),
    ("picsart", "PicsArt"), ("snapseed", "Snapseed"), ("gimp", "GIMP"), ("醒图", "醒图"), ("xingtu", "醒图"),
    ("canva", "Canva"), ("可画", "Canva"), ("affinity photo", "Affinity Photo"), ("pixelmator", "Pixelmator"),
    ("paint.net", "Paint.NET"), ("capture one", "Capture One"), ("luminar", "Luminar"), ("faceapp", "FaceApp"),
    ("b612", "B612"), ("beautycam", "美颜相机"), ("美颜相机", "美颜相机"), ("黄油相机", "黄油相机"), ("vsco", "VSCO"),
    ("泼辣修图", "泼辣修图"), ("polarr", "泼辣修图"), ("photodirector", "PhotoDirector"), ("paintshop", "PaintShop"),
    ("光影魔术手", "光影魔术手"), ("neoimaging", "光影魔术手"), ("acdsee", "ACDSee"), ("稿定", "稿定设计"),
)  # fmt: skip
"""Programs known to edit pictures: what stands in a file, in lower case, and what they are called.

Firmware of cameras and phones, viewers and messengers are not among them.
"""


class PictureOpened(NamedTuple):
    """What a picture shows; ``flaw`` is empty, ``broken`` or ``too-large``, and what stands beside it still holds."""

    picture: Picture | None = None
    made: tuple[Made, ...] = ()
    personal: tuple[Personal, ...] = ()
    software: str = ""
    flaw: str = ""


class _TooLargeError(Exception):
    """A picture is over a limit."""


def picture_facts(raw: bytes, sort: str) -> PictureOpened:
    """Give what the bytes of a picture show; ``sort`` is one of ``PICTURE_SORTS``, any other is ``broken``.

    Of several frames the first is looked at. It never raises, whatever the bytes are.
    """
    opened, turn = PictureOpened(flaw="broken"), 0
    try:
        with _opened(raw, _FORMATS[sort]) as image:
            width, height = image.size
            exif = image.getexif()
            turn = exif.get(_ORIENTATION, 0)
            opened = PictureOpened(
                None, _made(exif), _personal(exif, image.info), _software(exif, raw), "broken"
            )
            looks = looks_of(*_grids(image, turn)) if min(width, height) >= _LEAST_SIDE else b""
    except (_TooLargeError, MemoryError):
        return opened._replace(flaw="too-large")
    except Exception:  # what is damaged may fail in any way
        return opened
    if turn in _LYING:
        width, height = height, width
    return opened._replace(picture=Picture(width, height, looks), flaw="")


def thumbnail(raw: bytes) -> bytes | None:
    """Make a small JPEG of a picture, upright and without what the file says of itself; None where it does not open.

    Its longer side has ``limits.THUMBNAIL_SIDE`` pixels at most.
    """
    from PIL import Image

    try:
        with _opened(raw, *_FORMATS.values()) as image:
            turn = image.getexif().get(_ORIENTATION, 0)
            size = (THUMBNAIL_SIDE, THUMBNAIL_SIDE)
            image.draft("RGB", size)
            image.thumbnail(size, Image.Resampling.BOX, reducing_gap=2.0)
            small = _upright(_flat(image, "RGB"), turn)
            small.info.clear()  # a comment of the file would be written along
            stored = io.BytesIO()
            small.save(stored, "JPEG", quality=75)
            return stored.getvalue() if stored.tell() <= THUMBNAIL_BYTES else None
    except (_TooLargeError, MemoryError):
        return None
    except Exception:  # what is damaged may fail in any way
        return None


@contextmanager
def _opened(raw: bytes, *formats: str) -> Iterator[Image]:
    """Open a picture whose header is within the limits; nothing Pillow warns of is shown.

    Raises:
        _TooLargeError: it has too many pixels, too long a side, or says too much of itself.
        Exception: whatever a decoder raises.
    """
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(raw), formats=formats)
        except Image.DecompressionBombError:
            raise _TooLargeError from None
        with image:
            if max(image.size) > PICTURE_SIDE or image.width * image.height > PICTURE_PIXELS:
                raise _TooLargeError
            if len(image.info.get("exif", b"")) > EXIF_BYTES:
                raise _TooLargeError
            yield image


def _grids(image: Image, turn: Any) -> tuple[bytes, bytes]:
    """Give ``SIDE`` rows of ``SIDE`` greys of a picture turned upright, and ``FINE`` of ``FINE``; white lies behind it.

    The filter must weigh parts of pixels: with a box of whole pixels a picture that was scaled differed from itself by
    more than two forms do.
    """
    from PIL.Image import Resampling

    # a draft is rounded up to whole pixels: the box is where the picture ends in it
    draft = image.draft("L", (_DRAFT, _DRAFT))
    box = draft[1] if draft is not None else None
    flat = _flat(image, "L")
    small = (flat.resize((side, side), Resampling.BILINEAR, box) for side in (SIDE, FINE))
    greys, fine = (bytes(_upright(each, turn).tobytes()) for each in small)
    return greys, fine


def _flat(image: Image, mode: str) -> Image:
    """Give a picture in a mode without depth, palette or transparency."""
    from PIL import Image as Images

    image.load()
    if image.mode.startswith(("I", "F")):  # 16 bit, or more
        return image.convert("F").point(lambda shade: shade / 256).convert("L").convert(mode)
    if "transparency" not in image.info and not image.mode.endswith(("A", "a")):
        return image.convert(mode)
    seen = image.convert("RGBA")
    return Images.composite(seen.convert(mode), Images.new(mode, seen.size, "white"), seen.getchannel("A"))


_LYING = (5, 6, 7, 8)
"""Values of the tag Orientation that swap width and height."""


def _upright(image: Image, turn: Any) -> Image:
    """Turn a picture as its tag Orientation says."""
    from PIL.Image import Transpose

    ways = {
        2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM, 5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_90,
    }  # fmt: skip
    return image.transpose(ways[turn]) if turn in ways else image


def _made(exif: Exif) -> tuple[Made, ...]:
    """Give the day on which a photograph says it was taken."""
    found = _DAY.match(_text(_part(exif, _EXIF).get(_TAKEN)))
    if found is None:
        return ()
    try:
        return (Made("exif", date(*map(int, found.groups()))),)
    except ValueError:
        return ()


def _personal(exif: Exif, said: Mapping[Any, Any]) -> tuple[Personal, ...]:
    """Tell that a photograph says where it was taken, but not where that is; and what is personal in its remarks.

    ``said`` is what the file says outside EXIF. Programs write into UserComment too: what only looks like a number
    there is none.
    """
    tags = _part(exif, _GPS)
    has_place = _is_measured(tags.get(_LATITUDE)) and _is_measured(tags.get(_LONGITUDE))
    remarks = [_remark(exif.get(tag)) for tag in _REMARKS]
    remarks += [_remark(text) for key, text in said.items() if not str(key).startswith(_NO_REMARKS)]
    found = find_personal("\n".join(filter(None, remarks)), _PROPERTIES)
    comment = find_personal(_remark(_part(exif, _EXIF).get(_USER_COMMENT)), _PROPERTIES)
    strong = tuple(each for each in comment if not each.is_weak)
    return (*((Personal("gps", "", "EXIF"),) if has_place else ()), *found, *strong)


def _remark(value: Any) -> str:
    """Give a remark in a file, whatever it is stored as; Windows writes its own in UTF-16, as numbers."""
    if isinstance(value, tuple) and all(isinstance(each, int) and 0 <= each < 256 for each in value):
        value = bytes(value)
    if isinstance(value, bytes):
        value = value[_CODE:] if value[:_CODE] in (b"UNICODE\0", b"ASCII\0\0\0") else value
        wide = "utf-16-be" if value.startswith(b"\0") else "utf-16-le"
        value = value.decode(wide if b"\0" in value.rstrip(b"\0") else "utf-8", "replace")
    return value[:_REMARK] if isinstance(value, str) else ""


def _is_measured(angle: Any) -> bool:
    """Tell whether an angle is more than noughts, which telephones write where they do not know."""
    try:
        return any(float(each) > 0 for each in angle)
    except (TypeError, ValueError, ZeroDivisionError):
        return False


def _software(exif: Exif, raw: bytes) -> str:
    """Name the first program known to edit pictures that a file names."""
    named = _text(exif.get(_SOFTWARE))
    for part in (raw[:_XMP_BYTES], raw[-_XMP_BYTES:]) if b"CreatorTool" in raw else ():
        if (found := _CREATOR.search(part)) is not None:
            named += " " + found[1].decode("utf-8", "replace")
    lower = named.lower()
    return next((name for sign, name in _EDITORS if sign in lower), "")


def _part(exif: Exif, tag: int) -> Mapping[int, Any]:
    """Give one of the tables that EXIF points to; empty where it cannot be read."""
    try:
        return dict(exif.get_ifd(tag))
    except Exception:  # what is damaged may fail in any way
        return {}


def _text(value: Any) -> str:
    """Give the beginning of a tag's text, however it was stored."""
    if isinstance(value, bytes):
        value = value[:200].decode("utf-8", "replace")
    return value[:200].strip(" \0") if isinstance(value, str) else ""
