"""Colours that ran over the end of their range are told from those that were drawn."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from evidence_qc.media.formats import pillow
from evidence_qc.media.integrity.wraparound import NEAR_DN, WRAP_DN, WRAPS, has_wraparound
from evidence_qc.media.photo.decode import read_planes
from tests.media.encoded import corner_marked

RNG = np.random.default_rng(4)
SURFACE = np.clip(
    np.linspace(150, 250, 300)[None, :, None]
    + np.array([0, -60, -110])
    + RNG.normal(0, 4, (200, 300, 1)),
    0,
    255,
)
"""A slope with grain in three channels of different lightness."""


def shifted(by: int, channels: slice = slice(None)) -> np.ndarray:
    """What wrong bits in a lossless code make of its lower half."""
    rgb = SURFACE.astype(np.uint8)
    rgb[100:, :, channels] += np.uint8(by % 256)
    return rgb


@pytest.mark.parametrize("by", [40, 90, -60, -110])
def test_colours_that_ran_over_are_found(by: int) -> None:
    assert has_wraparound(shifted(by))


@pytest.mark.parametrize("by", [0, 2, -20])
def test_a_shift_within_the_range_is_not(by: int) -> None:
    assert not has_wraparound(shifted(by))


@pytest.mark.parametrize("colour", [(254, 2, 2), (255, 0, 0), (3, 250, 251), (250, 250, 5)])
@pytest.mark.parametrize("shade", [0, 6, 20, 90])
def test_a_frame_drawn_on_a_photo_is_not(colour: tuple[int, int, int], shade: int) -> None:
    """In nearly pure colours, on anything dark: so buyers show where the damage is."""
    ground = RNG.normal(shade, 4, (300, 400, 3)).clip(0, 255).astype(np.uint8)
    image = Image.fromarray(ground)
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 40, 300, 200), outline=colour, width=6)
    draw.text((60, 210), "scratch", fill=colour, font_size=48)

    assert not has_wraparound(np.asarray(image))


@pytest.mark.parametrize("picture", [corner_marked(), 255 - corner_marked()], ids=["as is", "neg"])
def test_photos_and_drawings_are_not(picture: np.ndarray) -> None:
    assert not has_wraparound(picture)
    assert not has_wraparound(np.dstack([picture, np.full(picture.shape[:2], 9, np.uint8)]))


def test_what_is_transparent_may_hold_anything() -> None:
    alpha = np.full((200, 300), 255, np.uint8)
    rgba = np.dstack([shifted(90), alpha])

    assert has_wraparound(rgba)
    rgba[100:, :, 3] = 0
    assert not has_wraparound(rgba)


@pytest.mark.parametrize("shape", [(1, 300, 3), (300, 1, 3), (40, 40), (40, 40, 1)])
def test_a_picture_may_be_of_any_shape(shape: tuple[int, ...]) -> None:
    assert not has_wraparound(np.zeros(shape, np.uint8))


def pairs(wraps: int, over: int, shorter: int = 0) -> np.ndarray:
    """So many single leaps over the end of the range, ``over`` long there, and shorter ones."""
    rgb = np.full((4 * (wraps + shorter + 1), 2, 3), 120, np.uint8)
    for n in range(wraps):
        low = 1 + n % (over - 2)
        rgb[4 * n : 4 * n + 2, :, 0] = low
        rgb[4 * n + 2 : 4 * n + 4, :, 0] = low + 256 - over
    for n in range(wraps, wraps + shorter):
        rgb[4 * n : 4 * n + 4, 1, 0] = 230
    return rgb


@pytest.mark.parametrize("over", [NEAR_DN, WRAP_DN, WRAP_DN + 1, 60])
def test_leaps_over_the_end_are_short(over: int) -> None:
    """Most of them as steps within a surface are."""
    assert has_wraparound(pairs(WRAPS, over)) is (over <= NEAR_DN)


def test_few_are_none() -> None:
    """A column of pixels leaps in each of its two."""
    assert not has_wraparound(pairs(WRAPS // 4 - 1, NEAR_DN))


def test_a_lossless_webp_that_ends_on_the_right_bit_is_warned_of_and_a_whole_one_is_not() -> None:
    """No witness: a warning, in lossless files alone."""
    for rgb, is_warned in ((shifted(90), True), (shifted(0), False)):
        for lossless in (True, False):
            out = io.BytesIO()
            Image.fromarray(rgb).save(out, "WEBP", lossless=lossless, quality=90)
            said = read_planes(out.getvalue(), "webp").damage
            assert [found.message_id for found in said] == (
                ["damage.maybe-silent"] if is_warned and lossless else []
            )
            assert all(found.lost_ratio == 0.0 for found in said)
            pixels = pillow.load_pixels(pillow.open_image(out.getvalue(), "webp"))
            assert has_wraparound(pixels) or not (is_warned and lossless)
