"""Finds wrong bytes inside WebP, HEIF and AVIF, which carry no checksum.

Their pixels are one long arithmetic code: a wrong bit shifts everything that is read after it, so
the decoder is through before the data is, or wants more than there is. Decoders complain of the
second and are silent about the first. What they left unread can be told from outside: change the
last bytes of the code, decode again, and if not one pixel differs, nobody read them. That says
nothing where rows or slices are coded apart and the last one is whole; there the noise itself can
be seen (``garbled``).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidence_qc.media import raster
from evidence_qc.media.containers import boxes
from evidence_qc.media.garbled import has_garbled_blocks
from evidence_qc.model import Damage, DamageKind

TAIL_BYTES = 24
"""Changed at the end. Encoders flush at most 3 bytes that nobody reads (25 photos in 5 kinds of
WebP, 2026-11); flat corners take few bits, so one unit of the code may hold many blocks."""

GLARING_DN = 40
"""Green above, or below, both other channels by so much, as wrong bits in HEIF make it …"""
GLARING_RATIO = 1e-5
"""… in this share of the picture: nine in ten of 121 damaged pictures hold more, and one in four of
383 intact ones (BIQ2021, SICE, cameras; 2026-11). What the second decode can tell it tells of 70 of
the 79 it would be right about; a decode of every HEIF would cost 0.38 s a 12-megapixel photo, these
cost 0.09 s on average."""

Area = tuple[slice, slice]


@dataclass(frozen=True, slots=True)
class Changed:
    """The same file with the end of its code changed, and the parts of the picture coded apart."""

    data: bytes
    areas: tuple[Area, ...]
    quarter_turns: int = 0
    """Anticlockwise, by the decoder after it has put the parts together: areas lie as before."""


def quiet_damage(data: bytes, format: str, pixels: NDArray[np.uint8]) -> Damage | None:
    """Damage that the decoder did not complain of.

    Args:
        data: the whole file.
        format: as ``identify`` says; others than webp, heif and avif are not looked at.
        pixels: what it was decoded to, as stored.
    """
    if not is_in_doubt(pixels, format):
        return None
    if format in {"heif", "avif"} and pixels.ndim == 3 and has_garbled_blocks(pixels):
        return _corrupt("there is a patch of colour noise in the picture.", 0.0)
    changed = with_changed_end(data, format)
    if changed is None:
        return None
    try:
        again = raster.load_pixels(raster.open_raster(changed.data, format))
    except Exception:  # that is how an intact file answers
        return None
    if not is_unread(pixels, again, changed):
        return None
    return _corrupt("the picture makes no sense from there on.", None)


def _corrupt(what: str, lost_ratio: float | None) -> Damage:
    return Damage(DamageKind.CORRUPT, f"Part of the file is corrupt: {what}", lost_ratio)


def is_unread(before: NDArray[np.uint8], after: NDArray[np.uint8], changed: Changed) -> bool:
    """Did the change leave any part as it was: the pixels of the file, and of the changed one."""
    if before.shape != after.shape:
        return False
    before, after = (np.rot90(pixels, -changed.quarter_turns) for pixels in (before, after))
    return any(np.array_equal(before[area], after[area]) for area in changed.areas)


def is_in_doubt(pixels: NDArray[np.uint8], format: str) -> bool:
    """Is a second decode worth its time? Always for the rare formats, for HEIF by its colours."""
    if format in {"webp", "avif"}:
        return True
    if format != "heif" or pixels.ndim != 3:
        return False
    red, green, blue = (pixels[::3, ::3, channel].astype(np.int16) for channel in range(3))
    above = green - np.maximum(red, blue) > GLARING_DN
    below = np.minimum(red, blue) - green > GLARING_DN
    return float((above | below).mean()) > GLARING_RATIO


def with_changed_end(data: bytes, format: str) -> Changed | None:
    """The file to compare with; None where its structure is not one that is understood here."""
    try:
        found = _webp(data) if format == "webp" else _iso(data)
    except (struct.error, IndexError, KeyError, ValueError):
        return None
    if found is None or not found[0] or any(end > len(data) for _, end in found[0]):
        return None
    ends, areas, turns = found
    changed = bytearray(data)
    for start, end in ends:
        for place in range(max(start, end - TAIL_BYTES), end):
            changed[place] ^= 0x5A
    return Changed(bytes(changed), areas, turns)


Found = tuple[list[tuple[int, int]], tuple[Area, ...], int]
"""Where codes begin and end in the file, the areas that they are of, and quarter turns."""

_WHOLE: tuple[Area, ...] = ((slice(None), slice(None)),)


def _webp(data: bytes) -> Found | None:
    """The one frame of a still picture (RFC 9649)."""
    position = 12
    while position + 8 <= len(data):
        size = int.from_bytes(data[position + 4 : position + 8], "little")
        if data[position : position + 4] in {b"VP8 ", b"VP8L"}:
            return [(position + 8 + size // 2, position + 8 + size)], _WHOLE, 0
        position += 8 + size + size % 2
    return None


def _iso(data: bytes) -> Found | None:
    """The primary picture, or the tiles that it is put together from (ISO/IEC 23008-12)."""
    meta = next((data[start + 4 : end] for kind, start, end in boxes(data) if kind == b"meta"), b"")
    parts = {kind: meta[start:end] for kind, start, end in boxes(meta)}
    primary = _number(parts[b"pitm"], 4, 4 if parts[b"pitm"][0] else 2)
    places = _places(parts[b"iloc"])
    tiles = _tiles(parts.get(b"iref", b""), primary)
    if not tiles:
        return [_code(places, primary)], _WHOLE, 0
    turns = {meta[at + 4] & 3 for at in _all(meta, b"irot")} or {0}
    if b"imir" in meta or len(turns) > 1:
        return None  # mirrored, or not all turned alike: which tile lies where is not followed
    in_idat, ((offset, length), *_) = places[primary]
    grid = parts[b"idat"][offset : offset + length] if in_idat else data[offset : offset + length]
    rows, columns = grid[2] + 1, grid[3] + 1
    width, height = struct.unpack_from(">II" if grid[1] & 1 else ">HH", grid, 4)
    side_x, side_y = _tile_size(meta, width / columns, height / rows)
    areas, codes = [], []
    for number, tile in enumerate(tiles):
        top, left = number // columns * side_y, number % columns * side_x
        if top + side_y <= height and left + side_x <= width:  # of others the end may be cut off
            areas.append((slice(top, top + side_y), slice(left, left + side_x)))
            codes.append(_code(places, tile))
    return codes, tuple(areas), turns.pop()


Places = Mapping[int, tuple[bool, list[tuple[int, int]]]]
"""Item → whether it lies in the idat box, and its (offset, length) pieces."""


def _code(places: Places, item: int) -> tuple[int, int]:
    """Second half of an item's last piece: its head is left alone."""
    in_idat, pieces = places[item]
    if in_idat:
        raise ValueError("a picture inside the description")
    offset, length = pieces[-1]
    return offset + length // 2, offset + length


def _places(box: bytes) -> Places:
    """The iloc box."""
    version = box[0]
    sizes = box[4] >> 4, box[4] & 15, box[5] >> 4, (box[5] & 15) if version else 0
    wide = 4 if version == 2 else 2
    count, at = _number(box, 6, wide), 6 + wide
    found: dict[int, tuple[bool, list[tuple[int, int]]]] = {}
    for _ in range(count):
        item, at = _number(box, at, wide), at + wide
        method = 0
        if version:
            method, at = box[at + 1] & 15, at + 2
        at += 2  # the file that it lies in: this one
        base, at = _number(box, at, sizes[2]), at + sizes[2]
        extents, at = _number(box, at, 2), at + 2
        pieces = []
        for _ in range(extents):
            at += sizes[3]
            offset, at = _number(box, at, sizes[0]), at + sizes[0]
            length, at = _number(box, at, sizes[1]), at + sizes[1]
            pieces.append((base + offset, length))
        found[item] = (method == 1, pieces)
    return found


def _tiles(box: bytes, primary: int) -> list[int]:
    """The items that the primary one is derived from (iref, dimg)."""
    wide = 4 if box[:1] == b"\x01" else 2
    for kind, start, _ in boxes(box, 4):
        if kind == b"dimg" and _number(box, start, wide) == primary:
            count = _number(box, start + wide, 2)
            return [_number(box, start + 2 + wide * (n + 1), wide) for n in range(count)]
    return []


def _tile_size(meta: bytes, least_x: float, least_y: float) -> tuple[int, int]:
    """The stated size (ispe) that is nearest above the share of one tile."""
    sizes = [struct.unpack_from(">II", meta, at + 8) for at in _all(meta, b"ispe")]
    return min((x, y) for x, y in sizes if x >= least_x and y >= least_y)


def _all(data: bytes, name: bytes) -> Iterator[int]:
    at = data.find(name)
    while at >= 0:
        yield at
        at = data.find(name, at + 1)


def _number(data: bytes, start: int, size: int) -> int:
    if start + size > len(data):
        raise ValueError("a number beyond the end")
    return int.from_bytes(data[start : start + size], "big")
