"""Says of a case what is there, what is weak, and what to retake first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence_qc.language import NOTHING, Sentence
from evidence_qc.language.template import small
from evidence_qc.model import (
    SCORE_BORDER,
    Case,
    CaseSummary,
    Claim,
    ClaimSummary,
    FileReport,
    Finding,
    Media,
    Profile,
    Role,
    Severity,
    Shot,
    Verdict,
    reason_key,
)
from evidence_qc.rules.case.missing_shot import RULE as SHOTS
from evidence_qc.rules.case.missing_shot import missing_shots
from evidence_qc.rules.case.size_reference import SIZE_REFERENCE

RETAKE_MAX = 5
COMPARED = frozenset({"not-as-described", "wrong-item", "wrong-size", "counterfeit"})
"""Reasons that are shown by what was promised beside what came."""


FILE_NOT_FOUND = "file-not-found"
NOT_CLEAR = "problem-not-clear"
"""A problem that no clear photo or clip shows."""
NOTHING_NAMED = "problem-not-named"
"""Nobody has said what is wrong: clear photos of nobody knows what."""
NOTHING_USABLE = "nothing-usable"
MISSING_SHOT = SHOTS.name


def summarise(
    case: Case,
    files: Sequence[FileReport],
    profile: Profile,
    not_found: Sequence[str] = (),
) -> CaseSummary:
    """Ready or not, at most five sentences in order, what is missing, and each claim.

    Ready: at least one problem is named, every problem that the user named has a clear photo or a
    usable moment of a video, something can be submitted at all, all names that were given are
    there, and no shot that is required for the reason is known to be missing. Loose photos are
    grouped, but what they show is the user's to say: until then nothing is ready, however clear
    they are. A picture of a screen is no photo of the goods: it makes nothing ready.
    """
    by_path = {file.facts.path: file for file in files}
    claims = tuple(summary_of(claim, case, by_path) for claim in case.claims)
    shots, certain = missing_shots(case, profile, files)
    required = tuple(shot for shot in shots if shot.required and certain)

    retake: list[Sentence] = [Sentence("case.not-found", name=name) for name in not_found]
    for claim, status in zip(case.claims, claims, strict=True):
        if status.weak and not has_usable(claim, case, by_path):
            retake.append(_retake(claim, case, by_path, status.weak))
    retake += [_missing(shot, case, files, is_certain=True) for shot in required]
    retake += [
        _retake(claim, case, by_path, status.weak)
        for claim, status in zip(case.claims, claims, strict=True)
        if status.weak and has_usable(claim, case, by_path)
    ]
    if all(claim.is_proposed for claim in case.claims):
        retake += _worst_files(case, files)
    blocked_by = tuple(
        name
        for name, is_so in (
            (FILE_NOT_FOUND, bool(not_found)),
            (NOTHING_USABLE, not any(_usable(file, case) for file in files)),
            (NOTHING_NAMED, all(claim.is_proposed for claim in case.claims)),
            (NOT_CLEAR, not all(_is_clear(claim, case, by_path) for claim in case.claims)),
            (MISSING_SHOT, bool(required)),
        )
        if is_so
    )
    return CaseSummary(
        ready=not blocked_by,
        retake_first=tuple(dict.fromkeys(retake))[:RETAKE_MAX],
        missing=tuple(_missing(shot, case, files, is_certain=certain) for shot in shots),
        claims=claims,
        not_found=tuple(not_found),
        not_shown=tuple(f.facts.path for f in files if not _has_usable(f, case)),
        blocked_by=blocked_by,
        warned_by=tuple(
            dict.fromkeys(
                finding.rule
                for file in files
                if file.facts.path not in case.excluded
                for finding in file.findings
                if finding.severity is not Severity.NOTE
            )
        ),
    )


def _shot(name: str, description: str) -> Sentence:
    return Sentence("case.shot", name=name, description=description)


def _missing(shot: Shot, case: Case, files: Sequence[FileReport], *, is_certain: bool) -> Sentence:
    """What is missing; of a packaging with its label, half may be there."""
    holds_label = "label" in f"{shot.name} {shot.description}".casefold()
    has_half = shot.role == Role.PACKAGING and holds_label
    if has_half and any(_is_label(file, case) for file in files):
        return Sentence("case.shot-label-there", name=shot.name)
    if is_certain and shot is not SIZE_REFERENCE:
        return _shot(shot.name, shot.description)
    if shot.name.casefold() in shot.description.casefold():
        return Sentence("case.shot-unsure-brief", description=small(shot.description))
    return Sentence("case.shot-unsure", name=small(shot.name), description=shot.description)


def _is_label(file: FileReport, case: Case) -> bool:
    return case.roles.get(file.facts.path) is Role.LABEL and _usable(file, case)


def _has_usable(file: FileReport, case: Case) -> bool:
    """Whether a file may be submitted: no reject, and no picture of a screen that nobody wants."""
    path = file.facts.path
    if path in case.excluded:
        return False
    if file.facts.is_screen and path not in case.included:
        compared = reason_key(case.reason) in COMPARED
        named = any(path in c.media for c in case.claims if not c.is_proposed)
        return named or (compared and file.verdict is not Verdict.REJECT)
    return file.verdict is not Verdict.REJECT or path in case.included or _frame_usable(file)


def _is_clear(claim: Claim, case: Case, by_path: Mapping[str, FileReport]) -> bool:
    """A good photo, one that the user insists on, or a usable moment of a video.

    An unnamed subject needs none: nobody meant to show it.
    """
    if claim.is_proposed:
        return True
    files = [by_path[p] for p in claim.media if p in by_path and p not in case.excluded]
    return any(
        (f.verdict is Verdict.GOOD and _usable(f, case))
        or f.facts.path in case.included
        or _frame_usable(f)
        for f in files
    )


def summary_of(claim: Claim, case: Case, by_path: Mapping[str, FileReport]) -> ClaimSummary:
    """Counts of one claim by verdict, and why it is weak.

    A subject that nobody named is weak only when nothing of it can be used: its best photo may
    be borderline because nobody meant to show it.
    """
    files = [by_path[p] for p in claim.media if p in by_path and p not in case.excluded]
    spared = claim.is_proposed and any(_usable(f, case) for f in files)
    weak = NOTHING if spared else _weak(files, case)
    count = {verdict: sum(f.verdict is verdict for f in files) for verdict in Verdict}
    return ClaimSummary(
        title=claim.title,
        title_en=claim.title_en,
        good=count[Verdict.GOOD],
        borderline=count[Verdict.BORDERLINE],
        reject=count[Verdict.REJECT],
        weak=weak,
    )


def has_usable(claim: Claim, case: Case, by_path: Mapping[str, FileReport]) -> bool:
    """Whether a photo or a video frame of the claim is no reject."""
    return any(_usable(by_path[path], case) for path in claim.media if path in by_path)


def _weak(files: Sequence[FileReport], case: Case) -> Sentence:
    photos = [f for f in files if f.facts.media is Media.PHOTO]
    if not files:
        return Sentence("case.weak-nothing")
    if photos and all(f.facts.is_screen for f in files):
        return Sentence("case.weak-screenshot")
    photos = [f for f in photos if not f.facts.is_screen]
    if any(f.verdict is Verdict.GOOD for f in photos):
        return NOTHING
    if any(_usable(f, case) for f in photos):
        return Sentence("case.weak-borderline")
    if any(_frame_usable(f) for f in files):
        return Sentence("case.weak-frames")
    if not photos and not any(f.facts.media is Media.VIDEO for f in files):
        return Sentence("case.weak-unopened")
    if not photos:
        return Sentence("case.weak-video")
    return Sentence("case.weak-only-photo" if len(photos) == 1 else "case.weak-photos")


def _usable(file: FileReport, case: Case) -> bool:
    if file.facts.path in case.excluded:
        return False
    if file.facts.is_screen and file.facts.path not in case.included:
        return False
    return (
        file.verdict is not Verdict.REJECT
        or file.facts.path in case.included
        or _frame_usable(file)
    )


def _frame_usable(file: FileReport) -> bool:
    video = file.facts.video
    return video is not None and any(f.score >= SCORE_BORDER for f in video.best_frames)


def _retake(
    claim: Claim, case: Case, by_path: Mapping[str, FileReport], weak: Sentence
) -> Sentence:
    """One sentence of what is wrong, and the one action that cures the best try."""
    files = [by_path[p] for p in claim.media if p in by_path and p not in case.excluded]
    order = (Verdict.GOOD, Verdict.BORDERLINE, Verdict.REJECT)
    tries = sorted(
        files,
        key=lambda f: (
            f.facts.media is not Media.PHOTO,
            order.index(f.verdict),
            -(f.score or 0.0),
            f.facts.path,
        ),
    )
    fault = next((found for f in tries if (found := _fault(f))), None)
    title = claim.title_en or claim.title
    if claim.is_proposed and tries:
        # Nobody named the subject, so it is called after its best photo.
        title, others = tries[0].facts.path, len(tries) - 1
        alike = Sentence("case.weak-alike", others=others)
        weak = alike if others else Sentence("case.weak-unusable")
    if fault is None:
        return Sentence("case.retake-close", title=title, weak=weak)
    return Sentence("case.retake", title=title, weak=weak, advice=fault.advice or fault.message)


def _fault(file: FileReport) -> Finding | None:
    return next((f for f in file.findings if f.severity is not Severity.NOTE), None)


def _worst_files(case: Case, files: Sequence[FileReport]) -> list[Sentence]:
    """Rejected files of no claim that nothing usable repeats, best first."""
    claimed = {path for claim in case.claims for path in claim.media}
    repeated = {
        path
        for file in files
        if _usable(file, case)
        for finding in file.findings
        for path in finding.related
    }
    rejected = [
        f
        for f in files
        if f.verdict is Verdict.REJECT
        and f.facts.path not in repeated
        and f.facts.path not in case.excluded
        and f.facts.path not in claimed
    ]
    rejected.sort(key=lambda f: (-(f.score or 0.0), f.facts.path))
    return [
        Sentence("case.worst", path=f.facts.path, fault=fault.message, advice=fault.advice or "")
        for f in rejected
        if (fault := _fault(f))
    ]
