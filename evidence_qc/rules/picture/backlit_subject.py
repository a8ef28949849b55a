"""The thing stands dark before a bright background.

What it measures:
    The brightness of the middle against that of the outer band of the picture.
Why it matters:
    A phone exposes for the window and leaves the parcel before it a silhouette.
How to retake:
    Turn round so that the light falls on the thing, or tap the thing on the screen.
Known limits:
    A black thing on a white table looks the same; that is why it is a warning only, and only of a
    silhouette. Milder backlight is not found.
Where the limit comes from:
    By eye on 953 phone photos of goods (BIQ2021 subset 1), 2026-11: the nearest harmless one, dark
    cloves on a white plate, has 0.28 before 0.62. None of 101 labelled good is called. Of 1,428
    labelled native photos it calls none; 16 are labelled backlit and worse than good. No milder
    limits find some of them without at least twice as many good ones, black things on light tables,
    not even where it is known what the thing is. It speaks while the camera is aimed, too.

References:
    None.
"""

from __future__ import annotations

from evidence_qc.model import Aim, Finding, Severity
from evidence_qc.rules.base import Limit, Limits, Picture, PictureRule


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn where the middle is dark and its surroundings are bright."""
    middle = picture.measurements.subject_luma_ratio
    around = picture.measurements.surround_luma_ratio
    if middle is None or around is None:
        return None
    if middle >= limits["middle_ratio"] or around <= limits["surround_ratio"]:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message_id="backlit-subject.message",
        advice_id="backlit-subject.advice",
        measured=round(middle, 3),
        limit=limits["middle_ratio"],
        unit="of full luma (middle)",
    )


RULE = PictureRule(
    name="backlit-subject",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(
        Limit("middle_ratio", 0.25, "of full luma", 0.0, 1.0, "a darker middle is a warning"),
        Limit("surround_ratio", 0.60, "of full luma", 0.0, 1.0, "only before brighter edges"),
    ),
    check=check,
    aim=Aim.BACKLIT,
)
