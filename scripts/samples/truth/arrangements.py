"""Procedural pictures with things to see, as linear light: no renderer needed.

Subjects for focus, exposure and shake sweeps. Where the work folder holds rendered light, sweeps
use that too.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from ..camera.sensor import linear
from ..noise import fractal, smooth_noise
from ..render import textures
from .surfaces import cloth, falloff, shade


def boards(shape: tuple[int, int], seed: int) -> np.ndarray:
    """A wooden floor from above."""
    tones = [((205, 170, 128), (140, 102, 66)), ((150, 108, 76), (84, 54, 36))]
    light, dark = tones[seed % 2]
    square = textures.boards(max(shape), 1.1 + 0.1 * (seed % 4), light, dark, seed=seed)
    return linear(square[: shape[0], : shape[1]]) * falloff(shape, seed)[..., None]


def quilt(shape: tuple[int, int], seed: int) -> np.ndarray:
    """Quilted nylon from above: baffles, gathers, weave and stitches; a stain and a small hole."""
    h, w = shape
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:h, :w].astype(np.float32)
    pitch = h / rng.uniform(2.5, 4.5)
    row = (y + 0.06 * pitch * smooth_noise(shape, (3, 4), seed)) / pitch
    s = row % 1
    gather = smooth_noise(shape, (max(2, int(h / pitch * 2)), int(w / pitch * 9)), seed + 1)
    near = np.exp(-np.minimum(s, 1 - s) / 0.22)
    height = pitch * (0.30 * np.sqrt(np.clip(4 * s * (1 - s), 0, 1)) + 0.020 * gather * near)
    height += pitch * 0.05 * fractal(shape, 5, 3, seed + 2)
    height = cv2.GaussianBlur(height.astype(np.float32), (0, 0), 1.2)
    light = shade(height, (-0.55, -0.65, 0.7), 1.0) * 0.8
    light += 0.9 * np.clip(shade(height, (-0.25, -0.35, 1.0), 1.0) - 0.86, 0, 1) ** 2 * 8
    weave = 1 + 0.06 * np.sin(x * 2.1) * np.sin(y * 2.1)
    colour = np.array([(0.02, 0.035, 0.095), (0.22, 0.035, 0.04), (0.05, 0.085, 0.06)][seed % 3])
    out = (light * weave)[..., None] * colour.astype(np.float32)
    stitch = (np.minimum(s, 1 - s) * pitch < 1.6) & ((x // 9) % 2 == 0)
    out[stitch] *= 1.9
    cx, cy = rng.uniform(0.35, 0.65) * w, (np.floor(row.max() / 2) + 0.5) * pitch
    edge = np.hypot(x - cx, (y - cy) * 1.4) / (0.16 * pitch) + 0.30 * fractal(
        shape, 24, 4, seed + 4
    )
    fluff = 0.55 + 0.16 * fractal(shape, 90, 4, seed + 5, 0.8)
    hole = np.clip((1 - edge) * 6, 0, 1)[..., None]
    out = out * (1 - hole) + hole * np.clip(fluff, 0.05, 1)[..., None] * np.float32(0.8)
    return (out * falloff(shape, seed + 3)[..., None]).astype(np.float32)


def label(shape: tuple[int, int], seed: int) -> np.ndarray:
    """A courier label on cardboard, seen slightly askew."""
    rng = np.random.default_rng(seed)
    h, w = shape
    board = linear(textures.cardboard(max(shape), seed))[:h, :w]
    print_ = linear(textures.parcel_label(900))
    ph, pw = print_.shape[:2]
    size = 0.86 * h / ph
    turn = np.radians(rng.uniform(-9, 9))
    c, s = size * np.cos(turn), size * np.sin(turn)
    m = np.array([[c, -s, w / 2 - (c * pw - s * ph) / 2], [s, c, h / 2 - (s * pw + c * ph) / 2]])
    small = cv2.GaussianBlur(print_, (0, 0), max(0.01, 0.35 / size))
    over = cv2.warpAffine(small, m, (w, h), flags=cv2.INTER_LINEAR)
    mask = cv2.warpAffine(np.ones((ph, pw), np.float32), m, (w, h), flags=cv2.INTER_LINEAR)[
        ..., None
    ]
    shadow = cv2.GaussianBlur(mask[..., 0], (0, 0), 5)[..., None]
    mixed = board * (1 - 0.3 * shadow) * (1 - mask) + over * mask
    return (mixed * falloff(shape, seed + 1)[..., None]).astype(np.float32)


def subject_mask(shape: tuple[int, int], seed: int) -> np.ndarray:
    """A rounded thing in the middle of the picture, float32 0..1, with a soft 1-px border."""
    rng = np.random.default_rng(seed)
    h, w = shape
    y, x = np.mgrid[:h, :w].astype(np.float32)
    cx, cy = w * rng.uniform(0.42, 0.58), h * rng.uniform(0.45, 0.6)
    a, b = w * rng.uniform(0.20, 0.28), h * rng.uniform(0.26, 0.36)
    far = (np.abs((x - cx) / a) ** 3.0 + np.abs((y - cy) / b) ** 3.0) ** (1 / 3.0)
    far += 0.02 * smooth_noise(shape, (6, 8), seed)
    return np.clip((1 - far) * min(a, b) + 0.5, 0, 1).astype(np.float32)


SHARP_ALL_OVER = ("angle", "over")
"""Renders from about a metre off: defocus stays below 0.2 ‰, so a sweep's blur is all there is."""


def scenes(shape: tuple[int, int], work: Path | None = None) -> dict[str, np.ndarray]:
    """Every sweep subject by name; with ``work`` also the rendered light that is sharp all over."""
    out = {f"quilt-{k}": quilt(shape, 100 + k) for k in range(3)}
    out |= {f"label-{k}": label(shape, 200 + k) for k in range(2)}
    out |= {f"boards-{k}": boards(shape, 300 + k) for k in range(2)}
    out |= {"denim-0": cloth(shape, 400, "denim", 8.0)}
    for path in [work / "light" / f"{name}.npy" for name in SHARP_ALL_OVER] if work else ():
        if not path.exists():
            continue
        light = np.load(path).astype(np.float32)
        if light.shape[0] >= shape[0] and light.shape[1] >= shape[1]:
            out[f"render-{path.stem}"] = cv2.resize(
                light, (shape[1], shape[0]), interpolation=cv2.INTER_AREA
            )
    return out
