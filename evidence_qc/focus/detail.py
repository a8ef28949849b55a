"""How soft the crispest detail of a picture is, at the size of its finer plane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.focus.focus_map import FocusMap
from evidence_qc.focus.network import FocusModel
from evidence_qc.focus.plane import TILE_PX
from evidence_qc.focus.summary import LEAST_DECIDABLE_RATIO

Luma = NDArray[np.uint8]

SQUARES = 12
"""Where the most detail is. A feather on smooth cloth covers two; evenly spread ones miss it."""
CRISPEST_SHARE, SHARPEST_SHARE = 0.05, 0.1
"""Of the cells; the very crispest could be a speck of grain or the broken edge of a block."""
CRISP_PERMILLE = 0.35
"""Less blur than this is crisp at two thousand pixels; nothing else needs to be looked at then."""


@dataclass(frozen=True, slots=True)
class Detail:
    """Blur of the finer plane, standard deviation in thousandths of the long side."""

    crispest_permille: float | None = None
    """The sharpest twentieth of the most detailed squares is sharper than this; None where there
    is no square, or too few cells can tell."""
    sharpest_permille: float | None = None
    """The sharpest tenth of evenly spread squares is sharper than this; None too where the most
    detailed ones are crisp."""


def measure_detail(
    model: FocusModel,
    working: Luma,
    fine: Luma,
    map_closely: Callable[[], FocusMap] | None = None,
) -> Detail:
    """Look where the most detail is, and if that is not crisp, all over the picture.

    Cells that cannot tell count with their expected blur.

    Args:
        model: reads the squares.
        working: (H, W) uint8, tells where the detail is.
        fine: the same picture, larger, uint8; it is read in squares of 128 px.
        map_closely: the even look at ``fine`` (``map_closely``), of a caller that needs it too.
    """
    corners = _most_detailed(working, fine.shape)
    crispest = _quantile(model.map_squares(fine, corners), CRISPEST_SHARE) if corners else None
    if crispest is None or crispest <= CRISP_PERMILLE:
        return Detail(crispest)
    closely = map_closely() if map_closely else model.map_closely(fine)
    return Detail(crispest, _quantile(closely, SHARPEST_SHARE))


def _quantile(seen: FocusMap, share: float) -> float | None:
    if float(seen.decidable.mean()) < LEAST_DECIDABLE_RATIO:
        return None
    return float(np.quantile(seen.blur_permille, share))


def _most_detailed(working: Luma, shape: tuple[int, ...]) -> list[tuple[int, int]]:
    """Top left corners, in a plane of this shape, of squares where fine structure is strongest."""
    rows, columns = (side // TILE_PX for side in shape)
    if not rows or not columns:
        return []
    fine_structure = cv2.Laplacian(working, cv2.CV_32F)
    energy = cv2.resize(
        fine_structure * fine_structure, (columns, rows), interpolation=cv2.INTER_AREA
    )
    strongest = np.argsort(-energy, axis=None, kind="stable")[:SQUARES]
    down, right = np.unravel_index(strongest, energy.shape)
    tops = np.rint((down + 0.5) * shape[0] / rows - TILE_PX / 2).astype(int)
    lefts = np.rint((right + 0.5) * shape[1] / columns - TILE_PX / 2).astype(int)
    return list(zip(tops.tolist(), lefts.tolist(), strict=True))
