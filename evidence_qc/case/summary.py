"""Says of a case what is there, what is weak, and what to retake first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    Severity,
    Verdict,
)
from evidence_qc.rules.case.missing_shot import missing_shots

RETAKE_MAX = 5


def summarise(case: Case, files: Sequence[FileReport], profile: Profile) -> CaseSummary:
    """Ready or not, at most five sentences in order, what is missing, and each claim.

    Ready: every claim has a photo or a video frame that is no reject, something can be
    submitted at all, and no shot that is required for the reason is known to be missing.
    """
    by_path = {file.facts.path: file for file in files}
    claims = tuple(summary_of(claim, case, by_path) for claim in case.claims)
    shots, certain = missing_shots(case, profile, files)
    required = tuple(shot for shot in shots if shot.required and certain)

    retake: list[str] = []
    for claim, told in zip(case.claims, claims, strict=True):
        if told.weak and not has_usable(claim, case, by_path):
            retake.append(_retake(claim, case, by_path, told.weak))
    retake += [f"{shot.name}: {shot.description}" for shot in required]
    retake += [
        _retake(claim, case, by_path, told.weak)
        for claim, told in zip(case.claims, claims, strict=True)
        if told.weak and has_usable(claim, case, by_path)
    ]
    if all(claim.is_proposed for claim in case.claims):
        retake += _worst_files(case, files)
    usable = any(_usable(file, case) for file in files)
    blocked = any(not has_usable(claim, case, by_path) for claim in case.claims)
    return CaseSummary(
        ready=usable and not blocked and not required,
        retake_first=tuple(dict.fromkeys(retake))[:RETAKE_MAX],
        missing=tuple(
            f"{shot.name}: {shot.description}"
            if certain
            else f"Check that you have it – {shot.name[:1].lower()}{shot.name[1:]}: "
            f"{shot.description}"
            for shot in shots
        ),
        claims=claims,
    )


def summary_of(claim: Claim, case: Case, by_path: Mapping[str, FileReport]) -> ClaimSummary:
    """Counts of one claim by verdict, and why it is weak.

    A subject that nobody named is weak only when nothing of it can be used: its best photo may
    be borderline because nobody meant to show it.
    """
    files = [by_path[p] for p in claim.media if p in by_path and p not in case.excluded]
    weak = "" if claim.is_proposed and any(_usable(f, case) for f in files) else _weak(files, case)
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


def _weak(files: Sequence[FileReport], case: Case) -> str:
    photos = [f for f in files if f.facts.media is Media.PHOTO]
    if not files:
        return "Nothing shows it yet."
    if any(f.verdict is Verdict.GOOD for f in photos):
        return ""
    if any(_usable(f, case) for f in photos):
        return "Its best photo is only borderline."
    if any(_frame_usable(f) for f in files):
        return "No photo of it can be used, only frames of a video."
    if not photos:
        return "Only a video shows it, and no frame of it is clear enough."
    return (
        "Its only photo cannot be used." if len(photos) == 1 else "None of its photos can be used."
    )


def _usable(file: FileReport, case: Case) -> bool:
    if file.facts.path in case.excluded:
        return False
    return (
        file.verdict is not Verdict.REJECT
        or file.facts.path in case.included
        or _frame_usable(file)
    )


def _frame_usable(file: FileReport) -> bool:
    video = file.facts.video
    return video is not None and any(f.score >= SCORE_BORDER for f in video.best_frames)


def _retake(claim: Claim, case: Case, by_path: Mapping[str, FileReport], weak: str) -> str:
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
        weak = f"It and {others} like it cannot be used." if others else "It cannot be used."
    if fault is None:
        return f"{title}: {weak} Take a close photo of it, in daylight."
    return " ".join(filter(None, (f"{title}:", weak, fault.advice or fault.message)))


def _fault(file: FileReport) -> Finding | None:
    return next((f for f in file.findings if f.severity is not Severity.NOTE), None)


def _worst_files(case: Case, files: Sequence[FileReport]) -> list[str]:
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
        f"{f.facts.path}: {fault.message} {fault.advice}".strip()
        for f in rejected
        if (fault := _fault(f))
    ]
