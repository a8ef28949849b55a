"""The picture is so dark that a defect in it would not be seen.

What it measures:
    The median of luma over the whole picture and the share of its area that is dark.
Why it matters:
    Twilight hides exactly what has to be seen: small damage has little contrast of its own,
    and adjudicators look at it on a phone in daylight.
How to retake:
    By a window in daylight, or under a lamp that stands beside the phone.
Known limits:
    A black object that fills the frame is darker than its light; a night scene with bright
    parts is not called dark.
Where the limit comes from:
    First values by eye, 2026-11; to be fitted.

References:
    ITU-R BT.601 (luma).
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Limit, Limits, Picture, PictureRule


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn below one median luma, reject below a lower one."""
    median = picture.measurements.luma_p50_ratio
    if median is None or median >= limits["warn_ratio"]:
        return None
    reject = median < limits["reject_ratio"]
    return Finding(
        rule=RULE.name,
        severity=Severity.REJECT if reject else Severity.WARN,
        message="It is too dark to see a defect." if reject else "It is rather dark.",
        advice="Take it again by a window in daylight, or put a lamp beside the phone.",
        measured=round(median, 3),
        limit=limits["reject_ratio"] if reject else limits["warn_ratio"],
        unit="of full luma (median)",
    )


RULE = PictureRule(
    name="too-dark",
    severities=(Severity.WARN, Severity.REJECT),
    doc=__doc__ or "",
    limits=(
        Limit("warn_ratio", 0.18, "of full luma", 0.0, 1.0, "a darker median is a warning"),
        Limit("reject_ratio", 0.09, "of full luma", 0.0, 1.0, "a darker median is a reject"),
    ),
    check=check,
)
