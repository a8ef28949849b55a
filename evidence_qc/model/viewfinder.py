"""One frame of a camera that is being aimed: what was measured, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evidence_qc.model.measurements import PictureMeasurements


@dataclass(frozen=True, slots=True)
class ViewfinderFrame:
    """What was measured of one frame of a viewfinder."""

    width_px: int
    height_px: int
    picture: PictureMeasurements
    speed_permille_per_s: float | None = None
    """How fast the whole picture moved since the frame before, in thousandths of the long side a
    second; None: not known."""


class Aim(StrEnum):
    """The worst thing about a frame, and it alone: what to do next is one thing.

    Of two that are as bad the earlier is said: light comes first, for what is dark is shaken and
    blurred by it.
    """

    CLEAR = "clear"
    DARK = "dark"
    BRIGHT = "bright"
    NOTHING = "nothing"
    """Nothing is seen: a covered lens, a bare wall."""
    SHAKEN = "shaken"
    BLURRED = "blurred"
    BACKLIT = "backlit"
    GLARE = "glare"
    UNSURE = "unsure"
    """There is too little structure to tell whether it is sharp."""
