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
    of 3 % of 1,135 photos. `scripts/benchmarks/accuracy.py` prints the figures.

References:
    The model card beside the weights (evidence_qc/focus).
"""

from __future__ import annotations

from evidence_qc.model import Aim, Finding, Severity
from evidence_qc.rules.base import About, Limit, Limits, Picture, PictureRule
from evidence_qc.rules.picture.blur import BEHIND, BlurKind, graded, kind_of_blur

LIMITS = (
    Limit("warn_permille", 1.6, "‰ of the long side", 0.1, 50.0, "more blur is a warning"),
    Limit("reject_permille", 2.5, "‰ of the long side", 0.1, 50.0, "more blur is a reject"),
)
"""The three rules differ in kind and advice, not in how much blur is too much."""
BORROWED = ((BEHIND, LIMITS[0]),)
"""What is called sharp surroundings, for all three rules alike."""


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn above one blur, reject above a larger one, where the blur is plain defocus."""
    if kind_of_blur(picture, limits) is not BlurKind.DEFOCUS:
        return None
    return graded(
        RULE.name,
        picture.measurements.blur_permille,
        limits,
    )


RULE = PictureRule(
    name="out-of-focus",
    severities=(Severity.WARN, Severity.REJECT),
    doc=__doc__ or "",
    about=frozenset({About.SUBMITTED}),
    limits=LIMITS,
    borrowed=BORROWED,
    check=check,
    aim=Aim.BLURRED,
)
