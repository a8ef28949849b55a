"""Whether there is anything in the picture at all."""

from __future__ import annotations

import cv2
import numpy as np

from evidence_qc.measures.planes import Luma

CELL_PX = 4
NEIGHBOURHOOD_PX = 17
CONTRAST_DN = 2.5
"""A cell with less spread than this (after averaging noise away) shows nothing: an evenly lit
wall with grain and JPEG noise stays below it, the faintest pencil line is above."""


def detail_ratio(small: Luma) -> float:
    """Share 0–1 of 4-px cells of a thumbnail (uint8 H×W) that hold structure; 0 if constant.

    The mean of the neighbourhood is taken off first, so that a soft shadow on a wall is none.
    """
    values = small.astype(np.float32)
    around = (NEIGHBOURHOOD_PX, NEIGHBOURHOOD_PX)
    flat = values - cv2.blur(values, around, borderType=cv2.BORDER_REFLECT_101)
    power = cv2.blur(flat * flat, (CELL_PX, CELL_PX), borderType=cv2.BORDER_REFLECT_101)
    cells = power[CELL_PX // 2 :: CELL_PX, CELL_PX // 2 :: CELL_PX]
    return float(np.mean((cells if cells.size else power) > CONTRAST_DN**2))
