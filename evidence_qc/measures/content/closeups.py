"""Where a close-up lies in a photo of more: matched features, and one plane that carries them.

SIFT features (D. Lowe, 2004) of the one are found again in the other; a homography that MAGSAC++
(D. Barath et al., 2020) fits to them says where the corners of the close-up come to lie. Strict on
purpose: a wrong ring would point at what nobody meant.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.planes import Luma

LONG_SIDE_PX = 1000
"""Pictures are compared at this size; none is enlarged."""
FEATURES_MAX = 1500
CONTRAST_MIN = 0.02
"""Half of the usual: cloth and paint have weak texture."""
FEWEST = 20
"""Features that either picture must have."""
DISTANCE_RATIO = 0.75
"""Lowe's test: the nearest feature must be so much nearer than the next."""
ERROR_MAX_PX = 4.0
AGREEING_MIN = 12
AGREEING_RATIO = 0.3
"""Of the features that pass Lowe's test."""
CELL_PX = 12
CELLS_MIN = 9
"""Agreeing features must lie in so many squares: a hundred within one letter say nothing."""
SPREAD_MIN = 0.05
"""Share of the close-up that the agreeing features enclose."""
SKEW_MAX = 2.0
"""Opposite sides of the close-up differ by at most this factor, as people hold a phone."""
PART_MAX = 0.5
"""A close-up shows at most this share of the other photo; more is another view of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What is compared of one picture."""

    points: NDArray[np.float32]
    """N×2, x and y in px."""
    descriptors: NDArray[np.float32]
    """N×128."""
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a close-up lies in another photo, as shares of that photo."""

    x_ratio: float
    """Of its middle."""
    y_ratio: float
    size_ratio: float
    """Its longest side, of the photo's long side."""
    corners: tuple[tuple[float, float], ...]
    """Upper left, upper right, lower right, lower left: x and y, 0–1."""
    agreeing: int
    """Features that say so."""


def features(luma: Luma) -> Features | None:
    """The features of a picture, or None where it has too few.

    Args:
        luma: uint8 H×W, 0–255, upright, of any size.
    """
    scale = LONG_SIDE_PX / max(luma.shape)
    if scale < 1:
        luma = np.asarray(
            cv2.resize(luma, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
        )
    sift = cv2.SIFT.create(nfeatures=FEATURES_MAX, contrastThreshold=CONTRAST_MIN)
    points, descriptors = sift.detectAndCompute(luma, None)
    if descriptors is None or len(points) < FEWEST:
        return None
    at = np.array([point.pt for point in points], np.float32)
    return Features(at, np.asarray(descriptors, np.float32), luma.shape[1], luma.shape[0])


def placed(close: Features, whole: Features, part_max: float = PART_MAX) -> Placed | None:
    """Where the one lies in the other, or None: it does not, or that is not sure.

    Args:
        close: What is looked for.
        whole: Where it is looked for.
        part_max: The share of ``whole`` that it may take; above 1 where the other may be nearer.
    """
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(close.descriptors, whole.descriptors, k=2)
    good = [a for a, b in pairs if a.distance < DISTANCE_RATIO * b.distance]
    if len(good) < AGREEING_MIN:
        return None
    ours = close.points[[match.queryIdx for match in good]]
    theirs = whole.points[[match.trainIdx for match in good]]
    turn, mask = cv2.findHomography(ours, theirs, cv2.USAC_MAGSAC, ERROR_MAX_PX, maxIters=5000)
    if turn is None:
        return None
    agrees = np.asarray(mask).ravel() > 0
    if agrees.sum() < max(AGREEING_MIN, AGREEING_RATIO * len(good)):
        return None
    cells = np.unique((theirs[agrees] // CELL_PX).astype(int), axis=0)
    area = close.width_px * close.height_px
    spread = cv2.contourArea(cv2.convexHull(ours[agrees])) / area
    if len(cells) < CELLS_MIN or spread < SPREAD_MIN:
        return None
    return _as_placed(np.asarray(turn, np.float64), close, whole, int(agrees.sum()), part_max)


def _as_placed(
    turn: NDArray[np.float64],
    close: Features,
    whole: Features,
    agreeing: int,
    part_max: float,
) -> Placed | None:
    """The corners, if a phone that is moved and turned could have seen them so."""
    width, height = close.width_px, close.height_px
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = cv2.perspectiveTransform(corners[None], turn)[0].astype(np.float32)
    is_mirrored = float(np.linalg.det(turn[:2, :2])) <= 0
    if is_mirrored or not np.isfinite(seen).all() or not cv2.isContourConvex(seen):
        return None
    sides = np.linalg.norm(seen - np.roll(seen, -1, axis=0), axis=1)
    skew = max(sides[0] / sides[2], sides[2] / sides[0], sides[1] / sides[3], sides[3] / sides[1])
    part = cv2.contourArea(seen) / (whole.width_px * whole.height_px)
    shares = seen / (whole.width_px, whole.height_px)
    x, y = shares.mean(axis=0)
    if not skew <= SKEW_MAX or part > part_max or not (0 <= x <= 1 and 0 <= y <= 1):
        return None
    return Placed(
        x_ratio=float(x),
        y_ratio=float(y),
        size_ratio=min(1.0, float(sides.max()) / max(whole.width_px, whole.height_px)),
        corners=tuple((float(a), float(b)) for a, b in shares),
        agreeing=agreeing,
    )
