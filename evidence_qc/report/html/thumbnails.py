"""The page's pictures, made from the files themselves: small, upright, made once."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from evidence_qc.bundle.originals import source_path
from evidence_qc.model import FileFacts
from evidence_qc.report.html.pictures import Picture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image as Images

    from evidence_qc.report.html.gallery import Gallery

THUMBNAIL_PX = 400
SLOT_PX = 800
MINIATURE_PX = 144
QUALITY = 62
"""WebP; about 9 kB for a thumbnail of 400 px: 1,000 photos stay below 15 MB."""

ReadFrame = Callable[[FileFacts, float], "NDArray[np.uint8] | None"]


class FilePictures:
    """Thumbnails of the files that a report names.

    Args:
        read_frame: gives the frame of a video that is shown at a time, RGB uint8 H×W×3; None
            (or no function) leaves videos without pictures.
        slots: the built slots by number, encoded as they will be submitted.
        root: the folder that paths in the report are relative to; None: as they stand.
        gallery: thumbnails that were made before; those that are not in it yet are put there.
    """

    def __init__(
        self,
        read_frame: ReadFrame | None = None,
        slots: dict[int, bytes] | None = None,
        root: Path | None = None,
        gallery: Gallery | None = None,
    ) -> None:
        self._root = root or Path()
        self._read_frame = read_frame
        self._slots = slots or {}
        self._gallery = gallery

    def thumbnail(self, file: FileFacts) -> Picture | None:
        """The photo at 400 px; None where nothing of it can be decoded."""
        from evidence_qc.media.photo import read_rgb

        if self._gallery and (kept := self._gallery.get(file.sha256)):
            return kept
        try:
            data = (self._root / source_path(file)).read_bytes()
            rgb = read_rgb(data, file.format, max_long_side_px=THUMBNAIL_PX)
        except (OSError, ValueError):
            return None
        return self._gallery.put(file.sha256, rgb) if self._gallery else encode(rgb)

    def frame(self, file: FileFacts, time_s: float) -> Picture | None:
        """The frame at 400 px; None where it cannot be decoded."""
        if self._read_frame is None:
            return None
        pixels = self._read_frame(file, time_s)
        return None if pixels is None else encode(pixels, THUMBNAIL_PX)

    def slot(self, number: int) -> Picture | None:
        """The built slot, small."""
        data = self._slots.get(number)
        return None if data is None else reduced(data, SLOT_PX, quality=78)


def encode(pixels: NDArray[np.uint8], long_side_px: int | None = None) -> Picture:
    """RGB uint8 H×W×3 as a small WebP, never enlarged."""
    from PIL import Image

    return _webp(Image.fromarray(pixels), long_side_px, QUALITY)


def reduced(
    data: bytes, long_side_px: int, quality: int = QUALITY, *, reducing_gap: float = 3.0
) -> Picture:
    """An encoded picture again, smaller."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        return _webp(image.convert("RGB"), long_side_px, quality, reducing_gap)


def miniature(picture: Picture) -> Picture:
    """A thumbnail of a thumbnail, about 2 kB, for lists and groups."""
    return reduced(picture.data, MINIATURE_PX, reducing_gap=1.0)


def _webp(
    image: Images.Image, long_side_px: int | None, quality: int, reducing_gap: float = 3.0
) -> Picture:
    if long_side_px is not None:
        image.thumbnail((long_side_px, long_side_px), reducing_gap=reducing_gap)
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=quality, method=2)
    return Picture("image/webp", buffer.getvalue(), image.width, image.height)
