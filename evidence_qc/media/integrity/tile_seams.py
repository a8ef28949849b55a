"""Finds a tile whose end does not fit its neighbours: what wrong bits in an iPhone's HEIC leave.

Such pictures are a grid of tiles, each coded apart. Wrong bits shift what is read after them, to
the end of their tile, so that its last corner, at the lower right, steps away from the tiles beside
and below, while these fit the one across. Things in a picture rarely have a corner just there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evidence_qc.media.formats.coded import Area, CodedExtents

STEP = 3.0
"""Steps at the corner against the largest nearby, and against those between the other tiles: none
of 21,501 corners of intact pictures has more than 2.1 (BIQ2021, CUHK, SICE, cameras; a grid of 96
or 160 px laid over them; 2026-11). 41 of 66 iPhone pictures that 1 or 5 wrong bits or 4 KB of noise
spoiled visibly have more, and 50 with the other signs."""

_ARM_PX = 32
_BESIDE_PX = 6
_EVEN_DN = 3.0
"""Added below the line, so that noise on an even wall makes no step."""

Levels = NDArray[np.int16]


def has_tile_seam(pixels: NDArray[np.uint8], parts: CodedExtents) -> bool:
    """Does any part end in a corner that steps away from its neighbours? uint8 H×W×C, as stored."""
    if pixels.ndim != 3 or len(parts.areas) < 2:
        return False
    whole = np.rot90(pixels, -parts.quarter_turns)
    return any(is_seam(whole, area) for area in parts.areas)


def is_seam(whole: NDArray[np.uint8], area: Area) -> bool:
    """Does this part end in such a corner? ``whole`` is H×W×C, before the turns."""
    reach = _ARM_PX + _BESIDE_PX
    rows, columns = area
    around = whole[
        max(0, rows.stop - reach) : rows.stop + reach,
        max(0, columns.stop - reach) : columns.stop + reach,
    ]
    return around.shape[:2] == (2 * reach, 2 * reach) and corner_step(around) > STEP


def by_edges(whole: NDArray[np.uint8], tiles: Sequence[Area]) -> list[int]:
    """Numbers of the tiles, those first whose edges step away most from what is beside them.

    Args:
        whole: uint8 H×W×C, before the turns.
        tiles: inside of it.
    """
    if len(tiles) == 1:
        return [0]
    return sorted(range(len(tiles)), key=lambda number: -_edge(whole, tiles[number]))


def _edge(whole: NDArray[np.uint8], tile: Area) -> float:
    """The steps across its four edges together, each less what the quieter side has beside it."""
    rows, columns = tile
    turned = whole.transpose(1, 0, 2)
    edges = (
        (whole, rows.start, columns),
        (whole, rows.stop, columns),
        (turned, columns.start, rows),
        (turned, columns.stop, rows),
    )
    total = 0.0
    for picture, at, along in edges:
        if _BESIDE_PX <= at <= len(picture) - _BESIDE_PX:
            strip = picture[at - 3 : at + 3, along].transpose(1, 0, 2).astype(np.int16)
            total += max(0.0, _step(strip) - min(_step(strip, -2), _step(strip, 2)))
    return total


def corner_step(around: NDArray[np.uint8]) -> float:
    """How much the upper left quarter of a square ends in steps of its own, in its middle.

    uint8 H×H×C, 76 px; 1 where the steps are as large as others nearby.
    """
    levels = around.astype(np.int16)
    turned = levels.transpose(1, 0, 2)
    middle = len(around) // 2
    before, after = slice(middle - _ARM_PX, middle), slice(middle, middle + _ARM_PX)
    right, right_near = _step(levels[before]), _nearby(levels[before])
    below, below_near = _step(turned[before]), _nearby(turned[before])
    other = max(_step(levels[after]), _step(turned[after]))
    return min(
        right / (right_near + _EVEN_DN),
        below / (below_near + _EVEN_DN),
        min(right, below) / (other + _EVEN_DN),
    )


def _step(strip: Levels, beside: int = 0) -> float:
    """Mean step between the middle columns of a strip, in the channel that steps most."""
    at = strip.shape[1] // 2 + beside
    return float(np.abs(strip[:, at] - strip[:, at - 1]).mean(axis=0).max())


def _nearby(strip: Levels) -> float:
    return max(_step(strip, beside) for beside in (-5, -4, -3, 3, 4, 5))
