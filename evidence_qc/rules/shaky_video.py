"""The camera shakes or swings so fast that nothing can be followed.

What it measures:
    How far the whole picture moves from one frame to the next, by phase correlation, in
    thousandths of the long side per second; and in which share of the clip it is too fast.
Why it matters:
    A viewer cannot fix on a scratch that jumps about, and frames of fast movement are blurred.
How to retake:
    Hold the phone with both hands, elbows against the body; stop for two seconds on each defect.
Known limits:
    A thing that moves before a still camera and fills the picture counts as movement.
Where the limit comes from:
    Fourteen public clips, 2026-11: a clip known as shaky moves at 300 ‰/s at the median, the
    calm hand-held ones at 5 to 60, with a tenth of their time above 170.

References:
    Kuglin, Hines: The phase correlation image alignment method (1975).
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity, Span
from evidence_qc.rules.base import Clip, Limit, Limits, VideoRule
from evidence_qc.rules.times import joined, spans_words, total_s

BRIDGE_S = 2.5
"""Movement is looked at every second or two; readings closer than this are one passage."""


def check(clip: Clip, limits: Limits) -> Finding | None:
    """Warn where the readings above the limit are too large a share of all."""
    readings = clip.video.shake
    fast = [time_s for time_s, speed in readings if speed > limits["speed_permille_per_s"]]
    if len(readings) < 3 or len(fast) < limits["share_ratio"] * len(readings):
        return None
    end_s = clip.video.duration_s
    spans = joined([_around(time_s, end_s) for time_s in fast], BRIDGE_S)
    spans = tuple(span for span in spans if span[1] - span[0] > 2 * HALF_S)
    everywhere = total_s(spans) >= 0.9 * end_s
    when = "" if everywhere or not spans else f": {spans_words(spans)}"
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message=f"The camera shakes too much to follow{when}.",
        advice="Hold the phone with both hands and stop for two seconds on each defect.",
        measured=round(len(fast) / len(readings), 3),
        limit=limits["share_ratio"],
        unit="of the clip moves too fast",
        spans_s=spans or None,
    )


HALF_S = 0.5


def _around(time_s: float, end_s: float) -> Span:
    return (round(max(0.0, time_s - HALF_S), 3), round(min(end_s, time_s + HALF_S), 3))


RULE = VideoRule(
    name="shaky-video",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(
        Limit(
            "speed_permille_per_s",
            240.0,
            "‰ of the long side per second",
            1.0,
            10000.0,
            "faster movement cannot be followed",
        ),
        Limit("share_ratio", 0.33, "of the clip", 0.0, 1.0, "a larger share is a warning"),
    ),
    check=check,
)
