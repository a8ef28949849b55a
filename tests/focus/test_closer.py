"""Before a picture is called blurred, its finer plane is looked at."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from evidence_qc.examine.photo import examine_array
from evidence_qc.examine.picture import examine_picture
from evidence_qc.focus import (
    Detail,
    FocusModel,
    is_doubtful,
    is_surely_sharp,
    measure_detail,
    summarize,
)
from evidence_qc.focus.detail import (
    CRISP_PERMILLE,
    MIDDLE_SQUARES,
    SQUARES,
    _most_contrast,
    _most_detailed,
    _soft_share,
)
from evidence_qc.focus.focus_map import FocusMap
from evidence_qc.focus.plane import TILE_PX
from evidence_qc.media.photo.planes import planes_from_luma
from evidence_qc.model import Mark

Luma = NDArray[np.uint8]


def cloth(height: int = 1200, width: int = 1600, seed: int = 3) -> Luma:
    """Draped cloth: soft folds, and a weave too fine for a plane of 672 px."""
    rng = np.random.default_rng(seed)

    def soft(depth: float) -> NDArray[np.float32]:
        low = rng.normal(0, depth, (5, 6)).astype(np.float32)
        return cv2.resize(low, (width, height), interpolation=cv2.INTER_CUBIC)

    y, x = np.mgrid[:height, :width].astype(np.float32)
    u, v = (x + soft(30)) / 5.0, (y + soft(30)) / 4.0
    warp, weft = np.abs(np.sin(np.pi * u)), np.abs(np.sin(np.pi * v))
    thread = np.where((np.floor(u) + np.floor(v)) % 2 < 1, warp, weft)
    return np.clip(110 + soft(22) + 36 * (thread - 0.6), 0, 255).astype(np.uint8)


def test_threads_that_only_the_finer_plane_shows_are_sharp(model: FocusModel) -> None:
    """Soft folds look blurred from afar; close up the weave says that they are not."""
    weave = cloth()

    assert is_doubtful(summarize(model.map(weave)))
    assert is_surely_sharp(model.map_closely(weave))
    picture = examine_array(weave, model).picture
    assert picture is not None and picture.blur_permille is not None
    assert picture.blur_permille < 1.0


@pytest.mark.parametrize("sigma_px", [4.0, 8.0])
@pytest.mark.parametrize("grain_dn", [0.0, 3.0, 6.0])
def test_noise_on_a_blurred_picture_is_no_weave(
    model: FocusModel, make: SimpleNamespace, sigma_px: float, grain_dn: float
) -> None:
    """What is blurred stays so close up, however much grain lies over it."""
    for sharp in (cloth(), make.leaves(1200, 1600)):
        blurred = make.noisy(make.defocused(sharp, sigma_px), grain_dn)

        assert not is_surely_sharp(model.map_closely(blurred))


@pytest.mark.parametrize(("height", "width"), [(1, 1), (90, 2000), (2000, 90), (1500, 2000)])
def test_a_plane_of_any_shape_is_looked_at_closely(
    model: FocusModel, height: int, width: int
) -> None:
    """At most twenty squares; each stands for its part of the picture."""
    plane = np.random.default_rng(1).integers(0, 255, (height, width), dtype=np.uint8)

    closely = model.map_closely(plane)

    assert closely.rows * closely.columns <= 20 * 8 * 8
    assert closely.plane_width_px == 16 * closely.columns
    assert closely.plane_height_px == 16 * closely.rows


def test_blur_close_up_is_told_in_the_same_share_of_the_picture(
    model: FocusModel, make: SimpleNamespace
) -> None:
    """A square cut out of a picture and the whole of it agree on how blurred they are."""
    blurred = make.defocused(make.leaves(1024, 1024), 4.0)

    whole = model.map_closely(blurred)
    part = model.map_closely(blurred[256:768, 256:768], whole_px=1024)

    for seen in (whole, part):
        assert float(np.median(seen.blur_permille)) == pytest.approx(4.0 / 1.024, rel=0.4)


def test_a_mark_on_plain_cloth_is_looked_at_closely(
    model: FocusModel, make: SimpleNamespace
) -> None:
    """Where the defect is marked, the finer plane around it decides; blurred cloth stays so."""
    mark = Mark(x_ratio=0.3, y_ratio=0.6, size_ratio=0.1)

    def blur(luma: Luma) -> float | None:
        return examine_picture(planes_from_luma(luma), model, mark=mark).measurements.blur_permille

    sharp = blur(cloth())
    assert sharp is not None and sharp < 1.0
    assert (blur(make.defocused(cloth(), 6.0)) or 9.0) > 1.6


def test_softness_that_only_the_finer_plane_shows_is_measured(
    model: FocusModel, make: SimpleNamespace
) -> None:
    """More blur, more of it; a sharp picture is not even looked at; a mark changes nothing."""
    leaves = make.leaves(1500, 2000)
    mark = Mark(x_ratio=0.5, y_ratio=0.5, size_ratio=0.2)

    def detail(plane: Luma, **more: Any) -> tuple[float | None, float | None]:
        found = examine_picture(planes_from_luma(plane), model, **more).measurements
        return found.detail_crispest_permille, found.detail_sharpest_permille

    soft, softer = make.defocused(leaves, 2.6), make.defocused(leaves, 4.0)
    (crisp, slightly), (less_crisp, more) = detail(soft), detail(softer)

    assert detail(leaves) == (None, None)
    assert crisp is not None and less_crisp is not None
    assert slightly is not None and more is not None
    assert 0.5 < crisp < less_crisp < more
    assert 1.0 < slightly < more < 2.6
    assert detail(soft, mark=mark) == (crisp, slightly)
    assert detail(soft, is_frame=True) == (None, None)
    small = cv2.resize(soft, (800, 600), interpolation=cv2.INTER_AREA)
    assert detail(np.asarray(small, np.uint8)) == (None, None)


def test_where_nothing_can_be_judged_detail_is_not_called_soft(model: FocusModel) -> None:
    """A blank wall has no detail: neither crisp nor soft."""
    wall = np.full((1500, 2000), 180, np.uint8)

    assert measure_detail(model, wall[::2, ::2], wall) == Detail(None, None)


def test_one_crisp_thing_on_smooth_cloth_is_found(model: FocusModel, make: SimpleNamespace) -> None:
    """Where the detail is, there one looks, however little of the picture it covers."""
    smooth = make.defocused(make.leaves(1500, 2000), 6.0)
    feather = smooth.copy()
    feather[800:960, 1310:1500] = make.leaves(160, 190)

    without, with_feather = (
        measure_detail(model, planes_from_luma(plane).working, plane, is_blurred=True)
        for plane in (smooth, feather)
    )

    assert without.crispest_permille is not None and with_feather.crispest_permille is not None
    assert with_feather.crispest_permille <= CRISP_PERMILLE < without.crispest_permille
    assert with_feather.sharpest_permille is None  # no need to look any further


def test_the_middle_is_soft_where_its_contrast_is(model: FocusModel, make: SimpleNamespace) -> None:
    """Sharp ground around a soft thing does not make it sharp, nor soft ground a sharp one soft."""
    sharp = make.leaves(1000, 1500)
    soft = make.defocused(sharp, 3.0)
    thing = (slice(250, 750), slice(375, 1125))

    def soft_share(plane: Luma) -> float:
        measured = measure_detail(model, planes_from_luma(plane).working, plane)
        assert measured.middle_soft_ratio is not None
        return measured.middle_soft_ratio

    soft_thing, sharp_thing = sharp.copy(), soft.copy()
    soft_thing[thing], sharp_thing[thing] = soft[thing], sharp[thing]

    assert max(soft_share(sharp), soft_share(sharp_thing)) < 0.4
    assert min(soft_share(soft), soft_share(soft_thing)) > 0.6


@pytest.mark.parametrize("size", [(768, 1024), (765, 1023), (771, 1021), (448, 1024)])
def test_squares_lie_where_there_is_something(size: tuple[int, int]) -> None:
    """Of any place and any size of the plane: the square that is looked at first holds the patch.

    Near the middle for contrast, which counts there.
    """
    height, width = size
    fine = 2 * height, 2 * width
    rng = np.random.default_rng(8)
    for y, x in ((0.1, 0.1), (0.5, 0.5), (0.93, 0.95), (0.4, 0.6)):
        working = np.full(size, 128, np.uint8)
        top, left = int(y * height) - 16, int(x * width) - 16
        working[top : top + 32, left : left + 32] = rng.integers(0, 256, (32, 32), np.uint8)
        squares = [_most_detailed(working, fine)[0], _most_contrast(working, fine)[0]]
        for down, right in squares if abs(y - 0.5) < 0.3 else squares[:1]:
            assert abs(down + TILE_PX / 2 - 2 * (top + 16)) <= 0.75 * TILE_PX
            assert abs(right + TILE_PX / 2 - 2 * (left + 16)) <= 0.75 * TILE_PX


def test_no_square_is_looked_at_twice(
    model: FocusModel, make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where most detail and most contrast are in the same places each counts for both."""
    plane = np.full((1000, 1500), 128, np.uint8)
    plane[384:640, 512:1024] = make.leaves(256, 512)
    working = planes_from_luma(plane).working
    asked: list[int] = []
    original = FocusModel.map_squares

    def counted(self: FocusModel, luma: Luma, corners: Any) -> FocusMap:
        asked.append(len(corners))
        assert len(set(corners)) == len(corners)
        return original(self, luma, corners)

    monkeypatch.setattr(FocusModel, "map_squares", counted)
    seen = measure_detail(model, working, plane, is_blurred=True)
    middle = original(model, plane, _most_contrast(working, plane.shape))

    assert asked[0] == MIDDLE_SQUARES
    assert SQUARES <= sum(asked) < SQUARES + MIDDLE_SQUARES
    assert seen.middle_soft_ratio == pytest.approx(
        _soft_share(middle.blur_permille, middle.log2_sigma_sd, middle.decidable), rel=1e-5
    )
