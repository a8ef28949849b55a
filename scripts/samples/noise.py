"""Smooth random fields and grid resampling: the raw stuff of every surface here."""

from __future__ import annotations

import cv2
import numpy as np


def smooth_noise(shape: tuple[int, int], cells: tuple[int, int], seed: int) -> np.ndarray:
    """Noise of unit deviation, float32 ``shape``, with about ``cells`` bumps down and across."""
    rng = np.random.default_rng(seed)
    rows, cols = (max(1, int(k)) for k in cells)
    small = rng.standard_normal((rows + 3, cols + 3)).astype(np.float32)
    size = (
        max(shape[1], int(np.ceil(shape[1] / cols * (cols + 3)))),
        max(shape[0], int(np.ceil(shape[0] / rows * (rows + 3)))),
    )
    big = cv2.resize(small, size, interpolation=cv2.INTER_CUBIC)
    top, left = (size[1] - shape[0]) // 2, (size[0] - shape[1]) // 2
    return np.ascontiguousarray(big[top : top + shape[0], left : left + shape[1]])


def resample(grid: np.ndarray, shape: tuple[int, int], cubic: bool = False) -> np.ndarray:
    """A grid (rows, cols[, k]) at another number of rows and columns, corners kept on corners."""
    v = np.linspace(0, grid.shape[0] - 1, shape[0], dtype=np.float32)
    u = np.linspace(0, grid.shape[1] - 1, shape[1], dtype=np.float32)
    x, y = np.meshgrid(u, v)
    how = cv2.INTER_CUBIC if cubic else cv2.INTER_LINEAR
    return cv2.remap(grid.astype(np.float32), x, y, how, borderMode=cv2.BORDER_REPLICATE)


def fractal(shape: tuple[int, int], cells: int, octaves: int, seed: int, gain=0.5) -> np.ndarray:
    """Sum of smooth noises, each twice as fine and ``gain`` as strong, about unit deviation."""
    aspect = shape[1] / shape[0]
    out = np.zeros(shape, np.float32)
    power = 0.0
    for k in range(octaves):
        n = cells * 2**k
        if n > min(shape):
            break
        out += gain**k * smooth_noise(shape, (n, int(n * aspect)), seed + 17 * k)
        power += gain ** (2 * k)
    return out / np.sqrt(max(power, 1e-9))
