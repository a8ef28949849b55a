"""A spectrum that ends is told from one that falls."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from evidence_qc.measures.effective_resolution import BANDS, TILE_PX, band_levels, enlarged_ratio

Luma = NDArray[np.uint8]


def scene(height: int, width: int, seed: int = 3) -> Luma:
    """Structure of all sizes, as much in every octave as in photos, with grain."""
    rng = np.random.default_rng(seed)
    total = np.zeros((height, width), np.float32)
    size = 4
    while size <= max(height, width):
        cells = rng.normal(size=(max(1, height * size // width), size)).astype(np.float32)
        total += cv2.resize(cells, (width, height), interpolation=cv2.INTER_CUBIC) * 4 / size**0.5
        size *= 2
    total += rng.normal(scale=0.1, size=total.shape).astype(np.float32)
    spread = (total - total.mean()) / total.std()
    return np.clip(128 + 45 * spread, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("factor", [2, 3])
@pytest.mark.parametrize("how", [cv2.INTER_CUBIC, cv2.INTER_LANCZOS4])
def test_an_enlarged_picture_looks_more_enlarged_than_it_was(factor: int, how: int) -> None:
    """Each against the scene it was made of, and past the middle by itself."""
    small = scene(400, 480)
    large = np.asarray(cv2.resize(small, None, fx=factor, fy=factor, interpolation=how), np.uint8)
    before, after = enlarged_ratio(small), enlarged_ratio(large)

    assert before is not None and after is not None
    assert before < 0.5 < after


def test_levels_fall_with_frequency_and_are_finite_for_flat_planes() -> None:
    """Structure of all sizes has most power in the lowest band; a wall has none."""
    levels = band_levels(scene(300, 400))
    flat = band_levels(np.full((TILE_PX, TILE_PX), 200, np.uint8))

    assert levels is not None and flat is not None
    assert levels.shape == (BANDS,)
    assert levels[0] > levels[4] > levels[12]
    assert np.isfinite(flat).all()


def test_levels_are_those_of_the_whole_spectrum() -> None:
    """The half that OpenCV gives is counted as the whole is: the mean over each square ring."""
    tile = np.random.default_rng(3).integers(0, 256, (TILE_PX, TILE_PX), dtype=np.uint8)
    levels = band_levels(tile)

    side = np.hanning(TILE_PX)
    power = np.abs(np.fft.fft2((tile - tile.mean()) * np.outer(side, side))) ** 2
    frequency = np.abs(np.fft.fftfreq(TILE_PX))
    highest = np.maximum(frequency[:, None], frequency)
    ring = np.minimum(highest * 2 * BANDS, BANDS - 1).astype(int)
    means = [power[ring == band].mean() / TILE_PX**2 for band in range(BANDS)]
    assert levels == pytest.approx(np.log10(means), abs=1e-5)


@pytest.mark.parametrize("shape", [(1, 1), (TILE_PX - 1, 900), (900, TILE_PX - 1)])
def test_small_planes_are_not_judged(shape: tuple[int, int]) -> None:
    """Less than a tile tells nothing."""
    assert enlarged_ratio(np.zeros(shape, np.uint8)) is None
