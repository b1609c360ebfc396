"""A picture is known again by its look, however it lies; another one, and another sheet of one form, is not."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance

from civcheck.model import overlay
from civcheck.model.looks import FINE, SIDE, Likeness, alike, is_page, looks_of
from civcheck.model.looksindex import Match, alike_pairs
from civcheck.model.material import Picture

from .pictures import a_form, a_scene, seen

Change = Callable[[Image.Image], Image.Image]
Turn = Image.Transpose
FLAT = bytes([200]) * FINE * FINE


def cropped(picture: Image.Image, share: float = 0.03) -> Image.Image:
    wide, high = picture.size
    return picture.crop(
        (int(wide * share), int(high * share), int(wide * (1 - share)), int(high * (1 - share)))
    )


def marked(picture: Image.Image) -> Image.Image:
    changed = picture.copy()
    wide, high = picture.size
    ImageDraw.Draw(changed).rectangle((10, high * 0.85, wide * 0.35, high - 10), (255, 255, 255))
    return changed


STRAIGHT: dict[str, Change] = {
    "sent again": lambda each: each.resize((each.width // 2, each.height // 2)),
    "darker": lambda each: ImageEnhance.Brightness(each).enhance(0.8),
    "brighter": lambda each: ImageEnhance.Brightness(each).enhance(1.1),
    "warmer": lambda each: Image.merge(
        "RGB", [each.getchannel(0).point(lambda v: v * 1.05), *each.split()[1:]]
    ),
}
TURNED: dict[str, tuple[Change, Likeness]] = {
    "mirrored": (lambda each: each.transpose(Turn.FLIP_LEFT_RIGHT), Likeness.MIRRORED),
    "mirrored top to bottom": (lambda each: each.transpose(Turn.FLIP_TOP_BOTTOM), Likeness.MIRRORED),
    "a quarter": (lambda each: each.transpose(Turn.ROTATE_90), Likeness.TURNED),
    "half": (lambda each: each.transpose(Turn.ROTATE_180), Likeness.TURNED),
    "three quarters": (lambda each: each.transpose(Turn.ROTATE_270), Likeness.TURNED),
    "about the diagonal": (lambda each: each.transpose(Turn.TRANSPOSE), Likeness.TURNED),
    "about the other diagonal": (lambda each: each.transpose(Turn.TRANSVERSE), Likeness.TURNED),
}


def found(one: Picture, other: Picture) -> list[Match]:
    return list(alike_pairs([one, other]))


@pytest.mark.parametrize("draw", [a_scene, a_form])
@pytest.mark.parametrize("name", STRAIGHT)
def test_what_is_sent_or_lit_again_is_the_same(name: str, draw: Callable[[int], Image.Image]) -> None:
    one, other = seen(draw(1)), seen(STRAIGHT[name](draw(1)), quality=65)
    assert alike(one, other) is Likeness.STRAIGHT
    assert found(one, other) == [Match(0, 1, Likeness.STRAIGHT)]


@pytest.mark.parametrize("draw", [a_scene, a_form])
@pytest.mark.parametrize("name", TURNED)
def test_what_is_turned_is_the_same(name: str, draw: Callable[[int], Image.Image]) -> None:
    change, likeness = TURNED[name]
    one, other = seen(draw(1)), seen(change(draw(1)))
    assert alike(one, other) is likeness
    assert found(one, other) == [Match(0, 1, likeness)]


@pytest.mark.parametrize("change", [cropped, marked])
@pytest.mark.parametrize("seed", range(1, 6))
def test_a_photograph_cropped_or_marked_is_the_same(change: Change, seed: int) -> None:
    one, other = seen(a_scene(seed)), seen(change(a_scene(seed)))
    assert alike(one, other) is Likeness.STRAIGHT
    assert found(one, other) == [Match(0, 1, Likeness.STRAIGHT)]


@pytest.mark.parametrize("seed", [37, 38, 39, 40])
def test_what_is_cropped_on_one_side_alone_is_found_among_many(seed: int) -> None:
    """Of these the 39th changes the signs of too many frequencies of the whole and of its upper and lower half."""
    scene = a_scene(seed)
    one, other = seen(scene), seen(scene.crop((scene.width // 25, 0, *scene.size)))
    assert found(one, other) == [Match(0, 1, Likeness.STRAIGHT)]


def test_a_tenth_cropped_off_each_side_is_too_much() -> None:
    assert alike(seen(a_scene(1)), seen(cropped(a_scene(1), 0.1))) is None


@pytest.mark.parametrize(
    "place", [(260, 180), (60, 60), (500, 60)], ids=["the middle", "the left", "the right"]
)
def test_someone_more_in_the_picture_makes_it_another(place: tuple[int, int]) -> None:
    changed = a_scene(1).copy()
    ImageDraw.Draw(changed).ellipse((*place, place[0] + 80, place[1] + 160), (250, 240, 20))
    ImageDraw.Draw(changed).ellipse((300, 300, 400, 470), (250, 240, 20))
    assert alike(seen(a_scene(1)), seen(changed)) is None


def test_no_two_scenes_are_the_same() -> None:
    assert list(alike_pairs([seen(a_scene(seed)) for seed in range(40)])) == []


def test_no_two_sheets_of_one_form_are_the_same() -> None:
    sheets = [seen(a_form(seed)) for seed in range(16)]
    assert all(is_page(each.looks) for each in sheets)
    assert [both for both in combinations(range(16), 2) if alike(sheets[both[0]], sheets[both[1]])] == []
    assert list(alike_pairs(sheets)) == []


def test_a_page_must_lie_straight() -> None:
    assert alike(seen(a_form(1)), seen(cropped(a_form(1)))) is None


def test_proportions_count() -> None:
    one = seen(a_scene(1))
    assert alike(one, one._replace(width=int(one.width * 1.13))) is Likeness.STRAIGHT
    assert alike(one, one._replace(width=int(one.width * 1.15))) is None


def coarse(fine: bytes) -> bytes:
    """Take four cells of the finer grid as one each way."""
    grid = Image.frombytes("L", (FINE, FINE), fine)
    return grid.resize((SIDE, SIDE), Image.Resampling.BILINEAR).tobytes()


@pytest.mark.parametrize(
    "grid",
    [
        pytest.param(FLAT, id="one shade"),
        pytest.param(FLAT[:-40] + bytes(40), id="a stroke on paper"),
        pytest.param(bytes(100 + (at // FINE) // 16 for at in range(FINE * FINE)), id="hardly any shades"),
    ],
)
def test_what_has_too_little_to_see_has_no_look(grid: bytes) -> None:
    assert looks_of(coarse(grid), grid) == b""
    blank = Picture(640, 480)
    assert alike(blank, blank) is None
    assert list(alike_pairs([blank, blank])) == []


@cache
def views() -> list[Picture]:
    changes = [*(change for change, _ in TURNED.values()), cropped, marked, lambda each: each]
    pictures = [
        seen(change(draw(seed))) for draw in (a_scene, a_form) for seed in (1, 2) for change in changes
    ]
    return [*pictures, Picture(640, 480)]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_it_is_the_same_whichever_comes_first(one: int, other: int) -> None:
    first, second = views()[one], views()[other]
    assert alike(first, second) == alike(second, first)


@settings(max_examples=60, deadline=None)
@given(st.integers(), st.integers(1, 200), st.integers(0, 255))
def test_any_grid_has_a_look_that_is_like_itself(seed: int, step: int, least: int) -> None:
    random = Random(seed)
    shades = [random.randint(least, 255) for _ in range(FINE * FINE)]
    fine = bytes(shades[at // step] for at in range(FINE * FINE))
    looks = looks_of(coarse(fine), fine)
    assert len(looks) in (0, SIDE * SIDE, SIDE * SIDE + FINE * FINE)
    picture = Picture(100, 100, looks)
    assert (alike(picture, picture) is not None) == bool(looks)


def test_what_lies_too_far_away_is_not_laid_over() -> None:
    side = 32
    dots = [255.0 if (x - 16) ** 2 + (y - 16) ** 2 < 60 else 20.0 for y in range(side) for x in range(side)]
    away = [255.0 if (x - 24) ** 2 + (y - 16) ** 2 < 60 else 20.0 for y in range(side) for x in range(side)]
    assert overlay.register(dots, away, side) is None
    near = [255.0 if (x - 17) ** 2 + (y - 16) ** 2 < 60 else 20.0 for y in range(side) for x in range(side)]
    fit = overlay.register(dots, near, side)
    assert fit is not None
    assert fit.left == pytest.approx(-1, abs=0.3)
    assert fit.top == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize(
    "cells", [[5.0] * 1024, [float(at % 32) for at in range(1024)]], ids=["flat", "one way alone"]
)
def test_what_gives_no_hold_is_not_laid_over(cells: list[float]) -> None:
    assert overlay.register(cells, cells, 32) is None


def test_a_negative_is_another_picture() -> None:
    scene = a_scene(1)
    assert alike(seen(scene), seen(scene.point(lambda value: 255 - value))) is None
