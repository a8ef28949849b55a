"""From decoded pixels to the planes that every measure shares."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.planes import (
    COLOUR_LONG_SIDE_PX,
    WORKING_LONG_SIDE_PX,
    Luma,
    Planes,
)

FINE_LONG_SIDE_PX = 1536
"""A plane is halved (by DCT scaling or by averaging) only while it stays at least this long.

Halving costs nothing in a JPEG, and two or more source pixels per working pixel are kept.
"""

_NEAR = 0.93
"""A whole-number reduction is taken when it reaches this share of the working size: averaging
2×2 or 3×3 pixels takes a tenth of the time of a fractional area resize (0.4 against 4.4 ms)."""


def fine_shrink(width_px: int, height_px: int) -> int:
    """By what power of two (1, 2, 4 or 8) a picture may be reduced for the fine plane."""
    long_side = max(width_px, height_px)
    return max(s for s in (1, 2, 4, 8) if s == 1 or long_side // s >= FINE_LONG_SIDE_PX)


def upright(pixels: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Apply an EXIF orientation 1–8 (CIPA DC-008); other values leave the picture as it is."""
    if orientation == 2:
        return cv2.flip(pixels, 1)  # type: ignore[return-value]
    if orientation == 3:
        return cv2.rotate(pixels, cv2.ROTATE_180)  # type: ignore[return-value]
    if orientation == 4:
        return cv2.flip(pixels, 0)  # type: ignore[return-value]
    if orientation == 5:
        return cv2.transpose(pixels)  # type: ignore[return-value]
    if orientation == 6:
        return cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE)  # type: ignore[return-value]
    if orientation == 7:
        return cv2.flip(cv2.transpose(pixels), -1)  # type: ignore[return-value]
    if orientation == 8:
        return cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE)  # type: ignore[return-value]
    return pixels


def reduced(pixels: NDArray[np.uint8], long_side_px: int) -> NDArray[np.uint8]:
    """Area-averaged so that the long side is at most ``long_side_px``; never enlarged."""
    height, width = pixels.shape[:2]
    long_side = max(height, width)
    if long_side <= long_side_px:
        return pixels
    factor = -(-long_side // long_side_px)
    if long_side // factor >= _NEAR * long_side_px and min(height, width) >= factor:
        cut = pixels[: height - height % factor, : width - width % factor]
        size = (cut.shape[1] // factor, cut.shape[0] // factor)
        return cv2.resize(cut, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]
    scale = long_side_px / long_side
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def planes_from_luma(
    luma: Luma,
    *,
    stored_width_px: int | None = None,
    stored_height_px: int | None = None,
    orientation: int = 1,
) -> Planes:
    """Planes from luma as stored, uint8 H×W.

    Args:
        luma: at its stored size, or reduced by a decoder.
        stored_width_px: width before that; None if it was not reduced.
        stored_height_px: height before that.
        orientation: EXIF, 1–8, still to be applied.
    """
    height, width = luma.shape
    stored = stored_width_px or width, stored_height_px or height
    shrink = fine_shrink(width, height)
    if 1 < shrink <= min(height, width):
        cut = luma[: height - height % shrink, : width - width % shrink]
        size = (cut.shape[1] // shrink, cut.shape[0] // shrink)
        luma = cv2.resize(cut, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    fine = np.ascontiguousarray(upright(luma, orientation))
    seen = stored[::-1] if orientation in {5, 6, 7, 8} else stored
    return Planes(
        working=np.ascontiguousarray(reduced(fine, WORKING_LONG_SIDE_PX)),
        fine=fine,
        fine_scale=min(1.0, max(fine.shape) / max(stored)),
        width_px=seen[0],
        height_px=seen[1],
    )


def planes_from_rgb(rgb: NDArray[np.uint8]) -> Planes:
    """Planes from an upright picture: uint8 RGB H×W×3 (or grey H×W).

    Raises:
        ValueError: another shape or dtype, or an empty array.
    """
    planes = planes_from_luma(luma_of(rgb))
    if rgb.ndim == 2 or rgb.shape[2] == 1:
        return planes
    small = reduced(rgb if rgb.shape[2] == 3 else over_white(rgb), COLOUR_LONG_SIDE_PX)
    return replace(planes, colour=np.ascontiguousarray(small))


def luma_of(pixels: NDArray[np.uint8]) -> Luma:
    """BT.601 full-range luma of uint8 RGB H×W×3, RGBA H×W×4 (over white) or grey H×W(×1).

    Raises:
        ValueError: another shape or dtype, or an empty array.
    """
    if pixels.dtype != np.uint8 or pixels.size == 0:
        raise ValueError("A picture array must hold uint8 values and at least one pixel.")
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    if pixels.ndim == 2:
        return np.ascontiguousarray(pixels)
    if pixels.ndim != 3 or pixels.shape[2] not in {3, 4}:
        raise ValueError("A picture array must be height × width, or height × width × 3 (RGB).")
    if pixels.shape[2] == 4:
        pixels = over_white(pixels)
    return cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY)  # type: ignore[return-value]


def over_white(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """RGB H×W×3 of RGBA laid on white, as a page shows it."""
    alpha = rgba[:, :, 3]
    if alpha.min() == 255:
        return np.ascontiguousarray(rgba[:, :, :3])
    out = np.empty((*rgba.shape[:2], 3), np.uint8)
    for top in range(0, rgba.shape[0], 512):  # bands: the 16-bit copy stays small
        band = rgba[top : top + 512].astype(np.uint16)
        a = band[:, :, 3:]
        out[top : top + 512] = (band[:, :, :3] * a + 255 * (255 - a) + 127) // 255
    return out
