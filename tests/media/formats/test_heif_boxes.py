"""Boxes of a HEIF by hand (ISO/IEC 14496-12, 23008-12): every version and width of a field."""

from __future__ import annotations

import struct
from dataclasses import replace
from itertools import product

import pytest

from evidence_qc.media.formats.boxes import boxes
from evidence_qc.media.formats.heif_items import (
    _kinds,
    _leaves,
    _made_from,
    _Meta,
    _places,
    _properties,
)
from evidence_qc.media.formats.limits import _items


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


def number(value: int, width: int) -> bytes:
    return value.to_bytes(width, "big")


def iloc(
    version: int,
    widths: tuple[int, int, int, int],
    items: dict[int, tuple[int, int, list[tuple[int, int]]]],
) -> bytes:
    """Item → method, base, and (offset, length) of its extents."""
    offset, length, base, index = widths
    wide = 4 if version == 2 else 2
    body = bytes([version, 0, 0, 0, offset << 4 | length, base << 4 | (index if version else 0)])
    body += number(len(items), wide)
    for item, (method, start, extents) in items.items():
        body += number(item, wide) + (number(method, 2) if version else b"") + number(0, 2)
        body += number(start, base) + number(len(extents), 2)
        for at, size in extents:
            body += bytes(index if version else 0) + number(at, offset) + number(size, length)
    return body


@pytest.mark.parametrize(
    ("version", "widths"),
    [*product((0, 1, 2), [(4, 4, 0, 0), (8, 4, 4, 0), (4, 8, 8, 4), (4, 4, 4, 8)])],
)
def test_places_are_read_in_every_width(version: int, widths: tuple[int, int, int, int]) -> None:
    """From the file or from the data beside it; an extent without a length runs to the end."""
    base = 1000 if widths[2] else 0
    given = {1: (0, base, [(10, 5), (40, 7)]), 2: (0, base, [(90, 0)])}
    if version:
        given |= {3: (1, 0, [(2, 3)]), 4: (2, 0, [(1, 1)])}
    data = iloc(version, widths, given)
    found = _places(data, idat=500, size=5000)

    assert found[1] == [(base + 10, base + 15), (base + 40, base + 47)]
    assert found[2] == [(base + 90, 5000)]
    assert found.get(3) == ([(502, 505)] if version else None)
    assert 4 not in found  # made of other items: nothing of it stands in the file
    assert [count for count, _ in _items(data)] == [2, 1, 1, 1][: len(given)]
    expected = [
        [(base + at, length) for at, length in places] for _, base, places in given.values()
    ]
    assert [places for _, places in _items(data)] == expected


def test_an_offset_or_a_length_is_enough_to_tell_pieces_apart() -> None:
    """Without either, many pieces cannot be told where they are."""
    for widths in ((4, 0, 4, 0), (0, 4, 4, 0)):
        assert len(_places(iloc(1, widths, {1: (0, 9, [(0, 0), (0, 0)])}), 0, 99)[1]) == 2
    assert _places(iloc(1, (0, 0, 4, 0), {1: (0, 9, [(0, 0)])}), 0, 99) == {1: [(9, 99)]}
    with pytest.raises(ValueError, match="without a place"):
        _places(iloc(1, (0, 0, 4, 0), {1: (0, 9, [(0, 0), (0, 0)])}), 0, 99)


@pytest.mark.parametrize("version", [0, 1])
def test_kinds_of_items_are_read_in_both_widths(version: int) -> None:
    """An entry of version 2 has short numbers, of 3 long ones; older entries have no type."""
    entries = [
        box(b"infe", bytes([2, 0, 0, 0]) + number(7, 2) + bytes(2) + b"hvc1\0"),
        box(b"infe", bytes([3, 0, 0, 0]) + number(70_000, 4) + bytes(2) + b"grid\0"),
        box(b"infe", bytes([1, 0, 0, 0]) + number(9, 2) + bytes(2) + b"oldy\0"),
        box(b"free", bytes([2, 0, 0, 0]) + number(8, 2) + bytes(2) + b"none\0"),
    ]
    data = b"--" + bytes([version, 0, 0, 0]) + number(len(entries), 4 if version else 2)
    data += b"".join(entries)

    assert _kinds(data, 2, len(data)) == {7: b"hvc1", 70_000: b"grid"}
    assert _kinds(data, 2, 2) == {}


@pytest.mark.parametrize("version", [0, 1])
def test_what_an_item_is_made_of_keeps_its_order(version: int) -> None:
    """Only of derivations; what describes something is no part of it."""
    wide = 4 if version else 2
    parts = number(1, wide) + number(3, 2) + b"".join(number(n, wide) for n in (4, 2, 3))
    other = number(9, wide) + number(1, 2) + number(1, wide)
    data = bytes([version, 0, 0, 0]) + box(b"dimg", parts) + box(b"cdsc", other)

    assert _made_from(data) == {1: [4, 2, 3]}


def test_a_picture_is_made_of_the_tiles_that_it_names() -> None:
    """Tile by tile, through pictures that are made of others; what is coded is made of itself."""
    meta = _Meta(
        primary=1,
        kinds={1: b"iden", 2: b"grid", 3: b"hvc1", 4: b"hvc1", 5: b"hvc1"},
        pieces={},
        made_from={1: [2], 2: [3, 4], 4: [5]},
        properties={},
    )

    assert list(_leaves(meta, 1, set())) == [3, 4]
    assert list(_leaves(meta, 4, set())) == [4]  # decoded from its own code, whatever it was before
    circle = replace(meta, made_from={1: [2], 2: [1, 3]})
    assert list(_leaves(circle, 1, set())) == [3]


@pytest.mark.parametrize(("version", "long"), list(product((0, 1), (False, True))))
def test_properties_are_counted_from_one(version: int, long: bool) -> None:
    """The first belongs to who names it, too; nought is none, and so is one past the end."""
    every = [box(b"irot", b"\1"), box(b"pixi", b"\3")]
    named = [0, 1, 2, 3]
    numbers = b"".join(number(n | (0x8000 if long else 0x80), 2 if long else 1) for n in named)
    entries = number(7, 4 if version else 2) + number(len(named), 1) + numbers
    ipma = box(b"ipma", bytes([version, 0, 0, int(long)]) + number(1, 4) + entries)
    data = box(b"ipco", b"".join(every)) + ipma

    assert _properties(data, 0, len(data)) == {7: [(b"irot", b"\1"), (b"pixi", b"\3")]}


@pytest.mark.parametrize("sizes", [(0, 5), (5, 0), (3, 3)])
def test_boxes_are_walked_in_every_width(sizes: tuple[int, int]) -> None:
    """Of 32 bits, of 64, and a last one up to the end of what holds it; inside a part too."""

    def written(kind: bytes, size: int, width: int) -> bytes:
        if width == 64:
            return struct.pack(">I4sQ", 1, kind, 16 + size) + bytes(size)
        return struct.pack(">I4s", 8 + size if width else 0, kind) + bytes(size)

    for widths in ((32, 32), (64, 32), (32, 64), (64, 64), (32, 0), (64, 0)):
        pieces = [written(*each) for each in zip((b"abcd", b"wxyz"), sizes, widths, strict=True)]
        for lead in (0, 9):
            data = bytes(lead) + b"".join(pieces)
            ends = [lead + len(pieces[0]), len(data)]

            assert list(boxes(data, lead)) == [
                (b"abcd", ends[0] - sizes[0], ends[0]),
                (b"wxyz", ends[1] - sizes[1], ends[1]),
            ]
