"""Is the container whole? Each format says how long it should be; decoders seldom look.

These walks read lengths and checksums only, no pixels, and return the first damage they meet.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from itertools import pairwise

from evidence_qc.media.formats.raw_rows import has_raw_rows_overwritten
from evidence_qc.model import Damage, DamageKind

_TIFF_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_TIFF_KEPT = {256, 258, 259, 273, 277, 279, 284, 317, 324, 325}
"""Width, bits, compression, strips, samples, their order, predictor, tiles."""

_HOLE_BYTES = 512
"""Compressed data never holds this many zero bytes in a row (HEVC forbids three; the others
are entropy coded). Not used for BMP, TIFF and PNG, which may."""


def container_damage(data: bytes, format: str) -> Damage | None:
    """The first structural fault of a non-JPEG picture; None when it is whole or not known."""
    walk = {
        "png": _png,
        "webp": _webp,
        "gif": _gif,
        "bmp": _bmp,
        "tiff": _tiff,
        "heif": _boxes,
        "avif": _boxes,
        "jp2": _boxes,
    }.get(format)
    return walk(data) if walk else None


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    """ISO base media boxes as (type, start of content, stated end); stops at nonsense."""
    end = len(data) if end is None else end
    while start + 8 <= end:
        size = int.from_bytes(data[start : start + 4], "big")
        content = start + 8
        if size == 1 and start + 16 <= end:
            size = int.from_bytes(data[start + 8 : start + 16], "big")
            content = start + 16
        elif size == 0:
            size = end - start
        if size < content - start:
            return
        yield data[start + 4 : start + 8], content, start + size
        start += size


def _png(data: bytes) -> Damage | None:
    """Every chunk has a CRC-32; the last one is IEND (ISO/IEC 15948)."""
    position = 8
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        after = position + 12 + length
        if after > len(data):
            return _cut(len(data), after + 12)
        stated = int.from_bytes(data[after - 4 : after], "big")
        if zlib.crc32(data[position + 4 : after - 4]) != stated:
            if not any(data[after - 64 : after]) and not any(data[-64:]):
                return _zeros(None)
            return _corrupt()
        if kind == b"IEND":
            return None
        position = after
    return _zeros(None) if not any(data[-64:]) else _cut(len(data), len(data) + 12)


def _webp(data: bytes) -> Damage | None:
    stated = int.from_bytes(data[4:8], "little") + 8
    if stated - 1 > len(data):  # the pad byte of an odd chunk is often left out
        return _cut(len(data), stated)
    return _zero_run(data, 12, stated)


def _gif(data: bytes) -> Damage | None:
    if not any(data[-64:]):
        return _zeros(None)
    return None if b"\x3b" in data[-16:] else _cut(len(data), len(data) + 1)


def _bmp(data: bytes) -> Damage | None:
    """Rows have a known length when nothing is compressed; the stated size is often wrong."""
    if len(data) < 54:
        return _cut(len(data), 54)
    offset = int.from_bytes(data[10:14], "little")
    if int.from_bytes(data[14:18], "little") < 40 or int.from_bytes(data[30:34], "little"):
        return None
    width = int.from_bytes(data[18:22], "little")
    height = abs(int.from_bytes(data[22:26], "little", signed=True))
    bits = int.from_bytes(data[28:30], "little")
    needed = offset + (width * bits + 31) // 32 * 4 * height
    return _cut(len(data), needed) if needed > len(data) else None


def _tiff(data: bytes) -> Damage | None:
    """The first directory and every strip or tile it names lie inside the file (TIFF 6.0)."""
    order = "<" if data[:2] == b"II" else ">"
    if len(data) < 8 or data[2:4] not in {b"*\0", b"\0*"}:
        return None if len(data) >= 16 else _cut(len(data), 16)  # BigTIFF is left to the decoder
    start = struct.unpack_from(order + "I", data, 4)[0]
    if not 8 <= start <= len(data) - 2:
        return Damage(DamageKind.TRUNCATED, "damage.undescribed", 1.0)
    count = struct.unpack_from(order + "H", data, start)[0]
    if count == 0 or start + 2 + 12 * count > len(data):
        return _headless()
    arrays: dict[int, tuple[int, ...]] = {}
    for index in range(count):
        at = start + 2 + 12 * index
        tag, kind, number = struct.unpack_from(order + "HHI", data, at)
        size = _TIFF_SIZES.get(kind, 0) * number
        place = at + 8 if size <= 4 else struct.unpack_from(order + "I", data, at + 8)[0]
        if size == 0 or place + size > len(data):
            return _headless()
        if tag in _TIFF_KEPT and kind in {3, 4}:
            code = order + str(number) + ("H" if kind == 3 else "I")
            arrays[tag] = struct.unpack_from(code, data, place)
    return _strips(data, arrays)


def _strips(data: bytes, arrays: dict[int, tuple[int, ...]]) -> Damage | None:
    offsets = arrays.get(273) or arrays.get(324) or ()
    sizes = arrays.get(279) or arrays.get(325) or ()
    ends = [offset + size for offset, size in zip(offsets, sizes, strict=False)]
    if not ends:
        return _headless()
    if max(ends) > len(data):
        return _cut(len(data), max(ends))
    first, last = min(offsets), max(ends)
    zeros = last - first - len(data[first:last].rstrip(b"\0"))
    ratio = zeros / max(1, last - first)
    if _has_raw_rows(arrays):
        samples = arrays.get(277, (1,))[0]
        if not has_raw_rows_overwritten(data[first:last], arrays[256][0] * samples, samples):
            return None
        return _zeros(ratio) if ratio > 0.001 else _corrupt()
    # Other rows may be black, but hardly the whole end of a photo.
    return _zeros(ratio) if ratio > 0.02 else None


def _has_raw_rows(arrays: dict[int, tuple[int, ...]]) -> bool:
    """Rows are stored as they are, 8 bits a sample, one strip behind the other."""
    strips = list(zip(arrays.get(273, ()), arrays.get(279, ()), strict=False))
    return (
        arrays.get(259, (1,)) == (1,)
        and arrays.get(284, (1,)) == (1,)
        and set(arrays.get(258, (1,))) == {8}
        and bool(arrays.get(256) and strips)
        and all(start + size == after for (start, size), (after, _) in pairwise(strips))
    )


def _boxes(data: bytes) -> Damage | None:
    reached = 0
    for kind, start, end in boxes(data):
        if end > len(data):
            return _cut(len(data), end)
        reached = end
        if kind == b"mdat" and (damage := _zero_run(data, start, end)):
            return damage
    if reached < len(data) and any(data[reached:]):
        return _corrupt()
    return None


def _zero_run(data: bytes, start: int, end: int) -> Damage | None:
    """A run of zeros (a hole) or of ones (erased flash memory) inside compressed data."""
    hole = data.find(bytes(_HOLE_BYTES), start, min(end, len(data)))
    if hole < 0:
        return _corrupt() if data.find(b"\xff" * _HOLE_BYTES, start, end) >= 0 else None
    rest = len(data[hole:end].lstrip(b"\0"))
    return _zeros((end - hole - rest) / max(1, end - start))


def _cut(present: int, needed: int) -> Damage:
    lost = min(1.0, max(0.0, 1.0 - present / needed))
    values = {"lost_ratio": lost} if lost >= 0.01 else {}
    return Damage(DamageKind.TRUNCATED, "damage.cut-off", round(lost, 4), values)


def _headless() -> Damage:
    return Damage(DamageKind.UNREADABLE, "damage.header", 1.0)


def _zeros(lost: float | None) -> Damage:
    return Damage(
        DamageKind.TRUNCATED,
        "damage.zeros",
        lost,
    )


def _corrupt() -> Damage:
    return Damage(
        DamageKind.CORRUPT,
        "damage.corrupt",
        None,
    )
