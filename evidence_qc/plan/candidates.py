"""Everything that could be shown: photos, and frames of videos, with what each is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evidence_qc.case.grouping import ALIKE_BITS, SAME_BITS
from evidence_qc.model import (
    SCORE_BORDER,
    Case,
    DamageKind,
    FileFacts,
    FileReport,
    Mark,
    Media,
    Role,
    Severity,
    Subject,
    Verdict,
)
from evidence_qc.rules.base import About
from evidence_qc.rules.registry import rules_about

CONTEXT_ROLES = (Role.LABEL, Role.PACKAGING, Role.LISTING)
"""Roles that show the parcel or the promise, not a problem."""

_ROLE_WORTH: Mapping[Role | None, float] = {
    Role.CLOSE_UP: 0.3,
    Role.RULER: 0.2,
    Role.FAILURE: 0.1,
    None: 0.0,
    Role.UNBOXING: -0.1,
    Role.OVERVIEW: -0.25,
    Role.PACKAGING: -0.3,
    Role.LABEL: -0.5,
    Role.LISTING: -0.8,
}
"""How well a file of this role shows a problem, against a difference in score of 100 = 1.

By judgement: a close-up of score 60 shows a hole better than an overview of score 100.
"""
MARK_WORTH = 0.3
"""A marked defect is surely in the picture."""
LARGE_MARK_WORTH = 0.3
"""More for a defect that is shown large: where it is on the item, the whole item's rings tell."""
LARGE_MARK = 0.25
"""A mark of this share of the long side is large; on a phone's width it is a hundred pixels."""
BORDERLINE_WORTH = -2.5
"""Whatever it shows: a good photo beats a borderline one of the same problem."""
FRAME_WORTH = BORDERLINE_WORTH - 0.2
"""Frames have fewer pixels and move; a usable photo comes first."""
WEAK_WORTH = 2 * BORDERLINE_WORTH - 1.0
"""A rejected photo never beats one that can be used."""
UNSEEN_WORTH = -0.5
"""Of two rejected photos a blurred one at least shows the goods; black or white shows nothing."""
SCREENSHOT_WORTH = -0.6
"""Among photos of a problem a screenshot shows words or a picture of a picture."""
PIXELS_ENOUGH_PX = 1080
"""Long side below which a full-width tile on a phone (390 px, three device pixels each) is soft."""
FEW_PIXELS_WORTH = -0.5
"""For no pixels at all; a messenger's copy of 320 px loses 0.35 against the original."""
EARLIER_WORTH = -0.6
"""In a second round: shown already; something new of equal quality comes first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One whole photo or one whole frame that could become a tile."""

    path: str
    time_s: float | None
    claims: frozenset[int]
    """Claim numbers from 1."""
    worth: float
    """Higher shows a problem better."""
    quality: float
    """Score as a share 0–1, whatever it shows."""
    role: Role | None
    marks: tuple[Mark, ...]
    width_px: int
    height_px: int
    fingerprint: tuple[int, ...] | None
    is_weak: bool
    is_pinned: bool
    is_good: bool = False
    is_screenshot: bool = False
    shows: Subject | None = None
    """What it was recognised to show."""
    sha256: str = ""
    size_bytes: int = 0
    is_unlike: bool = False
    """Looks like none of the others, and nobody spoke of it."""
    layout: bytes | None = None

    @property
    def is_of_goods(self) -> bool:
        """False for what shows something else: a screen, a printed page, perhaps a stranger's."""
        shows_else = self.is_screenshot or self.shows is Subject.PRINTED_PAGE
        return not shows_else and not self.is_unlike


def candidates(
    case: Case, files: Sequence[FileReport], earlier: frozenset[str] = frozenset()
) -> tuple[Candidate, ...]:
    """All photos that can be decoded and all frames worth showing, in the order of the files.

    Args:
        case: Says claims, roles, marks, pins, inclusions, exclusions.
        files: With verdicts.
        earlier: SHA-256 of files that an earlier bundle used.
    """
    claims_of: dict[str, set[int]] = {}
    for number, claim in enumerate(case.claims, 1):
        for path in claim.media:
            claims_of.setdefault(path, set()).add(number)
    found: list[Candidate] = []
    for file in files:
        facts = file.facts
        if facts.path in case.excluded:
            continue
        claims = frozenset(claims_of.get(facts.path, ()))
        if facts.media is Media.PHOTO and is_decodable(facts):
            found.append(_photo(case, file, claims, earlier))
        elif facts.media is Media.VIDEO:
            found += _frames(case, file, claims)
    return tuple(found)


def is_decodable(facts: FileFacts) -> bool:
    """True for a photo that decodes to a picture, even if a part of it is lost."""
    hopeless = {
        DamageKind.EMPTY,
        DamageKind.UNREADABLE,
        DamageKind.PERMISSION,
        DamageKind.TOO_LARGE,
        DamageKind.CRASH,
        DamageKind.TOO_SLOW,
        DamageKind.OUT_OF_MEMORY,
    }
    return (
        facts.width_px is not None
        and facts.height_px is not None
        and not any(damage.kind in hopeless for damage in facts.damage)
    )


def _photo(
    case: Case, file: FileReport, claims: frozenset[int], earlier: frozenset[str]
) -> Candidate:
    facts = file.facts
    role = case.roles.get(facts.path)
    marks = case.marks.get(facts.path, ())
    weak = file.verdict is Verdict.REJECT and facts.path not in case.included
    quality = (file.score or 0.0) / 100
    worth = quality + _ROLE_WORTH[role] + _detail_worth(marks)
    worth += WEAK_WORTH if weak else 0.0
    worth += BORDERLINE_WORTH if file.verdict is Verdict.BORDERLINE else 0.0
    worth += UNSEEN_WORTH if weak and _is_unseen(file) else 0.0
    worth += SCREENSHOT_WORTH if facts.is_screen and role is None else 0.0
    long_side = max(facts.width_px or 1, facts.height_px or 1)
    worth += FEW_PIXELS_WORTH * max(0.0, 1 - long_side / PIXELS_ENOUGH_PX)
    worth += EARLIER_WORTH if facts.sha256 in earlier else 0.0
    return Candidate(
        path=facts.path,
        time_s=None,
        claims=claims,
        worth=worth,
        quality=quality,
        role=role,
        marks=marks,
        width_px=facts.width_px or 1,
        height_px=facts.height_px or 1,
        fingerprint=facts.fingerprint,
        is_weak=weak,
        is_pinned=facts.path in case.pinned,
        is_good=file.verdict is Verdict.GOOD,
        is_screenshot=facts.is_screen,
        shows=facts.shows.what if facts.shows else None,
        sha256=facts.sha256,
        size_bytes=facts.size_bytes,
        is_unlike=facts.path in case.unlike,
        layout=facts.layout,
    )


def _detail_worth(marks: Sequence[Mark]) -> float:
    """What it is worth to know where the defect is, and to see it large."""
    if not marks:
        return 0.0
    largest = max(mark.size_ratio for mark in marks)
    return MARK_WORTH + LARGE_MARK_WORTH * min(1.0, largest / LARGE_MARK)


def _is_unseen(file: FileReport) -> bool:
    unseen = rules_about(About.NOTHING_SEEN)
    return any(f.severity is Severity.REJECT and f.rule in unseen for f in file.findings)


def _frames(case: Case, file: FileReport, claims: frozenset[int]) -> list[Candidate]:
    facts, video = file.facts, file.facts.video
    if video is None:
        return []
    return [
        Candidate(
            path=facts.path,
            time_s=frame.time_s,
            claims=claims,
            worth=frame.score / 100 + FRAME_WORTH,
            quality=frame.score / 100,
            role=case.roles.get(facts.path),
            marks=(),
            width_px=facts.width_px or 1,
            height_px=facts.height_px or 1,
            fingerprint=frame.fingerprint,
            is_weak=False,
            is_pinned=False,
            sha256=f"{facts.sha256}@{frame.time_s}",
        )
        for frame in video.best_frames
        if frame.score >= SCORE_BORDER
    ]


def bits_apart(a: Candidate, b: Candidate) -> int:
    """Hamming distance over rotations; 0 for the same content, 64 when it cannot be told."""
    if a.sha256 and a.sha256 == b.sha256:
        return 0
    if not a.fingerprint or not b.fingerprint:
        return 64
    return min((a.fingerprint[0] ^ turned).bit_count() for turned in b.fingerprint)


def likeness(a: Candidate, b: Candidate) -> float:
    """1 for a repeat, 0.3 for the same view again, 0 for a different one.

    Another thing, or another side of it, before the same ground is a different view.
    """
    bits = bits_apart(a, b)
    if bits <= SAME_BITS and a.fingerprint and b.fingerprint and a.layout and b.layout:
        from evidence_qc.measures.content.layout import is_same_thing  # OpenCV only where needed

        if not is_same_thing((a.fingerprint, b.fingerprint), (a.layout, b.layout)):
            return 0.0
    return 1.0 if bits <= SAME_BITS else 0.3 if bits <= ALIKE_BITS else 0.0


def best_first(items: Iterable[Candidate]) -> list[Candidate]:
    """Pinned first, then by worth; ties by pixels, then by name, so that runs agree."""
    return sorted(
        items,
        key=lambda c: (
            not c.is_pinned,
            -c.worth,
            -c.width_px * c.height_px,
            c.path,
            c.time_s or 0.0,
        ),
    )
