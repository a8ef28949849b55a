"""Reflections: small patches burnt to white, with a soft halo, on something darker."""

from __future__ import annotations

import cv2
import numpy as np

from evidence_qc.measures.planes import Luma

SATURATED_DN = 248
LARGEST_RATIO = 0.10
"""A larger white patch is a window, a lamp-shade or a backdrop, not a reflection."""
SMALLEST_RATIO = 0.0008
"""A smaller one is a sparkle that hides nothing (5 × 5 px of 256 × 256)."""
COMPACT_RATIO = 0.4
"""Least share of its bounding box that a patch fills: the rim of a white plate is a crescent."""
DARKER_DN = 200
"""The ring around a reflection is darker than this on average: a white thing is not."""
LIT_DN = 170
LIT_RATIO = 0.7
RIM_PX = (1.5, 3.5)
"""So much of the rim close around a reflection is still so bright. A window, a white bar, paper or
a sign ends within a pixel or two."""
MIDDLE_RATIO = 0.7
"""A reflection that hides something lies on the thing, and the thing in this middle part of either
side; lamps and windows hang at the edges."""
HALO_DN = 12.0
"""Least mean step from the ring next to the patch to the ring further out: light fades around a
reflection and ends at once around a white label."""


def glare_ratio(small: Luma) -> float:
    """Share 0–1 of the area of a thumbnail (uint8 H×W) under reflections; 0 if there are none.

    Compact saturated blobs in the middle, of 0.08 % to 10 % of the area, whose surroundings fade
    from bright next to them to darker further out.
    """
    mask = (small >= SATURATED_DN).astype(np.uint8)
    if not mask.any():
        return 0.0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    height, width = mask.shape
    total = 0
    for index in range(1, count):
        left, top, wide, high, pixels = (int(value) for value in stats[index])
        inside = left > 0 and top > 0 and left + wide < width and top + high < height
        compact = pixels >= COMPACT_RATIO * wide * high
        across, down = (left + wide / 2) / width, (top + high / 2) / height
        is_central = max(abs(across - 0.5), abs(down - 0.5)) <= MIDDLE_RATIO / 2
        if (
            inside
            and is_central
            and compact
            and SMALLEST_RATIO <= pixels / mask.size <= LARGEST_RATIO
        ):
            reach = max(3, round(0.5 * float(np.sqrt(pixels))))
            window = np.s_[
                max(0, top - 2 * reach) : top + high + 2 * reach,
                max(0, left - 2 * reach) : left + wide + 2 * reach,
            ]
            if _fades(small[window], labels[window] == index, reach):
                total += pixels
    return total / mask.size


def _fades(luma: Luma, patch: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], reach: int) -> bool:
    """True where the light fades: a lit rim, and a ring that is clearly brighter than the next."""
    distance = cv2.distanceTransform((~patch).astype(np.uint8), cv2.DIST_L2, 3)
    rim = luma[(distance > RIM_PX[0]) & (distance <= RIM_PX[1])]
    if rim.size == 0 or float((rim >= LIT_DN).mean()) < LIT_RATIO:
        return False
    near = luma[(distance > 1.5) & (distance <= reach)]
    far = luma[(distance > reach) & (distance <= 2 * reach)]
    if near.size == 0 or far.size == 0:
        return False
    far_mean = float(far.mean())
    return far_mean < DARKER_DN and float(near.mean()) - far_mean > HALO_DN
