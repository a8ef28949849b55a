"""Plain things in plain light, as linear RGB: woven and knitted cloth, paper, a plastered wall.

The hard cases of blur measuring: in perfect focus, with next to no edges.
"""

from __future__ import annotations

import cv2
import numpy as np

from ..noise import fractal, smooth_noise

CLOTH = ("plain", "twill", "knit", "fleece", "denim")


def shade(height: np.ndarray, toward: tuple[float, float, float], relief: float) -> np.ndarray:
    """Lambert shading of a height field in pixels, float32, 1.0 where flat."""
    height = np.asarray(height, np.float32)
    gx = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3) / 8 * relief
    gy = cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3) / 8 * relief
    lx, ly, lz = np.array(toward) / np.linalg.norm(toward)
    dot = (lz - lx * gx - ly * gy) / np.sqrt(1 + gx**2 + gy**2)
    return np.maximum(dot, 0.02).astype(np.float32) / lz


def falloff(shape: tuple[int, int], seed: int, depth: float = 0.45) -> np.ndarray:
    """Uneven light: a window to one side and a soft shadow, float32 around 1."""
    rng = np.random.default_rng(seed)
    h, w = shape
    y, x = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j].astype(np.float32)
    a = rng.uniform(0, 2 * np.pi)
    ramp = np.exp(-depth * (np.cos(a) * x + np.sin(a) * y))
    return (ramp * (1 + 0.10 * smooth_noise(shape, (3, 3), seed + 1))).astype(np.float32)


def _warped(shape, pitch, seed):
    """Thread counts across and down, wandering as real threads do."""
    h, w = shape
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:h, :w].astype(np.float32)
    turn = rng.uniform(-0.35, 0.35)
    u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    u = (
        u
        + pitch * 1.6 * smooth_noise(shape, (5, 5), seed)
        + 0.15 * pitch * smooth_noise(shape, (h // 40, w // 40), seed + 1)
    )
    v = (
        v
        + pitch * 1.6 * smooth_noise(shape, (5, 5), seed + 2)
        + 0.15 * pitch * smooth_noise(shape, (h // 40, w // 40), seed + 3)
    )
    return u / pitch, v / pitch


def cloth(
    shape: tuple[int, int], seed: int, kind: str, pitch_px: float | None = None
) -> np.ndarray:
    """One colour of cloth, lying nearly flat, linear float32 (H, W, 3)."""
    rng = np.random.default_rng(seed)
    pitch = pitch_px or rng.uniform(3.5, 10)
    u, v = _warped(shape, pitch, seed)
    if kind == "fleece":
        height = pitch * 0.5 * fractal(shape, 60, 4, seed + 5, 0.75)
    elif kind == "knit":
        stitch = np.abs(np.sin(np.pi * u)) * (
            0.6 + 0.4 * np.cos(2 * np.pi * (v + np.abs(u % 1 - 0.5)))
        )
        height = pitch * 0.5 * stitch
    else:
        over = {
            "plain": (np.floor(u) + np.floor(v)) % 2,
            "denim": (np.floor(u) + np.floor(v)) % 3 > 0,
        }
        top = np.asarray(over.get(kind, (np.floor(u) + np.floor(v)) % 4 < 2), np.float32)
        warp, weft = np.abs(np.sin(np.pi * u)), np.abs(np.sin(np.pi * v))
        height = pitch * 0.32 * (top * warp + (1 - top) * weft)
    h, w = shape
    folds = fractal(shape, int(rng.integers(2, 5)), 2, seed + 7)
    body = cv2.GaussianBlur(height.astype(np.float32), (0, 0), 0.7)
    light = shade(body, (-0.6, -0.5, 0.8), 0.55)
    light *= shade(folds * 60 * rng.uniform(0.1, 0.6), (-0.7, -0.4, 0.7), 1.0)
    fibre = 1 + 0.05 * smooth_noise(shape, (h // 2, w // 2), seed + 8)
    tone = 1 + 0.03 * fractal(shape, 30, 4, seed + 9, 0.7)
    colour = _cloth_colour(rng)
    return (light * fibre * tone * falloff(shape, seed + 10))[..., None] * colour


def _cloth_colour(rng: np.random.Generator) -> np.ndarray:
    choices = [
        (0.02, 0.03, 0.09),
        (0.015, 0.015, 0.017),
        (0.62, 0.60, 0.55),
        (0.30, 0.05, 0.06),
        (0.12, 0.20, 0.13),
        (0.33, 0.31, 0.28),
        (0.10, 0.16, 0.30),
        (0.55, 0.42, 0.20),
    ]
    return np.array(choices[rng.integers(len(choices))], np.float32)


def paper(shape: tuple[int, int], seed: int) -> np.ndarray:
    """A blank sheet filling the picture: fibres, faint mottling, now and then a crease."""
    rng = np.random.default_rng(seed)
    h, w = shape
    fibres = np.zeros(shape, np.float32)
    for _ in range(int(h * w / 900)):
        x, y = rng.uniform(0, w), rng.uniform(0, h)
        a, length = rng.uniform(0, np.pi), rng.uniform(6, 22)
        p = (int(x * 16), int(y * 16))
        q = (int((x + length * np.cos(a)) * 16), int((y + length * np.sin(a)) * 16))
        cv2.line(fibres, p, q, float(rng.normal()), 1, cv2.LINE_AA, 4)
    grain = 0.35 * fibres + 0.8 * smooth_noise(shape, (h // 2, w // 2), seed + 1)
    grain += 0.8 * fractal(shape, h // 24, 3, seed + 2, 0.7)
    height = grain * rng.uniform(0.25, 0.6)
    if rng.random() < 0.4:
        y, x = np.mgrid[:h, :w]
        a, c = rng.uniform(0, np.pi), rng.uniform(-0.2, 0.2) * w
        d = (x - w / 2) * np.cos(a) + (y - h / 2) * np.sin(a) - c
        height += 5.0 * np.exp(-np.abs(d) / 60) * rng.choice([-1, 1])
    light = shade(height.astype(np.float32), (-0.8, -0.4, 0.6), 0.16)
    tone = 1 + 0.006 * fractal(shape, 12, 5, seed + 3, 0.8) + 0.006 * fibres
    kinds = [(0.80, 0.79, 0.76), (0.78, 0.74, 0.64), (0.52, 0.40, 0.27), (0.70, 0.70, 0.72)]
    colour = np.array(kinds[rng.integers(len(kinds))], np.float32)
    return (light * tone * falloff(shape, seed + 4, 0.3))[..., None] * colour


def wall(shape: tuple[int, int], seed: int) -> np.ndarray:
    """Painted plaster: roller stipple and a few specks, nearly no contrast."""
    rng = np.random.default_rng(seed)
    h, w = shape
    stipple = fractal(shape, int(h / rng.uniform(8, 24)), 3, seed, 0.6)
    light = shade(stipple * rng.uniform(0.8, 2.2), (-0.9, -0.2, 0.45), 0.10)
    specks = 1 - 0.25 * np.clip(smooth_noise(shape, (h // 3, w // 3), seed + 1) - 3.2, 0, 1)
    kinds = [(0.82, 0.81, 0.78), (0.74, 0.72, 0.66), (0.60, 0.64, 0.66), (0.78, 0.70, 0.58)]
    colour = np.array(kinds[rng.integers(len(kinds))], np.float32)
    return (light * specks * falloff(shape, seed + 2, 0.35))[..., None] * colour
