"""Finds damage in a JPEG that no decoder complains of: zeros, steps, colours that cannot be.

Of progressive files some wrong bits leave no trace: in 13 that were spoiled visibly and passed,
every scan ended on its last byte, and in first scans no coefficient lay outside its band and the
blocks added up (2026-11). Eight were wrong in the last refinement, which changes little, four in
the blocks' means, where nothing but a jump can show it.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.media.formats.exif import embedded_thumbnail
from evidence_qc.media.formats.jpeg_header import JpegHeader
from evidence_qc.media.integrity.jpeg_chroma_range import out_of_range_chroma
from evidence_qc.media.integrity.jpeg_dc_shift import DcShift, find_dc_shift
from evidence_qc.media.integrity.jpeg_flat_end import find_flat_end
from evidence_qc.media.integrity.jpeg_row_breaks import breaks_where, find_row_break
from evidence_qc.media.integrity.jpeg_strips import DOUBTFUL, SURE, find_strip
from evidence_qc.media.integrity.jpeg_zero_runs import zero_run_bytes
from evidence_qc.media.integrity.thumbnail_witness import Preview, Step, ask_thumbnail
from evidence_qc.media.integrity.verdicts import suspected
from evidence_qc.model import Damage, DamageKind


def silent_jpeg_corruption(
    data: bytes,
    header: JpegHeader,
    shrink: int,
    pixels: NDArray[np.uint8],
    planes: Sequence[NDArray[np.uint8]] = (),
) -> Damage | None:
    """What is wrong with a JPEG that was decoded without a complaint; None: nothing is found.

    At full size the colours are searched too. Of larger photos, which are decoded at a reduced
    scale, only the luma is, but for strips between restart markers.

    Args:
        data: the whole file.
        header: its header.
        shrink: 1, 2, 4 or 8: it was decoded at this part of its size.
        pixels: as decoded, uint8: luma H×W×1, or luma and chroma H×W×3.
        planes: luma and chroma each by itself, where they are at hand.
    """
    shift = dc_shift(pixels, header, shrink, with_doubtful=True)
    found = zero_run(data, header) or jump(shift)
    if found is None:
        every = planes or [np.asarray(plane, np.uint8) for plane in cv2.split(pixels)]
        found = _faint_step(every, header, shrink, shift) or _flat_end(every[0], header, shrink)
    if found is None and pixels.shape[2] == 3:
        height_ratio = out_of_range_chroma(pixels, header.quanta)
        if height_ratio is not None:
            found = suspected("damage.chroma-range", {"height_ratio": height_ratio})
    return found


def _faint_step(
    planes: Sequence[NDArray[np.uint8]], header: JpegHeader, shrink: int, shift: DcShift | None
) -> Damage | None:
    """A step that the picture shows too faintly, and its own thumbnail lacks.

    Where there is no thumbnail, a clear strip, and a faint shift that begins with torn blocks.
    """
    luma, unit = planes[0], _unit(header, shrink)
    has_thumbnail = embedded_thumbnail(header.exif) is not None
    if ends_every_row(header):
        if not has_thumbnail and (torn := find_row_break(luma, *unit)) is not None:
            return _at_row("damage.strip", torn[0], unit[1], luma)
        strip = find_strip(planes, *unit, header.quanta)
        if strip is None or strip.evidence < DOUBTFUL:
            return None
        step = Step(strip.row, strip.column, strip.channel, strip.step_dn, is_strip=True)
        is_sure, alone, what = strip.evidence >= SURE, "damage.strip", "strip"
    elif shift is not None and not shift.is_sure:
        step = Step(shift.row, shift.column, shift.channel, shift.shift_dn)
        is_sure = not has_thumbnail and breaks_where(luma, *unit, shift.row, shift.column)
        what = "colour" if shift.in_colour else "brightness"
        alone = f"damage.jump-{what}"
    else:
        return None
    if not has_thumbnail:
        return _at_row(alone, step.row, unit[1], luma) if is_sure else None
    if ask_thumbnail(planes, header, unit, step) is not Preview.DENIES:
        return None
    return _at_row(f"damage.thumbnail-{what}", step.row, unit[1], luma)


def _flat_end(luma: NDArray[np.uint8], header: JpegHeader, shrink: int) -> Damage | None:
    """All that is left is black, or white."""
    unit = _unit(header, shrink)
    row = None if header.restart_units else find_flat_end(luma, *unit)
    return None if row is None else _at_row("damage.jump-brightness", row, unit[1], luma)


def _unit(header: JpegHeader, shrink: int) -> tuple[int, int]:
    """Width and height of a minimum coded unit in a picture decoded at 1/``shrink``."""
    return header.unit_width_px // shrink, header.unit_height_px // shrink


def _at_row(message_id: str, row: int, unit_height: int, luma: NDArray[np.uint8]) -> Damage:
    """Suspected at a row of units, H×W."""
    return suspected(message_id, {"height_ratio": min(1.0, row * unit_height / len(luma))})


def ends_every_row(header: JpegHeader) -> bool:
    """Restart markers stand at the end of every row of units."""
    return 0 < header.restart_units == -(-header.width_px // header.unit_width_px)


def zero_run(data: bytes, header: JpegHeader) -> Damage | None:
    """A hole of zeros in the entropy-coded data."""
    size = zero_run_bytes(data, header)
    return (
        Damage(DamageKind.CORRUPT, "damage.zero-run", None, {"size_bytes": size}) if size else None
    )


def jump(shift: DcShift | None) -> Damage | None:
    """What a step along the edges of the coded units is called."""
    if shift is None or not shift.is_sure:
        return None
    what = "colour" if shift.in_colour else "brightness"
    return suspected(f"damage.jump-{what}", {"height_ratio": shift.height_ratio})


def dc_shift(
    pixels: NDArray[np.uint8], header: JpegHeader, shrink: int, *, with_doubtful: bool = False
) -> DcShift | None:
    """The clearest step in luma H×W×1, or in luma and chroma H×W×3, decoded at 1/``shrink``."""
    unit = _unit(header, shrink)
    planes = pixels[:, :, 0] if pixels.shape[2] == 1 else pixels
    return find_dc_shift(
        planes, *unit, header.quanta, header.restart_units, with_doubtful=with_doubtful
    )
