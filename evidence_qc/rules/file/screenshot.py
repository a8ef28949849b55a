"""The picture is a screenshot, not a photo of the goods.

What it measures:
    Whether the file or its name says that it is a screenshot.
Why it matters:
    A screenshot of the listing or of a chat is good evidence of what was promised; of the goods
    themselves an adjudicator wants a photo, with its details.
How to retake:
    If it shows a photo of the goods, use the photo itself instead of a picture of the screen.
Known limits:
    Screenshots that were renamed, or sent through a messenger, are not recognised; nothing is
    guessed from the picture.
Where the limit comes from:
    No limit: what phones and computers write into the file or its name, 2026-11.

References:
    Apple's EXIF UserComment "Screenshot"; file names of Android, iOS, macOS and Windows.
"""

from __future__ import annotations

from evidence_qc.media.photo.metadata import is_screenshot_name
from evidence_qc.model import FileFacts, Finding, Media, Severity
from evidence_qc.rules.base import FileRule, Limits


def check(facts: FileFacts, limits: Limits) -> Finding | None:
    """Note a picture that says it is a screenshot."""
    del limits
    if facts.media is not Media.PHOTO:
        return None
    name = facts.path.rpartition("/")[2]
    from_camera = facts.metadata.exposure_time_s is not None
    if not facts.metadata.is_screenshot and (from_camera or not is_screenshot_name(name)):
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.NOTE,
        message_id="screenshot.message",
        advice_id="screenshot.advice",
    )


RULE = FileRule(
    name="screenshot",
    severities=(Severity.NOTE,),
    doc=__doc__ or "",
    check=check,
)
