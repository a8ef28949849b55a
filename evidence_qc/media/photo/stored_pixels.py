"""From a file that was opened to its stored pixels, by the first decoder that takes them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.planes import Planes
from evidence_qc.media.formats import pillow
from evidence_qc.media.formats.exif import Exif, read_exif
from evidence_qc.media.formats.heif_once import read_heif
from evidence_qc.media.formats.jpeg_header import JpegHeader
from evidence_qc.media.formats.limits import progressive_pixels_max, scans_too_much
from evidence_qc.media.formats.other_decoders import decode_elsewhere
from evidence_qc.media.integrity.silent_corruption import silent_corruption
from evidence_qc.media.integrity.verdicts import corrupt, not_opened
from evidence_qc.media.photo import jpeg
from evidence_qc.media.photo.cicp import cicp_to_srgb, is_hdr
from evidence_qc.media.photo.colour import Ycc, are_inverted, to_srgb
from evidence_qc.media.photo.metadata import Texts, capture_metadata, jpeg_metadata
from evidence_qc.media.photo.planes import fine_shrink
from evidence_qc.media.photo.source import Source
from evidence_qc.model import CaptureMetadata, Damage, DamageKind

JPEG_PIXELS_MAX = 600_000_000
"""A phone of 200 MP is judged; libjpeg-turbo reduces while it decodes, so memory stays small."""

_SIDE_MAX = 65_535

_KINDS_UNKNOWN = {"heif", "avif", "tiff", "bmp", "gif", "jp2"}
"""Formats with kinds that the usual reader does not know; what libwebp or a PNG's reader refuses is
broken, though others may fill it in."""


@dataclass(frozen=True, slots=True, eq=False)
class DecodedPhoto:
    """One photo as it was read.

    Attributes:
        planes: what the measures need; None when nothing could be decoded.
        orientation: EXIF orientation 1–8 that was applied.
        complaints: what is known to be wrong with the file, gravest first.
        search: looks for damage that no decoder complained of; None where there is no need.
        header, exif: what stands in a JPEG, as it was read once; None for other formats.
        stored_width_px, stored_height_px: before the orientation; None when unknown.
        bit_depth: bits per sample as stored.
        described: what the camera or an editor wrote into other formats.
        decoder: who decoded it: libjpeg-turbo, libheif, pillow, opencv or ffmpeg.
        thumbnail: upright sRGB uint8 H×W×3, where it was asked for and came at no great cost.
    """

    planes: Planes | None
    orientation: int = 1
    complaints: tuple[Damage, ...] = ()
    search: Callable[[], Damage | None] | None = None
    stored_width_px: int | None = None
    stored_height_px: int | None = None
    bit_depth: int = 8
    header: JpegHeader | None = None
    exif: Exif | None = None
    described: CaptureMetadata = field(default_factory=CaptureMetadata)
    decoder: str = ""
    thumbnail: NDArray[np.uint8] | None = None

    @property
    def damage(self) -> tuple[Damage, ...]:
        """Everything wrong with the file, gravest first; searched for when it is first asked."""
        found = self.search() if self.search and not self.complaints else None
        return (found,) if found else self.complaints

    @property
    def metadata(self) -> CaptureMetadata:
        """What the camera or an editor wrote; no pixel depends on it, so a JPEG's is read here."""
        return jpeg_metadata(self.header, self.exif) if self.header else self.described


@dataclass(frozen=True, slots=True, eq=False)
class StoredPixels:
    """Pixels as stored (not upright) with what was read beside them.

    ``coloured`` holds the same with their colour, whole or luma and chroma; None: not decoded.
    ``odd`` are the streams of a HEIF in which its decoder found something odd; None: not heard.
    """

    photo: DecodedPhoto
    pixels: NDArray[np.uint8] | None = None
    icc: bytes | None = None
    coloured: NDArray[np.uint8] | Ycc | None = None
    odd: tuple[int, ...] | None = None


def read_stored(source: Source, colour: str, long_side_px: int | None) -> StoredPixels:
    """Stored pixels in any layout that ``luma_of`` takes, or the damage that prevents it.

    ``colour`` is ``GRAY``, ``RGB``, or ``YCC`` for the pixels of ``GRAY`` with their colour beside
    them; it only matters to a JPEG, which need not be decoded whole.
    """
    if not source.data:
        empty = Damage(DamageKind.EMPTY, "damage.empty", 1.0)
        return StoredPixels(DecodedPhoto(None, complaints=(empty,)))
    if source.jpeg is not None:
        return _read_jpeg(source.data, source.jpeg, colour, long_side_px)
    opened, damage = source.opened, source.damage
    if damage is not None and damage.lost_ratio == 0.0 and opened is None:
        damage = None  # a suspicion is no reason to give up
    if damage is not None and (damage.lost_ratio == 1.0 or opened is None):
        return StoredPixels(DecodedPhoto(None, complaints=(replace(damage, lost_ratio=1.0),)))
    if opened is None:
        return _read_elsewhere(source, DecodedPhoto(None), _not_opened(source))
    photo = DecodedPhoto(
        None,
        orientation=opened.orientation,
        stored_width_px=opened.width_px,
        stored_height_px=opened.height_px,
        bit_depth=opened.bits,
        described=capture_metadata(
            read_exif(opened.exif), opened.xmp, Texts(source.format, opened.texts)
        ),
        decoder="libheif" if opened.is_heif else "pillow",
    )
    if too_large := _too_large(opened.width_px, opened.height_px, opened.pixels_max):
        return StoredPixels(replace(photo, complaints=(too_large,)))
    read = _load(source, opened, photo)
    if (
        read.pixels is None
        or read.photo.complaints
        or read.photo.decoder not in {"libheif", "pillow"}
    ):
        return read
    quiet = None
    if colour != "RGB":  # whoever wants to look at it has judged it before
        quiet = silent_corruption(source.data, source.format, read.pixels, source.coded, read.odd)
    if quiet is not None:
        read = replace(read, photo=replace(read.photo, complaints=(quiet,)))
    return _in_srgb(read, source)


def _in_srgb(read: StoredPixels, source: Source) -> StoredPixels:
    """Colours by number count where there is no profile, and always for HDR."""
    cicp = source.coded.cicp if source.coded else None
    if read.pixels is None or (read.icc is not None and not is_hdr(cicp)):
        return read
    pixels = cicp_to_srgb(read.pixels, cicp)
    if pixels is read.pixels:
        return read
    return replace(read, pixels=pixels, coloured=pixels, icc=None)


def _load(source: Source, opened: pillow.Opened, photo: DecodedPhoto) -> StoredPixels:
    damage, heard = source.damage, None
    try:
        if opened.is_heif and opened.bits == 8 and opened.image.mode == "RGB":
            heard = read_heif(source.data, source.coded, (opened.width_px, opened.height_px))
        read = heard.pixels if heard else None
        pixels = pillow.load_pixels(opened) if read is None else read
    except MemoryError:
        no_memory = Damage(DamageKind.OUT_OF_MEMORY, "damage.picture-memory", 1.0)
        return StoredPixels(replace(photo, complaints=(no_memory,)))
    except Exception:  # broken input may break any reader in any way
        saved = pillow.salvaged_pixels(opened)
        if damage is None and source.format in _KINDS_UNKNOWN:
            refused = _not_opened(source)
            elsewhere = _read_elsewhere(source, photo, refused)
            is_rare = refused.kind is DamageKind.UNSUPPORTED
            if elsewhere.pixels is not None or saved is None or is_rare:
                return elsewhere
        if saved is None:
            return StoredPixels(replace(photo, complaints=(damage or _undecodable(source),)))
        pixels, lost = saved
        damage = replace(
            damage or corrupt("damage.part-of-data"), lost_ratio=lost if lost > 0.0 else None
        )
    size = pixels.shape[1], pixels.shape[0]
    if size != (photo.stored_width_px, photo.stored_height_px):
        photo = replace(photo, stored_width_px=size[0], stored_height_px=size[1])
    photo = replace(photo, complaints=(damage,) if damage else ())
    odd = heard.odd if heard else None
    return StoredPixels(photo, pixels, opened.icc, coloured=pixels, odd=odd)


def _not_opened(source: Source) -> Damage:
    return not_opened(source.data, source.format, source.coded)


def _undecodable(source: Source) -> Damage:
    refused = _not_opened(source)
    if refused.kind is DamageKind.UNSUPPORTED:
        return refused
    return Damage(DamageKind.UNREADABLE, "damage.data", 1.0)


def _read_elsewhere(source: Source, photo: DecodedPhoto, otherwise: Damage) -> StoredPixels:
    """By another decoder than the usual one, or ``otherwise``."""
    found = decode_elsewhere(source.data, source.format)
    if found is None:
        return StoredPixels(replace(photo, complaints=(otherwise,)))
    photo = replace(
        photo,
        stored_width_px=found.pixels.shape[1],
        stored_height_px=found.pixels.shape[0],
        decoder=found.name,
    )
    return _in_srgb(StoredPixels(photo, found.pixels, coloured=found.pixels), source)


def _read_jpeg(
    data: bytes, header: JpegHeader, colour: str, long_side_px: int | None
) -> StoredPixels:
    exif = read_exif(header.exif)
    photo = DecodedPhoto(
        None,
        orientation=exif.orientation,
        stored_width_px=header.width_px or None,
        stored_height_px=header.height_px or None,
        bit_depth=header.bits,
        header=header,
        exif=exif,
    )
    if not header.width_px or not header.height_px:
        return StoredPixels(replace(photo, complaints=(not_opened(data, "jpeg"),)))
    most = progressive_pixels_max(header) if header.is_progressive else JPEG_PIXELS_MAX
    if too_large := _too_large(header.width_px, header.height_px, most):
        return StoredPixels(replace(photo, complaints=(too_large,)))
    if colour in {"GRAY", "YCC"}:
        shrink = fine_shrink(header.width_px, header.height_px)
    else:
        shrink = _shrink_for(header, long_side_px)
    if header.is_progressive and scans_too_much(data, header):
        too_many = Damage(DamageKind.TOO_LARGE, "damage.passes", 1.0)
        return StoredPixels(replace(photo, complaints=(too_many,)))
    if header.components == 4:
        decoded = jpeg.decode(data, header, shrink, "CMYK")
    elif colour == "YCC" or (colour == "GRAY" and shrink == 1):
        decoded = jpeg.decode_with_chroma(data, header, shrink)
    else:
        decoded = jpeg.decode(data, header, shrink, colour)
    photo = replace(
        photo,
        complaints=decoded.damage,
        search=cache(decoded.search) if decoded.search else None,
        decoder=decoded.decoder,
    )
    pixels, ycc = decoded.pixels, decoded.ycc if colour == "YCC" else None
    if pixels is None:
        return StoredPixels(photo)
    if pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    if decoded.decoder != jpeg.DECODER:
        return StoredPixels(photo, pixels, header.icc, coloured=pixels)
    if header.components == 4:
        inks = 255 - pixels if are_inverted(pixels, header) else pixels
        pixels = to_srgb(inks, header.icc, mode="CMYK")
        return StoredPixels(photo, pixels, coloured=pixels)
    coloured = pixels if header.components == 1 else ycc
    return StoredPixels(photo, pixels, header.icc, coloured)


def _shrink_for(header: JpegHeader, long_side_px: int | None) -> int:
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
