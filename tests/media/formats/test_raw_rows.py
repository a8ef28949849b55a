"""Foreign bytes among rows that are stored as they are: found, and nothing else is."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from evidence_qc.media.formats.containers import container_damage
from evidence_qc.media.formats.raw_rows import (
    UNLIKE_SHARE,
    UNLIKE_SHARE_PART,
    _is_hole,
    has_foreign_raw_rows,
)
from tests.media.encoded import corner_marked

RGB = corner_marked(1500, 400)
ROW = 1500 * 3


def rows_with(start: int, foreign: bytes, rgb: np.ndarray = RGB) -> bytes:
    rows = bytearray(rgb.tobytes())
    rows[start : start + len(foreign)] = foreign
    return bytes(rows[: rgb.size])


NOISE = np.random.default_rng(5).bytes(1 << 20)


@pytest.mark.parametrize(
    "foreign",
    [bytes(4096), bytes(65536), b"\xff" * 65536, NOISE[:4096], NOISE, bytes(1 << 20)],
    ids=["4 KB of zeros", "64 KB of zeros", "64 KB of ones", "4 KB of noise", "noise", "zeros"],
)
@pytest.mark.parametrize("start", [200 * ROW + 1000, 201 * ROW + 31, 250 * ROW - 700])
def test_foreign_bytes_are_found(start: int, foreign: bytes) -> None:
    """Wherever in a row they begin, up to the end of the picture."""
    assert has_foreign_raw_rows(rows_with(start, foreign), ROW, 3)


def white_box() -> np.ndarray:
    box = RGB.copy()
    box[100:200, 700:] = 255
    box[200:] = 255
    return box


def clipped_slope() -> np.ndarray:
    slope = RGB.copy()
    y, x = np.mgrid[0:400, 0:1500]
    bright = np.clip((y - 150 - x / 1500 * 3) * 60, 0, 255)  # three rows from side to side
    return np.maximum(slope, bright[..., None].astype(np.uint8))


def halftone() -> np.ndarray:
    dots = np.random.default_rng(1).random((400, 1500, 1)) < 0.5
    return np.broadcast_to(np.where(dots, 255, 0), RGB.shape).astype(np.uint8)


INTACT = {
    "grain": RGB,
    "black below": np.vstack([RGB[:200], np.zeros_like(RGB[:200])]),
    "white below": np.vstack([RGB[:200], np.full_like(RGB[:200], 255)]),
    "a white box that touches the edge": white_box(),
    "a clipped sky": clipped_slope(),
    "a halftone": halftone(),
    "black": np.zeros_like(RGB),
    "one row": RGB[:1],
    "coarse grain": np.clip(120 + np.random.default_rng(2).normal(0, 30, RGB.shape), 0, 255).astype(
        np.uint8
    ),
}


@pytest.mark.parametrize("name", INTACT)
def test_what_is_seen_or_drawn_is_not(name: str) -> None:
    """Even where it ends as sharply as a hole does."""
    assert not has_foreign_raw_rows(INTACT[name].tobytes(), ROW, 3)


def test_a_tiff_is_looked_at_as_a_whole() -> None:
    """Its strips lie one behind the other; a black border at its foot is a border."""
    out = io.BytesIO()
    Image.fromarray(INTACT["black below"]).save(out, "TIFF")
    data = bytearray(out.getvalue())
    assert container_damage(bytes(data), "tiff") is None

    middle = data.find(RGB[100].tobytes()) + 700
    data[middle : middle + 8000] = bytes(8000)
    assert container_damage(bytes(data), "tiff") is not None


@pytest.mark.parametrize("less", [0, 1])
def test_each_part_of_a_run_is_unlike_what_lies_above_it(less: int) -> None:
    """A run goes on in the next row; where one part fits to the picture, no bytes are foreign."""
    row, samples, start = 300, 3, 100
    part = round(UNLIKE_SHARE_PART * start)
    rows = np.full((4, row), 200, np.uint8)
    rows[1, part - less : start] = 0  # black that the picture has, above the run's second part
    values = rows.ravel()
    values[row + start : 2 * row + start] = 0

    assert 1 - (start - part + less) / row > UNLIKE_SHARE
    assert _is_hole(values, row + start, 2 * row + start, row, samples) is (less == 0)
