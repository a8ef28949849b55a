"""Drawing a slot: photos whole, words in the margins, defects in thin rings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from evidence_qc.collage import fonts, looks, paint
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
        raise UsageError("A collage needs at least one photo.")
    limits = limits or CanvasLimits()
    plan = arrange(tiles, limits, slot_label=slot_label, title=title, title_second=title_second)
    layout, density = plan.layout, plan.layout.density
    size = (
        min(limits.long_side_px, round(layout.height_px * density)),
        min(limits.long_side_px, round(layout.width_px * density)),
    )
    canvas: Pixels = np.full((*size, 3), looks.PAPER, np.uint8)
    placements = _photos(canvas, tiles, plan, limits)
    _words(canvas, tiles, plan, limits)
    has_badge = limits.annotations and any(tile.label for tile in tiles)
    has_words = limits.annotations and (any(plan.captions) or bool(plan.header))
    smallest_text = looks.DETAIL_SIZE if any(plan.details) else looks.CAPTION_SIZE
    measured = legibility(
        canvas,
        tiles,
        placements,
        limits,
        badge_px=looks.BADGE_HEIGHT * density if has_badge else None,
        caption_px=smallest_text * density if has_words or any(plan.details) else None,
    )
    words = _all_words(tiles, (slot_label, title, title_second))
    missing = "".join(sorted(set(cleaned(words)[1])))
    return Collage(canvas, placements, measured, missing, _notes(words))


def picture_rect(box: Box, shown_width_px: float, density: float) -> Rect:
    """Where a picture stands in whole file px: its aspect kept, at the top left of its box."""
    left = box.x_px + (box.cell.lane_px if box.cell.is_lane_left else 0.0)
    top = box.y_px + box.cell.strip_px
    width_px = max(1, int(shown_width_px * density + 1e-6))
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
        scale = layout.shown_width_px(boxes[0]) * density / tile.width_px
        for box in boxes:
            rect = picture_rect(box, layout.shown_width_px(box), density)
            mark = box.cell.detail
            source = whole if mark is None else cut(tile, mark, rect, scale)
            paint.picture(canvas, _part(rgb, source, tile), rect)
            colour, line = (looks.EDGE, looks.HAIRLINE) if mark is None else _accent()
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
            paint.pill(canvas, x, y, wide, looks.BADGE_HEIGHT * density, looks.INK)
        elif box.cell.detail is not None and numbers(tile):
            y = box.y_px + (looks.DETAIL_STRIP - looks.STRIP_GAP + 1 - looks.CHIP) / 2
            chip = looks.CHIP * density
            paint.pill(canvas, box.x_px * density, y * density, chip, chip, looks.ACCENT)
    image = Image.fromarray(canvas)
    pen = ImageDraw.Draw(image)
    y = looks.MARGIN
    for line in plan.header:
        _line(pen, looks.MARGIN, y + looks.TITLE_LEADING * 0.76, line, density)
        y += looks.TITLE_LEADING
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
        _centred(pen, tile.label, x + wide / 2, y + looks.BADGE_HEIGHT / 2, density)
        x += wide + looks.CAPTION_GAP
    baseline = y + looks.BADGE_HEIGHT / 2 + looks.CAPTION_SIZE * HALF_CAPITAL
    if not tile.label or len(lines) > 1:
        baseline = y + looks.CAPTION_LEADING * 0.76
    for line in lines:
        _line(pen, x, baseline, line, density)
        baseline += looks.CAPTION_LEADING


def _detail_words(pen: ImageDraw.ImageDraw, tile: TileImage, box: Box, density: float) -> None:
    mark = box.cell.detail
    x, y = box.x_px, box.y_px
    centre = y + (looks.DETAIL_STRIP - looks.STRIP_GAP + 1) / 2
    named = numbers(tile)
    if named and mark is not None:
        _centred(pen, named[mark], x + looks.CHIP / 2, centre, density, looks.DETAIL_SIZE)
        x += looks.CHIP + looks.CAPTION_GAP - 1
    room = box.x_px + box.width_px - x
    style = Style(round(looks.DETAIL_SIZE * MEASURE), looks.INK)
    texts = (f"Detail of {tile.label}" if tile.label else "Detail", "Detail", "")
    text = next(t for t in texts if width(t, style) <= room * MEASURE)
    _line(pen, x, centre + looks.DETAIL_SIZE * HALF_CAPITAL, [Span(text, style)], density)


def _line(
    pen: ImageDraw.ImageDraw, x: float, baseline: float, line: list[Span], density: float
) -> None:
    """Draw a line that was measured at ``MEASURE`` at the density of the file."""
    spans = [
        Span(
            span.text,
            Style(
                max(1, round(span.style.size_px / MEASURE * density)),
                span.style.colour,
                span.style.bold,
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
    size: float = looks.BADGE_SIZE,
) -> None:
    """White bold text around a centre, by the height of its digits."""
    style = Style(max(1, round(size * density)), looks.PAPER, bold=True)
    text = cleaned(text)[0]
    baseline = y * density + style.size_px * HALF_CAPITAL
    draw(pen, x * density - width(text, style) / 2, baseline, [Span(text, style)])


def _accent() -> tuple[paint.Colour, float]:
    return looks.ACCENT, looks.RING_WIDTH * 0.75


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


def _notes(words: str) -> tuple[str, ...]:
    if fonts.has_shaping() or not any("\u0900" <= letter <= "\u0dff" for letter in words):
        return ()
    return ("Indic letters are not joined as they should be: this Pillow finds no FriBiDi.",)
