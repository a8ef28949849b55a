"""Finds blocks of a JPEG that fit nothing above and below them, as wrong bytes are decoded to.

There the picture breaks at both edges of a row of blocks, far more than it changes within a pixel
of them. Where restart markers stand at every row, such blocks go on to the row's end, and with the
next marker the picture is whole again; where there are none, a few of them stand where a shift of
all that follows begins. What ends at both edges to the pixel is drawn otherwise; but seldom in
files of phones, which write these markers, and seldom where a shift begins.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evidence_qc.media.integrity.block_edges import Float, rows_at_edges

BREAK_DN = 8.0
"""More than beside it a picture changes at an edge, at least so much where it breaks."""
EVIDENCE = 20.0
"""What the breaks at the weaker edge are beyond that, by block, over the root of the blocks. Of 896
intact photos of 15 public collections one had more than -5, a scanned page of text …"""
SHARE = 0.8
"""… of which fewer blocks broke at both edges (2026-11) …"""
RATIO = 3.0
"""… and the break is so many times as high as all but one in a hundred above and below it: two bars
of a fence, of 8 pixels each, lay on the blocks of one of 8,487 photos drawn afterwards."""

BREAK_BEFORE_DN = 12.0
"""Where a shift begins, the three blocks that break most do so by this on average. Of 4,200 intact
photos 20 show something like a faint shift, and none breaks there by more than 3.5; of 1,200 sheets
and frames made of photos, in steps of whole blocks, none by more than 10.7 (2026-11) …"""
BREAK_BEFORE_RATIO = 2.0
"""… and by so many times as much as all but one in a hundred of the picture's: shutters and the
like break everywhere."""
_BEFORE, _AFTER = 8, 3
_MOST = 3

_BLOCK_LEAST, _BLOCK_MOST = -10.0, 20.0
_BEGINS = 3
"""A row that breaks from its beginning may be a drawn one."""
_WIDE = 5
"""So many of its last blocks are looked at by themselves: a bar may end before the border."""
_COLUMNS_MIN, _ROWS_MIN = 24, 8


def find_row_break(
    luma: NDArray[np.uint8], unit_width: int, unit_height: int
) -> tuple[int, int] | None:
    """Row and column of the first minimum coded unit that fits nothing; None: there is none.

    Args:
        luma: as decoded, not turned, uint8 H×W.
        unit_width: width of a minimum coded unit (DCT scaling included).
        unit_height: its height, at least 2.
    """
    height, width = luma.shape
    columns = width // unit_width if unit_width else 0
    if unit_height < 2 or columns < _COLUMNS_MIN or height < _ROWS_MIN * unit_height:
        return None
    both = _breaks(luma, columns, unit_width, unit_height)
    beyond = np.clip(both - BREAK_DN, _BLOCK_LEAST, _BLOCK_MOST)
    sums = np.cumsum(beyond[:, ::-1], axis=1)[:, ::-1]
    evidence = (sums / np.sqrt(np.arange(columns, 0, -1, dtype=np.float32)))[:, :-_WIDE]
    row, column = divmod(int(evidence.argmax()), evidence.shape[1])
    if evidence[row, column] < EVIDENCE or column < _BEGINS:
        return None
    is_broken = both[row, column:] > BREAK_DN
    usual = float(np.percentile(np.delete(both[:, column:], row, axis=0), 99.0))
    if float(np.median(both[row, column:])) < RATIO * usual:
        return None
    goes_on = min(float(is_broken.mean()), float(is_broken[-_WIDE:].mean())) >= SHARE
    return (row + 1, column) if goes_on else None


def breaks_where(
    luma: NDArray[np.uint8], unit_width: int, unit_height: int, row: int, column: int
) -> bool:
    """Does the picture break just where a shift begins: in a row of units, about a column?

    Args:
        luma: as decoded, not turned, uint8 H×W.
        unit_width: width of a minimum coded unit (DCT scaling included).
        unit_height: its height, at least 2.
        row: of the unit from which on all is shifted.
        column: of the same.
    """
    both = _breaks(luma, luma.shape[1] // unit_width, unit_width, unit_height)
    if not 0 < row <= len(both):
        return False
    near = both[row - 1, max(0, column - _BEFORE) : column + _AFTER]
    most = float(np.sort(near)[-_MOST:].mean())
    usual = float(np.percentile(both, 99.0))
    return most >= max(BREAK_BEFORE_DN, BREAK_BEFORE_RATIO * usual)


def _breaks(luma: NDArray[np.uint8], columns: int, unit_width: int, unit_height: int) -> Float:
    """By how much more the picture changes across a unit's edges than beside them, rows × columns.

    In code values, on average by pixel, at the weaker edge; of the rows from the second to the last
    but one.
    """
    above, upper, lower, below = rows_at_edges(luma, columns * unit_width, unit_height)[0]
    across, *beside = (
        np.abs(np.subtract(one, other, dtype=np.int16))
        for one, other in ((lower, upper), (upper, above), (below, lower))
    )
    more = across - np.maximum(*beside)
    means: Float = more.reshape(len(more), columns, unit_width).mean(axis=2, dtype=np.float32)
    return np.minimum(means[:-1], means[1:])
