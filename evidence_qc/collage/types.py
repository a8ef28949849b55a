"""What goes into a collage and what comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidence_qc.language import Sentence
from evidence_qc.model import Mark

Pixels = NDArray[np.uint8]
"""RGB, H×W×3, upright."""


@dataclass(frozen=True, slots=True)
class TileImage:
    """One whole photo with what is written around it."""

    width_px: int
    """Upright size of the source; ``load`` may return a reduced copy of it."""
    height_px: int
    load: Callable[[], Pixels]
    """Returns the pixels when they are needed, one tile at a time."""
    label: str = ""
    """``2b``, as the statement says it; empty for none."""
    caption: str = ""
    """Shown first, in ink."""
    caption_second: str = ""
    """The same in another language, shown after it, in grey."""
    marks: tuple[Mark, ...] = ()
    pointers: tuple[int, ...] = ()
    """Indices of marks whose defect another picture shows: a ring, never a detail."""
    name: str = ""
    """Where it comes from; only handed through to the placement."""

    @classmethod
    def of(cls, rgb: Pixels, **words: object) -> TileImage:
        """A tile from pixels that are in memory already; ``words`` as the fields."""
        return cls(rgb.shape[1], rgb.shape[0], lambda: rgb, **words)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class CanvasLimits:
    """What the platform takes and how it shows it; defaults are DESIGN's starting values."""

    long_side_px: int = 2400
    pixels_max: int | None = None
    viewport_width_px: int = 390
    viewport_height_px: int = 700
    recompression_long_side_px: int = 1600
    recompression_quality: int = 75
    annotations: bool = True
    """False: no slot number, badges, captions, rings or details; photos alone."""
    rings: bool = True
    """False: nothing stands on a photo, not even a thin ring."""
    details: bool = True
    """Show small marked defects a second time, enlarged, beside the whole."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of whole pixels."""

    x_px: int
    y_px: int
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one picture stands in the collage, and which part of its source it shows."""

    tile: int
    """Index into the tiles."""
    label: str
    name: str
    box: Rect
    """In the collage."""
    source: Rect
    """In the upright source: all of it, unless this is a detail."""
    scale: float
    """Collage px per source px."""
    detail_of: str = ""
    """Label of the whole photo; empty for a whole photo."""
    is_detail: bool = False
    mark: int | None = None
    """For a detail: which mark."""


@dataclass(frozen=True, slots=True)
class TileLegibility:
    """How one tile looks on the phone, in viewport px after the platform's recompression."""

    label: str
    short_side_px: float
    detail_kept_ratio: float
    """Fine structure that survives the recompression, 0–1."""
    marks_px: tuple[float, ...] = ()
    """Diameter of each marked defect where it is shown largest, but for those that another tile
    of the slot is about."""


@dataclass(frozen=True, slots=True)
class Legibility:
    """How a slot looks on the phone, and what falls short of the floors."""

    tiles: tuple[TileLegibility, ...]
    badge_px: float | None
    """Height of the smallest badge; None where there is none."""
    caption_px: float | None
    """Type size of the smallest text."""
    weak_points: tuple[Sentence, ...] = ()
    """One sentence each; empty when every floor is kept."""

    @property
    def is_legible(self) -> bool:
        """True when every floor is kept."""
        return not self.weak_points

    @property
    def smallest_tile_px(self) -> float:
        """Short side of the smallest tile."""
        return min((tile.short_side_px for tile in self.tiles), default=0.0)


@dataclass(frozen=True, slots=True)
class Collage:
    """A drawn slot."""

    pixels: Pixels
    placements: tuple[Placement, ...]
    """In order of tiles, each photo before its details."""
    legibility: Legibility
    missing_characters: str = ""
    """Characters that no shipped font has; they are left out of the text."""
