"""The small copy on which areas, not pixels, are measured."""

from __future__ import annotations

import cv2
import numpy as np

from evidence_qc.measures.planes import Luma

THUMBNAIL_PX = 256
"""A quarter of the working plane: noise is averaged down to a quarter, areas stay."""


def thumbnail(luma: Luma, long_side_px: int = THUMBNAIL_PX) -> Luma:
    """Area-averaged copy with a long side of at most ``long_side_px``; never enlarged."""
    height, width = luma.shape
    if max(height, width) <= long_side_px:
        return luma
    scale = min(1.0, long_side_px / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)
