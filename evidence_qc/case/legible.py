"""How large the tiles of a slot come out on an adjudicator's phone, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

VIEWPORT_WIDTH_PX = 390
VIEWPORT_HEIGHT_PX = 700
TILE_SHORT_SIDE_MIN_PX = 150
"""Design: below it a tile is a thumbnail."""
TILE_COMFORT_PX = 240
"""From here on a photo reads like a photo: a 4:3 photo at full width has 292."""
MARGIN_PX = 26
"""Badge and caption of a row, at the sizes that the floors ask for."""


def smallest_tile_px(aspects: Sequence[float]) -> float:
    """Short side of the smallest tile, in viewport pixels, in the best layout of rows.

    Every photo whole; the slot is scaled to fit 390×700 like a phone shows a picture.

    Args:
        aspects: Width over height of each tile, in order.
    """
    return max(_smallest(rows) for rows in _rows(tuple(aspects)))


def _smallest(rows: Sequence[Sequence[float]]) -> float:
    heights = [VIEWPORT_WIDTH_PX / sum(row) for row in rows]
    fit = min(1.0, (VIEWPORT_HEIGHT_PX - MARGIN_PX * len(rows)) / sum(heights))
    return min(
        fit * height * min(1.0, aspect)
        for row, height in zip(rows, heights, strict=True)
        for aspect in row
    )


def _rows(aspects: tuple[float, ...]) -> Iterator[list[tuple[float, ...]]]:
    """All ways to break a sequence into rows."""
    if not aspects:
        yield []
    for cut in range(1, len(aspects) + 1):
        for rest in _rows(aspects[cut:]):
            yield [aspects[:cut], *rest]
