"""Whether there is anything in the picture at all."""

from __future__ import annotations

import cv2
import numpy as np

from evidence_qc.measures.planes import Luma

CELL_PX = 16
CONTRAST_DN = 2.5
"""A cell with less spread than this (after averaging noise away) shows nothing: an evenly lit
wall with grain and JPEG noise stays below it, the faintest pencil line is above."""


def detail_ratio(luma: Luma) -> float:
    """Share 0–1 of 16-px cells that hold structure; 0 for a constant picture or a lens cap.

    The plane is first averaged 4×4, which divides white noise by four; a plane, fitted through
    mean differences, is removed so that a soft shadow on a wall is no structure.
    """
    height, width = luma.shape
    size = (max(1, width // 4), max(1, height // 4))
    small = cv2.resize(luma, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    side = CELL_PX // 4
    flat = small - cv2.blur(small, (4 * side + 1, 4 * side + 1), borderType=cv2.BORDER_REFLECT)
    power = cv2.boxFilter(flat * flat, -1, (side, side), borderType=cv2.BORDER_REFLECT)
    cells = power[side // 2 :: side, side // 2 :: side]
    if cells.size == 0:
        cells = power
    return float(np.mean(cells > CONTRAST_DN**2))
