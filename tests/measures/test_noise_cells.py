"""Noise is estimated cell by cell, and a crop knows nothing of what lies beside it in memory."""

import cv2
import numpy as np
import pytest

from evidence_qc.measures.noise import CROP_PX, KERNEL, TO_SIGMA, _cells, _halved, crops


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
    response = np.abs(cv2.filter2D(luma, cv2.CV_32F, KERNEL))
    expected = response.reshape(4, 16, 3, 16).mean(axis=(1, 3)) * TO_SIGMA

    assert _cells(luma[None])[0] == pytest.approx(expected.ravel(), rel=1e-6)
