"""Plain meshes and strands: what the geometry modules make and the scene module renders."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .cloth import normals


@dataclass(frozen=True, slots=True)
class Mesh:
    """Points (N, 3) metres, quads (M, 4), uv (N, 2) metres of cloth, float attributes a point."""

    name: str
    points: np.ndarray
    quads: np.ndarray
    uv: np.ndarray
    material: str
    attributes: dict[str, np.ndarray] = field(default_factory=dict)
    smooth: bool = True


@dataclass(frozen=True, slots=True)
class Strands:
    """Polylines of equal point count: points (N, K, 3) metres, one root radius each, metres."""

    name: str
    points: np.ndarray
    radius: np.ndarray
    material: str


def grid_mesh(name, points, material, alive=None, attributes=None) -> Mesh:
    """A grid (rows, cols, 3) as quads; a quad with a dead corner is left out."""
    h, w = points.shape[:2]
    index = np.arange(h * w).reshape(h, w)
    # Counter-clockwise as seen from above, for a grid whose rows run down the picture.
    quads = np.stack([index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]], -1)
    if alive is not None:
        quads = quads[alive[:-1, :-1] & alive[1:, :-1] & alive[1:, 1:] & alive[:-1, 1:]]
    across = np.linalg.norm(np.diff(points, axis=1), axis=2)
    down = np.linalg.norm(np.diff(points, axis=0), axis=2)
    uv = np.zeros((h, w, 2), np.float32)
    uv[:, 1:, 0] = np.cumsum(across.mean(0))[None]
    uv[1:, :, 1] = -np.cumsum(down.mean(1))[:, None]
    flat = {k: np.asarray(v, np.float32).ravel() for k, v in (attributes or {}).items()}
    return Mesh(
        name, points.reshape(-1, 3), quads.reshape(-1, 4), uv.reshape(-1, 2), material, flat
    )


def sample(grid: np.ndarray, v: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Grid (rows, cols, k) at shares v (down) and u (across), bilinear: v.shape + (k,)."""
    rows, cols = np.broadcast_arrays(np.asarray(v, float), np.asarray(u, float))
    y = np.clip(rows * (grid.shape[0] - 1), 0, grid.shape[0] - 1.000001)
    x = np.clip(cols * (grid.shape[1] - 1), 0, grid.shape[1] - 1.000001)
    r, c = y.astype(int), x.astype(int)
    fy, fx = (y - r)[..., None], (x - c)[..., None]
    top = grid[r, c] * (1 - fx) + grid[r, c + 1] * fx
    return top * (1 - fy) + (grid[r + 1, c] * (1 - fx) + grid[r + 1, c + 1] * fx) * fy


def tubes(name, starts, ends, radius, material, sides=6, sag=0.0003) -> Mesh:
    """Short round-ended rods from (N, 3) to (N, 3): stitches."""
    steps = np.array([0.0, 0.12, 0.5, 0.88, 1.0])
    girth = np.array([0.25, 0.9, 1.0, 0.9, 0.25])
    lift = np.array([-1.0, 0.2, 0.6, 0.2, -1.0]) * sag
    axis = ends - starts
    axis = axis / np.maximum(np.linalg.norm(axis, axis=1, keepdims=True), 1e-9)
    side = np.cross(axis, [0.0, 0.0, 1.0])
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
    up = np.cross(side, axis)
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ring = np.cos(angle)[:, None, None] * side + np.sin(angle)[:, None, None] * up
    line = starts[None] + steps[:, None, None] * (ends - starts)[None]
    line = line + lift[:, None, None] * up[None]
    points = line[:, None] + ring[None] * (girth * radius)[:, None, None, None]
    points = np.moveaxis(points, 2, 0)  # (N, 5, sides, 3)
    n, k = points.shape[0], len(steps)
    base = np.arange(n * k * sides).reshape(n, k, sides)
    turned = np.roll(base, -1, axis=2)
    quads = np.stack([base[:, :-1], turned[:, :-1], turned[:, 1:], base[:, 1:]], -1)
    flat = points.reshape(-1, 3)
    return Mesh(name, flat, quads.reshape(-1, 4), flat[:, :2].copy(), material)


def lathe(name, profile, centre, normal, material, sides=40) -> Mesh:
    """A turned part: profile (K, 2) of (radius, height), metres, at ``centre`` along ``normal``."""
    n = normal / np.linalg.norm(normal)
    a = np.cross(n, [0.0, 1.0, 0.0])
    a /= np.linalg.norm(a)
    b = np.cross(n, a)
    t = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ring = np.cos(t)[:, None] * a + np.sin(t)[:, None] * b
    p = centre + profile[:, None, :1] * ring[None] + profile[:, None, 1:] * n
    index = np.arange(p.shape[0] * sides).reshape(p.shape[0], sides)
    turned = np.roll(index, -1, axis=1)
    quads = np.stack([index[:-1], turned[:-1], turned[1:], index[1:]], -1).reshape(-1, 4)
    uv = np.stack([np.tile(t, (len(profile), 1)), np.tile(profile[:, :1], (1, sides))], -1)
    return Mesh(name, p.reshape(-1, 3), quads, uv.reshape(-1, 2).astype(np.float32), material)


def box(name, size, centre, material, bevel=0.0) -> Mesh:
    """An axis-aligned box; ``bevel`` is applied by the scene."""
    x, y, z = (np.array(size) / 2).tolist()
    corners = np.array(
        [[a, b, c] for c in (-z, z) for a, b in ((-x, -y), (x, -y), (x, y), (-x, y))]
    )
    quads = np.array(
        [[0, 3, 2, 1], [4, 5, 6, 7], [0, 1, 5, 4], [1, 2, 6, 5], [2, 3, 7, 6], [3, 0, 4, 7]]
    )
    points = corners + np.array(centre)
    return Mesh(name, points, quads, points[:, :2].copy(), material, {}, smooth=False)


def curly(roots, heading, length, points=9, curl=0.35, seed=0) -> np.ndarray:
    """Wandering hairs from ``roots`` (N, 3) along ``heading`` (N, 3): (N, points, 3)."""
    rng = np.random.default_rng(seed)
    n = len(roots)
    way = heading / np.maximum(np.linalg.norm(heading, axis=1, keepdims=True), 1e-9)
    bend = rng.standard_normal((n, 3)) * curl
    out = np.zeros((n, points, 3), np.float32)
    out[:, 0] = roots
    step = (np.asarray(length).reshape(-1, 1)) / (points - 1)
    for k in range(1, points):
        bend = bend + rng.standard_normal((n, 3)) * curl * 0.6
        way = way + bend * 0.35
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        out[:, k] = out[:, k - 1] + way * step
    return out


__all__ = [
    "Mesh",
    "Strands",
    "box",
    "curly",
    "grid_mesh",
    "lathe",
    "normals",
    "sample",
    "tubes",
]
