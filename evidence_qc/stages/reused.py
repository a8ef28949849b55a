"""Photos that stand in more than one dispute of a batch: noted, and never an accusation.

A shop's own picture, a parcel with two things in it or one dispute opened twice explain most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from evidence_qc.model import DisputeResult, FileReport, Media, ReusedPhoto
from evidence_qc.runtime.seen_photos import SeenPhoto, SeenPhotos


def photos_of(files: Iterable[FileReport]) -> Iterator[SeenPhoto]:
    """What is compared: photos that could be read; the picture of a screen is anybody's."""
    for file in files:
        facts = file.facts
        if facts.media is Media.PHOTO and facts.sha256 and facts.size_bytes and not facts.is_screen:
            upright = facts.fingerprint[0] if facts.fingerprint else None
            yield SeenPhoto(facts.path, facts.sha256, upright)


def with_reused(result: DisputeResult, seen: SeenPhotos) -> DisputeResult:
    """The result with its photos that came by in other disputes; they are remembered, too."""
    if result.report is None:
        return result
    photos = list(photos_of(result.report.files))
    reused = []
    for photo in photos:
        if matches := seen.matches(result.dispute, photo):
            first = matches[0]
            reused.append(
                ReusedPhoto(
                    photo.path, first.dispute, first.path, first.distance_bits, len(matches) - 1
                )
            )
    seen.add(result.dispute, photos)
    return replace(result, reused=tuple(reused))
