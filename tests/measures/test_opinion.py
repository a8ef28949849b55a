"""The predicted opinion: monotone, bounded, explained."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.measures.opinion import CURVES, opinion, shares_kept
from evidence_qc.model import PictureMeasurements

EMPTY = PictureMeasurements()


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.fault)
def test_knots_ascend_and_shares_fall(curve: object) -> None:
    """Every curve is over a real field and never rises with its fault."""
    places = [place for place, _ in curve.knots]  # type: ignore[attr-defined]
    shares = [share for _, share in curve.knots]  # type: ignore[attr-defined]

    assert hasattr(EMPTY, curve.field)  # type: ignore[attr-defined]
    assert places == sorted(set(places))
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in shares)


@given(st.sampled_from(CURVES), st.floats(0, 60), st.floats(0, 60))
def test_more_of_a_fault_never_scores_higher(curve: object, one: float, other: float) -> None:
    """Opinion falls, or stays, as any one fault grows."""
    field = curve.field  # type: ignore[attr-defined]
    less, more = (replace(EMPTY, **{field: value}) for value in sorted((one, other)))

    assert 0 <= opinion(more) <= opinion(less) <= 100


def test_what_was_not_measured_costs_nothing() -> None:
    """Without measurements nothing is held against a picture."""
    assert opinion(EMPTY) == 100
    assert shares_kept(EMPTY) == ()
