"""Layout is measured as people see it: what stands out, and how much lies around it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from evidence_qc.measures.composition import composition

Luma = NDArray[np.uint8]


def table(things: int, seed: int = 4) -> Luma:
    """A grey table with one thing in the middle and so many more about it."""
    rng = np.random.default_rng(seed)
    page = np.full((192, 256), 120, np.uint8)
    for _ in range(things):
        corner = rng.integers(0, (230, 170))
        tone = int(rng.integers(20, 235))
        cv2.rectangle(page, corner.tolist(), (corner + rng.integers(8, 30, 2)).tolist(), tone, -1)
    cv2.circle(page, (128, 96), 30, 230, -1)
    return page


def test_a_muddle_is_clutter_and_lets_nothing_stand_out() -> None:
    """More things about it: more clutter, and the middle no longer stands out."""
    lone, muddle = composition(table(0)), composition(table(60))

    assert lone.clutter_dn < muddle.clutter_dn
    assert lone.stand_out_ratio > muddle.stand_out_ratio + 0.2
    assert lone.layout_contrast_dn < muddle.layout_contrast_dn


def test_grain_makes_busy_but_no_clutter() -> None:
    """Grain is fine: it is gone at the size at which clutter is measured."""
    clean = table(0)
    grain = np.random.default_rng(2).normal(0, 12, clean.shape)
    grainy = np.clip(clean + grain, 0, 255).astype(np.uint8)

    assert composition(grainy).busyness_dn > composition(clean).busyness_dn + 10
    assert composition(grainy).clutter_dn < composition(table(60)).clutter_dn / 4


@pytest.mark.parametrize("shape", [(1, 1), (2, 300), (300, 2), (192, 256)])
def test_an_even_picture_has_no_layout(shape: tuple[int, int]) -> None:
    """A blank of any shape: nothing differs, and the middle is as the whole."""
    seen = composition(np.full(shape, 77, np.uint8))

    assert seen.busyness_dn <= 0.5
    assert (seen.clutter_dn, seen.layout_contrast_dn) == (0, 0)
    assert seen.stand_out_ratio == pytest.approx(1.0)
