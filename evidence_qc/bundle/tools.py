"""The real tools of a bundle: photo decoder, frame reader, collage, clip encoder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from evidence_qc.bundle.types import MadeClip, MediaTools, Pixels, WriteReports
from evidence_qc.errors import CannotFitError
from evidence_qc.media.files.originals import open_file, source_path
from evidence_qc.model import FileFacts, Profile, Report, VideoPlan


def default_tools(
    report: Report,
    *,
    rescan: Callable[[Sequence[Path]], Report] | None = None,
    write_reports: WriteReports | None = None,
    root: Path | None = None,
) -> MediaTools:
    """Tools that read the files of a scan where they stand.

    Args:
        report: The scan: digests of the originals go into the photos' metadata.
        rescan: Scans files on disk under the same profile (from ``stages``).
        write_reports: Writes the HTML and JSON report (from ``stages``, as reports are a later
            room than bundles).
        root: The folder that paths of the scan are relative to, if not the working directory.
    """
    from evidence_qc.bundle.slot import slot_drawer

    def clip(
        plan: VideoPlan, facts: FileFacts, source_fs: str, target: Path, profile: Profile
    ) -> MadeClip:
        return make_clip(plan, facts, str((root or Path()) / source_fs), target, profile)

    digests = {file.facts.path: file.facts.sha256 for file in report.files}
    return MediaTools(
        draw_slot=slot_drawer(digests),
        make_clip=clip,
        load_tile=partial(load_tile, root=root),
        open_original=partial(open_file, root=root),
        rescan=rescan,
        write_reports=write_reports,
    )


def load_tile(facts: FileFacts, time_s: float | None, root: Path | None = None) -> Pixels:
    """Upright sRGB pixels of a photo, or of the frame of a video that is shown at a time.

    Raises:
        CannotFitError: The file cannot be decoded any more.
    """
    if time_s is not None:
        from evidence_qc.media.video.still import decode_frame

        return decode_frame(source_path(facts, root), time_s)
    from evidence_qc.media.photo.decode import read_rgb

    try:
        with open_file(facts, root) as stream:
            return read_rgb(stream.read(), facts.format)
    except (OSError, ValueError) as error:
        raise CannotFitError(f"{facts.path} cannot be shown: {error}") from error


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
