"""From a luma plane of any size to what the focus network reads."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Luma = NDArray[np.uint8]
Floats = NDArray[np.float32]

#: Side of a cell of the focus map, px of the working plane.
CELL_PX = 16
#: Long side and area of the working plane at most; larger pictures are reduced, smaller ones stay
#: as they are.  Measured: the largest that one core sees in 12 ms with OpenCV 4.14 as well as 5.0;
#: the area keeps a square picture as quick as one of 4:3.
WORK_LONG_SIDE_PX = 672
WORK_AREA_PX = 672 * 512
#: Contrast, in grey levels, below which differences fade instead of being stretched: about the
#: noise of a phone photo in room light.
CONTRAST_FLOOR = 4.0

#: Side of the squares that are looked at one by one in a larger plane: what the network was
#: trained on.
TILE_PX = 128
#: So many squares have as many pixels as the working plane, and cost as much.
MOST_TILES = 20

_STEP = 8  # px; local mean and contrast are known on a grid this fine
_WINDOW = 5  # steps; so they are taken over 40 px


def working_plane(luma: Luma) -> Luma:
    """Reduce a luma plane (H, W) by area averaging to at most 672 px a side and 0.34 megapixels.

    Both sides of a reduced plane are multiples of 16 px, which bends the picture by at most 1.5 %
    (strips narrower than one cell keep their own width).  A picture that is no larger is returned
    as it is: enlarging adds no sharpness.
    """
    height, width = luma.shape
    scale = min(WORK_LONG_SIDE_PX / max(height, width), math.sqrt(WORK_AREA_PX / (height * width)))
    if scale >= 1:
        return luma
    sides = width * scale, height * scale
    cells = [round(side / CELL_PX) * CELL_PX if side >= CELL_PX else round(side) for side in sides]
    size = max(1, cells[0]), max(1, cells[1])
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)


def network_input(luma: Luma, *, floor_dn: float = CONTRAST_FLOOR) -> Floats:
    """Normalise local mean and contrast and split the plane (H, W) into its four phases.

    Returns (1, 4, rows * 8, columns * 8) float32, where rows and columns count the cells of 16 px
    that cover the plane; what the plane lacks to whole cells is mirrored. Contrast below
    ``floor_dn`` grey levels fades.
    """
    height, width = luma.shape
    plane = cv2.copyMakeBorder(
        luma, 0, -height % CELL_PX, 0, -width % CELL_PX, cv2.BORDER_REFLECT
    ).astype(np.float32)
    height, width = plane.shape
    grid, half = (width // _STEP, height // _STEP), (width // 2, height // 2)
    # Mean of the plane and of its square on the grid, over a window around each point.
    means = (cv2.resize(each, grid, interpolation=cv2.INTER_AREA) for each in (plane, plane**2))
    mean, square = (
        np.asarray(cv2.blur(each, (_WINDOW, _WINDOW), borderType=cv2.BORDER_REFLECT), np.float32)
        for each in means
    )
    spread = np.sqrt(np.maximum(square - mean * mean, 0.0) + floor_dn**2)
    gain = cv2.resize(np.reciprocal(spread, dtype=np.float32), half)
    mean = np.asarray(cv2.resize(mean, half), np.float32)
    phases = np.empty((1, 4, height // 2, width // 2), np.float32)
    for i in range(2):
        for j in range(2):
            phase = phases[0, 2 * i + j]
            np.subtract(plane[i::2, j::2], mean, out=phase)
            np.multiply(phase, gain, out=phase)
    return phases


def tiles(luma: Luma) -> tuple[Floats, int, int]:
    """Squares of 128 px out of a plane (H, W), at its own size and evenly spread over it.

    Returns what the network reads of them, (rows * columns, 4, 64, 64), and rows and columns of
    the grid whose fields they are the middles of; at most 20 squares. A plane narrower than a
    square is mirrored.
    """
    height, width = luma.shape
    columns = round(math.sqrt(MOST_TILES * width / height))
    columns = max(1, min(columns, MOST_TILES, width // TILE_PX))
    rows = max(1, min(MOST_TILES // columns, height // TILE_PX))
    down, right = (max(0, TILE_PX - side) for side in (height, width))
    if down or right:
        mirrored = cv2.copyMakeBorder(luma, 0, down, 0, right, cv2.BORDER_REFLECT_101)
        luma = np.asarray(mirrored, np.uint8)
    tops, lefts = _starts(luma.shape[0], rows), _starts(luma.shape[1], columns)
    return squares(luma, [(top, left) for top in tops for left in lefts]), rows, columns


def squares(luma: Luma, corners: Sequence[tuple[int, int]]) -> Floats:
    """What the network reads of squares of 128 px whose top left corners are given.

    Returns (N, 4, 64, 64); every square lies inside the plane (H, W).
    """
    return np.concatenate(
        [network_input(luma[top : top + TILE_PX, left : left + TILE_PX]) for top, left in corners]
    )


def _starts(length: int, count: int) -> list[int]:
    """Where ``count`` squares begin that lie in the middles of as many equal parts."""
    return [round((i + 0.5) * length / count - TILE_PX / 2) for i in range(count)]
