"""The picture is so dark that a defect in it would not be seen.

What it measures:
    The share of the area that is dark: luma below 30 of 255 counts in full, above 110 not at
    all, linear between. How bright the bright parts are does not count.
Why it matters:
    Twilight hides exactly what has to be seen: small damage has little contrast of its own,
    and adjudicators look at it on a phone in daylight.
How to retake:
    By a window in daylight, or under a lamp that stands beside the phone.
Known limits:
    A black object that fills the frame is darker than its light. A night scene or a product
    before black whose lit part is a fifth of the picture or more, and well exposed, is no reject.
Where the limit comes from:
    282 phone photos judged by an annotator (BIQ2021 subset 1) and 180 bracketed exposures (SICE
    part 1), 2026-11: labelled dark 0.75–1.00, dim 0.18–0.93 (median 0.64), ok at most 0.73 (98 %
    below 0.60); under-exposed brackets 0.75–1.00, normal ones at most 0.62. The warning lies
    between ok and dark; 0.86 is a reject by itself, less is one where the predicted opinion of
    the whole picture is below 50.

References:
    ITU-R BT.601 (luma).
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import About, Limit, Limits, Picture, PictureRule
from evidence_qc.rules.picture.severity import REJECT_BELOW, severity_of


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn above one dark area, reject above a larger one."""
    dark = picture.measurements.dark_area_ratio
    if dark is None or dark <= limits["warn_ratio"]:
        return None
    far_gone = dark > limits["reject_ratio"]
    severity = severity_of(picture.measurements, limits, far_gone=far_gone)
    reject = severity is Severity.REJECT
    return Finding(
        rule=RULE.name,
        severity=severity,
        message_id="too-dark.reject" if reject else "too-dark.warn",
        advice_id="too-dark.advice",
        measured=round(dark, 3),
        limit=limits["reject_ratio" if far_gone else "warn_ratio"],
        unit="of the area is dark",
    )


RULE = PictureRule(
    name="too-dark",
    severities=(Severity.WARN, Severity.REJECT),
    doc=__doc__ or "",
    about=frozenset({About.NOTHING_SEEN, About.SUBMITTED}),
    limits=(
        Limit("warn_ratio", 0.65, "of the area", 0.0, 1.0, "more dark area is a warning"),
        Limit("reject_ratio", 0.86, "of the area", 0.0, 1.0, "more dark area is a reject"),
        REJECT_BELOW,
    ),
    check=check,
)
