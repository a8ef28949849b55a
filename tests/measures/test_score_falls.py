"""The score of one picture falls with every fault that is put into it, step by step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import cv2
import numpy as np
import pytest

from evidence_qc.examine.photo import examine_array
from evidence_qc.focus import FocusModel
from evidence_qc.profiles import load_profile
from evidence_qc.rules.judge import Judge

Picture = np.ndarray
STEPS = (0.0, 0.5, 1.0, 2.0)
ROUNDING = 1.0
"""A hundredth of the scale: the grain of another step is other grain."""


def goods(seed: int) -> Picture:
    """A sharp, evenly lit thing with print, linear light 0–1, 480×640×3."""
    rng = np.random.default_rng(seed)
    small = rng.uniform(125, 190, (7, 9, 3)).astype(np.float32)
    shades = np.clip(cv2.resize(small, (640, 480), interpolation=cv2.INTER_CUBIC), 0, 255)
    picture = shades.astype(np.uint8)
    for row in range(9):
        place = (60, 60 + 44 * row)
        ink = (int(rng.integers(20, 60)),) * 3
        cv2.putText(picture, f"LOT {rng.integers(10**9):09d}", place, 0, 1.3, ink, 2)
    cv2.ellipse(picture, (470, 240), (120, 160), 0, 0, 360, (180, 80, 70), 3)
    light = (picture / 255.0) ** 2.2
    return np.clip(light + rng.normal(0, 0.002, light.shape), 0, 1)


def seen(light: Picture) -> Picture:
    """As a camera writes it, uint8."""
    return np.rint(255 * np.clip(light, 0, 1) ** (1 / 2.2)).astype(np.uint8)


def defocused(step: float, light: Picture) -> Picture:
    return light if not step else cv2.GaussianBlur(light, (0, 0), 1.6 * step)


def shaken(step: float, light: Picture) -> Picture:
    length = round(8 * step)
    return light if not length else cv2.filter2D(light, -1, np.full((1, length), 1 / length))


def darker(step: float, light: Picture) -> Picture:
    return light * 2.0 ** (-2.0 * step)


def burnt(step: float, light: Picture) -> Picture:
    return light * 2.0 ** (1.5 * step)


def grainy(step: float, light: Picture) -> Picture:
    return light + np.random.default_rng(1).normal(0, 0.03 * step, light.shape)


@pytest.fixture(scope="module")
def scored() -> Callable[[Picture], float]:
    """The score 0–100 of linear light."""
    judge, focus = Judge.for_profile(load_profile("generic")), FocusModel()

    def score(light: Picture) -> float:
        found = judge.file(examine_array(seen(light), focus)).score
        assert found is not None
        return found

    return score


@pytest.mark.slow
@pytest.mark.parametrize("fault", [defocused, shaken, darker, burnt, grainy])
@pytest.mark.parametrize("seed", range(3))
def test_more_of_a_fault_never_scores_higher(
    fault: Callable[[float, Picture], Picture], seed: int, scored: Callable[[Picture], float]
) -> None:
    """Whatever else the fault changes in the numbers that the score is made of."""
    made = partial(fault, light=goods(seed))
    scores = [scored(made(step)) for step in STEPS]

    assert all(worse <= better + ROUNDING for better, worse in pairwise(scores))
    assert scores[-1] < scores[0] - 2, scores
