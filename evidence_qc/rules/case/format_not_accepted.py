"""The platform does not take files of this format.

What it measures:
    The format, told by content, against the profile's list for photos and videos.
Why it matters:
    HEIC and MOV, what phones write, are on almost no platform's list; some forms ignore such a
    file without a word.
How to retake:
    Nothing to retake: a bundle writes a JPEG or an MP4 of the same picture.
Known limits:
    Where a profile does not know the formats, nothing is said.
Where the limit comes from:
    The profile; each list names its source there.

References:
    developer.ebay.com/devzone/post-order/types/UploadFileRequest.html (HEIC is not in its list).
"""

from __future__ import annotations

from collections.abc import Iterable

from evidence_qc.model import Finding, Media, Severity
from evidence_qc.rules.base import CaseView, Limits, Placed, SetRule


def check(view: CaseView, limits: Limits) -> Iterable[Placed]:
    """A note at each file whose format is not on the list."""
    for file in view.files:
        facts = file.facts
        is_video = facts.media is Media.VIDEO
        if facts.media is Media.UNKNOWN or not facts.format:
            continue
        if is_video and view.profile.videos_max.value == 0:
            continue
        accepted = view.profile.video_formats if is_video else view.profile.photo_formats
        if accepted.value is None or facts.format in accepted.value:
            continue
        yield Placed(
            path=facts.path,
            finding=Finding(
                rule=RULE.name,
                severity=Severity.NOTE,
                message_id="format-not-accepted.message",
                advice_id=f"format-not-accepted.advice-{'video' if is_video else 'photo'}",
                values={
                    "format": facts.format,
                    "accepted": accepted.value,
                    "remark": accepted.remark,
                },
                measured=facts.format,
                limit=", ".join(accepted.value),
            ),
        )


RULE = SetRule(
    name="format-not-accepted",
    severities=(Severity.NOTE,),
    doc=__doc__ or "",
    stops_upload_by=("photo_formats", "video_formats"),
    check=check,
)
