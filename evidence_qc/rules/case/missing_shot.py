"""A shot that adjudicators ask for in a case like this is not there.

What it measures:
    The profile's shot list for the reason (whole item, defect close up, parcel label, ruler,
    video of the failure) against what the files are said to show: their roles and marks.
Why it matters:
    "Not enough photos: one angle only, or no defect or packaging photo" is a published reason
    for rejection, and a lone close-up looks deceitful.
How to retake:
    Take the named shot while you still hold the goods, the parcel and its label.
Known limits:
    Nobody recognises what a photo shows: where no file says its role, the list is given as a
    reminder (a note), and nothing is called missing.
Where the limit comes from:
    The shot lists of the profile; each entry names its source there. Beside a hole, dent, tear,
    scratch or stain something of a known size is asked for, too, unless a photo is said to be
    measured.

References:
    docs.ozon.com/common/en/returns/approval; help.shopee.sg/portal/article/76632.
"""

from __future__ import annotations

from collections.abc import Iterable

from evidence_qc.language.template import small
from evidence_qc.model import (
    Case,
    FileReport,
    Finding,
    Media,
    Profile,
    Role,
    Severity,
    Shot,
    Verdict,
)
from evidence_qc.rules.base import About, CaseView, Limits, Placed, SetRule
from evidence_qc.rules.case.size_reference import SIZE_REFERENCE, asks_for_size

VIDEO_ROLES = frozenset({Role.UNBOXING, Role.FAILURE})
"""Shots that only a video can show."""


def shots_for(case: Case, profile: Profile) -> tuple[Shot, ...]:
    """The profile's shot list for the case's reason; empty while no reason is given.

    With something of a known size where the size of a problem counts and the list measures nothing.
    """
    if not case.reason:
        return ()
    shots = profile.shots.get(case.reason, ())
    if asks_for_size(case) and all(shot.role != Role.RULER for shot in shots):
        return (*shots, SIZE_REFERENCE)
    return shots


def has_usable(shot: Shot, case: Case, files: Iterable[FileReport]) -> bool:
    """True when a usable file is said to show this.

    A marked photo is a close-up, whatever its role; so is any photo of a claim that is not said
    to be something else. A label in view on the packaging has to be said (role ``label``).
    """
    role = Role(shot.role)
    of_claims = {path for claim in case.claims for path in claim.media}
    for file in files:
        path = file.facts.path
        said = case.roles.get(path)
        usable = file.verdict is not Verdict.REJECT or path in case.included
        if not usable or path in case.excluded:
            continue
        if said is role and (role not in VIDEO_ROLES or file.facts.media is Media.VIDEO):
            return True
        close_up = path in case.marks or (said is None and path in of_claims)
        if role is Role.CLOSE_UP and close_up and file.facts.media is Media.PHOTO:
            return True
    return False


def missing_shots(
    case: Case, profile: Profile, files: Iterable[FileReport]
) -> tuple[tuple[Shot, ...], bool]:
    """(shots of the list that nothing is known to show, whether that is certain).

    It is certain once any file has a role that was said: then one is not there.
    """
    files = tuple(files)
    missing = tuple(s for s in shots_for(case, profile) if not has_usable(s, case, files))
    return missing, bool(case.roles.keys() - case.recognised)


def check(view: CaseView, limits: Limits) -> Iterable[Placed]:
    """One finding of the set for each shot that is missing."""
    if view.case is None:
        return
    missing, certain = missing_shots(view.case, view.profile, view.files)
    for shot in missing:
        known = certain and shot is not SIZE_REFERENCE
        yield Placed(
            path=None,
            finding=Finding(
                rule=RULE.name,
                severity=Severity.WARN if known and shot.required else Severity.NOTE,
                message_id="missing-shot.missing" if known else "missing-shot.check",
                advice_id=shot.description,
                values={"shot": small(shot.name)},
                measured=0,
                limit=1,
                unit="shots",
            ),
        )


RULE = SetRule(
    name="missing-shot",
    severities=(Severity.NOTE, Severity.WARN),
    doc=__doc__ or "",
    about=frozenset({About.SHOT_LIST}),
    check=check,
)
