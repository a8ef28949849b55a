"""Finds colours in a JPEG that no picture has: what wrong bits decode to.

A JPEG stores luma and chroma, which can name more colours than red, green and blue can make.
A program starts from red, green and blue, and the mean of colours that can be made can be made too:
the mean of a block lies outside only by what its coefficients were rounded. Wrong bits know no such
bounds.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

EXCESS_DN = 16.0
"""3,593 intact JPEGs of programs stay within 2.1 (BIQ2021, CUHK, SICE, own; 2026-11). Four of 17
cameras go beyond 8: they write luma and chroma straight from the sensor, and so may a program that
takes photos. Of 660 that 1 or 5 bits spoiled visibly without a complaint of the decoder, 38 % go
further, …"""
EXCESS_CAMERA_DN = 40.0
"""… of files with a camera's name in them must go further than this: one goes to 35."""


def impossible_colour(
    ycc: NDArray[np.uint8],
    block_width: int,
    block_height: int,
    quanta: Sequence[float] = (),
    *,
    by_camera: bool,
) -> float | None:
    """How far down the picture (0–1) the first block lies whose mean colour cannot be; or None.

    Args:
        ycc: luma and chroma as decoded (JFIF), uint8 H×W×3.
        block_width: of a minimum coded unit.
        block_height: of the same.
        quanta: least difference of two blocks' means by channel: half of it may be rounded away.
        by_camera: the file may be a camera's own, not a program's.
    """
    columns, rows = ycc.shape[1] // block_width, ycc.shape[0] // block_height
    if not columns or not rows:
        return None
    whole = ycc[: rows * block_height, : columns * block_width]
    means = np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA))
    luma, blue, red = (means[:, :, n].astype(np.float32) for n in range(3))
    blue, red = blue - 128.0, red - 128.0
    rgb = (luma + 1.402 * red, luma - 0.344136 * blue - 0.714136 * red, luma + 1.772 * blue)
    excess = np.maximum.reduce([np.maximum(channel - 255.0, -channel) for channel in rgb])
    rounded = 0.5 * quanta[0] + 0.9 * max(quanta[1:]) if len(quanta) == 3 else 0.0
    beyond = (excess > rounded + (EXCESS_CAMERA_DN if by_camera else EXCESS_DN)).any(axis=1)
    return float(beyond.argmax()) / rows if beyond.any() else None
