"""The summary judges a picture where a person would look, and says when it cannot."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.focus import FocusMap, summarize, to_heatmap
from evidence_qc.model.case import Mark

ROWS, COLUMNS = 12, 16


def focus_map(
    sigma: float = 0.4, *, sd: float = 0.3, axis_ratio: float = 1.0, angle: float = 0.0
) -> FocusMap:
    """A map of 256 x 192 px that is the same everywhere."""

    def full(value: float) -> np.ndarray:
        return np.full((ROWS, COLUMNS), value, np.float32)

    return FocusMap(
        sigma_px=full(sigma), axis_ratio=full(axis_ratio), angle_deg=full(angle),
        anisotropy=full(float(np.log2(axis_ratio))), log2_sigma_sd=full(sd),
        log2_ratio_sd=full(0.3), anisotropy_sd=full(0.3),
        plane_width_px=COLUMNS * 16, plane_height_px=ROWS * 16,
    )  # fmt: skip


def test_an_even_picture_reads_the_same_everywhere() -> None:
    """All places agree where all cells agree, in thousandths of the long side."""
    seen = summarize(focus_map(2.56))

    for value in (
        seen.blur_permille, seen.blur_median_permille, seen.blur_sharpest_permille,
        seen.centre_blur_permille, seen.surround_blur_permille,
    ):  # fmt: skip
        assert value == pytest.approx(10.0, rel=1e-5)
    assert seen.sharp_area_ratio == 0.0
    assert seen.decidable_ratio == 1.0
    assert seen.motion_ratio == pytest.approx(1.0)


def test_nothing_to_judge_by_is_said() -> None:
    """Uncertain cells do not speak: no number is made up for a blank wall."""
    seen = summarize(focus_map(2.0, sd=2.0))

    assert seen.decidable_ratio == 0.0
    assert seen.blur_permille is None
    assert seen.blur_median_permille is None
    assert seen.sharp_area_ratio is None
    assert seen.centre_blur_permille is None
    assert seen.motion_ratio is None
    assert seen.motion_angle_deg is None


def test_a_middle_that_is_not_sure_is_not_surely_blurred() -> None:
    """The same blur, once told by edges and once guessed from a soft tone."""
    result, guessed = focus_map(0.7, sd=0.3), focus_map(0.7, sd=0.3)
    guessed.log2_sigma_sd[2:10, 4:12] = 0.95
    result.sigma_px[:, 12:] = guessed.sigma_px[:, 12:] = 0.3
    result.sigma_px[:, :4] = guessed.sigma_px[:, :4] = 0.3

    sure, unsure = summarize(result), summarize(guessed)
    assert sure.centre_blurred_ratio is not None and unsure.centre_blurred_ratio is not None
    assert sure.centre_blurred_ratio > unsure.centre_blurred_ratio
    assert sure.centre_blur_permille == unsure.centre_blur_permille


def test_one_sharp_edge_in_a_blurred_middle_shows() -> None:
    """The sharpest tenth of the middle is that of what can be judged there; at a mark, nothing."""
    seen = focus_map(2.5)
    seen.sigma_px[5:7, 6:10] = 0.3
    smooth = focus_map(2.5)

    assert summarize(seen).centre_sharpest_permille == pytest.approx(0.3 / 0.256, rel=0.01)
    assert summarize(smooth).centre_sharpest_permille == pytest.approx(2.5 / 0.256, rel=0.01)
    at_mark = summarize(smooth, mark=Mark(0.5, 0.5, 0.3))
    assert (at_mark.centre_sharpest_permille, at_mark.centre_blurred_ratio) == (None, None)


def test_a_blank_ground_does_not_hide_what_is_sharp() -> None:
    """A small sharp thing on a ground that cannot tell is judged by itself."""
    whole = focus_map(0.3)
    whole.sigma_px[:, :10] = 6.0
    whole.log2_sigma_sd[:, :10] = 2.0

    assert summarize(whole).blur_permille == pytest.approx(0.3 / 256 * 1000, rel=1e-4)


def test_a_sharp_subject_saves_a_blurred_ground() -> None:
    """Deliberate bokeh: the middle is sharp, so the picture is."""
    bokeh = focus_map(6.0)
    bokeh.sigma_px[2:10, 4:12] = 0.3

    seen = summarize(bokeh)

    assert seen.blur_permille is not None and seen.blur_permille < 2
    assert seen.blur_median_permille is not None and seen.blur_median_permille > 20
    assert seen.centre_blur_permille is not None and seen.centre_blur_permille < 2


def test_focus_behind_the_subject_is_told() -> None:
    """The opposite: the middle is blurred, its surroundings are not."""
    behind = focus_map(0.3)
    behind.sigma_px[2:10, 4:12] = 5.0

    seen = summarize(behind)

    assert seen.centre_blur_permille is not None and seen.surround_blur_permille is not None
    assert seen.centre_blur_permille > 5 * seen.surround_blur_permille


def test_a_mark_moves_the_judgement() -> None:
    """With a mark the cells under it are judged, however small the mark is."""
    half = focus_map(0.3)
    half.sigma_px[:, 8:] = 5.0

    left = summarize(half, mark=Mark(0.1, 0.5, 0.001)).blur_permille
    right = summarize(half, mark=Mark(0.9, 0.5, 0.001)).blur_permille

    assert left == pytest.approx(0.3 / 256 * 1000, rel=1e-4)
    assert right == pytest.approx(5.0 / 256 * 1000, rel=1e-4)


def test_a_mark_says_what_the_subject_is() -> None:
    """Sharp at the mark, off the middle: no wrong focus; blurred there, and sharp beside: one."""
    map_ = focus_map(0.3)
    map_.sigma_px[2:10, 4:12] = 5.0

    beside = summarize(map_, mark=Mark(0.05, 0.05, 0.05))
    there = summarize(map_, mark=Mark(0.5, 0.5, 0.05))

    assert beside.centre_blur_permille == pytest.approx(0.3 / 256 * 1000, rel=1e-4)
    assert there.centre_blur_permille == pytest.approx(5.0 / 256 * 1000, rel=1e-4)
    assert there.surround_blur_permille == pytest.approx(0.3 / 256 * 1000, rel=1e-4)


def test_around_a_mark_less_has_to_be_sharp() -> None:
    """A strip of sharp ground tells where the focus went once the subject is known."""
    strip = focus_map(5.0)
    strip.sigma_px[:2] = 0.3
    assert 0.1 < 2 / ROWS < 0.25

    known = summarize(strip, mark=Mark(0.5, 0.5, 0.1)).surround_blur_permille
    guessed = summarize(strip).surround_blur_permille

    assert known is not None and guessed is not None
    assert known < guessed / 2


@pytest.mark.parametrize("angle", [0.0, 40.0, 90.0, 170.0])
def test_motion_is_what_the_cells_agree_on(angle: float) -> None:
    """Cells of one direction keep their axis ratio; cells of all directions cancel out."""
    seen = summarize(focus_map(3.0, axis_ratio=4.0, angle=angle))
    mixed = focus_map(3.0, axis_ratio=4.0)
    mixed.angle_deg[:] = np.linspace(0, 180, ROWS * COLUMNS, endpoint=False).reshape(ROWS, COLUMNS)

    assert seen.motion_ratio == pytest.approx(4.0, rel=1e-4)
    assert seen.motion_angle_deg == pytest.approx(angle, abs=1e-3)
    assert summarize(mixed).motion_ratio == pytest.approx(1.0, abs=1e-3)


@given(st.floats(0.2, 20), st.floats(1.01, 3))
def test_more_blur_never_reads_as_less(sigma: float, more: float) -> None:
    """Every blur grows with sigma."""
    less_blurred, more_blurred = summarize(focus_map(sigma)), summarize(focus_map(sigma * more))

    assert less_blurred.blur_permille is not None and more_blurred.blur_permille is not None
    assert less_blurred.blur_permille < more_blurred.blur_permille
    assert (less_blurred.sharp_area_ratio or 0) >= (more_blurred.sharp_area_ratio or 0)


def test_the_heat_map_is_small_and_keeps_its_meaning() -> None:
    """0 where a cell cannot tell, 1 where it is sharp, 255 where all is blurred."""
    mixed = focus_map(0.1)
    mixed.sigma_px[:, 8:] = 20.0
    mixed.log2_sigma_sd[:4] = 3.0

    heat = to_heatmap(mixed)

    assert heat.shape == (ROWS, COLUMNS)
    assert heat.dtype == np.uint8
    assert (heat[:4] == 0).all()
    assert (heat[4:, :8] == 1).all()
    assert (heat[4:, 8:] == 255).all()
    assert to_heatmap(mixed, most_cells=5).shape == (3, 4)
    assert set(np.unique(to_heatmap(mixed, most_cells=8))) <= {0, 1, 255}
