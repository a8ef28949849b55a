"""How chat apps save the photos that they send: what stands in the JPEG's header, not its name."""

from __future__ import annotations

from evidence_qc.media.formats.jpeg_header import JpegHeader

_PROGRESSIVE_TABLES = {3426, 2868, 2278, 1858}
"""Sums of the luminance table: mozjpeg's own at quality 70, 75 and 80, and Annex K's at 75."""
_BASELINE_TABLES = {592, 736, 961, 1477}
"""Annex K's at quality 92, 90, 87 and 80."""
_LONG_SIDE_MAX_PX = 1600
"""What chat apps send unless asked for more; other programs use their tables, too, and cameras
write larger photos."""


def is_coded_by_messenger(header: JpegHeader) -> bool:
    """True for a JPEG that is coded as chat apps code theirs: JFIF first, colours halved both ways.

    Figures: ``rules/file/messenger_copy.py``.
    """
    if not header.is_jfif_first or header.components != 3:
        return False
    if (header.unit_width_px, header.unit_height_px) != (16, 16):
        return False
    table = header.luma_table_sum
    is_small = max(header.width_px, header.height_px) <= _LONG_SIDE_MAX_PX
    if header.is_progressive:
        return table in _PROGRESSIVE_TABLES or is_small
    return table in _BASELINE_TABLES and is_small
