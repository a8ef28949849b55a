"""The picture is so dark that a defect in it would not be seen.

What it measures:
    The share of the area that is dark: luma below 30 of 255 counts in full, above 110 not at
    all, linear between. How bright the bright parts are does not count. What is dark by its hue
    alone (burgundy, navy) counts by its strongest colour. A dark thing on a lit ground is let off,
    and so is a lit thing on a dark ground: the light is there; where nearly all is dark, and the
    thing dim, that is a warning still. Nor is there a warning where fine
    detail has strong contrast all the same, or where the edges of the middle stand out of those
    around it: what twilight takes away is there.
Why it matters:
    Twilight hides exactly what has to be seen: small damage has little contrast of its own,
    and adjudicators look at it on a phone in daylight.
How to retake:
    By a window in daylight, or under a lamp that stands beside the phone.
Known limits:
    A black object that fills the frame is darker than its light, and so is one on a black ground. A
    night scene or a product
    before black whose lit part is a fifth of the picture or more, and well exposed, is no reject.
Where the limit comes from:
    282 phone photos judged by an annotator (BIQ2021 subset 1) and 180 bracketed exposures (SICE
    part 1), 2026-11: labelled dark 0.75–1.00, dim 0.18–0.93 (median 0.64), ok at most 0.73 (98 %
    below 0.60); under-exposed brackets 0.75–1.00, normal ones at most 0.62. The warning lies
    between ok and dark; 0.86 is a reject by itself, less is one where the predicted opinion of
    the whole picture is below 50.
    The lit ground, 2026-11: of 98 photos labelled dark (the same sets and 408 native photos) none
    has a median above 0.22 in an outer band that is less dark than the whole by 0.1. On sets that
    played no part 494 of 500 dark shots are found and 3 of their 500 normal twins called, as
    before, and of 100 black phone glasses on a grey mat 6 (77 before).
    The lit thing, 2026-11: of 751 native photos 23 were warned of with a middle below 0.3 and 6
    above it (a screen, a flashed thing in a dark room), and these were labelled good. Of 32 photos
    labelled dark on sets that played no part none is above it, nor of 497 dark shots.
    Fine detail, 2026-11: of 20 such photos that were warned of 9 of 10 labelled good are above 33,
    and 2 of 10 labelled borderline or reject (with the limit chosen without the repository: 5 and
    2); of 22 warnings on dark and dim shots on sets that played no part 2, of 500 dark shots none.
    The lit thing on a ground that is nearly all black, 2026-11: of 733 labelled native photos two
    that were rejected have a middle above 0.2 (an orchid on black velvet, good; a car at night,
    borderline: 0.27 and 0.32); of 39 others, these and of BIQ2021, none has more than 0.16.
    What stands out, 2026-11: of 50 findings on 1,638 labelled native photos 10 were wrong (faces
    before a dark wall, a flower at night). With this limit 3 of the wrong are gone and 1 of the
    right; a stricter one (1.42, best on 1,428 of them) lost 4 of 6 right ones on the 210 that had
    been kept closed.
    Deep hues are at most 0.14 of the area of those 598 dark photos, and 0.99 of a burgundy garment.

References:
    ITU-R BT.601 (luma).
"""

from __future__ import annotations

from evidence_qc.model import Aim, Finding, PictureMeasurements, Severity
from evidence_qc.rules.base import About, Limit, Limits, Picture, PictureRule
from evidence_qc.rules.picture.severity import REJECT_BELOW, severity_of


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn above one dark area, reject above a larger one."""
    dark = _dark_area_ratio(picture.measurements, limits)
    if dark is None or dark <= limits["warn_ratio"]:
        return None
    if _is_on_lit_ground(picture.measurements, limits):
        return None
    is_nearly_all = dark > limits["reject_ratio"]
    far_gone = is_nearly_all and not _is_lit_itself(
        picture.measurements, limits["dim_subject_ratio"]
    )
    severity = severity_of(picture.measurements, limits, far_gone=far_gone)
    reject = severity is Severity.REJECT
    if (
        not is_nearly_all
        and not reject
        and (
            _is_lit_itself(picture.measurements, limits["subject_ratio"])
            or _shows_detail(picture.measurements, limits)
            or _stands_out(picture.measurements, limits)
        )
    ):
        return None
    return Finding(
        rule=RULE.name,
        severity=severity,
        message_id="too-dark.reject" if reject else "too-dark.warn",
        advice_id="too-dark.advice",
        measured=round(dark, 3),
        limit=limits["reject_ratio" if far_gone else "warn_ratio"],
        unit="of the area is dark",
    )


def _dark_area_ratio(measured: PictureMeasurements, limits: Limits) -> float | None:
    """The dark area without what is dark by its hue alone, where that is more than a little."""
    dark, by_hue = measured.dark_area_ratio, measured.dark_hue_ratio
    if dark is None or by_hue is None or by_hue <= limits["hue_ratio"]:
        return dark
    return max(0.0, dark - by_hue)


def _is_on_lit_ground(measured: PictureMeasurements, limits: Limits) -> bool:
    """Is it a dark thing before something that the light falls on?"""
    dark, median = measured.dark_area_ratio, measured.surround_median_ratio
    around = measured.surround_dark_ratio
    if dark is None or median is None or around is None:
        return False
    return median > limits["lit_ratio"] and dark - around >= limits["darker_ratio"]


def _is_lit_itself(measured: PictureMeasurements, least_ratio: float) -> bool:
    """Does the light fall on the thing in a dark room? At a mark the middle is not the thing."""
    luma, has_no_mark = measured.subject_luma_ratio, measured.centre_blurred_ratio is not None
    return has_no_mark and luma is not None and luma > least_ratio


def _shows_detail(measured: PictureMeasurements, limits: Limits) -> bool:
    """Is fine contrast seen in spite of the dark? At a mark the whole picture tells nothing."""
    crispness, has_no_mark = measured.acutance_dn, measured.centre_blurred_ratio is not None
    return has_no_mark and crispness is not None and crispness > limits["crisp_dn"]


def _stands_out(measured: PictureMeasurements, limits: Limits) -> bool:
    """Is it dark around a thing that is seen? At a mark the middle is not the thing."""
    ratio, has_no_mark = measured.stand_out_ratio, measured.centre_blurred_ratio is not None
    return has_no_mark and ratio is not None and ratio > limits["stand_out_ratio"]


RULE = PictureRule(
    name="too-dark",
    severities=(Severity.WARN, Severity.REJECT),
    doc=__doc__ or "",
    about=frozenset({About.NOTHING_SEEN, About.SUBMITTED}),
    limits=(
        Limit("warn_ratio", 0.65, "of the area", 0.0, 1.0, "more dark area is a warning"),
        Limit("reject_ratio", 0.86, "of the area", 0.0, 1.0, "more dark area is a reject"),
        REJECT_BELOW,
        Limit(
            "dim_subject_ratio", 0.2, "of full luma", 0.0, 1.0, "a brighter middle: a warning only"
        ),
        Limit("subject_ratio", 0.3, "of full luma", 0.0, 1.0, "a brighter middle: no warning"),
        Limit("crisp_dn", 33.0, "code values", 0.0, 1000.0, "crisper fine detail: no warning"),
        Limit("stand_out_ratio", 1.9, "ratio", 0.0, 100.0, "more edges in the middle: no warning"),
        Limit("hue_ratio", 0.15, "of the area", 0.0, 1.0, "more that is dark by hue is left out"),
        Limit("lit_ratio", 0.225, "of full luma", 0.0, 1.0, "a brighter ground is lit"),
        Limit(
            "darker_ratio", 0.10, "of the area", 0.0, 1.0, "only if the ground is so much less dark"
        ),
    ),
    check=check,
    aim=Aim.DARK,
)
