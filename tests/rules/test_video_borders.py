"""Borders of what is said of videos, to the sample and to the second."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence_qc.model import Severity
from evidence_qc.profiles import load_profile
from evidence_qc.rules.judge import Judge
from evidence_qc.rules.video.passages import (
    Passages,
    _cells,
    _without,
    usable_ratio_of,
)
from evidence_qc.rules.video.shaky_video import HALF_S, MOST, moving_at
from tests.case.factory import clip as measured_clip
from tests.rules.test_passages import clip


def test_cells_meet_halfway_and_cover_all() -> None:
    """From nought to the end, to the millisecond; without a sample the whole is one."""
    assert _cells([1.0, 2.0, 4.0], 6.0) == [(0.0, 1.5), (1.5, 3.0), (3.0, 6.0)]
    assert _cells([1.0, 2.0], 1.5) == [(0.0, 1.5), (1.5, 2.0)]
    assert _cells([0.0, 2 / 3], 1.0) == [(0.0, 0.333), (0.333, 1.0)]
    assert _cells([], 3.0) == [(0.0, 3.0)]


def test_holes_are_taken_out_of_a_passage() -> None:
    """What touches it only, takes nothing; what covers it, everything."""
    assert _without((2.0, 8.0), []) == [(2.0, 8.0)]
    assert _without((2.0, 8.0), [(0.0, 2.0), (8.0, 9.0)]) == [(2.0, 8.0)]
    assert _without((2.0, 8.0), [(0.0, 3.0), (4.0, 5.0), (7.0, 9.0)]) == [(3.0, 4.0), (5.0, 7.0)]
    assert _without((2.0, 8.0), [(2.0, 8.0)]) == []
    assert _without((2.0, 8.0), [(2.0, 3.0), (2.5, 8.0)]) == []


def test_what_is_usable_is_a_share_to_five_places() -> None:
    """Rejects alone count, once each; a film without a length is usable or not."""
    reject, warn = (Severity.REJECT, (0.0, 3.0)), (Severity.WARN, (0.0, 10.0))
    two = Passages({"a": (reject, warn), "b": ((Severity.REJECT, (2.0, 4.0)),)}, ())

    assert usable_ratio_of(two, clip(10)) == 0.6
    assert usable_ratio_of(Passages({"a": (reject,)}, ()), clip(7)) == 0.57143
    assert usable_ratio_of(Passages({"a": (warn,)}, ()), clip(10)) == 1.0
    assert usable_ratio_of(Passages({}, ()), clip(0)) == 1.0
    assert usable_ratio_of(Passages({"a": (reject,)}, ()), clip(0)) == 0.0
    assert usable_ratio_of(Passages({"a": (reject,)}, ()), clip(2)) == 0.0


@pytest.mark.parametrize("fast", range(6))
def test_most_readings_nearby_have_to_be_too_fast(fast: int) -> None:
    """A share that is reached is enough; a reading at the limit is not too fast."""
    readings = [(n / 10, 2.0 if n < fast else 1.0) for n in range(5)]

    assert moving_at(readings, 1.0)(0.2) is (fast >= MOST * 5)
    assert not moving_at(readings, 2.0)(0.2) or MOST == 0


def test_readings_count_within_half_a_second_and_if_there_are_enough() -> None:
    """Both ends belong to it."""
    moving = moving_at([(0.0, 2.0), (2.0, 2.0)], 1.0, fewest=1)

    assert moving(HALF_S)
    assert not moving(HALF_S + 0.001)
    assert not moving_at([(0.0, 2.0)], 1.0, fewest=2)(0.0)
    assert moving_at([(0.0, 2.0), (0.1, 2.0)], 1.0, fewest=2)(0.0)


@pytest.mark.parametrize("fast", range(5))
def test_half_of_the_readings_is_enough(fast: int) -> None:
    """Of an even number, too: the share that is reached counts."""
    readings = [(n / 10, 2.0 if n < fast else 1.0) for n in range(4)]

    assert moving_at(readings, 1.0)(0.15) is (fast >= MOST * 4)


@pytest.mark.parametrize("width_px", [None, 0])
def test_a_size_that_is_not_known_says_nothing(width_px: int | None) -> None:
    """Older reports have none; a clip is not called small for that."""
    file = measured_clip("v.mp4", scores=((1.0, 80.0), (2.0, 80.0)))
    facts = replace(file.facts, width_px=width_px, height_px=1080)
    found = Judge.for_profile(load_profile("generic")).file(facts).findings

    assert "low-resolution" not in [finding.rule for finding in found]
    small = replace(facts, width_px=90, height_px=160)
    found = Judge.for_profile(load_profile("generic")).file(small).findings
    assert "low-resolution" in [finding.rule for finding in found]
