"""One photo in, its facts out: read once, hashed, decoded, measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from evidence_qc.examine.picture import examine_picture
from evidence_qc.examine.shows import PRINTED, shows, shows_page
from evidence_qc.focus import FocusModel
from evidence_qc.measures.content.bars import stretches
from evidence_qc.measures.content.codes import read_codes
from evidence_qc.measures.content.layout import layout
from evidence_qc.measures.content.text import measure_text
from evidence_qc.measures.fingerprint import dhash4
from evidence_qc.measures.planes import Planes
from evidence_qc.media.files.digest import sha256
from evidence_qc.media.photo.decode import Budget, DecodedPhoto, planes_from_rgb, read_planes
from evidence_qc.model import CaptureMetadata, Code, FileFacts, Mark, Media, Shows, TextFacts
from evidence_qc.model.digits import round_all


@dataclass(frozen=True, slots=True)
class PhotoName:
    """What is known of a photo before it is opened."""

    path: str
    format: str
    expected_extensions: tuple[str, ...] = ()
    path_b64: str | None = None
    companion: str | None = None


class Thumbnails(Protocol):
    """Whoever wants to keep a small picture of the photos that are decoded anyway."""

    @property
    def long_side_px(self) -> int:
        """Of the pictures it wants."""

    def put(self, sha256: str, rgb: NDArray[np.uint8]) -> object:
        """Take the picture, upright sRGB uint8 H×W×3, of the file with this digest."""


def examine_photo(
    data: bytes,
    name: PhotoName,
    focus: FocusModel,
    *,
    budget: Budget | None = None,
    marks: Sequence[Mark] = (),
    thumbnails: Thumbnails | None = None,
) -> FileFacts:
    """Facts of a photo from the bytes of its file; damage is a fact, never an exception.

    Where the photo is marked it is judged at its first mark. ``thumbnails`` is given a picture of
    it; the facts are the same with and without.
    """
    wanted_px = thumbnails.long_side_px if thumbnails else None
    photo = read_planes(data, name.format, budget=budget, thumbnail_px=wanted_px)
    facts = _facts(photo, name, focus, marks=marks, data=data)
    if thumbnails is not None and photo.thumbnail is not None:
        thumbnails.put(facts.sha256, photo.thumbnail)
    return facts


def examine_array(rgb: NDArray[np.uint8], focus: FocusModel, *, path: str = "") -> FileFacts:
    """Facts of an upright picture in memory, uint8 RGB H×W×3 or luma H×W.

    Raises:
        ValueError: the array is no picture of that kind.
    """
    photo = DecodedPhoto(planes_from_rgb(rgb))
    return _facts(photo, PhotoName(path=path, format=""), focus)


def _facts(
    photo: DecodedPhoto,
    name: PhotoName,
    focus: FocusModel,
    *,
    marks: Sequence[Mark] = (),
    data: bytes | None = None,
) -> FileFacts:
    planes = photo.planes
    picture = heatmap = None
    if planes is not None:
        examined = examine_picture(planes, focus, mark=marks[0] if marks else None)
        pixels = planes.width_px * planes.height_px
        coded = replace(
            examined.measurements,
            jpeg_quality=photo.header.quality if photo.header else None,
            bits_per_pixel=8 * len(data) / pixels if data else None,
        )
        picture = round_all(coded)
        heatmap = examined.heatmap
    metadata = photo.metadata
    seen, text, codes = _content(name, metadata, planes)
    return FileFacts(
        path=name.path,
        path_b64=name.path_b64,
        media=Media.PHOTO,
        format=name.format,
        expected_extensions=name.expected_extensions,
        companion=name.companion,
        size_bytes=len(data) if data is not None else 0,
        sha256=sha256(data) if data is not None else "",
        width_px=planes.width_px if planes else photo.stored_width_px,
        height_px=planes.height_px if planes else photo.stored_height_px,
        orientation=photo.orientation,
        metadata=metadata,
        damage=photo.damage,
        decoder=photo.decoder if planes is not None else "",
        picture=picture,
        heatmap=heatmap,
        fingerprint=dhash4(planes.working) if planes is not None else None,
        layout=layout(planes.colour) if planes is not None and planes.colour is not None else None,
        shows=seen,
        text=round_all(text) if text else None,
        codes=codes,
    )


def _content(
    name: PhotoName, metadata: CaptureMetadata, planes: Planes | None
) -> tuple[Shows | None, TextFacts | None, tuple[Code, ...]]:
    """What the photo shows, its print, and the codes that could be read of it."""
    if planes is None:
        return shows(name.path, name.format, metadata, None), None, ()
    places = stretches(planes.working)
    codes = read_codes(planes, places)
    seen = shows(name.path, name.format, metadata, planes, places, codes)
    text = measure_text(planes, is_expected=seen is not None and seen.what in PRINTED)
    return seen or shows_page(planes, text), text, codes
