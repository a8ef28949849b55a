"""Finds where all the rest of a JPEG is black, or white: a shift that leaves nothing of it.

A wrong byte may darken or lighten all that follows it so much that nothing is left to compare with
what is above (``jpeg_dc_shift``). But where it begins tells: in the middle of a row of coded units,
which stays as it was up to there, and from where on everything is flat, in reading order. Nothing
in nature ends so, and what people draw ends along a line.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BLACK, WHITE = 2, 253
"""Of luma, at most and at least."""
FLAT_SHARE = 0.95
"""Of a unit's pixels so many are, where it counts as flat."""
DIFFERENCE = 0.96
"""By so much more of the units are flat behind the place, to the end and in the next row's worth of
them, than in the row's worth before it. Of 5,111 intact photos (fifteen public collections and six
sets of photos; 2026-11) the highest has 0.91, and one in 700 more than 0.7."""

_BEGINS = 2
"""What begins less than so many units from a row's end may be drawn."""
_SIDE_MIN = 8


def find_flat_end(luma: NDArray[np.uint8], unit_width: int, unit_height: int) -> int | None:
    """The row of minimum coded units in which the picture ends; None: it goes on to its end.

    Args:
        luma: as decoded, not turned, uint8 H×W.
        unit_width: width of a minimum coded unit (DCT scaling included).
        unit_height: its height.
    """
    rows, columns = luma.shape[0] // unit_height, luma.shape[1] // unit_width
    if min(rows, columns) < _SIDE_MIN:
        return None
    whole = luma[: rows * unit_height, : columns * unit_width]
    units = whole.reshape(rows, unit_height, columns, unit_width)
    for is_clipped in (units <= BLACK, units >= WHITE) if _ends_flat(units[-1]) else ():
        row = _turn(is_clipped.mean(axis=(1, 3)) >= FLAT_SHARE)
        if row is not None:
            return row
    return None


def _ends_flat(last: NDArray[np.uint8]) -> bool:
    """Could it be? Asked of the last row alone, which nearly every photo denies."""
    return max(float((last <= BLACK).mean()), float((last >= WHITE).mean())) >= FLAT_SHARE


def _turn(flat: NDArray[np.bool_]) -> int | None:
    """The row from within which all are flat, of rows × columns in reading order, none before."""
    columns = flat.shape[1]
    sums = np.concatenate(([0], np.cumsum(flat.ravel())))
    places = np.arange(columns, flat.size - columns)
    before = (sums[places] - sums[places - columns]) / columns
    behind = (sums[places + columns] - sums[places]) / columns
    to_end = (sums[-1] - sums[places]) / (flat.size - places)
    difference = np.minimum(behind, to_end) - before
    best = int(difference.argmax())
    row, column = divmod(int(places[best]), columns)
    is_inside = _BEGINS <= column <= columns - _BEGINS
    return row if is_inside and difference[best] >= DIFFERENCE else None
