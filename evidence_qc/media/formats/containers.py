"""Is the container whole? Each format says how long it should be; decoders seldom look.

These walks read lengths and checksums only, no pixels, and return the first damage they meet. They
look at what codes the picture and at nothing else: metadata may hold anything, a program that
shows pictures skips what stands between and behind, and so does this one.
"""

from __future__ import annotations

import zlib
from itertools import pairwise

from evidence_qc.media.formats.boxes import boxes
from evidence_qc.media.formats.coded import Coded
from evidence_qc.media.formats.gif_blocks import reaches_trailer
from evidence_qc.media.formats.raw_rows import has_foreign_raw_rows
from evidence_qc.media.formats.tiff_directory import first_directory
from evidence_qc.media.integrity.verdicts import corrupt, cut_off, suspected, zeros
from evidence_qc.model import Damage, DamageKind

_HOLE_BYTES = 512
"""HEVC forbids three zero bytes in a row. Disks and cards lose sectors of 512 bytes and more."""
_TAIL_BYTES = 1024
_HOLE_BYTES_FLAT = 4096
"""VP8 and AV1 may hold some where symbols are likely, as those of a white page of 12 megapixels:
600 at most. More of them up to the end, or so many inside, were never written."""

_UNPACKED_MAX = 1 << 30
"""More is not unpacked only to learn whether a PNG without an end mark is whole."""
_AT_ONCE_BYTES = 1 << 20


def container_damage(data: bytes, format: str, coded: Coded | None = None) -> Damage | None:
    """The first structural fault of a non-JPEG picture; None when it is whole or not known.

    Args:
        data: the whole file.
        format: as ``identify`` says.
        coded: where the picture of a WebP, HEIF or AVIF file is coded.
    """
    if format in {"heif", "avif"}:
        return _boxes(data, coded)
    if format == "webp":
        return _webp(data, coded)
    walk = {"png": _png, "gif": _gif, "bmp": _bmp, "tiff": _tiff, "jp2": _jp2}.get(format)
    return walk(data) if walk else None


def png_without_faulty_notes(data: bytes) -> bytes:
    """A PNG without its ancillary chunks that have a wrong checksum: no pixel depends on them."""
    kept, position, end = [data[:8]], 8, len(data)
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        after = position + 12 + length
        if data[position + 4] < 0x61 or _has_right_crc(data, position, after):
            kept.append(data[position:after])
        else:
            end -= after - position
        position = after
    return data if end == len(data) else b"".join([*kept, data[position:]])


def _has_right_crc(data: bytes, start: int, end: int) -> bool:
    return zlib.crc32(data[start + 4 : end - 4]) == int.from_bytes(data[end - 4 : end], "big")


def _png(data: bytes) -> Damage | None:
    """Every chunk has a CRC-32; the last one is IEND (ISO/IEC 15948)."""
    position = 8
    coded: list[tuple[int, int]] = []
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        after = position + 12 + length
        if kind == b"IDAT":
            coded.append((position + 8, after - 4))
        elif after > len(data) and _is_whole_stream(data, coded):
            return None
        if after > len(data):
            return cut_off(len(data), after + 12)
        # A small letter first: a chunk that no pixel depends on.
        if kind[:1] < b"a" and not _has_right_crc(data, position, after):
            if kind != b"IDAT" and _is_whole_stream(data, coded):
                return None
            if not any(data[after - 64 : after]) and not any(data[-64:]):
                return zeros(None)
            return corrupt("damage.corrupt")
        if kind == b"IEND":
            return None
        position = after
    if _is_whole_stream(data, coded):
        return None  # only the end mark is missing, or half of it
    return zeros(None) if not any(data[-64:]) else cut_off(len(data), len(data) + 12)


def _is_whole_stream(data: bytes, pieces: list[tuple[int, int]]) -> bool:
    """Do these hold all that was packed, and its checksum (RFC 1950)?"""
    unpack = zlib.decompressobj()
    unpacked = 0
    try:
        for start, end in pieces:
            rest = data[start:end]
            while rest and not unpack.eof and unpacked < _UNPACKED_MAX:
                unpacked += len(unpack.decompress(rest, _AT_ONCE_BYTES))
                rest = unpack.unconsumed_tail
    except zlib.error:
        return False
    return unpack.eof


def _webp(data: bytes, coded: Coded | None) -> Damage | None:
    stated = int.from_bytes(data[4:8], "little") + 8
    if coded is None:
        return cut_off(len(data), stated) if stated - 1 > len(data) else None
    needed = max(end for _, end in coded.pieces)
    if needed > len(data):
        return cut_off(len(data), needed)
    return _zero_run(data, coded, is_hevc=False)


def _gif(data: bytes) -> Damage | None:
    if reaches_trailer(data):
        return None  # whatever stands behind it: some programs fill up with zeros
    if not any(data[-64:]):
        return zeros(None)
    return None if b"\x3b" in data[-16:] else cut_off(len(data), len(data) + 1)


def _bmp(data: bytes) -> Damage | None:
    """Rows have a known length when nothing is compressed; the stated size is often wrong."""
    if data[14:18] == b"\x0c\0\0\0":
        return None  # the header of OS/2: a file of one pixel has 30 bytes
    if len(data) < 54:
        return cut_off(len(data), 54)
    offset = int.from_bytes(data[10:14], "little")
    if int.from_bytes(data[14:18], "little") < 40 or int.from_bytes(data[30:34], "little"):
        return None
    width = int.from_bytes(data[18:22], "little")
    height = abs(int.from_bytes(data[22:26], "little", signed=True))
    bits = int.from_bytes(data[28:30], "little")
    needed = offset + (width * bits + 31) // 32 * 4 * height
    return cut_off(len(data), needed) if needed > len(data) else None


def _tiff(data: bytes) -> Damage | None:
    """Every strip or tile that the first directory names lies inside the file (TIFF 6.0)."""
    if len(data) < 8 or data[2:4] not in {b"*\0", b"\0*"}:
        return None if len(data) >= 16 else cut_off(len(data), 16)  # BigTIFF is left to the decoder
    arrays = first_directory(data)
    if arrays is None:
        return Damage(DamageKind.TRUNCATED, "damage.undescribed", 1.0)
    return _strips(data, arrays)


def _strips(data: bytes, arrays: dict[int, tuple[int, ...]]) -> Damage | None:
    """Rows that are stored as they are tell nothing for certain: any byte may be the picture's."""
    offsets = arrays.get(273) or arrays.get(324) or ()
    sizes = arrays.get(279) or arrays.get(325) or ()
    ends = [offset + size for offset, size in zip(offsets, sizes, strict=False)]
    if not ends:
        return None
    if max(ends) > len(data):
        return cut_off(len(data), max(ends))
    if not _has_raw_rows(arrays):
        return None
    first, last = min(offsets), max(ends)
    samples = arrays.get(277, (1,))[0]
    if has_foreign_raw_rows(data[first:last], arrays[256][0] * samples, samples):
        return suspected("damage.odd-rows")
    return None


def _has_raw_rows(arrays: dict[int, tuple[int, ...]]) -> bool:
    """Rows are stored as they are, 8 bits a sample, one strip behind the other.

    Numbers with a sign are left alone: as bytes, what is nearly black leaps to white.
    """
    strips = list(zip(arrays.get(273, ()), arrays.get(279, ()), strict=False))
    return (
        arrays.get(259, (1,)) == (1,)
        and arrays.get(284, (1,)) == (1,)
        and set(arrays.get(258, (1,))) == {8}
        and set(arrays.get(339, (1,))) == {1}
        and bool(arrays.get(256) and strips)
        and all(start + size == after for (start, size), (after, _) in pairwise(strips))
    )


def _boxes(data: bytes, coded: Coded | None) -> Damage | None:
    """All code of the picture lies inside the file, and none of it is zeros.

    What stands behind the last box, and a box of something else that breaks off, is let pass.
    """
    if coded is None:
        for kind, _, end in boxes(data):
            if kind in {b"meta", b"mdat", b"moov"} and end > len(data):
                return cut_off(len(data), end)
        return None
    needed = max((end for _, end in coded.pieces), default=0)
    if needed > len(data):
        return cut_off(len(data), needed)
    if coded.codec not in {b"hvc1", b"av01"}:
        return None  # pixels may be stored as they are
    return _zero_run(data, coded, is_hevc=coded.codec == b"hvc1")


def _jp2(data: bytes) -> Damage | None:
    """The codestream ends with its end mark, or its last tile-part says how long it is (T.800)."""
    start, end = 0, len(data)
    if data[4:8] == b"jP  ":
        found = next(((a, b) for kind, a, b in boxes(data) if kind == b"jp2c"), None)
        if found is None:
            return None
        start, end = found
        if end > len(data):
            return cut_off(len(data), end)
    position = _first_tile_part(data, start)
    while data[position : position + 2] == b"\xff\x90":
        length = int.from_bytes(data[position + 6 : position + 10], "big")
        if length < 14:
            return None
        position += length
        if position > len(data):
            return cut_off(len(data), position)
    return None


def _first_tile_part(data: bytes, start: int) -> int:
    """Where the main header ends; its comments may hold any bytes, a tile's mark too."""
    position = start + 2
    while data[position : position + 1] == b"\xff" and data[position + 1 : position + 2] != b"\x90":
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    return position


def _zero_run(data: bytes, coded: Coded, *, is_hevc: bool) -> Damage | None:
    """Zeros inside the picture's code that no encoder wrote."""
    total = max(1, sum(end - start for start, end in coded.pieces))
    for start, end in coded.pieces:
        hole = data.find(bytes(_HOLE_BYTES if is_hevc else _HOLE_BYTES_FLAT), start, end)
        if hole >= 0 and data[start - 8 : start - 4] != b"VP8L":  # which codes a pixel by one bit
            return zeros((end - hole - len(data[hole:end].lstrip(b"\0"))) / total)
        tail = end - start - len(data[start:end].rstrip(b"\0"))
        if tail >= _TAIL_BYTES:
            return zeros(tail / total)
    return None
