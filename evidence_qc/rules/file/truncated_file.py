"""Part of the picture or the video is missing or damaged inside the file.

What it measures:
    The share that is lost: grey or zero-filled parts of a JPEG, missing rows, missing seconds,
    and every warning of the decoder that other programs hide.
Why it matters:
    A grey half looks like something being hidden, and the missing half may hold the defect.
How to retake:
    Copy or download the file again and wait until it has finished; the original on the phone
    is usually whole.
Known limits:
    Without a witness (bytes that are missing, a decoder that complains inside the coded picture, or
    two decoders that disagree) a file may be damaged and is warned of at most. Colours that cannot
    be, and steps along rows of blocks, are such signs in a JPEG; rows that do not fit the rest in
    an uncompressed TIFF. Raw BMP and TIFF carry no redundancy: what was overwritten in them is
    mostly not seen. WebP and AVIF carry no checksum: wrong bits are told by what the decoder leaves
    unread. A lossless WebP may find its step again: then nothing is left, and colours that run over
    the end of their range are a sign, though no witness. HEIC with odd colours or a tile that does
    not fit is shown to a second decoder. A damaged file whose loss cannot be measured is rejected.
Where the limit comes from:
    1 % lost: about one row of blocks of a 12-megapixel photo, which no viewer notices; by
    judgement, 2026-11.

References:
    ITU-T T.81 (JPEG); ISO/IEC 15948 (PNG); libjpeg's warnings as raised by simplejpeg.
"""

from __future__ import annotations

from evidence_qc.model import DamageKind, FileFacts, Finding, Severity
from evidence_qc.rules.base import About, FileRule, Limit, Limits


def check(facts: FileFacts, limits: Limits) -> Finding | None:
    """Reject what is visibly incomplete; warn where the loss is marginal."""
    for damage in facts.damage:
        if damage.kind in {DamageKind.TRUNCATED, DamageKind.CORRUPT}:
            marginal = damage.lost_ratio is not None and damage.lost_ratio < limits["reject_ratio"]
            return Finding(
                rule=RULE.name,
                severity=Severity.WARN if marginal else Severity.REJECT,
                message_id=damage.message_id,
                values=damage.values,
                advice_id="truncated-file.advice",
                measured=None if damage.lost_ratio is None else round(damage.lost_ratio, 4),
                limit=limits["reject_ratio"],
                unit="of it lost",
            )
    return None


RULE = FileRule(
    name="truncated-file",
    severities=(Severity.WARN, Severity.REJECT),
    doc=__doc__ or "",
    about=frozenset({About.SUBMITTED}),
    limits=(Limit("reject_ratio", 0.01, "of it lost", 0.0, 1.0, "a greater loss is a reject"),),
    check=check,
)
