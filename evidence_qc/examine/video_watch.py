"""What is picked out of a window while its frames pass by: bounded, whatever its length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from evidence_qc.measures.movement import FrameStatistics
from evidence_qc.measures.planes import Luma
from evidence_qc.model import Span

Kept = tuple[FrameStatistics, Luma]

SHARPEST = 2
APART_S = 0.15
"""Two sharp frames closer than this are the same moment."""


@dataclass(slots=True)
class Watch:
    """One window: for a boundary frames at even steps inside, else the sharpest frames."""

    span_s: Span
    inside: int = 0
    """Frames to measure at even steps inside; 0: the sharpest ones instead."""
    for_cut: bool = False
    frame_statistics: list[FrameStatistics] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)

    def offer(self, seen: FrameStatistics, luma: Luma) -> None:
        """One frame passes; ignored outside the window."""
        if not self.span_s[0] <= seen.time_s < self.span_s[1]:
            return
        self.frame_statistics.append(seen)
        if self.inside:
            self._at_steps(seen, luma)
        else:
            self._if_sharp(seen, luma)

    def _at_steps(self, seen: FrameStatistics, luma: Luma) -> None:
        start, end = self.span_s
        due = start + (len(self.kept) + 1) * (end - start) / (self.inside + 1)
        if len(self.kept) < self.inside and seen.time_s >= due:
            self.kept.append((seen, luma))

    def _if_sharp(self, seen: FrameStatistics, luma: Luma) -> None:
        near = [k for k in self.kept if abs(k[0].time_s - seen.time_s) < APART_S]
        if any(k[0].detail >= seen.detail for k in near):
            return
        self.kept = [k for k in self.kept if not any(k is other for other in near)]
        self.kept.append((seen, luma))
        self.kept.sort(key=lambda k: -k[0].detail)
        del self.kept[SHARPEST:]


def grouped(watches: Sequence[Watch], key_times_s: Sequence[float]) -> list[list[Watch]]:
    """Windows that share a decode: those that start before the keyframe after the last one ends.

    Decoding starts at a keyframe, so windows between the same two keyframes cost one run.
    """
    groups: list[list[Watch]] = []
    end_s = -1.0
    for watch in sorted(watches, key=lambda w: w.span_s):
        key_s = max((time for time in key_times_s if time <= watch.span_s[0]), default=0.0)
        if groups and key_s < end_s:
            groups[-1].append(watch)
        else:
            groups.append([watch])
            end_s = -1.0
        end_s = max(end_s, watch.span_s[1])
    return groups
