"""Could two photos show the same thing: colours that spread alike, or details that match.

Colours: a Lab histogram of the middle and one of what is around it (M. Swain and D. Ballard,
"Color Indexing", 1991, compared by Bhattacharyya's coefficient). Details: SIFT features
(D. Lowe, 2004) as square roots (R. Arandjelović and A. Zisserman, 2012) that pick each other and
that one affine map carries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.planes import Rgb

LONG_SIDE_PX = 512
"""Pictures are compared at this size; none is enlarged."""
COLOUR_PX = 96
BINS = (6, 10, 10)
LIGHTNESS_STEP = 25.0
CHROMA_STEP = 12.0
"""Bins of Lab, 0–100 and about ± 48; a colour is shared out among the eight nearest."""
FEATURES_MAX = 500
CONTRAST_MIN = 0.02
FEWEST = 8
"""Features, below which nothing is compared."""
DISTANCE_RATIO = 0.8
"""Lowe's test: the nearest feature must be so much nearer than the next."""
PAIRS_MIN = 6
ERROR_MAX_PX = 10.0
"""Things have depth, and an affine map has none."""
CELL_PX = 12


@dataclass(frozen=True, slots=True, eq=False)
class Appearance:
    """What is compared of one picture."""

    middle: NDArray[np.float64]
    """Square roots of a histogram of ``BINS``, flat; the sum of their squares is 1."""
    around: NDArray[np.float64]
    points: NDArray[np.float32]
    """N×2, x and y in px."""
    descriptors: NDArray[np.uint8]
    """N×128, as SIFT gives them."""


def appearance(rgb: Rgb) -> Appearance:
    """What is compared of a picture: uint8 H×W×3, upright sRGB, of any size."""
    scale = LONG_SIDE_PX / max(rgb.shape[:2])
    if scale < 1:
        size = tuple(max(1, round(side * scale)) for side in rgb.shape[1::-1])
        rgb = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
    middle, around = _colours(rgb)
    points, descriptors = _features(np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8))
    return Appearance(middle, around, points, descriptors)


class ColourTable:
    """The colours of some pictures, which tells of each how like the others are.

    Args:
        appearances: of N pictures.
    """

    def __init__(self, appearances: Sequence[Appearance]) -> None:
        self._middle = np.array([each.middle for each in appearances])
        self._around = np.array([each.around for each in appearances])

    def likeness_to(self, number: int) -> NDArray[np.float64]:
        """Of the one of this number to each: N values from 0, no colour in common, to 1.

        1 is the same spread of colours in the middle and around it.
        """
        middle = self._middle @ self._middle[number]
        return np.asarray(np.sqrt(middle * (self._around @ self._around[number])))


def matching_places(one: Appearance, other: Appearance) -> int:
    """In how many places of the other picture, 12 px wide, a detail of the one is found again."""
    if min(len(one.points), len(other.points)) < FEWEST:
        return 0
    alike = _roots(one.descriptors) @ _roots(other.descriptors).T
    rows = np.arange(len(alike))
    nearest = alike.argmax(axis=1)
    best = alike[rows, nearest]
    pick_each_other = alike.argmax(axis=0)[nearest] == rows
    alike[rows, nearest] = -1.0
    is_pair = pick_each_other & (1 - best < DISTANCE_RATIO**2 * (1 - alike.max(axis=1)))
    if is_pair.sum() < PAIRS_MIN:
        return 0
    ours, theirs = one.points[is_pair], other.points[nearest[is_pair]]
    turn, mask = cv2.estimateAffine2D(
        ours, theirs, method=cv2.RANSAC, ransacReprojThreshold=ERROR_MAX_PX, maxIters=1000
    )
    # Mirrored, or so small that all falls on one spot: no phone was held so.
    if turn is None or not 0.02 < np.linalg.det(turn[:, :2]) < 50:
        return 0
    places = theirs[np.asarray(mask).ravel() > 0] // CELL_PX
    return len(np.unique(places, axis=0))


def _colours(rgb: Rgb) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    small = cv2.resize(rgb, (COLOUR_PX, COLOUR_PX), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB).reshape(-1, 3)
    steps = np.array([LIGHTNESS_STEP, CHROMA_STEP, CHROMA_STEP])
    middle_bin = np.array([0, (BINS[1] - 2) / 2, (BINS[2] - 2) / 2])
    at = np.clip(lab / steps + middle_bin, 0, np.array(BINS) - 2)
    low = np.floor(at)
    side = np.hanning(COLOUR_PX + 2)[1:-1]
    weight = np.outer(side, side).ravel()
    spreads = np.zeros((2, int(np.prod(BINS))))
    for corner in np.ndindex(2, 2, 2):
        share = np.abs(1 - np.array(corner) - (at - low)).prod(axis=1)
        index = np.ravel_multi_index(tuple((low + corner).astype(int).T), BINS)
        for row, weights in enumerate((weight, 1 - weight)):
            spreads[row] += np.bincount(index, share * weights, spreads.shape[1])
    roots = np.sqrt(spreads / spreads.sum(axis=1, keepdims=True))
    return roots[0], roots[1]


def _features(luma: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    sift = cv2.SIFT.create(nfeatures=FEATURES_MAX, contrastThreshold=CONTRAST_MIN)
    points, found = sift.detectAndCompute(luma, None)
    if found is None:
        return np.zeros((0, 2), np.float32), np.zeros((0, 128), np.uint8)
    return np.array([point.pt for point in points], np.float32), np.asarray(found).astype(np.uint8)


def _roots(descriptors: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Of length 1, so that a product tells how alike two are."""
    shares = descriptors.astype(np.float32)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-6)
    return np.sqrt(shares)
