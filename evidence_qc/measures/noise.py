"""Grain: the standard deviation of noise in the flattest parts of a picture."""

from __future__ import annotations

import cv2
import numpy as np

from evidence_qc.measures.planes import Luma

CELL_PX = 16
FLAT_QUANTILE = 0.2
"""The flattest fifth of the cells is taken to hold noise alone."""
USABLE_DN = (6, 249)
"""Cells darker or brighter on average are crushed or clipped and hide their noise."""
KERNEL = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
CROP_PX = 256


def noise_dn(luma: Luma) -> float | None:
    """Standard deviation of white noise in code values, ≥ 0; None where nothing can be judged.

    The difference of two Laplacians, which flat, sloping and straight-edged parts leave at zero,
    averaged over 16-px cells; the flattest usable cells speak for all. Large planes are sampled
    by nine crops of 256 px. Fine regular texture that fills the picture reads as noise.

    Source: J. Immerkær, "Fast noise variance estimation", CVIU 64 (1996).
    """
    means: list[float] = []
    for crop in crops(luma, CROP_PX):
        height, width = (side // CELL_PX * CELL_PX for side in crop.shape)
        if not height or not width:
            continue
        part = crop[:height, :width]
        response = np.abs(cv2.filter2D(part, cv2.CV_32F, KERNEL))
        size = (width // CELL_PX, height // CELL_PX)
        level = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
        cells = cv2.resize(response, size, interpolation=cv2.INTER_AREA)
        means += cells[(level >= USABLE_DN[0]) & (level <= USABLE_DN[1])].tolist()
    if not means:
        return None
    return float(np.sqrt(np.pi / 2) / 6 * np.quantile(means, FLAT_QUANTILE))


def crops(luma: Luma, side: int, per_axis: int = 3) -> list[Luma]:
    """Views of ``side`` px, evenly spread ``per_axis`` × ``per_axis``; the whole plane if small."""
    height, width = luma.shape
    if height * width <= (per_axis * side) ** 2:
        return [luma]
    side_y, side_x = min(side, height), min(side, width)
    tops = np.linspace(0, height - side_y, per_axis).astype(int)
    lefts = np.linspace(0, width - side_x, per_axis).astype(int)
    return [luma[y : y + side_y, x : x + side_x] for y in tops for x in lefts]
