"""How much of the stated width really holds detail: low for pictures that were enlarged."""

from __future__ import annotations

import numpy as np

from evidence_qc.measures.noise import crops
from evidence_qc.measures.planes import Luma

CROP_PX = 128
CROPS = 3
"""The spectra of the crops with the strongest detail are added."""
ENERGY_SHARE = 0.95
RINGS = 64


def effective_resolution_ratio(luma: Luma, fine_scale: float) -> float | None:
    """Share of the stored width that holds detail, 0–1; None where it cannot be told.

    95 % of the gradient energy of a sharp picture (power falling with the square of frequency)
    lies below 0.487 cycles per pixel; enlarging n-fold pushes that to 0.487 / n. In a plane that
    the decoder reduced, a full spectrum says nothing of what the reduction removed: None.

    Source: the 1/f² law of natural pictures: D. Field, JOSA A 4 (1987).
    """
    if min(luma.shape) < CROP_PX:
        return None
    window = np.outer(np.hanning(CROP_PX), np.hanning(CROP_PX)).astype(np.float32)
    tiles = [crop[:CROP_PX, :CROP_PX] for crop in crops(luma, CROP_PX, 1 if _small(luma) else 4)]
    tiles.sort(key=lambda tile: -float(tile[::4, ::4].std()))
    power = np.zeros((CROP_PX, CROP_PX // 2 + 1))
    for tile in tiles[:CROPS]:
        values = tile.astype(np.float32)
        spectrum = np.fft.rfft2((values - values.mean()) * window)
        power += spectrum.real**2 + spectrum.imag**2
    frequency = np.hypot(np.fft.fftfreq(CROP_PX)[:, None], np.fft.rfftfreq(CROP_PX)[None, :])
    inside = frequency <= 0.5
    ring = np.minimum((frequency[inside] / 0.5 * RINGS).astype(int), RINGS - 1)
    energy = np.bincount(ring, weights=(frequency**2 * power)[inside], minlength=RINGS)
    total = energy.sum()
    if total <= 1e-6 * CROP_PX**2:
        return None
    limit = float(np.searchsorted(np.cumsum(energy) / total, ENERGY_SHARE) + 1) / RINGS
    ratio = min(1.0, limit / np.sqrt(ENERGY_SHARE))
    if fine_scale < 1.0 and ratio > 0.85:
        return None
    return float(ratio * fine_scale)


def _small(luma: Luma) -> bool:
    return bool(min(luma.shape) < 2 * CROP_PX)
