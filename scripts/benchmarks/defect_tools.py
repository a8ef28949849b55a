"""What painted defects are made with: jagged paths, strokes, fractal noise, light of a surface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Plane = NDArray[np.float32]
Point = tuple[float, float]

SOFT_RATIO = 0.0007
"""Blur of what is painted, as a share of the long side: phone photos of 512 px, enlarged."""


@dataclass(frozen=True)
class Defect:
    """What is painted, in shares of the upright picture."""

    kind: str
    at: tuple[Point, ...]
    """Where on the object: a line's points, a polygon's corners, or one centre."""
    size: float
    """Diameter, or the width of a line, as a share of the long side."""
    squash: float = 1.0
    """Height over width of the defect as the surface is seen."""
    turn_deg: float = 0.0
    colour: tuple[int, int, int] = (90, 60, 35)
    shift: Point = (0.0, 0.0)
    """For what is gone: where the background that shows instead is taken from."""
    inside: tuple[Point, ...] = ()
    """Corners of the surface that it ends at; empty where nothing bounds it."""
    mark: tuple[float, float, float] | None = None
    """x, y, diameter; by default the circle around all points."""

    def circle(self) -> tuple[float, float, float]:
        """x, y and diameter that a person would ring."""
        if self.mark:
            return self.mark
        x, y = (sum(p[i] for p in self.at) / len(self.at) for i in (0, 1))
        reach = max(np.hypot(p[0] - x, p[1] - y) for p in self.at)
        return x, y, float(2 * reach + self.size) * 1.1


def jagged(points: Plane, rng: np.random.Generator, rough: float) -> Plane:
    """The points joined as a break runs: halved again and again, each middle pushed aside."""
    path = points
    for _ in range(5):
        step = np.diff(path, axis=0)
        normal = np.stack([-step[:, 1], step[:, 0]], 1)
        middle = path[:-1] + step / 2 + normal * rng.normal(0, rough, (len(step), 1))
        path = np.insert(path, np.arange(1, len(path)), middle, axis=0)
    return path.astype(np.float32)


def stroke(shape: Sequence[int], path: Plane, width: float, soft: float) -> Plane:
    """0–1 along a path; thick first, thin towards its end."""
    mask = np.zeros(shape[:2], np.uint8)
    count = len(path) - 1
    for index in range(count):
        thick = max(1, round(width * (1 - 0.75 * index / count) * (0.75 + 0.5 * (index % 7) / 6)))
        ends = [tuple(int(v * 16) for v in path[index + k]) for k in (0, 1)]
        cv2.line(mask, ends[0], ends[1], 255, thick, cv2.LINE_AA, 4)
    return cv2.GaussianBlur(mask, (0, 0), max(0.5, soft)).astype(np.float32) / 255


def cloud(shape: Sequence[int], rng: np.random.Generator, grain: float) -> Plane:
    """Fractal noise of mean 0 and deviation 1, coarsest at ``grain`` px."""
    total = np.zeros(shape[:2], np.float32)
    for octave in range(4):
        sigma = max(0.6, grain / 2**octave)
        size = (max(2, int(shape[1] / sigma)), max(2, int(shape[0] / sigma)))
        layer = rng.standard_normal((size[1], size[0])).astype(np.float32)
        layer = cv2.resize(layer, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
        total += layer / 2**octave
    return total / float(total.std() + 1e-6)


def light(rgb: Plane) -> Plane:
    """Luma of the surface without its fine structure, about 1 in its middle."""
    luma = cv2.GaussianBlur(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), (0, 0), 12)
    return np.asarray(luma / float(np.median(luma) + 1), np.float32)[..., None]


def mix(rgb: Plane, colour: Plane | float, alpha: Plane) -> Plane:
    weight = np.clip(alpha, 0, 1)[..., None]
    return np.asarray(rgb * (1 - weight) + colour * weight, np.float32)


def local(
    rgb: Plane, defect: Defect, centre: Plane, long_side: int
) -> tuple[tuple[slice, slice], Plane, Plane, float]:
    """The part of the picture around a centre, and unit coordinates on the surface there."""
    radius = defect.size * long_side / 2
    reach = int(radius * 1.9) + 4
    x0, y0 = (max(0, int(c) - reach) for c in centre)
    x1, y1 = (int(c) + reach for c in centre)
    part = (slice(y0, min(y1, rgb.shape[0])), slice(x0, min(x1, rgb.shape[1])))
    ys, xs = np.mgrid[part].astype(np.float32)
    turn = np.deg2rad(defect.turn_deg)
    dx, dy = (xs - centre[0]) / radius, (ys - centre[1]) / radius
    along = dx * np.cos(turn) + dy * np.sin(turn)
    across = (dy * np.cos(turn) - dx * np.sin(turn)) / defect.squash
    return part, along.astype(np.float32), across.astype(np.float32), radius


def inside(distance: Plane, edge: float) -> Plane:
    """1 inside, 0 outside, over ``edge`` of the radius."""
    return np.clip(0.5 - distance / max(edge, 1e-3), 0, 1).astype(np.float32)
