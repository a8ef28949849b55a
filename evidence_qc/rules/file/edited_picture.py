"""An editing program left its name in the file.

What it measures:
    Whether the file names a picture editor as the program that wrote it, or carries an editing
    history.
Why it matters:
    Brightening or cropping is ordinary, but the other side may ask; with the untouched original
    at hand the question is answered at once.
How to retake:
    Nothing to retake: keep the original from the phone beside the edited picture.
Known limits:
    Many editors leave no trace, and some only sort or resize. This says nothing about what was
    changed, and never that something was faked.
Where the limit comes from:
    No limit: a list of well-known editors, 2026-11.

References:
    CIPA DC-008 (EXIF), Software tag; Adobe XMP, CreatorTool and history.
"""

from __future__ import annotations

from evidence_qc.model import FileFacts, Finding, Severity
from evidence_qc.rules.base import FileRule, Limits


def check(facts: FileFacts, limits: Limits) -> Finding | None:
    """Note a picture that an editor has saved."""
    del limits
    if not facts.metadata.is_edited:
        return None
    name = facts.metadata.software
    return Finding(
        rule=RULE.name,
        severity=Severity.NOTE,
        message_id="edited-picture.message",
        values={"program": name or ""},
        advice_id="edited-picture.advice",
        measured=name,
    )


RULE = FileRule(
    name="edited-picture",
    severities=(Severity.NOTE,),
    doc=__doc__ or "",
    check=check,
)
