"""Grain: how strong it is, how it compares with the light, and whether it is everywhere."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.planes import Luma

CELL_PX = 16
FLAT_QUANTILE = 0.1
"""The flattest tenth of the cells is taken to hold noise alone."""
LEAST_CELLS = 8
USABLE_DN = (6, 249)
"""Cells darker or brighter on average are crushed or clipped and hide their noise."""
BLACK_DN = 10.0
"""Added to the light that noise is compared with, so that black does not divide by nought."""
KERNEL = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
TO_SIGMA = float(np.sqrt(np.pi / 2) / 6)
CROP_PX = 128


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


def noise(luma: Luma) -> Noise | None:
    """Grain of a uint8 H×W plane; None where no cell can be judged (tiny, black or burnt white).

    The difference of two Laplacians, which flat, sloping and straight-edged parts leave at zero,
    averaged over 16-px cells, at this size and at half of it: what a phone calls denoising and
    JPEG leave of grain is coarse. The stronger of the two counts. Large planes are sampled by
    nine crops of 128 px. Fine regular texture that fills the picture reads as noise.

    Source: J. Immerkær, "Fast noise variance estimation", CVIU 64 (1996).
    """
    octaves = [
        found
        for half in (False, True)
        if (found := _octave([_halved(crop) if half else crop for crop in crops(luma, CROP_PX)]))
    ]
    return max(octaves, key=lambda octave: octave.noise_dn, default=None)


def _octave(parts: list[Luma]) -> Noise | None:
    strengths, levels = zip(*(_cells(part) for part in parts), strict=True)
    strength, level = np.concatenate(strengths), np.concatenate(levels)
    usable = (level >= USABLE_DN[0]) & (level <= USABLE_DN[1])
    strength, level = strength[usable], level[usable]
    if strength.size < LEAST_CELLS:
        return None
    flat, middle = np.quantile(strength, [FLAT_QUANTILE, 0.5])
    return Noise(
        noise_dn=float(flat),
        noise_contrast_ratio=float(np.quantile(strength / (level + BLACK_DN), FLAT_QUANTILE)),
        noise_spread_ratio=float(flat / middle) if middle > 0 else 1.0,
    )


def _cells(part: Luma) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Noise estimate and mean luma of every whole cell, float32, flat."""
    rows, columns = (side // CELL_PX for side in part.shape)
    if not rows or not columns:
        return np.empty(0, np.float32), np.empty(0, np.float32)
    whole = part[: rows * CELL_PX, : columns * CELL_PX]
    response = np.abs(cv2.filter2D(whole, cv2.CV_32F, KERNEL))
    strength = cv2.resize(response, (columns, rows), interpolation=cv2.INTER_AREA)
    level = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)
    return (
        np.asarray(strength * TO_SIGMA, np.float32).ravel(),
        np.asarray(level, np.float32).ravel(),
    )


def _halved(part: Luma) -> Luma:
    height, width = part.shape
    size = (max(1, width // 2), max(1, height // 2))
    return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)


def crops(luma: Luma, side: int, per_axis: int = 3) -> list[Luma]:
    """Views of ``side`` px, evenly spread ``per_axis`` × ``per_axis``; the whole plane if small."""
    height, width = luma.shape
    if height * width <= (per_axis * side) ** 2:
        return [luma]
    side_y, side_x = min(side, height), min(side, width)
    tops = np.linspace(0, height - side_y, per_axis).astype(int)
    lefts = np.linspace(0, width - side_x, per_axis).astype(int)
    return [luma[y : y + side_y, x : x + side_x] for y in tops for x in lefts]
