"""The clip is longer than the platform takes.

What it measures:
    The play time of the video stream against the profile's limit.
Why it matters:
    The upload fails, or the platform cuts off the end without saying so.
How to retake:
    Nothing to retake yet: a bundle keeps the whole clip unless the limit is known for certain;
    where it is, it shows which continuous part it would keep.
Known limits:
    Where a profile does not know a limit, nothing is said.
Where the limit comes from:
    The profile; each value names its source there.

References:
    evidence-qc profiles NAME
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Clip, Limits, VideoRule

SLACK_S = 0.05
"""Clips cut to a limit end a frame late."""


def check(clip: Clip, limits: Limits) -> Finding | None:
    """A note above the profile's play time."""
    most = clip.profile.video_seconds_max
    if most.value is None or clip.video.duration_s <= most.value + SLACK_S:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.NOTE,
        message_id="video-too-long.message",
        advice_id=f"video-too-long.advice-{'assumed' if most.is_assumed else 'known'}",
        values={
            "duration_s": clip.video.duration_s,
            "limit_s": most.value,
            "remark": most.remark,
        },
        measured=round(clip.video.duration_s, 2),
        limit=most.value,
        unit="s",
    )


RULE = VideoRule(
    name="video-too-long",
    severities=(Severity.NOTE,),
    doc=__doc__ or "",
    check=check,
)
