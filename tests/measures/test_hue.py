"""Dark by hue against dark by light."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from evidence_qc.measures.hue import dark_hue_ratio
from evidence_qc.measures.tone import darkness

Rgb = NDArray[np.uint8]


def plain(*colour: int) -> Rgb:
    """One colour all over."""
    return np.full((12, 16, 3), colour, np.uint8)


@pytest.mark.parametrize("colour", [(120, 20, 40), (20, 30, 120), (90, 10, 100)])
def test_a_deep_colour_in_the_light_is_dark_by_its_hue(colour: tuple[int, int, int]) -> None:
    """Burgundy, navy, purple: luma calls them dark, their strongest channel does not."""
    assert dark_hue_ratio(plain(*colour)) > 0.5


@pytest.mark.parametrize(
    "colour", [(40, 40, 40), (12, 2, 4), (60, 45, 40), (0, 0, 0), (255, 255, 255), (255, 120, 130)]
)
def test_what_is_grey_lamplit_really_dark_or_bright_is_not(colour: tuple[int, int, int]) -> None:
    """Grey has no hue, little light has no strong channel, and bright red is not dark at all."""
    assert dark_hue_ratio(plain(*colour)) < 0.25


def test_the_share_never_exceeds_what_is_dark() -> None:
    """It is a part of the dark area, whatever the colours."""
    rgb = np.random.default_rng(3).integers(0, 256, (40, 50, 3)).astype(np.uint8)
    luma = rgb @ np.array([0.299, 0.587, 0.114])

    assert 0.0 <= dark_hue_ratio(rgb) <= darkness(luma).mean() + 0.01
