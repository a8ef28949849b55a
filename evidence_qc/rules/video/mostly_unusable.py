"""Most of the clip shows nothing clearly.

What it measures:
    The share of the play time that no reject of a picture rule (too dark, out of focus, …) covers.
Why it matters:
    An adjudicator jumps into a clip at random and gives it seconds.
How to retake:
    Use more light, hold still, go closer; thirty clear seconds are worth more than three minutes.
Known limits:
    Frames between two samples are taken to look like the nearer one.
Where the limit comes from:
    By eye, 2026-11: with less than a third usable, a jump to any place most likely shows nothing.

References:
    None.
"""

from __future__ import annotations

from evidence_qc.language.durations import joined
from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import About, Clip, Limit, Limits, VideoRule


def check(clip: Clip, limits: Limits) -> Finding | None:
    """Reject below a usable share."""
    if not clip.video.samples or clip.usable_ratio >= limits["usable_ratio"]:
        return None
    spans = joined(
        [
            span
            for passages in clip.passages.values()
            for severity, span in passages
            if severity is Severity.REJECT
        ]
    )
    percent = round(100 * clip.usable_ratio)
    return Finding(
        rule=RULE.name,
        severity=Severity.REJECT,
        message_id="mostly-unusable.part" if percent else "mostly-unusable.none",
        values={"percent": percent},
        advice_id="mostly-unusable.advice",
        measured=round(clip.usable_ratio, 3),
        limit=limits["usable_ratio"],
        unit="of the clip is usable",
        spans_s=spans or None,
    )


RULE = VideoRule(
    name="mostly-unusable",
    severities=(Severity.REJECT,),
    doc=__doc__ or "",
    about=frozenset({About.SUBMITTED}),
    limits=(Limit("usable_ratio", 0.33, "of the clip", 0.0, 1.0, "a smaller share is a reject"),),
    check=check,
)
