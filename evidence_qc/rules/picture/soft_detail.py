"""Nothing in the picture is quite sharp, seen at its own size.

What it measures:
    Blur at the size of the finer plane (half the pixels of a large photo either way), read by the
    focus model: that of the sharpest tenth of evenly spread squares, and of the sharpest twentieth
    of the twelve most detailed ones. Both have to be soft. From afar such a picture looks sharp.
Why it matters:
    A hairline crack, a thread or small print shows only close up, and there everything is soft.
How to retake:
    Wipe the lens, tap the defect on the screen, hold the phone still until the picture is taken.
Known limits:
    Soft things (stone worn smooth, skin, felt) that fill the frame can be called soft. A picture
    of few pixels is not judged: it has no finer plane. Where anything is sharp, the rest may be
    soft: which part is the thing is not known.
Where the limit comes from:
    751 native photos of 61 repositories, labelled blind at their own size, 2026-11. Of those that
    nothing else was said of, it finds 12 of 78 labelled borderline and 4 of 6 labelled reject, at
    3 of 613 labelled good; with warn_permille chosen in five folds by repository (6 good ones in
    1,000 allowed) 9, 3 and 7. Of 226 labelled good of 49 other repositories, which played no part,
    it calls 1. `scripts/benchmarks/native.py` prints the figures.

References:
    The model card beside the weights (evidence_qc/focus).
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Limit, Limits, Picture, PictureRule
from evidence_qc.rules.picture.blur import BEHIND
from evidence_qc.rules.picture.out_of_focus import BORROWED


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn where even the sharpest detail is soft, and no other rule speaks of blur."""
    measured = picture.measurements
    crispest, sharpest = measured.detail_crispest_permille, measured.detail_sharpest_permille
    if picture.is_frame or crispest is None or sharpest is None:
        return None
    if crispest <= limits["crisp_permille"] or sharpest <= limits["warn_permille"]:
        return None
    if (measured.blur_permille or 0.0) > limits[f"{BEHIND}.warn_permille"]:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message_id="soft-detail.message",
        advice_id="soft-detail.advice",
        measured=round(sharpest, 2),
        limit=limits["warn_permille"],
        unit="‰ of the long side",
    )


RULE = PictureRule(
    name="soft-detail",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(
        Limit("warn_permille", 0.9, "‰ of the long side", 0.1, 50.0, "softer detail is a warning"),
        Limit("crisp_permille", 0.4, "‰ of the long side", 0.1, 50.0, "crisper detail: none"),
    ),
    borrowed=BORROWED,
    check=check,
)
