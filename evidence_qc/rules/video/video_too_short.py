"""The clip is over before a viewer has seen anything.

What it measures:
    The play time of the video stream, against the profile's least and the rule's own.
Why it matters:
    A player takes a second to show its controls and go away again; what flashes by proves little.
How to retake:
    Film for at least ten seconds: the whole thing first, then the defect, then both again.
Known limits:
    A Live Photo is a three-second clip by nature; its photo is judged as well.
Where the limit comes from:
    The profile where it knows one; else 3 s, by eye, 2026-11.

References:
    evidence-qc profiles NAME
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Clip, Limit, Limits, VideoRule


def check(clip: Clip, limits: Limits) -> Finding | None:
    """Warn below the least play time."""
    of_profile = clip.profile.video_seconds_min.value
    least_s = max(limits["least_s"], of_profile or 0.0)
    if clip.video.duration_s >= least_s:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message_id="video-too-short.message",
        values={"duration_s": clip.video.duration_s},
        advice_id="video-too-short.advice",
        measured=round(clip.video.duration_s, 2),
        limit=least_s,
        unit="s",
    )


RULE = VideoRule(
    name="video-too-short",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(Limit("least_s", 3.0, "s", 0.0, 3600.0, "a shorter clip is a warning"),),
    check=check,
)
