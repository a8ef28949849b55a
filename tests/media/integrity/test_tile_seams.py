"""A tile that ends in nonsense is told from corners that things have."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.media.formats.coded import CodedExtents
from evidence_qc.media.integrity.tile_seams import STEP, corner_step, find_seams

TILES = tuple((slice(y, y + 128), slice(x, x + 128)) for y in (0, 128) for x in (0, 128, 256))


def scene(seed: int = 1) -> np.ndarray:
    """A slope with grain, 256 x 384 px."""
    rng = np.random.default_rng(seed)
    slope = np.linspace(60, 180, 384)[None, :, None] + np.linspace(0, 40, 256)[:, None, None]
    return np.clip(slope + rng.normal(0, 4, (256, 384, 3)), 0, 255).astype(np.uint8)


def ripped(rows: slice, columns: slice) -> np.ndarray:
    """The last rows of a tile hold something else."""
    picture = scene()
    picture[rows.stop - 40 : rows.stop, columns] = (30, 200, 90)
    return picture


def test_a_whole_picture_is_not_torn() -> None:
    """Grain and a slope make no corner."""
    assert not find_seams(scene(), CodedExtents(TILES, ()))


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("tile", [0, 1])
def test_a_torn_tile_is_found(tile: int, turns: int) -> None:
    """Whichever it is, and however the picture was turned after it was put together."""
    picture = np.rot90(ripped(*TILES[tile]), turns)

    assert find_seams(picture, CodedExtents(TILES, (), turns)) == (tile,)
    for mirror in (0, 1):
        parts = CodedExtents(TILES, (), turns, mirror)
        assert find_seams(np.flip(picture, mirror), parts) == (tile,)


def test_an_edge_that_goes_on_is_no_tear() -> None:
    """The edge of a table may lie on the border between tiles; it does not end there."""
    across, down, both = scene(), scene(), scene()
    across[128:] //= 3
    down[:, 128:] //= 3
    both[128:] //= 3
    both[:, 128:] //= 3

    for picture in (across, down, both):
        assert not find_seams(picture, CodedExtents(TILES, ()))


def test_other_corners_of_the_tile_do_not_count() -> None:
    """A box whose upper left corner happens to lie there is a thing in the picture."""
    picture = scene()
    picture[128:, 128:] = (30, 200, 90)

    assert not find_seams(picture, CodedExtents(TILES, ()))


def test_a_picture_of_one_part_or_of_grey_has_no_tiles() -> None:
    """Nothing is looked at, and nothing fails."""
    assert not find_seams(ripped(*TILES[0]), CodedExtents(TILES[:1], ()))
    assert not find_seams(ripped(*TILES[0])[:, :, 0], CodedExtents(TILES, ()))


@given(st.integers(20, 120))
def test_a_larger_step_is_a_larger_step(step: int) -> None:
    """The measure grows with what it measures, and forgets the level."""
    around = np.full((76, 76, 3), 60, np.uint8)
    small, large = around.copy(), around.copy()
    small[:38, :38] += np.uint8(step)
    large[:38, :38] += np.uint8(step + 10)

    assert STEP < corner_step(small) < corner_step(large)
    assert corner_step(large + np.uint8(5)) == corner_step(large)


@pytest.mark.parametrize("is_turned", [False, True])
def test_a_line_as_strong_beside_the_corner_makes_it_no_tear(is_turned: bool) -> None:
    """On one of its two sides it is enough: things stand there."""
    levels = np.full((76, 76, 3), 60, np.uint8)
    levels[:38, :38] = 140
    assert corner_step(levels) > STEP
    levels[:38, 42] = 160

    assert corner_step(levels.transpose(1, 0, 2) if is_turned else levels) < 1.5
