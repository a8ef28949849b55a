"""Geometry and pixels of a collage; pure."""

from evidence_qc.collage.arrange import arrange, smallest_tile_px
from evidence_qc.collage.compose import make_collage
from evidence_qc.collage.layout import Layout
from evidence_qc.collage.legibility import (
    BADGE_MIN_PX,
    CAPTION_MIN_PX,
    MARK_MIN_PX,
    TILE_MIN_PX,
    TILES_MAX,
    as_phone_shows,
    as_platform_shows,
)
from evidence_qc.collage.types import (
    CanvasLimits,
    Collage,
    Legibility,
    Pixels,
    Placement,
    Rect,
    TileImage,
    TileLegibility,
)

__all__ = [
    "BADGE_MIN_PX",
    "CAPTION_MIN_PX",
    "MARK_MIN_PX",
    "TILES_MAX",
    "TILE_MIN_PX",
    "CanvasLimits",
    "Collage",
    "Layout",
    "Legibility",
    "Pixels",
    "Placement",
    "Rect",
    "TileImage",
    "TileLegibility",
    "arrange",
    "as_phone_shows",
    "as_platform_shows",
    "make_collage",
    "smallest_tile_px",
]
