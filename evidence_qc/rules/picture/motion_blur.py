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
    of them: the limits at which, together with the light rules, 96 % of the photos labelled reject
    are rejected and 2 % of those labelled good, and at which half the light changes the finding
    of 3 % of 1,135 photos. `scripts/benchmarks/accuracy.py` prints the figures.

References:
    The model card beside the weights (evidence_qc/focus).
"""

from __future__ import annotations

from evidence_qc.model import Aim, Finding, Severity
from evidence_qc.rules.base import About, Limits, Picture, PictureRule
from evidence_qc.rules.picture.blur import BlurKind, graded, kind_of_blur
from evidence_qc.rules.picture.out_of_focus import BORROWED, LIMITS


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn above one blur, reject above a larger one, where the blur has a direction."""
    if kind_of_blur(picture, limits) is not BlurKind.MOTION:
        return None
    return graded(
        RULE.name,
        picture.measurements.blur_permille,
        limits,
    )


RULE = PictureRule(
    name="motion-blur",
    severities=(Severity.WARN, Severity.REJECT),
    doc=__doc__ or "",
    about=frozenset({About.SUBMITTED}),
    limits=LIMITS,
    borrowed=BORROWED,
    check=check,
    aim=Aim.SHAKEN,
)
