"""Segments of a JPEG by hand (ITU-T T.81): tables of 8 and 16 bits, scans, and their ends."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image

from evidence_qc.media.formats.jpeg_header import (
    _frame,
    _mean_quanta,
    _table_sum,
    _zero_bits,
    read_header,
    read_scans,
)
from evidence_qc.media.formats.limits import progressive_pixels_max
from evidence_qc.media.photo.decode import read_planes
from tests.pictures import scene

TABLE = bytes(range(1, 65))


def test_a_table_of_8_bits_is_summed() -> None:
    assert _table_sum(b"\0" + TABLE) == sum(TABLE)
    assert _table_sum(b"\0" + TABLE[:-1]) is None
    assert _table_sum(b"\0" + TABLE + b"\1" + TABLE) == sum(TABLE)


def test_a_table_of_16_bits_is_summed_by_its_values() -> None:
    """High byte first."""
    wide = b"\1\2" + b"\0\3" + bytes(124)

    assert _table_sum(b"\x10" + wide) == 0x0102 + 3
    assert _table_sum(b"\x10" + wide + b"\xff" * 65) == 0x0102 + 3


def test_the_first_value_of_each_table() -> None:
    """Of 8 and of 16 bits, one behind the other, by their numbers."""
    wide = b"\x13\1\2" + bytes(126)

    assert _mean_quanta(b"\0" + TABLE + wide + b"\2\x09" + bytes(63)) == {0: 1, 3: 0x0102, 2: 9}
    assert _mean_quanta(b"\0\5") == {}


def test_the_first_symbol_of_tables_of_coefficients() -> None:
    """Those of the mean (class 0) are passed over by their own length."""

    def table(number: int, *symbols: int) -> bytes:
        return bytes([number, 0, len(symbols), *[0] * 14, *symbols])

    assert list(_zero_bits(table(0, 1, 2, 3) + table(0x10, 7, 8) + table(0x11, 9))) == [7, 9]
    assert list(_zero_bits(table(0x10)[:17])) == []


@pytest.mark.parametrize("progressive", [False, True])
def test_every_scan_is_found_where_it_stands(progressive: bool) -> None:
    """Its code begins behind its header, whose length depends on its components."""
    out = io.BytesIO()
    Image.fromarray(scene(64, 48)).save(out, "JPEG", progressive=progressive)
    data = out.getvalue()
    header = read_header(data)
    scans = read_scans(data, header.first_scan)

    assert len(scans) == (data.count(b"\xff\xda"))
    assert len(scans) > 5 if progressive else len(scans) == 1
    for scan in scans:
        start = data.rfind(b"\xff\xda", 0, scan.offset)
        assert scan.offset == start + 2 + int.from_bytes(data[start + 2 : start + 4], "big")
        assert scan.components == data[start + 4]
        assert 0 <= scan.first_coefficient <= scan.last_coefficient <= 63
    assert scans[0].components == 3
    if not progressive:
        assert (scans[0].first_coefficient, scans[0].last_coefficient) == (0, 63)


def test_a_scan_of_a_header_that_lies_ends_the_list() -> None:
    """Fewer bytes than its components need: there is no more to be read."""
    header = b"\xff\xda\0\x08\1\1\0\0\x3f\0"

    assert len(read_scans(header, len(header))) == 1
    assert read_scans(b"\xff\xda\0\x08\2\1\0\0\x3f\0", 10) == ()
    assert read_scans(b"\xff\xda\0\x07\1\1\0\0\x3f", 9) == ()


@pytest.mark.parametrize(
    ("subsampling", "unit"), [("4:4:4", (8, 8)), ("4:2:2", (16, 8)), ("4:2:0", (16, 16))]
)
def test_a_unit_is_what_its_coarsest_channel_needs(subsampling: str, unit: tuple[int, int]) -> None:
    """Blocks of eight, once or twice as wide and high (T.81, A.2.2); of grey, one block."""
    colour, grey = io.BytesIO(), io.BytesIO()
    Image.fromarray(scene(64, 48)).save(colour, "JPEG", subsampling=subsampling)
    Image.fromarray(scene(64, 48)[:, :, 0]).save(grey, "JPEG")
    header, plain = read_header(colour.getvalue()), read_header(grey.getvalue())

    assert (header.unit_width_px, header.unit_height_px) == unit
    assert (plain.unit_width_px, plain.unit_height_px) == (8, 8)


@pytest.mark.parametrize("factors", [0x00, 0x01, 0x10, 0x02, 0x20, 0x55, 0xFF])
def test_factors_that_no_standard_knows_make_no_unit_without_size(factors: int) -> None:
    """A file may hold any byte there: its unit has a block at least, and its picture a limit."""
    out = io.BytesIO()
    Image.fromarray(scene(64, 48)).save(out, "JPEG", progressive=True)
    data = bytearray(out.getvalue())
    at = data.index(b"\xff\xc2") + 4 + 7
    for component in range(3):
        data[at + 3 * component] = factors
    header = read_header(bytes(data))

    assert min(header.unit_width_px, header.unit_height_px) >= 8
    assert progressive_pixels_max(header) > 0
    read_planes(bytes(data), "jpeg")  # damage, or a picture; never an error


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("components", [0, 2, 4, 5, 255])
def test_any_number_of_components_may_be_stated(components: int, progressive: bool) -> None:
    """A picture of none has a limit, too; it is damaged, and never an error."""
    out = io.BytesIO()
    Image.fromarray(scene(64, 48)).save(out, "JPEG", progressive=progressive)
    data = bytearray(out.getvalue())
    at = data.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    data[at + 9] = components

    assert progressive_pixels_max(read_header(bytes(data))) > 0
    assert read_planes(bytes(data), "jpeg").damage


@pytest.mark.parametrize(("components", "units"), [(3, 7), (1, 0)])
def test_restart_markers_count_units_where_a_scan_holds_all_components(
    components: int, units: int
) -> None:
    """Of a component alone the units are others than the frame's."""
    frame = b"\xff\xc0\0\x11\x08\0\x40\0\x40\3\1\x22\0\2\x11\1\3\x11\1"
    scan = bytes([components]) + b"".join(bytes([n + 1, 0]) for n in range(components)) + b"\0?\0"
    scan = b"\xff\xda" + (2 + len(scan)).to_bytes(2, "big") + scan

    header = read_header(b"\xff\xd8" + frame + b"\xff\xdd\0\4\0\7" + scan + b"\0\xff\xd9")

    assert header.restart_units == units


@pytest.mark.parametrize("ids", [(1,), (0, 1, 2), (82, 71, 66), (9, 1, 1, 5)])
@pytest.mark.parametrize("rest", [0, 1, 2, 3, 4])
def test_a_frame_says_of_each_component_what_it_is(ids: tuple[int, ...], rest: int) -> None:
    """Number, factors, table (T.81, B.2.2); where it breaks off, of as many as are there."""
    tables = [n % 2 for n in range(len(ids))]
    wide = [2 if n == len(ids) - 1 else 1 for n in range(len(ids))]
    parts = [bytes(each) for each in zip(ids, (w << 4 | 1 for w in wide), tables, strict=True)]
    body = struct.pack(">BHHB", 8, 48, 64, len(ids)) + b"".join(parts)
    told = _frame(0xC0, body + b"\x44" * rest)
    assert (told["height_px"], told["width_px"], told["components"]) == (48, 64, len(ids))
    assert told["component_ids"] == bytes(ids)
    assert told["component_tables"] == bytes(tables)
    assert told["unit_width_px"] == (16 if len(ids) > 1 else 8)
    there = max(0, len(body) - rest - 6)
    broken = _frame(0xC0, body[: 6 + there])
    assert broken["component_ids"] == bytes(ids)[: (there + 2) // 3]
    assert broken["component_tables"] == bytes(tables)[: there // 3]


def test_a_scan_that_breaks_off_in_its_header_ends_the_list() -> None:
    """At whichever byte."""
    header = b"\xff\xda\0\x08\1\1\0\0\x3f\0"
    for size in range(2, len(header)):
        assert len(read_scans(header + b"code" + header[:size], len(header))) == 1
