"""Movement, sameness and cuts on tiny planes."""

import functools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from evidence_qc.measures.movement import (
    FrameStatistics,
    change_dn,
    cut_between,
    frame_statistics,
    shake,
    shift_ratio,
    shrink,
    unlikeness,
)
from evidence_qc.measures.planes import Luma
from evidence_qc.measures.stillness import black_spans, frozen_spans
from tests.pictures import scene


@functools.cache
def _scene(seed: int) -> NDArray[np.uint8]:
    return scene(seed=seed)


def view(x: int = 100, y: int = 100, seed: int = 1, width: int = 640) -> Luma:
    """A window on a sharp scene."""
    luma: Luma = _scene(seed)[y : y + 360, x : x + width, 1].copy()
    return luma


def never(after_s: float, until_s: float) -> bool:
    return False


def always(after_s: float, until_s: float) -> bool:
    return True


def at(time_s: float, luma: Luma) -> FrameStatistics:
    return frame_statistics(time_s, luma)


@settings(max_examples=10, deadline=None)
@given(st.integers(-40, 40), st.integers(-40, 40))
def test_a_known_shift_is_measured(dx: int, dy: int) -> None:
    """The length of the shift as a share of the long side, to half a percent."""
    found = shift_ratio(shrink(view()), shrink(view(100 + dx, 100 + dy)))

    assert found == pytest.approx(np.hypot(dx, dy) / 640, abs=0.005)


def test_what_cannot_be_told_is_none() -> None:
    """A flat plane does not move measurably, nor do planes of two sizes."""
    flat = np.full((90, 160), 120, np.uint8)

    assert shift_ratio(flat, flat) is None
    assert shift_ratio(flat, flat[:80]) is None


def test_shake_is_per_second() -> None:
    """The same shift in half the time is twice as fast; frames far apart are not compared."""
    first, second = view(), view(116)
    slow = shake([at(0, first), at(0.1, second)])[0][1]
    fast = shake([at(0, first), at(0.05, second)])[0][1]

    assert fast == pytest.approx(2 * slow)
    assert slow == pytest.approx(1000 * 16 / 640 / 0.1, rel=0.1)
    assert shake([at(0, first), at(1, second)]) == ()


def test_likeness_has_ends() -> None:
    """The same picture is 0, another scene far more than a small shift."""
    here = shrink(view())

    assert unlikeness(here, here) == pytest.approx(0, abs=1e-6)
    assert unlikeness(here, shrink(view(104))) < 0.1
    assert unlikeness(here, shrink(view(seed=9))) > 0.3
    assert unlikeness(here, 255 - here) == 1


def test_detail_falls_with_blur() -> None:
    """The cheap measure of sharpness orders frames of one view."""
    import cv2

    sharp = view()
    blurs = [at(0, cv2.GaussianBlur(sharp, (0, 0), s)).detail for s in (1, 2, 4)]

    assert at(0, sharp).detail > blurs[0] > blurs[1] > blurs[2]


def test_a_cut_is_told_from_a_pan() -> None:
    """One jump between calm frames is a cut; a steady swing is not."""
    before = [at(i / 30, view(100 + i)) for i in range(8)]
    after = [at((8 + i) / 30, view(100 + i, seed=7)) for i in range(8)]
    pan = [at(i / 30, view(20 + 30 * i)) for i in range(16)]

    assert cut_between(before + after) == pytest.approx(8 / 30)
    assert cut_between(pan) is None
    assert cut_between(before) is None
    assert cut_between(before[:3]) is None
    assert cut_between([*before, after[0], *before]) is None


def test_a_still_picture_is_frozen() -> None:
    """Equal frames make a passage; noise, black and short stops do not."""
    rng = np.random.default_rng(1)
    still = view()
    noisy = [np.clip(still + rng.normal(0, 25, still.shape), 0, 255).astype(np.uint8)
             for _ in range(5)]  # fmt: skip
    black = np.zeros_like(still)

    assert frozen_spans([at(i, still) for i in range(4)], (), 1, never) == ((0, 3),)
    assert frozen_spans([at(i, n) for i, n in enumerate(noisy)], (), 1, never) == ()
    assert frozen_spans([at(i, black) for i in range(4)], (), 1, always) == ()
    assert frozen_spans([at(i, still) for i in range(2)], (), 1.5, never) == ()
    assert change_dn(shrink(still), shrink(still)) == (0, 0)


def test_close_frames_are_frozen_only_if_nothing_was_coded() -> None:
    """A thirtieth of a second apart a calm hand and a frozen picture look alike."""
    frames = [at(i / 30, view()) for i in range(20)]

    assert frozen_spans(frames, (), 0.3, never) == ()
    assert frozen_spans(frames, (), 0.3, always) == ((0, pytest.approx(19 / 30)),)


def test_a_stall_is_frozen() -> None:
    """A gap without frames joins the still passage beside it."""
    still = view()

    assert frozen_spans([at(0, still), at(1, still)], [(1, 3.5)], 1, never) == ((0, 3.5),)


def test_black_ends_halfway() -> None:
    """A black passage ends halfway to the next frame that shows something."""
    black, bright = np.zeros((36, 64), np.uint8), np.full((36, 64), 128, np.uint8)
    frames = [at(i, black if i in {2, 3} else bright) for i in range(6)]

    assert black_spans(frames, 6, 0.3) == ((1.5, 3.5),)
    assert black_spans([at(0, black)], 2, 0.3) == ((0, 2),)
