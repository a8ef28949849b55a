"""A window of a film: from its first moment on, up to its last but without it."""

from __future__ import annotations

import numpy as np
import pytest

from evidence_qc.examine.video_watch import APART_S, SHARPEST, Watch
from evidence_qc.measures.movement import FrameStatistics


def statistics_at(time_s: float, detail: float = 1.0) -> FrameStatistics:
    return FrameStatistics(time_s, np.zeros((2, 2), np.uint8), 0.5, 0.9, detail)


@pytest.mark.parametrize("inside", [0, 3])
def test_a_window_has_its_start_and_not_its_end(inside: int) -> None:
    """So two windows that touch share no frame."""
    luma = np.zeros((4, 4), np.uint8)
    watch = Watch((1.0, 2.0), inside=inside)
    for time_s in (0.999, 1.0, 1.5, 1.999, 2.0, 2.001):
        watch.offer(statistics_at(time_s), luma)

    assert [seen.time_s for seen in watch.frame_statistics] == [1.0, 1.5, 1.999]


def test_the_sharpest_of_each_neighbourhood_are_kept() -> None:
    """At most so many, the sharpest first, none beside a sharper one."""
    luma = np.zeros((4, 4), np.uint8)
    watch = Watch((0.0, 100.0))
    for number in range(SHARPEST + 2):
        at = number * APART_S * 2
        watch.offer(statistics_at(at, detail=number), luma)
        watch.offer(statistics_at(at + APART_S * 0.5, detail=number + 0.5), luma)
        watch.offer(statistics_at(at + APART_S * 0.6, detail=number), luma)
    kept = [(seen.time_s, seen.detail) for seen, _ in watch.kept]

    assert len(kept) == SHARPEST
    assert [detail for _, detail in kept] == sorted((d for _, d in kept), reverse=True)
    assert kept[0][1] == SHARPEST + 1.5


def test_frames_inside_stand_at_even_steps() -> None:
    """The first frame at or behind each of them."""
    luma = np.zeros((4, 4), np.uint8)
    watch = Watch((0.0, 4.0), inside=3)
    for tenth in range(40):
        watch.offer(statistics_at(tenth / 10), luma)

    assert [seen.time_s for seen, _ in watch.kept] == [1.0, 2.0, 3.0]
