"""How much of the stated width really holds detail: low for pictures that were enlarged.

By the sharpest edges, and by the spectrum. Enlarging n-fold leaves nothing above an n-th of the
highest frequency: the spectrum, which in photos falls evenly, drops there. A lens out of focus or a
phone that smooths grain away lets it fall sooner, but evenly. Where it drops depends on the factor,
so all of it is looked at.
"""

from __future__ import annotations

from functools import cache
from math import erf, exp, sqrt

import cv2
import numpy as np
from numpy.typing import NDArray

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
TILE_PX = 256
BANDS = 16
PLACES = ((0.5, 0.5), (0.2, 0.2), (0.2, 0.8), (0.8, 0.2), (0.8, 0.8))
"""Middles of the tiles as shares of height and width."""
TEMPLATES = np.array([
    [1.69, 5.671, 0.738, 2.606, 5.22, -4.503, -2.509, -1.812,
     0.433, 1.79, -7.472, -5.02, -2.329, 7.008, -22.15],
    [1.176, 4.583, 0.226, -2.502, 1.25, -0.883, -3.681, 3.32,
     -10.182, 2.139, -2.489, 0.738, 4.863, 0.402, -15.098],
    [0.427, 3.136, -2.36, 1.999, 4.349, -0.243, 2.77, -1.385,
     -4.55, -1.006, -0.008, 3.83, -2.221, -7.016, -27.217],
])  # fmt: skip
"""Weights of the levels from the third band on, over the second, and an offset: one row where the
spectrum ends at half, at a third and at two thirds. ``scripts/training/fit_enlargement.py`` made
them of 338 native photos of 23 repositories and 626 enlargements, 2026-11, and says how they do
without the photo's own repository: 0.3 % of the native ones are above 0.5 (90 %: 0.0 to 0.9) and
90.7 % of the enlarged (86.3 to 96.4)."""
FLOOR = 1e-6
"""Power of nothing at all, so that flat tiles have a level."""


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


def band_levels(luma: Luma) -> NDArray[np.float64] | None:
    """Power by frequency: log10 of the mean over ``BANDS`` square rings, lowest first, (16,).

    Square rings, because pictures are enlarged along their sides. Of a uint8 H×W plane; None where
    it is smaller than a tile.
    """
    height, width = luma.shape
    if min(height, width) < TILE_PX:
        return None
    window = _window()
    total = np.zeros((TILE_PX, TILE_PX), np.float32)
    for down, across in PLACES:
        top = round(down * (height - TILE_PX))
        left = round(across * (width - TILE_PX))
        tile = luma[top : top + TILE_PX, left : left + TILE_PX].astype(np.float32)
        half = cv2.dft((tile - tile.mean()) * window)  # the other half mirrors it
        total += half * half
    rings, weights = _rings()
    mean = np.bincount(rings, total.ravel() * weights, BANDS) / (len(PLACES) * TILE_PX**2)
    return np.asarray(np.log10(mean + FLOOR))


def enlarged_ratio(luma: Luma) -> float | None:
    """How much the spectrum looks like that of an enlarged picture, 0–1; None for small planes.

    0.5 is where no native photo of those that it was fitted on lies above.
    """
    levels = band_levels(luma)
    if levels is None:
        return None
    over_second = levels[2:] - levels[1]
    score = float((TEMPLATES[:, :-1] @ over_second + TEMPLATES[:, -1]).max())
    return 1.0 / (1.0 + exp(-min(max(score, -30.0), 30.0)))


@cache
def _window() -> NDArray[np.float32]:
    side = np.hanning(TILE_PX)
    return np.outer(side, side).astype(np.float32)


@cache
def _rings() -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Which band each number of the spectrum belongs to, 0–15, and its weight in the band's mean.

    ``cv2.dft`` packs the half without its mirror: real and imaginary parts side by side, but in
    the first and the last column below each other. All but the four numbers that have no mirror
    count for their mirror, too.
    """
    packed = (np.arange(TILE_PX) + 1) // 2
    down = np.minimum(np.arange(TILE_PX), TILE_PX - np.arange(TILE_PX))[:, None].repeat(TILE_PX, 1)
    down[:, (0, -1)] = packed[:, None]
    rings = np.minimum(np.maximum(down, packed) * 2 * BANDS // TILE_PX, BANDS - 1).ravel()
    times = np.full((TILE_PX, TILE_PX), 2.0)
    times[np.ix_((0, -1), (0, -1))] = 1.0
    return rings, times.ravel() / np.bincount(rings)[rings]
