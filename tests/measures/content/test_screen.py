"""Cues of a screen: rows of one level between lines of print; none in what a sensor took."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_qc.measures.content.screen import screen_cues
from tests.pictures import scene


def page(lines: int, ground: int = 255, height: int = 800, width: int = 400) -> np.ndarray:
    """A plain ground with lines of print-like noise on it."""
    luma = np.full((height, width), ground, np.uint8)
    pitch = height // (lines + 1)
    noise = np.random.default_rng(lines)
    for line in range(1, lines + 1):
        top = line * pitch
        luma[top : top + pitch // 3, 40:-40] = noise.integers(0, 255, (pitch // 3, width - 80))
    return luma


@settings(max_examples=20, deadline=None)
@given(lines=st.integers(1, 30), ground=st.integers(0, 255))
def test_plain_rows_begin_anew_after_each_line(lines: int, ground: int) -> None:
    """One run above, between and below the lines, on any ground."""
    cues = screen_cues(page(lines, ground))

    assert cues.plain_row_runs == lines + 1
    assert cues.one_level_ratio > 0.3


def test_a_photo_of_the_same_page_has_none() -> None:
    """Grain of one code value and a turn by one degree are enough."""
    luma = page(20).astype(np.int16) - 20
    grain = np.random.default_rng(1).normal(0, 2, luma.shape)
    noisy = np.clip(luma + grain, 0, 255).astype(np.uint8)

    assert screen_cues(noisy).plain_row_runs == 0


def test_no_picture_is_too_small_or_too_plain() -> None:
    """One pixel, one row, one level: numbers, never an error."""
    for shape in ((1, 1), (1, 500), (500, 1), (7, 7)):
        cues = screen_cues(np.zeros(shape, np.uint8))
        assert cues.plain_row_runs <= 1
        assert 0 <= cues.one_level_ratio <= 1


def test_a_scene_with_a_burnt_sky_is_no_page() -> None:
    """Large plain areas alone: few runs, however large the area."""
    luma = scene()[..., 1].copy()
    luma[: luma.shape[0] // 2] = 255

    assert screen_cues(luma).plain_row_runs <= 2
