"""The predicted opinion: monotone, bounded, explained."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.measures.predicted_mos import CURVES, Curve, points_lost, predicted_mos
from evidence_qc.model import PictureMeasurements

EMPTY = PictureMeasurements()


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.fault)
def test_every_curve_is_over_a_real_field_and_turns_nowhere(curve: Curve) -> None:
    """Places ascend; points lost only fall or only rise, from nought."""
    places = [position for position, _ in curve.knots]
    points = [lost for _, lost in curve.knots]

    assert hasattr(EMPTY, curve.field)
    assert places == sorted(set(places))
    assert points in (sorted(points), sorted(points, reverse=True))
    assert (min(points), max(points) <= 100) == (0, True)


@given(st.sampled_from(CURVES), st.floats(0, 60), st.floats(0, 60))
def test_more_of_a_fault_never_scores_higher(curve: Curve, one: float, other: float) -> None:
    """Opinion falls, or stays, as any one fault grows (crispness is no fault: there it rises)."""
    worse_above = curve.knots[0][1] <= curve.knots[-1][1]
    better, worse = (
        replace(EMPTY, **{curve.field: value})
        for value in sorted((one, other), reverse=not worse_above)
    )

    assert 0 <= predicted_mos(worse) <= predicted_mos(better) <= 100


@given(st.sampled_from(CURVES), st.integers(0, 8))
def test_a_knot_costs_its_own_points(curve: Curve, index: int) -> None:
    """Between knots straight lines, beyond them the outermost cost."""
    position, points = curve.knots[index % len(curve.knots)]

    assert curve.lost(position) == pytest.approx(points)
    assert curve.lost(-1e9) == curve.knots[0][1]
    assert curve.lost(1e9) == curve.knots[-1][1]


def test_faults_add_up_and_never_below_nought() -> None:
    """Everything wrong at once is nought points, not fewer."""
    worst = {curve.field: max(curve.knots, key=lambda knot: knot[1])[0] for curve in CURVES}
    everything = replace(EMPTY, **worst)

    assert sum(lost for _, lost in points_lost(everything)) >= 100 - predicted_mos(everything)
    assert predicted_mos(everything) >= 0


def test_what_was_not_measured_costs_nothing() -> None:
    """Without measurements nothing is held against a picture."""
    assert predicted_mos(EMPTY) == 100
    assert points_lost(EMPTY) == ()
