"""The one video: chosen by what it has to show, not by beauty; cut only where it must be.

One take, never several in one file: platforms want to see it happen without a gap (``cut-video``),
so what the other clips show goes into the photos as frames.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from evidence_qc.case.lookup import typed
from evidence_qc.language.durations import moment
from evidence_qc.model import (
    SCORE_BORDER,
    Case,
    FileReport,
    LeftOut,
    Media,
    Profile,
    Role,
    Verdict,
    VideoPlan,
)

_WANTED: Mapping[str, tuple[Role, ...]] = {
    "not-working": (Role.FAILURE, Role.UNBOXING),
    "missing-parts": (Role.UNBOXING, Role.FAILURE),
    "suspicious-parcel": (Role.UNBOXING, Role.FAILURE),
    "wrong-item": (Role.UNBOXING, Role.FAILURE),
}
"""Reason → roles that decide such a case, strongest first (buyers' guide; Shopee)."""
OPENING_S = 3.0
_USUAL = (Role.FAILURE, Role.UNBOXING)


def choose_clip(
    case: Case,
    files: Sequence[FileReport],
    profile: Profile,
    displayed: frozenset[int],
    *,
    cut_s: tuple[float, float] | None = None,
    earlier: frozenset[str] = frozenset(),
) -> tuple[VideoPlan | None, tuple[LeftOut, ...], tuple[str, ...]]:
    """The clip to submit, why the others are not, and notes.

    Strongest first: pinned; the role that the reason asks for; a beginning that shows something;
    the usual roles; a claim that no photo shows; the main claim; then verdict and score.

    Args:
        case: Roles, claims, pins, exclusions.
        files: With verdicts.
        profile: How many videos, and how long, the platform takes.
        displayed: Numbers of claims that a usable photo shows.
        cut_s: The part to submit, when the user asks for a cut.
        earlier: SHA-256 of files that an earlier bundle used.
    """
    clips = [
        f
        for f in files
        if f.facts.media is Media.VIDEO
        and f.facts.video is not None
        and f.facts.path not in case.excluded
        and not _is_live_photo(f, case)
    ]
    if not clips:
        return None, (), ()
    if profile.videos_max.value == 0:
        out = tuple(
            LeftOut(
                f.facts.path,
                "The platform takes no video.",
                "Its best frames stand in for claims that no photo shows.",
            )
            for f in clips
        )
        return None, out, ()
    claims_of = _claims_of(case)
    ranked = sorted(
        clips, key=lambda f: _rank(f, case, claims_of, displayed, earlier), reverse=True
    )
    best = ranked[0]
    numbers = claims_of.get(best.facts.path, ())
    role = case.roles.get(best.facts.path)
    start, end, notes = _part(best, role, profile, cut_s)
    notes += _opening(best, start)
    reason = _why(role, numbers, displayed, len(clips))
    out = tuple(
        LeftOut(
            f.facts.path,
            f"The platform takes one video, and {best.facts.path} {_shows(role, numbers)}.",
            f"--pin {typed(f.facts.path)} submits this one instead.",
        )
        for f in ranked[1:]
    )
    plan = VideoPlan(
        path=best.facts.path, start_s=start, end_s=end, claims=numbers, role=role, reason=reason
    )
    return plan, out, notes


def _is_live_photo(file: FileReport, case: Case) -> bool:
    """The second and a half that a phone adds to a photo; a clip only if the user says so."""
    path = file.facts.path
    return bool(file.facts.companion) and path not in case.pinned and path not in case.roles


def _claims_of(case: Case) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, claim in enumerate(case.claims, 1):
        for path in claim.media:
            found[path] = (*found.get(path, ()), number)
    return found


def _rank(
    file: FileReport,
    case: Case,
    claims_of: Mapping[str, tuple[int, ...]],
    displayed: frozenset[int],
    earlier: frozenset[str],
) -> tuple[object, ...]:
    path = file.facts.path
    asked = case.reason in _WANTED
    wanted = _WANTED.get(case.reason, _USUAL)
    role = case.roles.get(path)
    numbers = claims_of.get(path, ())
    usable = file.verdict is not Verdict.REJECT or path in case.included
    return (
        path in case.pinned,
        file.facts.sha256 not in earlier,
        usable,
        asked or first_clear_s(file, 0.0) is None,
        len(wanted) - wanted.index(role) if role in wanted else 0,
        any(number not in displayed for number in numbers),
        -min(numbers, default=99),
        file.verdict is Verdict.GOOD,
        file.score or 0.0,
        path,
    )


def _part(
    file: FileReport, role: Role | None, profile: Profile, cut_s: tuple[float, float] | None
) -> tuple[float, float | None, tuple[str, ...]]:
    """Start and end of what is submitted; whole unless a sourced limit or the user says else."""
    video = file.facts.video
    if video is None:
        return 0.0, None, ()
    path, most = file.facts.path, profile.video_seconds_max
    if cut_s is not None:
        if role is Role.UNBOXING:
            note = f"{path} is the unboxing: it is not cut, a gap would make it worthless."
            return 0.0, None, (note,)
        start, end = cut_s
        if start >= video.duration_s:
            note = (
                f"{path} ends at {moment(video.duration_s)}, before the cut begins "
                f"({moment(start)}): it is submitted whole."
            )
            return 0.0, None, (note,)
        if end > video.duration_s:
            note = f"{path} ends at {moment(video.duration_s)}: the cut ends there, too."
            return max(0.0, start), video.duration_s, (note,)
        return max(0.0, start), end, ()
    if most.value is None or video.duration_s <= most.value:
        return 0.0, None, ()
    if most.is_assumed:
        note = (
            f"The video has {video.duration_s:.0f} s; that the platform takes {most.value:g} s at "
            "most is not confirmed, so it is not cut. If the upload fails, use --cut FROM-TO."
        )
        return 0.0, None, (note,)
    if role is Role.UNBOXING:
        note = (
            f"The unboxing has {video.duration_s:.0f} s and the platform takes {most.value:g} s; "
            "it is not cut, as a gap would make it worthless. Play it faster or choose another."
        )
        return 0.0, None, (note,)
    from evidence_qc.examine.video_choice import best_segment

    start, end = best_segment(video.samples, video.duration_s, float(most.value))
    note = (
        f"The platform takes {most.value:g} s of video: the part from {start:.1f} s to {end:.1f} s "
        "is submitted, in one piece."
    )
    return start, end, (note,)


def first_clear_s(file: FileReport, start_s: float) -> float | None:
    """When there is first something to see, where the first seconds show nothing; else None.

    Args:
        file: The clip, with its measured frames.
        start_s: Where the submitted part starts, in the clip's time.

    Returns:
        Whole seconds after ``start_s``.
    """
    video = file.facts.video
    after = [s for s in (video.samples if video else ()) if s.time_s >= start_s]
    opening = [s.score for s in after if s.time_s <= start_s + OPENING_S]
    if not opening or max(opening) >= SCORE_BORDER:
        return None
    clear = (s.time_s - start_s for s in after if s.score >= SCORE_BORDER)
    return next((float(math.ceil(seconds)) for seconds in clear), None)


def _opening(file: FileReport, start_s: float) -> tuple[str, ...]:
    """A note where the first seconds show nothing: many look no longer than that."""
    clear = first_clear_s(file, start_s)
    if clear is None:
        return ()
    return (
        f"The first {OPENING_S:g} s of the video show nothing clearly, and many look no longer: "
        f"the text says to look from {moment(clear)}; --pin submits another clip "
        f"({file.facts.path} is used).",
    )


def _shows(role: Role | None, numbers: tuple[int, ...]) -> str:
    if role is Role.UNBOXING:
        return "shows the unboxing"
    if role is Role.FAILURE:
        return "shows the failure"
    if numbers:
        return f"shows problem {' and '.join(map(str, numbers))}"
    return "is clearer"


def _why(role: Role | None, numbers: tuple[int, ...], displayed: frozenset[int], clips: int) -> str:
    if clips == 1:
        return "the only video"
    if role in {Role.UNBOXING, Role.FAILURE}:
        return _shows(role, numbers)
    if any(number not in displayed for number in numbers):
        return f"{_shows(role, numbers)}, which no photo shows"
    return _shows(role, numbers)
