"""Our own sharp pictures: cloth, paper, walls, print, screens, overlapping leaves.

Photos lack what a buyer photographs before a plain wall.  Each picture is drawn three times too
large and reduced, so that it is as sharp as a picture of its size can be.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
SIDE = 256
_FINE = 3
_FONTS = (0, 1, 2, 3, 4, 5, 6, 7)
_WORDS = ("Lot", "0123456789", "BATCH", "EAN", "fragile", "Made of", "cotton 100%", "SIZE", "250 g",
          "No. @", "& www")  # fmt: skip


def picture(rng: np.random.Generator) -> Plane:
    """A sharp luma picture (256, 256) of a random kind."""
    draw = (cloth, knit, paper, wall, print_, screen, leaves, leaves)[int(rng.integers(8))]
    large = draw(rng, SIDE * _FINE)
    small = cv2.resize(large, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return np.clip(small * 255.0 + rng.uniform(-0.5, 0.5), 0, 255).astype(np.uint8)


def wall(rng: np.random.Generator, side: int) -> NDArray[np.float32]:
    """A flat surface under uneven light; now and then a faint texture."""
    low = rng.normal(size=(3, 3)).astype(np.float32) * rng.uniform(0, 0.08)
    light = cv2.resize(low, (side, side), interpolation=cv2.INTER_CUBIC)
    base = rng.uniform(0.15, 0.95)
    depth = rng.uniform(0, 0.03) if rng.random() < 0.5 else 0.0
    grain = _noise(rng, side, rng.uniform(2, 9)) * depth
    return (base + light + grain).clip(0, 1).astype(np.float32)


def paper(rng: np.random.Generator, side: int) -> NDArray[np.float32]:
    """Paper or cardboard: fine, faint fibres; sometimes a fold."""
    base = wall(rng, side) + _noise(rng, side, rng.uniform(2, 5)) * rng.uniform(0.004, 0.05)
    for _ in range(int(rng.integers(0, 60))):
        start = rng.integers(0, side, 2)
        end = start + rng.integers(-40, 41, 2)
        cv2.line(base, start.tolist(), end.tolist(), float(base.mean() * rng.uniform(0.8, 1.1)),
                 int(rng.integers(1, 4)), cv2.LINE_AA)  # fmt: skip
    if rng.random() < 0.3:
        base[:, side // 2 :] *= rng.uniform(0.85, 0.97)
    return base.clip(0, 1)


def cloth(rng: np.random.Generator, side: int) -> NDArray[np.float32]:
    """Woven cloth: warp over weft, threads 2.2 to 9 px apart in the finished picture."""
    x, y = _turned(rng, side)
    period = rng.uniform(2.2, 9) * _FINE
    u, v = x / period, y / (period * rng.uniform(0.8, 1.25))
    warp, weft = np.abs(np.sin(math.pi * u)), np.abs(np.sin(math.pi * v))
    over = (np.floor(u) + np.floor(v) * int(rng.integers(1, 3))) % 2 < 1
    thread = np.where(over, warp, weft * rng.uniform(0.6, 1.0))
    return _material(rng, side, thread, rng.uniform(0.02, 0.4))


def knit(rng: np.random.Generator, side: int) -> NDArray[np.float32]:
    """Knitted or ribbed cloth: slanted loops in columns."""
    x, y = _turned(rng, side)
    period = rng.uniform(4, 14) * _FINE
    u, v = x / period, y / (period * rng.uniform(0.5, 1.0))
    slant = np.abs((u % 1.0) - 0.5)
    loop = np.abs(np.sin(math.pi * (v + slant * rng.uniform(0.5, 2.0))))
    return _material(rng, side, loop * (0.4 + np.sqrt(slant)), rng.uniform(0.03, 0.4))


def print_(rng: np.random.Generator, side: int) -> NDArray[np.float32]:
    """Printed lines of type on a plain ground, with a few bars."""
    ground, ink = rng.uniform(0, 1, 2)
    page = np.full((side, side), int(255 * ground), np.uint8)
    top = 0
    while top < side:
        size = rng.uniform(0.5, 4.0)
        top += int(size * 34)
        words = " ".join(rng.choice(_WORDS, 12))
        start, font = int(rng.integers(-200, side // 2)), int(rng.choice(_FONTS))
        bold = max(1, int(size * rng.uniform(1.0, 3.0)))
        cv2.putText(page, words, (start, top), font, size, int(255 * ink), bold, cv2.LINE_AA)
    if rng.random() < 0.3:
        widths = rng.integers(3, 16, 200).cumsum()
        for left, right in zip(widths[::2], widths[1::2], strict=True):
            page[side // 4 : side // 2, left:right] = int(255 * ink)
    return _rotate(rng, page.astype(np.float32) / 255 + _noise(rng, side, 3) * rng.uniform(0, 0.02))


def screen(rng: np.random.Generator, side: int) -> NDArray[np.float32]:
    """Boxes, lines and buttons, as on screens, packages and furniture."""
    page = np.full((side, side), rng.uniform(0, 1), np.float32)
    for _ in range(int(rng.integers(3, 40))):
        a = rng.integers(-50, side, 2)
        b = a + rng.integers(5, side // 2, 2)
        thickness = -1 if rng.random() < 0.6 else int(rng.integers(1, 14))
        cv2.rectangle(page, a.tolist(), b.tolist(), float(rng.random()), thickness, cv2.LINE_AA)
    return _rotate(rng, page)


def leaves(rng: np.random.Generator, side: int) -> NDArray[np.float32]:
    """Dead leaves: shapes of all sizes that hide each other, the statistics of natural pictures.

    Source: Lee, Mumford and Huang, Occlusion models for natural images, IJCV 41, 2001.
    """
    page = np.zeros((side, side), np.float32)
    smallest, largest = 2.0 * _FINE, side / 3
    contrast = rng.uniform(0.05, 0.5)
    base = rng.uniform(contrast, 1 - contrast) if contrast < 0.5 else 0.5
    texture = _noise(rng, side, rng.uniform(2, 8)) * rng.uniform(0, 0.06)
    for _ in range(900):
        radius = (rng.uniform(largest**-2, smallest**-2)) ** -0.5
        centre = rng.integers(0, side, 2).tolist()
        tone = float(base + rng.uniform(-contrast, contrast))
        if rng.random() < 0.5:
            cv2.circle(page, centre, int(radius), tone, -1, cv2.LINE_AA)
        else:
            box = (centre, (radius * 2, radius * rng.uniform(0.4, 2)), rng.uniform(0, 180))
            cv2.fillPoly(page, [cv2.boxPoints(box).astype(np.int32)], tone, cv2.LINE_AA)
    return (page + texture).clip(0, 1)


def _noise(rng: np.random.Generator, side: int, sigma: float) -> NDArray[np.float32]:
    small = max(8, int(side / sigma))
    grain = rng.normal(size=(small, small)).astype(np.float32)
    return cv2.resize(grain, (side, side), interpolation=cv2.INTER_LINEAR)


def _turned(rng: np.random.Generator, side: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    axis = np.arange(side, dtype=np.float32)
    x, y = np.meshgrid(axis, axis)
    angle = rng.uniform(0, math.pi)
    bend = _noise(rng, side, side / 5) * rng.uniform(0, 8) * _FINE
    x, y = x + bend, y + bend[::-1]
    return x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)


def _material(
    rng: np.random.Generator, side: int, relief: NDArray[np.floating], depth: float
) -> NDArray[np.float32]:
    fibre = _noise(rng, side, rng.uniform(2, 4)) * rng.uniform(0, 0.1)
    tone = rng.uniform(0.1, 0.9) * (1.0 + depth * (relief - 0.5) + depth * fibre)
    shade = cv2.resize(rng.normal(size=(4, 4)).astype(np.float32), (side, side),
                       interpolation=cv2.INTER_CUBIC)  # fmt: skip
    return (tone * (1.0 + 0.1 * shade)).clip(0, 1).astype(np.float32)


def _rotate(rng: np.random.Generator, page: NDArray[np.float32]) -> NDArray[np.float32]:
    side = page.shape[0]
    middle = (side / 2, side / 2)
    turn = cv2.getRotationMatrix2D(middle, rng.uniform(-180, 180), rng.uniform(1, 1.5))
    return cv2.warpAffine(page, turn, (side, side), borderMode=cv2.BORDER_REFLECT)
