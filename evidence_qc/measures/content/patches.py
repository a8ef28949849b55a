"""Patches of ink, as boxes: the letters, spots and specks of a picture of ones and noughts.

OpenCV can measure them, too, but looks at every pixel for that, most of which are bare.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.planes import Luma

Whole = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Patches:
    """Places where ink is joined, also at its corners; all arrays but one hold one number each."""

    left: Whole
    top: Whole
    width: Whole
    """Of the box around it, px, ≥ 1, as are the others."""
    height: Whole
    area: Whole
    starts: Whole
    """Where its pixels begin …"""
    pixels: Whole
    """… in this list of all of them, counted from the upper left of the picture, row by row."""
    picture_width: int

    def __len__(self) -> int:
        """How many there are."""
        return len(self.starts)

    def largest(self, plane: Luma) -> NDArray[np.uint8]:
        """The largest value of a plane of the picture's size within each patch."""
        return np.maximum.reduceat(plane.ravel()[self.pixels], self.starts)

    def centres(self) -> NDArray[np.float64]:
        """Their centres of gravity, x and y in px, N×2."""
        y, x = np.divmod(self.pixels, self.picture_width)
        sums = (np.add.reduceat(each, self.starts) for each in (x, y))
        return np.stack([each / self.area for each in sums], axis=1)


def find_patches(ink: Luma, most: int | None = None) -> Patches | None:
    """The patches of ink, uint8 H×W of 0 and 1, in the order of OpenCV's labels.

    None: there is none, or there are more than ``most``.
    """
    count, labels = cv2.connectedComponentsWithAlgorithm(ink, 8, cv2.CV_32S, cv2.CCL_BBDT)
    if count == 1 or (most is not None and count - 1 > most):
        return None
    pixels = np.flatnonzero(ink.view(bool))
    patch = labels.ravel()[pixels]
    area = np.bincount(patch)[1:]
    if count <= 1 << 16:
        patch = patch.astype(np.uint16)  # of two bytes are sorted in a fifth of the time
    pixels = pixels[np.argsort(patch, kind="stable")]
    starts = np.cumsum(area) - area
    y, x = np.divmod(pixels, ink.shape[1])
    left, top = np.minimum.reduceat(x, starts), y[starts]
    width, height = np.maximum.reduceat(x, starts) - left + 1, y[starts + area - 1] - top + 1
    return Patches(left, top, width, height, area, starts, pixels, ink.shape[1])
