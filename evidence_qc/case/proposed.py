"""Subjects that nobody named: which of them can be shown.

Loose photos are grouped by time and likeness; a stray photo in the dark makes a group, too. What
nobody named and nothing usable shows is no problem to put before an adjudicator: it is said to
the user, to retake it, and takes no room from the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evidence_qc.case.summary import has_usable
from evidence_qc.model import Case, Claim, FileReport


def usable_first(case: Case, files: Sequence[FileReport]) -> Case:
    """Proposed claims in their order, those that nothing usable shows last, numbered anew."""
    if not any(claim.is_proposed for claim in case.claims):
        return case
    by_path = {file.facts.path: file for file in files}
    said = [claim for claim in case.claims if not claim.is_proposed]
    proposed = [claim for claim in case.claims if claim.is_proposed]
    proposed.sort(key=lambda claim: not has_usable(claim, case, by_path))
    titled = [
        replace(claim, title=title_of(number))
        for number, claim in enumerate(proposed, len(said) + 1)
    ]
    return replace(case, claims=(*said, *titled))


def without_unusable(case: Case, files: Sequence[FileReport]) -> Case:
    """The case without proposed claims that nothing usable shows, if anything is left then."""
    by_path = {file.facts.path: file for file in files}

    def is_kept(claim: Claim) -> bool:
        return not claim.is_proposed or has_usable(claim, case, by_path)

    kept = tuple(claim for claim in case.claims if is_kept(claim))
    return replace(case, claims=kept) if kept else case


def title_of(number: int) -> str:
    """What a claim is called that nobody named."""
    return f"Problem {number}"
