"""The name says another format than the content.

What it measures:
    Whether the extension fits the format that the first bytes show.
Why it matters:
    Upload forms go by the name: a HEIC called .jpg is refused, or shown as a broken picture.
How to retake:
    Nothing to retake: rename the file, or let the bundle write a proper copy.
Known limits:
    Formats that share a container (MP4 and MOV, MKV and WebM) are told apart by their labels.
Where the limit comes from:
    No limit: the registered and the customary extensions of each format.

References:
    IANA media types; the magic numbers of each format.
"""

from __future__ import annotations

from evidence_qc.model import FileFacts, Finding, Severity
from evidence_qc.rules.base import FileRule, Limits


def check(facts: FileFacts, limits: Limits) -> Finding | None:
    """Note a name that does not fit the content."""
    del limits
    name = facts.path.rpartition("/")[2]
    stem, dot, extension = name.rpartition(".")
    if not facts.expected_extensions or facts.path.startswith("<"):
        return None
    fitting = facts.expected_extensions[0]
    if not dot or not stem:
        what = "none"
    elif extension.lower() not in facts.expected_extensions:
        what = "other"
    else:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.NOTE,
        message_id=f"wrong-extension.{what}",
        advice_id=f"wrong-extension.advice-{what}",
        values={"format": facts.format, "extension": extension, "fitting": fitting},
        measured=extension.lower() if dot and stem else "",
        limit=fitting,
    )


RULE = FileRule(
    name="wrong-extension",
    severities=(Severity.NOTE,),
    doc=__doc__ or "",
    check=check,
)
