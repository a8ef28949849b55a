"""The file is named like a video but holds no picture.

What it measures:
    Whether the container holds a video stream; a cover picture of a sound file is none.
Why it matters:
    Only a sound, or nothing at all, would be uploaded as the one video of the dispute.
How to retake:
    Film again, or send the original from the phone's gallery.
Known limits:
    A stream in a format that ffmpeg does not know counts as unreadable, not as missing.
Where the limit comes from:
    None is needed.

References:
    None.
"""

from __future__ import annotations

from evidence_qc.model import DamageKind, FileFacts, Finding, Severity
from evidence_qc.rules.base import About, FileRule, Limits


def check(facts: FileFacts, limits: Limits) -> Finding | None:
    """Reject a file without a video stream."""
    damage = next((d for d in facts.damage if d.kind is DamageKind.NO_VIDEO_STREAM), None)
    if damage is None:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.REJECT,
        message_id=damage.message_id,
        values=damage.values,
        advice_id="no-video-stream.advice",
    )


RULE = FileRule(
    name="no-video-stream",
    severities=(Severity.REJECT,),
    doc=__doc__ or "",
    about=frozenset({About.SUBMITTED}),
    check=check,
)
