"""One video in, its facts out: a verdict's worth of samples in less than one decode.

Keyframes first, everything else only in short windows around the promising and the doubtful
moments; a file whose keyframes are sparse or mislabelled is sampled by time instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from evidence_qc.examine.video_closer import best_frames, survey_closely
from evidence_qc.examine.video_survey import SHORTEST_S, FrameSampler, FrameSurvey, survey_frames
from evidence_qc.measures.movement import shake
from evidence_qc.measures.planes import Luma, Planes
from evidence_qc.measures.stillness import black_spans
from evidence_qc.media.video.ffmpeg import Timeouts
from evidence_qc.media.video.metadata import capture_metadata
from evidence_qc.media.video.probe import VideoProbe, probe_video
from evidence_qc.media.video.witness import decoding_errors
from evidence_qc.model import (
    CaptureMetadata,
    Damage,
    DamageKind,
    PictureMeasurements,
    Span,
    VideoFacts,
)

Measure = Callable[[Planes], PictureMeasurements]
PredictedMos = Callable[[PictureMeasurements], float]
Fingerprint = Callable[[Luma], tuple[int, ...] | None]
Report = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class ExaminedVideo:
    """What one video file holds; the parts of ``FileFacts`` that only its reader knows."""

    video: VideoFacts | None = None
    damage: tuple[Damage, ...] = ()
    width_px: int | None = None
    """Upright, square pixels."""
    height_px: int | None = None
    metadata: CaptureMetadata = field(default_factory=CaptureMetadata)


def examine_video(
    path: str,
    *,
    measure: Measure,
    predicted_mos: PredictedMos,
    fingerprint: Fingerprint = lambda luma: None,
    n_best: int = 3,
    threads: int = 0,
    progress: Report = lambda share: None,
    timeouts: Timeouts | None = None,
) -> ExaminedVideo:
    """Read, sample and measure one video.

    Args:
        path: file-system path (surrogate escapes for bytes that are not Unicode).
        measure: measurements of one upright frame, given as planes.
        predicted_mos: 0–100 from measurements.
        fingerprint: perceptual hashes of a luma plane, for the best frames.
        n_best: how many best frames to choose.
        threads: decoder threads; 0 for as many as there are cores.
        progress: hears the share done, 0–1, from this thread.
        timeouts: how long each child process may take.

    Returns:
        Facts and damage; a broken file is damage, never an exception.

    Raises:
        MissingDependencyError: there is no ffmpeg.
    """
    probe, damage = probe_video(path, timeouts=timeouts)
    progress(0.05)
    if probe is None:
        return ExaminedVideo(damage=damage)
    metadata = capture_metadata(probe)
    known = ExaminedVideo(_facts(probe), damage, probe.width_px, probe.height_px, metadata)
    if not probe.packets.times_s:
        return known
    if probe.is_encrypted or not probe.has_decoder:
        return replace(known, video=None, damage=(*damage, _undecodable(probe, FrameSurvey())))
    sampler = FrameSampler(path, probe, measure, predicted_mos, threads, timeouts)
    seen = survey_frames(sampler, lambda share: progress(0.05 + 0.55 * share))
    if not seen.candidates:
        return replace(known, video=None, damage=damage or (_undecodable(probe, seen),))
    cuts = survey_closely(sampler, seen, n_best)
    progress(0.85)
    best = best_frames(sampler, seen.candidates, n_best, fingerprint)
    progress(1.0)
    facts = replace(
        _facts(probe),
        samples=tuple(c.sample for c in seen.candidates),
        shake=tuple((round(t, 3), round(v, 1)) for t, v in shake(seen.frame_statistics)),
        frozen_spans_s=_rounded(sampler.frozen(seen.frame_statistics, _stalls(probe))),
        black_spans_s=_rounded(black_spans(seen.frame_statistics, probe.duration_s, SHORTEST_S)),
        cut_times_s=cuts,
        best_frames=best,
    )
    if seen.errors and not damage:
        damage = _decoder_damage(path, probe, threads, timeouts)
    return replace(known, video=facts, damage=damage)


STALL_S = 1.0
"""A gap between frames this long is a recorder that stood still …"""
STALL_STEPS = 3.0
"""… if it is as many times as long as the usual one: a time lapse is no standstill."""


def _rounded(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple((round(start, 3), round(end, 3)) for start, end in spans)


def _stalls(probe: VideoProbe) -> list[Span]:
    """Gaps between frames in which a player shows the same picture."""
    pairs = list(pairwise(probe.packets.times_s))
    steps = sorted(b - a for a, b in pairs)
    least_s = max(STALL_S, STALL_STEPS * steps[len(steps) // 2]) if steps else STALL_S
    return [(a, b) for a, b in pairs if b - a >= least_s]


def _undecodable(probe: VideoProbe, seen: FrameSurvey) -> Damage:
    """Why nothing can be shown of a film whose packets are there."""
    if seen.timed_out:
        return Damage(DamageKind.CORRUPT, "damage.video-slow", 1.0)
    if probe.is_encrypted:
        return Damage(DamageKind.UNSUPPORTED, "damage.video-encrypted", 1.0)
    if not probe.has_decoder:
        return Damage(DamageKind.UNSUPPORTED, "damage.video-codec", 1.0, {"codec": probe.codec})
    return Damage(DamageKind.UNSUPPORTED, "damage.no-frame-decodes", 1.0)


def _decoder_damage(
    path: str, probe: VideoProbe, threads: int, timeouts: Timeouts | None
) -> tuple[Damage, ...]:
    """Complaints of the decoder that remain when it is given the whole film."""
    errors = decoding_errors(path, probe, threads=threads, timeouts=timeouts)
    if not errors:
        return ()
    share = min(1.0, errors / len(probe.packets.times_s))
    return (Damage(DamageKind.CORRUPT, "damage.video-blocks", round(share, 4)),)


def _facts(probe: VideoProbe) -> VideoFacts:
    rate = probe.frame_rate
    return VideoFacts(
        duration_s=round(probe.duration_s, 3),
        frame_rate=f"{rate.numerator}/{rate.denominator}",
        codec=probe.codec,
        container=probe.container,
        pixel_format=probe.pixel_format,
        rotation_deg=probe.rotation_deg,
        is_hdr=bool(probe.transfer),
        is_variable_rate=probe.is_variable_rate,
        has_audio=bool(probe.audio_codec),
        audio_codec=probe.audio_codec,
        bit_rate_bps=probe.bit_rate_bps,
        frames=len(probe.packets.times_s) or None,
    )
