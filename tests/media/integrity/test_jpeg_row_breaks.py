"""Blocks that fit nothing above and below them are told from what a camera sees and people draw."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from evidence_qc.media.integrity.jpeg_row_breaks import breaks_where, find_row_break
from evidence_qc.media.photo.decode import read_planes

UNIT, ROWS, COLUMNS = 16, 30, 40
RNG = np.random.default_rng(9)


def photo() -> np.ndarray:
    small = np.random.default_rng(2).uniform(60, 190, (9, 12)).astype(np.float32)
    plane = cv2.resize(small, (COLUMNS * UNIT, ROWS * UNIT), interpolation=cv2.INTER_CUBIC)
    return np.clip(plane + RNG.normal(0, 3, plane.shape), 0, 255).astype(np.uint8)


def torn(luma: np.ndarray, row: int, first: int, last: int = COLUMNS) -> np.ndarray:
    """Some units are decoded to blocks of any brightness with any pattern."""
    out = luma.copy()
    for column in range(first, last):
        block = RNG.choice([0, 255]) + RNG.normal(0, 60) * np.sin(np.arange(UNIT) * RNG.uniform(1))
        out[row * UNIT : (row + 1) * UNIT, column * UNIT : (column + 1) * UNIT] = np.clip(
            block, 0, 255
        )
    return out


@pytest.mark.parametrize(("row", "column"), [(1, 5), (14, 20), (27, 30)])
def test_a_row_that_fits_nothing_to_its_end_is_found(row: int, column: int) -> None:
    found = find_row_break(torn(photo(), row, column), UNIT, UNIT)
    assert found is not None
    assert found[0] == row
    assert abs(found[1] - column) <= 1


@pytest.mark.parametrize("seed", range(6))
def test_a_whole_picture_has_none(seed: int) -> None:
    rng = np.random.default_rng(seed)
    picture = np.clip(photo() + rng.normal(0, 4 * seed, photo().shape), 0, 255).astype(np.uint8)
    assert find_row_break(picture, UNIT, UNIT) is None


@pytest.mark.parametrize(("top", "height"), [(3, 16), (0, 15), (0, 24), (0, 32), (8, 16)])
def test_a_bar_that_is_no_row_of_units_was_drawn(top: int, height: int) -> None:
    """So buyers black out what nobody is to read."""
    luma = photo()
    luma[10 * UNIT + top : 10 * UNIT + top + height, 12 * UNIT :] = 0
    assert find_row_break(luma, UNIT, UNIT) is None


def test_a_bar_across_all_of_it_or_off_its_border_was_drawn() -> None:
    for first, last in ((0, COLUMNS), (5, COLUMNS - 5)):
        luma = photo()
        luma[10 * UNIT : 11 * UNIT, first * UNIT : last * UNIT] = 0
        assert find_row_break(luma, UNIT, UNIT) is None


def test_bars_of_a_fence_are_seen_more_than_once() -> None:
    luma = photo()
    for row in (10, 19):
        luma[row * UNIT : (row + 1) * UNIT, 25 * UNIT :] = 10
    assert find_row_break(luma, UNIT, UNIT) is None


@pytest.mark.parametrize("shape", [(16, 640), (640, 16), (100, 300), (1, 1)])
def test_small_pictures_are_not_asked(shape: tuple[int, int]) -> None:
    assert find_row_break(np.zeros(shape, np.uint8), UNIT, UNIT) is None


def test_where_a_shift_begins_a_few_torn_units_tell() -> None:
    whole = photo()
    spoiled = torn(whole, 14, 17, 21)

    assert breaks_where(spoiled, UNIT, UNIT, 14, 21)
    assert not breaks_where(whole, UNIT, UNIT, 14, 21)
    assert not breaks_where(spoiled, UNIT, UNIT, 14, 35)
    assert not breaks_where(spoiled, UNIT, UNIT, 20, 21)
    assert not breaks_where(spoiled, UNIT, UNIT, ROWS, 21)


def coded(luma: np.ndarray, *, at_every_row: bool) -> bytes:
    flags = [cv2.IMWRITE_JPEG_QUALITY, 95]
    if at_every_row:
        flags += [cv2.IMWRITE_JPEG_RST_INTERVAL, COLUMNS]
    return cv2.imencode(".jpg", cv2.cvtColor(luma, cv2.COLOR_GRAY2BGR), flags)[1].tobytes()


def messages(data: bytes) -> list[str]:
    return [each.message_id for each in read_planes(data, "jpeg").damage]


def test_only_where_markers_end_it_a_torn_row_may_be_damage() -> None:
    spoiled = torn(photo(), 14, 20)
    assert messages(coded(spoiled, at_every_row=True)) == ["damage.strip"]
    assert messages(coded(spoiled, at_every_row=False)) == []


def test_a_clear_strip_may_be_damage_without_a_thumbnail() -> None:
    luma = photo().astype(int)
    luma[14 * UNIT : 15 * UNIT, 12 * UNIT :] += 45
    spoiled = np.clip(luma, 0, 255).astype(np.uint8)
    assert messages(coded(spoiled, at_every_row=True)) == ["damage.strip"]


def test_a_faint_shift_that_begins_with_torn_units_may_be_damage() -> None:
    """Neither alone is enough: things have edges, and phones write dates on photos."""
    coarse = RNG.normal(0, 6, (ROWS * UNIT // 4, COLUMNS * UNIT // 4)).repeat(4, 0).repeat(4, 1)
    whole = np.clip(photo() + coarse, 0, 255)
    faint = whole.copy()
    faint[14 * UNIT : 15 * UNIT, 20 * UNIT :] += 9
    faint[15 * UNIT :] += 9
    shifted = np.clip(faint, 0, 255).astype(np.uint8)
    both = torn(shifted, 14, 16, 20)

    assert messages(coded(shifted, at_every_row=False)) == []
    assert messages(coded(torn(whole.astype(np.uint8), 14, 16, 20), at_every_row=False)) == []
    assert messages(coded(both, at_every_row=False)) == ["damage.jump-brightness"]
