"""From stored pixels to what is seen: colour profiles to sRGB, upright, at a size for looking."""

from __future__ import annotations

import io
import math
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from evidence_qc.media.formats.jpeg_header import JpegHeader
from evidence_qc.media.photo.planes import over_white, upright

_UNCHANGED_DN = 3
"""sRGB as different makers write it differs by 1 or 2 code values."""


Ycc = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]
"""Y, Cb and Cr of a JFIF file, uint8 H×W each; chroma may be half as large."""
_BAND_PX = 128
"""Chroma of so many rows still lies in the processor's cache when it is halved."""


def with_half_chroma(ycc: NDArray[np.uint8]) -> Ycc:
    """Channels as planes, uint8 H×W×3, chroma averaged over 2×2: in half the time of whole planes.

    An odd last row or column of chroma is left out. Every side has 2 px at least.
    """
    height, width = ycc.shape[:2]
    high, wide = height // 2, width // 2
    luma = np.empty((height, width), np.uint8)
    halves = np.empty((high, wide), np.uint8), np.empty((high, wide), np.uint8)
    bands = [np.empty((_BAND_PX, width), np.uint8) for _ in halves]
    for top in range(0, height, _BAND_PX):
        rows = min(_BAND_PX, height - top)
        cv2.split(ycc[top : top + rows], [luma[top : top + rows], *(band[:rows] for band in bands)])
        if rows < 2:
            break
        for band, half in zip(bands, halves, strict=True):
            small = half[top // 2 : (top + rows) // 2]
            even = band[: rows - rows % 2, : 2 * wide]
            cv2.resize(even, (wide, len(small)), small, interpolation=cv2.INTER_AREA)
    return luma, *halves


def to_display(
    pixels: NDArray[np.uint8] | Ycc,
    icc: bytes | None,
    orientation: int = 1,
    long_side_px: int | None = None,
) -> NDArray[np.uint8]:
    """Stored pixels as they are looked at: uint8 RGB H×W×3, upright, sRGB, on white.

    Args:
        pixels: uint8 grey H×W, RGB H×W×3, RGBA H×W×4, or luma and chroma one by one.
        icc: the embedded profile.
        orientation: EXIF, 1–8, still to be applied.
        long_side_px: area-averaged down to at most this long side; never enlarged.
    """
    planes: tuple[NDArray[np.uint8], ...] = pixels if isinstance(pixels, tuple) else (pixels,)
    if long_side_px is not None or len(planes) == 3:
        planes = _reduced(planes, long_side_px)
    pixels = planes[0]
    if len(planes) == 3:  # OpenCV knows the transform of JFIF by the order Y, Cr, Cb
        ycc = cv2.merge((planes[0], planes[2], planes[1]))
        pixels = cv2.cvtColor(ycc, cv2.COLOR_YCrCb2RGB)  # type: ignore[assignment]
    if pixels.ndim == 3 and pixels.shape[2] == 4:
        pixels = over_white(pixels)
    if icc is not None:
        pixels = to_srgb(pixels, icc)
    if pixels.ndim == 2:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB)  # type: ignore[assignment]
    return np.ascontiguousarray(upright(pixels, orientation))


def _reduced(
    planes: tuple[NDArray[np.uint8], ...], long_side_px: int | None
) -> tuple[NDArray[np.uint8], ...]:
    """Area-averaged to exactly this long side, and to one size; a smaller first one stays as it is.

    Planes are halved in a third of the time of pixels of three bytes.
    """
    height, width = planes[0].shape[:2]
    scale = min(1.0, (long_side_px or math.inf) / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    reduced: list[NDArray[np.uint8]] = []
    for each in planes:
        part = each
        # Halved first: the quick average of 2×2 leaves little to the slow one of any size.
        while part.shape[1] >= 2 * size[0] and part.shape[0] >= 2 * size[1]:
            half = part.shape[1] // 2, part.shape[0] // 2
            cut = part[: half[1] * 2, : half[0] * 2]
            part = cv2.resize(cut, half, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
        if part.shape[1::-1] != size:
            part = cv2.resize(part, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
        reduced.append(part)
    return tuple(reduced)


def to_srgb(
    pixels: NDArray[np.uint8], icc: bytes | None, *, mode: str | None = None
) -> NDArray[np.uint8]:
    """Convert uint8 RGB H×W×3 or CMYK H×W×4 to sRGB by the embedded profile.

    Grey pictures, pictures without a profile, with an sRGB profile, or with one that cannot be
    used, keep their values (CMYK is then converted plainly). Relative colorimetric intent with
    black-point compensation, as browsers do it.
    """
    if pixels.ndim != 3:
        return pixels
    source = mode or "RGB"
    if source == "RGB" and (icc is None or _is_srgb(icc)):
        return pixels
    image = Image.fromarray(pixels) if source == "RGB" else _inks(pixels, source)
    converted = _converted(image, icc) if icc is not None else None
    return np.asarray(converted if converted is not None else image.convert("RGB"))


def _converted(image: Image.Image, icc: bytes) -> Image.Image | None:
    """To sRGB by a profile; None where it cannot be used."""
    try:
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(icc)),
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


@lru_cache(maxsize=16)
def _is_srgb(icc: bytes) -> bool:
    """Does a profile leave colours as they are? By what it does: names say anything."""
    levels = np.linspace(0, 255, 6).round().astype(np.uint8)
    colours = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(36, 6, 3)
    converted = _converted(Image.fromarray(colours), icc)
    if converted is None:
        return True
    change = np.abs(np.asarray(converted).astype(np.int16) - colours)
    return int(change.max()) <= _UNCHANGED_DN


def are_inverted(inks: NDArray[np.uint8], header: JpegHeader) -> bool:
    """Does a CMYK JPEG store its inks inverted, uint8 H×W×4? Adobe's programs do, and say so.

    Without their mark it is told by the black ink: a photo needs little of it.
    """
    if header.has_adobe:
        return True
    return float(inks[::4, ::4, 3].mean()) > 127.5


def _inks(pixels: NDArray[np.uint8], mode: str) -> Image.Image:
    size = (pixels.shape[1], pixels.shape[0])
    return Image.frombytes(mode, size, np.ascontiguousarray(pixels).tobytes())
