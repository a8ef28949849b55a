"""What one platform accepts; every value knows its source, date and confidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

CONFIDENCE = {
    "O": "official page, read directly",
    "O-old": "official, but legacy or undated",
    "M": "official text seen on a mirror",
    "T": "third party",
    "U": "user report",
    "S": "the project's own requirement, no platform page confirms it",
    "I": "assumed",
    "given": "given by the user",
    "unknown": "no source found",
}
"""What a confidence code means; ``S``, ``I`` and ``unknown`` count as assumed."""

REASONS: Mapping[str, tuple[str, ...]] = {
    "damaged": ("broken", "damage", "crack", "cracked", "scratch", "scratched", "torn", "hole",
                "stain", "stained", "dent", "dirty", "seam"),
    "not-working": ("faulty", "defect", "defective", "dead", "does not work", "not working",
                    "malfunction", "no power", "does not turn on", "electronics"),
    "missing-parts": ("missing", "incomplete", "quantity", "shortage", "missing items"),
    "wrong-item": ("wrong product", "wrong colour", "wrong color", "different item"),
    "wrong-size": ("size", "too small", "too big", "too large"),
    "counterfeit": ("fake", "replica", "not genuine", "copy"),
    "not-as-described": ("different", "description", "quality", "material", "colour", "color"),
    "suspicious-parcel": ("parcel", "empty parcel", "empty box", "opened parcel"),
}  # fmt: skip
"""Reasons that profiles speak of, with other words that people use for them."""


def reason_key(reason: str) -> str:
    """The reason of ``REASONS`` that the words mean; empty when none does."""
    words = " ".join(re.findall(r"[^\W_]+", reason.lower()))
    for key in REASONS:
        if words == key.replace("-", " "):
            return key
    found = [
        (len(alias), key)
        for key, aliases in REASONS.items()
        for alias in (key.replace("-", " "), *aliases)
        if f" {alias} " in f" {words} "
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else ""


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T]):
    """A value with where it comes from; ``value`` None means unknown."""

    value: T | None = None
    source: str = ""
    date: str = ""
    confidence: str = "unknown"

    @property
    def is_assumed(self) -> bool:
        """True when no platform page or report backs the value.

        An assumed limit may lower bitrate or size; it never cuts a video or drops evidence.
        """
        return self.confidence in {"S", "I", "unknown"}

    @property
    def remark(self) -> str:
        """`` (assumed)`` behind a limit that nothing backs, to be put after its number.

        What the project requires (``S``: the buyers' guide) is no guess, though no platform
        page confirms it: the profile's page says so, a sentence does not.
        """
        return " (assumed)" if self.confidence in {"I", "unknown"} else ""


class Policy(StrEnum):
    """Whether a platform takes collages or annotations."""

    ALLOWED = "allowed"
    AVOID = "avoid"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Shot:
    """One entry of a shot list: what should be shown for a reason."""

    name: str
    role: str
    """A ``Role`` value that would show it."""
    description: str
    required: bool = False
    source: str = ""
    confidence: str = "unknown"
    date: str = ""


EVENTS = ("dispatch", "receipt", "opened", "requested", "escalated", "decided", "sale")
"""What platforms count days from."""


@dataclass(frozen=True, slots=True)
class DisputeWindow:
    """A time limit of the procedure, in days (fractions for hours)."""

    name: str
    starts: str
    """The event: one of ``EVENTS``."""
    days: float
    description: str
    source: str = ""
    confidence: str = "unknown"
    date: str = ""
    is_deadline: bool = True
    """The buyer must act by then; False: an earliest day, or how long others may take."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything one platform accepts, asks for and advises."""

    name: str
    title: str
    sha256: str = ""
    """Of the merged values, so that a report names exactly what it was judged by."""
    photos_max: Sourced[int] = field(default_factory=Sourced)
    photos_min: Sourced[int] = field(default_factory=Sourced)
    videos_max: Sourced[int] = field(default_factory=Sourced)
    photo_formats: Sourced[tuple[str, ...]] = field(default_factory=Sourced)
    video_formats: Sourced[tuple[str, ...]] = field(default_factory=Sourced)
    photo_bytes_max: Sourced[int] = field(default_factory=Sourced)
    video_bytes_max: Sourced[int] = field(default_factory=Sourced)
    total_bytes_max: Sourced[int] = field(default_factory=Sourced)
    photo_pixels_max: Sourced[int] = field(default_factory=Sourced)
    photo_long_side_max_px: Sourced[int] = field(default_factory=Sourced)
    photo_long_side_min_px: Sourced[int] = field(default_factory=Sourced)
    video_seconds_max: Sourced[float] = field(default_factory=Sourced)
    video_seconds_min: Sourced[float] = field(default_factory=Sourced)
    video_long_side_max_px: Sourced[int] = field(default_factory=Sourced)
    statement_chars_max: Sourced[int] = field(default_factory=Sourced)
    statement_alphabet: Sourced[str] = field(default_factory=Sourced)
    """``ascii``, or unknown for any."""
    collages: Sourced[str] = field(default_factory=Sourced)
    """A ``Policy`` value."""
    annotations: Sourced[str] = field(default_factory=Sourced)
    recompression_long_side_px: Sourced[int] = field(default_factory=Sourced)
    recompression_quality: Sourced[int] = field(default_factory=Sourced)
    pdf: Sourced[str] = field(default_factory=Sourced)
    """Whether one document may stand for the photos: a ``Policy`` value."""
    pdf_bytes_max: Sourced[int] = field(default_factory=Sourced)
    pdf_pages_max: Sourced[int] = field(default_factory=Sourced)
    pdf_dpi_max: Sourced[int] = field(default_factory=Sourced)
    """Of its pictures, on paper."""
    windows: tuple[DisputeWindow, ...] = ()
    shots: Mapping[str, tuple[Shot, ...]] = field(default_factory=dict)
    """Shot list by reason; the key ``any`` holds for reasons without a list."""
    advice: tuple[str, ...] = ()
    advice_sources: tuple[Sourced[str], ...] = ()
    """The same sentences with where they come from."""
    refunds: tuple[Sourced[str], ...] = ()
    """What the platform itself says of how much comes back, and where it says so."""
    limits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Overrides of rule limits: rule → limit → value."""

    def shots_for(self, reason: str) -> tuple[Shot, ...]:
        """The shot list for a reason in a key's or in the user's words, else the general one."""
        return self.shots.get(reason_key(reason), self.shots.get("any", ()))
