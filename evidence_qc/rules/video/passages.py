"""Findings of single frames joined into passages of play time.

Each sample stands for the time from halfway after the one before it to halfway before the next;
samples are dense where pictures change, so a boundary is known within half a second. A passage
bridges one short good moment and is dropped when it is too short for a viewer to mind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from evidence_qc.language.durations import joined, total_s
from evidence_qc.model import Finding, FrameSample, Severity, Span, VideoFacts

BRIDGE_S = 0.6
"""A good moment shorter than this between two bad ones is not seen as good."""
SHORTEST_S: Mapping[Severity, float] = {
    Severity.REJECT: 0.4,
    Severity.WARN: 1.0,
    Severity.NOTE: 1.0,
}
"""A fault shorter than this is a blink (by eye)."""
SMALLEST_SHARE: Mapping[Severity, float] = {
    Severity.REJECT: 0.02,
    Severity.WARN: 0.1,
    Severity.NOTE: 0.5,
}
"""A fault that covers less of the clip goes unmentioned: nobody retakes a clip for it."""
WHOLE = 0.95
"""From this share on a fault lasts all through."""


@dataclass(frozen=True, slots=True)
class Passages:
    """What the picture rules said of a clip's frames, joined over time."""

    by_rule: Mapping[str, tuple[tuple[Severity, Span], ...]]
    """Worst severity first, then in order of time."""
    findings: tuple[Finding, ...]


def passages_of(
    frames: Sequence[tuple[FrameSample, Sequence[Finding]]], video: VideoFacts
) -> Passages:
    """Join the findings of neighbouring samples; in a video a frame's reject is a warning.

    Args:
        frames: samples in order of time, each with what the picture rules said of it.
        video: the clip they are from.
    """
    cells = _cells([sample.time_s for sample, _ in frames], video.duration_s)
    names = dict.fromkeys(finding.rule for _, found in frames for finding in found)
    by_rule: dict[str, tuple[tuple[Severity, Span], ...]] = {}
    findings: list[Finding] = []
    for name in names:
        marked = [
            (cell, next((f for f in found if f.rule == name), None))
            for cell, (_, found) in zip(cells, frames, strict=True)
        ]
        passages = _passages(marked, video.duration_s)
        if passages:
            by_rule[name] = passages
            findings.append(_finding(marked, passages, video.duration_s))
    return Passages(by_rule, tuple(findings))


def usable_ratio_of(passages: Passages, video: VideoFacts) -> float:
    """Share of the play time, 0–1, that no reject passage covers."""
    bad = joined(
        [
            span
            for spans in passages.by_rule.values()
            for severity, span in spans
            if severity is Severity.REJECT
        ]
    )
    if video.duration_s <= 0:
        return 0.0 if bad else 1.0
    return round(max(0.0, 1 - total_s(bad) / video.duration_s), 5)


def _cells(times_s: Sequence[float], end_s: float) -> list[Span]:
    """The stretch of play time that each sample stands for."""
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(times_s))]
    edges.append(max(end_s, times_s[-1]) if times_s else end_s)
    return [(round(a, 3), round(b, 3)) for a, b in pairwise(edges)]


def _passages(
    marked: Sequence[tuple[Span, Finding | None]], duration_s: float
) -> tuple[tuple[Severity, Span], ...]:
    """Passages of one rule; a worse passage lies inside no lesser one."""
    found: list[tuple[Severity, Span]] = []
    for severity in (Severity.REJECT, Severity.WARN, Severity.NOTE):
        worse = joined([span for _, span in found])
        for span in _joined_at(marked, severity, duration_s):
            found += [(severity, part) for part in _without(span, worse)]
    return tuple(found)


def _joined_at(
    marked: Sequence[tuple[Span, Finding | None]], severity: Severity, duration_s: float
) -> tuple[Span, ...]:
    """Passages at this severity; a worse finding counts towards a warning's length."""
    if not any(f is not None and f.severity is severity for _, f in marked):
        return ()
    spans = joined(
        [cell for cell, f in marked if f is not None and f.severity.rank >= severity.rank],
        BRIDGE_S,
    )
    shortest_s = min(SHORTEST_S[severity], duration_s / 2)
    spans = tuple(span for span in spans if span[1] - span[0] >= shortest_s)
    return spans if total_s(spans) >= SMALLEST_SHARE[severity] * duration_s else ()


def _without(span: Span, holes: Sequence[Span]) -> list[Span]:
    """The parts of a passage outside others."""
    parts, start = [], span[0]
    for low, high in holes:
        if high <= start or low >= span[1]:
            continue
        if low > start:
            parts.append((start, low))
        start = max(start, high)
    if start < span[1]:
        parts.append((start, span[1]))
    return parts


def _finding(
    marked: Sequence[tuple[Span, Finding | None]],
    passages: Sequence[tuple[Severity, Span]],
    duration_s: float,
) -> Finding:
    """One finding for all passages of a rule: the words of the worst frame, and when."""
    worst_rank = max(severity.rank for severity, _ in passages)
    frames = [f for _, f in marked if f is not None and f.severity.rank <= worst_rank]
    worst = max(frames, key=lambda finding: finding.severity.rank)
    spans = joined([span for _, span in passages])
    is_whole = total_s(spans) >= WHOLE * duration_s
    return replace(
        worst,
        severity=Severity.WARN if worst.severity is Severity.REJECT else worst.severity,
        message_id=f"passages.{'whole' if is_whole else 'some'}",
        values={**worst.values, "fault": worst.message_id, "passages_s": spans},
        spans_s=spans,
    )
