"""The picture was enlarged: it has more pixels than detail.

What it measures:
    The share of the stored width that holds detail, from how wide the sharpest edges are.
Why it matters:
    Enlarging adds no evidence. It also tells that there may be a better original.
How to retake:
    Send the file as the phone wrote it; step closer and do not zoom with the fingers.
Known limits:
    Blur looks the same, so a blurred picture is not judged. Noise added after enlarging hides it.
    Phones with very many pixels hold less detail than pixels by nature.
Where the limit comes from:
    Eleven sharp camera photos of up to 7 MP (drewnoakes, ianare sets), 2026-11: 0.74–1 as they
    are; enlarged 2-fold 0.53–0.77, 3-fold 0.33–0.5, 4-fold 0.28–0.4 after JPEG 85. Below 0.4,
    four pixels of five are invented.

References:
    ISO 12233 (edge spread).
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Limit, Limits, Picture, PictureRule


def check(picture: Picture, limits: Limits) -> Finding | None:
    """A note where little of the width holds detail although the picture is not blurred."""
    share = picture.measurements.effective_resolution_ratio
    if share is None or picture.is_frame or share >= limits["detail_ratio"]:
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
        Limit("detail_ratio", 0.4, "of the width", 0.0, 1.0, "less detail is a note"),
        Limit("sharp_permille", 2.0, "‰ of the long side", 0.0, 50.0, "more blur: not judged"),
    ),
    check=check,
)
