"""Where luma lies: burgundy and navy are dark by their hue, whatever the light.

Luma gives red three tenths and blue one tenth of a grey of the same strength, so a deep red garment
in daylight counts as black. What its strongest channel says of the light is nearer the truth.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.measures.planes import Rgb
from evidence_qc.measures.tone import CLIPPED_DN, darkness

DEEP_RATIO = 0.5
"""Chroma over the strongest channel from which a colour is deep: skin, wood and tinted lamp light
stay below, dyed cloth and paint above."""


def dark_hue_ratio(rgb: Rgb) -> float:
    """Share 0–1 of a small picture, uint8 H×W×3, that luma calls dark and its light does not.

    Only deep colours count, by as much as they are less dark (``tone.darkness``) in their
    strongest channel than in luma.
    """
    luma = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    strongest, weakest = strongest_and_weakest(rgb)
    chroma = cv2.subtract(strongest, weakest)
    deep = chroma > DEEP_RATIO * strongest
    dark = darkness(np.arange(256))  # of every code value: there are fewer of those than pixels
    spared = np.maximum(dark[luma] - dark[strongest], 0.0)
    return float((spared * deep).mean())


def strongest_and_weakest(rgb: Rgb) -> tuple[cv2.typing.MatLike, cv2.typing.MatLike]:
    """The largest and the smallest of the channels of each pixel of uint8 H×W×3, uint8 H×W each."""
    red, green, blue = cv2.split(rgb)
    return cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)


LEAST_CLIPPED_RATIO = 0.05
"""Less than this lost to one channel or more needs no number."""


@dataclass(frozen=True, slots=True)
class Clipped:
    """Shares 0–1 of the area of a small coloured picture."""

    clipped_channel_ratio: float
    """Where at least one channel has reached its end."""
    clipped_colour_ratio: float
    """Where one has and another has not: burnt, but not white."""


def clipped(rgb: Rgb) -> Clipped | None:
    """Where the channels of a small picture, uint8 H×W×3, end (``tone.CLIPPED_DN`` and above).

    Too much light ends the strongest channel first: wood, skin and painted walls go pale long
    before luma is white. None where that is less than ``LEAST_CLIPPED_RATIO`` of the area.
    """
    area = rgb.shape[0] * rgb.shape[1]
    ended, white = (
        np.count_nonzero(each >= CLIPPED_DN) / area for each in strongest_and_weakest(rgb)
    )
    return Clipped(ended, ended - white) if ended >= LEAST_CLIPPED_RATIO else None


BLACK_DN = 12.0
"""Added to every channel before they are compared: what is nearly black has no colour."""
TINT_PX = 32
GROUND_RATIO = 0.125
"""The ground is the outer band of this share of either side."""


@dataclass(frozen=True, slots=True)
class Tints:
    """Red and blue over green, > 0, of the middle and of the ground around it; 1 is grey."""

    centre_red_ratio: float
    centre_blue_ratio: float
    ground_red_ratio: float
    ground_blue_ratio: float


def tints(rgb: Rgb) -> Tints:
    """Tints of a small picture, uint8 H×W×3, the middle weighted by a Hann window."""
    square = cv2.resize(rgb, (TINT_PX, TINT_PX), interpolation=cv2.INTER_AREA).astype(np.float64)
    side = np.hanning(TINT_PX + 2)[1:-1]
    ground = np.ones((TINT_PX, TINT_PX))
    band = round(TINT_PX * GROUND_RATIO)
    ground[band:-band, band:-band] = 0.0
    centre_red, centre_blue = _over_green(square, np.outer(side, side))
    ground_red, ground_blue = _over_green(square, ground)
    return Tints(centre_red, centre_blue, ground_red, ground_blue)


def _over_green(rgb: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[float, float]:
    red, green, blue = (rgb * weights[..., None]).sum(axis=(0, 1)) / weights.sum() + BLACK_DN
    return float(red / green), float(blue / green)
