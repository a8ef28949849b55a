"""The picture is a screenshot, not a photo of the goods.

What it measures:
    Whether the file or its name says that it is a screenshot, or, of a picture that no camera
    dates, whether it has rows of print on a ground of exactly one colour.
Why it matters:
    A screenshot of the listing or of a chat is good evidence of what was promised; of the goods
    themselves an adjudicator wants a photo, with its details.
How to retake:
    If it shows a photo of the goods, use the photo itself instead of a picture of the screen.
Known limits:
    A screenshot that is mostly a photo, renamed or sent through a messenger, is not recognised;
    a scanned page is taken for one.
Where the limit comes from:
    What phones and computers write into the file or its name; for the pixels, 1,551 photos
    without camera data, of which none was taken for a screen (``examine/shows.py``), 2026-11.

References:
    Apple's EXIF UserComment "Screenshot"; file names of Android, iOS, macOS and Windows.
"""

from __future__ import annotations

from evidence_qc.media.photo.screenshots import names_a_screenshot
from evidence_qc.model import FileFacts, Finding, Media, Severity
from evidence_qc.rules.base import FileRule, Limits


def check(facts: FileFacts, limits: Limits) -> Finding | None:
    """Note a picture that says it is a screenshot."""
    del limits
    if facts.media is not Media.PHOTO:
        return None
    name = facts.path.rpartition("/")[2]
    from_camera = facts.metadata.exposure_time_s is not None
    if not facts.is_screen and (from_camera or not names_a_screenshot(name)):
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
