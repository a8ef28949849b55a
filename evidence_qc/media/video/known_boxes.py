"""Does an MP4 hold anything but a film? Boxes that are known and speak of nothing, and no others.

A list of private boxes never ends: ``udta``, ``meta``, ``uuid`` (XMP, with place and name),
``free`` with text in it, bytes behind the last box or between the packets, a name in a handler.
So the list is of what may be there (ISO/IEC 14496-12, 14496-14, 14496-15).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from pathlib import Path

from evidence_qc.media.formats.boxes import boxes

_INDEX_MAX = 64 << 20
_PARENTS = {b"moov", b"trak", b"edts", b"mdia", b"minf", b"dinf", b"stbl"}
_SILENT = {
    b"mvhd", b"tkhd", b"elst", b"mdhd", b"vmhd", b"smhd", b"stts", b"ctts", b"cslg", b"stss",
    b"stsc", b"stsz", b"stco", b"co64", b"sdtp", b"sbgp", b"sgpd",
}  # fmt: skip
"""Numbers only."""
_SILENT_IN_ENTRY = {b"avcC", b"pasp", b"colr", b"btrt", b"esds", b"clap", b"fiel", b"chrm"}
_NAMES = {
    b"", b"VideoHandler", b"SoundHandler", b"Core Media Video", b"Core Media Audio", b"VideoHandle",
    b"SoundHandle", b"Video Media Handler", b"Sound Media Handler",
}  # fmt: skip
"""Of handlers, as programs write them by themselves."""
_PROGRAM = re.compile(rb"(Lav[fc][\d.]*( libx264)?)?")
_ENTRY_BYTES = {b"avc1": 78, b"avc3": 78, b"mp4a": 28}
"""Of a sample entry, before the boxes inside it."""


def holds_only_a_film(path: str, frames: int) -> bool:
    """True when every box of an MP4 is known and silent, and every byte is accounted for.

    Args:
        path: file-system path.
        frames: of the film that are shown; a track that holds others hides some.

    Raises:
        OSError: the file cannot be read.
    """
    with Path(path).open("rb") as file:
        at, pictures, index = 0, 0, b""
        size = Path(path).stat().st_size
        while at < size:
            file.seek(at)
            head = file.read(16)
            length, kind, body = int.from_bytes(head[:4], "big"), head[4:8], 8
            if length == 1:
                length, body = int.from_bytes(head[8:16], "big"), 16
            if length < body or at + length > size:
                return False
            if kind == b"mdat":
                pictures += length - body
            elif kind in {b"ftyp", b"moov", b"free", b"skip", b"wide"}:
                if length > _INDEX_MAX:
                    return False
                file.seek(at + body)
                content = file.read(length - body)
                if kind in {b"free", b"skip", b"wide"} and content.strip(b"\0"):
                    return False
                if kind == b"moov":
                    if index:
                        return False
                    index = content
            else:
                return False
            at += length
    try:
        return (
            bool(index) and _is_silent(index, 0, len(index)) and _adds_up(index, pictures, frames)
        )
    except (struct.error, IndexError):
        return False


def _is_silent(data: bytes, start: int, end: int) -> bool:
    reached = start
    for kind, content, stop in boxes(data, start, end):
        if stop > end or not _box_is_silent(data, kind, content, stop):
            return False
        reached = stop
    return reached == end


def _box_is_silent(data: bytes, kind: bytes, start: int, end: int) -> bool:
    if kind in _PARENTS:
        return _is_silent(data, start, end)
    if kind in {b"free", b"skip"}:
        return not data[start:end].strip(b"\0")
    special: dict[bytes, Callable[[bytes], bool]] = {
        b"hdlr": _handler_is_silent,
        b"dref": lambda box: box == b"\0\0\0\0\0\0\0\1" + _SELF,
        b"stsd": _entry_is_silent,
        b"udta": _names_program_only,
    }
    check = special.get(kind)
    return check(data[start:end]) if check else kind in _SILENT


_SELF = b"\0\0\0\x0curl \0\0\0\1"
"""A reference to the file itself."""


def _handler_is_silent(box: bytes) -> bool:
    name = box[24:]
    if name[:1] and name[0] == len(name) - 1:  # QuickTime states the length first
        name = name[1:]
    return name.rstrip(b"\0") in _NAMES


def _entry_is_silent(box: bytes) -> bool:
    """One sample entry, the name of its compressor, and boxes of numbers."""
    if int.from_bytes(box[4:8], "big") != 1:
        return False
    for kind, start, end in boxes(box, 8):
        fixed = _ENTRY_BYTES.get(kind)
        if fixed is None or end != len(box):
            return False
        if fixed == 78:
            name = box[start + 42 : start + 74]
            if name[1 + name[0] :].strip(b"\0") or not _PROGRAM.fullmatch(name[1 : 1 + name[0]]):
                return False
        reached = start + fixed
        for inner, _, stop in boxes(box, start + fixed, end):
            if inner not in _SILENT_IN_ENTRY or stop > end:
                return False
            reached = stop
        if reached != end:
            return False
    return True


def _names_program_only(box: bytes) -> bool:
    """The one tag that ffmpeg writes by itself: its own name and version."""
    match = re.fullmatch(
        rb"....meta\x00{4}....hdlr\x00{8}mdirappl\x00{9}....ilst"
        rb"(....\xa9too....data\x00\x00\x00\x01\x00{4}(?P<program>.*))?",
        box,
        re.DOTALL,
    )
    return match is not None and _PROGRAM.fullmatch(match["program"] or b"") is not None


def _adds_up(index: bytes, pictures: int, frames: int) -> bool:
    """All packets together are as long as what holds them, and no frame is kept back."""
    total, displayed = 0, False
    for kind, start, end in boxes(index):
        if kind != b"trak":
            continue
        table = _find(index, start, end, b"mdia", b"minf", b"stbl", b"stsz")
        handler = _find(index, start, end, b"mdia", b"hdlr")
        if table is None or handler is None:
            return False
        one, count = struct.unpack_from(">II", table, 4)
        total += one * count if one else sum(struct.unpack_from(f">{count}I", table, 12))
        if handler[8:12] == b"vide":
            if displayed or count != frames:
                return False
            displayed = True
    return displayed and total == pictures


def _find(data: bytes, start: int, end: int, *names: bytes) -> bytes | None:
    """The content of the first box along a path of names."""
    for kind, content, stop in boxes(data, start, end):
        if kind == names[0]:
            return data[content:stop] if len(names) == 1 else _find(data, content, stop, *names[1:])
    return None
