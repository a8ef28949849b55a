"""Small made-up pictures whose truth is known."""

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.planes import Planes

Luma = NDArray[np.uint8]


def grey(level: int, height: int = 96, width: int = 128) -> Luma:
    """A constant plane."""
    return np.full((height, width), level, np.uint8)


def blocks(height: int = 384, width: int = 512, seed: int = 0, cell: int = 24) -> Luma:
    """Rectangles of random grey with hard edges: something to see everywhere."""
    rng = np.random.default_rng(seed)
    small = rng.integers(40, 215, (height // cell + 1, width // cell + 1)).astype(np.uint8)
    large = cv2.resize(small, None, fx=cell, fy=cell, interpolation=cv2.INTER_NEAREST)
    return np.ascontiguousarray(large[:height, :width])


def noisy(luma: Luma, sigma: float, seed: int = 1) -> Luma:
    """The plane with white noise of ``sigma`` code values."""
    rng = np.random.default_rng(seed)
    return np.clip(np.rint(luma + rng.normal(0, sigma, luma.shape)), 0, 255).astype(np.uint8)


def planes(luma: Luma) -> Planes:
    """The plane as a small native picture."""
    return Planes(luma, luma, 1.0, luma.shape[1], luma.shape[0])
