"""Whether white is the colour of a thing or the loss of one: paper, screens and cut-outs are white.

Light that burns a picture out fades into white, lifts the black beside it and leaves grain; a page
has black print on it, a screen has areas of one exact code value, and a cut-out stands in a frame
of white.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from evidence_qc.measures.planes import Luma
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
