"""What sewing, filling and wearing leave in thin nylon: lumps, gathers and sharp little creases.

Geometry, not shading: a sewn grid is made four times as fine and moved along its normals, so that
creases catch light, hide each other and go soft out of focus as real ones do.
"""

from __future__ import annotations

import cv2
import numpy as np

from ..noise import resample, smooth_noise
from .cloth import normals

FINER = 4


def ridged(shape: tuple[int, int], cells: tuple[float, float], seed: int) -> np.ndarray:
    """Sharp creases between soft fields, float32 about -1..1, ``cells`` down and across."""
    cells = (max(2, round(cells[0])), max(2, round(cells[1])))
    return 1 - 2 * np.minimum(np.abs(smooth_noise(shape, cells, seed)), 1.0)


def bent(field: np.ndarray, by_px: float, seed: int) -> np.ndarray:
    """The field with its lines bent, so that no lattice shows."""
    h, w = field.shape
    cells = (max(3, h // 60), max(3, w // 60))
    y, x = np.mgrid[:h, :w].astype(np.float32)
    x += by_px * smooth_noise((h, w), cells, seed)
    y += by_px * smooth_noise((h, w), cells, seed + 1)
    return cv2.remap(field, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)


def wrinkled(grid: np.ndarray, cells: int, seed: int, depth: float = 1.0) -> np.ndarray:
    """A sewn grid (rows, cols, 3), a seam every ``cells`` rows, finer and with its wrinkles.

    Gathers run from the seams and die out over the baffle; clumps of down make lumps between
    them; everything carries fine crumples. ``depth`` scales it all, 1 is a worn down jacket.
    """
    rows, cols = grid.shape[:2]
    fine = resample(grid, (FINER * (rows - 1) + 1, FINER * (cols - 1) + 1), cubic=True)
    h, w = fine.shape[:2]
    tall = float(np.linalg.norm(np.diff(fine, axis=0), axis=2).sum(0).mean())
    wide = float(np.linalg.norm(np.diff(fine, axis=1), axis=2).sum(1).mean())
    pitch = tall * cells / (rows - 1)  # metres of cloth between two seams

    def per(metres_down: float, metres_across: float) -> tuple[float, float]:
        return tall / metres_down, wide / metres_across

    phase = (np.arange(h) / (FINER * cells)) % 1.0
    off = (np.minimum(phase, 1 - phase) * pitch)[:, None].astype(np.float32)
    sewn = 1 - np.exp(-off / 0.0035)
    # Down wanders: here a chamber is full, there it has gone slack.
    slack = np.clip(smooth_noise((h, w), per(0.075, 0.085), seed + 12) - 0.1, 0, 1.6)
    lumps = smooth_noise((h, w), per(0.035, 0.045), seed) * np.clip(off / 0.02, 0, 1)
    away = np.exp(-off / 0.009)
    strong = np.clip(1 + 0.8 * smooth_noise((h, w), per(0.05, 0.04), seed + 1), 0, 2.2)
    gathers = bent(ridged((h, w), per(0.042, 0.0085), seed + 2), 5, seed + 3) * away * strong
    darts = bent(ridged((h, w), per(0.022, 0.0042), seed + 4), 3, seed + 5) * away**2 * strong
    creases = bent(ridged((h, w), per(0.034, 0.024), seed + 6), 9, seed + 7) * (0.4 + 0.6 * strong)
    crumple = bent(ridged((h, w), per(0.011, 0.0085), seed + 8), 6, seed + 9)
    small = bent(ridged((h, w), per(0.0048, 0.0036), seed + 10), 3, seed + 11)
    height = 0.00190 * lumps + 0.00085 * gathers + 0.00055 * darts
    height -= 0.0042 * slack * np.clip(off / 0.018, 0, 1)
    height += 0.00075 * creases * np.clip(off / 0.01, 0.15, 1) * (1 + 0.8 * slack)
    height += 0.00030 * crumple * (0.6 + slack) + 0.00012 * small * strong
    height = cv2.GaussianBlur((height * sewn * depth).astype(np.float32), (0, 0), 0.8)
    return (fine + normals(fine) * height[..., None]).astype(np.float32)


def draped(under: list[np.ndarray], x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The height at which a stiff strip along y lies on grids (rows, cols, 3), metres.

    It bridges what is narrower than itself and sinks a little between the baffles.
    """
    step = 0.0015
    points = np.concatenate([grid.reshape(-1, 3) for grid in under])
    low = points[:, :2].min(0) - 0.02
    size = np.ceil((points[:, :2].max(0) + 0.02 - low) / step).astype(int)
    top = np.zeros((size[1], size[0]), np.float32)
    c, r = ((points[:, :2] - low) / step).astype(int).T
    np.maximum.at(top, (r, c), points[:, 2].astype(np.float32))
    top = cv2.dilate(top, np.ones((9, 61), np.uint8))
    top = cv2.GaussianBlur(top, (0, 0), sigmaX=14, sigmaY=9)
    at_x = ((x - low[0]) / step).astype(np.float32)
    at_y = ((y - low[1]) / step).astype(np.float32)
    return cv2.remap(top, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def lint(grids: list[np.ndarray], count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Where dust and lint lie: (count, 3) points just above the cloth and their normals."""
    rng = np.random.default_rng(seed)
    share = rng.choice(len(grids), count, p=_areas(grids))
    roots, ups = [], []
    for k, grid in enumerate(grids):
        n = int((share == k).sum())
        r, c = rng.integers(0, grid.shape[0], n), rng.integers(0, grid.shape[1], n)
        up = normals(grid)[r, c]
        roots.append(grid[r, c] + up * 0.0002)
        ups.append(up)
    return np.concatenate(roots), np.concatenate(ups)


def _areas(grids: list[np.ndarray]) -> np.ndarray:
    sizes = []
    for grid in grids:
        flat = grid.reshape(-1, 3)
        sizes.append(float(np.prod(flat.max(0)[:2] - flat.min(0)[:2])))
    return np.array(sizes) / sum(sizes)
