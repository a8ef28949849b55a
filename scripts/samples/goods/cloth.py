"""Quilted cloth: a grid of points, sewn down along seams and blown up by its filling.

Position-based dynamics (Müller et al., 2007, doi:10.1016/j.jvcir.2007.01.005) on a regular grid,
coarse to fine. The cloth between two seams is longer than the seams are apart (the baffle bulges)
and longer along them (the seam gathers it), which is what wrinkles a down jacket.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np

from ..noise import resample, smooth_noise

Surface = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""(v, u) grids in 0..1 -> points, float (rows, cols, 3), metres."""


@dataclass(frozen=True, slots=True)
class Quilt:
    """One sewn piece: its lining surface, its seams and its filling.

    ``baffles`` rows of filling, ``cells`` grid steps a baffle at the finest level, ``columns`` grid
    steps across. ``bulge`` and ``gather`` are cloth length over seam distance, across and along.
    ``cut`` holds (v0, v1, u0, u1) boxes whose cloth is gone: a seam come apart, a tear.
    """

    surface: Surface
    baffles: int
    cells: int = 32
    columns: int = 256
    bulge: float = 1.22
    gather: float = 1.07
    pressure: float = 1.0
    seed: int = 1
    levels: tuple[int, ...] = (4, 2, 1)
    iterations: tuple[int, ...] = (180, 120, 70)
    cut: tuple[tuple[float, float, float, float], ...] = field(default=())


def normals(points: np.ndarray) -> np.ndarray:
    """Unit normals of a grid, float32 (rows, cols, 3)."""
    across = np.gradient(points, axis=1)
    down = np.gradient(points, axis=0)
    out = np.cross(down, across)
    return out / np.maximum(np.linalg.norm(out, axis=2, keepdims=True), 1e-12)


def _edges(shape: tuple[int, ...], dv: int, du: int) -> tuple[tuple[slice, slice], ...]:
    h, w = shape[:2]
    a = (slice(0, h - dv), slice(max(0, -du), w - max(0, du)))
    b = (slice(dv, h), slice(max(0, du), w + min(0, du)))
    return a, b


def _lengths(base: np.ndarray, quilt: Quilt, dv: int, du: int) -> np.ndarray:
    """How long the cloth is between points ``dv`` rows and ``du`` columns apart.

    The piece is cut to its lining, longer by ``bulge`` down it and by ``gather`` across it: where
    baffles fan out from an armpit each is as narrow there as its seams are.
    """
    a, b = _edges(base.shape, dv, du)
    corner = base[b[0], a[1]]
    step = quilt.bulge * (corner - base[a]) + quilt.gather * (base[b] - corner)
    return np.linalg.norm(step, axis=2)


def _constraints(
    base: np.ndarray, quilt: Quilt, free: np.ndarray, alive: np.ndarray
) -> list[tuple]:
    """Every distance constraint as batches whose members share no point."""
    batches = []
    kinds = [(0, 1, 1.0), (1, 0, 1.0), (1, 1, 0.5), (1, -1, 0.5), (0, 2, 0.22), (2, 0, 0.22)]
    for dv, du, stiffness in kinds:
        a, b = _edges(base.shape, dv, du)
        length = _lengths(base, quilt, dv, du)
        wa, wb = free[a], free[b]
        weight = stiffness * (alive[a] & alive[b]) / np.maximum(wa + wb, 1e-6)
        step = max(dv, abs(du))
        for colour in range(2):
            rows = np.arange(length.shape[0])
            cols = np.arange(length.shape[1])
            if dv:
                pick = rows[(rows // step) % 2 == colour]
                index = (pick[:, None], cols[None, :])
            else:
                pick = cols[(cols // step) % 2 == colour]
                index = (rows[:, None], pick[None, :])
            at = (index[0] + a[0].start, index[1] + a[1].start)
            to = (index[0] + b[0].start, index[1] + b[1].start)
            batches.append((at, to, length[index], (weight * wa)[index], (weight * wb)[index]))
    return batches


def _relax(x, base, quilt, pins, alive, push, iterations):
    free = np.where(pins | ~alive, 0.0, 1.0).astype(np.float32)
    batches = _constraints(base, quilt, free, alive)
    before = x.copy()
    for _ in range(iterations):
        velocity = (x - before) * 0.88
        before = x.copy()
        x = x + (velocity + normals(x) * push[..., None]) * free[..., None]
        for _ in range(2):
            for at, to, length, wa, wb in batches:
                d = x[to] - x[at]
                now = np.sqrt(np.einsum("ijk,ijk->ij", d, d)) + 1e-9
                d *= (1.0 - length / now)[..., None]
                x[at] += d * wa[..., None]
                x[to] -= d * wb[..., None]
        x[..., 2] = np.maximum(x[..., 2], 0.0015)
    return x


def inflate(quilt: Quilt) -> tuple[np.ndarray, np.ndarray]:
    """Blow the piece up.

    Returns the points, float32 (rows, cols, 3) in metres, and a bool mask of the points that still
    have cloth. Rows run down the piece, a seam every ``quilt.cells`` rows.
    """
    x = offset = None
    for level, iterations in zip(quilt.levels, quilt.iterations, strict=True):
        cells, cols = quilt.cells // level, quilt.columns // level
        rows = quilt.baffles * cells + 1
        v, u = np.meshgrid(np.linspace(0, 1, rows), np.linspace(0, 1, cols + 1), indexing="ij")
        base = quilt.surface(v, u).astype(np.float32)
        alive = np.ones(base.shape[:2], bool)
        if level == 1:
            for v0, v1, u0, u1 in quilt.cut:
                alive &= ~((v >= v0) & (v <= v1) & (u >= u0) & (u <= u1))
        pins = np.zeros(base.shape[:2], bool)
        pins[::cells] = pins[:, [0, -1]] = True
        for v0, v1, u0, u1 in quilt.cut:
            pins &= ~((v >= v0 - 0.004) & (v <= v1 + 0.004) & (u >= u0 - 0.02) & (u <= u1 + 0.02))
        pins[[0, -1]] = True
        # Sewing is never straight: the seam wanders and puckers by a fraction of a millimetre.
        pucker = smooth_noise(base.shape[:2], (quilt.baffles * 2, cols // 4), quilt.seed + level)
        base = base + normals(base) * (pucker * 0.0006)[..., None]
        fill = 1.0 + 0.30 * smooth_noise(base.shape[:2], (quilt.baffles, 5), quilt.seed + 50)
        fill = np.clip(fill, 0.35, 1.7)
        push = (quilt.pressure * 6e-5 * level**1.0 * fill).astype(np.float32)
        if offset is None:
            rng = np.random.default_rng(quilt.seed)
            offset = 0.001 * rng.standard_normal(base.shape).astype(np.float32)
        else:
            offset = resample(offset, base.shape[:2])
        x = base + np.where(pins[..., None], 0.0, offset).astype(np.float32)
        x = _relax(x, base, quilt, pins, alive, push, iterations)
        offset = x - base
    return _calmed(x, quilt.cells), alive


def _calmed(x: np.ndarray, cells: int) -> np.ndarray:
    """The cloth without ripples as fine as the grid, which are the solver's own; seams stay."""
    phase = np.arange(len(x)) % cells
    off = np.minimum(phase, cells - phase)
    soft = cv2.GaussianBlur(x, (0, 0), sigmaX=1.6, sigmaY=2.4, borderType=cv2.BORDER_REFLECT_101)
    return x + (soft - x) * np.clip(off / 4, 0, 1).astype(np.float32)[:, None, None]
