"""The blocks of a GIF file (GIF89a, 15 to 27)."""

from __future__ import annotations

from dataclasses import dataclass

_HEAD_BYTES = 13
_DESCRIPTOR_BYTES = 10
_EXTENSION, _PICTURE, _TRAILER = b"\x21", b"\x2c", b"\x3b"


@dataclass(frozen=True, slots=True)
class GifPicture:
    """One picture of the file: how large it is, and its code."""

    width_px: int
    height_px: int
    bits: int
    """Of a pixel, as the code states them."""
    code: bytes
    """LZW, without the lengths of its pieces."""


def first_picture(data: bytes) -> GifPicture | None:
    """The first picture; None where no walk leads to one."""
    position = _HEAD_BYTES + _table_bytes(data[10:11])
    while data[position : position + 1] == _EXTENSION:
        position = _pieces(data, position + 2)[1]
    descriptor = data[position : position + _DESCRIPTOR_BYTES]
    start = position + _DESCRIPTOR_BYTES + _table_bytes(descriptor[9:10])
    if descriptor[:1] != _PICTURE or start >= len(data):
        return None
    width, height = (int.from_bytes(descriptor[n : n + 2], "little") for n in (5, 7))
    return GifPicture(width, height, data[start], b"".join(_pieces(data, start + 1)[0]))


def reaches_trailer(data: bytes) -> bool:
    """Does a walk over the blocks end where the file says that it ends?"""
    position = _HEAD_BYTES + _table_bytes(data[10:11])
    while (kind := data[position : position + 1]) in {_EXTENSION, _PICTURE}:
        if kind == _PICTURE:
            flags = data[position + 9 : position + 10]
            position += _DESCRIPTOR_BYTES + 1 + _table_bytes(flags)
        else:
            position += 2
        position = _pieces(data, position)[1]
    return kind == _TRAILER


def _pieces(data: bytes, position: int) -> tuple[list[bytes], int]:
    """The pieces of a block, each behind its length, and where the next block begins."""
    pieces = []
    while position < len(data) and data[position]:
        pieces.append(data[position + 1 : position + 1 + data[position]])
        position += 1 + data[position]
    return pieces, position + 1


def _table_bytes(flags: bytes) -> int:
    """Bytes of the colour table that these flags announce."""
    return 3 << ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0
