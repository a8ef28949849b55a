"""How crisp the crispest parts look: what the eye takes for sharpness at a glance."""

from __future__ import annotations

import cv2
import numpy as np

from evidence_qc.measures.planes import Luma
from evidence_qc.measures.quantile import quantile
from evidence_qc.measures.thumbnail import thumbnail

VIEW_PX = 512
"""Measured at one size for all pictures, about what a phone shows of a photo in a list."""
TILES = 16
CRISPEST_QUANTILE = 0.9


def acutance_dn(luma: Luma) -> float:
    """Standard deviation of the Laplacian in code values, ≥ 0, in the 90th percentile of tiles.

    On a copy with a long side of at most 512 px, in 16 × 16 tiles. High where there are fine
    edges of strong contrast, however small a part of the picture they fill. Unlike blur it falls
    with light and contrast and depends on the scene; beside blur it says how much there is to see.

    Source: variance of the Laplacian: J. Pech-Pacheco et al., ICPR 2000; tiled as usual.
    """
    view = thumbnail(luma, VIEW_PX)
    response = cv2.Laplacian(view, cv2.CV_32F, borderType=cv2.BORDER_REPLICATE)
    height, width = view.shape
    tiles = (min(TILES, width), min(TILES, height))
    mean = cv2.resize(response, tiles, interpolation=cv2.INTER_AREA)
    power = cv2.resize(response * response, tiles, interpolation=cv2.INTER_AREA)
    spread = np.sqrt(np.maximum(power - mean * mean, 0.0))
    return quantile(spread, CRISPEST_QUANTILE)
