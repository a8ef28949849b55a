"""The seam of a damaged byte is found; what nature draws is not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from evidence_qc.media.formats.jpeg_header import JpegHeader, read_header
from evidence_qc.media.integrity.block_edges import likeness, rows_at_edges, scatter_of
from evidence_qc.media.integrity.jpeg_dc_shift import (
    _candidates,
    _lines,
    _may_hold_line,
    find_dc_shift,
)
from evidence_qc.media.integrity.jpeg_silent_corruption import dc_shift


def photo(seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    small = rng.uniform(60, 190, (9, 12)).astype(np.float32)
    plane = cv2.resize(small, (640, 480), interpolation=cv2.INTER_CUBIC)
    return np.clip(plane + rng.normal(0, 3, plane.shape), 0, 255).astype(np.uint8)


def shifted(luma: np.ndarray, row: int, column: int, step: int, unit: int = 16) -> np.ndarray:
    """All blocks from one on, in reading order, are brighter."""
    out = luma.astype(int)
    out[row * unit : (row + 1) * unit, column * unit :] += step
    out[(row + 1) * unit :] += step
    return np.clip(out, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("step", [-40, -10, 10, 40])
@pytest.mark.parametrize(("row", "column"), [(3, 20), (14, 8), (27, 30)])
def test_a_shift_in_reading_order_is_found(row: int, column: int, step: int) -> None:
    """Darker or brighter, high or low in the picture, with its place and its height."""
    shift = find_dc_shift(shifted(photo(), row, column, step), 16, 16)

    assert shift is not None
    assert abs(shift.height_ratio - (row + 0.5) / 30) <= 1 / 30
    assert shift.step_dn == pytest.approx(abs(step), abs=4)


@pytest.mark.parametrize("channel", [1, 2])
def test_a_shift_of_one_colour_is_found(channel: int) -> None:
    """Brightness is untouched: only one of the colours jumps."""
    ycc = np.dstack([photo(), *(np.clip(photo(n) // 4 + 96, 0, 255) for n in (7, 8))])
    ycc = ycc.astype(np.uint8)
    spoiled = ycc.copy()
    spoiled[:, :, channel] = shifted(ycc[:, :, channel], 14, 18, 12)

    shift = find_dc_shift(spoiled, 16, 16)

    assert find_dc_shift(ycc, 16, 16) is None
    assert find_dc_shift(np.ascontiguousarray(spoiled[:, :, 0]), 16, 16) is None
    assert shift is not None
    assert shift.in_colour
    assert shift.step_dn == pytest.approx(12, abs=4)


def test_what_the_file_cannot_tell_apart_is_no_step() -> None:
    """A smooth sky that is stored coarsely goes down in steps of one unit."""
    spoiled = shifted(photo(), 14, 18, 12)

    assert find_dc_shift(spoiled, 16, 16, [6.0]) is not None
    assert find_dc_shift(spoiled, 16, 16, [12.0]) is None


def test_a_bar_that_lets_the_picture_through_is_no_seam() -> None:
    """A line along a whole row, even where the pattern goes on behind it, was drawn by somebody."""
    striped = photo().astype(int) + (20 * np.sin(np.arange(640) / 3.0)).astype(int)
    intact = np.clip(striped, 0, 255).astype(np.uint8)

    assert find_dc_shift(intact, 16, 16) is None
    assert find_dc_shift(shifted(intact, 14, 0, 30), 16, 16) is None
    assert find_dc_shift(shifted(intact, 14, 12, 30), 16, 16) is not None


def test_bars_and_tabs_are_no_seams() -> None:
    """What is drawn on the blocks' edges is flat, and does not go on behind its own edge."""
    drawn = np.full((480, 640), 200, np.uint8)
    drawn[160:] = 90
    drawn[144:160, 320:] = 90  # a tab: the very line of a seam

    assert find_dc_shift(drawn, 16, 16) is None


def test_two_pictures_one_below_the_other_are_no_seam() -> None:
    """Pictures on a sheet may meet at the edges of blocks, and even one row apart."""
    sheet = np.concatenate([photo(1)[:240], np.clip(photo(2)[240:] // 2, 0, 255)])
    sheet[224:240, 320:] = photo(2)[224:240, 320:] // 2

    assert find_dc_shift(sheet.astype(np.uint8), 16, 16) is None


@pytest.mark.parametrize("seed", range(8))
def test_an_intact_picture_has_none(seed: int) -> None:
    """Ordinary structure and grain draw no such line."""
    assert find_dc_shift(photo(seed), 16, 16) is None


def test_a_horizon_is_no_seam() -> None:
    """An edge along one row, even exactly on the blocks, is a table or a screen."""
    luma = photo().astype(int)
    luma[240:] += 40

    assert find_dc_shift(np.clip(luma, 0, 255).astype(np.uint8), 16, 16) is None


def test_a_step_off_the_blocks_is_no_seam() -> None:
    """The same line three pixels lower was not made by a decoder."""
    moved = np.roll(shifted(photo(), 14, 18, 40), 3, axis=0)

    assert find_dc_shift(moved, 16, 16) is None


@pytest.mark.parametrize(
    ("restart_units", "may_be"),
    # 40 units a row; the shift starts in unit 14 × 40 + 18 and its line ends one row later.
    [(0, True), (1, False), (39, False), (40, False), (600, False), (618, True), (289, True)],
)
def test_no_shift_outlasts_a_restart_marker(restart_units: int, may_be: bool) -> None:
    """What reaches across one, as frames of posters may, no wrong byte has drawn."""
    spoiled = shifted(photo(), 14, 18, 40)

    assert (find_dc_shift(spoiled, 16, 16, (), restart_units) is not None) is may_be


@pytest.mark.parametrize(("rows", "may_be"), [(0, True), (1, False), (20, True)])
def test_restart_markers_are_read_from_the_file(rows: int, may_be: bool) -> None:
    """At full size and at a reduced one."""
    spoiled = np.dstack([shifted(photo(), 14, 18, 40)] * 3)
    saved = cv2.imencode(".jpg", spoiled, [cv2.IMWRITE_JPEG_RST_INTERVAL, 40 * rows])[1].tobytes()
    header = read_header(saved)

    assert header.restart_units == 40 * rows
    for shrink in (1, 2):
        luma = cv2.resize(spoiled[:, :, :1], None, fx=1 / shrink, fy=1 / shrink)
        found = dc_shift(luma.reshape(480 // shrink, 640 // shrink, 1), header, shrink)
        assert (found is not None) is may_be


@pytest.mark.parametrize("size", [(1, 1), (20, 400), (400, 20), (48, 192)])
def test_small_pictures_have_an_answer(size: tuple[int, int]) -> None:
    """Too few blocks to tell: none."""
    assert find_dc_shift(np.full(size, 90, np.uint8), 16, 16) is None
    assert find_dc_shift(np.full(size, 90, np.uint8), 1, 1) is None


def test_a_jump_of_colour_is_looked_for_where_there_is_colour() -> None:
    """By luma and chroma; of luma alone by what there is."""
    grey, spoiled = photo(), np.dstack([photo(), photo(7) // 4 + 96, photo(8) // 4 + 96])
    spoiled[:, :, 1] = shifted(spoiled[:, :, 1], 14, 18, 12)
    header = JpegHeader(unit_width_px=16, unit_height_px=16)

    found = dc_shift(np.ascontiguousarray(spoiled), header, 1)

    assert found is not None
    assert found.in_colour
    assert dc_shift(grey[:, :, None], header, 1) is None
    assert dc_shift(shifted(grey, 14, 18, 40)[:, :, None], header, 1) is not None


def test_a_line_stands_out_whatever_lies_above_it() -> None:
    """It is compared with what is left of it in its own row, not with the picture so far."""
    columns = 20
    weights = np.zeros(12 * columns, np.float32)
    line = slice(8 * columns + 7, 9 * columns + 7)
    weights[line] = 1.0
    bright = weights.copy()
    bright[: 6 * columns] = 2.0

    assert _candidates(weights, columns)[0] == line.start
    assert line.start in _candidates(bright, columns)


@pytest.mark.parametrize(("block", "far"), [(8, 1), (16, 2)])
def test_rows_are_those_beside_the_edges(block: int, far: int) -> None:
    """Two above and two below; of chroma at half size the outer ones as far as its pixels."""
    for height in (4 * block, 4 * block + far, 4 * block + far + 1):
        rows = np.arange(height, dtype=np.uint8)[:, None].repeat(8, 1)
        luma, chroma = rows_at_edges(np.dstack([rows, rows]), 8, block)
        edges = [edge for edge in range(block, height, block) if edge + far < height]

        assert [list(row[:, 0]) for row in luma] == [
            [edge + shift for edge in edges] for shift in (-2, -1, 0, 1)
        ]
        assert [list(row[:, 0]) for row in chroma] == [
            [edge + shift for edge in edges] for shift in (-1 - far, -1, 0, far)
        ]


def test_faint_rows_are_as_alike_as_strong_ones() -> None:
    """What counts is that they rise and fall together, not how far."""
    faint = np.full(200, 100, np.uint8)
    faint[90] += 1

    assert likeness(faint, faint, 20) == pytest.approx(1, abs=0.01)
    assert likeness(faint, np.full(200, 100, np.uint8), 20) == 0


@pytest.mark.parametrize("rows", [(6, 20), (20, 6)])
def test_of_two_seams_the_clearer_is_told(rows: tuple[int, int]) -> None:
    """Whichever comes first."""
    strong, weak = rows
    shift = find_dc_shift(shifted(shifted(photo(), weak, 12, 25), strong, 25, -50), 16, 16)

    assert shift is not None
    assert abs(shift.height_ratio - (strong + 0.5) / 30) <= 1 / 30
    assert shift.step_dn == pytest.approx(50, abs=4)


def test_luma_alone_has_the_rows_that_it_has_beside_its_chroma() -> None:
    """What is looked at across edges is the same in two layouts of the same picture."""
    picture = np.random.default_rng(1).integers(0, 256, (41, 50, 3), np.uint8)
    for block in (2, 4, 16):
        (alone,) = rows_at_edges(picture[:, :, 0], 48, block)
        beside, *_ = rows_at_edges(picture, 48, block)
        assert len(alone) == len(beside)
        assert all(np.array_equal(a, b) for a, b in zip(alone, beside, strict=True))


@pytest.mark.parametrize("columns", [8, 9, 40])
@pytest.mark.parametrize("sign", [-1, 1])
def test_no_line_is_passed_over_unseen(columns: int, sign: int) -> None:
    """Where the quick look says that there is none, the long one finds none, and both find some."""
    rng = np.random.default_rng(columns)
    found = {True: 0, False: 0}
    for _ in range(300):
        steps = rng.normal(0, rng.uniform(0.1, 3.0), (12, columns)).astype(np.float32)
        start = int(rng.integers(0, 11 * columns))
        steps.ravel()[start : start + int(rng.integers(0, columns + 1))] += sign * 4.5
        may = _may_hold_line(steps, 4.0)
        if _lines(steps, scatter_of(steps, 1.0), 4.0):
            assert may
        found[may] += 1

    assert min(found.values()) > 30
