"""Blur with a known shape: defocus discs, Gaussians, and the path a hand draws while it shakes."""

from __future__ import annotations

import math

import cv2
import numpy as np


def disc(radius_px: float) -> np.ndarray:
    """A defocused point: an even disc, float32 (k, k), sum 1; its deviation an axis is radius/2."""
    half = math.ceil(radius_px) + 1
    fine = 8
    n = (2 * half + 1) * fine
    y, x = np.mgrid[:n, :n]
    far = np.hypot(x - (n - 1) / 2, y - (n - 1) / 2) / fine
    kernel = (far <= max(radius_px, 1e-3)).astype(np.float32)
    kernel = cv2.resize(kernel, None, fx=1 / fine, fy=1 / fine, interpolation=cv2.INTER_AREA)
    return kernel / max(kernel.sum(), 1e-9) if radius_px >= 0.1 else _point()


def gaussian(sigma_px: float) -> np.ndarray:
    """A Gaussian kernel, float32 (k, k), sum 1."""
    if sigma_px < 0.05:
        return _point()
    line = cv2.getGaussianKernel(2 * math.ceil(4 * sigma_px) + 1, sigma_px)
    return (line @ line.T).astype(np.float32)


def _point() -> np.ndarray:
    return np.ones((1, 1), np.float32)


def hand_path(length_px: float, seed: int, steps: int = 160) -> np.ndarray:
    """Where the picture slides during one exposure, float (steps, 2) x, y in pixels, mean zero.

    A steady drift with a tremor across it; ``length_px`` is the largest extent.
    """
    rng = np.random.default_rng(seed)
    t = np.linspace(0, 1, steps)
    way = rng.uniform(0, np.pi)
    along = t + 0.18 * np.sin(2 * np.pi * (t * rng.uniform(0.5, 1.2) + rng.random()))
    across = 0.16 * np.sin(2 * np.pi * (t * rng.uniform(0.6, 1.6) + rng.random()))
    across += 0.05 * np.sin(2 * np.pi * (t * rng.uniform(2.0, 3.5) + rng.random()))
    path = np.stack(
        [along * np.cos(way) - across * np.sin(way), along * np.sin(way) + across * np.cos(way)], 1
    )
    path -= path.mean(0)
    extent = np.linalg.norm(path[:, None] - path[None], axis=2).max()
    return path * (length_px / extent)


def path_kernel(path: np.ndarray) -> np.ndarray:
    """The kernel of a path, float32 (k, k), sum 1: equal time at every step, bilinear."""
    half = math.ceil(np.abs(path).max()) + 1
    kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float64)
    x, y = path[:, 0] + half, path[:, 1] + half
    c, r = np.floor(x).astype(int), np.floor(y).astype(int)
    fx, fy = x - c, y - r
    for dr, dc, weight in (
        (0, 0, (1 - fx) * (1 - fy)),
        (0, 1, fx * (1 - fy)),
        (1, 0, (1 - fx) * fy),
        (1, 1, fx * fy),
    ):
        np.add.at(kernel, (r + dr, c + dc), weight)
    return (kernel / kernel.sum()).astype(np.float32)


def deviations(kernel: np.ndarray) -> tuple[float, float, float]:
    """Deviation along and across the longest axis, px, and that axis' angle, degrees (y down)."""
    h, w = kernel.shape
    y, x = np.mgrid[:h, :w].astype(float)
    total = kernel.sum()
    mx, my = (kernel * x).sum() / total, (kernel * y).sum() / total
    xx = (kernel * (x - mx) ** 2).sum() / total
    yy = (kernel * (y - my) ** 2).sum() / total
    xy = (kernel * (x - mx) * (y - my)).sum() / total
    small, large = np.linalg.eigvalsh([[xx, xy], [xy, yy]])
    angle = 0.5 * math.degrees(math.atan2(2 * xy, xx - yy))
    return math.sqrt(max(large, 0)), math.sqrt(max(small, 0)), angle


def blur(linear: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Light (H, W, 3) float32, spread by ``kernel``; edges are mirrored."""
    if kernel.size == 1:
        return linear
    return cv2.filter2D(linear, -1, kernel[::-1, ::-1], borderType=cv2.BORDER_REFLECT_101)
