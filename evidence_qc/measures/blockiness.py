"""The grid that strong JPEG compression leaves behind."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.noise import crops
from evidence_qc.measures.planes import Luma
from evidence_qc.measures.quantile import quantile

BLOCK_PX = 8
CROP_PX = 256
FLOOR_DN = 0.5
"""Added above and below the ratio, so that a flat picture gives 1 and not 0/0."""


def blockiness_ratio(luma: Luma, fine_scale: float) -> float | None:
    """Steps at block borders over steps beside them: 1 none, 2 strong; None if it cannot be seen.

    Blocks are 8 px at native scale and ``8 × fine_scale`` px in a plane that the decoder reduced.
    The phase is found, so rotated pictures work. Crops keep the phase only within one crop, so
    each crop votes alone and the median is taken.

    Source: after Z. Wang, A. Bovik, B. Evans, "Blind measurement of blocking artifacts" (2000).
    """
    period = round(BLOCK_PX * fine_scale)
    if period < 4 or min(luma.shape) < 4 * period:
        return None
    votes: list[float] = []
    for crop in crops(luma, CROP_PX):
        votes += [_fold(_means(cv2.absdiff(crop[:, 1:], crop[:, :-1]), 0), period)]
        votes += [_fold(_means(cv2.absdiff(crop[1:], crop[:-1]), 1), period)]
    return quantile(np.array(votes), 0.5)


def _means(steps: NDArray[Any], axis: int) -> NDArray[np.float64]:
    """Means over the rows (0) or the columns (1) of uint8 H×W; sums of whole numbers are exact."""
    sums = cv2.reduce(steps, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    means: NDArray[np.float64] = np.asarray(sums, np.float64).ravel() / steps.shape[axis]
    return means


def _fold(steps: NDArray[np.float64], period: int) -> float:
    """Highest phase of a step profile over the mean of the other phases."""
    rows = steps[: len(steps) // period * period].reshape(-1, period)
    ranked, middle = np.sort(rows, axis=0), len(rows) // 2
    phases = ranked[middle] if len(rows) % 2 else (ranked[middle - 1] + ranked[middle]) / 2
    others = (phases.sum() - phases.max()) / (period - 1)
    return float((phases.max() + FLOOR_DN) / (others + FLOOR_DN))
