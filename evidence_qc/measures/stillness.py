"""Passages in which nothing moves or nothing shows, from glimpses in order of time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from evidence_qc.measures.movement import SAME_DN, Glimpse, change_dn

BLACK_P99_RATIO = 0.1
"""A frame whose brightest hundredth stays below this share of full luma shows nothing."""

Passage = tuple[float, float]


def frozen_spans(
    glimpses: Sequence[Glimpse], gaps_s: Sequence[Passage], shortest_s: float
) -> tuple[Passage, ...]:
    """Passages in which the same picture stands, from the first to the last equal glimpse.

    Args:
        glimpses: in order of time.
        gaps_s: stretches that hold no frame at all (a recorder that stalled).
        shortest_s: shorter passages are left out.
    """
    still = [
        (a.time_s, b.time_s)
        for a, b in pairwise(glimpses)
        if change_dn(a.tiny, b.tiny) < SAME_DN and a.luma_p99_ratio >= BLACK_P99_RATIO
    ]
    joined = joined_passages([*still, *gaps_s])
    return tuple(span for span in joined if span[1] - span[0] >= shortest_s)


def black_spans(
    glimpses: Sequence[Glimpse], end_s: float, shortest_s: float
) -> tuple[Passage, ...]:
    """Passages of black frames; a boundary lies halfway between the glimpses on its sides."""
    found: list[Passage] = []
    for index, look in enumerate(glimpses):
        if look.luma_p99_ratio >= BLACK_P99_RATIO:
            continue
        start = _between(glimpses[index - 1], look) if index else 0.0
        last = index + 1 >= len(glimpses)
        end = end_s if last else _between(look, glimpses[index + 1])
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


def _between(first: Glimpse, second: Glimpse) -> float:
    return (first.time_s + second.time_s) / 2
