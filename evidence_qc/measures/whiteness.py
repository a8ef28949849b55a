"""Whether white is the colour of a thing or the loss of one: paper, screens and cut-outs are white.

Light that burns a picture out fades into white, lifts the black beside it and leaves grain; a page
has black print on it, a screen has areas of one exact code value, and a cut-out stands in a frame
of white. Goods lie on white sheets and tables, which end in white in a good exposure: too much
light has fallen on a thing that has lost colours of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from evidence_qc.measures.hue import strongest_and_weakest
from evidence_qc.measures.planes import Luma, Rgb
from evidence_qc.measures.quantile import quantile
from evidence_qc.measures.tone import CLIPPED_DN

INK_DN = 110
"""Darker than this is black that no burning light has lifted."""
NEAR_PX = 4
"""So close to white lies the ink of small print on a plane with a long side of 1024 px."""
LEAST_RATIO = 0.05
"""Less white than this needs no reason."""
FRAME_RATIO = 0.01
"""The frame is this share of the shorter side wide, at least 2 px."""
BLACK_DN = 8
"""What is as dark is flat because it is crushed, not because it was drawn."""

GROUND_DN = 190
"""Luma from which a place may be a lit white ground …"""
COLOURLESS_DN = 50
"""… if its strongest and weakest channel are nearer than this."""
AROUND_RATIO = 0.7
"""So much of the picture's edge has to be ground."""
THING_RATIO = 0.01
"""So much of the picture has to be something else."""
SEAM_PX = 3
"""Where ground and thing mix in a small picture."""
ENDED_RATIO = 0.62
"""Of a ground in a good exposure at most so much is at the end of the scale; of six that were
called wrongly 0.30 to 0.59, of photos burnt by hand or by 8 times the light 0.65 to 0.95 (2026-11)
…"""
UNLIFTED_DN = 102
"""… or a tenth of the thing is not even so dark: five of the six have less, 63 or so, and pale
photos 130 and more."""


@dataclass(frozen=True, slots=True)
class Whiteness:
    """Shares 0–1 of a plane with much white in it."""

    print_ratio: float
    """Share of the outline of white areas that has ink close by."""
    flat_colour_ratio: float
    """Share of what is neither white nor black that has exactly its neighbours' code value."""
    white_frame_ratio: float
    """Three of the four sides of the picture are at least so white."""


def whiteness(luma: Luma) -> Whiteness | None:
    """Measure a working plane, uint8 H×W; None where little of it is white."""
    white = cv2.threshold(luma, CLIPPED_DN - 1, 1, cv2.THRESH_BINARY)[1]
    if cv2.countNonZero(white) < LEAST_RATIO * luma.size:
        return None
    outline = cv2.subtract(cv2.dilate(white, np.ones((3, 3), np.uint8)), white)
    reach = 2 * NEAR_PX + 1
    darkest = cv2.erode(luma, np.ones((reach, reach), np.uint8))
    ink = cv2.threshold(darkest, INK_DN - 1, 1, cv2.THRESH_BINARY_INV)[1]
    length = cv2.countNonZero(outline)
    return Whiteness(
        print_ratio=cv2.countNonZero(cv2.bitwise_and(outline, ink)) / length if length else 0.0,
        flat_colour_ratio=_flat_colour_ratio(luma),
        white_frame_ratio=_white_frame_ratio(np.asarray(white, np.uint8)),
    )


def _flat_colour_ratio(luma: Luma) -> float:
    """Pixels that equal the ones beside and below, among those between black and white; 0 of none.

    Grain makes that rare in a photo.
    """
    here, beside, below = luma[:-1, :-1], luma[:-1, 1:], luma[1:, :-1]
    if not here.size:
        return 0.0
    between = cv2.inRange(here, BLACK_DN + 1, CLIPPED_DN - 1)
    alike = cv2.bitwise_and(
        cv2.compare(here, beside, cv2.CMP_EQ), cv2.compare(here, below, cv2.CMP_EQ)
    )
    count = cv2.countNonZero(between)
    return cv2.countNonZero(cv2.bitwise_and(alike, between)) / count if count else 0.0


def _white_frame_ratio(white: Luma) -> float:
    """The second-least white of the four sides: what stands in the picture is cut off at one."""
    width = max(2, int(min(white.shape) * FRAME_RATIO))
    sides = (white[:width], white[-width:], white[:, :width], white[:, -width:])
    return float(sorted(float(side.mean()) for side in sides)[1])


def clipped_on_white_ratio(rgb: Rgb) -> float | None:
    """Share 0–1 of a thing on a white ground where red, green or blue has reached its end.

    The ground is what is bright and grey and reaches the edge of the picture; the thing is the
    rest. None where there is no such ground around most of it, or nothing on it; nor where most
    of the ground has ended as well, or the thing is pale all over: that much light may have burnt
    away what cannot be told from the ground any more.

    Args:
        rgb: a small picture, uint8 H×W×3.
    """
    strongest, weakest = strongest_and_weakest(rgb)
    luma = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    bright = (luma >= GROUND_DN) & (cv2.subtract(strongest, weakest) < COLOURLESS_DN)
    # A frame around it joins everything that reaches the edge to one place.
    framed = cv2.copyMakeBorder(bright.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    _, places = cv2.connectedComponents(framed, connectivity=4)
    ground = places[1:-1, 1:-1] == places[0, 0]
    around = np.concatenate([ground[0], ground[-1], ground[:, 0], ground[:, -1]])
    if around.mean() < AROUND_RATIO:
        return None
    seam = np.ones((SEAM_PX, SEAM_PX), np.uint8)
    thing = cv2.erode((~ground).astype(np.uint8), seam, borderValue=1) > 0
    if thing.mean() < THING_RATIO or (luma[ground] >= CLIPPED_DN).mean() > ENDED_RATIO:
        return None
    if quantile(luma[thing], 0.1) > UNLIFTED_DN:
        return None
    return float((strongest[thing] >= CLIPPED_DN).mean())
