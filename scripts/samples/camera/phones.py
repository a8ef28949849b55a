"""How the phone takes what it is held over: the jacket under the lamp, the label, the landing."""

from __future__ import annotations

from .sensor import Phone

LAMP = Phone(
    exposure_ev=-1.15,
    warmth=0.0,
    well_e=3200,
    headroom_ev=2.5,
    smear=0.35,
    lens_sigma_px=0.36,
    sharpen=0.5,
    contrast=0.36,
    saturation=0.95,
    flare=0.012,
    vignette=0.28,
)
BOARD = Phone(
    exposure_ev=-0.15, warmth=0.10, well_e=4500, smear=0.2, lens_sigma_px=0.36, sharpen=0.62
)
LANDING = Phone(
    exposure_ev=0.35,
    warmth=0.02,
    well_e=2600,
    smear=0.45,
    vignette=0.30,
    flare=0.02,
    sharpen=0.7,
    contrast=0.24,
)
