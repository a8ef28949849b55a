"""What was read and measured of one video."""

from __future__ import annotations

from dataclasses import dataclass, field

from evidence_qc.language import NOTHING, Sentence
from evidence_qc.model.findings import Span
from evidence_qc.model.measurements import PictureMeasurements


@dataclass(frozen=True, slots=True)
class FrameSample:
    """One decoded frame: when it is shown and what was measured on it."""

    time_s: float
    """Presentation time, never index divided by rate."""
    score: float
    """0–100, the same opinion model as for photos."""
    picture: PictureMeasurements


@dataclass(frozen=True, slots=True)
class BestFrame:
    """A frame worth submitting."""

    time_s: float
    score: float
    reason: Sentence = NOTHING
    fingerprint: tuple[int, ...] | None = None
    """dHash over four rotations, as for photos."""


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """Stream facts and sampled measurements of one video; no judgement."""

    duration_s: float
    frame_rate: str
    """A fraction such as ``30000/1001``; the average where the rate varies."""
    codec: str
    container: str = ""
    pixel_format: str = ""
    rotation_deg: int = 0
    is_hdr: bool = False
    is_variable_rate: bool = False
    has_audio: bool = False
    audio_codec: str = ""
    bit_rate_bps: int | None = None
    frames: int | None = None
    samples: tuple[FrameSample, ...] = ()
    shake: tuple[tuple[float, float], ...] = ()
    """(time_s, movement between frames as permille of the long side per second)."""
    frozen_spans_s: tuple[Span, ...] = ()
    black_spans_s: tuple[Span, ...] = ()
    cut_times_s: tuple[float, ...] = ()
    best_frames: tuple[BestFrame, ...] = field(default=())
