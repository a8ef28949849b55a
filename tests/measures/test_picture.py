"""All measures together: every number in its range for any picture, and the mark in its place."""

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_qc.measures.picture import measure_tone_and_signal
from evidence_qc.measures.planes import Planes
from evidence_qc.measures.region import region
from evidence_qc.model import Mark
from evidence_qc.model.digits import round_all
from tests.measures.scenes import blocks, grey, noisy, planes

UNBOUNDED = {
    "noise_contrast_ratio", "blockiness_ratio", "stand_out_ratio",
    "centre_red_ratio", "centre_blue_ratio", "ground_red_ratio", "ground_blue_ratio",
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 70), st.integers(1, 70), st.integers(0, 2**32 - 1), st.sampled_from([0, 1, 2])
)
def test_every_number_is_in_its_range(height: int, width: int, seed: int, kind: int) -> None:
    """Shares lie in 0–1, noise is not negative, nothing is NaN: for noise, steps and constants."""
    rng = np.random.default_rng(seed)
    plane = [
        rng.integers(0, 256, (height, width)).astype(np.uint8),
        np.where(rng.random((height, width)) < 0.5, 0, 255).astype(np.uint8),
        np.full((height, width), seed % 256, np.uint8),
    ][kind]

    measured = asdict(measure_tone_and_signal(planes(plane)))

    for name, value in measured.items():
        if isinstance(value, float):
            assert np.isfinite(value), name
            if name not in UNBOUNDED and not name.endswith("_dn"):
                assert 0 <= value <= 1 + 1e-9, name
            assert value >= 0, name


def test_the_same_planes_give_the_same_numbers() -> None:
    """Nothing is random and nothing is kept between pictures."""
    scene = planes(noisy(blocks(), 4))
    first = measure_tone_and_signal(scene)
    measure_tone_and_signal(planes(grey(3)))

    again = measure_tone_and_signal(scene)
    # As they are kept: where NumPy's sums begin in memory can be seen in the eleventh digit.
    assert round_all(again) == round_all(first)


def test_tone_is_judged_at_the_mark() -> None:
    """A black corner is dark at its mark and not elsewhere."""
    scene = grey(180, 400, 600)
    scene[:200, :200] = 5
    dark = Mark(x_ratio=0.1, y_ratio=0.2, size_ratio=0.1)
    light = Mark(x_ratio=0.8, y_ratio=0.8, size_ratio=0.1)

    at_dark, at_light, whole = (
        measure_tone_and_signal(planes(scene), mark=mark) for mark in (dark, light, None)
    )

    assert (at_dark.dark_area_ratio, at_light.dark_area_ratio) == (1.0, 0.0)
    assert whole.dark_area_ratio == pytest.approx(1 / 6)
    assert at_dark.surround_luma_ratio == whole.surround_luma_ratio


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.integers(1, 90), st.integers(1, 90))
def test_a_mark_always_names_some_pixels(
    x: float, y: float, size: float, height: int, width: int
) -> None:
    """Anywhere, of any size, on any plane: the region is never empty and inside the plane."""
    part = region(grey(1, height, width), Mark(x_ratio=x, y_ratio=y, size_ratio=size))

    assert 1 <= part.shape[0] <= height
    assert 1 <= part.shape[1] <= width


def test_a_weave_at_the_limit_of_the_working_plane_is_no_noise() -> None:
    """Where the finer plane is quiet, the working plane's grain is texture."""
    fine = grey(120, 1600, 2000)
    fine[:, :1000] = blocks(1600, 1000, cell=40)
    working = noisy(grey(120, 800, 1000), 8.0)
    measured = measure_tone_and_signal(Planes(working, fine, 0.5, 4000, 3200))

    assert measured.noise_dn is not None
    assert measured.noise_dn < 1.0
