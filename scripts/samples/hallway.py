"""Where the parcel stood when it came: a hall floor, its wall, and what is left lying there."""

from __future__ import annotations

import cv2
import numpy as np

from . import clutter
from .clutter import hose, spline, turned
from .meshes import Mesh, Strands, box, grid_mesh, lathe
from .noise import smooth_noise

WALL_Y = 0.47
"""How far behind the parcel's middle the wall is."""


def _outline(t: np.ndarray, inner: bool) -> np.ndarray:
    """Half the width of a shoe along its length, heel 0 to toe 1, metres."""
    at = [0, 0.04, 0.15, 0.35, 0.6, 0.78, 0.92, 1.0]
    wide = [0.004, 0.026, 0.034, 0.032, 0.043, 0.044 if inner else 0.050, 0.034, 0.004]
    fine = np.linspace(0, 1, 400)
    soft = cv2.GaussianBlur(
        np.interp(fine, at, wide)[None], (0, 0), 14, borderType=cv2.BORDER_REFLECT
    )
    round_ends = np.sqrt(np.clip(1 - np.abs(2 * fine - 1) ** 10, 0, 1))
    return np.interp(t, fine, soft[0] * round_ends)


def shoe(at, degrees: float, hand: int, seed: int) -> list[Mesh]:
    """A worn canvas shoe with a rubber sole and its laces, 29 cm long, the toe along x."""
    t = (1 - np.cos(np.linspace(0, np.pi, 90))) / 2
    long = 0.29 * t
    left, right = _outline(t, hand > 0), _outline(t, hand < 0)
    spring = 0.010 * np.clip((t - 0.78) / 0.22, 0, 1) ** 2
    a = np.linspace(0, np.pi, 60)
    high = np.interp(
        t,
        [0, 0.05, 0.30, 0.42, 0.62, 0.84, 0.95, 1],
        [0.070, 0.088, 0.076, 0.078, 0.060, 0.048, 0.034, 0.012],
    )
    side = np.cos(a)[None]
    wide = np.where(side > 0, left[:, None], right[:, None]) * 0.96
    lean = 1 - 0.22 * np.sin(a)[None] ** 2
    y = wide * np.sign(side) * np.abs(side) ** 0.62 * lean
    z = 0.024 + spring[:, None] + high[:, None] * np.sin(a)[None] ** 0.72
    # The opening: the middle of the rear half is let down into the shoe.
    mouth = np.clip((0.40 - t) / 0.05, 0, 1) * np.clip((t - 0.03) / 0.03, 0, 1)
    z = z - 0.075 * mouth[:, None] * np.clip((np.sin(a)[None] - 0.90) / 0.05, 0, 1)
    crease = np.exp(-(((t - 0.66) / 0.07) ** 2))[:, None]
    z += 0.0022 * crease * np.sin(t[:, None] * 190 + 3 * side)
    x = np.broadcast_to(long[:, None], y.shape)
    skin = np.stack([x, y, z], -1) + 0.0012 * smooth_noise(y.shape, (14, 10), seed)[..., None]
    ring = np.concatenate(
        [np.stack([long, left, spring], -1), np.stack([long, -right, spring], -1)[::-1]]
    )
    middle = np.array([0.15, 0.0, 0.0])
    rows = [(0.97, 0.0), (1.03, 0.003), (1.04, 0.014), (1.03, 0.026), (0.96, 0.029)]
    sole = np.stack([(ring - middle) * [k, k, 1] + middle + [0, 0, up] for k, up in rows])
    parts = [
        grid_mesh("upper", skin.astype(np.float32), "canvas"),
        grid_mesh("sole", sole[::-1].astype(np.float32), "rubber"),
    ]
    for k in range(5):
        s = 0.44 + 0.065 * k
        top = 0.026 + float(np.interp(s, t, high)) + 0.0015
        tilt = 0.010 * (-1) ** k
        line = [
            (0.29 * s - tilt, 0.026, top - 0.010),
            (0.29 * s, 0.0, top + 0.001),
            (0.29 * s + tilt, -0.026, top - 0.010),
        ]
        parts.append(hose("lace", spline(line, 30), 0.0022, "rubber", 8))
    loose = [(0.125, 0.01, 0.104), (0.11, 0.045, 0.085), (0.13, 0.075, 0.02), (0.20, 0.10, 0.003)]
    parts.append(hose("lace", spline(loose), 0.0020, "rubber", 8))
    return [turned(part, degrees, at) for part in parts]


def socket(x: float, z: float) -> list[Mesh]:
    """A double wall socket; a charger's plug sits in one, its cable falls to the floor."""
    out, front = [], np.array([0.001, -1.0, 0.001])
    out.append(box("plate", (0.152, 0.009, 0.081), (x, WALL_Y - 0.0045, z), "white plastic"))
    well = np.array([(0.0005, 0.0004), (0.0185, 0.0004), (0.0192, 0.0016), (0.0206, 0.0014)])
    pin = np.array([(0.0002, 0.0007), (0.0026, 0.0007)])
    for k in (-1, 1):
        at = np.array([x + 0.036 * k, WALL_Y - 0.0090, z])
        out.append(lathe("well", well, at, front, "socket well", 48))
        for side in (-0.0095, 0.0095):
            out.append(lathe("pin", pin, at + np.array([side, 0, 0]), front, "black", 16))
    plug = [
        (0.0185, 0.0),
        (0.0185, 0.018),
        (0.014, 0.028),
        (0.009, 0.034),
        (0.0045, 0.050),
        (0.0005, 0.050),
    ]
    out.append(
        lathe(
            "plug",
            np.array(plug),
            np.array([x + 0.036, WALL_Y - 0.009, z]),
            front,
            "white plastic",
            48,
        )
    )
    y = WALL_Y - 0.06
    cable = [
        (x + 0.036, y + 0.008, z),
        (x + 0.040, y - 0.022, z - 0.020),
        (x + 0.046, y - 0.012, z - 0.12),
    ]
    cable += [
        (x + 0.065, y + 0.008, 0.05),
        (x + 0.10, y - 0.02, 0.004),
        (x + 0.22, y - 0.05, 0.003),
    ]
    cable += [(x + 0.30, y + 0.01, 0.003), (x + 0.42, y - 0.10, 0.003), (x + 0.9, y - 0.02, 0.003)]
    out.append(hose("cable", spline(cable, 200), 0.0024, "white plastic"))
    return out


def things() -> tuple[list[Mesh], list[Strands]]:
    """Round the parcel on the hall floor."""
    rugs, fringe = clutter.rug((0.75, 1.3), (-0.60, -0.30, 0), -8.0)
    meshes = [
        *rugs,
        *socket(0.13, 0.27),
        *shoe((0.36, 0.385, 0), 6, 1, 3),
        *shoe((0.45, 0.235, 0), -21, -1, 8),
        clutter.receipt((-0.10, 0.31, 0), 75, 12),
    ]
    return meshes, fringe + clutter.crumbs(700, 0.9, 8)
