"""Thin rings around marked defects, numbered in the margin beside the photo."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from evidence_qc.collage import paint, style
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
                mark.size_ratio * long_side / 2 * style.RING_ROOM + style.RING_WIDTH * density,
                style.RING_RADIUS_MIN * density,
            ),
        )
        for mark in tile.marks
    ]
    named = numbers(tile)
    chips: list[tuple[float, float]] = []
    if named:
        chip = style.CHIP * density
        x = photo.x_px - chip * 0.85
        if not box.cell.is_lane_left:
            x = photo.x_px + photo.width_px + chip * 0.85
        ys = _apart([y for _, y, _ in rings], chip * 1.15, photo, chip)
        chips = [(x, y) for y in ys]
        for (rx, ry, radius), end in zip(rings, chips, strict=True):
            _leader(canvas, (rx, ry), radius, end, density)
    else:
        most = style.RING_MOST * min(photo.width_px, photo.height_px) / 2
        rings = [ring for ring in rings if ring[2] <= most]
    casing = style.RING_WIDTH + 2 * style.RING_CASING
    for x, y, radius in rings:
        paint.ring(canvas, x, y, radius, casing * density, style.PAPER, photo)
        paint.ring(canvas, x, y, radius, style.RING_WIDTH * density, style.ACCENT, photo)
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
    for i, position in zip(order, places, strict=True):
        found[i] = position
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
    wide = style.LEADER_WIDTH + style.RING_CASING
    paint.line(canvas, start, chip, wide * density, style.PAPER)
    paint.line(canvas, start, chip, style.LEADER_WIDTH * density, style.ACCENT)


def _chip(canvas: Pixels, name: str, x: float, y: float, density: float) -> None:
    size = style.CHIP * density
    paint.pill(canvas, x - size / 2, y - size / 2, size, size, style.ACCENT)
    top, left = max(0, round(y - size)), max(0, round(x - size))
    part = canvas[top : round(y + size), left : round(x + size)]
    image = Image.fromarray(part)
    text_style = Style(max(1, round(style.DETAIL_SIZE * density)), style.PAPER, bold=True)
    at = x - left - width(name, text_style) / 2
    draw(ImageDraw.Draw(image), at, y - top + text_style.size_px * 0.357, [Span(name, text_style)])
    part[:] = np.asarray(image)
