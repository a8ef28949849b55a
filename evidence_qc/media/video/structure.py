"""How long a video file should be by its own account, read from its container without ffmpeg.

ffmpeg says in prose, in some containers, that a file breaks off, and plays on silently in others.
The containers themselves state lengths: boxes, elements, chunks and tags name their size, most
headers the play time. These walks read headers only and seek over everything else.

Sources: ISO/IEC 14496-12 (MP4, MOV, 3GP), RFC 8794 and 9559 (Matroska, WebM), OpenDML (AVI),
Adobe Flash Video 10.1 (FLV), ISO/IEC 13818-1 (TS), Microsoft ASF 1.20.3.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evidence_qc.media.video.ebml import elements_inside, read_element
from evidence_qc.media.video.transport import read_transport

_HEADER_MAX = 64 << 20
"""An index larger than this is not looked into."""
_MOST_PARTS = 2_000_000


@dataclass(frozen=True, slots=True)
class Structure:
    """What a container says of itself."""

    size_bytes: int
    declared_bytes: int | None = None
    """How long the file should be at least; None where its container does not say."""
    is_cut: bool = False
    """The file ends before a part of it does."""
    has_index: bool = True
    """False for an MP4 that never got its index: nothing in it can be found."""
    is_indexed: bool = False
    """True for an MP4 whose index, which leads to every packet, has been read."""
    duration_s: float | None = None
    """Play time as stated; of the longest stream."""
    is_encrypted: bool = False

    @property
    def present_ratio(self) -> float | None:
        """Share of the declared bytes that are there, 0–1; None where that is not known."""
        if not self.declared_bytes:
            return None
        return min(1.0, self.size_bytes / self.declared_bytes)


def read_structure(path: str) -> Structure:
    """Walk the container of a file.

    Args:
        path: file-system path.

    Returns:
        What it states; of an unknown container only its size.

    Raises:
        OSError: the file cannot be read.
    """
    with Path(path).open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        head = file.read(2048)
        walk = _walk_of(head)
        if walk is None:
            return Structure(size)
        try:
            return walk(file, size)
        except (struct.error, IndexError):
            return Structure(size)


def _walk_of(head: bytes) -> Callable[[BinaryIO, int], Structure] | None:
    if head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp"}:
        return _mp4
    if head[:4] == b"\x1aE\xdf\xa3":
        return _matroska
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return _avi
    if head[:3] == b"FLV":
        return _flv
    if head[:8] == b"0&\xb2u\x8ef\xcf\x11":
        return _asf
    return _transport if 0x47 in head[:208] else None


def _mp4(file: BinaryIO, size: int) -> Structure:
    """Boxes on the first level; the index is looked into, the pictures are not."""
    at, declared, cut, pictures, index = 0, 0, False, False, b""
    for _ in range(_MOST_PARTS):
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            break
        length, kind, body = int.from_bytes(head[:4], "big"), head[4:8], 8
        if length == 1 and len(head) == 16:
            length, body = int.from_bytes(head[8:16], "big"), 16
        elif length == 0:
            length = size - at
        if length < body or not kind.strip(b"\0"):
            break
        if at + length > size and kind in {b"mdat", b"moov", b"moof"}:
            # An index that breaks off does not say how much was to come behind it.
            cut, declared = True, at + length if kind == b"mdat" or pictures else 0
        pictures |= kind == b"mdat"
        if kind == b"moov" and length <= _HEADER_MAX and at + length <= size:
            file.seek(at + body)
            index = file.read(length - body)
        at += length
        if at >= size:
            break
    stated = _mp4_duration_s(index)
    return Structure(
        size,
        # Of a recording in fragments only the one that breaks off says how long it should be.
        declared_bytes=declared if declared and b"mvex" not in index else None,
        is_cut=cut,
        has_index=bool(index) or not (cut or at >= size),
        is_indexed=bool(index) and b"mvex" not in index,
        duration_s=stated,
        is_encrypted=b"encv" in index and b"sinf" in index,
    )


def _mp4_duration_s(index: bytes) -> float | None:
    """Of the whole presentation: the movie header, for fragments the extends header."""
    at = index.find(b"mvhd")
    if at < 4 or len(index) < at + 36:
        return None
    version = index[at + 4]
    layout = ">IQ" if version else ">II"
    scale, length = struct.unpack_from(layout, index, at + (24 if version else 16))
    at = index.find(b"mehd")
    if not length and at > 0 and len(index) >= at + 16:
        length = struct.unpack_from(">Q" if index[at + 4] else ">I", index, at + 8)[0]
    unknown = (1 << (64 if version else 32)) - 1
    return length / scale if scale and length and length != unknown else None


def _matroska(file: BinaryIO, size: int) -> Structure:
    """The segment states its length; one that does not (a live recording) is walked to its end."""
    at, end, declared, cut = 0, size, 0, False
    duration, encrypted = None, False
    for _ in range(_MOST_PARTS):
        file.seek(at)
        head = file.read(12)
        kind, length, body = read_element(head)
        if not kind:
            cut |= bool(head) and 0 < size - at < 12
            break
        stop = at + body + length if length is not None else None
        if kind in {0x18538067, 0x1F43B675}:  # Segment, Cluster
            if kind == 0x18538067 and stop is not None:
                declared = end = stop
                cut = stop > size
            # A cluster of unknown length is walked through like the segment.
            at = stop if kind == 0x1F43B675 and stop is not None else at + body
        elif stop is None:
            break
        else:
            if kind in {0x1549A966, 0x1654AE6B} and length is not None and length <= _HEADER_MAX:
                file.seek(at + body)
                part = file.read(length)
                if kind == 0x1549A966:
                    duration = _matroska_duration_s(part)
                else:
                    encrypted = any(
                        k == 0x5035 for k, _ in elements_inside(part, {0xAE, 0x6D80, 0x6240})
                    )
            at = stop
        cut |= at > size
        if at >= min(end, size):
            break
    return Structure(size, declared or None, cut, duration_s=duration, is_encrypted=encrypted)


def _matroska_duration_s(info: bytes) -> float | None:
    found = dict(elements_inside(info, set()))
    raw = found.get(0x4489, b"")
    scale = int.from_bytes(found.get(0x2AD7B1, b""), "big") or 1_000_000
    if len(raw) not in {4, 8}:
        return None
    ticks: float = struct.unpack(">f" if len(raw) == 4 else ">d", raw)[0]
    return ticks * scale / 1e9 if ticks > 0 else None


def _avi(file: BinaryIO, size: int) -> Structure:
    """RIFF lists one behind the other; the length of the list of pictures counts."""
    at, declared, cut, duration = 0, 0, False, None
    file.seek(0)
    head = file.read(1 << 16)
    strh_at = head.find(b"strh")
    while strh_at >= 0 and len(head) >= strh_at + 56:
        if head[strh_at + 8 : strh_at + 12] == b"vids":
            scale, rate, _, length = struct.unpack_from("<4I", head, strh_at + 28)
            duration = length * scale / rate if rate and length else None
            break
        strh_at = head.find(b"strh", strh_at + 4)
    for _ in range(1000):
        file.seek(at)
        part = file.read(12)
        if len(part) < 12 or part[:4] != b"RIFF":
            break
        length = int.from_bytes(part[4:8], "little")
        if not 4 < length < 0xFFFFFFF0:
            break
        at += 8 + length + length % 2
        if at - length % 2 > size and (movie_end := _avi_movie_end(file, at, length, size)):
            cut, declared = True, max(movie_end, at)
    return Structure(size, declared or None, cut, duration_s=duration)


def _avi_movie_end(file: BinaryIO, end: int, length: int, size: int) -> int:
    """Where the list of pictures or the index that breaks off should end; 0 where none does."""
    at = end - length - length % 2 + 4
    while at + 8 <= size:
        file.seek(at)
        part = file.read(8)
        if len(part) < 8:
            break
        stop = at + 8 + int.from_bytes(part[4:8], "little")
        if stop > size and part[:4] in {b"LIST", b"idx1"}:
            return stop
        at = stop + stop % 2
    return end if at < end else 0


def _flv(file: BinaryIO, size: int) -> Structure:
    """Tags one behind the other, each followed by its own length."""
    file.seek(0)
    head = file.read(1 << 16)
    duration, stated = _flv_number(head, b"duration"), _flv_number(head, b"filesize")
    at, cut = int.from_bytes(head[5:9], "big") + 4, False
    for _ in range(_MOST_PARTS):
        file.seek(at)
        tag = file.read(4)
        if not tag or tag[0] & 0x1F not in {8, 9, 18}:
            break
        stop = at + 11 + int.from_bytes(tag[1:4], "big")
        cut = len(tag) < 4 or stop > size
        if cut:
            break
        at = stop + 4
    if stated and stated > size:
        cut = True
    declared = int(stated) if stated and stated > size else None
    return Structure(size, declared, cut, duration_s=duration)


def _flv_number(head: bytes, name: bytes) -> float | None:
    at = head.find(bytes([0, len(name)]) + name + b"\0")
    at += 3 + len(name)
    if at < 3 + len(name) or len(head) < at + 8:
        return None
    value: float = struct.unpack_from(">d", head, at)[0]
    return value if 0 < value < 1e15 else None


def _asf(file: BinaryIO, size: int) -> Structure:
    """The file properties object states length and play time."""
    file.seek(0)
    head = file.read(1 << 16)
    at = head.find(bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365"))
    if at < 0 or len(head) < at + 92:
        return Structure(size)
    stated, _, _, ticks, _, preroll_ms, flags = struct.unpack_from("<QQQQQQI", head, at + 40)
    if flags & 1:  # a broadcast: none of it was known yet
        return Structure(size)
    cut = stated > size
    play_s = ticks / 1e7 - preroll_ms / 1e3
    return Structure(size, stated if cut else None, cut, duration_s=max(0.0, play_s) or None)


def _transport(file: BinaryIO, size: int) -> Structure:
    is_cut, is_encrypted = read_transport(file, size)
    return Structure(size, None, is_cut, is_encrypted=is_encrypted)
