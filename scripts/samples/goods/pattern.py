"""The jacket's pattern: the surface that each piece is sewn to, lying with its front up.

Functions of (v, u) in 0..1, down and across a piece, that give points in metres. Sides: +1 is the
viewer's right, the wearer's left.
"""

from __future__ import annotations

import cv2
import numpy as np

from .wrinkles import draped


def _half_width(v: np.ndarray) -> np.ndarray:
    return np.interp(v, [0, 0.06, 0.2, 0.36, 0.6, 1.0], [0.224, 0.222, 0.222, 0.256, 0.264, 0.270])


def body_surface(side: int):
    """One front panel: ``side`` -1 is the viewer's left, the wearer's right."""

    def surface(v, u):
        s = u if side > 0 else 1 - u  # 0 at the zip, 1 at the side
        x = 0.020 + s * (_half_width(v) - 0.020)
        top = np.interp(x, [0, 0.08, 0.10, 0.21], [0.262, 0.285, 0.30, 0.262])
        y = top + (-0.32 - top) * v
        y = y - 0.010 * np.sin(np.pi * s) * v
        z = 0.012 + 0.030 * (1 - s**5) * np.clip(1.15 - 0.25 * v, 0, 1)
        z = z * np.interp(v, [0, 0.08, 0.93, 1], [0.7, 1, 1, 0.75])
        z = z + 0.006 * np.sin(5 * v + 2 * s + side) * (1 - s**3)
        return np.stack([side * x, y, z], -1)

    return surface


def sleeve_surface(side: int, is_neat: bool = False):
    """A tube from the armhole to the cuff, fallen flat on the floor, bent at the elbow."""
    line = _arm(side, is_neat)

    def surface(v, u):
        angle = np.radians(205 - 230 * u)
        pit_x, pit_y, turn = (np.interp(v, line[:, 0], line[:, k]) for k in (1, 2, 3))
        turn = turn + np.radians(4) * np.sin(15 * v + 2 * side) * np.clip(4 * v - 1.2, 0, 1)
        half = np.interp(v, [0, 0.12, 0.5, 0.93, 1], [0.090, 0.102, 0.092, 0.074, 0.050])
        high = np.interp(v, [0, 0.10, 0.6, 1], [0.008, 0.013, 0.013, 0.014])
        cx, cy = pit_x + half * np.cos(turn), pit_y + half * np.sin(turn)
        off = np.cos(angle) * half
        x = cx + off * np.cos(turn)
        y = cy + off * np.sin(turn)
        z = np.interp(v, [0, 0.12], [0.016, 0.019]) + high * np.sin(angle)
        # An empty sleeve lies in long, low folds of its own.
        ridge = np.sin(11 * v + 1.3 * np.cos(angle) + 2 * side) * np.sin(5 * v + side)
        z = z + 0.007 * ridge * np.clip(5 * v - 0.4, 0, 1) * np.sin(angle).clip(0, 1)
        grid = np.stack([side * x, y, np.maximum(z, 0.004)], -1)
        return grid if side > 0 else grid[:, ::-1]

    return surface


def _arm(side: int, is_neat: bool, steps: int = 240) -> np.ndarray:
    """The inner edge of a sleeve: (v, x, y, turn in radians) rows, from the armpit to the cuff.

    Turn is how far a seam's line is from straight across: along the armhole at first, then square
    to the arm. The head of the sleeve fans out round the armpit. A seller lays both sleeves out
    alike (``is_neat``), a buyer drops them.
    """
    v = np.linspace(0, 1, steps)
    if is_neat:
        lean = np.interp(v, [0, 0.3, 1], [24, 28, 20 + side])
    elif side > 0:
        lean = np.interp(v, [0, 0.30, 0.46, 0.62, 1], [26, 33, 24, 2, -14])
    else:
        lean = np.interp(v, [0, 0.35, 0.50, 0.66, 1], [30, 32, 42, 58, 66])
    lean = np.radians(cv2.GaussianBlur(lean[:, None], (0, 0), 12)[:, 0])
    turn = lean + (np.radians(86) - lean) * np.clip(1 - v / 0.40, 0, 1) ** 1.4
    pace = np.interp(v, [0, 0.40], [0.22, 1.0])
    step = 0.600 / (steps - 1) * pace
    x = 0.205 + np.concatenate([[0], np.cumsum(np.sin(lean[1:]) * step[1:])])
    y = 0.066 - np.concatenate([[0], np.cumsum(np.cos(lean[1:]) * step[1:])])
    return np.stack([v, x, y, turn], 1)


def placket_surface(under: list[np.ndarray]):
    """The strip over the zip, wearer's left over right, lying on the two fronts ``under`` it."""

    def surface(v, u):
        x = -0.032 + 0.066 * u + 0.0030 * np.sin(9 * v) + 0.0012 * np.sin(31 * v + 3 * u)
        y = 0.268 + (-0.325 - 0.268) * v
        z = draped(under, x, y) + 0.0006 - 0.006 * np.abs(2 * u - 1) ** 3
        return np.stack([x, y, z], -1)

    return surface


def collar_surface(back: bool):
    def surface(v, u):
        a = np.pi * (1 - u)
        x = np.cos(a) * (0.088 + 0.010 * v)
        bow = np.sin(a)
        y = 0.345 + (0.012 if back else -0.004) - (0.082 * v) - (0.014 * bow if not back else 0)
        z = (0.030 if back else 0.044) + (0.014 if not back else -0.004) * bow
        return np.stack([x, y, z], -1)

    return surface


def cuff_surface(side: int, is_neat: bool):
    tube = sleeve_surface(side, is_neat)

    def surface(v, u):
        ring = tube(np.full_like(v, 0.995), u)
        ahead = tube(np.full_like(v, 0.995), np.full_like(u, 0.5)) - tube(
            np.full_like(v, 0.90), np.full_like(u, 0.5)
        )
        ahead = ahead / np.linalg.norm(ahead, axis=-1, keepdims=True)
        centre = ring.mean(axis=1, keepdims=True)
        slim = centre + (ring - centre) * (0.93 - 0.06 * np.sin(np.pi * v))[..., None]
        return slim + ahead * (0.045 * v)[..., None]

    return surface
