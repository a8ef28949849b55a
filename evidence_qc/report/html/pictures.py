"""Where the page gets its pictures from, how small they are, and how they travel inside it."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from evidence_qc.model import FileFacts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image as Images

THUMBNAIL_PX = 400
MINIATURE_PX = 144
QUALITY = 62
"""WebP; about 9 kB for a thumbnail of 400 px: 1,000 photos stay below 15 MB."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One encoded picture, small enough for a page."""

    mime: str
    data: bytes
    width_px: int
    height_px: int

    @property
    def uri(self) -> str:
        """The picture as a ``data:`` address, so that the page needs no other file."""
        return f"data:{self.mime};base64,{base64.b64encode(self.data).decode('ascii')}"


class PictureSource(Protocol):
    """Gives the page its pictures; called from several threads, never raises for a bad file."""

    def thumbnail(self, file: FileFacts) -> Picture | None:
        """The whole photo, upright, about 400 px; None where it cannot be shown."""

    def frame(self, file: FileFacts, time_s: float) -> Picture | None:
        """The frame of a video that is shown at this time; None where it cannot be shown."""

    def slot(self, number: int) -> Picture | None:
        """A slot as it will be submitted, about 640 px; None where it is not built."""


class NoPictures:
    """The page of a saved report whose files are elsewhere."""

    def thumbnail(self, file: FileFacts) -> Picture | None:
        """None."""

    def frame(self, file: FileFacts, time_s: float) -> Picture | None:
        """None."""

    def slot(self, number: int) -> Picture | None:
        """None."""


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
