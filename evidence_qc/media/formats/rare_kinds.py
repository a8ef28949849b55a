"""Kinds of pictures that no decoder here takes although nothing is wrong with them.

Many formats name in their description how the pixels are stored, and allow more ways than any
reader knows. A file whose description is whole and names such a way is not called damaged: it is
asked for in another format. Only files that every decoder refused are looked at.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

from evidence_qc.media.formats.coded import Coded
from evidence_qc.media.formats.tiff_directory import first_directory

_TIFF_COMPRESSIONS = {1, 2, 3, 4, 5, 7, 8, 32773, 32946, 50000}
"""None, fax, LZW, JPEG, deflate, PackBits, Zstandard: what libtiff is built with everywhere."""
_TIFF_COLOURS = {0, 1, 2, 3, 5}
"""Grey, RGB, palette, inks; YCbCr (6) only where JPEG codes it."""

_HEIF_CODECS = {b"", b"hvc1", b"av01", b"jpeg"}


def is_rare_kind(data: bytes, format: str, coded: Coded | None = None) -> bool:
    """Does the description name a way of storing pixels that no decoder here knows?

    Args:
        data: the whole file, which no decoder opened.
        format: as ``identify`` says.
        coded: where the picture of a HEIF or AVIF file is coded.
    """
    if format in {"heif", "avif"}:
        return coded is not None and coded.codec not in _HEIF_CODECS
    check = _KINDS.get(format)
    try:
        return check is not None and check(data)
    except (struct.error, IndexError):
        return False


def _is_rare_tiff(data: bytes) -> bool:
    """Anything but plain bilevel, grey, palette, RGB or CMYK in strips (TIFF 6.0)."""
    fields = first_directory(data)
    if fields is None or not fields.get(256) or not fields.get(257):
        return False
    return _stores_otherwise(fields) or _means_otherwise(fields)


def _stores_otherwise(fields: Mapping[int, tuple[int, ...]]) -> bool:
    compression = fields.get(259, (1,))[0]
    return (
        compression not in _TIFF_COMPRESSIONS
        or (compression == 1 and 322 in fields)  # tiles that are not compressed
        or fields.get(284, (1,)) != (1,)
    )


def _means_otherwise(fields: Mapping[int, tuple[int, ...]]) -> bool:
    bits, samples = fields.get(258, (1,)), fields.get(277, (1,))[0]
    colour = fields.get(262, (-1,))[0]
    return (
        (colour not in _TIFF_COLOURS and not (colour == 6 and fields.get(259) == (7,)))
        or set(fields.get(339, (1,))) != {1}
        or len(set(bits)) > 1
        or bits[0] not in ({1, 2, 4, 8, 16} if samples == 1 else {8})
        or (colour == 3 and bits[0] > 8)
        or samples > 4
    )


def _is_rare_bmp(data: bytes) -> bool:
    """Masks, Huffman or run lengths of 24 bits, 64 bits a pixel, headers of OS/2."""
    size, bits = struct.unpack_from("<I", data, 14)[0], struct.unpack_from("<H", data, 28)[0]
    if size == 12:
        return False
    compression = struct.unpack_from("<I", data, 30)[0]
    return size in {16, 64} or compression in {3, 4, 5, 6} or bits == 64


def _is_rare_png(data: bytes) -> bool:
    """As Apple stores PNGs inside apps: with a chunk before the header, without zlib's frame."""
    return data[12:16] == b"CgBI"


def _is_rare_jpeg(data: bytes) -> bool:
    """JPEG-LS, or samples of more than 8 bits (T.87, T.81)."""
    at = 2
    while data[at : at + 1] == b"\xff" and at + 9 < len(data):
        marker, length = data[at + 1], struct.unpack_from(">H", data, at + 2)[0]
        if marker == 0xF7:
            return True
        if marker in _FRAMES:
            return data[at + 4] != 8
        if marker == 0xDA:
            return False
        at += 2 + length
    return False


_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}

_KINDS: dict[str, Callable[[bytes], bool]] = {
    "tiff": _is_rare_tiff,
    "bmp": _is_rare_bmp,
    "png": _is_rare_png,
    "jpeg": _is_rare_jpeg,
    "mpo": _is_rare_jpeg,
}
