"""The clip is a slide show: too few pictures a second.

What it measures:
    The average frame rate of the video stream, from the times of its frames.
Why it matters:
    A failure that happens between two frames (a flicker, a rattle, a spark) is not seen.
How to retake:
    Film with the phone's own camera, in good light; do not record a video call or a slow app.
Known limits:
    A clip whose rate varies is judged by its average; its stalls are frozen passages.
Where the limit comes from:
    By eye, 2026-11: phones drop to 15 frames a second in the dark and stay watchable; below 10
    movement breaks up.

References:
    None.
"""

from __future__ import annotations

from fractions import Fraction

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Clip, Limit, Limits, VideoRule


def check(clip: Clip, limits: Limits) -> Finding | None:
    """Warn below one rate."""
    try:
        rate = float(Fraction(clip.video.frame_rate))
    except (ValueError, ZeroDivisionError):
        return None
    if rate <= 0 or rate >= limits["least_fps"]:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message_id="low-frame-rate.message",
        values={"rate_hz": rate},
        advice_id="low-frame-rate.advice",
        measured=round(rate, 2),
        limit=limits["least_fps"],
        unit="frames per second",
    )


RULE = VideoRule(
    name="low-frame-rate",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(
        Limit("least_fps", 10.0, "frames per second", 0.0, 240.0, "a lower rate is a warning"),
    ),
    check=check,
)
