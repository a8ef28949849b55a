"""Smooth shapes on an RGB array, drawn from signed distances, so that edges have no steps."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.collage.types import Pixels, Rect

Colour = tuple[int, int, int]
Field = NDArray[np.float32]


def picture(canvas: Pixels, rgb: Pixels, box: Rect) -> None:
    """Put a picture into its box, reduced by area or (details only) enlarged smoothly."""
    size = (box.width_px, box.height_px)
    is_smaller = rgb.shape[1] > size[0] or rgb.shape[0] > size[1]
    if rgb.shape[1::-1] != size:
        how = cv2.INTER_AREA if is_smaller else cv2.INTER_CUBIC
        rgb = np.asarray(cv2.resize(rgb, size, interpolation=how), np.uint8)
    x, y = box.x_px, box.y_px
    canvas[y : y + box.height_px, x : x + box.width_px] = rgb


def frame(canvas: Pixels, box: Rect, width_px: float, colour: Colour) -> None:
    """A line around a box, outside of it: nothing of the picture is covered."""
    reach = max(1, round(width_px))
    x0, y0 = max(0, box.x_px - reach), max(0, box.y_px - reach)
    x1, y1 = box.x_px + box.width_px, box.y_px + box.height_px
    canvas[y0 : box.y_px, x0 : x1 + reach] = colour
    canvas[y1 : y1 + reach, x0 : x1 + reach] = colour
    canvas[y0 : y1 + reach, x0 : box.x_px] = colour
    canvas[y0 : y1 + reach, x1 : x1 + reach] = colour


def pill(
    canvas: Pixels, x_px: float, y_px: float, width_px: float, height_px: float, colour: Colour
) -> None:
    """A filled rectangle with round ends (a disc when it is as wide as high)."""
    radius = height_px / 2

    def distance(x: Field, y: Field) -> Field:
        along = np.clip(x, x_px + radius, x_px + width_px - radius)
        return np.asarray(np.hypot(x - along, y - (y_px + radius)) - radius, np.float32)

    _blend(canvas, x_px, y_px, x_px + width_px, y_px + height_px, distance, colour)


def ring(
    canvas: Pixels,
    x_px: float,
    y_px: float,
    radius_px: float,
    width_px: float,
    colour: Colour,
    clip: Rect,
) -> None:
    """A thin circle inside a clip box (the photo it belongs to)."""
    reach = radius_px + width_px

    def distance(x: Field, y: Field) -> Field:
        off = np.abs(np.hypot(x - x_px, y - y_px) - radius_px)
        return np.asarray(off - width_px / 2, np.float32)

    bounds = (x_px - reach, y_px - reach, x_px + reach, y_px + reach)
    _blend(canvas, *bounds, distance, colour, clip)


def line(
    canvas: Pixels,
    start: tuple[float, float],
    end: tuple[float, float],
    width_px: float,
    colour: Colour,
) -> None:
    """A straight line with round ends."""
    ax, ay = start
    dx, dy = end[0] - ax, end[1] - ay
    square = max(dx * dx + dy * dy, 1e-6)

    def distance(x: Field, y: Field) -> Field:
        along = np.clip(((x - ax) * dx + (y - ay) * dy) / square, 0, 1)
        off = np.hypot(x - ax - along * dx, y - ay - along * dy)
        return np.asarray(off - width_px / 2, np.float32)

    xs, ys = (ax, end[0]), (ay, end[1])
    bounds = (min(xs) - width_px, min(ys) - width_px, max(xs) + width_px, max(ys) + width_px)
    _blend(canvas, *bounds, distance, colour)


def _blend(
    canvas: Pixels,
    left: float,
    top: float,
    right: float,
    bottom: float,
    distance: Callable[[Field, Field], Field],
    colour: Colour,
    clip: Rect | None = None,
) -> None:
    """Mix the colour in where the distance is below zero, half a pixel softly."""
    height, width = canvas.shape[:2]
    limit = clip or Rect(0, 0, width, height)
    x0 = max(int(left) - 1, limit.x_px)
    y0 = max(int(top) - 1, limit.y_px)
    x1 = min(int(right) + 2, limit.x_px + limit.width_px)
    y1 = min(int(bottom) + 2, limit.y_px + limit.height_px)
    if x0 >= x1 or y0 >= y1:
        return
    y, x = np.mgrid[y0:y1, x0:x1].astype(np.float32) + np.float32(0.5)
    cover = np.clip(0.5 - distance(x, y), 0, 1)[..., None]
    part = canvas[y0:y1, x0:x1].astype(np.float32)
    mixed = part + (np.asarray(colour, np.float32) - part) * cover
    canvas[y0:y1, x0:x1] = np.rint(mixed).astype(np.uint8)
