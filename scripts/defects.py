"""Paints believable defects into a photo, for tests that need to know where they are."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def paint(rgb: Pixels, kind: str, x: float, y: float, size: float, seed: int) -> Pixels:
    """A copy with a ``stain``, ``hole``, ``scratch``, ``crack`` or ``rust`` at (x, y).

    Args:
        rgb: uint8 H×W×3.
        kind: What to paint.
        x: Share of the width.
        y: Share of the height.
        size: Diameter as a share of the long side.
        seed: The shape.
    """
    height, width = rgb.shape[:2]
    radius = size * max(height, width) / 2
    rng = np.random.default_rng(seed)
    grid_y, grid_x = np.mgrid[0:height, 0:width].astype(np.float32)
    dx, dy = (grid_x - x * width) / radius, (grid_y - y * height) / radius
    if kind in {"stain", "rust"}:
        return _blot(rgb, dx, dy, rng, (0.42, 0.30, 0.16) if kind == "stain" else (0.75, 0.33, 0.1))
    if kind == "hole":
        return _hole(rgb, dx, dy, rng)
    return _line(rgb, (x * width, y * height), radius, rng, light=kind == "scratch")


def _ragged(
    dx: NDArray[np.float32], dy: NDArray[np.float32], rng: np.random.Generator, depth: float
) -> NDArray[np.float32]:
    """Signed distance from a ragged circle of radius 1: negative inside."""
    angle = np.arctan2(dy, dx)
    edge = np.ones_like(dx)
    for wave in (2, 3, 5, 8, 13):
        edge += depth / wave * np.sin(wave * angle + rng.uniform(0, 6.3)) * rng.uniform(0.5, 1.5)
    return (np.hypot(dx, dy) - edge * 0.9).astype(np.float32)


def _blend(rgb: Pixels, colour: NDArray[np.float32], alpha: NDArray[np.float32]) -> Pixels:
    alpha = alpha[..., None]
    mixed = rgb.astype(np.float32) * (1 - alpha) + colour * alpha
    return np.clip(mixed + 0.5, 0, 255).astype(np.uint8)


def _blot(
    rgb: Pixels,
    dx: NDArray[np.float32],
    dy: NDArray[np.float32],
    rng: np.random.Generator,
    colour: tuple[float, float, float],
) -> Pixels:
    """Soaked in: dark at its rim, uneven inside; the texture below stays visible."""
    distance = _ragged(dx, dy, rng, 0.5)
    noise = cv2.GaussianBlur(rng.standard_normal(dx.shape).astype(np.float32), (0, 0), 6)
    body = np.clip(-distance * 6, 0, 1) * (0.62 + 1.2 * noise)
    rim = np.exp(-((distance + 0.06) ** 2) / 0.006) * 0.35
    tint = rgb.astype(np.float32) * 0.25 + np.array(colour, np.float32) * 150
    return _blend(rgb, tint, np.clip(body + rim, 0, 0.92).astype(np.float32))


def _hole(
    rgb: Pixels, dx: NDArray[np.float32], dy: NDArray[np.float32], rng: np.random.Generator
) -> Pixels:
    """Dark inside, a bright torn rim on the lit side, a shadow on the other."""
    distance = _ragged(dx, dy, rng, 0.6)
    rim = np.exp(-((distance - 0.05) ** 2) / 0.004)
    lit = np.clip(0.5 - 0.5 * (dx + dy) / (np.hypot(dx, dy) + 1e-6), 0, 1)
    edged = _blend(rgb, np.full(rgb.shape, 235, np.float32), (rim * lit * 0.8).astype(np.float32))
    edged = _blend(edged, np.zeros(rgb.shape, np.float32), (rim * (1 - lit) * 0.6).astype("f4"))
    inside = np.clip(-distance * 25, 0, 1)
    return _blend(edged, np.full(rgb.shape, 14, np.float32), inside.astype(np.float32))


def _line(
    rgb: Pixels,
    centre: tuple[float, float],
    radius: float,
    rng: np.random.Generator,
    *,
    light: bool,
) -> Pixels:
    """A scratch (bright, straight, double) or a crack (dark, jagged, branching)."""
    mask = np.zeros(rgb.shape[:2], np.uint8)
    turn = rng.uniform(0, np.pi)
    direction = np.array([np.cos(turn), np.sin(turn)])
    normal = np.array([-direction[1], direction[0]])
    thick = max(1, round(radius / (16 if light else 11)))
    for branch in range(2 if light else 3):
        steps = 3 if light else 9
        bend = 0.02 if light else 0.13
        start = np.array(centre) - direction * radius + normal * branch * radius * 0.12
        if not light and branch:
            start = np.array(centre) + direction * radius * rng.uniform(-0.4, 0.3)
            direction = direction * 0.75 + normal * (0.7 if branch == 1 else -0.7)
        reach = 2.0 if light or not branch else 0.9
        points = [
            start + direction * radius * reach * k / steps + normal * radius * rng.normal(0, bend)
            for k in range(steps + 1)
        ]
        line = np.array(points, np.int32).reshape(-1, 1, 2)
        cv2.polylines(mask, [line], False, 255, thick if not branch else max(1, thick // 2), 16)
    soft = cv2.GaussianBlur(mask, (0, 0), max(0.6, thick / 4)).astype(np.float32) / 255
    colour = np.full(rgb.shape, 248 if light else 12, np.float32)
    return _blend(rgb, colour, soft * (0.85 if light else 0.92))
