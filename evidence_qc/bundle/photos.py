"""Encoding one photo to submit: an upright sRGB baseline JPEG within bytes and pixels.

EXIF, GPS and all other metadata of the sources are stripped: ``exif.py`` writes the new ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence_qc.bundle.exif import PhotoMetadata, app1_segments
from evidence_qc.errors import CannotFitError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    """Upright sRGB, H×W×3."""

LADDER = (
    (2400, (92, 90, 88, 86)),
    (2000, (90, 88, 86, 84)),
    (1600, (90, 88, 85, 82, 79, 76)),
    (1360, (84, 80, 76, 72)),
    (1080, (82, 76, 70, 64, 58)),
    (800, (74, 66, 58, 50, 42)),
    (600, (70, 60, 50, 40, 30)),
    (480, (60, 45, 30)),
)
"""Long side, and the qualities tried at it, best first. Above what platforms keep (1,600 px,
quality 75) quality stays high and pixels go first; below, pixels are what shows a defect on a
phone (390 px wide, three device pixels each), so quality goes first. By eye, 2026-11."""

FULL_COLOUR_QUALITY = 84
"""From here on colour is stored at full resolution: thin red rings stay thin."""


@dataclass(frozen=True, slots=True)
class EncodedPhoto:
    """A photo as it is written."""

    data: bytes
    width_px: int
    height_px: int
    quality: int
    subsampling: str
    """``4:4:4`` or ``4:2:0``."""
    scale: float
    """Written px per px given, at most 1."""


def encode_photo(
    rgb: Pixels,
    *,
    max_bytes: int | None = None,
    max_pixels: int | None = None,
    max_long_side_px: int | None = None,
    metadata: PhotoMetadata | None = None,
) -> EncodedPhoto:
    """Encode with the best size and quality that fit; the same input gives the same bytes.

    Args:
        rgb: upright sRGB, H×W×3 uint8.
        max_bytes: most bytes of the file, metadata included.
        max_pixels: most pixels.
        max_long_side_px: longest long side.
        metadata: written as XMP and EXIF; nothing of the sources' own metadata is kept.

    Raises:
        CannotFitError: even the smallest try is larger than ``max_bytes``.
    """
    height, width = rgb.shape[:2]
    most = min(1.0, (max_long_side_px or 10**9) / max(width, height))
    if max_pixels:
        most = min(most, (max_pixels / (width * height)) ** 0.5)
    segments = app1_segments(metadata) if metadata else b""
    smallest = 0
    for scale, qualities in _tries(max(width, height), most):
        small = reduced(rgb, scale)
        for quality in qualities:
            full = quality >= FULL_COLOUR_QUALITY
            data = _jpeg(small, quality, full, segments)
            if max_bytes is None or len(data) <= max_bytes:
                sampling = "4:4:4" if full else "4:2:0"
                size = small.shape[1], small.shape[0]
                return EncodedPhoto(data, *size, quality, sampling, round(size[0] / width, 6))
            smallest = len(data)
    raise CannotFitError("error.photo-does-not-fit", limit_bytes=max_bytes, size_bytes=smallest)


def _tries(long_side: int, most: float) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Scales from the largest that is allowed downwards, with the qualities to try at each."""
    allowed = long_side * most
    rung = next((step for step in LADDER if step[0] <= allowed), LADDER[-1])
    best = LADDER[0][1]
    yield most, (*best, *(quality for quality in rung[1] if quality < best[-1]))
    for side, qualities in LADDER:
        if side < int(allowed):  # photos have whole pixels
            yield side / long_side, qualities


def reduced(rgb: Pixels, scale: float) -> Pixels:
    """The picture at a scale of at most 1, by area; rounded down, so that limits hold."""
    import cv2
    import numpy as np

    height, width = rgb.shape[:2]
    size = (max(1, int(width * scale + 1e-6)), max(1, int(height * scale + 1e-6)))
    if (width, height) == size:
        return np.ascontiguousarray(rgb)
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def _jpeg(rgb: Pixels, quality: int, full_colour: bool, segments: bytes) -> bytes:
    """A baseline JPEG with the segments behind its JFIF header."""
    import simplejpeg

    sampling = "444" if full_colour else "420"
    data: bytes = simplejpeg.encode_jpeg(rgb, quality, "RGB", sampling, fastdct=False)
    header = 4 + int.from_bytes(data[4:6], "big")
    return data[:header] + segments + data[header:]
