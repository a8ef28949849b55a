"""The background is sharp and the thing in front of it is not.

What it measures:
    The blur kernel in the middle of the picture (or at the mark) against that of the rest. Without
    a mark half of the middle must be surely blurred and even its sharpest tenth must not be sharp:
    a soft tone is not a blur.
Why it matters:
    The most common bad dispute photo: the phone focused on the table and not on the crack. To
    other tools the picture looks sharp, because most of it is.
How to retake:
    Tap the defect on the screen before pressing the button; step back if it stays soft, and
    crop later.
Known limits:
    Without a mark the middle is taken for the subject, and where it is not blurred nearly
    everywhere it is a warning at most. A subject at the edge before a blurred middle is called
    wrongly, and one that fills the lower half before a strip of sharp floor, or that is plain
    itself, can pass; mark the defect to say where it is.
Where the limit comes from:
    The same limits as out-of-focus, applied to the middle. That the middle is twice as blurred as
    the sharpest quarter around it (around a mark: the sharpest tenth) is set by eye, 2026-11.
    That it is surely blurred: 408 native photos of 24 repositories, 2026-11. Of 20 that were
    called without asking so, 19 were sharp (skies, petals, paint, fur), none had more than 55 %
    surely blurred with a blurred sharpest tenth; of 213 good ones whose middle was defocused by 3
    to 7 thousandths 72 % are called with and without (the rest are called out of focus, or had a
    plain middle). `scripts/benchmarks/native.py` prints the figures.
    Of 1,638 native photos it calls two, both wrongly (a sky over a sharp coast, a sunset over
    trees): 0.62 and 0.63 of their middle are surely blurred, of the two of BIQ2021 that are
    labelled reject and found by this rule alone 0.87 and 1.00, and of 90 made ones 0.78 in the
    twentieth with least. So it rejects from 0.75.

References:
    The model card beside the weights (evidence_qc/focus).
"""

from __future__ import annotations

from dataclasses import replace

from evidence_qc.model import Aim, Finding, Severity
from evidence_qc.rules.base import Limits, Picture, PictureRule
from evidence_qc.rules.picture.blur import BlurKind, graded, kind_of_blur
from evidence_qc.rules.picture.out_of_focus import BORROWED, LIMITS

SURE_REJECT_RATIO = 0.75
"""Without a mark so much of the middle must be surely blurred for a reject, not half of it."""


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn where the middle is soft and its surroundings sharp; reject where it is blurred.

    Without a mark the middle is a guess: a sky over a sharp coast is blurred in part, a thing that
    was missed nearly everywhere.
    """
    measured = picture.measurements
    if measured.blur_permille is None or kind_of_blur(picture, limits) is not BlurKind.BEHIND:
        return None  # too few cells can tell anything: focus-unclear says so
    finding = graded(
        RULE.name,
        measured.centre_blur_permille,
        limits,
    )
    share = measured.centre_blurred_ratio
    if finding is None or share is None or share >= SURE_REJECT_RATIO:
        return finding
    return replace(
        finding,
        severity=Severity.WARN,
        message_id=f"{RULE.name}.warn",
        limit=limits["warn_permille"],
    )


RULE = PictureRule(
    name="focus-behind-subject",
    severities=(Severity.WARN, Severity.REJECT),
    doc=__doc__ or "",
    limits=(replace(LIMITS[0], meaning="more blur in the middle, or at the mark"), LIMITS[1]),
    borrowed=BORROWED,
    check=check,
    aim=Aim.BLURRED,
)
