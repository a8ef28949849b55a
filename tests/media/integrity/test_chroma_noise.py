"""A patch of colour noise is found; edges, threads, grain and single blocks are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.media.integrity.chroma_noise import has_chroma_noise
from evidence_qc.media.integrity.silent_corruption import silent_corruption
from evidence_qc.model import DamageKind

GREY = np.full((240, 320, 3), 120, np.uint8)


def noisy(height: int, width: int, top: int = 64, left: int = 96) -> np.ndarray:
    rgb = GREY.copy()
    patch = np.random.default_rng(1).integers(0, 256, (height, width, 3))
    rgb[top : top + height, left : left + width] = patch
    return rgb


@pytest.mark.parametrize(("height", "width"), [(16, 32), (32, 16), (96, 160)])
def test_a_patch_of_colour_noise_is_found(height: int, width: int) -> None:
    """Two blocks are enough, wherever they lie side by side."""
    assert has_chroma_noise(noisy(height, width))


def test_one_block_alone_is_not_enough() -> None:
    """A confetto may be that colourful."""
    assert not has_chroma_noise(noisy(16, 16))


@given(st.integers(0, 2**32 - 1), st.floats(0, 80))
def test_grain_without_colour_is_none(seed: int, strength: float) -> None:
    """Noise in brightness, as strong as it may be, is a dark photo's."""
    grain = np.random.default_rng(seed).normal(120, strength, (96, 128, 1))

    assert not has_chroma_noise(np.repeat(grain.clip(0, 255).astype(np.uint8), 3, axis=2))


@pytest.mark.parametrize("slant", [0, 1, 3])
def test_edges_and_threads_of_any_colour_are_none(slant: int) -> None:
    """Where colour leaps in one direction only, somebody made it."""
    y, x = np.mgrid[0:240, 0:320]
    stripes = np.where(((x + slant * y) // 6 % 2 == 0)[:, :, None], (255, 0, 0), (0, 0, 255))

    assert not has_chroma_noise(cv2.blur(stripes.astype(np.uint8), (3, 3)))


def test_a_picture_below_one_block_has_an_answer() -> None:
    """Too small to tell: none."""
    assert not has_chroma_noise(np.zeros((15, 400, 3), np.uint8))


@pytest.mark.parametrize(("format", "is_damage"), [("heif", True), ("avif", False), ("png", False)])
def test_only_formats_that_cannot_tell_are_doubted(format: str, is_damage: bool) -> None:
    """A PNG has checksums; of drawn noise an AVIF was falsely blamed."""
    found = silent_corruption(b"", format, noisy(64, 64))

    assert (found is not None) == is_damage
    if found is not None:
        assert found.kind is DamageKind.CORRUPT
