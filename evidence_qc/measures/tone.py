"""How bright a picture is and how much of it is lost at either end: one histogram, many numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.planes import Luma

CRUSHED_DN = 5
"""At or below: black, without detail (JPEG noise leaves 0–5 where a sensor saw nothing)."""
CLIPPED_DN = 250
"""At or above: white, without detail (JPEG noise leaves 250–255 where a sensor was full)."""
BRIGHT_DN = 220
DARK_RAMP_DN = (30, 110)
"""Luma below the first counts as dark in full, above the second not at all, linear between."""
HISTOGRAM_BINS = 32


@dataclass(frozen=True, slots=True)
class Tone:
    """Shares of the full range (``luma_*``) and of the area, all 0–1."""

    luma_mean_ratio: float
    luma_p01_ratio: float
    luma_p25_ratio: float
    luma_p50_ratio: float
    luma_p99_ratio: float
    luma_std_ratio: float
    dark_area_ratio: float
    crushed_ratio: float
    clipped_ratio: float
    bright_area_ratio: float


def histogram(luma: Luma) -> NDArray[np.float64]:
    """Shares of the 256 code values (float64, sums to 1) of a uint8 H×W plane."""
    counts = cv2.calcHist([luma], [0], None, [256], [0, 256]).ravel().astype(np.float64)
    return np.asarray(counts / counts.sum())


def tone(shares: NDArray[np.float64]) -> Tone:
    """Tone numbers from a 256-bin histogram of shares.

    ``dark_area_ratio`` is soft (see ``DARK_RAMP_DN``), so that a picture does not jump over a
    limit when its light changes a little; it ignores how bright the bright parts are, so that a
    lamp in a night picture does not make up for the darkness around it.
    """
    codes = np.arange(256, dtype=np.float64)
    mean = float(shares @ codes)
    std = max(0.0, float(shares @ (codes - mean) ** 2)) ** 0.5
    cumulative = np.cumsum(shares)
    p01, p25, p50, p99 = (
        min(255, int(np.searchsorted(cumulative, p - 1e-9))) / 255 for p in (0.01, 0.25, 0.5, 0.99)
    )
    return Tone(
        luma_mean_ratio=mean / 255,
        luma_p01_ratio=p01,
        luma_p25_ratio=p25,
        luma_p50_ratio=p50,
        luma_p99_ratio=p99,
        luma_std_ratio=std / 255,
        dark_area_ratio=float(shares @ darkness(codes)),
        crushed_ratio=float(shares[: CRUSHED_DN + 1].sum()),
        clipped_ratio=float(shares[CLIPPED_DN:].sum()),
        bright_area_ratio=float(shares[BRIGHT_DN:].sum()),
    )


def darkness(values: NDArray[Any]) -> NDArray[np.float64]:
    """How dark code values are, 0–1, of the same shape (see ``DARK_RAMP_DN``)."""
    low, high = DARK_RAMP_DN
    return np.clip((high - np.asarray(values, np.float64)) / (high - low), 0.0, 1.0)


def display_histogram(shares: NDArray[np.float64]) -> tuple[int, ...]:
    """``HISTOGRAM_BINS`` equal bins of luma, the highest scaled to 255, for drawing."""
    bins = shares.reshape(HISTOGRAM_BINS, -1).sum(axis=1)
    return tuple(int(value) for value in np.rint(bins / bins.max() * 255))
