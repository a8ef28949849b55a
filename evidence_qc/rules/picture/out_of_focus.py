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
    Crisp detail close up, 2026-11: of 1,428 labelled native photos 15 were warned of, 5 of them
    labelled good; 4 of these (faces before a plain or blurred ground) have detail of 0.33 to 0.43,
    the 10 labelled worse 0.50 to 1.23.

References:
    The model card beside the weights (evidence_qc/focus).
"""

from __future__ import annotations

from dataclasses import replace

from evidence_qc.model import Aim, Finding, Severity
from evidence_qc.rules.base import About, Limit, Limits, Picture, PictureRule
from evidence_qc.rules.picture import low_resolution
from evidence_qc.rules.picture.blur import BEHIND, BlurKind, graded, kind_of_blur

LIMITS = (
    Limit("warn_permille", 1.6, "‰ of the long side", 0.1, 50.0, "more blur is a warning"),
    Limit("reject_permille", 2.5, "‰ of the long side", 0.1, 50.0, "more blur is a reject"),
)
"""The three rules differ in kind and advice, not in how much blur is too much."""
BORROWED = ((BEHIND, LIMITS[0]), *((low_resolution.NAME, least) for least in low_resolution.LEAST))
"""What is called sharp surroundings, for all three rules alike, and a picture too small to tell."""


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn above one blur, reject above a larger one, where the blur is plain defocus.

    Milder by one where the most detailed squares are crisp: a face in a studio is smooth from afar,
    and its lashes are sharp close up; a picture that is out of focus has no such square. At a mark
    the crisp ones may lie anywhere, and take nothing back.
    """
    if kind_of_blur(picture, limits) is not BlurKind.DEFOCUS:
        return None
    measured = picture.measurements
    finding = graded(RULE.name, measured.blur_permille, limits)
    crispest, has_mark = measured.detail_crispest_permille, measured.centre_blurred_ratio is None
    if finding is None or has_mark or crispest is None or crispest > limits["crisp_permille"]:
        return finding
    if finding.severity is Severity.WARN:
        return None
    milder = f"{RULE.name}.warn"
    return replace(
        finding, severity=Severity.WARN, message_id=milder, limit=limits["warn_permille"]
    )


RULE = PictureRule(
    name="out-of-focus",
    severities=(Severity.WARN, Severity.REJECT),
    doc=__doc__ or "",
    about=frozenset({About.SUBMITTED}),
    limits=(
        *LIMITS,
        Limit("crisp_permille", 0.45, "‰ of the long side", 0.1, 50.0, "crisper detail: milder"),
    ),
    borrowed=BORROWED,
    check=check,
    aim=Aim.BLURRED,
)
