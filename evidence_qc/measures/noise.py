"""Grain: how strong it is, how it compares with the light, and whether it is everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.planes import Luma
from evidence_qc.measures.quantile import quantile

CELL_PX = 16
FLAT_QUANTILE = 0.1
"""The flattest tenth of the cells is taken to hold noise alone."""
LEAST_CELLS = 8
USABLE_DN = (6, 249)
"""Cells darker or brighter on average are crushed or clipped and hide their noise."""
BLACK_DN = 10.0
"""Added to the light that noise is compared with, so that black does not divide by nought."""
CURVATURE = np.array([1, -2, 1], np.float32)
"""Across and down: together the difference of two Laplacians, (1 -2 1, -2 4 -2, 1 -2 1)."""
TO_SIGMA = float(np.sqrt(np.pi / 2) / 6)
CROP_PX = 128
FLOOR_QUANTILE = 0.05
"""Grain is what even the flattest twentieth of the cells has."""
MIDTONES_DN = (12, 240)
"""Cells near black or white hide grain in their curve."""
LEAST_GRAIN_PX = 1500
"""On a smaller plane cloth and gravel are as fine as grain."""


@dataclass(frozen=True, slots=True)
class Noise:
    """Grain of one picture; all numbers ≥ 0."""

    noise_dn: float
    """Standard deviation in code values, in the flattest tenth of the cells."""
    noise_contrast_ratio: float
    """The same over the brightness of the cell: grain of equal strength shows more in the dark."""
    noise_spread_ratio: float
    """Fine structure of the flattest tenth over that of the median cell, 0–1: near 1 it is
    everywhere alike, as grain is; low where some parts are quiet and others hold detail."""


@dataclass(frozen=True, slots=True)
class Grain:
    """Grain of one picture at about two thousand pixels."""

    grain_dn: float
    """Standard deviation in code values, in the flattest twentieth of the cells, ≥ 0."""
    grain_halved_ratio: float
    """The same at half the size over it: grain that knows nothing of its neighbour is halved,
    texture is not."""


Cells = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Noise estimate and mean luma, in code values, of every cell, flat."""


def cells_at_two_sizes(luma: Luma) -> tuple[Cells, Cells]:
    """What ``noise`` and ``grain`` look at in a uint8 H×W plane: as it is, and at half its size.

    The difference of two Laplacians, which flat, sloping and straight-edged parts leave at zero,
    averaged over 16-px cells. Large planes are sampled by nine crops of 128 px.
    """
    parts = np.stack(crops(luma, CROP_PX))
    return _cells(parts), _cells(_halved(parts))


def grain(luma: Luma, cells: tuple[Cells, Cells] | None = None) -> Grain | None:
    """Grain of a uint8 H×W plane; None where it is small, or few cells can be judged.

    ``cells`` are the plane's (``cells_at_two_sizes``), of a caller that has them.
    """
    if max(luma.shape) < LEAST_GRAIN_PX:
        return None
    full, halved = (_floor(*each) for each in cells or cells_at_two_sizes(luma))
    if not full or halved is None:
        return None
    return Grain(full, halved / full)


def _floor(strength: NDArray[np.float32], level: NDArray[np.float32]) -> float | None:
    strength = strength[(level >= MIDTONES_DN[0]) & (level <= MIDTONES_DN[1])]
    return quantile(strength, FLOOR_QUANTILE) if strength.size >= LEAST_CELLS else None


def noise(luma: Luma, cells: tuple[Cells, Cells] | None = None) -> Noise | None:
    """Grain of a uint8 H×W plane; None where no cell can be judged (tiny, black or burnt white).

    What a phone calls denoising and JPEG leave of grain is coarse: of the plane as it is and at
    half its size the stronger counts. Fine regular texture that fills the picture reads as noise.
    ``cells`` are the plane's (``cells_at_two_sizes``), of a caller that has them.

    Source: J. Immerkær, "Fast noise variance estimation", CVIU 64 (1996).
    """
    both = cells or cells_at_two_sizes(luma)
    octaves = [found for each in both if (found := _octave(*each)) is not None]
    return max(octaves, key=lambda octave: octave.noise_dn, default=None)


def _octave(strength: NDArray[np.float32], level: NDArray[np.float32]) -> Noise | None:
    usable = (level >= USABLE_DN[0]) & (level <= USABLE_DN[1])
    strength, level = strength[usable], level[usable]
    if strength.size < LEAST_CELLS:
        return None
    flat, middle = quantile(strength, FLAT_QUANTILE), quantile(strength, 0.5)
    return Noise(
        noise_dn=flat,
        noise_contrast_ratio=quantile(strength / (level + BLACK_DN), FLAT_QUANTILE),
        noise_spread_ratio=flat / middle if middle > 0 else 1.0,
    )


def _cells(parts: NDArray[np.uint8]) -> Cells:
    """Of crops of one size, uint8 N×H×W, their whole cells.

    The crops are looked at as one tall picture, each with a mirrored frame of its own: nine small
    ones would take three times as long.
    """
    count = len(parts)
    rows, columns = (side // CELL_PX for side in parts.shape[1:])
    if not rows or not columns:
        return np.empty(0, np.float32), np.empty(0, np.float32)
    whole = parts[:, : rows * CELL_PX, : columns * CELL_PX]
    framed = _framed(whole)
    tall = framed.reshape(-1, framed.shape[2])
    curved = cv2.sepFilter2D(tall, cv2.CV_16S, CURVATURE, CURVATURE)  # whole numbers: exact
    response = np.asarray(curved).reshape(framed.shape)
    strength = np.abs(response[:, 1:-1, 1:-1]).astype(np.float32)
    cells = _averaged(strength, count * rows, columns) * TO_SIGMA
    return np.asarray(cells, np.float32), _averaged(whole, count * rows, columns)


def _averaged(parts: NDArray[Any], rows: int, columns: int) -> NDArray[np.float32]:
    """Means of cells, flat; the parts, N×H×W, lie below one another."""
    tall = np.ascontiguousarray(parts).reshape(rows * CELL_PX, columns * CELL_PX)
    means = cv2.resize(tall, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(means, np.float32).ravel()


def _framed(parts: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """One pixel more on every side, mirrored (BORDER_REFLECT_101); N×(H + 2)×(W + 2)."""
    count, height, width = parts.shape
    framed = np.empty((count, height + 2, width + 2), np.uint8)
    framed[:, 1:-1, 1:-1] = parts
    framed[:, 0], framed[:, -1] = framed[:, 2], framed[:, -3]
    framed[:, :, 0], framed[:, :, -1] = framed[:, :, 2], framed[:, :, -3]
    return framed


def _halved(parts: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Crops averaged to half their size, N×H×W → N×⌊H/2⌋×⌊W/2⌋, each at least 1×1."""
    count, height, width = parts.shape
    size = (max(1, width // 2), max(1, height // 2))
    if height % 2 == 0:
        tall = parts.reshape(-1, width)
        half = cv2.resize(tall, (size[0], count * size[1]), interpolation=cv2.INTER_AREA)
        return np.asarray(half, np.uint8).reshape(count, size[1], size[0])
    each = [cv2.resize(part, size, interpolation=cv2.INTER_AREA) for part in parts]
    return np.asarray(each, np.uint8)


def crops(luma: Luma, side: int, per_axis: int = 3) -> list[Luma]:
    """Views of ``side`` px, evenly spread ``per_axis`` × ``per_axis``; the whole plane if small."""
    height, width = luma.shape
    if height * width <= (per_axis * side) ** 2:
        return [luma]
    side_y, side_x = min(side, height), min(side, width)
    tops = np.linspace(0, height - side_y, per_axis).astype(int)
    lefts = np.linspace(0, width - side_x, per_axis).astype(int)
    return [luma[y : y + side_y, x : x + side_x] for y in tops for x in lefts]
