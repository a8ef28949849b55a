"""Tone: known histograms, constant planes, and relations when the light changes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.measures.tone import display_histogram, histogram, tone
from tests.measures.scenes import blocks, grey


@given(st.integers(0, 255))
def test_a_constant_plane_has_its_level_everywhere_and_no_spread(level: int) -> None:
    """Mean and all percentiles are the level, the deviation is nought."""
    measured = tone(histogram(grey(level)))

    levels = [
        measured.luma_mean_ratio,
        measured.luma_p01_ratio,
        measured.luma_p50_ratio,
        measured.luma_p99_ratio,
    ]
    assert levels == pytest.approx([level / 255] * 4)
    assert measured.luma_std_ratio == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(("level", "dark"), [(0, 1.0), (30, 1.0), (70, 0.5), (110, 0.0), (200, 0)])
def test_dark_area_is_a_ramp(level: int, dark: float) -> None:
    """Full below the ramp, none above it, half in its middle."""
    assert tone(histogram(grey(level))).dark_area_ratio == pytest.approx(dark)


def test_a_lamp_does_not_make_up_for_the_darkness_around_it() -> None:
    """The same dark share with a bright and with a blinding lamp."""
    night = grey(10)
    bright, blinding = night.copy(), night.copy()
    bright[:20, :20], blinding[:20, :20] = 150, 255

    assert tone(histogram(bright)).dark_area_ratio == tone(histogram(blinding)).dark_area_ratio


def test_clipped_and_crushed_are_counted_at_their_ends() -> None:
    """A quarter of white and a quarter of black are each found as such."""
    plane = grey(128)
    plane[:48, :64], plane[48:, 64:] = 255, 0

    measured = tone(histogram(plane))

    assert (measured.clipped_ratio, measured.crushed_ratio) == pytest.approx((0.25, 0.25))


def test_less_light_is_darker_in_every_number() -> None:
    """Halving the code values lowers mean and percentiles and raises the dark area."""
    full = blocks()
    half = (full // 2).astype(np.uint8)
    bright, dim = tone(histogram(full)), tone(histogram(half))

    assert dim.luma_mean_ratio < bright.luma_mean_ratio
    assert dim.luma_p50_ratio < bright.luma_p50_ratio
    assert dim.dark_area_ratio > bright.dark_area_ratio


def test_the_drawn_histogram_has_32_bins_up_to_255() -> None:
    """The report draws 32 bins, the highest 255."""
    bins = display_histogram(histogram(blocks()))

    assert (len(bins), max(bins)) == (32, 255)
    assert min(bins) >= 0
