"""The focus map as a tiny picture that is laid over the photo and enlarged by the browser."""

from __future__ import annotations

import io
from functools import cache
from itertools import pairwise

from evidence_qc.model import Heatmap
from evidence_qc.report.html.pictures import Picture

LEVELS = 15
"""Shades between sharp and blurred; with "cannot tell" a pixel fits into four bits."""

# Colour and opacity along the scale. What is sharp stays as it is; blur is veiled from amber to
# red, ever denser, so that it can be told without colour vision too.
_STOPS = (
    (0.0, (255, 196, 0, 0)),
    (0.27, (255, 190, 0, 60)),
    (0.55, (255, 112, 0, 110)),
    (1.0, (214, 0, 40, 160)),
)
_CANNOT_TELL = (128, 128, 128, 150)


def heat_picture(heatmap: Heatmap) -> Picture:
    """A palette PNG with transparency, one pixel a cell, a few hundred bytes."""
    from PIL import Image

    cells = heatmap.cells.translate(_levels())
    image = Image.frombytes("P", (heatmap.columns, heatmap.rows), cells)
    colours = _palette()
    image.putpalette([part for colour in colours for part in colour[:3]])
    buffer = io.BytesIO()
    image.save(buffer, "PNG", bits=4, transparency=bytes(colour[3] for colour in colours))
    return Picture("image/png", buffer.getvalue(), heatmap.columns, heatmap.rows)


@cache
def _levels() -> bytes:
    """Cell → index of the palette: 0 stays 0, 1–255 become 1–15."""
    return bytes([0, *(1 + (value - 1) * LEVELS // 255 for value in range(1, 256))])


@cache
def _palette() -> tuple[tuple[int, ...], ...]:
    shades = (_colour(level / (LEVELS - 1)) for level in range(LEVELS))
    return (_CANNOT_TELL, *shades)


def _colour(share: float) -> tuple[int, ...]:
    for (low, first), (high, second) in pairwise(_STOPS):
        if share <= high:
            part = (share - low) / (high - low)
            return tuple(round(a + (b - a) * part) for a, b in zip(first, second, strict=True))
    return _STOPS[-1][1]
