"""What a rule is: a name, its limits, the severities it may give, a check and its own manual.

One rule stands in one file. Its module docstring is the manual, under the fixed headings of
``HEADINGS``; ``evidence-qc rules NAME``, the README table and the HTML report are made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from evidence_qc.model import (
    Aim,
    CaptureMetadata,
    Case,
    FileFacts,
    FileReport,
    Finding,
    PictureMeasurements,
    Profile,
    Severity,
    Span,
    VideoFacts,
)

HEADINGS = (
    "What it measures",
    "Why it matters",
    "How to retake",
    "Known limits",
    "Where the limit comes from",
    "References",
)


class About(StrEnum):
    """What a rule is about, for those who treat some rules alike; a rule says it of itself."""

    FOCUS_UNKNOWN = "focus-unknown"
    """The focus could not be judged: the picture is not called clear."""
    NOTHING_SEEN = "nothing-seen"
    """Where it rejects, the goods cannot be seen at all: even a blurred photo shows more."""
    REPEAT = "repeat"
    """The same is shown by another file, which the finding names."""
    SHOT_LIST = "shot-list"
    """The set lacks something that the platform asks for."""
    SUBMITTED = "submitted"
    """It holds for a submitted photo or video as well, also for several photos in one. White
    margins and several pictures in one say nothing about contrast, duplicates or editing."""


Limits = Mapping[str, float]
"""Limit name → value in force (the default, or the profile's, or the user's)."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One threshold of a rule."""

    name: str
    default: float
    unit: str
    minimum: float
    maximum: float
    meaning: str
    """One clause: what happens on which side of it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One photo or one video frame as a picture rule sees it."""

    measurements: PictureMeasurements
    width_px: int
    height_px: int
    metadata: CaptureMetadata = field(default_factory=CaptureMetadata)
    format: str = ""
    is_frame: bool = False
    is_screen: bool = False
    """A picture of a screen: no lens took it."""
    is_moving: bool = False
    """The camera moved fast when the frame was taken."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One video as a video rule sees it, with what the picture rules said of its frames."""

    facts: FileFacts
    video: VideoFacts
    passages: Mapping[str, tuple[tuple[Severity, Span], ...]]
    """Picture rule → its passages, worst severity first."""
    usable_ratio: float
    """Share of the play time that no reject passage covers."""
    profile: Profile


@dataclass(frozen=True, slots=True)
class CaseView:
    """The whole set as a set rule sees it."""

    files: Sequence[FileReport]
    """Already judged one by one."""
    profile: Profile
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding of a set rule: about one file, or (path None) about the set."""

    path: str | None
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What all rules have; use one of the four kinds below."""

    name: str
    severities: tuple[Severity, ...]
    doc: str
    """The module docstring: one sentence, then the headings."""
    limits: tuple[Limit, ...] = ()
    borrowed: tuple[tuple[str, Limit], ...] = ()
    """Limits of other rules that the check needs too: rule and limit; ``RULE.LIMIT`` when it
    asks. So rules that share a decision decide it by one number, whichever of them was set."""

    about: frozenset[About] = frozenset()
    stops_upload_by: tuple[str, ...] | None = None
    """For notes that a plan solves: the fields of the profile that stop an upload of the files as
    they are (where all of those are assumed, nothing is known to); none named: always."""

    def limits_in_force(self, profile: Profile) -> dict[str, float]:
        """The default limits with the profile's overrides."""
        own = profile.limits.get(self.name, {})
        return {limit.name: own.get(limit.name, limit.default) for limit in self.limits} | {
            f"{rule}.{limit.name}": profile.limits.get(rule, {}).get(limit.name, limit.default)
            for rule, limit in self.borrowed
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRule(Rule):
    """Looks at one file of any kind."""

    check: Callable[[FileFacts, Limits], Finding | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRule(Rule):
    """Looks at one photo, or at one frame of a video."""

    check: Callable[[Picture, Limits], Finding | None]
    aim: Aim | None = None
    """What is said of it while the camera is aimed; None: a reduced frame cannot tell (resolution,
    compression, grain), or the photo that is taken next need not share it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoRule(Rule):
    """Looks at one video as a whole."""

    check: Callable[[Clip, Limits], Finding | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRule(Rule):
    """Looks at all files together; may place findings at files (notes only) or at the set."""

    check: Callable[[CaseView, Limits], Iterable[Placed]]


def summary(rule: Rule) -> str:
    """First sentence of the rule's manual."""
    return rule.doc.strip().splitlines()[0]


def sections(rule: Rule) -> dict[str, str]:
    """The manual by heading; a heading is an unindented line that ends with a colon."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in rule.doc.strip().splitlines()[1:]:
        if line.endswith(":") and line[:-1] in HEADINGS:
            current = found.setdefault(line[:-1], [])
        elif line.strip():
            current.append(line.strip())
    return {heading: " ".join(lines) for heading, lines in found.items()}
