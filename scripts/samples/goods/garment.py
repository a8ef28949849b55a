"""The down jacket: baffles, sleeves, placket, collar, stitches, lying with its front up.

Metres; x to the viewer's right, y to the collar, z up from the floor. The wearer's left sleeve
is at +x. ``jacket`` gives a clean one or the damaged one of the dispute.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from . import damage
from .cloth import Quilt, inflate, normals
from .meshes import Mesh, Strands, curly, grid_mesh, lathe, sample, tubes
from .pattern import (
    body_surface,
    collar_surface,
    cuff_surface,
    placket_surface,
    sleeve_surface,
)
from .wrinkles import FINER, lint, wrinkled

SNAP_COUNT = 6
BAFFLES = 10
"""Chambers down the front, and down a sleeve."""


@dataclass(frozen=True, slots=True)
class Jacket:
    """Everything to render, and where things are (metres) for cameras and marks."""

    meshes: tuple[Mesh, ...]
    strands: tuple[Strands, ...]
    spots: dict[str, np.ndarray]


def _stitches(name: str, grid: np.ndarray, alive: np.ndarray, cells: int) -> list[Mesh]:
    starts, ends, up = [], [], normals(grid)
    for row in range(cells, grid.shape[0] - 1, cells):
        line, n, ok = grid[row], up[row], alive[row]
        run = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
        at = np.arange(0.002, run[-1] - 0.004, 0.0034)
        wiggle = 0.00015 * np.sin(at * 9000)

        def pick(where, run=run, line=line, n=n, wiggle=wiggle):
            p = np.stack([np.interp(where, run, line[:, k]) for k in range(3)], -1)
            m = np.stack([np.interp(where, run, n[:, k]) for k in range(3)], -1)
            return p + m * 0.0003 + np.array([0, 1, 0]) * wiggle[:, None]

        keep = np.interp(at, run, ok.astype(float)) > 0.99
        starts.append(pick(at)[keep])
        ends.append(pick(at + 0.0026)[keep])
    return [tubes(f"{name} stitches", np.vstack(starts), np.vstack(ends), 0.00022, "thread")]


def snap_profile() -> np.ndarray:
    """A pressed cap of 16 mm with a rolled rim and a dished middle: (radius, height), metres."""
    mm = [(0.01, 1.5), (2.6, 1.6), (3.6, 1.75), (4.1, 2.3), (4.9, 2.75), (6.0, 2.8), (7.2, 2.5)]
    mm += [(7.9, 1.9), (8.25, 1.1), (8.2, 0.3), (7.7, -0.6)]
    return np.array(mm) / 1000


def jacket(damaged: bool) -> Jacket:
    """Sew, fill and (where ``damaged``) spoil the jacket."""
    meshes: list[Mesh] = []
    strands: list[Strands] = []
    spots: dict[str, np.ndarray] = {}
    fronts: list[np.ndarray] = []
    outside: list[np.ndarray] = []
    for side in (-1, 1):
        slit = damage.SEAM_BOX if damaged and side < 0 else None
        quilt = Quilt(
            body_surface(side),
            BAFFLES,
            24,
            160,
            1.10,
            1.09,
            0.7,
            seed=20 + side,
            cut=(slit,) if slit else (),
        )
        grid, alive = inflate(quilt)
        fronts.append(grid)
        grid, alive = wrinkled(grid, quilt.cells, 300 + side), finer(alive)
        outside.append(grid)
        if slit:
            grid, extra, loose, spots["seam"] = damage.open_seam(grid, alive)
            meshes += extra
            strands += loose
        dirt = damage.stain_mask(grid, side, spots) if damaged else np.zeros(grid.shape[:2])
        meshes.append(grid_mesh(f"body {side}", grid, "soiled", alive, {"stain": dirt}))
        meshes += _stitches(f"body {side}", grid, alive, FINER * quilt.cells)
        meshes.append(_pocket(grid, side))
        if side > 0:
            meshes.append(_brand(grid))

        arm = sleeve_surface(side, is_neat=not damaged)
        quilt = Quilt(arm, BAFFLES, 24, 160, 1.10, 1.09, 0.6, seed=40 + side)
        grid, alive = inflate(quilt)
        grid, alive = wrinkled(grid, quilt.cells, 320 + side), finer(alive)
        outside.append(grid)
        stitched = grid
        if damaged and side > 0:
            grid, alive, extra, loose, spots["hole"] = damage.tear(grid)
            meshes += extra
            strands += loose
        meshes.append(grid_mesh(f"sleeve {side}", grid, "nylon", alive))
        meshes += _stitches(
            f"sleeve {side}", stitched, np.ones(stitched.shape[:2], bool), FINER * quilt.cells
        )
        v, u = np.meshgrid(np.linspace(0, 1, 60), np.linspace(0, 1, 200), indexing="ij")
        meshes.append(grid_mesh(f"cuff {side}", cuff_surface(side, not damaged)(v, u), "rib"))
    for back in (True, False):
        grid, alive = inflate(
            Quilt(collar_surface(back), 2, 32, 160, 1.10, 1.05, 0.6, seed=60 + back)
        )
        grid, alive = wrinkled(grid, 32, 340 + back), finer(alive)
        meshes.append(grid_mesh(f"collar {back}", grid, "lining" if back else "nylon"))
        meshes += _stitches(f"collar {back}", grid, alive, FINER * 32)
    quilt = Quilt(placket_surface(fronts), 12, 16, 48, 1.012, 1.02, 0.10, seed=70)
    grid, alive = inflate(quilt)
    grid, alive = wrinkled(grid, 16 * 12, 350, 0.55), finer(alive)
    outside.append(grid)
    rust = np.zeros(grid.shape[:2], np.float32)
    up = normals(grid)
    for k in range(SNAP_COUNT):
        v = 0.06 + 0.88 * k / (SNAP_COUNT - 1)
        at, n = sample(grid, v, 0.52), sample(up, v, 0.52)
        spots[f"snap {k}"] = at
        material = "rusty" if damaged else "metal"
        meshes.append(lathe(f"snap {k}", snap_profile(), at, n, material))
        rust = np.maximum(rust, damage.rust_run(grid, at, k)) if damaged else rust
    meshes.append(grid_mesh("placket", grid, "soiled", alive, {"rust": rust}))
    meshes += _edge_stitches(grid)
    strands += _lint(outside, 900 if damaged else 60)
    spots["middle"] = np.array([0.0, 0.0, 0.05])
    return Jacket(tuple(meshes), tuple(strands), spots)


def finer(alive: np.ndarray) -> np.ndarray:
    """Which points of a grid made finer still have cloth."""
    size = [FINER * (n - 1) + 1 for n in alive.shape]
    return cv2.resize(alive.astype(np.uint8), size[::-1], interpolation=cv2.INTER_NEAREST) > 0


def _lint(outside: list[np.ndarray], count: int) -> list[Strands]:
    """What dark nylon picks up: pale fibres, a few bits of down, a hair or two."""
    out = []
    for name, n, length, radius, curl, seed in (
        ("lint", count, 0.0032, 1.5e-5, 0.35, 5),
        ("fly", count // 30, 0.011, 2.2e-5, 0.22, 6),
        ("hair", 2, 0.09, 3.5e-5, 0.10, 7),
    ):
        roots, up = lint(outside, n, seed)
        rng = np.random.default_rng(seed)
        way = np.cross(up, rng.standard_normal((n, 3)))
        size = length * rng.uniform(0.25, 1.4, n)
        material = "hair" if name == "hair" else "lint"
        out.append(
            Strands(name, curly(roots, way, size, 9, curl, seed), np.full(n, radius), material)
        )
    return out


def _pocket(grid: np.ndarray, side: int) -> Mesh:
    t, w = np.meshgrid(np.linspace(0, 1, 90), np.linspace(-1, 1, 9), indexing="ij")
    across = 0.60 + 0.16 * t + 0.016 * w
    u = across if side > 0 else 1 - across
    strip = sample(grid, 0.62 + 0.22 * t, u)
    n = sample(normals(grid), 0.62 + 0.22 * t, u)
    return grid_mesh(f"pocket {side}", strip + n * (0.0010 + 0.0008 * (1 - w**2))[..., None], "zip")


def _brand(grid: np.ndarray) -> Mesh:
    """A stiff woven label on the chest: it bridges the wrinkles under it."""
    t, w = np.meshgrid(np.linspace(0, 1, 24), np.linspace(0, 1, 60), indexing="ij")
    under = sample(grid, 0.190 + 0.030 * t, 0.36 + 0.20 * w)
    a, b, c, d = under[0, 0], under[0, -1], under[-1, 0], under[-1, -1]
    u, v = w[..., None], t[..., None]
    flat = (a * (1 - u) + b * u) * (1 - v) + (c * (1 - u) + d * u) * v
    up = np.cross(c - a, b - a)
    up /= np.linalg.norm(up)
    height = cv2.GaussianBlur((under - flat) @ up, (0, 0), 9)
    lift = height + np.maximum(((under - flat) @ up - height).max(), 0) + 0.0022
    mesh = grid_mesh("brand", flat + lift[..., None] * up, "brand")
    uv = np.stack([w, 1 - t], -1).reshape(-1, 2)
    return Mesh(mesh.name, mesh.points, mesh.quads, uv, mesh.material)


def _edge_stitches(grid: np.ndarray) -> list[Mesh]:
    """Two lines of top-stitching down the placket."""
    out = []
    for u in (0.06, 0.94):
        v = np.arange(0.004, 0.99, 0.0034 / 0.593)
        a, b = sample(grid, v, np.full_like(v, u)), sample(grid, v + 0.0043, np.full_like(v, u))
        lift = np.array([0, 0, 0.0004])
        out.append(tubes(f"placket stitches {u}", a + lift, b + lift, 0.00022, "thread"))
    return out


__all__ = ["Jacket", "jacket"]
