"""A picture that ends within a row of coded units is told from one that ends along a line."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from evidence_qc.media.integrity.jpeg_flat_end import find_flat_end
from evidence_qc.media.photo.decode import read_planes

UNIT, ROWS, COLUMNS = 16, 24, 32


def photo() -> np.ndarray:
    rng = np.random.default_rng(4)
    small = rng.uniform(60, 190, (8, 10)).astype(np.float32)
    plane = cv2.resize(small, (COLUMNS * UNIT, ROWS * UNIT), interpolation=cv2.INTER_CUBIC)
    return np.clip(plane + rng.normal(0, 3, plane.shape), 0, 255).astype(np.uint8)


def ended(luma: np.ndarray, row: int, column: int, value: int) -> np.ndarray:
    out = luma.copy()
    out[row * UNIT : (row + 1) * UNIT, column * UNIT :] = value
    out[(row + 1) * UNIT :] = value
    return out


@pytest.mark.parametrize("value", [0, 255])
@pytest.mark.parametrize(("row", "column"), [(1, 3), (12, 16), (21, 29)])
def test_all_that_follows_is_flat(row: int, column: int, value: int) -> None:
    assert find_flat_end(ended(photo(), row, column, value), UNIT, UNIT) == row


@pytest.mark.parametrize("value", [0, 255])
@pytest.mark.parametrize("column", [0, 1, COLUMNS - 1])
def test_what_ends_along_a_line_was_drawn(column: int, value: int) -> None:
    assert find_flat_end(ended(photo(), 12, column, value), UNIT, UNIT) is None


def test_whole_pictures_have_no_such_end() -> None:
    dark = photo()
    dark[-5 * UNIT :] = 0
    fading = (photo() * np.linspace(1, 0, ROWS * UNIT)[:, None] ** 4).astype(np.uint8)
    on_white = np.full((ROWS * UNIT, COLUMNS * UNIT), 255, np.uint8)
    on_white[40:300, 100:400] = photo()[40:300, 100:400]
    nothing = np.zeros_like(photo())
    for picture in (photo(), dark, fading, on_white, nothing, 255 - nothing):
        assert find_flat_end(picture, UNIT, UNIT) is None


def test_a_box_in_the_corner_leaves_what_is_beside_it() -> None:
    luma = photo()
    luma[10 * UNIT :, 12 * UNIT :] = 0
    assert find_flat_end(luma, UNIT, UNIT) is None


@pytest.mark.parametrize("shape", [(1, 1), (16, 640), (640, 16), (100, 100)])
def test_small_pictures_are_not_asked(shape: tuple[int, int]) -> None:
    assert find_flat_end(np.zeros(shape, np.uint8), UNIT, UNIT) is None


@pytest.mark.parametrize("every", [0, COLUMNS // 2])
def test_it_may_be_damage_where_no_marker_ends_it(every: int) -> None:
    bgr = cv2.cvtColor(ended(photo(), 12, 16, 0), cv2.COLOR_GRAY2BGR)
    flags = [cv2.IMWRITE_JPEG_QUALITY, 95, cv2.IMWRITE_JPEG_RST_INTERVAL, every]
    damage = read_planes(cv2.imencode(".jpg", bgr, flags)[1].tobytes(), "jpeg").damage
    assert [each.message_id for each in damage] == ([] if every else ["damage.jump-brightness"])
