"""The file tells where it was taken.

What it measures:
    Whether the file carries GPS coordinates or a place name.
Why it matters:
    Photos taken at home carry your address to everyone who downloads them, the other side of
    the dispute included.
How to retake:
    Nothing to retake: files written by a bundle carry no location. If you upload the original
    yourself, remove the location in the phone's share menu first.
Known limits:
    A place can also be seen in the picture itself, on a parcel label for example.
Where the limit comes from:
    No limit: the coordinates are there or not.

References:
    CIPA DC-008 (EXIF), GPS tags; Adobe XMP, exif:GPSLatitude.
"""

from __future__ import annotations

from evidence_qc.model import FileFacts, Finding, Severity
from evidence_qc.rules.base import FileRule, Limits


def check(facts: FileFacts, limits: Limits) -> Finding | None:
    """Note a location inside the file."""
    del limits
    if not facts.metadata.has_location:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.NOTE,
        message_id="location-metadata.message",
        advice_id="location-metadata.advice",
    )


RULE = FileRule(
    name="location-metadata",
    severities=(Severity.NOTE,),
    doc=__doc__ or "",
    check=check,
)
