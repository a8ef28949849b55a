"""The first directory of a TIFF file: which fields it holds (TIFF 6.0, section 2)."""

from __future__ import annotations

import struct

_SIZES = {3: 2, 4: 4}
_KEPT = {256, 257, 258, 259, 262, 273, 277, 279, 284, 317, 322, 324, 325, 339}
"""Width, height, bits, compression, colour, strips, samples, their order, predictor, tiles, and
what kind of numbers the samples are."""


def directory_start(data: bytes) -> int | None:
    """Where the first directory lies; None where the header names no place inside the file."""
    start = int(struct.unpack_from(_order(data) + "I", data, 4)[0]) if len(data) >= 8 else 0
    return start if 8 <= start <= len(data) - 2 else None


def first_directory(data: bytes) -> dict[int, tuple[int, ...]] | None:
    """Tag → its numbers, of those that say where and how the pixels lie; None: there is none.

    Args:
        data: the whole file, no BigTIFF. Fields that lie beyond its end are left out.
    """
    start = directory_start(data)
    if start is None or data[2:4] not in {b"*\0", b"\0*"}:
        return None
    order = _order(data)
    count = struct.unpack_from(order + "H", data, start)[0]
    fields: dict[int, tuple[int, ...]] = {}
    for index in range(min(count, (len(data) - start - 2) // 12)):
        at = start + 2 + 12 * index
        tag, kind, number = struct.unpack_from(order + "HHI", data, at)
        if tag not in _KEPT or tag in fields or kind not in _SIZES:
            continue
        size = _SIZES[kind] * number
        offset = at + 8 if size <= 4 else struct.unpack_from(order + "I", data, at + 8)[0]
        if size and offset + size <= len(data):
            code = order + str(number) + ("H" if kind == 3 else "I")
            fields[tag] = struct.unpack_from(code, data, offset)
    return fields


def _order(data: bytes) -> str:
    return "<" if data[:2] == b"II" else ">"
