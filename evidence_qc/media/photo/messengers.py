"""How chat apps save the photos that they send: what stands in the JPEG's header, not its name."""

from __future__ import annotations

from evidence_qc.media.formats.jpeg_header import JpegHeader

_PROGRESSIVE_TABLES = {3426, 2868, 2278, 1858}
"""Sums of the luminance table: mozjpeg's own at quality 70, 75 and 80, and Annex K's at 75."""
_BASELINE_TABLE = 592
"""Quality 92, which browsers use too: told by the size as well."""
_BASELINE_LONG_SIDES_PX = {1280, 1599, 1600}


def is_coded_by_messenger(header: JpegHeader) -> bool:
    """True for a JPEG that is coded as chat apps code theirs: JFIF first, colours halved both ways.

    Figures: ``rules/file/messenger_copy.py``.
    """
    if not header.is_jfif_first or header.components != 3:
        return False
    if (header.unit_width_px, header.unit_height_px) != (16, 16):
        return False
    if header.is_progressive:
        return header.luma_table_sum in _PROGRESSIVE_TABLES
    long_side_px = max(header.width_px, header.height_px)
    return header.luma_table_sum == _BASELINE_TABLE and long_side_px in _BASELINE_LONG_SIDES_PX
