"""Thumbnails put aside while the photos are being looked at, for the page that is written after.

A photo's entropy-coded bits take most of the time of decoding it, and the scan reads them anyway;
what is kept of it here is 8 kB on disk, found again by the SHA-256 of the photo.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Self

from evidence_qc.report.html.pictures import THUMBNAIL_PX, Picture, encode
from evidence_qc.runtime.store import Store, cache_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_KEEP_ROWS = 20_000
"""About 8 KB a row: below 200 MB."""


class ThumbnailCache:
    """Small pictures of photos by their digest; safe to use from several threads.

    Args:
        path: the file they are kept in; None: a temporary one, gone when closed.
    """

    long_side_px = THUMBNAIL_PX

    def __init__(self, path: Path | None = None) -> None:
        self._store = Store(path, table="thumbnails_2", keep_rows=_KEEP_ROWS)

    @classmethod
    def at_default(cls, *, use_cache: bool = True) -> ThumbnailCache:
        """In the user's cache folder, or a temporary one."""
        return cls(cache_folder() / "thumbnails.sqlite" if use_cache else None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._store.close()

    def put(self, sha256: str, rgb: NDArray[np.uint8]) -> Picture:
        """Keep a picture, RGB uint8 H×W×3, upright; gives it as it will stand in the page."""
        picture = encode(rgb, THUMBNAIL_PX)
        size = picture.width_px.to_bytes(2, "big") + picture.height_px.to_bytes(2, "big")
        self._store.put(sha256, size + picture.data)
        return picture

    @staticmethod
    def moment(sha256: str, time_s: float) -> str:
        """What a frame of a video is kept under in place of the digest; ``drop`` takes it along."""
        return f"{sha256}@{time_s:.6f}"

    def drop(self, digests: Iterable[str]) -> None:
        """Forget the pictures of these photos and videos."""
        self._store.drop(digests)

    def get(self, sha256: str) -> Picture | None:
        """The picture of the photo with this digest, or None."""
        row = self._store.get(sha256)
        if not isinstance(row, bytes):
            return None
        width, height = int.from_bytes(row[:2], "big"), int.from_bytes(row[2:4], "big")
        return Picture("image/webp", row[4:], width, height)
