"""Bytes of ones that some cameras put before a JPEG's restart markers, one too many.

The code of an interval is filled up to a whole byte with ones. Where it ends with a whole byte
already, webcams and others write one more, and libjpeg adds them up until it finds a marker that
it has not yet seen: of many such bytes it complains as of stray ones, and all pixels are there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evidence_qc.media.formats.jpeg_header import JpegHeader, read_header

_FRAMES = {0xC0, 0xC1}
"""Coded in one go by Huffman codes, so that an interval is a picture of its own."""
_PADDED = re.compile(rb"\xff\x00(?=\xff[\xd0-\xd7])")
_PLACES_MAX = 4096
_SIDE_MAX = 65_500
_EOI = b"\xff\xd9"

Decode = Callable[[bytes], NDArray[Any] | None]
"""A lenient decode with colour; None where it fails."""


def without_padding_bytes(data: bytes, decode: Decode) -> bytes:
    """The same file without bytes of ones before restart markers that no pixel is read from.

    Each interval that ends so is decoded alone, with that byte and without it.

    Args:
        data: a JPEG; one that is not sequential, or has no restart markers, comes back as it is.
        decode: asks a lenient decoder.
    """
    header = read_header(data)
    head = _head_of_interval(data, header)
    if head is None:
        return data
    kept: list[bytes] = []
    done = header.first_scan
    for found in list(_PADDED.finditer(data, header.first_scan))[:_PLACES_MAX]:
        start = _start_of_interval(data, header.first_scan, found.start())
        code = data[start : found.start()]
        with_it, without = (decode(head + each + _EOI) for each in (code + b"\xff\x00", code))
        if with_it is None or without is None or not np.array_equal(with_it, without):
            continue
        kept.append(data[done : found.start()])
        done = found.end()
    return b"".join([data[: header.first_scan], *kept, data[done:]])


def _start_of_interval(data: bytes, first_scan: int, end: int) -> int:
    """Behind the restart marker before ``end``, or where the scan starts."""
    at = end
    while (at := data.rfind(b"\xff", first_scan, at)) >= 0:
        if 0xD0 <= data[at + 1] <= 0xD7:
            return at + 2
    return first_scan


def _head_of_interval(data: bytes, header: JpegHeader) -> bytes | None:
    """The header of a picture of one interval: as many units side by side, one below the other."""
    frame = next((at for kind, at, _ in header.segments if kind in _FRAMES), None)
    restart = [at for kind, at, _ in header.segments if kind == 0xDD]
    if frame is None or not restart:
        return None
    units = int.from_bytes(data[restart[-1] + 4 : restart[-1] + 6], "big")
    width = units * header.unit_width_px
    if not 0 < width <= _SIDE_MAX:
        return None
    sides = header.unit_height_px.to_bytes(2, "big") + width.to_bytes(2, "big")
    return data[: frame + 5] + sides + data[frame + 9 : header.first_scan]
