"""Nothing in the picture is quite sharp, seen at its own size.

What it measures:
    Blur at the size of the finer plane (half the pixels of a large photo either way), read by the
    focus model: that of the sharpest tenth of evenly spread squares, and of the sharpest twentieth
    of the twelve most detailed ones. Both have to be soft, and so has the middle: the six squares
    near it with the strongest contrast. From afar such a picture looks sharp.
    Where the camera says that little light fell on the sensor (exposure time and sensitivity), it
    is enough that the middle is soft. The less light, the less softness is borne; the camera's word
    alone is no finding.
Why it matters:
    A hairline crack, a thread or small print shows only close up, and there everything is soft.
How to retake:
    Wipe the lens, tap the defect on the screen, hold the phone still until the picture is taken.
Known limits:
    Soft things (stone worn smooth, skin, felt) that fill the frame can be called soft. A picture
    of few pixels is not judged: it has no finer plane. In good light, or where the camera does not
    say in which, a soft thing beside something sharp passes. Stone or crochet that fills the middle
    in little light can be called.
Where the limit comes from:
    751 native photos of 61 repositories, labelled blind at their own size, 2026-11. Of those that
    nothing else was said of, it finds 12 of 78 labelled borderline and 4 of 6 labelled reject, at
    3 of 613 labelled good; with warn_permille chosen in five folds by repository (6 good ones in
    1,000 allowed) 9, 3 and 7. Of 226 labelled good of 49 other repositories, which played no part,
    it calls 1. `scripts/benchmarks/native.py` prints the figures.
    The soft middle, 2026-11: 1,277 labelled native photos of 117 repositories. With the limit for
    little light chosen in ten folds by repository (7.5 good ones in 1,000 allowed) it finds 25 of
    155 labelled borderline or reject that nothing else was said of, at 9 of 1,043 labelled good
    (0.9 %; 90 % by repository: 0.3 to 1.5). Of 11 labelled good that were called in any light 6 had
    a middle that was not soft (portraits before a blurred ground), and of 22 labelled worse 3. The
    240 of them drawn last had been looked at once with the limits before these.

References:
    The model card beside the weights (evidence_qc/focus).
"""

from __future__ import annotations

import math

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Limit, Limits, Picture, PictureRule
from evidence_qc.rules.picture.blur import BEHIND
from evidence_qc.rules.picture.out_of_focus import BORROWED

BASE_ISO, UNSTATED_ISO = 100, 200
REFERENCE_S = 0.25
"""Exposure at the base sensitivity that ``soft_ratio`` holds for: 1/30 s at ISO 750 or so."""

LEAST_SOFT_RATIO = 0.8
"""However dark it was: so much of the middle has to be soft."""


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn where even the sharpest detail is soft, and no other rule speaks of blur."""
    if picture.is_frame:
        return None
    finding = _soft_everywhere(picture, limits) or _soft_in_little_light(picture, limits)
    if finding is None:
        return None
    blur = picture.measurements.blur_permille or 0.0
    return finding if blur <= limits[f"{BEHIND}.warn_permille"] else None


def _soft_everywhere(picture: Picture, limits: Limits) -> Finding | None:
    crispest = picture.measurements.detail_crispest_permille
    sharpest = picture.measurements.detail_sharpest_permille
    if crispest is None or sharpest is None:
        return None
    if crispest <= limits["crisp_permille"] or sharpest <= limits["warn_permille"]:
        return None
    middle = picture.measurements.middle_soft_ratio
    if middle is not None and middle <= limits["soft_ratio"]:
        return None  # a small thing that is sharp, before a ground that is not
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message_id="soft-detail.message",
        advice_id="soft-detail.advice",
        measured=round(sharpest, 2),
        limit=limits["warn_permille"],
        unit="‰ of the long side",
    )


def _soft_in_little_light(picture: Picture, limits: Limits) -> Finding | None:
    """A warning where the middle is soft and so little light fell on it that this was to be feared.

    Soft things look soft in any light; a hand shakes, and grain is smoothed away, in little.
    """
    soft, exposure_s = picture.measurements.middle_soft_ratio, picture.metadata.exposure_time_s
    if soft is None or not exposure_s:
        return None
    needed_s = exposure_s * (picture.metadata.iso_speed or UNSTATED_ISO) / BASE_ISO
    darker = limits["octave_ratio"] * math.log2(needed_s / REFERENCE_S)
    limit = max(limits["soft_ratio"] - darker, LEAST_SOFT_RATIO)
    if soft <= limit:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message_id="soft-detail.dim",
        advice_id="motion-blur.advice",
        measured=round(soft, 3),
        limit=round(limit, 3),
        unit="of the middle is soft",
    )


RULE = PictureRule(
    name="soft-detail",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(
        Limit("warn_permille", 0.9, "‰ of the long side", 0.1, 50.0, "softer detail is a warning"),
        Limit("crisp_permille", 0.4, "‰ of the long side", 0.1, 50.0, "crisper detail: none"),
        Limit("soft_ratio", 0.9, "of the middle", 0.0, 1.0, "only with a softer middle"),
        Limit(
            "octave_ratio", 0.03, "of the middle", 0.0, 1.0, "less for each halving of the light"
        ),
    ),
    borrowed=BORROWED,
    check=check,
)
