"""The parcel as it came: a taped cardboard box with a crushed corner, its label and its tapes."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ..noise import smooth_noise
from .cloth import normals
from .crush import CELL, Panels, crush
from .meshes import Mesh, grid_mesh
from .wrinkles import bent, ridged

SIZE = np.array([0.40, 0.30, 0.17])
CRUSHED = np.array([0.20, -0.15, 0.17])
"""The corner that was dropped on: right, near, top."""
WAY, DEPTH_M, TEAR_M = (-0.52, 0.50, -0.69), 0.082, 0.065
PAD = 3
"""Grid points beyond a side's borders that its surface bends with: folds are round."""


def _weights(n: int, at: np.ndarray) -> np.ndarray:
    """Uniform cubic B-spline weights (len(at), n) at places counted in control points."""
    d = np.abs(np.asarray(at, float)[:, None] - np.arange(n)[None])
    near = 2 / 3 - d**2 + d**3 / 2
    far = np.clip(2 - d, 0, None) ** 3 / 6
    return np.where(d < 1, near, far)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the box: control points (rows, cols, 3) with ``PAD`` more all round."""

    name: str
    control: np.ndarray

    @property
    def size(self) -> tuple[float, float]:
        """Down and across, metres of board."""
        h, w = self.control.shape[:2]
        return (h - 1 - 2 * PAD) * CELL, (w - 1 - 2 * PAD) * CELL

    def at(self, down: np.ndarray, across: np.ndarray) -> np.ndarray:
        """Points of the surface over the grid ``down`` x ``across``, metres of board."""
        v = _weights(self.control.shape[0], np.asarray(down) / CELL + PAD)
        u = _weights(self.control.shape[1], np.asarray(across) / CELL + PAD)
        return np.einsum("ri,ijk,cj->rck", v, self.control, u)


def _grown(grid: np.ndarray) -> np.ndarray:
    """A grid with ``PAD`` more points at each border, straight on."""
    for axis in (0, 1):
        g = np.moveaxis(grid, axis, 0)
        k = np.arange(PAD, 0, -1)[:, None, None]
        g = np.concatenate(
            [g[:1] + k * (g[:1] - g[1:2]), g, g[-1:] + k[::-1] * (g[-1:] - g[-2:-1])]
        )
        grid = np.moveaxis(g, 0, axis)
    return grid


def sides(box: Panels) -> dict[str, Side]:
    """The four walls (rows top to bottom) and the lid's two flaps (rows seam to hinge)."""
    p = box.points
    nx, ny = (round(k / CELL) for k in SIZE[:2])
    split = int(TEAR_M / CELL)
    around = p[np.concatenate([box.walls] * 3, 1)][::-1]
    out = {}
    starts = {"near": 0, "right": nx, "far": nx + ny, "left": 2 * nx + ny}
    for name, start in starts.items():
        wide = nx if name in ("near", "far") else ny
        a = start + box.walls.shape[1]
        control = _grown(around[:, a : a + wide + 1])
        control[PAD:-PAD, :PAD] = around[:, a - PAD : a]
        control[PAD:-PAD, -PAD:] = around[:, a + wide + 1 : a + wide + 1 + PAD]
        flap = {"near": box.lid, "far": box.lid[::-1, ::-1], "right": box.right, "left": box.left}
        inner = slice(PAD, -PAD) if name in ("near", "far") else slice(PAD + 1, -PAD - 1)
        control[:PAD, inner] = p[flap[name][PAD:0:-1]]
        torn = slice(PAD, PAD + split)
        k = np.arange(1, PAD + 1)[None, :, None]
        if name == "near":
            edge, before = control[torn, -PAD - 1 : -PAD], control[torn, -PAD - 2 : -PAD - 1]
            control[torn, -PAD:] = edge + k * (edge - before)
        if name == "right":
            edge, before = control[torn, PAD + 1 : PAD + 2], control[torn, PAD + 2 : PAD + 3]
            k = np.arange(PAD + 1, 0, -1)[None, :, None]
            control[torn, : PAD + 1] = edge + k * (edge - before)
        out[name] = Side(name, control)
    half = ny // 2
    for name, lid, wall in (
        ("lid near", box.lid, box.walls[:, : nx + 1]),
        ("lid far", box.lid[::-1, ::-1], box.walls[:, nx + ny : 2 * nx + ny + 1]),
    ):
        control = _grown(p[lid[half::-1]])
        control[:PAD, PAD:-PAD] = p[lid[half + PAD : half : -1]]
        control[-PAD:, PAD:-PAD] = p[wall[-2 : -2 - PAD : -1]]
        out[name] = Side(name, control)
    return out


def _board(side: Side, material: str, step=0.0008) -> Mesh:
    """A side of used board: dents of a long way, pale where it is rubbed, torn at the corner."""
    tall, wide = side.size
    # The flaps do not quite meet: the seam shows through the tape.
    first = step if side.name.startswith("lid") else 0.0
    down, across = np.arange(first, tall + step / 2, step), np.arange(0, wide + step / 2, step)
    points = side.at(down, across)
    v, u = np.meshgrid(down, across, indexing="ij")
    shape, seed = v.shape, sum(side.name.encode())
    edge = np.minimum(np.minimum(u, wide - u), np.minimum(v, tall - v))
    crushed = np.clip(1.2 - np.linalg.norm(points - CRUSHED, axis=-1) / 0.13, 0, 1)
    n = normals(points)
    soft = points - np.stack([cv2.GaussianBlur(points[..., k], (0, 0), 3.5) for k in range(3)], -1)
    bend = (soft * n).sum(-1)
    per = (tall / 0.03, wide / 0.03)
    dents = 0.0010 * smooth_noise(shape, (per[0] / 3, per[1] / 3), seed)
    dents += 0.0004 * bent(ridged(shape, per, seed + 1), 14, seed + 2) * (0.4 + 1.2 * crushed)
    dents += (
        0.00022
        * bent(ridged(shape, (3 * per[0], 3 * per[1]), seed + 3), 7, seed + 4)
        * (0.15 + crushed)
    )
    # Inward only: what is stuck on a side lies over its dents.
    height = np.minimum(dents - 0.0012, 0.0002) * np.clip(edge / 0.012, 0.1, 1)
    points = points + n * height[..., None]
    worn = 0.55 * np.exp(-edge / 0.0022) + np.clip(bend / 0.00030, 0, 1)
    near = np.linalg.norm(points - CRUSHED, axis=-1)
    torn = 0.50 * np.clip(1.3 - near / 0.075, 0, 1) * np.clip(0.3 + bend / 0.0004, 0, 1)
    attributes = {"worn": np.clip(worn, 0, 1), "torn": torn + 0.10 * np.exp(-edge / 0.002)}
    mesh = grid_mesh(side.name, points.astype(np.float32), material, attributes=attributes)
    uv = np.stack([u, 0.5 - v], -1).reshape(-1, 2) / 0.5
    return Mesh(side.name, mesh.points, mesh.quads, uv, material, mesh.attributes)


def _cut(name: str, line: np.ndarray, n: np.ndarray, seed: int) -> Mesh:
    """The cut or torn edge of board along a line of points: liner, flutes, liner."""
    t = np.linspace(0, 1, 9)
    rough = 0.0005 * smooth_noise((len(t), len(line)), (4, len(line) // 5), seed)
    points = line[None] - (0.0036 * t)[:, None, None] * n[None]
    points = points + rough[..., None] * np.array([0.6, 0.6, 0.5])
    run = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    mesh = grid_mesh(name, points.astype(np.float32), "cut")
    uv = np.stack(np.broadcast_arrays(run[None], t[:, None]), -1).reshape(-1, 2)
    return Mesh(name, mesh.points, mesh.quads, uv, "cut")


def _laid(parts, lift: np.ndarray, soften: float) -> np.ndarray:
    """A band along grids that follow one another (rows along it), eased over folds, lifted."""
    band = np.concatenate([k if j == 0 else k[1:] for j, k in enumerate(parts)])
    band = np.stack(
        [cv2.GaussianBlur(band[..., k], (0, 0), sigmaX=0.6, sigmaY=soften) for k in range(3)], -1
    )
    return band + normals(band) * lift[..., None]


def _bubbles(shape, metres, seed: int, high: float) -> np.ndarray:
    """How far a tape stands off: pressed down mostly, with wrinkles and air along them."""
    cells = (metres[0] / 0.018, metres[1] / 0.02)
    fold = np.clip(bent(ridged(shape, cells, seed), 16, seed + 1) - 0.70, 0, 1) / 0.30
    some = np.clip(smooth_noise(shape, (metres[0] / 0.05, 2), seed + 2) - 0.1, 0, 1)
    air = np.clip(smooth_noise(shape, (metres[0] / 0.012, metres[1] / 0.014), seed + 3) - 1.2, 0, 1)
    return 0.0005 + high * (fold * some + 0.5 * air)


def _ribbon(name, points, uv, material) -> Mesh:
    mesh = grid_mesh(name, points.astype(np.float32), material)
    return Mesh(name, mesh.points, mesh.quads, uv.reshape(-1, 2), material)


def _tape(side: dict[str, Side], step=0.0008) -> Mesh:
    """Brown tape over the seam and some way down both ends."""
    wide, deep = SIZE[0], np.arange(0, 0.0625, step)
    x, y = np.arange(0, wide + step / 2, step), np.arange(0, 0.0255, step)
    middle = SIZE[1] / 2
    right = side["right"].at(deep[::-1], middle - 0.025 + np.arange(0, 0.0505, step))
    left = side["left"].at(deep, middle + 0.025 - np.arange(0, 0.0505, step))
    near = side["lid near"].at(y[::-1], x)
    far = side["lid far"].at(y[1:], wide - x)
    lid = np.concatenate([near, far]).transpose(1, 0, 2)[::-1]
    right, left = right[:, : lid.shape[1]], left[:, : lid.shape[1]]
    count = len(right) + len(lid) + len(left) - 2
    lift = _bubbles((count, lid.shape[1]), (count * step, 0.05), 71, 0.0006)
    points = _laid([k[:, ::-1] for k in (right, lid, left)], lift, 2.5)
    v, u = np.mgrid[:count, : lid.shape[1]] * step
    return _ribbon("tape", points, np.stack([u, v], -1), "tape")


def _fragile(side: dict[str, Side], step=0.0008) -> Mesh:
    """Printed tape across the lid and down the near side, its end lifted."""
    x = SIZE[0] / 2 + np.arange(0, 0.0502, step)
    y = np.arange(0, SIZE[1] / 2 + step / 2, step)
    far = side["lid far"].at(y[::-1], SIZE[0] - x)
    near = side["lid near"].at(y, x)
    wall = side["near"].at(np.arange(0, 0.086, step), x)
    count = len(far) + len(near) + len(wall) - 2
    shape = (count, len(x))
    lift = 0.0004 + _bubbles(shape, (count * step, 0.05), 93, 0.0009)
    off = np.clip((np.arange(count) - count + 16) / 16, 0, 1)[:, None]
    lift = lift + 0.007 * off**2 * np.linspace(0.2, 1, len(x))[None]
    points = _laid([far, near, wall], lift, 2.0)
    v, u = np.mgrid[:count, : len(x)] * step
    return _ribbon("fragile", points, np.stack([v / 0.25, u / 0.05], -1), "fragile")


def _label(side: dict[str, Side]) -> list[Mesh]:
    """A paper label under clear tape that is a little larger; both follow the lid."""
    out = []
    for name, rim, lift in (("label", 0.0, 0.0009), ("film", 0.006, 0.0013)):
        t = np.linspace(0, 1, 200)
        v, u = np.meshgrid(t, t, indexing="ij")
        turn = np.radians(2.5)
        a, d = u * (0.092 + 2 * rim) - rim, v * (0.138 + 2 * rim) - rim
        # Across the label is away from the seam; down it is towards the box's right.
        x = -SIZE[0] / 2 + 0.035 + d * np.cos(turn) + a * np.sin(turn)
        y = 0.035 + a * np.cos(turn) - d * np.sin(turn)
        points = _on_lid(side, x, y)
        n = normals(points)
        high = lift + 0.0004 * np.clip(smooth_noise(v.shape, (4, 3), 5), 0, 2)
        points = points + n * np.asarray(high)[..., None]
        out.append(_ribbon(name, points, np.stack([u, 1 - v], -1), name))
    return out


def _on_lid(side: dict[str, Side], x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Points of the far flap at places of the lid as folded."""
    fine = 0.001
    far = side["lid far"]
    tall, wide = far.size
    grid = far.at(np.arange(0, tall + fine / 2, fine), np.arange(0, wide + fine / 2, fine))
    across = ((SIZE[0] / 2 - x) / fine).astype(np.float32)
    down = (y / fine).astype(np.float32)
    return cv2.remap(grid.astype(np.float32), across, down, cv2.INTER_LINEAR).astype(float)


def closed() -> tuple[list[Mesh], dict[str, np.ndarray]]:
    """The box as it came. Spots: middle, corner, label."""
    side = sides(crush(SIZE, WAY, DEPTH_M, TEAR_M))
    skins = {"near": "printed", "right": "printed"}
    meshes = [_board(k, skins.get(k.name, "kraft")) for k in side.values()]
    fine = 0.0008
    for name in ("lid near", "lid far"):
        tall, wide = side[name].size
        grid = side[name].at(np.arange(0, tall + fine / 2, fine), np.arange(0, wide + fine, fine))
        n = normals(grid)
        meshes += [_cut(f"{name} cut {k}", grid[:, k], n[:, k], 7 + k) for k in (0, -1)]
    for name, k in (("near", -1), ("right", 0)):
        wide = side[name].size[1]
        grid = side[name].at(np.arange(0, TEAR_M, fine), np.arange(0, wide + fine, fine))
        meshes.append(_cut(f"{name} torn", grid[:, k], normals(grid)[:, k], 11))
    label = _label(side)
    meshes += [_tape(side), _fragile(side), *label]
    spots = {
        "middle": np.array([0.0, 0.0, 0.10]),
        "corner": side["near"].at([0.02], [SIZE[0] - 0.01])[0, 0],
        "label": label[0].points.mean(0),
    }
    return meshes, spots
