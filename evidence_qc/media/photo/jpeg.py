"""JPEG: decoded at the scale that is needed, and honest about what was lost.

libjpeg fills what is missing with grey and only warns; most readers hide the warning. Here a
strict decode raises it, at no extra cost, and only then a second, lenient decode measures how
much of the picture is gone.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from evidence_qc.language import Value
from evidence_qc.media.formats.jpeg_header import JpegHeader, read_scans, without_colour_space
from evidence_qc.media.integrity.jpeg_chroma_range import out_of_range_chroma
from evidence_qc.media.integrity.jpeg_dc_shift import DcShift, find_dc_shift
from evidence_qc.media.integrity.jpeg_zero_runs import zero_run_bytes
from evidence_qc.model import Damage, DamageKind

_HOLE_BYTES = 256
"""Entropy-coded data of a photo never holds this many zero bytes in a row."""

_TRAILING_ZEROS = 16

_FILL_DN = 128
"""Blocks without data come out of libjpeg as mid-grey."""

_BENIGN = ("inconsistent progression", "adobe", "jfif", "invalid sos parameters")
"""Warnings about the header's bookkeeping; no pixel depends on them."""


_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DecodedJpeg:
    """Pixels (uint8 H×W×C, not yet upright) or None, and what was wrong.

    ``ycc`` holds luma and chroma (Y, Cb, Cr) of an intact file that was decoded for both.
    """

    pixels: NDArray[np.uint8] | None
    damage: tuple[Damage, ...] = ()
    ycc: NDArray[np.uint8] | None = None


def decode(data: bytes, header: JpegHeader, shrink: int, colour: str = "GRAY") -> DecodedJpeg:
    """Decode at 1/``shrink`` of the stored size, strictly first, then for what can be saved.

    Args:
        data: the whole file.
        header: its header; ``components`` must be 1 or 3, or 4 for ``CMYK``.
        shrink: 1, 2, 4 or 8.
        colour: ``GRAY``, ``RGB`` or ``CMYK`` (inks as stored, inverted where Adobe wrote them).
    """
    try:
        pixels = _pixels(data, header, shrink, colour, strict=True)
    except ValueError as error:
        complaint = str(error).lower()
    else:
        is_luma = colour == "GRAY"
        quiet = (
            _silent_corruption(data, header, shrink, pixels) if is_luma else _zero_run(data, header)
        )
        return DecodedJpeg(pixels, (quiet,) if quiet else ())
    rescued = salvage(data, header.first_scan)
    try:
        pixels = _pixels(rescued, header, shrink, colour, strict=False)
    except ValueError:
        return DecodedJpeg(None, (_unreadable(complaint),))
    grey = _pixels(rescued, header, shrink, "GRAY", strict=False) if colour == "RGB" else pixels
    shift = _dc_shift(grey, header, shrink)
    filled = grey_ratio(grey[:, :, 0], shrink)
    damage = _damage(complaint, data, rescued, header, filled, has_shift=shift is not None)
    if damage is None and colour == "GRAY":
        damage = _jump(shift)
    return DecodedJpeg(pixels, (damage,) if damage else ())


def decode_with_chroma(data: bytes, header: JpegHeader, shrink: int) -> DecodedJpeg:
    """The same luma as ``decode`` gives, to the last bit, and the chroma beside it if there is any.

    Most of the time goes into reading the entropy-coded bits, chroma's among them: keeping it costs
    a fifth of what decoding again for colour would. simplejpeg has no name for Y, Cb and Cr, so the
    file is told to hold plain channels. A file with any fault is decoded for its luma alone.

    At full size the colours are searched for quiet damage too. Of larger photos, which are decoded
    at a reduced scale, only the luma is: their verdict must not depend on who wanted their colours,
    and colours that nobody wants would add a fifth to the time that such a photo takes.
    """
    plain = without_colour_space(data, header.first_scan) if header.is_ycc else None
    if plain is None:
        return decode(data, header, shrink)
    try:
        ycc = _pixels(plain, header, shrink, "RGB", strict=True, smooth=False)
    except ValueError:
        return decode(data, header, shrink)
    luma: NDArray[np.uint8] = cv2.extractChannel(ycc, 0)[:, :, None]  # type: ignore[assignment]
    quiet = _silent_corruption(data, header, shrink, ycc if shrink == 1 else luma)
    return DecodedJpeg(luma, (quiet,) if quiet else (), ycc)


def _silent_corruption(
    data: bytes, header: JpegHeader, shrink: int, pixels: NDArray[np.uint8]
) -> Damage | None:
    """Damage that no decoder complains of; pixels are luma H×W×1, or luma and chroma H×W×3."""
    found = _zero_run(data, header) or _jump(_dc_shift(pixels, header, shrink))
    if found is None and pixels.shape[2] == 3:
        found = _out_of_range_chroma(pixels, header)
    return found


def _zero_run(data: bytes, header: JpegHeader) -> Damage | None:
    size = zero_run_bytes(data, header)
    if not size:
        return None
    return Damage(
        DamageKind.CORRUPT,
        "damage.zero-run",
        None,
        {"size_bytes": size},
    )


def _out_of_range_chroma(ycc: NDArray[np.uint8], header: JpegHeader) -> Damage | None:
    height_ratio = out_of_range_chroma(ycc, header.quanta, by_camera=header.exif is not None)
    if height_ratio is None:
        return None
    return Damage(
        DamageKind.CORRUPT,
        "damage.chroma-range",
        0.0,
        {"height_ratio": height_ratio},
    )


def _jump(shift: DcShift | None) -> Damage | None:
    if shift is None:
        return None
    what = "colour" if shift.in_colour else "brightness"
    return Damage(
        DamageKind.CORRUPT,
        f"damage.jump-{what}",
        0.0,
        {"height_ratio": shift.height_ratio},
    )


def _dc_shift(pixels: NDArray[np.uint8], header: JpegHeader, shrink: int) -> DcShift | None:
    """By luma H×W×1, or luma and chroma H×W×3."""
    unit = header.unit_width_px // shrink, header.unit_height_px // shrink
    return find_dc_shift(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels, *unit, header.quanta)


def _pixels(
    data: bytes,
    header: JpegHeader,
    shrink: int,
    colour: str,
    *,
    strict: bool,
    smooth: bool = True,
) -> NDArray[np.uint8]:
    """``smooth`` enlarges chroma that is stored at half size gently, which hides its blocks."""
    _LOG.debug("jpeg of %d bytes: decoded by libjpeg-turbo at 1/%d, %s", len(data), shrink, colour)
    decoded: NDArray[np.uint8] = simplejpeg.decode_jpeg(
        data,
        colour,
        min_height=-(-header.height_px // shrink) if shrink > 1 else 0,
        min_width=-(-header.width_px // shrink) if shrink > 1 else 0,
        fastupsample=not smooth,
        strict=strict,
    )
    return decoded


def salvage(data: bytes, first_scan: int) -> bytes:
    """The data up to the first hole of zeros in its pixels (maker notes are full of zeros).

    Zeros decode to plausible-looking garbage without a warning; cut there, libjpeg fills the
    rest with grey, which can be measured and is what the owner should see.
    """
    hole = data.find(bytes(_HOLE_BYTES), first_scan)
    rescued = data[:hole] if hole > 0 else data
    stripped = rescued.rstrip(b"\0")
    return stripped if len(rescued) - len(stripped) >= _TRAILING_ZEROS else rescued


def grey_ratio(luma: NDArray[np.uint8], shrink: int) -> float:
    """Share of blocks that hold nothing but the grey that libjpeg fills in, 0–1."""
    side = 8 // shrink
    rows, columns = luma.shape[0] // side, luma.shape[1] // side
    if not rows or not columns:
        return 0.0
    blocks = luma[: rows * side, : columns * side].reshape(rows, side, columns, side)
    grey = (blocks == _FILL_DN).all(axis=(1, 3))
    return float(grey.mean())


def _damage(
    complaint: str,
    data: bytes,
    rescued: bytes,
    header: JpegHeader,
    grey: float,
    *,
    has_shift: bool,
) -> Damage | None:
    """What a complaint of libjpeg means for the picture."""
    zeros = len(data) - len(rescued)
    if not zeros and any(word in complaint for word in _BENIGN) and grey == 0.0:
        return None
    lost: float | None = grey
    if header.is_progressive and grey < 0.01:
        lost = _progressive_loss(rescued, header)
    if zeros:
        return Damage(
            DamageKind.TRUNCATED,
            "damage.jpeg-zeros",
            lost,
            {"size_bytes": zeros, **_worth_saying(lost)},
        )
    if "premature end of jpeg" in complaint:
        if lost is not None and lost <= 0.001:
            return Damage(DamageKind.TRUNCATED, "damage.no-end-mark", lost)
        return Damage(DamageKind.TRUNCATED, "damage.jpeg-cut-off", lost, _worth_saying(lost))
    if "extraneous bytes before marker 0xd9" in complaint and not has_shift:
        return Damage(DamageKind.CORRUPT, "damage.stray-end", grey)
    # Grey is only what the decoder gave up on; what it decoded wrongly cannot be measured.
    lost = grey if grey >= 0.01 else None
    return Damage(DamageKind.CORRUPT, "damage.jpeg-corrupt", lost, _worth_saying(lost))


def _progressive_loss(data: bytes, header: JpegHeader) -> float | None:
    """A progressive file shows the whole picture early: what is missing is detail.

    Only the last refinement missing is 1 %; anything more cannot be told in shares.
    """
    scans = read_scans(data, header.first_scan)
    complete = scans[:-1]  # the last one is where the data broke off
    seen = {k for s in complete for k in range(s.first_coefficient, s.last_coefficient + 1)}
    return 0.01 if seen >= set(range(64)) else None


def _worth_saying(lost: float | None) -> dict[str, Value]:
    return {"lost_ratio": lost} if lost else {}


def _unreadable(complaint: str) -> Damage:
    if "precision" in complaint:
        message_id = "damage.precision"
    elif "premature end" in complaint or "eof" in complaint:
        return Damage(DamageKind.TRUNCATED, "damage.before-picture", 1.0)
    else:
        message_id = "damage.tables"
    return Damage(DamageKind.UNREADABLE, message_id, 1.0)
