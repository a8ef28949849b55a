"""Reading a photo: decoded once, upright, with everything that is wrong with the file.

A broken file never raises here: it comes back as ``Damage`` with one clear sentence.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from evidence_qc.measures.planes import COLOUR_LONG_SIDE_PX, Planes
from evidence_qc.media.formats import pillow
from evidence_qc.media.formats.containers import container_damage
from evidence_qc.media.formats.exif import read_exif
from evidence_qc.media.formats.jpeg_header import JpegHeader, read_header
from evidence_qc.media.integrity.silent_corruption import silent_corruption
from evidence_qc.media.photo import jpeg
from evidence_qc.media.photo.colour import to_display, to_srgb
from evidence_qc.media.photo.metadata import Texts, capture_metadata
from evidence_qc.media.photo.planes import (
    fine_shrink,
    luma_of,
    planes_from_fine,
    planes_from_luma,
    planes_from_rgb,
    upright,
)
from evidence_qc.model import CaptureMetadata, Damage, DamageKind

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

JPEG_PIXELS_MAX = 600_000_000
"""A phone of 200 MP is judged; libjpeg-turbo reduces while it decodes, so memory stays small."""

PIXELS_MAX = 256_000_000
"""Other formats are decoded whole: about 1.2 GB of pixels at most."""

_SIDE_MAX = 65_535
_JPEGS = {"jpeg", "mpo"}


class Budget(Protocol):
    """Whatever lets only so many decoded pixels in at a time."""

    def take(self, pixels: int) -> AbstractContextManager[None]:
        """Hold ``pixels`` for the length of the block."""


@dataclass(frozen=True, slots=True, eq=False)
class DecodedPhoto:
    """One photo as it was read.

    Attributes:
        planes: what the measures need; None when nothing could be decoded.
        orientation: EXIF orientation 1–8 that was applied.
        damage: everything wrong with the file, gravest first.
        stored_width_px, stored_height_px: before the orientation; None when unknown.
        bit_depth: bits per sample as stored.
        jpeg_quality: 1–100 from the quantisation tables; None for other formats.
        metadata: what the camera or an editor wrote.
        thumbnail: upright sRGB uint8 H×W×3, where it was asked for and came at no great cost.
    """

    planes: Planes | None
    orientation: int = 1
    damage: tuple[Damage, ...] = ()
    stored_width_px: int | None = None
    stored_height_px: int | None = None
    bit_depth: int = 8
    jpeg_quality: float | None = None
    metadata: CaptureMetadata = field(default_factory=CaptureMetadata)
    thumbnail: NDArray[np.uint8] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Pixels:
    """Stored pixels (not upright) with what was read beside them.

    ``coloured`` holds the same with their colour, Y, Cb and Cr where ``is_ycc``; None: not decoded.
    """

    photo: DecodedPhoto
    pixels: NDArray[np.uint8] | None = None
    icc: bytes | None = None
    coloured: NDArray[np.uint8] | None = None
    is_ycc: bool = False


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
    with budget.take(decoded_pixels(data, format)) if budget else nullcontext():
        read = _read(data, format, "YCC", None)
        if read.pixels is None:
            return read.photo
        photo = read.photo
        assert photo.stored_width_px is not None
        assert photo.stored_height_px is not None
        thumbnail = None
        if thumbnail_px is not None and read.coloured is not None:
            thumbnail = to_display(
                read.coloured, read.icc, photo.orientation, thumbnail_px, is_ycc=read.is_ycc
            )
        luma = luma_of(read.pixels)
        shrink = max(1, fine_shrink(luma.shape[1], luma.shape[0]))
        if shrink > 1 and min(luma.shape) >= shrink:
            height, width = luma.shape[0] // shrink, luma.shape[1] // shrink
            cut = luma[: height * shrink, : width * shrink]
            luma = cv2.resize(cut, (width, height), interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
        planes = planes_from_fine(
            luma,
            stored_width_px=photo.stored_width_px,
            stored_height_px=photo.stored_height_px,
            orientation=photo.orientation,
        )
        if read.coloured is not None:
            small = to_display(
                read.coloured, None, photo.orientation, COLOUR_LONG_SIDE_PX, is_ycc=read.is_ycc
            )
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
    read = _read(data, format, "RGB", max_long_side_px)
    if read.pixels is None:
        raise ValueError(read.photo.damage[0].message if read.photo.damage else "No picture.")
    return to_display(read.pixels, read.icc, read.photo.orientation, max_long_side_px)


def planes_from_image(image: Image.Image) -> Planes:
    """Planes of a Pillow image, turned upright by its EXIF; raises ``OSError`` if it is broken."""
    image.load()
    orientation = image.getexif().get(0x0112, 1)
    pixels = pillow.pillow_pixels(image)
    return planes_from_luma(np.ascontiguousarray(upright(luma_of(pixels), orientation)))


def pixel_count(data: bytes, format: str) -> int:
    """Stored width × height from the header alone; 0 when it cannot be read."""
    if format in _JPEGS:
        header = read_header(data)
        return header.width_px * header.height_px
    try:
        opened = pillow.open_raster(data, format)
    except Exception:  # broken input may break any reader in any way
        return 0
    return opened.width_px * opened.height_px


def decoded_pixels(data: bytes, format: str) -> int:
    """How many pixels decoding will hold at once: what to take from a shared budget."""
    if format in _JPEGS:
        header = read_header(data)
        pixels = header.width_px * header.height_px
        if not header.is_progressive:
            return pixels // fine_shrink(header.width_px, header.height_px) ** 2
        return pixels
    return pixel_count(data, format)


def _read(data: bytes, format: str, colour: str, long_side_px: int | None) -> _Pixels:
    """Stored pixels in any layout that ``luma_of`` takes, or the damage that prevents it.

    ``colour`` is ``GRAY``, ``RGB``, or ``YCC`` for the pixels of ``GRAY`` with their colour beside
    them; it only matters to a JPEG, which need not be decoded whole.
    """
    if not data:
        return _broken(DamageKind.EMPTY, "damage.empty")
    if format in _JPEGS:
        return _read_jpeg(data, colour, long_side_px)
    damage = container_damage(data, format)
    if damage is not None and damage.lost_ratio == 1.0:
        return _Pixels(DecodedPhoto(None, damage=(damage,)))
    try:
        opened = pillow.open_raster(data, format)
    except Exception:  # broken input may break any reader in any way
        if damage is None or damage.kind is not DamageKind.TRUNCATED:
            return _broken(DamageKind.UNREADABLE, "damage.header")
        return _Pixels(DecodedPhoto(None, damage=(replace(damage, lost_ratio=1.0),)))
    photo = DecodedPhoto(
        None,
        orientation=opened.orientation,
        stored_width_px=opened.width_px,
        stored_height_px=opened.height_px,
        bit_depth=opened.bits,
        metadata=capture_metadata(read_exif(opened.exif), opened.xmp, Texts(format, opened.texts)),
    )
    if too_large := _too_large(opened.width_px, opened.height_px, PIXELS_MAX):
        return _Pixels(replace(photo, damage=(too_large,)))
    read = _load(opened, photo, damage)
    if colour == "RGB" or read.pixels is None or read.photo.damage:
        return read  # whoever wants to look at it has judged it before
    quiet = silent_corruption(data, format, read.pixels)
    return replace(read, photo=replace(read.photo, damage=(quiet,))) if quiet else read


def _load(opened: pillow.Opened, photo: DecodedPhoto, damage: Damage | None) -> _Pixels:
    try:
        pixels = pillow.load_pixels(opened)
    except MemoryError:
        too_large = Damage(DamageKind.TOO_LARGE, "damage.picture-memory", 1.0)
        return _Pixels(replace(photo, damage=(too_large,)))
    except Exception:  # broken input may break any reader in any way
        saved = pillow.salvaged_pixels(opened)
        if saved is None:
            damage = damage or Damage(DamageKind.UNREADABLE, "damage.data", 1.0)
            return _Pixels(replace(photo, damage=(damage,)))
        pixels, lost = saved
        damage = replace(
            damage or Damage(DamageKind.CORRUPT, "damage.part-of-data"),
            lost_ratio=lost if lost > 0.0 else None,
        )
    size = pixels.shape[1], pixels.shape[0]
    if size != (photo.stored_width_px, photo.stored_height_px):
        photo = replace(photo, stored_width_px=size[0], stored_height_px=size[1])
    photo = replace(photo, damage=(damage,) if damage else ())
    return _Pixels(photo, pixels, opened.icc, coloured=pixels)


def _read_jpeg(data: bytes, colour: str, long_side_px: int | None) -> _Pixels:
    header = read_header(data)
    exif = read_exif(header.exif)
    photo = DecodedPhoto(
        None,
        orientation=exif.orientation,
        stored_width_px=header.width_px or None,
        stored_height_px=header.height_px or None,
        bit_depth=header.bits,
        jpeg_quality=header.quality,
        metadata=capture_metadata(exif, header.xmp, Texts("jpeg", {})),
    )
    if not header.width_px or not header.height_px:
        damage = Damage(DamageKind.UNREADABLE, "damage.header", 1.0)
        return _Pixels(replace(photo, damage=(damage,)))
    # A progressive JPEG keeps all its coefficients, 3 bytes a pixel, whatever the scale.
    most = PIXELS_MAX if header.is_progressive else JPEG_PIXELS_MAX
    if too_large := _too_large(header.width_px, header.height_px, most):
        return _Pixels(replace(photo, damage=(too_large,)))
    shrink = _shrink(header, colour, long_side_px)
    if header.components == 4:
        decoded = jpeg.decode(data, header, shrink, "CMYK")
    elif colour == "YCC" or (colour == "GRAY" and shrink == 1):
        decoded = jpeg.decode_with_chroma(data, header, shrink)
    else:
        decoded = jpeg.decode(data, header, shrink, colour)
    photo = replace(photo, damage=decoded.damage)
    pixels, ycc = decoded.pixels, decoded.ycc if colour == "YCC" else None
    if pixels is not None and header.components == 4:
        inks = 255 - pixels if header.has_adobe else pixels
        pixels = to_srgb(inks, header.icc, mode="CMYK")
        return _Pixels(photo, pixels, coloured=pixels)
    if pixels is not None and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    coloured = pixels if header.components == 1 else ycc
    return _Pixels(photo, pixels, header.icc, coloured, is_ycc=ycc is not None)


def _shrink(header: JpegHeader, colour: str, long_side_px: int | None) -> int:
    if colour in {"GRAY", "YCC"}:
        return fine_shrink(header.width_px, header.height_px)
    if long_side_px is None:
        return 1
    long_side = max(header.width_px, header.height_px)
    return max(s for s in (1, 2, 4, 8) if s == 1 or long_side // s >= long_side_px)


def _too_large(width_px: int, height_px: int, most: int) -> Damage | None:
    pixels = width_px * height_px
    if pixels <= most and max(width_px, height_px) <= _SIDE_MAX:
        return None
    return Damage(
        DamageKind.TOO_LARGE,
        "damage.pixels",
        1.0,
        {"width_px": width_px, "height_px": height_px, "pixels_max": most},
    )


def _broken(kind: DamageKind, message_id: str) -> _Pixels:
    return _Pixels(DecodedPhoto(None, damage=(Damage(kind, message_id, 1.0),)))
