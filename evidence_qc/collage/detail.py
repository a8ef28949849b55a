"""Which part of a photo a detail shows: the defect in its middle, as large as is honest."""

from __future__ import annotations

from evidence_qc.collage import style
from evidence_qc.collage.types import Rect, TileImage


def cut(tile: TileImage, mark: int, box: Rect, whole_scale: float) -> Rect:
    """The part of the upright source that fills the detail's box.

    Args:
        tile: the photo.
        mark: index of the mark in its middle.
        box: where it is drawn, file px.
        whole_scale: file px per source px of the whole photo beside it.

    Returns:
        A part inside the photo with the box's aspect within a pixel, so scaled that the defect
        takes ``style.DETAIL_SHARE`` of the short side, but at least ``DETAIL_GAIN_MIN`` times
        the whole's scale and at most ``DETAIL_ENLARGED_MAX`` file px a source px.
    """
    spot = tile.marks[mark]
    diameter = max(1.0, spot.size_ratio * max(tile.width_px, tile.height_px))
    scale = style.DETAIL_SHARE * min(box.width_px, box.height_px) / diameter
    scale = min(scale, max(style.DETAIL_ENLARGED_MAX, whole_scale))
    scale = max(scale, whole_scale * style.DETAIL_GAIN_MIN)
    scale = max(scale, box.width_px / tile.width_px, box.height_px / tile.height_px)
    width = min(tile.width_px, max(1, round(box.width_px / scale)))
    height = min(tile.height_px, max(1, round(box.height_px / scale)))
    x = round(spot.x_ratio * tile.width_px - width / 2)
    y = round(spot.y_ratio * tile.height_px - height / 2)
    x = min(max(x, 0), tile.width_px - width)
    y = min(max(y, 0), tile.height_px - height)
    return Rect(x, y, width, height)
