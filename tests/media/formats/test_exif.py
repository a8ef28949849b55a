"""EXIF entries by hand: each kind of value, in both byte orders, at and beyond its limits."""

from __future__ import annotations

import struct

import pytest

from evidence_qc.media.formats.exif import read_exif

ORDERS = {"<": b"II", ">": b"MM"}


def directory(order: str, *entries: tuple[int, int, int, bytes]) -> bytes:
    """A TIFF with one directory: (tag, kind, number, value), values behind it where too long."""
    at = 8 + 2 + 12 * len(entries) + 4
    table, behind = struct.pack(f"{order}H", len(entries)), b""
    for tag, kind, number, value in entries:
        if len(value) <= 4:
            place = value.ljust(4, b"\0")
        else:
            place = struct.pack(f"{order}I", at + len(behind))
            behind += value
        table += struct.pack(f"{order}HHI", tag, kind, number) + place
    head = ORDERS[order] + struct.pack(f"{order}HI", 42, 8)
    return head + table + struct.pack(f"{order}I", 0) + behind


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("kind", "form", "values", "read"),
    [
        (3, "H", (65535,), 65535), (4, "I", (4294967295,), 4294967295), (9, "i", (-7,), -7),
        (5, "II", (1, 4), 0.25), (5, "II", (4294967295, 1), 4294967295.0),
        (10, "ii", (-1, 4), -0.25),
        (5, "II", (1, 0), None), (10, "ii", (1, 0), None),
        (11, "f", (0.5,), 0.5), (12, "d", (0.1,), 0.1),
    ],
)  # fmt: skip
def test_each_kind_of_number(
    order: str, kind: int, form: str, values: tuple[float, ...], read: float | None
) -> None:
    """As TIFF 6.0 stores it; a fraction by nothing is no number."""
    data = directory(order, (0x8827, kind, 1, struct.pack(order + form, *values)))

    assert read_exif(data).number(0x8827) == read


@pytest.mark.parametrize("order", ORDERS)
def test_texts_and_bytes(order: str) -> None:
    """A text ends at its NUL; one byte is a number, several and those of no kind are bytes."""
    data = directory(
        order, (0x010F, 2, 6, b"Maker\0"), (0x0110, 2, 8, b"ab\0cdef\0"), (0x0001, 1, 1, b"\x07"),
        (0x0002, 1, 2, b"\x07\x08"), (0x0003, 7, 1, b"\x07"), (0x0004, 2, 3, b" \t\0"),
    )  # fmt: skip
    exif = read_exif(data)

    assert (exif.text(0x010F), exif.text(0x0110), exif.text(0x0004)) == ("Maker", "ab", None)
    assert exif.tags[0x0001] == 7
    assert exif.tags[0x0002] == b"\x07\x08"
    assert exif.tags[0x0003] == b"\x07"
    assert exif.text(0x0001) is None
    assert exif.number(0x010F) is None


@pytest.mark.parametrize("found", range(11))
def test_an_orientation_is_one_of_eight(found: int) -> None:
    """Anything else is upright, and so is none."""
    data = directory("<", (0x0112, 3, 1, struct.pack("<H", found)))

    assert read_exif(data).orientation == (found if 1 <= found <= 8 else 1)
    assert read_exif(b"").orientation == read_exif(None).orientation == 1
    assert read_exif(b"Exif\0\0" + data) == read_exif(data)


def test_what_points_outside_is_left_out() -> None:
    """A directory that is cut off gives the entries that are whole; the first of a tag counts."""
    whole = directory("<", (0x010F, 2, 6, b"Maker\0"), (0x0110, 2, 6, b"Phone\0"))
    again = directory("<", (0x0112, 3, 1, b"\x03\0"), (0x0112, 3, 1, b"\x05\0"))

    assert read_exif(whole[:-1]).text(0x010F) == "Maker"
    assert read_exif(whole[:-1]).text(0x0110) is None
    assert read_exif(again).orientation == 3
    assert read_exif(again[:33]).orientation == 3
    assert read_exif(again[:21]).orientation == 1
    for start in (0, 7, len(whole) - 1):
        assert read_exif(whole[:4] + struct.pack("<I", start) + whole[8:]).tags == {}
