"""What lies about while a buyer takes photos: packaging, a tag, scissors, a mug, a cable."""

from __future__ import annotations

import numpy as np

from ..noise import smooth_noise
from .meshes import Mesh, Strands, box, curly, grid_mesh, lathe
from .wrinkles import bent, ridged


def turned(mesh: Mesh, degrees: float, to) -> Mesh:
    """The mesh turned about z and moved."""
    a = np.radians(degrees)
    turn = np.array([[np.cos(a), np.sin(a), 0], [-np.sin(a), np.cos(a), 0], [0, 0, 1]])
    points = np.asarray(mesh.points, float) @ turn + np.array(to)
    return Mesh(mesh.name, points, mesh.quads, mesh.uv, mesh.material, mesh.attributes, mesh.smooth)


def hose(name: str, line: np.ndarray, radius, material: str, sides=10) -> Mesh:
    """A round tube along points (N, 3): a cable, a handle, a pen; ``radius`` metres, may vary."""
    line = np.asarray(line, float)
    way = np.gradient(line, axis=0)
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    side = np.cross(way, [0.0, 0.0, 1.0])
    side[np.linalg.norm(side, axis=1) < 1e-6] = [1.0, 0.0, 0.0]
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    up = np.cross(side, way)
    angle = np.linspace(0, 2 * np.pi, sides + 1)[None, :, None]
    ring = np.cos(angle) * side[:, None] + np.sin(angle) * up[:, None]
    girth = np.broadcast_to(np.asarray(radius, float), (len(line),))[:, None, None]
    return grid_mesh(name, (line[:, None] + ring * girth).astype(np.float32), material)


def spline(points, steps=120) -> np.ndarray:
    """A smooth line through a few points (Catmull-Rom)."""
    p = np.asarray(points, float)
    p = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    t = np.linspace(0, len(p) - 3, steps, endpoint=False)
    k, f = t.astype(int), (t % 1)[:, None]
    a, b, c, d = p[k], p[k + 1], p[k + 2], p[k + 3]
    return 0.5 * (
        2 * b + (c - a) * f + (2 * a - 5 * b + 4 * c - d) * f**2 + (3 * b - a - 3 * c + d) * f**3
    )


def polybag(size, at, degrees: float, seed: int) -> Mesh:
    """The clear bag the jacket came in, crumpled and thrown aside."""
    h, w = 320, 320
    v, u = np.meshgrid(np.linspace(-0.5, 0.5, h), np.linspace(-0.5, 0.5, w), indexing="ij")
    high = 0.016 * np.clip(smooth_noise((h, w), (5, 5), seed) + 0.7, 0, 2)
    high += 0.005 * bent(ridged((h, w), (13, 11), seed + 1), 4, seed + 2)
    high += 0.0022 * bent(ridged((h, w), (26, 26), seed + 3), 6, seed + 4)
    edge = np.clip((0.5 - np.maximum(np.abs(u), np.abs(v))) / 0.12, 0, 1)
    x = u * size[0] * (1 + 0.10 * smooth_noise((h, w), (3, 4), seed + 5))
    y = -v * size[1] * (1 + 0.10 * smooth_noise((h, w), (4, 3), seed + 6))
    z = 0.003 + np.maximum(high * edge, 0)
    mesh = grid_mesh("polybag", np.stack([x, y, z], -1).astype(np.float32), "polybag")
    return turned(mesh, degrees, at)


def tag(at, degrees: float) -> list[Mesh]:
    """The hang tag on its cord."""
    v, u = np.meshgrid(np.linspace(0, 1, 12), np.linspace(0, 1, 24), indexing="ij")
    points = np.stack([(u - 0.5) * 0.085, (0.5 - v) * 0.045, 0.001 + 0.006 * (u - 0.1) ** 2], -1)
    card = grid_mesh("tag", points.astype(np.float32), "tag")
    uv = np.stack([u, 1 - v], -1).reshape(-1, 2).astype(np.float32)
    card = Mesh("tag", card.points, card.quads, uv, "tag")
    way = [(-0.037, 0, 0.002), (-0.06, 0.012, 0.001), (-0.085, 0.002, 0.001), (-0.07, -0.03, 0.001)]
    way += [(-0.045, -0.035, 0.001), (-0.041, -0.004, 0.003)]
    cord = hose("cord", spline(way), 0.0007, "black", 6)
    return [turned(card, degrees, at), turned(cord, degrees, at)]


def scissors(at, degrees: float) -> list[Mesh]:
    """Half-open kitchen scissors with orange handles."""
    out = []
    for hand in (-1, 1):
        turn = hand * 11.0
        t = np.linspace(0, 1, 30)
        blade = np.stack(
            [
                np.stack([0.105 * t, -hand * 0.001 + 0 * t, 0.004 + 0 * t], -1),
                np.stack([0.105 * t, hand * 0.011 * (1 - t**2.2), 0.0052 + 0 * t], -1),
                np.stack([0.105 * t, hand * 0.011 * (1 - t**2.2), 0.0022 + 0 * t], -1),
            ]
        )
        out.append(turned(grid_mesh("blade", blade.astype(np.float32), "steel"), turn, (0, 0, 0)))
        a = np.linspace(0, 2 * np.pi, 60)
        loop = np.stack(
            [
                -0.062 + 0.030 * np.cos(a),
                -hand * 0.020 + 0.017 * np.sin(a) * (1 + 0.15 * np.cos(a)),
                0.006 + 0 * a,
            ],
            -1,
        )
        out.append(turned(hose("loop", loop, 0.0045, "orange", 12), turn, (0, 0, 0)))
        arm = spline(
            [(-0.036, -hand * 0.015, 0.006), (-0.015, -hand * 0.006, 0.006), (0.012, 0, 0.005)]
        )
        girth = np.linspace(0.0055, 0.0040, len(arm))
        out.append(turned(hose("arm", arm, girth, "orange", 12), turn, (0, 0, 0)))
    screw = np.array([(0.0001, 0.0018), (0.003, 0.0015), (0.0042, 0.0)])
    out.append(
        lathe("screw", screw, np.array([0.004, 0, 0.006]), np.array([0, 0, 1.0]), "steel", 20)
    )
    return [turned(mesh, degrees, at) for mesh in out]


def mug(at, degrees: float) -> list[Mesh]:
    """A stoneware mug with some coffee left."""
    mm = [(0.1, 4), (30, 4), (34, 7), (36, 20), (39, 60), (40.5, 92), (41.2, 95), (43, 96)]
    mm += [(44, 94), (43, 60), (40, 20), (37.5, 4), (35, 0.6), (31, 0), (0.1, 1)]
    body = lathe("mug", np.array(mm) / 1000, np.zeros(3), np.array([0, 0, 1.0]), "ceramic", 72)
    pool = np.array([(0.01, 62.2), (30.0, 62.0), (38.6, 62.6)]) / 1000
    drink = lathe("coffee", pool, np.zeros(3), np.array([0, 0, 1.0]), "coffee", 60)
    ear = [(0.040, 0, 0.080), (0.062, 0, 0.084), (0.074, 0, 0.060), (0.064, 0, 0.030)]
    handle = hose("ear", spline([*ear, (0.037, 0, 0.022)]), 0.0055, "ceramic", 14)
    return [turned(mesh, degrees, at) for mesh in (body, drink, handle)]


def tape_roll(at, degrees: float) -> list[Mesh]:
    """A roll of brown packing tape, lying."""
    mm = [(38, 0), (38, 48), (40.5, 48), (40.5, 47.4), (53, 47.6), (53.2, 47), (53.2, 0.8), (53, 0)]
    tyre = lathe("roll", np.array(mm) / 1000, np.zeros(3), np.array([0, 0, 1.0]), "roll", 90)
    return [turned(tyre, degrees, at)]


def pen(at, degrees: float) -> list[Mesh]:
    """A ball pen with its cap on, lying along x."""
    ahead, middle = np.array([1.0, 0, 0]), np.array([0, 0, 0.0048])
    shank = [(0.1, 0), (2.6, 0), (3.1, 0.5), (3.1, 5), (3.9, 5.2), (3.9, 104), (0.1, 104)]
    cap = [(0.1, 88), (4.7, 88), (4.8, 89), (4.6, 120), (4.1, 134), (3.2, 142), (1.5, 145)]
    cap += [(0.1, 146)]
    plug = [(0.1, -3.0), (2.2, -3.0), (3.0, -2.2), (3.0, 0.4), (0.1, 0.4)]
    parts = [
        lathe(name, np.array(mm) / 1000, middle, ahead, material, 32)
        for name, mm, material in (
            ("shank", shank, "white plastic"),
            ("cap", cap, "blue plastic"),
            ("plug", plug, "blue plastic"),
        )
    ]
    clip = [(0.139, 0.0026, 0.0052), (0.134, 0.0052, 0.0066), (0.120, 0.0058, 0.0068)]
    clip += [(0.101, 0.0056, 0.0066), (0.098, 0.0050, 0.0062)]
    parts.append(hose("clip", spline(clip, 40), 0.0011, "blue plastic", 10))
    return [turned(mesh, degrees, at) for mesh in parts]


def receipt(at, degrees: float, seed: int) -> Mesh:
    """A delivery slip that was folded and half straightened."""
    h, w = 160, 110
    v, u = np.meshgrid(np.linspace(0, 1, h), np.linspace(0, 1, w), indexing="ij")
    z = 0.010 * np.abs(((v * 3 + 0.5) % 1) - 0.5) + 0.004 * np.abs(u - 0.5)
    z += 0.0016 * bent(ridged((h, w), (7, 5), seed), 8, seed + 1) + 0.012 * v**4
    points = np.stack([(u - 0.5) * 0.10, (0.5 - v) * 0.19, z + 0.0015], -1).astype(np.float32)
    mesh = grid_mesh("receipt", points, "receipt")
    uv = np.stack([u, 1 - v], -1).reshape(-1, 2).astype(np.float32)
    return turned(Mesh("receipt", mesh.points, mesh.quads, uv, "receipt"), degrees, at)


def socket(at) -> list[Mesh]:
    """A power socket in a wall that faces -y."""
    x, y, z = at
    plate = box("socket", (0.082, 0.010, 0.082), (x, y - 0.005, z), "white plastic")
    rim = np.array([(0.0215, 0.0), (0.0215, 0.0045), (0.0195, 0.0045), (0.0190, -0.006)])
    rim = np.vstack([rim, [(0.0001, -0.006)]])
    at, out = np.array([x, y - 0.010, z]), np.array([0, -1.0, 0])
    return [plate, lathe("socket well", rim, at, out, "white plastic", 48)]


def crumbs(count: int, reach: float, seed: int) -> list[Strands]:
    """Fluff and dust on a floor or table: nobody sweeps before a complaint."""
    rng = np.random.default_rng(seed)
    out = []
    for name, n, size, radius, material in (
        ("floor lint", count, 0.0035, 2.6e-5, "lint"),
        ("floor fly", count // 24, 0.012, 2.4e-5, "fluff"),
        ("floor hair", count // 90, 0.10, 3.5e-5, "hair"),
    ):
        roots = np.stack([*rng.uniform(-reach, reach, (2, n)), np.full(n, 0.0004)], -1)
        way = rng.standard_normal((n, 3)) * np.array([1, 1, 0.02])
        hairs = curly(roots, way, size * rng.uniform(0.3, 1.5, n), 10, 0.22, seed)
        hairs[..., 2] = 0.0004 + 0.15 * np.abs(hairs[..., 2] - 0.0004)
        out.append(Strands(name, hairs, np.full(n, radius), material))
    return out


def on_floor() -> tuple[list[Mesh], list[Strands]]:
    """Round the jacket, for a phone held above it."""
    lead = [(0.75, -0.36, 0.003), (0.60, -0.43, 0.003), (0.47, -0.455, 0.003), (0.36, -0.50, 0.003)]
    lead += [(0.20, -0.475, 0.003), (0.08, -0.54, 0.003), (-0.05, -0.66, 0.009)]
    meshes = [
        polybag((0.42, 0.30), (-0.47, 0.37, 0), 24, 31),
        *tag((0.245, 0.335, 0), 152),
        receipt((0.47, 0.275, 0), 205, 12),
        *socket((0.36, 0.92, 0.30)),
        hose("lead", spline(lead), 0.0019, "white plastic"),
    ]
    return meshes, crumbs(900, 0.9, 3)


def on_table() -> tuple[list[Mesh], list[Strands]]:
    """Round the parcel."""
    meshes = [
        *mug((0.34, 0.385, 0), 215),
        *tape_roll((0.345, 0.185, 0), 30),
        *scissors((-0.285, -0.165, 0), 24),
        receipt((0.10, 0.335, 0), 68, 12),
        *pen((-0.07, -0.262, 0), 16),
    ]
    return meshes, crumbs(260, 0.6, 8)
