"""There is nothing in the picture.

What it measures:
    The share of small cells with any structure and the span of luma.
Why it matters:
    A covered lens or a screen that had not yet lit up takes a slot and shows nothing.
How to retake:
    Take a finger or a case off the lens and shoot again.
Known limits:
    An evenly lit, perfectly plain wall that fills the frame is blank, too; with any stain,
    seam or shadow on it, it is not. A black frame is called too dark.
Where the limit comes from:
    By eye, 2026-11: constant frames have no structure at all and a span of nought; the emptiest of
    953 phone photos of goods that is not black shows structure in 7 % of its cells.

References:
    None.
"""

from __future__ import annotations

from evidence_qc.model import Aim, Finding, Severity
from evidence_qc.rules.base import About, Limit, Limits, Picture, PictureRule


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Reject where no cell holds structure and all of the picture is one grey."""
    measured = picture.measurements
    low, high = measured.luma_p01_ratio, measured.luma_p99_ratio
    if measured.detail_ratio is None or low is None or high is None:
        return None
    if measured.detail_ratio > limits["detail_ratio"] or high - low > limits["span_ratio"]:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.REJECT,
        message_id="blank-picture.message",
        advice_id=f"blank-picture.advice{'-screen' if picture.is_screen else ''}",
        measured=round(measured.detail_ratio, 4),
        limit=limits["detail_ratio"],
        unit="of the area shows structure",
    )


RULE = PictureRule(
    name="blank-picture",
    severities=(Severity.REJECT,),
    doc=__doc__ or "",
    about=frozenset({About.NOTHING_SEEN, About.SUBMITTED}),
    limits=(
        Limit("detail_ratio", 0.002, "of the area", 0.0, 1.0, "more structure is a picture"),
        Limit("span_ratio", 0.06, "of full luma", 0.0, 1.0, "a larger span is a picture"),
    ),
    check=check,
    aim=Aim.NOTHING,
)
