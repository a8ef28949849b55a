"""Where in a WebP, HEIF or AVIF file the code of its picture lies, tile by tile."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence_qc.media.formats.containers import boxes

Area = tuple[slice, slice]
_WHOLE: tuple[Area, ...] = ((slice(None), slice(None)),)


@dataclass(frozen=True, slots=True)
class CodedParts:
    """The parts of a picture that are coded apart."""

    areas: tuple[Area, ...]
    """Rows and columns of each part, before the turns. Parts that the picture's edge cuts are left
    out: their end may not show."""
    codes: tuple[tuple[int, int], ...]
    """Where the second half of each part's code begins and where it ends in the file; heads are
    left alone."""
    quarter_turns: int = 0
    """Anticlockwise, by the decoder after it has put the parts together."""


def coded_parts(data: bytes, format: str) -> CodedParts | None:
    """The parts of a picture; None where its structure is not one that is understood here.

    Args:
        data: the whole file.
        format: webp, heif or avif.
    """
    try:
        parts = _webp(data) if format == "webp" else _iso(data)
    except (struct.error, IndexError, KeyError, ValueError):
        return None
    if parts is None or not parts.codes or any(end > len(data) for _, end in parts.codes):
        return None
    return parts


def _webp(data: bytes) -> CodedParts | None:
    """The one frame of a still picture (RFC 9649)."""
    position = 12
    while position + 8 <= len(data):
        size = int.from_bytes(data[position + 4 : position + 8], "little")
        if data[position : position + 4] in {b"VP8 ", b"VP8L"}:
            return CodedParts(_WHOLE, ((position + 8 + size // 2, position + 8 + size),))
        position += 8 + size + size % 2
    return None


def _iso(data: bytes) -> CodedParts | None:
    """The primary picture, or the tiles that it is put together from (ISO/IEC 23008-12)."""
    meta = next((data[start + 4 : end] for kind, start, end in boxes(data) if kind == b"meta"), b"")
    parts = {kind: meta[start:end] for kind, start, end in boxes(meta)}
    primary = _number(parts[b"pitm"], 4, 4 if parts[b"pitm"][0] else 2)
    places = _places(parts[b"iloc"])
    tiles = _tiles(parts.get(b"iref", b""), primary)
    if not tiles:
        return CodedParts(_WHOLE, (_code(places, primary),))
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
    return CodedParts(tuple(areas), tuple(codes), turns.pop())


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
