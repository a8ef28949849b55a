"""Findings of single frames joined into passages of play time.

First version: a passage reaches from the middle before its first sample to the middle after its
last; the video rules refine it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence_qc.model import Finding, FrameSample, Severity, Span, VideoFacts


@dataclass(frozen=True, slots=True)
class Passages:
    """What the picture rules said of a clip's frames, joined over time."""

    by_rule: Mapping[str, tuple[tuple[Severity, Span], ...]]
    findings: tuple[Finding, ...]


def passages_of(
    frames: Sequence[tuple[FrameSample, Sequence[Finding]]], video: VideoFacts
) -> Passages:
    """Join the findings of neighbouring samples; in a video a frame's reject is a warning."""
    return Passages(by_rule={}, findings=())


def usable_ratio_of(passages: Passages, video: VideoFacts) -> float:
    """Share of the play time, 0–1, that no reject passage covers."""
    return 1.0
