"""Where a person looks: the brightness of the middle, of its surroundings, and of the detail."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.planes import Luma
from evidence_qc.measures.quantile import quantile
from evidence_qc.measures.tone import darkness

SURROUND_BAND_RATIO = 0.15
"""The surroundings are the outer band of this share of each side."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Brightness 0–1 of full luma at three places."""

    subject_luma_ratio: float
    """Mean, weighted towards the middle (a Hann window over each side)."""
    surround_luma_ratio: float
    """Mean of the outer band."""
    surround_median_ratio: float
    """Median of the outer band, which no window or lamp in it lifts."""
    surround_dark_ratio: float
    """Share of the outer band that is dark (``tone.darkness``)."""
    detail_luma_ratio: float
    """Mean weighted by edge strength and towards the middle: how bright it is where there is
    something to see. A white backdrop has no edges, so it does not count."""


def subject(small: Luma) -> Subject:
    """Brightness of middle, surroundings and detail of a ``thumbnail`` (uint8 H×W, ≥ 1×1)."""
    values = small.astype(np.float32)
    height, width = values.shape
    window = np.outer(_hann(height), _hann(width))
    edges = cv2.magnitude(
        cv2.Sobel(values, cv2.CV_32F, 1, 0, borderType=cv2.BORDER_REPLICATE),
        cv2.Sobel(values, cv2.CV_32F, 0, 1, borderType=cv2.BORDER_REPLICATE),
    )
    light = values.astype(np.float64) / 255
    band = np.ones((height, width), bool)
    rows, columns = int(height * SURROUND_BAND_RATIO), int(width * SURROUND_BAND_RATIO)
    band[rows : height - rows, columns : width - columns] = False
    outer = small[band] if band.any() else small.ravel()
    return Subject(
        subject_luma_ratio=_average(light, window),
        surround_luma_ratio=float(light[band].mean() if band.any() else light.mean()),
        surround_median_ratio=quantile(outer, 0.5) / 255,
        surround_dark_ratio=float(darkness(outer).mean()),
        detail_luma_ratio=_average(light, window * (edges + 1.0)),
    )


def _average(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    return float((values * weights).sum() / weights.sum())


def _hann(length: int) -> NDArray[np.float64]:
    return np.asarray(np.hanning(length + 2)[1:-1])
