"""What goes into which slot: planned by ``case``, drawn by ``collage``, written by ``bundle``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evidence_qc.language import NOTHING, Sentence
from evidence_qc.model.case import Mark, Role

TILE_SHORT_SIDE_MIN_PX = 150
"""Viewport pixels: below it, on a phone, a tile is a thumbnail in which no defect can be seen
(design; checked by looking at collages at 390 px, 2026-11)."""


class SlotKind(StrEnum):
    """How the tiles of a slot are arranged."""

    SINGLE = "single"
    """One photo fills the slot; no layout is needed."""
    COLLAGE = "collage"
    """Any stacked or sliced layout; the search finds the most legible one."""
    COMPARISON = "comparison"
    """Listing beside received: the tiles are meant to be looked at in pairs."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One whole photo, or one whole frame of a video, inside a slot."""

    label: str
    """What the statement calls it: claim 2's second photo is ``2b``."""
    path: str
    """As in the report."""
    time_s: float | None = None
    """Presentation time, where the tile is a frame of a video."""
    caption: str = ""
    """In the user's words; may be empty."""
    caption_en: str = ""
    """English, drawn first; equal to ``caption`` or empty where there is nothing to add."""
    marks: tuple[Mark, ...] = ()
    pointers: tuple[int, ...] = ()
    """Indices of marks that only point: the defect has a tile of its own, no detail is needed."""
    detail_of: str = ""
    """Label of the tile that this one is a cut-out of; empty for a whole photo."""
    claims: tuple[int, ...] = ()
    """Claim numbers (from 1) that this tile shows."""
    role: Role | None = None
    width_px: int | None = None
    """Upright size of the source, for planning without decoding."""
    height_px: int | None = None
    is_weak: bool = False
    """A rejected file that nothing better could replace."""


@dataclass(frozen=True, slots=True)
class SlotPlan:
    """One of the photos that the platform accepts."""

    number: int
    """From 1."""
    total: int
    tiles: tuple[Tile, ...]
    kind: SlotKind = SlotKind.COLLAGE
    title: str = ""
    """One line in the margin, such as the item or "Label and packaging"; may be empty."""


@dataclass(frozen=True, slots=True)
class VideoPlan:
    """The clip to submit, and which part of it."""

    path: str
    start_s: float = 0.0
    end_s: float | None = None
    """None: to the end. Start 0 and None means whole."""
    claims: tuple[int, ...] = ()
    role: Role | None = None
    reason: Sentence = NOTHING
    """One clause: why this clip."""

    @property
    def is_whole(self) -> bool:
        """True when nothing is cut off."""
        return self.start_s <= 0 and self.end_s is None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One file that is not submitted."""

    path: str
    reason: Sentence
    """One sentence."""
    what_would_change_it: Sentence = NOTHING
    """One sentence; empty where nothing would."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is submitted, and what is not and why."""

    slots: tuple[SlotPlan, ...] = ()
    video: VideoPlan | None = None
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[Sentence, ...] = ()
    """What the user should know: a claim nobody can see, an assumed limit that mattered."""
