"""The file has more bytes or pixels than the platform takes.

What it measures:
    The size of the file, and its pixels, against the profile's limits for photos and videos.
Why it matters:
    The upload fails, often without saying why, and often at the very end.
How to retake:
    Nothing to retake: a bundle writes a smaller copy of high quality.
Known limits:
    Where a profile does not know a limit, nothing is said.
Where the limit comes from:
    The profile; each value names its source there.

References:
    evidence-qc profiles NAME
"""

from __future__ import annotations

from collections.abc import Iterable

from evidence_qc.model import FileFacts, Finding, Media, Profile, Severity
from evidence_qc.rules.base import CaseView, Limits, Placed, SetRule


def check(view: CaseView, limits: Limits) -> Iterable[Placed]:
    """A note at each file that passes a limit."""
    for file in view.files:
        finding = _bytes(file.facts, view.profile) or _pixels(file.facts, view.profile)
        if finding is not None:
            yield Placed(path=file.facts.path, finding=finding)


def _bytes(facts: FileFacts, profile: Profile) -> Finding | None:
    limit = profile.video_bytes_max if facts.media is Media.VIDEO else profile.photo_bytes_max
    if limit.value is None or facts.size_bytes <= limit.value:
        return None
    return _finding(
        "file-too-large.bytes",
        facts.size_bytes,
        limit.value,
        "bytes",
        remark=limit.remark,
    )


def _pixels(facts: FileFacts, profile: Profile) -> Finding | None:
    most = profile.photo_pixels_max
    pixels = (facts.width_px or 0) * (facts.height_px or 0)
    if facts.media is not Media.PHOTO or most.value is None or pixels <= most.value:
        return None
    return _finding(
        "file-too-large.pixels",
        pixels,
        most.value,
        "pixels",
    )


def _finding(message_id: str, measured: int, limit: int, unit: str, *, remark: str = "") -> Finding:
    return Finding(
        rule=RULE.name,
        severity=Severity.NOTE,
        message_id=message_id,
        advice_id="file-too-large.advice",
        measured=measured,
        limit=limit,
        unit=unit,
        values={"measured": measured, "limit": limit, "remark": remark},
    )


RULE = SetRule(
    name="file-too-large",
    severities=(Severity.NOTE,),
    doc=__doc__ or "",
    stops_upload_by=("photo_bytes_max", "video_bytes_max", "photo_pixels_max"),
    check=check,
)
