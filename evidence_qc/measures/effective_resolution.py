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
    parts = crops(luma, CROP_PX)
    below, beside = np.vstack(parts), np.hstack(parts)
    over_2, over_4 = (_strongest(below, beside, lag) for lag in (2, 4))
    if over_4 < LEAST_STEP_DN or not _reaches(below, beside, 8, LEAST_STEP_DN):
        return None
    if over_2 >= STILL_RESOLVED * over_4:
        sigma = _sigma(over_2 / over_4, 2)
    else:
        sigma = _sigma(over_4 / _strongest(below, beside, 8), 4)
    ratio = min(1.0, SHARP_SIGMA_PX / sigma)
    if fine_scale < 1.0 and ratio > 0.8:
        return None
    return ratio * min(1.0, fine_scale)


def _strongest(below: Luma, beside: Luma, lag: int) -> int:
    """Least step over ``lag`` px, in code values, of the strongest steps both ways; 0 if none.

    The crops stand below one another for steps across, and side by side for steps down: no step
    leads from one into the next, and there are two arrays to look at instead of eighteen.
    """
    counts = np.zeros(256)
    for steps in _steps(below, beside, lag):
        counts += cv2.calcHist([steps], [0], None, [256], [0, 256]).ravel()
    above = np.cumsum(counts[::-1])[::-1]
    enough = np.flatnonzero(above >= STRONGEST * max(1.0, above[0]))
    return int(enough[-1]) if above[0] else 0


def _reaches(below: Luma, beside: Luma, lag: int, step_dn: int) -> bool:
    """Is ``_strongest`` at least this? Counting says it in a fifth of the time of a histogram."""
    steps = _steps(below, beside, lag)
    strong = sum(
        cv2.countNonZero(cv2.threshold(each, step_dn - 1, 1, cv2.THRESH_BINARY)[1])
        for each in steps
    )
    return strong >= STRONGEST * max(1.0, sum(each.size for each in steps)) and strong > 0


def _steps(below: Luma, beside: Luma, lag: int) -> list[Luma]:
    """Absolute steps over ``lag`` px, across and down; those that fit into the picture."""
    pairs = ((below[:, lag:], below[:, :-lag]), (beside[lag:], beside[:-lag]))
    return [np.asarray(cv2.absdiff(far, near), np.uint8) for far, near in pairs if far.size]


def _sigma(ratio: float, lag: int) -> float:
    """Edge spread in px at which the rise over ``lag`` px is ``ratio`` of that over twice it."""
    low, high = 0.1, 16.0
    for _ in range(24):
        middle = sqrt(low * high)
        rise = erf(lag / (2 * sqrt(2) * middle)) / erf(2 * lag / (2 * sqrt(2) * middle))
        low, high = (middle, high) if rise > ratio else (low, middle)
    return sqrt(low * high)
