"""The picture is out of focus where a person would look.

What it measures:
    The standard deviation of the blur kernel, as thousandths of the long side, read by a small
    learned model from cells of the picture and pooled over the part that a person would look at
    (or around the mark). Motion, and a sharp background behind a blurred subject, have rules of
    their own.
Why it matters:
    A crack, a stain or a serial number is a matter of a few pixels. Blur wipes out exactly those.
How to retake:
    Tap the defect on the screen, wait until it is sharp, stay at least 10 cm away.
Known limits:
    A picture without edges cannot be judged (focus-unclear). Fog, steam and frosted glass look
    like blur. A photo of a blurred print is blurred.
Where the limit comes from:
    282 phone photos judged by an annotator (BIQ2021 subset 1), 2026-11, the model trained on none
    of them: the limits at which, together with the light rules, 96 % of the photos labelled reject
    are rejected and 2 % of those labelled good, and at which half the light changes the finding
    of 3 % of 1,135 photos. `scripts/accuracy.py` prints the figures.

References:
    The model card beside the weights (evidence_qc/focus).
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Limit, Limits, Picture, PictureRule
from evidence_qc.rules.blur import BlurKind, kind_of_blur


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn above one blur, reject above a larger one, where the blur is plain defocus."""
    blur = picture.measurements.blur_permille
    if blur is None or blur <= limits["warn_permille"]:
        return None
    if kind_of_blur(picture.measurements) is not BlurKind.DEFOCUS:
        return None
    reject = blur > limits["reject_permille"]
    return Finding(
        rule=RULE.name,
        severity=Severity.REJECT if reject else Severity.WARN,
        message="It is out of focus." if reject else "It is a little soft.",
        advice="Tap the defect on the screen, wait until it is sharp, and stay 10 cm away or more.",
        measured=round(blur, 2),
        limit=limits["reject_permille" if reject else "warn_permille"],
        unit="‰ of the long side",
    )


RULE = PictureRule(
    name="out-of-focus",
    severities=(Severity.WARN, Severity.REJECT),
    doc=__doc__ or "",
    limits=(
        Limit("warn_permille", 1.6, "‰ of the long side", 0.1, 50.0, "more blur is a warning"),
        Limit("reject_permille", 2.5, "‰ of the long side", 0.1, 50.0, "more blur is a reject"),
    ),
    check=check,
)
