"""Thin rings around marked defects, numbered in the margin beside the photo."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from evidence_qc.collage import looks, paint
from evidence_qc.collage.layout import Box
from evidence_qc.collage.marks import numbers
from evidence_qc.collage.text import Span, Style, draw, width
from evidence_qc.collage.types import Pixels, Rect, TileImage


def draw_rings(canvas: Pixels, tile: TileImage, photo: Rect, box: Box, density: float) -> None:
    """Rings on a photo; where they are numbered, chips in its lane with a fine line to each."""
    long_side = max(photo.width_px, photo.height_px)
    rings = [
        (
            photo.x_px + mark.x_ratio * photo.width_px,
            photo.y_px + mark.y_ratio * photo.height_px,
            max(
                mark.size_ratio * long_side / 2 * looks.RING_ROOM + looks.RING_WIDTH * density,
                looks.RING_RADIUS_MIN * density,
            ),
        )
        for mark in tile.marks
    ]
    named = numbers(tile)
    chips: list[tuple[float, float]] = []
    if named:
        chip = looks.CHIP * density
        x = photo.x_px - chip * 0.65 - 0.2 * chip
        if not box.cell.is_lane_left:
            x = photo.x_px + photo.width_px + chip * 0.85
        ys = _apart([y for _, y, _ in rings], chip * 1.15, photo, chip)
        chips = [(x, y) for y in ys]
        for (rx, ry, radius), end in zip(rings, chips, strict=True):
            _leader(canvas, (rx, ry), radius, end, density)
    else:
        most = looks.RING_MOST * min(photo.width_px, photo.height_px) / 2
        rings = [ring for ring in rings if ring[2] <= most]
    casing = looks.RING_WIDTH + 2 * looks.RING_CASING
    for x, y, radius in rings:
        paint.ring(canvas, x, y, radius, casing * density, looks.PAPER, photo)
        paint.ring(canvas, x, y, radius, looks.RING_WIDTH * density, looks.ACCENT, photo)
    for name, (x, y) in zip(named, chips, strict=True):
        _chip(canvas, name, x, y, density)


def _apart(ys: Sequence[float], distance: float, photo: Rect, chip: float) -> list[float]:
    """The heights moved apart as little as an order from top to bottom needs, within the photo."""
    order = sorted(range(len(ys)), key=lambda i: ys[i])
    low, high = photo.y_px + chip / 2, photo.y_px + photo.height_px - chip / 2
    places = [min(max(ys[i], low), high) for i in order]
    for i in range(1, len(places)):
        places[i] = max(places[i], places[i - 1] + distance)
    excess = places[-1] - high
    for i in range(len(places) - 1, -1, -1):
        if excess <= 0:
            break
        places[i] = min(places[i], high - (len(places) - 1 - i) * distance)
    found = [0.0] * len(ys)
    for i, place in zip(order, places, strict=True):
        found[i] = place
    return found


def _leader(
    canvas: Pixels,
    centre: tuple[float, float],
    radius: float,
    chip: tuple[float, float],
    density: float,
) -> None:
    dx, dy = chip[0] - centre[0], chip[1] - centre[1]
    length = math.hypot(dx, dy)
    if length <= radius:
        return
    start = (centre[0] + dx / length * radius, centre[1] + dy / length * radius)
    wide = looks.LEADER_WIDTH + looks.RING_CASING
    paint.line(canvas, start, chip, wide * density, looks.PAPER)
    paint.line(canvas, start, chip, looks.LEADER_WIDTH * density, looks.ACCENT)


def _chip(canvas: Pixels, name: str, x: float, y: float, density: float) -> None:
    size = looks.CHIP * density
    paint.pill(canvas, x - size / 2, y - size / 2, size, size, looks.ACCENT)
    top, left = max(0, round(y - size)), max(0, round(x - size))
    part = canvas[top : round(y + size), left : round(x + size)]
    image = Image.fromarray(part)
    style = Style(max(1, round(looks.DETAIL_SIZE * density)), looks.PAPER, bold=True)
    at = x - left - width(name, style) / 2
    draw(ImageDraw.Draw(image), at, y - top + style.size_px * 0.357, [Span(name, style)])
    part[:] = np.asarray(image)
