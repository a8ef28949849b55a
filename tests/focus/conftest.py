"""Sharp synthetic pictures and exact blurs for the tests of the focus model."""

from __future__ import annotations

import math
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from evidence_qc.focus import FocusModel

Luma = NDArray[np.uint8]


def leaves(height: int = 384, width: int = 512, seed: int = 5) -> Luma:
    """Overlapping discs and boxes of all sizes, drawn twice too large and reduced: (H, W) luma."""
    rng = np.random.default_rng(seed)
    page = np.full((height * 2, width * 2), 120, np.uint8)
    count = 400 + height * width // 80
    for _ in range(count):
        radius = float(rng.uniform(0.5 / 60**2, 1 / 5**2) ** -0.5)
        centre = (int(rng.integers(0, width * 2)), int(rng.integers(0, height * 2)))
        tone = int(rng.integers(30, 225))
        if rng.random() < 0.5:
            cv2.circle(page, centre, int(radius), tone, -1, cv2.LINE_AA)
        else:
            box = (centre, (radius * 2, radius), float(rng.uniform(0, 180)))
            cv2.fillPoly(page, [cv2.boxPoints(box).astype(np.int32)], tone, cv2.LINE_AA)
    return cv2.resize(page, (width, height), interpolation=cv2.INTER_AREA)


def defocused(luma: Luma, sigma: float) -> Luma:
    """Blur linear light with a disc of standard deviation ``sigma`` px (radius 2 sigma)."""
    half = math.ceil(2 * sigma) + 1
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    disc = np.clip(2 * sigma + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    return _filtered(luma, disc)


def moved(luma: Luma, sigma: float, angle_deg: float) -> Luma:
    """Blur linear light along a line; the angle is counter-clockwise as seen, 0 is horizontal."""
    half = math.ceil(sigma * math.sqrt(3)) + 2
    along = np.linspace(-math.sqrt(3), math.sqrt(3), 400) * sigma
    x = along * math.cos(math.radians(angle_deg)) + half
    y = -along * math.sin(math.radians(angle_deg)) + half
    kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
    for dx in (0, 1):
        for dy in (0, 1):
            left, top = np.floor(x).astype(int) + dx, np.floor(y).astype(int) + dy
            np.add.at(kernel, (top, left), (1 - np.abs(x - left)) * (1 - np.abs(y - top)))
    return _filtered(luma, kernel)


def dimmed(luma: Luma, share: float) -> Luma:
    """The same scene with ``share`` of its linear light."""
    light = (luma / 255.0) ** 2.2 * share
    return np.rint(light ** (1 / 2.2) * 255).astype(np.uint8)


def noisy(luma: Luma, sigma: float, seed: int = 9) -> Luma:
    """Add white noise of ``sigma`` grey levels."""
    grain = np.random.default_rng(seed).normal(0, sigma, luma.shape)
    return np.clip(np.rint(luma + grain), 0, 255).astype(np.uint8)


def _filtered(luma: Luma, kernel: NDArray[np.float32]) -> Luma:
    light = (luma.astype(np.float32) / 255.0) ** 2.2
    blurred = cv2.filter2D(light, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT_101)
    return np.rint(blurred.clip(0, 1) ** (1 / 2.2) * 255).astype(np.uint8)


@pytest.fixture(scope="session")
def model() -> FocusModel:
    """The model with the weights of the package."""
    return FocusModel()


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The picture makers of this file by name."""
    return SimpleNamespace(
        leaves=leaves, defocused=defocused, moved=moved, dimmed=dimmed, noisy=noisy
    )
