"""Transfer curves against the standards' own fixed points, and there and back to the rounding."""

from __future__ import annotations

import numpy as np
import pytest

from evidence_qc.media.photo.cicp import _encoded, _rolled_off, _to_linear

PQ, HLG, LINEAR, SRGB = 16, 18, 8, 13


@pytest.mark.parametrize("transfer", [SRGB, LINEAR, PQ, HLG, 4, 5])
def test_a_curve_begins_at_nought_and_rises(transfer: int) -> None:
    """Brighter code, more light."""
    light = _to_linear(np.linspace(0, 1, 257), transfer)

    assert light[0] == pytest.approx(0, abs=1e-6)
    assert (np.diff(light) >= 0).all()
    assert light[-1] > light[128] > light[16] > 0


def test_srgb_comes_back_to_the_very_code() -> None:
    """IEC 61966-2-1: all 256, also around the knee."""
    codes = np.arange(256)

    assert (_encoded(_to_linear(codes / 255, SRGB)) == codes).all()
    assert _encoded(np.array([-1.0, 0.0, 1.0, 2.0])).tolist() == [0, 0, 255, 255]
    assert _to_linear(np.array([0.04045]), SRGB)[0] == pytest.approx(0.04045 / 12.92)


@pytest.mark.parametrize(
    ("code", "nits"), [(0.5081, 100.0), (0.5807, 203.0), (0.7518, 1000.0), (1.0, 10_000.0)]
)
def test_pq_gives_the_light_of_its_standard(code: float, nits: float) -> None:
    """SMPTE ST 2084, of a reference white of 203 cd/m² (ITU-R BT.2408)."""
    assert _to_linear(np.array([code]), PQ)[0] * 203 == pytest.approx(nits, rel=0.01)


def test_hlg_has_its_white_at_three_quarters() -> None:
    """ITU-R BT.2408: 75 % is the reference white, 203 cd/m² of 1,000; the halves meet."""
    low, high = _to_linear(np.array([0.5, 0.5 + 1e-9]), HLG)

    assert _to_linear(np.array([0.75]), HLG)[0] == pytest.approx(1.0, rel=0.02)
    assert _to_linear(np.array([1.0]), HLG)[0] * 203 == pytest.approx(1000, rel=0.01)
    assert low == pytest.approx(high, rel=1e-4)


def test_what_is_brighter_than_white_is_bent_below_it() -> None:
    """Nothing below the knee moves; above it light rises for ever and reaches one nowhere."""
    light = np.linspace(0, 40, 4001)
    bent = _rolled_off(light)

    assert (bent <= light + 1e-12).all()
    assert (np.diff(bent) > 0).all()
    assert bent[-1] < 1
    assert (bent == light)[light < 0.5].all()
