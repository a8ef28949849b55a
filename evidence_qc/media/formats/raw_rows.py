"""Finds bytes that were overwritten in pictures whose pixels are stored as they are.

Uncompressed rows have no redundancy but the picture's own: a row looks like the one above it. A
hole (zeros), erased flash memory (ones) or bytes of another file do not, and they begin and end
anywhere: in the middle of a row, and in the middle of a pixel. What is drawn or seen does neither.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

RUN_BYTES = 2048
"""Half of the least hole that a disk or a card makes (a sector group of 4 KB)."""
UNLIKE_DN = 24
UNLIKE_SHARE = 0.8
"""So much of a run differs by more than this from the row above it; a clipped sky does not."""
UNLIKE_SHARE_PART = 0.6
"""At least so much of each part of a run that goes on in the next row: a few pixels of shade at a
border hid one hole of 4 KB in ten (none of 3,516 photos is blamed at either; 2026-11)."""

_CELL = 512
NOISE_DN = 70.0
"""Mean step from pixel to pixel: 85 for random bytes, below 40 for the coarsest grain."""
NOISE_CELLS = 3
NOISE_VALUES = 240
"""Of 256 values random bytes show 255 in three cells; a halftone or a dither shows few."""


def has_foreign_raw_rows(rows: bytes, row_bytes: int, samples: int) -> bool:
    """Do uncompressed rows hold bytes that are no part of the picture?

    Args:
        rows: 8-bit samples, row after row, no padding.
        row_bytes: length of a row.
        samples: bytes a pixel.
    """
    values = np.frombuffer(rows, np.uint8)
    return _has_noise(values, samples) or any(
        _is_hole(values, start, end, row_bytes, samples)
        for byte in (0x00, 0xFF)
        for start, end in _runs(rows, byte)
    )


def _runs(rows: bytes, byte: int) -> list[tuple[int, int]]:
    """Longest stretches of one byte value, at least ``RUN_BYTES`` long."""
    run = bytes([byte]) * RUN_BYTES
    found = []
    start = rows.find(run)
    while start >= 0:
        rest = np.frombuffer(rows, np.uint8, offset=start)
        unlike = _first_unlike(rest, byte)
        found.append((start, start + unlike))
        start = rows.find(run, start + unlike)
    return found


def _first_unlike(values: NDArray[np.uint8], byte: int) -> int:
    """How many values from the first on equal ``byte``."""
    at = 0
    while at < len(values):
        part = values[at : at + (1 << 16)] != byte
        if part.any():
            return at + int(part.argmax())
        at += len(part)
    return len(values)


def _is_hole(values: NDArray[np.uint8], start: int, end: int, row_bytes: int, samples: int) -> bool:
    """A run that is unlike the row above it and keeps to no pixel, or goes on around the edge."""
    if start < row_bytes:
        return False
    stop = min(end, start + row_bytes)
    edge = min(stop, (start // row_bytes + 1) * row_bytes)
    above = values[start - row_bytes : stop - row_bytes].astype(np.int16)
    unlike = np.abs(above - int(values[start])) > UNLIKE_DN
    parts = [part for part in (unlike[: edge - start], unlike[edge - start :]) if len(part)]
    if unlike.mean() < UNLIKE_SHARE or min(part.mean() for part in parts) < UNLIKE_SHARE_PART:
        return False
    splits_a_pixel = start % samples != 0 or (end % samples != 0 and end < len(values))
    goes_around = start % row_bytes != 0 and end - start >= row_bytes
    return splits_a_pixel or goes_around


def _has_noise(values: NDArray[np.uint8], samples: int) -> bool:
    """Random bytes: as different from the pixel beside as can be, and of all values."""
    cells = (len(values) - samples) // _CELL
    if cells < NOISE_CELLS:
        return False
    length = cells * _CELL
    steps = cv2.absdiff(values[samples : samples + length], values[:length])
    rough = steps.reshape(cells, _CELL).mean(axis=1) > NOISE_DN
    all_rough = np.flatnonzero(rough[:-2] & rough[1:-1] & rough[2:])
    return any(
        len(np.unique(values[cell * _CELL : (cell + NOISE_CELLS) * _CELL])) >= NOISE_VALUES
        for cell in all_rough
    )
