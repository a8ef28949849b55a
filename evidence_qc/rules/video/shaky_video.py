"""The camera shakes or swings so fast that nothing can be followed.

What it measures:
    How far the whole picture moves from one frame to the next, by phase correlation, in
    thousandths of the long side per second; in which share of the clip it is too fast, and for
    how many seconds on end most of it is.
Why it matters:
    A viewer cannot fix on a scratch that jumps about, and frames of fast movement are blurred.
How to retake:
    Hold the phone with both hands, elbows against the body; stop for two seconds on each defect.
Known limits:
    A thing that moves before a still camera and fills the picture counts as movement, and so does
    a pan that is too fast to follow.
Where the limit comes from:
    Fourteen public clips, 2026-11: a clip known as shaky moves at 300 ‰/s at the median, the
    calm hand-held ones at 5 to 60, with a tenth of their time above 170. Three move too fast for
    3.0, 6.9 and 7.9 s on end and the ten others never for one, so that 2.5 s adds no warning.

References:
    Kuglin, Hines: The phase correlation image alignment method (1975).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from evidence_qc.language.durations import joined, total_s
from evidence_qc.model import Finding, Severity, Span
from evidence_qc.rules.base import Clip, Limit, Limits, VideoRule

SPEED = "speed_permille_per_s"
BRIDGE_S = 2.5
"""Movement is looked at every second or two; readings closer than this are one passage."""
HALF_S = 0.5
"""A reading stands for this much time on both sides."""
MOST = 0.5
"""Share of the readings near a moment that are too fast where the camera shakes; a shaking hand
stands still for an instant whenever it turns."""
FEWEST = 3
"""Readings near a moment that say something about it."""


def check(clip: Clip, limits: Limits) -> Finding | None:
    """Warn where too large a share of all readings is too fast, or too long a passage."""
    readings, end_s = clip.video.shake, clip.video.duration_s
    fast = [time_s for time_s, speed in readings if speed > limits[SPEED]]
    if len(readings) < 3 or not fast:
        return None
    passages = _passages(readings, limits[SPEED], end_s)
    share = len(fast) / len(readings)
    longest_s = max((end - start for start, end in passages), default=0.0)
    if share >= limits["share_ratio"]:
        spans = joined([_around(time_s, end_s) for time_s in fast], BRIDGE_S)
        spans = tuple(span for span in spans if span[1] - span[0] > 2 * HALF_S)
        measured, limit, unit = share, limits["share_ratio"], "of the clip moves too fast"
    elif longest_s >= limits["passage_s"]:
        spans = tuple(span for span in passages if span[1] - span[0] >= limits["passage_s"])
        measured, limit, unit = longest_s, limits["passage_s"], "s on end move too fast"
    else:
        return None
    everywhere = total_s(spans) >= 0.9 * end_s
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message_id="shaky-video.message",
        values={"spans_s": () if everywhere else spans},
        advice_id="shaky-video.advice",
        measured=round(measured, 3),
        limit=limit,
        unit=unit,
        spans_s=spans or None,
    )


def moving_at(
    readings: Sequence[tuple[float, float]], limit: float, *, fewest: int = 1
) -> Callable[[float], bool]:
    """Tells of any moment whether most readings within half a second of it are too fast.

    Args:
        readings: (time_s, speed), in order of time.
        limit: a faster reading is too fast.
        fewest: readings near a moment that say something about it.
    """
    times = [time_s for time_s, _ in readings]
    counts = [0, *accumulate(speed > limit for _, speed in readings)]

    def is_moving(time_s: float) -> bool:
        low, high = bisect_left(times, time_s - HALF_S), bisect_right(times, time_s + HALF_S)
        return high - low >= fewest and counts[high] - counts[low] >= MOST * (high - low)

    return is_moving


def _passages(
    readings: Sequence[tuple[float, float]], limit: float, end_s: float
) -> tuple[Span, ...]:
    """Where most readings within half a second are too fast; a lone reading says nothing."""
    is_moving = moving_at(readings, limit, fewest=FEWEST)
    spans = joined([(time_s, time_s) for time_s, _ in readings if is_moving(time_s)], 2 * HALF_S)
    return tuple((round(start, 3), round(min(end_s, end), 3)) for start, end in spans)


def _around(time_s: float, end_s: float) -> Span:
    return (round(max(0.0, time_s - HALF_S), 3), round(min(end_s, time_s + HALF_S), 3))


RULE = VideoRule(
    name="shaky-video",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(
        Limit(
            SPEED,
            240.0,
            "‰ of the long side per second",
            1.0,
            10000.0,
            "faster movement cannot be followed",
        ),
        Limit("share_ratio", 0.33, "of the clip", 0.0, 1.0, "a larger share is a warning"),
        Limit("passage_s", 2.5, "s", 0.5, 60.0, "so long on end is a warning"),
    ),
    check=check,
)
