"""A bundle as one zip: the same files give the same bytes, and no others are taken for them.

A zip names each file twice, in front of its bytes and in a table at the end, and programs differ in
which they believe; between and around these there is room for more (APPNOTE.TXT 6.3.10, 4.3). So
an archive is as it was sealed only where every byte is accounted for: stored files one after the
other from the first byte on, in order, the table at once behind them, and nothing after it.
"""

from __future__ import annotations

import lzma
import os
import struct
import zipfile
import zlib
from datetime import date
from pathlib import Path
from typing import BinaryIO

from evidence_qc.bundle.seal import files_below
from evidence_qc.bundle.types import ENTRY_MODE, SUMS, UNIX
from evidence_qc.language import Sentence

EPOCH = date(1980, 1, 1)
"""The earliest date that a zip can hold."""
UNZIPPABLE = (
    EOFError, RuntimeError, ValueError, lzma.LZMAError, struct.error, zipfile.BadZipFile, zlib.error
)  # fmt: skip
"""What ``zipfile`` and what it unpacks with say of an archive that is damaged, or made so."""
_BLOCK_BYTES = 1 << 20

_LOCAL = struct.Struct("<4s5H3L2H")
_END = struct.Struct("<4s4H2LH")
_CENTRAL_BYTES, _END64_BYTES = 46, 20 + 56
_ZIP64, _LARGE = 1, (1 << 31) - 1
"""The extra field of large files, and from where on ``zipfile`` writes one."""
_UTF8 = 0x800
_VERSIONS = {20, 45}


def write_zip(folder: Path, target: Path, *, name: str, day: date | None) -> None:
    """Store all files below a folder called ``name``; nothing is compressed.

    Photos and videos do not get smaller, and compressed bytes would depend on the zlib at hand.

    Args:
        folder: The finished bundle.
        target: The archive to write.
        name: The one folder inside the archive.
        day: The date of all entries; 1980-01-01 when unknown.
    """
    stamp = max(day or EPOCH, EPOCH)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for path in files_below(folder):
            info = zipfile.ZipInfo(f"{name}/{path}", (stamp.year, stamp.month, stamp.day, 0, 0, 0))
            info.create_system = UNIX
            info.external_attr = ENTRY_MODE
            info.file_size = (folder / path).stat().st_size
            with (folder / path).open("rb") as source, archive.open(info, "w") as sink:
                while block := source.read(_BLOCK_BYTES):
                    sink.write(block)


def prefix_of(archive: zipfile.ZipFile) -> str | None:
    """The folder inside an archive that holds SHA256SUMS, ``""`` for none; None: no bundle."""
    for name in sorted(archive.namelist(), key=lambda n: (n.count("/"), n)):
        head, _, tail = name.rpartition("/")
        if tail == SUMS and head.count("/") == 0:
            return f"{head}/" if head else ""
    return None


def foreign_parts(archive: zipfile.ZipFile, stream: BinaryIO, day: date) -> tuple[Sentence, ...]:
    """What is in an archive beside what was sealed, one sentence each; empty: it is as written.

    Args:
        archive: the open archive.
        stream: the same file, at any place; is read from, a header at a time.
        day: the date of all its entries, as its manifest has it.
    """
    entries = archive.infolist()
    found: dict[Sentence, None] = {}
    names = [entry.filename for entry in entries]
    if names != sorted(names):
        found[Sentence("foreign.order")] = None
    expected_offset = 0
    for entry in entries:
        if entry.header_offset != expected_offset:
            found[Sentence("foreign.between")] = None
        end = _end_of(entry, stream)
        if end is None or not _as_written(entry, day):
            found[Sentence("foreign.packed-anew")] = None
            break
        expected_offset = end
    table = sum(_CENTRAL_BYTES + len(e.orig_filename.encode()) + len(e.extra) for e in entries)
    if archive.start_dir != expected_offset and not found:
        found[Sentence("foreign.between")] = None
    if not _ends_well(archive, stream, table):
        found[Sentence("foreign.behind")] = None
    return tuple(found)


def _as_written(entry: zipfile.ZipInfo, day: date) -> bool:
    """The entry of the table: stored, a plain file, nothing added."""
    name = entry.orig_filename
    large = max(entry.file_size, entry.header_offset) > _LARGE
    return (
        entry.compress_type == zipfile.ZIP_STORED
        and entry.compress_size == entry.file_size
        and entry.flag_bits == (0 if name.isascii() else _UTF8)
        and entry.create_system == UNIX
        and {entry.create_version, entry.extract_version} <= _VERSIONS
        and entry.volume == 0
        and entry.external_attr == ENTRY_MODE
        and entry.internal_attr == 0
        and entry.date_time == (day.year, day.month, day.day, 0, 0, 0)
        and not entry.comment
        and entry.filename == name
        and (not entry.extra or (large and _is_zip64(entry.extra)))
    )


def _end_of(entry: zipfile.ZipInfo, stream: BinaryIO) -> int | None:
    """Where the bytes of an entry end; None when its own header says other than the table."""
    stream.seek(entry.header_offset)
    head = stream.read(_LOCAL.size)
    if len(head) < _LOCAL.size:
        return None
    signature, version, flags, method, time, day, crc, packed, size, name_bytes, extra_bytes = (
        _LOCAL.unpack(head)
    )
    name, extra = stream.read(name_bytes), stream.read(extra_bytes)
    if extra:
        if entry.file_size * 1.05 <= _LARGE or not _is_zip64(extra) or len(extra) != 20:
            return None
        size, packed = struct.unpack_from("<QQ", extra, 4)
    year, month, of_month, *_ = entry.date_time
    agrees = (
        signature == b"PK\x03\x04"
        and version in _VERSIONS
        and flags == entry.flag_bits
        and method == entry.compress_type
        and (day, time) == ((year - 1980) << 9 | month << 5 | of_month, 0)
        and (crc, packed, size) == (entry.CRC, entry.compress_size, entry.file_size)
        and name == entry.orig_filename.encode()
    )
    return stream.tell() + entry.compress_size if agrees else None


def _ends_well(archive: zipfile.ZipFile, stream: BinaryIO, table_bytes: int) -> bool:
    """The table, its end record without a comment, and then the end of the file."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _END.size))
    tail = stream.read()
    count, start = len(archive.infolist()), archive.start_dir
    short = start + table_bytes + _END.size == size
    if short and tail == _END.pack(b"PK\x05\x06", 0, 0, count, count, table_bytes, start, 0):
        return True
    large = count > 0xFFFE or start > _LARGE or table_bytes > _LARGE
    with_zip64 = start + table_bytes + _END64_BYTES + _END.size == size
    return large and with_zip64 and tail[:4] == b"PK\x05\x06" and tail[-2:] == b"\0\0"


def _is_zip64(extra: bytes) -> bool:
    """One extra field, with sizes or places that do not fit into 32 bits."""
    kind, length = struct.unpack_from("<HH", extra) if len(extra) >= 4 else (0, 0)
    return kind == _ZIP64 and length == len(extra) - 4 and length in {8, 16, 24}
