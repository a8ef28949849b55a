"""Reading a photo: decoded once, upright, with everything that is wrong with the file.

A broken file never raises here: it comes back as ``Damage`` with one clear sentence.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from evidence_qc.measures.planes import COLOUR_LONG_SIDE_PX, Planes
from evidence_qc.media.formats import pillow
from evidence_qc.media.photo.colour import to_display
from evidence_qc.media.photo.planes import (
    luma_of,
    planes_from_luma,
    planes_from_rgb,
    upright,
)
from evidence_qc.media.photo.source import open_source
from evidence_qc.media.photo.stored_pixels import DecodedPhoto, read_stored

__all__ = [
    "DecodedPhoto",
    "decoded_pixels",
    "pixel_count",
    "planes_from_image",
    "planes_from_luma",
    "planes_from_rgb",
    "read_planes",
    "read_rgb",
]


class Budget(Protocol):
    """Whatever lets only so many decoded pixels in at a time."""

    def take(self, pixels: int) -> AbstractContextManager[None]:
        """Hold ``pixels`` for the length of the block."""


def read_planes(
    data: bytes, format: str, *, budget: Budget | None = None, thumbnail_px: int | None = None
) -> DecodedPhoto:
    """Decode a photo once, to the planes that all measures share.

    Args:
        data: the whole file.
        format: as ``identify`` says.
        budget: shared by all workers; held while the picture is being decoded.
        thumbnail_px: long side of a thumbnail that is wanted beside the planes, which are the same
            with and without one. A damaged JPEG gives none: ``read_rgb`` shows what is left of it.
    """
    source = open_source(data, format)
    with budget.take(source.decoded_pixels) if budget else nullcontext():
        read = read_stored(source, "YCC", None)
        if read.pixels is None:
            return read.photo
        photo = read.photo
        assert photo.stored_width_px is not None
        assert photo.stored_height_px is not None
        thumbnail = None
        if thumbnail_px is not None and read.coloured is not None:
            thumbnail = to_display(read.coloured, read.icc, photo.orientation, thumbnail_px)
        planes = planes_from_luma(
            luma_of(read.pixels),
            stored_width_px=photo.stored_width_px,
            stored_height_px=photo.stored_height_px,
            orientation=photo.orientation,
        )
        if read.coloured is not None:
            small = to_display(read.coloured, None, photo.orientation, COLOUR_LONG_SIDE_PX)
            planes = replace(planes, colour=small)
    return replace(photo, planes=planes, thumbnail=thumbnail)


def read_rgb(data: bytes, format: str, *, max_long_side_px: int | None = None) -> NDArray[np.uint8]:
    """Upright sRGB pixels, uint8 H×W×3; what is transparent lies on white.

    Args:
        data: the whole file.
        format: as ``identify`` says.
        max_long_side_px: area-averaged down to at most this long side; never enlarged.

    Raises:
        ValueError: nothing can be decoded; the message is the damage's sentence.
    """
    read = read_stored(open_source(data, format), "RGB", max_long_side_px)
    if read.pixels is None:
        complaints = read.photo.complaints
        raise ValueError(complaints[0].message if complaints else "No picture.")
    return to_display(read.pixels, read.icc, read.photo.orientation, max_long_side_px)


def planes_from_image(image: Image.Image) -> Planes:
    """Planes of a Pillow image, turned upright by its EXIF; raises ``OSError`` if it is broken."""
    image.load()
    orientation = image.getexif().get(0x0112, 1)
    pixels = pillow.pillow_pixels(image)
    return planes_from_luma(np.ascontiguousarray(upright(luma_of(pixels), orientation)))


def pixel_count(data: bytes, format: str) -> int:
    """Stored width × height from the header alone; 0 when it cannot be read."""
    return open_source(data, format).pixels


def decoded_pixels(data: bytes, format: str) -> int:
    """How many pixels decoding will hold at once: what to take from a shared budget."""
    return open_source(data, format).decoded_pixels
