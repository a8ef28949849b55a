"""The picture was enlarged: it has more pixels than detail.

What it measures:
    Whether the spectrum of the picture drops where that of an enlarged one does, by templates for
    several factors, and the share of the stored width that holds detail, from how wide the
    sharpest edges are.
Why it matters:
    Enlarging adds no evidence. It also tells that there may be a better original.
How to retake:
    Send the file as the phone wrote it; step closer and do not zoom with the fingers.
Known limits:
    Blur looks the same, so a blurred picture is not judged. Noise added after enlarging hides it.
    Large JPEGs are read at half or a quarter of their size: what was enlarged by no more than that
    shows nothing there.
Where the limit comes from:
    338 native photos of 23 repositories and 626 enlargements of some of them (2- to 4-fold, linear,
    cubic and Lanczos, JPEG 90), 2026-11, each repository judged by templates and a limit made
    without it: 0.3 % of the native ones are called (90 %: 0.0 to 0.9, bootstrapped by repository)
    and 90.7 % of the enlarged (86.3 to 96.4). The width of edges alone called 37 % of the native
    ones, because a phone's sharpest edges are two pixels wide.

References:
    ISO 12233 (edge spread).
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Limit, Limits, Picture, PictureRule


def check(picture: Picture, limits: Limits) -> Finding | None:
    """A note where little of the width holds detail although the picture is not blurred."""
    share = picture.measurements.effective_resolution_ratio
    values = picture.measurements.enlarged_ratio
    if share is None or values is None or picture.is_frame:
        return None
    if share >= limits["detail_ratio"] or values <= limits["enlarged_ratio"]:
        return None
    blur = picture.measurements.blur_permille
    if blur is None or blur > limits["sharp_permille"]:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.NOTE,
        message_id="upscaled-picture.message",
        advice_id="upscaled-picture.advice",
        measured=round(share, 2),
        limit=limits["detail_ratio"],
        unit="of the width holds detail",
    )


RULE = PictureRule(
    name="upscaled-picture",
    severities=(Severity.NOTE,),
    doc=__doc__ or "",
    limits=(
        Limit(
            "enlarged_ratio", 0.5, "of a template", 0.0, 1.0, "a spectrum more like it is a note"
        ),
        Limit("detail_ratio", 0.75, "of the width", 0.0, 1.0, "only where less detail is left"),
        Limit("sharp_permille", 2.0, "‰ of the long side", 0.0, 50.0, "more blur: not judged"),
    ),
    check=check,
)
