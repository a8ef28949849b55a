"""One found file in, its facts out, whatever it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evidence_qc.examine.photo import PhotoName, Thumbnails, examine_photo
from evidence_qc.examine.picture import examine_picture
from evidence_qc.focus import FocusModel
from evidence_qc.measures.fingerprint import dhash4
from evidence_qc.measures.predicted_mos import predicted_mos
from evidence_qc.media.files.digest import sha256_file
from evidence_qc.media.files.discover import Found
from evidence_qc.media.photo.decode import Budget
from evidence_qc.model import Damage, DamageKind, FileFacts, Mark, Media
from evidence_qc.model.facts import CANNOT_READ

VIDEO_PIXELS = 32_000_000
"""What one clip takes of the pixel budget: ffmpeg's own frames, so that two decode at once."""


@dataclass(frozen=True, slots=True)
class ExamineContext:
    """What examining needs besides the file; shared by all workers."""

    focus: FocusModel
    budget: Budget
    best_frames: int = 3
    """Frames chosen a video, at most."""
    decoder_threads: int = 1
    """For each video that is being decoded."""
    thumbnails: Thumbnails | None = None
    """Is given a small picture of each photo."""
    clips: Budget | None = None
    """The budget of videos; None: that of photos."""


def examine_file(
    found: Found, tools: ExamineContext, *, marks: Sequence[Mark] = (), companion: str | None = None
) -> FileFacts:
    """Facts of a photo, a video, or a broken file; never raises for what the file holds."""
    try:
        return _examine(found, tools, marks, companion)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        damage = Damage(DamageKind.UNREADABLE, CANNOT_READ, 1.0, {"reason": reason})
        return broken_facts(found, damage)
    except MemoryError:
        damage = Damage(DamageKind.OUT_OF_MEMORY, "damage.file-memory", 1.0)
        return broken_facts(found, damage)


def _examine(
    found: Found, tools: ExamineContext, marks: Sequence[Mark], companion: str | None
) -> FileFacts:
    identity = found.identity
    if identity.damage is not None:
        return broken_facts(found, identity.damage)
    if identity.media is Media.VIDEO:
        return _video(found, tools, companion)
    name = PhotoName(
        path=found.path,
        format=identity.format,
        expected_extensions=identity.expected_extensions,
        path_b64=found.path_b64,
        companion=companion,
    )
    data = Path(found.path_fs).read_bytes()
    return examine_photo(
        data, name, tools.focus, budget=tools.budget, marks=marks, thumbnails=tools.thumbnails
    )


def _video(found: Found, tools: ExamineContext, companion: str | None) -> FileFacts:
    from evidence_qc.examine.video import examine_video  # 30 ms that most scans do not need

    with (tools.clips or tools.budget).take(VIDEO_PIXELS):
        examined = examine_video(
            found.path_fs,
            measure=lambda planes: examine_picture(planes, tools.focus, is_frame=True).measurements,
            predicted_mos=predicted_mos,
            fingerprint=dhash4,
            n_best=tools.best_frames,
            threads=tools.decoder_threads,
        )
    return FileFacts(
        path=found.path,
        path_b64=found.path_b64,
        media=Media.VIDEO,
        format=found.identity.format,
        expected_extensions=found.identity.expected_extensions,
        companion=companion,
        size_bytes=found.size_bytes,
        sha256=sha256_file(found.path_fs),
        width_px=examined.width_px,
        height_px=examined.height_px,
        metadata=examined.metadata,
        damage=examined.damage,
        video=examined.video,
    )


def broken_facts(found: Found, damage: Damage) -> FileFacts:
    """Facts of a file that shows nothing; hashed all the same where it can be read."""
    try:
        digest = sha256_file(found.path_fs)
    except OSError:
        digest = ""
    return FileFacts(
        path=found.path,
        path_b64=found.path_b64,
        media=found.identity.media,
        format=found.identity.format,
        expected_extensions=found.identity.expected_extensions,
        size_bytes=found.size_bytes,
        sha256=digest,
        damage=(damage,),
    )
