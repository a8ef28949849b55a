"""The file was squeezed so hard that blocks show instead of detail.

What it measures:
    The steps at the borders of compression blocks against those beside them, and for JPEG the
    quality that the file's tables stand for at the size that the photo is looked at (a long side
    of 1600 pixels): what a block of 8 pixels has lost is a matter of 8 pixels, and of 3 where
    4000 are shown as 1600. Both must be bad.
Why it matters:
    Each messenger that a photo passes squeezes it again, and the platform will do so once more.
How to retake:
    Send the original from the phone's gallery, not a copy from a chat. Where the camera's own data
    is still in the file no chat has sent it: use the best quality that the camera or the program
    that wrote it has.
Known limits:
    A picture that was squeezed hard, then saved again at high quality, shows blocks but not in
    its tables; only very strong blocks are then called. So is a large one of quality 15 to 25,
    whose blocks are seen by who enlarges it.
Where the limit comes from:
    Twelve camera photos halved and saved anew, 2026-11: blocks 1.0–1.5 at quality 90, 1.3–2.5 at
    30, 2–3.7 at 10. One untouched camera file shows 3.4, so blocks alone must pass 4.
    The size, 2026-11: of 733 labelled native photos, each looked at, three were called, all good
    (quality 25, 3072 and 4160 pixels); none is any more.
    Twelve good ones of twelve repositories, saved anew: the likeness to the photo (SSIM, both
    reduced to 1600 pixels) is 0.94 at quality 10 and 0.96 at 15 of 4000 pixels, as it is at 30 and
    40 of 1600. Called are 10 at quality 10 of 4000 pixels and none at 15, of 1600 or 1280 pixels
    12 at 15 to 30, as before. Where hardly anything has detail (the moon, a sky) the steps are not
    found, nor missed by the eye.

References:
    Z. Wang, A. Bovik, B. Evans, "Blind measurement of blocking artifacts in images" (2000).
    T. Lane and others, libjpeg, jcparam.c (how quality scales the tables).
"""

from __future__ import annotations

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import Limit, Limits, Picture, PictureRule

SEEN_LONG_SIDE_PX = 1600
"""Photos are shown no larger by chats, and by platforms that say nothing else."""


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn at strong blocks, or at blocks with tables of a low quality."""
    stated, blocks = picture.measurements.jpeg_quality, picture.measurements.blockiness_ratio
    quality = None if stated is None else _quality_as_seen(stated, picture)
    low = quality is not None and quality < limits["quality"]
    if blocks is None:
        blocky = low
    else:
        blocky = blocks > limits["blocks_with_low_quality" if low else "blocks_alone"]
    if not blocky:
        return None
    is_from_camera = picture.metadata.exposure_time_s is not None  # chats take it out
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message_id="heavy-compression.message",
        advice_id="heavy-compression.advice-camera"
        if is_from_camera
        else "heavy-compression.advice",
        measured=round(quality, 1) if low and quality is not None else round(blocks or 0.0, 2),
        limit=limits["quality"] if low else limits["blocks_alone"],
        unit="JPEG quality as seen" if low else "step at block borders over steps beside them",
    )


def _quality_as_seen(quality: float, picture: Picture) -> float:
    """The quality, 1–100, whose tables do as much harm to the photo reduced to its seen size.

    Reduced to a share ``s`` of its width a picture keeps ``s²`` of the coefficients, each off by
    the same: the error (root mean square) shrinks with ``s``, as the tables do with the quality.
    """
    percent = 5000 / quality if quality < 50 else 200 - 2 * quality
    percent *= min(1.0, SEEN_LONG_SIDE_PX / max(picture.width_px, picture.height_px))
    return 5000 / percent if percent > 100 else 100 - percent / 2


RULE = PictureRule(
    name="heavy-compression",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(
        Limit("quality", 40.0, "JPEG quality", 1.0, 100.0, "lower ones, as seen, are squeezed"),
        Limit("blocks_with_low_quality", 1.3, "ratio", 1.0, 100.0, "stronger blocks then warn"),
        Limit("blocks_alone", 4.0, "ratio", 1.0, 100.0, "stronger blocks warn by themselves"),
    ),
    check=check,
)
