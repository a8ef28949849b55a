"""JPEG: decoded at the scale that is needed, and honest about what was lost.

libjpeg fills what is missing with grey and only warns; most readers hide the warning. Here a
strict decode raises it, at no extra cost. Only then the file is decoded again without its metadata,
asked for what it lacks, shown to other decoders, and last measured for how much of it is gone.
What no decoder complains of is searched for when somebody asks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray

from evidence_qc.media.formats.jpeg_header import JpegHeader, pixels_alone
from evidence_qc.media.formats.other_decoders import decode_elsewhere
from evidence_qc.media.integrity.jpeg_silent_corruption import (
    dc_shift,
    jump,
    silent_jpeg_corruption,
    zero_run,
)
from evidence_qc.media.photo.colour import Ycc, with_half_chroma
from evidence_qc.media.photo.jpeg_loss import damage_of, grey_ratio, salvage, unreadable
from evidence_qc.media.photo.jpeg_whole import whole_picture
from evidence_qc.model import Damage

DECODER = "libjpeg-turbo"


_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DecodedJpeg:
    """Pixels (uint8 H×W×C, not yet upright) or None, and what was wrong.

    ``search`` looks for what no decoder complains of; None where one did.
    ``ycc`` holds luma and chroma of an intact file that was decoded for both.
    ``decoder`` is who decoded it. Where that is not libjpeg-turbo, whole pictures come as grey or
    RGB at full size, whatever was asked for.
    """

    pixels: NDArray[np.uint8] | None
    damage: tuple[Damage, ...] = ()
    search: Callable[[], Damage | None] | None = None
    ycc: Ycc | None = None
    decoder: str = DECODER


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
    except ValueError:
        return _decode_again(data, header, shrink, colour)
    return _intact(data, header, shrink, colour, pixels)


def _intact(
    data: bytes, header: JpegHeader, shrink: int, colour: str, pixels: NDArray[np.uint8]
) -> DecodedJpeg:
    """No decoder complains; what it cannot know may be searched for."""
    if colour == "GRAY":
        return DecodedJpeg(
            pixels, search=partial(silent_jpeg_corruption, data, header, shrink, pixels)
        )
    return DecodedJpeg(pixels, search=partial(zero_run, data, header))


def _decode_again(data: bytes, header: JpegHeader, shrink: int, colour: str) -> DecodedJpeg:
    """What a complaint comes to: a whole picture, another decoder's, or what can be saved."""
    alone = pixels_alone(data, header)
    start = len(alone) - (len(data) - header.first_scan)

    def complaint(data: bytes) -> str:
        try:
            _pixels(data, header, shrink, colour, strict=True)
        except ValueError as error:
            return str(error).lower()
        return ""

    def decode_colour(data: bytes) -> NDArray[np.uint8] | None:
        try:
            every = {1: "GRAY", 4: "CMYK"}.get(header.components, "RGB")
            return _pixels(data, header, 1, every, strict=False)
        except ValueError:
            return None

    said = complaint(alone)
    whole = whole_picture(alone, start, complaint, decode_colour) if said else alone
    if whole is not None:
        pixels = _pixels(whole, header, shrink, colour, strict=True)
        return _intact(whole, replace(header, first_scan=start), shrink, colour, pixels)
    rescued = salvage(alone, start)
    try:
        pixels = _pixels(rescued, header, shrink, colour, strict=False)
    except ValueError:
        return _decode_elsewhere(data, header, said)
    grey = _pixels(rescued, header, shrink, "GRAY", strict=False) if colour == "RGB" else pixels
    shift = dc_shift(grey, header, shrink)
    filled = grey_ratio(grey[:, :, 0], shrink)
    here = replace(header, first_scan=start)
    damage = damage_of(said, alone, rescued, here, filled, has_shift=shift is not None)
    if damage is None and colour == "GRAY":
        damage = jump(shift)
    return DecodedJpeg(pixels, (damage,) if damage else ())


def _decode_elsewhere(data: bytes, header: JpegHeader, complaint: str) -> DecodedJpeg:
    """By whoever else can: unusual sampling, plain RGB, lossless and arithmetic codes."""
    found = decode_elsewhere(data, "jpeg") if header.has_tables else None
    if found is None or found.pixels.shape[:2] != (header.height_px, header.width_px):
        return DecodedJpeg(None, (unreadable(data, complaint),))
    pixels = found.pixels[:, :, None] if found.pixels.ndim == 2 else found.pixels
    return DecodedJpeg(pixels, decoder=found.name)


def decode_with_chroma(data: bytes, header: JpegHeader, shrink: int) -> DecodedJpeg:
    """The same luma as ``decode`` gives, to the last bit, and the chroma beside it if there is any.

    Most of the time goes into reading the entropy-coded bits, chroma's among them: keeping it costs
    a fifth of what decoding again for colour would. simplejpeg has no name for Y, Cb and Cr, so the
    file is told to hold plain channels. A file with any fault is decoded for its luma alone.
    """
    if not header.is_ycc:
        return decode(data, header, shrink)
    plain = pixels_alone(data, header, as_plain_channels=True)
    try:
        ycc = _pixels(plain, header, shrink, "RGB", strict=True, smooth=False)
    except ValueError:
        return decode(data, header, shrink)
    # Who reduces it wants colour in small only; a picture at its own size may be a small one.
    is_whole = shrink == 1 or min(ycc.shape[:2]) < 2
    planes: Ycc = cv2.split(ycc) if is_whole else with_half_chroma(ycc)  # type: ignore[assignment]
    luma = planes[0][:, :, None]
    searched = ycc if shrink == 1 else luma
    search = partial(silent_jpeg_corruption, data, header, shrink, searched, planes)
    return DecodedJpeg(luma, search=search, ycc=planes)


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
