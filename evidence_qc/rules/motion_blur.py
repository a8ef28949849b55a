"""The camera or the thing moved while the picture was taken.

What it measures:
    The blur kernel (see out-of-focus) and its shape: a kernel that is clearly longer than wide is
    the trace of a movement.
Why it matters:
    Shake wipes out small damage just as bad focus does, but the remedy is another one.
How to retake:
    Both hands, elbows against the body or the phone leaned on something, and more light: a phone
    that has light enough takes the picture too quickly to shake.
Known limits:
    A curved shake is nearly as wide as long and is then called out of focus. A texture of
    parallel lines gives the model few edges across them, so a direction is told less surely.
Where the limit comes from:
    282 phone photos judged by an annotator (BIQ2021 subset 1), 2026-11, the model trained on none
    of them. The warning lies where photos called soft begin to outnumber sharp ones; 3.5 ‰ is a
    reject by itself. Between the two the picture is a reject where the predicted opinion, fitted
    to the opinions of 30 people, is below 50: together 97 % of the photos labelled reject are
    rejected and 2 % of those labelled good. `scripts/accuracy.py` prints the figures.

References:
    The model card beside the weights (evidence_qc/focus).
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Limit, Limits, Picture, PictureRule
from evidence_qc.rules.blur import BlurKind, kind_of_blur
from evidence_qc.rules.severity import REJECT_BELOW, severity_of


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn above one blur, reject above a larger one, where the blur has a direction."""
    blur = picture.measurements.blur_permille
    if blur is None or blur <= limits["warn_permille"]:
        return None
    if kind_of_blur(picture.measurements) is not BlurKind.MOTION:
        return None
    far_gone = blur > limits["reject_permille"]
    severity = severity_of(picture.measurements, limits, far_gone=far_gone)
    reject = severity is Severity.REJECT
    return Finding(
        rule=RULE.name,
        severity=severity,
        message="The camera moved." if reject else "The camera moved a little.",
        advice="Hold the phone with both hands or lean it on something, and use more light.",
        measured=round(blur, 2),
        limit=limits["reject_permille" if far_gone else "warn_permille"],
        unit="‰ of the long side",
    )


RULE = PictureRule(
    name="motion-blur",
    severities=(Severity.WARN, Severity.REJECT),
    doc=__doc__ or "",
    limits=(
        Limit("warn_permille", 1.6, "‰ of the long side", 0.1, 50.0, "more blur is a warning"),
        Limit("reject_permille", 3.5, "‰ of the long side", 0.1, 50.0, "more blur is a reject"),
        REJECT_BELOW,
    ),
    check=check,
)
