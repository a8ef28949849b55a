"""A dispute in words: the item, what is wrong with it, and which file shows what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from evidence_qc.language import NOTHING, Sentence


class Role(StrEnum):
    """What a file shows, as the user says."""

    OVERVIEW = "overview"
    CLOSE_UP = "close-up"
    LABEL = "label"
    PACKAGING = "packaging"
    RULER = "ruler"
    LISTING = "listing"
    UNBOXING = "unboxing"
    FAILURE = "failure"


USABLE = ("all", "part", "nothing")
"""How much of an item can still be used for what it was bought for."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the defect is, as shares of the upright picture."""

    x_ratio: float
    y_ratio: float
    size_ratio: float
    """Diameter as a share of the long side."""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is wrong with the goods."""

    title: str
    title_en: str = ""
    """English for the adjudicator; empty when the title is English already or unknown."""
    media: tuple[str, ...] = ()
    """Paths as in the report."""
    is_proposed: bool = False
    """Grouped by the program, not named by the user."""


@dataclass(frozen=True, slots=True)
class Case:
    """All claims of one dispute with their media."""

    claims: tuple[Claim, ...] = ()
    item: str = ""
    reason: str = ""
    ask: str = ""
    usable: str = ""
    """How much of the item can still be used: one of ``USABLE``; empty where nobody said."""
    roles: Mapping[str, Role] = field(default_factory=dict)
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    pinned: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    included: tuple[str, ...] = ()
    """Rejected files that the user wants in all the same."""
    recognised: frozenset[str] = frozenset()
    """Files whose role nobody said: the program recognised it."""
    unlike: frozenset[str] = frozenset()
    """Photos that nobody spoke of and that look like none of the others: asked about, not shown."""


@dataclass(frozen=True, slots=True)
class ClaimSummary:
    """What a scan says of one claim: what is there and what is weak."""

    title: str
    title_en: str = ""
    good: int = 0
    borderline: int = 0
    reject: int = 0
    weak: Sentence = NOTHING
    """One sentence, or empty: why this claim is not well shown yet."""


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """Is this ready to submit, and if not, what to do first."""

    ready: bool
    """A problem is named, every named one has a clear photo or clip, something can be submitted,
    every name that was given is there, and no shot that is surely required is missing."""
    retake_first: tuple[Sentence, ...] = ()
    """At most five sentences, in order."""
    missing: tuple[Sentence, ...] = ()
    claims: tuple[ClaimSummary, ...] = ()
    not_found: tuple[str, ...] = ()
    """Names that were given and are not there."""
    not_shown: tuple[str, ...] = ()
    """Files that show nothing of the goods: rejected ones, and pictures of screens unless said to
    show something."""
    blocked_by: tuple[str, ...] = ()
    """For programs: why it is not ready, as names of rules, ``file-not-found``,
    ``problem-not-named`` or ``problem-not-clear``; empty when ready."""
    warned_by: tuple[str, ...] = ()
    """Names of the rules that warn or reject without standing in the way."""
