"""Subjects that nobody named: which of them can be shown.

Loose photos are grouped by time and likeness; a stray photo in the dark makes a group, too. What
nobody named and nothing usable shows is no problem to put before an adjudicator: it is said to
the user, to retake it, and takes no room from the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from evidence_qc.case.summary import has_usable
from evidence_qc.model import Case, Claim, FileReport


def usable_first(case: Case, files: Sequence[FileReport]) -> Case:
    """Proposed claims in their order, those that nothing usable shows last, numbered anew."""
    if not any(claim.is_proposed for claim in case.claims):
        return case
    by_path = {file.facts.path: file for file in files}
    order = sorted(case.claims, key=lambda claim: _is_unusable(claim, case, by_path))
    ours = {
        id(claim)
        for number, claim in enumerate(case.claims, 1)
        if claim.is_proposed and claim.title == unnamed_title(number, claim.media)
    }
    titled = (
        replace(claim, title=unnamed_title(number, claim.media)) if id(claim) in ours else claim
        for number, claim in enumerate(order, 1)
    )
    return replace(case, claims=tuple(titled))


def without_unusable(case: Case, files: Sequence[FileReport]) -> Case:
    """The case without proposed claims that nothing usable shows, if anything is left then.

    Beside a problem that the user named, a group that nobody named is none: its photos follow as
    far as there is room, without a number and without words.
    """
    named = tuple(claim for claim in case.claims if not claim.is_proposed)
    if named:
        return replace(case, claims=named)
    by_path = {file.facts.path: file for file in files}
    kept = tuple(claim for claim in case.claims if not _is_unusable(claim, case, by_path))
    return replace(case, claims=kept) if kept else case


def without_excluded(claims: Sequence[Claim], excluded: AbstractSet[str]) -> tuple[Claim, ...]:
    """What is left out belongs to no group that nobody named: nobody is to retake or name it."""
    kept: list[Claim] = []
    for number, each in enumerate(claims, 1):
        media = tuple(path for path in each.media if path not in excluded)
        if not each.is_proposed:
            kept.append(each)
        elif media:
            is_ours = each.title == unnamed_title(number, each.media)
            title = unnamed_title(len(kept) + 1, media) if is_ours else each.title
            kept.append(replace(each, media=media, title=title))
    return tuple(kept)


def without_unlike(case: Case) -> Case:
    """The case whose proposed claims hold no photo that may show another thing."""
    if not case.unlike:
        return case
    kept = [
        claim
        if not claim.is_proposed
        else replace(claim, media=tuple(p for p in claim.media if p not in case.unlike))
        for claim in case.claims
    ]
    kept = [claim for claim in kept if claim.media or not claim.is_proposed]
    titled = (
        replace(claim, title=unnamed_title(number, claim.media)) if claim.is_proposed else claim
        for number, claim in enumerate(kept, 1)
    )
    return replace(case, claims=tuple(titled))


def _is_unusable(claim: Claim, case: Case, by_path: Mapping[str, FileReport]) -> bool:
    return claim.is_proposed and not has_usable(claim, case, by_path)


def unnamed_title(number: int, media: Sequence[str] = ()) -> str:
    """What a group is called that nobody named: by its files, never as a problem of the buyer's.

    The number keeps titles apart; a second round goes on by them.
    """
    names = [path.rpartition("/")[2] for path in media]
    others = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"Group {number}, not named" + (f": {names[0]}{others}" if names else "")
