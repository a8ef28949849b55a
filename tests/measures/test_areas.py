"""Subject, structure and glare: what is where in a picture."""

import cv2
import numpy as np
import pytest

from evidence_qc.measures.glare import glare_ratio
from evidence_qc.measures.structure import detail_ratio
from evidence_qc.measures.subject import subject
from evidence_qc.measures.thumbnail import thumbnail
from tests.measures.scenes import Luma, blocks, grey, noisy


def spot(background: int, radius: int, halo: float) -> Luma:
    """A white disc on grey, its light fading with the given spread (0: a hard edge)."""
    plane = np.full((192, 256), background, np.float32)
    light = np.zeros_like(plane)
    cv2.circle(light, (128, 96), radius, 1.0, -1)
    glow = cv2.GaussianBlur(light, (0, 0), halo) * 2.5 if halo else light
    return np.clip(plane + (255 - background) * np.maximum(light, glow), 0, 255).astype(np.uint8)


def test_a_dark_middle_before_bright_edges_is_told_from_its_negative() -> None:
    """The middle of a silhouette is darker than its surroundings."""
    plane = grey(230)
    plane[24:72, 32:96] = 20

    dark, light = subject(plane), subject(255 - plane)

    assert dark.subject_luma_ratio < 0.5 < dark.surround_luma_ratio
    assert light.subject_luma_ratio > 0.5 > light.surround_luma_ratio


def test_a_white_backdrop_does_not_count_as_detail() -> None:
    """Detail is as bright as the thing, not as the paper it stands on."""
    plane = grey(255)
    plane[30:66, 44:84] = blocks(36, 40, cell=6)

    measured = subject(plane)

    assert measured.detail_luma_ratio < measured.subject_luma_ratio - 0.1


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (3, 2), (17, 17)])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_tiny_constant_planes_have_defined_answers(shape: tuple[int, int], level: int) -> None:
    """One pixel is enough for an answer, and a constant plane shows nothing."""
    plane = np.full(shape, level, np.uint8)
    measured = subject(plane)

    assert measured.subject_luma_ratio == pytest.approx(level / 255)
    assert measured.detail_luma_ratio == pytest.approx(level / 255)
    assert detail_ratio(plane) == 0.0
    assert glare_ratio(plane) == 0.0


def test_structure_is_found_where_it_is() -> None:
    """A picture with drawing in its left half has about half its cells filled."""
    plane = grey(128, 192, 256)
    plane[:, :128] = blocks(192, 128, cell=6)

    assert detail_ratio(plane) == pytest.approx(0.5, abs=0.08)


def test_grain_on_a_wall_is_no_structure() -> None:
    """Noise of 5 code values on an even wall, averaged into the thumbnail, shows nothing."""
    wall = noisy(grey(150, 768, 1024), 5.0)

    assert detail_ratio(thumbnail(wall)) < 0.01


def test_a_soft_shadow_is_no_structure() -> None:
    """A slope from 100 to 180 across the wall shows nothing, but for its very border."""
    slope = np.tile(np.linspace(100, 180, 256).astype(np.uint8), (192, 1))

    assert detail_ratio(slope) < 0.1


def test_a_fading_white_spot_is_glare_and_a_white_label_is_not() -> None:
    """Light that fades around the patch is told from a hard edge."""
    assert glare_ratio(spot(90, 14, halo=9.0)) > 0.01
    assert glare_ratio(spot(90, 14, halo=0.0)) == 0.0


def test_a_window_that_reaches_the_edge_is_no_glare() -> None:
    """White that touches the border, or covers a quarter, is not a reflection."""
    window = grey(90, 192, 256)
    window[:60, 100:160] = 255
    sheet = cv2.GaussianBlur(np.pad(grey(255, 100, 130), 50, constant_values=90), (0, 0), 4)

    assert glare_ratio(window) == 0.0
    assert glare_ratio(sheet) == 0.0


@pytest.mark.parametrize(("column", "is_on_the_thing"), [(128, True), (70, True), (26, False)])
def test_a_lamp_at_the_edge_is_no_reflection_on_the_thing(
    column: int, is_on_the_thing: bool
) -> None:
    """The thing is in the middle; what shines at the side hides nothing of it."""
    moved = np.roll(spot(90, 12, halo=9.0), column - 128, axis=1)

    assert (glare_ratio(moved) > 0) is is_on_the_thing


def test_a_white_bar_ends_at_once() -> None:
    """White plastic beside a black screen, its edge a little soft, is no light that fades."""
    bar = grey(30, 192, 256)
    bar[60:130, 90:130] = 255

    assert glare_ratio(np.asarray(cv2.GaussianBlur(bar, (3, 3), 0), np.uint8)) == 0.0


def test_more_glare_counts_more() -> None:
    """A larger reflection covers a larger share."""
    assert glare_ratio(spot(90, 20, halo=11.0)) > glare_ratio(spot(90, 10, halo=7.0)) > 0


def test_a_thumbnail_is_never_enlarged() -> None:
    """Small planes stay, large ones get the long side, thin ones keep a pixel."""
    assert thumbnail(grey(9, 20, 30)).shape == (20, 30)
    assert thumbnail(grey(9, 600, 800)).shape == (192, 256)
    assert thumbnail(grey(9, 1, 2000)).shape == (1, 256)
