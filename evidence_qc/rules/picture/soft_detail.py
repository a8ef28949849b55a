"""Nothing in the picture is quite sharp, seen at its own size.

What it measures:
    The middle: how many of the six squares near it with the strongest contrast are soft, read by
    the focus model at the size of the finer plane (half the pixels of a large photo either way).
    From afar such a picture looks sharp. A soft middle is a warning where the camera says that
    little light fell on the sensor (exposure time and sensitivity): the less light, the less
    softness is borne. The camera's word alone is no finding. In good light it is a note, and only
    where the rest is soft as well: the sharpest tenth of evenly spread squares, and the sharpest
    twentieth of the twelve most detailed ones.
Why it matters:
    A hairline crack, a thread or small print shows only close up, and there everything is soft.
How to retake:
    Wipe the lens, tap the defect on the screen, hold the phone still until the picture is taken.
Known limits:
    In good light what is soft by nature (stone worn smooth, skin, felt) looks like what was missed:
    there the verdict stays. A picture of few pixels is not judged: it has no finer plane. Stone or
    crochet that fills the middle in little light can be called.
Where the limit comes from:
    1,428 labelled native photos of 151 repositories, 2026-11, no limit used on the repositories
    that it was chosen with (ten folds, three times; two numbers: how much an octave of light
    weighs, and the limit that 1.5 % of the good ones without another finding pass). Of 222 labelled
    borderline or reject that nothing else was said of it warns of 63, of 1,140 good ones of 18: it
    is right in 78 %; of 22 that a second observer called worse than good the first called 18 so.
    More facts (blur from afar, light, grain, evenly spread squares, the crispest ones, how close
    together the sharp ones lie, a map of the subject) found no more on repositories they were not
    chosen with, and several wronged more. In good light such limits are right in 60 to 70 %, hence
    the note. So is a warning where even the crispest squares pass 0.5 or so: of 761 called good in
    138 repositories, the limit chosen without those it is tried on (ten splits into two or ten
    parts), it is right in 64 to 82 %. On 352 of them these found no more: energy by octave in the
    best squares, direction of fine edges, light by EXIF (with the rule of one over the focal
    length), blotches of colour, drawing in the shadows, lit edges, the middle against what is
    around it at three scales. `scripts/benchmarks/native.py` prints the figures.

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
"""Exposure at the base sensitivity that ``dim_ratio`` holds for: 1/30 s at ISO 750 or so."""

MOST_OCTAVES = 4.0
"""However dark it was: no more light counts as missing, and so much of the middle has to be soft
as ``dim_ratio`` is above as many ``octave_ratio``."""


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn of a soft middle in little light, note what is soft in any, if nothing is blurred."""
    if picture.is_frame:
        return None
    finding = _soft_in_little_light(picture, limits) or _soft_everywhere(picture, limits)
    if finding is None:
        return None
    blur = picture.measurements.blur_permille or 0.0
    return finding if blur <= limits[f"{BEHIND}.warn_permille"] else None


def _soft_everywhere(picture: Picture, limits: Limits) -> Finding | None:
    """A note where even the sharpest detail is soft, whatever the light."""
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
        severity=Severity.NOTE,
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
    octaves = min(math.log2(needed_s / REFERENCE_S), MOST_OCTAVES)
    limit = limits["dim_ratio"] - limits["octave_ratio"] * octaves
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
    severities=(Severity.NOTE, Severity.WARN),
    doc=__doc__ or "",
    limits=(
        Limit("warn_permille", 0.9, "‰ of the long side", 0.1, 50.0, "softer detail is a note"),
        Limit("crisp_permille", 0.4, "‰ of the long side", 0.1, 50.0, "crisper detail: none"),
        Limit("soft_ratio", 0.9, "of the middle", 0.85, 1.0, "only with a softer middle"),
        Limit("dim_ratio", 0.85, "of the middle", 0.0, 1.0, "softer in little light: a warning"),
        Limit(
            "octave_ratio", 0.07, "of the middle", 0.0, 1.0, "less for each halving of the light"
        ),
    ),
    borrowed=BORROWED,
    check=check,
)
