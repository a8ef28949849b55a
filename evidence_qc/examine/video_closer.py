"""The second look: short windows around the promising and the doubtful, then the best frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

from evidence_qc.examine.video_choice import Candidate, best_of, doubtful_gaps
from evidence_qc.examine.video_look import Look, Looker
from evidence_qc.examine.video_watch import Watch, grouped
from evidence_qc.measures.movement import (
    SAME_DN,
    Glimpse,
    change_dn,
    cut_between,
    glimpse,
    unlikeness,
)
from evidence_qc.measures.planes import Luma
from evidence_qc.measures.stillness import joined_passages
from evidence_qc.media.planes import planes_from_luma
from evidence_qc.media.video_frames import FrameReader, Window, Windows
from evidence_qc.model import BestFrame, Span

LOOK_RATE_HZ = 15.0
"""Frames per second that a window is looked at …"""
CUT_RATE_HZ = 30.0
"""… and where a cut is to be told to the frame."""
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


def look_closer(looker: Looker, coarse: Look, n_best: int) -> tuple[float, ...]:
    """Add windows to what was seen; returns the times of cuts."""
    packets = looker.probe.packets
    groups = grouped(_watches(looker, coarse, n_best), packets.key_times_s)
    cuts: list[float] = []
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            for group, seen in zip(
                groups, pool.map(lambda group: _look_at(looker, group), groups), strict=True
            ):
                coarse.add(seen)
                found = [cut_between(watch.glimpses) for watch in group if watch.for_cut]
                cuts += [round(cut, 3) for cut in found if cut is not None]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return tuple(sorted(set(cuts)))


def _watches(looker: Looker, coarse: Look, n_best: int) -> list[Watch]:
    """Windows worth their cost: half for boundaries and cuts, the rest for the best frames."""
    duration_s = looker.probe.duration_s
    budget_s = max(LEAST_S, SHARE_OF_CLIP * duration_s)
    samples = [c.sample for c in coarse.candidates]
    watches = [Watch(span, True, True) for span in _cut_suspects(coarse.glimpses)]
    for span in [*_frozen_edges(coarse.glimpses), *doubtful_gaps(samples, limit=8)]:
        if _length(watches) < budget_s / 2:
            watches.append(Watch(span, True))
    for span in _promising(coarse, duration_s, 3 * n_best):
        if _length(watches) < budget_s:
            watches.append(Watch(span))
    return watches


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


def _look_at(looker: Looker, watches: Sequence[Watch]) -> Look:
    """Decode a group of windows in one run and measure what was picked."""
    packets = looker.probe.packets
    rate = len(packets.times_s) / max(0.001, packets.end_s)
    rate_hz = CUT_RATE_HZ if any(watch.for_cut for watch in watches) else LOOK_RATE_HZ
    look = Look()
    choice = Windows(
        joined_passages([watch.span_s for watch in watches]), max(1, int(rate / rate_hz))
    )
    with looker.frames(choice, threads=1) as frames:
        for frame in frames:
            seen = glimpse(frame.time_s, frame.pixels)
            look.glimpses.append(seen)
            for watch in watches:
                watch.offer(seen, frame.pixels)
        look.errors = frames.errors
    picked = {k[0].time_s: k for watch in watches for k in watch.kept}
    look.candidates = [looker.judge(luma, seen) for _, (seen, luma) in sorted(picked.items())]
    return look


def _promising(look: Look, duration_s: float, count: int) -> list[Span]:
    half = WINDOW_S / 2
    return [
        (max(0.0, c.sample.time_s - half), min(duration_s, c.sample.time_s + half))
        for c in best_of(look.candidates, count)
    ]


def _length(watches: Sequence[Watch]) -> float:
    return sum(watch.span_s[1] - watch.span_s[0] for watch in watches)


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
