"""The second look: short windows around the promising and the doubtful, then the best frames."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

from evidence_qc.examine.video_choice import (
    FrameCandidate,
    best_of,
    best_set,
    doubtful_gaps,
    reason_for,
)
from evidence_qc.examine.video_survey import FrameSampler, FrameSurvey
from evidence_qc.examine.video_watch import Watch, grouped
from evidence_qc.measures.movement import (
    FrameStatistics,
    cut_between,
    frame_statistics,
    unlikeness,
)
from evidence_qc.measures.planes import Luma
from evidence_qc.measures.stillness import joined_passages
from evidence_qc.media.photo.planes import planes_from_luma
from evidence_qc.media.video.frames import FrameReader, TimeWindow, Windows
from evidence_qc.media.video.packets import Packets
from evidence_qc.model import BestFrame, Span

_LOG = logging.getLogger(__name__)

SURVEY_RATE_HZ = 15.0
"""Frames per second that a window is looked at …"""
CUT_RATE_HZ = 30.0
"""… and where a cut is to be told to the frame."""
WINDOW_S = 0.5
"""How long the neighbourhood of a promising sample is looked at."""
LONG_GAP_S = 1.3
"""The halves of a longer gap would leave a boundary more than half a second out."""
SHARE_OF_CLIP = 0.07
"""Each of three kinds of windows may cost this share of a full decode …"""
LEAST_S = 3.0
"""… and this much play time, so that short clips are seen almost whole."""
MOST_EDGES = 10
SURE_GAP_S = 1.05
"""The middle of such a gap is within half a second of any boundary in it …"""
MOST_SURE = 4
"""… so that no more of them are looked at, to know them better."""
WORKERS = 2
EXACT_S = 0.002
"""Times are kept in milliseconds; frames stand at least four apart."""
MOST_CHECKS = 4
"""Rounds of measuring the chosen at full resolution and choosing again."""
AGREE_POINTS = 3.0
"""A frame that scores this much less at full resolution has to compete again."""
CUT_SUSPECT = 0.35
"""Samples a second apart that are less alike may have a cut between them."""
MOST_CUTS = 4
MARGIN_S = 0.2
"""A cut is told from a pan by the calm on both sides of it."""


def survey_closely(sampler: FrameSampler, coarse: FrameSurvey, n_best: int) -> tuple[float, ...]:
    """Add windows to what was seen; returns the times of cuts."""
    packets = sampler.probe.packets
    groups = grouped(_watches(sampler, coarse, n_best), packets.key_times_s)
    cuts: list[float] = []
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            for group, seen in zip(
                groups, pool.map(lambda group: _survey_at(sampler, group), groups), strict=True
            ):
                coarse.add(seen)
                found = [cut_between(watch.frame_statistics) for watch in group if watch.for_cut]
                cuts += [round(cut, 3) for cut in found if cut is not None]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return tuple(sorted(set(cuts)))


def _watches(sampler: FrameSampler, coarse: FrameSurvey, n_best: int) -> list[Watch]:
    """Windows worth their cost: some for boundaries and cuts, as many for the best frames."""
    duration_s = sampler.probe.duration_s
    budget_s = LEAST_S + SHARE_OF_CLIP * duration_s
    packets = sampler.probe.packets
    samples = [c.sample for c in coarse.candidates]
    edges = doubtful_gaps(samples, limit=MOST_EDGES)
    short = [span for span in edges if span[1] - span[0] <= SURE_GAP_S][MOST_SURE:]
    doubtful = [_first_half(span) for span in edges if span not in short]
    suspects = [
        Watch(span, inside=1, for_cut=True)
        for span in _cut_suspects(coarse.frame_statistics, packets)
    ]
    promising = [Watch(span) for span in _promising(coarse, duration_s, 2 * n_best)]
    return [
        *_within(doubtful, budget_s), *_within(suspects, budget_s), *_within(promising, budget_s)
    ]  # fmt: skip


def _first_half(gap: Span) -> Watch:
    """A window that tells on which side of its middle a boundary lies.

    Decoding starts at the keyframe before the gap, so its second half would cost as much again.
    """
    start, end = gap
    if end - start > LONG_GAP_S:
        return Watch(gap, inside=3)
    return Watch((start, start + 0.6 * (end - start)), inside=1)


def _within(watches: Sequence[Watch], budget_s: float) -> list[Watch]:
    """The first ones that together are no longer than the budget."""
    found: list[Watch] = []
    for watch in watches:
        budget_s -= watch.span_s[1] - watch.span_s[0]
        if budget_s < 0:
            break
        found.append(watch)
    return found


def best_frames(
    sampler: FrameSampler,
    candidates: Sequence[FrameCandidate],
    n_best: int,
    fingerprint: Callable[[Luma], tuple[int, ...] | None],
) -> tuple[BestFrame, ...]:
    """The best frames, measured again at full resolution; best first."""
    left = {c.sample.time_s: c for c in candidates}
    seen: dict[float, BestFrame] = {}
    with ThreadPoolExecutor(WORKERS) as pool:
        for _ in range(MOST_CHECKS):
            chosen = best_set(list(left.values()), n_best)
            new = [c for c in chosen if c.sample.time_s not in seen]
            if not new:
                break
            checks = pool.map(lambda c: check_frame(sampler, c.sample.time_s, fingerprint), new)
            for candidate, checked in zip(new, checks, strict=True):
                time_s = candidate.sample.time_s
                if checked is None:
                    del left[time_s]
                    continue
                seen[time_s] = checked
                if checked.score < candidate.sample.score - AGREE_POINTS:
                    left[time_s] = replace(
                        candidate, sample=replace(candidate.sample, score=checked.score)
                    )
    chosen = best_set([c for time_s, c in left.items() if time_s in seen], n_best)
    best = tuple(
        replace(seen[c.sample.time_s], reason=reason_for(c, chosen[:rank], len(candidates)))
        for rank, c in enumerate(chosen)
    )
    for frame in best:
        _LOG.debug("frame at %.3f s, score %.1f: %s", frame.time_s, frame.score, frame.reason)
    return best


def check_frame(
    sampler: FrameSampler, time_s: float, fingerprint: Callable[[Luma], tuple[int, ...] | None]
) -> BestFrame | None:
    """Measure one frame at full resolution; None where it cannot be decoded by itself."""
    with FrameReader(
        sampler.path,
        sampler.probe,
        TimeWindow(time_s - EXACT_S, time_s + EXACT_S),
        threads=1,
        timeouts=sampler.timeouts,
    ) as frames:
        luma = next((f.pixels for f in frames if abs(f.time_s - time_s) < EXACT_S), None)
    if luma is None:
        return None
    planes = planes_from_luma(luma)
    score = round(sampler.predicted_mos(sampler.measure(planes)), 1)
    return BestFrame(time_s, score, fingerprint=fingerprint(planes.working))


def _survey_at(sampler: FrameSampler, watches: Sequence[Watch]) -> FrameSurvey:
    """Decode a group of windows in one run and measure what was picked."""
    packets = sampler.probe.packets
    rate = len(packets.times_s) / max(0.001, packets.end_s)
    rate_hz = CUT_RATE_HZ if any(watch.for_cut for watch in watches) else SURVEY_RATE_HZ
    view = FrameSurvey()
    choice = Windows(
        joined_passages([watch.span_s for watch in watches]), max(1, int(rate / rate_hz))
    )
    with sampler.frames(choice, threads=1) as frames:
        for frame in frames:
            seen = frame_statistics(frame.time_s, frame.pixels)
            view.frame_statistics.append(seen)
            for watch in watches:
                watch.offer(seen, frame.pixels)
        view.errors = frames.errors
    picked = {k[0].time_s: k for watch in watches for k in watch.kept}
    view.candidates = [sampler.judge(luma, seen) for _, (seen, luma) in sorted(picked.items())]
    return view


def _promising(view: FrameSurvey, duration_s: float, count: int) -> list[Span]:
    """Windows around the best of different views, then around the best whatever they show."""
    different = best_of(view.candidates, count)
    best = sorted(view.candidates, key=lambda c: (-c.sample.score, c.sample.time_s))
    times_s = dict.fromkeys(c.sample.time_s for c in (*different, *best[: count + count // 2]))
    half_s = WINDOW_S / 2
    return [(max(0.0, time - half_s), min(duration_s, time + half_s)) for time in times_s]


def _cut_suspects(frame_statistics: Sequence[FrameStatistics], packets: Packets) -> list[Span]:
    """Short stretches around the frame that would be the first after a cut."""
    found = []
    gaps = sorted(b.time_s - a.time_s for a, b in pairwise(frame_statistics))
    for a, b in pairwise(frame_statistics):
        strangeness = unlikeness(a.tiny, b.tiny)
        if strangeness > CUT_SUSPECT:
            time_s = packets.largest_between(a.time_s, b.time_s)
            strangeness *= min(4.0, packets.surprise(a.time_s, b.time_s))
            if b.time_s - a.time_s < 0.8 * gaps[-1] and time_s > b.time_s - 1e-3:
                strangeness *= 2  # an encoder that sees a cut sets a keyframe out of turn
            found.append((strangeness, (max(0.0, time_s - MARGIN_S), time_s + MARGIN_S)))
    found.sort(reverse=True)
    return [span for _, span in found[:MOST_CUTS]]
