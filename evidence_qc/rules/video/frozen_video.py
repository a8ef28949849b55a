"""The picture stands still although the clip plays on.

What it measures:
    Passages in which successive samples show exactly the same picture, or in which the file holds
    no frame at all.
Why it matters:
    A frozen picture hides what happened in the meantime, and looks like tampering.
How to retake:
    Restart the phone's camera, free some storage, and film again.
Known limits:
    A screen recording of a still page is frozen by nature. A camera on a tripod is not called
    frozen, because its noise changes from frame to frame; sent through a messenger that wipes
    the noise out, it may be.
Where the limit comes from:
    Clips frozen with ffmpeg and fourteen public clips, 2026-11: frozen samples differ by 0.5 of
    255 at most, the calmest real ones by 0.8, and no frame between them adds anything.

References:
    ffmpeg freezedetect (the same idea on every frame).
"""

from __future__ import annotations

from evidence_qc.language.durations import total_s
from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Clip, Limit, Limits, VideoRule


def check(clip: Clip, limits: Limits) -> Finding | None:
    """Warn where the long frozen passages add up to too much."""
    spans = tuple(
        span for span in clip.video.frozen_spans_s if span[1] - span[0] >= limits["passage_s"]
    )
    if not spans:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message_id="frozen-video.message",
        values={"spans_s": spans},
        advice_id="frozen-video.advice",
        measured=round(total_s(spans), 2),
        limit=limits["passage_s"],
        unit="s frozen",
        spans_s=spans,
    )


RULE = VideoRule(
    name="frozen-video",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(Limit("passage_s", 1.5, "s", 0.3, 3600.0, "a longer frozen passage is a warning"),),
    check=check,
)
