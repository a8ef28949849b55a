"""The part of a plane where a picture is judged: the whole of it, or a square around the mark."""

from __future__ import annotations

from evidence_qc.measures.planes import Luma
from evidence_qc.model import Mark

MIN_SIDE_PX = 32
"""A smaller square than this holds too few pixels for a percentile."""


def region(plane: Luma, mark: Mark | None, *, least_px: int = MIN_SIDE_PX) -> Luma:
    """View of ``plane`` (uint8 H×W or H×W×3) inside the mark's square, clipped to the plane.

    Without a mark the whole plane; a square below ``least_px`` a side is grown to that where the
    plane has them. Never empty.
    """
    if mark is None:
        return plane
    height, width = plane.shape[:2]
    side = max(least_px, round(mark.size_ratio * max(height, width)))
    top, bottom = _span(mark.y_ratio, side, height)
    left, right = _span(mark.x_ratio, side, width)
    return plane[top:bottom, left:right]


def _span(centre_ratio: float, side: int, length: int) -> tuple[int, int]:
    side = min(side, length)
    start = round(centre_ratio * length - side / 2)
    start = max(0, min(start, length - side))
    return start, start + side
