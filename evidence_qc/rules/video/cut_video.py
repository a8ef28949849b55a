"""The clip is put together from several takes.

What it measures:
    Jumps from one frame to the next that no movement of the camera explains, with calm on both
    sides of them.
Why it matters:
    Platforms want one continuous take; a cut invites the question what was left out.
How to retake:
    Film it in one go: parcel, label, unpacking, defect. Do not edit the clip.
Known limits:
    A lamp switched on can look like a cut; slow cross-fades are not found; of many cuts only the
    clearest four are named.
Where the limit comes from:
    Thirteen public clips, 2026-11: the six cuts of three of them found to the frame, none
    reported in the other ten.

References:
    Shopee: the unboxing video is one continuous take without editing (help.shopee.com.my 78639).
    PySceneDetect, AdaptiveDetector.
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Clip, Limit, Limits, VideoRule


def check(clip: Clip, limits: Limits) -> Finding | None:
    """Warn from so many cuts on."""
    cuts = clip.video.cut_times_s
    if len(cuts) < limits["cuts"]:
        return None
    spans = tuple((time_s, time_s) for time_s in cuts)
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message_id="cut-video.message",
        values={"spans_s": spans},
        advice_id="cut-video.advice",
        measured=len(cuts),
        limit=limits["cuts"],
        unit="cuts",
        spans_s=spans,
    )


RULE = VideoRule(
    name="cut-video",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(Limit("cuts", 1.0, "cuts", 1.0, 1000.0, "so many cuts are a warning"),),
    check=check,
)
