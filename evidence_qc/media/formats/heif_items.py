"""Where in a HEIF or AVIF file the code of its picture lies, tile by tile (ISO/IEC 23008-12)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence_qc.media.formats.boxes import boxes
from evidence_qc.media.formats.coded import (
    WHOLE,
    Coded,
    CodedExtents,
    CodedStream,
    Piece,
)

_LAYERS = {b"a1op", b"lsel", b"a1lx"}
"""AV1 of several layers: readers may stop at one."""


@dataclass(frozen=True, slots=True)
class _Meta:
    """The meta box, by item."""

    primary: int
    kinds: Mapping[int, bytes]
    pieces: Mapping[int, list[Piece]]
    made_from: Mapping[int, list[int]]
    properties: Mapping[int, list[tuple[bytes, bytes]]]

    def has(self, item: int, kinds: set[bytes]) -> bool:
        return any(kind in kinds for kind, _ in self.properties.get(item, ()))

    def first(self, item: int, wanted: bytes) -> bytes | None:
        return next((b for kind, b in self.properties.get(item, ()) if kind == wanted), None)


def read_items(data: bytes) -> Coded | None:
    """The primary picture, or the tiles that it is put together from; raises on broken boxes."""
    top = {kind: (start, end) for kind, start, end in boxes(data)}
    if b"meta" not in top:
        return None
    meta = _meta(data, *top[b"meta"])
    leaves = list(_leaves(meta, meta.primary, set()))
    pieces = tuple(piece for leaf in leaves for piece in meta.pieces[leaf])
    # A sequence is decoded from its track, which may hold other code.
    parts = None if b"moov" in top else _parts(data, meta, leaves)
    codecs = {meta.kinds.get(leaf, b"") for leaf in leaves}
    codec = codecs.pop() if len(codecs) == 1 else b""
    streams = tuple(
        CodedStream(meta.first(leaf, b"hvcC") or b"", tuple(meta.pieces[leaf])) for leaf in leaves
    )
    colours = _colours(meta, [meta.primary, *leaves])
    return Coded(
        pieces,
        parts,
        struct.unpack(">HHH", colours[4:10]) if colours else None,
        codec,
        streams=() if b"moov" in top else streams,
        is_limited_range=colours is not None and not colours[10:11] >= b"\x80",
    )


def _leaves(meta: _Meta, item: int, seen: set[int]) -> Iterator[int]:
    """The items with code that an item is made from; itself, where it is coded."""
    if item in seen:
        return
    seen.add(item)
    sources = meta.made_from.get(item) if meta.kinds.get(item) in _DERIVED else None
    if not sources:
        yield item
        return
    for source in sources:
        yield from _leaves(meta, source, seen)


_TRANSFORMS = {b"irot", b"imir", b"clap"}
_DERIVED = {b"grid", b"iovl", b"iden"}


def _parts(data: bytes, meta: _Meta, leaves: list[int]) -> CodedExtents | None:
    primary = meta.primary
    if any(meta.has(item, _LAYERS) for item in [primary, *leaves]):
        return None
    turns = _turns(meta, primary)
    if leaves == [primary]:
        code = _second_half(meta.pieces[primary][-1])
        if turns is None:
            return CodedExtents(WHOLE, (code,))
        return CodedExtents(WHOLE, (code,), *turns, streams=_streams(meta, [primary]))
    tiles = meta.made_from[primary]
    if (
        meta.kinds.get(primary) != b"grid"
        or turns is None
        or any(meta.has(tile, _TRANSFORMS) for tile in tiles)
        or leaves != tiles
    ):
        return None  # which tile lies where is not followed
    start, end = meta.pieces[primary][0]
    grid = data[start:end]
    columns = grid[3] + 1
    width, height = struct.unpack_from(">II" if grid[1] & 1 else ">HH", grid, 4)
    size = meta.first(tiles[0], b"ispe")
    if size is None or len(tiles) != (grid[2] + 1) * columns:
        return None
    side_x, side_y = struct.unpack_from(">II", size, 4)
    areas, codes, whole, every = [], [], [], []
    for number, tile in enumerate(tiles):
        top, left = number // columns * side_y, number % columns * side_x
        every.append(
            (slice(top, min(height, top + side_y)), slice(left, min(width, left + side_x)))
        )
        if top + side_y <= height and left + side_x <= width:  # of others the end may be cut off
            areas.append((slice(top, top + side_y), slice(left, left + side_x)))
            codes.append(_second_half(meta.pieces[tile][-1]))
            whole.append(tile)
    if len(set(codes)) < len(codes):
        return None  # tiles that share their code
    return CodedExtents(tuple(areas), tuple(codes), *turns, _streams(meta, whole), tuple(every))


def _turns(meta: _Meta, item: int) -> tuple[int, int | None] | None:
    """Quarter turns and mirror of an item; None where they are followed by others, or it is cut."""
    kinds = [kind for kind, _ in meta.properties.get(item, ()) if kind in _TRANSFORMS]
    if kinds not in ([], [b"irot"], [b"imir"], [b"irot", b"imir"]):
        return None
    turn, mirror = meta.first(item, b"irot"), meta.first(item, b"imir")
    return (turn[0] & 3 if turn else 0), (mirror[0] & 1 if mirror else None)


def _streams(meta: _Meta, items: list[int]) -> tuple[CodedStream, ...]:
    configurations = [meta.first(item, b"hvcC") for item in items]
    return tuple(
        CodedStream(configuration, tuple(meta.pieces[item]))
        for item, configuration in zip(items, configurations, strict=True)
        if configuration is not None and None not in configurations
    )


def _second_half(piece: Piece) -> Piece:
    return (piece[0] + piece[1]) // 2, piece[1]


def _colours(meta: _Meta, items: list[int]) -> bytes | None:
    """The first description of colours by numbers (colr, nclx)."""
    for item in items:
        for kind, body in meta.properties.get(item, ()):
            if kind == b"colr" and body[:4] == b"nclx" and len(body) >= 10:
                return body
    return None


def _meta(data: bytes, start: int, end: int) -> _Meta:
    parts = {kind: (a, b) for kind, a, b in boxes(data, start + 4, end)}
    pitm = data[slice(*parts[b"pitm"])]
    idat = parts.get(b"idat", (0, 0))[0]
    return _Meta(
        primary=_number(pitm, 4, 4 if pitm[0] else 2),
        kinds=_kinds(data, *parts.get(b"iinf", (0, 0))),
        pieces=_places(data[slice(*parts[b"iloc"])], idat, len(data)),
        made_from=_made_from(data[slice(*parts.get(b"iref", (0, 0)))]),
        properties=_properties(data, *parts.get(b"iprp", (0, 0))),
    )


def _kinds(data: bytes, start: int, end: int) -> dict[int, bytes]:
    """Item → its type (iinf)."""
    found = {}
    if end > start:
        first = start + 4 + (4 if data[start] else 2)
        for kind, at, _ in boxes(data, first, end):
            version = data[at]
            if kind == b"infe" and version >= 2:
                wide = 2 if version == 2 else 4
                after = at + 4 + wide + 2
                found[_number(data, at + 4, wide)] = data[after : after + 4]
    return found


def _places(box: bytes, idat: int, size: int) -> dict[int, list[Piece]]:
    """Item → start and end in the file of its pieces (iloc)."""
    version = box[0]
    sizes = box[4] >> 4, box[4] & 15, box[5] >> 4, (box[5] & 15) if version else 0
    wide = 4 if version == 2 else 2
    count, at = _number(box, 6, wide), 6 + wide
    found: dict[int, list[Piece]] = {}
    for _ in range(count):
        item, at = _number(box, at, wide), at + wide
        method = 0
        if version:
            method, at = box[at + 1] & 15, at + 2
        at += 2  # the file that it lies in: this one
        base, at = _number(box, at, sizes[2]), at + sizes[2]
        extents, at = _number(box, at, 2), at + 2
        if extents > 1 and not sizes[0] + sizes[1]:
            raise ValueError("many pieces without a place")
        pieces = []
        for _ in range(extents):
            at += sizes[3]
            offset, at = _number(box, at, sizes[0]), at + sizes[0]
            length, at = _number(box, at, sizes[1]), at + sizes[1]
            first = base + offset + (idat if method == 1 else 0)
            pieces.append((first, first + length if length else size))
        if method in {0, 1} and pieces:
            found[item] = pieces
    return found


def _made_from(box: bytes) -> dict[int, list[int]]:
    """Item → the items that it is derived from (iref, dimg)."""
    wide = 4 if box[:1] == b"\x01" else 2
    found: dict[int, list[int]] = {}
    for kind, start, _ in boxes(box, 4):
        if kind == b"dimg":
            count = _number(box, start + wide, 2)
            found[_number(box, start, wide)] = [
                _number(box, start + 2 + wide * (n + 1), wide) for n in range(count)
            ]
    return found


def _properties(data: bytes, start: int, end: int) -> dict[int, list[tuple[bytes, bytes]]]:
    """Item → its properties, type and content (ipco, ipma)."""
    every: list[tuple[bytes, bytes]] = []
    found: dict[int, list[tuple[bytes, bytes]]] = {}
    for kind, first, last in boxes(data, start, end):
        if kind == b"ipco":
            every = [(name, data[a:b]) for name, a, b in boxes(data, first, last)]
        elif kind == b"ipma":
            box = data[first:last]
            wide, long = (4 if box[0] else 2), box[3] & 1
            at = 8
            for _ in range(_number(box, 4, 4)):
                item, at = _number(box, at, wide), at + wide
                count, at = box[at], at + 1
                for _ in range(count):
                    index = _number(box, at, 2) & 0x7FFF if long else box[at] & 0x7F
                    at += 2 if long else 1
                    if 0 < index <= len(every):
                        found.setdefault(item, []).append(every[index - 1])
    return found


def _number(data: bytes, start: int, size: int) -> int:
    if start + size > len(data):
        raise ValueError("a number beyond the end")
    return int.from_bytes(data[start : start + size], "big")
