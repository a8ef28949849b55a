"""When a video first shows what a photo of the main problem shows: matched features, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from evidence_qc.media.files.originals import source_path
from evidence_qc.model import Case, FileFacts, Media, Report, Role, Verdict
from evidence_qc.stages.appearances import Appearances
from evidence_qc.stages.context import ScanContext
from evidence_qc.stages.small_picture import small_picture

if TYPE_CHECKING:
    from evidence_qc.measures.content.closeups import Features

CLIPS_MAX = 2
PHOTOS_MAX = 3
FRAMES_MAX = 24
"""Comparing a frame with three photos takes 0.1 s."""
LONG_SIDE_PX = 640
AGREEING_MIN = 24
"""Twice of what a ring in a photo needs: a frame has many neighbours that could be wrong alike."""
SIZE_MIN = 0.5
"""What the photo shows fills so much of the frame's long side: it is seen, not only there."""
PART_MAX = 6.0
"""The frame may be nearer than the photo."""

Moments = Mapping[str, float]
"""Path of a video → seconds from its start."""


def problem_moments(report: Report, case: Case, context: ScanContext) -> Moments:
    """The first moment of each video of the main problem that surely shows what its photos show.

    The main problem is the first that the buyer named. Two frames in a row must agree.
    """
    main = next((claim for claim in case.claims if not claim.is_proposed), None)
    facts = {file.facts.path: file for file in report.files}
    files = [facts[path] for path in main.media if path in facts] if main is not None else []
    files = [file for file in files if file.facts.path not in case.excluded]
    clips = [f.facts for f in files if f.facts.media is Media.VIDEO and f.facts.video is not None]
    photos = [
        f.facts
        for f in files
        if f.facts.media is Media.PHOTO
        and f.verdict is Verdict.GOOD
        and not f.facts.is_screen
        and case.roles.get(f.facts.path) in {None, Role.CLOSE_UP}
    ]
    if not clips or not photos:
        return {}
    photos = photos[:PHOTOS_MAX]
    memory = (context.resources and context.resources.appearances) or Appearances()

    @cache
    def known() -> list[Features]:
        return [each for photo in photos if (each := _features(photo, context)) is not None]

    def first(clip: FileFacts) -> float | None:
        pair = (clip.sha256, *(photo.sha256 for photo in photos))
        return memory.moment(pair, lambda: _first(clip, known(), context))

    found = {clip.path: first(clip) for clip in clips[:CLIPS_MAX]}
    return {path: time_s for path, time_s in found.items() if time_s is not None}


def _first(clip: FileFacts, photos: Sequence[Features], context: ScanContext) -> float | None:
    from evidence_qc.measures.content.closeups import features
    from evidence_qc.media.video.frames import FrameReader, Steps
    from evidence_qc.media.video.probe import probe_video

    path = source_path(clip, context.root)
    probe, _ = probe_video(path)
    if probe is None or not photos or clip.video is None:
        return None
    every = max(1, round((clip.video.frames or 30 * clip.video.duration_s) / FRAMES_MAX))
    before: float | None = None
    with FrameReader(
        path, probe, Steps(every=every), long_side_px=LONG_SIDE_PX, threads=1
    ) as frames:
        for frame in frames:
            seen = features(frame.pixels)
            if seen is None or not any(_is_seen(photo, seen) for photo in photos):
                before = None
            elif before is not None:
                return before
            else:
                before = frame.time_s
    return None


def _is_seen(photo: Features, frame: Features) -> bool:
    from evidence_qc.measures.content.closeups import placed

    found = placed(photo, frame, PART_MAX)
    return found is not None and found.agreeing >= AGREEING_MIN and found.size_ratio >= SIZE_MIN


def _features(facts: FileFacts, context: ScanContext) -> Features | None:
    import cv2
    import numpy as np

    from evidence_qc.measures.content.closeups import features

    rgb = small_picture(facts, context, LONG_SIDE_PX)
    if rgb is None:
        return None
    return features(np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8))
