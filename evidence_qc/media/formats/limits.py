"""What a file declares before anything is decoded, and whether that can be decoded safely.

A few bytes can declare work for hours or gigabytes. Such files are refused by their headers.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from evidence_qc.media.formats.boxes import boxes
from evidence_qc.media.formats.jpeg_header import JpegHeader

SCANS_MAX = 300
"""Of a progressive JPEG; programs that look for the smallest write some dozens. Each is a pass over
all pixels, …"""
SCANNED_PIXELS_MAX = 8_000_000_000
"""… so many pixels take about 10 s."""

ENTRIES_MAX = 4096
"""Of one directory of a TIFF; cameras write about fifty."""
PARTS_MAX = 200_000
"""Strips or tiles of a TIFF: one a row of the tallest picture, thrice."""

PIECES_MAX = 4096
"""That the items of a HEIF or AVIF lie in: 200 megapixels in tiles of 512 × 512 are 800."""
SLACK_BYTES = 65_536

COLOUR_PIXELS_MAX = 100_000_000
"""Readers of other formats than JPEG keep 4 bytes a pixel, and 3 or 4 more on the way out."""
GREY_PIXELS_MAX = 256_000_000

FRAMES_MAX = 20_000
"""Of a moving WebP, whose reader keeps a record of each. Of a moving GIF only the first is read:
nobody counts the others."""
CANVAS_PIXELS_MAX = 50_000_000
"""Of a moving WebP: its reader keeps two canvases of 4 bytes a pixel beside the picture."""

COEFFICIENT_BYTES_MAX = 800_000_000
"""A progressive JPEG keeps all its coefficients, whatever the scale it is decoded at."""

_TYPE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_TYPE_BYTES |= {13: 4, 16: 8, 17: 8, 18: 8}
_PARTS = {273, 324}
"""StripOffsets, TileOffsets."""


def declares_too_much(data: bytes, format: str) -> bool:
    """True for a file whose directories alone would keep a reader busy or fill the memory.

    Args:
        data: the whole file.
        format: as ``identify`` says; jpeg is judged by ``scans_too_much``.
    """
    try:
        if format == "tiff":
            return _tiff(data)
        if format in {"heif", "avif"}:
            return _iso(data)
        if format == "webp":
            return _moving_webp(data)
    except (struct.error, IndexError, KeyError, ValueError):
        return False  # its reader says what is wrong
    return False


def scans_too_much(data: bytes, header: JpegHeader) -> bool:
    """Has this progressive JPEG far more scans than any encoder writes?"""
    scans = 1 + data.count(b"\xff\xda", header.first_scan)
    pixels = header.width_px * header.height_px
    return scans > SCANS_MAX or scans * pixels > SCANNED_PIXELS_MAX


def progressive_pixels_max(header: JpegHeader) -> int:
    """Pixels whose coefficients fit into memory: two bytes for each sample."""
    subsampled = header.unit_width_px * header.unit_height_px // 64
    samples = 1.0 + max(0, header.components - 1) / subsampled  # damaged, it may state none
    return int(COEFFICIENT_BYTES_MAX / (2 * samples))


def pillow_pixels_max(mode: str) -> int:
    """Pixels that are decoded whole, by Pillow's name for their kind."""
    return GREY_PIXELS_MAX if mode in {"1", "L"} or mode.startswith("I;16") else COLOUR_PIXELS_MAX


def _tiff(data: bytes) -> bool:
    """The first directory, which is the one that is read (TIFF 6.0; BigTIFF)."""
    order = "<" if data[:2] == b"II" else ">"
    is_big = struct.unpack_from(f"{order}H", data, 2)[0] == 43
    start = struct.unpack_from(f"{order}{'Q' if is_big else 'I'}", data, 8 if is_big else 4)[0]
    count = struct.unpack_from(f"{order}{'Q' if is_big else 'H'}", data, start)[0]
    if count > ENTRIES_MAX:
        return True
    entry = f"{order}HHQ" if is_big else f"{order}HHI"
    first, step = (start + 8, 20) if is_big else (start + 2, 12)
    total = 0
    for number in range(count):
        tag, kind, values = struct.unpack_from(entry, data, first + step * number)
        if tag in _PARTS and values > PARTS_MAX:
            return True
        total += values * _TYPE_BYTES.get(kind, 1)
    return total > _twice(data)  # values that lie on top of each other


def _moving_webp(data: bytes) -> bool:
    """Canvas and frames (RFC 9649): VP8X stands first where anything moves."""
    if data[12:16] != b"VP8X" or len(data) < 30 or not data[20] & 2:
        return False
    width = 1 + int.from_bytes(data[24:27], "little")
    height = 1 + int.from_bytes(data[27:30], "little")
    return width * height > CANVAS_PIXELS_MAX or data.count(b"ANMF") > FRAMES_MAX


def _iso(data: bytes) -> bool:
    """The places of all items; what is read for them cannot be more than there is.

    What lies behind the end of a file that breaks off is not read, so it does not count.
    """
    pieces = total = 0
    for box in _location_boxes(data):
        for count, places in _items(box):
            pieces += max(1, count)
            if pieces > PIECES_MAX:
                return True
            for start, length in places:
                total += min(length or len(data), max(0, len(data) - start))
    return total > _twice(data)


def _items(box: bytes) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """How many pieces each item of an iloc box has; start and length of those that stand there."""
    version = box[0]
    offset, length = box[4] >> 4, box[4] & 15
    index = (box[5] & 15) if version else 0
    wide = 4 if version == 2 else 2
    base = box[5] >> 4
    before = wide + (4 if version else 2) + base
    at = 6 + wide
    for _ in range(int.from_bytes(box[6 : 6 + wide], "big")):
        if at + before + 2 > len(box):
            return
        count = int.from_bytes(box[at + before : at + before + 2], "big")
        origin = int.from_bytes(box[at + before - base : at + before], "big")
        at += before + 2
        each = index + offset + length
        first = at + index + offset
        lengths_at = (first + n * each for n in range(count if count <= PIECES_MAX else 0))
        yield (
            count,
            [
                (
                    origin + int.from_bytes(box[start - offset : start], "big"),
                    int.from_bytes(box[start : start + length], "big"),
                )
                for start in lengths_at
            ],
        )
        at += count * each


def _location_boxes(data: bytes) -> Iterator[bytes]:
    for kind, start, end in boxes(data):
        if kind == b"meta":
            meta = data[start + 4 : end]
            yield from (meta[at:to] for name, at, to in boxes(meta) if name == b"iloc")


def _twice(data: bytes) -> int:
    return 2 * len(data) + SLACK_BYTES
