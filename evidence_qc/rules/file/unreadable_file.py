"""The file cannot be read, so nobody can see what is on it.

What it measures:
    Whether anything can be decoded: the file is empty, may not be opened, is no photo or video
    inside, has a damaged header, or states more pixels than can be decoded safely.
Why it matters:
    A platform refuses such a file or shows a grey box; the slot is lost.
How to retake:
    Copy the file again from the phone or the original message; if that fails too, take the
    picture again. What is whole but cannot be decoded here (an encrypted film, a rare codec) is
    saved anew by a program that shows it.
Known limits:
    Camera raw files, JPEG XL and some rare formats are called unreadable although other
    programs open them: export them as JPEG. Where the usual decoder refuses a file, others are
    asked (Pillow, OpenCV, ffmpeg); the report names the one that decoded it.
Where the limit comes from:
    No limit: it can be decoded or it cannot.

References:
    The JPEG, PNG, HEIF and ISO base media formats (ITU-T T.81, ISO/IEC 15948,
    23008-12, 14496-12).
"""

from __future__ import annotations

from evidence_qc.model import DamageKind, FileFacts, Finding, Media, Severity
from evidence_qc.rules.base import About, FileRule, Limits

_ADVICE = {
    DamageKind.EMPTY: "unreadable-file.empty",
    DamageKind.PERMISSION: "unreadable-file.permission",
    DamageKind.TOO_LARGE: "unreadable-file.too-large",
    DamageKind.UNREADABLE: "unreadable-file.unreadable",
    DamageKind.UNSUPPORTED: "unreadable-file.unsupported",
    DamageKind.CRASH: "unreadable-file.crash",
    DamageKind.TOO_SLOW: "unreadable-file.too-slow",
    DamageKind.OUT_OF_MEMORY: "unreadable-file.out-of-memory",
}
_VIDEO_ADVICE = {
    **_ADVICE,
    DamageKind.EMPTY: "unreadable-file.video-empty",
    DamageKind.TOO_LARGE: "unreadable-file.video-too-large",
    DamageKind.UNREADABLE: "unreadable-file.video-unreadable",
    DamageKind.UNSUPPORTED: "unreadable-file.video-unsupported",
    DamageKind.CRASH: "unreadable-file.video-crash",
    DamageKind.TOO_SLOW: "unreadable-file.video-too-slow",
    DamageKind.OUT_OF_MEMORY: "unreadable-file.video-too-large",
}


def check(facts: FileFacts, limits: Limits) -> Finding | None:
    """Reject a file of which nothing can be decoded."""
    del limits
    advice = _VIDEO_ADVICE if facts.media is Media.VIDEO else _ADVICE
    for damage in facts.damage:
        if damage.kind in advice:
            return Finding(
                rule=RULE.name,
                severity=Severity.REJECT,
                message_id=damage.message_id,
                values=damage.values,
                advice_id=advice[damage.kind],
                measured=damage.kind.value,
            )
    return None


RULE = FileRule(
    name="unreadable-file",
    severities=(Severity.REJECT,),
    doc=__doc__ or "",
    about=frozenset({About.SUBMITTED}),
    check=check,
)
