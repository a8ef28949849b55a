"""Where luma lies: burgundy and navy are dark by their hue, whatever the light.

Luma gives red three tenths and blue one tenth of a grey of the same strength, so a deep red garment
in daylight counts as black. What its strongest channel says of the light is nearer the truth.
"""

from __future__ import annotations

import cv2
import numpy as np

from evidence_qc.measures.planes import Rgb
from evidence_qc.measures.tone import darkness

DEEP_RATIO = 0.5
"""Chroma over the strongest channel from which a colour is deep: skin, wood and tinted lamp light
stay below, dyed cloth and paint above."""


def dark_hue_ratio(rgb: Rgb) -> float:
    """Share 0–1 of a small picture, uint8 H×W×3, that luma calls dark and its light does not.

    Only deep colours count, by as much as they are less dark (``tone.darkness``) in their
    strongest channel than in luma.
    """
    luma = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    strongest = rgb.max(axis=2)
    chroma = strongest - rgb.min(axis=2)
    deep = chroma > DEEP_RATIO * strongest
    spared = np.maximum(darkness(luma) - darkness(strongest), 0.0)
    return float((spared * deep).mean())
