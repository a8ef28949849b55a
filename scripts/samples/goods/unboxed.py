"""The parcel opened: its flaps out, the folded jacket inside."""

from __future__ import annotations

import numpy as np

from ..noise import smooth_noise
from .cloth import Quilt, inflate, normals
from .garment import _stitches, finer
from .meshes import Mesh, grid_mesh
from .parcel import CRUSHED, SIZE
from .wrinkles import FINER, bent, ridged, wrinkled


def _face(name, origin, across, down, material, steps) -> Mesh:
    """A flat grid from ``origin`` along two edges; outward is across x down reversed."""
    origin, across, down = (np.array(k, float) for k in (origin, across, down))
    v, u = np.meshgrid(np.linspace(0, 1, steps[0]), np.linspace(0, 1, steps[1]), indexing="ij")
    flat = origin + u[..., None] * across + v[..., None] * down
    size = (np.linalg.norm(across), np.linalg.norm(down))
    edge = np.minimum(np.minimum(u, 1 - u) * size[0], np.minimum(v, 1 - v) * size[1])
    shape, seed = u.shape, sum(name.encode())
    per = (max(3, int(size[1] / 0.035)), max(3, int(size[0] / 0.035)))
    dents = 0.0011 * smooth_noise(shape, (max(2, per[0] // 3), max(2, per[1] // 3)), seed)
    dents += 0.00035 * bent(ridged(shape, per, seed + 1), 5, seed + 2)
    height = np.minimum(dents - 0.0012, 0.0003) * np.clip(edge / 0.02, 0, 1)
    worn = np.clip(np.exp(-edge / 0.0026), 0, 1)
    attributes = {"worn": worn, "torn": 0.10 * np.exp(-edge / 0.003)}
    points = flat + normals(flat) * height[..., None]
    mesh = grid_mesh(name, points.astype(np.float32), material, attributes=attributes)
    uv = np.stack([u * size[0], 1 - v * size[1]], -1).reshape(-1, 2) / 0.5
    return Mesh(name, mesh.points, mesh.quads, uv, material, mesh.attributes)


def emptied() -> list[Mesh]:
    """The box with its flaps out."""
    x, y, z = SIZE[0] / 2, SIZE[1] / 2, SIZE[2]
    n = (90, 120)
    walls = [
        ("near", [-x, -y, z], [2 * x, 0, 0]),
        ("right", [x, -y, z], [0, 2 * y, 0]),
        ("far", [x, y, z], [-2 * x, 0, 0]),
        ("left", [-x, y, z], [0, -2 * y, 0]),
    ]
    meshes = []
    for name, origin, across in walls:
        skin = "printed" if name in ("near", "right") else "kraft"
        meshes.append(_face(name, origin, across, [0, 0, -z], skin, n))
        a = np.array(across, float)
        inward = np.cross([0, 0, 1.0], a / np.linalg.norm(a)) * 0.004
        start = np.array(origin) + inward
        meshes.append(_face(f"{name} in", start + a, -a, [0, 0, -z], "inside", n))
        out = -inward / 0.004
        tilt = {"near": -0.55, "right": -0.25, "far": 0.35, "left": 0.1}[name]
        flap = 0.145 * (out * np.cos(tilt) + np.array([0, 0, np.sin(tilt)]))
        top = np.array(origin, float)
        meshes.append(_face(f"{name} flap", top + flap, a * 0.985, -flap, "inside", (40, 60)))
    return meshes


def opened(seed: int = 3) -> tuple[list[Mesh], dict[str, np.ndarray]]:
    """The box with its flaps out and the folded jacket inside."""
    meshes = emptied()
    quilts = [
        ("folded", (0.0, 0.0, 0.105), 0.375, 0.275, 6, 10.0),
        ("sleeve", (0.05, -0.02, 0.135), 0.30, 0.125, 6, -24.0),
    ]
    for j, (name, at, wide, tall, baffles, turn) in enumerate(quilts):
        meshes += _folded(name, np.array(at), wide, tall, baffles, turn if j else 0.0, seed + j)
    return meshes, {"middle": np.array([0.0, 0.0, 0.13]), "corner": CRUSHED}


def _folded(name, at, wide, tall, baffles, turn_deg, seed) -> list[Mesh]:
    a = np.radians(turn_deg)

    def surface(v, u):
        px, py = (u - 0.5) * wide, (0.5 - v) * tall
        edge = np.clip(1 - np.abs(2 * u - 1) ** 6, 0, 1) * np.clip(1 - np.abs(2 * v - 1) ** 6, 0, 1)
        z = 0.028 * edge - 0.028 + 0.006 * smooth_noise(v.shape, (3, 3), seed)
        return (
            np.stack([px * np.cos(a) - py * np.sin(a), px * np.sin(a) + py * np.cos(a), z], -1) + at
        )

    quilt = Quilt(surface, baffles, 24, 160, 1.11, 1.05, 0.7, seed=seed)
    grid, alive = inflate(quilt)
    grid, alive = wrinkled(grid, quilt.cells, 400 + seed, 0.6), finer(alive)
    stitches = _stitches(name, grid, alive, FINER * quilt.cells)
    return [grid_mesh(name, grid, "nylon", alive), *stitches]
