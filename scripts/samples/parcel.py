"""The parcel: a taped cardboard box with a crushed corner, its label, and the same box opened."""

from __future__ import annotations

import numpy as np

from .cloth import Quilt, inflate, normals
from .meshes import Mesh, grid_mesh
from .noise import smooth_noise
from .wrinkles import FINER, bent, ridged, wrinkled

SIZE = np.array([0.40, 0.30, 0.17])
CRUSHED = np.array([0.20, -0.15, 0.17])
"""The corner that was dropped on: right, near, top."""


def _planes(points: np.ndarray, count: int, slope: float, seed: int) -> np.ndarray:
    """A faceted random height: cardboard bends along straight creases."""
    rng = np.random.default_rng(seed)
    up, down = None, None
    for k in range(2 * count):
        g = rng.standard_normal(3)
        g *= slope / np.linalg.norm(g)
        value = points @ g + rng.uniform(-0.012, 0.012)
        if k % 2:
            up = value if up is None else np.maximum(up, value)
        else:
            down = value if down is None else np.maximum(down, value)
    return up - down


def deform(points: np.ndarray) -> np.ndarray:
    """Crush the box: every face, the tape and the label go through this one function."""
    p = np.asarray(points, float)
    out = p.copy()
    # The corner is pushed in: board folds along straight lines, so everything beyond a plane is
    # moved along its normal, and the corner pops inwards between three sharp creases.
    planes = _planes(p, 9, 1.3, 5)
    for way, reach, push, crumple in (
        ((-0.52, 0.50, -0.69), 0.088, 1.02, 0.55),
        ((-0.80, 0.18, -0.57), 0.046, 0.55, 0.30),
        ((-0.22, 0.86, -0.46), 0.050, 0.45, 0.30),
        ((-0.10, 0.30, -0.95), 0.035, 0.35, 0.0),
    ):
        inward = np.array(way) / np.linalg.norm(way)
        beyond = np.clip(reach - (p - CRUSHED) @ inward, 0, None)
        beyond = beyond + crumple * planes * np.clip(beyond / 0.03, 0, 1)
        out += push * np.clip(beyond, 0, None)[..., None] * inward
    # A long dent across the near side, where a strap held it, and a sagging lid.
    across = np.abs(p[..., 0] + 0.3 * (p[..., 2] - 0.085) + 0.06)
    near = np.clip(1 + (p[..., 1] + 0.15) / -0.02, 0, 1)
    out[..., 1] += (
        0.005 * np.clip(1 - across / 0.045, 0, 1) * near * np.clip(p[..., 2] / 0.05, 0, 1)
    )
    lid = np.clip((p[..., 2] - 0.15) / 0.02, 0, 1)
    middle = np.clip(1 - (p[..., 0] / 0.2) ** 2, 0, 1) * np.clip(1 - np.abs(p[..., 1]) / 0.15, 0, 1)
    out[..., 2] -= 0.008 * lid * middle
    out[..., 2] += (
        0.0016 * np.sin(9 * p[..., 0] + 2) * np.sin(13 * p[..., 1]) * np.clip(p[..., 2] * 9, 0, 1)
    )
    out[..., :2] *= 1 + 0.007 * (np.sin(np.pi * np.clip(p[..., 2] / 0.17, 0, 1)))[..., None]
    # The crushed corner may not sink below the table.
    out[..., 2] = np.maximum(out[..., 2], 0.0)
    return out


def _face(name, origin, across, down, material, steps, lift=0.0, crush=True, uv_metres=1.0) -> Mesh:
    """A grid from ``origin`` along two edges; outward is across x down reversed."""
    origin, across, down = (np.array(k, float) for k in (origin, across, down))
    v, u = np.meshgrid(np.linspace(0, 1, steps[0]), np.linspace(0, 1, steps[1]), indexing="ij")
    flat = origin + u[..., None] * across + v[..., None] * down
    points = deform(flat) if crush else flat
    if lift:
        n = np.cross(down, across)
        points = points + lift * n / np.linalg.norm(n)
    size = (np.linalg.norm(across), np.linalg.norm(down))
    worn = {}
    if not lift:
        points, worn = _handled(points, flat, u, v, size, name)
    mesh = grid_mesh(name, points.astype(np.float32), material)
    uv = np.stack([u * size[0] / uv_metres, 1 - v * size[1] / uv_metres], -1).reshape(-1, 2)
    return Mesh(mesh.name, mesh.points, mesh.quads, uv, material, worn, smooth=bool(worn))


def _handled(points, flat, u, v, size, name):
    """Dents and creases of a long way, none at the edges, and where the edges are rubbed pale."""
    seed = sum(name.encode())
    shape = u.shape
    edge = np.minimum(np.minimum(u, 1 - u) * size[0], np.minimum(v, 1 - v) * size[1])
    crush = np.clip(1.25 - np.linalg.norm(flat - CRUSHED, axis=-1) / 0.15, 0, 1)
    per = (max(3, int(size[1] / 0.035)), max(3, int(size[0] / 0.035)))
    dents = 0.0011 * smooth_noise(shape, (max(2, per[0] // 3), max(2, per[1] // 3)), seed)
    dents += 0.0007 * bent(ridged(shape, per, seed + 1), 5, seed + 2) * (0.5 + 2.8 * crush)
    dents += 0.0009 * bent(ridged(shape, (per[0] * 3, per[1] * 3), seed + 3), 3, seed + 4) * crush
    # Inward only: what is stuck on a face lies over its dents.
    height = np.minimum(dents - 0.0012, 0.0003) * np.clip(edge / 0.02, 0, 1)
    rubbed = np.exp(-edge / 0.0026) + 0.5 * crush * np.clip(
        ridged(shape, per, seed + 1) - 0.45, 0, 1
    )
    low = np.clip(1 - flat[..., 2] / 0.02, 0, 1) * 0.25
    near = np.linalg.norm(flat - CRUSHED, axis=-1)
    ripped = 0.62 * np.clip(1 - near / 0.055, 0, 1)
    ripped = ripped + 0.10 * np.exp(-edge / 0.003)
    worn = {"worn": np.clip(rubbed + low, 0, 1).ravel(), "torn": ripped.ravel()}
    return points + normals(points)[..., :] * height[..., None], worn


def _strip(name, corner, along, across, lift) -> Mesh:
    """Printed tape: a repeat of its print every quarter metre."""
    mesh = _face(name, corner, across, along, "fragile", (200, 40), lift)
    v, u = np.meshgrid(np.linspace(0, 1, 200), np.linspace(0, 1, 40), indexing="ij")
    uv = np.stack([v * np.linalg.norm(along) / 0.25, u], -1).reshape(-1, 2)
    return Mesh(name, mesh.points, mesh.quads, uv, "fragile", {}, smooth=True)


def _stuck(name, corner, across, down, material, lift) -> Mesh:
    mesh = _face(name, corner, across, down, material, (140, 100), lift)
    v, u = np.meshgrid(np.linspace(0, 1, 140), np.linspace(0, 1, 100), indexing="ij")
    uv = np.stack([u, 1 - v], -1).reshape(-1, 2)
    return Mesh(name, mesh.points, mesh.quads, uv, material, {}, smooth=True)


def closed() -> tuple[list[Mesh], dict[str, np.ndarray]]:
    """The box as it came. Spots: middle, corner, label (and its four corners)."""
    x, y, z = SIZE[0] / 2, SIZE[1] / 2, SIZE[2]
    n = (150, 200)
    k = {"uv_metres": 0.5}
    meshes = [
        _face("lid near", [-x, -0.0007, z], [2 * x, 0, 0], [0, -y + 0.0007, 0], "kraft", n, **k),
        _face("lid far", [-x, y, z], [2 * x, 0, 0], [0, -y + 0.0007, 0], "kraft", n, **k),
        _face(
            "under lid", [-x, y, z - 0.0064], [2 * x, 0, 0], [0, -2 * y, 0], "inside", (20, 30), **k
        ),
        _face("near", [-x, -y, z], [2 * x, 0, 0], [0, 0, -z], "printed", n, **k),
        _face("right", [x, -y, z], [0, 2 * y, 0], [0, 0, -z], "printed", n, **k),
        _face("far", [x, y, z], [-2 * x, 0, 0], [0, 0, -z], "kraft", (60, 80), **k),
        _face("left", [-x, y, z], [0, -2 * y, 0], [0, 0, -z], "kraft", n, **k),
        _face("tape", [-x, 0.025, z], [2 * x, 0, 0], [0, -0.05, 0], "tape", (75, 220), 0.0006),
        _face("tape r", [x, -0.025, z], [0, 0.05, 0], [0, 0, -0.062], "tape", (75, 60), 0.0006),
        _face("tape l", [-x, 0.025, z], [0, -0.05, 0], [0, 0, -0.055], "tape", (75, 60), 0.0006),
        _strip("fragile lid", [0.0, y, z], [0, -2 * y, 0], [0.05, 0, 0], 0.0010),
        _strip("fragile near", [0.0, -y, z], [0, 0, -0.085], [0.05, 0, 0], 0.0010),
    ]
    corner, across, down = label_place()
    meshes.append(_stuck("label", corner, across, down, "label", 0.0007))
    wide = 0.006
    a, d = across / np.linalg.norm(across), down / np.linalg.norm(down)
    meshes.append(
        _stuck(
            "film",
            corner - wide * (a + d),
            across + 2 * wide * a,
            down + 2 * wide * d,
            "film",
            0.0011,
        )
    )
    spots = {
        "middle": np.array([0.0, 0.0, 0.10]),
        "corner": deform(CRUSHED + np.array([-0.02, 0.02, -0.02])),
        "label": deform(corner + across / 2 + down / 2),
    }
    return meshes, spots


def label_place() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Corner, across and down edges of the 100 x 150 mm label, turned to lie along the lid."""
    turn = np.radians(-2.5)
    across = 0.092 * np.array([np.sin(turn), np.cos(turn), 0.0])
    down = 0.138 * np.array([np.cos(turn), -np.sin(turn), 0.0])
    return np.array([-0.165, 0.035, 0.17]), across, down


def opened(seed: int = 3) -> tuple[list[Mesh], dict[str, np.ndarray]]:
    """The box with its flaps out and the folded jacket inside."""
    x, y, z = SIZE[0] / 2, SIZE[1] / 2, SIZE[2]
    n, k = (90, 120), {"uv_metres": 0.5}
    walls = [
        ("near", [-x, -y, z], [2 * x, 0, 0]),
        ("right", [x, -y, z], [0, 2 * y, 0]),
        ("far", [x, y, z], [-2 * x, 0, 0]),
        ("left", [-x, y, z], [0, -2 * y, 0]),
    ]
    meshes = []
    for name, origin, across in walls:
        skin = "printed" if name in ("near", "right") else "kraft"
        meshes.append(_face(name, origin, across, [0, 0, -z], skin, n, crush=False, **k))
        a = np.array(across, float)
        inward = np.cross([0, 0, 1.0], a / np.linalg.norm(a)) * 0.004
        start = np.array(origin) + inward
        meshes.append(_face(f"{name} in", start + a, -a, [0, 0, -z], "inside", n, crush=False, **k))
        out = -inward / 0.004
        tilt = {"near": -0.55, "right": -0.25, "far": 0.35, "left": 0.1}[name]
        flap = 0.145 * (out * np.cos(tilt) + np.array([0, 0, np.sin(tilt)]))
        top = np.array(origin, float)
        meshes.append(
            _face(
                f"{name} flap", top + flap, a * 0.985, -flap, "inside", (40, 60), crush=False, **k
            )
        )
    quilts = [
        ("folded", (0.0, 0.0, 0.105), 0.375, 0.275, 4, 10.0),
        ("sleeve", (0.05, -0.02, 0.135), 0.30, 0.125, 4, -24.0),
    ]
    for j, (name, at, wide, tall, baffles, turn) in enumerate(quilts):
        meshes += _folded(name, np.array(at), wide, tall, baffles, turn if j else 0.0, seed + j)
    return meshes, {"middle": np.array([0.0, 0.0, 0.13]), "corner": CRUSHED}


def _folded(name, at, wide, tall, baffles, turn_deg, seed) -> list[Mesh]:
    from .garment import _stitches, finer

    a = np.radians(turn_deg)

    def surface(v, u):
        px, py = (u - 0.5) * wide, (0.5 - v) * tall
        edge = np.clip(1 - np.abs(2 * u - 1) ** 6, 0, 1) * np.clip(1 - np.abs(2 * v - 1) ** 6, 0, 1)
        z = 0.028 * edge - 0.028 + 0.006 * smooth_noise(v.shape, (3, 3), seed)
        return (
            np.stack([px * np.cos(a) - py * np.sin(a), px * np.sin(a) + py * np.cos(a), z], -1) + at
        )

    grid, alive = inflate(Quilt(surface, baffles, 32, 160, 1.16, 1.14, 0.8, seed=seed))
    grid, alive = wrinkled(grid, 32, 400 + seed), finer(alive)
    return [grid_mesh(name, grid, "nylon", alive), *_stitches(name, grid, alive, FINER * 32)]
