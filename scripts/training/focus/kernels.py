"""Blur kernels as phone photos have them, and their size, axis ratio and direction.

Every kernel sums to 1, is centred on its centre of mass and has an odd side.  Sizes are standard
deviations in pixels, so that a disc, a line and a bell of the same size spread light equally far.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

Kernel = NDArray[np.float32]

#: Spread of one pixel of a well-sampled picture: a box one pixel wide has 1/sqrt(12) px.
PIXEL_SIGMA = 0.3
#: Half the side of the largest kernel.
RADIUS = 32
_GRID = np.mgrid[-RADIUS : RADIUS + 1, -RADIUS : RADIUS + 1].astype(np.float32)


def unblurred() -> Kernel:
    """The kernel that leaves a picture as it is."""
    return np.ones((1, 1), np.float32)


def gaussian(rng: np.random.Generator, sigma: float) -> Kernel:
    """A bell, up to 1.3 times longer than wide (astigmatism of cheap lenses)."""
    angle = rng.uniform(0, math.pi)
    minor = sigma / (1.0 + 0.3 * rng.random() ** 2)
    y, x = _GRID
    u = x * math.cos(angle) + y * math.sin(angle)
    v = -x * math.sin(angle) + y * math.cos(angle)
    return _finish(np.exp(-0.5 * ((u / sigma) ** 2 + (v / minor) ** 2)))


def disk(rng: np.random.Generator, sigma: float) -> Kernel:
    """Defocus: a disc or a polygon of 5 to 9 blades, cut by the barrel, its rim bright or dark."""
    radius = 2.0 * sigma
    fine = 5 if radius < 6 else 3
    half = math.ceil(radius * 1.25) + 1
    side = (2 * half + 1) * fine
    axis = (np.arange(side, dtype=np.float32) - (side - 1) / 2) / fine
    x, y = np.meshgrid(axis, axis)
    distance = np.hypot(x, y)
    inside = distance <= radius
    if rng.random() < 0.4:
        blades = int(rng.integers(5, 10))
        turn = rng.uniform(0, 2 * math.pi)
        sector = (np.arctan2(y, x) + turn) % (2 * math.pi / blades) - math.pi / blades
        inside = distance * np.cos(sector) <= radius * math.cos(math.pi / blades) * 1.06
    if rng.random() < 0.3:
        shift = rng.uniform(0.1, 0.6) * radius
        turn = rng.uniform(0, 2 * math.pi)
        inside &= np.hypot(x - shift * math.cos(turn), y - shift * math.sin(turn)) <= radius * 1.15
    rim = rng.uniform(-0.6, 1.0)
    weight = inside * (1.0 + rim * ((distance / radius) ** 2 - 0.5)).clip(0.05)
    kernel = cv2.resize(weight.astype(np.float32), None, fx=1 / fine, fy=1 / fine,
                        interpolation=cv2.INTER_AREA)  # fmt: skip
    soft = rng.uniform(0.0, 0.25) * sigma if rng.random() < 0.6 else 0.0
    return _finish(_soften(kernel, soft))


def motion(rng: np.random.Generator, sigma: float) -> Kernel:
    """Straight camera or subject motion at steady or changing speed."""
    speed = 1.0 + rng.uniform(-0.8, 0.8) * np.linspace(-1, 1, 400)
    along = np.cumsum(speed)
    along -= along.mean()
    angle = rng.uniform(0, math.pi)
    path = np.stack([along * math.cos(angle), along * math.sin(angle)])
    return _trace(path, sigma, rng.uniform(0.0, 0.5))


def shake(rng: np.random.Generator, sigma: float) -> Kernel:
    """Hand tremor: a smooth, bent path with inertia, sometimes with a stop or a turn."""
    steps = 400
    drift = rng.normal(size=2) * rng.uniform(0.3, 2.0)
    impulse = rng.normal(size=(2, steps)) * rng.uniform(0.02, 0.2)
    velocity = drift[:, None] + np.cumsum(impulse - impulse.mean(), axis=1)
    if rng.random() < 0.3:
        velocity[:, int(rng.integers(100, 300)) :] *= rng.uniform(-1.0, 0.3)
    path = np.cumsum(velocity, axis=1)
    return _trace(path, sigma, rng.uniform(0.0, 0.6))


def mixed(rng: np.random.Generator, sigma: float) -> Kernel:
    """A shaken picture that is out of focus as well."""
    share = rng.uniform(0.3, 0.95)
    moved = motion if rng.random() < 0.5 else shake
    spread = disk if rng.random() < 0.6 else gaussian
    first = moved(rng, sigma * math.sqrt(share))
    second = spread(rng, sigma * math.sqrt(1 - share))
    side = 2 * RADIUS + 1
    canvas = np.zeros((side, side), np.float32)
    corner = RADIUS - first.shape[0] // 2
    canvas[corner : corner + first.shape[0], corner : corner + first.shape[1]] = first
    return _finish(cv2.filter2D(canvas, -1, second, borderType=cv2.BORDER_CONSTANT))


def random_kernel(rng: np.random.Generator, low: float = 0.5, high: float = 9.0) -> Kernel:
    """A kernel of any kind; size log-uniform in [low, high] px; one in eight leaves all sharp."""
    if rng.random() < 0.125:
        return unblurred()
    sigma = float(np.exp(rng.uniform(math.log(low), math.log(high))))
    kind = rng.choice(5, p=[0.17, 0.27, 0.22, 0.20, 0.14])
    return (gaussian, disk, motion, shake, mixed)[kind](rng, sigma)


def shape(kernel: Kernel) -> tuple[float, float, float, float]:
    """Size and shape of a kernel, from its second moments, one pixel's own spread included.

    Returns ``(log2 of the standard deviation along the major axis in px, log2 of the axis ratio a,
    a cos 2t, a sin 2t)`` where t is the direction of the major axis, counter-clockwise from the
    right as seen.
    """
    half = kernel.shape[0] // 2
    axis = np.arange(-half, half + 1, dtype=np.float64)
    total = float(kernel.sum())
    px, py = kernel.sum(0) / total, kernel.sum(1) / total
    mx, my = float(px @ axis), float(py @ axis)
    xx = float(px @ axis**2) - mx * mx + PIXEL_SIGMA**2
    yy = float(py @ axis**2) - my * my + PIXEL_SIGMA**2
    xy = -(float(axis @ kernel @ axis) / total - mx * my)
    middle, spread = (xx + yy) / 2, math.hypot((xx - yy) / 2, xy)
    ratio = 0.5 * math.log2((middle + spread) / max(middle - spread, PIXEL_SIGMA**2 * 0.99))
    turn = math.atan2(2 * xy, xx - yy)
    size = 0.5 * math.log2(middle + spread)
    return size, ratio, ratio * math.cos(turn), ratio * math.sin(turn)


def _trace(path: NDArray[np.float64], sigma: float, soft: float) -> Kernel:
    """Draw a path (2, n), scaled to a longest spread of ``sigma`` px and softened by ``soft``."""
    path = path - path.mean(axis=1, keepdims=True)
    largest = math.sqrt(max(float(np.linalg.eigvalsh(np.cov(path))[-1]), 1e-12))
    x, y = (path * (sigma / largest)).clip(-RADIUS + 2, RADIUS - 2) + RADIUS
    side = 2 * RADIUS + 1
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    fx, fy = x - left, y - top
    kernel = np.zeros((side, side))
    for dx, dy, weight in (
        (0, 0, (1 - fx) * (1 - fy)), (1, 0, fx * (1 - fy)),
        (0, 1, (1 - fx) * fy), (1, 1, fx * fy),
    ):  # fmt: skip
        np.add.at(kernel, (top + dy, left + dx), weight)
    return _finish(_soften(kernel.astype(np.float32), soft))


def _soften(kernel: Kernel, sigma: float) -> Kernel:
    if sigma < 0.15:
        return kernel
    edge = math.ceil(3 * sigma)
    kernel = cv2.copyMakeBorder(kernel, edge, edge, edge, edge, cv2.BORDER_CONSTANT)
    return cv2.GaussianBlur(kernel, (0, 0), sigma)


def _finish(kernel: NDArray[np.floating]) -> Kernel:
    """Cut to the smallest centred odd square that holds all but a thousandth, sum 1."""
    kernel = np.asarray(kernel, np.float32)
    half = kernel.shape[0] // 2
    axis = np.abs(np.arange(-half, half + 1))
    rows, columns = kernel.sum(1), kernel.sum(0)
    total = float(kernel.sum())
    for keep in range(min(half, RADIUS) + 1):
        if float(rows[axis > keep].sum() + columns[axis > keep].sum()) <= 1e-3 * total:
            break
    cut = kernel[half - keep : half + keep + 1, half - keep : half + keep + 1]
    return np.ascontiguousarray(cut / cut.sum())
