"""Patches of ink: all that OpenCV finds, in its order, to the pixel."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from evidence_qc.measures.content.patches import find_patches


def spots(share: float, shape: tuple[int, int]) -> np.ndarray:
    random = np.random.default_rng(7)
    ink = (random.random(shape) < share).astype(np.uint8)
    return np.asarray(cv2.dilate(ink, np.ones((1, 3), np.uint8)), np.uint8)


@pytest.mark.parametrize("share", [0.001, 0.02, 0.1, 0.3, 1.0])
@pytest.mark.parametrize("shape", [(256, 256), (900, 1200), (31, 200), (1, 9)])
def test_patches_are_what_opencv_finds(share: float, shape: tuple[int, int]) -> None:
    """Their boxes, areas and centres, and the largest value in each."""
    ink = spots(share, shape)
    plane = np.random.default_rng(8).integers(0, 256, shape, np.uint8)
    count, labels, boxes, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = find_patches(ink)

    if found is None:
        assert count == 1
        return
    box = (found.left, found.top, found.width, found.height, found.area)
    assert len(found) == count - 1
    assert np.array_equal(np.stack(box, axis=1), boxes[1:])
    assert np.array_equal(found.centres(), centres[1:])
    peaks = np.zeros(count, np.uint8)
    np.maximum.at(peaks, labels.ravel(), plane.ravel())
    assert np.array_equal(found.largest(plane), peaks[1:])


def test_more_patches_than_two_bytes_can_number() -> None:
    """Single pixels, as many as fit."""
    ink = np.zeros((600, 1200), np.uint8)
    ink[::2, ::2] = 1
    found = find_patches(ink)

    assert found is not None
    assert len(found) == 300 * 600 > 1 << 16
    assert found.area.tolist() == [1] * len(found)
    assert np.array_equal(found.left, np.tile(np.arange(0, 1200, 2), 300))


def test_none_and_too_many_are_none() -> None:
    ink = np.zeros((9, 9), np.uint8)
    assert find_patches(ink) is None
    ink[::2, ::2] = 1
    assert find_patches(ink, most=24) is None
    assert len(find_patches(ink, most=25) or ()) == 25
