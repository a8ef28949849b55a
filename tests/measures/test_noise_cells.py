"""Noise is estimated cell by cell, and a crop knows nothing of what lies beside it in memory."""

import cv2
import numpy as np
import pytest

from evidence_qc.measures.noise import (
    CROP_PX,
    CURVATURE,
    LEAST_GRAIN_PX,
    TO_SIGMA,
    _cells,
    _halved,
    crops,
    grain,
)


@pytest.mark.parametrize("size", [(16, 16), (40, 33), (127, 200), (383, 401), (500, 700)])
def test_crops_are_looked_at_each_for_itself(size: tuple[int, int]) -> None:
    """As if every crop were a picture: what lies below it in memory is not seen."""
    luma = np.random.default_rng(1).integers(0, 256, size, dtype=np.uint8)
    parts = np.stack(crops(luma, CROP_PX))
    for some in (parts, _halved(parts)):
        alone = [_cells(part[None]) for part in some]
        strength, level = _cells(some)
        assert (strength == np.concatenate([each[0] for each in alone])).all()
        assert (level == np.concatenate([each[1] for each in alone])).all()
    assert (_halved(parts) == np.concatenate([_halved(part[None]) for part in parts])).all()


def test_a_cell_is_the_mean_of_the_response_with_a_mirrored_border() -> None:
    """Against OpenCV's own border."""
    luma = np.random.default_rng(2).integers(0, 256, (64, 48), dtype=np.uint8)
    response = np.abs(cv2.filter2D(luma, cv2.CV_32F, np.outer(CURVATURE, CURVATURE)))
    expected = response.reshape(4, 16, 3, 16).mean(axis=(1, 3)) * TO_SIGMA

    assert _cells(luma[None])[0] == pytest.approx(expected.ravel(), rel=1e-6)


def test_grain_is_halved_with_the_size_and_texture_is_not() -> None:
    """White noise on a wall against the same noise made twice as coarse, as cloth is."""
    rng = np.random.default_rng(3)
    white = rng.normal(0.0, 5.0, (400, LEAST_GRAIN_PX)).astype(np.float32)
    woven = cv2.resize(white[::3, ::3], (LEAST_GRAIN_PX, 400), interpolation=cv2.INTER_CUBIC)
    seen = [grain(np.rint(128 + each).astype(np.uint8)) for each in (white, woven)]

    fine, coarse = seen
    assert fine is not None and coarse is not None
    assert fine.grain_dn == pytest.approx(5.0, rel=0.25)
    assert fine.grain_halved_ratio == pytest.approx(0.5, rel=0.25)
    assert coarse.grain_halved_ratio > 1.0


@pytest.mark.parametrize("level", [0, 128, 255])
def test_grain_cannot_be_told_of_small_black_white_or_blank_planes(level: int) -> None:
    """None, never nought over nought."""
    for width in (1, LEAST_GRAIN_PX - 1, LEAST_GRAIN_PX):
        assert grain(np.full((300, width), level, np.uint8)) is None
