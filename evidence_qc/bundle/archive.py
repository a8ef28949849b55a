"""A bundle as one zip: the same files give the same bytes, on every machine."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

from evidence_qc.bundle.seal import files_below
from evidence_qc.bundle.types import ENTRY_MODE, SUMS, UNIX

EPOCH = date(1980, 1, 1)
"""The earliest date that a zip can hold."""
_BLOCK_BYTES = 1 << 20


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
