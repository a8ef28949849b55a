"""The one video: chosen by what it has to show, not by beauty; cut only where it must be.

One take, never several in one file: platforms want to see it happen without a gap (``cut-video``),
so what the other clips show goes into the photos as frames.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from evidence_qc.case.lookup import typed
from evidence_qc.language import Sentence
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
LEAD_S = 1.0
"""Before a moment that was recognised: it is the first of those that were compared."""
_USUAL = (Role.FAILURE, Role.UNBOXING)


def choose_clip(
    case: Case,
    files: Sequence[FileReport],
    profile: Profile,
    displayed: frozenset[int],
    moments_s: Mapping[str, float] = MappingProxyType({}),
    *,
    cut_s: tuple[float, float] | None = None,
    earlier: frozenset[str] = frozenset(),
) -> tuple[VideoPlan | None, tuple[LeftOut, ...], tuple[Sentence, ...]]:
    """The clip to submit, why the others are not, and notes.

    Strongest first: pinned; the role that the reason asks for; a beginning that shows something;
    the usual roles; a claim that no photo shows; the main claim; then verdict and score.

    Args:
        case: Roles, claims, pins, exclusions.
        files: With verdicts.
        profile: How many videos, and how long, the platform takes.
        displayed: Numbers of claims that a usable photo shows.
        moments_s: Path of a video → when it first shows the main problem.
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
                Sentence("left-out.no-video"),
                Sentence("left-out.no-video-change"),
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
    moment_s = moments_s.get(best.facts.path)
    start, end, notes = _part(best, role, profile, cut_s, moment_s)
    notes += _opening(best, start)
    if moment_s is not None and cut_s is None and role is not Role.UNBOXING:
        notes += _opens_later(best, moment_s - start)
    named = tuple(n for n in numbers if not case.claims[n - 1].is_proposed)
    what = _shows(role, named)
    reason = _why(role, named, displayed, len(clips))
    out = tuple(
        LeftOut(
            f.facts.path,
            Sentence(f"left-out.one-video-{what}", path=best.facts.path, problems=named),
            Sentence("left-out.pin-instead", name=typed(f.facts.path)),
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
    numbers = [n for n in claims_of.get(path, ()) if not case.claims[n - 1].is_proposed]
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
    file: FileReport,
    role: Role | None,
    profile: Profile,
    cut_s: tuple[float, float] | None,
    moment_s: float | None,
) -> tuple[float, float | None, tuple[Sentence, ...]]:
    """Start and end of what is submitted; whole unless a sourced limit or the user says else."""
    video = file.facts.video
    if video is None:
        return 0.0, None, ()
    path, most = file.facts.path, profile.video_seconds_max
    if cut_s is not None:
        if role is Role.UNBOXING:
            return 0.0, None, (Sentence("note.unboxing-not-cut", path=path),)
        start, end = cut_s
        if start >= video.duration_s:
            note = Sentence(
                "note.cut-after-end", path=path, duration_s=video.duration_s, start_s=start
            )
            return 0.0, None, (note,)
        if math.isinf(end):
            return max(0.0, start), video.duration_s, ()
        if end > video.duration_s:
            note = Sentence("note.cut-ends-earlier", path=path, duration_s=video.duration_s)
            return max(0.0, start), video.duration_s, (note,)
        return max(0.0, start), end, ()
    if most.value is None or video.duration_s <= most.value:
        return 0.0, None, ()
    if most.is_assumed:
        note = Sentence(
            "note.limit-unconfirmed", duration_s=video.duration_s, limit_s=float(most.value)
        )
        return 0.0, None, (note,)
    if role is Role.UNBOXING:
        note = Sentence(
            "note.unboxing-too-long", duration_s=video.duration_s, limit_s=float(most.value)
        )
        return 0.0, None, (note,)
    from evidence_qc.examine.video_choice import best_segment

    start, end = best_segment(video.samples, video.duration_s, float(most.value))
    if moment_s is not None:
        start = round(min(max(0.0, moment_s - LEAD_S), video.duration_s - most.value), 3)
        end = round(start + most.value, 3)
    note = Sentence("note.cut-to-limit", limit_s=float(most.value), start_s=start, end_s=end)
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


def _opening(file: FileReport, start_s: float) -> tuple[Sentence, ...]:
    """A note where the first seconds show nothing: many look no longer than that."""
    clear = first_clear_s(file, start_s)
    if clear is None:
        return ()
    return (
        Sentence("note.opening-unclear", opening_s=OPENING_S, clear_s=clear, path=file.facts.path),
    )


def _opens_later(file: FileReport, after_s: float) -> tuple[Sentence, ...]:
    """A note where the main problem comes into view late: a cut is the buyer's to decide."""
    if after_s <= OPENING_S:
        return ()
    start_s = math.floor(after_s - LEAD_S)
    return (
        Sentence(
            "note.opens-later", moment_s=after_s, opening_s=OPENING_S,
            cut=f"{start_s}-inf", path=file.facts.path,
        ),
    )  # fmt: skip


def _shows(role: Role | None, numbers: tuple[int, ...]) -> str:
    """What a clip is chosen for, as the last word of a message's id."""
    if role in {Role.UNBOXING, Role.FAILURE}:
        return str(role)
    return "problem" if numbers else "clearer"


def _why(
    role: Role | None, numbers: tuple[int, ...], displayed: frozenset[int], clips: int
) -> Sentence:
    if clips == 1:
        return Sentence("clip-choice.only")
    what = _shows(role, numbers)
    if what == "problem" and any(number not in displayed for number in numbers):
        what = "problem-alone"
    return Sentence(f"clip-choice.{what}", problems=numbers)
