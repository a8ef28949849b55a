"""Choosing best frames, boundaries and segments."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.examine.video_choice import (
    FrameCandidate,
    best_of,
    best_segment,
    best_set,
    doubtful_gaps,
    repeat_ratio,
)
from evidence_qc.measures.movement import shrink
from evidence_qc.model import FrameSample, PictureMeasurements
from tests.pictures import scene

VIEWS = [shrink(scene(640, 360, seed=s)[..., 1].copy()) for s in range(4)]


def sample(time_s: float, score: float, luma: float = 0.5) -> FrameSample:
    return FrameSample(time_s, score, PictureMeasurements(luma_mean_ratio=luma))


def candidate(time_s: float, score: float, view: int = 0) -> FrameCandidate:
    return FrameCandidate(sample(time_s, score), VIEWS[view])


def test_the_best_come_first_and_differ() -> None:
    """A different view with a lower score beats a repetition of the best."""
    frames = [candidate(1, 95), candidate(2, 94), candidate(5, 80, 1), candidate(9, 70, 2)]
    chosen = [c.sample.time_s for c in best_of(frames, 3)]

    assert chosen == [1, 5, 9]


def test_a_sharp_repetition_beats_a_ruined_view() -> None:
    """Where all else is ruined, the same view is shown again rather than nothing."""
    frames = [candidate(1, 95), candidate(8, 94), candidate(5, 10, 1)]

    assert [c.sample.time_s for c in best_of(frames, 2)] == [1, 8]


def test_two_that_are_better_together_take_the_place_of_the_best() -> None:
    """The best frame stands in the way of two others that repeat each other no more."""
    frames = [
        candidate(5.0, 90),
        candidate(4.5, 88, 1),
        candidate(5.5, 88, 2),
        candidate(20, 56, 3),
    ]

    assert [c.sample.time_s for c in best_of(frames, 2)] == [5.0, 20]
    assert [c.sample.time_s for c in best_set(frames, 2)] == [4.5, 5.5]


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.floats(0, 100), st.integers(0, 3)),
        max_size=12, unique_by=lambda row: row[0],
    ),
    st.integers(1, 4),
)  # fmt: skip
def test_the_best_set_scores_no_less_and_repeats_no_more(
    rows: list[tuple[float, float, int]], count: int
) -> None:
    """Against the greedy choice: as many frames, as many points, no pair more alike."""
    frames = [candidate(*row) for row in rows]
    greedy, best = best_of(frames, count), best_set(frames, count)

    def repeats(chosen: list[FrameCandidate]) -> list[float]:
        return sorted(repeat_ratio(a, b) for a, b in combinations(chosen, 2))

    assert len(best) == len(greedy)
    assert sum(c.sample.score for c in best) >= sum(c.sample.score for c in greedy) - 1e-9
    assert all(a <= b for a, b in zip(repeats(best), repeats(greedy), strict=True))
    assert best == sorted(best, key=lambda c: (-c.sample.score, c.sample.time_s))


def test_repetition_has_ends() -> None:
    """The same moment repeats wholly; another view at another time not at all."""
    assert repeat_ratio(candidate(1, 1), candidate(1, 1)) == 1
    assert repeat_ratio(candidate(1, 1), candidate(9, 1, 1)) == 0
    assert 0 < repeat_ratio(candidate(1, 1), candidate(9, 1)) < 1


@given(st.lists(st.tuples(st.floats(0, 60), st.floats(0, 100), st.integers(0, 3)), max_size=12))
def test_choosing_never_repeats_a_frame(rows: list[tuple[float, float, int]]) -> None:
    """At most as many as asked for, each once, the best of all first."""
    frames = [candidate(*row) for row in rows]
    chosen = best_of(frames, 3)

    assert len(chosen) <= 3
    assert len({id(c) for c in chosen}) == len(chosen)
    if frames:
        assert chosen[0].sample.score == max(c.sample.score for c in frames)


def test_steps_of_score_or_light_are_doubtful() -> None:
    """A gap hides a boundary where score or brightness jump, the steepest first."""
    samples = [sample(0, 90), sample(1, 90), sample(2, 30), sample(3, 30, 0.1), sample(3.2, 90)]

    assert doubtful_gaps(samples, 5) == [(1, 2), (2, 3)]
    assert doubtful_gaps(samples, 1) == [(1, 2)]


def test_the_segment_shows_most_and_starts_clear() -> None:
    """A part that begins with two bad seconds loses to one that does not."""
    samples = [sample(t + 0.5, 20 if t < 10 else 90) for t in range(30)]

    assert best_segment(samples, 30, 15) == (10, 25)
    assert best_segment(samples, 30, 60) == (0, 30)
    assert best_segment([], 30, 10) == (0, 10)


@given(
    st.lists(st.floats(0, 100), min_size=1, max_size=40),
    st.floats(0.5, 50, allow_nan=False),
)
def test_a_segment_lies_inside(scores: list[float], length: float) -> None:
    """Whatever the scores: inside the clip, of the length asked for."""
    samples = [sample(i + 0.5, s) for i, s in enumerate(scores)]
    start, end = best_segment(samples, float(len(scores)), length)

    assert 0 <= start <= end <= len(scores) + 1e-3
    assert end - start == pytest.approx(min(length, len(scores)), abs=0.002)


def test_planes_are_what_is_compared() -> None:
    """The helper's views are different views."""
    assert not np.array_equal(VIEWS[0], VIEWS[1])
