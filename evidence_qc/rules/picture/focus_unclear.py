"""Focus cannot be judged: the picture has no edges to judge it by.

What it measures:
    Whether the focus model found any cell with structure enough to say how blurred it is.
Why it matters:
    A blank wall is neither sharp nor blurred. Saying either would be a guess, and a false
    "blurry" costs a good photo.
How to retake:
    Nothing needs doing. To be sure, take in an edge, a print or a ruler beside the defect.
Known limits:
    Says nothing about whether the picture is any use.
Where the limit comes from:
    The model's own statement of its uncertainty; see the model card.

References:
    D. Nix, A. Weigend, "Estimating the mean and variance of the target probability
    distribution" (1994).
"""

from __future__ import annotations

from evidence_qc.model import Aim, Finding, Severity
from evidence_qc.rules.base import About, Limits, Picture, PictureRule


def check(picture: Picture, limits: Limits) -> Finding | None:
    """A note where the picture was measured and still no blur could be told."""
    measured = picture.measurements
    if measured.blur_permille is not None or measured.working_long_side_px is None:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.NOTE,
        message_id="focus-unclear.message",
        advice_id="focus-unclear.advice",
        measured=measured.decidable_ratio,
        unit="of the area can be judged",
    )


RULE = PictureRule(
    name="focus-unclear",
    severities=(Severity.NOTE,),
    doc=__doc__ or "",
    about=frozenset({About.FOCUS_UNKNOWN}),
    check=check,
    aim=Aim.UNSURE,
)
