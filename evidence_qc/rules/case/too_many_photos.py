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
    for media, most, one, many in (
        (Media.PHOTO, view.profile.photos_max, "photo", "photos"),
        (Media.VIDEO, view.profile.videos_max, "video", "videos"),
    ):
        count = sum(file.facts.media is media for file in view.files)
        if most.value is None or count <= most.value:
            continue
        takes = "none" if most.value == 0 else f"{most.value}"
        yield Placed(
            path=None,
            finding=Finding(
                rule=RULE.name,
                severity=Severity.NOTE,
                message=(
                    f"There {'is' if count == 1 else 'are'} {count} {one if count == 1 else many}; "
                    f"the platform takes {takes}{most.remark}."
                ),
                advice=(
                    "Make a bundle: it combines the best ones and says what it leaves out."
                    if media is Media.PHOTO
                    else "Make a bundle: it chooses the clip, and takes stills from the others."
                ),
                measured=count,
                limit=most.value,
                unit=many,
            ),
        )


RULE = SetRule(
    name="too-many-photos",
    severities=(Severity.NOTE,),
    doc=__doc__ or "",
    check=check,
)
