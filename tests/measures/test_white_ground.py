"""A thing on a white ground is burnt when its own colours have ended, not when the ground has."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from evidence_qc.measures.whiteness import clipped_on_white_ratio

Rgb = NDArray[np.uint8]
THING = (slice(30, 70), slice(40, 90))


def on_ground(ground: int, thing: tuple[int, int, int]) -> Rgb:
    """A plain thing in the middle of a plain ground."""
    rgb = np.full((96, 128, 3), ground, np.uint8)
    rgb[THING] = thing
    return rgb


@pytest.mark.parametrize("ground", [200, 230, 249])
def test_how_white_the_ground_is_says_nothing_of_the_thing(ground: int) -> None:
    """Its shades may be those of paper or of the end of the scale."""
    assert clipped_on_white_ratio(on_ground(ground, (40, 60, 150))) == 0.0
    assert clipped_on_white_ratio(on_ground(ground, (255, 10, 10))) == 1.0


def test_more_light_burns_more_of_the_thing() -> None:
    """Never less, with every half stop."""
    rng = np.random.default_rng(1)
    thing = rng.integers(20, 160, (40, 50, 3)).astype(float)
    thing[::5] = 0.0  # a print that stays black
    shares: list[float] = []
    for gain in (1.0, 1.4, 2.0, 2.8):
        rgb = on_ground(240, (0, 0, 0))
        rgb[THING] = np.minimum(thing * gain, 255).astype(np.uint8)
        share = clipped_on_white_ratio(rgb)
        assert share is not None
        shares.append(share)

    assert shares[0] == 0.0
    assert shares == sorted(shares)
    assert shares[-1] > 0.3


@pytest.mark.parametrize("ground", [0, 90, 180])
def test_no_white_ground_no_answer(ground: int) -> None:
    assert clipped_on_white_ratio(on_ground(ground, (255, 255, 255))) is None


def test_white_that_does_not_reach_the_edge_is_no_ground() -> None:
    """A lamp or a shirt in the middle of a dark room; nor is a coloured wall one."""
    assert clipped_on_white_ratio(on_ground(60, (255, 255, 255))) is None
    wall = on_ground(240, (40, 60, 150))
    wall[:, :, 2] = np.where(wall[:, :, 0] == 240, 150, wall[:, :, 2])
    assert clipped_on_white_ratio(wall) is None


def test_a_ground_that_has_ended_and_a_pale_thing_tell_nothing() -> None:
    """What is burnt away may have been a part of the thing."""
    assert clipped_on_white_ratio(on_ground(240, (40, 60, 150))) == 0.0
    assert clipped_on_white_ratio(on_ground(255, (40, 60, 150))) is None
    assert clipped_on_white_ratio(on_ground(240, (140, 160, 170))) is None


@pytest.mark.parametrize("size", [(1, 1), (1, 128), (3, 3), (96, 128)])
def test_nothing_on_the_ground_no_answer(size: tuple[int, int]) -> None:
    """Of any size."""
    assert clipped_on_white_ratio(np.full((*size, 3), 240, np.uint8)) is None
