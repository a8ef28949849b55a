"""The file was squeezed so hard that blocks show instead of detail.

What it measures:
    The steps at the borders of compression blocks against those beside them, and for JPEG the
    quality that the file's tables stand for. Both must be bad.
Why it matters:
    Each messenger that a photo passes squeezes it again, and the platform will do so once more.
How to retake:
    Send the original from the phone's gallery, not a copy from a chat.
Known limits:
    A picture that was squeezed hard, then saved again at high quality, shows blocks but not in
    its tables; only very strong blocks are then called.
Where the limit comes from:
    Twelve camera photos halved and saved anew, 2026-11: blocks 1.0–1.5 at quality 90, 1.3–2.5 at
    30, 2–3.7 at 10. One untouched camera file shows 3.4, so blocks alone must pass 4.

References:
    Z. Wang, A. Bovik, B. Evans, "Blind measurement of blocking artifacts in images" (2000).
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Limit, Limits, Picture, PictureRule


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn at strong blocks, or at blocks with tables of a low quality."""
    quality, blocks = picture.measurements.jpeg_quality, picture.measurements.blockiness_ratio
    low = quality is not None and quality < limits["quality"]
    if blocks is None:
        blocky = low
    else:
        blocky = blocks > limits["blocks_with_low_quality" if low else "blocks_alone"]
    if not blocky:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message_id="heavy-compression.message",
        advice_id="heavy-compression.advice",
        measured=round(quality, 1) if low and quality is not None else round(blocks or 0.0, 2),
        limit=limits["quality"] if low else limits["blocks_alone"],
        unit="JPEG quality" if low else "step at block borders over steps beside them",
    )


RULE = PictureRule(
    name="heavy-compression",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(
        Limit("quality", 40.0, "JPEG quality", 1.0, 100.0, "lower tables count as squeezed"),
        Limit("blocks_with_low_quality", 1.3, "ratio", 1.0, 100.0, "stronger blocks then warn"),
        Limit("blocks_alone", 4.0, "ratio", 1.0, 100.0, "stronger blocks warn by themselves"),
    ),
    check=check,
)
