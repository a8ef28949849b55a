"""So much is burnt to white that a defect there would not be seen.

What it measures:
    How bright the middle of the picture is (the mean, weighted towards the middle), provided
    that part of the picture is burnt to white; for a reject also how bright it is where there
    is detail.
Why it matters:
    White without drawing holds no evidence, and nothing can bring it back.
How to retake:
    Away from direct light; tap the bright part on the screen, or slide the brightness down.
Known limits:
    A white backdrop has no detail, so it does not lead to a reject; a small white thing on a
    white backdrop may.
Where the limit comes from:
    282 phone photos judged by an annotator (BIQ2021 subset 1) and 180 bracketed exposures (SICE
    part 1), 2026-11. Middle: blown 0.81–1.00, normal exposure at most 0.80 (99 % below 0.78).
    Detail: blown 0.70–0.97, bright but usable mostly below 0.70. Burnt area: blown 0.33–0.96. Where
    less than 0.60 is burnt, it is a reject where the predicted opinion of the picture is below 50.

References:
    ITU-R BT.601 (luma).
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import About, Limit, Limits, Picture, PictureRule
from evidence_qc.rules.picture.severity import REJECT_BELOW, severity_of


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn where the middle is bright and burnt; reject where the detail is as well."""
    measured = picture.measurements
    subject, clipped = measured.subject_luma_ratio, measured.clipped_ratio
    detail = measured.detail_luma_ratio
    if subject is None or clipped is None or detail is None:
        return None
    if subject <= limits["warn_ratio"] or clipped <= limits["clipped_ratio"]:
        return None
    far_gone = (
        subject > limits["reject_ratio"]
        and detail > limits["reject_detail_ratio"]
        and clipped > limits["reject_clipped_ratio"]
    )
    severity = severity_of(measured, limits, far_gone=far_gone)
    reject = severity is Severity.REJECT
    return Finding(
        rule=RULE.name,
        severity=severity,
        message_id="over-exposed.reject" if reject else "over-exposed.warn",
        advice_id="over-exposed.advice",
        measured=round(subject, 3),
        limit=limits["reject_ratio" if far_gone else "warn_ratio"],
        unit="of full luma (middle)",
    )


RULE = PictureRule(
    name="over-exposed",
    severities=(Severity.WARN, Severity.REJECT),
    doc=__doc__ or "",
    about=frozenset({About.NOTHING_SEEN, About.SUBMITTED}),
    limits=(
        Limit("warn_ratio", 0.77, "of full luma", 0.0, 1.0, "a brighter middle is a warning"),
        Limit("reject_ratio", 0.80, "of full luma", 0.0, 1.0, "a brighter middle may be a reject"),
        Limit("clipped_ratio", 0.10, "of the area", 0.0, 1.0, "less burnt area is no finding"),
        Limit(
            "reject_detail_ratio", 0.68, "of full luma", 0.0, 1.0, "only where detail is brighter"
        ),
        Limit("reject_clipped_ratio", 0.60, "of the area", 0.0, 1.0, "only where more is burnt"),
        REJECT_BELOW,
    ),
    check=check,
)
