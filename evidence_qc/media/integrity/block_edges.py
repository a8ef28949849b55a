"""What happens across the edges between rows of blocks in a decoded JPEG."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

_FLOOR_DN = 0.5
_BLACK, _WHITE = 2, 253

Float = NDArray[np.float32]
Rows = tuple[NDArray[np.uint8], ...]
"""The two rows of pixels above and the two below each edge, edges × width, from top to bottom."""


def rows_at_edges(pixels: NDArray[np.uint8], width: int, block_height: int) -> list[Rows]:
    """By channel, of uint8 H×W or H×W×3 (luma and chroma), the first ``width`` columns."""
    far = max(1, block_height // 8)  # in chroma, which may be stored at half size
    edges = (pixels.shape[0] - 1 - far) // block_height
    luma, chroma = (-2, -1, 0, 1), (-1 - far, -1, 0, far)

    def beside_edges(shift: int) -> NDArray[np.uint8]:
        return np.ascontiguousarray(pixels[block_height + shift :: block_height, :width][:edges])

    if pixels.ndim == 2:
        return [tuple(beside_edges(shift) for shift in luma)]
    rows = {shift: cv2.split(beside_edges(shift)) for shift in {*luma, *chroma}}
    return [
        tuple(
            np.asarray(rows[shift][channel], dtype=np.uint8)
            for shift in (chroma if channel else luma)
        )
        for channel in range(len(rows[0]))
    ]


def steps_across(rows: Rows, block_width: int) -> Float:
    """Step across each block's upper edge, less the slope on both sides; edges × columns."""
    above, upper, lower, below = rows
    size = upper.shape[1] // block_width, upper.shape[0]
    step = np.subtract(lower, upper, dtype=np.int16)
    step *= 3
    step += np.subtract(above, below, dtype=np.int16)
    step *= 8  # sixteenths: what is averaged is rounded to whole numbers
    sums = cv2.resize(step, size, interpolation=cv2.INTER_AREA)
    return np.multiply(sums, np.float32(1.0 / 16.0), dtype=np.float32)


def scatter_of(steps: Float, grain: float) -> Float:
    """How far a step may lie off by chance: what those of the rows above and below show."""
    heights = np.abs(steps)
    beside = 0.5 * (
        np.concatenate((heights[1:2], heights[:-1])) + np.concatenate((heights[1:], heights[-2:-1]))
    )
    blurred = cv2.blur(beside, (5, 1), borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(blurred) + np.float32(0.5 * grain + _FLOOR_DN)


def likelier_by(steps: Float, height: Float, scatter: Float) -> tuple[Float, Float]:
    """Log likelihood ratio of each step with a constant height against none; what is left of it.

    Both scatter as a Cauchy distribution does, whose long tails forgive single edges.
    """
    rest = steps - height
    return np.log1p((steps / scatter) ** 2) - np.log1p((rest / scatter) ** 2), rest


def likeness(upper: NDArray[np.uint8], lower: NDArray[np.uint8], width: int) -> float:
    """Do two rows of pixels rise and fall together within ``width`` pixels?

    Returns:
        Their correlation, −1 to 1; what is black or white tells nothing and counts as flat.
    """
    a, b = upper.reshape(1, -1).astype(np.float32), lower.reshape(1, -1).astype(np.float32)
    is_measurable = np.minimum(a, b) > _BLACK
    is_measurable &= np.maximum(a, b) < _WHITE
    a, b = (
        is_measurable
        * (row - np.asarray(cv2.blur(row, (width | 1, 1), borderType=cv2.BORDER_REFLECT_101)))
        for row in (a, b)
    )
    power = float((a * a).mean()) * float((b * b).mean())
    return float((a * b).mean()) / power**0.5 if power > 1e-9 else 0.0


def median(values: Float) -> float:
    """Without the ceremony of ``np.median``."""
    middle = len(values) // 2
    return float(np.partition(values, middle)[middle])


def medians(rows: Float) -> Float:
    """Of each row, as ``np.median`` gives them."""
    above = rows.shape[1] // 2
    below = above if rows.shape[1] % 2 else above - 1
    ranked = np.partition(rows, (below, above), axis=1)
    return (ranked[:, below] + ranked[:, above]) * np.float32(0.5)
