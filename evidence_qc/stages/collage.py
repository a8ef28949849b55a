"""Collage: several photos as one picture, whole, numbered and within the limits."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from evidence_qc.bundle.slot import slot_drawer
from evidence_qc.bundle.tools import decode_tile
from evidence_qc.bundle.types import DrawnPhoto, Pixels
from evidence_qc.errors import CannotFitError, CannotWriteError, NoInputError, UsageError
from evidence_qc.examine.isolated import Isolation, workers_of
from evidence_qc.media.files.digest import sha256, sha256_file
from evidence_qc.media.files.discover import discover, without
from evidence_qc.media.files.originals import source_path
from evidence_qc.model import FileFacts, Media, Profile, SlotPlan, Tile
from evidence_qc.profiles import load_profile
from evidence_qc.report.whole_file import whole_bytes
from evidence_qc.runtime.workers import Workers
from evidence_qc.stages.scan import Paths, as_arguments


def make_collage(
    photos: Paths,
    output: str | os.PathLike[str] | None = None,
    *,
    captions: Sequence[str] = (),
    title: str = "",
    profile: str | Profile = "aliexpress",
    force: bool = False,
    isolation: Isolation = "thread",
) -> DrawnPhoto:
    """Lay photos out in one JPEG: none cropped, none enlarged, numbered in their order.

    Args:
        photos: files, folders or patterns, in the order in which they shall be numbered.
        output: file to write; None only returns it.
        captions: what stands below each photo, in the same order; missing ones are empty.
        title: one line in the margin.
        profile: bytes, pixels and recompression come from it.
        force: replace the file if it stands there.
        isolation: as in ``scan``.

    Raises:
        NoInputError: nothing there is a photo, or a file that was named is none: the captions
            of those behind it would stand below the wrong photos.
        UsageError: there are more captions than photos.
        CannotFitError: a photo cannot be decoded, or there are too many to be seen.
        CannotWriteError: the file stands there already, is one of the photos, or cannot be written.
    """
    chosen = load_profile(profile) if isinstance(profile, str) else profile
    target = None if output is None else Path(output)
    if target is not None and os.path.exists(target) and not force:  # noqa: PTH110
        raise CannotWriteError("error.file-exists", path=target)
    arguments = as_arguments(photos)
    found = discover(arguments)
    if missing := without(Media.PHOTO, arguments, found):
        raise NoInputError("error.no-photo", places=missing[:3])
    for each in found.files:
        if target is None or not os.path.exists(target):  # noqa: PTH110 - no where pathlib raises
            break
        if target.samefile(each.path_fs):
            raise CannotWriteError("error.collage-is-source", path=target)
    facts = {
        each.path: FileFacts(
            path=each.path,
            path_b64=each.path_b64,
            media=Media.PHOTO,
            format=each.identity.format,
            sha256=sha256_file(each.path_fs),
        )
        for each in found.files
        if each.identity.media is Media.PHOTO
    }
    if not facts:
        raise NoInputError("error.no-photo", places=tuple(arguments[:3]))
    if len(captions) > len(facts):
        raise UsageError("error.captions-too-many", captions=len(captions), photos=len(facts))
    words = [*captions, *[""] * len(facts)]
    tiles = tuple(
        Tile(label=str(number), path=path, caption=words[number - 1])
        for number, path in enumerate(facts, start=1)
    )
    draw = slot_drawer({path: each.sha256 for path, each in facts.items()})
    slot = SlotPlan(number=1, total=1, tiles=tiles, title=title)
    with workers_of(isolation, 1) as workers:
        drawn = draw(slot, lambda tile: _pixels(facts[tile.path], workers), chosen)
    if target is not None:
        with whole_bytes(target) as stream:
            stream.write(drawn.data)
    return drawn


def _pixels(facts: FileFacts, workers: Workers | None) -> Pixels:
    """The pixels of the very bytes whose digest the collage names as its source."""
    try:
        data = Path(source_path(facts)).read_bytes()
    except OSError as error:
        raise CannotFitError(
            "error.photo-unreadable", path=facts.path, reason=error.strerror or error
        ) from error
    if sha256(data) != facts.sha256:
        raise CannotFitError("error.photo-changed", path=facts.path)
    return decode_tile(facts, data, workers=workers)
