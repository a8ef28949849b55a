"""How much of the stated width really holds detail: low for pictures that were enlarged."""

from __future__ import annotations

from math import erf, sqrt

import cv2
import numpy as np

from evidence_qc.measures.noise import crops
from evidence_qc.measures.planes import Luma

CROP_PX = 160
STRONGEST = 0.002
"""The strongest 0.2 % of all steps are taken for the sharpest edges."""
LEAST_STEP_DN = 16
"""Weaker edges than this, over 8 px, are no edges to measure by."""
SHARP_SIGMA_PX = 0.7
"""Edge spread of a picture whose every pixel holds detail (a lens and a Bayer sensor)."""
STILL_RESOLVED = 0.62
"""Where the step over 2 px reaches this share of that over 4 px, the edge is narrower than 3 px
and is measured there; else over 4 and 8 px."""


def effective_resolution_ratio(luma: Luma, fine_scale: float) -> float | None:
    """Share of the stored width that holds detail, 0–1; None where it cannot be told.

    An edge blurred by σ rises over k px by erf(k / (2√2 σ)); the ratio of the rise over k and
    over 2k px tells σ without knowing the height of the edge. Enlarging n-fold makes the sharpest
    edges of a picture n times as wide; neither noise nor JPEG blocks are as strong as those.

    None for pictures without strong edges, and where the decoder reduced the plane and the
    reduced plane is sharp: what was lost above cannot be seen in it.
    """
    steps = [_strongest(luma, lag) for lag in (2, 4, 8)]
    if min(steps[1:]) < LEAST_STEP_DN:
        return None
    if steps[0] >= STILL_RESOLVED * steps[1]:
        sigma = _sigma(steps[0] / steps[1], 2)
    else:
        sigma = _sigma(steps[1] / steps[2], 4)
    ratio = min(1.0, SHARP_SIGMA_PX / sigma)
    if fine_scale < 1.0 and ratio > 0.8:
        return None
    return ratio * min(1.0, fine_scale)


def _strongest(luma: Luma, lag: int) -> int:
    """Least step over ``lag`` px, in code values, of the strongest steps both ways; 0 if none."""
    counts = np.zeros(256)
    for crop in crops(luma, CROP_PX):
        for far, near in ((crop[:, lag:], crop[:, :-lag]), (crop[lag:], crop[:-lag])):
            if far.size:
                steps = cv2.absdiff(far, near)
                counts += cv2.calcHist([steps], [0], None, [256], [0, 256]).ravel()
    above = np.cumsum(counts[::-1])[::-1]
    enough = np.flatnonzero(above >= STRONGEST * max(1.0, above[0]))
    return int(enough[-1]) if above[0] else 0


def _sigma(ratio: float, lag: int) -> float:
    """Edge spread in px at which the rise over ``lag`` px is ``ratio`` of that over twice it."""
    low, high = 0.1, 16.0
    for _ in range(24):
        middle = sqrt(low * high)
        rise = erf(lag / (2 * sqrt(2) * middle)) / erf(2 * lag / (2 * sqrt(2) * middle))
        low, high = (middle, high) if rise > ratio else (low, middle)
    return sqrt(low * high)
