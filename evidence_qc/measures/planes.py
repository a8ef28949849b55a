"""The pixels that all measures of one picture share: decoded once, upright, never enlarged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Luma = NDArray[np.uint8]
Rgb = NDArray[np.uint8]

WORKING_LONG_SIDE_PX = 1024
"""Tone and focus are measured at this size: what a phone or a dispute page shows at most."""

COLOUR_LONG_SIDE_PX = 128
"""Colours of areas need no fine pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """One picture as the measures see it.

    Attributes:
        working: uint8 luma H×W (BT.601, full range 0–255), long side ≤ ``WORKING_LONG_SIDE_PX``,
            area-averaged from ``fine``; the same array as ``fine`` when that is small already.
        fine: uint8 luma H×W as the decoder gave it (for JPEG a DCT-reduced size ≥ working, for
            small pictures native): noise, blockiness and effective resolution are measured here.
        fine_scale: size of ``fine`` relative to the stored picture, 1.0 is native.
        width_px: upright width of the stored picture.
        height_px: upright height of the stored picture.
        colour: the picture in small, upright, uint8 RGB H×W×3, long side ≤ ``COLOUR_LONG_SIDE_PX``,
            its code values as stored (no colour profile is applied); None where no colour was read.
    """

    working: Luma
    fine: Luma
    fine_scale: float
    width_px: int
    height_px: int
    colour: Rgb | None = None
