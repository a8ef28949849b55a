"""Which moments of a video deserve a closer look, and which frames are the best: pure choosing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from evidence_qc.language import Sentence
from evidence_qc.measures.movement import unlikeness
from evidence_qc.measures.planes import Luma
from evidence_qc.model import SCORE_BORDER, FrameSample, Span

DOUBTFUL_POINTS = 12.0
"""Neighbouring samples whose scores differ by more have a boundary between them."""
DOUBTFUL_LUMA = 0.12
BOUNDARY_S = 0.5
"""A boundary known this closely (half of it in truth) needs no closer look."""
DIFFERENT = 0.25
"""Frames at least this unlike each other are different views."""
REPEAT_LOSS = 0.75
"""Share of its score that a frame loses for repeating a chosen one exactly: a second sharp view
of the same is worth more than a different view that shows nothing."""
SAME_VIEW = 0.5
"""Frames that repeat each other more are called the same view."""
MOST_EXACT, MOST_WEIGHED = 4, 60
"""Larger sets, and frames of lower score, are left to the greedy choice: time grows steeply."""
APART_S = 1.0
"""Frames closer in time than this count as repeats, the more the closer."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameCandidate:
    """A measured frame with its tiny plane (uint8 luma, long side 160 px)."""

    sample: FrameSample
    tiny: Luma


def repeat_ratio(first: FrameCandidate, second: FrameCandidate) -> float:
    """How much one frame repeats another: 1 the same, 0 a different view."""
    alike = max(0.0, 1 - unlikeness(first.tiny, second.tiny) / DIFFERENT)
    gap_s = abs(first.sample.time_s - second.sample.time_s)
    close = max(0.0, 1 - gap_s / APART_S)
    return max(alike * 0.8, close)


def best_of(candidates: Sequence[FrameCandidate], count: int) -> list[FrameCandidate]:
    """The best frames that repeat each other least, best first.

    Greedy: each next frame has the highest score after losing up to ``REPEAT_LOSS`` of it for
    what it repeats (maximal marginal relevance, Carbonell and Goldstein 1998).
    """
    chosen: list[FrameCandidate] = []
    left = sorted(candidates, key=lambda c: (-c.sample.score, c.sample.time_s))
    repeats = [0.0] * len(left)
    while left and len(chosen) < count:
        values = [
            c.sample.score * (1 - REPEAT_LOSS * r) for c, r in zip(left, repeats, strict=True)
        ]
        index = max(range(len(left)), key=values.__getitem__)
        picked = left.pop(index)
        repeats.pop(index)
        chosen.append(picked)
        repeats = [max(r, repeat_ratio(c, picked)) for c, r in zip(left, repeats, strict=True)]
        kept = [i for i, r in enumerate(repeats) if r < 1]
        left, repeats = [left[i] for i in kept], [repeats[i] for i in kept]
    return chosen


def best_set(candidates: Sequence[FrameCandidate], count: int) -> list[FrameCandidate]:
    """The frames with the highest scores that repeat each other no more than ``best_of`` does.

    One good frame taken first can stand in the way of two that are better together. Every set of
    the best ``MOST_WEIGHED`` frames is weighed (branch and bound), for up to ``MOST_EXACT`` frames;
    best first.
    """
    greedy = best_of(candidates, count)
    if not 1 < len(greedy) <= MOST_EXACT:
        return greedy
    order = sorted(candidates, key=lambda c: (-c.sample.score, c.sample.time_s))[:MOST_WEIGHED]
    known: dict[tuple[float, float], float] = {}

    def repeats(chosen: Sequence[FrameCandidate]) -> list[float]:
        return sorted(pair(a, b) for a, b in combinations(chosen, 2))

    def pair(first: FrameCandidate, second: FrameCandidate) -> float:
        key = (first.sample.time_s, second.sample.time_s)
        if key not in known:
            known[key] = repeat_ratio(first, second)
        return known[key]

    allowed = repeats(greedy)
    best, most = greedy, points(greedy)

    def search(start: int, chosen: list[FrameCandidate]) -> None:
        nonlocal best, most
        missing = len(greedy) - len(chosen)
        if not missing:
            if all(a <= b for a, b in zip(repeats(chosen), allowed, strict=True)):
                best, most = chosen, points(chosen)
            return
        for candidate_index in range(start, len(order)):
            if points(chosen) + points(order[candidate_index : candidate_index + missing]) <= most:
                return
            if all(pair(other, order[candidate_index]) <= allowed[-1] for other in chosen):
                search(candidate_index + 1, [*chosen, order[candidate_index]])

    search(0, [])
    return sorted(best, key=lambda c: (-c.sample.score, c.sample.time_s))


def points(frames: Sequence[FrameCandidate]) -> float:
    """Their scores together."""
    return sum(frame.sample.score for frame in frames)


def reason_for(
    candidate: FrameCandidate, before: Sequence[FrameCandidate], measured: int
) -> Sentence:
    """Why a frame was chosen, in a few words, given those chosen before it."""
    if not before:
        return Sentence("best-frame.first", moments=measured)
    nearest = max(before, key=lambda other: repeat_ratio(candidate, other))
    if repeat_ratio(candidate, nearest) < SAME_VIEW:
        return Sentence("best-frame.other-view")
    seconds = abs(candidate.sample.time_s - nearest.sample.time_s)
    return Sentence("best-frame.same-view", apart_s=seconds)


def doubtful_gaps(samples: Sequence[FrameSample], limit: int) -> list[Span]:
    """Gaps between neighbouring samples that hide a boundary, the steepest first."""
    found: list[tuple[float, Span]] = []
    for first, second in pairwise(samples):
        if second.time_s - first.time_s <= BOUNDARY_S:
            continue
        steepness = max(
            abs(first.score - second.score) / DOUBTFUL_POINTS,
            _luma_step(first, second) / DOUBTFUL_LUMA,
        )
        if steepness > 1:
            found.append((steepness, (first.time_s, second.time_s)))
    found.sort(reverse=True)
    return [span for _, span in found[:limit]]


def best_segment(
    samples: Sequence[FrameSample], duration_s: float, length_s: float, clear_start_s: float = 2.0
) -> Span:
    """The one continuous part of a given length that shows most.

    Its score is summed over time, each sample standing for the time nearest to it; a part whose
    first seconds fall short of a usable picture is taken only where there is no other.

    Args:
        samples: in order of time.
        duration_s: of the whole clip.
        length_s: wanted length; the whole clip where that is shorter.
        clear_start_s: how long the beginning has to be usable.
    """
    if length_s >= duration_s or not samples:
        return (0.0, min(duration_s, length_s))
    times = [sample.time_s for sample in samples]
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(times)), duration_s]
    last = duration_s - length_s
    starts = sorted({0.0, last, *(edge for edge in edges if edge <= last)})

    def covered_s(start: float, end: float, usable_only: bool) -> float:
        return sum(
            (sample.score >= SCORE_BORDER if usable_only else sample.score)
            * max(0.0, min(end, high) - max(start, low))
            for sample, low, high in zip(samples, edges, edges[1:], strict=False)
        )

    def worth(start: float) -> tuple[bool, float, float]:
        clear = covered_s(start, start + clear_start_s, True) >= 0.99 * min(clear_start_s, length_s)
        return (clear, round(covered_s(start, start + length_s, False), 6), -start)

    best = max(starts, key=worth)
    return (round(best, 3), round(best + length_s, 3))


def _luma_step(first: FrameSample, second: FrameSample) -> float:
    a, b = first.picture.luma_mean_ratio, second.picture.luma_mean_ratio
    return 0.0 if a is None or b is None else abs(a - b)
