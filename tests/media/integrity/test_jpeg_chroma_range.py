"""Colours that cannot be are found; saturated ones that can are not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.media.integrity.jpeg_chroma_range import EXCESS_DN, out_of_range_chroma
from evidence_qc.media.photo.decode import read_planes
from tests.media.encoded import encode, exif_bytes


def ycc_of(rgb: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2YCrCb)[:, :, [0, 2, 1]])


@given(st.integers(0, 2**32 - 1))
def test_no_mixture_of_colours_is_impossible(seed: int) -> None:
    """However saturated: what red, green and blue can make lies within."""
    rgb = np.random.default_rng(seed).choice([0, 255], (48, 64, 3)).astype(np.uint8)

    assert out_of_range_chroma(ycc_of(rgb)) is None


@pytest.mark.parametrize("colour", [(10, 0, 128), (240, 255, 128), (250, 255, 255), (5, 128, 0)])
def test_an_impossible_block_is_found_where_it_lies(colour: tuple[int, int, int]) -> None:
    """Dark and very blue, light and very yellow …: nothing that is seen."""
    ycc = np.full((160, 160, 3), 128, np.uint8)
    ycc[80:96, 32:48] = colour

    assert out_of_range_chroma(ycc) == pytest.approx(0.5)


@pytest.mark.parametrize("beyond", [24, 40, 72])
def test_what_cameras_write_of_lamps_and_red_cloth_is_no_damage(beyond: int) -> None:
    """They write what the sensor sees, with metadata or without."""
    ycc = np.full((160, 160, 3), 128, np.uint8)
    ycc[:, :, 0] = 240
    ycc[:, :, 2] = 128 + round((15 + beyond) / 1.402)

    assert out_of_range_chroma(ycc) is None


def test_a_picture_below_one_block_has_an_answer() -> None:
    """Too small to tell: none."""
    assert out_of_range_chroma(np.zeros((7, 9, 3), np.uint8)) is None


@pytest.mark.parametrize("quality", [3, 50, 90])
@pytest.mark.parametrize("options", [{}, {"exif": exif_bytes(t271="Maker")}])
def test_pure_colours_survive_coarse_saving(quality: int, options: dict[str, object]) -> None:
    """Checkers of the most saturated colours, saved coarsely, are no damage."""
    corners = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (255, 0, 255), (0, 255, 255)]
    rgb = np.zeros((240, 320, 3), np.uint8)
    for n in range(48):
        y, x = n // 8 * 40, n % 8 * 40
        rgb[y : y + 40, x : x + 40] = corners[n % 6]
    data = encode(rgb, "jpeg", quality=quality, **options)

    assert read_planes(data, "jpeg").damage == ()


def excess_of(colours: np.ndarray) -> np.ndarray:
    """How far beyond 0–255 the farthest of red, green and blue lies (JFIF: BT.601, full range)."""
    kr, kb = 0.299, 0.114
    luma, blue, red = (colours[:, n].astype(float) - (128 if n else 0) for n in range(3))
    r, b = luma + 2 * (1 - kr) * red, luma + 2 * (1 - kb) * blue
    g = (luma - kr * r - kb * b) / (1 - kr - kb)
    rgb = np.stack([r, g, b])
    return np.maximum(rgb - 255, -rgb).max(axis=0)


def test_a_colour_cannot_be_where_any_of_its_channels_lies_too_far_out() -> None:
    """Red, green or blue, by what they are made of; to half a value."""
    rng = np.random.default_rng(4)
    colours = rng.integers(0, 256, (20_000, 3), dtype=np.uint8)
    excess = excess_of(colours) - EXCESS_DN
    near = np.argsort(np.abs(excess))[:150]
    for colour, beyond in zip(colours[near], excess[near], strict=True):
        if abs(beyond) > 1e-3:
            found = out_of_range_chroma(np.tile(colour, (8, 8, 1)))
            assert (found is not None) is bool(beyond > 0), colour
