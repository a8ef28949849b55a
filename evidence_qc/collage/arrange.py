"""From photos with captions and marks to a solved layout, with details where they are needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from evidence_qc.collage import style
from evidence_qc.collage.layout import (
    DETAIL_WEIGHT,
    Cell,
    Frame,
    Layout,
    Node,
    column,
    leaf,
    row,
)
from evidence_qc.collage.legibility import MARK_MIN_PX, TILE_MIN_PX, TILES_MAX
from evidence_qc.collage.marks import appears_elsewhere, numbers
from evidence_qc.collage.search import search
from evidence_qc.collage.text import Span, Style, cleaned, width, wrap
from evidence_qc.collage.types import CanvasLimits, TileImage
from evidence_qc.errors import CannotFitError

MEASURE = 4
"""Texts are measured at four times their view size; widths grow in proportion."""
SLACK = 0.985
"""Room for rounding between both."""
SEPARATOR = " · "
HEADER_LINES_MAX = 2
MARK_COMFORT_PX = 1.5 * MARK_MIN_PX
"""Below this a detail helps, if it costs no photo its floor; below the floor it is needed."""
BESIDE = (0.5, 0.75, 1.0, 1.4)
BELOW = (1.0, 1.5, 2.0, 3.0)
"""Aspect ratios tried for details: their crop is free."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A layout with its texts broken into lines."""

    layout: Layout
    header: list[list[Span]]
    captions: list[list[list[Span]]]
    """For each tile its caption lines; sizes in view px times ``MEASURE``."""
    details: list[tuple[int, ...]]
    """For each tile the marks that are shown as a detail."""


def arrange(
    tiles: Sequence[TileImage],
    limits: CanvasLimits,
    *,
    slot_label: str = "",
    title: str = "",
    title_second: str = "",
) -> Arrangement:
    """The best layout; details are added where a marked defect would be too small to see.

    Among more tiles than are legible there is no room for details.

    Raises:
        CannotFitError: not even vanishing pictures fit (hundreds of tiles).
    """
    plain = _solved(tiles, limits, [()] * len(tiles), slot_label, title, title_second)
    if not (limits.details and limits.annotations) or len(tiles) > TILES_MAX:
        return plain
    for floor in (MARK_COMFORT_PX, MARK_MIN_PX):
        wanted = _wanted(tiles, plain.layout, floor)
        if not any(wanted):
            return plain
        detailed = _solved(tiles, limits, wanted, slot_label, title, title_second)
        if _photos_px(detailed.layout) >= min(TILE_MIN_PX, _photos_px(plain.layout)):
            break
    return detailed


def _wanted(tiles: Sequence[TileImage], layout: Layout, floor_px: float) -> list[tuple[int, ...]]:
    """For each tile the marks that would be smaller on the phone and stand nowhere else."""
    photos = [box for box in layout.boxes if box.cell.detail is None]
    wanted = []
    for tile, box in zip(tiles, photos, strict=True):
        scale = layout.display_width_px(box) / tile.width_px
        long_side = max(tile.width_px, tile.height_px)
        sizes = {
            i: mark.size_ratio * long_side * scale
            for i, mark in enumerate(tile.marks)
            if not appears_elsewhere(tile, i, tiles)
        }
        small = sorted((i for i in sizes if sizes[i] < floor_px), key=lambda i: sizes[i])
        wanted.append(tuple(sorted(small[: style.DETAILS_MAX])))
    return wanted


def _photos_px(layout: Layout) -> float:
    """Short side of the smallest whole photo."""
    photos = [box for box in layout.boxes if box.cell.detail is None]
    return min(min(1.0, 1 / b.cell.aspect_ratio) * layout.display_width_px(b) for b in photos)


@lru_cache(maxsize=4096)
def smallest_tile_px(
    sizes_px: tuple[tuple[int, int], ...], limits: CanvasLimits | None = None
) -> float:
    """Short side of the smallest tile on the phone, one-line captions and header assumed.

    Pure geometry for planning: (width, height) of each upright photo in, view px out.
    """
    limits = limits or CanvasLimits()
    words = {"label": "1a", "caption": "x"} if limits.annotations else {}
    tiles = [TileImage(w, h, _no_pixels, **words) for w, h in sizes_px]  # type: ignore[arg-type]
    nodes = [_variants(i, tile, _strip(tile, 1, limits), (), 0.0) for i, tile in enumerate(tiles)]
    layout = search(nodes, _frame(limits, _header(int(limits.annotations))))
    return layout.smallest_px if layout else 0.0


def _solved(
    tiles: Sequence[TileImage],
    limits: CanvasLimits,
    details: list[tuple[int, ...]],
    slot_label: str,
    title: str,
    title_second: str,
) -> Arrangement:
    """Lay out, break the texts at the widths that come out, and again until none needs more rows.

    Rows only grow, and stop at two, so this ends.
    """
    spans = [_caption(tile) if limits.annotations else [] for tile in tiles]
    heading = _heading(slot_label, title, title_second) if limits.annotations else []
    has_rings = limits.annotations and limits.rings
    lanes = [style.LANE if has_rings and numbers(tile) else 0.0 for tile in tiles]
    header_rows = min(1, len(heading))
    rows = [min(1, len(words)) for words in spans]
    while True:
        nodes = [
            _variants(i, tile, _strip(tile, rows[i], limits), details[i], lanes[i])
            for i, tile in enumerate(tiles)
        ]
        layout = search(nodes, _frame(limits, _header(header_rows)))
        if layout is None:
            raise CannotFitError("error.collage-too-full")
        inner = layout.width_px - 2 * style.MARGIN
        header = wrap(heading, inner * SLACK * MEASURE, HEADER_LINES_MAX)
        photos = [box for box in layout.boxes if box.cell.detail is None]
        captions = [
            _lines(words, (box.width_px - _indent(tile)) * SLACK * MEASURE)
            for words, box, tile in zip(spans, photos, tiles, strict=True)
        ]
        taller = [max(row_, len(lines)) for row_, lines in zip(rows, captions, strict=True)]
        if taller == rows and len(header) <= header_rows:
            return Arrangement(layout, header, captions, details)
        rows, header_rows = taller, max(header_rows, len(header))


def _frame(limits: CanvasLimits, header_px: float) -> Frame:
    return Frame(
        width_px=limits.viewport_width_px,
        height_px=limits.viewport_height_px,
        margin_px=style.MARGIN if limits.annotations else style.MARGIN / 2,
        header_px=header_px,
        gutter_px=style.GUTTER,
        long_side_px=limits.long_side_px,
        pixels_max=limits.pixels_max,
    )


def _variants(
    index: int, tile: TileImage, strip_px: float, details: tuple[int, ...], lane_px: float
) -> list[Node]:
    """The photo alone, or with its details beside or below it."""
    aspect = tile.width_px / tile.height_px
    is_left = bool(tile.marks) and sum(m.x_ratio for m in tile.marks) < 0.5 * len(tile.marks)
    photo = leaf(Cell(index, aspect, tile.width_px, strip_px, lane_px, is_left))
    if not details:
        return [photo]

    def inset(mark: int, ratio: float) -> Node:
        cell = Cell(index, ratio, 1e9, style.DETAIL_STRIP, detail=mark, weight=DETAIL_WEIGHT)
        return leaf(cell)

    found: list[Node] = []
    for ratio in BESIDE:
        insets = [inset(mark, ratio) for mark in details]
        side = column(insets, style.DETAIL_GUTTER) if len(insets) > 1 else insets[0]
        found.append(row([photo, side], style.DETAIL_GUTTER + 2))
    for ratio in BELOW:
        insets = [inset(mark, ratio) for mark in details]
        below = row(insets, style.DETAIL_GUTTER + 2) if len(insets) > 1 else insets[0]
        found.append(column([photo, below], style.DETAIL_GUTTER))
    return found


def _header(lines: int) -> float:
    return lines * style.TITLE_LEADING + style.HEADER_GAP if lines else 0.0


def _strip(tile: TileImage, lines: int, limits: CanvasLimits) -> float:
    if not limits.annotations or not (tile.label or lines):
        return 0.0
    badge = style.BADGE_HEIGHT if tile.label else 0.0
    return max(badge, lines * style.CAPTION_LEADING) + style.STRIP_GAP


def _indent(tile: TileImage) -> float:
    """Where a caption starts, right of the badge."""
    return badge_width(tile.label) + style.CAPTION_GAP if tile.label else 0.0


def badge_width(label: str) -> float:
    """Width of a badge, view px."""
    text_style = Style(round(style.BADGE_SIZE * MEASURE), style.PAPER, bold=True)
    text = width(cleaned(label)[0], text_style) / MEASURE
    return max(style.BADGE_HEIGHT, text + 2 * style.BADGE_PADDING)


def _lines(words: list[Span], width_px: float) -> list[list[Span]]:
    """Caption lines; two languages that need two lines get one each, if they fit so."""
    lines = wrap(words, width_px, style.CAPTION_LINES_MAX)
    if len(words) == 3 and len(lines) == 2:
        first, _, second = words
        if max(width(span.text, span.text_style) for span in (first, second)) <= width_px:
            return [[first], [second]]
    return lines


def _caption(tile: TileImage) -> list[Span]:
    size = round(style.CAPTION_SIZE * MEASURE)
    return _two(tile.caption, tile.caption_second, size, bold=True)


def _heading(slot_label: str, title: str, title_second: str) -> list[Span]:
    size = round(style.TITLE_SIZE * MEASURE)
    label = cleaned(slot_label)[0]
    words = _two(title, title_second, size)
    text_style = Style(round(style.SLOT_SIZE * MEASURE), style.INK, bold=True)
    gap = "  " if words else ""
    return ([Span(label + gap, text_style)] if label else []) + words


def _two(first: str, second: str, size: int, *, bold: bool = False) -> list[Span]:
    """The first text in ink, the second after it in grey, unless it says the same."""
    first, second = cleaned(first)[0], cleaned(second)[0]
    if not first or second.casefold() == first.casefold():
        first, second = first or second, ""
    spans = [Span(first, Style(size, style.INK, bold))] if first else []
    grey = Style(size, style.GREY)
    return spans + ([Span(SEPARATOR, grey), Span(second, grey)] if second else [])


def _no_pixels():  # type: ignore[no-untyped-def]
    raise AssertionError("a shape for planning has no pixels")
