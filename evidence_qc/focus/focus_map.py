"""The map that the focus network draws of a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidence_qc.focus.plane import CELL_PX

Floats = NDArray[np.float32]

#: A cell whose predicted error is larger than this cannot tell its size of blur, octaves.  Where
#: there is nothing to see at all, the network answers with the spread of its training, about 1.4.
DECIDABLE_SD = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class FocusMap:
    """What the network sees in every cell of 16 x 16 px of the working plane.

    All arrays are float32 of shape (R, C), row by row from the upper left.  The blur kernel of a
    cell is described by its second moments, the pixel's own 0.3 px included, so ``sigma_px`` of a
    perfectly sharp cell is about 0.3.
    """

    sigma_px: Floats
    """Standard deviation of the blur kernel along its major axis, px of the working plane, > 0."""
    axis_ratio: Floats
    """Major over minor axis of the blur kernel, at least 1; 1 is round (defocus)."""
    angle_deg: Floats
    """Direction of the major axis, 0 to 180, 0 is horizontal, counter-clockwise as seen."""
    anisotropy: Floats
    """Expected log2 axis ratio along ``angle_deg``; near 0 where a direction is not evident."""
    log2_sigma_sd: Floats
    """Predicted standard deviation of log2 sigma, octaves; large where a cell cannot tell."""
    log2_ratio_sd: Floats
    """Predicted standard deviation of log2 axis ratio, octaves."""
    anisotropy_sd: Floats
    """Predicted standard deviation of either component of the anisotropy, octaves."""
    plane_width_px: int
    plane_height_px: int
    cell_px: int = CELL_PX

    @property
    def rows(self) -> int:
        """Number of rows of cells."""
        return int(self.sigma_px.shape[0])

    @property
    def columns(self) -> int:
        """Number of cells in a row."""
        return int(self.sigma_px.shape[1])

    @property
    def blur_permille(self) -> Floats:
        """``sigma_px`` in thousandths of the long side of the picture."""
        longest = max(self.plane_width_px, self.plane_height_px)
        share: Floats = self.sigma_px * np.float32(1000.0 / longest)
        return share

    @property
    def decidable(self) -> NDArray[np.bool_]:
        """Cells with enough structure to tell their blur by, (R, C)."""
        able: NDArray[np.bool_] = self.log2_sigma_sd <= DECIDABLE_SD
        return able

    def centres(self) -> tuple[Floats, Floats]:
        """Middles of the cells as shares of the picture: x (C,) and y (R,), 0 to 1."""
        rows, columns = self.sigma_px.shape
        x = (np.arange(columns, dtype=np.float32) + 0.5) * self.cell_px / self.plane_width_px
        y = (np.arange(rows, dtype=np.float32) + 0.5) * self.cell_px / self.plane_height_px
        return np.minimum(x, 1.0), np.minimum(y, 1.0)


def to_heatmap(focus_map: FocusMap, *, most_cells: int = 32) -> NDArray[np.uint8]:
    """A small picture of the map for reports, uint8, at most ``most_cells`` a side.

    0: cannot tell.  1: as sharp as a picture can be (0.5 thousandths of the long side or less)
    to 255: entirely blurred (8 thousandths or more), evenly spaced in octaves between.  Where
    several cells become one, the decidable among them are averaged.
    """
    octaves = np.log2(np.maximum(focus_map.blur_permille, 1e-6) / 0.5) / 4.0
    able = focus_map.decidable.astype(np.float32)
    level = (able * (1.0 + 254.0 * np.clip(octaves, 0.0, 1.0))).astype(np.float32)
    shrink = -(-max(focus_map.rows, focus_map.columns) // most_cells)
    total, count = _binned(level, shrink), _binned(able, shrink)
    heat: NDArray[np.uint8] = np.rint(total / np.maximum(count, 1.0)).astype(np.uint8)
    return heat


def _binned(values: Floats, size: int) -> Floats:
    """Sums over ``size`` x ``size`` cells, the last row and column over what is left."""
    rows = np.arange(0, values.shape[0], size)
    columns = np.arange(0, values.shape[1], size)
    binned: Floats = np.add.reduceat(np.add.reduceat(values, rows, axis=0), columns, axis=1)
    return binned
