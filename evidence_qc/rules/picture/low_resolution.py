"""The picture has too few pixels to show small damage.

What it measures:
    The long side of the stored picture in pixels, and of a strip its short side.
Why it matters:
    Zooming in is the first thing an adjudicator does. Thumbnails and screenshots of chats have
    nothing to zoom into. Of what is rejected here no focus is blamed: its original may be sharp.
How to retake:
    Send the original from the phone's gallery; do not send a thumbnail or a screenshot of it.
Known limits:
    Counts stored pixels; an enlarged picture has more of them than detail (upscaled-picture).
Where the limit comes from:
    500 px is the lowest long side any surveyed platform accepts (eBay picture policy); a photo
    with twice that still meets it when half of it is shown. No defect can be read at half of it.
    A strip of fewer than 50 px is no picture of anything, however long; by judgement, 2026-11.

References:
    eBay picture policy (minimum 500 px on the longest side).
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import About, Limit, Limits, Picture, PictureRule


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn below one long side, reject below a smaller one or a very small short one."""
    side = max(picture.width_px, picture.height_px)
    short = min(picture.width_px, picture.height_px)
    if 0 < short < limits["strip_px"]:
        return Finding(
            rule=RULE.name,
            severity=Severity.REJECT,
            message_id="low-resolution.reject",
            advice_id="low-resolution.advice",
            measured=short,
            limit=limits["strip_px"],
            unit="px short side",
        )
    if side <= 0 or side >= limits["warn_px"]:
        return None
    reject = side < limits["reject_px"]
    return Finding(
        rule=RULE.name,
        severity=Severity.REJECT if reject else Severity.WARN,
        message_id="low-resolution.reject" if reject else "low-resolution.warn",
        advice_id="low-resolution.advice",
        measured=side,
        limit=limits["reject_px"] if reject else limits["warn_px"],
        unit="px long side",
    )


NAME = "low-resolution"
REJECT = Limit("reject_px", 250.0, "px long side", 0.0, 20000.0, "a smaller picture is a reject")
STRIP = Limit("strip_px", 50.0, "px short side", 0.0, 1000.0, "a narrower strip is a reject")
LEAST = (REJECT, STRIP)
"""Of the long and of the short side; of a smaller picture nothing else is to be said."""

RULE = PictureRule(
    name=NAME,
    severities=(Severity.WARN, Severity.REJECT),
    doc=__doc__ or "",
    about=frozenset({About.SUBMITTED}),
    limits=(
        Limit("warn_px", 1000.0, "px long side", 0.0, 20000.0, "a smaller picture is a warning"),
        *LEAST,
    ),
    check=check,
)
