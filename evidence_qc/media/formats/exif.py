"""EXIF read plainly: a TIFF directory walk that neither warns nor raises (CIPA DC-008)."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_CODES = {3: "H", 4: "I", 8: "h", 9: "i", 13: "I"}
_EXIF_POINTER, _GPS_POINTER = 0x8769, 0x8825
_THUMBNAIL, _THUMBNAIL_BYTES = 0x0201, 0x0202
_MOST_ENTRIES = 512
_MOST_BYTES = 65_536

Value = str | bytes | int | float


@dataclass(frozen=True, slots=True)
class Exif:
    """Tags by number; the main and the Exif directory share one map, GPS has its own."""

    tags: Mapping[int, Value] = field(default_factory=dict)
    gps: Mapping[int, Value] = field(default_factory=dict)

    def text(self, tag: int) -> str | None:
        """A text tag without padding; None when absent, empty or not text."""
        value = self.tags.get(tag)
        if isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        if not isinstance(value, str):
            return None
        return value.strip("\0 \t\r\n") or None

    def number(self, tag: int) -> float | None:
        """A numeric tag (the first of several); None when absent, text, or no finite number."""
        value = self.tags.get(tag)
        return value if isinstance(value, int | float) and math.isfinite(value) else None

    @property
    def orientation(self) -> int:
        """1–8; 1 when absent or out of range."""
        value = self.tags.get(0x0112)
        return int(value) if isinstance(value, int | float) and value in range(1, 9) else 1


def read_exif(data: bytes | None) -> Exif:
    """Read EXIF bytes (with or without the ``Exif`` prefix); malformed parts are left out."""
    if not data:
        return Exif()
    if data.startswith(b"Exif\0\0"):
        data = data[6:]
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8:
        return Exif()
    tags = _directory(data, order, _unsigned(data, order, 4))
    gps: dict[int, Value] = {}
    for pointer in (_EXIF_POINTER, _GPS_POINTER):
        offset = tags.get(pointer)
        if isinstance(offset, int):
            found = _directory(data, order, offset)
            if pointer == _GPS_POINTER:
                gps = found
            else:
                tags = found | tags
    return Exif(tags, gps)


def embedded_thumbnail(data: bytes | None) -> bytes | None:
    """The JPEG in the second directory (CIPA DC-008, 4.5.1); None where there is none in whole."""
    if not data:
        return None
    data = data.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8:
        return None
    first = _unsigned(data, order, 4)
    if not 8 <= first <= len(data) - 2:
        return None
    count = int(struct.unpack_from(order + "H", data, first)[0])
    after = first + 2 + 12 * count
    if count > _MOST_ENTRIES or after + 4 > len(data):
        return None
    tags = _directory(data, order, _unsigned(data, order, after))
    start, size = tags.get(_THUMBNAIL), tags.get(_THUMBNAIL_BYTES)
    if not isinstance(start, int) or not isinstance(size, int) or start < 8 or size < 4:
        return None
    found = data[start : start + size]
    return found if len(found) == size and found[:2] == b"\xff\xd8" else None


def _unsigned(data: bytes, order: str, offset: int) -> int:
    return int(struct.unpack_from(order + "I", data, offset)[0])


def _directory(data: bytes, order: str, offset: int) -> dict[int, Value]:
    """One image file directory; entries that point outside the data are left out."""
    found: dict[int, Value] = {}
    if not 8 <= offset <= len(data) - 2:
        return found
    count = int(struct.unpack_from(order + "H", data, offset)[0])
    for index in range(min(count, _MOST_ENTRIES)):
        start = offset + 2 + 12 * index
        if start + 12 > len(data):
            break
        tag, kind, number = struct.unpack_from(order + "HHI", data, start)
        size = _SIZES.get(kind, 0) * number
        if not 0 < size <= _MOST_BYTES:
            continue
        at = start + 8 if size <= 4 else _unsigned(data, order, start + 8)
        raw = data[at : at + size]
        if len(raw) == size and (value := _value(raw, order, kind)) is not None:
            found.setdefault(tag, value)
    return found


def _value(raw: bytes, order: str, kind: int) -> Value | None:
    """The first value of an entry: text, number, or bytes."""
    if kind == 2:
        return raw.split(b"\0", 1)[0].decode("utf-8", "replace")
    if kind in _CODES:
        return int(struct.unpack_from(order + _CODES[kind], raw)[0])
    if kind in {5, 10}:
        top, bottom = struct.unpack_from(order + ("II" if kind == 5 else "ii"), raw)
        return top / bottom if bottom else None
    if kind == 11:
        return float(struct.unpack_from(order + "f", raw)[0])
    if kind == 12:
        return float(struct.unpack_from(order + "d", raw)[0])
    return raw if kind == 7 or len(raw) > 1 else raw[0]
