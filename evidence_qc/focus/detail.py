"""How soft a picture is at the size of its finer plane: its middle, and its crispest detail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.focus.focus_map import FocusMap
from evidence_qc.focus.network import FocusModel
from evidence_qc.focus.plane import TILE_PX
from evidence_qc.focus.summary import LEAST_DECIDABLE_RATIO
from evidence_qc.measures.quantile import quantile

Luma = NDArray[np.uint8]
Floats = NDArray[np.float32]

SQUARES = 12
"""Where the most detail is. A feather on smooth cloth covers two; evenly spread ones miss it."""
CRISPEST_SHARE, SHARPEST_SHARE = 0.05, 0.1
"""Of the cells; the very crispest could be a speck of grain or the broken edge of a block."""
CRISP_PERMILLE = 0.35
"""Less blur than this is crisp at two thousand pixels; nothing else needs to be looked at then."""
MIDDLE_SQUARES = 6
"""Where contrast is strongest near the middle: of soft photos labelled so they tell as many from
sharp ones as all squares of the plane do (area under the curve 0.90 on 923 native photos)."""
LOOKED_WIDTH = 0.5
"""Nearness to the middle: a bell of this width, where 1 is half a side."""
SOFT_LEAST_RATIO = 0.85
"""Where less of the middle is soft, no note of softness can follow (``rules.picture.soft_detail``
asks for more), and the most detailed squares need not be looked at: 263 of 325 native photos that
were not blurred from afar (2026-11)."""
SOFT_PERMILLE = 0.4
"""A cell with more blur is soft at two thousand pixels."""
_CELLS = 8
"""Contrast is that of cells, so many to a side of a square; not that of the large patches."""
_LOGISTIC = 1.702
"""The logistic curve that comes nearest to the normal one is steeper by this."""


@dataclass(frozen=True, slots=True)
class Detail:
    """Blur of the finer plane, standard deviation in thousandths of the long side."""

    crispest_permille: float | None = None
    """The sharpest twentieth of the most detailed squares is sharper than this; None where there
    is no square, or too few cells can tell, or the middle is not soft."""
    sharpest_permille: float | None = None
    """The sharpest tenth of evenly spread squares is sharper than this; None too where the most
    detailed ones are crisp."""
    middle_soft_ratio: float | None = None
    """Share, 0 to 1, that is expected to be softer than ``SOFT_PERMILLE`` of the squares with the
    strongest contrast near the middle; None where there is no square, or too few cells can
    tell."""


def measure_detail(
    model: FocusModel,
    working: Luma,
    fine: Luma,
    map_closely: Callable[[], FocusMap] | None = None,
    *,
    is_blurred: bool = False,
) -> Detail:
    """Look near the middle; if it is soft, where the most detail is; if that is, all over.

    Cells that cannot tell count with their expected blur.

    Args:
        model: reads the squares.
        working: (H, W) uint8, tells where contrast and detail are.
        fine: the same picture, larger, uint8; it is read in squares of 128 px.
        map_closely: the even look at ``fine`` (``map_closely``), of a caller that needs it too.
        is_blurred: it seems blurred from afar; the most detail is looked at whatever the middle is.
    """
    middle = _most_contrast(working, fine.shape)
    if not middle:
        return Detail()
    near = model.map_squares(fine, middle)
    soft = _soft_share(near.blur_permille, near.log2_sigma_sd, near.decidable)
    if not is_blurred and soft is not None and soft <= SOFT_LEAST_RATIO:
        return Detail(middle_soft_ratio=soft)
    detailed = _most_detailed(working, fine.shape)
    others = [corner for corner in detailed if corner not in middle]  # one in five of both
    seen = [near, model.map_squares(fine, others)] if others else [near]
    places = [(*middle, *others).index(corner) for corner in detailed]
    cells = TILE_PX // near.cell_px
    rows = (cells * np.array(places)[:, None] + np.arange(cells)).ravel()
    blur = np.concatenate([each.blur_permille for each in seen])[rows]
    decidable = np.concatenate([each.decidable for each in seen])[rows]
    crispest = _quantile(blur, decidable, CRISPEST_SHARE)
    if crispest is None or crispest <= CRISP_PERMILLE:
        return Detail(crispest, middle_soft_ratio=soft)
    closely = map_closely() if map_closely else model.map_closely(fine)
    sharpest = _quantile(closely.blur_permille, closely.decidable, SHARPEST_SHARE)
    return Detail(crispest, sharpest, soft)


def _quantile(blur: Floats, decidable: NDArray[np.bool_], share: float) -> float | None:
    if float(decidable.mean()) < LEAST_DECIDABLE_RATIO:
        return None
    return quantile(blur, share)


def _soft_share(blur: Floats, octaves_sd: Floats, decidable: NDArray[np.bool_]) -> float | None:
    """Mean probability of cells to be soft, whose blur is known to so many octaves."""
    if float(decidable.mean()) < LEAST_DECIDABLE_RATIO:
        return None
    above = np.log2(blur / np.float32(SOFT_PERMILLE)) / octaves_sd
    return float((1.0 / (1.0 + np.exp(np.float32(-_LOGISTIC) * above))).mean())


def _most_detailed(working: Luma, shape: tuple[int, ...]) -> list[tuple[int, int]]:
    """Top left corners, in a plane of this shape, of squares where fine structure is strongest."""
    rows, columns = _grid(shape)
    if not rows or not columns:
        return []
    fine_structure = cv2.Laplacian(working, cv2.CV_16S)
    energy = cv2.multiply(fine_structure, fine_structure, dtype=cv2.CV_32F)
    return _corners(_means(cv2.integral(energy), columns, rows), SQUARES, shape)


def _most_contrast(working: Luma, shape: tuple[int, ...]) -> list[tuple[int, int]]:
    """Top left corners of squares near the middle where light and dark lie close together."""
    rows, columns = _grid(shape)
    if not rows or not columns:
        return []
    mean, square = (
        _means(sums, columns * _CELLS, rows * _CELLS) for sums in cv2.integral2(working)
    )
    spread = np.sqrt(np.maximum(square - mean * mean, 0.0))
    contrast = spread.reshape(rows, _CELLS, columns, _CELLS).mean(axis=(1, 3))
    y = 2.0 * (np.arange(rows) + 0.5) / rows - 1.0
    x = 2.0 * (np.arange(columns) + 0.5) / columns - 1.0
    near = np.exp(-0.5 * (np.hypot(x[None, :], y[:, None]) / LOOKED_WIDTH) ** 2)
    return _corners(contrast * near, MIDDLE_SQUARES, shape)


def _means(sums: NDArray[Any], columns: int, rows: int) -> Floats:
    """Of so many cells, (rows, columns), of a plane whose integral, (H + 1, W + 1), this is.

    What ``INTER_AREA`` gives, in a fifth of the time: cells begin and end anywhere within a pixel.
    """
    height, width = sums.shape[0] - 1, sums.shape[1] - 1
    y, x = np.linspace(0, height, rows + 1), np.linspace(0, width, columns + 1)
    above, left = _whole(y, height), _whole(x, width)
    # Four numbers around each corner of a cell are all that is asked of the sums.
    around = sums[np.concatenate((above, above + 1))[:, None], np.concatenate((left, left + 1))]
    bands = np.diff(_between(around.astype(np.float64), y - above), axis=0)
    cells = np.diff(_between(bands.T, x - left), axis=0)
    return np.asarray(cells.T * (rows * columns / (height * width)), np.float32)


def _whole(places: NDArray[np.float64], length: int) -> NDArray[np.intp]:
    """The whole pixel before each place; there is one behind it."""
    return np.minimum(places.astype(np.intp), length - 1)


def _between(rows: NDArray[np.float64], parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of rows before places, and behind them as many more: what lies at these parts of the way."""
    low, high = np.split(rows, 2)
    return np.asarray(low + (high - low) * parts[:, None])


def _grid(shape: tuple[int, ...]) -> tuple[int, int]:
    """Rows and columns of whole squares in a plane of this shape."""
    return shape[0] // TILE_PX, shape[1] // TILE_PX


def _corners(
    weight: NDArray[np.floating], count: int, shape: tuple[int, ...]
) -> list[tuple[int, int]]:
    """Of the heaviest squares, evenly spread over a plane of this shape; weight (rows, columns)."""
    rows, columns = weight.shape
    strongest = np.argsort(-weight, axis=None, kind="stable")[:count]
    down, right = np.unravel_index(strongest, weight.shape)
    tops = np.rint((down + 0.5) * shape[0] / rows - TILE_PX / 2).astype(int)
    lefts = np.rint((right + 0.5) * shape[1] / columns - TILE_PX / 2).astype(int)
    return list(zip(tops.tolist(), lefts.tolist(), strict=True))
