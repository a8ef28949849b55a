"""The focus map as a tiny picture that is laid over the photo and enlarged by the browser."""

from __future__ import annotations

import io
from itertools import pairwise

from evidence_qc.model import Heatmap
from evidence_qc.report.html.pictures import Picture

# Colour and opacity along the scale. What is sharp stays as it is; blur is veiled from amber to
# red. Red over amber is told apart by its density too, so it does not hang on colour vision.
_STOPS = (
    (1, (255, 196, 0, 0)),
    (70, (255, 190, 0, 70)),
    (140, (255, 112, 0, 130)),
    (255, (214, 0, 40, 185)),
)
_CANNOT_TELL = (128, 128, 128, 150)


def heat_picture(heatmap: Heatmap) -> Picture:
    """A palette PNG with transparency, one pixel a cell, mostly below 1 kB."""
    from PIL import Image

    image = Image.frombytes("P", (heatmap.columns, heatmap.rows), heatmap.cells)
    colours = [_CANNOT_TELL, *(_colour(value) for value in range(1, 256))]
    image.putpalette([part for colour in colours for part in colour[:3]])
    buffer = io.BytesIO()
    image.save(buffer, "PNG", transparency=bytes(colour[3] for colour in colours), optimize=True)
    return Picture("image/png", buffer.getvalue(), heatmap.columns, heatmap.rows)


def _colour(value: int) -> tuple[int, ...]:
    for (low, first), (high, second) in pairwise(_STOPS):
        if value <= high:
            share = (value - low) / (high - low)
            return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return _STOPS[-1][1]
