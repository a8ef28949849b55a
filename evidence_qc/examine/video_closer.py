"""The second look: short windows around the promising and the doubtful, then the best frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

from evidence_qc.examine.video_choice import Candidate, best_of, doubtful_gaps
from evidence_qc.examine.video_look import Look, Looker
from evidence_qc.measures.movement import (
    SAME_DN,
    Glimpse,
    change_dn,
    cut_between,
    glimpse,
    unlikeness,
)
from evidence_qc.measures.planes import Luma
from evidence_qc.media.planes import planes_from_luma
from evidence_qc.media.video_frames import FrameReader, Window
from evidence_qc.model import BestFrame, Span

LOOK_RATE_HZ = 15.0
"""Frames per second that a window is looked at."""
WINDOW_S = 1.0
SHARE_OF_CLIP = 0.12
"""A second look costs this share of a full decode at most …"""
LEAST_S = 4.0
"""… or this much play time, so that short clips are seen almost whole."""
WORKERS = 2
EXACT_S = 0.002
"""Times are kept in milliseconds; frames stand at least four apart."""
MOST_CHECKS = 4
"""Rounds of measuring the chosen at full resolution and choosing again."""
CUT_SUSPECT = 0.35
"""Samples a second apart that are less alike may have a cut between them."""
MOST_CUTS = 6
MARGIN_S = 0.25
"""A cut is told from a pan by the calm on both sides of it."""

Task = tuple[Span, bool]
"""A window and whether it is looked at for a boundary (else for its sharpest frames)."""


def look_closer(looker: Looker, coarse: Look, n_best: int) -> tuple[float, ...]:
    """Add windows to what was seen; returns the times of cuts."""
    budget_s = max(LEAST_S, SHARE_OF_CLIP * looker.probe.duration_s)
    suspects = _cut_suspects(coarse.glimpses)
    doubtful = doubtful_gaps([c.sample for c in coarse.candidates], limit=8)
    tasks: list[Task] = []
    for span in [*suspects, *_frozen_edges(coarse.glimpses), *doubtful]:
        if (span, True) not in tasks and _length(tasks) < budget_s / 2:
            tasks.append((span, True))
    for span in _promising(coarse, looker.probe.duration_s, 3 * n_best):
        if _length(tasks) < budget_s:
            tasks.append((span, False))
    cuts: list[float] = []
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            for (span, _), seen in zip(
                tasks, pool.map(lambda task: _look_at(looker, task), tasks), strict=True
            ):
                if span in suspects and (cut := cut_between(seen.glimpses)) is not None:
                    cuts.append(round(cut, 3))
                coarse.add(seen)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return tuple(sorted(set(cuts)))


def best_frames(
    looker: Looker,
    candidates: Sequence[Candidate],
    n_best: int,
    fingerprint: Callable[[Luma], tuple[int, ...] | None],
) -> tuple[BestFrame, ...]:
    """The best frames, measured again at full resolution; best first."""
    left = {c.sample.time_s: c for c in candidates}
    seen: dict[float, BestFrame] = {}
    with ThreadPoolExecutor(WORKERS) as pool:
        for _ in range(MOST_CHECKS):
            chosen = best_of(list(left.values()), n_best)
            new = [c for c in chosen if c.sample.time_s not in seen]
            if not new:
                break
            checks = pool.map(lambda c: check_frame(looker, c.sample.time_s, fingerprint), new)
            for candidate, checked in zip(new, checks, strict=True):
                time_s = candidate.sample.time_s
                if checked is None:
                    del left[time_s]
                    continue
                seen[time_s] = checked
                left[time_s] = replace(
                    candidate, sample=replace(candidate.sample, score=checked.score)
                )
    chosen = best_of([c for time_s, c in left.items() if time_s in seen], n_best)
    return tuple(seen[c.sample.time_s] for c in chosen)


def check_frame(
    looker: Looker, time_s: float, fingerprint: Callable[[Luma], tuple[int, ...] | None]
) -> BestFrame | None:
    """Measure one frame at full resolution; None where it cannot be decoded by itself."""
    with FrameReader(
        looker.path,
        looker.probe,
        Window(time_s - EXACT_S, time_s + EXACT_S),
        threads=1,
        patience=looker.patience,
    ) as frames:
        luma = next((f.pixels for f in frames if abs(f.time_s - time_s) < EXACT_S), None)
    if luma is None:
        return None
    planes = planes_from_luma(luma)
    score = round(looker.opinion(looker.measure(planes)), 1)
    return BestFrame(time_s, score, fingerprint=fingerprint(planes.working))


def _look_at(looker: Looker, task: Task) -> Look:
    (start, end), for_boundary = task
    probe = looker.probe
    rate = len(probe.packets.times_s) / max(0.001, probe.packets.end_s)
    look = Look()
    kept: list[tuple[Glimpse, Luma]] = []
    with looker.frames(
        Window(start, end, every=max(1, int(rate / LOOK_RATE_HZ))), threads=1
    ) as frames:
        for frame in frames:
            seen = glimpse(frame.time_s, frame.pixels)
            look.glimpses.append(seen)
            kept.append((seen, frame.pixels))
        look.errors = frames.errors
    picked = _spread(len(kept), 3) if for_boundary else _sharpest([g for g, _ in kept], 2)
    look.candidates = [looker.judge(kept[i][1], kept[i][0]) for i in picked]
    return look


def _spread(count: int, wanted: int) -> list[int]:
    """Indices evenly inside a run, ends excluded."""
    return sorted(
        {round((i + 1) * count / (wanted + 1)) for i in range(wanted)} & set(range(count))
    )


def _sharpest(glimpses: Sequence[Glimpse], wanted: int) -> list[int]:
    """The indices of most detail, not next to each other."""
    found: list[int] = []
    for index in sorted(range(len(glimpses)), key=lambda i: -glimpses[i].detail):
        if len(found) < wanted and all(abs(index - other) > 2 for other in found):
            found.append(index)
    return sorted(found)


def _promising(look: Look, duration_s: float, count: int) -> list[Span]:
    half = WINDOW_S / 2
    return [
        (max(0.0, c.sample.time_s - half), min(duration_s, c.sample.time_s + half))
        for c in best_of(look.candidates, count)
    ]


def _length(tasks: Sequence[Task]) -> float:
    return sum(end - start for (start, end), _ in tasks)


def _cut_suspects(glimpses: Sequence[Glimpse]) -> list[Span]:
    found = []
    for a, b in pairwise(glimpses):
        strangeness = unlikeness(a.tiny, b.tiny)
        if strangeness > CUT_SUSPECT:
            found.append((strangeness, (max(0.0, a.time_s - MARGIN_S), b.time_s + MARGIN_S)))
    found.sort(reverse=True)
    return [span for _, span in found[:MOST_CUTS]]


def _frozen_edges(glimpses: Sequence[Glimpse]) -> list[Span]:
    """Gaps on both sides of a run of equal glimpses."""
    same = [change_dn(a.tiny, b.tiny) < SAME_DN for a, b in pairwise(glimpses)]
    return [
        (a.time_s, b.time_s)
        for i, (a, b) in enumerate(pairwise(glimpses))
        if not same[i]
        and b.time_s - a.time_s > 0.25
        and ((i and same[i - 1]) or (i + 1 < len(same) and same[i + 1]))
    ]
