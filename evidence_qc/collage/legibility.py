"""How a slot looks to an adjudicator: on a phone, after the platform compressed it again."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from evidence_qc.collage.marks import appears_elsewhere
from evidence_qc.collage.types import (
    CanvasLimits,
    Legibility,
    Pixels,
    Placement,
    Rect,
    TileImage,
    TileLegibility,
)
from evidence_qc.language import Sentence
from evidence_qc.model import TILE_SHORT_SIDE_MIN_PX

# Floors: starting values of the design ("what an adjudicator reads in 20 seconds on a phone"),
# checked by looking at collages at 390 px, 2026-11.
TILE_MIN_PX = float(TILE_SHORT_SIDE_MIN_PX)
TILES_MAX = 4
BADGE_MIN_PX = 18.0
CAPTION_MIN_PX = 12.0
MARK_MIN_PX = 24.0
DETAIL_KEPT_MIN = 0.35
"""Below, the recompression has washed out the fine structure: of 97 real photos the lowest kept
0.60 and the 1st percentile 0.90 (1,600 px, quality 75; 2026-11); only noise falls below."""


def view_scale(width_px: float, height_px: float, limits: CanvasLimits) -> float:
    """View px per file px when the whole picture is fitted into the viewport, at most 1."""
    fit = min(limits.viewport_width_px / width_px, limits.viewport_height_px / height_px)
    return min(1.0, fit)


def as_platform_shows(rgb: Pixels, limits: CanvasLimits) -> Pixels:
    """The picture after the platform's recompression: reduced to its long side, JPEG again."""
    reduced = _reduced(rgb, limits.recompression_long_side_px / max(rgb.shape[:2]))
    ok, data = cv2.imencode(
        ".jpg", reduced[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, limits.recompression_quality]
    )
    if not ok:
        return reduced
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(decoded[..., ::-1]) if decoded is not None else reduced


def as_phone_shows(rgb: Pixels, limits: CanvasLimits) -> Pixels:
    """The picture as it stands on the phone's screen, in view px."""
    displayed = as_platform_shows(rgb, limits)
    return _reduced(displayed, view_scale(displayed.shape[1], displayed.shape[0], limits))


def legibility(
    pixels: Pixels,
    tiles: Sequence[TileImage],
    placements: Sequence[Placement],
    limits: CanvasLimits,
    *,
    badge_px: float | None,
    caption_px: float | None,
) -> Legibility:
    """Measure a drawn slot against the floors.

    Args:
        pixels: the slot, RGB.
        tiles: what it was drawn from.
        placements: where everything stands.
        limits: viewport and recompression.
        badge_px: height of the smallest badge in file px, where there is one.
        caption_px: type size of the smallest text in file px, where there is one.
    """
    height, width = pixels.shape[:2]
    scale = view_scale(width, height, limits)
    displayed = as_platform_shows(pixels, limits)
    before = _reduced(pixels, displayed.shape[1] / width)
    rows = []
    for index, tile in enumerate(tiles):
        mine = [placement for placement in placements if placement.tile == index]
        whole = next(placement for placement in mine if not placement.is_detail)
        sizes = {
            i: _mark_px(tile, i, mine, scale)
            for i in range(len(tile.marks))
            if not appears_elsewhere(tile, i, tiles)
        }
        rows.append(
            TileLegibility(
                label=tile.label,
                short_side_px=round(min(whole.box.width_px, whole.box.height_px) * scale, 1),
                detail_kept_ratio=_kept(before, displayed, whole.box, displayed.shape[1] / width),
                marks_px=tuple(sizes.values()),
            )
        )
    badge = None if badge_px is None else round(badge_px * scale, 1)
    caption = None if caption_px is None else round(caption_px * scale, 1)
    return Legibility(tuple(rows), badge, caption, _weak_points(rows, badge, caption))


def _weak_points(
    rows: Sequence[TileLegibility], badge: float | None, caption: float | None
) -> tuple[Sentence, ...]:
    weak: list[Sentence] = []
    if len(rows) > TILES_MAX:
        weak.append(Sentence("weak.many-tiles", tiles=len(rows), limit=TILES_MAX))
    for number, row in enumerate(rows, 1):
        label = row.label or number
        if row.short_side_px < TILE_MIN_PX - 0.5:
            side_px = row.short_side_px
            weak.append(
                Sentence("weak.small-tile", tile=label, short_side_px=side_px, limit_px=TILE_MIN_PX)
            )
        for i, mark in enumerate(row.marks_px, 1):
            if mark < MARK_MIN_PX - 0.5:
                which = i if len(row.marks_px) > 1 else None
                weak.append(Sentence("weak.small-mark", mark=which, tile=label, size_px=mark))
        if row.detail_kept_ratio < DETAIL_KEPT_MIN:
            weak.append(Sentence("weak.tile-detail", tile=label))
    if badge is not None and badge < BADGE_MIN_PX - 0.5:
        weak.append(Sentence("weak.small-badge", height_px=badge))
    if caption is not None and caption < CAPTION_MIN_PX - 0.25:
        weak.append(Sentence("weak.small-caption", height_px=caption))
    return tuple(weak)


def _mark_px(tile: TileImage, mark: int, mine: Sequence[Placement], scale: float) -> float:
    size = tile.marks[mark].size_ratio * max(tile.width_px, tile.height_px)
    displayed = [p.scale for p in mine if not p.is_detail or p.mark == mark]
    return round(size * max(displayed) * scale, 1)


def _kept(before: Pixels, after: Pixels, box: Rect, scale: float) -> float:
    """Energy of fine structure after over before, in the tile; 1 where there is none to lose."""
    y0, x0 = round(box.y_px * scale), round(box.x_px * scale)
    y1, x1 = round((box.y_px + box.height_px) * scale), round((box.x_px + box.width_px) * scale)
    energy = [_fine(rgb[y0:y1, x0:x1]) for rgb in (before, after)]
    if energy[0] < 1.0:
        return 1.0
    return round(min(1.0, energy[1] / energy[0]), 3)


def _fine(rgb: Pixels) -> float:
    if min(rgb.shape[:2]) < 3:
        return 0.0
    luma = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY)
    return float(cv2.Laplacian(luma, cv2.CV_32F).std())


def _reduced(rgb: Pixels, scale: float) -> Pixels:
    if scale >= 1:
        return rgb
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
