"""A reflection covers part of the thing.

What it measures:
    The share of the picture under small patches in its middle that are burnt to white, fade
    outwards from a lit rim and lie on something darker: reflections of a lamp or a flash, not
    windows, white plastic or labels, which end at once.
Why it matters:
    Nothing can be read under a reflection, and labels and screens reflect most.
How to retake:
    Tilt the thing or step aside, switch the flash off.
Known limits:
    A lamp in the middle of the picture looks like a reflection. A reflection at the side of the
    picture, or that is not burnt to white, is not found, nor one before a bright ground.
Where the limit comes from:
    By eye on 953 phone photos of goods (BIQ2021 subset 1), 2026-11: one of 101 labelled good is
    above 0.02. Of 28 white phones, 7 screens and 4 windows that were called before a lit rim and
    the middle were asked for (sets that played no part in the limit), none is called any more but
    a burnt backdrop and two lamps; of the ten in the first set seven are. Of four called among
    1,428 labelled native photos the two wrong ones lie before white (0.70 and 0.93 of full luma),
    the two right ones before 0.25 and 0.45.

References:
    None.
"""

from __future__ import annotations

from evidence_qc.model import Aim, Finding, Severity
from evidence_qc.rules.base import Limit, Limits, Picture, PictureRule


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn where reflections cover more than a given share."""
    glare = picture.measurements.glare_ratio
    if glare is None or glare <= limits["warn_ratio"]:
        return None
    ground = picture.measurements.surround_median_ratio
    if ground is not None and ground > limits["ground_ratio"]:
        return None  # white cloth and bright sky burn in small patches too
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message_id="glare.message",
        advice_id="glare.advice",
        measured=round(glare, 4),
        limit=limits["warn_ratio"],
        unit="of the area",
    )


RULE = PictureRule(
    name="glare",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(
        Limit("warn_ratio", 0.03, "of the area", 0.0, 1.0, "more glare is a warning"),
        Limit("ground_ratio", 0.6, "of full luma", 0.0, 1.0, "none before a brighter ground"),
    ),
    check=check,
    aim=Aim.GLARE,
)
