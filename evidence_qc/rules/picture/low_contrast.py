"""Everything is nearly the same grey, as through a dirty lens or mist.

What it measures:
    The span of luma from the 1st to the 99th percentile.
Why it matters:
    A scratch differs little from what is around it; a veil over the lens takes that little away.
How to retake:
    Wipe the lens, and keep lamps and the sun out of the picture.
Known limits:
    A small thing on a plain ground has little contrast in all and may be quite clear close up; that
    is why it is a note only.
Where the limit comes from:
    By eye on 953 phone photos of goods (BIQ2021 subset 1), 2026-11: the few below 0.25 that are
    neither dark nor burnt look through glass or mist; photos labelled good span at least 0.38. Of
    1,428 labelled native photos 10 are below it, 6 of them labelled good.

References:
    None.
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Limit, Limits, Picture, PictureRule


def check(picture: Picture, limits: Limits) -> Finding | None:
    """A note where the span of luma is small but the picture is neither dark nor burnt."""
    measured = picture.measurements
    low, high, middle = measured.luma_p01_ratio, measured.luma_p99_ratio, measured.luma_p50_ratio
    if low is None or high is None or middle is None:
        return None
    span = high - low
    dark, bright = limits["darkest_ratio"], limits["brightest_ratio"]
    if span >= limits["span_ratio"] or not dark <= middle <= bright:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.NOTE,
        message_id="low-contrast.message",
        advice_id="low-contrast.advice",
        measured=round(span, 3),
        limit=limits["span_ratio"],
        unit="of full luma (1st to 99th percentile)",
    )


RULE = PictureRule(
    name="low-contrast",
    severities=(Severity.NOTE,),
    doc=__doc__ or "",
    limits=(
        Limit("span_ratio", 0.25, "of full luma", 0.0, 1.0, "a smaller span is a note"),
        Limit(
            "darkest_ratio", 0.20, "of full luma", 0.0, 1.0, "a darker median is too-dark's matter"
        ),
        Limit(
            "brightest_ratio", 0.85, "of full luma", 0.0, 1.0, "a brighter one is over-exposed's"
        ),
    ),
    check=check,
)
