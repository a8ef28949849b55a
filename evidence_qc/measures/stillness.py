"""Passages in which nothing moves or nothing shows, from statistics of frames in order of time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from evidence_qc.measures.movement import BLACK_P99_RATIO, FrameStatistics, change_dn

SAME_MEAN_DN, SAME_P99_DN = 0.6, 3.0
"""Re-encoding changes a still picture by 0.5 in the mean and 3 at most (x264, crf 18 to 34); the
calmest of fourteen public clips changes by 0.8 and 4 in half a second."""
IDENTICAL_P99_DN = 1.0
APART_S = 0.5
"""Frames closer than this hardly differ in any clip."""

Passage = tuple[float, float]


def frozen_spans(
    frame_statistics: Sequence[FrameStatistics],
    gaps_s: Sequence[Passage],
    shortest_s: float,
    is_quiet: Callable[[float, float], bool],
) -> tuple[Passage, ...]:
    """Passages in which the same picture stands, from the first to the last equal frame.

    Args:
        frame_statistics: in order of time.
        gaps_s: stretches that hold no frame at all (a recorder that stalled).
        shortest_s: shorter passages are left out.
        is_quiet: whether the encoder found nothing new between two times (tells a frozen picture
            from a camera on a tripod, whose noise has to be coded).
    """
    still = [
        (a.time_s, b.time_s) for a, b in pairwise(frame_statistics) if is_still(a, b, is_quiet)
    ]
    joined = joined_passages([*still, *gaps_s])
    return tuple(span for span in joined if span[1] - span[0] >= shortest_s)


def is_still(
    first: FrameStatistics, second: FrameStatistics, is_quiet: Callable[[float, float], bool]
) -> bool:
    """True when both show the same picture, and so did everything between them."""
    if first.luma_p99_ratio < BLACK_P99_RATIO:
        return False
    mean, highest = change_dn(first.tiny, second.tiny)
    if mean > SAME_MEAN_DN or highest > SAME_P99_DN:
        return False
    apart_s = second.time_s - first.time_s
    if highest < IDENTICAL_P99_DN and apart_s >= APART_S:
        return True
    return is_quiet(first.time_s, second.time_s)


def black_spans(
    frame_statistics: Sequence[FrameStatistics], end_s: float, shortest_s: float
) -> tuple[Passage, ...]:
    """Passages of black frames; a boundary lies halfway between the frames on its sides."""
    found: list[Passage] = []
    for index, statistics in enumerate(frame_statistics):
        if statistics.luma_p99_ratio >= BLACK_P99_RATIO:
            continue
        start = _between(frame_statistics[index - 1], statistics) if index else 0.0
        last = index + 1 >= len(frame_statistics)
        end = end_s if last else _between(statistics, frame_statistics[index + 1])
        found.append((start, end))
    return tuple(span for span in joined_passages(found) if span[1] - span[0] >= shortest_s)


def joined_passages(spans: Sequence[Passage]) -> tuple[Passage, ...]:
    """Overlapping or touching passages joined, in order of time."""
    found: list[Passage] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1] + 1e-6:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def _between(first: FrameStatistics, second: FrameStatistics) -> float:
    return (first.time_s + second.time_s) / 2
