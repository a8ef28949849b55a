"""The real tools of a bundle: photo decoder, frame reader, collage, clip encoder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from evidence_qc.bundle.types import MadeClip, MediaTools, Pixels, WriteReports
from evidence_qc.errors import CannotFitError
from evidence_qc.media.files.originals import open_file
from evidence_qc.model import FileFacts, Profile, Report, VideoPlan
from evidence_qc.runtime.stop import Stop
from evidence_qc.runtime.workers import Workers


def default_tools(
    report: Report,
    *,
    rescan: Callable[[Sequence[Path]], Report] | None = None,
    write_reports: WriteReports | None = None,
    root: Path | None = None,
    workers: Workers | None = None,
    stop: Stop | None = None,
) -> MediaTools:
    """Tools that copy the files of a scan from where they stand, and draw from the copies.

    Args:
        report: The scan: digests of the originals go into the photos' metadata.
        rescan: Scans files on disk under the same profile (from ``stages``).
        write_reports: Writes the HTML and JSON report (from ``stages``, as reports are a later
            room than bundles).
        root: The folder that paths of the scan are relative to, if not the working directory.
        workers: Processes that decode the photos; None: this process does.
        stop: Once it is set, they end at once.
    """
    from evidence_qc.bundle.slot import slot_drawer

    digests = {file.facts.path: file.facts.sha256 for file in report.files}
    return MediaTools(
        draw_slot=slot_drawer(digests),
        make_clip=make_clip,
        load_tile=partial(load_tile, workers=workers, stop=stop),
        open_original=partial(open_file, root=root),
        rescan=rescan,
        write_reports=write_reports,
    )


def load_tile(
    facts: FileFacts,
    source_fs: str,
    time_s: float | None,
    *,
    workers: Workers | None = None,
    stop: Stop | None = None,
) -> Pixels:
    """Upright sRGB pixels of a photo, or of the frame of a video that is shown at a time.

    Args:
        facts: What the scan said of it: its format, and the name to show.
        source_fs: The file to read.
        time_s: When the frame is shown; None for a photo.
        workers: Processes that decode photos; None: this process does.
        stop: Once it is set, they end at once.

    Raises:
        CannotFitError: The file cannot be decoded any more.
    """
    if time_s is not None:
        from evidence_qc.media.video.still import decode_frame

        return decode_frame(source_fs, time_s)
    return decode_tile(facts, Path(source_fs).read_bytes(), workers=workers, stop=stop)


def decode_tile(
    facts: FileFacts, data: bytes, *, workers: Workers | None = None, stop: Stop | None = None
) -> Pixels:
    """Upright sRGB pixels of a whole photo; CannotFitError when it cannot be decoded any more."""
    from evidence_qc.examine.isolated import decode_rgb

    try:
        return decode_rgb(data, facts.format, workers=workers, stop=stop)
    except (OSError, ValueError) as error:
        raise CannotFitError("error.photo-not-shown", path=facts.path, reason=error) from error


def make_clip(
    plan: VideoPlan, facts: FileFacts, source_fs: str, target: Path, profile: Profile
) -> MadeClip:
    """The clip by the plan: copied, remuxed or encoded, and read back."""
    from evidence_qc.bundle.video.encode import prepare_clip

    whole = plan.is_whole
    length = facts.video.duration_s if facts.video else 0.0
    span = None if whole else (plan.start_s, plan.end_s if plan.end_s is not None else length)
    result = prepare_clip(
        source_fs,
        target,
        profile,
        role=plan.role,
        cut_allowed=None if whole else True,
        span_s=span,
        samples=facts.video.samples if facts.video else (),
    )
    start = result.plan.span_s[0] if result.plan.span_s else 0.0
    question = result.plan.open_question
    return MadeClip(
        duration_s=result.duration_s,
        start_s=start,
        width_px=result.width_px,
        height_px=result.height_px,
        method=result.plan.way.value,
        encoder=(("codec", result.codec), ("transform", result.transform)),
        weak_points=(question,) if question else (),
    )
