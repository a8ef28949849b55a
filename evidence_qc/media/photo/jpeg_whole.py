"""Is a JPEG's picture whole although libjpeg complains of the file?

Three kinds of files are shown by every viewer and hold every pixel: one that lacks only its end
mark (a phone's motion video may stand in its place), one with bytes between its scans, and one
with bytes before a restart marker that no pixel is read from. Each is told by what makes the
complaint go away, so that only what is left of it is called damage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evidence_qc.media.integrity.jpeg_padding import without_padding_bytes

_SOI, _EOI = b"\xff\xd8\xff", b"\xff\xd9"
_STRAY = re.compile(r"(\d+) extraneous bytes before marker 0x([0-9a-f]{2})")
_STRAY_PLACES_MAX = 8
_STRAY_BYTES_MAX = 64
"""One interval in four that holds wrong bits ends as an encoder would end it; most of them leave
more than this unread."""
_STUFFED_MAX = 3
"""libjpeg does not count all zeros that are stuffed behind 0xFF."""

Complaint = Callable[[bytes], str]
"""What a strict decoder says of a file, in lower case; empty when it is content."""
Decode = Callable[[bytes], NDArray[Any] | None]
"""A lenient decode with colour; None where it fails."""


def whole_picture(
    data: bytes, first_scan: int, complaint: Complaint, decode: Decode
) -> bytes | None:
    """A file of the same pixels that no decoder complains of; None when the picture is damaged.

    Args:
        data: a JPEG that a strict decoder complains of.
        first_scan: where its entropy-coded data starts.
        complaint: asks the strict decoder.
        decode: asks the lenient one.
    """
    for ended in _ended(data, first_scan):
        if not complaint(ended):
            return ended
    data = without_padding_bytes(data, decode)
    for _ in range(_STRAY_PLACES_MAX):
        said = complaint(data)
        if not said:
            return data
        found = _STRAY.search(said)
        if found is None or int(found[1]) > _STRAY_BYTES_MAX:
            return None
        without = _without_stray(
            data, first_scan, int(found[1]), bytes([0xFF, int(found[2], 16)]), complaint, decode
        )
        if without is None:
            return None
        data = without
    return None


def _ended(data: bytes, first_scan: int) -> Iterator[bytes]:
    """The file with an end mark where its picture may end, if it has none there."""
    end = data.find(_EOI, first_scan)
    end = len(data) if end < 0 else end
    video = data.find(b"ftyp", first_scan) - 4
    if video >= first_scan:
        yield data[:video] + _EOI
    if 0 <= (another := data.find(_SOI, first_scan)) < end:
        yield data[:another] + _EOI
    if end == len(data):
        yield data.removesuffix(b"\xff") + _EOI
        yield data.rstrip(b"\0") + _EOI


def _without_stray(
    data: bytes, first_scan: int, count: int, marker: bytes, complaint: Complaint, decode: Decode
) -> bytes | None:
    """The file without the first bytes that stand before this marker unread.

    None where the code before them does not end as an encoder ends it: then they are code that
    was meant to be read.
    """
    at = _first_complained(data, first_scan, marker, complaint)
    if at is None:
        return None
    seen = decode(data)
    for more in range(_STUFFED_MAX):
        start = at - count - more
        if start <= first_scan:
            return None
        without = data[:start] + data[at:]
        pixels = decode(without)
        if seen is None or pixels is None or not np.array_equal(seen, pixels):
            continue
        if _STRAY.search(complaint(without[: start + 2] + _EOI)):
            continue
        return without if _is_padded(without, start, pixels, decode) else None
    return None


def _first_complained(
    data: bytes, first_scan: int, marker: bytes, complaint: Complaint
) -> int | None:
    """The first of these markers that is complained of, found by halving."""
    places = []
    at = data.find(marker, first_scan)
    while at >= 0:
        places.append(at)
        at = data.find(marker, at + 2)
    low, high = 0, len(places) - 1
    while low < high:
        middle = (low + high) // 2
        if _STRAY.search(complaint(data[: places[middle] + 2] + _EOI)):
            high = middle
        else:
            low = middle + 1
    return places[low] if places else None


def _is_padded(data: bytes, end: int, pixels: NDArray[Any], decode: Decode) -> bool:
    """Is the code before ``end`` filled up with ones to a whole byte, as T.81 (F.1.2.3) says?"""
    last = end - 2 if data[end - 2 : end] == b"\xff\x00" else end - 1
    for bit in range(8):
        changed = bytearray(data)
        changed[last] ^= 1 << bit
        after = decode(bytes(changed))
        if after is None or not np.array_equal(after, pixels):
            return True  # read from here on, and all bits below it are ones
        if not data[last] >> bit & 1:
            return False
    return True
