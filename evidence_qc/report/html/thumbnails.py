"""The page's pictures, made from the files themselves: small, upright, made once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from evidence_qc.examine.isolated import decode_rgb
from evidence_qc.media.files.originals import source_path
from evidence_qc.model import FileFacts
from evidence_qc.report.html.pictures import THUMBNAIL_PX, Picture, encode, reduced
from evidence_qc.runtime.workers import Workers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evidence_qc.report.html.thumbnail_cache import ThumbnailCache

SLOT_PX = 800

ReadFrame = Callable[[FileFacts, float], "NDArray[np.uint8] | None"]


class FilePictures:
    """Thumbnails of the files that a report names.

    Args:
        read_frame: gives the frame of a video that is shown at a time, RGB uint8 H×W×3; None
            (or no function) leaves videos without pictures.
        slots: the built slots by number, encoded as they will be submitted.
        root: the folder that paths in the report are relative to; None: as they stand.
        thumbnail_cache: made before; those that are not in it yet are put there.
        workers: processes that decode the photos; None: this process does.
    """

    def __init__(
        self,
        read_frame: ReadFrame | None = None,
        slots: dict[int, bytes] | None = None,
        root: Path | None = None,
        thumbnail_cache: ThumbnailCache | None = None,
        workers: Workers | None = None,
    ) -> None:
        self._workers = workers
        self._root = root or Path()
        self._read_frame = read_frame
        self._slots = slots or {}
        self._thumbnail_cache = thumbnail_cache

    def thumbnail(self, file: FileFacts) -> Picture | None:
        """The photo at 400 px; None where nothing of it can be decoded."""
        if self._thumbnail_cache and (kept := self._thumbnail_cache.get(file.sha256)):
            return kept
        try:
            data = (self._root / source_path(file)).read_bytes()
            rgb = decode_rgb(
                data, file.format, workers=self._workers, max_long_side_px=THUMBNAIL_PX
            )
        except (OSError, ValueError):
            return None
        return self._thumbnail_cache.put(file.sha256, rgb) if self._thumbnail_cache else encode(rgb)

    def frame(self, file: FileFacts, time_s: float) -> Picture | None:
        """The frame at 400 px; None where it cannot be decoded."""
        if self._read_frame is None:
            return None
        cache = self._thumbnail_cache
        key = cache.moment(file.sha256, time_s) if cache else ""
        if cache and (kept := cache.get(key)):
            return kept
        pixels = self._read_frame(file, time_s)
        if pixels is None:
            return None
        return cache.put(key, pixels) if cache else encode(pixels, THUMBNAIL_PX)

    def slot(self, number: int) -> Picture | None:
        """The built slot, small."""
        data = self._slots.get(number)
        return None if data is None else reduced(data, SLOT_PX, quality=78)
