"""Zeros that were never written are found; those that encoders write are not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_qc.media.formats.jpeg_header import read_header, read_scans
from evidence_qc.media.integrity.jpeg_zero_runs import HOLE_BYTES, zero_run_bytes
from evidence_qc.media.photo.decode import read_planes
from tests.media.encoded import corner_marked, encode, exif_bytes

WAYS = [
    {},
    {"optimize": True},
    {"progressive": True},
    {"optimize": True, "subsampling": 0},
    {"progressive": True, "quality": 30},
]
GRAIN = corner_marked(1200, 900)


def even(white_from: int) -> np.ndarray:
    """Grain above, white from this row on."""
    rgb = GRAIN.copy()
    rgb[white_from:] = 255
    return rgb


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("white_from", [0, 300, 899])
def test_even_areas_are_no_hole(way: dict[str, object], white_from: int) -> None:
    """Nothing to say in thousands of blocks may take thousands of zeros."""
    data = encode(even(white_from), "jpeg", **way)

    assert zero_run_bytes(data, read_header(data)) == 0


@pytest.mark.parametrize("way", [way for way in WAYS if "optimize" not in way])
@settings(max_examples=15, deadline=None)
@given(st.floats(0.02, 0.9), st.integers(HOLE_BYTES, 3000))
def test_a_hole_is_found_with_its_length(
    way: dict[str, object], position: float, size: int
) -> None:
    """In every scan but those of block means, where zeros may be honest."""
    data = encode(GRAIN, "jpeg", **way)
    header = read_header(data)
    start = header.first_scan + int(position * (len(data) - header.first_scan - size - 2))
    scans = read_scans(data, header.first_scan)
    scan = [s for s in scans if s.offset <= start][-1]
    later = min((s.offset for s in scans if s.offset > start), default=len(data))
    if scan.last_coefficient == 0 or start + size > later - 200:
        return
    bad = data[:start] + bytes(size) + data[start + size :]

    assert zero_run_bytes(bad, header) == pytest.approx(size, abs=8)


def test_the_tables_of_a_thumbnail_are_not_those_of_the_picture() -> None:
    """An even picture with tables of its own and a thumbnail in its EXIF data is whole."""
    thumbnail = encode(GRAIN[:120, :160], "jpeg")
    data = encode(even(0), "jpeg", optimize=True, exif=exif_bytes(t271="Maker") + thumbnail)

    assert bytes(HOLE_BYTES) in data
    assert zero_run_bytes(data, read_header(data)) == 0


def test_padding_behind_the_end_is_no_hole() -> None:
    """Some cameras fill up to the next block of their card."""
    data = encode(GRAIN, "jpeg") + bytes(4096)

    assert zero_run_bytes(data, read_header(data)) == 0


@pytest.mark.parametrize("position", [0.3, 0.5, 0.7, 0.9])
def test_a_hole_in_one_scan_of_many_is_damage(position: float) -> None:
    """Whether or not the decoder is content with it."""
    data = encode(GRAIN, "jpeg", progressive=True)
    start = int(position * len(data))
    bad = data[:start] + bytes(1024) + data[start + 1024 :]

    assert not read_planes(data, "jpeg").damage
    assert read_planes(bad, "jpeg").damage
