"""Pictures are opened under limits: every sort, every mode, and nothing they hold makes that raise."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from civcheck.model.looks import Likeness, alike
from civcheck.model.material import PICTURE_SORTS, Made, Personal, Picture
from civcheck.reading.limits import EXIF_BYTES, PICTURE_SIDE
from civcheck.reading.material import picture as reading
from civcheck.reading.material.picture import PictureOpened, picture_facts, thumbnail

from .pictures import a_scene, seen, stored

SCENE = a_scene(1)
JPEG = stored(SCENE)


def with_exif(**parts: dict[int, Any]) -> bytes:
    exif = Image.Exif()
    for tag, value in parts.get("base", {}).items():
        exif[tag] = value
    for name, ifd in (("taken", 0x8769), ("gps", 0x8825)):
        if name in parts:
            exif[ifd] = parts[name]
    return stored(SCENE, exif=exif)


@pytest.mark.parametrize("sort", PICTURE_SORTS)
def test_every_sort_opens_and_shows_the_same_picture(sort: str) -> None:
    picture = SCENE.quantize(256) if sort == "gif" else SCENE
    opened = picture_facts(stored(picture, sort.upper()), sort)
    assert opened.flaw == ""
    assert opened.picture is not None
    assert opened.picture[:2] == (640, 480)
    assert alike(opened.picture, seen(SCENE)) is Likeness.STRAIGHT


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(stored(SCENE.convert("CMYK")), id="CMYK"),
        pytest.param(stored(SCENE.convert("L")), id="grey"),
        pytest.param(stored(SCENE, progressive=True), id="progressive"),
        pytest.param(stored(SCENE, "MPO", save_all=True, append_images=[a_scene(2)]), id="MPO"),
    ],
)
def test_every_sort_of_jpeg_shows_the_same_picture(raw: bytes) -> None:
    found = picture_facts(raw, "jpeg").picture
    assert found is not None
    assert alike(found, seen(SCENE)) is Likeness.STRAIGHT


def test_sixteen_bits_are_seen_as_eight() -> None:
    deep = SCENE.convert("L").convert("I").point(lambda value: value * 256).convert("I;16")
    found = picture_facts(stored(deep, "PNG"), "png").picture
    assert found is not None
    assert alike(found, seen(SCENE)) is Likeness.STRAIGHT


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_white(mode: str) -> None:
    hole = (160, 120, 480, 360)
    clear = SCENE.convert("RGBA")
    clear.paste((0, 0, 0, 0), hole)
    white = SCENE.copy()
    white.paste((255, 255, 255), hole)
    raw = stored(clear.quantize(256) if mode == "P" else clear.convert(mode), "PNG")
    found = picture_facts(raw, "png").picture
    assert found is not None
    assert alike(found, seen(white)) is Likeness.STRAIGHT


def test_of_several_frames_the_first_is_looked_at() -> None:
    raw = stored(SCENE.quantize(256), "GIF", save_all=True, append_images=[a_scene(2).quantize(256)])
    found = picture_facts(raw, "gif").picture
    assert found is not None
    assert alike(found, seen(SCENE)) is Likeness.STRAIGHT


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_is_seen_as_its_tag_says(turn: int) -> None:
    ways = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    lying = SCENE.transpose(ways[turn]) if turn in ways else SCENE
    exif = Image.Exif()
    exif[0x0112] = turn
    raw = stored(lying, exif=exif)
    found = picture_facts(raw, "jpeg").picture
    assert found is not None
    assert found[:2] == (640, 480)
    assert alike(found, seen(SCENE)) is Likeness.STRAIGHT
    small = thumbnail(raw)
    assert small is not None
    assert Image.open(io.BytesIO(small)).size == (240, 180)


@pytest.mark.parametrize(
    ("taken", "made"),
    [
        pytest.param({0x9003: "2017:03:15 09:30:00"}, date(2017, 3, 15), id="taken"),
        pytest.param({0x9004: "2017:03:16 09:30:00"}, None, id="scanned on some day"),
        pytest.param({0x9003: "2017:03:15", 0x9004: "2017:03:16"}, date(2017, 3, 15), id="taken, and scanned later"),
        pytest.param({0x9003: "0000:00:00 00:00:00"}, None, id="no day at all"),
        pytest.param({0x9003: "2017:02:30 00:00:00"}, None, id="a day that is none"),
        pytest.param({0x9003: "soon"}, None, id="no date"),
        pytest.param({}, None, id="nothing"),
    ],
)  # fmt: skip
def test_the_day_it_was_taken(taken: dict[int, str], made: date | None) -> None:
    opened = picture_facts(with_exif(taken=taken, base={0x0132: "2020:01:01 00:00:00"}), "jpeg")
    assert opened.made == (() if made is None else (Made("exif", made),))


@pytest.mark.parametrize(
    ("gps", "told"),
    [
        pytest.param({1: "N", 2: (30.0, 35.0, 12.5), 3: "E", 4: (114.0, 17.0, 3.0)}, True, id="both"),
        pytest.param({1: "N", 2: (30.0, 35.0, 12.5)}, False, id="latitude alone"),
        pytest.param({2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)}, False, id="noughts"),
        pytest.param({29: "2017:03:15"}, False, id="a day alone"),
    ],
)
def test_where_it_was_taken_is_told_without_the_place(gps: dict[int, Any], told: bool) -> None:
    opened = picture_facts(with_exif(gps=gps), "jpeg")
    assert opened.personal == ((Personal("gps", "", "EXIF"),) if told else ())
    assert "30" not in repr(opened._replace(picture=None))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Adobe Photoshop CC 2017 (Windows)", "Photoshop"),
        ("Adobe Lightroom 6.0", "Lightroom"),
        ("Meitu", "美图秀秀"),
        ("PicsArt", "PicsArt"),
        ("Snapseed 2.19", "Snapseed"),
        ("GIMP 2.8", "GIMP"),
        ("Canva", "Canva"),
        ("Microsoft Windows Photo Viewer 6.1.7600.16385", ""),
        ("WeChat", ""),
        ("HUAWEI P9 EVA-AL10C00B386", ""),
        ("Ver.1.00", ""),
    ],
)
def test_the_program_it_was_edited_by(written: str, name: str) -> None:
    assert picture_facts(with_exif(base={0x0131: written}), "jpeg").software == name


@pytest.mark.parametrize("form", ['xmp:CreatorTool="{}"', "<xmp:CreatorTool>{}</xmp:CreatorTool>"])
def test_the_program_may_stand_in_the_other_place(form: str) -> None:
    packet = b"http://ns.adobe.com/xap/1.0/\0" + form.format("醒图 3.0").encode()
    raw = JPEG[:2] + b"\xff\xe1" + struct.pack(">H", len(packet) + 2) + packet + JPEG[2:]
    assert picture_facts(raw, "jpeg").software == "醒图"


# --- what cannot be opened


def a_png_of(width: int, height: int) -> bytes:
    """Make a PNG that announces a size and holds next to nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("raw", "sort", "flaw"),
    [
        pytest.param(b"", "jpeg", "broken", id="nothing"),
        pytest.param(b"\xff\xd8\xff\xe0", "jpeg", "broken", id="a header alone"),
        pytest.param(JPEG[: len(JPEG) // 2], "jpeg", "broken", id="half of it"),
        pytest.param(JPEG, "png", "broken", id="of another sort"),
        pytest.param(JPEG, "pdf", "broken", id="of a sort that is no picture"),
        pytest.param(a_png_of(7_746, 7_746), "png", "too-large", id="more than 60 megapixels"),
        pytest.param(a_png_of(7_745, 7_745), "png", "broken", id="just below, and nothing in it"),
        pytest.param(a_png_of(PICTURE_SIDE + 1, 10), "png", "too-large", id="too wide"),
        pytest.param(a_png_of(60_000, 60_000), "png", "too-large", id="a decompression bomb"),
        pytest.param(
            stored(SCENE, "PNG", exif=b"Exif\0\0" + bytes(EXIF_BYTES)), "png", "too-large", id="says too much",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_has_a_flaw(raw: bytes, sort: str, flaw: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert picture_facts(raw, sort) == PictureOpened(flaw=flaw)


def test_a_picture_cut_short_still_says_when_it_was_taken() -> None:
    raw = with_exif(taken={0x9003: "2017:03:15 09:30:00"})
    opened = picture_facts(raw[: len(raw) * 2 // 3], "jpeg")
    assert (opened.flaw, opened.picture, opened.made) == ("broken", None, (Made("exif", date(2017, 3, 15)),))


def test_no_memory_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> bytes:
        raise MemoryError

    monkeypatch.setattr(reading, "_grids", full)
    assert picture_facts(JPEG, "jpeg").flaw == "too-large"


def test_an_icon_has_no_look() -> None:
    assert picture_facts(stored(SCENE.resize((63, 63))), "jpeg").picture == Picture(63, 63)
    assert seen(SCENE.resize((64, 64))).looks


FILES = [JPEG, with_exif(gps={2: (30.0, 35.0, 12.5), 4: (114.0, 17.0, 3.0)}, taken={0x9003: "2017:03:15"})] + [
    stored(a_scene(3, (96, 80)).quantize(16), sort) for sort in ("GIF", "PNG", "TIFF", "BMP")
] + [stored(a_scene(3, (96, 80)), "WEBP")]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.sampled_from(FILES), st.sampled_from(PICTURE_SORTS), st.data())
def test_no_bytes_make_it_raise(raw: bytes, sort: str, data: st.DataObject) -> None:
    changed = bytearray(raw)
    for _ in range(data.draw(st.integers(0, 8))):
        if changed:
            changed[data.draw(st.integers(0, min(len(changed), 900) - 1))] = data.draw(st.integers(0, 255))
    opened = picture_facts(bytes(changed), sort)
    assert (opened.picture is None) == bool(opened.flaw)
    for kind in PICTURE_SORTS:
        picture_facts(bytes(changed), kind)
    thumbnail(bytes(changed))


# --- thumbnails


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L"])
def test_a_thumbnail_is_a_small_jpeg_that_says_nothing_else(mode: str) -> None:
    picture = SCENE.quantize(64) if mode == "P" else SCENE.convert(mode)
    small = thumbnail(stored(picture, "PNG"))
    assert small is not None
    with Image.open(io.BytesIO(small)) as opened:
        assert (opened.format, opened.size, opened.mode) == ("JPEG", (240, 180), "RGB")


def test_a_thumbnail_has_no_exif() -> None:
    small = thumbnail(with_exif(base={0x0131: "Photoshop"}, gps={2: (30.0, 1.0, 1.0), 4: (114.0, 1.0, 1.0)}))
    assert small is not None
    with Image.open(io.BytesIO(small)) as opened:
        assert (opened.size, dict(opened.getexif()), "exif" in opened.info) == ((240, 180), {}, False)


def test_a_thumbnail_has_no_comment_profile_or_resolution_of_the_file() -> None:
    raw = stored(SCENE, "JPEG", comment=b"13812345678", icc_profile=b"profile", dpi=(300, 300))
    small = thumbnail(raw)
    assert small is not None
    assert small == thumbnail(stored(SCENE, "JPEG"))


@pytest.mark.parametrize("raw", [b"", JPEG[:300], a_png_of(60_000, 60_000), a_png_of(9_000, 9_000)])
def test_there_is_no_thumbnail_of_what_does_not_open(raw: bytes) -> None:
    assert thumbnail(raw) is None
