"""Looks at the built photos and video again, as the platform will show them, before they count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from evidence_qc.bundle.types import SUBMIT
from evidence_qc.language import Sentence
from evidence_qc.model import FileReport, Media, Profile, Report, Severity
from evidence_qc.rules.base import About
from evidence_qc.rules.registry import rules_about
from evidence_qc.runtime.progress import Progress


class Built(Protocol):
    """One file that was built."""

    @property
    def path(self) -> str:
        """Relative to the bundle."""

    @property
    def size_bytes(self) -> int:
        """Its size."""


def check_built(
    folder: Path,
    built: Sequence[Built],
    profile: Profile,
    rescan: Callable[[Sequence[Path]], Report] | None,
    progress: Progress,
) -> tuple[Sentence, ...]:
    """Sentences on what is weak in the built files: limits that are passed, rejects.

    Photos are recompressed as the profile says the platform does, in a folder beside the bundle
    that goes with the staging folder; then everything is scanned like any other file.
    """
    weak = [*_limits(built, profile)]
    if rescan is None or not built:
        return tuple(weak)
    progress.start(Sentence("progress.again"), None)
    displayed = folder.parent / "as-shown"
    displayed.mkdir(exist_ok=True)
    paths = [_as_displayed(folder / output.path, displayed, profile) for output in built]
    report = rescan(paths)
    weak += [point for file in report.files for point in _rejects(file)]
    return tuple(dict.fromkeys(weak))


def _limits(built: Sequence[Built], profile: Profile) -> list[Sentence]:
    weak: list[Sentence] = []
    for output in built:
        video = output.path.endswith(".mp4")
        most = profile.video_bytes_max if video else profile.photo_bytes_max
        if most.value is not None and output.size_bytes > most.value:
            name = Path(output.path).name
            weak.append(
                Sentence(
                    "weak.built-too-large",
                    name=name,
                    size_bytes=output.size_bytes,
                    limit_bytes=most.value,
                    remark=most.remark,
                )
            )
    total, limit = sum(output.size_bytes for output in built), profile.total_bytes_max
    if limit.value is not None and total > limit.value:
        weak.append(Sentence("weak.total-too-large", size_bytes=total, limit_bytes=limit.value))
    return weak


def _as_displayed(path: Path, folder: Path, profile: Profile) -> Path:
    """A copy of a photo as the platform will show it; a video as it is."""
    if path.suffix != ".jpg":
        return path
    from io import BytesIO

    from PIL import Image

    from evidence_qc.collage.legibility import as_platform_shows
    from evidence_qc.collage.types import CanvasLimits
    from evidence_qc.media.photo.decode import read_rgb

    limits = CanvasLimits(
        recompression_long_side_px=profile.recompression_long_side_px.value or 1600,
        recompression_quality=profile.recompression_quality.value or 75,
    )
    displayed = as_platform_shows(read_rgb(path.read_bytes(), "jpeg"), limits)
    buffer = BytesIO()
    Image.fromarray(displayed).save(buffer, "JPEG", quality=95)
    target = folder / path.name
    target.write_bytes(buffer.getvalue())
    return target


def _rejects(file: FileReport) -> list[Sentence]:
    name = file.facts.path.rsplit("/", 1)[-1]
    built = "weak.built-video" if file.facts.media is Media.VIDEO else "weak.built-photo"
    return [
        Sentence(built, path=f"{SUBMIT}/{name}", fault=finding.message)
        for finding in file.findings
        if finding.severity is Severity.REJECT and finding.rule in rules_about(About.SUBMITTED)
    ]
