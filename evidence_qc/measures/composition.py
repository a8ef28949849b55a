"""How a picture is laid out: whether its subject stands out, and how busy it is around it.

People rate a clear subject on a quiet ground above the same subject in a muddle, however sharp
both are. No rule judges this; it belongs to the opinion alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.planes import Luma
from evidence_qc.measures.quantile import quantile
from evidence_qc.measures.thumbnail import thumbnail

CLUTTER_PX = 64
"""At this size letters and grain are gone; objects and their edges are left."""
LAYOUT_PX = 32
"""At this size a picture is a dozen patches of light and dark."""
BUSIEST_QUANTILE = 0.75
_EVEN_DN = 0.5
"""Added to both sides of a ratio, so that an even wall gives 1."""


@dataclass(frozen=True, slots=True)
class Composition:
    """Differences of neighbouring code values at three sizes of the same picture."""

    busyness_dn: float
    """Fine structure (Laplacian at 256 px) that three quarters of the picture stay below: grain
    and fine patterns everywhere, not just on the subject."""
    clutter_dn: float
    """Gradient at 64 px, per pixel, that three quarters of the picture stay below."""
    layout_contrast_dn: float
    """Median Laplacian at 32 px: how much the large patches differ."""
    stand_out_ratio: float
    """Mean gradient of the middle (half of either side) over that of the whole, at 32 px, > 0."""


def composition(small: Luma) -> Composition:
    """Measure a ``thumbnail``, uint8 H×W, ≥ 1×1."""
    fine = cv2.convertScaleAbs(cv2.Laplacian(small, cv2.CV_16S, borderType=cv2.BORDER_REPLICATE))
    medium = thumbnail(small, CLUTTER_PX)
    coarse = thumbnail(medium, LAYOUT_PX)
    gradient = _gradient(coarse)
    height, width = coarse.shape
    top, left = height // 4, width // 4
    middle = gradient[top : height - top, left : width - left]
    return Composition(
        busyness_dn=_busiest(np.asarray(fine, np.uint8)),
        clutter_dn=quantile(_gradient(medium), BUSIEST_QUANTILE),
        layout_contrast_dn=quantile(
            np.abs(cv2.Laplacian(coarse, cv2.CV_32F, borderType=cv2.BORDER_REPLICATE)), 0.5
        ),
        stand_out_ratio=float((middle.mean() + _EVEN_DN) / (gradient.mean() + _EVEN_DN)),
    )


def _gradient(luma: Luma) -> NDArray[np.float32]:
    """Change per pixel, code values, float32 H×W ≥ 0 (Sobel)."""
    across = cv2.Sobel(luma, cv2.CV_32F, 1, 0, scale=1 / 8, borderType=cv2.BORDER_REPLICATE)
    down = cv2.Sobel(luma, cv2.CV_32F, 0, 1, scale=1 / 8, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.magnitude(across, down), np.float32)


def _busiest(values: NDArray[np.uint8]) -> float:
    """Quantile of whole numbers, interpolated within the step that holds it."""
    shares = cv2.calcHist([values], [0], None, [256], [0, 256]).ravel().cumsum() / values.size
    step = int(np.searchsorted(shares, BUSIEST_QUANTILE))
    below = float(shares[step - 1]) if step else 0.0
    within = (BUSIEST_QUANTILE - below) / (float(shares[step]) - below)
    return max(0.0, step + within - 0.5)
