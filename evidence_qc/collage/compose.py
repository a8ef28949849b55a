"""Drawing a slot: photos whole, words in the margins, defects in thin rings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from evidence_qc.collage import paint, style
from evidence_qc.collage.arrange import MEASURE, Arrangement, arrange, badge_width
from evidence_qc.collage.detail import cut
from evidence_qc.collage.layout import Box
from evidence_qc.collage.legibility import legibility
from evidence_qc.collage.marks import numbers
from evidence_qc.collage.rings import draw_rings
from evidence_qc.collage.text import Span, Style, cleaned, draw, width
from evidence_qc.collage.types import (
    CanvasLimits,
    Collage,
    Pixels,
    Placement,
    Rect,
    TileImage,
)
from evidence_qc.errors import UsageError

HALF_CAPITAL = 0.357
"""Half the height of capitals and digits in Noto Sans, as a share of the type size."""


def make_collage(
    tiles: Sequence[TileImage],
    *,
    limits: CanvasLimits | None = None,
    slot_label: str = "",
    title: str = "",
    title_second: str = "",
) -> Collage:
    """One slot from whole photos, in order, never cropped, never enlarged.

    Args:
        tiles: at least one; their pixels are asked for one at a time.
        limits: what the platform takes and how it shows it.
        slot_label: such as ``1/3``, in the margin.
        title: one line in the margin.
        title_second: the same in another language.

    Returns:
        RGB pixels, where every picture stands, and how legible it is on a phone. A tile below
        the floor is drawn all the same and named in ``legibility.weak_points``.

    Raises:
        UsageError: no tiles.
        CannotFitError: so many that some would vanish.
    """
    if not tiles:
        raise UsageError("error.collage-empty")
    limits = limits or CanvasLimits()
    plan = arrange(tiles, limits, slot_label=slot_label, title=title, title_second=title_second)
    layout, density = plan.layout, plan.layout.density
    size = (
        min(limits.long_side_px, round(layout.height_px * density)),
        min(limits.long_side_px, round(layout.width_px * density)),
    )
    canvas: Pixels = np.full((*size, 3), style.PAPER, np.uint8)
    placements = _photos(canvas, tiles, plan, limits)
    _words(canvas, tiles, plan, limits)
    has_badge = limits.annotations and any(tile.label for tile in tiles)
    has_words = limits.annotations and (any(plan.captions) or bool(plan.header))
    smallest_text = style.DETAIL_SIZE if any(plan.details) else style.CAPTION_SIZE
    measured = legibility(
        canvas,
        tiles,
        placements,
        limits,
        badge_px=style.BADGE_HEIGHT * density if has_badge else None,
        caption_px=smallest_text * density if has_words or any(plan.details) else None,
    )
    words = _all_words(tiles, (slot_label, title, title_second))
    missing = "".join(sorted(set(cleaned(words)[1])))
    return Collage(canvas, placements, measured, missing)


def picture_rect(box: Box, display_width_px: float, density: float) -> Rect:
    """Where a picture stands in whole file px: its aspect kept, at the top left of its box."""
    left = box.x_px + (box.cell.lane_px if box.cell.is_lane_left else 0.0)
    top = box.y_px + box.cell.strip_px
    width_px = max(1, int(display_width_px * density + 1e-6))
    height_px = max(1, round(width_px / box.cell.aspect_ratio))
    return Rect(round(left * density), round(top * density), width_px, height_px)


def _photos(
    canvas: Pixels, tiles: Sequence[TileImage], plan: Arrangement, limits: CanvasLimits
) -> tuple[Placement, ...]:
    layout, density = plan.layout, plan.layout.density
    placements: list[Placement] = []
    for index, tile in enumerate(tiles):
        rgb = tile.load()
        boxes = [box for box in layout.boxes if box.cell.tile == index]
        whole = Rect(0, 0, tile.width_px, tile.height_px)
        scale = layout.display_width_px(boxes[0]) * density / tile.width_px
        for box in boxes:
            rect = picture_rect(box, layout.display_width_px(box), density)
            mark = box.cell.detail
            source = whole if mark is None else cut(tile, mark, rect, scale)
            paint.picture(canvas, _part(rgb, source, tile), rect)
            colour, line = (style.EDGE, style.HAIRLINE) if mark is None else _accent()
            paint.frame(canvas, rect, line * density, colour)
            placements.append(
                Placement(
                    tile=index,
                    label=tile.label,
                    name=tile.name,
                    box=rect,
                    source=source,
                    scale=rect.width_px / source.width_px,
                    detail_of=tile.label if mark is not None else "",
                    is_detail=mark is not None,
                    mark=mark,
                )
            )
        del rgb
        if limits.annotations and limits.rings and tile.marks:
            photo = next(p for p in placements if p.tile == index and not p.is_detail)
            draw_rings(canvas, tile, photo.box, boxes[0], density)
    return tuple(placements)


def _words(
    canvas: Pixels, tiles: Sequence[TileImage], plan: Arrangement, limits: CanvasLimits
) -> None:
    """Header, badges and captions; drawn in one pass over the finished pictures' margins."""
    if not limits.annotations:
        return
    density = plan.layout.density
    for box in plan.layout.boxes:
        tile = tiles[box.cell.tile]
        if box.cell.detail is None and tile.label:
            x, y = box.x_px * density, box.y_px * density
            wide = badge_width(tile.label) * density
            paint.pill(canvas, x, y, wide, style.BADGE_HEIGHT * density, style.INK)
        elif box.cell.detail is not None and numbers(tile):
            y = box.y_px + (style.DETAIL_STRIP - style.STRIP_GAP + 1 - style.CHIP) / 2
            chip = style.CHIP * density
            paint.pill(canvas, box.x_px * density, y * density, chip, chip, style.ACCENT)
    image = Image.fromarray(canvas)
    pen = ImageDraw.Draw(image)
    y = style.MARGIN
    for line in plan.header:
        _line(pen, style.MARGIN, y + style.TITLE_LEADING * 0.76, line, density)
        y += style.TITLE_LEADING
    for box in plan.layout.boxes:
        if box.cell.detail is None:
            _tile_words(pen, tiles[box.cell.tile], plan.captions[box.cell.tile], box, density)
        else:
            _detail_words(pen, tiles[box.cell.tile], box, density)
    canvas[:] = np.asarray(image)


def _tile_words(
    pen: ImageDraw.ImageDraw, tile: TileImage, lines: list[list[Span]], box: Box, density: float
) -> None:
    x, y = box.x_px, box.y_px
    if tile.label:
        wide = badge_width(tile.label)
        _centred(pen, tile.label, x + wide / 2, y + style.BADGE_HEIGHT / 2, density)
        x += wide + style.CAPTION_GAP
    baseline = y + style.BADGE_HEIGHT / 2 + style.CAPTION_SIZE * HALF_CAPITAL
    if not tile.label or len(lines) > 1:
        baseline = y + style.CAPTION_LEADING * 0.76
    for line in lines:
        _line(pen, x, baseline, line, density)
        baseline += style.CAPTION_LEADING


def _detail_words(pen: ImageDraw.ImageDraw, tile: TileImage, box: Box, density: float) -> None:
    mark = box.cell.detail
    x, y = box.x_px, box.y_px
    centre = y + (style.DETAIL_STRIP - style.STRIP_GAP + 1) / 2
    named = numbers(tile)
    if named and mark is not None:
        _centred(pen, named[mark], x + style.CHIP / 2, centre, density, style.DETAIL_SIZE)
        x += style.CHIP + style.CAPTION_GAP - 1
    room = box.x_px + box.width_px - x
    text_style = Style(round(style.DETAIL_SIZE * MEASURE), style.INK)
    texts = (f"Detail of {tile.label}" if tile.label else "Detail", "Detail", "")
    text = next(t for t in texts if width(t, text_style) <= room * MEASURE)
    _line(pen, x, centre + style.DETAIL_SIZE * HALF_CAPITAL, [Span(text, text_style)], density)


def _line(
    pen: ImageDraw.ImageDraw, x: float, baseline: float, line: list[Span], density: float
) -> None:
    """Draw a line that was measured at ``MEASURE`` at the density of the file."""
    spans = [
        Span(
            span.text,
            Style(
                max(1, round(span.text_style.size_px / MEASURE * density)),
                span.text_style.colour,
                span.text_style.bold,
            ),
        )
        for span in line
    ]
    draw(pen, x * density, baseline * density, spans)


def _centred(
    pen: ImageDraw.ImageDraw,
    text: str,
    x: float,
    y: float,
    density: float,
    size: float = style.BADGE_SIZE,
) -> None:
    """White bold text around a centre, by the height of its digits."""
    text_style = Style(max(1, round(size * density)), style.PAPER, bold=True)
    text = cleaned(text)[0]
    baseline = y * density + text_style.size_px * HALF_CAPITAL
    draw(pen, x * density - width(text, text_style) / 2, baseline, [Span(text, text_style)])


def _accent() -> tuple[paint.Colour, float]:
    return style.ACCENT, style.RING_WIDTH * 0.75


def _part(rgb: Pixels, part: Rect, tile: TileImage) -> Pixels:
    """A part of the source, given in the tile's size; ``rgb`` may be a reduced copy."""
    along, down = rgb.shape[1] / tile.width_px, rgb.shape[0] / tile.height_px
    x0, y0 = round(part.x_px * along), round(part.y_px * down)
    x1 = max(x0 + 1, round((part.x_px + part.width_px) * along))
    y1 = max(y0 + 1, round((part.y_px + part.height_px) * down))
    return rgb[y0:y1, x0:x1]


def _all_words(tiles: Sequence[TileImage], texts: tuple[str, ...]) -> str:
    tile_words = ((tile.label, tile.caption, tile.caption_second) for tile in tiles)
    return " ".join([*texts, *(text for three in tile_words for text in three)])
