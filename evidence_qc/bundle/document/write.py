"""Writes the document: the photos as they are, or smaller where paper or the platform asks it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import simplejpeg

from evidence_qc.bundle.decisions import Decisions
from evidence_qc.bundle.document.layout import Photo, lay_out
from evidence_qc.bundle.document.pages import Page, to_pdf
from evidence_qc.bundle.manifest import Output
from evidence_qc.bundle.photos import encode_photo
from evidence_qc.bundle.types import DOCUMENT, SUBMIT
from evidence_qc.errors import CannotFitError
from evidence_qc.language import NOTHING, Sentence
from evidence_qc.media.files.digest import sha256
from evidence_qc.model import Policy, Profile
from evidence_qc.runtime.progress import Progress

SIDE_MIN_PX = 800
"""Long side below which a photo on paper shows less than in its slot on a phone (by eye)."""


def write_document(
    decisions: Decisions, folder: Path, photos: Sequence[Output], progress: Progress
) -> tuple[list[Output], tuple[Sentence, ...]]:
    """Write the PDF where it is asked for; returns what was written and what is weak about it.

    Args:
        decisions: with the statement, the slots and the profile.
        folder: of the bundle; its photos stand there already.
        photos: what was written for the slots.
        progress: is told of it.
    """
    if not decisions.options.as_pdf:
        return [], ()
    progress.start(Sentence("progress.document"), None)
    profile = decisions.profile
    title = decisions.case.item or "Evidence"
    given = _photos(decisions, folder, photos)
    try:
        data, pages, small = fitted(title, decisions.statement.text, given, profile)
    except CannotFitError as error:
        progress.advance()
        fault, advice = error.message, error.remedy or NOTHING
        return [], (Sentence("weak.no-document", fault=fault, advice=advice),)
    name = Path(DOCUMENT).name
    (folder / DOCUMENT).write_bytes(data)
    output = Output(
        path=DOCUMENT,
        sha256=sha256(data),
        size_bytes=len(data),
        sources=tuple(source for photo in photos for source in photo.sources),
        encoder=(("pages", pages),),
    )
    progress.advance()
    return [output], tuple(_weak_points(name, profile, pages, small))


def fitted(
    title: str, statement: str, photos: Sequence[Photo], profile: Profile
) -> tuple[bytes, int, int]:
    """The document within the profile's bytes and dots per inch.

    Returns:
        The file, its pages, and the least long side of a photo in it, px (0: no photo).

    Raises:
        CannotFitError: the photos cannot be made small enough.
    """
    most = profile.pdf_bytes_max.value
    photos = _for_paper(title, statement, photos, profile.pdf_dpi_max.value)
    pages = lay_out(title, statement, photos)
    data = to_pdf(pages, title=title)
    if most is not None and len(data) > most and photos:
        rest = len(data) - sum(len(photo.jpeg) for photo in photos)
        share = (most - rest) / sum(len(photo.jpeg) for photo in photos)
        if share <= 0:
            raise CannotFitError("error.document-words", size_bytes=rest, limit_bytes=most)
        photos = [
            photo if share >= 1 else _smaller(photo, max_bytes=int(len(photo.jpeg) * share))
            for photo in photos
        ]
        pages = lay_out(title, statement, photos)
        data = to_pdf(pages, title=title)
    if most is not None and len(data) > most:
        raise CannotFitError("error.document-size", size_bytes=len(data), limit_bytes=most)
    sides = [max(photo.width_px, photo.height_px) for photo in photos]
    return data, len(pages), min(sides, default=0)


def _photos(decisions: Decisions, folder: Path, outputs: Sequence[Output]) -> list[Photo]:
    written = {output.path: output for output in outputs}
    found = []
    for slot in decisions.plan.slots:
        output = written.get(f"{SUBMIT}/{slot.number}.jpg")
        if output is not None and output.width_px and output.height_px:
            jpeg = (folder / output.path).read_bytes()
            found.append(Photo(slot, jpeg, output.width_px, output.height_px))
    return found


def _for_paper(
    title: str, statement: str, photos: Sequence[Photo], per_inch_max: int | None
) -> list[Photo]:
    """Where more dots per inch come out than are taken: as many pixels as the paper shows."""
    if per_inch_max is None:
        return list(photos)
    pages: list[Page] = [page for page in lay_out(title, statement, photos) if page.picture]
    found = []
    for photo, page in zip(photos, pages, strict=True):
        assert page.picture is not None
        scale = per_inch_max / page.picture.per_inch
        side = int(max(photo.width_px, photo.height_px) * scale)
        found.append(photo if scale >= 1 else _smaller(photo, max_long_side_px=side))
    return found


def _smaller(
    photo: Photo, *, max_bytes: int | None = None, max_long_side_px: int | None = None
) -> Photo:
    rgb = np.asarray(simplejpeg.decode_jpeg(photo.jpeg, "RGB"), np.uint8)
    made = encode_photo(rgb, max_bytes=max_bytes, max_long_side_px=max_long_side_px)
    return replace(photo, jpeg=made.data, width_px=made.width_px, height_px=made.height_px)


def _weak_points(name: str, profile: Profile, pages: int, small_px: int) -> Iterator[Sentence]:
    if profile.pdf.value == Policy.FORBIDDEN:
        yield Sentence("weak.document-not-taken", name=name)
    most = profile.pdf_pages_max.value
    if most is not None and pages > most:
        yield Sentence("weak.document-pages", name=name, pages=pages, limit=most)
    if 0 < small_px < SIDE_MIN_PX:
        yield Sentence("weak.document-small", name=name, long_side_px=small_px)
