"""Dark by hue against dark by light."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from evidence_qc.measures.hue import clipped, dark_hue_ratio, tints
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


def test_tints_tell_colours_and_forget_the_light() -> None:
    """A red middle on grey; half the light leaves the ratios, and grey is 1."""
    scene = plain(120, 120, 120).repeat(4, axis=0).repeat(4, axis=1)
    scene[12:36, 16:48] = (200, 60, 50)
    seen, darker = tints(scene), tints(scene // 2)

    assert seen.centre_red_ratio > 1.5
    assert seen.centre_blue_ratio < 1.0
    assert seen.ground_red_ratio == pytest.approx(1.0)
    assert darker.centre_red_ratio == pytest.approx(seen.centre_red_ratio, rel=0.15)


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 50, 3), (40, 2, 3)])
def test_any_size_has_tints(shape: tuple[int, int, int]) -> None:
    """One pixel is enough, and black is grey."""
    assert tints(np.zeros(shape, np.uint8)).centre_blue_ratio == 1.0


def test_burnt_colours_grow_with_the_light_and_paper_has_none() -> None:
    """Of a tinted scene ever more ends; white paper ends in all channels at once."""
    rng = np.random.default_rng(3)
    scene = rng.integers(20, 160, (64, 96, 3)).astype(np.float32) * (1.0, 0.8, 0.6)
    ended = [
        found.clipped_channel_ratio if (found := clipped(_lit(scene, gain))) else 0.0
        for gain in (1.0, 2.0, 4.0, 8.0)
    ]
    tinted = clipped(_lit(scene, 3.0))
    paper = clipped(np.full((64, 96, 3), 255, np.uint8))

    assert ended == sorted(ended) and ended[0] == 0.0 < ended[-1]
    assert tinted is not None and tinted.clipped_colour_ratio > 0.1
    assert paper is not None
    assert (paper.clipped_channel_ratio, paper.clipped_colour_ratio) == (1.0, 0.0)


def _lit(scene: NDArray[np.float32], gain: float) -> NDArray[np.uint8]:
    return np.asarray(np.clip(scene * gain, 0, 255), np.uint8)
