"""Characters to glyphs in their places, and glyphs to pixels: HarfBuzz for both.

What Pillow can do differs by machine: with FriBiDi found at run time it shapes, without it Arabic
falls apart; and its FreeType is the builder's. So it draws no text here.

References:
    HarfBuzz manual, "Shaping"; hb-bitmap (coverage by signed area, no hinting).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import uharfbuzz
from numpy.typing import NDArray

from evidence_qc.collage import fonts


@dataclass(frozen=True, slots=True)
class Glyph:
    """One outline of a font and where its origin stands, em from the start of the piece."""

    index: int
    x_em: float
    y_em: float
    cluster: int = 0
    """Which character of the piece it stands for, or the first of those."""


@dataclass(frozen=True, slots=True)
class ShapedPiece:
    """A piece of a line in one font and one direction, from left to right as it is seen."""

    font: str
    glyphs: tuple[Glyph, ...]
    advance_em: float


@lru_cache(maxsize=4096)
def shape(piece: str, is_right_to_left: bool, font: str) -> ShapedPiece:
    """The glyphs of a piece: joined, stacked, kerned as its script asks.

    Args:
        piece: in reading order.
        is_right_to_left: how it runs.
        font: a file of ``fonts``.
    """
    face = fonts.font(font)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(piece)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if is_right_to_left else "ltr"
    buffer.language = "und"  # else it is the locale's, and pixels differ by machine
    uharfbuzz.shape(face, buffer, {})
    em = float(face.face.upem)
    glyphs: list[Glyph] = []
    at = 0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        x_em, y_em = (at + position.x_offset) / em, position.y_offset / em
        glyphs.append(Glyph(info.codepoint, x_em, y_em, info.cluster))
        at += position.x_advance
    return ShapedPiece(font, tuple(glyphs), at / em)


def coverage(
    shaped: ShapedPiece, size_px: int, shift_px: float
) -> tuple[NDArray[np.uint8], int, int] | None:
    """How much of each pixel a piece covers.

    Args:
        shaped: what to draw.
        size_px: the em.
        shift_px: 0 to 1, by which it starts right of a pixel's left edge.

    Returns:
        Coverage 0–255 (H×W, uint8, the top row first), and where its left column and its top row
        stand from the origin on the baseline (px, right and down); None where nothing is covered.
    """
    face = fonts.font(shaped.font)
    scale = size_px / float(face.face.upem)
    bitmap = uharfbuzz.RasterDraw()
    for glyph in shaped.glyphs:
        x_px, y_px = shift_px + glyph.x_em * size_px, glyph.y_em * size_px
        bitmap.transform = (scale, 0.0, 0.0, scale, x_px, y_px)
        bitmap.draw_glyph(face, glyph.index)
    image = bitmap.render()
    extents = image.extents
    if not (extents.width and extents.height):
        return None
    rows = np.frombuffer(image.buffer, np.uint8).reshape(extents.height, extents.stride)
    mask = np.ascontiguousarray(rows[::-1, : extents.width])
    return mask, extents.x_origin, -(extents.y_origin + extents.height)
