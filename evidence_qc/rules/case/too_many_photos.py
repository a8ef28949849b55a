"""There are more photos or videos than the platform takes.

What it measures:
    The number of photos and of videos against the profile's limits.
Why it matters:
    A form takes the first few and drops the rest, or none at all.
How to retake:
    Nothing to retake: a bundle puts several photos into one, and names what it leaves out.
Known limits:
    Counts files, not what they show.
Where the limit comes from:
    The profile; each value names its source there.

References:
    evidence-qc profiles NAME
"""

from __future__ import annotations

from collections.abc import Iterable

from evidence_qc.model import Finding, Media, Severity
from evidence_qc.rules.base import CaseView, Limits, Placed, SetRule


def check(view: CaseView, limits: Limits) -> Iterable[Placed]:
    """One note for the photos, one for the videos."""
    for media, most in (
        (Media.PHOTO, view.profile.photos_max),
        (Media.VIDEO, view.profile.videos_max),
    ):
        count = sum(file.facts.media is media for file in view.files)
        if most.value is None or count <= most.value:
            continue
        number = "one" if count == 1 else "many"
        takes = "none" if most.value == 0 else f"{most.value}"
        yield Placed(
            path=None,
            finding=Finding(
                rule=RULE.name,
                severity=Severity.NOTE,
                message_id=f"too-many-photos.{media.value}-{number}",
                advice_id=f"too-many-photos.advice-{media.value}",
                values={"count": count, "takes": takes, "remark": most.remark},
                measured=count,
                limit=most.value,
                unit=f"{media.value}s",
            ),
        )


RULE = SetRule(
    name="too-many-photos",
    severities=(Severity.NOTE,),
    doc=__doc__ or "",
    stops_upload_by=(),
    check=check,
)
